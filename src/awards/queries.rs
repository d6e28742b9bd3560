//! Awards as pages and API show them.

use super::bank::last_four;
use super::model::{Award, BankAccount, Milestone, Share, Signature};
use super::store::{self, Row, ShareRow};
use crate::case::{Case, Shown};
use crate::db::Conn;
use crate::db::dialect::sum_of;
use crate::db::schema::{
    accounts, agreement_signatures, applications, award_shares, awards, bank_accounts,
    call_partners, call_pots, memberships, organisations, participants, partners, payouts,
};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::{
    AccountId, ApplicationId, AwardId, BankAccountId, CallId, MilestoneId, OrganisationId,
    ParticipantId, PartnerId,
};
use crate::kernel::money::{Currency, Money};
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::kernel::time::Instant;
use crate::rules::decide::Reach;
use crate::rules::lifecycle::{
    ApplicationState, AwardState, BankAccountState, MilestoneState, PayoutState,
};
use crate::rules::matter::MatterKind;
use crate::rules::visibility::Sight;
use crate::rules::{Matter, Standing, decide};
use crate::standing;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

/// An award in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AwardItem {
    /// Its identifier.
    pub id: AwardId,
    /// The application's number.
    pub number: Option<String>,
    /// The application's title.
    pub title: String,
    /// Who leads.
    pub organisation: String,
    /// Where it stands.
    pub state: AwardState,
    /// Granted in all.
    pub granted: Money,
}

/// A milestone, where it is one of this award's.
///
/// # Errors
/// `NotFound` where it is another's.
pub fn milestone_of(conn: &mut Conn, award: AwardId, id: MilestoneId) -> Result<MilestoneId> {
    store::award_of_milestone(conn, id)?
        .filter(|of| *of == award)
        .map(|_| id)
        .ok_or(Error::NotFound(MatterKind::Milestone))
}

/// A bank account, where it is one of this award's.
///
/// # Errors
/// `NotFound` where it is another's.
pub fn account_of(conn: &mut Conn, award: AwardId, id: BankAccountId) -> Result<BankAccountId> {
    store::award_of_account(conn, id)?
        .filter(|of| *of == award)
        .map(|_| id)
        .ok_or(Error::NotFound(MatterKind::BankAccount))
}

/// The awards an actor may open, newest first.
///
/// # Errors
/// `Unauthenticated` for visitors.
pub fn list(view: &mut View<'_>, after: Option<&str>) -> Result<Page<AwardItem>> {
    let account = view.actor().person()?;
    let standing = view.standing_to(Matter::Fund)?;
    let own = memberships::table
        .filter(memberships::account_id.eq(account))
        .select(memberships::organisation_id);
    let mut query = awards::table
        .inner_join(applications::table.inner_join(organisations::table))
        .order(awards::id.desc())
        .limit(PAGE_SIZE + 1)
        .select((
            awards::all_columns,
            applications::number,
            applications::title,
            organisations::name,
        ))
        .into_boxed();
    if let Reach::WhereTheyTakePart(partners) = decide::reach(&standing, Sight::Award) {
        let theirs = call_partners::table
            .filter(call_partners::partner_id.eq_any(partners))
            .select(call_partners::call_id);
        let is_own = applications::organisation_id.eq_any(own);
        query = query.filter(is_own.or(awards::call_id.eq_any(theirs)));
    }
    if let Some(id) = after.and_then(key_of).and_then(|key| key.parse().ok()) {
        query = query.filter(awards::id.lt(AwardId::from_uuid(id)));
    }
    let rows: Vec<(Row, Option<String>, String, String)> = query.load(view.conn)?;
    Ok(
        Page::cut(rows, |row| row.0.id.to_string()).map(|(row, number, title, organisation)| {
            AwardItem {
                id: row.id,
                number,
                title,
                organisation,
                state: row.state,
                granted: Money::from_minor(row.granted_minor, row.currency),
            }
        }),
    )
}

/// One award and what its reader may do with it and its parts, for those who may see it.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn one(view: &mut View<'_>, id: AwardId) -> Result<Shown<Award>> {
    page(view, id).map(|(award, _)| award)
}

/// The same, with the reader's standing to it.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn page(view: &mut View<'_>, id: AwardId) -> Result<(Shown<Award>, Standing)> {
    let case: Case<Award> = view.case(id, Sight::Award)?;
    let mut offers = case.offers();
    for stage in case.stages() {
        offers.0.extend(view.case_of(stage)?.offers().0);
    }
    for payee in case.payees() {
        offers.0.extend(view.case_of(payee)?.offers().0);
    }
    let mut thing = Award::clone(&case);
    if !case.sees(Sight::BankDetails) {
        for account in &mut thing.bank_accounts {
            account.iban = format!("…{}", last_four(&account.iban));
        }
    }
    let standing = case.standing().clone();
    Ok((Shown { thing, offers }, standing))
}

/// The award of an application, where there is one; the latest, where an offer was made anew.
///
/// # Errors
/// No answer from the database.
pub fn of_application(conn: &mut Conn, application: ApplicationId) -> QueryResult<Option<AwardId>> {
    awards::table
        .filter(awards::application_id.eq(application))
        .order(awards::id.desc())
        .select(awards::id)
        .first(conn)
        .optional()
}

/// Where the award of an application stands that has not lapsed.
///
/// # Errors
/// No answer from the database.
pub fn state_of_application(
    conn: &mut Conn,
    application: ApplicationId,
) -> QueryResult<Option<AwardState>> {
    awards::table
        .filter(awards::application_id.eq(application))
        .filter(awards::state.ne(AwardState::Lapsed))
        .select(awards::state)
        .first(conn)
        .optional()
}

type LoadedColumns = (Row, Option<String>, String, String, OrganisationId);

/// An award with its parts, whoever asks; for actions and other contexts.
///
/// # Errors
/// `NotFound` where there is none.
pub fn load(conn: &mut Conn, id: AwardId) -> Result<Award> {
    let found: Option<LoadedColumns> = awards::table
        .inner_join(applications::table.inner_join(organisations::table))
        .filter(awards::id.eq(id))
        .select((
            awards::all_columns,
            applications::number,
            applications::title,
            organisations::name,
            organisations::id,
        ))
        .first(conn)
        .optional()?;
    let (row, number, title, organisation, organisation_id) =
        found.ok_or(Error::NotFound(MatterKind::Award))?;
    let shares = shares(conn, id, row.currency)?;
    let paid = shares.iter().map(|share| share.paid.minor()).sum();
    Ok(Award {
        id,
        application: row.application_id,
        number: number.unwrap_or_default(),
        title,
        organisation,
        organisation_id,
        call: row.call_id,
        state: row.state,
        granted: Money::from_minor(row.granted_minor, row.currency),
        paid: Money::from_minor(paid, row.currency),
        agreement: row.agreement,
        agreement_digest: row.agreement_digest,
        in_force_at: row.in_force_at,
        version: row.version,
        shares,
        signatures: signatures(conn, id)?,
        milestones: milestones(conn, id, row.currency)?,
        bank_accounts: bank_accounts_of(conn, id)?,
        parties: standing::parties(conn, row.call_id)?,
    })
}

/// A share, its participant and payer by name, the partner of its pot, and what of it is paid.
type ShareColumns = (ShareRow, String, String, Option<PartnerId>, i64);

fn shares(conn: &mut Conn, award: AwardId, currency: Currency) -> QueryResult<Vec<Share>> {
    let rows: Vec<ShareColumns> = award_shares::table
        .inner_join(participants::table)
        .inner_join(partners::table)
        .inner_join(call_pots::table)
        .filter(award_shares::award_id.eq(award))
        .order(award_shares::id)
        .select((
            award_shares::all_columns,
            participants::organisation_name,
            partners::code,
            call_pots::partner_id,
            store::paid_of_the_share(),
        ))
        .load(conn)?;
    let mut codes: Vec<(PartnerId, String)> = rows
        .iter()
        .map(|row| (row.0.payer_id, row.2.clone()))
        .collect();
    // A pot's partner is as a rule the one that pays.
    let is_known = |id: PartnerId| codes.iter().any(|one| one.0 == id);
    if !rows.iter().filter_map(|row| row.3).all(is_known) {
        codes = partners::table
            .select((partners::id, partners::code))
            .load(conn)?;
    }
    let code_of = |id: PartnerId| {
        let found = codes.iter().find(|one| one.0 == id);
        found.map(|one| one.1.clone())
    };
    let money = |minor| Money::from_minor(minor, currency);
    Ok(rows
        .into_iter()
        .map(|(row, participant_name, payer_code, pot_of, paid)| Share {
            id: row.id,
            participant: row.participant_id,
            participant_name,
            pot: row.pot_id,
            pot_code: pot_of.and_then(code_of),
            payer: row.payer_id,
            payer_code,
            granted: money(row.granted_minor),
            advance: money(row.advance_minor),
            retention: money(row.retention_minor),
            paid: money(paid),
        })
        .collect())
}

type SignatureColumns = (
    Option<String>,
    Option<PartnerId>,
    String,
    AccountId,
    Instant,
);

/// The signatures under an agreement.
pub(super) fn signatures(conn: &mut Conn, award: AwardId) -> QueryResult<Vec<Signature>> {
    let rows: Vec<SignatureColumns> = agreement_signatures::table
        .left_join(partners::table)
        .inner_join(accounts::table)
        .filter(agreement_signatures::award_id.eq(award))
        .order(agreement_signatures::signed_at)
        .select((
            partners::code.nullable(),
            agreement_signatures::partner_id,
            accounts::name,
            accounts::id,
            agreement_signatures::signed_at,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(partner, partner_id, by, account, signed_at)| Signature {
            partner,
            partner_id,
            by,
            account,
            signed_at,
        })
        .collect())
}

fn milestones(conn: &mut Conn, award: AwardId, currency: Currency) -> QueryResult<Vec<Milestone>> {
    let found = store::milestones_with_amounts(conn, award)?;
    Ok(found
        .into_iter()
        .map(|(row, amounts)| {
            let own = || amounts.iter();
            Milestone {
                id: row.id,
                position: row.position,
                title: row.title,
                share: row.share,
                due_months: row.due_months,
                due_on: row.due_on,
                state: row.state,
                report: row.report,
                reason: row.reason,
                version: row.version,
                reported_by: row.reported_by,
                earned: Money::from_minor(own().map(|one| one.earned_minor).sum(), currency),
                net: Money::from_minor(own().map(|one| one.net_minor).sum(), currency),
                nets: own()
                    .map(|one| {
                        (
                            one.award_share_id,
                            Money::from_minor(one.net_minor, currency),
                        )
                    })
                    .collect(),
            }
        })
        .collect())
}

fn bank_accounts_of(conn: &mut Conn, award: AwardId) -> QueryResult<Vec<BankAccount>> {
    Ok(store::accounts_of(conn, award)?
        .into_iter()
        .map(|row| BankAccount {
            id: row.id,
            participant: row.participant_id,
            holder: row.holder,
            holder_plain: row.holder_plain,
            iban: row.iban,
            bic: row.bic,
            bank_name: row.bank_name,
            country: row.country,
            state: row.state,
            recorded_at: row.recorded_at,
            usable_from: row.usable_from,
            version: row.version,
            recorded_by: row.recorded_by,
        })
        .collect())
}

/// The verified account of a payee.
///
/// # Errors
/// No answer from the database.
pub fn verified_account(
    conn: &mut Conn,
    award: AwardId,
    participant: ParticipantId,
) -> QueryResult<Option<BankAccountId>> {
    bank_accounts::table
        .filter(bank_accounts::award_id.eq(award))
        .filter(bank_accounts::participant_id.eq(participant))
        .filter(bank_accounts::state.eq(BankAccountState::Verified))
        .select(bank_accounts::id)
        .first(conn)
        .optional()
}

/// Whether every milestone of an award is accepted.
pub fn all_accepted(award: &Award) -> bool {
    award
        .milestones
        .iter()
        .all(|one| one.state == MilestoneState::Accepted)
}

/// Locks an award for the payouts of it, and gives it.
///
/// # Errors
/// `NotFound` where there is none.
pub fn lock(conn: &mut Conn, id: AwardId) -> Result<Award> {
    store::lock(conn, id)?;
    load(conn, id)
}

/// Confirmed by the bank for an award, in minor units.
///
/// # Errors
/// No answer from the database.
pub fn paid_minor(conn: &mut Conn, award: AwardId) -> QueryResult<i64> {
    payouts::table
        .filter(payouts::award_id.eq(award))
        .filter(payouts::state.eq(PayoutState::Confirmed))
        .select(sum_of("amount_minor"))
        .first(conn)
}

type DecidedColumns = (
    ApplicationId,
    CallId,
    OrganisationId,
    String,
    i32,
    ApplicationState,
    bool,
);

/// Applications with where they stand, and whether they have an award that has not lapsed.
pub(super) fn decided(conn: &mut Conn, ids: &[ApplicationId]) -> QueryResult<Vec<DecidedColumns>> {
    let live = awards::table
        .filter(awards::application_id.eq(applications::id))
        .filter(awards::state.ne(AwardState::Lapsed));
    applications::table
        .filter(applications::id.eq_any(ids))
        .order(applications::id)
        .select((
            applications::id,
            applications::call_id,
            applications::organisation_id,
            applications::title,
            applications::version,
            applications::state,
            diesel::dsl::exists(live),
        ))
        .load(conn)
}
