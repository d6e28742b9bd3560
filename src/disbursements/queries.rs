//! Payouts and payment orders as pages and API show them.

use super::model::{Confirmation, PaymentOrder, Payout, PayoutItem, PayoutKind, Seat, TakenSeat};
use super::store::{self, OrderRow};
use crate::awards::{self, bank::last_four};
use crate::db::Conn;
use crate::db::schema::{
    accounts, applications, award_shares, awards as award_table, bank_confirmations, memberships,
    participants, partners, payment_orders, payout_approvals, payouts,
};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, AwardId, PartnerId, PaymentOrderId, PayoutId};
use crate::kernel::money::{Currency, Money};
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::kernel::time::{Date, Instant};
use crate::rules::capacity::{Capacity, Standing};
use crate::rules::lifecycle::PayoutState;
use crate::rules::matter::MatterKind;
use crate::rules::visibility::Sight;
use crate::rules::{Matter, decide};
use crate::standing;
use diesel::prelude::*;

/// One payout, for those who may see its award.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn page(view: &mut View<'_>, id: PayoutId) -> Result<Payout> {
    let missing = || Error::NotFound(MatterKind::Payout);
    let standing = standing::of(view.conn, view.actor(), Matter::Payout(id))?;
    if !decide::sees(&standing, Sight::Award) {
        return Err(missing());
    }
    let mut payout = load(view.conn, id)?;
    if !decide::sees(&standing, Sight::BankDetails) {
        payout.iban = format!("…{}", last_four(&payout.iban));
    }
    Ok(payout)
}

/// A payout with its parts, whoever asks; for actions.
///
/// # Errors
/// `NotFound` where there is none.
pub fn load(conn: &mut Conn, id: PayoutId) -> Result<Payout> {
    let row = store::row(conn, id)?.ok_or(Error::NotFound(MatterKind::Payout))?;
    let award = awards::queries::load(conn, row.award_id)?;
    let share = award
        .shares
        .iter()
        .find(|share| share.id == row.award_share_id);
    let account = award
        .bank_accounts
        .iter()
        .find(|account| account.id == row.bank_account_id);
    let milestone = award
        .milestones
        .iter()
        .find(|one| Some(one.id) == row.milestone_id);
    let confirmation: Option<(String, Date)> = bank_confirmations::table
        .filter(bank_confirmations::payout_id.eq(id))
        .select((
            bank_confirmations::bank_reference,
            bank_confirmations::booked_on,
        ))
        .first(conn)
        .optional()?;
    Ok(Payout {
        id,
        award: row.award_id,
        number: award.number.clone(),
        title: award.title.clone(),
        share: row.award_share_id,
        kind: row.kind,
        milestone: row.milestone_id,
        milestone_title: milestone.map(|one| one.title.clone()),
        payer: row.payer_id,
        payer_code: share
            .map(|share| share.payer_code.clone())
            .unwrap_or_default(),
        payee: share
            .map(|share| share.participant_name.clone())
            .unwrap_or_default(),
        bank_account: row.bank_account_id,
        holder: account
            .map(|account| account.holder.clone())
            .unwrap_or_default(),
        iban: account
            .map(|account| account.iban.clone())
            .unwrap_or_default(),
        usable_from: account.and_then(|account| account.usable_from),
        amount: Money::from_minor(row.amount_minor, row.currency),
        state: row.state,
        digest: row.digest,
        seats: seats(conn, id, row.approval_round)?,
        reason: row.reason,
        requested_at: row.requested_at,
        confirmation: confirmation.map(|(bank_reference, booked_on)| Confirmation {
            bank_reference,
            booked_on,
        }),
    })
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
    let standing = standing::of(view.conn, view.actor(), Matter::Fund)?;
    let sees_all = decide::sees(&standing, Sight::Award);
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
    if !sees_all {
        query = query.filter(applications::organisation_id.eq_any(own));
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
    let standing = standing::of(view.conn, view.actor(), matter)?;
    if decide::sees(&standing, Sight::PaymentOrders) {
        Ok(standing)
    } else {
        Err(Error::NotFound(MatterKind::PaymentOrder))
    }
}
