//! Where the two databases differ: how a transaction begins, and how a sum is typed.

use super::{Conn, Transactions};
use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::sql_types::BigInt;

/// Whether a transaction writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Sees one state of the database and changes nothing.
    Read,
    /// Takes the writer's lock at once on SQLite: a transaction that reads first and writes later
    /// would fail as soon as another has written in between.
    Write,
}

/// Begins a transaction.
pub(super) fn begin(conn: &mut Conn, mode: Mode) -> diesel::QueryResult<()> {
    match (conn, mode) {
        (Conn::Sqlite(inner), Mode::Write) => {
            AnsiTransactionManager::begin_transaction_sql(inner, "BEGIN IMMEDIATE")
        }
        (Conn::Postgres(inner), Mode::Read) => AnsiTransactionManager::begin_transaction_sql(
            inner,
            "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
        ),
        (conn, _) => Transactions::begin_transaction(conn),
    }
}

/// Inserts many rows, so many with one statement as both databases take; nothing where there are
/// none. The enum of both databases cannot insert a list; each of them can.
///
/// The rows' struct needs `treat_none_as_default_value = false`, or SQLite is asked once for each.
macro_rules! insert_all {
    ($conn:expr, $table:expr, $rows:expr) => {{
        // A statement takes 32,766 values on SQLite, 65,535 on PostgreSQL; no table has 60 columns.
        const AT_ONCE: usize = 500;
        let mut rows = $rows;
        let conn: &mut $crate::db::Conn = $conn;
        loop {
            let rest = rows.split_off(rows.len().min(AT_ONCE));
            let some = std::mem::replace(&mut rows, rest);
            let done = match conn {
                _ if some.is_empty() => break Ok(()),
                $crate::db::Conn::Sqlite(one) => {
                    diesel::insert_into($table).values(some).execute(one)
                }
                $crate::db::Conn::Postgres(one) => {
                    diesel::insert_into($table).values(some).execute(one)
                }
            };
            if let Err(error) = done {
                break Err(error);
            }
        }
    }};
}
pub(crate) use insert_all;

/// Locks the rows of these identifiers until the unit ends, always in the same order, so that no
/// two units wait for each other. On SQLite whoever writes has the whole database to themselves.
macro_rules! lock_rows {
    ($conn:expr, $table:ident, $ids:expr) => {{
        let conn: &mut $crate::db::Conn = $conn;
        match conn {
            $crate::db::Conn::Sqlite(_) => Ok(()),
            $crate::db::Conn::Postgres(one) => $table::table
                .filter($table::id.eq_any($ids))
                .order($table::id)
                .select($table::id)
                .for_update()
                .execute(one)
                .map(|_| ()),
        }
    }};
}
pub(crate) use lock_rows;

/// The sum of a column of minor units, as 64 bits on both databases; nothing sums to zero.
///
/// The column's name is ours, never a person's.
pub fn sum_of(column: &'static str) -> SqlLiteral<BigInt> {
    sql::<BigInt>(&format!("CAST(COALESCE(SUM({column}), 0) AS BIGINT)"))
}

/// How many different values a column holds.
///
/// The column's name is ours, never a person's.
pub fn different(column: &'static str) -> SqlLiteral<BigInt> {
    sql::<BigInt>(&format!("COUNT(DISTINCT {column})"))
}

/// Lets this transaction read for as long as it takes: all of a fund is more than a request reads.
pub fn be_patient(conn: &mut Conn) -> diesel::QueryResult<()> {
    match conn {
        Conn::Sqlite(_) => Ok(()),
        Conn::Postgres(inner) => inner.batch_execute(
            "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0",
        ),
    }
}

/// What makes a JSON array of a row's columns.
pub fn json_array(conn: &Conn) -> &'static str {
    match conn {
        Conn::Sqlite(_) => "json_array",
        Conn::Postgres(_) => "json_build_array",
    }
}

/// When a task is due, or a time after all others: as it stands in the indexes of tasks.
pub fn due_or_never(conn: &Conn) -> &'static str {
    match conn {
        Conn::Sqlite(_) => "COALESCE(tasks.due, '9999')",
        Conn::Postgres(_) => "COALESCE(tasks.due, 'infinity'::timestamptz)",
    }
}

/// A pattern for `LIKE … ESCAPE '\'` that finds the text anywhere, taken literally.
pub fn containing(text: &str) -> String {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    format!("%{escaped}%")
}
