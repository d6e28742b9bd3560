//! Who takes part in a call: the partners active when it is sent to the boards, and nobody else.

use super::journey::{self, Journey, Way};
use super::money::draft;
use crate::support::{TestFund, browser::Browser, people};
use jointfund::kernel::entry::FromEntry;
use jointfund::kernel::id::PartnerId;
use serde_json::json;

/// A third partner joins, with an administrator, a board member and an approver.
pub fn third_partner(fund: &TestFund) -> PartnerId {
    let partner = json!({ "it": "zz", "code": "ZZ", "country": "XC" });
    fund.tell("joins", partner);
    let office = |it: &str, role: &str, by: &str, other: &str| {
        let words = json!({
            "by": by, "it": it, "role": role, "for": "Partner ZZ", "other": other,
        });
        fund.tell("appointed_to_office", words);
    };
    fund.tell("administered", json!({ "it": "admin2", "code": "ZZ" }));
    for role in ["board_member", "finance_officer", "approver"] {
        office(&format!("{role}2"), role, "admin2", "admin0");
    }
    PartnerId::from_entry(&fund.made("zz")).unwrap()
}

/// Fault 1: a partner that joined while a call was before the boards, or an agreement was signed,
/// was waited for for ever.
#[actix_web::test]
async fn a_partner_that_joins_later_freezes_nothing_under_way() {
    let journey = Journey::new(Way::Api).await;
    let fund = &journey.fund;
    let body = draft(fund, "OLD-2027", &["1000", "1000"], "").await;
    let sent = fund.done("secretary", "/calls", body).await;
    let sent = format!("/calls/{}", sent.as_str().unwrap());
    fund.done("secretary", &format!("{sent}/send"), json!({}))
        .await;
    let call = journey.open_call().await;
    let application = journey.submitted(&call).await;

    third_partner(fund);
    let digest = json!({ "digest": journey.read("secretary", &sent).await["digest"] });
    let path = format!("{sent}/approve");
    fund.refused("board_member2", &path, digest.clone(), 404, "not_found")
        .await;
    for index in 0..2 {
        fund.done(&format!("board_member{index}"), &path, digest.clone())
            .await;
    }
    fund.done("secretary", &format!("{sent}/publish"), json!({}))
        .await;

    journey.in_evaluation(&call, &application).await;
    journey.decided(&call, &application).await;
    let award = journey.awarded(&application).await;
    let page = format!("/awards/{award}");
    let found = journey.read("ada", &page).await;
    assert_eq!(found["state"], "active");
    let (status, _) = fund.get("approver2", &page).await;
    assert_eq!(
        status, 404,
        "what follows from a call is its parties' alone"
    );
    for list in ["/awards", "/payouts"] {
        let (_, listed) = fund.get("approver2", list).await;
        assert_eq!(listed["items"], json!([]), "and not listed for others");
    }
    let payout = journey
        .request(&award, &found["shares"][0], "advance", "")
        .await;
    let path = format!("/payouts/{payout}");
    let digest = json!({ "digest": journey.read("ada", &path).await["digest"] });
    fund.done(
        "programme_officer0",
        &format!("{path}/verify"),
        digest.clone(),
    )
    .await;
    let seat = format!("{path}/approve");
    fund.refused("approver2", &seat, digest.clone(), 404, "not_found")
        .await;
    fund.done("approver0", &seat, digest.clone()).await;
    fund.done("approver1", &seat, digest).await;
    assert_eq!(journey.read("ada", &path).await["state"], "approved");
    fund.holds();
}

/// Fault 1: whoever is active takes part, with a pot or without.
#[actix_web::test]
async fn a_partner_without_a_pot_of_its_own_takes_part() {
    let fund = TestFund::new().await;
    let third = third_partner(&fund);
    let body = draft(&fund, "TRI-2027", &["1000", "1000"], "").await;
    let id = fund.done("secretary", "/calls", body).await;
    let page = format!("/calls/{}", id.as_str().unwrap());
    fund.done("secretary", &format!("{page}/send"), json!({}))
        .await;
    let (_, call) = fund.get("secretary", &page).await;
    let parties = call["parties"].as_array().unwrap();
    assert_eq!(parties.len(), 3);
    assert_eq!(parties[2]["partner"], json!(third));
    let digest = json!({ "digest": call["digest"] });
    for index in 0..2 {
        let who = format!("board_member{index}");
        fund.done(&who, &format!("{page}/approve"), digest.clone())
            .await;
    }
    let publish = format!("{page}/publish");
    fund.refused(
        "secretary",
        &publish,
        json!({}),
        409,
        "every_partner_approved",
    )
    .await;
    fund.done("board_member2", &format!("{page}/approve"), digest)
        .await;
    fund.done("secretary", &publish, json!({})).await;
    fund.holds();
}

/// Fault 1: a partner can leave: no new calls, but its people finish what is under way.
#[actix_web::test]
async fn a_retired_partner_finishes_its_matters_and_begins_none() {
    let (journey, [call, application]) = journey::submitted();
    let fund = &journey.fund;
    third_partner(fund);
    let partners = people::partners(fund);
    let leaving = partners[1];
    let mut body = draft(fund, "NEW-2027", &["1000", "1000"], "").await;
    body["opens"] = json!("2027-11-10T09:00");
    body["deadline"] = json!("2027-12-10T17:00");
    let drafted = fund.done("secretary", "/calls", body.clone()).await;
    let reason = json!({ "reason": "Its government has left the fund." });
    let retire = format!("/partners/{leaving}/retire");
    fund.refused("admin1", &retire, reason.clone(), 403, "not_in_capacity")
        .await;
    let browser = Browser::signed_in(fund, "secretary").await;
    let form = [("reason", "Its government has left the fund.")];
    let sent = browser.send("/fund", &retire, &form).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    fund.refused("secretary", &retire, reason.clone(), 409, "wrong_state")
        .await;

    // No new call, no new pledge.
    let send = format!("/calls/{}/send", drafted.as_str().unwrap());
    fund.refused(
        "secretary",
        &send,
        json!({}),
        409,
        "pots_of_active_partners",
    )
    .await;
    let mut again = body;
    again["code"] = json!("NEW-2028");
    let (status, answer) = fund.post("secretary", "/calls", again).await;
    assert_eq!(status, 422);
    assert_eq!(
        answer["faults"][format!("pots[{leaving}].partner")],
        json!([{ "code": "not_allowed" }])
    );
    let pledge = json!({ "amount": "1", "pledged_on": "2027-01-04", "reference": "More" });
    let path = format!("/partners/{leaving}/contributions");
    fund.refused("finance_officer1", &path, pledge, 409, "partner_is_active")
        .await;

    // What is under way goes its way, with the people of the partner that has left.
    journey.in_evaluation(&call, &application).await;
    journey.decided(&call, &application).await;
    let award = journey.awarded(&application).await;
    let found = journey.read("ada", &format!("/awards/{award}")).await;
    for share in found["shares"].as_array().unwrap() {
        let payout = journey.request(&award, share, "advance", "").await;
        journey.pay(&payout).await;
    }
    let back = format!("/partners/{leaving}/reinstate");
    fund.done("secretary", &back, reason).await;
    fund.done("secretary", &send, json!({})).await;
    fund.holds();
}

/// Fault 19: a second partner of a country was told that its code was taken.
#[actix_web::test]
async fn a_second_partner_of_a_country_is_a_fault_at_the_country() {
    let fund = TestFund::new().await;
    let partner = json!({
        "code": "DD", "name": "Partner DD", "country": "XA", "zone": "Europe/Vienna",
    });
    let (status, answer) = fund.post("secretary", "/partners", partner).await;
    assert_eq!(status, 422, "{answer}");
    assert_eq!(answer["faults"]["country"][0]["code"], "already_taken");
}

/// A call that was to open years ago could be sent to the boards.
#[actix_web::test]
async fn a_call_whose_opening_has_passed_is_not_sent_to_the_boards() {
    let journey = Journey::new(Way::Api).await;
    let pots = json!({ "pots": ["150000", "100000", "50000"] });
    journey.tell("call_drafted", pots).await;
    let call = journey.fund.made("call");
    journey.fund.advance_days(10);
    let send = format!("/calls/{call}/send");
    journey
        .fund
        .refused("secretary", &send, json!({}), 409, "opening_ahead")
        .await;
}
