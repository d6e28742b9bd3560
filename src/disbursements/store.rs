//! Rows and SQL of payouts.

use super::model::{PayoutKind, Seat};
use crate::db::Conn;
use crate::db::dialect::sum_of;
use crate::db::schema::{
    bank_confirmations, payment_order_lines, payment_orders, payout_approvals, payouts,
};
use crate::kernel::id::{
    AccountId, AwardId, AwardShareId, BankAccountId, ConfirmationId, MilestoneId, PartnerId,
    PaymentOrderId, PayoutApprovalId, PayoutId,
};
use crate::kernel::money::Currency;
use crate::kernel::time::{Date, Instant};
use crate::rules::decide::Step;
use crate::rules::lifecycle::PayoutState;
use diesel::prelude::*;

/// A payout as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = payouts)]
pub(super) struct Row {
    pub(super) id: PayoutId,
    pub(super) award_id: AwardId,
    pub(super) award_share_id: AwardShareId,
    pub(super) kind: PayoutKind,
    pub(super) milestone_id: Option<MilestoneId>,
    pub(super) payer_id: PartnerId,
    pub(super) bank_account_id: BankAccountId,
    pub(super) amount_minor: i64,
    pub(super) currency: Currency,
    pub(super) state: PayoutState,
    pub(super) approval_round: i32,
    pub(super) digest: String,
    pub(super) requested_by: AccountId,
    pub(super) requested_at: Instant,
    pub(super) verified_by: Option<AccountId>,
    pub(super) verified_at: Option<Instant>,
    pub(super) released_by: Option<AccountId>,
    pub(super) released_at: Option<Instant>,
    pub(super) reason: Option<String>,
    pub(super) version: i32,
}

/// An order as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = payment_orders)]
pub(super) struct OrderRow {
    pub(super) id: PaymentOrderId,
    pub(super) number: String,
    pub(super) payer_id: PartnerId,
    pub(super) currency: Currency,
    pub(super) total_minor: i64,
    pub(super) file_name: String,
    pub(super) content: String,
    pub(super) digest: String,
    pub(super) exported_by: AccountId,
    pub(super) exported_at: Instant,
}

pub(super) fn row(conn: &mut Conn, id: PayoutId) -> QueryResult<Option<Row>> {
    payouts::table.find(id).first(conn).optional()
}

/// Locks a payout: two approvals or two releases at once take turns.
pub(super) fn lock(conn: &mut Conn, id: PayoutId) -> QueryResult<usize> {
    diesel::update(payouts::table.find(id))
        .set(payouts::version.eq(payouts::version + 1))
        .execute(conn)
}

pub(super) fn insert(conn: &mut Conn, row: Row) -> QueryResult<usize> {
    diesel::insert_into(payouts::table)
        .values(row)
        .execute(conn)
}

/// Live payouts of a share, but for one, in minor units.
pub(super) fn live_minor(
    conn: &mut Conn,
    share: AwardShareId,
    but: Option<PayoutId>,
) -> QueryResult<i64> {
    let mut live = payouts::table
        .filter(payouts::award_share_id.eq(share))
        .filter(payouts::state.ne_all([PayoutState::Refused, PayoutState::Cancelled]))
        .select(sum_of("amount_minor"))
        .into_boxed();
    if let Some(but) = but {
        live = live.filter(payouts::id.ne(but));
    }
    live.first(conn)
}

pub(super) fn has_live(
    conn: &mut Conn,
    share: AwardShareId,
    kind: PayoutKind,
    milestone: Option<MilestoneId>,
) -> QueryResult<bool> {
    let rows: Vec<Option<MilestoneId>> = payouts::table
        .filter(payouts::award_share_id.eq(share))
        .filter(payouts::kind.eq(kind))
        .filter(payouts::state.ne_all([PayoutState::Refused, PayoutState::Cancelled]))
        .select(payouts::milestone_id)
        .load(conn)?;
    Ok(rows.contains(&milestone))
}

/// Changes a payout's state, with what the new state notes.
pub(super) fn set_state(
    conn: &mut Conn,
    id: PayoutId,
    step: Step<PayoutState>,
    by: AccountId,
    now: Instant,
    reason: Option<&str>,
) -> QueryResult<usize> {
    let row = payouts::table
        .find(id)
        .filter(payouts::state.eq(step.from()));
    match step.to() {
        PayoutState::Verified => diesel::update(row)
            .set((
                payouts::state.eq(step.to()),
                payouts::verified_by.eq(by),
                payouts::verified_at.eq(now),
            ))
            .execute(conn),
        PayoutState::Released => diesel::update(row)
            .set((
                payouts::state.eq(step.to()),
                payouts::released_by.eq(by),
                payouts::released_at.eq(now),
            ))
            .execute(conn),
        _ => diesel::update(row)
            .set((payouts::state.eq(step.to()), payouts::reason.eq(reason)))
            .execute(conn),
    }
}

/// Sends a payout back to its start, to an account, in a new round: what was approved is void.
pub(super) fn restart(
    conn: &mut Conn,
    id: PayoutId,
    step: Step<PayoutState>,
    (account, digest): (BankAccountId, &str),
    reason: Option<&str>,
    now: Instant,
) -> QueryResult<usize> {
    diesel::update(
        payout_approvals::table
            .filter(payout_approvals::payout_id.eq(id))
            .filter(payout_approvals::voided_at.is_null()),
    )
    .set(payout_approvals::voided_at.eq(now))
    .execute(conn)?;
    diesel::update(
        payouts::table
            .find(id)
            .filter(payouts::state.eq(step.from())),
    )
    .set((
        payouts::state.eq(step.to()),
        payouts::approval_round.eq(payouts::approval_round + 1),
        payouts::bank_account_id.eq(account),
        payouts::digest.eq(digest),
        payouts::verified_by.eq(None::<AccountId>),
        payouts::verified_at.eq(None::<Instant>),
        payouts::released_by.eq(None::<AccountId>),
        payouts::released_at.eq(None::<Instant>),
        payouts::reason.eq(reason),
    ))
    .execute(conn)
}

pub(super) fn insert_approval(
    conn: &mut Conn,
    (payout, round): (PayoutId, i32),
    seat: Seat,
    (partner, account): (PartnerId, AccountId),
    (digest, now): (&str, Instant),
) -> QueryResult<usize> {
    diesel::insert_into(payout_approvals::table)
        .values((
            payout_approvals::id.eq(PayoutApprovalId::new()),
            payout_approvals::payout_id.eq(payout),
            payout_approvals::round.eq(round),
            payout_approvals::seat.eq(seat),
            payout_approvals::partner_id.eq(partner),
            payout_approvals::account_id.eq(account),
            payout_approvals::digest.eq(digest),
            payout_approvals::approved_at.eq(now),
        ))
        .execute(conn)
}

/// Released and not yet ordered, for a payer, in minor units.
pub(super) fn released_minor(conn: &mut Conn, payer: PartnerId) -> QueryResult<i64> {
    payouts::table
        .filter(payouts::payer_id.eq(payer))
        .filter(payouts::state.eq(PayoutState::Released))
        .select(sum_of("amount_minor"))
        .first(conn)
}

pub(super) fn released(conn: &mut Conn, payer: PartnerId) -> QueryResult<Vec<PayoutId>> {
    payouts::table
        .filter(payouts::payer_id.eq(payer))
        .filter(payouts::state.eq(PayoutState::Released))
        .order(payouts::id)
        .select(payouts::id)
        .load(conn)
}

pub(super) fn insert_order(
    conn: &mut Conn,
    row: OrderRow,
    lines: &[(PayoutId, String, i64)],
) -> QueryResult<()> {
    let id = row.id;
    diesel::insert_into(payment_orders::table)
        .values(row)
        .execute(conn)?;
    for (payout, end_to_end_id, minor) in lines {
        diesel::insert_into(payment_order_lines::table)
            .values((
                payment_order_lines::payment_order_id.eq(id),
                payment_order_lines::payout_id.eq(payout),
                payment_order_lines::end_to_end_id.eq(end_to_end_id),
                payment_order_lines::amount_minor.eq(minor),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// How many orders a payer has given, for the number of the next.
pub(super) fn orders_of(conn: &mut Conn, payer: PartnerId) -> QueryResult<i64> {
    payment_orders::table
        .filter(payment_orders::payer_id.eq(payer))
        .count()
        .get_result(conn)
}

pub(super) fn insert_confirmation(
    conn: &mut Conn,
    payout: PayoutId,
    (bank_reference, booked_on): (&str, Date),
    minor: i64,
    (by, now): (AccountId, Instant),
) -> QueryResult<usize> {
    diesel::insert_into(bank_confirmations::table)
        .values((
            bank_confirmations::id.eq(ConfirmationId::new()),
            bank_confirmations::payout_id.eq(payout),
            bank_confirmations::bank_reference.eq(bank_reference),
            bank_confirmations::booked_on.eq(booked_on),
            bank_confirmations::amount_minor.eq(minor),
            bank_confirmations::recorded_by.eq(by),
            bank_confirmations::recorded_at.eq(now),
        ))
        .execute(conn)
}
