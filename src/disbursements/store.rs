//! Rows and SQL of payouts.

use super::model::{BankAnswerKind, BankReason, Payout, PayoutKind, Seat};
use crate::db::Conn;
use crate::db::schema::{
    awards, bank_answers, partners, payment_order_lines, payment_orders, payout_approvals, payouts,
    restores,
};
use crate::db::{insert_all, lock_rows};
use crate::kernel::id::{
    AccountId, AwardId, AwardShareId, BankAccountId, ConfirmationId, MilestoneId, PartnerId,
    PaymentOrderId, PayoutApprovalId, PayoutId,
};
use crate::kernel::money::Currency;
use crate::kernel::time::{Date, Instant};
use crate::ledger;
use crate::rules::Step;
use crate::rules::lifecycle::{MilestoneState, PayoutState};
use crate::rules::restore::RestoreState;
use crate::write_step;
use diesel::dsl::{exists, sql};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

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

/// Locks payouts and before them their awards: payouts of one award, and two approvals or two
/// releases at once, take turns.
pub(super) fn lock(conn: &mut Conn, ids: &[PayoutId]) -> QueryResult<()> {
    let theirs = payouts::table
        .filter(payouts::id.eq_any(ids))
        .select(payouts::award_id);
    lock_rows!(conn, awards, theirs)?;
    lock_rows!(conn, payouts, ids)
}

#[derive(Debug, Clone)]
pub(super) struct OrderLine {
    pub(super) payout: PayoutId,
    /// Used once for ever; a payout sent again gets a new one.
    pub(super) end_to_end_id: String,
    /// The line it replaces.
    pub(super) replaces: Option<String>,
    pub(super) minor: i64,
}

/// A new payout; its digest is sealed once it can be read.
pub(super) fn insert(conn: &mut Conn, row: Row) -> QueryResult<usize> {
    diesel::insert_into(payouts::table)
        .values(row)
        .execute(conn)
}

/// Writes the digest of what will be approved.
pub(super) fn seal(conn: &mut Conn, id: PayoutId, digest: &str) -> QueryResult<usize> {
    diesel::update(payouts::table.find(id))
        .set(payouts::digest.eq(digest))
        .execute(conn)
}

/// A live payout: its share, kind, milestone and minor units.
pub(super) type Live = (AwardShareId, PayoutKind, Option<MilestoneId>, i64);

/// The live payouts of an award.
pub(super) fn live(conn: &mut Conn, award: AwardId) -> QueryResult<Vec<Live>> {
    payouts::table
        .filter(payouts::award_id.eq(award))
        .filter(payouts::state.ne_all([PayoutState::Refused, PayoutState::Cancelled]))
        .select((
            payouts::award_share_id,
            payouts::kind,
            payouts::milestone_id,
            payouts::amount_minor,
        ))
        .load(conn)
}

type AskedColumns = (
    PayoutId,
    AwardShareId,
    PayoutKind,
    Option<MilestoneId>,
    i64,
    PayoutState,
);

/// Every payout of an award, newest first.
pub(super) fn asked(conn: &mut Conn, award: AwardId) -> QueryResult<Vec<AskedColumns>> {
    payouts::table
        .filter(payouts::award_id.eq(award))
        .order(payouts::id.desc())
        .select((
            payouts::id,
            payouts::award_share_id,
            payouts::kind,
            payouts::milestone_id,
            payouts::amount_minor,
            payouts::state,
        ))
        .load(conn)
}

/// Live payouts of the share a payout is of, in minor units; beside its row.
pub(super) fn live_of_the_share() -> SqlLiteral<BigInt> {
    let (refused, cancelled) = (PayoutState::Refused.code(), PayoutState::Cancelled.code());
    sql(&format!(
        "(SELECT CAST(COALESCE(SUM(live.amount_minor), 0) AS BIGINT) FROM payouts AS live \
         WHERE live.award_share_id = payouts.award_share_id \
         AND live.state NOT IN ('{refused}', '{cancelled}'))"
    ))
}

/// What the payer of a payout can still pay out, in minor units; beside its row. Reckoned where it
/// decides: while the payout waits for its release.
pub(super) fn cash_of_the_payer() -> SqlLiteral<BigInt> {
    let approved = PayoutState::Approved.code();
    let cash = ledger::balances::cash_sql("payouts.payer_id", "payouts.currency");
    sql(&format!(
        "CASE WHEN payouts.state = '{approved}' THEN {cash} ELSE 0 END"
    ))
}

/// As what a payout has left of which nothing but that is known; beside its row.
pub(super) fn left_as() -> SqlLiteral<Nullable<Text>> {
    sql("(SELECT MIN(departures.end_to_end_id) FROM departures \
         WHERE departures.payout_id = payouts.id AND NOT EXISTS (SELECT 1 \
         FROM payment_order_lines AS known WHERE known.end_to_end_id = departures.end_to_end_id))")
}

/// How many milestones of the award a payout is of are not accepted; beside its row.
pub(super) fn milestones_not_accepted() -> SqlLiteral<BigInt> {
    let accepted = MilestoneState::Accepted.code();
    sql(&format!(
        "(SELECT COUNT(*) FROM milestones AS others \
         WHERE others.award_id = payouts.award_id AND others.state <> '{accepted}')"
    ))
}

/// Writes a step.
pub(super) fn step(conn: &mut Conn, id: PayoutId, step: &Step<PayoutState>) -> QueryResult<usize> {
    write_step!(payouts, conn, id, step)
}

/// Notes who verified.
pub(super) fn verified(
    conn: &mut Conn,
    id: PayoutId,
    by: AccountId,
    now: Instant,
) -> QueryResult<usize> {
    diesel::update(payouts::table.find(id))
        .set((payouts::verified_by.eq(by), payouts::verified_at.eq(now)))
        .execute(conn)
}

/// Notes who released.
pub(super) fn released_by(
    conn: &mut Conn,
    id: PayoutId,
    by: AccountId,
    now: Instant,
) -> QueryResult<usize> {
    diesel::update(payouts::table.find(id))
        .set((payouts::released_by.eq(by), payouts::released_at.eq(now)))
        .execute(conn)
}

/// Notes why a payout was refused or sent back.
pub(super) fn reasoned(conn: &mut Conn, id: PayoutId, reason: &str) -> QueryResult<usize> {
    diesel::update(payouts::table.find(id))
        .set(payouts::reason.eq(reason))
        .execute(conn)
}

/// Begins a new round for an account: what was verified, approved and released is void.
pub(super) fn begin_round(
    conn: &mut Conn,
    payout: &Payout,
    account: BankAccountId,
    reason: &str,
    now: Instant,
) -> QueryResult<usize> {
    diesel::update(
        payout_approvals::table
            .filter(payout_approvals::payout_id.eq(payout.id))
            .filter(payout_approvals::voided_at.is_null()),
    )
    .set(payout_approvals::voided_at.eq(now))
    .execute(conn)?;
    diesel::update(payouts::table.find(payout.id))
        .set((
            payouts::approval_round.eq(payout.round),
            payouts::bank_account_id.eq(account),
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
    payout: &Payout,
    (seat, partner): (Seat, PartnerId),
    (account, now): (AccountId, Instant),
) -> QueryResult<usize> {
    diesel::insert_into(payout_approvals::table)
        .values((
            payout_approvals::id.eq(PayoutApprovalId::new()),
            payout_approvals::payout_id.eq(payout.id),
            payout_approvals::round.eq(payout.round),
            payout_approvals::seat.eq(seat),
            payout_approvals::partner_id.eq(partner),
            payout_approvals::account_id.eq(account),
            payout_approvals::digest.eq(&payout.digest),
            payout_approvals::approved_at.eq(now),
        ))
        .execute(conn)
}

/// What is released for a payer and has not left already, of the currency in which it has waited
/// longest: a bank takes one currency an order, and the next order takes the next.
pub(super) fn released(conn: &mut Conn, payer: PartnerId) -> QueryResult<Vec<PayoutId>> {
    let mut rows: Vec<(PayoutId, Currency)> = payouts::table
        .filter(payouts::payer_id.eq(payer))
        .filter(payouts::state.eq(PayoutState::Released))
        .filter(left_as().is_null())
        .order(payouts::id)
        .select((payouts::id, payouts::currency))
        .load(conn)?;
    let first = rows.first().map(|row| row.1);
    rows.retain(|row| Some(row.1) == first);
    Ok(rows.into_iter().map(|row| row.0).collect())
}

pub(super) fn insert_order(conn: &mut Conn, row: OrderRow, lines: &[OrderLine]) -> QueryResult<()> {
    let id = row.id;
    diesel::insert_into(payment_orders::table)
        .values(row)
        .execute(conn)?;
    let rows: Vec<_> = lines
        .iter()
        .map(|line| {
            (
                payment_order_lines::payment_order_id.eq(id),
                payment_order_lines::payout_id.eq(line.payout),
                payment_order_lines::end_to_end_id.eq(&line.end_to_end_id),
                payment_order_lines::replaces.eq(line.replaces.as_ref()),
                payment_order_lines::amount_minor.eq(line.minor),
            )
        })
        .collect();
    insert_all!(conn, payment_order_lines::table, rows)
}

/// A partner's code and name, how many orders it has given so far, whether payments are locked, and
/// the mark of the numbers that are given since the last restore.
pub(super) type Payer = (String, String, Option<i64>, bool, Option<String>);

pub(super) fn payer(conn: &mut Conn, partner: PartnerId) -> QueryResult<Option<Payer>> {
    let locks = restores::table.filter(restores::state.eq(RestoreState::Locked));
    let mark = restores::table
        .order(restores::restored_at.desc())
        .select(restores::mark)
        .limit(1)
        .single_value();
    let orders = payment_orders::table
        .filter(payment_orders::payer_id.eq(partner))
        .count()
        .single_value();
    partners::table
        .find(partner)
        .select((partners::code, partners::name, orders, exists(locks), mark))
        .first(conn)
        .optional()
}

/// When a payout was last written to an order.
pub(super) fn ordered_at(conn: &mut Conn, payout: PayoutId) -> QueryResult<Option<Instant>> {
    payment_orders::table
        .inner_join(payment_order_lines::table)
        .filter(payment_order_lines::payout_id.eq(payout))
        .order(payment_orders::exported_at.desc())
        .select(payment_orders::exported_at)
        .first(conn)
        .optional()
}

/// What the bank said, as it is written down.
pub(super) struct Answer<'a> {
    pub(super) kind: BankAnswerKind,
    /// The bank's reference and the key under which it is the same however it is written.
    pub(super) reference: Option<(&'a str, String)>,
    pub(super) booked_on: Option<Date>,
    pub(super) minor: Option<i64>,
    pub(super) reason: Option<BankReason>,
    pub(super) note: &'a str,
}

pub(super) fn insert_answer(
    conn: &mut Conn,
    payout: PayoutId,
    line: &str,
    answer: Answer<'_>,
    (by, now): (AccountId, Instant),
) -> QueryResult<usize> {
    let (reference, key) = answer.reference.unzip();
    diesel::insert_into(bank_answers::table)
        .values((
            bank_answers::id.eq(ConfirmationId::new()),
            bank_answers::payout_id.eq(payout),
            bank_answers::end_to_end_id.eq(line),
            bank_answers::kind.eq(answer.kind),
            bank_answers::bank_reference.eq(reference),
            bank_answers::bank_reference_key.eq(key),
            bank_answers::booked_on.eq(answer.booked_on),
            bank_answers::amount_minor.eq(answer.minor),
            bank_answers::reason_code.eq(answer.reason),
            bank_answers::note.eq(answer.note),
            bank_answers::recorded_by.eq(by),
            bank_answers::recorded_at.eq(now),
        ))
        .execute(conn)
}
