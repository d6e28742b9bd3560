//! What a bank can answer besides yes. Fault 10.

use super::journey::{self, Journey};
use crate::database::contents::are_named;
use crate::support::TestFund;
use crate::support::browser::{Browser, standing_in};
use diesel::connection::SimpleConnection;
use diesel::sql_types::BigInt;
use diesel::{QueryableByName, RunQueryDsl};
use jointfund::db::{Conn, DatabaseUrl, migrate};
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

/// A finance officer of the partner that does not pay.
fn other(officer: &str) -> String {
    let index = usize::from(officer.ends_with('0'));
    format!("finance_officer{index}")
}

/// What the payer's officer claims, with a message of the bank.
fn claim(kind: &str, mut said: Value) -> Value {
    let words = json!({ "kind": kind, "note": "As the bank says.", "message": "RJCT AC04" });
    for (name, word) in words.as_object().unwrap() {
        let said = said.as_object_mut().unwrap();
        said.entry(name.clone()).or_insert(word.clone());
    }
    said
}

/// What is claimed, and confirmed by the other partner.
async fn settled(journey: &Journey, officer: &str, payout: &str, claim: Value) {
    let claims = format!("/payouts/{payout}/claims");
    let id = journey.fund.done(officer, &claims, claim).await;
    let confirm = format!("{claims}/{}/confirm", id.as_str().unwrap());
    journey
        .fund
        .done(&other(officer), &confirm, json!({}))
        .await;
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
        &path("claims"),
        json!({ "kind": "return", "note": "The account is closed." }),
        422,
        "invalid_input",
    )
    .await;
    let back = json!({
        "reason_code": "AC04", "note": "The account is closed.", "bank_reference": "RT-1",
        "booked_on": "2027-03-20",
    });
    settled(&journey, &officer, &payout, claim("return", back)).await;
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
    let twice = json!({ "bank_reference": "bk 1", "booked_on": "2027-03-20", "amount": "4.00" });
    let twice = claim("discrepancy", twice);
    fund.refused(&officer, &path("claims"), twice, 409, "duplicate")
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
    let booked = |kind, reference, amount| claim(kind, booking(reference, amount, note));
    fund.refused(
        &officer,
        &path("claims"),
        booked("discrepancy", "BK-1", "45000.00"),
        409,
        "amount_differs_from_order",
    )
    .await;
    let other = booked("discrepancy", "BK-1", "4500.00");
    settled(&journey, &officer, &payout, other).await;
    let found = journey.read("ada", &page).await;
    assert_eq!(found["state"], "queried");
    assert_eq!(found["bank_answers"][0]["note"], note);
    assert_eq!(
        balance(&journey, "2100").await,
        -4_500_000,
        "still on its way"
    );
    let right = booked("correction", "BK-1-C", "45000.00");
    settled(&journey, &officer, &payout, right).await;
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
    let refused = json!({ "reason_code": "AC01", "note": "No such account." });
    settled(&journey, &officer, &payout, claim("rejection", refused)).await;
    let found = journey.read("ada", &page).await;
    assert_eq!(found["state"], "requested");
    assert_eq!(found["reason"], "No such account.");
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
    let back = |kind: &str, day: &str| {
        let said = json!({ "reason_code": "AC04", "bank_reference": "RT-1", "booked_on": day });
        claim(kind, said)
    };
    let claims = path("claims");
    for (day, why) in [
        ("2099-01-01", "day_has_come"),
        ("2027-01-05", "not_before_the_order"),
    ] {
        fund.refused(&officer, &claims, back("rejection", day), 409, why)
            .await;
    }
    fund.done(&officer, &path("confirm"), booking("BK-1", "45000.00", ""))
        .await;
    let why = "not_before_the_booking";
    fund.refused(&officer, &claims, back("return", "2027-03-19"), 409, why)
        .await;
    settled(&journey, &officer, &payout, back("return", "2027-03-20")).await;
    fund.holds();
}

#[derive(QueryableByName)]
struct Many {
    #[diesel(sql_type = BigInt)]
    many: i64,
}

/// How many letters of a kind say this.
pub fn letters(fund: &TestFund, kind: &str, words: &str) -> i64 {
    let query = format!(
        "SELECT COUNT(*) AS many FROM letters WHERE kind = '{kind}' AND text_body LIKE '%{words}%'"
    );
    let url: DatabaseUrl = fund.app.config.database.url.parse().unwrap();
    let found: Many = match &mut url.connect().unwrap() {
        Conn::Sqlite(inner) => diesel::sql_query(query).get_result(inner).unwrap(),
        Conn::Postgres(inner) => diesel::sql_query(query).get_result(inner).unwrap(),
    };
    found.many
}

/// Whether what the bank answered lies on somebody's desk.
async fn is_asked(fund: &TestFund, who: &str) -> bool {
    let (_, work) = fund.get(who, "/me/work").await;
    let tasks = work["waiting"].as_array().unwrap();
    tasks.iter().any(|one| one["task"] == "confirm_bank_claim")
}

/// Fault 56: a payment officer alone recorded a bank's refusal, without evidence.
#[actix_web::test]
async fn what_a_bank_refused_is_claimed_with_evidence_and_confirmed_by_another_partner() {
    let (journey, payout, officer, _) = with_the_bank().await;
    let fund = &journey.fund;
    let page = format!("/payouts/{payout}");
    let claims = format!("{page}/claims");
    let browser = Browser::signed_in(fund, &officer).await;

    // Without evidence nothing is claimed, and what was typed stands.
    let typed = [
        ("kind", "rejection"),
        ("reason_code", "AC04"),
        ("note", "Closed, says the bank."),
    ];
    let refused = browser.send(&page, &claims, &typed).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("Give the bank’s message here"));
    assert!(refused.body.contains("Closed, says the bank."));
    let code = standing_in(&refused.body, &claims, "reason_code");
    assert_eq!(code.as_deref(), Some("AC04"));

    // What comes back, comes back to the form that was sent.
    let booked = [
        ("kind", "discrepancy"),
        ("amount", "45,5"),
        ("note", "Odd."),
    ];
    let refused = browser.send(&page, &claims, &booked).await;
    assert_eq!(refused.status, 422);
    let form = refused.body.split("value=\"discrepancy\"").nth(1).unwrap();
    assert!(form.contains("45,5"), "{form}");

    // A file of the bank is the evidence.
    let files = format!("{page}/bank-files");
    let sent = browser.send_file(&page, &files, b"%PDF-1.4\n%%EOF\n").await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let found = journey.read(&officer, &page).await;
    let file = found["bank_files"][0]["id"].as_str().unwrap().to_owned();
    let with_file = [typed[0], typed[1], typed[2], ("file", file.as_str())];
    let sent = browser.send(&page, &claims, &with_file).await;
    assert_eq!(sent.status, 303, "{}", sent.body);

    // Nothing has moved, and while it waits nothing else does.
    let found = journey.read(&officer, &page).await;
    assert_eq!(found["state"], "ordered");
    let claimed = &found["bank_claims"][0];
    assert_eq!(
        (&claimed["state"], &claimed["file"]["id"]),
        (&json!("proposed"), &json!(file))
    );
    let why = "no_open_bank_claim";
    let booking = booking("BK-1", "45000.00", "");
    fund.refused(
        &officer,
        &format!("{page}/confirm"),
        booking.clone(),
        409,
        why,
    )
    .await;
    let again = claim("rejection", json!({ "reason_code": "AC04" }));
    fund.refused(&officer, &claims, again.clone(), 409, why)
        .await;

    // It waits for the other partner's officers, and for nobody of the payer's.
    let (own, other) = (officer.replace("payment", "finance"), other(&officer));
    let of_other = other.replace("finance", "payment");
    for (who, asked) in [
        (&officer, false),
        (&own, false),
        (&other, true),
        (&of_other, true),
    ] {
        assert_eq!(is_asked(fund, who).await, asked, "{who}");
    }
    assert_eq!(letters(fund, "bank_claim_proposed", "the bank refused"), 2);
    let id = claimed["id"].as_str().unwrap().to_owned();
    let act = |id: &str, deed: &str| format!("{claims}/{id}/{deed}");
    let seen = json!({ "version": "1" });
    for who in [&officer, &own] {
        let path = act(&id, "confirm");
        fund.refused(who, &path, seen.clone(), 403, "acts_for_another_partner")
            .await;
    }
    for (who, status) in [
        (&*other, 200),
        ("auditor", 200),
        ("ada", 404),
        ("secretary", 404),
    ] {
        let reader = Browser::signed_in(fund, who).await;
        let (found, _) = reader.page(&format!("/bank-files/{file}")).await;
        assert_eq!(found, status, "{who}");
        let (_, shown) = reader.page(&page).await;
        assert!(shown.contains("Closed, says the bank."), "{who}");
    }

    // Dismissed, withdrawn: the payment stands as it stood.
    let because = json!({ "reason": "It is about another order.", "version": "1" });
    fund.done(&other, &act(&id, "dismiss"), because).await;
    assert_eq!(letters(fund, "bank_claim_decided", "another order"), 1);
    let next = fund.done(&officer, &claims, again.clone()).await;
    let next = next.as_str().unwrap();
    fund.refused(
        &other,
        &act(next, "withdraw"),
        seen.clone(),
        403,
        "not_in_capacity",
    )
    .await;
    fund.done(&officer, &act(next, "withdraw"), json!({})).await;
    let found = journey.read(&officer, &page).await;
    assert_eq!(found["state"], "ordered");
    let states = found["bank_claims"].as_array().unwrap().iter();
    let states: Vec<&Value> = states.map(|one| &one["state"]).collect();
    assert_eq!(states, ["dismissed", "withdrawn"]);
    assert!(!is_asked(fund, &other).await);
    fund.done(&officer, &format!("{page}/confirm"), booking)
        .await;
    fund.holds();
    are_named(fund, &["bank_claims"]);
}

/// Fault 56: what was paid once was approved and ordered a second time, and nobody was told that it
/// was a second instruction.
#[actix_web::test]
async fn a_second_instruction_says_which_order_it_replaces() {
    let (journey, payout, officer, _) = with_the_bank().await;
    let fund = &journey.fund;
    let page = format!("/payouts/{payout}");
    let first = journey.read(&officer, "/payment-orders").await["items"][0]["number"].clone();
    let first = first.as_str().unwrap();
    let words = format!("replaces order {first}");
    let shown = async |who: &str, path: &str| {
        let (_, body) = Browser::signed_in(fund, who).await.page(path).await;
        body.contains("second instruction") && body.contains(first)
    };
    assert!(!shown("approver0", &page).await);
    assert_eq!(letters(fund, "payout_approval_wanted", "replaces order"), 0);
    let back = json!({ "reason_code": "AC04" });
    settled(&journey, &officer, &payout, claim("rejection", back)).await;
    assert!(shown("programme_officer0", &page).await);
    journey.ordered(&payout).await;
    assert_eq!(letters(fund, "payout_approval_wanted", &words), 2);
    assert!(letters(fund, "payout_release_wanted", &words) > 0);
    assert!(shown("approver0", &page).await);
    let orders = journey.read(&officer, "/payment-orders").await;
    let order = orders["items"][0]["id"].as_str().unwrap();
    let order = format!("/payment-orders/{order}");
    assert!(shown(&officer, &order).await);
    let one = journey.read(&officer, &order).await;
    assert_eq!(one["replacing"][0]["order"], first);
    fund.holds();
}

/// What is claimed is claimed of the payment as it was read: a claim of a page that had been open
/// since before the last answer was taken.
#[actix_web::test]
async fn a_claim_says_which_state_of_the_payment_it_is_about() {
    let (journey, payout, officer, _) = with_the_bank().await;
    let fund = &journey.fund;
    let page = format!("/payouts/{payout}");
    let claims = format!("{page}/claims");
    let seen = journey.read(&officer, &page).await["version"].clone();
    let back = || claim("rejection", json!({ "reason_code": "AC04" }));
    let (status, answer) = fund.post(&officer, &claims, back()).await;
    assert_eq!(status, 422, "{answer}");
    assert_eq!(answer["faults"]["version"][0]["code"], "not_seen");
    settled(&journey, &officer, &payout, back()).await;
    journey.ordered(&payout).await;
    let mut stale = back();
    stale["version"] = seen.to_string().into();
    fund.refused(&officer, &claims, stale, 409, "stale").await;
    fund.done(&officer, &claims, back()).await;
    fund.holds();
}

/// A file of the bank about an order that it had refused was taken as evidence against the next.
#[actix_web::test]
async fn a_file_of_the_bank_speaks_of_the_instruction_it_was_sent_for() {
    let (journey, payout, officer, _) = with_the_bank().await;
    let fund = &journey.fund;
    let page = format!("/payouts/{payout}");
    let (claims, files) = (format!("{page}/claims"), format!("{page}/bank-files"));
    let newest = async || {
        let browser = Browser::signed_in(fund, &officer).await;
        let sent = browser.send_file(&page, &files, b"%PDF-1.4\n%%EOF\n").await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        journey.read(&officer, &page).await["bank_files"][0].clone()
    };
    let about = |file: &Value| {
        let said = json!({ "reason_code": "AC04", "file": file["id"], "message": "" });
        claim("rejection", said)
    };
    let first = newest().await;
    settled(&journey, &officer, &payout, about(&first)).await;
    journey.ordered(&payout).await;
    fund.advance_days(28);

    // The payment has a new instruction, of which that file says nothing.
    let (status, answer) = {
        let mut body = about(&first);
        body["version"] = journey.read(&officer, &page).await["version"]
            .to_string()
            .into();
        fund.post(&officer, &claims, body).await
    };
    assert_eq!(status, 422, "{answer}");
    assert_eq!(
        answer["faults"]["file"][0]["code"], "of_another_instruction",
        "{answer}"
    );
    let browser = Browser::signed_in(fund, &officer).await;
    let (_, shown) = browser.page(&page).await;
    let offered = format!("<option value=\"{}\"", first["id"].as_str().unwrap());
    assert!(!shown.contains(&offered), "{shown}");
    let second = newest().await;
    assert_ne!(first["end_to_end_id"], second["end_to_end_id"]);
    let (_, shown) = browser.page(&page).await;
    assert!(shown.contains(second["id"].as_str().unwrap()), "{shown}");
    fund.done(&officer, &claims, about(&second)).await;
    let found = journey.read(&officer, &page).await;
    let file = &found["bank_claims"][1]["file"];
    assert_eq!(file["end_to_end_id"], found["lines"][1]["end_to_end_id"]);
    assert_eq!(file["sent_by"], json!(officer));
    let (_, shown) = Browser::signed_in(fund, &other(&officer))
        .await
        .page(&page)
        .await;
    assert!(shown.contains(&format!("sent by {officer}, ")), "{shown}");
    fund.holds();
    are_named(fund, &["bank_files"]);
}

/// A task of former days named the action that an officer could take alone: its desk had a word for
/// it, but no way to do it.
#[actix_web::test]
async fn what_waited_to_be_corrected_waits_to_be_proposed_after_the_migration() {
    let (journey, payout, officer, _) = with_the_bank().await;
    let said = booking("BK-1", "44000.00", "Odd.");
    settled(&journey, &officer, &payout, claim("discrepancy", said)).await;
    let fund = &journey.fund;
    let asked = async || {
        let (_, work) = fund.get(&officer, "/me/work").await;
        let tasks = work["waiting"].as_array().unwrap().iter();
        let tasks: Vec<String> = tasks
            .map(|one| one["task"].as_str().unwrap().to_owned())
            .collect();
        tasks
    };
    assert!(asked().await.contains(&"propose_correction".to_owned()));
    let url: DatabaseUrl = fund.app.config.database.url.parse().unwrap();
    let mut conn = url.connect().unwrap();
    let down = include_str!("../../../migrations/0024_reasons_and_lines/down.sql");
    for former in [
        down,
        "DELETE FROM __diesel_schema_migrations WHERE version = '0024'",
        "UPDATE tasks SET action = 'correct_discrepancy' WHERE action = 'propose_correction'",
    ] {
        conn.batch_execute(former).unwrap();
    }
    let run = migrate::run(&mut conn).unwrap();
    assert_eq!(run.len(), 1, "{run:?}");
    let asked = asked().await;
    assert!(
        asked.contains(&"propose_correction".to_owned()),
        "{asked:?}"
    );
    assert!(!asked.contains(&"correct_discrepancy".to_owned()));
    fund.holds();
}
