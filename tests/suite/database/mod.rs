//! The databases: migrations, append-only tables, races, a machine that fails, and the schema.

mod anchors;
pub mod contents;
mod machine;
mod pairs;
mod plans;
mod races;
mod rebuilt;
mod schema;
mod seeded;

use crate::stories::doors::many;
use crate::support::browser::Browser;
use crate::support::database::TestDatabase;
use crate::support::{TestFund, faults};
use diesel::connection::SimpleConnection;
use jointfund::db::tx::Actor;
use jointfund::db::{DatabaseError, DatabaseUrl, migrate};
use jointfund::identity::spelling;

#[test]
fn a_misspelt_address_is_refused_and_makes_no_file() {
    for wrong in [
        "postgress://x",
        "sqlte:fund.db",
        "fund.db",
        "sqlite:",
        "sqlite://",
        "",
    ] {
        let found = wrong.parse::<DatabaseUrl>();
        assert!(
            matches!(found, Err(DatabaseError::UnknownScheme(_))),
            "{wrong}"
        );
    }
    assert!(!std::path::Path::new("fund.db").exists());
}

#[test]
fn the_way_down_and_up_again_leads_to_the_same_place() {
    let database = TestDatabase::bare();
    let url: DatabaseUrl = database.url().parse().unwrap();
    let mut conn = url.connect().unwrap();
    let first = migrate::run(&mut conn).unwrap();
    assert_eq!(migrate::run(&mut conn).unwrap(), Vec::<String>::new());
    migrate::revert_all(&mut conn).unwrap();
    assert!(
        migrate::status(&mut conn)
            .unwrap()
            .iter()
            .all(|one| !one.run)
    );
    assert_eq!(migrate::run(&mut conn).unwrap(), first);
}

/// What was registered by an older program is found by what this one reckons.
#[actix_web::test]
async fn keys_and_addresses_of_before_are_those_of_today() {
    let fund = TestFund::new().await;
    let url: DatabaseUrl = fund.app.config.database.url.parse().unwrap();
    let mut conn = url.connect().unwrap();
    let browser = Browser::signed_in(&fund, "ada").await;
    conn.batch_execute(
        "UPDATE organisations SET name = 'Zorn-Labs', name_key = 'zorn-labs', \
            country = 'XB', register_key = 'old' WHERE name = 'ada Ltd'; \
         UPDATE organisations SET name = 'Zorn Labs', name_key = 'zorn labs' \
            WHERE name = 'ben Ltd'; \
         UPDATE accounts SET email = 'ada@bücher.example' WHERE name = 'ada'; \
         UPDATE accounts SET email = 'ben@bücher.example' WHERE name = 'ben'; \
         UPDATE accounts SET email = 'ben@xn--bcher-kva.example' WHERE name = 'reviewer0'",
    )
    .unwrap();
    // A record tells of the account as a program of former days kept it.
    browser
        .send("/profile", "/profile/name", &[("name", "Ada")])
        .await;
    for _ in 0..2 {
        migrate::run(&mut conn).unwrap();
        spelling::catch_up(&fund.app).unwrap();
        let many = |rows: &str| many(&fund, rows);
        assert_eq!(many("organisations WHERE name_key = 'zornlabs'"), 1);
        // The second of the two stays another, as one that was registered twice.
        assert_eq!(many("organisations WHERE name_key LIKE 'zornlabs %'"), 1);
        assert_eq!(many("organisations WHERE register_key IN ('a1', 'b1')"), 2);
        let address = "accounts WHERE email = 'ada@xn--bcher-kva.example'";
        assert_eq!(many(address), 1);
        // Of two of one mailbox the one that is spelt so keeps it.
        let ben = "accounts WHERE email = 'ben@bücher.example' AND name = 'ben'";
        assert_eq!(many(ben), 1);
    }
}

/// What the program itself spells anew is in the trail, and named by nobody.
#[actix_web::test]
async fn an_address_that_is_spelt_anew_is_recorded() {
    let fund = TestFund::new().await;
    let url: DatabaseUrl = fund.app.config.database.url.parse().unwrap();
    let mut conn = url.connect().unwrap();
    // Kept in another spelling by a program of former days: a record tells of it.
    let browser = Browser::signed_in(&fund, "ada").await;
    conn.batch_execute("UPDATE accounts SET email = 'ada@bücher.example' WHERE name = 'ada'")
        .unwrap();
    assert!(faults(&fund.app)[0].starts_with("account "));
    // What somebody wrote behind the program's back is not made the fund's own.
    spelling::catch_up(&fund.app).unwrap();
    assert!(faults(&fund.app)[0].starts_with("account "));
    browser
        .send("/profile", "/profile/name", &[("name", "Ada")])
        .await;
    fund.holds();
    for _ in 0..2 {
        spelling::catch_up(&fund.app).unwrap();
        fund.holds();
        let recorded = "audit_records WHERE action = 'respell_address'";
        assert_eq!(many(&fund, recorded), 1);
    }
}

/// Sums are of every line and histories of every record, whatever their numbers.
#[actix_web::test]
async fn what_stands_before_the_first_is_named() {
    let fund = TestFund::new().await;
    let url: DatabaseUrl = fund.app.config.database.url.parse().unwrap();
    let mut conn = url.connect().unwrap();
    let entry = "cause, matter_kind, matter_id, booked_on, note, account_id, recorded_at, \
        previous_hash, hash";
    let record = "recorded_at, actor_kind, account_id, capacity, partner_id, action, outcome, \
        matter_kind, matter_id, request_id, ground, before, after, previous_hash, hash, content";
    conn.batch_execute(&format!(
        "INSERT INTO journal_entries (id, sequence, {entry}) \
         SELECT '00000000-0000-7000-8000-000000000000', 0, {entry} \
         FROM journal_entries WHERE sequence = 1; \
         INSERT INTO audit_records (sequence, {record}) \
         SELECT -1, {record} FROM audit_records WHERE sequence = 1"
    ))
    .unwrap();
    let named = [
        "audit records stand before the first: 1 of them",
        "journal entries stand before the first: 1 of them",
    ];
    assert_eq!(faults(&fund.app), named);
}

#[test]
fn a_newer_schema_is_refused() {
    let database = TestDatabase::new();
    let url: DatabaseUrl = database.url().parse().unwrap();
    let mut conn = url.connect().unwrap();
    conn.batch_execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('9999')")
        .unwrap();
    let refused = migrate::run(&mut conn).unwrap_err();
    assert!(refused.to_string().contains("9999"), "{refused}");
}

/// Fault 27: the unit of work promises that nothing is committed which the tables did not decide.
#[actix_web::test]
async fn a_unit_without_a_decision_is_not_committed() {
    let fund = TestFund::empty();
    let done = fund.app.write_now(Actor::Operator, |_| Ok(()));
    assert_eq!(done.unwrap_err().code(), "internal");
}

#[actix_web::test]
async fn what_is_written_stays_and_what_is_changed_is_named() {
    let fund = TestFund::new().await;
    fund.holds();
    let url: DatabaseUrl = fund.app.config.database.url.parse().unwrap();
    let mut conn = url.connect().unwrap();
    for change in [
        "UPDATE audit_records SET action = 'sign_in' WHERE sequence = 3",
        "DELETE FROM audit_records WHERE sequence = 3",
        "UPDATE journal_lines SET amount_minor = 1",
        "DELETE FROM journal_entries",
    ] {
        let refused = conn.batch_execute(change).unwrap_err();
        assert!(
            refused.to_string().contains("append-only"),
            "{change}: {refused}"
        );
    }
    let is_sqlite = matches!(url, DatabaseUrl::Sqlite(_));
    let open = if is_sqlite {
        "DROP TRIGGER journal_lines_no_update; DROP TRIGGER audit_records_no_update"
    } else {
        "DROP TRIGGER journal_lines_stay ON journal_lines; DROP TRIGGER audit_records_stay ON audit_records"
    };
    conn.batch_execute(open).unwrap();
    let named = || faults(&fund.app);
    conn.batch_execute("UPDATE journal_lines SET amount_minor = amount_minor + 1 WHERE position = 1 AND entry_id = (SELECT id FROM journal_entries WHERE sequence = 2)").unwrap();
    assert_eq!(named(), ["journal entry 2 has been changed"]);
    conn.batch_execute("UPDATE audit_records SET ground = 'another' WHERE sequence = 5")
        .unwrap();
    let faults = [
        "audit record 5 has been changed",
        "journal entry 2 has been changed",
    ];
    assert_eq!(named(), faults);
}
