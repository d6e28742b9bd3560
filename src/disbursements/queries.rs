//! Payouts and payment orders as pages and API show them.

use super::model::{
    BankAnswer, BankAnswerKind, BankReason, Confirmation, OrderLine, PaymentOrder, Payout,
    PayoutItem, PayoutKind, Seat, TakenSeat,
};
use super::store::{self, OrderRow, Row};
use crate::awards::bank::last_four;
use crate::case::{Case, Shown};
use crate::db::Conn;
use crate::db::schema::{
    accounts, applications, award_shares, awards as award_table, bank_accounts,
    bank_answers as answer_table, call_partners, memberships, milestones, participants, partners,
    payment_order_lines, payment_orders, payout_approvals, payouts,
};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::{
    AccountId, ApplicationId, AwardId, CallId, MilestoneId, OrganisationId, ParticipantId,
    PartnerId, PaymentOrderId, PayoutId, PotId,
};
use crate::kernel::money::{Currency, Money};
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::kernel::time::{Date, Instant};
use crate::ledger;
use crate::rules::capacity::{Capacity, Standing};
use crate::rules::decide::Reach;
use crate::rules::lifecycle::{AwardState, BankAccountState, MilestoneState, PayoutState};
use crate::rules::matter::MatterKind;
use crate::rules::visibility::Sight;
use crate::rules::{Matter, decide};
use crate::standing;
use diesel::prelude::*;

/// One payout and what its reader may do with it, for those who may see its award.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn page(view: &mut View<'_>, id: PayoutId) -> Result<Shown<Payout>> {
    let case: Case<Payout> = view.case(id, Sight::Award)?;
    let offers = case.offers();
    let mut thing = Payout::clone(&case);
    if !case.sees(Sight::BankDetails) {
        thing.iban = format!("…{}", last_four(&thing.iban));
    }
    Ok(Shown { thing, offers })
}

type Of<T> = (Row, T);
type AwardColumns = (
    AwardState,
    Option<String>,
    String,
    ApplicationId,
    OrganisationId,
    CallId,
);
type ShareColumns = (ParticipantId, String, PotId, i64);
type AccountColumns = (
    String,
    String,
    Option<String>,
    BankAccountState,
    Option<Instant>,
);

/// A payout with its parts, whoever asks; for actions.
///
/// # Errors
/// `NotFound` where there is none.
pub fn load(conn: &mut Conn, id: PayoutId) -> Result<Payout> {
    let found: Option<Of<(AwardColumns, ShareColumns, AccountColumns, String)>> = payouts::table
        .inner_join(award_table::table.inner_join(applications::table))
        .inner_join(award_shares::table.inner_join(participants::table))
        .inner_join(bank_accounts::table)
        .inner_join(partners::table)
        .filter(payouts::id.eq(id))
        .select((
            payouts::all_columns,
            (
                (
                    award_table::state,
                    applications::number,
                    applications::title,
                    applications::id,
                    applications::organisation_id,
                    applications::call_id,
                ),
                (
                    award_shares::participant_id,
                    participants::organisation_name,
                    award_shares::pot_id,
                    award_shares::granted_minor,
                ),
                (
                    bank_accounts::holder_plain,
                    bank_accounts::iban,
                    bank_accounts::bic,
                    bank_accounts::state,
                    bank_accounts::usable_from,
                ),
                partners::code,
            ),
        ))
        .first(conn)
        .optional()?;
    let (row, (award, share, account, payer_code)) =
        found.ok_or(Error::NotFound(MatterKind::Payout))?;
    let milestones: Vec<(MilestoneId, String, MilestoneState)> = milestones::table
        .filter(milestones::award_id.eq(row.award_id))
        .select((milestones::id, milestones::title, milestones::state))
        .load(conn)?;
    let milestone = milestones
        .iter()
        .find(|one| Some(one.0) == row.milestone_id);
    // Cash is asked for where it decides: while the payout waits for its release.
    let payers_cash_minor = if row.state == PayoutState::Approved {
        let cash = ledger::balances::cash(conn, row.payer_id, row.currency)?;
        cash.minor() - store::released_minor(conn, row.payer_id, row.currency)?
    } else {
        0
    };
    // Only what was ordered once has lines and answers.
    let has_history = row.approval_round > 1
        || matches!(
            row.state,
            PayoutState::Ordered | PayoutState::Queried | PayoutState::Confirmed
        );
    let bank_answers = if has_history {
        bank_answers(conn, id, row.currency)?
    } else {
        Vec::new()
    };
    Ok(Payout {
        id,
        award: row.award_id,
        number: award.1.unwrap_or_default(),
        title: award.2,
        share: row.award_share_id,
        kind: row.kind,
        milestone: row.milestone_id,
        milestone_title: milestone.map(|one| one.1.clone()),
        payer: row.payer_id,
        payer_code,
        payee: share.1,
        bank_account: row.bank_account_id,
        holder: account.0,
        iban: account.1,
        usable_from: account.4,
        amount: Money::from_minor(row.amount_minor, row.currency),
        state: row.state,
        digest: row.digest,
        seats: seats(conn, id, row.approval_round)?,
        reason: row.reason,
        requested_at: row.requested_at,
        confirmation: confirmation(row.state, &bank_answers),
        lines: if has_history {
            lines(conn, id)?
        } else {
            Vec::new()
        },
        bank_answers,
        version: row.version,
        application: award.3,
        organisation: award.4,
        call: award.5,
        award_state: award.0,
        participant: share.0,
        pot: share.2,
        granted: Money::from_minor(share.3, row.currency),
        live_minor: store::live_minor(conn, row.award_share_id)?,
        account_state: account.3,
        bic: account.2.unwrap_or_default(),
        milestone_state: milestone.map(|one| one.2),
        all_milestones_are_accepted: milestones
            .iter()
            .all(|one| one.2 == MilestoneState::Accepted),
        round: row.approval_round,
        requested_by: row.requested_by,
        verified_by: row.verified_by,
        payers_cash_minor,
        parties: standing::parties(conn, award.5)?,
    })
}

/// The booking that stands.
fn confirmation(state: PayoutState, answers: &[BankAnswer]) -> Option<Confirmation> {
    let booking = answers
        .iter()
        .rev()
        .filter(|_| state == PayoutState::Confirmed)
        .find(|one| matches!(one.kind, BankAnswerKind::Booked | BankAnswerKind::Corrected))?;
    Some(Confirmation {
        bank_reference: booking.bank_reference.clone()?,
        booked_on: booking.booked_on?,
    })
}

type AnswerColumns = (
    BankAnswerKind,
    String,
    Option<String>,
    Option<Date>,
    Option<i64>,
    Option<BankReason>,
    String,
    Instant,
);

fn bank_answers(conn: &mut Conn, id: PayoutId, currency: Currency) -> QueryResult<Vec<BankAnswer>> {
    let rows: Vec<AnswerColumns> = answer_table::table
        .filter(answer_table::payout_id.eq(id))
        .order(answer_table::id)
        .select((
            answer_table::kind,
            answer_table::end_to_end_id,
            answer_table::bank_reference,
            answer_table::booked_on,
            answer_table::amount_minor,
            answer_table::reason_code,
            answer_table::note,
            answer_table::recorded_at,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|row| BankAnswer {
            kind: row.0,
            end_to_end_id: row.1,
            bank_reference: row.2,
            booked_on: row.3,
            amount: row.4.map(|minor| Money::from_minor(minor, currency)),
            reason_code: row.5,
            note: row.6,
            recorded_at: row.7,
        })
        .collect())
}

fn lines(conn: &mut Conn, id: PayoutId) -> QueryResult<Vec<OrderLine>> {
    let rows: Vec<(String, String, Option<String>)> = payment_order_lines::table
        .inner_join(payment_orders::table)
        .filter(payment_order_lines::payout_id.eq(id))
        .order(payment_orders::id)
        .select((
            payment_orders::number,
            payment_order_lines::end_to_end_id,
            payment_order_lines::replaces,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(order, end_to_end_id, replaces)| OrderLine {
            order,
            end_to_end_id,
            replaces,
        })
        .collect())
}

type SeatColumns = (Seat, String, PartnerId, String, AccountId, String, Instant);

fn seats(conn: &mut Conn, payout: PayoutId, round: i32) -> QueryResult<Vec<TakenSeat>> {
    let rows: Vec<SeatColumns> = payout_approvals::table
        .inner_join(partners::table)
        .inner_join(accounts::table)
        .filter(payout_approvals::payout_id.eq(payout))
        .filter(payout_approvals::round.eq(round))
        .filter(payout_approvals::voided_at.is_null())
        .order(payout_approvals::approved_at)
        .select((
            payout_approvals::seat,
            partners::code,
            partners::id,
            accounts::name,
            accounts::id,
            payout_approvals::digest,
            payout_approvals::approved_at,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(
            |(seat, partner, partner_id, by, account, digest, approved_at)| TakenSeat {
                seat,
                partner,
                by,
                account,
                partner_id,
                digest,
                approved_at,
            },
        )
        .collect())
}

type ItemColumns = (
    PayoutId,
    Option<String>,
    String,
    PayoutKind,
    String,
    i64,
    Currency,
    PayoutState,
);

/// The payouts an actor may open, newest first; of one award or in one state where asked.
///
/// # Errors
/// `Unauthenticated` for visitors.
pub fn list(
    view: &mut View<'_>,
    award: Option<AwardId>,
    state: Option<PayoutState>,
    after: Option<&str>,
) -> Result<Page<PayoutItem>> {
    let account = view.actor().person()?;
    let standing = view.standing_to(Matter::Fund)?;
    let own = memberships::table
        .filter(memberships::account_id.eq(account))
        .select(memberships::organisation_id);
    let mut query = payouts::table
        .inner_join(award_table::table.inner_join(applications::table))
        .inner_join(award_shares::table.inner_join(participants::table))
        .inner_join(partners::table)
        .order(payouts::id.desc())
        .limit(PAGE_SIZE + 1)
        .select((
            payouts::id,
            applications::number,
            participants::organisation_name,
            payouts::kind,
            partners::code,
            payouts::amount_minor,
            payouts::currency,
            payouts::state,
        ))
        .into_boxed();
    if let Reach::WhereTheyTakePart(partners) = decide::reach(&standing, Sight::Award) {
        let theirs = call_partners::table
            .filter(call_partners::partner_id.eq_any(partners))
            .select(call_partners::call_id);
        let is_own = applications::organisation_id.eq_any(own);
        query = query.filter(is_own.or(applications::call_id.eq_any(theirs)));
    }
    if let Some(award) = award {
        query = query.filter(payouts::award_id.eq(award));
    }
    if let Some(state) = state {
        query = query.filter(payouts::state.eq(state));
    }
    if let Some(id) = after.and_then(key_of).and_then(|key| key.parse().ok()) {
        query = query.filter(payouts::id.lt(PayoutId::from_uuid(id)));
    }
    let rows: Vec<ItemColumns> = query.load(view.conn)?;
    Ok(Page::cut(rows, |row| row.0.to_string()).map(
        |(id, number, payee, kind, payer, minor, currency, state)| PayoutItem {
            id,
            number,
            payee,
            kind,
            payer,
            amount: Money::from_minor(minor, currency),
            state,
        },
    ))
}

/// Payment orders, newest first, for those who deal with the bank.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn orders(view: &mut View<'_>, after: Option<&str>) -> Result<Page<PaymentOrder>> {
    let standing = require_orders(view, Matter::Fund)?;
    let mut query = payment_orders::table
        .inner_join(partners::table)
        .order(payment_orders::id.desc())
        .limit(PAGE_SIZE + 1)
        .select((payment_orders::all_columns, partners::code))
        .into_boxed();
    // Officers see the orders of their own partner, as when they open one.
    if !standing.has(Capacity::Auditor) {
        let own: Vec<PartnerId> = standing
            .held()
            .iter()
            .filter_map(|held| held.partner)
            .collect();
        query = query.filter(payment_orders::payer_id.eq_any(own));
    }
    if let Some(id) = after.and_then(key_of).and_then(|key| key.parse().ok()) {
        query = query.filter(payment_orders::id.lt(PaymentOrderId::from_uuid(id)));
    }
    let rows: Vec<(OrderRow, String)> = query.load(view.conn)?;
    Ok(Page::cut(rows, |row| row.0.id.to_string()).map(shape))
}

/// One payment order with its bytes.
///
/// # Errors
/// `NotFound` for those who do not deal with this partner's bank.
pub fn order(view: &mut View<'_>, id: PaymentOrderId) -> Result<PaymentOrder> {
    require_orders(view, Matter::PaymentOrder(id))?;
    let row: Option<(OrderRow, String)> = payment_orders::table
        .inner_join(partners::table)
        .filter(payment_orders::id.eq(id))
        .select((payment_orders::all_columns, partners::code))
        .first(view.conn)
        .optional()?;
    row.map(shape)
        .ok_or(Error::NotFound(MatterKind::PaymentOrder))
}

fn shape((row, payer): (OrderRow, String)) -> PaymentOrder {
    PaymentOrder {
        id: row.id,
        number: row.number,
        payer,
        total: Money::from_minor(row.total_minor, row.currency),
        file_name: row.file_name,
        digest: row.digest,
        exported_at: row.exported_at,
        content: row.content,
    }
}

fn require_orders(view: &mut View<'_>, matter: Matter) -> Result<Standing> {
    let standing = view.standing_to(matter)?;
    if decide::sees(&standing, Sight::PaymentOrders) {
        Ok(standing)
    } else {
        Err(Error::NotFound(MatterKind::PaymentOrder))
    }
}
