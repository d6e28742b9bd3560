//! My work: what waits for whom, and nothing else. Fault 8.

use super::journey::{self, Journey};
use crate::support::{browser::Browser, people};
use diesel::connection::SimpleConnection;
use jointfund::db::DatabaseUrl;
use jointfund::kernel::id::AssignmentId;
use jointfund::rules::Matter;
use serde_json::{Value, json};

/// What the evaluation and the decision of a call await of people.
const EVALUATION: [&str; 8] = [
    "assign_reviewer",
    "declare_no_conflict",
    "submit_review",
    "settle_consensus",
    "freeze_ranking",
    "vote_decision",
    "reopen_ranking",
    "release_decisions",
];

impl Journey {
    /// What My work asks of a person, as tasks.
    async fn desk(&self, who: &str) -> Vec<String> {
        let work = self.read(who, "/me/work").await;
        let tasks = work["waiting"].as_array().unwrap().iter();
        let mut tasks: Vec<String> = tasks
            .map(|one| one["task"].as_str().unwrap().to_owned())
            .filter(|task| task.ends_with("_payout") || task == "export_order")
            .collect();
        tasks.dedup();
        tasks
    }

    /// What My work asks of a person in evaluation and decision. Each can be done where it leads.
    pub async fn waits(&self, who: &str) -> Vec<String> {
        let work = self.read(who, "/me/work").await;
        let mut found = Vec::new();
        for one in work["waiting"].as_array().unwrap() {
            let task = one["task"].as_str().unwrap();
            if !EVALUATION.contains(&task) {
                continue;
            }
            let href = one["href"].as_str().unwrap();
            let page = self.read(who, href).await;
            let actions = page["permitted_actions"].as_array().unwrap();
            let offered = actions.iter().find(|offer| offer["action"] == task);
            let offered = offered.unwrap_or_else(|| panic!("{who}: {href} has no {task}"));
            assert_eq!(offered["refused"], Value::Null, "{who}: {href} {task}");
            found.push(task.to_owned());
        }
        found.sort();
        found
    }
}

#[actix_web::test]
async fn a_payout_waits_for_those_who_may_move_it_and_leaves_the_desk_of_those_who_did() {
    let (journey, [.., award]) = journey::awarded();
    let found = journey.read("ada", &format!("/awards/{award}")).await;
    assert_eq!(journey.desk("ada").await, ["request_payout"]);
    let share = &found["shares"][0];
    let payout = journey.request(&award, share, "advance", "").await;
    let page = format!("/payouts/{payout}");
    let path = |deed: &str| format!("{page}/{deed}");

    assert_eq!(journey.desk("programme_officer0").await, ["verify_payout"]);
    assert!(journey.desk("approver0").await.is_empty());
    let others = journey.read("ada", "/me/work").await["others"].clone();
    assert_eq!(others[0]["task"], "verify_payout");
    assert_eq!(others[0]["capacity"], "programme_officer");

    let fund = &journey.fund;
    fund.done("programme_officer0", &path("verify"), json!({}))
        .await;
    assert!(journey.desk("programme_officer0").await.is_empty());
    assert_eq!(journey.desk("approver0").await, ["approve_payout"]);
    assert_eq!(journey.desk("approver1").await, ["approve_payout"]);

    fund.done("approver1", &path("approve"), json!({})).await;
    assert!(journey.desk("approver1").await.is_empty(), "they sit");
    assert_eq!(journey.desk("approver0").await, ["approve_payout"]);

    fund.done("approver0", &path("approve"), json!({})).await;
    let (payer, other) = if found["shares"][0]["payer_code"] == "AV" {
        ("payment_officer0", "payment_officer1")
    } else {
        ("payment_officer1", "payment_officer0")
    };
    assert_eq!(journey.desk(payer).await, ["release_payout"]);
    assert!(journey.desk(other).await.is_empty());
    fund.done(payer, &path("release"), json!({})).await;
    assert_eq!(journey.desk(payer).await, ["export_order"]);
}

/// Everybody who has a part in evaluation and decision.
const PEOPLE: [&str; 7] = [
    "reviewer0",
    "reviewer1",
    "reviewer2",
    "chair",
    "secretary",
    "board_member0",
    "board_member1",
];

async fn with_a_chair() -> (Journey, String, String) {
    let (journey, [call, application]) = journey::evaluated();
    people::appoint(&journey.fund, "secretary", "chair", "panel_chair", "");
    (journey, call, application)
}

#[actix_web::test]
async fn an_evaluation_waits_for_each_in_their_turn_and_for_nobody_after_the_decision() {
    let (journey, call, application) = with_a_chair().await;
    let fund = &journey.fund;
    assert_eq!(journey.waits("secretary").await, ["assign_reviewer"]);
    let first = journey.assign(&application, "reviewer0").await;
    assert_eq!(journey.waits("reviewer0").await, ["declare_no_conflict"]);
    assert!(journey.waits("reviewer1").await.is_empty());
    assert_eq!(journey.waits("secretary").await, ["assign_reviewer"]);
    let second = journey.assign(&application, "reviewer1").await;
    let third = journey.assign(&application, "reviewer2").await;
    assert!(
        journey.waits("secretary").await.is_empty(),
        "three are at work"
    );

    // Declined, taken back: gone from that desk, and another is needed.
    let no_time = json!({ "reason": "No time." });
    fund.done("reviewer1", &format!("/reviews/{second}/decline"), no_time)
        .await;
    assert!(journey.waits("reviewer1").await.is_empty());
    assert_eq!(journey.waits("secretary").await, ["assign_reviewer"]);
    let page = format!("/applications/{application}");
    let remove = format!("{page}/reviewers/{third}/remove");
    fund.done("secretary", &remove, json!({})).await;
    assert!(journey.waits("reviewer2").await.is_empty());

    let clear = json!({ "declaration": true });
    fund.done("reviewer0", &format!("/reviews/{first}/clear"), clear)
        .await;
    assert_eq!(journey.waits("reviewer0").await, ["submit_review"]);
    let why = json!({ "reason": "Advises a participant." });
    let find = format!("{page}/reviewers/{first}/conflict");
    fund.done("secretary", &find, why).await;
    assert!(journey.waits("reviewer0").await.is_empty(), "a conflict");

    for who in ["reviewer1", "reviewer2"] {
        journey.review(&application, who, ["4.5"; 3]).await;
        assert!(journey.waits(who).await.is_empty(), "the review is in");
        assert!(journey.waits("chair").await.is_empty());
    }
    people::appoint(fund, "secretary", "reviewer3", "reviewer", "");
    journey.review(&application, "reviewer3", ["4.5"; 3]).await;
    assert_eq!(journey.waits("chair").await, ["settle_consensus"]);
    assert_eq!(journey.waits("secretary").await, ["settle_consensus"]);
    let settle = format!("{page}/consensus");
    fund.done("chair", &settle, json!({})).await;
    assert!(journey.waits("chair").await.is_empty());
    assert_eq!(journey.waits("secretary").await, ["freeze_ranking"]);

    freeze(&journey, &call).await;
    assert!(journey.waits("secretary").await.is_empty());
    let vote = format!("/calls/{call}/vote");
    let objects = json!({ "vote": "object", "reason": "Too dear." });
    assert_eq!(journey.waits("board_member0").await, ["vote_decision"]);
    fund.done("board_member0", &vote, objects).await;
    assert!(journey.waits("board_member0").await.is_empty(), "voted");
    assert_eq!(journey.waits("board_member1").await, ["vote_decision"]);
    assert_eq!(journey.waits("secretary").await, ["reopen_ranking"]);
    let reopen = format!("/calls/{call}/reopen");
    fund.done("secretary", &reopen, json!({})).await;
    assert!(journey.waits("board_member1").await.is_empty(), "set aside");

    freeze(&journey, &call).await;
    for who in ["board_member0", "board_member1"] {
        assert_eq!(journey.waits(who).await, ["vote_decision"]);
        fund.done(who, &vote, json!({ "vote": "approve" })).await;
    }
    assert_eq!(journey.waits("secretary").await, ["release_decisions"]);
    let release = format!("/calls/{call}/release");
    fund.done("secretary", &release, json!({})).await;
    for who in PEOPLE {
        assert!(journey.waits(who).await.is_empty(), "{who}: all is done");
    }
}

async fn freeze(journey: &Journey, call: &str) {
    assert_eq!(journey.waits("secretary").await, ["freeze_ranking"]);
    let shown = format!("/calls/{call}/ranking/preview");
    let digest = journey.read("secretary", &shown).await["digest"].clone();
    let body = json!({ "digest": digest });
    let path = format!("/calls/{call}/freeze");
    journey.fund.done("secretary", &path, body).await;
}

#[actix_web::test]
async fn a_withdrawn_application_and_a_lost_role_leave_every_desk() {
    let (journey, _, application) = with_a_chair().await;
    let fund = &journey.fund;
    journey.assign(&application, "reviewer0").await;
    journey.assign(&application, "reviewer1").await;
    assert_eq!(journey.waits("reviewer0").await, ["declare_no_conflict"]);
    let me = journey.read("reviewer0", "/me").await;
    let grant = me["roles"][0]["id"].as_str().unwrap();
    let account = me["id"].as_str().unwrap();
    let revoke = format!("/people/{account}/roles/{grant}/revoke");
    fund.done("secretary", &revoke, json!({})).await;
    assert!(journey.waits("reviewer0").await.is_empty());
    assert_eq!(journey.waits("reviewer1").await, ["declare_no_conflict"]);
    let why = json!({ "reason": "We found another way." });
    let withdraw = format!("/applications/{application}/withdraw");
    fund.done("ada", &withdraw, why).await;
    for who in PEOPLE {
        assert!(journey.waits(who).await.is_empty(), "{who}");
    }
}

/// How far an evaluation is stands with what is awaited: only those learn of it there who may see
/// who reviews what, or the list.
#[actix_web::test]
async fn what_waits_tells_nobody_how_far_an_evaluation_is() {
    let (journey, [call, application]) = journey::evaluated();
    for index in 0..3 {
        let who = format!("reviewer{index}");
        journey.review(&application, &who, ["4.0"; 3]).await;
    }
    let fund = &journey.fund;
    let seen = async |who: &str, page: &str| {
        let (status, body) = Browser::signed_in(fund, who).await.page(page).await;
        assert_eq!(status, 200, "{who} {page}");
        body
    };
    let page = format!("/applications/{application}");
    for who in ["approver0", "eligibility_officer0", "board_member0"] {
        let body = seen(who, &page).await;
        assert!(!body.contains("Settle the marks"), "{who}: {body}");
    }
    let evaluation = format!("{page}/evaluation");
    assert!(
        seen("auditor", &evaluation)
            .await
            .contains("Settle the marks")
    );
    let (_, found) = fund.get("secretary", &evaluation).await;
    let settle = serde_json::json!({ "digest": found["digest"] });
    fund.done("secretary", &format!("{page}/consensus"), settle)
        .await;
    let page = format!("/calls/{call}");
    for who in ["finance_officer0", "eligibility_officer0"] {
        let body = seen(who, &page).await;
        assert!(!body.contains("Freeze"), "{who}: {body}");
    }
    assert!(seen("auditor", &page).await.contains("Freeze"));
}

/// Fault 19: the secretariat was told that the secretariat was awaited, and that there was nothing
/// to do, because the form stands on another page.
#[actix_web::test]
async fn a_page_tells_its_reader_that_it_is_their_turn_wherever_it_is_done() {
    let (journey, [_, application]) = journey::evaluated();
    let page = format!("/applications/{application}");
    let way = format!("href=\"{page}/evaluation\">Go there</a>");
    for (who, is_their_turn) in [("secretary", true), ("ada", false), ("auditor", false)] {
        let browser = Browser::signed_in(&journey.fund, who).await;
        let (_, shown) = browser.page(&page).await;
        assert_eq!(
            shown.contains("Your turn: Assign reviewers."),
            is_their_turn,
            "{who}"
        );
        assert_eq!(shown.contains(&way), is_their_turn, "{who}");
    }
    let browser = Browser::signed_in(&journey.fund, "secretary").await;
    let (_, shown) = browser.page(&format!("{page}/evaluation")).await;
    assert!(shown.contains("Your turn: Assign reviewers."), "{shown}");
    assert!(!shown.contains("Go there"), "one is there already");
}

/// What an application that was granted money awaits of its fund was lost with any deed on one of
/// its assignments.
#[actix_web::test]
async fn a_deed_on_a_review_leaves_what_its_application_awaits() {
    let (journey, [_, application]) = journey::decided();
    let fund = &journey.fund;
    let evaluation = format!("/applications/{application}/evaluation");
    let (_, found) = fund.get("secretary", &evaluation).await;
    let assignment = found["assigned"][0]["id"].as_str().unwrap();
    let matter = Matter::Assignment(assignment.parse().map(AssignmentId::from_uuid).unwrap());
    let address: DatabaseUrl = fund.app.config.database.url.parse().unwrap();
    let mut conn = address.connect().unwrap();
    let now = fund.app.clock.now();
    let differing = jointfund::tasks::differing(&mut conn, now, &[matter]).unwrap();
    assert!(differing.is_empty(), "{differing:?}");
}

/// My work went through all that waits for anybody in one's role, and drew all of it.
#[actix_web::test]
async fn my_work_goes_on_page_after_page() {
    let (journey, [_, application]) = journey::submitted();
    let fund = &journey.fund;
    fund.advance_days(40);
    let address: DatabaseUrl = fund.app.config.database.url.parse().unwrap();
    let mut conn = address.connect().unwrap();
    let copied = "matter_kind, matter_id, page_kind, page_id, action, capacity, partner_id, call_id, \
        organisation_id, account_id, since, open_from, open_until, amount_minor, currency, \
        application_id";
    for number in 0..120 {
        // Some are never due: they come last.
        let due = match number % 3 {
            0 => "NULL".to_owned(),
            _ => format!("'2027-09-{:02}T10:00:00.000000Z'", 1 + number % 7),
        };
        conn.batch_execute(&format!(
            "INSERT INTO tasks (id, title, due, {copied}) \
             SELECT '00000000-0000-7000-8000-{number:012}', 'Copy {number:03}', {due}, {copied} \
             FROM tasks WHERE matter_id = '{application}' AND action = 'check_eligibility' \
             AND title NOT LIKE 'Copy%' ORDER BY partner_id LIMIT 1"
        ))
        .unwrap();
    }
    let mut seen: Vec<(bool, String, String)> = Vec::new();
    for who in ["eligibility_officer0", "eligibility_officer1"] {
        let mut path = "/me/work".to_owned();
        loop {
            let page = journey.read(who, &path).await;
            let waiting = page["waiting"].as_array().unwrap();
            assert!(waiting.len() <= 50, "{who}: {}", waiting.len());
            let copies = waiting.iter().filter(|one| is_copy(one));
            seen.extend(copies.map(|one| {
                let due = one["due"].as_str().unwrap_or_default().to_owned();
                (due.is_empty(), due, text(&one["title"]))
            }));
            match page["next"].as_str() {
                Some(next) => path = format!("/me/work?after={next}"),
                None => break,
            }
        }
    }
    assert_eq!(seen.len(), 120);
    let mut sorted = seen.clone();
    sorted.sort();
    assert_eq!(seen, sorted);
    sorted.dedup();
    assert_eq!(sorted.len(), 120, "each stands there once");
}

fn is_copy(task: &Value) -> bool {
    text(&task["title"]).starts_with("Copy")
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
