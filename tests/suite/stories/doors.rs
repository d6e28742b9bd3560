//! Doors: what somebody outside the fund sends leads nowhere it should not.

use crate::support::browser::{Browser, fill_in};
use crate::support::{PASSWORD, TestFund, people};
use serde_json::json;

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

/// Fault 52: the site of an organisation is one a browser opens over the web, or it is none.
#[actix_web::test]
async fn a_site_is_an_address_of_the_web() {
    let fund = TestFund::new().await;
    let (_, own) = fund.get("ada", "/organisations").await;
    let path = format!("/organisations/{}", own[0]["id"].as_str().unwrap());
    let (_, seen) = fund.get("ada", &path).await;
    let mut details = json!({
        "name": "ada Ltd", "country": "XA", "registration_number": "A-1",
        "address_line": "Quay Street 1", "postcode": "1000", "town": "Port Avar",
        "size_class": "small", "version": seen["version"],
    });
    let refused = [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "/evil",
        "ftp://ada.example",
        "https://",
        "https://ada",
        "https://ada.example@evil.example",
        "https://ada.example/\"onclick=\"x",
        "https://ada.example/a b",
        "ada",
    ];
    for site in refused {
        details["website"] = json!(site);
        let (status, answer) = fund.post("ada", &path, details.clone()).await;
        assert_eq!(status, 422, "{site}: {answer}");
        let fault = &answer["faults"]["website"][0]["code"];
        assert_eq!(fault, "not_a_website", "{site}: {answer}");
    }
    for (typed, kept) in [
        (
            "https://ada.example/about?x=1",
            "https://ada.example/about?x=1",
        ),
        ("HTTP://Ada.Example", "http://ada.example/"),
        ("www.ada.example", "https://www.ada.example/"),
        ("https://bücher.example", "https://xn--bcher-kva.example/"),
    ] {
        details["website"] = json!(typed);
        fund.done("ada", &path, details.clone()).await;
        let (_, seen) = fund.get("ada", &path).await;
        assert_eq!(seen["website"], kept);
        details["version"] = seen["version"].clone();
    }
}
