//! Rows of changes of address.

use crate::db::Conn;
use crate::db::schema::address_changes as changes;
use crate::kernel::id::{AccountId, AddressChangeId};
use crate::kernel::time::Instant;
use diesel::prelude::*;

/// A change as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = changes)]
pub(super) struct Row {
    pub(super) id: AddressChangeId,
    pub(super) account_id: AccountId,
    pub(super) old_email: String,
    pub(super) new_email: String,
    pub(super) old_token_hash: String,
    pub(super) new_token_hash: String,
    pub(super) asked_at: Instant,
    pub(super) expires_at: Instant,
    pub(super) old_confirmed_at: Option<Instant>,
    pub(super) new_confirmed_at: Option<Instant>,
    /// Of the way back, while it is open.
    pub(super) return_token_hash: Option<String>,
    pub(super) returns_until: Option<Instant>,
    pub(super) ended_at: Option<Instant>,
}

/// Which of the two letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Old,
    New,
}

impl Side {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Old => "old",
            Self::New => "new",
        }
    }
}

pub(super) fn insert(conn: &mut Conn, row: Row) -> QueryResult<usize> {
    diesel::insert_into(changes::table)
        .values(row)
        .execute(conn)
}

/// How many an account asked for since then.
pub(super) fn asked_since(conn: &mut Conn, account: AccountId, since: Instant) -> QueryResult<i64> {
    changes::table
        .filter(changes::account_id.eq(account))
        .filter(changes::asked_at.gt(since))
        .count()
        .get_result(conn)
}

/// How many asked for this address since then.
pub(super) fn asked_for_since(conn: &mut Conn, email: &str, since: Instant) -> QueryResult<i64> {
    changes::table
        .filter(changes::new_email.eq(email))
        .filter(changes::asked_at.gt(since))
        .count()
        .get_result(conn)
}

/// What an account asked for and was not done falls.
pub(super) fn end_open(conn: &mut Conn, account: AccountId, now: Instant) -> QueryResult<usize> {
    let open = changes::table
        .filter(changes::account_id.eq(account))
        .filter(changes::ended_at.is_null());
    diesel::update(open)
        .set(changes::ended_at.eq(now))
        .execute(conn)
}

/// Whose change a token of any of its letters is of.
pub(super) fn owner(conn: &mut Conn, hash: &str) -> QueryResult<Option<AccountId>> {
    changes::table
        .filter(
            changes::old_token_hash
                .eq(hash)
                .or(changes::new_token_hash.eq(hash))
                .or(changes::return_token_hash.eq(hash)),
        )
        .select(changes::account_id)
        .first(conn)
        .optional()
}

/// The change that a token confirms, and for which side.
pub(super) fn open(conn: &mut Conn, hash: &str, now: Instant) -> QueryResult<Option<(Row, Side)>> {
    let row: Option<Row> = changes::table
        .filter(
            changes::old_token_hash
                .eq(hash)
                .or(changes::new_token_hash.eq(hash)),
        )
        .filter(changes::ended_at.is_null())
        .filter(changes::expires_at.gt(now))
        .first(conn)
        .optional()?;
    Ok(row.map(|row| {
        let is_old = row.old_token_hash == hash;
        (row, if is_old { Side::Old } else { Side::New })
    }))
}

pub(super) fn confirm(
    conn: &mut Conn,
    id: AddressChangeId,
    side: Side,
    now: Instant,
) -> QueryResult<usize> {
    let row = diesel::update(changes::table.find(id));
    match side {
        Side::Old => row.set(changes::old_confirmed_at.eq(now)).execute(conn),
        Side::New => row.set(changes::new_confirmed_at.eq(now)).execute(conn),
    }
}

/// It is done, and its way back is open until then.
pub(super) fn take_force(
    conn: &mut Conn,
    id: AddressChangeId,
    (hash, until): (&str, Instant),
    now: Instant,
) -> QueryResult<usize> {
    diesel::update(changes::table.find(id))
        .set((
            changes::return_token_hash.eq(hash),
            changes::returns_until.eq(until),
            changes::ended_at.eq(now),
        ))
        .execute(conn)
}

/// The change whose way back a token opens.
pub(super) fn returning(conn: &mut Conn, hash: &str, now: Instant) -> QueryResult<Option<Row>> {
    changes::table
        .filter(changes::return_token_hash.eq(hash))
        .filter(changes::returns_until.gt(now))
        .first(conn)
        .optional()
}

/// A way back is gone once, and with it the ways back to what the account was called afterwards:
/// who moved it on has them.
pub(super) fn use_return(
    conn: &mut Conn,
    (account, asked_at): (AccountId, Instant),
) -> QueryResult<usize> {
    let this_and_later = changes::table
        .filter(changes::account_id.eq(account))
        .filter(changes::asked_at.ge(asked_at));
    diesel::update(this_and_later)
        .set(changes::return_token_hash.eq(None::<String>))
        .execute(conn)
}
