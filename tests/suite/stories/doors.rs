//! Doors: what somebody outside the fund sends leads nowhere it should not.

use super::journey;
use crate::support::browser::{Browser, fill_in};
use crate::support::{PASSWORD, TestFund, people};
use diesel::sql_types::BigInt;
use diesel::{QueryableByName, RunQueryDsl};
use jointfund::db::tx::Actor;
use jointfund::db::{Conn, DatabaseUrl};
use jointfund::notifications;
use serde_json::{Value, json};

#[derive(QueryableByName)]
struct Many {
    #[diesel(sql_type = BigInt)]
    many: i64,
}

/// How many rows there are.
pub fn many(fund: &TestFund, rows: &str) -> i64 {
    let query = format!("SELECT COUNT(*) AS many FROM {rows}");
    let url: DatabaseUrl = fund.app.config.database.url.parse().unwrap();
    let found: Many = match &mut url.connect().unwrap() {
        Conn::Sqlite(inner) => diesel::sql_query(query).get_result(inner).unwrap(),
        Conn::Postgres(inner) => diesel::sql_query(query).get_result(inner).unwrap(),
    };
    found.many
}

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

/// Registers an address; gives the token of the letter that came of it.
async fn registered(fund: &TestFund, name: &str, password: &str) -> String {
    let typed = json!({ "name": name, "email": people::email("carla"), "password": password });
    assert_eq!(fund.post("", "/register", typed).await.0, 200);
    people::token(fund, "carla")
}

async fn signed_in(fund: &TestFund, password: &str) -> u16 {
    let typed = json!({ "email": people::email("carla"), "password": password });
    fund.post("", "/tokens", typed).await.0
}

/// Fault 41: whoever registered an address again put a password and a name of their own in the
/// place of the first one's. Fault 46: and made the link of the first one's letter void.
#[actix_web::test]
async fn each_letter_confirms_the_registration_it_answers() {
    const OTHER: &str = "another kettle of herons";
    for (opened, kept, lost) in [(0, PASSWORD, OTHER), (1, OTHER, PASSWORD)] {
        let fund = TestFund::new().await;
        let tokens = [
            registered(&fund, "Carla", PASSWORD).await,
            registered(&fund, "Somebody else", OTHER).await,
        ];
        assert_eq!(signed_in(&fund, kept).await, 422);
        let link = json!({ "token": tokens[opened] });
        assert_eq!(fund.post("", "/verify-email", link).await.0, 200);
        assert_eq!(signed_in(&fund, kept).await, 200);
        assert_eq!(signed_in(&fund, lost).await, 422);
        // The other letter's time is over.
        let link = json!({ "token": tokens[1 - opened] });
        assert_eq!(fund.post("", "/verify-email", link).await.0, 422);
        assert_eq!(signed_in(&fund, lost).await, 422);
        let body = json!({ "email": people::email("carla"), "password": kept });
        let (_, tokens) = fund.post("", "/tokens", body).await;
        assert!(tokens["access_token"].is_string());
        let names = ["Carla", "Somebody else"];
        let me = Browser::new(&fund);
        let typed = [
            ("email", people::email("carla")),
            ("password", kept.to_owned()),
        ];
        let typed: Vec<(&str, &str)> = typed.iter().map(|one| (one.0, one.1.as_str())).collect();
        me.send("/sign-in", "/sign-in", &typed).await;
        let (_, page) = me.page("/profile").await;
        assert!(page.contains(names[opened]), "{page}");
        assert!(!page.contains(names[1 - opened]));
    }
}

/// Fault 53: a name that was an advertisement went out in the fund's letter, to any address.
#[actix_web::test]
async fn a_letter_to_an_address_that_is_not_proved_holds_no_word_of_who_asked_for_it() {
    let fund = TestFund::new().await;
    registered(&fund, "Win a car at cars.example", PASSWORD).await;
    let letters = fund
        .app
        .read_now(Actor::Operator, |view| {
            notifications::queries::mailbox(view, None)
        })
        .unwrap();
    let to_carla = letters.items.iter();
    let to_carla = to_carla.filter(|one| one.item.recipient == people::email("carla"));
    let texts: Vec<&str> = to_carla.map(|one| one.text.as_str()).collect();
    assert_eq!(texts.len(), 1);
    assert!(!texts[0].contains("cars.example"), "{}", texts[0]);
}

/// Fault 48: the current password could be guessed at without end.
#[actix_web::test]
async fn guesses_of_the_current_password_are_counted_as_at_the_door() {
    let fund = TestFund::new().await;
    let browser = Browser::signed_in(&fund, "ada").await;
    let new = "seven kettles of one heron";
    let path = "/profile/password";
    for _ in 0..5 {
        let change = [("current", "wrong wrong wrong"), ("password", new)];
        let sent = browser.send("/profile", path, &change).await;
        assert_eq!(sent.status, 422, "{}", sent.body);
    }
    let change = [("current", PASSWORD), ("password", new)];
    assert_eq!(browser.send("/profile", path, &change).await.status, 429);
    // Meanwhile no answer tells a right guess from a wrong one.
    for new in [new, "short"] {
        let mut answers = Vec::new();
        for guess in [PASSWORD, "wrong wrong wrong"] {
            let change = [("current", guess), ("password", new)];
            answers.push(browser.send("/profile", path, &change).await.status);
        }
        assert_eq!(answers[0], answers[1], "{new}");
    }
    fund.clock.advance_seconds(2);
    assert_eq!(browser.send("/profile", path, &change).await.status, 303);
}

/// Fault 48: one's own address was a password, and so was one's organisation.
#[actix_web::test]
async fn what_whoever_knows_somebody_tries_first_is_no_password() {
    let fund = TestFund::new().await;
    let typed = |password: &str| json!({ "name": "Carla Marchetti", "email": people::email("carla"), "password": password });
    for weak in [people::email("carla"), "CarlaMarchetti!1".to_owned()] {
        let (status, answer) = fund.post("", "/register", typed(&weak)).await;
        assert_eq!(status, 422, "{weak}");
        let fault = &answer["faults"]["password"][0]["code"];
        assert_eq!(fault, "password_own_words", "{weak}");
    }
    let browser = Browser::signed_in(&fund, "ada").await;
    let own = fund.get("ada", "/organisations").await.1;
    let own = own[0]["name"].as_str().unwrap();
    for word in [own, "Test Fund", &people::email("ada")] {
        let weak = format!("{word}, and {word}!");
        let change = [("current", PASSWORD), ("password", weak.as_str())];
        let sent = browser.send("/profile", "/profile/password", &change).await;
        let says = "made of your name";
        assert!(
            sent.status == 422 && sent.body.contains(says),
            "{weak}: {}",
            sent.body
        );
    }
}

/// Fault 25: the same password typed on another keyboard was another one.
#[actix_web::test]
async fn a_password_is_the_same_in_other_code_points() {
    let fund = TestFund::new().await;
    let token = registered(&fund, "Carla", "cafe\u{301} with seven herons").await;
    let link = json!({ "token": token });
    assert_eq!(fund.post("", "/verify-email", link).await.0, 200);
    for same in [
        "caf\u{e9} with seven herons",
        "cafe\u{301} with seven herons",
    ] {
        assert_eq!(signed_in(&fund, same).await, 200);
    }
    assert_eq!(signed_in(&fund, "cafe with seven herons").await, 422);
}

/// Fault 51: signing out with a wrong token took the cookie and left the session alive, and signing
/// in again left the one before alive.
#[actix_web::test]
async fn a_session_ends_where_it_is_said_to_end() {
    let fund = TestFund::new().await;
    let browser = Browser::signed_in(&fund, "ada").await;
    let forged = vec![("_csrf".to_owned(), "wrong".to_owned())];
    let sent = browser.post("/sign-out", &forged).await;
    assert_eq!(sent.status, 403);
    assert!(
        sent.body.contains("you are still signed in"),
        "{}",
        sent.body
    );
    assert_eq!(browser.page("/profile").await.0, 200, "still signed in");
    let sessions = format!(
        "sessions JOIN accounts ON accounts.id = account_id WHERE revoked_at IS NULL AND email = '{}'",
        people::email("ada")
    );
    let before = many(&fund, &sessions);
    let email = people::email("ada");
    let typed = [("email", email.as_str()), ("password", PASSWORD)];
    let sent = browser.send("/sign-in", "/sign-in", &typed).await;
    assert_eq!(sent.status, 303);
    assert_eq!(many(&fund, &sessions), before, "one ended, one begun");
    let sent = browser.send("/profile", "/sign-out", &[]).await;
    assert_eq!(sent.status, 303);
    assert_eq!(sent.clears, "\"cache\", \"storage\"");
    assert_eq!(many(&fund, &sessions), before - 1);
    assert_eq!(browser.page("/profile").await.0, 303);
}

/// Fault 45: two thousand refusals of nobody were two thousand records of the trail.
#[actix_web::test]
async fn what_a_visitor_is_refused_is_not_written_to_the_trail() {
    let fund = TestFund::new().await;
    let token = registered(&fund, "Carla", PASSWORD).await;
    let link = json!({ "token": token });
    assert_eq!(fund.post("", "/verify-email", link).await.0, 200);
    let own = people::actor(&fund, "carla").account().unwrap();
    fund.done("root", &format!("/people/{own}/suspend"), json!({}))
        .await;
    let before = many(&fund, "audit_records");
    for _ in 0..5 {
        assert_eq!(signed_in(&fund, PASSWORD).await, 409, "shut out");
    }
    assert_eq!(many(&fund, "audit_records"), before);
}

/// Fault 57: verifier, approver, chair and reviewer who act for the payee judged and paid it.
#[actix_web::test]
async fn whoever_is_on_the_applicants_side_holds_no_office_in_the_matter() {
    let (journey, [_, application, award]) = journey::awarded();
    let fund = &journey.fund;
    let found = journey.read("ada", &format!("/awards/{award}")).await;
    let share = &found["shares"][0];
    let payout = journey.request(&award, share, "advance", "").await;
    for who in ["programme_officer0", "approver0", "secretary"] {
        people::joins(fund, "ada", who).await;
    }
    let members = format!("{}/members", people::organisation_of(fund, "ada").await);
    let path = |deed: &str| format!("/payouts/{payout}/{deed}");
    let why = "not_of_a_participant";
    fund.refused("programme_officer0", &path("verify"), json!({}), 403, why)
        .await;
    let own_seat = json!({ "digest": "whatever" });
    fund.refused("approver0", &path("approve"), own_seat, 403, why)
        .await;
    assert!(journey.waits("programme_officer0").await.is_empty());
    // Whoever has joined can leave, and others they cannot take out.
    let me = journey.read("approver0", "/me").await["id"].clone();
    let ada = journey.read("ada", "/me").await["id"].clone();
    let out = |who: &Value| format!("{members}/{}/remove", who.as_str().unwrap());
    fund.refused("approver0", &out(&ada), json!({}), 409, "lead_or_oneself")
        .await;
    let browser = Browser::signed_in(fund, "approver0").await;
    let page = members.trim_end_matches("/members");
    let sent = browser.send(page, &out(&me), &[]).await;
    assert_eq!(
        (sent.status, &*sent.location),
        (303, "/organisations?done=remove_member")
    );
    // Another of the same office goes on.
    fund.done("programme_officer1", &path("verify"), json!({}))
        .await;
    let seen = journey.read("ada", &format!("/payouts/{payout}")).await;
    let digest = json!({ "digest": seen["digest"] });
    fund.done("approver0", &path("approve"), digest).await;
    let evaluation = format!("/applications/{application}/evaluation");
    assert_eq!(fund.get("secretary", &evaluation).await.0, 404);
}

/// Fault 57: a reviewer who had declared no conflict joined the applicant, and went on marking.
#[actix_web::test]
async fn a_reviewer_who_joins_the_applicant_reviews_it_no_more() {
    let (journey, [_, application]) = journey::evaluated();
    let fund = &journey.fund;
    let review = journey.assign(&application, "reviewer0").await;
    let page = format!("/reviews/{review}");
    let clear = json!({ "declaration": true });
    fund.done("reviewer0", &format!("{page}/clear"), clear)
        .await;
    people::joins(fund, "ada", "reviewer0").await;
    let body = json!({ "version": 2, "for_applicant": "Splendid." });
    let (status, answer) = fund.post("reviewer0", &format!("{page}/save"), body).await;
    assert!(status == 403 || status == 404, "{answer}");
}

/// A domain has two spellings, and each was a person of its own.
#[actix_web::test]
async fn both_spellings_of_a_domain_are_one_person() {
    let fund = TestFund::new().await;
    let [people, mail] = ["carla@b\u{fc}cher.example", "carla@xn--bcher-kva.example"];
    let typed = |email: &str| json!({ "name": "Carla", "email": email, "password": PASSWORD });
    let register = async |email| assert_eq!(fund.post("", "/register", typed(email)).await.0, 200);
    register("Carla@B\u{dc}CHER.example").await;
    let link = json!({ "token": people::token(&fund, mail) });
    assert_eq!(fund.post("", "/verify-email", link).await.0, 200);
    register(people).await;
    register(mail).await;
    assert_eq!(many(&fund, "accounts WHERE email LIKE 'carla@%'"), 1);
    for email in [people, mail] {
        let body = json!({ "email": email, "password": PASSWORD });
        assert_eq!(fund.post("", "/tokens", body).await.0, 200, "{email}");
    }
    // People read it as they write it.
    let carla = Browser::new(&fund);
    let typed = [("email", people), ("password", PASSWORD)];
    carla.send("/sign-in", "/sign-in", &typed).await;
    let (_, page) = carla.page("/profile").await;
    assert!(page.contains(people) && !page.contains(mail), "{page}");
}

/// A name that passes for a colleague's, by a letter of another alphabet.
#[actix_web::test]
async fn a_person_is_called_in_the_letters_of_one_script() {
    let fund = TestFund::new().await;
    let mut typed =
        json!({ "name": "Anna Z\u{43e}rn", "email": people::email("carla"), "password": PASSWORD });
    let (status, answer) = fund.post("", "/register", typed.clone()).await;
    let fault = &answer["faults"]["name"][0]["code"];
    assert_eq!((status, fault), (422, &json!("mixed_scripts")), "{answer}");
    let invited = json!({ "name": typed["name"], "email": people::email("dora") });
    let (status, answer) = fund.post("secretary", "/people", invited).await;
    let fault = &answer["faults"]["name"][0]["code"];
    assert_eq!((status, fault), (422, &json!("mixed_scripts")), "{answer}");
    typed["name"] = json!("علی\u{200c}رضا O\u{2019}Neill");
    assert_eq!(fund.post("", "/register", typed).await.0, 200);
}
