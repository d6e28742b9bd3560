//! Organisations as pages and API show them.

use super::input::MemberRole;
use super::model::{Joining, Organisation};
use super::store;
use crate::case::{Case, Offer, Offers, Shown, Subject, Whole};
use crate::db::Conn;
use crate::db::schema::{memberships, organisations};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::collation::sort_by_name;
use crate::kernel::id::{AccountId, JoiningId, OrganisationId};
use crate::rules::capacity::Capacity;
use crate::rules::matter::MatterKind;
use crate::rules::visibility::Sight;
use crate::rules::{Action, Condition};
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

/// An organisation in a list.
#[derive(Debug, Clone, Serialize, ToSchema, Queryable)]
pub struct OrganisationItem {
    pub id: OrganisationId,
    pub name: String,
    pub country: String,
    /// What the one who asks is in it.
    pub role: MemberRole,
}

/// The organisations of the actor, and their requests that wait or were declined.
#[derive(Debug, Clone, Default)]
pub struct Around {
    pub own: Vec<OrganisationItem>,
    pub joinings: Vec<Shown<Joining>>,
}

/// The same, by one statement.
///
/// # Errors
/// `Unauthenticated` for anybody without an account.
pub fn around(view: &mut View<'_>) -> Result<Around> {
    let account = view.actor().person()?;
    let memberships = view.ground()?.memberships;
    let own: Vec<OrganisationId> = memberships.iter().map(|one| one.organisation).collect();
    let mut all = store::joinings::around(view.conn, account, &own)?;
    // Of each the latest request.
    all.reverse();
    all.dedup_by_key(|one| one.0.0);
    let mut around = Around::default();
    for ((id, name, country), joining) in all {
        let membership = memberships.iter().find(|one| one.organisation == id);
        match (membership, joining) {
            (Some(own), _) => around.own.push(OrganisationItem {
                id,
                name,
                country,
                role: if own.is_lead {
                    MemberRole::Lead
                } else {
                    MemberRole::Member
                },
            }),
            (None, Some(joining)) => around.joinings.push(with_offers(view, joining)?),
            (None, None) => {}
        }
    }
    sort_by_name(&mut around.own, |one| &one.name);
    Ok(around)
}

fn with_offers(view: &mut View<'_>, joining: Joining) -> Result<Shown<Joining>> {
    let case = view.case_of(joining)?;
    Ok(Shown {
        offers: case.offers(),
        thing: Joining::clone(&case),
    })
}

/// The organisations a person acts for.
///
/// # Errors
/// No answer from the database.
pub fn of_account(conn: &mut Conn, account: AccountId) -> QueryResult<Vec<OrganisationItem>> {
    let mut own: Vec<OrganisationItem> = organisations::table
        .inner_join(memberships::table)
        .filter(memberships::account_id.eq(account))
        .select((
            organisations::id,
            organisations::name,
            organisations::country,
            memberships::role,
        ))
        .load(conn)?;
    sort_by_name(&mut own, |one| &one.name);
    Ok(own)
}

/// What anybody with an account may do with the register.
///
/// # Errors
/// No answer from the database.
pub fn register(view: &mut View<'_>) -> Result<Offers> {
    let whole = view.case_of(Whole)?;
    Ok(Offers(
        whole
            .offer(Action::RegisterOrganisation)
            .into_iter()
            .collect(),
    ))
}

/// A request, for whoever asked and for those who lead the organisation.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn joining(view: &mut View<'_>, id: JoiningId) -> Result<Shown<Joining>> {
    let joining = Joining::load(view.conn, id)?;
    let case: Case<Joining> = view.case_of(joining)?;
    let theirs = [Capacity::AccountOwner, Capacity::OrganisationLead];
    if case.standing().first_of(&theirs).is_none() {
        return Err(Error::NotFound(MatterKind::Joining));
    }
    Ok(Shown {
        offers: case.offers(),
        thing: Joining::clone(&case),
    })
}

/// One organisation, for its people and those who look after applications.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn page(view: &mut View<'_>, id: OrganisationId) -> Result<Shown<Organisation>> {
    let organisation = Organisation::load(view.conn, id)?;
    let case: Case<Organisation> = view.case_of(organisation)?;
    let is_of_it = case.standing().has(Capacity::OrganisationMember);
    if !is_of_it && !case.sees(Sight::SubmittedApplication) {
        return Err(Error::NotFound(MatterKind::Organisation));
    }
    let mut thing = Organisation::clone(&case);
    thing.is_lead = case.standing().has(Capacity::OrganisationLead);
    if !thing.is_lead {
        thing.joinings.clear();
    }
    let mut offers = offers(&case, view.actor().account());
    for joining in &thing.joinings {
        offers.extend(view.case_of(joining.clone())?.offers().0);
    }
    Ok(Shown {
        thing,
        offers: Offers(offers),
    })
}

/// What is offered of each of the people.
const OF_ONE: [Action; 2] = [Action::ChangeMember, Action::RemoveMember];

/// What the law offers, also with each of the people.
fn offers(case: &Case<Organisation>, reader: Option<AccountId>) -> Vec<Offer> {
    let all = case.offers().0.into_iter();
    let mut offers: Vec<Offer> = all
        .filter(|offer| !OF_ONE.contains(&offer.action))
        .collect();
    for member in &case.members {
        let one_remains = case.keeps_a_lead_without(member.account);
        let is_theirs =
            case.standing().has(Capacity::OrganisationLead) || reader == Some(member.account);
        for action in OF_ONE {
            let mut of_one = case.clone();
            let becomes_lead = action == Action::ChangeMember && member.role == MemberRole::Member;
            of_one.know(Condition::OneLeadRemains, one_remains || becomes_lead);
            of_one.know(Condition::LeadOrOneself, is_theirs);
            offers.extend(of_one.offer(action).map(|mut offer| {
                offer.address.push(("member", member.account.to_string()));
                offer
            }));
        }
    }
    offers
}
