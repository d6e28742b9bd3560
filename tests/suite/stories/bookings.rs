//! Pledges and receipts: two partners' finance officers bring them into the books, and out again.

use super::journey::{self, Journey, Way};
use crate::support::browser::{Browser, standing_in};
use crate::support::{TestFund, people};
use serde_json::{Value, json};

const DAY: &str = "2027-01-04";
const OWN: &str = "finance_officer0";
const OTHER: &str = "finance_officer1";

async fn pledge(fund: &TestFund, amount: &str, reference: &str) -> String {
    let partner = people::partners(fund)[0];
    let body = json!({ "amount": amount, "pledged_on": DAY, "reference": reference });
    let path = format!("/partners/{partner}/contributions");
    let id = fund.done(OWN, &path, body).await;
    format!("/contributions/{}", id.as_str().unwrap())
}

async fn receive(fund: &TestFund, pledge: &str, amount: &str, reference: &str) -> String {
    let body = json!({ "amount": amount, "received_on": DAY, "bank_reference": reference });
    let path = format!("{pledge}/receipts");
    let id = fund.done(OWN, &path, body).await;
    format!("{path}/{}", id.as_str().unwrap())
}

/// The pledge the first partner paid in with.
async fn first(fund: &TestFund) -> String {
    let (_, pledges) = fund.get(OWN, "/contributions").await;
    let mut own = pledges.as_array().unwrap().iter();
    let own = own.find(|one| one["partner"]["code"] == "AV").unwrap();
    format!("/contributions/{}", own["id"].as_str().unwrap())
}

async fn found(fund: &TestFund, pledge: &str) -> Value {
    let (_, pledges) = fund.get(OWN, "/contributions").await;
    let id = pledge.rsplit('/').next().unwrap();
    let mut all = pledges.as_array().unwrap().iter();
    all.find(|one| one["id"] == id).unwrap().clone()
}

async fn tasks(fund: &TestFund, who: &str) -> Vec<String> {
    let (_, work) = fund.get(who, "/me/work").await;
    let all = work["waiting"].as_array().unwrap().iter();
    all.map(|one| one["task"].as_str().unwrap().to_owned())
        .collect()
}

async fn books(fund: &TestFund) -> Value {
    let (status, books) = fund.get("auditor", "/books").await;
    assert_eq!(status, 200, "{books}");
    books
}

fn because(reason: &str) -> Value {
    json!({ "reason": reason })
}

/// Fault 63: one finance officer alone could post a pledge, and nobody could take it back.
#[actix_web::test]
async fn a_pledge_is_in_the_books_when_a_second_partner_has_confirmed_it_and_out_again() {
    let fund = TestFund::new().await;
    let before = books(&fund).await;
    let pledge = pledge(&fund, "1000", "Second declaration").await;
    assert_eq!(books(&fund).await, before);
    assert_eq!(found(&fund, &pledge).await["state"], "proposed");
    let confirm = format!("{pledge}/confirm");
    assert!(
        tasks(&fund, OTHER)
            .await
            .contains(&"confirm_booking".into())
    );
    assert!(!tasks(&fund, OWN).await.contains(&"confirm_booking".into()));
    fund.refused(OWN, &confirm, json!({}), 403, "booked_by_another_partner")
        .await;
    let (status, answer) = fund.post(OTHER, &confirm, json!({})).await;
    assert_eq!(
        (status, answer["faults"]["version"].is_array()),
        (422, true)
    );
    fund.done(OTHER, &confirm, json!({})).await;
    let confirmed = found(&fund, &pledge).await;
    assert_eq!(confirmed["state"], "in_force");
    assert_eq!(confirmed["hands"]["proposed"]["name"], OWN);
    assert_eq!(confirmed["hands"]["settled"]["name"], OTHER);
    assert_ne!(books(&fund).await, before);
    assert!(
        !tasks(&fund, OTHER)
            .await
            .contains(&"confirm_booking".into())
    );
    fund.refused(OTHER, &confirm, json!({}), 409, "wrong_state")
        .await;

    // Reversed in the same way; whoever proposed it may as well leave it.
    let reverse = format!("{pledge}/reverse");
    let second = format!("{pledge}/confirm-reversal");
    fund.refused(OTHER, &reverse, because("No."), 403, "acts_for_the_payer")
        .await;
    let (status, answer) = fund.post(OWN, &reverse, because("No.")).await;
    assert_eq!(
        (status, &answer["faults"]["version"][0]["code"]),
        (422, &json!("not_seen"))
    );
    let unread = json!({ "reason": "No.", "version": "1" });
    fund.refused(OWN, &reverse, unread, 409, "stale").await;
    fund.done(OWN, &reverse, because("It was of another fund."))
        .await;
    fund.done(OWN, &format!("{pledge}/keep"), because("It was not."))
        .await;
    fund.done(OWN, &reverse, because("It was.")).await;
    assert!(
        tasks(&fund, OTHER)
            .await
            .contains(&"reverse_booking".into())
    );
    fund.refused(OWN, &second, json!({}), 403, "booked_by_another_partner")
        .await;
    fund.done(OTHER, &second, json!({})).await;
    let reversed = found(&fund, &pledge).await;
    assert_eq!(reversed["state"], "reversed");
    assert_eq!(reversed["hands"]["reversed"]["name"], OTHER);
    assert_eq!(balances(&books(&fund).await), balances(&before));
    fund.holds();
}

/// What the accounts hold, without what went through them.
fn balances(books: &Value) -> Value {
    let mut all = books.clone();
    forget(
        &mut all,
        &["debit", "credit", "debits", "credits", "entries", "lines"],
    );
    all
}

fn forget(value: &mut Value, names: &[&str]) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !names.contains(&name.as_str()));
            fields.values_mut().for_each(|one| forget(one, names));
        }
        Value::Array(items) => items.iter_mut().for_each(|one| forget(one, names)),
        _ => {}
    }
}

/// Fault 63: what is refused or taken back never was in the books, and its reference is free again.
#[actix_web::test]
async fn what_is_refused_or_taken_back_was_never_in_the_books() {
    let fund = TestFund::new().await;
    let before = books(&fund).await;
    let pledge = first(&fund).await;
    let refused = receive(&fund, &pledge, "10", "IN-7").await;
    let again = json!({ "amount": "10", "received_on": DAY, "bank_reference": "in 7" });
    let path = format!("{pledge}/receipts");
    fund.refused(OWN, &path, again, 409, "duplicate").await;
    fund.refused(
        OWN,
        &format!("{refused}/refuse"),
        because("x"),
        403,
        "booked_by_another_partner",
    )
    .await;
    fund.done(
        OTHER,
        &format!("{refused}/refuse"),
        because("It is on no statement."),
    )
    .await;
    let taken = receive(&fund, &pledge, "10", "IN-7").await;
    fund.refused(
        OTHER,
        &format!("{taken}/withdraw"),
        json!({}),
        403,
        "acts_for_the_payer",
    )
    .await;
    fund.done(OWN, &format!("{taken}/withdraw"), json!({}))
        .await;
    assert_eq!(books(&fund).await, before);
    let receipts = found(&fund, &pledge).await["receipts"].clone();
    let states: Vec<&str> = receipts
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["in_force", "refused", "withdrawn"]);

    // What waits counts: two receipts cannot bring more than was pledged.
    let most = receive(&fund, &pledge, "300000", "IN-8").await;
    let more = json!({ "amount": "0.01", "received_on": DAY, "bank_reference": "IN-9" });
    fund.refused(OWN, &path, more, 409, "pledge_is_outstanding")
        .await;
    fund.done(OTHER, &format!("{most}/confirm"), json!({}))
        .await;
    assert_eq!(
        found(&fund, &pledge).await["received"]["amount"],
        "600000.00"
    );
    let other = pledge.replace("/contributions/", "/contributions/0");
    let (status, _) = fund
        .post(OTHER, &format!("{other}/confirm"), json!({}))
        .await;
    assert_eq!(status, 404);
    fund.holds();
}

/// Fault 63: a pledge of 92,233,720,368,547,758.07 made the books answer 500 for everyone.
#[actix_web::test]
async fn pledges_that_no_sum_could_hold_do_not_come_into_the_books() {
    let fund = TestFund::new().await;
    let partner = people::partners(&fund)[0];
    let path = format!("/partners/{partner}/contributions");
    let beyond = json!({ "amount": "92233720368547758.07", "pledged_on": DAY, "reference": "X" });
    let (status, answer) = fund.post(OWN, &path, beyond).await;
    assert_eq!(
        (status, &answer["faults"]["amount"][0]["code"]),
        (422, &json!("too_large"))
    );
    let most = pledge(&fund, "9999999000000", "Most").await;
    fund.done(OTHER, &format!("{most}/confirm"), json!({}))
        .await;
    let other = pledge(&fund, "9999999000000", "As much again").await;
    fund.refused(
        OTHER,
        &format!("{other}/confirm"),
        json!({}),
        409,
        "pledges_within_bound",
    )
    .await;
    // What cannot be confirmed waits to be refused.
    let asked = tasks(&fund, OTHER).await;
    assert!(asked.contains(&"refuse_booking".into()), "{asked:?}");
    assert!(!asked.contains(&"confirm_booking".into()), "{asked:?}");
    let refuse = format!("{other}/refuse");
    fund.done(OTHER, &refuse, because("It is entered twice."))
        .await;
    assert!(!tasks(&fund, OTHER).await.contains(&"refuse_booking".into()));
    books(&fund).await;
    fund.holds();
}

/// Fault 63: what is reversed is no money that calls or payouts rely on.
#[actix_web::test]
async fn what_is_bound_or_paid_is_not_reversed() {
    let (journey, _) = journey::opened();
    let fund = &journey.fund;
    let pledge = first(fund).await;
    let reverse = format!("{pledge}/reverse");
    let why = because("It was of another fund.");
    fund.refused(OWN, &reverse, why.clone(), 409, "no_money_of_it_is_in")
        .await;
    let receipts = found(fund, &pledge).await["receipts"].clone();
    let receipt = format!("{pledge}/receipts/{}", receipts[0]["id"].as_str().unwrap());
    fund.done(OWN, &format!("{receipt}/reverse"), why.clone())
        .await;
    fund.done(OTHER, &format!("{receipt}/confirm-reversal"), json!({}))
        .await;
    fund.refused(OWN, &reverse, why, 409, "pledge_is_not_allotted")
        .await;
    fund.holds();
}

/// Fault 63: money that was paid out stays in the books.
#[actix_web::test]
async fn money_that_was_paid_out_is_not_reversed() {
    let (journey, [.., award]) = journey::awarded();
    let fund = &journey.fund;
    let shares = journey.read("ada", &format!("/awards/{award}")).await["shares"].clone();
    let share = shares.as_array().unwrap().iter();
    let mut share = share.filter(|one| one["payer_code"] == "AV");
    let payout = journey
        .request(&award, share.next().unwrap(), "advance", "")
        .await;
    let ordered = journey.ordered(&payout).await;
    assert!(!ordered.is_empty());
    let pledge = first(fund).await;
    let receipts = found(fund, &pledge).await["receipts"].clone();
    let receipt = format!("{pledge}/receipts/{}", receipts[0]["id"].as_str().unwrap());
    let why = because("The bank has taken it back.");
    fund.refused(
        OWN,
        &format!("{receipt}/reverse"),
        why,
        409,
        "money_is_still_there",
    )
    .await;
    fund.holds();
}

/// The first receipt of the first partner, and its first payout approved by two, with the award's
/// lead as payee.
async fn approved(journey: &Journey, award: &str) -> (String, String) {
    let shares = journey.read("ada", &format!("/awards/{award}")).await["shares"].clone();
    let mut shares = shares.as_array().unwrap().iter();
    let share = shares.find(|one| one["payer_code"] == "AV").unwrap();
    let payout = journey.request(award, share, "advance", "").await;
    journey.tell("approved", json!({ "payout": payout })).await;
    let pledge = first(&journey.fund).await;
    let receipts = found(&journey.fund, &pledge).await["receipts"].clone();
    let receipt = format!("{pledge}/receipts/{}", receipts[0]["id"].as_str().unwrap());
    (payout, receipt)
}

/// What was released and not yet handed to the bank was taken out of the cash a second time, by the
/// reversal of the receipt it was to be paid from.
#[actix_web::test]
async fn money_that_was_released_is_not_reversed() {
    let (journey, [.., award]) = journey::awarded();
    let fund = &journey.fund;
    let (payout, receipt) = approved(&journey, &award).await;
    let why = because("The bank has taken it back.");
    let (reverse, second, keep) = (
        format!("{receipt}/reverse"),
        format!("{receipt}/confirm-reversal"),
        format!("{receipt}/keep"),
    );
    let release = format!("/payouts/{payout}/release");
    // The payment is released while the reversal waits: it is the reversal that gives way.
    fund.done(OWN, &reverse, why.clone()).await;
    assert!(tasks(fund, OTHER).await.contains(&"reverse_booking".into()));
    assert!(!tasks(fund, OWN).await.contains(&"keep_booking".into()));
    fund.done("payment_officer0", &release, json!({})).await;
    let there = "money_is_still_there";
    for who in [OWN, OTHER] {
        let asked = tasks(fund, who).await;
        assert!(asked.contains(&"keep_booking".into()), "{who}: {asked:?}");
        assert!(!asked.contains(&"reverse_booking".into()), "{who}");
    }
    fund.refused(OTHER, &second, json!({}), 409, there).await;
    fund.done(OWN, &keep, because("It is paid from it.")).await;
    assert!(!tasks(fund, OTHER).await.contains(&"keep_booking".into()));
    fund.refused(OWN, &reverse, why, 409, there).await;
    let of_payer = json!({ "partner": people::partners(fund)[0] });
    fund.done("payment_officer0", "/payment-orders", of_payer)
        .await;
    fund.holds();
}

/// A call that takes the pledge while its reversal waits leaves the reversal to be given up, on the
/// desks of all who may.
#[actix_web::test]
async fn a_reversal_gives_way_to_the_call_that_takes_the_pledge() {
    let journey = Journey::new(Way::Api).await;
    let fund = &journey.fund;
    let pledge = pledge(fund, "1000", "Second declaration").await;
    fund.done(OTHER, &format!("{pledge}/confirm"), json!({}))
        .await;
    let why = because("It was of another fund.");
    fund.done(OWN, &format!("{pledge}/reverse"), why).await;
    assert!(!tasks(fund, OTHER).await.contains(&"keep_booking".into()));
    // The partner's own pot takes half of what it has pledged second.
    let pots = ["600500", "100000", "50000"];
    journey.open_call_with(pots).await;
    for who in [OWN, OTHER] {
        let asked = tasks(fund, who).await;
        assert!(asked.contains(&"keep_booking".into()), "{who}: {asked:?}");
        assert!(!asked.contains(&"reverse_booking".into()), "{who}");
    }
    let second = format!("{pledge}/confirm-reversal");
    let allotted = "pledge_is_not_allotted";
    fund.refused(OTHER, &second, json!({}), 409, allotted).await;
    let stays = because("A call relies on it.");
    fund.done(OTHER, &format!("{pledge}/keep"), stays).await;
    assert!(!tasks(fund, OWN).await.contains(&"keep_booking".into()));
    fund.holds();
}

/// What is reversed is no cash that a payment is released from.
#[actix_web::test]
async fn nothing_is_released_from_money_that_was_reversed() {
    let (journey, [.., award]) = journey::awarded();
    let fund = &journey.fund;
    let (payout, receipt) = approved(&journey, &award).await;
    let why = because("The bank has taken it back.");
    fund.done(OWN, &format!("{receipt}/reverse"), why).await;
    fund.done(OTHER, &format!("{receipt}/confirm-reversal"), json!({}))
        .await;
    let release = format!("/payouts/{payout}/release");
    fund.refused(
        "payment_officer0",
        &release,
        json!({}),
        409,
        "cash_suffices",
    )
    .await;
    fund.holds();
}

/// Why something was refused or reversed stood in the trail alone: neither letters nor pages told
/// those who had to answer for it.
#[actix_web::test]
async fn why_it_was_refused_or_reversed_is_told_to_the_partners_and_kept() {
    let fund = TestFund::new().await;
    let refused = pledge(&fund, "1000", "A mistake").await;
    let no = "It is of another fund.";
    fund.done(OTHER, &format!("{refused}/refuse"), because(no))
        .await;
    let settled = &found(&fund, &refused).await["hands"]["settled"];
    assert_eq!(settled["reason"], no);
    let pledge = pledge(&fund, "1000", "Second declaration").await;
    fund.done(OTHER, &format!("{pledge}/confirm"), json!({}))
        .await;
    let (reverse, keep) = (format!("{pledge}/reverse"), format!("{pledge}/keep"));
    let (first, stays, second) = ("Entered twice.", "It was not.", "It was, we found.");
    fund.done(OWN, &reverse, because(first)).await;
    let hands = &found(&fund, &pledge).await["hands"];
    assert_eq!(hands["reversal"]["reason"], first);
    fund.done(OTHER, &keep, because(stays)).await;
    let hands = &found(&fund, &pledge).await["hands"];
    assert_eq!(hands["reversal"], Value::Null);
    fund.done(OWN, &reverse, because(second)).await;
    fund.done(OTHER, &format!("{pledge}/confirm-reversal"), json!({}))
        .await;
    let hands = &found(&fund, &pledge).await["hands"];
    assert_eq!(
        hands["reversal"]["reason"], second,
        "kept with what is reversed"
    );
    for (kind, words, letters) in [
        ("booking_settled", no, 1),
        ("booking_proposed", first, 1),
        ("booking_settled", stays, 1),
        ("booking_proposed", second, 1),
        ("booking_settled", second, 1),
    ] {
        let found = super::bank::letters(&fund, kind, words);
        assert_eq!(found, letters, "{kind}: {words}");
    }
    let own = Browser::signed_in(&fund, OWN).await;
    let (_, page) = own.page("/fund").await;
    for words in [no, second] {
        assert!(page.contains(words), "{words}: {page}");
    }
    fund.holds();
}

/// The page tells where each stands and by whose hand, and asks of each what is theirs.
#[actix_web::test]
async fn the_page_of_the_fund_shows_who_confirmed_what() {
    let journey = Journey::new(Way::Pages).await;
    let fund = &journey.fund;
    let pledge = pledge(fund, "1000", "Second declaration").await;
    let own = Browser::signed_in(fund, OWN).await;
    let (_, page) = own.page("/fund").await;
    assert!(page.contains("Awaiting confirmation"), "{page}");
    assert!(page.contains("Proposed by finance_officer0"), "{page}");
    assert!(!page.contains(&format!("{pledge}/confirm\"")));
    let other = Browser::signed_in(fund, OTHER).await;
    let sent = other.send("/fund", &format!("{pledge}/confirm"), &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let (_, page) = own.page("/fund").await;
    assert!(page.contains("Confirmed by finance_officer1"), "{page}");
    fund.holds();
}

/// Whoever is an officer of two partners was refused what either of them may confirm, by a form in
/// which nothing could be chosen.
#[actix_web::test]
async fn an_officer_of_two_partners_says_for_which_of_them_they_confirm() {
    let fund = TestFund::new().await;
    fund.tell(
        "joins",
        json!({ "it": "cx", "code": "CX", "country": "XC" }),
    );
    fund.tell("administered", json!({ "it": "admin2", "code": "CX" }));
    let words =
        json!({ "by": "admin2", "it": OTHER, "role": "finance_officer", "for": "Partner CX" });
    fund.tell("granted", words);
    let (person, role) = (
        fund.made(OTHER),
        fund.made(&format!("{OTHER}.finance_officer")),
    );
    let confirm = format!("/people/{person}/roles/{role}/confirm");
    fund.done("admin0", &confirm, json!({})).await;
    let pledge = pledge(&fund, "1000", "Second declaration").await;
    let path = format!("{pledge}/confirm");
    let (status, answer) = fund.post(OTHER, &path, json!({ "version": "1" })).await;
    assert_eq!(status, 422, "{answer}");
    assert_eq!(answer["faults"]["acting_for"][0]["code"], "required");

    let browser = Browser::signed_in(&fund, OTHER).await;
    let (_, page) = browser.page("/fund").await;
    assert!(page.contains("Partner BM") && page.contains("Partner CX"));
    let third = people::partners(&fund)[2].to_string();
    let chosen = [("acting_for", third.as_str())];
    let sent = browser.send("/fund", &path, &chosen).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let history = pledge.replace("/contributions/", "/history/contribution/");
    let (status, told) = fund.get("auditor", &history).await;
    assert_eq!(status, 200, "{told}");
    let records = told["items"].as_array().unwrap().iter();
    let mut confirmed = records.filter(|one| one["action"] == "confirm_booking");
    assert_eq!(confirmed.next().unwrap()["partner"], "Partner CX", "{told}");
    fund.holds();
}

/// A pledge of 2000 was as good as one of today: only the year was looked at.
#[actix_web::test]
async fn nothing_is_pledged_or_paid_in_before_the_fund_was_founded() {
    let fund = TestFund::new().await;
    let (_, of_all) = fund.get("", "/fund").await;
    assert_eq!(of_all["founded_on"], DAY);
    let partner = people::partners(&fund)[0];
    let path = format!("/partners/{partner}/contributions");
    let early = json!({ "amount": "10", "pledged_on": "2027-01-03", "reference": "Early" });
    let (status, answer) = fund.post(OWN, &path, early).await;
    let fault = &answer["faults"]["pledged_on"][0];
    assert_eq!(
        (status, &fault["code"]),
        (422, &json!("before_the_founding"))
    );
    let own = Browser::signed_in(&fund, OWN).await;
    let typed = [
        ("amount", "10"),
        ("pledged_on", "2027-01-03"),
        ("reference", "Early"),
    ];
    let sent = own.send("/fund", &path, &typed).await;
    assert_eq!(sent.status, 422);
    assert!(
        sent.body.contains("The fund was founded on 2027-01-04"),
        "{}",
        sent.body
    );
    let fault = standing_in(&sent.body, &path, "pledged_on");
    assert_eq!(
        fault.as_deref(),
        Some("2027-01-03"),
        "what was typed stands"
    );
    fund.holds();
}
