//! What waits on the desks of those who run the fund: what is listed can be done, what is done is
//! gone. Fault 8.

use super::journey;
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
    let pledge = fund.done("finance_officer1", &pledges, pledge).await;
    assert_eq!(of(&desk(&fund, "secretary").await, send), 0);
    let confirm = format!("/contributions/{}/confirm", pledge.as_str().unwrap());
    fund.done("finance_officer0", &confirm, json!({})).await;
    assert_eq!(of(&desk(&fund, "secretary").await, send), 1);
    fund.advance_days(60);
    let passed = desk(&fund, "secretary").await;
    assert_eq!(of(&passed, send), 0, "its deadline has passed");
}

#[actix_web::test]
async fn the_evaluation_begins_once_all_eligibility_is_released() {
    let (journey, [call, application]) = journey::submitted();
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
    third_partner(&fund);
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

#[actix_web::test]
async fn a_role_near_money_waits_for_an_administrator_of_another_partner() {
    let fund = TestFund::new().await;
    let partner = crate::support::people::partners(&fund)[0];
    let (_, board) = fund.get("board_member0", "/me").await;
    let person = format!("/people/{}", board["id"].as_str().unwrap());
    let role = json!({ "role": "approver", "partner": partner });
    let grant = fund.done("admin0", &format!("{person}/roles"), role).await;
    let confirm = "confirm_role";
    assert_eq!(of(&desk(&fund, "admin0").await, confirm), 0);
    assert_eq!(of(&desk(&fund, "admin1").await, confirm), 1);
    assert_eq!(of(&desk(&fund, "root").await, confirm), 0);
    let free_to = free(&fund, "admin1", &person).await;
    assert!(free_to.contains(&confirm.into()), "{free_to:?}");

    // Fault 6: whoever settles it says what they saw; and only at the address of its owner.
    let path =
        |person: &str, deed: &str| format!("{person}/roles/{}/{deed}", grant.as_str().unwrap());
    let (status, answer) = fund
        .post("admin1", &path(&person, "confirm"), json!({}))
        .await;
    assert_eq!(status, 422, "{answer}");
    assert_eq!(answer["faults"]["version"][0]["code"], "not_seen");
    let (_, ada) = fund.get("ada", "/me").await;
    let another = format!("/people/{}", ada["id"].as_str().unwrap());
    for deed in ["confirm", "refuse", "revoke"] {
        let seen = json!({ "version": 1 });
        let (status, answer) = fund.post("admin1", &path(&another, deed), seen).await;
        assert_eq!(status, 404, "{deed}: {answer}");
    }
    fund.done("admin1", &path(&person, "confirm"), json!({}))
        .await;
    assert_eq!(of(&desk(&fund, "admin1").await, confirm), 0);
    let stale = json!({ "version": 1 });
    fund.refused("admin0", &path(&person, "revoke"), stale, 409, "stale")
        .await;
    let history = format!("/history/account/{}", board["id"].as_str().unwrap());
    let (_, told) = fund.get("auditor", &history).await;
    let told = told["items"].as_array().unwrap();
    assert!(told.iter().any(|one| one["action"] == confirm), "{told:?}");
    fund.holds();
}

#[actix_web::test]
async fn pledged_money_waits_for_the_finance_officer_until_all_of_it_has_come_in() {
    let fund = TestFund::new().await;
    let receive = "receive_contribution";
    assert_eq!(of(&desk(&fund, "finance_officer0").await, receive), 1);
    let (_, pledges) = fund.get("finance_officer0", "/contributions").await;
    let own = &pledges[0];
    let path = format!("/contributions/{}/receipts", own["id"].as_str().unwrap());
    let rest = |amount: &str, reference: &str| {
        json!({
            "amount": amount, "received_on": "2027-01-04", "bank_reference": reference,
        })
    };
    let free_to = free(&fund, "finance_officer0", "/fund").await;
    assert!(free_to.contains(&receive.into()), "{free_to:?}");
    fund.done("finance_officer0", &path, rest("300000", "IN-REST"))
        .await;
    assert_eq!(of(&desk(&fund, "finance_officer0").await, receive), 0);
    assert_eq!(of(&desk(&fund, "finance_officer1").await, receive), 1);
    fund.refused(
        "finance_officer0",
        &path,
        rest("1", "IN-MORE"),
        409,
        "pledge_is_outstanding",
    )
    .await;
    fund.holds();
}

/// Fault 6: two people overwrote each other unseen.
#[actix_web::test]
async fn whoever_changes_the_fund_or_a_theme_says_what_they_saw() {
    let fund = TestFund::new().await;
    let (_, found) = fund.get("secretary", "/fund").await;
    let set_up = |version: &Value, name: &str| json!({ "version": version, "name": name, "prefix": "JF", "base_currency": "EUR" });
    for unseen in [json!(null), json!(" ")] {
        let (status, answer) = fund.post("secretary", "/fund", set_up(&unseen, "X")).await;
        assert_eq!(status, 422, "{answer}");
        assert_eq!(answer["faults"]["version"][0]["code"], "not_seen");
    }
    let seen = &found["version"];
    fund.done("secretary", "/fund", set_up(seen, "New name"))
        .await;
    fund.refused("secretary", "/fund", set_up(seen, "Old name"), 409, "stale")
        .await;

    let theme = fund
        .done("secretary", "/themes", json!({ "name": "Water" }))
        .await;
    let path = format!("/themes/{}", theme.as_str().unwrap());
    let keep = json!({ "version": 1, "name": "Clean water" });
    fund.done("secretary", &path, keep.clone()).await;
    fund.refused("secretary", &path, keep, 409, "stale").await;
    let (status, _) = fund
        .post("secretary", &path, json!({ "name": "Wind" }))
        .await;
    assert_eq!(status, 422);
    let (_, found) = fund.get("secretary", "/fund").await;
    let themes = found["themes"].as_array().unwrap();
    assert!(themes.iter().any(|one| one["name"] == "Clean water"));
    let actions = found["permitted_actions"].as_array().unwrap();
    let kept = actions
        .iter()
        .any(|one| one["href"] == format!("/api/v1{path}"));
    assert!(kept, "{actions:?}");
}
