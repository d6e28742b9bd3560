//! Where a matter lies: what a standing to it is reckoned from.

use crate::db::Conn;
use crate::db::schema::{
    applications, assignments, awards, bank_accounts, bank_claims, call_partners, joinings,
    milestones, participants, payment_order_lines, payment_orders, payouts, ranking_entries,
    rankings, recusals, role_grants,
};
use crate::kernel::id::{
    AccountId, ApplicationId, CallId, OrganisationId, PartnerId, PaymentOrderId,
};
use crate::rules::Matter;
use crate::rules::lifecycle::{ApplicationState, AssignmentState};
use diesel::prelude::*;

/// Where a matter lies: its call, the application behind it, and the partners it concerns.
#[derive(Debug, Clone, Default)]
pub struct Place {
    pub call: Option<CallId>,
    pub application: Option<ApplicationId>,
    /// The organisation that applies, or that the matter is.
    pub organisation: Option<OrganisationId>,
    /// `None` where every partner is concerned.
    pub partners: Option<Vec<PartnerId>>,
    /// Drafts concern their applicants only.
    pub is_private: bool,
    /// Whose own it is.
    pub owner: Option<AccountId>,
    /// The applications on the list that the matter is.
    pub listed: Vec<ApplicationId>,
    /// The applications whose payouts the matter hands to the bank.
    pub handed_over: Vec<ApplicationId>,
    /// Whether these were handed over: whoever stands aside from one of them, or acts for its lead,
    /// has no part in it.
    pub is_order: bool,
    /// Who leads these.
    pub paid: Vec<OrganisationId>,
    /// Who was asked to review the application, in their order, where that is at hand.
    pub reviewers: Option<Vec<(AccountId, AssignmentState)>>,
}

pub(super) fn place_of(conn: &mut Conn, matter: Matter) -> QueryResult<Place> {
    let mut place = Place::default();
    match matter {
        Matter::Account(account) => place.owner = Some(account),
        Matter::Organisation(organisation) => place.organisation = Some(organisation),
        Matter::Joining(id) => {
            let found: Option<(OrganisationId, AccountId)> = joinings::table
                .find(id)
                .select((joinings::organisation_id, joinings::account_id))
                .first(conn)
                .optional()?;
            (place.organisation, place.owner) = found.unzip();
        }
        Matter::Partner(partner) => place.partners = Some(vec![partner]),
        Matter::RoleGrant(_) | Matter::Assignment(_) | Matter::Recusal(_) => {
            place.owner = owner_of(conn, matter)?;
        }
        Matter::PaymentOrder(id) => {
            place.partners = payer_of(conn, id)?.map(|partner| vec![partner]);
            (place.handed_over, place.paid) = handed_over_by(conn, id)?.into_iter().unzip();
            place.is_order = true;
        }
        Matter::Call(call) => place.call = Some(call),
        Matter::Ranking(id) => {
            place.call = rankings::table
                .find(id)
                .select(rankings::call_id)
                .first(conn)
                .optional()?;
            place.listed = ranking_entries::table
                .filter(ranking_entries::ranking_id.eq(id))
                .select(ranking_entries::application_id)
                .load(conn)?;
        }
        _ => {}
    }
    if let Some(application) = application_behind(conn, matter)? {
        place_in_application(conn, &mut place, application)?;
    }
    // A substitute is confirmed by another partner, whichever the application concerns.
    if matches!(matter, Matter::RoleGrant(_)) {
        place.partners = None;
    }
    // Approvals, votes, signatures and seats are for the parties of the call, concerned or not.
    if let Some(call) = place.call
        && is_for_the_parties(matter)
    {
        place.partners = parties_if_any(conn, call)?;
    }
    Ok(place)
}

/// Whose own a grant, an assignment or a recusal is.
fn owner_of(conn: &mut Conn, matter: Matter) -> QueryResult<Option<AccountId>> {
    match matter {
        Matter::RoleGrant(id) => role_grants::table
            .find(id)
            .select(role_grants::account_id)
            .first(conn)
            .optional(),
        Matter::Assignment(id) => assignments::table
            .find(id)
            .select(assignments::account_id)
            .first(conn)
            .optional(),
        Matter::Recusal(id) => recusals::table
            .find(id)
            .select(recusals::account_id)
            .first(conn)
            .optional(),
        _ => Ok(None),
    }
}

fn is_for_the_parties(matter: Matter) -> bool {
    use Matter as M;
    matches!(
        matter,
        M::Call(_)
            | M::Ranking(_)
            | M::Award(_)
            | M::Milestone(_)
            | M::BankAccount(_)
            | M::Payout(_)
            | M::BankClaim(_)
            | M::Offices(_)
            | M::Recusal(_)
    )
}

/// The partner a payment order is of.
fn payer_of(conn: &mut Conn, order: PaymentOrderId) -> QueryResult<Option<PartnerId>> {
    payment_orders::table
        .find(order)
        .select(payment_orders::payer_id)
        .first(conn)
        .optional()
}

/// The applications of an order, each with its lead.
fn handed_over_by(
    conn: &mut Conn,
    order: PaymentOrderId,
) -> QueryResult<Vec<(ApplicationId, OrganisationId)>> {
    payment_order_lines::table
        .inner_join(payouts::table.inner_join(awards::table.inner_join(applications::table)))
        .filter(payment_order_lines::payment_order_id.eq(order))
        .select((applications::id, applications::organisation_id))
        .distinct()
        .load(conn)
}

/// The application a matter is, or is of.
fn application_behind(conn: &mut Conn, matter: Matter) -> QueryResult<Option<ApplicationId>> {
    match matter {
        Matter::Application(id) | Matter::Offices(id) => Ok(Some(id)),
        Matter::RoleGrant(id) => {
            let of_it = role_grants::table.find(id);
            let found: Option<Option<ApplicationId>> = of_it
                .select(role_grants::application_id)
                .first(conn)
                .optional()?;
            Ok(found.flatten())
        }
        Matter::Assignment(id) => assignments::table
            .find(id)
            .select(assignments::application_id)
            .first(conn)
            .optional(),
        Matter::Recusal(id) => recusals::table
            .find(id)
            .select(recusals::application_id)
            .first(conn)
            .optional(),
        Matter::Award(id) => awards::table
            .find(id)
            .select(awards::application_id)
            .first(conn)
            .optional(),
        Matter::Milestone(id) => milestones::table
            .inner_join(awards::table)
            .filter(milestones::id.eq(id))
            .select(awards::application_id)
            .first(conn)
            .optional(),
        Matter::BankAccount(id) => bank_accounts::table
            .inner_join(awards::table)
            .filter(bank_accounts::id.eq(id))
            .select(awards::application_id)
            .first(conn)
            .optional(),
        Matter::BankClaim(id) => bank_claims::table
            .inner_join(payouts::table.inner_join(awards::table))
            .filter(bank_claims::id.eq(id))
            .select(awards::application_id)
            .first(conn)
            .optional(),
        Matter::Payout(id) => payouts::table
            .inner_join(awards::table)
            .filter(payouts::id.eq(id))
            .select(awards::application_id)
            .first(conn)
            .optional(),
        _ => Ok(None),
    }
}

fn place_in_application(
    conn: &mut Conn,
    place: &mut Place,
    application: ApplicationId,
) -> QueryResult<()> {
    let found: Option<(CallId, OrganisationId, ApplicationState, bool)> = applications::table
        .find(application)
        .select((
            applications::call_id,
            applications::organisation_id,
            applications::state,
            applications::submitted_at.is_not_null(),
        ))
        .first(conn)
        .optional()?;
    let Some((call, organisation, state, was_submitted)) = found else {
        return Ok(());
    };
    place.call = Some(call);
    place.application = Some(application);
    place.organisation = Some(organisation);
    place.is_private = state == ApplicationState::Draft || !was_submitted;
    place.partners = Some(partners_concerned(conn, application)?);
    Ok(())
}

/// The partners whose participants ask for money, or who pay for them.
///
/// # Errors
/// No answer from the database.
pub fn partners_concerned(
    conn: &mut Conn,
    application: ApplicationId,
) -> QueryResult<Vec<PartnerId>> {
    let found: Vec<Option<PartnerId>> = participants::table
        .filter(participants::application_id.eq(application))
        .select(participants::partner_id)
        .distinct()
        .load(conn)?;
    Ok(found.into_iter().flatten().collect())
}

/// The parties of a call: the partners active when it was sent to the boards; none before.
///
/// # Errors
/// No answer from the database.
pub fn parties(conn: &mut Conn, call: CallId) -> QueryResult<Vec<PartnerId>> {
    call_partners::table
        .filter(call_partners::call_id.eq(call))
        .order(call_partners::partner_id)
        .select(call_partners::partner_id)
        .load(conn)
}

/// The parties of each of these calls.
///
/// # Errors
/// No answer from the database.
pub fn parties_of(conn: &mut Conn, calls: &[CallId]) -> QueryResult<Vec<(CallId, PartnerId)>> {
    call_partners::table
        .filter(call_partners::call_id.eq_any(calls))
        .order(call_partners::partner_id)
        .select((call_partners::call_id, call_partners::partner_id))
        .load(conn)
}

/// The parties to the call behind a matter; `None` where it has none yet, or is of no call.
///
/// # Errors
/// No answer from the database.
pub fn parties_to(conn: &mut Conn, matter: Matter) -> QueryResult<Option<Vec<PartnerId>>> {
    let place = place_of(conn, matter)?;
    match place.call {
        Some(_) if is_for_the_parties(matter) => Ok(place.partners),
        Some(call) => parties_if_any(conn, call),
        None => Ok(None),
    }
}

fn parties_if_any(conn: &mut Conn, call: CallId) -> QueryResult<Option<Vec<PartnerId>>> {
    let parties = parties(conn, call)?;
    Ok(Some(parties).filter(|parties| !parties.is_empty()))
}
