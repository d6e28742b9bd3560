//! Doors: what somebody outside the fund sends leads nowhere it should not.

use crate::support::browser::{Browser, fill_in};
use crate::support::{PASSWORD, TestFund, people};

/// Where signing in leads whoever came by a link with this `next`.
async fn led_to(fund: &TestFund, next: &str) -> (u16, String) {
    let browser = Browser::new(fund);
    let (_, page) = browser.page("/sign-in").await;
    let email = people::email("ada");
    let typed = [
        ("email", email.as_str()),
        ("password", PASSWORD),
        ("next", next),
    ];
    let filled = fill_in(&page, "/sign-in", &typed);
    let sent = browser.post("/sign-in", &filled).await;
    (sent.status, sent.location)
}

/// Fault 50: only what is a page of ours, character by character, is gone to.
#[actix_web::test]
async fn signing_in_leads_to_pages_of_ours_and_nowhere_else() {
    let fund = TestFund::new().await;
    let own = [
        "/work",
        "/calls?state=open&q=%C3%A9",
        "/files/0197a4f0-0000-7000-8000-000000000000",
        "/history/award/0197a4f0-0000-7000-8000-000000000000",
    ];
    for next in own {
        assert_eq!(led_to(&fund, next).await, (303, next.to_owned()));
    }
    let foreign = [
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\nSet-Cookie: a=b",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/evil.example",
        "/calls/../..//evil.example",
        "/calls?a\r\nb",
        "",
    ];
    for next in foreign {
        assert_eq!(
            led_to(&fund, next).await,
            (303, "/work".to_owned()),
            "{next:?}"
        );
    }
}
