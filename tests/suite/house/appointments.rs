//! Fault 49: no sequence of appointments gives the money to fewer than two people of two partners.
//!
//! All sequences up to a length are searched, by the tables and functions that decide in the
//! program. Some people act for one another and do whatever serves them; nobody else does anything.

use jointfund::kernel::id::PartnerId;
use jointfund::rules::capacity::{Held, Role, Scope};
use jointfund::rules::condition::Facts;
use jointfund::rules::separation::{self, Proposal};
use jointfund::rules::{Action, Capacity, Condition, Standing, decide};
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

/// Who founds: secretariat, system administrator, an administrator of each partner.
const FOUNDERS: usize = 4;
/// Accounts that those who plot make for themselves.
const PUPPETS: std::ops::Range<Account> = FOUNDERS..FOUNDERS + 2;
const STEPS: usize = 4;

fn founded(partners: [PartnerId; 2]) -> World {
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

/// Roles that appoint to others, or that are near the money: with the rest one gains nothing here.
fn counts(role: Role) -> bool {
    let mut appointing = separation::APPOINTS.iter();
    appointing.any(|(capacity, _)| *capacity == role.capacity())
        || matches!(role, Role::Approver | Role::PaymentOfficer)
}

/// What those who plot may do next: each proposal and each confirmation of theirs.
fn next(world: &World, plotters: &[Account], partners: [PartnerId; 2]) -> Vec<World> {
    use Condition as C;
    let mut worlds = Vec::new();
    let own = world.iter().filter(|one| one.in_force);
    for office in own.filter(|one| plotters.contains(&one.holder)) {
        let (standing, held) = acting(office);
        for holder in plotters.iter().copied() {
            for role in Role::ALL.iter().copied().filter(|role| counts(*role)) {
                let of = if role.scopes() == [Scope::Partner] {
                    partners.map(Some).to_vec()
                } else {
                    vec![None]
                };
                for partner in of {
                    let known = |one: &Office| {
                        (one.holder, one.role, one.partner) == (holder, role, partner)
                    };
                    let facts = [
                        (C::AccountIsNotSuspended, true),
                        (
                            C::RoleIsTheirsToGrant,
                            separation::gives(held, role, partner),
                        ),
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
        }
        for (number, waiting) in world.iter().enumerate().filter(|one| !one.1.in_force) {
            let proposed = world.iter().filter(|one| one.proposer == waiting.proposer);
            let beholden: Vec<Account> = proposed.map(|one| one.holder).collect();
            let proposal = Proposal {
                proposer: waiting.proposer,
                proposed_for: waiting.proposed_for,
                beholden: &beholden,
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
                (C::NotToOneself, waiting.holder != office.holder),
                (C::DutiesAreCompatible, true),
            ];
            if permits(Action::ConfirmRole, &standing, &facts) {
                let mut world = world.clone();
                if let Some(office) = world.get_mut(number) {
                    office.in_force = true;
                }
                worlds.push(world);
            }
        }
    }
    worlds
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

/// The shortest way of these founders to the money, in steps.
fn shortest(founders: &[Account], partners: [PartnerId; 2]) -> Option<usize> {
    let plotters: Vec<Account> = founders.iter().copied().chain(PUPPETS).collect();
    let mut reached = vec![founded(partners)];
    let mut known = HashSet::new();
    for step in 0..=STEPS {
        if reached.iter().any(|world| has_money(world, &plotters)) {
            return Some(step);
        }
        let all = reached
            .iter()
            .flat_map(|world| next(world, &plotters, partners));
        let mut worlds = Vec::new();
        for mut world in all {
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
    let partners = [PartnerId::new(), PartnerId::new()];
    // Everyone but the administrator of one partner, in every number.
    for founders in [[0, 1, 2], [0, 1, 3]] {
        assert_eq!(shortest(&founders, partners), None, "{founders:?}");
    }
    // Two people of two partners can: the search finds what there is.
    assert_eq!(shortest(&[2, 3], partners), Some(2));
}

/// What holds of administrators does not rest on the founders alone: an office that somebody
/// proposes makes its holder no confirmer of theirs.
#[test]
fn fault_49_a_puppet_in_another_partners_office_confirms_nothing() {
    let partners = [PartnerId::new(), PartnerId::new()];
    let puppet = Proposal {
        proposer: Some(2),
        proposed_for: Some(partners[0]),
        beholden: &[7],
    };
    assert!(puppet.is_of_another_partner(Some(partners[1])));
    assert!(!puppet.is_independent(&7));
    assert!(!puppet.is_independent(&2));
    assert!(puppet.is_independent(&3));
    assert!(!separation::gives_the_first(
        Held {
            capacity: Capacity::SystemAdministrator,
            partner: None
        },
        Role::PartnerAdministrator
    ));
}
