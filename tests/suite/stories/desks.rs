//! What waits on the desks of those who run the fund: what is listed can be done, what is done is
//! gone. Fault 8.

use super::journey::{Journey, Way};
use super::money::draft;
use super::parties::third_partner;
use crate::support::TestFund;
use serde_json::{Value, json};

/// What My work asks of a person: each task once, with the name of the thing.
async fn desk(fund: &TestFund, who: &str) -> Vec<(String, String)> {
    let (status, work) = fund.get(who, "/me/work").await;
    assert_eq!(status, 200, "{who}: {work}");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let tasks = work["waiting"].as_array().unwrap().iter();
    let mut tasks: Vec<_> = tasks
        .map(|one| (text(&one["task"]), text(&one["title"])))
        .collect();
    tasks.dedup();
    tasks
}

fn of(tasks: &[(String, String)], task: &str) -> usize {
    tasks.iter().filter(|one| one.0 == task).count()
}

/// What the API says one may do now with a thing.
async fn free(fund: &TestFund, who: &str, path: &str) -> Vec<String> {
    let (status, found) = fund.get(who, path).await;
    assert_eq!(status, 200, "{who} {path}: {found}");
    let actions = found["permitted_actions"].as_array().unwrap().iter();
    actions
        .filter(|one| one["refused"].is_null())
        .map(|one| one["action"].as_str().unwrap().to_owned())
        .collect()
}

#[actix_web::test]
async fn a_call_waits_for_the_secretariat_then_for_each_board_and_for_nobody_twice() {
    let fund = TestFund::new().await;
    let body = draft(&fund, "ONE-2027", &["1000", "1000"], "").await;
    let id = fund.done("secretary", "/calls", body).await;
    let page = format!("/calls/{}", id.as_str().unwrap());
    let path = |deed: &str| format!("{page}/{deed}");
    let send = "send_call_for_approval";
    assert_eq!(of(&desk(&fund, "secretary").await, send), 1);
    assert!(free(&fund, "secretary", &page).await.contains(&send.into()));
    assert!(desk(&fund, "board_member0").await.is_empty());

    fund.done("secretary", &path("send"), json!({})).await;
    assert!(desk(&fund, "secretary").await.is_empty());
    for who in ["board_member0", "board_member1"] {
        assert_eq!(of(&desk(&fund, who).await, "approve_call"), 1, "{who}");
        assert_eq!(
            free(&fund, who, &page).await,
            ["return_call", "approve_call"]
        );
        let unseen = json!({ "digest": " " });
        let (status, answer) = fund.post(who, &path("approve"), unseen).await;
        assert_eq!(status, 422, "{answer}");
        assert_eq!(answer["faults"]["digest"][0]["code"], "not_seen");
        fund.done(who, &path("approve"), json!({})).await;
        assert!(desk(&fund, who).await.is_empty(), "{who} has approved");
        assert_eq!(free(&fund, who, &page).await, ["return_call"]);
    }
    assert_eq!(of(&desk(&fund, "secretary").await, "publish_call"), 1);
    fund.done("secretary", &path("publish"), json!({})).await;
    assert!(desk(&fund, "secretary").await.is_empty());
    fund.holds();
}

#[actix_web::test]
async fn a_draft_that_the_pledges_do_not_cover_waits_until_they_do() {
    let fund = TestFund::new().await;
    let body = draft(&fund, "BIG-2027", &["600000", "600001"], "").await;
    let id = fund.done("secretary", "/calls", body).await;
    let send = "send_call_for_approval";
    assert_eq!(of(&desk(&fund, "secretary").await, send), 0);
    let path = format!("/calls/{}", id.as_str().unwrap());
    let (_, call) = fund.get("secretary", &path).await;
    let actions = call["permitted_actions"].as_array().unwrap();
    let refused = actions.iter().find(|one| one["action"] == send).unwrap();
    assert_eq!(refused["refused"]["code"], "pots_within_pledges");

    let partner = crate::support::people::partners(&fund)[1];
    let pledge = json!({ "amount": "1", "pledged_on": "2027-01-04", "reference": "More" });
    let pledges = format!("/partners/{partner}/contributions");
    fund.done("finance_officer1", &pledges, pledge).await;
    assert_eq!(of(&desk(&fund, "secretary").await, send), 1);
    fund.advance_days(60);
    let passed = desk(&fund, "secretary").await;
    assert_eq!(of(&passed, send), 0, "its deadline has passed");
}

#[actix_web::test]
async fn the_evaluation_begins_once_all_eligibility_is_released() {
    let journey = Journey::new(Way::Api).await;
    let call = journey.open_call().await;
    let application = journey.submitted(&call).await;
    let fund = &journey.fund;
    fund.advance_days(40);
    let begin = "begin_evaluation";
    assert_eq!(of(&desk(fund, "secretary").await, begin), 0);
    let page = format!("/applications/{application}");
    for index in 0..2 {
        let finding = json!({ "verdict": "eligible", "reason": "In order." });
        let who = format!("eligibility_officer{index}");
        fund.done(&who, &format!("{page}/check"), finding).await;
    }
    let release = format!("{page}/release");
    fund.done("secretary", &release, json!({})).await;
    assert_eq!(of(&desk(fund, "secretary").await, begin), 1);
    let evaluate = format!("/calls/{call}/evaluate");
    fund.done("secretary", &evaluate, json!({})).await;
    assert_eq!(of(&desk(fund, "secretary").await, begin), 0);
}

/// Officers of a partner that is no party saw a call before it was public, and its frozen list.
#[actix_web::test]
async fn list_and_page_show_a_call_to_the_same_people() {
    let fund = TestFund::new().await;
    let body = draft(&fund, "TWO-2027", &["1000", "1000"], "").await;
    let id = fund.done("secretary", "/calls", body).await;
    let page = format!("/calls/{}", id.as_str().unwrap());
    third_partner(&fund).await;
    let seen = |who: &'static str| {
        let (fund, page) = (&fund, &page);
        async move {
            let (_, list) = fund.get(who, "/calls").await;
            let (status, call) = fund.get(who, page).await;
            let listed = !list["items"].as_array().unwrap().is_empty();
            assert_eq!(listed, status == 200, "{who}");
            (listed, call["approvals"].as_array().map(Vec::len))
        }
    };
    assert_eq!(seen("board_member2").await, (true, Some(0)), "of a draft");
    // Sent before it joined, it would not be a party.
    let partner = crate::support::people::partners(&fund)[2];
    let reason = json!({ "reason": "Not yet." });
    let retire = format!("/partners/{partner}/retire");
    fund.done("secretary", &retire, reason.clone()).await;
    fund.done("secretary", &format!("{page}/send"), json!({}))
        .await;
    let approve = format!("{page}/approve");
    fund.done("board_member0", &approve, json!({})).await;
    assert_eq!(seen("board_member1").await, (true, Some(1)));
    assert_eq!(seen("board_member2").await, (false, None));
    assert_eq!(seen("").await, (false, None));
    fund.done("board_member1", &approve, json!({})).await;
    fund.done("secretary", &format!("{page}/publish"), json!({}))
        .await;
    assert_eq!(seen("board_member2").await, (true, Some(0)));
    assert_eq!(seen("finance_officer0").await, (true, Some(2)));
}
