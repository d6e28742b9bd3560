//! In what capacity one acts: of the fund, of an organisation, of one matter.

use super::proof::Holding;
use crate::kernel::code::code_enum;
use crate::kernel::id::{ApplicationId, CallId, OrganisationId, PartnerId};

code_enum! {
    /// A role that is granted, always with a scope.
    pub enum Role {
        /// Reads and scores applications assigned to them.
        Reviewer = "reviewer",
        /// Leads the panel of reviewers.
        PanelChair = "panel_chair",
        /// Looks after applications, awards and milestones of one partner.
        ProgrammeOfficer = "programme_officer",
        /// Records one partner's finding on eligibility.
        EligibilityOfficer = "eligibility_officer",
        /// Signs agreements and approves payouts for one partner.
        Approver = "approver",
        /// Releases approved payouts and deals with the bank for one partner.
        PaymentOfficer = "payment_officer",
        /// Keeps contributions and books of one partner.
        FinanceOfficer = "finance_officer",
        /// Answers for sanctions and holds of one partner.
        ComplianceOfficer = "compliance_officer",
        /// Appoints the people of one partner; no money.
        PartnerAdministrator = "partner_administrator",
        /// Approves calls and decisions for one partner.
        BoardMember = "board_member",
        /// Runs calls, assignments and decisions for the fund.
        Secretariat = "secretariat",
        /// Reads all, changes nothing; has trail and ledger anchored.
        Auditor = "auditor",
        /// Keeps the installation and its first people; no business rights.
        SystemAdministrator = "system_administrator",
    }
}

code_enum! {
    /// How far a granted role reaches.
    pub enum Scope {
        /// The whole fund.
        Fund = "fund",
        /// One partner.
        Partner = "partner",
        /// One call.
        Call = "call",
        /// One application: a substitute for whoever stands aside from it.
        Application = "application",
    }
}

impl Role {
    /// The scopes in which this role can be granted.
    pub fn scopes(self) -> &'static [Scope] {
        match self {
            Role::Reviewer | Role::PanelChair => &[Scope::Fund, Scope::Call],
            Role::Secretariat => &[Scope::Fund, Scope::Application],
            Role::Auditor | Role::SystemAdministrator => &[Scope::Fund],
            Role::PartnerAdministrator => &[Scope::Partner],
            Role::ProgrammeOfficer
            | Role::EligibilityOfficer
            | Role::Approver
            | Role::PaymentOfficer
            | Role::FinanceOfficer
            | Role::ComplianceOfficer
            | Role::BoardMember => &[Scope::Partner, Scope::Application],
        }
    }

    /// Whether the role acts for one partner.
    pub fn is_of_a_partner(self) -> bool {
        self.scopes().contains(&Scope::Partner)
    }

    /// Whether somebody can be named for it in one application alone, where a recusal leaves it
    /// empty.
    pub fn has_substitutes(self) -> bool {
        self.scopes().contains(&Scope::Application)
    }

    /// The capacity in which a holder of this role acts, where its scope covers the matter.
    pub fn capacity(self) -> Capacity {
        match self {
            Role::Reviewer => Capacity::Reviewer,
            Role::PanelChair => Capacity::PanelChair,
            Role::ProgrammeOfficer => Capacity::ProgrammeOfficer,
            Role::EligibilityOfficer => Capacity::EligibilityOfficer,
            Role::Approver => Capacity::Approver,
            Role::PaymentOfficer => Capacity::PaymentOfficer,
            Role::FinanceOfficer => Capacity::FinanceOfficer,
            Role::ComplianceOfficer => Capacity::ComplianceOfficer,
            Role::PartnerAdministrator => Capacity::PartnerAdministrator,
            Role::BoardMember => Capacity::BoardMember,
            Role::Secretariat => Capacity::Secretariat,
            Role::Auditor => Capacity::Auditor,
            Role::SystemAdministrator => Capacity::SystemAdministrator,
        }
    }
}

code_enum! {
    /// What a person is to a matter: a granted role, or a relation to this very matter.
    pub enum Capacity {
        /// Whoever asks, signed in or not.
        Anyone = "anyone",
        /// Any person who is signed in.
        AccountHolder = "account_holder",
        /// The person whose account it is.
        AccountOwner = "account_owner",
        /// Leads the organisation.
        OrganisationLead = "organisation_lead",
        /// Acts for the organisation.
        OrganisationMember = "organisation_member",
        /// Leads the organisation that leads the consortium.
        LeadApplicant = "lead_applicant",
        /// Acts for the organisation that leads the consortium.
        ConsortiumMember = "consortium_member",
        /// Assigned to review this application.
        AssignedReviewer = "assigned_reviewer",
        /// See [`Role::Reviewer`].
        Reviewer = "reviewer",
        /// See [`Role::PanelChair`].
        PanelChair = "panel_chair",
        /// See [`Role::ProgrammeOfficer`].
        ProgrammeOfficer = "programme_officer",
        /// See [`Role::EligibilityOfficer`].
        EligibilityOfficer = "eligibility_officer",
        /// See [`Role::Approver`].
        Approver = "approver",
        /// See [`Role::PaymentOfficer`].
        PaymentOfficer = "payment_officer",
        /// See [`Role::FinanceOfficer`].
        FinanceOfficer = "finance_officer",
        /// See [`Role::ComplianceOfficer`].
        ComplianceOfficer = "compliance_officer",
        /// See [`Role::PartnerAdministrator`].
        PartnerAdministrator = "partner_administrator",
        /// See [`Role::BoardMember`].
        BoardMember = "board_member",
        /// See [`Role::Secretariat`].
        Secretariat = "secretariat",
        /// See [`Role::Auditor`].
        Auditor = "auditor",
        /// See [`Role::SystemAdministrator`].
        SystemAdministrator = "system_administrator",
        /// The clock: what happens at its hour without a hand.
        Calendar = "calendar",
        /// Whoever runs the program on the machine itself.
        Operator = "operator",
    }
}

/// One capacity held towards a matter, and for which partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub capacity: Capacity,
    /// The partner acted for, where the capacity is of a partner.
    pub partner: Option<PartnerId>,
}

/// All capacities in which one person stands to one matter. Computed by `standing` alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    held: Vec<Held>,
    /// Capacities the person has elsewhere: of another partner, for another call.
    elsewhere: Vec<Capacity>,
    /// Offices the person holds, but not in this matter: they take part on the applicant's side.
    barred: Vec<Capacity>,
    /// Offices the person holds, but not before their second factor is on.
    withheld: Vec<Capacity>,
}

impl Standing {
    /// A standing of these capacities.
    pub fn new(held: Vec<Held>) -> Self {
        Self {
            held,
            elsewhere: Vec::new(),
            barred: Vec::new(),
            withheld: Vec::new(),
        }
    }

    /// The standing of one capacity without a partner.
    pub fn only(capacity: Capacity) -> Self {
        Self::new(vec![Held {
            capacity,
            partner: None,
        }])
    }

    /// Adds one capacity.
    pub fn add(&mut self, capacity: Capacity, partner: Option<PartnerId>) {
        self.held.push(Held { capacity, partner });
    }

    /// Notes a capacity held elsewhere, so that a refusal can say so.
    pub fn add_elsewhere(&mut self, capacity: Capacity) {
        self.elsewhere.push(capacity);
    }

    /// Notes an office that is not held in this matter, for the person is on the applicant's side.
    pub fn add_barred(&mut self, capacity: Capacity) {
        self.barred.push(capacity);
    }

    /// Notes an office that is not held before the person's second factor is on.
    pub fn add_withheld(&mut self, capacity: Capacity) {
        self.withheld.push(capacity);
    }

    /// Whether one of these capacities waits for the person's second factor.
    pub fn is_withheld(&self, capacities: &[Capacity]) -> bool {
        let mut wanted = capacities.iter();
        wanted.any(|wanted| self.withheld.contains(wanted))
    }

    /// Whether one of these capacities is barred by being on the applicant's side.
    pub fn is_barred_from(&self, capacities: &[Capacity]) -> bool {
        capacities.iter().any(|wanted| self.barred.contains(wanted))
    }

    /// The first of these capacities that is held elsewhere.
    pub fn first_elsewhere(&self, capacities: &[Capacity]) -> Option<Capacity> {
        capacities
            .iter()
            .find(|wanted| self.elsewhere.contains(wanted))
            .copied()
    }

    /// Every capacity held, in the order found.
    pub fn held(&self) -> &[Held] {
        &self.held
    }

    /// The first holding of one of these capacities.
    pub fn first_of(&self, capacities: &[Capacity]) -> Option<Held> {
        capacities
            .iter()
            .find_map(|wanted| self.held.iter().find(|held| held.capacity == *wanted))
            .copied()
    }

    /// Whether this capacity is held.
    pub fn has(&self, capacity: Capacity) -> bool {
        self.held.iter().any(|held| held.capacity == capacity)
    }

    /// The partners for which this capacity is held.
    pub fn partners_as(&self, capacity: Capacity) -> impl Iterator<Item = PartnerId> + '_ {
        self.held
            .iter()
            .filter(move |held| held.capacity == capacity)
            .filter_map(|held| held.partner)
    }

    /// The same standing, with capacities of other partners left out.
    pub fn for_partner(&self, partner: PartnerId) -> Self {
        let (held, others): (Vec<Held>, Vec<Held>) = self
            .held
            .iter()
            .copied()
            .partition(|held| held.partner.is_none_or(|own| own == partner));
        let others = others.iter().map(|held| held.capacity);
        Self {
            held,
            elsewhere: self.elsewhere.iter().copied().chain(others).collect(),
            barred: self.barred.clone(),
            withheld: self.withheld.clone(),
        }
    }
}

/// A role a person holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldRole {
    pub role: Role,
    pub scope: Scope,
    /// The partner it is of.
    pub partner: Option<PartnerId>,
    /// The call it is for.
    pub call: Option<CallId>,
    /// The application it is for, of a substitute.
    pub application: Option<ApplicationId>,
}

/// An organisation a person acts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    pub organisation: OrganisationId,
    pub is_lead: bool,
}

/// What a person is to the fund as a whole, read once in a unit of work: the ground of every
/// standing.
#[derive(Debug, Clone, Default)]
pub struct Ground {
    pub roles: Vec<HeldRole>,
    /// Roles that are not in force before the person's second factor is on.
    pub withheld: Vec<HeldRole>,
    pub memberships: Vec<Membership>,
    /// The applications from which the person stands aside.
    pub recused: Vec<ApplicationId>,
    /// The calls in one of whose applications the person was named, or found, to take part.
    pub competes_in: Vec<CallId>,
    pub factor: Holding,
}

/// Where a unit's actor stands: what the fund asks of offices, and what the actor is to the fund
/// once it was looked up.
#[derive(Debug, Clone, Default)]
pub struct Footing {
    /// The roles that are not in force without a second factor.
    pub strict: Vec<Role>,
    pub ground: Option<Ground>,
}

impl Footing {
    /// Where nothing was looked up yet.
    pub fn new(strict: &[Role]) -> Self {
        Self {
            strict: strict.to_vec(),
            ground: None,
        }
    }

    /// What is known of the actor's second factor.
    pub fn factor(&self) -> Holding {
        let ground = self.ground.as_ref();
        ground.map(|ground| ground.factor).unwrap_or_default()
    }
}

impl Ground {
    /// Whether the person applies, or has come to: they act for an organisation, or hold no role.
    pub fn applies(&self) -> bool {
        !self.memberships.is_empty() || (self.roles.is_empty() && self.withheld.is_empty())
    }

    /// The applications in which the person is a substitute.
    pub fn substituted(&self) -> Vec<ApplicationId> {
        self.roles
            .iter()
            .filter_map(|held| held.application)
            .collect()
    }

    /// Whether the person reviews nothing of this: they stand aside from it, or compete with it.
    pub fn reviews_nothing_of(
        &self,
        application: Option<ApplicationId>,
        call: Option<CallId>,
    ) -> bool {
        application.is_some_and(|one| self.recused.contains(&one))
            || call.is_some_and(|one| self.competes_in.contains(&one))
    }

    /// Whether the person holds this role anywhere.
    pub fn has(&self, role: Role) -> bool {
        self.roles.iter().any(|held| held.role == role)
    }
}
