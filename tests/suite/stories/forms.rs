//! Forms: rows that stay their own, faults at their place, two people at once, drafts that are kept.

use super::journey::{self, Journey, Way};
use crate::support::browser::Browser;
use crate::support::{TestFund, people};
use jointfund::cli::story::player;
use jointfund::db::tx::Actor;
use jointfund::kernel::path;
use jointfund::notifications;
use scraper::{ElementRef, Html, Selector};
use serde_json::{Value, json};
use std::collections::BTreeSet;

async fn draft(journey: &Journey) -> (String, Value) {
    let call = journey.open_call().await;
    let id = journey.draft(&call).await;
    let path = format!("/applications/{id}");
    let found = journey.read("ada", &path).await;
    (path, found)
}

fn names(found: &Value) -> Vec<&str> {
    let rows = found["participants"].as_array().unwrap();
    rows.iter()
        .map(|one| one["organisation_name"].as_str().unwrap())
        .collect()
}

/// Fault 17: rows were read by position, and a row left out moved its fields to another.
#[actix_web::test]
async fn a_row_is_known_by_its_identifier_and_never_by_its_place() {
    let journey = Journey::new(Way::Api).await;
    let (path, found) = draft(&journey).await;
    let (first, second) = (
        &found["participants"][0]["id"],
        &found["participants"][1]["id"],
    );
    let change = json!({
        "version": found["version"],
        "participants": [{ "id": second, "contact_name": "Benedikt" }],
    });
    journey
        .fund
        .done("ada", &format!("{path}/edit"), change)
        .await;
    let after = journey.read("ada", &path).await;
    assert_eq!(names(&after), ["ada Ltd", "ben Ltd"]);
    assert_eq!(&after["participants"][0]["id"], first);
    assert_eq!(&after["participants"][1]["id"], second);
    assert_eq!(after["participants"][0]["contact_name"], "Ada");
    assert_eq!(after["participants"][1]["contact_name"], "Benedikt");
    assert_eq!(
        after["participants"][1]["costs"],
        found["participants"][1]["costs"]
    );
    let strange = json!({
        "version": after["version"],
        "participants": [{ "id": found["id"], "contact_name": "Nobody" }],
    });
    let (status, problem) = journey
        .fund
        .post("ada", &format!("{path}/edit"), strange)
        .await;
    assert_eq!(status, 422, "{problem}");
    journey.fund.holds();
}

/// Fault 29: what was left out of a save was wiped.
#[actix_web::test]
async fn what_is_left_out_of_a_save_stays_as_it_is() {
    let journey = Journey::new(Way::Api).await;
    let (path, found) = draft(&journey).await;
    let change = json!({ "version": found["version"], "title": "Another title" });
    journey
        .fund
        .done("ada", &format!("{path}/edit"), change)
        .await;
    let after = journey.read("ada", &path).await;
    assert_eq!(after["title"], "Another title");
    for kept in ["summary", "answers", "participants", "costs", "requested"] {
        assert_eq!(after[kept], found[kept], "{kept}");
    }
    let row = &found["participants"][1]["id"];
    let change = json!({
        "version": after["version"], "participants": [{ "id": row, "remove": true }],
    });
    journey
        .fund
        .done("ada", &format!("{path}/edit"), change)
        .await;
    let after = journey.read("ada", &path).await;
    assert_eq!(names(&after), ["ada Ltd"]);
}

/// Fault 12: a draft stayed a draft for ever after the deadline, and nobody was told.
#[actix_web::test]
async fn a_draft_that_is_not_submitted_misses_the_deadline_and_its_applicant_is_told() {
    let journey = Journey::new(Way::Api).await;
    let (path, _) = draft(&journey).await;
    journey.fund.advance_days(40);
    let after = journey.read("ada", &path).await;
    assert_eq!(after["state"], "missed");
    assert_eq!(
        after["summary"], "A test at the bedside.",
        "it stays readable"
    );
    let (status, _) = journey.fund.get("secretary", &path).await;
    assert_eq!(status, 404, "it stays private");
    let letters = letters_to(&journey.fund, "ada@people.example");
    assert!(
        letters
            .iter()
            .any(|subject| subject.contains("was not submitted")),
        "{letters:?}"
    );
    let browser = Browser::signed_in(&journey.fund, "ada").await;
    let (_, page) = browser.page(&path).await;
    assert!(
        page.contains("was not submitted before the deadline"),
        "{page}"
    );
    assert!(!page.contains("Complete and submit"), "{page}");
    journey
        .fund
        .refused(
            "ada",
            &format!("{path}/submit"),
            json!({ "version": after["version"], "declaration": true }),
            409,
            "wrong_state",
        )
        .await;
    journey.fund.holds();
}

fn letters_to(fund: &TestFund, address: &str) -> Vec<String> {
    let letters = fund
        .app
        .read_now(Actor::Operator, |view| {
            notifications::queries::mailbox(view, None)
        })
        .unwrap();
    let own = letters
        .items
        .into_iter()
        .filter(|one| one.item.recipient == address);
    own.map(|one| one.item.subject).collect()
}

/// Fault 32: the same participant twice, or a consortium without its applicant.
#[actix_web::test]
async fn a_participant_stands_in_a_consortium_once_and_the_applicant_is_among_them() {
    let journey = Journey::new(Way::Api).await;
    let (path, found) = draft(&journey).await;
    let second = found["participants"][1]["id"].as_str().unwrap();
    let twin = json!({ "id": second, "country": "XA", "registration_number": "a 1" });
    let change = json!({ "version": found["version"], "participants": [twin] });
    journey
        .fund
        .done("ada", &format!("{path}/edit"), change)
        .await;
    let submit = |version: &Value| json!({ "version": version, "declaration": true });
    let after = journey.read("ada", &path).await;
    let (status, problem) = journey
        .fund
        .post("ada", &format!("{path}/submit"), submit(&after["version"]))
        .await;
    let at = format!("participants[{second}].registration_number");
    assert_eq!(status, 422, "{problem}");
    assert_eq!(
        problem["faults"][&at][0]["code"], "participant_twice",
        "{problem}"
    );

    let first = found["participants"][0]["id"].as_str().unwrap();
    let change = json!({
        "version": after["version"],
        "participants": [
            { "id": first, "registration_number": "C-9" },
            { "id": second, "country": "XB", "registration_number": "B-1" },
        ],
    });
    journey
        .fund
        .done("ada", &format!("{path}/edit"), change)
        .await;
    let after = journey.read("ada", &path).await;
    let (status, problem) = journey
        .fund
        .post("ada", &format!("{path}/submit"), submit(&after["version"]))
        .await;
    let at = format!("participants[{first}].registration_number");
    assert_eq!(status, 422, "{problem}");
    assert_eq!(
        problem["faults"][&at][0]["code"], "applicant_missing",
        "{problem}"
    );
}

fn select<'h>(html: &'h Html, selector: &str) -> Vec<ElementRef<'h>> {
    let selector = Selector::parse(selector).unwrap();
    html.select(&selector).collect()
}

fn words(one: ElementRef<'_>) -> String {
    let text: Vec<&str> = one.text().collect();
    text.join(" ")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Fault 14: pressing the button once more overwrote what somebody else had saved.
#[actix_web::test]
async fn two_people_who_change_one_draft_overwrite_nothing_unseen() {
    let journey = Journey::new(Way::Api).await;
    let (path, _) = draft(&journey).await;
    let edit = format!("{path}/edit");
    let (one, other) = (
        Browser::signed_in(&journey.fund, "ada").await,
        Browser::signed_in(&journey.fund, "ada").await,
    );
    let (_, open) = one.page(&edit).await;
    let (_, open_elsewhere) = other.page(&edit).await;
    let first = [
        ("title", "Title by the first"),
        ("summary", "Summary by the first"),
    ];
    assert_eq!(one.send_again(&open, &edit, &first).await.status, 303);
    let answers = "textarea[name^='answers.']";
    let answer = {
        let html = Html::parse_document(&open_elsewhere);
        select(&html, answers)[0]
            .value()
            .attr("name")
            .unwrap()
            .to_owned()
    };
    let second = [
        ("summary", "Summary by the second"),
        (answer.as_str(), "Otherwise."),
    ];
    let refused = other.send_again(&open_elsewhere, &edit, &second).await;
    assert_eq!(refused.status, 409);
    for text in [
        "Title by the first",
        "Summary by the first",
        "Summary by the second",
    ] {
        assert!(refused.body.contains(text), "{text}: {}", refused.body);
    }
    assert!(refused.body.contains("You yourself, in another window"));
    let again = other.send_again(&refused.body, &edit, &[]).await;
    assert_eq!(again.status, 409, "nothing is overwritten without a choice");
    let after = journey.read("ada", &path).await;
    assert_eq!(after["summary"], "Summary by the first");
    let chosen = [("_keep.summary", "mine")];
    let done = other.send_again(&again.body, &edit, &chosen).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let after = journey.read("ada", &path).await;
    assert_eq!(after["title"], "Title by the first");
    assert_eq!(after["summary"], "Summary by the second");
    assert_eq!(after["answers"][0]["answer"], "Otherwise.");
    assert_eq!(names(&after), ["ada Ltd", "ben Ltd"]);
}

/// Fault 15: a form with one fault saved nothing of thousands of good characters.
#[actix_web::test]
async fn a_draft_with_one_fault_keeps_everything_else() {
    let journey = Journey::new(Way::Api).await;
    let (path, found) = draft(&journey).await;
    let edit = format!("{path}/edit");
    let browser = Browser::signed_in(&journey.fund, "ada").await;
    let typed = [
        ("summary", "Five thousand good characters."),
        ("participants[new-1].organisation_name", "Orbit Labs"),
        ("participants[new-1].contact_email", "nobody at orbit"),
    ];
    let sent = browser.send(&edit, &edit, &typed).await;
    assert_eq!(sent.status, 422);
    let after = journey.read("ada", &path).await;
    assert_eq!(after["summary"], "Five thousand good characters.");
    assert_eq!(names(&after), ["ada Ltd", "ben Ltd", "Orbit Labs"]);
    assert_eq!(after["participants"][2]["contact_email"], "");
    assert_eq!(after["participants"][0], found["participants"][0]);
    assert!(
        sent.body.contains("Everything else is saved"),
        "{}",
        sent.body
    );
    let row = after["participants"][2]["id"].as_str().unwrap();
    let name = format!("participants[{row}].contact_email");
    let wrong = {
        let html = Html::parse_document(&sent.body);
        let field = select(&html, &format!("input[name='{name}']"))[0];
        assert_eq!(field.value().attr("value"), Some("nobody at orbit"));
        assert_eq!(field.value().attr("aria-invalid"), Some("true"));
        words(select(&html, ".summary a")[0])
    };
    assert!(wrong.starts_with("Participant Orbit Labs: "), "{wrong}");
    let mended = [(name.as_str(), "who@orbit.example")];
    let done = browser.send_again(&sent.body, &edit, &mended).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let after = journey.read("ada", &path).await;
    assert_eq!(
        after["participants"][2]["contact_email"],
        "who@orbit.example"
    );
    assert_eq!(after["participants"].as_array().unwrap().len(), 3);
    let (status, _) = journey
        .fund
        .post(
            "ada",
            &edit,
            json!({ "version": after["version"], "title": "x", "participants": [{ "id": row, "contact_email": "no" }] }),
        )
        .await;
    assert_eq!(
        status, 422,
        "a program is told, and nothing is saved by halves"
    );
    assert_eq!(journey.read("ada", &path).await["title"], after["title"]);
}

/// Fault 16: lines without a label or a link, rows without a name, a summary without focus.
#[actix_web::test]
async fn every_line_of_a_refused_submission_names_its_field_and_leads_to_it() {
    let journey = Journey::new(Way::Api).await;
    let (path, found) = draft(&journey).await;
    let row = found["participants"][1]["id"].as_str().unwrap();
    let bare = json!({
        "version": found["version"], "summary": "",
        "participants": [{ "id": row, "contact_email": "", "requested": "" },
            { "id": found["participants"][0]["id"], "requested": "0" }],
    });
    journey
        .fund
        .done("ada", &format!("{path}/edit"), bare)
        .await;
    let browser = Browser::signed_in(&journey.fund, "ada").await;
    let sent = browser
        .send(&path, &format!("{path}/submit"), &[("declaration", "true")])
        .await;
    assert_eq!(sent.status, 422);
    let (links, lines, is_focused) = {
        let html = Html::parse_document(&sent.body);
        let title = words(select(&html, "title")[0]);
        assert!(title.starts_with("Error:"), "{title}");
        let summary = select(&html, ".summary")[0];
        let links: Vec<String> = select(&html, ".summary li a")
            .into_iter()
            .map(|one| one.value().attr("href").unwrap().to_owned())
            .collect();
        let lines: Vec<String> = select(&html, ".summary li")
            .into_iter()
            .map(words)
            .collect();
        let is_focused = summary.value().attr("autofocus").is_some()
            && summary.value().attr("tabindex") == Some("-1");
        (links, lines, is_focused)
    };
    assert!(is_focused);
    assert_eq!(links.len(), lines.len(), "every line is a link: {lines:?}");
    assert_eq!(lines.len(), 3, "{lines:?}");
    assert!(lines.iter().all(|line| !line.starts_with(':')), "{lines:?}");
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("Participant ben Ltd: ")),
        "{lines:?}"
    );
    assert!(
        !lines.iter().any(|line| line.contains("limit 0")),
        "{lines:?}"
    );
    let (_, edit) = browser.page(&format!("{path}/edit")).await;
    for link in links {
        let (page, id) = link.split_once('#').unwrap();
        assert_eq!(page, format!("{path}/edit"));
        assert!(
            edit.contains(&format!("id=\"{id}\"")),
            "{id} is not on the form"
        );
    }
}

/// Fault 16: the same identifiers twice on a page, and labels that led to another form.
#[actix_web::test]
async fn no_identifier_stands_twice_on_a_page_and_every_label_has_its_field() {
    let (journey, [call, draft]) = journey::drafted();
    let start = format!("/applications/{draft}/edit");
    look_around(&journey.fund, "ada", &[&start]).await;
    let words = json!({ "application": draft });
    journey.tell("submitted", words).await;
    journey.in_evaluation(&call, &draft).await;
    for index in 0..3 {
        let who = format!("reviewer{index}");
        journey.review(&draft, &who, ["4.0", "4.0", "4.0"]).await;
    }
    for who in [
        "secretary",
        "root",
        "admin0",
        "approver0",
        "finance_officer0",
        "reviewer0",
    ] {
        look_around(&journey.fund, who, &["/calls/new", "/fund", "/people"]).await;
    }
}

/// Follows every link a person finds, and looks at each page.
async fn look_around(fund: &TestFund, who: &str, start: &[&str]) {
    let browser = Browser::signed_in(fund, who).await;
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut next: Vec<String> = start.iter().map(|one| (*one).to_owned()).collect();
    next.push("/work".to_owned());
    while let Some(path) = next.pop() {
        if seen.len() >= 40 || !seen.insert(path.clone()) {
            continue;
        }
        let (status, body) = browser.page(&path).await;
        if status == 200 {
            next.extend(checked(who, &path, &body));
        }
    }
    assert!(seen.len() > 3, "{who} saw {seen:?}");
}

/// The links of a page whose identifiers are in order.
fn checked(who: &str, path: &str, body: &str) -> Vec<String> {
    let html = Html::parse_document(body);
    let mut ids = BTreeSet::new();
    for one in select(&html, "[id]") {
        let id = one.value().attr("id").unwrap();
        assert!(ids.insert(id.to_owned()), "{who} {path}: {id} stands twice");
    }
    for label in select(&html, "label[for]") {
        let target = label.value().attr("for").unwrap();
        assert!(ids.contains(target), "{who} {path}: no {target}");
    }
    for one in select(&html, "[aria-describedby]") {
        for id in one.value().attr("aria-describedby").unwrap().split(' ') {
            assert!(ids.contains(id), "{who} {path}: no {id}");
        }
    }
    select(&html, "main a[href^='/'], nav a[href^='/']")
        .into_iter()
        .map(|one| {
            one.value()
                .attr("href")
                .unwrap()
                .split('#')
                .next()
                .unwrap()
                .to_owned()
        })
        .filter(|href| {
            !href.starts_with("/files") && !href.starts_with("/api") && !href.ends_with("/file")
        })
        .collect()
}

/// Faults 13 and 29: a row of a call without its name went, and with it what was written in it; what
/// a save did not speak of went too.
#[actix_web::test]
async fn what_is_written_of_a_call_is_kept_or_a_fault() {
    let fund = TestFund::new().await;
    let pots = json!({ "pots": ["150000", "100000", "50000"] });
    fund.tell("call_drafted", pots);
    let page = format!("/calls/{}", fund.made("call"));
    let (edit, who) = (format!("{page}/edit"), people::actor(&fund, "secretary"));
    let body = || player::standing(&fund.app, who, &edit).unwrap().tree();
    for (rows, written, says, missing) in [
        ("criteria", "guidance", "What is new?", "name"),
        ("questions", "hint", "In short.", "prompt"),
        ("milestones", "share", "10", "title"),
    ] {
        let mut body = body();
        path::set(&mut body, &format!("{rows}[new-9].{written}"), json!(says));
        let (status, answer) = fund.post("secretary", &edit, body).await;
        let fault = &answer["faults"][format!("{rows}[new-9].{missing}")][0]["code"];
        assert_eq!((status, fault), (422, &json!("required")), "{answer}");
    }
    let mut nothing = body();
    nothing["max_grant"] = json!("0");
    let (status, answer) = fund.post("secretary", &edit, nothing).await;
    let fault = &answer["faults"]["max_grant"][0]["code"];
    assert_eq!((status, fault), (422, &json!("not_positive")));

    let mut twice = body();
    twice["questions"][0]["choices"] = json!("Yes\nNo\n yes");
    let (status, answer) = fund.post("secretary", &edit, twice).await;
    let question = body()["questions"][0]["id"].as_str().unwrap().to_owned();
    let fault = &answer["faults"][format!("questions[{question}].choices")][0]["code"];
    assert_eq!((status, fault), (422, &json!("already_taken")), "{answer}");

    let mut whole = body();
    whole["criteria"][0]["guidance"] = json!("What is new?");
    whole["questions"][0]["hint"] = json!("In short.");
    fund.done("secretary", &edit, whole).await;
    let (_, before) = fund.get("secretary", &page).await;
    let mut less = body();
    less.as_object_mut().unwrap().remove("questions");
    let first = less["criteria"][0].as_object_mut().unwrap();
    first.remove("guidance");
    fund.done("secretary", &edit, less).await;
    let (_, after) = fund.get("secretary", &page).await;
    assert_eq!(after["criteria"], before["criteria"]);
    assert_eq!(after["questions"], before["questions"]);
    assert_eq!(after["questions"][0]["hint"], "In short.");
}

/// What a rule asks of one field is said at this field, and what was typed stands in it.
#[actix_web::test]
async fn a_rule_about_one_field_is_told_at_this_field() {
    let fund = TestFund::new().await;
    let finance = Browser::signed_in(&fund, "finance_officer0").await;
    let partner = people::partners(&fund)[0];
    let action = format!("/partners/{partner}/contributions");
    let typed = [
        ("amount", "10"),
        ("pledged_on", "2099-01-01"),
        ("reference", "Later"),
    ];
    let sent = finance.send("/fund", &action, &typed).await;
    assert_eq!(sent.status, 409);
    let page = Html::parse_document(&sent.body);
    let day = Selector::parse("[name=pledged_on][aria-invalid=true][value='2099-01-01']").unwrap();
    let day = page.select(&day).next().unwrap();
    let described = day.attr("aria-describedby").unwrap_or_default();
    let said = described.split(' ').find(|id| id.ends_with("-fault"));
    let said = Selector::parse(&format!("#{}", said.unwrap())).unwrap();
    let said: String = page.select(&said).flat_map(|one| one.text()).collect();
    assert!(said.contains("has not come yet"), "{said}");
}
