//! Rows and SQL of accounts, tokens and roles.

use super::model::Purpose;
use crate::db::Conn;
use crate::db::schema::{
    accounts, funds, memberships, one_time_tokens, organisations, role_grants,
};
use crate::kernel::collation;
use crate::kernel::id::{AccountId, CallId, PartnerId, RoleGrantId, TokenId};
use crate::kernel::time::Instant;
use crate::rules::capacity::{Role, Scope};
use crate::rules::decide::Step;
use crate::rules::lifecycle::{AccountState, RoleState};
use crate::write_step;
use diesel::prelude::*;

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
}

/// A granted role as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = role_grants)]
pub(super) struct RoleRow {
    pub(super) id: RoleGrantId,
    pub(super) account_id: AccountId,
    pub(super) role: Role,
    pub(super) scope: Scope,
    pub(super) partner_id: Option<PartnerId>,
    pub(super) call_id: Option<CallId>,
    pub(super) state: RoleState,
    pub(super) granted_by: Option<AccountId>,
    pub(super) granted_at: Instant,
    pub(super) confirmed_by: Option<AccountId>,
    pub(super) confirmed_at: Option<Instant>,
    pub(super) revoked_by: Option<AccountId>,
    pub(super) revoked_at: Option<Instant>,
    pub(super) version: i32,
    /// The partner the proposer acted for.
    pub(super) proposed_for: Option<PartnerId>,
    /// When it takes force, where it was announced.
    pub(super) takes_force_at: Option<Instant>,
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

pub(super) fn set_name(conn: &mut Conn, id: AccountId, name: &str) -> QueryResult<usize> {
    diesel::update(accounts::table.find(id))
        .set((
            accounts::name.eq(name),
            accounts::name_key.eq(collation::key(name)),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(conn)
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

pub(super) fn insert_role(conn: &mut Conn, row: RoleRow) -> QueryResult<usize> {
    diesel::insert_into(role_grants::table)
        .values(row)
        .execute(conn)
}

pub(super) fn role(conn: &mut Conn, id: RoleGrantId) -> QueryResult<Option<RoleRow>> {
    role_grants::table.find(id).first(conn).optional()
}

/// States in which a role counts when duties clash: it is held, or may soon be.
pub(super) const LIVE: [RoleState; 3] =
    [RoleState::Proposed, RoleState::Announced, RoleState::Active];

/// Roles a person holds or is proposed for: both count when duties clash.
pub(super) fn live_roles(conn: &mut Conn, account: AccountId) -> QueryResult<Vec<RoleRow>> {
    role_grants::table
        .filter(role_grants::account_id.eq(account))
        .filter(role_grants::state.eq_any(LIVE))
        .order(role_grants::id)
        .load(conn)
}

/// The accounts whose own appointment somebody once proposed, however it ended, and those who
/// proposed that somebody.
pub(super) fn tied_to(conn: &mut Conn, account: AccountId) -> QueryResult<Vec<AccountId>> {
    let is_of_them = role_grants::granted_by.eq(account);
    let is_theirs = role_grants::account_id.eq(account);
    let pairs: Vec<(AccountId, Option<AccountId>)> = role_grants::table
        .filter(role_grants::granted_by.is_not_null())
        .filter(is_of_them.or(is_theirs))
        .select((role_grants::account_id, role_grants::granted_by))
        .load(conn)?;
    let both = pairs
        .into_iter()
        .flat_map(|(holder, by)| [Some(holder), by]);
    let mut others: Vec<AccountId> = both.flatten().filter(|one| *one != account).collect();
    others.sort();
    others.dedup();
    Ok(others)
}

/// Who administers a partner, or is announced to, and how their account stands.
pub(super) fn administrators(
    conn: &mut Conn,
    partner: PartnerId,
) -> QueryResult<Vec<(RoleRow, AccountState)>> {
    role_grants::table
        .inner_join(accounts::table.on(accounts::id.eq(role_grants::account_id)))
        .filter(role_grants::partner_id.eq(partner))
        .filter(role_grants::role.eq(Role::PartnerAdministrator))
        .filter(role_grants::state.eq_any([RoleState::Announced, RoleState::Active]))
        .order(role_grants::id)
        .select((role_grants::all_columns, accounts::state))
        .load(conn)
}

/// Whether somebody else who is not shut out holds the same role.
pub(super) fn is_held_by_another(conn: &mut Conn, row: &RoleRow) -> QueryResult<bool> {
    let held = role_grants::table
        .inner_join(accounts::table.on(accounts::id.eq(role_grants::account_id)))
        .filter(role_grants::role.eq(row.role))
        .filter(role_grants::state.eq(RoleState::Active))
        .filter(role_grants::account_id.ne(row.account_id))
        .filter(accounts::state.ne(AccountState::Suspended));
    diesel::select(diesel::dsl::exists(held)).get_result(conn)
}

/// What was announced and whose hour has come.
pub(super) fn announced(conn: &mut Conn, now: Instant) -> QueryResult<Vec<RoleGrantId>> {
    role_grants::table
        .filter(role_grants::state.eq(RoleState::Announced))
        .filter(role_grants::takes_force_at.le(now))
        .order(role_grants::id)
        .select(role_grants::id)
        .load(conn)
}

/// Other proposals of the same proposer that wait: who may confirm them depends on all.
pub(super) fn waiting_beside(conn: &mut Conn, id: RoleGrantId) -> QueryResult<Vec<RoleGrantId>> {
    let this = diesel::alias!(role_grants as this);
    let proposer = this
        .filter(this.field(role_grants::id).eq(id))
        .select(this.field(role_grants::granted_by));
    role_grants::table
        .filter(role_grants::state.eq(RoleState::Proposed))
        .filter(role_grants::id.ne(id))
        .filter(role_grants::granted_by.eq_any(proposer))
        .select(role_grants::id)
        .load(conn)
}

/// Whose role it is.
pub(super) fn holder(conn: &mut Conn, id: RoleGrantId) -> QueryResult<Option<AccountId>> {
    let row = role_grants::table.find(id).select(role_grants::account_id);
    row.first(conn).optional()
}

/// The account, locked until the unit ends.
pub(super) fn lock(conn: &mut Conn, account: AccountId) -> QueryResult<Option<AccountRow>> {
    diesel::update(accounts::table.find(account))
        .set(accounts::version.eq(accounts::version))
        .returning(accounts::all_columns)
        .get_result(conn)
        .optional()
}

/// Writes the step of a granted role.
pub(super) fn step_role(
    conn: &mut Conn,
    id: RoleGrantId,
    step: &Step<RoleState>,
) -> QueryResult<usize> {
    write_step!(role_grants, conn, id, step)
}

pub(super) fn note_confirmation(
    conn: &mut Conn,
    id: RoleGrantId,
    by: Option<AccountId>,
    now: Instant,
) -> QueryResult<usize> {
    diesel::update(role_grants::table.find(id))
        .set((
            role_grants::confirmed_by.eq(by),
            role_grants::confirmed_at.eq(now),
        ))
        .execute(conn)
}

/// Notes who refused a role or took it back.
pub(super) fn note_end(
    conn: &mut Conn,
    id: RoleGrantId,
    by: Option<AccountId>,
    now: Instant,
) -> QueryResult<usize> {
    diesel::update(role_grants::table.find(id))
        .set((
            role_grants::revoked_by.eq(by),
            role_grants::revoked_at.eq(now),
        ))
        .execute(conn)
}
