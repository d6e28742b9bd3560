//! Rows and SQL of second factors that were lost: what their owners say of it, and resets.

use crate::db::Conn;
use crate::db::schema::{accounts, factor_losses, factor_resets, partners, second_factors};
use crate::kernel::id::{AccountId, PartnerId, TokenId};
use crate::kernel::time::Instant;
use diesel::prelude::*;

/// A reset that waits.
#[derive(Debug, Clone, Queryable)]
pub(in crate::identity::second_factor) struct ResetRow {
    pub(in crate::identity::second_factor) id: TokenId,
    pub(in crate::identity::second_factor) proposed_by: AccountId,
    pub(in crate::identity::second_factor) proposed_for: Option<PartnerId>,
    pub(in crate::identity::second_factor) proposed_at: Instant,
    pub(in crate::identity::second_factor) reason: String,
    pub(in crate::identity::second_factor) takes_force_at: Option<Instant>,
}

/// A second factor, as far as it may have been lost.
#[derive(Debug, Clone, Default)]
pub(in crate::identity::second_factor) struct LostRow {
    pub(in crate::identity::second_factor) is_on: bool,
    /// When its owner said at the door that they have lost it, while that waits.
    pub(in crate::identity::second_factor) told_at: Option<Instant>,
    /// The reset that waits.
    pub(in crate::identity::second_factor) waits: Option<ResetRow>,
}

pub(in crate::identity::second_factor) fn lost(
    conn: &mut Conn,
    account: AccountId,
) -> QueryResult<LostRow> {
    let waits = factor_resets::account_id
        .eq(second_factors::account_id)
        .and(factor_resets::settled_at.is_null());
    let told = factor_losses::account_id
        .eq(second_factors::account_id)
        .and(factor_losses::settled_at.is_null());
    type Columns = (Option<Instant>, Option<Instant>, Option<ResetRow>);
    let found: Option<Columns> = second_factors::table
        .find(account)
        .left_join(factor_resets::table.on(waits))
        .left_join(factor_losses::table.on(told))
        .select((
            second_factors::on_since,
            factor_losses::told_at.nullable(),
            (
                factor_resets::id,
                factor_resets::proposed_by,
                factor_resets::proposed_for,
                factor_resets::proposed_at,
                factor_resets::reason,
                factor_resets::takes_force_at,
            )
                .nullable(),
        ))
        .first(conn)
        .optional()?;
    Ok(
        found.map_or_else(LostRow::default, |(on, told_at, waits)| LostRow {
            is_on: on.is_some(),
            told_at,
            waits,
        }),
    )
}

/// Whose factor is said to be lost, or proposed to be taken off.
pub(in crate::identity::second_factor) fn all_lost(conn: &mut Conn) -> QueryResult<Vec<AccountId>> {
    let told = factor_losses::table
        .filter(factor_losses::settled_at.is_null())
        .select(factor_losses::account_id);
    let waits = factor_resets::table
        .filter(factor_resets::settled_at.is_null())
        .select(factor_resets::account_id);
    second_factors::table
        .filter(second_factors::account_id.eq_any(told))
        .or_filter(second_factors::account_id.eq_any(waits))
        .select(second_factors::account_id)
        .load(conn)
}

/// Whether somebody said since then that they have lost their factor, or still says so.
pub(in crate::identity::second_factor) fn was_told(
    conn: &mut Conn,
    account: AccountId,
    since: Instant,
) -> QueryResult<bool> {
    let is_live = factor_losses::settled_at.is_null();
    let told = factor_losses::table
        .filter(factor_losses::account_id.eq(account))
        .filter(is_live.or(factor_losses::told_at.gt(since)));
    diesel::select(diesel::dsl::exists(told)).get_result(conn)
}

/// Keeps that somebody said so.
pub(in crate::identity::second_factor) fn tell_of_loss(
    conn: &mut Conn,
    account: AccountId,
    (network, now): (&str, Instant),
) -> QueryResult<usize> {
    diesel::insert_into(factor_losses::table)
        .values((
            factor_losses::id.eq(TokenId::new()),
            factor_losses::account_id.eq(account),
            factor_losses::told_at.eq(now),
            factor_losses::network.eq(network),
        ))
        .execute(conn)
}

/// Ends what was said of a loss: how, and by whom.
pub(in crate::identity::second_factor) fn settle_loss(
    conn: &mut Conn,
    account: AccountId,
    (outcome, by): (&str, Option<AccountId>),
    now: Instant,
) -> QueryResult<usize> {
    let told = factor_losses::table
        .filter(factor_losses::account_id.eq(account))
        .filter(factor_losses::settled_at.is_null());
    diesel::update(told)
        .set((
            factor_losses::settled_by.eq(by),
            factor_losses::settled_at.eq(now),
            factor_losses::outcome.eq(outcome),
        ))
        .execute(conn)
}

/// The name of who proposed a reset, and the code of the partner they did it for.
pub(in crate::identity::second_factor) fn proposer(
    conn: &mut Conn,
    reset: &ResetRow,
) -> QueryResult<(String, Option<String>)> {
    accounts::table
        .find(reset.proposed_by)
        .left_join(partners::table.on(partners::id.nullable().eq(reset.proposed_for)))
        .select((accounts::name, partners::code.nullable()))
        .first(conn)
}

pub(in crate::identity::second_factor) fn propose_reset(
    conn: &mut Conn,
    account: AccountId,
    (by, partner): (AccountId, Option<PartnerId>),
    (reason, now): (&str, Instant),
) -> QueryResult<usize> {
    diesel::insert_into(factor_resets::table)
        .values((
            factor_resets::id.eq(TokenId::new()),
            factor_resets::account_id.eq(account),
            factor_resets::proposed_by.eq(by),
            factor_resets::proposed_for.eq(partner),
            factor_resets::proposed_at.eq(now),
            factor_resets::reason.eq(reason),
        ))
        .execute(conn)
}

/// Ends the reset that waits, and what its owner said of the loss: how, and by whom.
pub(in crate::identity::second_factor) fn settle_reset(
    conn: &mut Conn,
    account: AccountId,
    (outcome, by): (&str, Option<AccountId>),
    now: Instant,
) -> QueryResult<usize> {
    settle_loss(conn, account, (outcome, by), now)?;
    let waits = factor_resets::table
        .filter(factor_resets::account_id.eq(account))
        .filter(factor_resets::settled_at.is_null());
    diesel::update(waits)
        .set((
            factor_resets::settled_by.eq(by),
            factor_resets::settled_at.eq(now),
            factor_resets::outcome.eq(outcome),
        ))
        .execute(conn)
}

pub(in crate::identity::second_factor) fn vouch_for_reset(
    conn: &mut Conn,
    account: AccountId,
    takes_force: Instant,
) -> QueryResult<usize> {
    let waits = factor_resets::table
        .filter(factor_resets::account_id.eq(account))
        .filter(factor_resets::settled_at.is_null());
    diesel::update(waits)
        .set(factor_resets::takes_force_at.eq(takes_force))
        .execute(conn)
}

/// Whose reset takes force by now.
pub(in crate::identity::second_factor) fn resets_due(
    conn: &mut Conn,
    now: Instant,
) -> QueryResult<Vec<AccountId>> {
    factor_resets::table
        .filter(factor_resets::settled_at.is_null())
        .filter(factor_resets::takes_force_at.le(now))
        .order(factor_resets::id)
        .select(factor_resets::account_id)
        .load(conn)
}
