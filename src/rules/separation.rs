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

/// Who appoints to which roles. A partner administrator appoints within their own partner only.
#[rustfmt::skip]
pub const APPOINTS: &[(Capacity, &[Role])] = &[
    (Capacity::PartnerAdministrator, &[ProgrammeOfficer, EligibilityOfficer, Approver, PaymentOfficer, FinanceOfficer, ComplianceOfficer, BoardMember]),
    (Capacity::Secretariat,          &[Reviewer, PanelChair]),
    (Capacity::SystemAdministrator,  &[Secretariat, PartnerAdministrator, Auditor, SystemAdministrator]),
    (Capacity::Operator,             &[SystemAdministrator]),
];

/// Whether this capacity appoints to this role.
pub fn appoints(capacity: Capacity, role: Role) -> bool {
    APPOINTS
        .iter()
        .any(|(holder, roles)| *holder == capacity && roles.contains(&role))
}

/// Whether one who holds this gives this role: a partner's roles are that partner's own affair.
pub fn gives(held: Held, role: Role, of: Option<PartnerId>) -> bool {
    appoints(held.capacity, role) && held.partner.is_none_or(|own| Some(own) == of)
}

/// Roles that touch money or holds: an administrator of another partner must confirm them.
pub const CONFIRMED_BY_ANOTHER_PARTNER: &[Role] = &[Approver, PaymentOfficer, ComplianceOfficer];
