//! Anchors: made once a day and when somebody asks, taken out of the house, and paused without a key.

use super::doors::many;
use crate::support::{TestFund, faults};
use diesel::RunQueryDsl;
use diesel::prelude::*;
use jointfund::anchors::{Anchor, actions, keys};
use jointfund::app::App;
use jointfund::db::DatabaseUrl;
use jointfund::db::schema::{anchors, letters};
use jointfund::rules::notice::LetterKind;
use serde_json::json;
use std::fs;
use std::sync::Arc;

#[actix_web::test]
async fn the_calendar_anchors_once_a_day_and_tells_the_auditors() {
    let fund = TestFund::new().await;
    keys::prepare(&fund.app).unwrap();
    let config = (*fund.app.config).clone();
    let beside = App::new(config, Arc::new(fund.clock.clone())).unwrap();
    assert_eq!(actions::follow_the_clock(&fund.app).unwrap(), 1);
    assert_eq!(actions::follow_the_clock(&beside).unwrap(), 0);
    assert_eq!(many(&fund, "anchors"), 1);
    fund.advance_days(1);
    assert_eq!(many(&fund, "anchors"), 2);
    fund.holds();
    // The letter is the anchor: whoever saves it has what proves.
    let url: DatabaseUrl = fund.app.config.database.url.parse().unwrap();
    let conn = &mut url.connect().unwrap();
    let written: Vec<(String, String)> = letters::table
        .filter(letters::kind.eq(LetterKind::Anchor))
        .order(letters::id)
        .select((letters::recipient_email, letters::text_body))
        .load(conn)
        .unwrap();
    let kept: Vec<String> = anchors::table
        .order(anchors::id)
        .select(anchors::content)
        .load(conn)
        .unwrap();
    assert_eq!(written.len(), 2);
    for ((to, text), kept) in written.iter().zip(kept) {
        assert!(to.starts_with("auditor@"), "{to}");
        let anchor = Anchor::read(text).unwrap();
        assert!(anchor.is_signed());
        assert_eq!(anchor.text(), kept);
    }
}

/// Two servers whose clocks come to a new day at the same moment make one anchor.
#[actix_web::test]
async fn two_servers_anchor_once() {
    let fund = TestFund::new().await;
    keys::prepare(&fund.app).unwrap();
    let servers: Vec<_> = (0..4)
        .map(|_| {
            let config = (*fund.app.config).clone();
            let app = App::new(config, Arc::new(fund.clock.clone())).unwrap();
            std::thread::spawn(move || actions::follow_the_clock(&app).unwrap())
        })
        .collect();
    let made: usize = servers.into_iter().map(|one| one.join().unwrap()).sum();
    assert_eq!(made, 1);
    assert_eq!(many(&fund, "anchors"), 1);
    assert_eq!(
        many(&fund, "audit_records WHERE action = 'anchor_daily'"),
        1
    );
}

#[actix_web::test]
async fn an_auditor_has_the_books_anchored_and_takes_the_file() {
    let fund = TestFund::new().await;
    keys::prepare(&fund.app).unwrap();
    let key = keys::known(&fund.app.config.anchors)[0].hex();
    for who in ["auditor", "compliance_officer0"] {
        fund.done(who, "/anchors", json!({})).await;
    }
    fund.refused(
        "board_member0",
        "/anchors",
        json!({}),
        403,
        "not_in_capacity",
    )
    .await;
    let (status, list) = fund.get("auditor", "/anchors").await;
    assert_eq!((status, list["items"].as_array().unwrap().len()), (200, 2));
    assert_eq!(fund.get("board_member0", "/anchors").await.0, 404);
    let id = list["items"][0]["id"].as_str().unwrap();
    let path = format!("{}/api/v1/anchors/{id}/file", fund.base);
    let token = fund.token("compliance_officer0").await;
    let file = reqwest::Client::new().get(path).bearer_auth(token);
    let anchor = Anchor::read(&file.send().await.unwrap().text().await.unwrap()).unwrap();
    assert!(anchor.is_signed());
    assert_eq!(list["items"][0]["audit_records"], anchor.heads.trail.count);
    // Anybody learns by which key.
    let (status, known) = fund.get("", "/anchors/keys").await;
    assert_eq!((status, &known["keys"]), (200, &json!([key])));
    assert_eq!(anchor.key.hex(), key);
    let front = reqwest::get(&fund.base)
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert!(front.contains(&key));
    fund.holds();
}

/// Without a key nothing is signed, all else goes on, and no other key comes in its place.
#[actix_web::test]
async fn without_its_key_anchors_are_paused() {
    let fund = TestFund::new().await;
    let (code, body) = ("signing_key_is_ready", json!({}));
    fund.refused("auditor", "/anchors", body.clone(), 409, code)
        .await;
    keys::prepare(&fund.app).unwrap();
    fund.done("auditor", "/anchors", body.clone()).await;
    let file = &fund.app.config.anchors.key_file;
    let aside = file.with_extension("aside");
    fs::rename(file, &aside).unwrap();
    // It is missed, not made anew.
    keys::prepare(&fund.app).unwrap();
    assert!(!file.exists());
    fund.advance_days(1);
    assert_eq!(many(&fund, "anchors"), 1);
    fund.refused("auditor", "/anchors", body.clone(), 409, code)
        .await;
    // Without any key nobody can say that those kept are another's.
    assert_eq!(faults(&fund.app), Vec::<String>::new());
    fs::rename(&aside, file).unwrap();
    fund.advance_days(1);
    assert_eq!(many(&fund, "anchors"), 2);
    fund.holds();
}
