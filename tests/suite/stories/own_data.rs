//! A person takes their own data with them, and nobody else's.

use super::doors::many;
use super::journey;
use crate::support::browser::Browser;
use crate::support::{PASSWORD, TestFund, people};
use serde_json::{Value, json};

const FILE: &str = "/profile/data/file";

async fn taken(fund: &TestFund, who: &str) -> Value {
    let browser = Browser::signed_in(fund, who).await;
    let shown = [("current", PASSWORD)];
    let sent = browser.send("/profile", "/profile/data", &shown).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert!(sent.location.starts_with(FILE), "{}", sent.location);
    let (status, file) = browser.page(&sent.location).await;
    assert_eq!(status, 200, "{file}");
    serde_json::from_str(&file).unwrap_or_else(|error| panic!("{error}: {file}"))
}

#[actix_web::test]
async fn a_person_takes_their_own_data_and_nobody_elses() {
    let (journey, [_, application]) = journey::evaluated();
    let fund = &journey.fund;
    people::joins(fund, "ada", "reviewer2").await;
    let review = journey.assign(&application, "reviewer0").await;
    journey
        .review(&application, "reviewer1", ["4.5", "5.0", "4.5"])
        .await;
    let ada = taken(fund, "ada").await;
    assert_eq!(ada["account"]["email"], people::email("ada"));
    assert_eq!(ada["memberships"][0]["name"], "ada Ltd");
    assert_eq!(ada["applications"][0]["id"], application.as_str());
    assert_eq!(ada["applications"][0]["title"], "Sepsis test");
    assert_eq!(ada["applications"][0]["answers"][0]["answer"], "With care.");
    let kinds = ada["letters"].to_string();
    assert!(kinds.contains("submission_receipt"), "{kinds}");
    let history = ada["history"].as_array().unwrap();
    let did = |action: &str| history.iter().any(|one| one["action"] == action);
    assert!(did("submit_application") && did("export_own_data"));
    assert!(!did("check_eligibility"));
    // Its numbers in the trail would tell how much followed from what they did.
    assert!(history.iter().all(|one| one.get("sequence").is_none()));
    let reviewer = taken(fund, "reviewer1").await;
    let own = &reviewer["reviews"][0];
    assert_eq!(own["application"], application.as_str());
    assert_eq!(own["review"]["for_applicant"], "Well done.");
    assert_eq!(own["review"]["marks"][0]["mark"], "4.5");
    let other = taken(fund, "reviewer0").await;
    assert_eq!(other["reviews"][0]["id"], review.as_str());
    assert_eq!(other["reviews"][0]["review"], Value::Null);
    // Nobody else is in anybody's file.
    let everybody = [
        "ada",
        "ben",
        "secretary",
        "root",
        "admin0",
        "reviewer0",
        "reviewer1",
        "reviewer2",
        "eligibility_officer0",
    ];
    for (who, file) in [("ada", ada), ("reviewer1", reviewer), ("reviewer0", other)] {
        let text = file.to_string();
        for one in everybody.iter().filter(|one| **one != who) {
            assert!(!text.contains(&people::email(one)), "{one} in {who}'s");
            let id = journey.read(one, "/me").await["id"].clone();
            assert!(!text.contains(id.as_str().unwrap()), "{one} in {who}'s");
        }
    }
    fund.holds();
}

/// How often a file tells of an action in its history.
fn told(file: &Value, action: &str) -> usize {
    let all = file["history"].as_array().unwrap().iter();
    all.filter(|one| one["action"] == action).count()
}

/// How many records of an action there are.
fn kept(fund: &TestFund, action: &str) -> i64 {
    let done = format!("audit_records WHERE action = '{action}' AND outcome = 'done'");
    many(fund, &done)
}

/// Whoever named somebody as a contact found in their own data that there was a hint: they had
/// named somebody who holds office or reviews.
#[actix_web::test]
async fn ones_own_data_do_not_tell_who_holds_office() {
    let (journey, [_, application]) = journey::drafted();
    let fund = &journey.fund;
    let contacts = [people::email("eligibility_officer0"), people::email("ben")];
    let words = json!({ "application": application, "contacts": contacts });
    journey.tell("naming", words).await;
    let words = json!({ "application": application });
    journey.tell("submitted", words).await;
    assert_eq!(kept(fund, "note_hint"), 1);
    let file = taken(fund, "ada").await;
    assert_eq!(told(&file, "submit_application"), 1);
    assert_eq!(told(&file, "note_hint"), 0, "{file}");
    fund.holds();
}

/// A lead who let somebody in found in their own data that a list had fallen: whoever they had let
/// in reviewed it. What a person did themselves they find.
#[actix_web::test]
async fn ones_own_data_do_not_tell_who_reviews() {
    let (journey, [call, application]) = journey::evaluated();
    let fund = &journey.fund;
    let words = json!({ "call": call, "application": application });
    journey.tell("assessed", words).await;
    let number = json!({ "country": "XA", "registration_number": "A-1" });
    let asked = fund.done("reviewer0", "/joinings", number).await;
    let path = people::organisation_of(fund, "ada").await;
    let accept = format!("{path}/joinings/{}/accept", asked.as_str().unwrap());
    fund.done("ada", &accept, json!({})).await;
    let lead = taken(fund, "ada").await;
    assert_eq!(told(&lead, "accept_joining"), 1);
    for action in ["note_conflict", "void_ranking", "void_consensus"] {
        assert!(kept(fund, action) > 0, "{action}");
        assert_eq!(told(&lead, action), 0, "{action}: {lead}");
    }
    fund.holds();
}

/// A reviewer learns from no page that marks were settled or a list frozen, and so they do not
/// from what fell when they declared a conflict; whoever sees the list is told what they did.
#[actix_web::test]
async fn ones_own_data_tell_what_fell_to_those_who_see_it() {
    for (who, sees_it) in [("reviewer0", false), ("secretary", true)] {
        let (journey, [call, application]) = journey::evaluated();
        let fund = &journey.fund;
        let words = json!({ "call": call, "application": application });
        journey.tell("assessed", words).await;
        let page = format!("/applications/{application}/evaluation");
        let seen = journey.read("secretary", &page).await;
        let mut assigned = seen["assigned"].as_array().unwrap().iter();
        let review = assigned.find(|one| one["reviewer"] == "reviewer0");
        let review = review.unwrap()["id"].as_str().unwrap();
        let path = match sees_it {
            false => format!("/reviews/{review}/conflict"),
            true => format!("/applications/{application}/reviewers/{review}/conflict"),
        };
        let why = json!({ "reason": "They advise the applicant." });
        fund.done(who, &path, why).await;
        let file = taken(fund, who).await;
        for action in ["void_ranking", "void_consensus"] {
            assert!(kept(fund, action) > 0, "{action}");
            assert_eq!(told(&file, action) > 0, sees_it, "{who} {action}: {file}");
        }
        fund.holds();
    }
}

/// An applicant read in their own data that their application was ranked, which no page says
/// before the release.
#[actix_web::test]
async fn ones_own_data_say_of_an_application_what_its_page_says() {
    let (journey, [call, application]) = journey::evaluated();
    let words = json!({ "call": call, "application": application });
    journey.tell("assessed", words.clone()).await;
    let state = async || {
        let page = format!("/applications/{application}");
        let shown = journey.read("ada", &page).await["state"].clone();
        let file = taken(&journey.fund, "ada").await;
        assert_eq!(file["applications"][0]["state"], shown, "{file}");
        shown
    };
    assert_eq!(state().await, "under_review");
    journey.tell("voted", words).await;
    assert_eq!(state().await, "awarded");
    journey.fund.holds();
}

/// Whoever sits down at a computer that is signed in takes nothing away.
#[actix_web::test]
async fn ones_own_data_ask_who_it_is() {
    let fund = TestFund::new().await;
    let ada = Browser::signed_in(&fund, "ada").await;
    let (status, page) = ada.page(FILE).await;
    assert_eq!(status, 409, "{page}");
    let wrong = [("current", "wrong wrong wrong")];
    let sent = ada.send("/profile", "/profile/data", &wrong).await;
    assert_eq!(sent.status, 422, "{}", sent.body);
    assert_eq!(ada.page(FILE).await.0, 409);
    let right = [("current", PASSWORD)];
    ada.send("/profile", "/profile/data", &right).await;
    assert_eq!(ada.page(FILE).await.0, 200);
    // In this session, for ten minutes.
    let other = Browser::signed_in(&fund, "ada").await;
    assert_eq!(other.page(FILE).await.0, 409);
    fund.clock.advance_seconds(11 * 60);
    assert_eq!(ada.page(FILE).await.0, 409);
    assert_eq!(fund.get("", FILE).await.0, 401);
    let done = "audit_records WHERE action = 'export_own_data' AND outcome = 'done'";
    assert_eq!(many(&fund, done), 1);
}

/// Whether an address that was asked for is in use, one's own data do not tell.
#[actix_web::test]
async fn ones_own_data_do_not_tell_which_addresses_are_in_use() {
    let fund = TestFund::new().await;
    for address in ["nobody@elsewhere.example", "ben@people.example"] {
        let body = json!({ "email": address, "current": PASSWORD });
        fund.done("ada", "/profile/address", body).await;
    }
    let own = taken(&fund, "ada").await;
    let letters = own["letters"].as_array().unwrap();
    let to: Vec<&Value> = letters.iter().map(|one| &one["to"]).collect();
    assert!(to.iter().all(|to| **to == people::email("ada")), "{to:?}");
}
