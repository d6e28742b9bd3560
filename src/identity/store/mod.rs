//! Rows and SQL of accounts, tokens and roles.

pub(super) mod grants;

use super::model::Purpose;
use crate::db::Conn;
use crate::db::schema::{accounts, funds, memberships, one_time_tokens, organisations};
use crate::error::{Error, Result};
use crate::kernel::collation;
use crate::kernel::id::{AccountId, TokenId};
use crate::kernel::time::Instant;
use crate::rules::decide::Step;
use crate::rules::lifecycle::AccountState;
use crate::write_step;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as Sql};

/// An account as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = accounts)]
pub(super) struct AccountRow {
    pub(super) id: AccountId,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) password_hash: Option<String>,
    pub(super) state: AccountState,
    pub(super) language: String,
    pub(super) created_at: Instant,
    pub(super) verified_at: Option<Instant>,
    pub(super) failed_sign_ins: i32,
    pub(super) locked_until: Option<Instant>,
    pub(super) version: i32,
    /// By what the person is looked for.
    pub(super) name_key: String,
    /// When they were last told by letter of very many wrong tries.
    pub(super) tries_told_at: Option<Instant>,
}

pub(super) fn by_email(conn: &mut Conn, email: &str) -> QueryResult<Option<AccountRow>> {
    accounts::table
        .filter(accounts::email.eq(email))
        .first(conn)
        .optional()
}

pub(super) fn by_id(conn: &mut Conn, id: AccountId) -> QueryResult<Option<AccountRow>> {
    accounts::table.find(id).first(conn).optional()
}

pub(super) fn insert(conn: &mut Conn, row: AccountRow) -> QueryResult<usize> {
    diesel::insert_into(accounts::table)
        .values(row)
        .execute(conn)
}

/// Writes an account's step.
pub(super) fn step(
    conn: &mut Conn,
    id: AccountId,
    step: &Step<AccountState>,
) -> QueryResult<usize> {
    write_step!(accounts, conn, id, step)
}

/// Notes that the address was proved.
pub(super) fn note_verified(conn: &mut Conn, id: AccountId, now: Instant) -> QueryResult<usize> {
    diesel::update(accounts::table.find(id))
        .set(accounts::verified_at.eq(now))
        .execute(conn)
}

pub(super) fn set_password(conn: &mut Conn, id: AccountId, hash: &str) -> QueryResult<usize> {
    diesel::update(accounts::table.find(id))
        .set((
            accounts::password_hash.eq(hash),
            accounts::failed_sign_ins.eq(0),
            accounts::locked_until.eq(None::<Instant>),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(conn)
}

/// From now on no password opens the account.
pub(super) fn void_password(conn: &mut Conn, id: AccountId) -> QueryResult<usize> {
    diesel::update(accounts::table.find(id))
        .set((
            accounts::password_hash.eq(None::<String>),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(conn)
}

pub(super) fn set_name(conn: &mut Conn, id: AccountId, name: &str) -> QueryResult<usize> {
    diesel::update(accounts::table.find(id))
        .set((
            accounts::name.eq(name),
            accounts::name_key.eq(collation::key(name)),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(conn)
}

/// Every account's address, in the order of accounts.
pub(super) fn addresses(conn: &mut Conn) -> QueryResult<Vec<(AccountId, String)>> {
    accounts::table
        .order(accounts::id)
        .select((accounts::id, accounts::email))
        .load(conn)
}

/// Gives an account another address. Where somebody else got it at the same moment, the unit runs
/// again.
pub(super) fn set_email(conn: &mut Conn, id: AccountId, email: &str) -> Result<()> {
    let set = diesel::update(accounts::table.find(id))
        .set((
            accounts::email.eq(email),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(conn);
    match set {
        Err(Sql::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => Err(Error::Contended),
        set => Ok(set.map(drop)?),
    }
}

/// No link that was sent to an account opens anything any more.
pub(super) fn void_tokens(conn: &mut Conn, id: AccountId, now: Instant) -> QueryResult<usize> {
    let unused = one_time_tokens::table
        .filter(one_time_tokens::account_id.eq(id))
        .filter(one_time_tokens::used_at.is_null());
    diesel::update(unused)
        .set(one_time_tokens::used_at.eq(now))
        .execute(conn)
}

/// Notes that the owner of an account in use is told of wrong tries now; gives whether it was not
/// done since then.
pub(super) fn note_tries_told(
    conn: &mut Conn,
    id: AccountId,
    since: Instant,
    now: Instant,
) -> QueryResult<bool> {
    let untold = accounts::tries_told_at
        .is_null()
        .or(accounts::tries_told_at.lt(since));
    let own = accounts::table
        .find(id)
        .filter(accounts::state.eq(AccountState::Active))
        .filter(untold);
    let told = diesel::update(own).set(accounts::tries_told_at.eq(now));
    Ok(told.execute(conn)? > 0)
}

pub(super) fn note_failure(
    conn: &mut Conn,
    id: AccountId,
    locked_until: Option<Instant>,
) -> QueryResult<usize> {
    diesel::update(accounts::table.find(id))
        .set((
            accounts::failed_sign_ins.eq(accounts::failed_sign_ins + 1),
            accounts::locked_until.eq(locked_until),
        ))
        .execute(conn)
}

pub(super) fn note_success(conn: &mut Conn, id: AccountId) -> QueryResult<usize> {
    diesel::update(accounts::table.find(id))
        .set((
            accounts::failed_sign_ins.eq(0),
            accounts::locked_until.eq(None::<Instant>),
        ))
        .execute(conn)
}

/// A token as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = one_time_tokens)]
pub(super) struct TokenRow {
    pub(super) id: TokenId,
    pub(super) account_id: AccountId,
    pub(super) purpose: Purpose,
    pub(super) token_hash: String,
    pub(super) created_at: Instant,
    pub(super) expires_at: Instant,
    pub(super) used_at: Option<Instant>,
    /// What it makes of its account.
    pub(super) name: Option<String>,
    pub(super) password_hash: Option<String>,
}

/// Keeps a token beside older ones: a new letter makes no link void that somebody may be opening.
pub(super) fn insert_token(conn: &mut Conn, row: TokenRow) -> QueryResult<usize> {
    diesel::insert_into(one_time_tokens::table)
        .values(row)
        .execute(conn)
}

/// The account a good token is of.
pub(super) fn account_of_token(
    conn: &mut Conn,
    purpose: Purpose,
    token_hash: &str,
    now: Instant,
) -> QueryResult<Option<AccountId>> {
    one_time_tokens::table
        .filter(one_time_tokens::token_hash.eq(token_hash))
        .filter(one_time_tokens::purpose.eq(purpose))
        .filter(one_time_tokens::used_at.is_null())
        .filter(one_time_tokens::expires_at.gt(now))
        .select(one_time_tokens::account_id)
        .first(conn)
        .optional()
}

/// When links of this purpose were sent to an account since then, and whether each is still good.
pub(super) fn links_since(
    conn: &mut Conn,
    account: AccountId,
    purpose: Purpose,
    since: Instant,
) -> QueryResult<Vec<(Instant, Option<Instant>)>> {
    one_time_tokens::table
        .filter(one_time_tokens::account_id.eq(account))
        .filter(one_time_tokens::purpose.eq(purpose))
        .filter(one_time_tokens::created_at.gt(since))
        .select((one_time_tokens::expires_at, one_time_tokens::used_at))
        .load(conn)
}

type OwnWords = (String, String, Option<String>, Option<String>);

/// What whoever knows an account's owner knows of them: name, address, organisations, the fund.
pub(super) fn own_words(conn: &mut Conn, account: AccountId) -> QueryResult<Vec<String>> {
    let own = memberships::account_id.eq(accounts::id);
    let rows: Vec<OwnWords> = accounts::table
        .find(account)
        .left_join(memberships::table.inner_join(organisations::table).on(own))
        .select((
            accounts::name,
            accounts::email,
            organisations::name.nullable(),
            funds::table.select(funds::name).single_value(),
        ))
        .load(conn)?;
    let words = rows
        .into_iter()
        .flat_map(|(name, email, organisation, fund)| {
            [Some(name), Some(email), organisation, fund]
        });
    Ok(words.flatten().collect())
}

/// What the fund is called, once it is set up.
pub(super) fn name_of_fund(conn: &mut Conn) -> QueryResult<Option<String>> {
    funds::table.select(funds::name).first(conn).optional()
}

/// Uses up a token where it is good, and with it all others of its account for the same purpose.
pub(super) fn use_token(
    conn: &mut Conn,
    purpose: Purpose,
    token_hash: &str,
    now: Instant,
) -> QueryResult<Option<TokenRow>> {
    let good = one_time_tokens::table
        .filter(one_time_tokens::token_hash.eq(token_hash))
        .filter(one_time_tokens::purpose.eq(purpose))
        .filter(one_time_tokens::used_at.is_null())
        .filter(one_time_tokens::expires_at.gt(now));
    let used: Option<TokenRow> = diesel::update(good)
        .set(one_time_tokens::used_at.eq(now))
        .returning(one_time_tokens::all_columns)
        .get_result(conn)
        .optional()?;
    if let Some(row) = &used {
        // What other requests would have made of the account is nobody's business any more.
        let all = one_time_tokens::table
            .filter(one_time_tokens::account_id.eq(row.account_id))
            .filter(one_time_tokens::purpose.eq(purpose));
        diesel::update(all)
            .set((
                one_time_tokens::used_at.eq(now),
                one_time_tokens::name.eq(None::<String>),
                one_time_tokens::password_hash.eq(None::<String>),
            ))
            .execute(conn)?;
    }
    Ok(used)
}

/// The account, locked until the unit ends.
pub(super) fn lock(conn: &mut Conn, account: AccountId) -> QueryResult<Option<AccountRow>> {
    diesel::update(accounts::table.find(account))
        .set(accounts::version.eq(accounts::version))
        .returning(accounts::all_columns)
        .get_result(conn)
        .optional()
}
