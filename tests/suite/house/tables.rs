//! The rule tables hold together.

use jointfund::rules::lifecycle::{
    AccountState, ApplicationState, AssignmentState, AwardState, BankAccountState, BankClaimState,
    BookingState, CallState, JoiningState, LetterState, MilestoneState, OrganisationState,
    PartnerState, PayoutState, RankingState, RoleState, State,
};
use jointfund::rules::matter::MatterKind;
use jointfund::rules::recusal::RecusalState;
use jointfund::rules::restore::RestoreState;
use jointfund::rules::{Action, Capacity, Condition, policy, separation, visibility};
use jointfund::web::table::Table;
use std::collections::BTreeSet;

#[test]
fn every_action_has_one_row_of_who_may_take_it() {
    for action in Action::ALL {
        let rows = policy::MAY.iter().filter(|row| row.action == *action);
        assert_eq!(rows.count(), 1, "{action}");
    }
}

/// Actions that were taken once and are no more: a trail that names one can still be read.
const OF_FORMER_DAYS: [&str; 2] = ["add_member", "create_administrator"];

#[test]
fn actions_of_former_days_are_still_read() {
    for code in OF_FORMER_DAYS {
        let action: Action = code.parse().unwrap();
        assert_eq!(action.code(), code);
        assert!(policy::row(action).unwrap().capacities.is_empty(), "{code}");
    }
    // And nobody but those of former days is without anyone who may take it.
    for row in policy::MAY.iter().filter(|row| row.capacities.is_empty()) {
        assert!(
            OF_FORMER_DAYS.contains(&row.action.code()),
            "{}",
            row.action
        );
    }
}

fn check<S: State + Ord>(all: &[S], also_first: &[S]) -> BTreeSet<Condition> {
    let mut reached: BTreeSet<S> = also_first.iter().copied().collect();
    reached.insert(S::FIRST);
    loop {
        let next: Vec<S> = S::RULES
            .iter()
            .filter(|rule| reached.contains(&rule.from))
            .map(|rule| rule.to)
            .collect();
        let before = reached.len();
        reached.extend(next);
        if reached.len() == before {
            break;
        }
    }
    assert_eq!(
        reached.len(),
        all.len(),
        "a state of {} is never reached",
        S::MACHINE
    );
    for rule in S::RULES {
        let twins = S::RULES
            .iter()
            .filter(|one| one.from == rule.from && one.action == rule.action);
        assert_eq!(
            twins.count(),
            1,
            "{}: {:?} {}",
            S::MACHINE,
            rule.from,
            rule.action
        );
    }
    S::RULES
        .iter()
        .flat_map(|rule| rule.provided)
        .copied()
        .collect()
}

/// A kind without a row would be hidden from everybody.
#[test]
fn every_kind_of_matter_exists_for_somebody() {
    let rows: Vec<_> = visibility::EXISTS_FOR.iter().map(|row| row.kind).collect();
    assert_eq!(rows.len(), MatterKind::ALL.len());
    for kind in MatterKind::ALL {
        assert!(rows.contains(kind), "{kind}");
    }
}

/// What everybody may set off in matters they do not see is not told to them as their own deed.
#[test]
fn nobody_is_told_of_what_they_set_off_from_afar() {
    let by = Capacity::AccountHolder;
    let rows = policy::MAY.iter();
    for row in rows.filter(|row| row.capacities.contains(&by)) {
        let is_open = visibility::needed_to_be_told(row.action).is_none();
        let is_told = visibility::is_told_to_its_actor(row.action, by);
        assert_eq!(is_told, is_open, "{}", row.action);
    }
}

#[test]
fn every_state_is_reached_and_every_condition_is_used() {
    let mut used: BTreeSet<Condition> = policy::MAY
        .iter()
        .flat_map(|row| row.provided)
        .copied()
        .collect();
    used.extend(check(AccountState::ALL, &[AccountState::Invited]));
    used.extend(check(RoleState::ALL, &[RoleState::Announced]));
    used.extend(check(OrganisationState::ALL, &[]));
    used.extend(check(JoiningState::ALL, &[JoiningState::Invited]));
    used.extend(check(PartnerState::ALL, &[]));
    used.extend(check(BookingState::ALL, &[]));
    used.extend(check(CallState::ALL, &[]));
    used.extend(check(ApplicationState::ALL, &[]));
    used.extend(check(AssignmentState::ALL, &[]));
    used.extend(check(RankingState::ALL, &[]));
    used.extend(check(AwardState::ALL, &[]));
    used.extend(check(MilestoneState::ALL, &[]));
    used.extend(check(BankAccountState::ALL, &[]));
    used.extend(check(PayoutState::ALL, &[]));
    used.extend(check(BankClaimState::ALL, &[]));
    used.extend(check(RecusalState::ALL, &[RecusalState::Hinted]));
    used.extend(check(RestoreState::ALL, &[]));
    used.extend(check(LetterState::ALL, &[]));
    let unused: Vec<&Condition> = Condition::ALL
        .iter()
        .filter(|one| !used.contains(one))
        .collect();
    assert_eq!(unused, Vec::<&Condition>::new());
}

#[test]
fn nobody_who_approves_can_also_pay_or_appoint() {
    use jointfund::rules::Role;
    for other in [
        Role::PaymentOfficer,
        Role::ProgrammeOfficer,
        Role::ComplianceOfficer,
        Role::PartnerAdministrator,
    ] {
        assert!(
            separation::between(Role::Approver, other).is_some(),
            "{other}"
        );
        assert!(
            separation::between(other, Role::Approver).is_some(),
            "{other}"
        );
    }
}

/// Fault 27: what a rule asks for is told by somebody, or the action could never be taken.
#[test]
fn every_condition_is_told_outside_the_tables() {
    let told: String = super::sources::sources(&["rs"])
        .into_iter()
        .filter(|(name, _)| !name.starts_with("rules/"))
        .map(|(_, text)| super::sources::code(&text))
        .collect();
    let untold: Vec<&Condition> = Condition::ALL
        .iter()
        .filter(|one| !told.contains(&format!("::{one:?}")))
        .collect();
    assert_eq!(untold, Vec::<&Condition>::new());
}

/// Deeds whose own units take a password in place of a code, of whoever has no factor, and use up
/// either with what it is for: see `identity::second_factor::step_up`.
const STEP_UP: [&str; 2] = ["change_address", "export_own_data"];

/// A code is good once: an echo that is carried out again would be refused, and a code that is used
/// up apart from what it was given for proves nothing.
#[test]
fn what_asks_for_a_code_is_done_once_and_uses_it_up_in_its_own_unit() {
    let deeds = &Table::shared().deeds;
    let asking = deeds.iter().filter(|deed| deed.asks_for_code());
    let (mut count, mut faults) = (0, Vec::new());
    for deed in asking {
        count += 1;
        let is_whole = deed.is_done_once && deed.is_one_unit;
        if !is_whole && !STEP_UP.contains(&deed.name()) {
            faults.push(deed.name());
        }
    }
    assert!(count >= 10, "{count}");
    assert_eq!(faults, Vec::<&str>::new());
    for action in Action::ALL
        .iter()
        .filter(|one| policy::asks_for_factor(**one))
    {
        let is_done = deeds.iter().any(|deed| deed.does(*action));
        assert!(is_done, "{action} is no deed to which a code could come");
    }
}
