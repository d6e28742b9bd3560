//! The money of the fund: one currency, what is free, whose it is.

use super::journey::{Journey, Way};
use crate::support::{TestFund, browser::Browser, people};
use jointfund::db::tx::Actor;
use jointfund::kernel::entry::FromEntry;
use jointfund::kernel::time::Date;
use jointfund::notifications;
use serde_json::{Value, json};

/// A call's draft: a pot for each amount, in the order of the partners, and the common pot.
pub async fn draft(fund: &TestFund, code: &str, pots: &[&str], common: &str) -> Value {
    let (_, found) = fund.get("", "/fund").await;
    let partners = people::partners(fund);
    let mut rows: Vec<Value> = partners
        .iter()
        .zip(pots)
        .map(|(partner, amount)| json!({ "partner": partner, "amount": amount }))
        .collect();
    rows.push(json!({ "partner": "", "amount": common }));
    json!({
        "code": code, "title": "Artificial intelligence", "summary": "In short.", "terms": "In full.",
        "themes": [found["themes"][0]["id"]],
        "opens": "2027-01-10T09:00", "deadline": "2027-02-10T17:00", "zone": "Europe/Vienna",
        "currency": "EUR", "funding_rate": "75", "max_grant": "300000", "min_reviews": "3",
        "total_threshold": "10", "advance_rate": "30", "retention_rate": "10", "gap_mode": "skip",
        "pots": rows,
        "criteria": [
            { "name": "Excellence", "weight": "100", "threshold": "3" },
            { "name": "Impact", "weight": "150", "threshold": "3" },
            { "name": "Quality", "weight": "100", "threshold": "3" },
        ],
        "questions": [{ "prompt": "How?", "required": "true", "max_chars": "500" }],
        "milestones": [
            { "title": "Proof", "share": "40", "due_months": "6" },
            { "title": "Pilot", "share": "35", "due_months": "12" },
            { "title": "Final", "share": "25", "due_months": "18" },
        ],
    })
}

/// Fault 4: the pots of a call in yen or dinars were weighed against pledges in euros by their bare
/// numbers. Until there is exchange, a call is in the fund's currency.
#[actix_web::test]
async fn a_call_in_another_currency_than_the_funds_is_refused_at_its_field() {
    let fund = TestFund::new().await;
    for (currency, amount) in [("JPY", "1000000"), ("KWD", "30000.125"), ("USD", "1000")] {
        let mut body = draft(&fund, "FX-2027", &[amount, amount], "").await;
        body["currency"] = json!(currency);
        let (status, answer) = fund.post("secretary", "/calls", body.clone()).await;
        assert_eq!(status, 422, "{answer}");
        let fault = json!([{ "code": "not_the_funds_currency", "limit": "EUR" }]);
        assert_eq!(answer["faults"]["currency"], fault, "{answer}");
    }
    let body = draft(&fund, "EU-2027", &["1000", "1000"], "").await;
    let id = fund.done("secretary", "/calls", body.clone()).await;
    let mut body = body;
    body["currency"] = json!("USD");
    let path = format!("/calls/{}/edit", id.as_str().unwrap());
    let (status, answer) = fund.post("secretary", &path, body).await;
    assert_eq!(status, 422, "{answer}");
    fund.holds();
}

/// Balances of an account of the books, by partner's code, in whole units; credit is negative.
async fn balances(journey: &Journey, account: &str) -> Vec<(String, String)> {
    let books = journey.read("auditor", "/books").await;
    assert_eq!(books["balances_out"], json!(true));
    let lines = books["balances"].as_array().unwrap().iter();
    lines
        .filter(|one| one["account"] == account && one["balance"]["amount"] != "0.00")
        .map(|one| {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            (text(&one["partner"]), text(&one["balance"]["amount"]))
        })
        .collect()
}

fn of(av: &str, bm: &str) -> Vec<(String, String)> {
    vec![
        ("AV".to_owned(), av.to_owned()),
        ("BM".to_owned(), bm.to_owned()),
    ]
}

/// The pots as A04 of the worked example finds them: 80,000.00 and 40,000.00 of the partners' own
/// and 100,000.00 common, half of it each partner's; A04 asks for 120,000.00 and 100,000.00 and so
/// takes all of it, 20,000.00 and 30,000.00 of each part.
async fn a04() -> (Journey, String, String) {
    let journey = Journey::with_money(Way::Api, ["130000", "90000"], ["65000", "45000"]);
    let call = journey.open_call_with(["80000", "40000", "100000"]).await;
    let application = journey.submitted_asking(&call, ["120000", "100000"]).await;
    journey.in_evaluation(&call, &application).await;
    journey.decided(&call, &application).await;
    (journey, call, application)
}

/// Fault 5: the common pot was posted without partners, and draws on it under the payer.
#[actix_web::test]
async fn available_reserved_and_committed_agree_by_partner_at_every_step() {
    let (journey, call, application) = a04().await;
    let fund = &journey.fund;
    let found = journey.read("", &format!("/calls/{call}")).await;
    let parts: Vec<&Value> = found["parties"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["common"])
        .collect();
    let half = json!({ "amount": "50000.00", "currency": "EUR" });
    assert_eq!(parts, [&half, &half]);
    assert_eq!(
        balances(&journey, "9000").await,
        of("-130000.00", "-90000.00")
    );
    assert_eq!(
        balances(&journey, "9900").await,
        of("130000.00", "90000.00")
    );
    fund.holds();

    let award = journey.awarded(&application).await;
    assert_eq!(balances(&journey, "9000").await, []);
    assert_eq!(balances(&journey, "9100").await, []);
    assert_eq!(
        balances(&journey, "9200").await,
        of("-130000.00", "-90000.00")
    );
    fund.holds();

    // Forty per cent is earned: of the grant of 220,000.00 by whose money it is in the budget book,
    // by who pays whom in the real one.
    let page = format!("/awards/{award}");
    let found = journey.read("ada", &page).await;
    let milestone = format!(
        "{page}/milestones/{}",
        found["milestones"][0]["id"].as_str().unwrap()
    );
    fund.done(
        "ada",
        &format!("{milestone}/report"),
        json!({ "report": "Done." }),
    )
    .await;
    fund.done(
        "programme_officer1",
        &format!("{milestone}/accept"),
        json!({}),
    )
    .await;
    assert_eq!(
        balances(&journey, "9200").await,
        of("-78000.00", "-54000.00")
    );
    assert_eq!(balances(&journey, "9900").await, of("78000.00", "54000.00"));
    assert_eq!(balances(&journey, "5000").await, of("48000.00", "40000.00"));
    fund.holds();
}

/// Fault 3: an award that lapsed kept its money, its application stayed awarded, and nobody told the
/// applicants.
#[actix_web::test]
async fn a_lapsed_award_frees_its_money_and_says_so() {
    let (journey, call, application) = a04().await;
    let fund = &journey.fund;
    let page = format!("/applications/{application}");
    let offer = format!("{page}/award");
    let award = fund.done("secretary", &offer, json!({})).await;
    let award = format!("/awards/{}", award.as_str().unwrap());
    assert_eq!(
        balances(&journey, "9100").await,
        of("-130000.00", "-90000.00")
    );
    fund.refused("secretary", &offer, json!({}), 409, "no_other_award")
        .await;
    let rest = format!("/calls/{call}/give-back-rest");
    fund.refused("secretary", &rest, json!({}), 409, "pots_hold_a_rest")
        .await;

    let reason = json!({ "reason": "The lead did not sign by the date set." });
    fund.done("secretary", &format!("{award}/lapse"), reason.clone())
        .await;
    assert_eq!(balances(&journey, "9100").await, []);
    assert_eq!(
        balances(&journey, "9000").await,
        of("-130000.00", "-90000.00")
    );
    assert_eq!(journey.read("ada", &page).await["state"], "lapsed");
    let letters = fund
        .app
        .read_now(Actor::Operator, |view| {
            notifications::queries::mailbox(view, None)
        })
        .unwrap();
    let letter = letters
        .items
        .iter()
        .find(|one| one.item.recipient == people::email("ada"));
    let letter = letter.unwrap();
    assert!(
        letter.text.contains("did not sign by the date set"),
        "{}",
        letter.text
    );
    fund.holds();

    // The offer is made anew, to the same purpose.
    let again = fund.done("secretary", &offer, json!({})).await;
    assert_eq!(journey.read("ada", &page).await["state"], "awarded");
    let again = format!("/awards/{}", again.as_str().unwrap());
    fund.done("secretary", &format!("{again}/lapse"), reason)
        .await;

    // What no award needs is free for other calls, and then no longer in these pots.
    let mut body = draft(fund, "NEW-2027", &["130000", "90000"], "").await;
    body["opens"] = json!("2027-11-10T09:00");
    body["deadline"] = json!("2027-12-10T17:00");
    let id = fund.done("secretary", "/calls", body).await;
    let send = format!("/calls/{}/send", id.as_str().unwrap());
    fund.refused("secretary", &send, json!({}), 409, "pots_within_pledges")
        .await;
    fund.done("secretary", &rest, json!({})).await;
    assert_eq!(balances(&journey, "9000").await, []);
    fund.done("secretary", &send, json!({})).await;
    fund.refused("secretary", &offer, json!({}), 409, "pots_suffice")
        .await;
    fund.holds();
}

/// Milestones fall due so many months after the agreement came into force, not after the offer.
#[actix_web::test]
async fn milestones_fall_due_from_the_entry_into_force() {
    let (journey, _, application) = a04().await;
    let fund = &journey.fund;
    let page = format!("/applications/{application}/award");
    let award = fund.done("secretary", &page, json!({})).await;
    let page = format!("/awards/{}", award.as_str().unwrap());
    let before = journey.read("ada", &page).await;
    assert_eq!(before["milestones"][0]["due_on"], Value::Null);
    assert_eq!(before["milestones"][0]["due_months"], 6);
    let text = before["agreement"].as_str().unwrap();
    assert!(
        text.contains("due 6 months after the agreement enters into force"),
        "{text}"
    );
    fund.advance_days(279);
    let digest = json!({ "digest": before["agreement_digest"] });
    for (who, deed) in [
        ("approver0", "sign"),
        ("approver1", "sign"),
        ("ada", "sign-as-lead"),
    ] {
        fund.done(who, &format!("{page}/{deed}"), digest.clone())
            .await;
    }
    let after = journey.read("ada", &page).await;
    assert_eq!(after["state"], "active");
    let day = after["in_force_at"].as_str().unwrap()[..10].to_owned();
    let day = Date::from_entry(&day).unwrap();
    let due: Vec<Value> = after["milestones"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["due_on"].clone())
        .collect();
    let expected = [6, 12, 18].map(|months| json!(day.plus_months(months)));
    assert_eq!(due, expected);
    fund.holds();
}

/// Fault 20: boards approve exactly what the page shows, so it shows all that the digest covers.
#[actix_web::test]
async fn the_page_of_a_call_shows_all_that_is_approved() {
    let fund = TestFund::new().await;
    let mut body = draft(&fund, "ALL-2027", &["1000", "1000"], "700").await;
    body["total_threshold"] = json!("11.5");
    body["questions"] = json!([
        { "prompt": "How will you do it?", "hint": "Method and steps.", "required": "true", "max_chars": "4321" },
        { "prompt": "How far are you?", "choices": "An idea\nA prototype" },
    ]);
    let id = fund.done("secretary", "/calls", body).await;
    let page = format!("/calls/{}", id.as_str().unwrap());
    fund.done("secretary", &format!("{page}/send"), json!({}))
        .await;
    let browser = Browser::signed_in(&fund, "board_member0").await;
    let (status, shown) = browser.page(&page).await;
    assert_eq!(status, 200);
    for text in [
        "How will you do it?",
        "Method and steps.",
        "4321",
        "How far are you?",
        "An idea",
        "A prototype",
        "11.5",
        "Partner AV",
        "Partner BM",
        "350.00",
    ] {
        let grouped = text.replace("4321", "4,321");
        assert!(
            shown.contains(text) || shown.contains(&grouped),
            "{text} is not on {shown}"
        );
    }
}

/// Fault 6: a signature without a digest was taken for one under whatever stood there. Who signs says
/// what they read, and one party's signature does not make another's stale.
#[actix_web::test]
async fn an_agreement_is_signed_as_it_was_read() {
    let (journey, _, application) = a04().await;
    let fund = &journey.fund;
    let offer = format!("/applications/{application}/award");
    let award = fund.done("secretary", &offer, json!({})).await;
    let page = format!("/awards/{}", award.as_str().unwrap());
    let sign = format!("{page}/sign");
    let read = journey.read("approver0", &page).await;
    let digest = json!({ "digest": read["agreement_digest"] });
    let (status, answer) = fund.post("approver0", &sign, json!({})).await;
    assert_eq!(status, 422, "{answer}");
    assert_eq!(answer["faults"]["digest"][0]["code"], "not_seen");
    let other = json!({ "digest": "another agreement" });
    let (status, answer) = fund.post("approver0", &sign, other).await;
    assert_eq!((status, answer["code"].as_str()), (409, Some("stale")));
    let (status, answer) = fund.post("approver0", &sign, digest.clone()).await;
    assert_eq!(status, 200, "{answer}");
    fund.refused("approver0", &sign, json!({}), 409, "party_has_not_signed")
        .await;
    let browser = Browser::signed_in(fund, "approver0").await;
    let (_, shown) = browser.page(&page).await;
    assert!(
        !shown.contains(&format!("action=\"{sign}\"")),
        "what is done is offered no more"
    );
    let (status, answer) = fund.post("approver1", &sign, digest.clone()).await;
    assert_eq!(status, 200, "{answer}");
    let reason = json!({ "reason": "Too late." });
    let (status, answer) = fund
        .post("secretary", &format!("{page}/lapse"), reason)
        .await;
    assert_eq!(status, 422, "{answer}");
    assert_eq!(answer["faults"]["version"][0]["code"], "not_seen");
    let lead = format!("{page}/sign-as-lead");
    let (status, answer) = fund.post("ada", &lead, digest).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(journey.read("ada", &page).await["state"], "active");
    fund.holds();
}
