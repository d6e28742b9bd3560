//! What a page says of what it waits for: for whom, for what, and what took its place.

use super::journey;
use crate::support::browser::Browser;
use serde_json::{Value, json};

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// What stands above the content of a page.
async fn next_of(browser: &Browser, page: &str) -> String {
    let (status, body) = browser.page(page).await;
    assert_eq!(status, 200, "{page}");
    let (_, rest) = body.split_once("class=\"next\"").unwrap();
    rest.split("</p>").next().unwrap().to_owned()
}

#[actix_web::test]
async fn a_payout_says_what_it_waits_for_until_it_is_with_the_bank() {
    let (journey, [.., award]) = journey::awarded();
    let fund = &journey.fund;
    let found = journey.read("ada", &format!("/awards/{award}")).await;
    let (share, milestone) = (&found["shares"][0], text(&found["milestones"][0]["id"]));
    let report = format!("/awards/{award}/milestones/{milestone}/report");
    fund.advance_days(200);
    fund.done("ada", &report, json!({ "report": "Ten pilots run." }))
        .await;
    let payout = journey
        .request(&award, share, "milestone", &milestone)
        .await;
    let page = format!("/payouts/{payout}");
    let browser = Browser::signed_in(fund, "ada").await;
    let next = next_of(&browser, &page).await;
    assert!(next.contains("is not accepted yet"), "{next}");
    assert!(next.contains("accept the milestone"), "{next}");

    let accept = format!("/awards/{award}/milestones/{milestone}/accept");
    let payer = usize::from(share["payer_code"] == "BM");
    fund.done(&format!("programme_officer{payer}"), &accept, json!({}))
        .await;
    let next = next_of(&browser, &page).await;
    assert!(next.contains("Verify the payout"), "{next}");

    journey.tell("approved", json!({ "payout": payout })).await;
    let officer = format!("payment_officer{payer}");
    fund.done(&officer, &format!("{page}/release"), json!({}))
        .await;
    let next = next_of(&browser, &page).await;
    assert!(next.contains("Export in a payment order"), "{next}");
    assert!(next.contains("class=\"by"), "and by when: {next}");
}

#[actix_web::test]
async fn a_refused_payout_leads_to_the_one_asked_for_in_its_place() {
    let (journey, [.., award]) = journey::awarded();
    let fund = &journey.fund;
    let found = journey.read("ada", &format!("/awards/{award}")).await;
    let share = &found["shares"][0];
    let first = journey.request(&award, share, "advance", "").await;
    let payer = usize::from(share["payer_code"] == "BM");
    let refuse = format!("/payouts/{first}/refuse");
    let why = json!({ "reason": "The account is being changed." });
    fund.done(&format!("programme_officer{payer}"), &refuse, why)
        .await;
    let browser = Browser::signed_in(fund, "ada").await;
    let (_, body) = browser.page(&format!("/payouts/{first}")).await;
    assert!(!body.contains("Asked for again"), "not yet");
    fund.advance_days(1);
    let second = journey.request(&award, share, "advance", "").await;
    let browser = Browser::signed_in(fund, "ada").await;
    let (_, body) = browser.page(&format!("/payouts/{first}")).await;
    assert!(body.contains("Asked for again"), "{body}");
    assert!(body.contains(&format!("/payouts/{second}\"")), "{body}");
}

/// My work tells how much money a row is about, and of which project.
#[actix_web::test]
async fn a_row_of_my_work_tells_amount_and_project() {
    let (journey, [.., award]) = journey::awarded();
    let found = journey.read("ada", &format!("/awards/{award}")).await;
    let share = &found["shares"][0];
    let payout = journey.request(&award, share, "advance", "").await;
    let amount = journey.read("ada", &format!("/payouts/{payout}")).await["amount"].clone();
    let payer = usize::from(share["payer_code"] == "BM");
    let work = journey
        .read(&format!("programme_officer{payer}"), "/me/work")
        .await;
    let mut rows = work["waiting"].as_array().unwrap().iter();
    let row = rows.find(|row| row["task"] == "verify_payout").unwrap();
    assert_eq!(row["amount"], amount);
    assert!(
        text(&row["title"]).contains(&text(&found["title"])),
        "{row}"
    );
}

/// What is left to settle is named, not only counted.
#[actix_web::test]
async fn a_list_that_waits_for_marks_names_the_applications() {
    let (journey, [call, application]) = journey::evaluated();
    let room = format!("/calls/{call}/ranking/preview");
    let preview = journey.read("secretary", &room).await;
    assert_eq!(preview["unsettled"][0]["application"], json!(application));
    let browser = Browser::signed_in(&journey.fund, "secretary").await;
    let (_, body) = browser.page(&room).await;
    assert!(body.contains(&format!("/applications/{application}/evaluation")));
}

/// A role given to a suspended account lay there and took force when the account came back.
#[actix_web::test]
async fn a_suspended_account_is_given_no_role() {
    let (journey, _) = journey::opened();
    let fund = &journey.fund;
    let me = text(&journey.read("reviewer0", "/me").await["id"]);
    fund.done("root", &format!("/people/{me}/suspend"), json!({}))
        .await;
    let role = json!({ "role": "auditor" });
    let grant = format!("/people/{me}/roles");
    fund.refused("root", &grant, role, 409, "account_is_not_suspended")
        .await;
}
