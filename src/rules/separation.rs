//! WHO MAY NOT DO BOTH, and who appoints whom.
//!
//! Conflicts within one matter (requester and verifier, approver and releaser) are conditions of
//! the policy; here stand the duties nobody may hold together at all.

use super::capacity::Role::{self, *};
use super::capacity::{Capacity, Held};
use crate::kernel::id::PartnerId;

/// Two roles one person may not hold together.
#[derive(Debug, Clone, Copy)]
pub struct Incompatible {
    /// One role.
    pub one: Role,
    pub other: Role,
    /// The reason, as a word of the messages: `separation-<why>`.
    pub why: &'static str,
}

const fn apart(one: Role, other: Role, why: &'static str) -> Incompatible {
    Incompatible { one, other, why }
}

/// The table. The order within a pair does not matter.
#[rustfmt::skip]
pub const APART: &[Incompatible] = &[
    apart(Approver,            PaymentOfficer,       "approve_and_pay"),
    apart(Approver,            ProgrammeOfficer,     "verify_and_approve"),
    apart(Approver,            ComplianceOfficer,    "clear_and_approve"),
    apart(Approver,            PartnerAdministrator, "appoint_and_approve"),
    apart(PaymentOfficer,      PartnerAdministrator, "appoint_and_pay"),
    apart(Reviewer,            ProgrammeOfficer,     "review_and_decide"),
    apart(Reviewer,            EligibilityOfficer,   "review_and_decide"),
    apart(Reviewer,            Approver,             "review_and_decide"),
    apart(Reviewer,            PaymentOfficer,       "review_and_decide"),
    apart(Reviewer,            FinanceOfficer,       "review_and_decide"),
    apart(Reviewer,            ComplianceOfficer,    "review_and_decide"),
    apart(Reviewer,            PartnerAdministrator, "review_and_decide"),
    apart(Reviewer,            BoardMember,          "review_and_decide"),
    apart(Reviewer,            Secretariat,          "review_and_decide"),
    apart(Auditor,             Reviewer,             "audit_and_act"),
    apart(Auditor,             PanelChair,           "audit_and_act"),
    apart(Auditor,             ProgrammeOfficer,     "audit_and_act"),
    apart(Auditor,             EligibilityOfficer,   "audit_and_act"),
    apart(Auditor,             Approver,             "audit_and_act"),
    apart(Auditor,             PaymentOfficer,       "audit_and_act"),
    apart(Auditor,             FinanceOfficer,       "audit_and_act"),
    apart(Auditor,             ComplianceOfficer,    "audit_and_act"),
    apart(Auditor,             PartnerAdministrator, "audit_and_act"),
    apart(Auditor,             BoardMember,          "audit_and_act"),
    apart(Auditor,             Secretariat,          "audit_and_act"),
    apart(Auditor,             SystemAdministrator,  "audit_and_act"),
    apart(SystemAdministrator, Reviewer,             "run_and_act"),
    apart(SystemAdministrator, PanelChair,           "run_and_act"),
    apart(SystemAdministrator, ProgrammeOfficer,     "run_and_act"),
    apart(SystemAdministrator, EligibilityOfficer,   "run_and_act"),
    apart(SystemAdministrator, Approver,             "run_and_act"),
    apart(SystemAdministrator, PaymentOfficer,       "run_and_act"),
    apart(SystemAdministrator, FinanceOfficer,       "run_and_act"),
    apart(SystemAdministrator, ComplianceOfficer,    "run_and_act"),
    apart(SystemAdministrator, PartnerAdministrator, "run_and_act"),
    apart(SystemAdministrator, BoardMember,          "run_and_act"),
    apart(SystemAdministrator, Secretariat,          "run_and_act"),
];

/// The rule that keeps two roles apart, if there is one.
pub fn between(one: Role, other: Role) -> Option<&'static Incompatible> {
    APART.iter().find(|pair| {
        (pair.one, pair.other) == (one, other) || (pair.one, pair.other) == (other, one)
    })
}

/// Who appoints to which roles. A partner administrator appoints the people of their own partner,
/// and proposes joint ones as any administrator does.
#[rustfmt::skip]
pub const APPOINTS: &[(Capacity, &[Role])] = &[
    (Capacity::PartnerAdministrator, &[ProgrammeOfficer, EligibilityOfficer, Approver, PaymentOfficer, FinanceOfficer, ComplianceOfficer, BoardMember, PartnerAdministrator, Secretariat, SystemAdministrator]),
    (Capacity::Secretariat,          &[Reviewer, PanelChair]),
    (Capacity::SystemAdministrator,  &[Secretariat, SystemAdministrator, Auditor]),
];

/// Whether this capacity appoints to this role.
pub fn appoints(capacity: Capacity, role: Role) -> bool {
    APPOINTS
        .iter()
        .any(|(holder, roles)| *holder == capacity && roles.contains(&role))
}

/// Whether one who holds this gives this role: a partner's roles are that partner's own affair.
pub fn gives(held: Held, role: Role, of: Option<PartnerId>) -> bool {
    let is_their_own = of.is_none() || held.partner.is_none() || held.partner == of;
    appoints(held.capacity, role) && is_their_own
}

/// Roles that appoint, decide, verify or move money: they take force when an administrator of
/// another partner confirms them.
pub const CONFIRMED_BY_ANOTHER_PARTNER: &[Role] = &[
    PartnerAdministrator,
    Secretariat,
    SystemAdministrator,
    BoardMember,
    ProgrammeOfficer,
    EligibilityOfficer,
    Approver,
    PaymentOfficer,
    FinanceOfficer,
    ComplianceOfficer,
];

/// Whether it is an office of all partners together: without anybody in it the fund stands still.
pub fn is_joint(role: Role) -> bool {
    matches!(role, Secretariat | SystemAdministrator)
}

/// A role that is proposed, as far as it decides who may confirm it.
#[derive(Debug, Clone, Copy)]
pub struct Proposal<'a, A> {
    pub proposer: Option<A>,
    /// For which partner the proposer acted; none for a system administrator.
    pub proposed_for: Option<PartnerId>,
    /// The accounts whose own appointment the proposer once proposed, and those who proposed the
    /// proposer's. To have confirmed somebody does not count, so that partners can succeed to each
    /// other's people.
    pub tied: &'a [A],
}

impl<A: PartialEq> Proposal<'_, A> {
    /// Whether one who acts for this partner is of another than the proposer.
    pub fn is_of_another_partner(&self, confirmer: Option<PartnerId>) -> bool {
        confirmer.is_some() && confirmer != self.proposed_for
    }

    /// Whether this account is neither the proposer nor tied to them.
    pub fn is_independent(&self, confirmer: &A) -> bool {
        self.proposer.as_ref() != Some(confirmer) && !self.tied.contains(confirmer)
    }
}
