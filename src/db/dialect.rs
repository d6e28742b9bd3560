//! Where the two databases differ: how a transaction begins, and how a sum is typed.

use super::{Conn, Mode, Transactions};
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::sql_types::BigInt;

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

/// Inserts many rows with one statement, or does nothing where there are none. The enum of both
/// databases cannot insert a list; each of them can.
macro_rules! insert_all {
    ($conn:expr, $table:expr, $rows:expr) => {{
        let rows = $rows;
        let conn: &mut $crate::db::Conn = $conn;
        match conn {
            _ if rows.is_empty() => Ok(()),
            $crate::db::Conn::Sqlite(one) => diesel::insert_into($table)
                .values(rows)
                .execute(one)
                .map(|_| ()),
            $crate::db::Conn::Postgres(one) => diesel::insert_into($table)
                .values(rows)
                .execute(one)
                .map(|_| ()),
        }
    }};
}
pub(crate) use insert_all;

/// The sum of a column of minor units, as 64 bits on both databases; nothing sums to zero.
///
/// The column's name is ours, never a person's.
pub fn sum_of(column: &'static str) -> SqlLiteral<BigInt> {
    sql::<BigInt>(&format!("CAST(COALESCE(SUM({column}), 0) AS BIGINT)"))
}

/// A pattern for `LIKE … ESCAPE '\'` that finds the text anywhere, taken literally.
pub fn containing(text: &str) -> String {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    format!("%{escaped}%")
}
