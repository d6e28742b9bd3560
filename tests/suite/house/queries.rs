//! How many statements each page, answer and deed may take, on a fund that has lived through a call.
//!
//! `queries.txt` keeps what each may take today. It only shrinks: a request that takes more fails,
//! and one that takes far less fails too until the page is printed anew with `UPDATE_GOLDEN=1`.

use crate::stories::journey::{Journey, Way};
use crate::support::browser::Browser;
use crate::support::counting;
use jointfund::web::table::Table;
use jointfund::web::url;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What a page, a list and a deed ought to take at most; nothing is asked to take less.
const PAGE: u32 = 15;
const LIST: u32 = 6;
const DEED: u32 = 20;
/// What a request may take beyond what it took when its row was written: PostgreSQL locks rows one
/// by one where SQLite has the whole database to itself.
const SLACK: u32 = 3;
/// A row this far above what the request takes is out of date.
const STALE: u32 = 1;

fn goal(what: &str) -> u32 {
    match what.split_once(' ') {
        Some(("POST", _)) => DEED,
        Some((_, path)) if path.contains("{id}") || path.ends_with("/fund") => PAGE,
        _ => LIST,
    }
}

fn kept() -> BTreeMap<String, u32> {
    let rows = std::fs::read_to_string(file()).unwrap_or_default();
    rows.lines()
        .filter_map(|row| {
            let (most, what) = row.trim().split_once(' ')?;
            Some((what.to_owned(), most.parse().unwrap()))
        })
        .collect()
}

fn file() -> &'static str {
    concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/house/queries.txt")
}

/// Compares what was counted with the page; a row that asks no less than the goal never fails as stale.
fn compare(counted: &BTreeMap<String, u32>) {
    let mut rows = kept();
    let mut wrong = String::new();
    for (what, took) in counted {
        let fit = goal(what).max(took + SLACK);
        match rows.get(what).copied() {
            Some(most) if *took > most => {
                writeln!(wrong, "{what} takes {took} statements, at most {most}").unwrap();
            }
            Some(most) if most > fit + STALE => {
                writeln!(wrong, "{what} takes only {took} statements, not {most}").unwrap();
                rows.insert(what.clone(), fit);
            }
            Some(_) => {}
            None => {
                writeln!(wrong, "{what} takes {took} statements and has no row").unwrap();
                rows.insert(what.clone(), fit);
            }
        }
    }
    rows.retain(|what, _| counted.contains_key(what));
    if std::env::var("UPDATE_GOLDEN").is_ok() {
        let mut page = String::new();
        for (what, most) in &rows {
            writeln!(page, "{most:>4} {what}").unwrap();
        }
        std::fs::write(file(), page).unwrap();
        wrong = wrong
            .lines()
            .filter(|line| line.contains("at most"))
            .map(|line| format!("{line}\n"))
            .collect();
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Opens a page as a person in a browser and counts.
async fn open(journey: &Journey, who: &str, path: &str, counted: &mut BTreeMap<String, u32>) {
    let browser = Browser::signed_in(&journey.fund, who).await;
    // The first page of a session notes that it was seen.
    browser.page("/profile").await;
    let before = counting::statements(&journey.fund);
    let (status, body) = browser.page(path).await;
    assert_eq!(status, 200, "{who} {path}: {body}");
    let took = counting::statements(&journey.fund) - before;
    let most = counted
        .entry(format!("PAGE {}", counting::pattern(path)))
        .or_default();
    *most = took.max(*most);
}

#[actix_web::test]
async fn no_request_takes_more_statements_than_its_row_allows() {
    let journey = Journey::new(Way::Api).await;
    let call = journey.open_call().await;
    let application = journey.submitted(&call).await;
    journey.in_evaluation(&call, &application).await;
    journey.decided(&call, &application).await;
    let award = journey.awarded(&application).await;
    let found = journey.read("ada", &format!("/awards/{award}")).await;
    let share = &found["shares"][0];
    let payout = journey.request(&award, share, "advance", "").await;
    journey.pay(&payout).await;
    let own = journey.read("ada", "/organisations").await;
    let organisation = text(&own[0]["id"]);
    let desk = journey.read("reviewer0", "/reviews").await;
    let review = text(&desk["items"][0]["id"]);
    let person = text(&journey.read("ada", "/me").await["id"]);

    let mut counted = BTreeMap::new();
    let mut pages: Vec<(&str, String)> = vec![
        ("ada", format!("/applications/{application}")),
        ("secretary", format!("/applications/{application}")),
        ("ada", format!("/organisations/{organisation}")),
        (
            "secretary",
            format!("/applications/{application}/evaluation"),
        ),
        ("secretary", format!("/calls/{call}")),
        ("board_member0", format!("/calls/{call}/ranking")),
        ("reviewer0", format!("/reviews/{review}")),
        ("ada", format!("/awards/{award}")),
        ("approver0", format!("/awards/{award}")),
        ("approver0", format!("/payouts/{payout}")),
        ("auditor", format!("/history/payout/{payout}")),
        ("root", format!("/people/{person}")),
        ("auditor", "/books/1000".to_owned()),
    ];
    for (who, path) in [
        ("ada", "/work"),
        ("secretary", "/work"),
        ("approver0", "/work"),
        ("finance_officer0", "/work"),
        ("reviewer0", "/work"),
        ("ada", "/applications"),
        ("secretary", "/applications"),
        ("ada", "/organisations"),
        ("secretary", "/calls"),
        ("reviewer0", "/reviews"),
        ("ada", "/awards"),
        ("approver0", "/payouts"),
        ("payment_officer0", "/payment-orders"),
        ("finance_officer0", "/fund"),
        ("auditor", "/books"),
        ("root", "/letters"),
        ("root", "/people"),
    ] {
        pages.push((who, path.to_owned()));
    }
    for (who, path) in &pages {
        open(&journey, who, path, &mut counted).await;
        // The API's answer of the same address, where there is one.
        if Table::shared().knows(&url::by_api(path)) {
            journey.read(who, path).await;
        }
    }
    counted.extend(journey.fund.counted.lock().unwrap().clone());
    compare(&counted);
}

fn member(index: usize, id: &Value) -> Value {
    let (name, number) = match index {
        0 => ("ada Ltd".to_owned(), "A-1".to_owned()),
        _ => (format!("Firm {index}"), format!("F-{index}")),
    };
    serde_json::json!({
        "id": id,
        "organisation_name": name,
        "country": if index.is_multiple_of(2) { "XA" } else { "XB" },
        "registration_number": number,
        "contact_name": "Ada",
        "contact_email": format!("firm{index}@people.example"),
        "budget": { "personnel": "20000" },
        "requested": "15000",
    })
}

/// Draws up an application of so many participants; gives what a second, equal save takes.
async fn save(journey: &Journey, call: &str, participants: usize) -> u32 {
    let own = journey.read("ada", "/organisations").await;
    let start = serde_json::json!({
        "organisation": text(&own[0]["id"]),
        "title": format!("Of {participants}"),
    });
    let path = format!("/calls/{call}/applications");
    let started = journey.fund.done("ada", &path, start).await;
    let id = text(&started);
    let question = text(&journey.read("", &format!("/calls/{call}")).await["questions"][0]["id"]);
    let path = format!("/applications/{id}/edit");
    let mut took = 0;
    for _ in 0..2 {
        let found = journey.read("ada", &format!("/applications/{id}")).await;
        // A row keeps its identifier; without one it would be added once more.
        let members: Vec<Value> = (0..participants)
            .map(|index| member(index, &found["participants"][index]["id"]))
            .collect();
        let body = serde_json::json!({
            "version": found["version"],
            "title": format!("Of {participants}"),
            "summary": "A test at the bedside.",
            "answers": { question.as_str(): "With care." },
            "participants": members,
        });
        journey.fund.counted.lock().unwrap().clear();
        journey.fund.done("ada", &path, body).await;
        took = journey.fund.counted.lock().unwrap()["POST /api/v1/applications/{id}/edit"];
    }
    took
}

/// Freezes a list of so many applications; gives what that takes.
async fn freeze(applications: usize) -> u32 {
    let journey = Journey::new(Way::Api).await;
    let fund = &journey.fund;
    let call = journey.open_call().await;
    let mut all = Vec::new();
    for _ in 0..applications {
        all.push(journey.submitted(&call).await);
    }
    fund.advance_days(40);
    for id in &all {
        for index in 0..2 {
            let who = format!("eligibility_officer{index}");
            let finding = serde_json::json!({ "verdict": "eligible", "reason": "In order." });
            let path = format!("/applications/{id}/check");
            fund.done(&who, &path, finding).await;
        }
        let path = format!("/applications/{id}/release");
        fund.done("secretary", &path, serde_json::json!({})).await;
    }
    let path = |deed: &str| format!("/calls/{call}/{deed}");
    let nothing = serde_json::json!({});
    fund.done("secretary", &path("evaluate"), nothing.clone())
        .await;
    for (id, mark) in all.iter().zip(["5.0", "4.5", "4.0"]) {
        for index in 0..3 {
            let who = format!("reviewer{index}");
            journey.review(id, &who, [mark; 3]).await;
        }
        let consensus = format!("/applications/{id}/consensus");
        fund.done("secretary", &consensus, nothing.clone()).await;
    }
    let shown = journey.read("secretary", &path("ranking/preview")).await;
    let body = serde_json::json!({ "digest": shown["digest"] });
    fund.done("secretary", &path("freeze"), body).await;
    fund.counted.lock().unwrap()["POST /api/v1/calls/{id}/freeze"]
}

#[actix_web::test]
async fn a_list_takes_no_more_statements_for_more_applications() {
    assert_eq!(freeze(1).await, freeze(3).await);
}

#[actix_web::test]
async fn a_save_takes_no_more_statements_for_a_larger_consortium() {
    let journey = Journey::new(Way::Api).await;
    let call = journey.open_call().await;
    let small = save(&journey, &call, 2).await;
    let large = save(&journey, &call, 7).await;
    assert_eq!(small, large, "for two participants and for seven");
}
