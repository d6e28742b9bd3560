//! The second factor: switched on by its owner, asked for at the door and with grave deeds.

use super::doors::many;
use super::journey::{self, Journey};
use crate::database::contents::are_named;
use crate::support::browser::{Browser, Sent, fill_in, standing_in};
use crate::support::{PASSWORD, TestFund, people};
use jointfund::case::Saw;
use jointfund::db::tx::Actor;
use jointfund::identity::second_factor::lost;
use jointfund::identity::second_factor::queries::code_of_the_demo;
use jointfund::identity::succession;
use jointfund::kernel::entry::FromEntry;
use jointfund::kernel::id::AccountId;
use jointfund::kernel::text::Email;
use jointfund::notifications;
use jointfund::rules::Role;
use jointfund::worker;
use serde_json::{Value, json};

const PAGE: &str = "/profile/second-factor";
const STEP: i64 = 30;

/// Somebody with a second factor, in a browser that is signed in.
pub(super) struct Holder {
    pub(super) browser: Browser,
    pub(super) account: AccountId,
    pub(super) recovery_codes: Vec<String>,
}

/// The code an app shows now.
pub(super) fn code(fund: &TestFund, account: AccountId) -> String {
    let config = fund.app.config.clone();
    let code = fund.app.read_now(Actor::Operator, |view| {
        code_of_the_demo(view, &config, account)
    });
    code.unwrap()
}

/// The next code: each is good once.
pub(super) fn next_code(fund: &TestFund, account: AccountId) -> String {
    fund.clock.advance_seconds(STEP);
    code(fund, account)
}

fn codes_of(body: &str) -> Vec<String> {
    codes_in(body, "ul.codes bdi")
}

fn codes_in(body: &str, place: &str) -> Vec<String> {
    let html = scraper::Html::parse_document(body);
    let codes = scraper::Selector::parse(place).unwrap();
    html.select(&codes)
        .map(|one| one.text().collect())
        .collect()
}

/// Somebody switches a second factor on.
pub(super) async fn turned_on(fund: &TestFund, who: &str) -> Holder {
    let account = people::actor(fund, who).account().unwrap();
    let browser = Browser::signed_in(fund, who).await;
    let begin = format!("{PAGE}/begin");
    let sent = browser.send(PAGE, &begin, &[("current", PASSWORD)]).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    let first = code(fund, account);
    let turn_on = format!("{PAGE}/turn-on");
    let sent = browser.send(PAGE, &turn_on, &[("code", &first)]).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    let recovery_codes = codes_of(&sent.body);
    assert_eq!(recovery_codes.len(), 10, "{}", sent.body);
    Holder {
        browser,
        account,
        recovery_codes,
    }
}

/// The first step of signing in, by pages.
pub(super) async fn first_step(
    fund: &TestFund,
    who: &str,
    password: &str,
    next: &str,
) -> (Browser, Sent) {
    let browser = Browser::new(fund);
    let (_, page) = browser.page("/sign-in").await;
    let email = people::email(who);
    let typed = [
        ("email", email.as_str()),
        ("password", password),
        ("next", next),
    ];
    let sent = browser
        .post("/sign-in", &fill_in(&page, "/sign-in", &typed))
        .await;
    (browser, sent)
}

/// Signing in by the API.
pub(super) async fn token(fund: &TestFund, who: &str, code: Option<&str>) -> (u16, Value) {
    let mut typed = json!({ "email": people::email(who), "password": PASSWORD });
    if let Some(code) = code {
        typed["code"] = json!(code);
    }
    fund.post("", "/tokens", typed).await
}

fn fault(answer: &Value) -> &str {
    answer["faults"]["code"][0]["code"].as_str().unwrap_or("")
}

pub(super) fn letters(fund: &TestFund, who: &str, subject: &str) -> usize {
    let letters = fund.app.read_now(Actor::Operator, |view| {
        notifications::queries::mailbox(view, None)
    });
    let letters = letters.unwrap().items;
    let theirs = letters
        .iter()
        .filter(|one| one.item.recipient == people::email(who) && one.item.subject == subject);
    theirs.count()
}

#[actix_web::test]
async fn a_person_switches_it_on_with_their_password_and_the_first_code_of_an_app() {
    let fund = TestFund::new().await;
    let other = Browser::signed_in(&fund, "ada").await;
    let browser = Browser::signed_in(&fund, "ada").await;
    let account = people::actor(&fund, "ada").account().unwrap();
    let begin = format!("{PAGE}/begin");
    let sent = browser.send(PAGE, &begin, &[("current", "wrong")]).await;
    assert_eq!(sent.status, 422);
    let sent = browser.send(PAGE, &begin, &[("current", PASSWORD)]).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    assert!(
        sent.body.contains("<svg class=\"picture\""),
        "{}",
        sent.body
    );
    // Nothing is asked of anybody before its first code was given.
    assert_eq!(token(&fund, "ada", None).await.0, 200);
    let turn_on = format!("{PAGE}/turn-on");
    let wrong = if code(&fund, account) == "000000" {
        "000001"
    } else {
        "000000"
    };
    let sent = browser.send(PAGE, &turn_on, &[("code", wrong)]).await;
    assert_eq!(sent.status, 422, "{}", sent.body);
    let typed = code(&fund, account);
    let spaced = format!("{} {}", &typed[..3], &typed[3..]);
    let sent = browser.send(PAGE, &turn_on, &[("code", &spaced)]).await;
    let codes = codes_of(&sent.body);
    assert_eq!((sent.status, codes.len()), (200, 10), "{}", sent.body);
    assert_eq!(letters(&fund, "ada", "Your second factor is on"), 1);
    assert_eq!(other.page("/profile").await.0, 303, "ended elsewhere");
    // Shown once, until the owner says that they keep them the page reminds them.
    let (_, page) = browser.page(PAGE).await;
    assert!(!page.contains(&codes[0]) && page.contains("You have not said yet"));
    let kept = format!("{PAGE}/codes/kept");
    assert_eq!(browser.send(PAGE, &kept, &[]).await.status, 303);
    let (_, page) = browser.page(PAGE).await;
    assert!(!page.contains("You have not said yet"), "{page}");
    // The history tells of it, and no secret.
    let (_, history) = browser.page(&format!("/history/account/{account}")).await;
    assert!(history.contains("Switch it on"), "{history}");
    for secret in [&codes[0], &codes[0].replace('-', ""), &typed] {
        assert!(!history.contains(secret.as_str()));
    }
    fund.holds();
}

#[actix_web::test]
async fn a_seed_is_shown_once_and_waits_for_a_while_in_the_session_that_began_it() {
    let fund = TestFund::new().await;
    let account = people::actor(&fund, "ada").account().unwrap();
    let browser = Browser::signed_in(&fund, "ada").await;
    let other = Browser::signed_in(&fund, "ada").await;
    let begin = format!("{PAGE}/begin");
    let sent = browser.send(PAGE, &begin, &[("current", PASSWORD)]).await;
    let seed = codes_in(&sent.body, "dd");
    let seed = seed.first().unwrap();
    assert_eq!(seed.replace(' ', "").len(), 32, "{seed}");
    // Neither page nor API tells it again, to the session that began it or to another.
    let turn_on = format!("{PAGE}/turn-on");
    let (_, page) = browser.page(PAGE).await;
    assert!(
        !page.contains(seed.as_str()) && !page.contains("class=\"picture\""),
        "{page}"
    );
    assert!(standing_in(&page, &turn_on, "code").is_some(), "{page}");
    let (_, told) = fund.get("ada", "/me/second-factor").await;
    assert!(!told.to_string().contains(seed.as_str()), "{told}");
    assert_eq!(told["is_begun"], false, "it was begun elsewhere");
    // Whoever holds another session cannot switch it on.
    let (_, page) = other.page(PAGE).await;
    assert!(standing_in(&page, &turn_on, "code").is_none(), "{page}");
    let mut filled = other.fill(PAGE, &begin, &[]).await;
    filled.retain(|one| one.0 != "current");
    filled.push(("code".to_owned(), code(&fund, account)));
    assert_eq!(other.post(&turn_on, &filled).await.status, 422);
    let filled = browser.fill(PAGE, &turn_on, &[("code", "")]).await;
    fund.clock.advance_seconds(15 * 60 + 1);
    let (_, page) = browser.page(PAGE).await;
    assert!(standing_in(&page, &turn_on, "code").is_none(), "{page}");
    let mut filled = filled;
    filled.retain(|one| one.0 != "code");
    filled.push(("code".to_owned(), code(&fund, account)));
    let sent = browser.post(&format!("{PAGE}/turn-on"), &filled).await;
    assert_eq!(sent.status, 422, "{}", sent.body);
}

#[actix_web::test]
async fn signing_in_asks_for_a_code_after_the_right_password_and_takes_each_once() {
    let fund = TestFund::new().await;
    let ada = turned_on(&fund, "ada").await;
    let (_, wrong) = first_step(&fund, "ada", "wrong wrong wrong", "").await;
    assert_eq!(wrong.status, 422);
    assert!(standing_in(&wrong.body, "/sign-in", "ticket").is_none());
    let (browser, sent) = first_step(&fund, "ada", PASSWORD, "/calls").await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    assert_eq!(browser.page("/profile").await.0, 303, "not in yet");
    let used = code(&fund, ada.account);
    let typed = [("code", used.as_str())];
    let again = browser.send_again(&sent.body, "/sign-in", &typed).await;
    assert_eq!(again.status, 422, "used to switch it on: {}", again.body);
    let fresh = next_code(&fund, ada.account);
    let typed = [("code", fresh.as_str())];
    let done = browser.send_again(&again.body, "/sign-in", &typed).await;
    assert_eq!((done.status, &*done.location), (303, "/calls"));
    assert_eq!(browser.page("/profile").await.0, 200);
    // A program says it at once, or is told that it must.
    let (status, answer) = token(&fund, "ada", None).await;
    assert_eq!((status, fault(&answer)), (422, "second_factor_required"));
    let (status, answer) = token(&fund, "ada", Some(&fresh)).await;
    assert_eq!((status, fault(&answer)), (422, "used_code"));
    let fresh = next_code(&fund, ada.account);
    assert_eq!(token(&fund, "ada", Some(&fresh)).await.0, 200);
    assert_eq!(token(&fund, "ada", Some(&fresh)).await.0, 422, "once");
    fund.holds();
}

#[actix_web::test]
async fn the_ticket_between_the_steps_ends_and_opens_nothing_by_itself() {
    let fund = TestFund::new().await;
    let ada = turned_on(&fund, "ada").await;
    let (browser, sent) = first_step(&fund, "ada", PASSWORD, "").await;
    let fresh = next_code(&fund, ada.account);
    for ticket in ["", "nonsense", "a.1.99999999999999999.b"] {
        let mut filled = fill_in(&sent.body, "/sign-in", &[("code", &fresh)]);
        filled.retain(|one| one.0 != "ticket");
        filled.push(("ticket".to_owned(), ticket.to_owned()));
        let refused = browser.post("/sign-in", &filled).await;
        assert_eq!(refused.status, 422, "{ticket}: {}", refused.body);
    }
    // Sent without a code it lasts no longer for it.
    fund.clock.advance_seconds(4 * 60);
    let sent = browser
        .send_again(&sent.body, "/sign-in", &[("code", "")])
        .await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    fund.clock.advance_seconds(60);
    let fresh = next_code(&fund, ada.account);
    let late = browser
        .send_again(&sent.body, "/sign-in", &[("code", &fresh)])
        .await;
    assert_eq!(late.status, 422);
    assert!(
        late.body.contains("Begin again with your password"),
        "{}",
        late.body
    );
    assert!(standing_in(&late.body, "/sign-in", "email").is_some());
    // Another password makes it void.
    let (browser, sent) = first_step(&fund, "ada", PASSWORD, "").await;
    let new = "seven kettles of one heron";
    let change = [("current", PASSWORD), ("password", new)];
    let changed = ada
        .browser
        .send("/profile", "/profile/password", &change)
        .await;
    assert_eq!(changed.status, 303, "{}", changed.body);
    let fresh = next_code(&fund, ada.account);
    let void = browser
        .send_again(&sent.body, "/sign-in", &[("code", &fresh)])
        .await;
    assert_eq!(void.status, 422, "{}", void.body);
}

/// A mailbox is never a factor: whoever has it and nothing else gets nowhere.
#[actix_web::test]
async fn a_new_password_by_letter_leaves_the_second_factor_as_it_is() {
    let fund = TestFund::new().await;
    let ada = turned_on(&fund, "ada").await;
    let asked = json!({ "email": people::email("ada") });
    fund.post("", "/forgotten-password", asked).await;
    let set = json!({ "token": people::token(&fund, "ada"), "password": PASSWORD });
    assert_eq!(fund.post("", "/reset-password", set).await.0, 200);
    let (status, answer) = token(&fund, "ada", None).await;
    assert_eq!((status, fault(&answer)), (422, "second_factor_required"));
    let fresh = next_code(&fund, ada.account);
    assert_eq!(token(&fund, "ada", Some(&fresh)).await.0, 200);
}

/// A password that is refused keeps the link with which another may be chosen.
#[actix_web::test]
async fn a_new_password_that_is_refused_keeps_its_link() {
    let fund = TestFund::new().await;
    let asked = json!({ "email": people::email("ada") });
    fund.post("", "/forgotten-password", asked).await;
    let browser = Browser::new(&fund);
    let page = format!("/reset-password?token={}", people::token(&fund, "ada"));
    let set = "/reset-password";
    let refused = browser.send(&page, set, &[("password", "too short")]).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(!refused.body.contains("too short"), "{}", refused.body);
    let good = [("password", "seven kettles of one heron")];
    let sent = browser.send_again(&refused.body, set, &good).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
}

#[actix_web::test]
async fn a_recovery_code_lets_its_owner_in_once_and_they_are_told() {
    let fund = TestFund::new().await;
    let ada = turned_on(&fund, "ada").await;
    let (browser, sent) = first_step(&fund, "ada", PASSWORD, "").await;
    let typed = ada.recovery_codes[0].to_uppercase().replace('-', " ");
    let done = browser
        .send_again(&sent.body, "/sign-in", &[("code", &typed)])
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(letters(&fund, "ada", "A recovery code was used"), 1);
    let again = token(&fund, "ada", Some(&ada.recovery_codes[0])).await;
    assert_eq!((again.0, fault(&again.1)), (422, "used_code"));
    // New ones make the old ones void.
    let fresh = next_code(&fund, ada.account);
    let renew = format!("{PAGE}/codes");
    let sent = browser.send(PAGE, &renew, &[("code", &fresh)]).await;
    let new = codes_of(&sent.body);
    assert_eq!(new.len(), 10, "{}", sent.body);
    assert_eq!(
        token(&fund, "ada", Some(&ada.recovery_codes[1])).await.0,
        422
    );
    assert_eq!(token(&fund, "ada", Some(&new[1])).await.0, 200);
    assert_eq!(letters(&fund, "ada", "You have new recovery codes"), 1);
    are_named(&fund, &["recovery_codes", "second_factors"]);
}

#[actix_web::test]
async fn wrong_codes_are_counted_and_lead_to_pauses() {
    let fund = TestFund::new().await;
    let ada = turned_on(&fund, "ada").await;
    for guess in 0..5 {
        let (status, answer) = token(&fund, "ada", Some("12345")).await;
        assert_eq!((status, fault(&answer)), (422, "wrong_code"), "{guess}");
    }
    let fresh = next_code(&fund, ada.account);
    let answers = [
        token(&fund, "ada", Some("12345")).await,
        token(&fund, "ada", Some("12345")).await,
        token(&fund, "ada", Some(&code(&fund, ada.account))).await,
    ];
    let statuses = answers.map(|one| one.0);
    assert!(
        statuses.contains(&429) && !statuses.contains(&200),
        "{statuses:?}"
    );
    fund.clock.advance_seconds(60);
    let later = code(&fund, ada.account);
    assert_ne!(later, fresh);
    assert_eq!(token(&fund, "ada", Some(&later)).await.0, 200);
    // Within a session they count alike.
    let off = format!("{PAGE}/turn-off");
    for _ in 0..5 {
        let typed = [("current", PASSWORD), ("code", "nonsense")];
        assert_eq!(ada.browser.send(PAGE, &off, &typed).await.status, 422);
    }
    let typed = [("current", PASSWORD), ("code", "nonsense")];
    assert_eq!(ada.browser.send(PAGE, &off, &typed).await.status, 429);
}

/// Whoever sends a code a second time has guessed at nothing: it is refused, and not counted.
#[actix_web::test]
async fn a_used_code_is_no_wrong_guess() {
    let (journey, page, approver) = verified().await;
    let (fund, approve) = (&journey.fund, format!("{page}/approve"));
    let used = code(fund, approver.account);
    for _ in 0..7 {
        let (status, answer) = token(fund, "approver0", Some(&used)).await;
        assert_eq!((status, fault(&answer)), (422, "used_code"));
        let typed = [("code", used.as_str())];
        let sent = approver.browser.send(&page, &approve, &typed).await;
        assert_eq!(sent.status, 422, "{}", sent.body);
        assert!(
            sent.body.contains("This code was used already"),
            "{}",
            sent.body
        );
    }
    for counted in [
        "second_factors WHERE failures > 0",
        "failed_sign_ins",
        "audit_records WHERE action = 'prove_second_factor' AND CAST(\"after\" AS text) LIKE '%wrong%'",
    ] {
        assert_eq!(many(fund, counted), 0, "{counted}");
    }
    let fresh = next_code(fund, approver.account);
    let typed = [("code", fresh.as_str())];
    let sent = approver.browser.send(&page, &approve, &typed).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
}

/// Guesses that come at once take turns: each is counted, and none slips in beside a pause.
#[actix_web::test]
async fn wrong_codes_sent_at_once_are_all_counted() {
    let fund = TestFund::new().await;
    let _ada = turned_on(&fund, "ada").await;
    let tries = (0..12).map(|_| token(&fund, "ada", Some("12345")));
    let answers = futures_util::future::join_all(tries).await;
    let wrong = answers.iter().filter(|one| fault(&one.1) == "wrong_code");
    let wrong = wrong.count();
    let others = answers.iter().filter(|one| one.0 == 429).count();
    assert_eq!(wrong + others, 12, "{answers:?}");
    assert!(others > 0, "{answers:?}");
    let counted = format!("second_factors WHERE failures = {wrong}");
    assert_eq!(many(&fund, &counted), 1, "{counted}");
    let counted = format!("failed_sign_ins WHERE in_all = {wrong} AND in_a_row = {wrong}");
    assert_eq!(many(&fund, &counted), 1, "{counted}");
}

/// Two servers agree on what was used: it is the database that says so.
#[actix_web::test]
async fn one_code_shown_at_two_doors_at_once_opens_one() {
    let fund = TestFund::new().await;
    let ada = turned_on(&fund, "ada").await;
    let fresh = next_code(&fund, ada.account);
    let tries = (0..6).map(|_| token(&fund, "ada", Some(&fresh)));
    let answers = futures_util::future::join_all(tries).await;
    let opened = answers.iter().filter(|one| one.0 == 200).count();
    assert_eq!(opened, 1, "{answers:?}");
}

/// With an award, and a payout of it that was verified; and its approver, who has a second factor.
async fn verified() -> (Journey, String, Holder) {
    let (journey, [_, _, award]) = journey::awarded();
    let found = journey.read("ada", &format!("/awards/{award}")).await;
    let share = &found["shares"][0];
    let payout = journey.request(&award, share, "advance", "").await;
    journey.tell("verified", json!({ "payout": payout })).await;
    let approver = turned_on(&journey.fund, "approver0").await;
    (journey, format!("/payouts/{payout}"), approver)
}

#[actix_web::test]
async fn an_approval_takes_a_fresh_code_and_keeps_what_it_was_given_for() {
    let (journey, page, approver) = verified().await;
    let (fund, approve) = (&journey.fund, format!("{page}/approve"));
    let sent = approver
        .browser
        .send(&page, &approve, &[("code", "")])
        .await;
    assert_eq!(sent.status, 422, "{}", sent.body);
    assert!(sent.body.contains("Give the code that your app shows now"));
    let used = code(fund, approver.account);
    let typed = [("code", used.as_str())];
    let sent = approver
        .browser
        .send_again(&sent.body, &approve, &typed)
        .await;
    assert_eq!(sent.status, 422, "{}", sent.body);
    let fresh = next_code(fund, approver.account);
    let typed = [("code", fresh.as_str())];
    let sent = approver
        .browser
        .send_again(&sent.body, &approve, &typed)
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let digest = journey.read("ada", &page).await["digest"].clone();
    let history = format!("/history/payout/{}", page.rsplit('/').next().unwrap());
    let told = journey.read("auditor", &history).await.to_string();
    assert!(
        told.contains("second_factor") && told.contains("totp"),
        "{told}"
    );
    let proof = format!(
        "factor_proofs WHERE action = 'approve_payout' AND digest = '{}'",
        digest.as_str().unwrap()
    );
    assert_eq!(many(fund, &proof), 1);
    // Whoever has none acts as ever; the record tells of each seat what was proved.
    fund.done("approver1", &approve, json!({})).await;
    let seats = journey.read("ada", &page).await["seats"].clone();
    assert_eq!(
        (&seats[0]["proved_by"], &seats[1]["proved_by"]),
        (&json!("totp"), &Value::Null)
    );
    let (_, shown) = approver.browser.page(&page).await;
    assert!(shown.contains("Proved with"), "{shown}");
    assert!(shown.contains("Had no second factor to prove"), "{shown}");
    fund.holds();
    are_named(&journey.fund, &["factor_proofs"]);
}

#[actix_web::test]
async fn a_program_sends_the_code_with_the_deed() {
    let (journey, page, approver) = verified().await;
    let fund = &journey.fund;
    let fresh = next_code(fund, approver.account);
    let (_, tokens) = token(fund, "approver0", Some(&fresh)).await;
    let bearer = tokens["access_token"].as_str().unwrap();
    let digest = journey.read("ada", &page).await["digest"].clone();
    let send = async |mut body: Value, code: &str, key: &str| {
        body["digest"] = digest.clone();
        if !code.is_empty() {
            body["code"] = json!(code);
        }
        let path = format!("{}/api/v1{page}/approve", fund.base);
        let request = reqwest::Client::new().post(path).bearer_auth(bearer);
        let request = request.header("idempotency-key", key).json(&body);
        let answer = request.send().await.unwrap();
        (
            answer.status().as_u16(),
            answer.json::<Value>().await.unwrap(),
        )
    };
    let (status, answer) = send(json!({}), "", "a").await;
    assert_eq!((status, fault(&answer)), (422, "second_factor_required"));
    let fresh = next_code(fund, approver.account);
    assert_eq!(send(json!({}), &fresh, "b").await.0, 200);
    // The echo of a press asks for no other code, and is the same with the next.
    assert_eq!(send(json!({}), &fresh, "b").await.0, 200);
    let next = next_code(fund, approver.account);
    assert_eq!(send(json!({}), &next, "b").await.0, 200);
    assert_eq!(send(json!({}), &fresh, "c").await.0, 422);
}

/// What brings money into the books or out of them was confirmed without a second factor, and an
/// answer that was lost could not be asked for again.
#[actix_web::test]
async fn what_moves_the_books_takes_a_fresh_code_each_time() {
    let fund = TestFund::new().await;
    let partner = people::partners(&fund)[0];
    let pledged = json!({ "amount": "1000", "pledged_on": "2027-01-04", "reference": "Second" });
    let path = format!("/partners/{partner}/contributions");
    let pledge = fund.done("finance_officer0", &path, pledged).await;
    let page = format!("/contributions/{}", pledge.as_str().unwrap());
    let officer = turned_on(&fund, "finance_officer1").await;
    let fresh = next_code(&fund, officer.account);
    let (_, tokens) = token(&fund, "finance_officer1", Some(&fresh)).await;
    let bearer = tokens["access_token"].as_str().unwrap();
    let send = async |deed: &str, version: &str, code: &str, key: &str| {
        let path = format!("{}/api/v1{page}/{deed}", fund.base);
        let request = reqwest::Client::new().post(path).bearer_auth(bearer);
        let body = json!({ "version": version, "code": code });
        let request = request.header("idempotency-key", key).json(&body);
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        (status, answer.json::<Value>().await.unwrap())
    };
    let (status, answer) = send("confirm", "1", "", "a").await;
    assert_eq!((status, fault(&answer)), (422, "second_factor_required"));
    let fresh = next_code(&fund, officer.account);
    assert_eq!(send("confirm", "1", &fresh, "b").await.0, 200);
    assert_eq!(send("confirm", "1", &fresh, "b").await.0, 200, "an echo");
    let why = json!({ "reason": "It was of another fund." });
    fund.done("finance_officer0", &format!("{page}/reverse"), why)
        .await;
    let (status, answer) = send("confirm-reversal", "3", "", "c").await;
    assert_eq!((status, fault(&answer)), (422, "second_factor_required"));
    let (status, _) = send("confirm-reversal", "3", &fresh, "d").await;
    assert_eq!(status, 422, "each code is good once");
    let fresh = next_code(&fund, officer.account);
    assert_eq!(send("confirm-reversal", "3", &fresh, "e").await.0, 200);
    assert_eq!(send("confirm-reversal", "3", &fresh, "e").await.0, 200);
    let proofs = "factor_proofs WHERE action IN ('confirm_booking', 'reverse_booking')";
    assert_eq!(super::doors::many(&fund, proofs), 2);
    fund.holds();
}

#[actix_web::test]
async fn a_wrong_code_loses_nothing_that_was_typed_and_burns_no_right_one() {
    let (journey, page, approver) = verified().await;
    let fund = &journey.fund;
    let payout = page.rsplit('/').next().unwrap();
    let approve = format!("{page}/approve");
    fund.done("approver1", &approve, json!({})).await;
    let browser = Browser::new(fund);
    sign_in(fund, &browser, "approver0", approver.account).await;
    let fresh = next_code(fund, approver.account);
    let sent = browser.send(&page, &approve, &[("code", &fresh)]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let found = journey.read("ada", &page).await;
    let officer = format!(
        "payment_officer{}",
        usize::from(found["payer_code"] == "BM")
    );
    let words = json!({ "payout": payout, "officer": officer });
    journey.tell("ordered", words).await;
    let officer = turned_on(fund, &officer).await;
    let confirm = format!("{page}/confirm");
    let fresh = next_code(fund, officer.account);
    let typed = [
        ("bank_reference", "BK-1"),
        ("booked_on", &*journey.today()),
        ("amount", "nonsense"),
        ("code", &*fresh),
    ];
    let sent = officer.browser.send(&page, &confirm, &typed).await;
    assert_eq!(sent.status, 422, "{}", sent.body);
    let kept = standing_in(&sent.body, &confirm, "bank_reference");
    assert_eq!(kept.as_deref(), Some("BK-1"));
    // What was not done has used nothing up.
    let amount = found["amount"]["amount"].as_str().unwrap();
    let typed = [("amount", amount), ("code", &*fresh)];
    let sent = officer
        .browser
        .send_again(&sent.body, &confirm, &typed)
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    fund.holds();
}

/// Whatever becomes of a form, a code that came with it is on no page afterwards.
#[actix_web::test]
async fn a_code_that_was_typed_stands_on_no_page_again() {
    let (journey, page, approver) = verified().await;
    let (fund, approve) = (&journey.fund, format!("{page}/approve"));
    let typed = [("code", "271 828")];
    let filled = approver.browser.fill(&page, &approve, &typed).await;
    let nowhere = |sent: &Sent| {
        let body = sent.body.replace("&#32;", " ");
        assert!(!body.contains("271 828"), "{}", sent.body);
    };
    // Refused for the code itself; then for the form's age.
    let sent = approver.browser.post(&approve, &filled).await;
    assert_eq!(sent.status, 422, "{}", sent.body);
    nowhere(&sent);
    let mut old = filled.clone();
    old.retain(|one| one.0 != "_csrf");
    old.push(("_csrf".to_owned(), "of another session".to_owned()));
    let sent = approver.browser.post(&approve, &old).await;
    assert_eq!(sent.status, 403, "{}", sent.body);
    nowhere(&sent);
    // By somebody who is not signed in any more; and where the form is not offered any more.
    let sent = Browser::new(fund).post(&approve, &filled).await;
    assert_eq!(sent.status, 403, "{}", sent.body);
    nowhere(&sent);
    let fresh = next_code(fund, approver.account);
    let sent = approver
        .browser
        .send(&page, &approve, &[("code", &fresh)])
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let fresh = next_code(fund, approver.account);
    let mut again = filled.clone();
    again.retain(|one| one.0 != "code");
    again.push(("code".to_owned(), fresh.clone()));
    again.retain(|one| one.0 != "_once");
    let sent = approver.browser.post(&approve, &again).await;
    assert!(matches!(sent.status, 403 | 409), "{}", sent.body);
    assert!(!sent.body.contains(&fresh), "{}", sent.body);
    // Nor the code of one's own page.
    let begin = format!("{PAGE}/turn-off");
    let typed = [("current", "seven kettles"), ("code", "271 828")];
    let sent = approver.browser.send(PAGE, &begin, &typed).await;
    assert!(matches!(sent.status, 403 | 422), "{}", sent.body);
    nowhere(&sent);
    assert!(!sent.body.contains("seven kettles"), "{}", sent.body);
}

/// Signs somebody with a second factor in.
async fn sign_in(fund: &TestFund, browser: &Browser, who: &str, account: AccountId) {
    let email = people::email(who);
    let typed = [("email", email.as_str()), ("password", PASSWORD)];
    let sent = browser.send("/sign-in", "/sign-in", &typed).await;
    let fresh = next_code(fund, account);
    let done = browser
        .send_again(&sent.body, "/sign-in", &[("code", &fresh)])
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
}

#[actix_web::test]
async fn confirming_a_role_asks_for_a_proof_of_the_last_ten_minutes() {
    let fund = TestFund::new().await;
    let ben = people::actor(&fund, "ben").account().unwrap();
    let person = format!("/people/{ben}");
    let roles = format!("{person}/roles");
    let partner = people::partners(&fund)[0];
    let mut grants = Vec::new();
    for role in ["board_member", "finance_officer"] {
        let role = json!({ "role": role, "partner": partner });
        let grant = fund.done("admin0", &roles, role).await;
        grants.push(format!("{roles}/{}/confirm", grant.as_str().unwrap()));
    }
    let admin = turned_on(&fund, "admin1").await;
    // It was proved just now, by switching it on.
    let (_, page) = admin.browser.page(&person).await;
    assert_eq!(standing_in(&page, &grants[0], "code"), None);
    let stale = admin.browser.fill(&person, &grants[1], &[]).await;
    let sent = admin.browser.send(&person, &grants[0], &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    fund.clock.advance_seconds(10 * 60 + 1);
    let sent = admin.browser.post(&grants[1], &stale).await;
    assert_eq!(sent.status, 422, "{}", sent.body);
    let fresh = code(&fund, admin.account);
    let typed = [("code", fresh.as_str())];
    let sent = admin
        .browser
        .send_again(&sent.body, &grants[1], &typed)
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
}

#[actix_web::test]
async fn an_office_that_asks_for_it_is_not_in_force_before_it_is_on() {
    let fund = TestFund::tuned("paid_in", |config| {
        config.security.second_factor_for = vec![Role::FinanceOfficer];
    });
    let partner = people::partners(&fund)[0];
    let path = format!("/partners/{partner}/contributions");
    let pledge = json!({ "amount": "10", "pledged_on": "2027-01-04", "reference": "L-1" });
    let (status, answer) = fund.post("finance_officer0", &path, pledge.clone()).await;
    assert_eq!(
        (status, answer["code"].as_str()),
        (403, Some("second_factor_is_off")),
        "{answer}"
    );
    // They are led to where it is switched on, whatever page they want.
    let browser = Browser::new(&fund);
    let email = people::email("finance_officer0");
    let typed = [("email", email.as_str()), ("password", PASSWORD)];
    let sent = browser.send("/sign-in", "/sign-in", &typed).await;
    assert_eq!((sent.status, &*sent.location), (303, PAGE));
    let (status, _) = browser.page("/books").await;
    assert_eq!(status, 303);
    assert!(
        browser
            .page("/work")
            .await
            .1
            .contains("asks for a second factor")
    );
    // Others are asked for nothing.
    assert_eq!(fund.get("secretary", "/fund").await.0, 200);
    let officer = turned_on(&fund, "finance_officer0").await;
    let (status, page) = officer.browser.page("/books").await;
    assert_eq!(status, 200, "{page}");
    // As long as the office asks for it, it stays on; another app may take its place.
    let (_, page) = officer.browser.page(PAGE).await;
    let off = format!("{PAGE}/turn-off");
    assert!(!page.contains(&off), "{page}");
    let fresh = next_code(&fund, officer.account);
    let (_, tokens) = token(&fund, "finance_officer0", Some(&fresh)).await;
    let fresh = next_code(&fund, officer.account);
    let answer = reqwest::Client::new()
        .post(format!("{}/api/v1{off}", fund.base))
        .bearer_auth(tokens["access_token"].as_str().unwrap())
        .json(&json!({ "current": PASSWORD, "code": fresh }))
        .send()
        .await
        .unwrap();
    let answer: Value = answer.json().await.unwrap();
    assert_eq!(answer["code"], "no_office_asks_for_it", "{answer}");
    let begin = format!("{PAGE}/begin");
    let typed = [("current", PASSWORD), ("code", "000")];
    assert_eq!(officer.browser.send(PAGE, &begin, &typed).await.status, 422);
    let fresh = next_code(&fund, officer.account);
    let typed = [("current", PASSWORD), ("code", &*fresh)];
    assert_eq!(officer.browser.send(PAGE, &begin, &typed).await.status, 200);
    let first = code(&fund, officer.account);
    let turn_on = format!("{PAGE}/turn-on");
    let sent = officer
        .browser
        .send(PAGE, &turn_on, &[("code", &first)])
        .await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    fund.holds();
}

#[actix_web::test]
async fn it_is_switched_off_with_password_and_code_and_its_owner_is_told() {
    let fund = TestFund::new().await;
    let ada = turned_on(&fund, "ada").await;
    let off = format!("{PAGE}/turn-off");
    let fresh = next_code(&fund, ada.account);
    for (current, code) in [("wrong", &*fresh), (PASSWORD, "")] {
        let typed = [("current", current), ("code", code)];
        let sent = ada.browser.send(PAGE, &off, &typed).await;
        assert_eq!(sent.status, 422, "{current} {code}");
    }
    let typed = [("current", PASSWORD), ("code", &*fresh)];
    let sent = ada.browser.send(PAGE, &off, &typed).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(
        letters(&fund, "ada", "Your app for codes was switched off"),
        1
    );
    assert_eq!(token(&fund, "ada", None).await.0, 200);
    assert_eq!(
        token(&fund, "ada", Some(&ada.recovery_codes[3])).await.0,
        200
    );
    fund.holds();
}

/// Proposes to take off ada's factor; gives the address under which it is settled.
async fn proposed(fund: &TestFund, ada: &Holder) -> String {
    let path = format!("/people/{}/second-factor", ada.account);
    let reason = json!({ "reason": "Her phone fell into the harbour; I saw it." });
    fund.done("admin0", &format!("{path}/propose-reset"), reason)
        .await;
    path
}

#[actix_web::test]
async fn a_lost_factor_is_taken_off_by_two_administrators_of_two_partners() {
    let fund = TestFund::new().await;
    let ada = turned_on(&fund, "ada").await;
    let reason = json!({ "reason": "Lost." });
    let path = format!("/people/{}/second-factor", ada.account);
    for who in ["secretary", "approver0", "ben"] {
        let propose = format!("{path}/propose-reset");
        let (status, _) = fund.post(who, &propose, reason.clone()).await;
        assert!(matches!(status, 403 | 404), "{who} {status}");
    }
    fund.refused(
        "admin1",
        &format!("{path}/confirm-reset"),
        json!({}),
        409,
        "reset_waits",
    )
    .await;
    proposed(&fund, &ada).await;
    let subject = "The second factor of ada is to be taken off";
    for who in ["ada", "admin0", "admin1", "root"] {
        assert_eq!(letters(&fund, who, subject), 1, "{who}");
    }
    let confirm = format!("{path}/confirm-reset");
    let rule = "confirmed_by_another_partner";
    fund.refused("admin0", &confirm, json!({}), 403, rule).await;
    let again = format!("{path}/propose-reset");
    fund.refused("admin1", &again, reason, 409, "no_reset_waits")
        .await;
    // What is confirmed stands on the page, and it is this proposal that is confirmed.
    let admin = Browser::signed_in(&fund, "admin1").await;
    let person = format!("/people/{}", ada.account);
    let (_, shown) = admin.page(&person).await;
    assert!(shown.contains("Her phone fell into the harbour"), "{shown}");
    let first = admin.fill(&person, &confirm, &[]).await;
    let stop = format!("{path}/stop-reset");
    let reason = json!({ "reason": "Proposed for the wrong one." });
    fund.done("root", &stop, reason.clone()).await;
    fund.done("admin0", &again, reason).await;
    let sent = admin.post(&confirm, &first).await;
    assert_eq!(sent.status, 409, "{}", sent.body);
    let unseen = fund.post("admin1", &confirm, json!({})).await;
    assert_eq!(
        (unseen.0, &unseen.1["faults"]["digest"][0]["code"]),
        (422, &json!("not_seen"))
    );
    let sent = admin.send(&person, &confirm, &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(ada.browser.page("/profile").await.0, 303, "signed out");
    assert_eq!(token(&fund, "ada", None).await.0, 200);
    let subject = "The second factor of ada was taken off";
    assert_eq!(letters(&fund, "ada", subject), 1);
    fund.holds();
    are_named(&fund, &["factor_resets"]);
}

#[actix_web::test]
async fn whoever_has_lost_nothing_stops_it() {
    let fund = TestFund::new().await;
    let ada = turned_on(&fund, "ada").await;
    let path = proposed(&fund, &ada).await;
    let (page, stop) = (
        format!("/people/{}", ada.account),
        format!("{path}/stop-reset"),
    );
    let reason = [("reason", "My phone is in my hand.")];
    let sent = ada.browser.send(&page, &stop, &reason).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let subject = "The second factor of ada stays on";
    assert_eq!(letters(&fund, "admin1", subject), 1);
    let confirm = format!("{path}/confirm-reset");
    fund.refused("admin1", &confirm, json!({}), 409, "reset_waits")
        .await;
    let (status, answer) = token(&fund, "ada", None).await;
    assert_eq!((status, fault(&answer)), (422, "second_factor_required"));
}

#[actix_web::test]
async fn one_administrator_and_the_operator_take_it_off_after_a_day() {
    let fund = TestFund::new().await;
    let ada = turned_on(&fund, "ada").await;
    let email = Email::from_entry(&people::email("ada")).unwrap();
    let waiting = || {
        let waiting = fund
            .app
            .read_now(Actor::Operator, |view| lost::waiting(view, &email));
        waiting.unwrap().map(|one| one.digest).unwrap_or_default()
    };
    let vouch_for = |proposal: String| {
        let saw = Saw {
            digest: proposal.into(),
            ..Saw::default()
        };
        let done = fund
            .app
            .write_now(Actor::Operator, |tx| lost::vouch(tx, &email, &saw));
        done.map_err(|error| error.code())
    };
    let vouch = || vouch_for(waiting());
    assert_eq!(vouch(), Err("reset_waits"), "never the operator alone");
    let path = proposed(&fund, &ada).await;
    vouch().unwrap();
    let stop = format!("{path}/stop-reset");
    let reason = json!({ "reason": "She was never asked." });
    fund.done("root", &stop, reason).await;
    fund.advance_days(2);
    assert_eq!(token(&fund, "ada", None).await.0, 422, "it was stopped");
    // The operator vouches for the proposal they have read, and for no other.
    let before = proposed(&fund, &ada).await;
    let read = waiting();
    let reason = json!({ "reason": "Proposed for the wrong one." });
    fund.done("root", &format!("{before}/stop-reset"), reason)
        .await;
    proposed(&fund, &ada).await;
    assert_eq!(vouch_for(read), Err("stale"));
    assert_eq!(vouch_for(String::new()), Err("invalid_input"));
    let reason = json!({ "reason": "It was a try." });
    fund.done("root", &format!("{before}/stop-reset"), reason)
        .await;
    // What its owner has switched off meanwhile is nothing to be taken off.
    proposed(&fund, &ada).await;
    vouch().unwrap();
    let browser = Browser::new(&fund);
    sign_in(&fund, &browser, "ada", ada.account).await;
    let fresh = next_code(&fund, ada.account);
    let typed = [("current", PASSWORD), ("code", fresh.as_str())];
    let sent = browser
        .send(PAGE, &format!("{PAGE}/turn-off"), &typed)
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let ada = turned_on(&fund, "ada").await;
    fund.advance_days(2);
    assert_eq!(token(&fund, "ada", None).await.0, 422, "a new one stays on");
    proposed(&fund, &ada).await;
    vouch().unwrap();
    fund.clock.advance_seconds(succession::OBJECTION_TIME - 1);
    worker::follow_the_clock(&fund.app).unwrap();
    assert_eq!(token(&fund, "ada", None).await.0, 422, "not yet");
    fund.clock.advance_seconds(1);
    worker::follow_the_clock(&fund.app).unwrap();
    assert_eq!(token(&fund, "ada", None).await.0, 200);
    fund.holds();
}

/// Whoever has a second factor shows a code of it, and no password, before they take their data
/// with them or change their address: one of the last ten minutes.
#[actix_web::test]
async fn own_data_and_address_ask_for_a_code_of_the_last_ten_minutes() {
    let fund = TestFund::new().await;
    let ada = turned_on(&fund, "ada").await;
    let typed = [("email", "ada@elsewhere.example")];
    let path = "/profile/address";
    let sent = ada.browser.send("/profile", path, &typed).await;
    assert_eq!(sent.status, 303, "just proved: {}", sent.body);
    fund.clock.advance_seconds(11 * 60);
    for path in [path, "/profile/data"] {
        let mut filled = ada.browser.fill("/profile", path, &[]).await;
        if path == "/profile/address" {
            filled.retain(|one| one.0 != "email");
            filled.push(("email".to_owned(), typed[0].1.to_owned()));
        }
        let sent = ada.browser.post(path, &filled).await;
        assert_eq!(sent.status, 422, "{path}: {}", sent.body);
    }
    let fresh = next_code(&fund, ada.account);
    let sent = ada
        .browser
        .send("/profile", path, &[typed[0], ("code", &fresh)])
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let sent = ada.browser.send("/profile", "/profile/data", &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let (status, file) = ada.browser.page("/profile/data/file").await;
    assert!(
        status == 200 && file.contains("\"has_second_factor\": true"),
        "{file}"
    );
}

/// Whoever sits at a session that is open guesses at codes: the owner learns of it.
#[actix_web::test]
async fn very_many_wrong_codes_are_told_by_letter() {
    let fund = TestFund::new().await;
    let ada = turned_on(&fund, "ada").await;
    let told = || letters(&fund, "ada", "Somebody tries to get into your account");
    let codes = format!("{PAGE}/codes");
    for _ in 0..fund.app.config.limits.wrong_tries_before_letter {
        assert_eq!(told(), 0);
        let wrong = match code(&fund, ada.account).as_str() {
            "000000" => "000001",
            _ => "000000",
        };
        let sent = ada.browser.send(PAGE, &codes, &[("code", wrong)]).await;
        assert_eq!(sent.status, 422, "{}", sent.body);
        fund.clock.advance_seconds(20 * 60);
    }
    assert_eq!(told(), 1);
}
