//! Methods, slashes, and the table of addresses itself.

use crate::support::{TestFund, browser::Browser};
use jointfund::web::table::Table;
use jointfund::web::url::{self, Page};

fn client() -> reqwest::Client {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

/// Fault 24: HEAD is GET without the body, on pages and by the API.
#[actix_web::test]
async fn head_answers_as_get_without_a_body() {
    let fund = TestFund::new().await;
    let http = client();
    for path in ["/calls", "/sign-in", "/api/v1/calls", "/health/live", "/"] {
        let address = format!("{}{path}", fund.base);
        let got = http.get(&address).send().await.unwrap();
        let head = http.head(&address).send().await.unwrap();
        assert_eq!(head.status(), got.status(), "{path}");
        let kind = |answer: &reqwest::Response| answer.headers().get("content-type").cloned();
        assert_eq!(kind(&head), kind(&got), "{path}");
        assert_eq!(head.text().await.unwrap(), "", "{path}");
    }
}

/// Fault 24: an address with a slash at its end leads to the one without, query and all.
#[actix_web::test]
async fn a_slash_too_many_leads_to_the_address_meant() {
    let fund = TestFund::new().await;
    let http = client();
    for (path, meant) in [
        ("/calls/", "/calls"),
        ("/calls/?after=x&y=z", "/calls?after=x&y=z"),
        ("/api/v1/calls/", "/api/v1/calls"),
        ("/api/docs", "/api/docs/"),
    ] {
        let answer = http.get(format!("{}{path}", fund.base)).send().await;
        let answer = answer.unwrap();
        assert_eq!(answer.status().as_u16(), 308, "{path}");
        assert_eq!(answer.headers()["location"], meant, "{path}");
    }
    for path in ["/nowhere/", "//evil.example/", "/calls//", "/api/v1/"] {
        let answer = http.get(format!("{}{path}", fund.base)).send().await;
        assert_eq!(answer.unwrap().status().as_u16(), 404, "{path}");
    }
}

/// Fault 24: what an address does not offer is 405, with what it does offer.
#[actix_web::test]
async fn a_method_that_is_not_offered_is_refused_by_name() {
    let fund = TestFund::new().await;
    let http = client();
    let id = "01900000-0000-7000-8000-000000000000";
    for (path, allowed) in [
        ("/calls".to_owned(), "GET, HEAD, POST"),
        ("/work".to_owned(), "GET, HEAD"),
        (format!("/calls/{id}/approve"), "POST"),
        (format!("/api/v1/calls/{id}"), "GET, HEAD"),
        ("/api/v1/tokens".to_owned(), "POST"),
    ] {
        let answer = http.delete(format!("{}{path}", fund.base)).send().await;
        let answer = answer.unwrap();
        assert_eq!(answer.status().as_u16(), 405, "{path}");
        let mut found: Vec<&str> = answer.headers()["allow"]
            .to_str()
            .unwrap()
            .split(", ")
            .collect();
        found.sort_unstable();
        assert_eq!(found.join(", "), allowed, "{path}");
        let kind = answer.headers()["content-type"].to_str().unwrap();
        assert_eq!(
            kind.contains("problem+json"),
            path.starts_with("/api"),
            "{path}"
        );
    }
}

#[test]
fn the_table_of_addresses_is_whole() {
    assert_eq!(Table::shared().faults(), Vec::<String>::new());
}

/// A deed whose address does not name its page could not be shown again when it is refused.
#[test]
fn a_deed_that_does_not_name_its_page_is_found_at_the_start() {
    use jointfund::rules::Action;
    use jointfund::web::deed::deed;
    let mut table = Table::new();
    let lost = deed(Action::CompleteAward)
        .at("/milestones/{milestone}/report")
        .shown_on(Page::Award)
        .does(|_, _, _| Ok(()));
    table.deeds.push(lost.into());
    let faults = table.faults();
    assert!(
        faults.len() == 1 && faults[0].contains("Award"),
        "{faults:?}"
    );
}

#[test]
fn the_address_of_an_action_is_that_of_its_row() {
    use jointfund::rules::Action;
    assert_eq!(
        url::act(Action::ReportMilestone, &[&"a", &"m"]),
        "/awards/a/milestones/m/report"
    );
    assert_eq!(url::act(Action::KeepThemes, &[]), "/themes");
    assert_eq!(url::act(Action::KeepThemes, &[&"t"]), "/themes/t");
}

/// Fault 23: the way to the next page keeps what the list was narrowed by.
#[actix_web::test]
async fn the_next_page_keeps_the_filter() {
    let journey = crate::stories::journey::Journey::new(crate::stories::journey::Way::Api).await;
    let call = journey.open_call().await;
    let fund = &journey.fund;
    let own = journey.read("ada", "/organisations").await;
    for index in 0..52 {
        let draft = serde_json::json!({
            "organisation": own[0]["id"], "title": format!("Draft {index}"),
        });
        fund.done("ada", &format!("/calls/{call}/applications"), draft)
            .await;
    }
    let browser = Browser::signed_in(fund, "ada").await;
    for query in ["state=draft".to_owned(), format!("call={call}&state=draft")] {
        let (_, body) = browser.page(&format!("/applications?{query}")).await;
        let (_, rest) = body.split_once("class=\"more\"").unwrap();
        let (_, rest) = rest.split_once("href=\"").unwrap();
        let (href, _) = rest.split_once('"').unwrap();
        let href = href.replace("&#38;", "&").replace("&amp;", "&");
        assert!(href.contains("state=draft"), "{href}");
        let (status, second) = browser.page(&href).await;
        assert_eq!(status, 200);
        assert_eq!(second.matches("href=\"/applications/").count(), 2, "{href}");
    }
}
