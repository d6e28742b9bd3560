//! A person's account moves to another address: confirmed at both, and taken back for some days.

use super::doors::many;
use crate::database::contents::are_named;
use crate::support::browser::Browser;
use crate::support::{PASSWORD, TestFund, people};
use jointfund::db::tx::Actor;
use jointfund::notifications;
use jointfund::notifications::queries::WholeLetter;
use serde_json::{Value, json};

const NEW: &str = "ada@elsewhere.example";

fn letters(fund: &TestFund, to: &str) -> Vec<WholeLetter> {
    let found = fund.app.read_now(Actor::Operator, |view| {
        notifications::queries::mailbox(view, None)
    });
    let mut letters = found.unwrap().items;
    letters.retain(|one| one.item.recipient == to);
    letters
}

/// The newest letter to an address.
fn letter(fund: &TestFund, to: &str) -> WholeLetter {
    letters(fund, to).remove(0)
}

fn asked(email: &str) -> Value {
    json!({ "email": email, "current": PASSWORD })
}

async fn signed_in(fund: &TestFund, email: &str) -> u16 {
    let typed = json!({ "email": email, "password": PASSWORD });
    fund.post("", "/tokens", typed).await.0
}

async fn pressed(fund: &TestFund, path: &str, who: &str) -> u16 {
    let token = json!({ "token": people::token(fund, who) });
    fund.post("", path, token).await.0
}

/// Takes an account back; gives the link by which its password is set anew.
async fn back(fund: &TestFund, token: &str) -> String {
    let token = json!({ "token": token });
    let (status, answer) = fund.post("", "/take-back-address", token).await;
    assert_eq!(status, 200, "{answer}");
    answer.as_str().unwrap().to_owned()
}

/// Sets the usual password with a link.
async fn set_anew(fund: &TestFund, link: String) {
    let (_, token) = link.split_once("token=").unwrap();
    let typed = json!({ "token": token, "password": PASSWORD });
    fund.done("", "/reset-password", typed).await;
}

#[actix_web::test]
async fn an_account_moves_when_both_mailboxes_have_confirmed() {
    let fund = TestFund::new().await;
    let ada = Browser::signed_in(&fund, "ada").await;
    let other = Browser::signed_in(&fund, "ada").await;
    let reset = json!({ "email": people::email("ada") });
    assert_eq!(fund.post("", "/forgotten-password", reset).await.0, 200);
    let reset = people::token(&fund, "ada");
    let typed = [("email", NEW), ("current", PASSWORD)];
    let sent = ada.send("/profile", "/profile/address", &typed).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let (_, page) = ada.page("/profile").await;
    assert!(page.contains(NEW) && page.contains("Not confirmed yet"));
    let (_, waits) = fund.get("ada", "/me/address-change").await;
    assert_eq!(waits["email"], NEW);
    // Nobody has proved that the new mailbox is theirs: its letter names nobody.
    let told = letter(&fund, NEW).text;
    assert!(!told.contains("Dear ada,") && !told.contains(&people::email("ada")));
    // One of the two is not enough, in either order.
    let link = letter(&fund, NEW).text;
    let link = link.split_whitespace().find(|one| one.contains("token="));
    let path = link.unwrap().split_once("/confirm").unwrap().1;
    let sent = ada
        .send(&format!("/confirm{path}"), "/confirm-address", &[])
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(signed_in(&fund, NEW).await, 422);
    let (_, waits) = fund.get("ada", "/me/address-change").await;
    let confirmed = (&waits["old_has_confirmed"], &waits["new_has_confirmed"]);
    assert_eq!(confirmed, (&json!(false), &json!(true)));
    let old = people::token(&fund, "ada");
    let sent = ada
        .send(
            &format!("/confirm-address?token={old}"),
            "/confirm-address",
            &[],
        )
        .await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(signed_in(&fund, NEW).await, 200);
    assert_eq!(signed_in(&fund, &people::email("ada")).await, 422);
    // Here one goes on, elsewhere one is signed out; a link that went to the old one is dead.
    assert_eq!(ada.page("/profile").await.0, 200);
    assert_eq!(other.page("/profile").await.0, 303);
    let new = json!({ "token": reset, "password": "seven kettles of one heron" });
    assert_eq!(fund.post("", "/reset-password", new).await.0, 422);
    // The trail keeps both, and both are told.
    let (_, page) = ada.page("/profile").await;
    assert!(page.contains(NEW));
    assert!(letter(&fund, NEW).text.contains("sign in with it"));
    let told = letter(&fund, &people::email("ada")).text;
    assert!(told.contains("take-back-address?token=") && told.contains(NEW));
    assert_eq!(pressed(&fund, "/confirm-address", "ada").await, 422, "used");
    let trail = "audit_records WHERE action = 'confirm_address' AND outcome = 'done'";
    assert_eq!(many(&fund, trail), 2);
    are_named(&fund, &["address_changes"]);
}

#[actix_web::test]
async fn the_old_mailbox_takes_the_account_back_for_some_days() {
    let fund = TestFund::new().await;
    let moved = async |fund: &TestFund| {
        fund.done("ada", "/profile/address", asked(NEW)).await;
        assert_eq!(pressed(fund, "/confirm-address", "ada").await, 200);
        assert_eq!(pressed(fund, "/confirm-address", NEW).await, 200);
        assert_eq!(signed_in(fund, NEW).await, 200);
    };
    moved(&fund).await;
    fund.clock.advance_seconds(6 * 86_400);
    set_anew(&fund, back(&fund, &people::token(&fund, "ada")).await).await;
    assert_eq!(signed_in(&fund, NEW).await, 422);
    assert_eq!(signed_in(&fund, &people::email("ada")).await, 200);
    assert_eq!(pressed(&fund, "/take-back-address", "ada").await, 422);
    assert!(
        letter(&fund, NEW)
            .text
            .contains("not have this address any more")
    );
    let told = letters(&fund, &people::email("ada")).into_iter();
    let mut told = told.map(|one| one.text);
    assert!(told.any(|text| text.contains("was taken back")));
    // Later it is too late.
    moved(&fund).await;
    fund.clock.advance_seconds(8 * 86_400);
    assert_eq!(pressed(&fund, "/take-back-address", "ada").await, 422);
    assert_eq!(signed_in(&fund, NEW).await, 200);
}

/// Whether an address is in use, no answer tells; its owner learns that somebody tried.
#[actix_web::test]
async fn an_address_that_is_in_use_is_asked_for_as_any_other() {
    let fund = TestFund::new().await;
    let ben = people::email("ben");
    let free = fund.post("ada", "/profile/address", asked(NEW)).await;
    let used = fund.post("ada", "/profile/address", asked(&ben)).await;
    assert_eq!(free, used);
    assert_eq!(free.0, 200);
    // The earlier one fell with the later.
    assert_eq!(pressed(&fund, "/confirm-address", NEW).await, 422);
    let told = letter(&fund, &ben);
    assert!(told.item.subject.contains("wanted to use your address"));
    assert!(!told.text.contains("confirm-address") && !told.text.contains("ada"));
    let (_, waits) = fund.get("ada", "/me/address-change").await;
    assert_eq!(waits["email"], ben.as_str());
    assert_eq!(pressed(&fund, "/confirm-address", "ada").await, 200);
    assert_eq!(signed_in(&fund, &ben).await, 200);
    assert_eq!(signed_in(&fund, &people::email("ada")).await, 200);
    let own = asked(&people::email("ada").to_uppercase());
    let (status, answer) = fund.post("ada", "/profile/address", own).await;
    let fault = &answer["faults"]["email"][0]["code"];
    assert_eq!((status, fault), (422, &json!("address_is_yours")));
}

/// Whoever sits down at a computer that is signed in takes no account away.
#[actix_web::test]
async fn a_change_of_address_asks_who_it_is_and_is_no_way_to_flood_a_mailbox() {
    let fund = TestFund::new().await;
    let at = |field: &str, answer: &Value| answer["faults"][field][0]["code"].clone();
    let (status, answer) = fund
        .post("ada", "/profile/address", json!({ "email": NEW }))
        .await;
    assert_eq!((status, at("current", &answer)), (422, json!("required")));
    let wrong = json!({ "email": NEW, "current": "wrong wrong wrong" });
    for _ in 0..5 {
        let (status, answer) = fund.post("ada", "/profile/address", wrong.clone()).await;
        assert_eq!(status, 422, "{answer}");
        assert_eq!(at("current", &answer), "wrong_password");
    }
    let (status, _) = fund.post("ada", "/profile/address", asked(NEW)).await;
    assert_eq!(status, 429, "guesses count");
    fund.clock.advance_seconds(60);
    let most = fund.app.config.limits.letters_an_hour_to_an_address;
    for _ in 0..most {
        fund.done("ada", "/profile/address", asked(NEW)).await;
    }
    let (status, answer) = fund.post("ada", "/profile/address", asked(NEW)).await;
    assert_eq!(
        (status, at("email", &answer)),
        (422, json!("enough_letters"))
    );
    // Somebody else’s asking brings no further letter there, and is answered alike.
    fund.done("ben", "/profile/address", asked(NEW)).await;
    assert_eq!(letters(&fund, NEW).len(), usize::try_from(most).unwrap());
}

/// Whoever moved an account on keeps no way back to an address between.
#[actix_web::test]
async fn the_first_way_back_closes_all_later_ones() {
    let fund = TestFund::new().await;
    const FURTHER: &str = "ada@further.example";
    let moved = async |from: &str, to: &str| {
        fund.done(from, "/profile/address", asked(to)).await;
        assert_eq!(pressed(&fund, "/confirm-address", from).await, 200);
        assert_eq!(pressed(&fund, "/confirm-address", to).await, 200);
    };
    moved("ada", NEW).await;
    let first = people::token(&fund, "ada");
    fund.clock.advance_seconds(60);
    moved(NEW, FURTHER).await;
    let second = people::token(&fund, NEW);
    set_anew(&fund, back(&fund, &first).await).await;
    assert_eq!(signed_in(&fund, &people::email("ada")).await, 200);
    let later = json!({ "token": second });
    assert_eq!(fund.post("", "/take-back-address", later).await.0, 422);
    assert_eq!(signed_in(&fund, &people::email("ada")).await, 200);
}

/// Nobody keeps an address from its owner by typing it somewhere.
#[actix_web::test]
async fn an_account_that_nobody_proved_gives_way_to_the_owner_of_the_mailbox() {
    let fund = TestFund::new().await;
    let typed = json!({ "name": "Cy", "email": NEW, "password": "nine herons by a quiet lake" });
    assert_eq!(fund.post("", "/register", typed.clone()).await.0, 200);
    let squatted = people::token(&fund, NEW);
    fund.done("ada", "/profile/address", asked(NEW)).await;
    assert_eq!(pressed(&fund, "/confirm-address", NEW).await, 200);
    assert_eq!(pressed(&fund, "/confirm-address", "ada").await, 200);
    assert_eq!(signed_in(&fund, NEW).await, 200);
    let link = json!({ "token": squatted });
    assert_eq!(fund.post("", "/verify-email", link).await.0, 422);
    // The old address is registered by somebody else: the account comes back to it all the same.
    let token = people::token(&fund, "ada");
    let old = json!({
        "name": "Cy", "email": people::email("ada"), "password": "nine herons by a quiet lake",
    });
    assert_eq!(fund.post("", "/register", old).await.0, 200);
    set_anew(&fund, back(&fund, &token).await).await;
    assert_eq!(signed_in(&fund, &people::email("ada")).await, 200);
    fund.holds();
}

/// Whoever moved an account knew its password: taken back, it opens nothing, in no session either,
/// and its owner is led to set another.
#[actix_web::test]
async fn a_password_that_moved_an_account_opens_nothing_once_it_is_taken_back() {
    let fund = TestFund::new().await;
    let thief = Browser::signed_in(&fund, "ada").await;
    fund.done("ada", "/profile/address", asked(NEW)).await;
    for mailbox in ["ada", NEW] {
        assert_eq!(pressed(&fund, "/confirm-address", mailbox).await, 200);
    }
    let page = format!("/take-back-address?token={}", people::token(&fund, "ada"));
    let owner = Browser::new(&fund);
    let sent = owner.send(&page, "/take-back-address", &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert!(
        sent.location.starts_with("/reset-password?"),
        "{}",
        sent.location
    );
    assert_eq!(thief.page("/profile").await.0, 303);
    for address in [NEW.to_owned(), people::email("ada")] {
        assert_eq!(signed_in(&fund, &address).await, 422, "{address}");
    }
    let (status, form) = owner.page(&sent.location).await;
    assert!(
        status == 200 && form.contains("has its old address again"),
        "{form}"
    );
    let typed = [("password", "seven kettles of one heron")];
    let sent = owner.send(&sent.location, "/reset-password", &typed).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(signed_in(&fund, &people::email("ada")).await, 422);
    let typed = json!({ "email": people::email("ada"), "password": "seven kettles of one heron" });
    assert_eq!(fund.post("", "/tokens", typed).await.0, 200);
    fund.holds();
}
