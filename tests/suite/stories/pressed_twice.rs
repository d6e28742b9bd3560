//! A button pressed twice within a moment does what it does once.

use super::journey::{self, Journey};
use crate::support::browser::Browser;
use crate::support::{PASSWORD, people};
use serde_json::{Value, json};

async fn drafts_called(journey: &Journey, title: &str) -> usize {
    let list = journey.read("ada", "/applications").await;
    let items = list["items"].as_array().unwrap().iter();
    items.filter(|one| one["title"] == title).count()
}

#[actix_web::test]
async fn an_application_begun_twice_with_one_press_is_one_draft() {
    let (journey, call) = journey::opened();
    let (page, begin) = (
        format!("/calls/{call}"),
        format!("/calls/{call}/applications"),
    );
    let ada = Browser::signed_in(&journey.fund, "ada").await;
    let filled = ada.fill(&page, &begin, &[("title", "Once")]).await;
    let (first, echo) = (
        ada.post(&begin, &filled).await,
        ada.post(&begin, &filled).await,
    );
    assert_eq!((first.status, echo.status), (303, 303));
    assert_eq!(first.location, echo.location, "both lead to the one draft");
    assert_eq!(drafts_called(&journey, "Once").await, 1);
    // Another text on the same page, after going back, is not an echo; nor is another visit.
    let other: Vec<(String, String)> = filled
        .iter()
        .map(|(name, value)| {
            let value = if name == "title" { "Twice" } else { value };
            (name.clone(), value.to_owned())
        })
        .collect();
    ada.post(&begin, &other).await;
    ada.send(&page, &begin, &[("title", "Twice")]).await;
    assert_eq!(drafts_called(&journey, "Twice").await, 2);
    journey.fund.holds();
}

#[actix_web::test]
async fn a_request_repeated_with_its_key_is_answered_as_the_first_was() {
    let (journey, call) = journey::opened();
    let fund = &journey.fund;
    let own = journey.read("ada", "/organisations").await;
    let http = reqwest::Client::new();
    let tokens = json!({ "email": people::email("ada"), "password": PASSWORD });
    let tokens = fund.done("", "/tokens", tokens).await;
    let start = json!({ "organisation": own[0]["id"], "title": "By program" });
    let send = async |key: &str, call: &str| -> Value {
        let request = http
            .post(format!("{}/api/v1/calls/{call}/applications", fund.base))
            .bearer_auth(tokens["access_token"].as_str().unwrap())
            .header("Idempotency-Key", key.as_bytes())
            .json(&start);
        request.send().await.unwrap().json().await.unwrap()
    };
    let first = send("a", &call).await;
    assert_eq!(send("a", &call).await, first);
    assert_ne!(send("b", &call).await, first);
    // The same call however its identifier is spelt, and a key of any letters.
    assert_eq!(send("a", &call.to_uppercase()).await, first);
    let other = send("zahlung-ü", &call).await;
    assert_eq!(send("zahlung-ü", &call).await, other);
    assert_ne!(send("zahlung-ö", &call).await, other);
    assert_eq!(drafts_called(&journey, "By program").await, 4);
}

/// Fault 38: an approval whose answer was lost was refused when it was sent again, and nobody knew
/// whether it stood.
#[actix_web::test]
async fn an_approval_sent_again_with_its_key_is_answered_as_the_first_was() {
    let (journey, [.., award]) = journey::awarded();
    let fund = &journey.fund;
    let found = journey.read("ada", &format!("/awards/{award}")).await;
    let share = &found["shares"][0];
    let payout = journey.request(&award, share, "advance", "").await;
    let page = format!("/payouts/{payout}");
    let payer = usize::from(share["payer_code"] == "BM");
    fund.done(
        &format!("programme_officer{payer}"),
        &format!("{page}/verify"),
        json!({}),
    )
    .await;
    let approver = format!("approver{payer}");
    let token = fund.token(&approver).await;
    let seen = journey.read(&approver, &page).await["digest"].clone();
    let http = reqwest::Client::new();
    let send = async |key: &str| -> u16 {
        let request = http
            .post(format!("{}/api/v1{page}/approve", fund.base))
            .bearer_auth(&token)
            .header("Idempotency-Key", key)
            .json(&json!({ "digest": seen }));
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(send("a").await, 200);
    assert_eq!(send("a").await, 200, "an echo");
    assert_eq!(send("b").await, 409, "another press");
    let seats = journey.read("ada", &page).await["seats"].clone();
    assert_eq!(seats.as_array().unwrap().len(), 1);
    fund.holds();
}
