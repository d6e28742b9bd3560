//! Payouts with everything they are made of: a few statements, however many they are.

use super::super::model::{
    BankAnswer, BankAnswerKind, BankReason, Confirmation, OrderLine, Payout,
};
use super::super::store::{self, Row};
use super::seats::parties;
use crate::db::Conn;
use crate::db::schema::{
    applications, award_shares, awards as award_table, bank_accounts, bank_answers as answer_table,
    bank_claims, milestones, participants, partners, payment_order_lines, payment_orders, payouts,
    restores,
};
use crate::error::{Error, Result};
use crate::kernel::id::{ApplicationId, CallId, OrganisationId, ParticipantId, PayoutId, PotId};
use crate::kernel::money::{Currency, Money};
use crate::kernel::time::{Date, Instant};
use crate::rules::lifecycle::{
    AwardState, BankAccountState, BankClaimState, MilestoneState, PayoutState,
};
use crate::rules::matter::MatterKind;
use crate::rules::restore::RestoreState;
use diesel::dsl::exists;
use diesel::prelude::*;

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
    String,
    Option<Instant>,
);
/// What is reckoned beside the row: the milestone, how many of the award's are not accepted, what
/// is live of the share, what its payer can pay out, whether a claim is open, and what a restore
/// left of it.
type CauseColumns = (
    Option<(String, MilestoneState)>,
    i64,
    i64,
    i64,
    bool,
    RestoreColumns,
);
/// Whether payments are locked, whether the fund was ever restored, and as what the payout has left
/// of which nothing else is known.
type RestoreColumns = (bool, bool, Option<String>);
type Whole = (
    Row,
    AwardColumns,
    ShareColumns,
    AccountColumns,
    String,
    CauseColumns,
);

/// A payout with its parts, whoever asks; for actions.
///
/// # Errors
/// `NotFound` where there is none.
pub fn load(conn: &mut Conn, id: PayoutId) -> Result<Payout> {
    load_many(conn, &[id])?
        .pop()
        .ok_or(Error::NotFound(MatterKind::Payout))
}

/// These payouts with their parts, in the order of their identifiers.
///
/// # Errors
/// No answer from the database.
pub fn load_many(conn: &mut Conn, ids: &[PayoutId]) -> Result<Vec<Payout>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = rows(conn, ids)?;
    let parties = parties(conn, ids)?;
    // Only what was ordered once has lines and answers.
    let ordered: Vec<(PayoutId, Currency)> = rows
        .iter()
        .map(|whole| &whole.0)
        .filter(|row| {
            row.approval_round > 1
                || matches!(
                    row.state,
                    PayoutState::Ordered | PayoutState::Queried | PayoutState::Confirmed
                )
        })
        .map(|row| (row.id, row.currency))
        .collect();
    let answers = bank_answers(conn, &ordered)?;
    let lines = lines(conn, &ordered)?;
    Ok(rows
        .into_iter()
        .map(|whole| {
            let id = whole.0.id;
            let mut payout = shape(whole);
            for (party, seat) in of(&parties, id) {
                payout.parties.push(party);
                payout.seats.extend(seat);
            }
            payout.parties.sort();
            payout.bank_answers = of(&answers, id);
            payout.lines = of(&lines, id);
            payout.confirmation = confirmation(payout.state, &payout.bank_answers);
            payout
        })
        .collect())
}

fn rows(conn: &mut Conn, ids: &[PayoutId]) -> QueryResult<Vec<Whole>> {
    let open_claims = bank_claims::table
        .filter(bank_claims::payout_id.eq(payouts::id))
        .filter(bank_claims::state.eq(BankClaimState::Proposed));
    let locks = restores::table.filter(restores::state.eq(RestoreState::Locked));
    payouts::table
        .inner_join(award_table::table.inner_join(applications::table))
        .inner_join(award_shares::table.inner_join(participants::table))
        .inner_join(bank_accounts::table)
        .inner_join(partners::table)
        .left_join(milestones::table)
        .filter(payouts::id.eq_any(ids))
        .order(payouts::id)
        .select((
            payouts::all_columns,
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
                bank_accounts::bank_name,
                bank_accounts::decided_at,
            ),
            partners::code,
            (
                (milestones::title, milestones::state).nullable(),
                store::milestones_not_accepted(),
                store::live_of_the_share(),
                store::cash_of_the_payer(),
                exists(open_claims),
                (
                    exists(locks),
                    exists(restores::table.select(restores::id)),
                    store::left_as(),
                ),
            ),
        ))
        .load(conn)
}

fn shape((row, award, share, account, payer_code, cause): Whole) -> Payout {
    let (milestone, not_accepted, live_minor, payers_cash_minor, has_open_claim, restored) = cause;
    let (milestone_title, milestone_state) = milestone.unzip();
    Payout {
        id: row.id,
        award: row.award_id,
        number: award.1.unwrap_or_default(),
        title: award.2,
        share: row.award_share_id,
        kind: row.kind,
        milestone: row.milestone_id,
        milestone_title,
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
        seats: Vec::new(),
        reason: row.reason,
        requested_at: row.requested_at,
        confirmation: None,
        lines: Vec::new(),
        bank_answers: Vec::new(),
        bank_claims: Vec::new(),
        bank_files: Vec::new(),
        version: row.version,
        has_open_claim,
        payments_are_locked: restored.0,
        was_restored: restored.1,
        left_as: restored.2,
        application: award.3,
        organisation: award.4,
        call: award.5,
        award_state: award.0,
        participant: share.0,
        pot: share.2,
        granted: Money::from_minor(share.3, row.currency),
        live_minor,
        account_state: account.3,
        bic: account.2.unwrap_or_default(),
        bank_name: account.5,
        account_verified_at: account.6,
        milestone_state,
        all_milestones_are_accepted: not_accepted == 0,
        round: row.approval_round,
        requested_by: row.requested_by,
        verified_by: row.verified_by,
        verified_at: row.verified_at,
        released_by: row.released_by,
        released_at: row.released_at,
        payers_cash_minor,
        parties: Vec::new(),
    }
}

/// What lies under a key, in its order.
fn of<K: PartialEq, T: Clone>(all: &[(K, T)], key: K) -> Vec<T> {
    all.iter()
        .filter(|one| one.0 == key)
        .map(|one| one.1.clone())
        .collect()
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
    PayoutId,
    BankAnswerKind,
    String,
    Option<String>,
    Option<Date>,
    Option<i64>,
    Option<BankReason>,
    String,
    Instant,
);

fn bank_answers(
    conn: &mut Conn,
    ordered: &[(PayoutId, Currency)],
) -> QueryResult<Vec<(PayoutId, BankAnswer)>> {
    if ordered.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<PayoutId> = ordered.iter().map(|one| one.0).collect();
    let rows: Vec<AnswerColumns> = answer_table::table
        .filter(answer_table::payout_id.eq_any(ids))
        .order(answer_table::id)
        .select((
            answer_table::payout_id,
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
    let amount = |id: PayoutId, minor: i64| {
        of(ordered, id)
            .pop()
            .map(|currency| Money::from_minor(minor, currency))
    };
    Ok(rows
        .into_iter()
        .map(|row| {
            let answer = BankAnswer {
                kind: row.1,
                end_to_end_id: row.2,
                bank_reference: row.3,
                booked_on: row.4,
                amount: row.5.and_then(|minor| amount(row.0, minor)),
                reason_code: row.6,
                note: row.7,
                recorded_at: row.8,
            };
            (row.0, answer)
        })
        .collect())
}

fn lines(
    conn: &mut Conn,
    ordered: &[(PayoutId, Currency)],
) -> QueryResult<Vec<(PayoutId, OrderLine)>> {
    if ordered.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<PayoutId> = ordered.iter().map(|one| one.0).collect();
    let rows: Vec<(PayoutId, String, String, Option<String>, Instant)> = payment_order_lines::table
        .inner_join(payment_orders::table)
        .filter(payment_order_lines::payout_id.eq_any(ids))
        .order(payment_orders::id)
        .select((
            payment_order_lines::payout_id,
            payment_orders::number,
            payment_order_lines::end_to_end_id,
            payment_order_lines::replaces,
            payment_orders::exported_at,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(payout, order, end_to_end_id, replaces, exported_at)| {
            let line = OrderLine {
                order,
                end_to_end_id,
                replaces,
                exported_at,
            };
            (payout, line)
        })
        .collect())
}
