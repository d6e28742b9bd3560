//! My work: what waits for whom, and nothing else. Fault 8.

use super::journey::{Journey, Way};
use serde_json::json;

impl Journey {
    /// What My work asks of a person, as tasks.
    async fn desk(&self, who: &str) -> Vec<String> {
        let work = self.read(who, "/me/work").await;
        let tasks = work["waiting"].as_array().unwrap().iter();
        let mut tasks: Vec<String> = tasks
            .map(|one| one["task"].as_str().unwrap().to_owned())
            .filter(|task| task.ends_with("_payout") || task == "export_order")
            .collect();
        tasks.dedup();
        tasks
    }
}

#[actix_web::test]
async fn a_payout_waits_for_those_who_may_move_it_and_leaves_the_desk_of_those_who_did() {
    let journey = Journey::new(Way::Api).await;
    let call = journey.open_call().await;
    let application = journey.submitted(&call).await;
    journey.in_evaluation(&call, &application).await;
    journey.decided(&call, &application).await;
    let award = journey.awarded(&application).await;
    let found = journey.read("ada", &format!("/awards/{award}")).await;
    assert_eq!(journey.desk("ada").await, ["request_payout"]);
    let share = &found["shares"][0];
    let payout = journey.request(&award, share, "advance", "").await;
    let page = format!("/payouts/{payout}");
    let path = |deed: &str| format!("{page}/{deed}");

    assert_eq!(journey.desk("programme_officer0").await, ["verify_payout"]);
    assert!(journey.desk("approver0").await.is_empty());
    let others = journey.read("ada", "/me/work").await["others"].clone();
    assert_eq!(others[0]["task"], "verify_payout");
    assert_eq!(others[0]["capacity"], "programme_officer");

    let fund = &journey.fund;
    fund.done("programme_officer0", &path("verify"), json!({}))
        .await;
    assert!(journey.desk("programme_officer0").await.is_empty());
    assert_eq!(journey.desk("approver0").await, ["approve_payout"]);
    assert_eq!(journey.desk("approver1").await, ["approve_payout"]);

    fund.done("approver1", &path("approve"), json!({})).await;
    assert!(journey.desk("approver1").await.is_empty(), "they sit");
    assert_eq!(journey.desk("approver0").await, ["approve_payout"]);

    fund.done("approver0", &path("approve"), json!({})).await;
    let (payer, other) = if found["shares"][0]["payer_code"] == "AV" {
        ("payment_officer0", "payment_officer1")
    } else {
        ("payment_officer1", "payment_officer0")
    };
    assert_eq!(journey.desk(payer).await, ["release_payout"]);
    assert!(journey.desk(other).await.is_empty());
    fund.done(payer, &path("release"), json!({})).await;
    assert_eq!(journey.desk(payer).await, ["export_order"]);
}
