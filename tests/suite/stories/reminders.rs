//! Who is reminded by letter, when, and who sees what is overdue.

use super::journey::{self, Journey};
use crate::support::{TestFund, people};
use jointfund::db::tx::Actor;
use jointfund::notifications::queries::mailbox;
use serde_json::json;

/// The subjects of the reminders a person was sent.
fn reminders(fund: &TestFund, who: &str) -> Vec<String> {
    let letters = fund
        .app
        .read_now(Actor::Operator, |view| mailbox(view, None));
    let address = people::email(who);
    let own = letters.unwrap().items.into_iter();
    own.filter(|one| one.item.recipient == address)
        .map(|one| one.item.subject)
        .filter(|subject| subject.starts_with("Due soon") || subject.starts_with("Overdue"))
        .collect()
}

async fn overdue(journey: &Journey, who: &str) -> Vec<String> {
    let list = journey.read(who, "/overdue").await;
    let items = list["items"].as_array().unwrap().iter();
    items
        .map(|one| one["action"].as_str().unwrap().to_owned())
        .collect()
}

/// Fault 8: nobody was reminded of anything.
#[actix_web::test]
async fn a_payout_nobody_verifies_is_reminded_of_once_and_stands_on_the_overdue_list() {
    let (journey, [.., award]) = journey::awarded();
    let fund = &journey.fund;
    let found = journey.read("ada", &format!("/awards/{award}")).await;
    let payout = journey
        .request(&award, &found["shares"][0], "advance", "")
        .await;
    let before = reminders(fund, "programme_officer0");

    fund.advance_days(6);
    assert_eq!(reminders(fund, "programme_officer0"), before);
    let awaited = "verify_payout".to_owned();
    assert!(!overdue(&journey, "secretary").await.contains(&awaited));
    fund.advance_days(3);
    let after = reminders(fund, "programme_officer0");
    assert_eq!(after.len(), before.len() + 1, "{after:?}");
    assert!(after.contains(&"Overdue: Verify the payout".to_owned()));
    assert!(
        reminders(fund, "approver0")
            .iter()
            .all(|one| !one.contains("payout"))
    );
    assert!(
        overdue(&journey, "secretary")
            .await
            .contains(&"verify_payout".to_owned())
    );
    let (status, _) = fund.get("ada", "/overdue").await;
    assert_eq!(status, 404);

    fund.advance_days(1);
    assert_eq!(reminders(fund, "programme_officer0"), after, "each once");
    let verify = format!("/payouts/{payout}/verify");
    fund.done("programme_officer0", &verify, json!({})).await;
    assert!(
        !overdue(&journey, "secretary")
            .await
            .contains(&"verify_payout".to_owned())
    );
    fund.holds();
}
