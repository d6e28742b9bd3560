//! How pages are made: what holds on every one of them.

use super::journey;
use crate::support::{TestFund, browser::Browser};
use scraper::{Html, Selector};

fn all(body: &str, what: &str) -> Vec<String> {
    Html::parse_document(body)
        .select(&Selector::parse(what).unwrap())
        .map(|one| one.html())
        .collect()
}

/// Fault 23: on a phone a table was a heap of values without names.
#[actix_web::test]
async fn every_value_of_a_table_carries_its_name_for_a_narrow_screen() {
    let (journey, call) = journey::opened();
    journey.submitted(&call).await;
    let browser = Browser::signed_in(&journey.fund, "secretary").await;
    for page in [
        "/calls".to_owned(),
        "/applications".to_owned(),
        format!("/calls/{call}"),
        "/people".to_owned(),
    ] {
        let (status, body) = browser.page(&page).await;
        assert_eq!(status, 200, "{page}");
        assert!(!all(&body, "tbody td").is_empty(), "{page} has a table");
        let nameless = all(&body, "td:not([data-label]), td[data-label='']");
        assert_eq!(nameless, Vec::<String>::new(), "{page}");
    }
}

#[actix_web::test]
async fn a_first_visit_is_small() {
    let fund = TestFund::new().await;
    let browser = Browser::new(&fund);
    let (_, body) = browser.page("/calls").await;
    let style = body.split("rel=\"stylesheet\" href=\"").nth(1).unwrap();
    let (status, sheet) = browser.page(style.split('"').next().unwrap()).await;
    assert_eq!(status, 200);
    assert!(body.len() + sheet.len() < 40 * 1024, "before compression");
}
