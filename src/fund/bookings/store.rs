//! Rows and SQL of pledges and receipts.

use super::model::Mark;
use crate::db::Conn;
use crate::db::schema::{contributions, receipts};
use crate::kernel::clean;
use crate::kernel::id::{AccountId, ContributionId, PartnerId, ReceiptId};
use crate::kernel::money::{Currency, Money};
use crate::kernel::time::{Date, Instant};
use crate::rules::decide::Step;
use crate::rules::lifecycle::{BookingState, State};
use crate::write_step;
use diesel::prelude::*;

/// A pledge as it lies in the table.
#[derive(Debug, Clone, Queryable)]
pub(super) struct ContributionRow {
    pub(super) id: ContributionId,
    pub(super) partner_id: PartnerId,
    pub(super) amount_minor: i64,
    pub(super) amount_currency: Currency,
    pub(super) pledged_on: Date,
    pub(super) reference: String,
    pub(super) recorded_by: AccountId,
    pub(super) recorded_at: Instant,
    pub(super) version: i32,
    pub(super) state: BookingState,
    pub(super) settled_by: Option<AccountId>,
    pub(super) settled_at: Option<Instant>,
    pub(super) reversal_by: Option<AccountId>,
    pub(super) reversal_at: Option<Instant>,
    pub(super) reversed_by: Option<AccountId>,
    pub(super) reversed_at: Option<Instant>,
    pub(super) refusal_reason: Option<String>,
    pub(super) reversal_reason: Option<String>,
}

/// A receipt as it lies in the table.
#[derive(Debug, Clone, Queryable)]
pub(super) struct ReceiptRow {
    pub(super) id: ReceiptId,
    pub(super) contribution_id: ContributionId,
    pub(super) amount_minor: i64,
    pub(super) amount_currency: Currency,
    pub(super) received_on: Date,
    pub(super) bank_reference: String,
    _bank_reference_key: String,
    pub(super) recorded_by: AccountId,
    pub(super) recorded_at: Instant,
    pub(super) version: i32,
    pub(super) state: BookingState,
    pub(super) settled_by: Option<AccountId>,
    pub(super) settled_at: Option<Instant>,
    pub(super) reversal_by: Option<AccountId>,
    pub(super) reversal_at: Option<Instant>,
    pub(super) reversed_by: Option<AccountId>,
    pub(super) reversed_at: Option<Instant>,
    pub(super) refusal_reason: Option<String>,
    pub(super) reversal_reason: Option<String>,
}

macro_rules! mark {
    ($table:ident, $conn:expr, $id:expr, $mark:expr, $by:expr) => {{
        let row = diesel::update($table::table.find($id));
        let (account, at) = $by;
        let (account, at) = (Some(account), Some(at));
        match $mark {
            Mark::Settled => row
                .set(($table::settled_by.eq(account), $table::settled_at.eq(at)))
                .execute($conn),
            Mark::Refused(why) => row
                .set((
                    $table::settled_by.eq(account),
                    $table::settled_at.eq(at),
                    $table::refusal_reason.eq(why),
                ))
                .execute($conn),
            Mark::Reversal(why) => row
                .set((
                    $table::reversal_by.eq(account),
                    $table::reversal_at.eq(at),
                    $table::reversal_reason.eq(why),
                ))
                .execute($conn),
            Mark::Reversed => row
                .set(($table::reversed_by.eq(account), $table::reversed_at.eq(at)))
                .execute($conn),
            Mark::Kept => row
                .set((
                    $table::reversal_by.eq(None::<AccountId>),
                    $table::reversal_at.eq(None::<Instant>),
                    $table::reversal_reason.eq(None::<String>),
                ))
                .execute($conn),
        }
    }};
}

pub(super) fn mark_pledge(
    conn: &mut Conn,
    id: ContributionId,
    mark: Mark<'_>,
    by: (AccountId, Instant),
) -> QueryResult<usize> {
    mark!(contributions, conn, id, mark, by)
}

pub(super) fn mark_receipt(
    conn: &mut Conn,
    id: ReceiptId,
    mark: Mark<'_>,
    by: (AccountId, Instant),
) -> QueryResult<usize> {
    mark!(receipts, conn, id, mark, by)
}

pub(super) fn step_pledge(
    conn: &mut Conn,
    id: ContributionId,
    step: &Step<BookingState>,
) -> QueryResult<usize> {
    write_step!(contributions, conn, id, step)
}

pub(super) fn step_receipt(
    conn: &mut Conn,
    id: ReceiptId,
    step: &Step<BookingState>,
) -> QueryResult<usize> {
    write_step!(receipts, conn, id, step)
}

/// A pledge that was just proposed.
pub(super) fn insert_pledge(
    conn: &mut Conn,
    (id, partner): (ContributionId, PartnerId),
    amount: &Money,
    (pledged_on, reference): (Date, &str),
    (by, now): (AccountId, Instant),
) -> QueryResult<usize> {
    diesel::insert_into(contributions::table)
        .values((
            contributions::id.eq(id),
            contributions::partner_id.eq(partner),
            contributions::amount_minor.eq(amount.minor()),
            contributions::amount_currency.eq(amount.currency()),
            contributions::pledged_on.eq(pledged_on),
            contributions::reference.eq(reference),
            contributions::recorded_by.eq(by),
            contributions::recorded_at.eq(now),
            contributions::version.eq(1),
            contributions::state.eq(BookingState::FIRST),
        ))
        .execute(conn)
}

/// A receipt that was just proposed.
pub(super) fn insert_receipt(
    conn: &mut Conn,
    (id, contribution): (ReceiptId, ContributionId),
    amount: &Money,
    (received_on, bank_reference): (Date, &str),
    (by, now): (AccountId, Instant),
) -> QueryResult<usize> {
    diesel::insert_into(receipts::table)
        .values((
            receipts::id.eq(id),
            receipts::contribution_id.eq(contribution),
            receipts::amount_minor.eq(amount.minor()),
            receipts::amount_currency.eq(amount.currency()),
            receipts::received_on.eq(received_on),
            receipts::bank_reference.eq(bank_reference),
            receipts::bank_reference_key.eq(clean::reference_key(bank_reference)),
            receipts::recorded_by.eq(by),
            receipts::recorded_at.eq(now),
            receipts::version.eq(1),
            receipts::state.eq(BookingState::FIRST),
        ))
        .execute(conn)
}

/// The pledge's row, locked, so that two receipts at once cannot exceed it.
pub(super) fn lock_pledge(conn: &mut Conn, id: ContributionId) -> QueryResult<usize> {
    diesel::update(contributions::table.find(id))
        .set(contributions::version.eq(contributions::version))
        .execute(conn)
}

pub(super) fn pledge_of(
    conn: &mut Conn,
    receipt: ReceiptId,
) -> QueryResult<Option<ContributionId>> {
    receipts::table
        .find(receipt)
        .select(receipts::contribution_id)
        .first(conn)
        .optional()
}
