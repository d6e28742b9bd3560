//! Awards as pages and API show them.

mod loading;
mod ways;

pub use loading::load;
pub(super) use loading::signatures;
pub use ways::Way;
pub(crate) use ways::seen_in;

use super::model::Award;
use super::store::{self, Row};
use crate::case::{Case, Shown};
use crate::db::Conn;
use crate::db::dialect::sum_of;
use crate::db::schema::{applications, awards, bank_accounts, organisations, payouts};
use crate::db::together::Together;
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::bank::last_four;
use crate::kernel::id::{
    ApplicationId, AwardId, BankAccountId, CallId, MilestoneId, OrganisationId, ParticipantId,
};
use crate::kernel::money::Money;
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::rules::Standing;
use crate::rules::lifecycle::{
    ApplicationState, AwardState, BankAccountState, MilestoneState, PayoutState,
};
use crate::rules::matter::MatterKind;
use crate::rules::visibility::Sight;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

/// An award in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AwardItem {
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
    view.actor().person()?;
    let below = after.and_then(key_of).and_then(|key| key.parse().ok());
    let below = below.map(AwardId::from_uuid);
    let readings = Way::of(view)?.into_iter().map(|way| {
        let query = awards::table
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
        let mut query = seen_in!(query, way);
        if let Some(below) = below {
            query = query.filter(awards::id.lt(below));
        }
        query
    });
    let readings = readings.collect();
    let mut all: Vec<(Row, Option<String>, String, String)> =
        Together::new(readings).rows(view.conn)?;
    all.sort_by_key(|row| std::cmp::Reverse(row.0.id));
    Ok(
        Page::cut(all, |row| row.0.id.to_string()).map(|(row, number, title, organisation)| {
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

/// Confirmed by the bank for each award of which something is, in minor units.
///
/// # Errors
/// No answer from the database.
pub fn paid_minor(conn: &mut Conn) -> QueryResult<Vec<(AwardId, i64)>> {
    payouts::table
        .filter(payouts::state.eq(PayoutState::Confirmed))
        .group_by(payouts::award_id)
        .select((payouts::award_id, sum_of("amount_minor")))
        .load(conn)
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
