//! What must be refused, and why.

use super::journey;
use crate::support::{TestFund, browser::Browser, people};
use jointfund::kernel::time::Instant;
use serde_json::json;

#[actix_web::test]
async fn a_payout_needs_two_people_of_two_partners_and_nobody_twice() {
    let (journey, [.., award]) = journey::awarded();
    let fund = &journey.fund;
    let found = journey.read("ada", &format!("/awards/{award}")).await;
    let share = &found["shares"][0];
    let payout = journey.request(&award, share, "advance", "").await;
    let path = |deed: &str| format!("/payouts/{payout}/{deed}");
    let seen = journey.read("ada", &format!("/payouts/{payout}")).await["digest"].clone();
    let seen = json!({ "digest": seen });

    let again = json!({ "share": share["id"], "kind": "advance" });
    fund.refused(
        "ada",
        &format!("/awards/{award}/payouts"),
        again,
        409,
        "no_other_live_payout",
    )
    .await;
    fund.refused(
        "approver0",
        &path("approve"),
        seen.clone(),
        409,
        "wrong_state",
    )
    .await;
    fund.refused(
        "auditor",
        &path("verify"),
        json!({}),
        403,
        "not_in_capacity",
    )
    .await;
    fund.done("programme_officer0", &path("verify"), json!({}))
        .await;
    fund.refused(
        "programme_officer0",
        &path("approve"),
        seen.clone(),
        403,
        "not_in_capacity",
    )
    .await;
    fund.refused(
        "approver0",
        &path("approve"),
        json!({"digest": "other"}),
        409,
        "stale",
    )
    .await;
    fund.done("approver0", &path("approve"), seen.clone()).await;
    fund.refused(
        "approver0",
        &path("approve"),
        seen.clone(),
        409,
        "seat_is_free",
    )
    .await;
    fund.refused(
        "payment_officer0",
        &path("release"),
        json!({}),
        409,
        "wrong_state",
    )
    .await;
    fund.done("approver1", &path("approve"), seen.clone()).await;
    fund.refused(
        "payment_officer1",
        &path("release"),
        json!({}),
        403,
        "acts_for_the_payer",
    )
    .await;
    fund.done("payment_officer0", &path("release"), json!({}))
        .await;
    fund.refused(
        "payment_officer0",
        &path("release"),
        json!({}),
        409,
        "wrong_state",
    )
    .await;
    let partner = people::partners(fund)[0];
    fund.done(
        "payment_officer0",
        "/payment-orders",
        json!({ "partner": partner }),
    )
    .await;
    let wrong =
        json!({ "bank_reference": "B", "booked_on": journey.today(), "amount": "45000.01" });
    fund.refused(
        "payment_officer0",
        &path("confirm"),
        wrong,
        409,
        "amount_matches_order",
    )
    .await;
    let (_, history) = fund
        .get("auditor", &format!("/history/payout/{payout}"))
        .await;
    let refused = history["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["outcome"] == "refused");
    assert_eq!(refused.count(), 9, "every refused attempt is history too");
    fund.holds();
}

#[actix_web::test]
async fn changing_the_account_voids_what_was_approved() {
    let (journey, [.., award]) = journey::awarded();
    let fund = &journey.fund;
    let page = format!("/awards/{award}");
    let found = journey.read("ada", &page).await;
    let share = &found["shares"][0];
    let payout = journey.request(&award, share, "advance", "").await;
    let path = |deed: &str| format!("/payouts/{payout}/{deed}");
    fund.done("programme_officer0", &path("verify"), json!({}))
        .await;
    let seen = journey.read("ada", &format!("/payouts/{payout}")).await["digest"].clone();
    let seen = json!({ "digest": seen });
    fund.done("approver0", &path("approve"), seen.clone()).await;
    let account = json!({
        "participant": share["participant"], "holder": "The payee", "iban": "DE89370400440532013000",
        "bank_name": "Another", "country": "XA",
    });
    let id = fund
        .done("ada", &format!("{page}/bank-accounts"), account)
        .await;
    let verify = format!("{page}/bank-accounts/{}/verify", id.as_str().unwrap());
    fund.done("programme_officer1", &verify, json!({})).await;
    fund.refused(
        "approver1",
        &path("approve"),
        seen,
        409,
        "bank_account_is_usable",
    )
    .await;
    fund.done("ada", &path("change"), json!({ "reason": "New account" }))
        .await;
    let after = journey.read("ada", &format!("/payouts/{payout}")).await;
    assert_eq!(
        (
            after["state"].as_str(),
            after["seats"].as_array().map(Vec::len)
        ),
        (Some("requested"), Some(0))
    );
    fund.refused(
        "programme_officer0",
        &path("verify"),
        json!({}),
        409,
        "bank_account_is_usable",
    )
    .await;
    fund.advance_days(4);
    fund.done("programme_officer0", &path("verify"), json!({}))
        .await;
    fund.holds();
}

/// Fault 39: the deadline is the moment itself, whether or not the clock's loop has come round.
#[actix_web::test]
async fn a_submission_at_the_deadline_is_late_and_one_before_it_is_not() {
    let (journey, [_, draft]) = journey::drafted();
    let fund = &journey.fund;
    let submit = format!("/applications/{draft}/submit");
    let seen = journey.read("ada", &format!("/applications/{draft}")).await["version"].clone();
    let declared = json!({ "declaration": true, "version": seen });
    // 17:00 in Vienna in February is 16:00 in UTC.
    fund.clock
        .turn_to(Instant::from_text("2027-02-10T16:00:00.000000Z").unwrap());
    fund.refused("ada", &submit, declared.clone(), 409, "call_is_open")
        .await;
    fund.clock
        .turn_to(Instant::from_text("2027-02-10T15:59:59.999000Z").unwrap());
    fund.done("ada", &submit, declared.clone()).await;
    fund.refused("ada", &submit, declared, 409, "wrong_state")
        .await;
}

#[actix_web::test]
async fn every_problem_of_a_submission_is_told_at_once_and_nothing_typed_is_lost() {
    let (journey, call) = journey::opened();
    let own = journey.read("ada", "/organisations").await;
    let start = json!({ "organisation": own[0]["id"], "title": "Bare" });
    let fund = &journey.fund;
    let id = fund
        .done("ada", &format!("/calls/{call}/applications"), start)
        .await;
    let page = format!("/applications/{}", id.as_str().unwrap());
    let (status, problem) = fund
        .post("ada", &format!("{page}/submit"), json!({ "version": 1 }))
        .await;
    assert_eq!(status, 422);
    let fields: Vec<&String> = problem["faults"].as_object().unwrap().keys().collect();
    assert!(fields.len() >= 4, "{fields:?}");
    let browser = Browser::signed_in(fund, "ada").await;
    let edit = format!("{page}/edit");
    let typed = [
        ("summary", "Typed with care"),
        ("participants[new-1].requested", "twelve"),
    ];
    let sent = browser.send(&edit, &edit, &typed).await;
    assert_eq!(sent.status, 422);
    assert!(sent.body.contains("Typed with care") && sent.body.contains("value=\"twelve\""));
    assert!(sent.body.contains("aria-invalid"));
}

#[actix_web::test]
async fn a_stale_save_is_refused() {
    let (journey, [_, draft]) = journey::drafted();
    let path = format!("/applications/{draft}/edit");
    let save = json!({ "version": 2, "title": "Mine" });
    journey.fund.done("ada", &path, save.clone()).await;
    journey.fund.refused("ada", &path, save, 409, "stale").await;
}

#[actix_web::test]
async fn roles_are_granted_by_the_right_people_and_never_clash() {
    let fund = TestFund::new().await;
    let partners = people::partners(&fund);
    let (_, me) = fund.get("admin0", "/me").await;
    let own = format!("/people/{}/roles", me["id"].as_str().unwrap());
    let role = |role: &str| json!({ "role": role, "partner": partners[0] });
    fund.refused("admin0", &own, role("approver"), 403, "not_to_oneself")
        .await;
    let (_, approver) = fund.get("approver0", "/me").await;
    let path = format!("/people/{}/roles", approver["id"].as_str().unwrap());
    fund.refused(
        "admin0",
        &path,
        role("payment_officer"),
        409,
        "duties_are_compatible",
    )
    .await;
    fund.refused(
        "admin1",
        &path,
        role("board_member"),
        403,
        "capacity_elsewhere",
    )
    .await;
    fund.refused(
        "secretary",
        &path,
        role("board_member"),
        403,
        "role_is_theirs_to_grant",
    )
    .await;
    let (_, board) = fund.get("board_member0", "/me").await;
    let path = format!("/people/{}/roles", board["id"].as_str().unwrap());
    let grant = fund.done("admin0", &path, role("approver")).await;
    let confirm = format!("{path}/{}/confirm", grant.as_str().unwrap());
    fund.refused(
        "admin0",
        &confirm,
        json!({}),
        403,
        "confirmed_by_another_partner",
    )
    .await;
    fund.done("admin1", &confirm, json!({})).await;
}

#[actix_web::test]
async fn a_partner_votes_once_and_an_objection_sends_the_list_back() {
    let (journey, [call, application]) = journey::evaluated();
    for index in 0..3 {
        journey
            .review(
                &application,
                &format!("reviewer{index}"),
                ["4.0", "4.0", "4.0"],
            )
            .await;
    }
    let words = json!({ "call": call, "application": application });
    journey.tell("settled", words.clone()).await;
    let fund = &journey.fund;
    let path = |deed: &str| format!("/calls/{call}/{deed}");
    journey.tell("frozen", words.clone()).await;
    let seen = journey.read("secretary", &path("ranking")).await["digest"].clone();
    let object = json!({ "vote": "object", "digest": seen });
    let (status, _) = fund.post("board_member0", &path("vote"), object).await;
    assert_eq!(status, 422, "an objection needs a reason");
    let object = json!({ "vote": "object", "reason": "The pots have changed.", "digest": seen });
    fund.done("board_member0", &path("vote"), object.clone())
        .await;
    fund.refused(
        "board_member0",
        &path("vote"),
        object,
        409,
        "partner_has_not_voted",
    )
    .await;
    let approve = json!({ "vote": "approve", "digest": seen });
    fund.done("board_member1", &path("vote"), approve).await;
    let read = json!({ "digest": seen });
    fund.refused(
        "secretary",
        &path("release"),
        read.clone(),
        409,
        "wrong_state",
    )
    .await;
    fund.done("secretary", &path("reopen"), read).await;
    journey.tell("frozen", words).await;
    fund.holds();
}
