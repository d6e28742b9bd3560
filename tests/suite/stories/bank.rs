//! What a bank can answer besides yes. Fault 10.

use super::journey::{self, Journey};
use crate::support::browser::Browser;
use serde_json::{Value, json};

/// A fund with an award and its first advance with the bank; the payout, its officer, its award.
async fn with_the_bank() -> (Journey, String, String, String) {
    let (journey, [.., award]) = journey::awarded();
    let found = journey.read("ada", &format!("/awards/{award}")).await;
    let payout = journey
        .request(&award, &found["shares"][0], "advance", "")
        .await;
    let officer = journey.ordered(&payout).await;
    // Until the day on which the bank answers.
    journey.fund.advance_days(28);
    (journey, payout, officer, award)
}

async fn balance(journey: &Journey, account: &str) -> i64 {
    let books = journey.read("auditor", "/books").await;
    books["balances"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["account"] == account)
        .map(|one| {
            let amount = one["balance"]["amount"].as_str().unwrap();
            amount.replace('.', "").parse::<i64>().unwrap()
        })
        .sum()
}

fn booking(reference: &str, amount: &str, note: &str) -> Value {
    json!({
        "bank_reference": reference, "booked_on": "2027-03-20", "amount": amount, "note": note,
    })
}

#[actix_web::test]
async fn a_payment_sent_back_after_booking_is_paid_anew_by_a_new_order() {
    let (journey, payout, officer, _) = with_the_bank().await;
    let page = format!("/payouts/{payout}");
    let path = |deed: &str| format!("{page}/{deed}");
    let fund = &journey.fund;
    fund.done(&officer, &path("confirm"), booking("BK-1", "45000.00", ""))
        .await;
    let cash = balance(&journey, "1000").await;
    fund.refused(
        &officer,
        &path("return"),
        json!({ "reason": "The account is closed." }),
        422,
        "invalid_input",
    )
    .await;
    let back = json!({
        "reason_code": "AC04", "reason": "The account is closed.", "bank_reference": "RT-1",
        "booked_on": "2027-03-20",
    });
    fund.done(&officer, &path("return"), back).await;
    let found = journey.read("ada", &page).await;
    assert_eq!(found["state"], "requested");
    assert_eq!(found["seats"], json!([]), "it is approved anew");
    assert_eq!(balance(&journey, "1000").await, cash + 4_500_000);
    assert_eq!(
        balance(&journey, "2000").await,
        0,
        "an advance is owed once approved"
    );
    assert_eq!(balance(&journey, "1200").await, 0);

    journey.ordered(&payout).await;
    let lines = journey.read("ada", &page).await["lines"].clone();
    assert_eq!(lines[1]["replaces"], lines[0]["end_to_end_id"]);
    assert_ne!(lines[1]["end_to_end_id"], lines[0]["end_to_end_id"]);
    // The same booking in another spelling is the same booking.
    fund.refused(
        &officer,
        &path("confirm"),
        booking("bk 1", "45000.00", ""),
        409,
        "duplicate",
    )
    .await;
    fund.done(&officer, &path("confirm"), booking("BK-2", "45000.00", ""))
        .await;
    assert_eq!(balance(&journey, "1000").await, cash);
    assert_eq!(balance(&journey, "1200").await, 4_500_000);
    fund.holds();
}

#[actix_web::test]
async fn another_amount_than_was_ordered_is_kept_as_evidence_and_put_right() {
    let (journey, payout, officer, _) = with_the_bank().await;
    let page = format!("/payouts/{payout}");
    let path = |deed: &str| format!("{page}/{deed}");
    let fund = &journey.fund;
    let note = "The statement shows 4,500.00.";
    fund.refused(
        &officer,
        &path("confirm"),
        booking("BK-1", "4500.00", ""),
        409,
        "amount_matches_order",
    )
    .await;
    fund.refused(
        &officer,
        &path("query"),
        booking("BK-1", "45000.00", note),
        409,
        "amount_differs_from_order",
    )
    .await;
    fund.done(&officer, &path("query"), booking("BK-1", "4500.00", note))
        .await;
    let found = journey.read("ada", &page).await;
    assert_eq!(found["state"], "queried");
    assert_eq!(found["bank_answers"][0]["note"], note);
    assert_eq!(
        balance(&journey, "2100").await,
        -4_500_000,
        "still on its way"
    );
    let right = booking("BK-1-C", "45000.00", "The bank has booked the rest.");
    fund.done(&officer, &path("correct"), right).await;
    let found = journey.read("ada", &page).await;
    assert_eq!(found["state"], "confirmed");
    assert_eq!(found["confirmation"]["bank_reference"], "BK-1-C");
    assert_eq!(balance(&journey, "2100").await, 0);
    fund.holds();
}

#[actix_web::test]
async fn a_refused_payment_starts_again_with_the_banks_reason() {
    let (journey, payout, officer, _) = with_the_bank().await;
    let page = format!("/payouts/{payout}");
    let fund = &journey.fund;
    let refused = json!({ "reason_code": "AC01", "reason": "No such account." });
    fund.done(&officer, &format!("{page}/reject"), refused)
        .await;
    let found = journey.read("ada", &page).await;
    assert_eq!(found["state"], "requested");
    assert_eq!(found["bank_answers"][0]["reason_code"], "AC01");
    assert_eq!(balance(&journey, "2100").await, 0);
    journey.ordered(&payout).await;
    fund.holds();
}

/// Fault 21: the list of orders showed whole account numbers to people who see them masked
/// everywhere else.
#[actix_web::test]
async fn an_order_shows_account_numbers_to_those_alone_who_see_them_elsewhere() {
    let (journey, payout, officer, _) = with_the_bank().await;
    let iban = journey.read(&officer, &format!("/payouts/{payout}")).await["iban"]
        .as_str()
        .unwrap()
        .to_owned();
    let finance = officer.replace("payment", "finance");
    for (who, whole) in [(officer.as_str(), true), (finance.as_str(), false)] {
        let list = journey.read(who, "/payment-orders").await;
        let id = list["items"][0]["id"].as_str().unwrap().to_owned();
        let page = format!("/payment-orders/{id}");
        let one = journey.read(who, &page).await;
        for content in [&list["items"][0]["content"], &one["content"]] {
            let content = content.as_str().unwrap();
            assert_eq!(content.contains(&iban), whole, "{who}: {content}");
            assert!(content.contains(&iban[iban.len() - 4..]));
        }
        let browser = Browser::signed_in(&journey.fund, who).await;
        let (_, shown) = browser.page(&page).await;
        assert_eq!(shown.contains(&iban), whole);
        let (status, file) = browser.page(&format!("{page}/file")).await;
        assert_eq!(
            (status, file.contains(&iban)),
            (if whole { 200 } else { 404 }, whole)
        );
    }
}

/// Fault 9: a rejection of 2099 was posted, and a return dated before its booking.
#[actix_web::test]
async fn the_day_of_whatever_a_bank_answers_has_a_range() {
    let (journey, payout, officer, _) = with_the_bank().await;
    let path = |deed: &str| format!("/payouts/{payout}/{deed}");
    let fund = &journey.fund;
    let back = |day: &str| {
        json!({
            "reason_code": "AC04", "reason": "Closed.", "bank_reference": "RT-1", "booked_on": day,
        })
    };
    let reject = path("reject");
    for (day, why) in [
        ("2099-01-01", "day_has_come"),
        ("2027-01-05", "not_before_the_order"),
    ] {
        fund.refused(&officer, &reject, back(day), 409, why).await;
    }
    fund.done(&officer, &path("confirm"), booking("BK-1", "45000.00", ""))
        .await;
    let why = "not_before_the_booking";
    fund.refused(&officer, &path("return"), back("2027-03-19"), 409, why)
        .await;
    fund.done(&officer, &path("return"), back("2027-03-20"))
        .await;
    fund.holds();
}
