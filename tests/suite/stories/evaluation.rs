//! Reviews and decisions when they do not go straight: late conflicts, lost roles, objections, ties.

use super::journey::{self, Journey};
use crate::support::browser::Browser;
use crate::support::{TestFund, people};
use serde_json::{Value, json};

/// A call with one application, reviewed by three.
async fn reviewed(marks: [[&str; 3]; 3]) -> (Journey, String, String) {
    let (journey, [call, application]) = journey::evaluated();
    for (index, marks) in marks.into_iter().enumerate() {
        let who = format!("reviewer{index}");
        journey.review(&application, &who, marks).await;
    }
    (journey, call, application)
}

const LIKE: [[&str; 3]; 3] = [["4.0", "4.0", "4.0"]; 3];

/// The assignments as the secretariat sees them.
async fn assigned(journey: &Journey, application: &str) -> Vec<Value> {
    let page = format!("/applications/{application}/evaluation");
    let found = journey.read("secretary", &page).await;
    found["assigned"].as_array().unwrap().clone()
}

async fn assignment_of(journey: &Journey, application: &str, reviewer: &str) -> Value {
    let all = assigned(journey, application).await;
    let mut own = all.into_iter().filter(|one| one["reviewer"] == reviewer);
    own.next_back().unwrap()
}

async fn settle(journey: &Journey, application: &str) {
    let path = format!("/applications/{application}/consensus");
    let digest = reviews_seen(journey, application).await;
    let body = json!({ "digest": digest });
    journey.fund.done("secretary", &path, body).await;
}

/// The digest of the reviews, as the evaluation page carries it.
async fn reviews_seen(journey: &Journey, application: &str) -> Value {
    let page = format!("/applications/{application}/evaluation");
    journey.read("secretary", &page).await["digest"].clone()
}

async fn reopen_list(journey: &Journey, call: &str) {
    let digest = list(journey, call).await["digest"].clone();
    let path = format!("/calls/{call}/reopen");
    let body = json!({ "digest": digest });
    journey.fund.done("secretary", &path, body).await;
}

async fn freeze(journey: &Journey, call: &str) -> Value {
    let shown = format!("/calls/{call}/ranking/preview");
    let digest = journey.read("secretary", &shown).await["digest"].clone();
    let path = format!("/calls/{call}/freeze");
    let body = json!({ "digest": digest });
    journey.fund.done("secretary", &path, body).await;
    list(journey, call).await
}

async fn list(journey: &Journey, call: &str) -> Value {
    let path = format!("/calls/{call}/ranking");
    journey.read("secretary", &path).await
}

async fn vote(journey: &Journey, call: &str, who: &str, vote: &str) {
    let digest = list(journey, call).await["digest"].clone();
    let body = json!({ "vote": vote, "reason": "As we see it.", "digest": digest });
    let path = format!("/calls/{call}/vote");
    journey.fund.done(who, &path, body).await;
}

async fn state(journey: &Journey, path: &str) -> String {
    journey.read("secretary", path).await["state"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn letters_to(fund: &TestFund, who: &str) -> usize {
    let letters = fund
        .app
        .read_now(jointfund::db::tx::Actor::Operator, |view| {
            jointfund::notifications::queries::mailbox(view, None)
        });
    let items = letters.unwrap().items;
    let to = people::email(who);
    items.iter().filter(|one| one.item.recipient == to).count()
}

/// Fault 2: an objection led to a list that could only be frozen again as it was.
#[actix_web::test]
async fn an_objection_leads_back_to_work_and_to_a_second_list() {
    let (journey, call, application) = reviewed(LIKE).await;
    let fund = &journey.fund;
    settle(&journey, &application).await;
    let first = freeze(&journey, &call).await;
    vote(&journey, &call, "board_member0", "object").await;
    vote(&journey, &call, "board_member1", "approve").await;
    let other = json!({ "digest": "another" });
    let reopen = format!("/calls/{call}/reopen");
    fund.refused("secretary", &reopen, other, 409, "stale")
        .await;
    unseen(&journey, "secretary", &reopen, json!({})).await;
    reopen_list(&journey, &call).await;
    let path = |deed: &str| format!("/applications/{application}/{deed}");
    let seen = reviews_seen(&journey, &application).await;
    let why = json!({ "reason": "The board asks to look at the impact again.", "digest": seen });
    fund.done("secretary", &path("reopen"), why.clone()).await;
    let again = path("reopen");
    fund.refused("secretary", &again, why, 409, "wrong_state")
        .await;
    let seen = reviews_seen(&journey, &application).await;
    let criterion = journey.read("", &format!("/calls/{call}")).await["criteria"][1]["id"].clone();
    let marks = json!({ criterion.as_str().unwrap(): "3.5" });
    let why = "The market is smaller than stated.";
    let other = json!({ "marks": marks, "reason": why, "digest": seen });
    fund.done("secretary", &path("consensus"), other).await;
    let second = freeze(&journey, &call).await;
    assert_eq!(
        (&first["edition"], &second["edition"]),
        (&json!(1), &json!(2))
    );
    assert_ne!(first["digest"], second["digest"]);
    assert_eq!(second["votes"], json!([]));
    assert_eq!(second["editions"].as_array().unwrap().len(), 2);
    // The first list stays readable with its votes and the objection.
    let page = format!("/calls/{call}/ranking?edition=1");
    let old = journey.read("secretary", &page).await;
    assert_eq!(old["digest"], first["digest"]);
    assert_eq!(
        (&old["state"], &old["set_aside_why"]),
        (&json!("set_aside"), &json!("objection"))
    );
    assert_eq!(old["votes"].as_array().unwrap().len(), 2);
    assert_eq!(old["entries"], first["entries"]);
    let rounds = journey.read("secretary", &path("evaluation")).await["rounds"].clone();
    assert_eq!(rounds.as_array().unwrap().len(), 2);
    assert!(
        rounds[0]["reopened_why"]
            .as_str()
            .unwrap()
            .contains("look at the impact")
    );
    // A vote for the first list is no vote for the second.
    let stale = json!({ "vote": "approve", "digest": first["digest"] });
    let ballot = format!("/calls/{call}/vote");
    fund.refused("board_member0", &ballot, stale, 409, "voted_as_frozen")
        .await;
    for who in ["board_member0", "board_member1"] {
        vote(&journey, &call, who, "approve").await;
    }
    assert_eq!(state(&journey, &format!("/calls/{call}")).await, "decided");
    fund.holds();
}

/// Fault 7: a role taken back left access and marks as they were.
#[actix_web::test]
async fn whose_role_is_taken_back_reads_no_more_and_their_marks_do_not_count() {
    let (journey, call, application) = reviewed([["5.0"; 3], ["4.0"; 3], ["3.0"; 3]]).await;
    let fund = &journey.fund;
    let path = format!("/applications/{application}/evaluation");
    let before = journey.read("secretary", &path).await;
    assert_eq!(before["criteria"][0]["median"], "4.0");
    let desk = journey.read("reviewer0", "/reviews").await["items"][0]["id"].clone();
    let desk = format!("/reviews/{}", desk.as_str().unwrap());
    journey.read("reviewer0", &desk).await;
    let me = journey.read("reviewer0", "/me").await;
    let grant = me["roles"][0]["id"].as_str().unwrap();
    let account = me["id"].as_str().unwrap();
    let revoke = format!("/people/{account}/roles/{grant}/revoke");
    fund.done("secretary", &revoke, json!({})).await;
    for page in [desk, format!("/applications/{application}")] {
        assert_eq!(fund.get("reviewer0", &page).await.0, 404, "{page}");
    }
    let after = journey.read("secretary", &path).await;
    assert_eq!(
        after["criteria"][0]["median"], "3.0",
        "the lower of the two that count"
    );
    assert_eq!(after["reviews"].as_array().unwrap().len(), 2);
    assert_eq!(after["fallen"].as_array().unwrap().len(), 1);
    let own = assignment_of(&journey, &application, "reviewer0").await;
    assert_eq!(
        (&own["state"], &own["fell"]),
        (&json!("ended"), &json!(true))
    );
    let consensus = format!("/applications/{application}/consensus");
    let seen = reviews_seen(&journey, &application).await;
    let reason = json!({ "reason": "Talked over.", "digest": seen });
    fund.refused("secretary", &consensus, reason, 409, "enough_reviews")
        .await;
    assert_eq!(
        state(&journey, &format!("/calls/{call}")).await,
        "in_evaluation"
    );
    fund.holds();
}

/// Fault 7: a conflict that came to light after the review could not be recorded.
#[actix_web::test]
async fn a_conflict_found_late_opens_the_marks_and_sets_the_list_aside() {
    let (journey, call, application) = reviewed(LIKE).await;
    let fund = &journey.fund;
    settle(&journey, &application).await;
    let first = freeze(&journey, &call).await;
    for who in ["board_member0", "board_member1"] {
        vote(&journey, &call, who, "approve").await;
    }
    assert_eq!(state(&journey, &format!("/calls/{call}")).await, "decided");
    let own = assignment_of(&journey, &application, "reviewer1").await;
    let find = format!(
        "/applications/{application}/reviewers/{}/conflict",
        own["id"].as_str().unwrap()
    );
    let (status, problem) = fund.post("secretary", &find, json!({})).await;
    assert_eq!(status, 422, "a conflict is found with a reason");
    assert!(problem["faults"]["reason"].is_array(), "{problem}");
    let why = json!({ "reason": "Advises a participant." });
    fund.refused("programme_officer0", &find, why.clone(), 404, "not_found")
        .await;
    let told = letters_to(fund, "board_member0");
    fund.done("secretary", &find, why).await;
    assert_eq!(letters_to(fund, "board_member0"), told + 1);
    assert_eq!(
        state(&journey, &format!("/calls/{call}")).await,
        "in_evaluation"
    );
    let page = format!("/applications/{application}");
    assert_eq!(state(&journey, &page).await, "under_review");
    let list = list(&journey, &call).await;
    assert_eq!(list["id"], first["id"]);
    assert_eq!(
        (&list["state"], &list["set_aside_why"]),
        (&json!("set_aside"), &json!("review"))
    );
    assert_eq!(
        list["votes"].as_array().unwrap().len(),
        2,
        "they stay readable"
    );
    let own = assignment_of(&journey, &application, "reviewer1").await;
    assert_eq!(own["declaration"], "Advises a participant.");
    assert_eq!(
        (&own["found_by_others"], &own["fell"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(fund.get("reviewer1", &page).await.0, 404);
    // Another takes the place, and the evaluation goes on to a second list.
    people::appoint(fund, "secretary", "reviewer3", "reviewer", "");
    let me = journey.read("reviewer1", "/me").await["id"].clone();
    let asked = json!({ "reviewer": me });
    let assign = format!("{page}/reviewers");
    fund.refused("secretary", &assign, asked, 409, "no_conflict_known")
        .await;
    journey
        .review(&application, "reviewer3", ["4.0", "4.0", "4.0"])
        .await;
    settle(&journey, &application).await;
    assert_eq!(freeze(&journey, &call).await["edition"], 2);
    fund.holds();
}

/// Fault 7: a reviewer's own late declaration counts the same, before the list is frozen.
#[actix_web::test]
async fn a_conflict_declared_after_the_marks_are_settled_opens_them_again() {
    let (journey, _, application) = reviewed(LIKE).await;
    settle(&journey, &application).await;
    let own = assignment_of(&journey, &application, "reviewer2").await;
    let declare = format!("/reviews/{}/conflict", own["id"].as_str().unwrap());
    let why = json!({ "reason": "They have asked me to join their board." });
    journey.fund.done("reviewer2", &declare, why).await;
    let page = format!("/applications/{application}");
    assert_eq!(state(&journey, &page).await, "under_review");
    let found = journey
        .read("secretary", &format!("{page}/evaluation"))
        .await;
    assert_eq!(found["criteria"][0]["agreed"], Value::Null);
    assert!(found["rounds"][0]["reopened_at"].is_string());
    journey.fund.holds();
}

/// Fault 30: who declined, or was taken off by mistake, could never be asked again.
#[actix_web::test]
async fn who_declined_or_was_taken_off_can_be_asked_again_but_not_twice_at_once() {
    let (journey, [_, application]) = journey::evaluated();
    let fund = &journey.fund;
    let path = format!("/applications/{application}/reviewers");
    let me = journey.read("reviewer0", "/me").await["id"].clone();
    let ask = json!({ "reviewer": me });
    let first = fund.done("secretary", &path, ask.clone()).await;
    fund.refused("secretary", &path, ask.clone(), 409, "duplicate")
        .await;
    let decline = format!("/reviews/{}/decline", first.as_str().unwrap());
    fund.done("reviewer0", &decline, json!({ "reason": "No time." }))
        .await;
    let second = fund.done("secretary", &path, ask.clone()).await;
    let remove = format!(
        "/applications/{application}/reviewers/{}/remove",
        second.as_str().unwrap()
    );
    fund.done("secretary", &remove, json!({})).await;
    let third = fund.done("secretary", &path, ask.clone()).await;
    fund.refused("secretary", &path, ask, 409, "duplicate")
        .await;
    let states: Vec<Value> = assigned(&journey, &application)
        .await
        .iter()
        .map(|one| one["state"].clone())
        .collect();
    assert_eq!(states, ["declined", "removed", "invited"], "history stays");
    let clear = format!("/reviews/{}/clear", third.as_str().unwrap());
    fund.done("reviewer0", &clear, json!({ "declaration": true }))
        .await;
    let whole = journey
        .read("reviewer0", &format!("/applications/{application}"))
        .await;
    assert_eq!(whole["is_brief"], false);
    assert_eq!(
        fund.get(
            "reviewer0",
            &format!("/reviews/{}", first.as_str().unwrap())
        )
        .await
        .0,
        404
    );
    fund.holds();
}

/// Fault 30: a suspended account was given work and letters.
#[actix_web::test]
async fn a_suspended_reviewer_gets_no_work_and_no_letters() {
    let (journey, [_, application]) = journey::evaluated();
    let fund = &journey.fund;
    let me = journey.read("reviewer0", "/me").await["id"].clone();
    let id = journey.assign(&application, "reviewer0").await;
    let suspend = format!("/people/{}/suspend", me.as_str().unwrap());
    fund.done("root", &suspend, json!({})).await;
    let before = letters_to(fund, "reviewer0");
    fund.done(
        "secretary",
        &format!("/applications/{application}/reviewers/{id}/remove"),
        json!({}),
    )
    .await;
    let path = format!("/applications/{application}/reviewers");
    let ask = json!({ "reviewer": me });
    fund.refused("secretary", &path, ask, 409, "reviewer_is_active")
        .await;
    assert_eq!(letters_to(fund, "reviewer0"), before);
    fund.holds();
}

/// Fault 30: a withdrawn application vanished from its reviewer's list.
#[actix_web::test]
async fn a_withdrawn_application_stays_in_its_reviewers_list_with_nothing_to_do() {
    let (journey, [_, application]) = journey::evaluated();
    let id = journey.assign(&application, "reviewer0").await;
    let withdraw = format!("/applications/{application}/withdraw");
    let why = json!({ "reason": "We found another way." });
    journey.fund.done("ada", &withdraw, why).await;
    let own = journey.read("reviewer0", "/reviews").await["items"][0].clone();
    assert_eq!(
        (&own["id"], &own["is_withdrawn"]),
        (&json!(id), &json!(true))
    );
    let clear = format!("/reviews/{id}/clear");
    let declared = json!({ "declaration": true });
    journey
        .fund
        .refused("reviewer0", &clear, declared, 409, "application_stands")
        .await;
    journey.fund.holds();
}

/// Whoever takes part in one application of a call does not judge another of the same call.
#[actix_web::test]
async fn who_takes_part_in_a_competing_application_does_not_review() {
    let (journey, [call, first]) = journey::submitted();
    let second = journey.submitted(&call).await;
    assert_ne!(first, second);
    let fund = &journey.fund;
    fund.advance_days(40);
    for application in [&first, &second] {
        for index in 0..2 {
            let finding = json!({ "verdict": "eligible", "reason": "In order." });
            let check = format!("/applications/{application}/check");
            fund.done(&format!("eligibility_officer{index}"), &check, finding)
                .await;
        }
        let release = format!("/applications/{application}/release");
        fund.done("secretary", &release, json!({})).await;
    }
    fund.done("secretary", &format!("/calls/{call}/evaluate"), json!({}))
        .await;
    // Ben is the contact of a participant in both; a colleague joins an organisation of one only.
    let ben = journey.read("ben", "/me").await["id"].clone();
    let account = ben.as_str().unwrap();
    let role = json!({ "role": "reviewer" });
    fund.done("secretary", &format!("/people/{account}/roles"), role)
        .await;
    let assign = format!("/applications/{first}/reviewers");
    let ask = json!({ "reviewer": ben });
    fund.refused("secretary", &assign, ask, 403, "not_of_a_participant")
        .await;
}

/// Fault 19: settling exactly at the median was refused as "differs from the median".
#[actix_web::test]
async fn settling_at_the_median_is_no_deviation() {
    let marks = [
        ["4.0", "5.0", "4.0"],
        ["4.0", "3.0", "4.0"],
        ["4.0", "4.0", "4.0"],
    ];
    let (journey, _, application) = reviewed(marks).await;
    let path = format!("/applications/{application}/consensus");
    let fund = &journey.fund;
    let seen = reviews_seen(&journey, &application).await;
    let plain = json!({ "digest": seen });
    fund.refused("secretary", &path, plain, 409, "divergence_has_reason")
        .await;
    let call = journey
        .read("secretary", &format!("/applications/{application}"))
        .await["call"]
        .clone();
    let call = journey
        .read("", &format!("/calls/{}", call.as_str().unwrap()))
        .await;
    let criterion = call["criteria"][0]["id"].as_str().unwrap();
    let other = json!({ "marks": { criterion: "4.5" }, "digest": seen });
    fund.refused("secretary", &path, other, 409, "deviation_has_reason")
        .await;
    let talked = json!({ "reason": "Talked over.", "digest": seen });
    fund.done("secretary", &path, talked).await;
}

/// Two applications with the same marks, of which the pots cover one.
async fn equals() -> (Journey, String, [String; 2]) {
    let (journey, call, both) = journey::two_in_evaluation().await;
    for application in &both {
        for index in 0..3 {
            journey
                .review(application, &format!("reviewer{index}"), ["4.0"; 3])
                .await;
        }
        settle(&journey, application).await;
    }
    (journey, call, both)
}

/// Fault 32: equal marks were parted by the number of the application, and with them the money.
#[actix_web::test]
async fn equal_marks_share_a_place_and_people_decide_about_the_money() {
    let (journey, call, [first, second]) = equals().await;
    let fund = &journey.fund;
    let shown = format!("/calls/{call}/ranking/preview");
    let preview = journey.read("secretary", &shown).await;
    for entry in preview["entries"].as_array().unwrap() {
        assert_eq!(
            (&entry["position"], &entry["is_shared"]),
            (&json!(1), &json!(true))
        );
        assert_eq!(
            (&entry["outcome"], &entry["reason"]),
            (&Value::Null, &json!("equal"))
        );
    }
    assert_eq!(preview["equals"].as_array().unwrap().len(), 2);
    assert_eq!(
        preview["tie_order"],
        json!(["Impact", "Excellence", "Quality"])
    );
    let freeze = format!("/calls/{call}/freeze");
    let plain = json!({ "digest": preview["digest"] });
    let (status, problem) = fund.post("secretary", &freeze, plain).await;
    assert_eq!(status, 422, "{problem}");
    assert!(
        problem["faults"][format!("order.{first}")].is_array(),
        "{problem}"
    );
    let order = json!({ first.as_str(): "2", second.as_str(): "1" });
    let unsaid = json!({ "digest": preview["digest"], "order": order });
    let (status, problem) = fund.post("secretary", &freeze, unsaid).await;
    assert_eq!(status, 422, "{problem}");
    assert!(
        problem["faults"]["reason"].is_array(),
        "an order has a reason: {problem}"
    );
    let why = "The panel prefers the theme that no other application serves.";
    let set = json!({ "digest": preview["digest"], "order": order, "reason": why });
    fund.done("secretary", &freeze, set).await;
    let list = list(&journey, &call).await;
    let entries = list["entries"].as_array().unwrap();
    assert_eq!(entries[0]["application"], json!(second));
    assert_eq!(
        (&entries[0]["outcome"], &entries[1]["outcome"]),
        (&json!("funded"), &json!("reserve"))
    );
    assert_eq!(
        (&entries[1]["position"], &entries[1]["tie_trace"]),
        (&json!(1), &json!("order"))
    );
    assert_eq!(list["order_why"], why);
    fund.holds();
}

/// Who does not say what they saw is told so at its field.
async fn unseen(journey: &Journey, who: &str, path: &str, body: Value) {
    let (status, problem) = journey.fund.post(who, path, body).await;
    assert_eq!(status, 422, "{path}: {problem}");
    let code = &problem["faults"]["digest"][0]["code"];
    assert_eq!(code, "not_seen", "{path}: {problem}");
}

/// Fault 6: what was seen is demanded, and what has changed since is refused.
#[actix_web::test]
async fn a_list_is_frozen_reopened_and_released_as_it_was_read() {
    let (journey, call, application) = reviewed(LIKE).await;
    let fund = &journey.fund;
    let consensus = format!("/applications/{application}/consensus");
    let paths = ["freeze", "vote", "reopen", "release"].map(|deed| format!("/calls/{call}/{deed}"));
    let seen = reviews_seen(&journey, &application).await;
    let own = assignment_of(&journey, &application, "reviewer0").await;
    let back = format!(
        "/applications/{application}/reviewers/{}/reopen",
        own["id"].as_str().unwrap()
    );
    fund.done(
        "secretary",
        &back,
        json!({ "reason": "A mark is missing its ground." }),
    )
    .await;
    people::appoint(fund, "secretary", "reviewer3", "reviewer", "");
    journey.review(&application, "reviewer3", ["4.0"; 3]).await;
    let stale = json!({ "digest": seen });
    fund.refused("secretary", &consensus, stale, 409, "stale")
        .await;
    unseen(&journey, "secretary", &consensus, json!({})).await;
    settle(&journey, &application).await;
    let other = json!({ "digest": "another" });
    fund.refused("secretary", &paths[0], other.clone(), 409, "stale")
        .await;
    unseen(&journey, "secretary", &paths[0], json!({})).await;
    freeze(&journey, &call).await;
    unseen(
        &journey,
        "board_member0",
        &paths[1],
        json!({ "vote": "approve" }),
    )
    .await;
    for who in ["board_member0", "board_member1"] {
        vote(&journey, &call, who, "approve").await;
    }
    fund.refused("secretary", &paths[3], other, 409, "stale")
        .await;
    unseen(&journey, "secretary", &paths[3], json!({})).await;
}

/// A place on the reserve list did not say how much it was short of, and in whose pot.
#[actix_web::test]
async fn a_place_on_the_reserve_list_says_what_is_missing_where() {
    let (journey, call, [first, second]) = equals().await;
    let fund = &journey.fund;
    let shown = format!("/calls/{call}/ranking/preview");
    let preview = journey.read("secretary", &shown).await;
    let order = json!({ first.as_str(): "1", second.as_str(): "2" });
    let why = "The panel prefers the theme that no other application serves.";
    let set = json!({ "digest": preview["digest"], "order": order, "reason": why });
    fund.done("secretary", &format!("/calls/{call}/freeze"), set)
        .await;
    let list = list(&journey, &call).await;
    let reason = list["entries"][1]["reason"].as_str().unwrap();
    let room = format!("/calls/{call}/ranking");
    let browser = crate::support::browser::Browser::signed_in(fund, "secretary").await;
    let (_, body) = browser.page(&room).await;
    assert_eq!(reason, "gap of 240000.00 EUR: AV, BM");
    assert!(body.contains("is missing in the pot of"), "{body}");
    // It moves up when the other is withdrawn, which no list stands in the way of.
    for who in ["board_member0", "board_member1"] {
        vote(&journey, &call, who, "approve").await;
    }
    let told = ["board_member0", "secretary"].map(|who| letters_to(fund, who));
    let why = json!({ "reason": "We have found the money elsewhere." });
    let withdraw = format!("/applications/{first}/withdraw");
    fund.done("ada", &withdraw, why).await;
    let page = format!("/applications/{first}");
    assert_eq!(state(&journey, &page).await, "withdrawn");
    let now = ["board_member0", "secretary"].map(|who| letters_to(fund, who));
    assert_eq!(now, told.map(|count| count + 1));
    let fell = self::list(&journey, &call).await;
    let way = (&fell["state"], &fell["set_aside_why"]);
    assert_eq!(way, (&json!("set_aside"), &json!("withdrawal")));
    let next = freeze(&journey, &call).await;
    let entries = next["entries"].as_array().unwrap();
    assert_eq!((&next["edition"], entries.len()), (&json!(2), 1), "{next}");
    let own = (&entries[0]["application"], &entries[0]["outcome"]);
    assert_eq!(own, (&json!(second), &json!("funded")));
    fund.holds();
}

/// Everything from which an applicant could read where their application stands: what they are
/// shown, in which state they find it in a list, what they are offered, what they are refused.
async fn told_to(journey: &Journey, who: &str, application: &str) -> Value {
    let page = format!("/applications/{application}");
    let shown = journey.read(who, &page).await;
    let mut told = json!({ "state": shown["state"], "version": shown["version"] });
    for state in ["under_review", "assessed", "ranked"] {
        let list = format!("/applications?state={state}");
        told[state] = journey.read(who, &list).await["items"].clone();
    }
    let offered = shown["permitted_actions"].as_array().unwrap().iter();
    told["offered"] = offered
        .map(|one| json!({ "action": one["action"], "refused": one["refused"] }))
        .collect();
    for deed in ["edit", "submit"] {
        let body = json!({ "version": shown["version"] });
        let refused = journey
            .fund
            .post(who, &format!("{page}/{deed}"), body)
            .await;
        told[deed] = json!([refused.0, refused.1["code"], refused.1["detail"]]);
    }
    let browser = Browser::signed_in(&journey.fund, who).await;
    let form = browser.page(&format!("{page}/edit")).await;
    told["form"] = json!(form.0);
    told
}

/// Marks that are settled and a list that is frozen were told by the filter of a list, by what was
/// offered no more, and by the sentence of a refusal.
#[actix_web::test]
async fn nothing_tells_an_applicant_before_the_release_that_they_are_ranked() {
    let (journey, call, application) = reviewed(LIKE).await;
    // Who applies is told no more for an office of theirs.
    let office = json!({
        "it": "eve", "role": "programme_officer", "for": "Partner AV", "by": "admin0",
        "other": "admin1",
    });
    journey.fund.tell("appointed_to_office", office);
    people::joins(&journey.fund, "ada", "eve").await;
    let told = async |who| told_to(&journey, who, &application).await;
    let before = [told("ada").await, told("eve").await];
    assert_eq!(before[0]["under_review"][0]["id"], json!(application));
    settle(&journey, &application).await;
    assert_eq!([told("ada").await, told("eve").await], before);
    freeze(&journey, &call).await;
    assert_eq!([told("ada").await, told("eve").await], before);
    journey.fund.holds();
}
