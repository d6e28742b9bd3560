//! `src/db/schema.rs` says what the tables truly are.

use crate::support::database::TestDatabase;
use diesel::RunQueryDsl;
use diesel::sql_types::{Bool, Text};
use jointfund::db::{Conn, DatabaseUrl};
use std::collections::BTreeMap;

/// A column: what it holds, and whether it may be empty.
pub(super) type Column = (String, bool);
/// The columns of each table, by name.
pub(super) type Tables = BTreeMap<String, BTreeMap<String, Column>>;

#[derive(diesel::QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    holds: String,
    #[diesel(sql_type = Bool)]
    may_be_empty: bool,
}

const SQLITE: &str = "SELECT t.name AS table_name, c.name AS column_name, lower(c.type) AS holds, \
    c.\"notnull\" = 0 AND c.pk = 0 AS may_be_empty \
    FROM sqlite_schema t JOIN pragma_table_info(t.name) c \
    WHERE t.type = 'table' AND t.name NOT LIKE '\\_\\_%' ESCAPE '\\'";

const POSTGRES: &str = "SELECT table_name::text, column_name::text, udt_name::text AS holds, \
    is_nullable = 'YES' AS may_be_empty FROM information_schema.columns \
    WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_%'";

/// A type of `schema.rs`, and what it is called by SQLite and by PostgreSQL.
#[rustfmt::skip]
const TYPES: &[(&str, &str, &str)] = &[
    ("Uuid",    "text",    "uuid"),
    ("Moment",  "text",    "timestamptz"),
    ("Day",     "text",    "date"),
    ("Json",    "text",    "jsonb"),
    ("Text",    "text",    "text"),
    ("Bool",    "integer", "bool"),
    ("Integer", "integer", "int4"),
    ("BigInt",  "integer", "int8"),
];

/// What the database has.
fn real(conn: &mut Conn) -> Tables {
    let found: Vec<Found> = match conn {
        Conn::Sqlite(inner) => diesel::sql_query(SQLITE).load(inner).unwrap(),
        Conn::Postgres(inner) => diesel::sql_query(POSTGRES).load(inner).unwrap(),
    };
    let mut tables = Tables::new();
    for one in found {
        let column = (one.holds, one.may_be_empty);
        tables
            .entry(one.table_name)
            .or_default()
            .insert(one.column_name, column);
    }
    tables
}

/// What `schema.rs` says, in the database's own words.
pub(super) fn said(in_words: impl Fn(&str) -> String) -> Tables {
    let source = include_str!("../../../src/db/schema.rs");
    let mut tables = Tables::new();
    let mut table = String::new();
    for line in source.lines().map(str::trim) {
        if let Some((name, after)) = line.split_once(" (")
            && after.ends_with(") {")
        {
            table = name.to_owned();
            tables.insert(table.clone(), BTreeMap::new());
        } else if let Some((name, holds)) = line.trim_end_matches(',').split_once(" -> ")
            && let Some(columns) = tables.get_mut(&table)
            && !line.starts_with("diesel::")
        {
            let inner = holds
                .strip_prefix("Nullable<")
                .and_then(|rest| rest.strip_suffix('>'));
            let column = (in_words(inner.unwrap_or(holds)), inner.is_some());
            columns.insert(name.to_owned(), column);
        }
    }
    tables
}

/// Fault 27: `schema.rs` promises to be compared with the tables.
#[test]
fn the_tables_are_what_the_schema_says() {
    let database = TestDatabase::new();
    let url: DatabaseUrl = database.url().parse().unwrap();
    let mut conn = url.connect().unwrap();
    let is_sqlite = matches!(conn, Conn::Sqlite(_));
    let said = said(|name| {
        let row = TYPES.iter().find(|row| row.0 == name).unwrap();
        if is_sqlite { row.1 } else { row.2 }.to_owned()
    });
    assert!(said.len() > 50, "{} tables", said.len());
    let real = real(&mut conn);
    for (name, columns) in &said {
        assert_eq!(real.get(name), Some(columns), "{name}");
    }
    let unknown: Vec<&String> = real
        .keys()
        .filter(|name| !said.contains_key(*name))
        .collect();
    assert_eq!(unknown, Vec::<&String>::new());
}
