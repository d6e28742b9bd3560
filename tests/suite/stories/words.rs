//! Sentences are true of the state they are shown in.

use crate::support::{TestFund, browser::Browser, people};
use jointfund::kernel::time::ShiftedClock;
use jointfund::words::{Say, Texts};
use serde_json::json;
use std::sync::Arc;

/// Fault 19: a partner administrator was told that only partner administrators may.
#[actix_web::test]
async fn an_administrator_of_another_partner_is_told_so() {
    let fund = TestFund::new().await;
    fund.tell("invited", json!({ "by": "admin0", "it": "newcomer" }));
    let account = fund.made("newcomer");
    let partner = people::partners(&fund)[1];
    let role = json!({ "role": "programme_officer", "partner": partner });
    let (status, answer) = fund
        .post("admin0", &format!("/people/{account}/roles"), role)
        .await;
    assert_eq!(
        (status, answer["code"].as_str()),
        (403, Some("capacity_elsewhere")),
        "{answer}"
    );
    let detail = answer["detail"].as_str().unwrap();
    assert!(
        detail.starts_with("You are partner administrator, but of another partner."),
        "{detail}"
    );
}

/// Fault 19: `days=abc` was answered with "The clock was moved forward".
#[actix_web::test]
async fn a_clock_that_was_not_moved_does_not_say_that_it_was() {
    let fund = TestFund::with_clock(ShiftedClock::default());
    let browser = Browser::signed_in(&fund, "ada").await;
    for (typed, fault) in [
        ("abc", "Enter a whole number"),
        ("400", "366"),
        ("0", "1"),
        ("1.5", "Enter a whole number"),
        ("99999999999", "4294967295"),
        ("", "Enter a whole number"),
    ] {
        let sent = browser
            .send("/mailbox", "/demo/clock", &[("days", typed)])
            .await;
        assert_eq!(sent.status, 422, "{typed}");
        assert!(!sent.body.contains("moved forward."), "{typed}");
        assert!(sent.body.contains(fault), "{typed}: {}", sent.body);
    }
    let sent = browser
        .send("/mailbox", "/demo/clock", &[("days", "2")])
        .await;
    assert_eq!(sent.location, "/mailbox?done=turn_the_clock");
}

/// Fault 29: a name that looks like a number was read as one.
#[test]
fn a_name_in_a_sentence_stays_a_name() {
    let say = Say::new(Arc::new(Texts::read().unwrap()), "en");
    for name in ["+5", "9007199254740993", "007"] {
        let words = [("name", name.into())];
        assert_eq!(say.with("letter-hello", &words), format!("Dear {name},"));
    }
}
