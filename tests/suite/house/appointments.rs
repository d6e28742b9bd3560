//! Fault 49: no sequence of appointments gives the money to fewer than two people of two partners.
//!
//! All sequences up to a length are searched, by the tables and functions that decide in the
//! program. Some people act for one another and do whatever serves them. Others do nothing; or they
//! confirm in good faith whoever is to appoint, and nobody near the money.

use jointfund::kernel::id::PartnerId;
use jointfund::rules::capacity::{Held, Role, Scope};
use jointfund::rules::condition::Facts;
use jointfund::rules::separation::{self, Proposal};
use jointfund::rules::{Action, Condition, Standing, decide};
use std::collections::HashSet;

type Account = usize;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Office {
    holder: Account,
    role: Role,
    partner: Option<PartnerId>,
    proposer: Option<Account>,
    proposed_for: Option<PartnerId>,
    in_force: bool,
}

type World = Vec<Office>;

/// Who plots, in a fund of these partners, and what they are after.
struct Plot {
    plotters: Vec<Account>,
    partners: Vec<PartnerId>,
    /// The roles they propose each other for.
    roles: Vec<Role>,
    /// Whether others confirm those who are to appoint.
    others_confirm: bool,
    steps: usize,
}

/// Who founds: secretariat, system administrator, an administrator of each partner.
const FOUNDERS: usize = 4;
fn founded(partners: &[PartnerId]) -> World {
    let office = |holder, role, partner| Office {
        holder,
        role,
        partner,
        proposer: None,
        proposed_for: None,
        in_force: true,
    };
    vec![
        office(0, Role::Secretariat, None),
        office(1, Role::SystemAdministrator, None),
        office(2, Role::PartnerAdministrator, Some(partners[0])),
        office(3, Role::PartnerAdministrator, Some(partners[1])),
    ]
}

fn compatible(world: &World, holder: Account, role: Role) -> bool {
    let mut own = world.iter().filter(|one| one.holder == holder);
    own.all(|one| one.role == role || separation::between(one.role, role).is_none())
}

/// What one office lets its holder do.
fn acting(office: &Office) -> (Standing, Held) {
    let held = Held {
        capacity: office.role.capacity(),
        partner: office.partner,
    };
    (Standing::new(vec![held]), held)
}

fn permits(action: Action, standing: &Standing, facts: &[(Condition, bool)]) -> bool {
    let facts = facts
        .iter()
        .fold(Facts::none(), |all, (one, holds)| all.with(*one, *holds));
    decide::may(standing, action, &facts).is_ok()
}

fn appoints(role: Role) -> bool {
    let mut appointing = separation::APPOINTS.iter();
    appointing.any(|(capacity, _)| *capacity == role.capacity())
}

/// Roles that appoint to others, or that are near the money: with the rest one gains nothing here.
fn all_that_count() -> Vec<Role> {
    let near_money = |role: Role| matches!(role, Role::Approver | Role::PaymentOfficer);
    let all = Role::ALL.iter().copied();
    all.filter(|role| appoints(*role) || near_money(*role))
        .collect()
}

/// What may happen next: each proposal and each confirmation of those who plot, and what others
/// confirm.
fn next(world: &World, plot: &Plot) -> Vec<World> {
    let mut worlds = Vec::new();
    for office in world.iter().filter(|one| one.in_force) {
        let plots = plot.plotters.contains(&office.holder);
        if plots {
            worlds.extend(proposals(world, plot, office));
        }
        for (number, waiting) in world.iter().enumerate().filter(|one| !one.1.in_force) {
            let in_good_faith = plot.others_confirm && appoints(waiting.role);
            if (plots || in_good_faith) && may_confirm(world, office, waiting) {
                let mut world = world.clone();
                world[number].in_force = true;
                worlds.push(world);
            }
        }
    }
    worlds
}

fn proposals(world: &World, plot: &Plot, office: &Office) -> Vec<World> {
    use Condition as C;
    let mut worlds = Vec::new();
    let (standing, held) = acting(office);
    for (holder, role) in plot
        .plotters
        .iter()
        .flat_map(|holder| plot.roles.iter().map(|role| (*holder, *role)))
    {
        let of: Vec<Option<PartnerId>> = if role.scopes() == [Scope::Partner] {
            plot.partners.iter().copied().map(Some).collect()
        } else {
            vec![None]
        };
        for partner in of {
            let known =
                |one: &Office| (one.holder, one.role, one.partner) == (holder, role, partner);
            let gives = separation::gives(held, role, partner);
            let facts = [
                (C::AccountIsNotSuspended, true),
                (C::RoleIsTheirsToGrant, gives),
                (C::NotToOneself, holder != office.holder),
                (C::DutiesAreCompatible, compatible(world, holder, role)),
            ];
            if world.iter().any(known) || !permits(Action::GrantRole, &standing, &facts) {
                continue;
            }
            let mut world = world.clone();
            world.push(Office {
                holder,
                role,
                partner,
                proposer: Some(office.holder),
                proposed_for: held.partner,
                in_force: !separation::CONFIRMED_BY_ANOTHER_PARTNER.contains(&role),
            });
            worlds.push(world);
        }
    }
    worlds
}

fn may_confirm(world: &World, office: &Office, waiting: &Office) -> bool {
    use Condition as C;
    let (standing, held) = acting(office);
    let tied: Vec<Account> = world
        .iter()
        .filter_map(|one| match (one.proposer, waiting.proposer) {
            (Some(by), Some(proposer)) if by == proposer => Some(one.holder),
            (Some(by), Some(proposer)) if one.holder == proposer => Some(by),
            _ => None,
        })
        .collect();
    let proposal = Proposal {
        proposer: waiting.proposer,
        proposed_for: waiting.proposed_for,
        tied: &tied,
    };
    let facts = [
        (C::AccountIsNotSuspended, true),
        (
            C::ConfirmedByAnotherPartner,
            proposal.is_of_another_partner(held.partner),
        ),
        (
            C::ConfirmerIsIndependent,
            proposal.is_independent(&office.holder),
        ),
        // Whoever plots keeps their offices.
        (C::ProposerIsInOffice, true),
        (C::NotToOneself, waiting.holder != office.holder),
        (C::DutiesAreCompatible, true),
        (C::ProvedRecently, true),
    ];
    permits(Action::ConfirmRole, &standing, &facts)
}

/// Whether those who plot hold both seats of a payout, or its release.
fn has_money(world: &World, plotters: &[Account]) -> bool {
    let own = |role: Role| {
        let offices = world
            .iter()
            .filter(move |one| one.in_force && one.role == role);
        offices.filter(|one| plotters.contains(&one.holder))
    };
    let mut seats: Vec<_> = own(Role::Approver).map(|one| one.partner).collect();
    seats.dedup();
    seats.len() > 1 || own(Role::PaymentOfficer).next().is_some()
}

/// The shortest way of a plot to the money, in steps.
fn shortest(plot: &Plot) -> Option<usize> {
    let mut reached = vec![founded(&plot.partners)];
    let mut known = HashSet::new();
    for step in 0..=plot.steps {
        if reached.iter().any(|world| has_money(world, &plot.plotters)) {
            return Some(step);
        }
        let mut worlds = Vec::new();
        for mut world in reached.iter().flat_map(|world| next(world, plot)) {
            world.sort_by_key(|one| (one.holder, one.role.code(), one.partner, one.proposer));
            if known.insert(world.clone()) {
                worlds.push(world);
            }
        }
        reached = worlds;
    }
    None
}

#[test]
fn fault_49_no_appointments_give_the_money_to_fewer_than_two_people_of_two_partners() {
    let alone = |founders: &[Account]| Plot {
        plotters: founders
            .iter()
            .copied()
            .chain([FOUNDERS, FOUNDERS + 1])
            .collect(),
        partners: vec![PartnerId::new(), PartnerId::new()],
        roles: all_that_count(),
        others_confirm: false,
        steps: 4,
    };
    // Everyone but the administrator of one partner, in every number.
    for founders in [[0, 1, 2], [0, 1, 3]] {
        assert_eq!(shortest(&alone(&founders)), None, "{founders:?}");
    }
    // Two people of two partners can: the search finds what there is.
    assert_eq!(shortest(&alone(&[2, 3])), Some(2));
}

/// One administrator got two accounts of their own confirmed once, as administrators of their own
/// partner and of one that joins; these then confirmed each other's people.
#[test]
fn fault_49_puppets_confirmed_once_do_not_go_on_to_the_money_alone() {
    let plot = |roles: Vec<Role>| Plot {
        plotters: vec![2, FOUNDERS, FOUNDERS + 1, FOUNDERS + 2],
        partners: vec![PartnerId::new(), PartnerId::new(), PartnerId::new()],
        roles,
        others_confirm: true,
        steps: 6,
    };
    let of_a_partner = vec![Role::PartnerAdministrator, Role::PaymentOfficer];
    assert_eq!(shortest(&plot(of_a_partner)), None);
}

/// What holds of administrators does not rest on the founders alone: an office that somebody
/// proposes makes its holder no confirmer of theirs.
#[test]
fn fault_49_a_puppet_in_another_partners_office_confirms_nothing() {
    let partners = [PartnerId::new(), PartnerId::new()];
    let puppet = Proposal {
        proposer: Some(2),
        proposed_for: Some(partners[0]),
        tied: &[7],
    };
    assert!(puppet.is_of_another_partner(Some(partners[1])));
    assert!(!puppet.is_independent(&7));
    assert!(!puppet.is_independent(&2));
    assert!(puppet.is_independent(&3));
}
