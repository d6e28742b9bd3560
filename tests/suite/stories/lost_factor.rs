//! A second factor that is lost: its owner says so at the door, and it waits on desks.

use super::second_factor::{code, first_step, letters, next_code, token, turned_on};
use crate::database::contents::are_named;
use crate::support::browser::{Browser, Sent, standing_in};
use crate::support::{PASSWORD, TestFund, people};
use serde_json::{Value, json};

const TELL: &str = "/lost-second-factor";
const DAY: i64 = 24 * 60 * 60;

/// The address of the page on which whoever is at the second step may say that it is lost.
fn way_to_tell(page: &str) -> String {
    let html = scraper::Html::parse_document(page);
    let link = scraper::Selector::parse(&format!("a[href^=\"{TELL}\"]")).unwrap();
    let link = html.select(&link).next().unwrap();
    link.value().attr("href").unwrap().to_owned()
}

/// Ada says at the door that she has lost it.
async fn told(fund: &TestFund) -> Sent {
    let (browser, sent) = first_step(fund, "ada", PASSWORD, "").await;
    browser.send(&way_to_tell(&sent.body), TELL, &[]).await
}

/// What waits for somebody of what concerns lost factors.
async fn waits(fund: &TestFund, who: &str) -> Vec<String> {
    let (status, work) = fund.get(who, "/me/work").await;
    assert_eq!(status, 200, "{who}: {work}");
    let tasks = work["waiting"].as_array().unwrap().iter();
    let tasks = tasks.map(|one| one["task"].as_str().unwrap().to_owned());
    tasks.filter(|one| one.contains("factor")).collect()
}

const PROPOSE: [&str; 1] = ["propose_factor_reset"];
const CONFIRM: [&str; 1] = ["confirm_factor_reset"];
const NOTHING: [&str; 0] = [];

#[actix_web::test]
async fn whoever_has_lost_it_says_so_at_the_door_and_it_waits_for_two_administrators() {
    let fund = TestFund::new().await;
    let ada = turned_on(&fund, "ada").await;
    for who in ["admin0", "admin1", "root"] {
        assert_eq!(waits(&fund, who).await, NOTHING, "{who}");
    }
    let (browser, sent) = first_step(&fund, "ada", PASSWORD, "").await;
    let way = way_to_tell(&sent.body);
    let (status, page) = browser.page(&way).await;
    assert_eq!(status, 200);
    assert!(page.contains("One of them makes sure by voice"), "{page}");
    let sent = browser.send(&way, TELL, &[]).await;
    assert_eq!(
        sent.location, "/sign-in?done=tell_of_lost_factor",
        "{}",
        sent.body
    );
    let (_, page) = browser.page(&sent.location).await;
    assert!(page.contains("The administrators have been told"), "{page}");
    let subject = "ada says that their second factor is lost";
    for who in ["ada", "admin0", "admin1", "root"] {
        assert_eq!(letters(&fund, who, subject), 1, "{who}");
    }
    for who in ["admin0", "admin1", "root"] {
        assert_eq!(waits(&fund, who).await, PROPOSE, "{who}");
    }
    assert_eq!(waits(&fund, "secretary").await, NOTHING);
    // It opens nothing, and is told once.
    assert_eq!(token(&fund, "ada", None).await.0, 422);
    let again = told(&fund).await;
    assert_eq!(again.status, 409, "{}", again.body);
    assert!(again.body.contains("within the last day"), "{}", again.body);
    assert_eq!(letters(&fund, "root", subject), 1);
    // Proposed by one partner's administrator, it waits for those of the others.
    let person = format!("/people/{}", ada.account);
    let admin = Browser::signed_in(&fund, "admin0").await;
    let (_, shown) = admin.page(&person).await;
    assert!(shown.contains("said at the door"), "{shown}");
    let propose = format!("{person}/second-factor/propose-reset");
    let reason = [("reason", "I called her: it is she, and her phone is gone.")];
    let sent = admin.send(&person, &propose, &reason).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(waits(&fund, "admin0").await, NOTHING, "their own proposal");
    assert_eq!(waits(&fund, "admin1").await, CONFIRM);
    assert_eq!(waits(&fund, "root").await, NOTHING);
    let confirm = format!("{person}/second-factor/confirm-reset");
    let other = Browser::signed_in(&fund, "admin1").await;
    let (_, desk) = other.page("/work").await;
    assert!(desk.contains(&person), "{desk}");
    let sent = other.send(&person, &confirm, &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    for who in ["admin0", "admin1", "root"] {
        assert_eq!(waits(&fund, who).await, NOTHING, "{who}");
    }
    assert_eq!(token(&fund, "ada", None).await.0, 200);
    fund.holds();
    are_named(&fund, &["factor_losses"]);
}

#[actix_web::test]
async fn whoever_comes_in_with_it_has_not_lost_it() {
    let fund = TestFund::new().await;
    let ada = turned_on(&fund, "ada").await;
    assert_eq!(told(&fund).await.status, 303);
    assert_eq!(waits(&fund, "admin1").await, PROPOSE);
    let fresh = next_code(&fund, ada.account);
    assert_eq!(token(&fund, "ada", Some(&fresh)).await.0, 200);
    assert_eq!(waits(&fund, "admin1").await, NOTHING);
    // Whoever has the password alone does not call everybody every minute.
    assert_eq!(told(&fund).await.status, 409);
    fund.clock.advance_seconds(DAY);
    assert_eq!(told(&fund).await.status, 303);
    // Its owner, or an administrator, says that it is not so.
    let stop = format!("/people/{}/second-factor/stop-reset", ada.account);
    let reason = json!({ "reason": "I called her: she has not said so." });
    fund.done("admin1", &stop, reason.clone()).await;
    assert_eq!(waits(&fund, "admin1").await, NOTHING);
    fund.refused("admin1", &stop, reason, 409, "reset_is_asked_for")
        .await;
    fund.holds();
}

#[actix_web::test]
async fn nobody_says_so_for_another() {
    let fund = TestFund::new().await;
    let ada = turned_on(&fund, "ada").await;
    let browser = Browser::new(&fund);
    let (status, page) = browser.page(TELL).await;
    assert_eq!(status, 200);
    assert_eq!(standing_in(&page, TELL, "ticket"), None, "{page}");
    assert!(page.contains("sign in with your password first"), "{page}");
    for ticket in ["", "nonsense", "a.1.99999999999999999.b"] {
        let (status, answer) = fund.post("", TELL, json!({ "ticket": ticket })).await;
        assert_eq!(status, 422, "{ticket}: {answer}");
    }
    let (browser, sent) = first_step(&fund, "ada", PASSWORD, "").await;
    let filled = browser.fill(&way_to_tell(&sent.body), TELL, &[]).await;
    fund.clock.advance_seconds(5 * 60);
    let late = browser.post(TELL, &filled).await;
    assert_eq!(late.status, 422, "{}", late.body);
    assert_eq!(waits(&fund, "admin1").await, NOTHING);
    // Of somebody who has none there is no such step.
    assert!(code(&fund, ada.account).len() == 6);
    let (_, answer) = fund
        .post(
            "",
            "/tokens",
            json!({ "email": people::email("ben"), "password": PASSWORD }),
        )
        .await;
    assert_ne!(answer["access_token"], Value::Null);
}

/// A reset that waits is weighed anew when its proposer becomes tied to whoever would confirm it.
#[actix_web::test]
async fn a_tie_of_proposals_takes_the_task_off_a_desk() {
    let fund = TestFund::new().await;
    let ada = turned_on(&fund, "ada").await;
    let path = format!("/people/{}/second-factor/propose-reset", ada.account);
    let reason = json!({ "reason": "Her phone fell into the harbour; I saw it." });
    fund.done("admin0", &path, reason).await;
    assert_eq!(waits(&fund, "admin1").await, CONFIRM);
    // Once admin0 has proposed admin1 for a role, the two of them are no two.
    let admin1 = people::actor(&fund, "admin1").account().unwrap();
    let partner = people::partners(&fund)[0];
    let role = json!({ "role": "eligibility_officer", "partner": partner });
    let (status, answer) = fund
        .post("admin0", &format!("/people/{admin1}/roles"), role)
        .await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(waits(&fund, "admin1").await, NOTHING);
    fund.holds();
}
