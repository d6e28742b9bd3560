//! Whoever has a conflict of interest with an application stands aside from it, and somebody else
//! does their part.

use super::journey::{self, Journey};
use crate::database::contents::are_named;
use crate::support::browser::Browser;
use crate::support::{TestFund, people};
use jointfund::db::tx::Actor;
use jointfund::notifications;
use serde_json::{Value, json};

fn offices(application: &str) -> String {
    format!("/applications/{application}/offices")
}

async fn tasks(fund: &TestFund, who: &str) -> Vec<String> {
    let (_, work) = fund.get(who, "/me/work").await;
    let waiting = work["waiting"].as_array().unwrap().iter();
    waiting
        .map(|one| {
            format!(
                "{} {}",
                one["task"].as_str().unwrap(),
                one["href"].as_str().unwrap()
            )
        })
        .collect()
}

async fn stands_aside(fund: &TestFund, who: &str, application: &str) {
    let recuse = format!("/applications/{application}/recuse");
    let why = json!({ "reason": "My brother founded the company." });
    fund.done(who, &recuse, why).await;
}

/// Proposed by their own partner's administrator, confirmed by the other's.
async fn steps_in(fund: &TestFund, who: &str, role: &str, application: &str) {
    fund.tell("invited", json!({ "by": "admin0", "it": who }));
    let path = format!("/applications/{application}/substitutes");
    let body = json!({ "email": people::email(who), "role": role });
    let grant = fund.done("admin0", &path, body).await;
    let account = fund.get(who, "/me").await.1["id"].clone();
    let confirm = format!(
        "/people/{}/roles/{}/confirm",
        account.as_str().unwrap(),
        grant.as_str().unwrap()
    );
    fund.done("admin1", &confirm, json!({})).await;
}

/// Fault 57: officers declare conflicts as reviewers do, hold no office in the application from
/// then on, and a substitute is proposed and confirmed as any role.
#[actix_web::test]
async fn fault_57_an_officer_stands_aside_and_a_substitute_steps_in() {
    let (journey, [_, application, award]) = journey::awarded();
    let fund = &journey.fund;
    let page = offices(&application);
    let approver = Browser::signed_in(fund, "approver0").await;
    let (status, shown) = approver.page(&format!("/awards/{award}")).await;
    assert!(status == 200 && shown.contains(&page), "the way to it");
    let typed = [("reason", "My brother founded the company.")];
    let recuse = format!("/applications/{application}/recuse");
    let empty = approver.send(&page, &recuse, &[("reason", "")]).await;
    assert_eq!(empty.status, 422, "a reason is wanted");
    let sent = approver.send(&page, &recuse, &typed).await;
    assert_eq!((sent.status, &*sent.location), (303, "/work?done=recuse"));
    let (status, _) = approver.page("/work").await;
    assert_eq!(status, 200);
    for gone in [
        &page,
        &format!("/awards/{award}"),
        &format!("/applications/{application}"),
    ] {
        assert_eq!(fund.get("approver0", gone).await.0, 404, "{gone}");
    }
    let (_, listed) = fund.get("approver0", "/awards").await;
    assert_eq!(listed["items"], json!([]), "in no list either");
    let (_, own) = fund.get("approver0", "/me/recusals").await;
    assert_eq!(own[0]["state"], "in_force", "{own}");

    // Nobody but the secretariat, administrators and the auditor learns why.
    let shown = journey.read("approver1", &page).await;
    assert_eq!(shown["recusals"], json!([]), "{shown}");
    let shown = journey.read("secretary", &page).await;
    let reason = "My brother founded the company.";
    assert_eq!(shown["recusals"][0]["reason"], reason);
    assert_eq!(shown["vacancies"][0]["role"], "approver");
    let wanted = format!("name_substitute {page}");
    assert_eq!(tasks(fund, "admin0").await, std::slice::from_ref(&wanted));
    assert!(!tasks(fund, "admin1").await.contains(&wanted));
    let (_, mine) = fund.get("ada", "/me/work").await;
    assert!(!mine.to_string().contains("name_substitute"), "{mine}");

    let administrator = Browser::signed_in(fund, "admin0").await;
    let (_, shown) = administrator.page(&page).await;
    assert!(shown.contains("a substitute is to be proposed"), "{shown}");
    let path = format!("/applications/{application}/substitutes");
    let unknown = [("email", "nobody@people.example"), ("role", "approver")];
    let refused = administrator.send(&page, &path, &unknown).await;
    assert!(refused.status == 422 && refused.body.contains("nobody@people.example"));
    steps_in(fund, "stepin", "approver", &application).await;
    assert_eq!(tasks(fund, "admin0").await, Vec::<String>::new());
    let shown = journey.read("secretary", &page).await;
    assert_eq!(shown["vacancies"], json!([]), "{shown}");

    // The substitute approves the payouts of this award, and is shown nothing else.
    let found = journey.read("ada", &format!("/awards/{award}")).await;
    let share = &found["shares"][0];
    let payout = journey.request(&award, share, "advance", "").await;
    let verify = json!({ "payout": payout });
    journey.tell("verified", verify).await;
    let approve = format!("/payouts/{payout}/approve");
    fund.refused("approver0", &approve, json!({}), 404, "not_found")
        .await;
    assert_eq!(tasks(fund, "approver0").await, Vec::<String>::new());
    assert_eq!(tasks(fund, "stepin").await.len(), 1);
    fund.done("stepin", &approve, json!({})).await;
    fund.done("approver1", &approve, json!({})).await;
    let (_, listed) = fund.get("stepin", "/awards").await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);

    // Only the secretariat takes it back, and nobody their own.
    let id = shown["recusals"][0]["id"].as_str().unwrap();
    let lift = format!("/applications/{application}/recusals/{id}/lift");
    let why = json!({ "reason": "It was another company." });
    fund.refused("approver1", &lift, why.clone(), 404, "not_found")
        .await;
    fund.done("secretary", &lift, why).await;
    assert_eq!(fund.get("approver0", &page).await.0, 200);
    fund.holds();
}

/// Fault 57: what others find counts as what one declares.
#[actix_web::test]
async fn fault_57_the_secretariat_finds_a_conflict_of_somebody_else() {
    let (journey, [_, application]) = journey::submitted();
    let fund = &journey.fund;
    let path = format!("/applications/{application}/recusals");
    let why = "They advised the applicant.";
    let officer = journey.read("eligibility_officer0", "/me").await["id"].clone();
    let body = json!({ "person": officer, "reason": why });
    fund.refused("approver0", &path, body.clone(), 403, "not_in_capacity")
        .await;
    let applicant = journey.read("ada", "/me").await["id"].clone();
    let outside = json!({ "person": applicant, "reason": why });
    let code = "person_is_in_office";
    fund.refused("secretary", &path, outside, 409, code).await;
    let secretary = Browser::signed_in(fund, "secretary").await;
    let typed = [("person", officer.as_str().unwrap()), ("reason", why)];
    let sent = secretary.send(&offices(&application), &path, &typed).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    fund.refused("secretary", &path, body, 409, "duplicate")
        .await;
    fund.advance_days(40);
    let check = format!("/applications/{application}/check");
    let finding = json!({ "verdict": "eligible", "reason": "In order." });
    fund.refused(
        "eligibility_officer0",
        &check,
        finding.clone(),
        404,
        "not_found",
    )
    .await;
    steps_in(fund, "stepin", "eligibility_officer", &application).await;
    fund.done("stepin", &check, finding).await;
}

async fn vote(fund: &TestFund, who: &str, call: &str) {
    let path = format!("/calls/{call}/vote");
    let body = json!({ "vote": "approve", "reason": "As ranked." });
    fund.done(who, &path, body).await;
}

async fn frozen() -> (Journey, String, String) {
    let (journey, [call, application]) = journey::evaluated();
    let words = json!({ "call": call, "application": application });
    journey.tell("assessed", words).await;
    (journey, call, application)
}

/// Fault 57: a board member in conflict with one application has no vote on its row; a substitute
/// votes on it, and the list is decided.
#[actix_web::test]
async fn fault_57_a_board_member_stands_aside_from_a_row_of_the_list() {
    let (journey, call, application) = frozen().await;
    let fund = &journey.fund;
    let room = format!("/calls/{call}/ranking");
    let before = journey.read("board_member0", &room).await;
    assert_eq!(before["entries"][0]["score"], "16.50");
    stands_aside(fund, "board_member0", &application).await;
    let seen = journey.read("board_member0", &room).await;
    assert_eq!(seen["entries"][0]["stands_aside"], true);
    let (score, outcome) = (&seen["entries"][0]["score"], &seen["entries"][0]["outcome"]);
    assert_eq!((score, outcome), (&json!(""), &Value::Null), "{seen}");
    let digest = &seen["digest"];
    let ballot = json!({ "vote": "approve", "reason": "As ranked.", "digest": digest });
    let path = format!("/calls/{call}/vote");
    let code = "a_row_is_left_for_them";
    fund.refused("board_member0", &path, ballot, 403, code)
        .await;
    assert!(tasks(fund, "board_member0").await.is_empty());
    vote(fund, "board_member1", &call).await;
    assert_eq!(journey.read("secretary", &room).await["state"], "frozen");
    steps_in(fund, "stepin", "board_member", &application).await;
    let waiting = tasks(fund, "stepin").await;
    assert_eq!(waiting, [format!("vote_decision {room}")]);
    vote(fund, "stepin", &call).await;
    assert_eq!(journey.read("secretary", &room).await["state"], "decided");
}

/// A frozen list with two rows.
async fn two_rows_frozen() -> (Journey, String, [String; 2]) {
    let (journey, call) = journey::opened();
    let fund = &journey.fund;
    let first = journey.submitted_asking(&call, ["60000", "40000"]).await;
    let second = journey.submitted_asking(&call, ["50000", "30000"]).await;
    fund.advance_days(40);
    let finding = json!({ "verdict": "eligible", "reason": "In order." });
    for one in [&first, &second] {
        for index in 0..2 {
            let officer = format!("eligibility_officer{index}");
            let check = format!("/applications/{one}/check");
            fund.done(&officer, &check, finding.clone()).await;
        }
        let release = format!("/applications/{one}/release");
        fund.done("secretary", &release, json!({})).await;
    }
    let evaluate = format!("/calls/{call}/evaluate");
    fund.done("secretary", &evaluate, json!({})).await;
    for (one, mark) in [(&first, "4.5"), (&second, "4.0")] {
        for reviewer in ["reviewer0", "reviewer1", "reviewer2"] {
            journey.review(one, reviewer, [mark, mark, mark]).await;
        }
        journey.tell("settled", json!({ "application": one })).await;
    }
    journey.tell("frozen", json!({ "call": call })).await;
    (journey, call, [first, second])
}

/// Fault 57: with two rows, the member votes on the one and the substitute on the other.
#[actix_web::test]
async fn fault_57_a_vote_leaves_out_the_rows_one_stands_aside_from() {
    let (journey, call, [first, second]) = two_rows_frozen().await;
    let fund = &journey.fund;
    stands_aside(fund, "board_member0", &second).await;
    vote(fund, "board_member0", &call).await;
    vote(fund, "board_member1", &call).await;
    let room = format!("/calls/{call}/ranking");
    let seen = journey.read("secretary", &room).await;
    assert_eq!(seen["state"], "frozen", "a row is left");
    assert_eq!(seen["votes"][0]["but"], json!([second]));
    let secretary = Browser::signed_in(fund, "secretary").await;
    let (_, page) = secretary.page(&room).await;
    assert!(page.contains("Approved, but for one application"), "{page}");
    steps_in(fund, "stepin", "board_member", &second).await;
    vote(fund, "stepin", &call).await;
    let seen = journey.read("secretary", &room).await;
    assert_eq!(seen["state"], "decided");
    let but = &seen["votes"][2]["but"];
    assert_eq!(but, &json!([first]), "a substitute votes on one row");
    are_named(fund, &["recusals", "vote_exceptions"]);
}

/// Fault 57: what anybody may have typed is a hint with its evidence: whoever is named has no office
/// in the application before the secretariat has looked at it.
#[actix_web::test]
async fn fault_57_an_address_that_was_typed_is_a_hint() {
    let (journey, [_, application]) = journey::drafted();
    let fund = &journey.fund;
    let page = format!("/applications/{application}");
    let contacts = [
        "Eligibility_Officer0@people.example",
        "reviewer0@people.example",
    ];
    let words = json!({ "application": application, "contacts": contacts });
    journey.tell("naming", words).await;
    let submitted = json!({ "application": application });
    journey.tell("submitted", submitted).await;
    assert_eq!(fund.get("eligibility_officer0", &page).await.0, 404);
    let (_, own) = fund.get("ada", "/me/work").await;
    assert!(
        !own.to_string().contains("hint"),
        "applicants learn nothing of it: {own}"
    );
    let offices = offices(&application);
    let waiting = tasks(fund, "secretary").await;
    let hint = format!("confirm_hint {offices}");
    assert_eq!(
        waiting.iter().filter(|one| **one == hint).count(),
        2,
        "{waiting:?}"
    );
    let seen = journey.read("secretary", &offices).await;
    let recusals = seen["recusals"].as_array().unwrap();
    let of = |who: &str| {
        let mut all = recusals.iter();
        let one = all.find(|one| one["name"] == who).unwrap();
        assert_eq!(one["origin"], "contact_address");
        format!("{page}/recusals/{}", one["id"].as_str().unwrap())
    };
    let (officer, reviewer) = (of("eligibility_officer0"), of("reviewer0"));

    // The one is dismissed with a reason; the other is confirmed, and reviews nothing of it.
    let secretary = Browser::signed_in(fund, "secretary").await;
    let why = [(
        "reason",
        "They typed the address of their adviser at the ministry.",
    )];
    let sent = secretary
        .send(&offices, &format!("{officer}/dismiss"), &why)
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    fund.done("secretary", &format!("{reviewer}/confirm"), json!({}))
        .await;
    assert_eq!(fund.get("eligibility_officer0", &page).await.0, 200);
    fund.advance_days(40);
    let finding = json!({ "verdict": "eligible", "reason": "In order." });
    fund.done("eligibility_officer0", &format!("{page}/check"), finding)
        .await;
}

/// A vote on a row does not count any more once whoever gave it stands aside from it, and it is
/// theirs again where that was a mistake.
#[actix_web::test]
async fn a_vote_on_a_row_falls_with_a_conflict_and_can_be_given_again() {
    let (journey, call, application) = frozen().await;
    let fund = &journey.fund;
    let room = format!("/calls/{call}/ranking");
    vote(fund, "board_member0", &call).await;
    stands_aside(fund, "board_member0", &application).await;
    vote(fund, "board_member1", &call).await;
    assert_eq!(journey.read("secretary", &room).await["state"], "frozen");
    let seen = journey.read("secretary", &offices(&application)).await;
    let id = seen["recusals"][0]["id"].as_str().unwrap();
    let lift = format!("/applications/{application}/recusals/{id}/lift");
    let path = format!("/applications/{application}/substitutes");
    let other = people::email("board_member1");
    let body = json!({ "email": other, "role": "board_member" });
    let (status, answer) = fund.post("admin0", &path, body).await;
    assert_eq!(status, 422, "nobody votes for two partners: {answer}");
    let why = json!({ "reason": "It was another company." });
    fund.done("secretary", &lift, why).await;
    let (status, answer) = fund.get("secretary", &room).await;
    assert_eq!(
        (status, &answer["state"]),
        (200, &json!("frozen")),
        "{answer}"
    );
    assert_eq!(tasks(fund, "board_member0").await, Vec::<String>::new());
}

/// A secretary who steps in for one application has no say over the list it is on.
#[actix_web::test]
async fn a_substitute_secretary_does_nothing_with_the_list() {
    let (journey, call, application) = frozen().await;
    let fund = &journey.fund;
    let who = journey.read("secretary", "/me").await["id"].clone();
    stands_aside(fund, "secretary", &application).await;
    assert!(who.is_string());
    steps_in(fund, "stepin", "secretariat", &application).await;
    let evaluation = format!("/applications/{application}/evaluation");
    assert_eq!(fund.get("stepin", &evaluation).await.0, 200);
    let room = format!("/calls/{call}/ranking");
    assert_eq!(fund.get("stepin", &room).await.0, 404);
}

/// Whoever names the secretariat and the administrators as contacts stops no call: administrators
/// are shut out by nothing that is typed, and somebody steps in for the secretariat.
#[actix_web::test]
async fn what_is_typed_brings_no_call_to_a_stand() {
    let (journey, [_, application]) = journey::drafted();
    let fund = &journey.fund;
    let contacts = ["secretary@people.example", "admin0@people.example"];
    let words = json!({ "application": application, "contacts": contacts });
    journey.tell("naming", words).await;
    journey
        .tell("submitted", json!({ "application": application }))
        .await;
    let page = offices(&application);
    assert_eq!(fund.get("secretary", &page).await.0, 404);
    let wanted = format!("name_substitute {page}");
    assert!(tasks(fund, "admin0").await.contains(&wanted));
    steps_in(fund, "stepin", "secretariat", &application).await;
    let seen = journey.read("stepin", &page).await;
    let hints = seen["recusals"].as_array().unwrap();
    assert_eq!(hints.len(), 1, "{seen}");
    let id = hints[0]["id"].as_str().unwrap();
    let dismiss = format!("/applications/{application}/recusals/{id}/dismiss");
    let why = json!({ "reason": "Nobody there knows the applicant." });
    fund.done("stepin", &dismiss, why).await;
    assert_eq!(fund.get("secretary", &page).await.0, 200);
}

/// Somebody who comes into office is looked for in what was submitted before.
#[actix_web::test]
async fn whoever_comes_into_office_is_looked_for_in_what_was_typed_before() {
    let (journey, [_, application]) = journey::drafted();
    let fund = &journey.fund;
    let contacts = ["ada@people.example", "Later@people.example"];
    let words = json!({ "application": application, "contacts": contacts });
    journey.tell("naming", words).await;
    journey
        .tell("submitted", json!({ "application": application }))
        .await;
    let office = json!({
        "it": "later", "role": "board_member", "by": "admin0", "other": "admin1",
        "for": "Partner AV",
    });
    fund.tell("appointed_to_office", office);
    let page = format!("/applications/{application}");
    assert_eq!(fund.get("later", &page).await.0, 404);
    assert_eq!(fund.get("board_member0", &page).await.0, 200);
    let seen = journey.read("secretary", &offices(&application)).await;
    assert_eq!(seen["recusals"][0]["name"], "later");
    // A hint leaves no office vacant: it may come to nothing.
    assert_eq!(seen["vacancies"], json!([]));
}

async fn lifts(fund: &TestFund, journey: &Journey, application: &str) {
    let seen = journey.read("secretary", &offices(application)).await;
    let id = seen["recusals"][0]["id"].as_str().unwrap();
    let lift = format!("/applications/{application}/recusals/{id}/lift");
    let why = json!({ "reason": "It was another company." });
    fund.done("secretary", &lift, why).await;
}

/// Nobody stands in for one who acts again; what was done in their place stands.
#[actix_web::test]
async fn a_substitution_ends_with_the_recusal_and_what_was_done_in_it_stands() {
    let (journey, [_, application, award]) = journey::awarded();
    let fund = &journey.fund;
    stands_aside(fund, "approver0", &application).await;
    steps_in(fund, "stepin", "approver", &application).await;
    let found = journey.read("ada", &format!("/awards/{award}")).await;
    let share = &found["shares"][0];
    let payout = journey.request(&award, share, "advance", "").await;
    journey.tell("verified", json!({ "payout": payout })).await;
    let approve = format!("/payouts/{payout}/approve");
    fund.done("stepin", &approve, json!({})).await;
    lifts(fund, &journey, &application).await;
    let page = format!("/awards/{award}");
    assert_eq!(fund.get("stepin", &page).await.0, 404);
    assert_eq!(fund.get("approver0", &page).await.0, 200);
    let told = letters(fund, "stepin");
    assert!(told[0].contains("has ended"), "{told:?}");
    let seen = journey.read("secretary", &offices(&application)).await;
    assert!(!seen["holders"].to_string().contains("stepin"), "{seen}");
    // The seat that was taken stays taken.
    fund.done("approver1", &approve, json!({})).await;
    let payout = journey.read("ada", &format!("/payouts/{payout}")).await;
    assert_eq!(payout["state"], "approved", "{payout}");
    // One who is only proposed is not confirmed any more, and never learns of it.
    stands_aside(fund, "approver0", &application).await;
    fund.tell("invited", json!({ "by": "admin0", "it": "second" }));
    let path = format!("/applications/{application}/substitutes");
    let body = json!({ "email": people::email("second"), "role": "approver" });
    fund.done("admin0", &path, body).await;
    let confirm = |all: Vec<String>| all.iter().any(|one| one.starts_with("confirm_role"));
    assert!(confirm(tasks(fund, "admin1").await));
    lifts(fund, &journey, &application).await;
    assert!(!confirm(tasks(fund, "admin1").await));
    assert!(
        !letters(fund, "second")
            .iter()
            .any(|one| one.contains("has ended"))
    );
    fund.holds();
}

/// The texts of the letters to a person, newest first.
fn letters(fund: &TestFund, who: &str) -> Vec<String> {
    let all = fund.app.read_now(Actor::Operator, |view| {
        notifications::queries::mailbox(view, None)
    });
    let own = all.unwrap().items.into_iter();
    let own = own.filter(|one| one.item.recipient == people::email(who));
    own.map(|one| one.text).collect()
}

/// A substitute who comes to be of the board is not held to the one row any more.
#[actix_web::test]
async fn a_substitute_who_joins_the_board_votes_on_every_row() {
    let (journey, call, [_, second]) = two_rows_frozen().await;
    let fund = &journey.fund;
    stands_aside(fund, "board_member0", &second).await;
    steps_in(fund, "stepin", "board_member", &second).await;
    let board =
        json!({ "it": "stepin", "by": "admin0", "role": "board_member", "for": "Partner AV" });
    fund.tell("granted", board);
    let account = fund.get("stepin", "/me").await.1["id"].clone();
    let account = account.as_str().unwrap();
    let grant = fund.made("stepin.board_member");
    let confirm = format!("/people/{account}/roles/{grant}/confirm");
    fund.done("admin1", &confirm, json!({})).await;
    vote(fund, "stepin", &call).await;
    let room = format!("/calls/{call}/ranking");
    let seen = journey.read("secretary", &room).await;
    assert_eq!(seen["votes"][0]["but"], json!([]), "{seen}");
    vote(fund, "board_member1", &call).await;
    assert_eq!(journey.read("secretary", &room).await["state"], "decided");
    fund.holds();
}

/// Payouts of one award each, released by the same partner.
async fn two_released(journey: &Journey, call: &str, applications: &[String; 2]) -> Vec<String> {
    journey.tell("voted", json!({ "call": call })).await;
    let mut payouts = Vec::new();
    for application in applications {
        let award = journey.awarded(application).await;
        let found = journey.read("ada", &format!("/awards/{award}")).await;
        let share = &found["shares"][0];
        let payout = journey.request(&award, share, "advance", "").await;
        journey.tell("approved", json!({ "payout": payout })).await;
        let release = format!("/payouts/{payout}/release");
        journey
            .fund
            .done("payment_officer0", &release, json!({}))
            .await;
        payouts.push(payout);
    }
    payouts
}

/// Whoever stands aside from an award hands nothing of it to the bank: their order is made without
/// it, and another payment officer, or a substitute, exports the rest.
#[actix_web::test]
async fn an_order_leaves_out_what_its_officer_stands_aside_from() {
    let (journey, call, applications) = two_rows_frozen().await;
    let fund = &journey.fund;
    let payouts = two_released(&journey, &call, &applications).await;
    let partner = people::partners(fund)[0];
    stands_aside(fund, "payment_officer0", &applications[1]).await;
    let page = "/payment-orders";
    let exports = |all: Vec<String>| all.iter().any(|one| one.starts_with("export_order"));
    assert!(exports(tasks(fund, "payment_officer0").await));
    let body = json!({ "partner": partner });
    fund.done("payment_officer0", page, body.clone()).await;
    let state = async |payout: &String| {
        let found = journey.read("ada", &format!("/payouts/{payout}")).await;
        found["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state(&payouts[0]).await, "ordered");
    assert_eq!(state(&payouts[1]).await, "released");

    // What is left is not theirs: no task, no form, and a refusal that says who goes on.
    assert!(!exports(tasks(fund, "payment_officer0").await));
    let officer = Browser::signed_in(fund, "payment_officer0").await;
    let (_, shown) = officer.page(page).await;
    assert!(!shown.contains("name=\"partner\""), "{shown}");
    let (status, answer) = fund.post("payment_officer0", page, body.clone()).await;
    let code = &answer["code"];
    assert_eq!(
        (status, code),
        (403, &json!("a_payout_is_left_for_them")),
        "{answer}"
    );
    assert!(
        answer.to_string().contains("Another payment officer"),
        "{answer}"
    );

    steps_in(fund, "stepin", "payment_officer", &applications[1]).await;
    assert!(exports(tasks(fund, "stepin").await));
    let substitute = Browser::signed_in(fund, "stepin").await;
    let sent = substitute.send(page, page, &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let (status, order) = substitute.page(&sent.location).await;
    assert_eq!(status, 200, "{order}");
    assert_eq!(state(&payouts[1]).await, "ordered");
    // Of the other order they learn nothing.
    let orders = journey.read("auditor", page).await;
    let [second, first] = [0, 1].map(|at| orders["items"][at]["id"].as_str().unwrap());
    let others = fund.get("stepin", &format!("{page}/{first}")).await;
    assert_eq!(others.0, 404, "{}", others.1);
    // Nor for another office of theirs that does not deal with the bank.
    let me = fund.get("stepin", "/me").await.1["id"].clone();
    let roles = format!("/people/{}/roles", me.as_str().unwrap());
    let office = json!({ "role": "programme_officer", "partner": partner });
    let grant = fund.done("admin0", &roles, office).await;
    let confirm = format!("{roles}/{}/confirm", grant.as_str().unwrap());
    fund.done("admin1", &confirm, json!({})).await;
    let listed = journey.read("stepin", page).await;
    assert_eq!(listed["items"], json!([]), "{listed}");
    // Whoever stands aside opens no order with a payment of it, and finds none.
    let aside = format!("{page}/{second}");
    assert_eq!(fund.get("payment_officer0", &aside).await.0, 404);
    let listed = journey.read("payment_officer0", page).await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 1, "{listed}");
    assert_eq!(listed["items"][0]["id"], first);
    // Nor one that pays an organisation they act for.
    people::joins(fund, "ada", "payment_officer0").await;
    let listed = journey.read("payment_officer0", page).await;
    assert_eq!(listed["items"], json!([]), "{listed}");
    let own = format!("{page}/{first}");
    assert_eq!(fund.get("payment_officer0", &own).await.0, 404);
    fund.holds();
}

/// What a vacancy asks for follows the accounts of those who hold the office, and their memberships.
#[actix_web::test]
async fn the_task_of_a_vacancy_follows_accounts_and_memberships() {
    let (journey, [_, application, _]) = journey::awarded();
    let fund = &journey.fund;
    let wanted = format!("name_substitute {}", offices(&application));
    let is_wanted = async || tasks(fund, "admin0").await.contains(&wanted);
    let office = json!({
        "it": "second", "role": "approver", "by": "admin0", "other": "admin1", "for": "Partner AV",
    });
    fund.tell("appointed_to_office", office);
    let second = fund.get("second", "/me").await.1["id"].clone();
    let second = format!("/people/{}", second.as_str().unwrap());
    stands_aside(fund, "approver0", &application).await;
    assert!(!is_wanted().await);
    fund.done("root", &format!("{second}/suspend"), json!({}))
        .await;
    assert!(is_wanted().await);
    fund.done("root", &format!("{second}/restore"), json!({}))
        .await;
    assert!(!is_wanted().await);

    // Nobody stands in any more for a member who has left the applicant.
    people::joins(fund, "ada", "programme_officer0").await;
    assert!(is_wanted().await);
    steps_in(fund, "stepin", "programme_officer", &application).await;
    let page = format!("/applications/{application}");
    let seen = async |who: &str| fund.get(who, &page).await.0;
    assert_eq!(seen("stepin").await, 200);
    let path = people::organisation_of(fund, "ada").await;
    let officer = fund.get("programme_officer0", "/me").await.1["id"].clone();
    let remove = format!("{path}/members/{}/remove", officer.as_str().unwrap());
    fund.done("ada", &remove, json!({})).await;
    assert!(!is_wanted().await);
    assert_eq!(
        (seen("stepin").await, seen("programme_officer0").await),
        (404, 200)
    );
    let acting = journey.read("secretary", &offices(&application)).await;
    assert!(
        !acting["holders"].to_string().contains("stepin"),
        "{acting}"
    );
    assert!(letters(fund, "stepin")[0].contains("has ended"));
    // Nor is anybody looked for in place of one who holds the office no more.
    fund.done("root", &format!("{second}/suspend"), json!({}))
        .await;
    assert!(is_wanted().await);
    let officer = fund.get("approver0", "/me").await.1["id"].clone();
    let officer = format!("/people/{}", officer.as_str().unwrap());
    let roles = fund.get("admin0", &officer).await.1["roles"].clone();
    let revoke = format!(
        "{officer}/roles/{}/revoke",
        roles[0]["id"].as_str().unwrap()
    );
    fund.done("admin0", &revoke, json!({})).await;
    assert!(!is_wanted().await);
    fund.holds();
}

/// Fault 57: who stands aside as chair of the panel reviews nothing of the application either.
#[actix_web::test]
async fn what_one_reviews_ends_where_one_stands_aside() {
    let (journey, [_, application]) = journey::evaluated();
    let fund = &journey.fund;
    journey
        .review(&application, "reviewer0", ["4.0", "4.0", "4.0"])
        .await;
    let person = fund.get("reviewer0", "/me").await.1["id"].clone();
    let roles = format!("/people/{}/roles", person.as_str().unwrap());
    fund.done("secretary", &roles, json!({ "role": "panel_chair" }))
        .await;
    stands_aside(fund, "reviewer0", &application).await;
    let evaluation = format!("/applications/{application}/evaluation");
    let seen = journey.read("secretary", &evaluation).await;
    let reviewer = &seen["assigned"][0];
    assert_eq!(reviewer["state"], "conflicted", "{seen}");
    // From what they stand aside, fewer may know than who reviews.
    let origin = json!({ "organisation": null, "how": "recused", "reviewers": 1 });
    assert_eq!(reviewer["origin"], origin);
    fund.holds();
}

/// Fault 57: an administrator of another partner who stands aside, or takes part, has no say in who
/// steps in, and finds it nowhere; whoever administers the partner besides confirms it.
#[actix_web::test]
async fn fault_57_an_administrator_in_conflict_confirms_no_substitute() {
    let (journey, [_, application]) = journey::submitted();
    let fund = &journey.fund;
    let second = json!({
        "it": "second", "role": "partner_administrator", "by": "admin1", "other": "admin0",
        "for": "Partner BM",
    });
    fund.tell("appointed_to_office", second);
    fund.tell("invited", json!({ "by": "admin0", "it": "stepin" }));
    stands_aside(fund, "approver0", &application).await;
    stands_aside(fund, "admin1", &application).await;
    people::joins(fund, "ada", "root").await;
    let path = format!("/applications/{application}/substitutes");
    let body = json!({ "email": people::email("stepin"), "role": "approver" });
    let grant = fund.done("admin0", &path, body).await;
    let grant = grant.as_str().unwrap();
    let number = journey.read("secretary", &offices(&application)).await["number"].clone();

    let account = fund.get("stepin", "/me").await.1["id"].clone();
    let person = format!("/people/{}", account.as_str().unwrap());
    let confirm = format!("{person}/roles/{grant}/confirm");
    let history = format!("/history/role_grant/{grant}");
    let lists = async |who: &str| {
        let page = journey.read(who, &person).await;
        let (_, all) = fund.get(who, "/people").await;
        let mut all = all["items"].as_array().unwrap().iter();
        let listed = all.find(|one| one["id"] == account).unwrap();
        assert_eq!(page["roles"], listed["roles"], "{who}");
        page["roles"].to_string().contains(number.as_str().unwrap())
    };
    let is_asked = async |who: &str| {
        let waiting = tasks(fund, who).await;
        waiting.contains(&format!("confirm_role {person}"))
    };
    let is_told = |who: &str| {
        let told = letters(fund, who);
        told.iter().any(|one| one.contains(&person))
    };
    let of = |seen: &Value, who: &str| {
        let mut recusals = seen["recusals"].as_array().unwrap().iter();
        let own = recusals.find(|one| one["name"] == who).unwrap();
        let id = own["id"].as_str().unwrap();
        format!("/applications/{application}/recusals/{id}")
    };
    fund.advance_days(9);
    let overdue = async |who: &str| {
        let (_, all) = fund.get(who, "/overdue").await;
        all.to_string().contains("confirm_role")
    };
    assert!(overdue("second").await && !overdue("admin1").await);
    for who in ["admin1", "root"] {
        assert!(!lists(who).await, "{who}");
        assert!(!is_asked(who).await && !is_told(who), "{who}");
        fund.refused(who, &confirm, json!({}), 404, "not_found")
            .await;
        let refuse = format!("{person}/roles/{grant}/refuse");
        let why = json!({ "reason": "I know better." });
        fund.refused(who, &refuse, why, 404, "not_found").await;
        assert_eq!(fund.get(who, &history).await.0, 404, "{who}");
        let (_, of_account) = fund
            .get(who, &format!("/history/account/{}", &person[8..]))
            .await;
        assert!(
            !of_account.to_string().contains(&application),
            "{of_account}"
        );
    }
    let (_, waits) = fund.get("ada", "/me/work").await;
    assert!(!waits.to_string().contains("confirm_role"), "{waits}");
    assert!(lists("second").await && lists("secretary").await);
    assert!(is_asked("second").await && is_told("second"));
    assert_eq!(fund.get("second", &history).await.0, 200);
    assert!(
        fund.get("stepin", "/me")
            .await
            .1
            .to_string()
            .contains(number.as_str().unwrap())
    );
    // Nothing comes of what somebody proposed who stands aside by now: another proposes anew.
    stands_aside(fund, "admin0", &application).await;
    assert!(!is_asked("second").await);
    let code = "proposer_is_in_office";
    fund.refused("second", &confirm, json!({}), 409, code).await;
    let seen = journey.read("secretary", &offices(&application)).await;
    assert_eq!(seen["vacancies"][0]["is_proposed"], false, "{seen}");
    let own = of(&seen, "admin0");
    let why = json!({ "reason": "It was another company." });
    fund.done("secretary", &format!("{own}/lift"), why.clone())
        .await;
    assert!(is_asked("second").await);
    fund.done("second", &confirm, json!({})).await;
    // What is theirs no more to stand aside from is shown again.
    let seen = journey.read("secretary", &offices(&application)).await;
    let own = of(&seen, "admin1");
    fund.done("secretary", &format!("{own}/lift"), why).await;
    assert!(lists("admin1").await);
    fund.holds();
}

/// Fault 57: where everybody who administers a partner stands aside, the partner is told that it
/// needs another administrator, and not for the sake of which application.
#[actix_web::test]
async fn fault_57_a_partner_without_anybody_to_find_a_substitute_is_told() {
    let (journey, [_, application]) = journey::submitted();
    let fund = &journey.fund;
    let page = offices(&application);
    let wanted = "grant_role /people".to_owned();
    let is_asked = async |who: &str| tasks(fund, who).await.contains(&wanted);
    let without = async || {
        let seen = journey.read("secretary", &page).await;
        seen["vacancies"][0]["without_administrator"].clone()
    };
    stands_aside(fund, "approver0", &application).await;
    assert_eq!(without().await, json!([]));
    stands_aside(fund, "admin0", &application).await;
    assert!(is_asked("admin0").await && !is_asked("admin1").await);
    assert_eq!(tasks(fund, "admin0").await.len(), 1, "and of nothing else");
    assert_eq!(without().await, json!(["AV"]));
    let administrator = Browser::signed_in(fund, "admin0").await;
    let (_, shown) = administrator.page("/people").await;
    assert!(
        shown.contains("everybody who administers Partner AV stands aside"),
        "{shown}"
    );
    let secretary = Browser::signed_in(fund, "secretary").await;
    let (_, shown) = secretary.page(&page).await;
    assert!(shown.contains("nobody can propose a substitute"), "{shown}");
    // It is not said of which application, in the task and in its reminder neither.
    fund.advance_days(5);
    let number = journey.read("secretary", &page).await["number"].clone();
    let (_, work) = fund.get("admin0", "/me/work").await;
    let told = letters(fund, "admin0").concat() + &work["waiting"].to_string();
    assert!(told.contains("Propose another administrator"), "{told}");
    for word in [number.as_str().unwrap(), &*application, "ada Ltd"] {
        assert!(!told.contains(word), "{word}: {told}");
    }

    // Proposed, it is done; in force, there is somebody to find a substitute.
    let second = json!({
        "it": "second", "role": "partner_administrator", "by": "admin0", "for": "Partner AV",
    });
    fund.tell("appointed", second);
    assert!(!is_asked("admin0").await);
    assert_eq!(without().await, json!(["AV"]));
    let second = fund.get("second", "/me").await.1["id"].clone();
    let second = format!("/people/{}", second.as_str().unwrap());
    let grant = fund.made("second.partner_administrator");
    fund.done(
        "admin1",
        &format!("{second}/roles/{grant}/confirm"),
        json!({}),
    )
    .await;
    assert_eq!(without().await, json!([]));
    let substitute = format!("name_substitute {page}");
    assert_eq!(tasks(fund, "second").await, [substitute]);
    for (deed, is_short) in [("suspend", true), ("restore", false)] {
        fund.done("root", &format!("{second}/{deed}"), json!({}))
            .await;
        assert_eq!(is_asked("admin0").await, is_short, "{deed}");
    }

    // Whom one partner proposes waits for the administrators of the others, who may stand aside too.
    fund.tell("invited", json!({ "by": "second", "it": "stepin" }));
    let path = format!("/applications/{application}/substitutes");
    let body = json!({ "email": people::email("stepin"), "role": "approver" });
    fund.done("second", &path, body).await;
    assert!(!is_asked("admin1").await);
    people::joins(fund, "ada", "admin1").await;
    assert!(is_asked("admin1").await && !is_asked("second").await);
    assert_eq!(without().await, json!(["BM"]));
    let path = people::organisation_of(fund, "ada").await;
    let admin = fund.get("admin1", "/me").await.1["id"].clone();
    let remove = format!("{path}/members/{}/remove", admin.as_str().unwrap());
    fund.done("admin1", &remove, json!({})).await;
    assert!(!is_asked("admin1").await);
    assert!(
        tasks(fund, "admin1")
            .await
            .iter()
            .any(|one| one.starts_with("confirm_role"))
    );

    // An application that is over waits for nobody.
    stands_aside(fund, "admin1", &application).await;
    assert!(is_asked("admin1").await);
    let withdraw = format!("/applications/{application}/withdraw");
    fund.done(
        "ada",
        &withdraw,
        json!({ "reason": "We have changed our plans." }),
    )
    .await;
    assert!(!is_asked("admin1").await);
    fund.holds();
}
