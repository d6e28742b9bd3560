//! In what capacities an actor stands to a matter: the one lookup behind every decision.

mod existence;
mod place;

pub use existence::barred_from;
pub use place::{Place, parties, parties_of, parties_to, partners_concerned};

use crate::db::Conn;
use crate::db::schema::{
    accounts, applications, assignments, memberships, recusals, role_grants, second_factors,
    sessions,
};
use crate::db::tx::{Actor, Tx, View};
use crate::kernel::id::{
    AccountId, ApplicationId, CallId, OrganisationId, PartnerId, RoleGrantId, SessionId,
};
use crate::kernel::time::Instant;
use crate::rules::Matter;
pub use crate::rules::capacity::HeldRole;
use crate::rules::capacity::{Capacity, Footing, Ground, Membership, Role, Scope, Standing};
use crate::rules::lifecycle::{ApplicationState, AssignmentState, RoleState};
use crate::rules::proof::Holding;
use crate::rules::recusal::{RecusalOrigin, RecusalState};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What role a person has in an organisation.
pub const LEAD: &str = "lead";

/// The active roles of an account.
///
/// # Errors
/// No answer from the database.
pub fn roles(conn: &mut Conn, account: AccountId) -> QueryResult<Vec<HeldRole>> {
    role_grants::table
        .filter(role_grants::account_id.eq(account))
        .filter(role_grants::state.eq(RoleState::Active))
        .order(role_grants::id)
        .select((
            role_grants::role,
            role_grants::scope,
            role_grants::partner_id,
            role_grants::call_id,
            role_grants::application_id,
        ))
        .load(conn)
        .map(|rows: Vec<_>| rows.into_iter().map(held).collect())
}

/// Role, reach, partner, call and application of a grant.
type HeldColumns = (
    Role,
    Scope,
    Option<PartnerId>,
    Option<CallId>,
    Option<ApplicationId>,
);

type GroundColumns = (
    Option<(RoleGrantId, HeldColumns)>,
    Option<(OrganisationId, String)>,
    Option<(ApplicationId, RecusalOrigin)>,
    Option<(CallId, ApplicationState)>,
    Option<(Option<Instant>, i32)>,
    Option<Instant>,
);

/// What an account is to the fund as a whole, by one statement: every request asks for it. These
/// roles are not in force before the account's second factor is on.
///
/// # Errors
/// No answer from the database.
pub fn ground(
    conn: &mut Conn,
    (account, session): (AccountId, SessionId),
    strict: &[Role],
) -> QueryResult<Ground> {
    let active = role_grants::account_id
        .eq(accounts::id)
        .and(role_grants::state.eq(RoleState::Active));
    let shut_out = recusals::account_id
        .eq(accounts::id)
        .and(recusals::state.eq_any(RecusalState::SHUTS_OUT));
    // Each role beside each membership and each recusal; all are few.
    let pairs: Vec<GroundColumns> = accounts::table
        .find(account)
        .left_join(role_grants::table.on(active))
        .left_join(memberships::table.on(memberships::account_id.eq(accounts::id)))
        .left_join(recusals::table.on(shut_out))
        .left_join(
            applications::table.on(applications::id
                .nullable()
                .eq(recusals::application_id.nullable())),
        )
        .left_join(second_factors::table.on(second_factors::account_id.eq(accounts::id)))
        .left_join(sessions::table.on(sessions::id.eq(session)))
        .select((
            (
                role_grants::id,
                (
                    role_grants::role,
                    role_grants::scope,
                    role_grants::partner_id,
                    role_grants::call_id,
                    role_grants::application_id,
                ),
            )
                .nullable(),
            (memberships::organisation_id, memberships::role).nullable(),
            (recusals::application_id, recusals::origin).nullable(),
            (applications::call_id, applications::state).nullable(),
            (second_factors::on_since, second_factors::passkeys).nullable(),
            sessions::proved_at.nullable(),
        ))
        .load(conn)?;
    Ok(ground_of(pairs, strict))
}

fn ground_of(pairs: Vec<GroundColumns>, strict: &[Role]) -> Ground {
    let factor = pairs.first().map(|pair| Holding {
        is_on: pair.4.is_some_and(|factor| factor.0.is_some()),
        has_passkey: pair.4.is_some_and(|factor| factor.1 > 0),
        proved_at: pair.5,
    });
    let factor = factor.unwrap_or_default();
    let aside = || {
        let all = pairs.iter();
        all.filter_map(|pair| Some((pair.2?, pair.3?)))
    };
    let recused: BTreeSet<ApplicationId> = aside().map(|one| one.0.0).collect();
    let competes = aside().filter(|((_, origin), (_, state))| {
        RecusalOrigin::OF_A_PART.contains(origin) && *state != ApplicationState::Withdrawn
    });
    let competes_in: BTreeSet<CallId> = competes.map(|one| one.1.0).collect();
    let (roles, memberships): (BTreeMap<_, _>, BTreeMap<_, _>) = (
        pairs.iter().filter_map(|pair| pair.0).collect(),
        pairs.into_iter().filter_map(|pair| pair.1).collect(),
    );
    let roles = roles.into_values().map(held);
    let waits = |held: &HeldRole| !factor.is_on && strict.contains(&held.role);
    let (withheld, roles) = roles.partition(waits);
    Ground {
        roles,
        withheld,
        factor,
        recused: recused.into_iter().collect(),
        competes_in: competes_in.into_iter().collect(),
        memberships: memberships
            .into_iter()
            .map(|(organisation, role)| Membership {
                organisation,
                is_lead: role == LEAD,
            })
            .collect(),
    }
}

fn held((role, scope, partner, call, application): HeldColumns) -> HeldRole {
    HeldRole {
        role,
        scope,
        partner,
        call,
        application,
    }
}

/// The standing of an actor to what lies at a place. What the actor is to the fund is looked up
/// once in a unit of work and kept in `footing`.
///
/// # Errors
/// No answer from the database.
pub fn at(
    conn: &mut Conn,
    actor: Actor,
    footing: &mut Footing,
    place: &Place,
) -> QueryResult<Standing> {
    let (account, session) = match actor {
        Actor::Calendar => return Ok(Standing::only(Capacity::Calendar)),
        Actor::Operator => return Ok(Standing::only(Capacity::Operator)),
        Actor::Visitor => return Ok(Standing::only(Capacity::Anyone)),
        Actor::Person { account, session } => (account, session),
    };
    let ground = match &mut footing.ground {
        Some(ground) => ground,
        none => none.insert(ground(conn, (account, session), &footing.strict)?),
    };
    let mut standing = Standing::only(Capacity::Anyone);
    standing.add(Capacity::AccountHolder, None);
    if place.owner == Some(account) {
        standing.add(Capacity::AccountOwner, None);
    }
    add_organisation(&mut standing, ground, place);
    if place.is_private {
        return Ok(standing);
    }
    // Asked only of those who hold a role of the panel.
    let is_of_panel = ground.has(Role::Reviewer) || ground.has(Role::PanelChair);
    let own = match (&place.reviewers, place.application) {
        (Some(all), _) => {
            let own = all.iter().rev().filter(|one| one.0 == account);
            weightiest(&own.map(|one| one.1).collect::<Vec<_>>())
        }
        (None, Some(application)) if is_of_panel => assignment_of(conn, account, application)?,
        (None, _) => None,
    };
    // What is assigned is reviewed only as long as the role of reviewer stands, and by its own.
    let is_at_work = own.is_some_and(|own| AssignmentState::AT_WORK.contains(&own));
    let is_anothers = place.owner.is_some_and(|owner| owner != account);
    // Whoever takes part in a matter on the applicant's side, or stands aside from it, holds no
    // office in it.
    let of_order = place.handed_over.iter().filter(|_| place.is_order);
    let mut it = place.application.iter().chain(of_order);
    let stands_aside = it.any(|one| ground.recused.contains(one));
    let mut organisations = ground.memberships.iter().map(|one| one.organisation);
    let is_paid = organisations.any(|one| place.paid.contains(&one));
    let takes_part = standing.has(Capacity::ConsortiumMember) || stands_aside || is_paid;
    let is_reviewing = is_at_work && !is_anothers && reviews(&ground.roles, place.call);
    // Whoever competes in a call, or is named in an application of it, reviews none of the others.
    let competes = ground.reviews_nothing_of(place.application, place.call);
    match (is_reviewing, takes_part || competes) {
        (true, true) => standing.add_barred(Capacity::AssignedReviewer),
        (true, false) => standing.add(Capacity::AssignedReviewer, None),
        (false, _) => {}
    }
    add_offices(&mut standing, ground, place, (takes_part, own));
    add_withheld(&mut standing, ground, place);
    Ok(standing)
}

/// The offices that reach a matter; all are barred to whoever takes part in it or stands aside.
fn add_offices(
    standing: &mut Standing,
    ground: &Ground,
    place: &Place,
    (is_barred, own): (bool, Option<AssignmentState>),
) {
    for held in &ground.roles {
        if is_barred {
            standing.add_barred(held.role.capacity());
        } else if reaches(*held, place) && !is_shut_out(held.role, own) {
            standing.add(held.role.capacity(), held.partner);
        } else {
            standing.add_elsewhere(held.role.capacity());
        }
    }
}

/// Offices that wait for the person's second factor, where they would reach.
fn add_withheld(standing: &mut Standing, ground: &Ground, place: &Place) {
    for held in &ground.withheld {
        if reaches(*held, place) {
            standing.add_withheld(held.role.capacity());
        } else {
            standing.add_elsewhere(held.role.capacity());
        }
    }
}

impl View<'_> {
    /// The reader's standing to what lies at a place.
    ///
    /// # Errors
    /// No answer from the database.
    pub fn standing_at(&mut self, place: &Place) -> QueryResult<Standing> {
        let actor = self.actor();
        at(self.conn, actor, &mut self.footing, place)
    }

    /// The reader's standing to a matter; one that does not exist gives no relation to it.
    ///
    /// # Errors
    /// No answer from the database.
    pub fn standing_to(&mut self, matter: Matter) -> QueryResult<Standing> {
        let actor = self.actor();
        of(self.conn, actor, &mut self.footing, matter)
    }
}

impl Tx<'_> {
    /// The actor's standing to a matter.
    ///
    /// # Errors
    /// No answer from the database.
    pub fn standing_to(&mut self, matter: Matter) -> QueryResult<Standing> {
        let actor = self.actor();
        of(self.conn, actor, &mut self.footing, matter)
    }
}

fn of(
    conn: &mut Conn,
    actor: Actor,
    footing: &mut Footing,
    matter: Matter,
) -> QueryResult<Standing> {
    let place = match actor {
        Actor::Person { .. } => place::place_of(conn, matter)?,
        _ => Place::default(),
    };
    at(conn, actor, footing, &place)
}

/// The standing of a unit's actor to what the unit is about.
///
/// # Errors
/// No answer from the database.
pub fn in_unit(tx: &mut Tx<'_>, matter: Matter) -> QueryResult<Standing> {
    tx.about(matter);
    tx.standing_to(matter)
}

fn reaches(held: HeldRole, place: &Place) -> bool {
    match held.scope {
        Scope::Fund => true,
        Scope::Call => held.call.is_some() && held.call == place.call,
        Scope::Partner => match (&place.partners, held.partner) {
            (None, _) => true,
            (Some(partners), Some(partner)) => partners.contains(&partner),
            (Some(_), None) => false,
        },
        // On a list a substitute does nothing but vote, on the one row, and to their partner's bank
        // they hand nothing but what is paid for the one application.
        Scope::Application => held.application.is_some_and(|one| {
            let is_on_it = held.role == Role::BoardMember && place.listed.contains(&one);
            let is_of_payer =
                held.partner.is_some() && place.partners == held.partner.map(|own| vec![own]);
            // An order of several applications tells of the others.
            let is_told = place.handed_over.contains(&one);
            let is_told = is_told && !(place.is_order && place.handed_over.len() > 1);
            let is_in_it = held.role == Role::PaymentOfficer && is_told;
            place.application == Some(one) || is_on_it || (is_of_payer && is_in_it)
        }),
    }
}

fn add_organisation(standing: &mut Standing, ground: &Ground, place: &Place) {
    let Some(own) = ground
        .memberships
        .iter()
        .find(|own| Some(own.organisation) == place.organisation)
    else {
        return;
    };
    if own.is_lead {
        standing.add(Capacity::OrganisationLead, None);
    }
    standing.add(Capacity::OrganisationMember, None);
    if place.application.is_some() {
        if own.is_lead {
            standing.add(Capacity::LeadApplicant, None);
        }
        standing.add(Capacity::ConsortiumMember, None);
    }
}

/// Whether one of these roles is that of a reviewer, of the fund or of this call.
pub fn reviews(held: &[HeldRole], call: Option<CallId>) -> bool {
    held.iter()
        .any(|held| held.role == Role::Reviewer && (held.call.is_none() || held.call == call))
}

/// Whoever has a conflict with an application, or has not judged it yet, does not lead its panel.
fn is_shut_out(role: Role, own: Option<AssignmentState>) -> bool {
    role == Role::PanelChair
        && matches!(
            own,
            Some(AssignmentState::Conflicted | AssignmentState::Invited | AssignmentState::Clear)
        )
}

/// Where a person's own review of an application stands; a known conflict outweighs all else.
pub fn assignment_of(
    conn: &mut Conn,
    account: AccountId,
    application: ApplicationId,
) -> QueryResult<Option<AssignmentState>> {
    let states: Vec<AssignmentState> = assignments::table
        .filter(assignments::application_id.eq(application))
        .filter(assignments::account_id.eq(account))
        .order(assignments::id.desc())
        .select(assignments::state)
        .load(conn)?;
    Ok(weightiest(&states))
}

/// Of what was asked of one person, the newest first: a known conflict, or the newest.
fn weightiest(states: &[AssignmentState]) -> Option<AssignmentState> {
    let conflict = AssignmentState::Conflicted;
    if states.contains(&conflict) {
        Some(conflict)
    } else {
        states.first().copied()
    }
}
