//! Passkeys: added by their owner, asked for at the door and with grave deeds, each time anew.

use super::doors::many;
use super::journey::{self, Journey};
use super::second_factor::{Holder, code, first_step, letters, next_code, token, turned_on};
use crate::database::contents::are_named;
use crate::support::browser::{Browser, Sent, standing_in};
use crate::support::device::Device;
use crate::support::{PASSWORD, TestFund, people};
use jointfund::db::tx::Actor;
use jointfund::identity::second_factor::queries;
use jointfund::kernel::id::{AccountId, SessionId};
use jointfund::notifications;
use jointfund::rules::Role;
use serde_json::{Value, json};

const PAGE: &str = "/profile/second-factor";
const ASK: &str = "/passkeys/ask";
const ADD: &str = "/profile/second-factor/passkeys";
const BEGIN: &str = "/profile/second-factor/passkeys/begin";

/// Somebody with a passkey, in a browser that is signed in.
pub(super) struct Owner {
    browser: Browser,
    account: AccountId,
    device: Device,
    recovery_codes: Vec<String>,
}

fn codes_of(body: &str) -> Vec<String> {
    let html = scraper::Html::parse_document(body);
    let codes = scraper::Selector::parse("ul.codes bdi").unwrap();
    let codes = html.select(&codes).map(|one| one.text().collect());
    codes.collect()
}

/// What the page lets the browser ask to make a passkey.
fn asked_to_make(page: &str) -> Option<Value> {
    let html = scraper::Html::parse_document(page);
    let field = scraper::Selector::parse("[data-new-passkey]").unwrap();
    let field = html.select(&field).next()?;
    let asked = field.value().attr("data-new-passkey").unwrap();
    Some(serde_json::from_str(asked).unwrap())
}

/// Begins a passkey, and sends what the device makes.
async fn added(browser: &Browser, device: &Device, name: &str, code: Option<&str>) -> Sent {
    let mut typed = vec![("current", PASSWORD)];
    typed.extend(code.map(|code| ("code", code)));
    let sent = browser.send(PAGE, BEGIN, &typed).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let (_, page) = browser.page(PAGE).await;
    let made = device.make(&asked_to_make(&page).unwrap());
    let typed = [("name", name), ("credential", made.as_str())];
    browser.send_again(&page, ADD, &typed).await
}

/// Somebody adds a passkey as their first factor.
pub(super) async fn owner(fund: &TestFund, who: &str) -> Owner {
    let account = people::actor(fund, who).account().unwrap();
    let browser = Browser::signed_in(fund, who).await;
    let device = Device::new(who);
    let sent = added(&browser, &device, "Phone", None).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    Owner {
        recovery_codes: codes_of(&sent.body),
        browser,
        account,
        device,
    }
}

/// What binds the forms of a page to its reader.
fn token_of(page: &str) -> String {
    let html = scraper::Html::parse_document(page);
    let field = scraper::Selector::parse("input[name=_csrf]").unwrap();
    let field = html.select(&field).next().unwrap();
    field.value().attr("value").unwrap().to_owned()
}

/// What the page's script is told when it asks for a passkey for the form with this address.
async fn asked(browser: &Browser, page: &str, form: &str) -> Value {
    let standing = |name: &str| standing_in(page, form, name).unwrap_or_default();
    let typed = [
        ("_csrf", token_of(page)),
        ("address", form.to_owned()),
        ("digest", standing("digest")),
        ("ticket", standing("ticket")),
    ];
    let typed = typed.map(|(name, value)| (name.to_owned(), value)).to_vec();
    let sent = browser.post(ASK, &typed).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    let told: Value = serde_json::from_str(&sent.body).unwrap();
    told["options"].clone()
}

/// Sends a form of a page with a passkey in place of a code.
async fn proved(browser: &Browser, device: &Device, page: &str, form: &str) -> Sent {
    let (_, body) = browser.page(page).await;
    let answer = device.show(&asked(browser, &body, form).await);
    let typed = [("assertion", answer.as_str())];
    browser.send_again(&body, form, &typed).await
}

/// With an award and two payouts that were verified; and its approver, who has a passkey.
async fn verified() -> (Journey, [String; 2], Owner) {
    let (journey, [_, _, award]) = journey::awarded();
    let found = journey.read("ada", &format!("/awards/{award}")).await;
    let mut pages = Vec::new();
    for share in 0..2 {
        let share = &found["shares"][share];
        let payout = journey.request(&award, share, "advance", "").await;
        journey.tell("verified", json!({ "payout": payout })).await;
        pages.push(format!("/payouts/{payout}"));
    }
    let approver = owner(&journey.fund, "approver0").await;
    (journey, pages.try_into().unwrap(), approver)
}

#[actix_web::test]
async fn a_person_adds_a_passkey_with_their_password_and_is_shown_recovery_codes_once() {
    let fund = TestFund::new().await;
    let account = people::actor(&fund, "ada").account().unwrap();
    let other = Browser::signed_in(&fund, "ada").await;
    let browser = Browser::signed_in(&fund, "ada").await;
    let sent = browser.send(PAGE, BEGIN, &[("current", "wrong")]).await;
    assert_eq!(sent.status, 422);
    let (_, page) = browser.page(PAGE).await;
    assert!(asked_to_make(&page).is_none() && !page.contains("<script"));
    let device = Device::new("phone");
    let sent = added(&browser, &device, "", None).await;
    assert_eq!(sent.status, 422, "it has no name: {}", sent.body);
    // What the browser has made is not made a second time.
    let kept = standing_in(&sent.body, ADD, "credential").unwrap();
    assert!(kept.contains("attestationObject"), "{kept}");
    // What was asked stands there still; nothing is asked of anybody yet.
    assert_eq!(token(&fund, "ada", None).await.0, 200);
    let made = device.make(&asked_to_make(&sent.body).unwrap());
    let without = [("name", "Phone"), ("credential", "")];
    let sent = browser.send_again(&sent.body, ADD, &without).await;
    assert!(sent.body.contains("It takes one that knows passkeys"));
    assert_eq!(standing_in(&sent.body, ADD, "credential").unwrap(), "");
    let typed = [("name", "Phone"), ("credential", made.as_str())];
    let sent = browser.send_again(&sent.body, ADD, &typed).await;
    assert_eq!((sent.status, codes_of(&sent.body).len()), (200, 10));
    assert_eq!(
        letters(&fund, "ada", "A passkey was added to your account"),
        1
    );
    let told = newest_letter(&fund, "ada");
    assert!(told.contains("Your second factor is on"), "{told}");
    assert_eq!(other.page("/profile").await.0, 303, "ended elsewhere");
    // The second one takes a proof of the first, and gives no other codes.
    let (_, page) = browser.page(PAGE).await;
    assert!(page.contains("Phone") && asked_to_make(&page).is_none());
    let begun = browser.send(PAGE, BEGIN, &[("current", PASSWORD)]).await;
    assert_eq!(begun.status, 422, "{}", begun.body);
    let answer = device.show(&asked(&browser, &page, BEGIN).await);
    let typed = [("current", PASSWORD), ("assertion", answer.as_str())];
    let sent = browser.send_again(&page, BEGIN, &typed).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let (_, page) = browser.page(PAGE).await;
    let asked = asked_to_make(&page).unwrap();
    let known = &asked["excludeCredentials"];
    assert_eq!(known.as_array().unwrap().len(), 1, "{asked}");
    // The same device is nobody's second passkey.
    let again = device.make(&asked);
    let typed = [("name", "Phone again"), ("credential", again.as_str())];
    let sent = browser.send_again(&page, ADD, &typed).await;
    assert_eq!(sent.status, 422, "{}", sent.body);
    let made = Device::new("key").make(&asked);
    let typed = [("name", "Key"), ("credential", made.as_str())];
    let sent = browser.send_again(&page, ADD, &typed).await;
    assert_eq!((sent.status, codes_of(&sent.body).len()), (200, 0));
    assert!(sent.body.contains("The passkey is added"), "{}", sent.body);
    let told = newest_letter(&fund, "ada");
    assert!(told.contains("in place of a code"), "{told}");
    let (_, history) = browser.page(&format!("/history/account/{account}")).await;
    assert!(history.contains("Make the passkey"), "{history}");
    fund.holds();
    are_named(&fund, &["passkeys"]);
}

#[actix_web::test]
async fn what_was_begun_in_one_session_is_finished_in_no_other_and_not_late() {
    let fund = TestFund::new().await;
    let first = Browser::signed_in(&fund, "ada").await;
    let other = Browser::signed_in(&fund, "ada").await;
    for browser in [&first, &other] {
        let sent = browser.send(PAGE, BEGIN, &[("current", PASSWORD)]).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
    }
    let ((_, mine), (_, theirs)) = (first.page(PAGE).await, other.page(PAGE).await);
    let device = Device::new("phone");
    let made = device.make(&asked_to_make(&mine).unwrap());
    let typed = [("name", "Phone"), ("credential", made.as_str())];
    let sent = other.send_again(&theirs, ADD, &typed).await;
    assert_eq!(sent.status, 422, "{}", sent.body);
    device.origin.set("http://localhost:8081");
    let elsewhere = device.make(&asked_to_make(&mine).unwrap());
    let typed = [("name", "Phone"), ("credential", elsewhere.as_str())];
    let sent = first.send_again(&mine, ADD, &typed).await;
    assert_eq!(sent.status, 422, "made for another page: {}", sent.body);
    fund.clock.advance_seconds(5 * 60);
    let typed = [("name", "Phone"), ("credential", made.as_str())];
    let sent = first.send_again(&mine, ADD, &typed).await;
    assert_eq!(sent.status, 422, "{}", sent.body);
    assert!(sent.body.contains("five minutes ago"), "{}", sent.body);
    assert_eq!(token(&fund, "ada", None).await.0, 200);
}

#[actix_web::test]
async fn signing_in_takes_a_passkey_for_this_ticket_once() {
    let fund = TestFund::new().await;
    let ada = owner(&fund, "ada").await;
    let (browser, sent) = first_step(&fund, "ada", PASSWORD, "/calls").await;
    assert!(sent.body.contains("Use a passkey"), "{}", sent.body);
    let question = asked(&browser, &sent.body, "/sign-in").await;
    let answer = ada.device.show(&question);
    // It is good for the ticket it was asked with, and for no other.
    fund.clock.advance_seconds(1);
    let (stranger, theirs) = first_step(&fund, "ada", PASSWORD, "").await;
    let typed = [("assertion", answer.as_str())];
    let refused = stranger.send_again(&theirs.body, "/sign-in", &typed).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert!(refused.body.contains("does not prove"), "{}", refused.body);
    let spent = browser.send_again(&sent.body, "/sign-in", &typed).await;
    assert_eq!(spent.status, 422, "it was shown: {}", spent.body);
    let answer = ada
        .device
        .show(&asked(&browser, &spent.body, "/sign-in").await);
    let typed = [("assertion", answer.as_str())];
    let done = browser.send_again(&spent.body, "/sign-in", &typed).await;
    assert_eq!(
        (done.status, &*done.location),
        (303, "/calls"),
        "{}",
        done.body
    );
    assert_eq!(browser.page("/profile").await.0, 200);
    let again = browser.send_again(&spent.body, "/sign-in", &typed).await;
    assert_ne!(again.status, 303, "once");
    // Both that were refused count as wrong tries do.
    assert_eq!(many(&fund, "failed_sign_ins WHERE in_all >= 2"), 1);
    // Without the device a recovery code does.
    let (browser, sent) = first_step(&fund, "ada", PASSWORD, "").await;
    let typed = [("code", ada.recovery_codes[0].as_str())];
    let done = browser.send_again(&sent.body, "/sign-in", &typed).await;
    assert_eq!(done.status, 303, "{}", done.body);
    // Whoever has none is offered none.
    turned_on(&fund, "ben").await;
    let (_, sent) = first_step(&fund, "ben", PASSWORD, "").await;
    assert!(!sent.body.contains("Use a passkey") && !sent.body.contains("<script"));
    fund.holds();
}

#[actix_web::test]
async fn an_approval_takes_a_passkey_that_was_asked_for_exactly_this() {
    let (journey, [page, other], approver) = verified().await;
    let (fund, approve) = (&journey.fund, format!("{page}/approve"));
    let (browser, device) = (&approver.browser, &approver.device);
    let (_, body) = browser.page(&page).await;
    assert!(body.contains("Use a passkey") && body.contains("<script src=\"/static/passkeys-"));
    let refused = |sent: &Sent| {
        assert_eq!(sent.status, 422, "{}", sent.body);
        assert!(sent.body.contains("does not prove"), "{}", sent.body);
    };
    // Asked for another payout, for another deed on this one, or on what was not read.
    let (_, beside) = browser.page(&other).await;
    let of_other = asked(browser, &beside, &format!("{other}/approve")).await;
    let to_refuse = asked(browser, &body, &format!("{page}/refuse")).await;
    for question in [of_other, to_refuse] {
        let answer = device.show(&question);
        let typed = [("assertion", answer.as_str())];
        refused(&browser.send_again(&body, &approve, &typed).await);
    }
    let digest = standing_in(&body, &approve, "digest").unwrap();
    let csrf = standing_in(&body, &approve, "_csrf").unwrap();
    let unread = [
        ("_csrf", csrf.as_str()),
        ("address", &approve),
        ("digest", ""),
    ];
    let unread = unread.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let told: Value =
        serde_json::from_str(&browser.post(ASK, &unread.to_vec()).await.body).unwrap();
    let answer = device.show(&told["options"]);
    let typed = [("assertion", answer.as_str())];
    refused(&browser.send_again(&body, &approve, &typed).await);
    // Nothing that was shown is put back, and the right one is taken.
    let sent = proved(browser, device, &page, &approve).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let kept = format!(
        "factor_proofs WHERE action = 'approve_payout' AND digest = '{digest}' \
         AND factor = 'passkey'"
    );
    assert_eq!(many(fund, &kept), 1);
    let seats = journey.read("ada", &page).await["seats"].clone();
    assert_eq!(seats[0]["proved_by"], "passkey", "{seats}");
    let (_, shown) = browser.page(&page).await;
    assert!(shown.contains("a passkey"), "{shown}");
    fund.holds();
}

#[actix_web::test]
async fn a_copy_a_replay_and_a_strangers_passkey_are_refused_and_lead_to_pauses() {
    let (journey, [page, _], approver) = verified().await;
    let (fund, approve) = (&journey.fund, format!("{page}/approve"));
    let stranger = owner(fund, "approver1").await;
    let (browser, device) = (&approver.browser, &approver.device);
    let (_, body) = browser.page(&page).await;
    let question = asked(browser, &body, &approve).await;
    // A stranger's key, under its own name and under the owner's.
    let foreign = stranger.device.show(&question);
    let fresh = asked(browser, &body, &approve).await;
    let forged = Device::new("approver0").show(&fresh);
    let late = device.show(&asked(browser, &body, &approve).await);
    for (what, answer) in [
        ("foreign", &foreign),
        ("forged", &forged),
        ("empty", &"{}".into()),
    ] {
        let typed = [("assertion", answer.as_str())];
        let sent = browser.send_again(&body, &approve, &typed).await;
        assert_eq!(sent.status, 422, "{what}: {}", sent.body);
        assert!(!sent.body.contains("signature"), "{what}: {}", sent.body);
    }
    assert_eq!(many(fund, "second_factors WHERE failures = 3"), 1);
    // What comes too late is no guess.
    fund.clock.advance_seconds(5 * 60);
    let typed = [("assertion", late.as_str())];
    let sent = browser.send_again(&body, &approve, &typed).await;
    assert!(sent.body.contains("five minutes ago"), "{}", sent.body);
    assert_eq!(many(fund, "second_factors WHERE failures = 3"), 1);
    // A copy counts its uses for itself.
    device.uses.set(7);
    let right = device.show(&asked(browser, &body, &approve).await);
    device.uses.set(3);
    let copied = device.show(&asked(browser, &body, &approve).await);
    let sent = browser
        .send_again(&body, &approve, &[("assertion", right.as_str())])
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let renew = format!("{PAGE}/codes");
    let (_, own) = browser.page(PAGE).await;
    device.uses.set(9);
    let once = device.show(&asked(browser, &own, &renew).await);
    device.uses.set(4);
    let sent = browser
        .send_again(&own, &renew, &[("assertion", once.as_str())])
        .await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    // Neither the same again, nor one that was given for something else.
    let (_, own) = browser.page(PAGE).await;
    for answer in [&once, &copied] {
        let typed = [("assertion", answer.as_str())];
        let sent = browser.send_again(&own, &renew, &typed).await;
        assert_eq!(sent.status, 422, "{}", sent.body);
    }
    let copied = device.show(&asked(browser, &own, &renew).await);
    let typed = [("assertion", copied.as_str())];
    let sent = browser.send_again(&own, &renew, &typed).await;
    assert_eq!(sent.status, 422, "its counter went back: {}", sent.body);
    // After five in a row nothing is taken for a while, be it right.
    for _ in 0..2 {
        let sent = browser
            .send_again(&own, &renew, &[("assertion", "{}")])
            .await;
        assert_eq!(sent.status, 422, "{}", sent.body);
    }
    device.uses.set(20);
    let right = device.show(&asked(browser, &own, &renew).await);
    let typed = [("assertion", right.as_str())];
    let sent = browser.send_again(&own, &renew, &typed).await;
    assert_eq!(sent.status, 429, "{}", sent.body);
}

#[actix_web::test]
async fn a_program_sends_what_a_passkey_answered_with_the_deed() {
    let (journey, [page, _], approver) = verified().await;
    let fund = &journey.fund;
    let code = &approver.recovery_codes[0];
    let (_, tokens) = token(fund, "approver0", Some(code)).await;
    let bearer = tokens["access_token"].as_str().unwrap();
    let send = async |path: &str, body: Value| {
        let path = format!("{}/api/v1{path}", fund.base);
        let request = reqwest::Client::new().post(path).bearer_auth(bearer);
        let answer = request.json(&body).send().await.unwrap();
        let status = answer.status().as_u16();
        (status, answer.json::<Value>().await.unwrap())
    };
    let digest = journey.read("ada", &page).await["digest"].clone();
    let approve = format!("{page}/approve");
    let ask = json!({ "address": approve, "digest": digest });
    let (status, told) = send(ASK, ask).await;
    assert_eq!(status, 200, "{told}");
    let answer = approver.device.show(&told["options"]);
    let body = json!({ "digest": digest, "assertion": answer });
    let (status, done) = send(&approve, body).await;
    assert_eq!(status, 200, "{done}");
    let seats = journey.read("ada", &page).await["seats"].clone();
    assert_eq!(seats[0]["proved_by"], "passkey", "{seats}");
    // Whoever has none is not asked for one, and a visitor is nobody.
    let (status, refused) = fund.post("auditor", ASK, json!({ "address": "/x" })).await;
    assert_eq!(
        (status, &refused["code"]),
        (409, &json!("passkey_is_there"))
    );
    let (status, _) = fund.post("", ASK, json!({ "address": "/x" })).await;
    assert_eq!(status, 401);
}

#[actix_web::test]
async fn a_passkey_is_removed_with_password_and_proof_and_its_owner_is_told() {
    let fund = TestFund::new().await;
    let ada = owner(&fund, "ada").await;
    let (browser, device) = (&ada.browser, &ada.device);
    let own = the_one(&fund, ada.account);
    let remove = format!("{ADD}/{own}/remove");
    let sent = browser.send(PAGE, &remove, &[("current", PASSWORD)]).await;
    assert_eq!(sent.status, 422, "{}", sent.body);
    let (_, body) = browser.page(PAGE).await;
    // An answer is good once, whatever came of what it was shown for.
    let missing = format!("{ADD}/01900000-0000-7000-8000-0000000000aa/remove");
    let answer = device.show(&asked(browser, &body, &missing).await);
    let typed = [
        ("_csrf", token_of(&body)),
        ("current", PASSWORD.to_owned()),
        ("assertion", answer),
    ];
    let typed = typed.map(|(name, value)| (name.to_owned(), value)).to_vec();
    assert_eq!(browser.post(&missing, &typed).await.status, 404);
    assert_eq!(browser.post(&missing, &typed).await.status, 422);
    // There is a factor, but no app that could be switched off.
    let off = browser.post(&format!("{PAGE}/turn-off"), &typed).await;
    assert_eq!(off.status, 409, "{}", off.body);
    assert!(
        off.body.contains("Your account has no app for codes"),
        "{}",
        off.body
    );
    let answer = device.show(&asked(browser, &body, &remove).await);
    let typed = [("current", PASSWORD), ("assertion", answer.as_str())];
    let sent = browser.send_again(&body, &remove, &typed).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(
        letters(&fund, "ada", "A passkey was removed from your account"),
        1
    );
    let told = newest_letter(&fund, "ada");
    assert!(told.contains("your second factor is off"), "{told}");
    // It was all of it: the factor is off, and its recovery codes are void.
    assert_eq!(token(&fund, "ada", None).await.0, 200);
    assert_eq!(many(&fund, "recovery_codes"), 0);
    // The key that was removed opens nothing, under this account or another.
    let ben = Browser::signed_in(&fund, "ben").await;
    let sent = added(&ben, device, "Mine", None).await;
    assert_eq!(sent.status, 422, "{}", sent.body);
    fund.holds();
}

/// What the newest letter to somebody says.
fn newest_letter(fund: &TestFund, who: &str) -> String {
    let mailbox = fund.app.read_now(Actor::Operator, |view| {
        notifications::queries::mailbox(view, None)
    });
    let mut letters = mailbox.unwrap().items.into_iter();
    let own = letters.find(|one| one.item.recipient == people::email(who));
    own.unwrap().text
}

/// What waits of one person is bounded, and what is over goes, whoever was asked.
#[actix_web::test]
async fn questions_for_a_passkey_do_not_pile_up() {
    let fund = TestFund::new().await;
    owner(&fund, "ben").await;
    let ada = owner(&fund, "ada").await;
    let (_, body) = ada.browser.page(PAGE).await;
    for _ in 0..30 {
        asked(&ada.browser, &body, BEGIN).await;
        fund.clock.advance_seconds(10);
    }
    assert_eq!(many(&fund, "passkey_challenges WHERE used_at IS NULL"), 21);
    fund.clock.advance_seconds(2 * 60 * 60);
    let (browser, sent) = first_step(&fund, "ben", PASSWORD, "").await;
    asked(&browser, &sent.body, "/sign-in").await;
    assert_eq!(many(&fund, "passkey_challenges"), 1);
}

/// The one passkey of somebody.
fn the_one(fund: &TestFund, account: AccountId) -> String {
    let config = fund.app.config.clone();
    let session = SessionId::new();
    let actor = Actor::Person { account, session };
    let own = fund.app.read_now(actor, |view| queries::own(view, &config));
    own.unwrap().passkeys.first().unwrap().id.to_string()
}

#[actix_web::test]
async fn an_office_that_asks_for_a_factor_takes_either_and_keeps_the_last() {
    let fund = TestFund::tuned("paid_in", |config| {
        config.security.second_factor_for = vec![Role::FinanceOfficer];
    });
    let officer = owner(&fund, "finance_officer0").await;
    let (browser, device) = (&officer.browser, &officer.device);
    assert_eq!(
        browser.page("/books").await.0,
        200,
        "the office is in force"
    );
    let remove = format!("{ADD}/{}/remove", the_one(&fund, officer.account));
    let (_, body) = browser.page(PAGE).await;
    assert!(!body.contains(&remove), "{body}");
    let begin = format!("{PAGE}/begin");
    let mut typed = vec![
        (
            "_csrf".to_owned(),
            standing_in(&body, &begin, "_csrf").unwrap(),
        ),
        ("current".to_owned(), PASSWORD.to_owned()),
    ];
    let answer = device.show(&asked(browser, &body, &remove).await);
    typed.push(("assertion".to_owned(), answer));
    let sent = browser.post(&remove, &typed).await;
    assert_eq!(sent.status, 409, "{}", sent.body);
    assert!(sent.body.contains("the last of it cannot be taken away"));
    // With an app besides, either of the two may go.
    let answer = device.show(&asked(browser, &body, &begin).await);
    let typed = [("current", PASSWORD), ("assertion", answer.as_str())];
    let sent = browser.send_again(&body, &begin, &typed).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    let first = code(&fund, officer.account);
    let turn_on = format!("{PAGE}/turn-on");
    let sent = browser.send(PAGE, &turn_on, &[("code", &first)]).await;
    assert_eq!(sent.status, 200, "{}", sent.body);
    let (_, body) = browser.page(PAGE).await;
    let off = format!("{PAGE}/turn-off");
    assert!(body.contains(&off) && body.contains(&remove), "{body}");
    let fresh = next_code(&fund, officer.account);
    let typed = [("current", PASSWORD), ("code", fresh.as_str())];
    let sent = browser.send_again(&body, &off, &typed).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(browser.page("/books").await.0, 200, "the passkey stays");
    let (_, body) = browser.page(PAGE).await;
    assert!(!body.contains(&off) && !body.contains(&remove), "{body}");
    fund.holds();
}

#[actix_web::test]
async fn a_lost_factor_that_is_taken_off_takes_its_passkeys_along() {
    let fund = TestFund::new().await;
    let ada = owner(&fund, "ada").await;
    let person = format!("/people/{}", ada.account);
    let admin = Browser::signed_in(&fund, "admin0").await;
    let propose = format!("{person}/second-factor/propose-reset");
    let reason = [("reason", "I called her: it is she, and her phone is gone.")];
    let sent = admin.send(&person, &propose, &reason).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let other = Browser::signed_in(&fund, "admin1").await;
    let confirm = format!("{person}/second-factor/confirm-reset");
    let sent = other.send(&person, &confirm, &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(token(&fund, "ada", None).await.0, 200);
    assert_eq!(many(&fund, "passkeys WHERE removed_at IS NULL"), 0);
    let again = owner_again(&fund).await;
    assert_eq!(again.status, 422, "the lost one is void: {}", again.body);
    fund.holds();
}

/// Whoever found the lost passkey tries to bring it back.
async fn owner_again(fund: &TestFund) -> Sent {
    let browser = Browser::signed_in(fund, "ada").await;
    added(&browser, &Device::new("ada"), "Phone", None).await
}

#[actix_web::test]
async fn own_data_asks_for_a_passkey_again_and_names_it_without_its_key() {
    let fund = TestFund::new().await;
    let ada = owner(&fund, "ada").await;
    fund.clock.advance_seconds(15 * 60);
    let data = "/profile/data";
    let sent = ada.browser.send("/profile", data, &[]).await;
    assert_eq!(sent.status, 422, "{}", sent.body);
    let sent = proved(&ada.browser, &ada.device, "/profile", data).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let (_, file) = ada.browser.page("/profile/data/file").await;
    let told: Value = serde_json::from_str(&file).unwrap();
    assert_eq!(told["passkeys"][0]["name"], "Phone", "{file}");
    assert!(!file.contains("static_state") && !file.contains("credential"));
}

#[actix_web::test]
async fn an_app_and_a_passkey_serve_beside_each_other() {
    let fund = TestFund::new().await;
    let Holder {
        browser, account, ..
    } = turned_on(&fund, "ada").await;
    let fresh = next_code(&fund, account);
    let device = Device::new("ada");
    let sent = added(&browser, &device, "Phone", Some(&fresh)).await;
    assert_eq!(
        (sent.status, codes_of(&sent.body).len()),
        (200, 0),
        "{}",
        sent.body
    );
    for by_passkey in [true, false] {
        let (browser, sent) = first_step(&fund, "ada", PASSWORD, "").await;
        let (name, proof) = if by_passkey {
            let question = asked(&browser, &sent.body, "/sign-in").await;
            ("assertion", device.show(&question))
        } else {
            ("code", next_code(&fund, account))
        };
        let done = browser
            .send_again(&sent.body, "/sign-in", &[(name, proof.as_str())])
            .await;
        assert_eq!(done.status, 303, "{name}: {}", done.body);
    }
}
