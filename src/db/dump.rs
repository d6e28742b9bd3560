//! Every table as text, read in one state of the database and written back into an empty one: the
//! same on both databases.
//!
//! A row is a JSON array of texts, a column each, in one spelling of each type: an instant as
//! SQLite keeps it, a flag as 0 or 1.

use super::dialect::{self, Mode};
use super::{Conn, Transactions, migrations};
use diesel::connection::{DefaultLoadingMode, SimpleConnection, TransactionManager};
use diesel::pg::PgRowByRowLoadingMode;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

/// A table and its columns, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    /// Each with what it holds, in the words of the database.
    pub columns: Vec<(String, String)>,
}

/// The name of the table that is there while a database is being filled: whoever finds it finds a
/// restore that was broken off.
const FILLING: &str = "__restoring";

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    its_table: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    holds: String,
}

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    word: String,
}

#[derive(QueryableByName)]
struct Many {
    #[diesel(sql_type = BigInt)]
    many: i64,
}

/// The kind of database, as a backup names it.
pub fn kind(conn: &Conn) -> &'static str {
    match conn {
        Conn::Sqlite(_) => "sqlite",
        Conn::Postgres(_) => "postgres",
    }
}

/// Every table of the program, in the order of their names: tools and other programs may have
/// theirs beside them, which are neither read nor touched.
///
/// # Errors
/// No answer from the database.
pub fn tables(conn: &mut Conn) -> QueryResult<Vec<Table>> {
    let query = match conn {
        Conn::Sqlite(_) => {
            "SELECT own.name AS its_table, columns.name AS name, columns.type AS holds \
             FROM sqlite_schema AS own JOIN pragma_table_info(own.name) AS columns \
             WHERE own.type = 'table' AND own.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
             AND own.name NOT LIKE '\\_\\_%' ESCAPE '\\' ORDER BY own.name, columns.cid"
        }
        Conn::Postgres(_) => {
            "SELECT columns.table_name::text AS its_table, columns.column_name::text AS name, \
             columns.data_type::text AS holds FROM information_schema.columns AS columns \
             JOIN information_schema.tables AS own USING (table_schema, table_name) \
             WHERE own.table_type = 'BASE TABLE' AND table_schema = current_schema() \
             AND table_name NOT LIKE '\\_\\_%' ORDER BY table_name, columns.ordinal_position"
        }
    };
    let found: Vec<Column> = diesel::sql_query(query).load(conn)?;
    let made = migrations::tables();
    let mut tables: Vec<Table> = Vec::new();
    for column in found {
        if !made.contains(column.its_table.as_str()) {
            continue;
        }
        let own = (column.name, column.holds);
        match tables
            .last_mut()
            .filter(|last| last.name == column.its_table)
        {
            Some(last) => last.columns.push(own),
            None => tables.push(Table {
                name: column.its_table,
                columns: vec![own],
            }),
        }
    }
    Ok(tables)
}

/// Whether nobody has put anything into this database: it has no tables, or what migrations bring
/// along and nothing else.
///
/// # Errors
/// No answer from the database.
pub fn holds_nothing(conn: &mut Conn) -> QueryResult<bool> {
    for table in tables(conn)? {
        if ["accounts", "audit_records", "funds"].contains(&table.name.as_str()) {
            let query = format!("SELECT COUNT(*) AS many FROM {}", table.name);
            let found: Many = diesel::sql_query(query).get_result(conn)?;
            if found.many > 0 {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// Whether filling this database was broken off.
///
/// # Errors
/// No answer from the database.
pub fn is_broken_off(conn: &mut Conn) -> QueryResult<bool> {
    let query = match conn {
        Conn::Sqlite(_) => format!(
            "SELECT COUNT(*) AS many FROM sqlite_schema WHERE type = 'table' AND name = '{FILLING}'"
        ),
        Conn::Postgres(_) => format!(
            "SELECT COUNT(*) AS many FROM information_schema.tables \
             WHERE table_schema = current_schema() AND table_name = '{FILLING}'"
        ),
    };
    let found: Many = diesel::sql_query(query).get_result(conn)?;
    Ok(found.many > 0)
}

/// What was filled is whole, and bound by what keeps it from being used as it was.
///
/// # Errors
/// No answer from the database.
pub fn filled(conn: &mut Conn) -> QueryResult<()> {
    conn.batch_execute(&format!("DROP TABLE IF EXISTS {FILLING}"))
}

/// A column as text, in the one spelling.
fn as_text(conn: &Conn, (name, holds): &(String, String)) -> String {
    match (conn, holds.as_str()) {
        (Conn::Sqlite(_), _) => format!("CAST(\"{name}\" AS TEXT)"),
        (Conn::Postgres(_), "timestamp with time zone") => {
            format!("to_char(\"{name}\" AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
        }
        (Conn::Postgres(_), "boolean") => format!("\"{name}\"::integer::text"),
        (Conn::Postgres(_), _) => format!("\"{name}\"::text"),
    }
}

/// Gives every row of a table, one after another: none but the one at hand is in memory.
///
/// # Errors
/// No answer from the database, or what `each` gives.
pub fn each_row<E: From<diesel::result::Error>>(
    conn: &mut Conn,
    table: &Table,
    mut each: impl FnMut(String) -> Result<(), E>,
) -> Result<(), E> {
    let columns = table.columns.iter().map(|one| as_text(conn, one));
    let columns = columns.collect::<Vec<_>>().join(", ");
    let (array, name) = (dialect::json_array(conn), &table.name);
    let query = format!("SELECT CAST({array}({columns}) AS text) AS word FROM \"{name}\"");
    let query = diesel::sql_query(query);
    match conn {
        Conn::Sqlite(inner) => {
            for row in query.load_iter::<Word, DefaultLoadingMode>(inner)? {
                each(row?.word)?;
            }
        }
        Conn::Postgres(inner) => {
            for row in query.load_iter::<Word, PgRowByRowLoadingMode>(inner)? {
                each(row?.word)?;
            }
        }
    }
    Ok(())
}

/// Adds rows to a table: a JSON array of what [`each_row`] gave.
///
/// # Errors
/// They are not of this table; no answer from the database.
pub fn add_rows(conn: &mut Conn, table: &Table, rows: &str) -> QueryResult<usize> {
    let name = &table.name;
    let columns = table.columns.iter().map(|one| format!("\"{}\"", one.0));
    let columns = columns.collect::<Vec<_>>().join(", ");
    let numbered = table.columns.iter().enumerate();
    match conn {
        Conn::Sqlite(inner) => {
            let values = numbered.map(|(number, _)| format!("json_extract(value, '$[{number}]')"));
            let values = values.collect::<Vec<_>>().join(", ");
            let query =
                format!("INSERT INTO \"{name}\" ({columns}) SELECT {values} FROM json_each(?)");
            diesel::sql_query(query)
                .bind::<Text, _>(rows)
                .execute(inner)
        }
        Conn::Postgres(inner) => {
            let values = numbered.map(|(number, one)| format!("(one->>{number})::{}", one.1));
            let values = values.collect::<Vec<_>>().join(", ");
            let query = format!(
                "INSERT INTO \"{name}\" ({columns}) SELECT {values} \
                 FROM json_array_elements($1::json) AS all_of_them (one)"
            );
            diesel::sql_query(query)
                .bind::<Text, _>(rows)
                .execute(inner)
        }
    }
}

/// Fills the tables of a database that holds nothing, in one transaction, with triggers and keys
/// of other tables out of the way; when it ends they are what they were, and every key is known.
///
/// # Errors
/// What `fill` gives, a key that is of nothing, or no answer from the database: then nothing has
/// changed.
pub fn fill<E: From<diesel::result::Error>>(
    conn: &mut Conn,
    fill: impl FnOnce(&mut Conn) -> Result<(), E>,
) -> Result<(), E> {
    // SQLite takes this before a transaction alone.
    if let Conn::Sqlite(inner) = conn {
        inner.batch_execute("PRAGMA foreign_keys = OFF")?;
    }
    let done = within(conn, fill);
    if let Conn::Sqlite(inner) = conn {
        inner.batch_execute("PRAGMA foreign_keys = ON")?;
    }
    done
}

fn within<E: From<diesel::result::Error>>(
    conn: &mut Conn,
    fill: impl FnOnce(&mut Conn) -> Result<(), E>,
) -> Result<(), E> {
    dialect::begin(conn, Mode::Write)?;
    let done = filling(conn, fill);
    match done {
        Ok(()) => Ok(Transactions::commit_transaction(conn)?),
        Err(error) => {
            Transactions::rollback_transaction(conn)?;
            Err(error)
        }
    }
}

fn filling<E: From<diesel::result::Error>>(
    conn: &mut Conn,
    fill: impl FnOnce(&mut Conn) -> Result<(), E>,
) -> Result<(), E> {
    dialect::be_patient(conn)?;
    let (away, back) = (out_of_the_way(conn)?, into_place(conn)?);
    for word in away {
        conn.batch_execute(&word)?;
    }
    for table in tables(conn)? {
        conn.batch_execute(&format!("DELETE FROM \"{}\"", table.name))?;
    }
    fill(conn)?;
    for word in back {
        conn.batch_execute(&word)?;
    }
    if let Conn::Sqlite(inner) = conn {
        let query = "SELECT COUNT(*) AS many FROM pragma_foreign_key_check";
        let unknown: Many = diesel::sql_query(query).get_result(inner)?;
        if unknown.many > 0 {
            let why = format!("{} keys are of rows that are not there", unknown.many);
            return Err(diesel::result::Error::QueryBuilderError(why.into()).into());
        }
    }
    Ok(conn.batch_execute(&format!("CREATE TABLE {FILLING} (begun integer)"))?)
}

/// What takes triggers, and on PostgreSQL keys of other tables, out of the way: whoever owns the
/// tables may.
fn out_of_the_way(conn: &mut Conn) -> QueryResult<Vec<String>> {
    words(
        conn,
        "SELECT 'DROP TRIGGER ' || name AS word FROM sqlite_schema WHERE type = 'trigger'",
        "SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' \
         || quote_ident(conname) AS word FROM pg_constraint \
         WHERE contype = 'f' AND connamespace = current_schema()::regnamespace \
         UNION ALL SELECT 'ALTER TABLE ' || oid::regclass || ' DISABLE TRIGGER USER' FROM pg_class \
         WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace",
    )
}

/// What puts them back.
fn into_place(conn: &mut Conn) -> QueryResult<Vec<String>> {
    words(
        conn,
        "SELECT sql AS word FROM sqlite_schema WHERE type = 'trigger'",
        "SELECT 'ALTER TABLE ' || oid::regclass || ' ENABLE TRIGGER USER' AS word FROM pg_class \
         WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace \
         UNION ALL SELECT 'ALTER TABLE ' || conrelid::regclass || ' ADD CONSTRAINT ' \
         || quote_ident(conname) || ' ' || pg_get_constraintdef(oid) FROM pg_constraint \
         WHERE contype = 'f' AND connamespace = current_schema()::regnamespace",
    )
}

fn words(conn: &mut Conn, sqlite: &str, postgres: &str) -> QueryResult<Vec<String>> {
    let query = match conn {
        Conn::Sqlite(_) => sqlite,
        Conn::Postgres(_) => postgres,
    };
    let found: Vec<Word> = diesel::sql_query(query).load(conn)?;
    Ok(found.into_iter().map(|one| one.word).collect())
}
