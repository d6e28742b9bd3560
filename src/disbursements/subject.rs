//! What the law may ask of a payout.

use super::model::{OrderLine, Payout, PayoutKind, Seat};
use super::store;
use crate::case::{Asking, Subject};
use crate::db::Conn;
use crate::error::Result;
use crate::kernel::digest::{canonical_json, sha256_hex};
use crate::kernel::id::{AccountId, PartnerId, PayoutId};
use crate::kernel::money::Money;
use crate::ledger;
use crate::rules::condition::Holds;
use crate::rules::lifecycle::{AwardState, BankAccountState, MilestoneState, PayoutState};
use crate::rules::{Action, Condition, Matter, Step};
use crate::standing::Place;
use diesel::QueryResult;
use serde_json::json;

impl Subject for Payout {
    type Id = PayoutId;
    type State = PayoutState;
    const BEGINS: &'static [Action] = &[];
    // It is exported with all others of its payer; what the bank answers besides yes is claimed by
    // one partner and confirmed by another.
    const FOLLOWS: &'static [Action] = &[
        Action::ExportOrder,
        Action::RecordBankRejection,
        Action::RecordDiscrepancy,
        Action::CorrectDiscrepancy,
        Action::RecordBankReturn,
    ];
    const ADDS: &'static [Action] = &[Action::KeepBankFile];

    fn lock(conn: &mut Conn, id: PayoutId) -> Result<Self> {
        store::lock(conn, &[id])?;
        // Two releases at once cannot spend the same cash.
        ledger::lock(conn)?;
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: PayoutId) -> Result<Self> {
        super::queries::load(conn, id)
    }

    fn matter(&self) -> Matter {
        Matter::Payout(self.id)
    }

    fn state(&self) -> PayoutState {
        self.state
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn place(&self) -> Place {
        Place {
            call: Some(self.call),
            application: Some(self.application),
            organisation: Some(self.organisation),
            // The second seat is for an approver of any other party to the call.
            partners: Some(self.parties.clone()),
            ..Place::default()
        }
    }

    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        use Condition as C;
        let is_the_requester = asking.is(self.requested_by);
        let has_verified = asking.is_one_of(&[self.verified_by]) && self.verified_by.is_some();
        let sits = self.seats.iter().any(|seat| asking.is(seat.account));
        Some(match condition {
            C::AgreementInForce => (self.award_state == AwardState::Active).into(),
            C::CauseIsAccepted => self.cause_is_accepted().into(),
            C::BankAccountIsUsable => self.account_is_usable(),
            C::WithinGrant => (self.live_minor <= self.granted.minor()).into(),
            C::NotTheRequester => (!is_the_requester).into(),
            C::NeitherRequestedNorVerified => (!is_the_requester && !has_verified).into(),
            C::SeatIsFree => self.has_a_seat_for(asking).into(),
            C::ApprovedUnchanged => (self.reckoned_digest() == self.digest).into(),
            C::BothSeatsTaken => self.both_seats_are_taken().into(),
            C::ReleaserIsIndependent => (!is_the_requester && !has_verified && !sits).into(),
            C::ActsForThePayer => (asking.partner() == Some(self.payer)).into(),
            C::ActsForAnotherPartner => self.is_of_another(asking.partner()).into(),
            C::NoOpenBankClaim => (!self.has_open_claim).into(),
            C::PaymentsAreOpen => (!self.payments_are_locked).into(),
            C::FundWasRestored => self.was_restored.into(),
            C::KnownToHaveLeft => self.left_as.is_some().into(),
            C::NotKnownToHaveLeft => self.left_as.is_none().into(),
            C::SomethingIsReleased => (self.state == PayoutState::Released).into(),
            // Whoever stands aside has no office here.
            C::APayoutIsLeftForThem => Holds::Yes,
            C::CashSuffices => (self.amount.minor() <= self.payers_cash_minor).into(),
            C::AmountMatchesOrder
            | C::AmountDiffersFromOrder
            | C::DayHasCome
            | C::NotBeforeTheOrder
            | C::NotBeforeTheBooking => Holds::Asks,
            _ => return None,
        })
    }

    fn binds(&self, action: Action) -> Option<&str> {
        matches!(
            action,
            Action::VerifyPayout | Action::ApprovePayout | Action::ReleasePayout
        )
        .then_some(self.digest.as_str())
    }

    fn people(&self) -> Vec<AccountId> {
        let mut people = vec![self.requested_by];
        people.extend(self.verified_by);
        people.extend(self.seats.iter().map(|seat| seat.account));
        people
    }

    fn title(&self) -> String {
        format!("{} · {} · {}", self.payee, self.title, self.number)
    }

    fn amount(&self) -> Option<Money> {
        Some(self.amount)
    }

    fn address(&self) -> Vec<(&'static str, String)> {
        vec![
            ("id", self.id.to_string()),
            ("award", self.award.to_string()),
        ]
    }

    fn write(&self, conn: &mut Conn, step: &Step<PayoutState>) -> QueryResult<usize> {
        store::step(conn, self.id, step)
    }

    fn enter(&mut self, state: PayoutState) {
        self.state = state;
        self.version += 1;
    }
}

impl Payout {
    /// Whether what it is paid for holds: the agreement in force, or the milestones accepted.
    pub fn cause_is_accepted(&self) -> bool {
        match self.kind {
            PayoutKind::Advance => self.award_state == AwardState::Active,
            PayoutKind::Retention => self.all_milestones_are_accepted,
            PayoutKind::Milestone => self.milestone_state == Some(MilestoneState::Accepted),
        }
    }

    /// The line of an order that its present instruction replaces, or will once it is ordered.
    pub fn replaced(&self) -> Option<&OrderLine> {
        let last = self.lines.last()?;
        match self.state {
            PayoutState::Refused | PayoutState::Cancelled => None,
            PayoutState::Ordered | PayoutState::Queried | PayoutState::Confirmed => {
                let replaced = last.replaces.as_ref()?;
                self.lines
                    .iter()
                    .find(|line| line.end_to_end_id == *replaced)
            }
            _ => Some(last),
        }
    }

    /// Whether this is the line of its present instruction.
    pub fn is_ordered_by(&self, line: Option<&str>) -> bool {
        let present = self.lines.last().map(|line| line.end_to_end_id.as_str());
        present.is_some() && present == line
    }

    /// Whether one acts for a partner that does not pay it.
    pub(super) fn is_of_another(&self, partner: Option<PartnerId>) -> bool {
        partner.is_some_and(|partner| partner != self.payer)
    }

    fn account_is_usable(&self) -> Holds {
        match self.usable_from {
            Some(from) if self.account_state == BankAccountState::Verified => Holds::From(from),
            _ => Holds::No,
        }
    }

    /// The seat one would take: the payer's own approvers take one, those of another partner the
    /// other.
    pub(super) fn seat_of(&self, partner: Option<PartnerId>) -> Seat {
        if partner == Some(self.payer) {
            Seat::Paying
        } else {
            Seat::Other
        }
    }

    fn has_a_seat_for(&self, asking: &Asking) -> bool {
        let (seat, own) = (self.seat_of(asking.partner()), asking.partner());
        self.seats.iter().all(|taken| {
            taken.seat != seat && !asking.is(taken.account) && Some(taken.partner_id) != own
        })
    }

    fn both_seats_are_taken(&self) -> bool {
        let is_taken = |seat| {
            self.seats
                .iter()
                .any(|taken| taken.seat == seat && taken.digest == self.digest)
        };
        self.reckoned_digest() == self.digest && Seat::ALL.iter().all(|seat| is_taken(*seat))
    }

    /// What an approval binds to: payee, account, amount, currency, cause, payer, round.
    pub(super) fn reckoned_digest(&self) -> String {
        sha256_hex(canonical_json(&json!({
            "payout": self.id, "award": self.award, "share": self.share, "kind": self.kind,
            "milestone": self.milestone, "payer": self.payer, "minor": self.amount.minor(),
            "currency": self.amount.currency(), "round": self.round,
            "payee": self.participant, "account": self.bank_account,
            "holder": self.holder, "iban": self.iban, "bic": self.bic,
        })))
    }
}
