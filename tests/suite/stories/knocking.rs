//! Knocking: how often one may try, from where, and what no answer tells.

use super::doors::many;
use crate::support::browser::{Browser, fill_in};
use crate::support::{PASSWORD, TestFund, people};
use jointfund::db::DatabaseUrl;
use jointfund::db::tx::Actor;
use jointfund::notifications;
use serde_json::{Value, json};

const WRONG: &str = "a kettle of wrong herons";
const OWN: &str = "203.0.113.7";
const OTHER: &str = "198.51.100.9";

/// Status, `Retry-After` and body of what is sent to the API from a network.
async fn sent_from(
    fund: &TestFund,
    network: &str,
    path: &str,
    body: Value,
) -> (u16, Option<i64>, Value) {
    let request = reqwest::Client::new()
        .post(format!("{}/api/v1{path}", fund.base))
        .header("x-forwarded-for", network)
        .json(&body);
    let answer = request.send().await.unwrap();
    let again = answer.headers().get("retry-after");
    let again = again.map(|seconds| seconds.to_str().unwrap().parse().unwrap());
    let status = answer.status().as_u16();
    (status, again, answer.json().await.unwrap_or(Value::Null))
}

async fn tried(fund: &TestFund, network: &str, who: &str, password: &str) -> u16 {
    let typed = json!({ "email": people::email(who), "password": password });
    sent_from(fund, network, "/tokens", typed).await.0
}

/// How many letters there are to somebody.
fn letters_to(fund: &TestFund, who: &str) -> usize {
    let letters = fund.app.read_now(Actor::Operator, |view| {
        notifications::queries::mailbox(view, None)
    });
    let letters = letters.unwrap().items;
    let to_them = |one: &&_| {
        let one: &notifications::queries::WholeLetter = one;
        one.item.recipient == people::email(who)
    };
    letters.iter().filter(to_them).count()
}

/// Fault 46: the sixth wrong password told who has an account.
#[actix_web::test]
async fn wrong_passwords_are_answered_alike_whether_or_not_there_is_an_account() {
    let fund = TestFund::new().await;
    let typed = json!({ "name": "Carla", "email": people::email("carla"), "password": PASSWORD });
    fund.post("", "/register", typed).await;
    let mut answers = Vec::new();
    for who in ["ada", "nobody", "carla"] {
        let mut own = Vec::new();
        for _ in 0..7 {
            let typed = json!({ "email": people::email(who), "password": WRONG });
            own.push(sent_from(&fund, OTHER, "/tokens", typed).await);
        }
        answers.push(own);
    }
    let statuses: Vec<u16> = answers[0].iter().map(|one| one.0).collect();
    assert_eq!(statuses, [422, 422, 422, 422, 422, 429, 429]);
    assert_eq!(answers[0], answers[1], "of somebody and of nobody");
    assert_eq!(
        answers[0], answers[2],
        "of somebody whose address is not proved"
    );
}

/// Fault 46: whoever registered a known address and tried it learned that it is in use.
#[actix_web::test]
async fn registering_tells_nobody_whether_an_address_is_in_use() {
    let fund = TestFund::new().await;
    let mut answers = Vec::new();
    for who in ["ada", "nobody"] {
        let typed = json!({ "name": "Carla", "email": people::email(who), "password": WRONG });
        let registered = sent_from(&fund, OTHER, "/register", typed.clone()).await;
        let typed = json!({ "email": people::email(who), "password": WRONG });
        answers.push((registered, sent_from(&fund, OTHER, "/tokens", typed).await));
    }
    assert_eq!(answers[0], answers[1]);
}

/// Fault 46: wrong guesses of others kept the owner out.
#[actix_web::test]
async fn the_guesses_of_others_do_not_keep_the_owner_out() {
    let fund = TestFund::new().await;
    for _ in 0..6 {
        tried(&fund, OTHER, "ada", WRONG).await;
    }
    assert_eq!(tried(&fund, OTHER, "ada", PASSWORD).await, 429);
    assert_eq!(tried(&fund, OWN, "ada", PASSWORD).await, 200);
    // Their own success lets nobody else guess on.
    assert_eq!(tried(&fund, OTHER, "ada", PASSWORD).await, 429);
}

/// Fault 46: very many guesses from many networks shut out those the account never came from, until
/// a new password is set by a letter, which always lets its owner in.
#[actix_web::test]
async fn a_new_password_by_letter_lets_the_owner_in_whatever_others_tried() {
    let fund = TestFund::tuned("paid_in", |config| config.limits.wrong_passwords_in_all = 8);
    assert_eq!(tried(&fund, OWN, "ada", PASSWORD).await, 200);
    for who in ["ada", "nobody"] {
        for guess in 0..8 {
            let network = format!("198.51.100.{guess}");
            assert_eq!(
                tried(&fund, &network, who, WRONG).await,
                422,
                "{who} {guess}"
            );
        }
        assert_eq!(
            tried(&fund, "198.51.100.99", who, WRONG).await,
            429,
            "{who}"
        );
    }
    assert_eq!(tried(&fund, "198.51.100.99", "ada", PASSWORD).await, 429);
    assert_eq!(tried(&fund, OWN, "ada", PASSWORD).await, 200, "as ever");
    let asked = json!({ "email": people::email("ada") });
    fund.post("", "/forgotten-password", asked).await;
    let new = "seven kettles of one heron";
    let set = json!({ "token": people::token(&fund, "ada"), "password": new });
    assert_eq!(fund.post("", "/reset-password", set).await.0, 200);
    assert_eq!(tried(&fund, "198.51.100.99", "ada", new).await, 200);
}

/// Fault 37: one network could try as often as it liked.
#[actix_web::test]
async fn a_network_signs_in_so_often_and_no_more_and_keeps_what_was_typed() {
    let fund = TestFund::tuned("paid_in", |config| {
        config.limits.sign_ins_at_once = 3;
        config.limits.sign_ins_a_minute = 2;
    });
    for who in ["ada", "nobody", "ada"] {
        assert!(tried(&fund, OTHER, who, WRONG).await == 422, "{who}");
    }
    let typed = json!({ "email": people::email("ada"), "password": PASSWORD });
    let (status, again, answer) = sent_from(&fund, OTHER, "/tokens", typed).await;
    assert_eq!((status, again), (429, Some(30)), "{answer}");
    assert_eq!(answer["code"], "too_many_attempts");
    assert_eq!(tried(&fund, OWN, "ada", PASSWORD).await, 200);
    // The page says when to try again, and keeps the address.
    let browser = Browser::new(&fund);
    let (_, page) = browser.page("/sign-in").await;
    let email = people::email("ada");
    let typed = [("email", email.as_str()), ("password", WRONG)];
    let filled = fill_in(&page, "/sign-in", &typed);
    for _ in 0..3 {
        assert_eq!(browser.post("/sign-in", &filled).await.status, 422);
    }
    let sent = browser.post("/sign-in", &filled).await;
    assert_eq!(sent.status, 429);
    assert!(
        sent.body.contains("Try again in 30 seconds"),
        "{}",
        sent.body
    );
    assert!(sent.body.contains(&email), "{}", sent.body);
    fund.clock.advance_seconds(30);
    assert_eq!(browser.post("/sign-in", &filled).await.status, 422);
}

/// Fault 37: nor is a header believed of whoever writes it.
#[actix_web::test]
async fn a_header_lends_no_other_network() {
    let fund = TestFund::tuned("paid_in", |config| {
        config.server.trusted_proxies.clear();
        config.limits.sign_ins_at_once = 2;
    });
    for guess in 0..2 {
        let network = format!("198.51.100.{guess}");
        assert_eq!(tried(&fund, &network, "ada", WRONG).await, 422);
    }
    assert_eq!(tried(&fund, "198.51.100.7", "ada", WRONG).await, 429);
}

/// Fault 46: sixty letters in a second went to any address.
#[actix_web::test]
async fn an_address_gets_so_many_letters_an_hour_and_always_one_link_that_is_good() {
    let fund = TestFund::new().await;
    for (who, path) in [("ada", "/forgotten-password"), ("carla", "/register")] {
        let before = letters_to(&fund, who);
        let mut typed = json!({ "email": people::email(who) });
        if path == "/register" {
            typed["name"] = json!("Carla");
            typed["password"] = json!(PASSWORD);
        }
        let mut answers = Vec::new();
        for guess in 0..6 {
            let network = format!("198.51.100.{guess}");
            answers.push(sent_from(&fund, &network, path, typed.clone()).await);
        }
        assert!(answers.iter().all(|one| *one == answers[0]), "{path}");
        assert_eq!(letters_to(&fund, who) - before, 2, "{path}");
    }
    // The third is for when none of their links is good any more.
    let before = letters_to(&fund, "ada");
    fund.clock.advance_seconds(31 * 60);
    let asked = json!({ "email": people::email("ada") });
    for _ in 0..3 {
        fund.post("", "/forgotten-password", asked.clone()).await;
    }
    assert_eq!(letters_to(&fund, "ada") - before, 1);
    let set = json!({ "token": people::token(&fund, "ada"), "password": WRONG });
    assert_eq!(fund.post("", "/reset-password", set).await.0, 200);
}

/// Fault 37: nor does one network ask for letters to as many addresses as it likes.
#[actix_web::test]
async fn a_network_asks_for_so_many_letters_an_hour() {
    let fund = TestFund::tuned("paid_in", |config| {
        config.limits.letters_an_hour_of_a_network = 2;
    });
    let asked = |who: &str| json!({ "email": people::email(who) });
    for who in ["ada", "nobody"] {
        let sent = sent_from(&fund, OTHER, "/forgotten-password", asked(who)).await;
        assert_eq!(sent.0, 200);
    }
    let sent = sent_from(&fund, OTHER, "/forgotten-password", asked("ben")).await;
    assert_eq!((sent.0, sent.1), (429, Some(30 * 60)), "{}", sent.2);
    let sent = sent_from(&fund, OWN, "/forgotten-password", asked("ben")).await;
    assert_eq!(sent.0, 200);
}

/// Fault 67: failed sign-ins reached neither their owner nor the operators.
#[actix_web::test]
async fn wrong_passwords_are_told_to_the_owner_and_to_operators() {
    let fund = TestFund::new().await;
    for who in ["ada", "ada", "ada", "nobody"] {
        tried(&fund, OTHER, who, WRONG).await;
    }
    let browser = Browser::signed_in(&fund, "ada").await;
    let told = "3 wrong passwords were entered for your account";
    for path in ["/work", "/profile", "/calls"] {
        let (_, page) = browser.page(path).await;
        assert!(page.contains(told), "{path}: {page}");
    }
    fund.clock.advance_seconds(11 * 60);
    let (_, page) = browser.page("/work").await;
    assert!(!page.contains(told), "told long enough");
    // Once is enough: the next time there were none.
    let again = Browser::signed_in(&fund, "ada").await;
    assert!(!again.page("/work").await.1.contains("wrong password"));
    let (status, answer) = fund.get("root", "/failed-sign-ins").await;
    assert_eq!(status, 200, "{answer}");
    let rows: Vec<(Value, Value, Value)> = answer["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["name"].clone(),
                one["network"].clone(),
                one["in_all"].clone(),
            )
        })
        .collect();
    assert!(
        rows.contains(&(json!("ada"), json!(OTHER), json!(3))),
        "{answer}"
    );
    assert!(
        rows.contains(&(Value::Null, json!(OTHER), json!(1))),
        "{answer}"
    );
    assert!(!answer.to_string().contains("nobody"), "{answer}");
    let operator = Browser::signed_in(&fund, "root").await;
    assert!(operator.page("/failed-sign-ins").await.1.contains(OTHER));
    assert_eq!(fund.get("secretary", "/failed-sign-ins").await.0, 404);
}

/// One's own sessions, on the page and by the API: where from, and each can be ended.
#[actix_web::test]
async fn a_person_sees_where_they_are_signed_in_and_ends_what_is_not_theirs() {
    let fund = TestFund::new().await;
    let (here, there) = (
        Browser::signed_in(&fund, "ada").await,
        Browser::signed_in(&fund, "ada").await,
    );
    let typed = json!({ "email": people::email("ada"), "password": PASSWORD });
    let (_, _, tokens) = sent_from(&fund, OTHER, "/tokens", typed).await;
    let bearer = tokens["access_token"].as_str().unwrap();
    let asked = |path: &str| {
        let request = reqwest::Client::new().get(format!("{}/api/v1{path}", fund.base));
        request.bearer_auth(bearer).send()
    };
    let own: Value = asked("/me/sessions").await.unwrap().json().await.unwrap();
    let own = own.as_array().unwrap();
    let this = own.iter().find(|one| one["is_this_one"] == true).unwrap();
    assert_eq!(this["network"], OTHER);
    assert_eq!(this["kind"], "api");
    // Another's session is as one that is not there.
    let id = this["id"].as_str().unwrap();
    let path = format!("/profile/sessions/{id}/end");
    assert_eq!(fund.post("ben", &path, json!({})).await.0, 404);
    let nowhere = "/profile/sessions/0197a4f0-0000-7000-8000-000000000000/end";
    assert_eq!(fund.post("ben", nowhere, json!({})).await.0, 404);
    let sent = here.send("/profile", &path, &[]).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(asked("/me").await.unwrap().status().as_u16(), 401);
    let others = "/profile/sessions/end-others";
    assert_eq!(here.send("/profile", others, &[]).await.status, 303);
    assert_eq!(there.page("/profile").await.0, 303, "signed out");
    let (status, page) = here.page("/profile").await;
    assert_eq!(status, 200);
    assert!(page.contains("This one") && !page.contains(OTHER), "{page}");
}

/// A sign-in from a device that was not used before is told by letter; one that was is not.
#[actix_web::test]
async fn a_new_device_is_told_of_by_letter() {
    let fund = TestFund::new().await;
    let browser = Browser::signed_in(&fund, "ada").await;
    let before = letters_to(&fund, "ada");
    let email = people::email("ada");
    let typed = [("email", email.as_str()), ("password", PASSWORD)];
    browser.send("/sign-in", "/sign-in", &typed).await;
    assert_eq!(letters_to(&fund, "ada"), before, "the same browser");
    let other = Browser::signed_in(&fund, "ada").await;
    assert_eq!(letters_to(&fund, "ada"), before + 1, "another");
    assert_eq!(other.page("/profile").await.0, 200);
    assert_eq!(tried(&fund, OTHER, "ada", PASSWORD).await, 200);
    assert_eq!(letters_to(&fund, "ada"), before + 2, "a program");
    assert_eq!(tried(&fund, OTHER, "ada", PASSWORD).await, 200);
    assert_eq!(letters_to(&fund, "ada"), before + 2, "the same");
}

/// Fault 64: database, key and attachments could be read by everybody on the machine.
#[cfg(unix)]
#[actix_web::test]
async fn what_the_program_keeps_is_its_own_to_read() {
    use jointfund::config::Sources;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }
    let folder = tempfile::tempdir().unwrap();
    // One that is new, and one that an older program left open.
    for old in [false, true] {
        let path = folder.path().join(format!("{old}.db"));
        if old {
            fs::write(&path, "").unwrap();
            fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        }
        let url: DatabaseUrl = format!("sqlite:{}", path.display()).parse().unwrap();
        let mut conn = url.connect().unwrap();
        jointfund::db::migrate::run(&mut conn).unwrap();
        for beside in ["", "-wal", "-shm"] {
            let file = folder.path().join(format!("{old}.db{beside}"));
            assert_eq!(mode(&file), 0o600, "{}", file.display());
        }
    }
    let attachments = folder.path().join("attachments");
    fs::create_dir(&attachments).unwrap();
    let file = attachments.join("plan");
    fs::write(&file, "a plan").unwrap();
    fs::set_permissions(&attachments, Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(&file, Permissions::from_mode(0o644)).unwrap();
    let _fund = TestFund::tuned("settled_in", |config| {
        config.storage.attachments.clone_from(&attachments);
    });
    assert_eq!((mode(&attachments), mode(&file)), (0o700, 0o600));
    // A file of settings is the operator's own: it is refused, with what to do.
    let settings = folder.path().join("settings.toml");
    fs::write(&settings, "[mail]\npassword = \"hush\"\n").unwrap();
    fs::set_permissions(&settings, Permissions::from_mode(0o640)).unwrap();
    let sources = Sources {
        file: Some(settings.clone()),
        ..Sources::default()
    };
    let refused = sources.read().unwrap_err().to_string();
    assert!(refused.contains("chmod 600"), "{refused}");
    fs::set_permissions(&settings, Permissions::from_mode(0o600)).unwrap();
    assert!(sources.read().is_ok());
}

/// A person changes their own name; the history of the account keeps both.
#[actix_web::test]
async fn a_person_changes_their_name_and_the_trail_keeps_both() {
    let fund = TestFund::new().await;
    let browser = Browser::signed_in(&fund, "ada").await;
    let sent = browser
        .send("/profile", "/profile/name", &[("name", "")])
        .await;
    assert_eq!(sent.status, 422);
    let new = [("name", "Ada Marchetti")];
    let sent = browser.send("/profile", "/profile/name", &new).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    let (_, me) = fund.get("ada", "/me").await;
    assert_eq!(me["name"], "Ada Marchetti");
    let history = format!("/history/account/{}", me["id"].as_str().unwrap());
    let (_, told) = fund.get("ada", &history).await;
    let told = told.to_string();
    assert!(told.contains("rename_account"), "{told}");
    assert!(
        told.contains("Ada Marchetti") && told.contains("\"ada\""),
        "{told}"
    );
}

/// Two browsers of one person: the later name overwrote the earlier one unseen.
#[actix_web::test]
async fn whoever_changes_their_name_says_which_they_saw() {
    let fund = TestFund::new().await;
    let (_, me) = fund.get("ada", "/me").await;
    let unseen = json!({ "name": "Ada Marchetti" });
    let (status, answer) = fund.post("ada", "/profile/name", unseen).await;
    let fault = &answer["faults"]["version"][0]["code"];
    assert_eq!((status, fault), (422, &json!("not_seen")), "{answer}");
    let mut seen = json!({ "name": "Ada Marchetti", "version": me["version"] });
    fund.done("ada", "/profile/name", seen.clone()).await;
    seen["name"] = json!("Ada Rossi");
    fund.refused("ada", "/profile/name", seen, 409, "stale")
        .await;
    assert_eq!(fund.get("ada", "/me").await.1["name"], "Ada Marchetti");
}

/// Fault 46: a reset for an address without an account took less time. Whether it has one, the
/// answer waits for the next of the same moments.
#[actix_web::test]
async fn fault_46_an_address_with_an_account_is_not_told_by_the_time() {
    const STEP: u64 = 250;
    let fund = TestFund::new().await;
    let base = fund.served(|config| config.limits.even_answer_ms = STEP);
    let client = reqwest::Client::new();
    for who in ["ada", "nobody"] {
        let begun = std::time::Instant::now();
        let asked = client
            .post(format!("{base}/api/v1/forgotten-password"))
            .json(&json!({ "email": people::email(who) }));
        assert_eq!(asked.send().await.unwrap().status(), 200, "{who}");
        assert!(begun.elapsed().as_millis() >= u128::from(STEP), "{who}");
    }
    // Nor to whoever is signed in, and invites to an organisation or to the fund.
    let path = people::organisation_of(&fund, "ada").await;
    let to_the_fund = json!({ "name": "Ada", "email": people::email("nobody") });
    let mut asked = vec![("root", "/people".to_owned(), to_the_fund)];
    for who in ["ben", "somebody"] {
        let invited = json!({ "email": people::email(who), "role": "member" });
        asked.push(("ada", format!("{path}/invitations"), invited));
    }
    for (who, path, body) in asked {
        let token = fund.token(who).await;
        let begun = std::time::Instant::now();
        let request = client.post(format!("{base}/api/v1{path}"));
        let answer = request.bearer_auth(token).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path} {body}");
        assert!(begun.elapsed().as_millis() >= u128::from(STEP), "{path}");
    }
}

/// Whoever was invited and registers instead got the answer that a letter was sent, and no letter.
#[actix_web::test]
async fn whoever_was_invited_and_registers_gets_the_invitation_again() {
    let fund = TestFund::new().await;
    let invited = json!({ "name": "New", "email": people::email("new") });
    assert_eq!(fund.post("root", "/people", invited).await.0, 200);
    let typed = json!({ "name": "New", "email": people::email("new"), "password": PASSWORD });
    let mut answers = Vec::new();
    for email in ["new", "new", "new", "new", "unknown"].map(people::email) {
        let mut typed = typed.clone();
        typed["email"] = json!(email);
        answers.push(sent_from(&fund, OTHER, "/register", typed).await);
    }
    assert!(answers.iter().all(|one| *one == answers[0]), "{answers:?}");
    assert_eq!(letters_to(&fund, "new"), 2, "no more than may be");
    let token = json!({ "token": people::token(&fund, "new"), "password": PASSWORD });
    let (status, answer) = fund.post("", "/accept-invitation", token).await;
    assert_eq!(status, 200, "{answer}");
    assert_eq!(tried(&fund, OWN, "new", PASSWORD).await, 200);
}

/// Fault 46: an invited address got as many letters as somebody pressed.
#[actix_web::test]
async fn fault_46_so_many_invitations_an_hour_go_to_one_address() {
    let fund = TestFund::new().await;
    let body = || json!({ "name": "New", "email": people::email("new") });
    for _ in 0..2 {
        assert_eq!(fund.post("root", "/people", body()).await.0, 200);
    }
    let (status, answer) = fund.post("root", "/people", body()).await;
    let code = &answer["faults"]["email"][0]["code"];
    assert_eq!((status, code), (422, &json!("enough_letters")), "{answer}");
    assert_eq!(letters_to(&fund, "new"), 2);
    // The letter that came goes on being good, and an hour later another can be sent.
    fund.advance_days(1);
    assert_eq!(fund.post("root", "/people", body()).await.0, 200);
}

/// Whoever guessed for days went unnoticed by the owner until they next signed in.
#[actix_web::test]
async fn very_many_wrong_tries_are_told_by_letter_once_a_day() {
    let fund = TestFund::new().await;
    let most = fund.app.config.limits.wrong_tries_before_letter;
    let told = || {
        let letters = fund.app.read_now(Actor::Operator, |view| {
            notifications::queries::mailbox(view, None)
        });
        let letters = letters.unwrap().items;
        let kind = "Somebody tries to get into your account";
        let of_it = letters.iter().filter(|one| one.item.subject == kind);
        of_it
            .map(|one| one.item.recipient.clone())
            .collect::<Vec<_>>()
    };
    let guess = async |who: &str| {
        let wrong = json!({ "email": people::email(who), "password": "wrong wrong wrong" });
        assert_eq!(fund.post("", "/tokens", wrong).await.0, 422);
        fund.clock.advance_seconds(20 * 60);
    };
    for _ in 1..most {
        guess("ada").await;
        guess("nobody").await;
    }
    assert!(told().is_empty());
    for _ in 0..5 {
        guess("ada").await;
        guess("nobody").await;
    }
    assert_eq!(told(), [people::email("ada")], "once, and to the owner");
    for _ in 0..72 {
        guess("ada").await;
    }
    assert_eq!(told().len(), 2, "once a day");
    let trail = "audit_records WHERE action = 'note_wrong_tries'";
    assert_eq!(many(&fund, trail), 2);
}
