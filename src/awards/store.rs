//! Rows and SQL of awards.

use super::schedule::Instalment;
use crate::db::schema::{
    agreement_signatures, award_shares, awards, bank_accounts, call_pots, countries,
    milestone_amounts, milestones,
};
use crate::db::{Conn, insert_all, lock_rows};
use crate::kernel::id::{
    AccountId, ApplicationId, AwardId, AwardShareId, BankAccountId, CallId, MilestoneId,
    ParticipantId, PartnerId, PotId, SignatureId,
};
use crate::kernel::money::Currency;
use crate::kernel::time::{Date, Instant};
use crate::rules::decide::Step;
use crate::rules::lifecycle::{AwardState, BankAccountState, MilestoneState, PayoutState};
use crate::write_step;
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// An award as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = awards)]
pub(super) struct Row {
    pub(super) id: AwardId,
    pub(super) application_id: ApplicationId,
    pub(super) call_id: CallId,
    pub(super) currency: Currency,
    pub(super) granted_minor: i64,
    pub(super) state: AwardState,
    pub(super) agreement: String,
    pub(super) agreement_digest: String,
    pub(super) offered_by: AccountId,
    pub(super) offered_at: Instant,
    pub(super) in_force_at: Option<Instant>,
    pub(super) version: i32,
}

/// A share as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = award_shares, treat_none_as_default_value = false)]
pub(super) struct ShareRow {
    pub(super) id: AwardShareId,
    pub(super) award_id: AwardId,
    pub(super) participant_id: ParticipantId,
    pub(super) pot_id: PotId,
    pub(super) payer_id: PartnerId,
    pub(super) granted_minor: i64,
    pub(super) advance_minor: i64,
    pub(super) retention_minor: i64,
}

/// A milestone as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = milestones, treat_none_as_default_value = false)]
pub(super) struct MilestoneRow {
    pub(super) id: MilestoneId,
    pub(super) award_id: AwardId,
    pub(super) position: i32,
    pub(super) title: String,
    pub(super) share: i32,
    pub(super) due_months: i32,
    pub(super) due_on: Option<Date>,
    pub(super) state: MilestoneState,
    pub(super) report: String,
    pub(super) reported_by: Option<AccountId>,
    pub(super) reported_at: Option<Instant>,
    pub(super) decided_by: Option<AccountId>,
    pub(super) decided_at: Option<Instant>,
    pub(super) reason: Option<String>,
    pub(super) version: i32,
}

/// An instalment as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = milestone_amounts, treat_none_as_default_value = false)]
pub(super) struct AmountRow {
    pub(super) milestone_id: MilestoneId,
    pub(super) award_share_id: AwardShareId,
    pub(super) earned_minor: i64,
    pub(super) recovered_minor: i64,
    pub(super) retained_minor: i64,
    pub(super) net_minor: i64,
}

impl AmountRow {
    pub(super) fn new(milestone: MilestoneId, share: AwardShareId, one: &Instalment) -> Self {
        Self {
            milestone_id: milestone,
            award_share_id: share,
            earned_minor: one.earned.minor(),
            recovered_minor: one.recovered.minor(),
            retained_minor: one.retained.minor(),
            net_minor: one.net.minor(),
        }
    }
}

/// A payee's account as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = bank_accounts)]
pub(super) struct AccountRow {
    pub(super) id: BankAccountId,
    pub(super) award_id: AwardId,
    pub(super) participant_id: ParticipantId,
    pub(super) holder: String,
    pub(super) holder_plain: String,
    pub(super) iban: String,
    pub(super) bic: Option<String>,
    pub(super) bank_name: String,
    pub(super) country: String,
    pub(super) state: BankAccountState,
    pub(super) recorded_by: AccountId,
    pub(super) recorded_at: Instant,
    pub(super) decided_by: Option<AccountId>,
    pub(super) decided_at: Option<Instant>,
    pub(super) usable_from: Option<Instant>,
    pub(super) reason: Option<String>,
    pub(super) version: i32,
}

/// The award's row, locked: signatures, acceptances and payouts of one award take turns.
pub(super) fn lock(conn: &mut Conn, id: AwardId) -> QueryResult<usize> {
    diesel::update(awards::table.find(id))
        .set(awards::version.eq(awards::version))
        .execute(conn)
}

/// Writes an award's step.
pub(super) fn write(conn: &mut Conn, id: AwardId, step: &Step<AwardState>) -> QueryResult<usize> {
    write_step!(awards, conn, id, step)
}

/// Writes a milestone's step.
pub(super) fn write_milestone(
    conn: &mut Conn,
    id: MilestoneId,
    step: &Step<MilestoneState>,
) -> QueryResult<usize> {
    write_step!(milestones, conn, id, step)
}

/// Writes the step of a payee's account.
pub(super) fn write_account(
    conn: &mut Conn,
    id: BankAccountId,
    step: &Step<BankAccountState>,
) -> QueryResult<usize> {
    write_step!(bank_accounts, conn, id, step)
}

/// What the bank has confirmed of a share, in minor units; beside its row.
pub(super) fn paid_of_the_share() -> SqlLiteral<BigInt> {
    let confirmed = PayoutState::Confirmed.code();
    sql(&format!(
        "(SELECT CAST(COALESCE(SUM(paid.amount_minor), 0) AS BIGINT) FROM payouts AS paid \
         WHERE paid.award_share_id = award_shares.id AND paid.state = '{confirmed}')"
    ))
}

/// Locks pots in the order of their identifiers, so that two awards never wait for each other.
pub(super) fn lock_pots(conn: &mut Conn, pots: &[PotId]) -> QueryResult<()> {
    lock_rows!(conn, call_pots, pots)
}

pub(super) fn insert(
    conn: &mut Conn,
    row: Row,
    shares: Vec<ShareRow>,
    milestones: Vec<MilestoneRow>,
    amounts: Vec<AmountRow>,
) -> QueryResult<()> {
    diesel::insert_into(awards::table)
        .values(row)
        .execute(conn)?;
    insert_all!(conn, award_shares::table, shares)?;
    insert_all!(conn, milestones::table, milestones)?;
    insert_all!(conn, milestone_amounts::table, amounts)
}

/// Notes when an agreement came into force, and counts the months of its milestones from that day.
/// Gives these.
pub(super) fn note_entry_into_force(
    conn: &mut Conn,
    award: AwardId,
    now: Instant,
) -> QueryResult<Vec<MilestoneId>> {
    diesel::update(awards::table.find(award))
        .set(awards::in_force_at.eq(now))
        .execute(conn)?;
    let mut counted = Vec::new();
    for row in milestones_of(conn, award)? {
        diesel::update(milestones::table.find(row.id))
            .set(milestones::due_on.eq(now.date().plus_months(row.due_months)))
            .execute(conn)?;
        counted.push(row.id);
    }
    Ok(counted)
}

pub(super) fn insert_signature(
    conn: &mut Conn,
    award: AwardId,
    partner: Option<PartnerId>,
    account: AccountId,
    (digest, now): (&str, Instant),
) -> QueryResult<usize> {
    diesel::insert_into(agreement_signatures::table)
        .values((
            agreement_signatures::id.eq(SignatureId::new()),
            agreement_signatures::award_id.eq(award),
            agreement_signatures::partner_id.eq(partner),
            agreement_signatures::account_id.eq(account),
            agreement_signatures::digest.eq(digest),
            agreement_signatures::signed_at.eq(now),
        ))
        .execute(conn)
}

/// The award a milestone is of.
pub(super) fn award_of_milestone(conn: &mut Conn, id: MilestoneId) -> QueryResult<Option<AwardId>> {
    let row = milestones::table.find(id).select(milestones::award_id);
    row.first(conn).optional()
}

/// The award a payee's account is of.
pub(super) fn award_of_account(conn: &mut Conn, id: BankAccountId) -> QueryResult<Option<AwardId>> {
    let row = bank_accounts::table
        .find(id)
        .select(bank_accounts::award_id);
    row.first(conn).optional()
}

pub(super) fn milestones_of(conn: &mut Conn, award: AwardId) -> QueryResult<Vec<MilestoneRow>> {
    milestones::table
        .filter(milestones::award_id.eq(award))
        .order(milestones::position)
        .load(conn)
}

/// The milestones of an award in their order, each with what it earns share by share.
pub(super) fn milestones_with_amounts(
    conn: &mut Conn,
    award: AwardId,
) -> QueryResult<Vec<(MilestoneRow, Vec<AmountRow>)>> {
    let rows: Vec<(MilestoneRow, Option<AmountRow>)> = milestones::table
        .left_join(milestone_amounts::table)
        .filter(milestones::award_id.eq(award))
        .order((milestones::position, milestone_amounts::award_share_id))
        .select((
            milestones::all_columns,
            milestone_amounts::all_columns.nullable(),
        ))
        .load(conn)?;
    let mut found: Vec<(MilestoneRow, Vec<AmountRow>)> = Vec::new();
    for (row, amount) in rows {
        match found.last_mut() {
            Some((last, amounts)) if last.id == row.id => amounts.extend(amount),
            _ => found.push((row, amount.into_iter().collect())),
        }
    }
    Ok(found)
}

pub(super) fn amounts_of(
    conn: &mut Conn,
    milestones: &[MilestoneId],
) -> QueryResult<Vec<AmountRow>> {
    milestone_amounts::table
        .filter(milestone_amounts::milestone_id.eq_any(milestones))
        .load(conn)
}

/// Keeps what was reported of a milestone.
pub(super) fn note_report(
    conn: &mut Conn,
    id: MilestoneId,
    report: &str,
    (by, now): (AccountId, Instant),
) -> QueryResult<usize> {
    diesel::update(milestones::table.find(id))
        .set((
            milestones::report.eq(report),
            milestones::reported_by.eq(by),
            milestones::reported_at.eq(now),
        ))
        .execute(conn)
}

/// Keeps who decided on a reported milestone, and why.
pub(super) fn note_decision(
    conn: &mut Conn,
    id: MilestoneId,
    reason: Option<&str>,
    (by, now): (AccountId, Instant),
) -> QueryResult<usize> {
    diesel::update(milestones::table.find(id))
        .set((
            milestones::reason.eq(reason),
            milestones::decided_by.eq(by),
            milestones::decided_at.eq(now),
        ))
        .execute(conn)
}

pub(super) fn country_is_known(conn: &mut Conn, code: &str) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(countries::table.find(code))).get_result(conn)
}

pub(super) fn insert_account(conn: &mut Conn, row: AccountRow) -> QueryResult<usize> {
    diesel::insert_into(bank_accounts::table)
        .values(row)
        .execute(conn)
}

pub(super) fn accounts_of(conn: &mut Conn, award: AwardId) -> QueryResult<Vec<AccountRow>> {
    bank_accounts::table
        .filter(bank_accounts::award_id.eq(award))
        .order(bank_accounts::id)
        .load(conn)
}

/// Keeps who decided on an account, from when it may be paid to, and why not.
pub(super) fn note_account(
    conn: &mut Conn,
    id: BankAccountId,
    (usable_from, reason): (Option<Instant>, Option<&str>),
    (by, now): (AccountId, Instant),
) -> QueryResult<usize> {
    diesel::update(bank_accounts::table.find(id))
        .set((
            bank_accounts::decided_by.eq(by),
            bank_accounts::decided_at.eq(now),
            bank_accounts::usable_from.eq(usable_from),
            bank_accounts::reason.eq(reason),
        ))
        .execute(conn)
}
