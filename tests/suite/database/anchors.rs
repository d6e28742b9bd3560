//! An anchor that was kept outside proves that nothing before it was cut off or written anew.

use super::contents::Opened;
use crate::stories::doors::many;
use crate::stories::journey;
use crate::support::{TestFund, faults};
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use jointfund::anchors::{Anchor, actions, keys, verify};
use jointfund::db::column::{AnyId, JsonValue};
use jointfund::db::schema::{anchors, audit_records};
use jointfund::kernel::digest::{canonical_json, sha256_hex};
use jointfund::kernel::id::{AccountId, PartnerId, RequestId};
use jointfund::kernel::signature::{PublicKey, SigningKey};
use jointfund::kernel::time::Instant;
use jointfund::rules::matter::MatterKind;
use jointfund::rules::{Action, Capacity};
use serde_json::json;
use std::process::Command;

/// The anchor of the day, as an auditor keeps it.
fn anchored(fund: &TestFund) -> Anchor {
    keys::prepare(&fund.app).unwrap();
    assert_eq!(actions::follow_the_clock(&fund.app).unwrap(), 1);
    let mut opened = Opened::of(fund);
    let text: String = anchors::table
        .order(anchors::id.desc())
        .select(anchors::content)
        .first(&mut opened.conn)
        .unwrap();
    Anchor::read(&text).unwrap()
}

type Record = (
    (
        i64,
        Instant,
        String,
        Option<AccountId>,
        Capacity,
        Option<PartnerId>,
    ),
    (Action, String, MatterKind, Option<AnyId>, RequestId),
    (Option<JsonValue>, Option<JsonValue>, Option<JsonValue>),
);

/// The hash a record has with another ground, after another one.
fn hash(record: &Record, ground: &str, previous: &str) -> String {
    let (of, what, (before, after, content)) = record;
    let mut all = json!({
        "sequence": of.0, "recorded_at": of.1.to_fixed_text(), "actor_kind": of.2,
        "account": of.3, "capacity": of.4, "partner": of.5,
        "action": what.0, "outcome": what.1, "matter_kind": what.2,
        "matter": what.3.map(|id| id.0), "request": what.4, "ground": ground,
        "before": before, "after": after,
    });
    if let Some(content) = content {
        all["content"] = content.0.clone();
    }
    sha256_hex(format!("{previous}{}", canonical_json(&all)))
}

/// Gives every record from this one on another ground, and a hash that follows from it.
fn forge(opened: &mut Opened<'_>, from: i64) {
    let records: Vec<Record> = audit_records::table
        .filter(audit_records::sequence.ge(from))
        .order(audit_records::sequence)
        .select((
            (
                audit_records::sequence,
                audit_records::recorded_at,
                audit_records::actor_kind,
                audit_records::account_id,
                audit_records::capacity,
                audit_records::partner_id,
            ),
            (
                audit_records::action,
                audit_records::outcome,
                audit_records::matter_kind,
                audit_records::matter_id,
                audit_records::request_id,
            ),
            (
                audit_records::before,
                audit_records::after,
                audit_records::content,
            ),
        ))
        .load(&mut opened.conn)
        .unwrap();
    let mut previous: String = audit_records::table
        .find(from - 1)
        .select(audit_records::hash)
        .first(&mut opened.conn)
        .unwrap();
    for record in records {
        let (number, hash) = (record.0.0, hash(&record, "forged", &previous));
        let forged = format!(
            "UPDATE audit_records SET ground = 'forged', previous_hash = '{previous}', \
             hash = '{hash}' WHERE sequence = {number}; \
             UPDATE audit_head SET hash = '{hash}' WHERE sequence = {number}"
        );
        opened.conn.batch_execute(&forged).unwrap();
        previous = hash;
    }
}

/// What the anchor says once this was done, which is then undone.
fn said(
    opened: &mut Opened<'_>,
    anchor: &Anchor,
    change: impl FnOnce(&mut Opened<'_>),
) -> Vec<String> {
    opened.conn.batch_execute("BEGIN").unwrap();
    change(opened);
    let said = verify::faults(&mut opened.conn, anchor, &[]).unwrap();
    opened.conn.batch_execute("ROLLBACK").unwrap();
    said
}

#[actix_web::test]
async fn an_anchor_of_yesterday_exposes_what_was_cut_or_forged_since() {
    let (journey, _) = journey::awarded();
    let fund = &journey.fund;
    let anchor = anchored(fund);
    fund.advance_days(1);
    fund.holds();
    let (records, entries) = (anchor.heads.trail.count, anchor.heads.ledger.count);
    assert!(records > 3 && entries > 1);
    let mut opened = Opened::of(fund);
    let said = |opened: &mut Opened<'_>, change: &str| {
        said(opened, &anchor, |opened| {
            opened.conn.batch_execute(change).unwrap();
        })
    };
    assert_eq!(said(&mut opened, "SELECT 1"), Vec::<String>::new());
    // Put back to the day before: a chain that is whole, and shorter.
    let cut = format!(
        "DELETE FROM anchors; DELETE FROM audit_records WHERE sequence > {records} - 2; \
         UPDATE audit_head SET sequence = {records} - 2"
    );
    let missing = format!("audit record {records} was signed, and is missing");
    assert_eq!(said(&mut opened, &cut), [&*missing]);
    let all = "DELETE FROM anchors; DELETE FROM audit_records; \
        UPDATE audit_head SET sequence = 0, hash = ''";
    assert_eq!(said(&mut opened, all), [&*missing]);
    let books = format!(
        "DELETE FROM journal_entries WHERE sequence >= {entries}; \
         UPDATE ledger_head SET sequence = {entries} - 1"
    );
    let missing = format!("journal entry {entries} was signed, and is missing");
    assert_eq!(said(&mut opened, &books), [missing]);
}

/// The forger reckons every hash anew, so that the chain holds in itself.
#[actix_web::test]
async fn a_chain_that_was_written_anew_is_not_what_was_signed() {
    let (journey, _) = journey::drafted();
    let fund = &journey.fund;
    let anchor = anchored(fund);
    let records = anchor.heads.trail.count;
    let mut opened = Opened::of(fund);
    let forged = format!("audit record {records}, or one before it, is not what was signed");
    let found = said(&mut opened, &anchor, |opened| forge(opened, records - 2));
    assert_eq!(found, [&*forged]);
    forge(&mut opened, records - 2);
    // Inside, the anchors that are kept tell of it, and nothing else does.
    let faults = faults(&fund.app);
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert!(
        faults[0].starts_with("anchor ") && faults[0].ends_with(&forged),
        "{faults:?}"
    );
}

#[actix_web::test]
async fn an_anchor_of_another_key_or_fund_proves_nothing() {
    let (journey, _) = journey::drafted();
    let fund = &journey.fund;
    let anchor = anchored(fund);
    let mut opened = Opened::of(fund);
    let own = keys::known(&fund.app.config.anchors);
    let conn = &mut opened.conn;
    assert_eq!(
        verify::faults(conn, &anchor, &own).unwrap(),
        Vec::<String>::new()
    );
    let folder = tempfile::tempdir().unwrap();
    let other = SigningKey::make(&folder.path().join("key")).unwrap();
    let forged = Anchor::sign(anchor.heads.clone(), anchor.anchored_at, &other);
    // It says itself whose key it is, and that is not the fund's.
    assert_eq!(
        verify::faults(conn, &forged, &[]).unwrap(),
        Vec::<String>::new()
    );
    assert!(verify::faults(conn, &forged, &own).unwrap()[0].contains("no known key"));
    let mut heads = anchor.heads.clone();
    heads.fund = jointfund::kernel::id::FundId::new();
    let of_another = Anchor::sign(heads, anchor.anchored_at, &other);
    assert!(verify::faults(conn, &of_another, &[]).unwrap()[0].contains("it is of fund"));
    let text = anchor.text().replace("audit-records: ", "audit-records: 1");
    let changed = Anchor::read(&text).unwrap();
    assert!(verify::faults(conn, &changed, &own).unwrap()[0].contains("signature"));
    assert!(PublicKey::from_hex(&own[0].hex()).is_some());
}

/// The command says what a file proves, whose key it is signed with, and what is wrong.
#[actix_web::test]
async fn the_command_holds_files_against_the_database() {
    let (journey, _) = journey::drafted();
    let fund = &journey.fund;
    let anchor = anchored(fund);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("letter.txt");
    std::fs::write(&file, format!("Dear auditor\n\n{}", anchor.text())).unwrap();
    let kept = folder.path().join("key.txt");
    std::fs::write(&kept, format!("{}\n", anchor.key.hex())).unwrap();
    let config = &fund.app.config;
    let verify = |key_file: &std::path::Path, more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jointfund"));
        let said = command
            .args(["verify", "--anchor"])
            .arg(&file)
            .args(more)
            .env("JOINTFUND_DATABASE__URL", &config.database.url)
            .env(
                "JOINTFUND_STORAGE__ATTACHMENTS",
                &config.storage.attachments,
            )
            .env("JOINTFUND_ANCHORS__KEY_FILE", key_file)
            .output()
            .unwrap();
        let words = String::from_utf8(said.stdout).unwrap();
        (said.status.success(), words)
    };
    let own = config.anchors.key_file.clone();
    let none = folder.path().join("none");
    let (holds, words) = verify(&own, &[]);
    assert!(holds && words.contains("knows as the fund’s"), "{words}");
    let (holds, words) = verify(&none, &[]);
    assert!(
        holds && words.contains("known from this file alone"),
        "{words}"
    );
    assert!(!none.exists(), "whoever verifies makes no key");
    let (holds, words) = verify(&none, &["--key", kept.to_str().unwrap()]);
    assert!(holds && words.contains("a key you gave"), "{words}");
    let (holds, words) = verify(&own, &["--key", &"0".repeat(64)]);
    assert!(!holds && words.contains("no known key"), "{words}");
    let mut opened = Opened::of(fund);
    let cut = "DELETE FROM audit_records; UPDATE audit_head SET sequence = 0, hash = ''";
    opened.conn.batch_execute(cut).unwrap();
    let (holds, words) = verify(&own, &[]);
    assert!(
        !holds && words.contains("letter.txt: audit record"),
        "{words}"
    );
    assert_eq!(many(fund, "audit_records"), 0);
}
