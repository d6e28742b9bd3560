//! Who sees what, and how people come in.

use super::journey;
use crate::support::{PASSWORD, TestFund, browser::Browser, people};
use jointfund::web::{table::Table, url};
use serde_json::json;

#[actix_web::test]
async fn a_reviewer_reads_nothing_before_declaring_and_no_other_review_before_submitting() {
    let (journey, [_, application]) = journey::evaluated();
    journey
        .review(&application, "reviewer0", ["4.0", "4.0", "4.0"])
        .await;
    let desk = format!(
        "/reviews/{}",
        journey.assign(&application, "reviewer1").await
    );
    let fund = &journey.fund;
    let brief = journey.read("reviewer1", &desk).await;
    assert_eq!(brief["application"]["is_brief"], true);
    assert_eq!(brief["application"]["answers"], json!([]));
    fund.refused(
        "reviewer1",
        &format!("{desk}/submit"),
        json!({}),
        409,
        "wrong_state",
    )
    .await;
    assert_eq!(
        fund.get("reviewer0", &desk).await.0,
        404,
        "another's desk does not exist"
    );
    fund.done(
        "reviewer1",
        &format!("{desk}/clear"),
        json!({ "declaration": true }),
    )
    .await;
    let open = journey.read("reviewer1", &desk).await;
    assert_eq!(open["application"]["answers"][0]["answer"], "With care.");
    assert_eq!(open["others"], json!([]));
    let conflict = json!({ "reason": "A friend leads it." });
    fund.done("reviewer1", &format!("{desk}/conflict"), conflict)
        .await;
    assert_eq!(fund.get("reviewer1", &desk).await.0, 404);
    assert_eq!(
        fund.get("reviewer1", &format!("/applications/{application}"))
            .await
            .0,
        404
    );
}

#[actix_web::test]
async fn applicants_never_learn_who_reviewed() {
    let (journey, [_, application]) = journey::decided();
    let feedback = journey
        .read("ada", &format!("/applications/{application}/feedback"))
        .await;
    assert_eq!(feedback["outcome"], "funded");
    assert_eq!(
        feedback["comments"],
        json!(["Well done.", "Well done.", "Well done."])
    );
    assert!(!feedback.to_string().contains("reviewer"));
    let evaluation = format!("/applications/{application}/evaluation");
    assert_eq!(journey.fund.get("ada", &evaluation).await.0, 404);
    let browser = Browser::signed_in(&journey.fund, "ada").await;
    let (_, page) = browser.page(&format!("/applications/{application}")).await;
    assert!(page.contains("Well done.") && !page.contains("reviewer0"));
}

#[actix_web::test]
async fn what_one_may_not_know_is_not_found() {
    let (journey, [_, draft]) = journey::drafted();
    let path = format!("/applications/{draft}");
    for who in [
        "ben",
        "secretary",
        "auditor",
        "programme_officer0",
        "reviewer0",
        "root",
    ] {
        assert_eq!(journey.fund.get(who, &path).await.0, 404, "{who}");
        let list = journey.read(who, "/applications").await;
        assert_eq!(list["items"], json!([]), "{who}");
    }
    assert_eq!(journey.fund.get("ada", "/books").await.0, 404);
    assert_eq!(journey.fund.get("", &path).await.0, 401);
}

#[actix_web::test]
async fn no_visitor_does_what_needs_a_role_and_the_auditor_changes_nothing() {
    let fund = TestFund::new().await;
    let id = "01900000-0000-7000-8000-000000000000";
    let open = [
        "/register",
        "/verify-email",
        "/forgotten-password",
        "/reset-password",
        "/accept-invitation",
    ];
    let own = [
        "/tokens",
        "/tokens/renew",
        "/session/end",
        "/profile/name",
        "/profile/password",
        "/profile/sessions/end-others",
        "/organisations",
    ];
    for deed in Table::new()
        .deeds
        .iter()
        .filter(|deed| !open.contains(&deed.path))
    {
        let mut path = deed.path.to_owned();
        for name in url::places_of(deed.path) {
            path = path.replace(&format!("{{{name}}}"), id);
        }
        let (status, answer) = fund.post("", &path, json!({})).await;
        assert!(
            [401, 403, 404, 422].contains(&status),
            "visitor {path}: {status} {answer}"
        );
        let is_own = own.contains(&deed.path) || deed.path.starts_with("/profile/second-factor");
        // To sign what there is changes nothing of it.
        let attests = deed.path == "/anchors";
        if !is_own && !attests {
            let (status, answer) = fund.post("auditor", &path, json!({})).await;
            assert!(
                [403, 404, 422].contains(&status),
                "auditor {path}: {status} {answer}"
            );
        }
    }
}

#[actix_web::test]
async fn a_person_registers_proves_the_address_and_signs_in() {
    let fund = TestFund::new().await;
    let browser = Browser::new(&fund);
    let email = people::email("carla");
    let fields = [
        ("name", "Carla"),
        ("email", email.as_str()),
        ("password", PASSWORD),
    ];
    assert_eq!(
        browser
            .send("/register", "/register", &fields)
            .await
            .location,
        "/letter-sent?done=register_account"
    );
    let sign_in = [("email", email.as_str()), ("password", PASSWORD)];
    assert_eq!(
        browser.send("/sign-in", "/sign-in", &sign_in).await.status,
        422,
        "not verified yet"
    );
    let link = format!("/verify-email?token={}", people::token(&fund, "carla"));
    assert_eq!(browser.send(&link, "/verify-email", &[]).await.status, 303);
    assert_eq!(
        browser.send(&link, "/verify-email", &[]).await.status,
        422,
        "a link is good once"
    );
    let wrong = [
        ("email", email.as_str()),
        ("password", "another kettle of herons"),
    ];
    let refused = browser.send("/sign-in", "/sign-in", &wrong).await;
    assert_eq!(refused.status, 422);
    assert!(
        !refused.body.contains("another kettle"),
        "a password does not come back"
    );
    assert_eq!(
        browser.send("/sign-in", "/sign-in", &sign_in).await.status,
        303
    );
    assert_eq!(browser.page("/work").await.0, 200);
}

#[actix_web::test]
async fn wrong_passwords_make_the_account_pause() {
    let fund = TestFund::new().await;
    let body = json!({ "email": people::email("ada"), "password": "wrong wrong wrong wrong" });
    for _ in 0..5 {
        assert_eq!(fund.post("", "/tokens", body.clone()).await.0, 422);
    }
    let right = json!({ "email": people::email("ada"), "password": PASSWORD });
    assert_eq!(fund.post("", "/tokens", right.clone()).await.0, 429);
    fund.clock.advance_seconds(2);
    assert_eq!(fund.post("", "/tokens", right).await.0, 200);
}

#[actix_web::test]
async fn a_refresh_token_used_twice_ends_the_session() {
    let fund = TestFund::new().await;
    let body = json!({ "email": people::email("ada"), "password": PASSWORD });
    let (_, first) = fund.post("", "/tokens", body).await;
    let old = json!({ "refresh_token": first["refresh_token"] });
    let (status, second) = fund.post("", "/tokens/renew", old.clone()).await;
    assert_eq!(status, 200);
    assert_eq!(fund.post("", "/tokens/renew", old).await.0, 401);
    let new = json!({ "refresh_token": second["refresh_token"] });
    assert_eq!(
        fund.post("", "/tokens/renew", new).await.0,
        401,
        "the thief and the owner are both out"
    );
}

#[actix_web::test]
async fn a_form_of_another_site_does_nothing() {
    let fund = TestFund::new().await;
    let http = reqwest::Client::builder()
        .cookie_store(true)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let sign_in = http
        .get(format!("{}/sign-in", fund.base))
        .send()
        .await
        .unwrap();
    assert!(
        sign_in.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("default-src 'none'")
    );
    let body = [
        ("email", people::email("ada")),
        ("password", PASSWORD.to_owned()),
    ];
    let sent = http
        .post(format!("{}/sign-in", fund.base))
        .form(&body)
        .send()
        .await
        .unwrap();
    assert_eq!(sent.status().as_u16(), 403, "no token");
    assert!(sent.headers().get("set-cookie").is_none());
}
