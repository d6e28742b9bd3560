//! Nothing typed is ever lost, and one comes back to the page one came from.

use super::journey::{self, Journey};
use crate::support::browser::{Browser, fill_in, standing_in};
use crate::support::{PASSWORD, TestFund, people};
use serde_json::json;

const HOUR: i64 = 60 * 60;

fn long_text(characters: usize) -> String {
    let words = "Two wards, forty beds, and the answer within the hour. ";
    words
        .chars()
        .cycle()
        .take(characters - 1)
        .chain(['!'])
        .collect()
}

fn credentials(who: &str) -> [(&'static str, String); 2] {
    [
        ("email", people::email(who)),
        ("password", PASSWORD.to_owned()),
    ]
}

/// Signs in with the sign-in form that a refused form was answered with.
async fn sign_in_on(browser: &Browser, body: &str, who: &str) -> crate::support::browser::Sent {
    let fields = credentials(who);
    let fields: Vec<(&str, &str)> = fields.iter().map(|one| (one.0, one.1.as_str())).collect();
    let filled = fill_in(body, "/sign-in", &fields);
    browser.post("/sign-in", &filled).await
}

struct Draft {
    journey: Journey,
    browser: Browser,
    page: String,
    text: String,
}

/// A draft with a long text typed, and the session ended before it was sent.
async fn typed_too_long() -> (Draft, crate::support::browser::Sent) {
    let (journey, [_, id]) = journey::drafted();
    let page = format!("/applications/{id}/edit");
    let text = long_text(1_900);
    let browser = Browser::signed_in(&journey.fund, "ada").await;
    let typed = [("summary", text.as_str()), ("title", "Sepsis test, better")];
    let filled = browser.fill(&page, &page, &typed).await;
    journey.fund.clock.advance_seconds(2 * HOUR);
    let sent = browser.post(&page, &filled).await;
    let draft = Draft {
        journey,
        browser,
        page,
        text,
    };
    (draft, sent)
}

impl Draft {
    async fn saved(&self) -> serde_json::Value {
        let path = self.page.trim_end_matches("/edit");
        self.journey.read("ada", path).await
    }
}

/// Fault 13: a save after the session ended led to sign-in, and the text was gone.
#[actix_web::test]
async fn what_was_typed_while_the_session_ended_stands_in_the_form_after_signing_in() {
    let (draft, sent) = typed_too_long().await;
    assert_eq!(sent.status, 403);
    assert!(sent.body.contains("action=\"/sign-in\""), "{}", sent.body);
    let back = sign_in_on(&draft.browser, &sent.body, "ada").await;
    assert_eq!(back.status, 200, "{}", back.body);
    let stands = |name: &str| standing_in(&back.body, &draft.page, name);
    assert_eq!(stands("summary").as_deref(), Some(draft.text.as_str()));
    assert_eq!(stands("title").as_deref(), Some("Sepsis test, better"));
    assert_eq!(
        draft.saved().await["title"],
        "Sepsis test",
        "nothing is sent by itself"
    );
    let filled = fill_in(&back.body, &draft.page, &[]);
    let saved = draft.browser.post(&draft.page, &filled).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    assert_eq!(
        saved.location,
        format!("{}?done=save_application", draft.page)
    );
    assert_eq!(draft.saved().await["summary"], draft.text.as_str());
}

#[actix_web::test]
async fn a_wrong_password_in_between_loses_nothing() {
    let (draft, sent) = typed_too_long().await;
    let wrong = [
        ("email", "ada@people.example"),
        ("password", "not a password of anyone"),
    ];
    let filled = fill_in(&sent.body, "/sign-in", &wrong);
    let refused = draft.browser.post("/sign-in", &filled).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    let back = sign_in_on(&draft.browser, &refused.body, "ada").await;
    let stands = standing_in(&back.body, &draft.page, "summary");
    assert_eq!(stands.as_deref(), Some(draft.text.as_str()));
}

/// Fault 13: one person's text is never sent as another's; it is shown, and nothing is done.
#[actix_web::test]
async fn another_person_who_signs_in_sees_the_text_and_nothing_is_sent() {
    let (draft, sent) = typed_too_long().await;
    let back = sign_in_on(&draft.browser, &sent.body, "ben").await;
    assert_eq!(back.status, 404, "the draft is not theirs");
    assert!(back.body.contains(&draft.text), "{}", back.body);
    assert_eq!(draft.saved().await["title"], "Sepsis test");
}

#[actix_web::test]
async fn a_form_of_an_older_session_is_shown_again_and_not_sent() {
    let (journey, [_, id]) = journey::drafted();
    let page = format!("/applications/{id}/edit");
    let browser = Browser::signed_in(&journey.fund, "ada").await;
    let typed = [("summary", "Typed in the first tab")];
    let filled = browser.fill(&page, &page, &typed).await;
    // Signed out and in again in another tab: the cookie is another's.
    let fields = credentials("ada");
    let fields: Vec<(&str, &str)> = fields.iter().map(|one| (one.0, one.1.as_str())).collect();
    assert_eq!(
        browser.send("/sign-in", "/sign-in", &fields).await.status,
        303
    );
    let sent = browser.post(&page, &filled).await;
    assert_eq!(sent.status, 403);
    let stands = standing_in(&sent.body, &page, "summary");
    assert_eq!(stands.as_deref(), Some("Typed in the first tab"));
    let again = browser.post(&page, &fill_in(&sent.body, &page, &[])).await;
    assert_eq!(again.status, 303, "{}", again.body);
}

#[actix_web::test]
async fn what_is_carried_along_is_this_servers_alone_and_never_a_password() {
    let (draft, sent) = typed_too_long().await;
    let mut forged = fill_in(&sent.body, "/sign-in", &[]);
    for field in forged.iter_mut().filter(|one| one.0 == "_carried") {
        field.1 = field.1.replace("beds", "birds");
    }
    let fields = credentials("ada");
    for (name, value) in &fields {
        forged.retain(|one| one.0 != *name);
        forged.push(((*name).to_owned(), value.clone()));
    }
    let back = draft.browser.post("/sign-in", &forged).await;
    assert_eq!((back.status, back.location.as_str()), (303, "/work"));

    let fund = TestFund::new().await;
    let browser = Browser::signed_in(&fund, "ada").await;
    let secrets = [
        ("current", PASSWORD),
        ("password", "another kettle of nine herons"),
    ];
    let filled = browser
        .fill("/profile", "/profile/password", &secrets)
        .await;
    fund.clock.advance_seconds(2 * HOUR);
    let sent = browser.post("/profile/password", &filled).await;
    assert_eq!(sent.status, 403);
    assert!(!sent.body.contains("herons"), "{}", sent.body);
}

/// Fault 13: a report of 4,400 characters came back as the list of awards, without its text.
#[actix_web::test]
async fn a_deed_on_a_child_comes_back_to_its_page_refused_or_done() {
    let (journey, [.., award]) = journey::awarded();
    let page = format!("/awards/{award}");
    let found = journey.read("ada", &page).await;
    let milestone = found["milestones"][0]["id"].as_str().unwrap();
    let report = format!("{page}/milestones/{milestone}/report");
    let ada = Browser::signed_in(&journey.fund, "ada").await;
    let text = long_text(4_400);
    let sent = ada.send(&page, &report, &[("report", &text)]).await;
    assert_eq!(sent.status, 422);
    let stands = standing_in(&sent.body, &report, "report");
    assert_eq!(stands.as_deref(), Some(text.as_str()));
    assert!(
        sent.body.contains("aria-invalid"),
        "the fault is at its field"
    );
    let sent = ada.send(&page, &report, &[("report", "Done.")]).await;
    assert_eq!(sent.location, format!("{page}?done=report_milestone"));

    let officer = Browser::signed_in(&journey.fund, "programme_officer0").await;
    let returned = format!("{page}/milestones/{milestone}/return");
    let sent = officer.send(&page, &returned, &[]).await;
    assert_eq!(sent.status, 422);
    assert!(standing_in(&sent.body, &returned, "reason").is_some());
    let account = json!({
        "participant": found["shares"][0]["participant"], "holder": "The payee",
        "iban": "DE89370400440532013000", "bank_name": "Another", "country": "XA",
    });
    let path = format!("{page}/bank-accounts");
    let account = journey.fund.done("ada", &path, account).await;
    let refuse = format!("{path}/{}/refuse", account.as_str().unwrap());
    let text = long_text(4_200);
    let sent = officer.send(&page, &refuse, &[("reason", &text)]).await;
    assert_eq!(sent.status, 422);
    let stands = standing_in(&sent.body, &refuse, "reason");
    assert_eq!(stands.as_deref(), Some(text.as_str()));
    let sent = officer
        .send(&page, &refuse, &[("reason", "Not theirs.")])
        .await;
    assert_eq!(sent.location, format!("{page}?done=refuse_bank_account"));
}

/// Fault 13: a review reopened, an assignment or a file removed led to lists.
#[actix_web::test]
async fn reviews_and_files_come_back_to_their_page_too() {
    let (journey, [call, draft]) = journey::drafted();
    let page = format!("/applications/{draft}");
    let ada = Browser::signed_in(&journey.fund, "ada").await;
    let files = format!("{page}/files");
    let sent = ada.send_file(&page, &files, b"%PDF-1.4 plan").await;
    assert_eq!(sent.location, format!("{page}?done=attach_file"));
    let found = journey.read("ada", &page).await;
    let file = found["attachments"][0]["id"].as_str().unwrap();
    let sent = ada
        .send(&page, &format!("{files}/{file}/remove"), &[])
        .await;
    assert_eq!(sent.location, format!("{page}?done=remove_file"));
    let sent = ada.send_file(&page, &files, b"").await;
    assert_eq!(sent.status, 422);
    assert!(sent.body.contains("aria-invalid"), "{}", sent.body);

    journey
        .fund
        .done(
            "ada",
            &format!("{page}/submit"),
            json!({ "declaration": true }),
        )
        .await;
    journey.in_evaluation(&call, &draft).await;
    journey
        .review(&draft, "reviewer0", ["4.0", "4.0", "4.0"])
        .await;
    journey.assign(&draft, "reviewer1").await;
    let room = format!("{page}/evaluation");
    let evaluation = journey.read("secretary", &room).await;
    let assigned = |index: usize| evaluation["assigned"][index]["id"].as_str().unwrap();
    let secretary = Browser::signed_in(&journey.fund, "secretary").await;
    let reopen = format!("{page}/reviewers/{}/reopen", assigned(0));
    let text = long_text(4_100);
    let sent = secretary.send(&room, &reopen, &[("reason", &text)]).await;
    assert_eq!(sent.status, 422);
    let stands = standing_in(&sent.body, &reopen, "reason");
    assert_eq!(stands.as_deref(), Some(text.as_str()));
    let remove = format!("{page}/reviewers/{}/remove", assigned(1));
    let sent = secretary.send(&room, &remove, &[]).await;
    assert_eq!(sent.location, format!("{room}?done=remove_assignment"));
}

/// A form that is not offered any more when it comes in: what was typed is shown all the same.
#[actix_web::test]
async fn a_form_that_is_gone_leaves_its_text() {
    let (journey, [_, id]) = journey::submitted();
    let page = format!("/applications/{id}");
    let withdraw = format!("{page}/withdraw");
    let ada = Browser::signed_in(&journey.fund, "ada").await;
    let typed = [("reason", "Because the ward has closed.")];
    let filled = ada.fill(&page, &withdraw, &typed).await;
    journey
        .fund
        .done("ada", &withdraw, json!({ "reason": "Earlier." }))
        .await;
    let sent = ada.post(&withdraw, &filled).await;
    assert_eq!(sent.status, 409);
    assert!(
        sent.body.contains("Because the ward has closed."),
        "{}",
        sent.body
    );
}

/// A child that belongs to another is not found there.
#[actix_web::test]
async fn a_child_is_found_with_its_own_parent_alone() {
    let (journey, [call, one]) = journey::drafted();
    let other = journey
        .fund
        .done(
            "ada",
            &format!("/calls/{call}/applications"),
            json!({
                "organisation": journey.read("ada", "/organisations").await[0]["id"],
                "title": "Another",
            }),
        )
        .await;
    let ada = Browser::signed_in(&journey.fund, "ada").await;
    let page = format!("/applications/{one}");
    let files = format!("{page}/files");
    ada.send_file(&page, &files, b"%PDF-1.4 plan").await;
    let found = journey.read("ada", &page).await;
    let file = found["attachments"][0]["id"].as_str().unwrap();
    let elsewhere = format!(
        "/applications/{}/files/{file}/remove",
        other.as_str().unwrap()
    );
    journey
        .fund
        .refused("ada", &elsewhere, json!({}), 404, "not_found")
        .await;
}
