//! The record proves the whole fund: whatever is changed behind the program's back is named.

use super::schema::{Tables, said};
use crate::stories::journey;
use crate::support::{TestFund, faults};
use diesel::RunQueryDsl;
use diesel::connection::SimpleConnection;
use diesel::result::{DatabaseErrorKind, Error};
use diesel::sql_types::{BigInt, Text};
use jointfund::anchors::{actions as anchors, keys};
use jointfund::audit::seal;
use jointfund::db::tx::{Actor, View};
use jointfund::db::{Conn, DatabaseUrl};
use jointfund::integrity;
use jointfund::kernel::digest::{canonical_json, sha256_hex};
use jointfund::rules::capacity::Footing;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Tables of which the fund of everything has no rows: other stories end with them.
const ELSEWHERE: &[&str] = &[
    "address_changes",
    "attachments",
    "bank_claims",
    "bank_files",
    "bank_states",
    "departures",
    "factor_losses",
    "factor_proofs",
    "factor_resets",
    "joinings",
    "passkeys",
    "recovery_codes",
    "recusals",
    "restores",
    "second_factors",
    "vote_exceptions",
];

/// A fund's database, opened by somebody who may do everything.
pub(super) struct Opened<'a> {
    fund: &'a TestFund,
    pub(super) conn: Conn,
    tables: Tables,
    is_sqlite: bool,
}

#[derive(diesel::QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    word: String,
}

#[derive(diesel::QueryableByName)]
struct Many {
    #[diesel(sql_type = BigInt)]
    many: i64,
}

impl<'a> Opened<'a> {
    /// Without triggers, and without conditions on what is written.
    pub(super) fn of(fund: &'a TestFund) -> Self {
        let url: DatabaseUrl = fund.app.config.database.url.parse().unwrap();
        let mut conn = url.connect().unwrap();
        let is_sqlite = matches!(conn, Conn::Sqlite(_));
        let (open, close) = if is_sqlite {
            let open = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON";
            let all = "SELECT 'DROP TRIGGER ' || name AS word FROM sqlite_schema \
                WHERE type = 'trigger' AND name NOT LIKE '%_head_follows'";
            (open, all)
        } else {
            let open = "SET session_replication_role = replica; SET statement_timeout = 0";
            let all = "SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' \
                || conname AS word FROM pg_constraint \
                WHERE contype = 'c' AND connamespace = 'public'::regnamespace";
            (open, all)
        };
        conn.batch_execute(open).unwrap();
        let found: Vec<Word> = diesel::sql_query(close).load(&mut conn).unwrap();
        for one in found {
            conn.batch_execute(&one.word).unwrap();
        }
        Self {
            fund,
            conn,
            tables: said(str::to_owned),
            is_sqlite,
        }
    }

    fn many(&mut self, table: &str) -> i64 {
        let query = format!("SELECT COUNT(*) AS many FROM {table}");
        let found: Many = diesel::sql_query(query).get_result(&mut self.conn).unwrap();
        found.many
    }

    /// What is named once this has been done, which is then undone; `None` where keys forbid it.
    fn named(&mut self, change: &str) -> Option<Vec<String>> {
        self.conn.batch_execute("BEGIN").unwrap();
        let named = match self.conn.batch_execute(change) {
            Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => None,
            done => {
                done.unwrap_or_else(|error| panic!("{change}: {error}"));
                let (now, footing) = (self.fund.app.clock.now(), Footing::new(&[]));
                let mut view = View::new(&mut self.conn, Actor::Operator, now, footing);
                Some(integrity::faults(&mut view, &self.fund.app.config).unwrap())
            }
        };
        self.conn.batch_execute("ROLLBACK").unwrap();
        named
    }

    /// One row of a table, of those where this is written one.
    fn one(&self, table: &str, column: &str) -> String {
        let row = if self.is_sqlite { "rowid" } else { "ctid" };
        let first = format!("SELECT {row} FROM {table} ORDER BY {column} IS NULL LIMIT 1");
        format!("WHERE {row} = ({first})")
    }

    /// Every change of a table: one value of each column, one row less, one row more.
    fn changes(&self, table: &str) -> Vec<(String, String)> {
        let columns = &self.tables[table];
        let mut changes = Vec::new();
        for (column, (holds, _)) in columns {
            let (other, one) = (another(column, holds), self.one(table, column));
            let change = format!("UPDATE {table} SET {column} = {other} {one}");
            changes.push((format!("{table}.{column}"), change));
        }
        let names: Vec<&str> = columns.keys().map(String::as_str).collect();
        let key = names.iter().find(|name| **name == "id").or(names.last());
        let key = *key.unwrap();
        let one = self.one(table, key);
        let less = format!("DELETE FROM {table} {one}");
        changes.push((format!("{table}-"), less));
        let values = columns
            .iter()
            .map(|(column, (holds, _))| match column == key {
                true => another(column, holds),
                false => column.clone(),
            });
        let values: Vec<String> = values.collect();
        let (into, values) = (names.join(", "), values.join(", "));
        let more = format!("INSERT INTO {table} ({into}) SELECT {values} FROM {table} {one}");
        changes.push((format!("{table}+"), more));
        changes
    }
}

/// Another value for a column.
fn another(column: &str, holds: &str) -> String {
    match holds {
        "Uuid" => "'00000000-0000-4000-8000-000000000001'".to_owned(),
        "Moment" => "'2001-02-03T04:05:06.000000Z'".to_owned(),
        "Day" => "'2001-02-03'".to_owned(),
        "Json" => "'[\"another\"]'".to_owned(),
        "Bool" => format!("NOT {column}"),
        "Integer" | "BigInt" => format!("COALESCE({column}, 0) + 1"),
        _ => format!("COALESCE({column}, '') || 'x'"),
    }
}

/// What nobody needs to notice, with its reason: tables, and columns of tables.
fn exceptions() -> BTreeMap<&'static str, &'static str> {
    let lines = include_str!("no_content.txt").lines();
    let rows = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| line.split_once(char::is_whitespace).unwrap())
        .collect()
}

/// Changes each of these tables in every way, and asks who notices.
pub fn are_named(fund: &TestFund, tables: &[&str]) {
    fund.holds();
    let mut opened = Opened::of(fund);
    let exceptions = exceptions();
    let mut wrong = Vec::new();
    for table in tables {
        assert!(opened.many(table) > 0, "{table} is empty");
        for (what, change) in opened.changes(table) {
            let is_left_out =
                exceptions.contains_key(table) || exceptions.contains_key(what.as_str());
            let Some(named) = opened.named(&change) else {
                continue;
            };
            // What cannot be read is named wherever it stands.
            let is_wrong = match is_left_out {
                true => named.iter().any(|one| !one.contains("cannot be read")),
                false => !named.iter().any(|one| is_a_name(one)),
            };
            if is_wrong {
                wrong.push(format!("{what}: {named:?}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Whether a fault names what it is about: a record, an entry, a matter by its identifier, a number,
/// or the table of a row that is nobody's or of a word that is none.
fn is_a_name(fault: &str) -> bool {
    let has_id = fault.split_whitespace().any(|word| word.len() == 36);
    let words = [
        "audit record",
        "journal",
        "head",
        "number",
        "more than the records tell of",
        "error deserializing field",
    ];
    let fault = fault.to_lowercase();
    has_id || words.iter().any(|one| fault.contains(one))
}

#[actix_web::test]
async fn whatever_is_changed_behind_the_programs_back_is_named() {
    let (journey, [.., award]) = journey::awarded();
    let found = journey.read("ada", &format!("/awards/{award}")).await;
    let payout = journey
        .request(&award, &found["shares"][0], "advance", "")
        .await;
    journey.pay(&payout).await;
    // Another waits for whoever did not ask for it.
    let share = &found["shares"][1];
    journey.request(&award, share, "advance", "").await;
    let fund = &journey.fund;
    keys::prepare(&fund.app).unwrap();
    anchors::follow_the_clock(&fund.app).unwrap();
    let mut opened = Opened::of(fund);
    let all: Vec<String> = opened.tables.keys().cloned().collect();
    let (empty, full): (BTreeSet<&str>, BTreeSet<&str>) = all
        .iter()
        .map(String::as_str)
        .partition(|table| opened.many(table) == 0);
    let exceptions = exceptions();
    let empty = empty
        .into_iter()
        .filter(|table| !exceptions.contains_key(table));
    assert_eq!(empty.collect::<Vec<_>>(), ELSEWHERE);
    drop(opened);
    are_named(fund, &full.into_iter().collect::<Vec<_>>());
}

/// Every exception is of a table or a column there is.
#[test]
fn every_exception_is_of_what_there_is() {
    let tables = said(str::to_owned);
    for name in exceptions().keys() {
        let (table, column) = name.split_once('.').unwrap_or((name, ""));
        let table = table.trim_end_matches('+');
        let columns = tables.get(table).unwrap_or_else(|| panic!("{name}"));
        assert!(column.is_empty() || columns.contains_key(column), "{name}");
    }
}

/// A fund that was begun before records kept digests.
#[actix_web::test]
async fn a_fund_that_was_begun_before_is_sealed_as_it_is() {
    let (journey, _) = journey::awarded();
    let fund = &journey.fund;
    let mut opened = Opened::of(fund);
    // All that is left of its trail is one record of before.
    let at = "2027-01-01T00:00:00.000000Z";
    let nobody = "00000000-0000-0000-0000-000000000000";
    let record = json!({
        "sequence": 1, "recorded_at": at, "actor_kind": "operator", "account": null,
        "capacity": "operator", "partner": null, "action": "found_fund", "outcome": "done",
        "matter_kind": "fund", "matter": nobody, "request": nobody, "ground": null,
        "before": null, "after": null,
    });
    let hash = sha256_hex(canonical_json(&record));
    let begun = format!(
        "DELETE FROM audit_records; \
         INSERT INTO audit_records (sequence, recorded_at, actor_kind, capacity, action, outcome, \
         matter_kind, matter_id, request_id, previous_hash, hash) VALUES (1, '{at}', 'operator', \
         'operator', 'found_fund', 'done', 'fund', '{nobody}', '{nobody}', '', '{hash}'); \
         UPDATE audit_head SET sequence = 1, hash = '{hash}', recorded_at = '{at}'"
    );
    opened.conn.batch_execute(&begun).unwrap();
    assert!(
        faults(&fund.app)
            .iter()
            .any(|one| one.contains("is in no record"))
    );
    seal::seal(&fund.app).unwrap();
    fund.holds();
    let many = opened.many("audit_records");
    seal::seal(&fund.app).unwrap();
    assert_eq!(opened.many("audit_records"), many);
    // Nothing is sealed twice: what is forged now stays named.
    let forged = "UPDATE role_grants SET role = 'auditor'";
    opened.conn.batch_execute(forged).unwrap();
    seal::seal(&fund.app).unwrap();
    let faults = faults(&fund.app);
    assert!(
        faults.iter().any(|one| one.starts_with("role_grant ")),
        "{faults:?}"
    );
}

/// Before a fund is founded there is nothing to prove.
#[actix_web::test]
async fn a_database_without_a_fund_holds() {
    TestFund::empty().holds();
}
