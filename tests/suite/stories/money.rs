//! The money of the fund: one currency, what is free, whose it is.

use crate::support::{TestFund, people};
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
