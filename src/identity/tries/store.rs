//! Rows of wrong passwords.

use crate::db::Conn;
use crate::db::dialect::sum_of;
use crate::db::schema::{failed_sign_ins, sessions};
use crate::error::{Error, Result};
use crate::kernel::id::AccountId;
use crate::kernel::time::Instant;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as Sql};

/// Wrong passwords for one address from one network.
#[derive(Debug, Clone, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = failed_sign_ins, treat_none_as_null = true)]
#[diesel(primary_key(address, network))]
pub(super) struct Row {
    pub(super) address: String,
    pub(super) network: String,
    pub(super) account_id: Option<AccountId>,
    pub(super) in_a_row: i32,
    /// Since the owner was last told.
    pub(super) untold: i32,
    pub(super) in_all: i32,
    pub(super) first_at: Instant,
    pub(super) last_at: Instant,
    pub(super) paused_until: Option<Instant>,
}

pub(super) fn since(conn: &mut Conn, address: &str, since: Instant) -> QueryResult<Vec<Row>> {
    failed_sign_ins::table
        .filter(failed_sign_ins::address.eq(address))
        .filter(failed_sign_ins::last_at.gt(since))
        .load(conn)
}

pub(super) fn row(conn: &mut Conn, address: &str, network: &str) -> QueryResult<Option<Row>> {
    failed_sign_ins::table
        .find((address, network))
        .first(conn)
        .optional()
}

/// Locks a count until the unit ends.
pub(super) fn lock(conn: &mut Conn, address: &str, network: &str) -> QueryResult<usize> {
    diesel::update(failed_sign_ins::table.find((address, network)))
        .set(failed_sign_ins::in_all.eq(failed_sign_ins::in_all))
        .execute(conn)
}

/// Writes a count. Where somebody else began it at the same moment, the unit runs again.
pub(super) fn keep(conn: &mut Conn, row: Row, is_there: bool) -> Result<()> {
    if is_there {
        let own = failed_sign_ins::table.find((row.address.clone(), row.network.clone()));
        diesel::update(own).set(row).execute(conn)?;
        return Ok(());
    }
    let made = diesel::insert_into(failed_sign_ins::table)
        .values(row)
        .execute(conn);
    match made {
        Err(Sql::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => Err(Error::Contended),
        made => Ok(made.map(drop)?),
    }
}

pub(super) fn forget_before(conn: &mut Conn, time: Instant) -> QueryResult<usize> {
    diesel::delete(failed_sign_ins::table.filter(failed_sign_ins::last_at.lt(time))).execute(conn)
}

/// Wrong passwords for this address of which the owner was not told yet.
pub(super) fn untold(conn: &mut Conn, address: &str) -> Result<i32> {
    let sum: i64 = failed_sign_ins::table
        .filter(failed_sign_ins::address.eq(address))
        .select(sum_of("untold"))
        .first(conn)?;
    Ok(i32::try_from(sum).unwrap_or(i32::MAX))
}

pub(super) fn note_told(conn: &mut Conn, address: &str) -> QueryResult<usize> {
    diesel::update(failed_sign_ins::table.filter(failed_sign_ins::address.eq(address)))
        .set(failed_sign_ins::untold.eq(0))
        .execute(conn)
}

/// Ends the row of wrong passwords, from one network or from all.
pub(super) fn forgive(conn: &mut Conn, address: &str, network: Option<&str>) -> QueryResult<usize> {
    let mut own = diesel::update(failed_sign_ins::table)
        .filter(failed_sign_ins::address.eq(address))
        .filter(failed_sign_ins::in_a_row.gt(0))
        .set((
            failed_sign_ins::in_a_row.eq(0),
            failed_sign_ins::paused_until.eq(None::<Instant>),
        ))
        .into_boxed();
    if let Some(network) = network {
        own = own.filter(failed_sign_ins::network.eq(network));
    }
    own.execute(conn)
}

/// Whether an account ever signed in from a network.
pub(super) fn signed_in_from(
    conn: &mut Conn,
    account: Option<AccountId>,
    network: &str,
) -> QueryResult<bool> {
    let Some(account) = account else {
        return Ok(false);
    };
    let own = sessions::table
        .filter(sessions::account_id.eq(account))
        .filter(sessions::network.eq(network));
    diesel::select(diesel::dsl::exists(own)).get_result(conn)
}
