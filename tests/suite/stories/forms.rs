//! Forms: rows that stay their own, faults at their place, two people at once, drafts that are kept.

use super::journey::{Journey, Way};
use crate::support::TestFund;
use crate::support::browser::Browser;
use jointfund::db::tx::Actor;
use jointfund::notifications;
use scraper::{Html, Selector};
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
