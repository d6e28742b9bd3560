//! The tree of a form, without a browser.

use super::*;
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::path;
use crate::words::Say;
use crate::words::Texts;
use serde_json::{Value, json};
use std::sync::Arc;

fn say() -> Say {
    Say::new(Arc::new(Texts::read().unwrap()), "en")
}

struct Orbit {
    key: &'static str,
    name: &'static str,
}

/// A form with a title, a summary, and rows with a name each.
fn form(title: &str, summary: &str, rows: &[Orbit], version: &str) -> Form {
    let say = say();
    let parts = vec![
        Field::hidden("version", version).into(),
        Field::new(&say, "title", Kind::Text, title).into(),
        Field::new(&say, "summary", Kind::Prose(100), summary).into(),
        Part::Rows(Rows::of(
            &say,
            "participants",
            "Participant",
            rows,
            |one| (one.key.to_owned(), one.name.to_owned()),
            1,
            |at, one| {
                let name = one.map_or("", |one| one.name);
                let path = format!("{at}.organisation_name");
                vec![Field::new(&say, &path, Kind::Text, name)]
            },
        )),
    ];
    Form::tree(&say, "/applications/1/edit", "save_application", parts).changing(Matter::Fund)
}

fn value_at<'f>(form: &'f Form, path: &str) -> &'f str {
    let found = form.fields().find(|field| field.path == path);
    found.map_or("no such field", |field| field.value.as_str())
}

/// What a browser sends of a form, with some fields changed.
fn sent(form: &Form, changed: &[(&str, &str)]) -> Value {
    let mut typed = json!({});
    for field in form.fields() {
        let change = changed.iter().find(|one| one.0 == field.path);
        let value = change.map_or(field.value.as_str(), |one| one.1);
        path::put(&mut typed, &field.path, json!(value));
    }
    for (name, value) in changed.iter().filter(|one| one.0.starts_with('_')) {
        path::put(&mut typed, name, json!(value));
    }
    typed
}

fn returned(typed: Value) -> Returned {
    Returned {
        typed,
        ..Returned::default()
    }
}

const ORBIT: Orbit = Orbit {
    key: "7",
    name: "Orbit Labs",
};

#[test]
fn a_fault_names_its_row_and_leads_to_its_field() {
    let mut form = form("", "", &[ORBIT], "1");
    let mut faults = Faults::one(
        "participants[7].organisation_name",
        Fault::new(FaultCode::Required),
    );
    faults.add("participants", Fault::new(FaultCode::NothingRequested));
    let mut back = returned(json!({}));
    back.faults = faults;
    form.take_back(&say(), &back);
    let wrong = form.wrong();
    let ids: Vec<String> = form.fields().map(Field::id).collect();
    assert_eq!(wrong.len(), 2);
    assert!(
        wrong[1].text.starts_with("Participant Orbit Labs: "),
        "{}",
        wrong[1].text
    );
    assert!(ids.iter().any(|id| wrong[1].href == format!("#{id}")));
    assert!(wrong.iter().all(|one| !one.text.starts_with(':')));
    assert!(form.faults.is_empty());
}

#[test]
fn two_forms_share_no_identifier() {
    let field = |say: &Say| vec![Field::new(say, "name", Kind::Text, "")];
    let say = say();
    let one = Form::new(&say, "/themes/1", "keep_themes", field(&say));
    let other = Form::new(&say, "/themes/2", "keep_themes", field(&say));
    let id = |form: &Form| form.fields().map(Field::id).collect::<Vec<_>>();
    assert_ne!(id(&one), id(&other));
}

#[test]
fn what_only_one_of_two_people_changed_is_brought_together() {
    let mine = sent(&form("Old", "Old", &[ORBIT], "1"), &[("summary", "Mine")]);
    let mut now = form("Theirs", "Old", &[ORBIT], "2");
    let back = Returned {
        is_stale: true,
        ..returned(mine)
    };
    now.take_back(&say(), &back);
    assert_eq!(value_at(&now, "title"), "Theirs");
    assert_eq!(value_at(&now, "summary"), "Mine");
    assert_eq!(value_at(&now, "version"), "2");
    assert!(now.fields().all(|field| field.meanwhile.is_none()));
}

#[test]
fn where_both_changed_a_field_pressing_again_overwrites_nothing() {
    let mine = sent(&form("Old", "Old", &[ORBIT], "1"), &[("title", "Mine")]);
    let mut now = form("Theirs", "Old", &[ORBIT], "2");
    let stale = |typed| Returned {
        is_stale: true,
        ..returned(typed)
    };
    now.take_back(&say(), &stale(mine));
    assert_eq!(value_at(&now, "title"), "Mine");
    assert_eq!(value_at(&now, "version"), "1", "the newer one was not seen");
    let mut again = sent(&now, &[]);
    assert_eq!(settle(&mut again)["version"], "1");

    let mut once_more = form("Theirs", "Old", &[ORBIT], "2");
    once_more.take_back(&say(), &stale(again));
    assert_eq!(value_at(&once_more, "version"), "1");

    let mut chosen = sent(
        &now,
        &[("_keep.title", "theirs"), ("_theirs.title", "Theirs")],
    );
    let done = settle(&mut chosen);
    assert_eq!(
        (&done["version"], &done["title"]),
        (&json!("2"), &json!("Theirs"))
    );
    assert!(
        done.as_object()
            .is_some_and(|all| all.keys().all(|key| !key.starts_with('_')))
    );
    let mut chosen = sent(
        &now,
        &[("_keep.title", "mine"), ("_theirs.title", "Theirs")],
    );
    assert_eq!(settle(&mut chosen)["title"], "Mine");
}

#[test]
fn a_row_taken_out_meanwhile_comes_back_only_where_it_was_changed() {
    let read = form("Old", "Old", &[ORBIT], "1");
    let stale = |typed| Returned {
        is_stale: true,
        ..returned(typed)
    };
    let mut now = form("Old", "Old", &[], "2");
    now.take_back(&say(), &stale(sent(&read, &[("title", "Mine")])));
    assert!(now.fields().all(|field| field.value != "Orbit Labs"));
    let path = "participants[7].organisation_name";
    let mut now = form("Old", "Old", &[], "2");
    now.take_back(&say(), &stale(sent(&read, &[(path, "Orbit Laboratories")])));
    let back = now
        .fields()
        .find(|field| field.value == "Orbit Laboratories");
    assert!(back.is_some_and(|field| field.path.starts_with("participants[new-")));
}

#[test]
fn of_a_draft_saved_in_part_only_what_is_not_saved_is_as_typed() {
    let typed = sent(
        &form("", "", &[], "1"),
        &[
            ("title", "  Tidied  "),
            ("summary", "much too long"),
            ("participants[new-1].organisation_name", "Orbit"),
        ],
    );
    let mut now = form("Tidied", "", &[ORBIT], "2");
    let faults = Faults::one("summary", Fault::limited(FaultCode::TooLong, 3));
    let renamed = [(
        "participants[new-1]".to_owned(),
        "participants[7]".to_owned(),
    )];
    let back = Returned {
        faults,
        is_partly_saved: true,
        renamed: renamed.into(),
        ..returned(typed)
    };
    now.take_back(&say(), &back);
    assert_eq!(value_at(&now, "title"), "Tidied");
    assert_eq!(value_at(&now, "summary"), "much too long");
    assert_eq!(value_at(&now, "version"), "2");
    assert_eq!(
        value_at(&now, "participants[7].organisation_name"),
        "Orbit Labs"
    );
    assert_eq!(value_at(&now, "participants[new-1].organisation_name"), "");
}

#[test]
fn a_fault_is_no_leave_to_overwrite_unseen() {
    let typed = sent(&form("Old", "", &[], "1"), &[("title", "Mine")]);
    let mut now = form("Theirs", "", &[], "2");
    let mut back = returned(typed);
    back.faults = Faults::one("summary", Fault::new(FaultCode::Required));
    now.take_back(&say(), &back);
    assert_eq!(value_at(&now, "version"), "1");
}

#[test]
fn rows_beyond_those_offered_keep_what_was_typed() {
    let mut typed = json!({});
    path::put(
        &mut typed,
        "participants[new-5].organisation_name",
        json!("Fifth"),
    );
    let mut now = form("", "", &[], "1");
    now.take_back(&say(), &returned(typed));
    assert_eq!(
        value_at(&now, "participants[new-5].organisation_name"),
        "Fifth"
    );
}
