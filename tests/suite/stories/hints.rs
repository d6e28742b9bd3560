//! Whom typed data may name is looked for whenever it may have come to name somebody.

use super::journey::{self, Journey};
use crate::support::{PASSWORD, TestFund, faults, people};
use diesel::connection::SimpleConnection;
use jointfund::db::DatabaseUrl;
use jointfund::recusals::hints;
use serde_json::{Value, json};

/// An account moves to another address, confirmed at both.
async fn moves(fund: &TestFund, who: &str, to: &str) {
    let asked = json!({ "email": to, "current": PASSWORD });
    fund.done(who, "/profile/address", asked).await;
    for mailbox in [who, to] {
        let token = json!({ "token": people::token(fund, mailbox) });
        fund.done("", "/confirm-address", token).await;
    }
}

/// Ada's application with these contacts, submitted.
async fn naming(contacts: [&str; 2]) -> (Journey, String) {
    let (journey, [_, application]) = journey::drafted();
    let words = json!({ "application": application, "contacts": contacts });
    journey.tell("naming", words).await;
    let submitted = json!({ "application": application });
    journey.tell("submitted", submitted).await;
    (journey, application)
}

/// Who is hinted to have a conflict of interest, and by what.
async fn hinted(journey: &Journey, application: &str) -> Vec<(String, String)> {
    let page = format!("/applications/{application}/offices");
    let seen = journey.read("secretary", &page).await;
    let text = |one: &Value| one.as_str().unwrap().to_owned();
    let all = seen["recusals"].as_array().unwrap().iter();
    let mut all: Vec<_> = all
        .filter(|one| one["state"] == "hinted")
        .map(|one| (text(&one["name"]), text(&one["origin"])))
        .collect();
    all.sort();
    all
}

fn named(who: &str, origin: &str) -> (String, String) {
    (who.to_owned(), origin.to_owned())
}

#[actix_web::test]
async fn whoever_moves_to_an_address_that_was_typed_is_named_by_it() {
    let new = "adviser@elsewhere.example";
    let (journey, application) = naming(["ada@people.example", new]).await;
    let fund = &journey.fund;
    moves(fund, "eligibility_officer0", new).await;
    let found = hinted(&journey, &application).await;
    assert_eq!(found, [named("eligibility_officer0", "contact_address")]);
    // Somebody without an office is nobody's business.
    moves(fund, "ben", "ben@elsewhere.example").await;
    assert_eq!(hinted(&journey, &application).await, found);
    fund.holds();
}

#[actix_web::test]
async fn an_address_one_moved_away_from_names_one_as_well() {
    let (journey, [_, application]) = journey::drafted();
    let fund = &journey.fund;
    for who in ["eligibility_officer0", "reviewer0"] {
        moves(fund, who, &format!("{who}@elsewhere.example")).await;
    }
    let contacts = [
        "eligibility_officer0@people.example",
        "Reviewer0@people.example",
    ];
    let words = json!({ "application": application, "contacts": contacts });
    journey.tell("naming", words).await;
    let words = json!({ "application": application });
    journey.tell("submitted", words).await;
    let former = |who| named(who, "former_address");
    let found = hinted(&journey, &application).await;
    assert_eq!(found, [former("eligibility_officer0"), former("reviewer0")]);
    fund.holds();
}

/// What a reviewer takes part in by a former address, or comes to by a new one, competes with the
/// other applications.
#[actix_web::test]
async fn a_reviewer_whose_former_address_was_typed_is_asked_for_no_rival() {
    let (journey, [call, application]) = journey::drafted();
    let fund = &journey.fund;
    moves(fund, "reviewer0", "reviewer0@elsewhere.example").await;
    let new = "adviser@elsewhere.example";
    let contacts = [new, "reviewer0@people.example"];
    let words = json!({ "application": application, "contacts": contacts });
    journey.tell("naming", words).await;
    let words = json!({ "call": call, "application": application });
    journey.tell("submitted", words.clone()).await;
    let rival = json!({ "call": call, "text": "Rival" });
    fund.tell("rival_submitted", rival);
    let rival = fund.made("rival");
    fund.advance_days(40);
    for officer in ["eligibility_officer0", "eligibility_officer1"] {
        let check = format!("/applications/{rival}/check");
        let finding = json!({ "verdict": "eligible", "reason": "In order." });
        fund.done(officer, &check, finding).await;
    }
    let release = format!("/applications/{rival}/release");
    fund.done("secretary", &release, json!({})).await;
    journey.tell("evaluated", words).await;
    let evaluation = format!("/applications/{rival}/evaluation");
    let seen = journey.read("secretary", &evaluation).await;
    let asked = seen["candidates"].as_array().unwrap().iter();
    let asked: Vec<_> = asked.map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(asked, ["reviewer1", "reviewer2"]);
    // Another is at work on the rival when they move to an address that was typed here.
    let review = journey.assign(&rival, "reviewer1").await;
    let clear = format!("/reviews/{review}/clear");
    fund.done("reviewer1", &clear, json!({ "declaration": true }))
        .await;
    moves(fund, "reviewer1", new).await;
    let [desk, page] = [
        format!("/reviews/{review}"),
        format!("/applications/{rival}"),
    ];
    let seen = async |status: u16| {
        for path in [&desk, &page] {
            assert_eq!(fund.get(new, path).await.0, status, "{path}");
        }
        let save = format!("{desk}/save");
        let (saved, _) = fund.post(new, &save, json!({ "version": 2 })).await;
        assert_eq!(saved, status);
        fund.get(new, "/me/work").await.1.to_string()
    };
    let work = seen(404).await;
    assert!(!work.contains("submit_review"), "{work}");
    let offices = format!("/applications/{application}/offices");
    let hint_of = async |name: &str| {
        let found = journey.read("secretary", &offices).await;
        let all = found["recusals"].as_array().unwrap().iter();
        let mut own = all.filter(|one| one["name"] == name);
        own.next().unwrap()["id"].as_str().unwrap().to_owned()
    };
    let hint = hint_of("reviewer1").await;
    let dismiss = format!("/applications/{application}/recusals/{hint}/dismiss");
    let why = json!({ "reason": "They only share a mailbox." });
    fund.done("secretary", &dismiss, why).await;
    let work = seen(200).await;
    assert!(work.contains("submit_review"), "{work}");
    // Of a third, who moves to it then, it is confirmed: what they gave for the rival counts no more.
    moves(fund, new, "reviewer1@elsewhere.example").await;
    journey
        .review(&rival, "reviewer2", ["4.0", "4.0", "4.0"])
        .await;
    moves(fund, "reviewer2", new).await;
    let hint = hint_of("reviewer2").await;
    let path = format!("/applications/{application}/recusals/{hint}/confirm");
    fund.done("secretary", &path, json!({})).await;
    let found = journey.read("secretary", &evaluation).await.to_string();
    assert!(found.contains(r#""how":"recused""#), "{found}");
    // What was withdrawn competes with nothing.
    let why = json!({ "reason": "We found another fund." });
    fund.done("ada", &format!("/applications/{application}/withdraw"), why)
        .await;
    let former = "reviewer0@elsewhere.example";
    let person = fund.get(former, "/me").await.1["id"].clone();
    let body = json!({ "reviewer": person, "due_on": "2027-12-20" });
    let path = format!("/applications/{rival}/reviewers");
    let review = fund.done("secretary", &path, body).await;
    let path = format!(
        "/applications/{application}/recusals/{}/confirm",
        hint_of("reviewer0").await
    );
    fund.done("secretary", &path, json!({})).await;
    let desk = format!("/reviews/{}", review.as_str().unwrap());
    assert_eq!(fund.get(former, &desk).await.0, 200);
    fund.holds();
}

#[actix_web::test]
async fn whoever_joins_an_organisation_of_a_participants_number_is_named_by_it() {
    let (journey, [_, application]) = journey::submitted();
    let fund = &journey.fund;
    assert_eq!(hinted(&journey, &application).await, []);
    people::joins(fund, "ben", "eligibility_officer1").await;
    let page = format!("/applications/{application}");
    assert_eq!(fund.get("eligibility_officer1", &page).await.0, 404);
    let found = hinted(&journey, &application).await;
    assert_eq!(found, [named("eligibility_officer1", "register_number")]);
    // To act for the lead excludes at once, without a hint.
    people::joins(fund, "ada", "board_member1").await;
    assert_eq!(hinted(&journey, &application).await, found);
    assert_eq!(fund.get("board_member1", &page).await.0, 200);
    fund.holds();
}

/// Who acts for an organisation has its partners in common with it: those together with it in a
/// consortium, however they are spelt in another.
#[actix_web::test]
async fn a_partner_in_common_is_a_hint_for_officers_and_reviewers() {
    let (journey, [call, application]) = journey::submitted();
    let fund = &journey.fund;
    for who in ["eligibility_officer0", "reviewer0"] {
        people::joins(fund, "ada", who).await;
    }
    fund.tell("rival_drafted", json!({ "call": call, "text": "Rival" }));
    let rival = fund.made("rival");
    let page = format!("/applications/{rival}");
    let (_, found) = fund.get("cara", &page).await;
    let [first, second] = [0, 1].map(|index| found["participants"][index]["id"].clone());
    let ben = json!({ "id": second, "country": "XB", "registration_number": "b 1" });
    let rows = json!({ "participants": [{ "id": first }, ben] });
    fund.done("cara", &format!("{page}/edit"), rows).await;
    let submit = json!({ "declaration": true });
    fund.done("cara", &format!("{page}/submit"), submit).await;
    let common = |who| named(who, "partner_in_common");
    let found = hinted(&journey, &rival).await;
    assert_eq!(found, [common("eligibility_officer0"), common("reviewer0")]);
    let seen = journey.read("secretary", &format!("{page}/offices")).await;
    let receipt = journey
        .read("ada", &format!("/applications/{application}"))
        .await;
    let number = receipt["number"].as_str().unwrap();
    assert_eq!(seen["recusals"][0]["reason"], format!("XB B-1 · {number}"));
    assert_eq!(fund.get("eligibility_officer0", &page).await.0, 404);
    // So it is for whoever joins later.
    people::joins(fund, "ada", "programme_officer1").await;
    assert!(
        hinted(&journey, &rival)
            .await
            .contains(&common("programme_officer1"))
    );
    // In the application that is the evidence they take part: nothing hints at them.
    assert_eq!(hinted(&journey, &application).await, []);
    fund.holds();
}

/// An application that is submitted shows partners in common to those that were before it.
#[actix_web::test]
async fn a_partner_in_common_is_a_hint_whichever_application_comes_first() {
    let (journey, [call, application]) = journey::drafted();
    let fund = &journey.fund;
    people::joins(fund, "ada", "eligibility_officer0").await;
    fund.tell("rival_drafted", json!({ "call": call, "text": "Rival" }));
    let rival = fund.made("rival");
    let page = format!("/applications/{rival}");
    let (_, found) = fund.get("cara", &page).await;
    let [first, second] = [0, 1].map(|index| found["participants"][index]["id"].clone());
    let ben = json!({ "id": second, "country": "XB", "registration_number": "B-1" });
    let rows = json!({ "participants": [{ "id": first }, ben] });
    fund.done("cara", &format!("{page}/edit"), rows).await;
    let submit = json!({ "declaration": true });
    fund.done("cara", &format!("{page}/submit"), submit).await;
    assert_eq!(hinted(&journey, &rival).await, []);
    let submitted = json!({ "application": application });
    journey.tell("submitted", submitted).await;
    let found = hinted(&journey, &rival).await;
    assert_eq!(found, [named("eligibility_officer0", "partner_in_common")]);
    fund.holds();
}

/// Nobody shuts others out of a rival's application by typing them into one of their own: only who
/// leads a consortium shows whom they are in it with.
#[actix_web::test]
async fn what_a_third_party_types_is_no_partner_in_common() {
    let (journey, [call, application]) = journey::drafted();
    let fund = &journey.fund;
    let dora = json!({ "it": "dora", "country": "XA", "number": "D-1" });
    fund.tell("founds", dora);
    people::joins(fund, "dora", "eligibility_officer0").await;
    fund.tell("rival_drafted", json!({ "call": call, "text": "Rival" }));
    let rival = fund.made("rival");
    let page = format!("/applications/{rival}");
    let (_, found) = fund.get("cara", &page).await;
    let [first, second] = [0, 1].map(|index| found["participants"][index]["id"].clone());
    let ada = json!({
        "organisation_name": "ada Ltd", "country": "XA", "registration_number": "A-1",
        "contact_name": "Ada", "contact_email": "nobody@people.example",
        "budget": { "personnel": "1000" }, "requested": "500",
    });
    let rows = json!({ "participants": [{ "id": first }, { "id": second }, ada] });
    fund.done("cara", &format!("{page}/edit"), rows).await;
    let submit = json!({ "declaration": true });
    fund.done("cara", &format!("{page}/submit"), submit).await;
    let submitted = json!({ "application": application });
    journey.tell("submitted", submitted).await;
    assert_eq!(hinted(&journey, &application).await, []);
    // In the application into which it was typed, it is a hint; with its lead, who typed it, too.
    let own = hinted(&journey, &rival).await;
    assert_eq!(own, [named("eligibility_officer0", "register_number")]);
    fund.holds();
}

/// Whoever stands aside from an application for whatever reason is not asked to review it.
#[actix_web::test]
async fn a_reviewer_who_stands_aside_is_no_candidate() {
    let (journey, [_, application]) = journey::evaluated();
    let fund = &journey.fund;
    let url: DatabaseUrl = fund.app.config.database.url.parse().unwrap();
    let stands_aside = "INSERT INTO recusals (id, application_id, account_id, state, origin, \
         reason, raised_at, version) SELECT accounts.id, applications.id, accounts.id, \
         'in_force', 'partner_in_common', 'XB B-1', accounts.created_at, 1 \
         FROM accounts, applications WHERE email = 'reviewer0@people.example'";
    url.connect().unwrap().batch_execute(stands_aside).unwrap();
    let evaluation = format!("/applications/{application}/evaluation");
    let seen = journey.read("secretary", &evaluation).await;
    let asked = seen["candidates"].as_array().unwrap().iter();
    let asked: Vec<_> = asked.map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(asked, ["reviewer1", "reviewer2"]);
    let me = fund.get("reviewer0", "/me").await.1["id"].clone();
    let path = format!("/applications/{application}/reviewers");
    let body = json!({ "reviewer": me, "due_on": "2027-03-20" });
    fund.refused("secretary", &path, body, 409, "no_conflict_known")
        .await;
}

/// What was submitted before anybody looked for hints is looked at when the program starts.
#[actix_web::test]
async fn what_was_submitted_before_hints_were_looked_for_is_caught_up_with() {
    let contacts = [
        "eligibility_officer0@people.example",
        "reviewer0@people.example",
    ];
    let (journey, application) = naming(contacts).await;
    let fund = &journey.fund;
    let found = hinted(&journey, &application).await;
    let url: DatabaseUrl = fund.app.config.database.url.parse().unwrap();
    url.connect()
        .unwrap()
        .batch_execute("DELETE FROM tasks WHERE matter_kind = 'recusal'; DELETE FROM recusals")
        .unwrap();
    assert_eq!(hinted(&journey, &application).await, []);
    assert_eq!(hints::catch_up(&fund.app).unwrap(), 1);
    assert_eq!(hinted(&journey, &application).await, found);
    let page = format!("/applications/{application}");
    assert_eq!(fund.get("eligibility_officer0", &page).await.0, 404);
    let (_, work) = fund.get("secretary", "/me/work").await;
    assert!(work.to_string().contains("confirm_hint"), "{work}");
    // The next start finds nothing, nor once somebody has looked at them.
    assert_eq!(hints::catch_up(&fund.app).unwrap(), 0);
    let offices = journey.read("secretary", &format!("{page}/offices")).await;
    let id = offices["recusals"][0]["id"].as_str().unwrap();
    let why = json!({ "reason": "Nobody there knows the applicant." });
    let dismiss = format!("{page}/recusals/{id}/dismiss");
    fund.done("secretary", &dismiss, why).await;
    assert_eq!(hints::catch_up(&fund.app).unwrap(), 0);
    // Of what was taken out here the trail tells, as it would not of a fund of before.
    let faults = faults(&fund.app);
    assert!(
        faults.iter().all(|one| one.starts_with("recusal ")),
        "{faults:?}"
    );
}
