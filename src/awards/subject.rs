//! What the law may ask of an award.

use super::model::Award;
use super::{queries, store};
use crate::case::{Asking, Subject};
use crate::db::Conn;
use crate::error::Result;
use crate::kernel::digest::sha256_hex;
use crate::kernel::id::{AccountId, AwardId, PartnerId};
use crate::rules::condition::Holds;
use crate::rules::lifecycle::AwardState;
use crate::rules::{Action, Condition, Matter, Step};
use crate::standing::Place;
use diesel::QueryResult;

impl Subject for Award {
    type Id = AwardId;
    type State = AwardState;
    const BEGINS: &'static [Action] = &[Action::RecordBankAccount];

    fn lock(conn: &mut Conn, id: AwardId) -> Result<Self> {
        store::lock(conn, id)?;
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: AwardId) -> Result<Self> {
        queries::load(conn, id)
    }

    fn matter(&self) -> Matter {
        Matter::Award(self.id)
    }

    fn state(&self) -> AwardState {
        self.state
    }

    fn version(&self) -> i32 {
        self.version
    }

    fn place(&self) -> Place {
        Place {
            call: Some(self.call),
            application: Some(self.application),
            organisation: Some(self.organisation_id),
            partners: Some(self.parties.clone()),
            ..Place::default()
        }
    }

    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        use Condition as C;
        Some(match condition {
            C::PartyHasNotSigned => (!self.has_signed(asking)).into(),
            C::SignedAsWritten => (sha256_hex(&self.agreement) == self.agreement_digest).into(),
            C::EveryPartySigned => self.every_party_signed().into(),
            C::EverythingIsPaid => (self.paid == self.granted).into(),
            _ => return None,
        })
    }

    fn binds(&self, action: Action) -> Option<&str> {
        matches!(action, Action::SignForPartner | Action::SignAsLead)
            .then_some(self.agreement_digest.as_str())
    }

    fn people(&self) -> Vec<AccountId> {
        self.signatures.iter().map(|one| one.account).collect()
    }

    fn title(&self) -> String {
        self.title.clone()
    }

    fn write(&self, conn: &mut Conn, step: &Step<AwardState>) -> QueryResult<usize> {
        store::write(conn, self.id, step)
    }

    fn enter(&mut self, state: AwardState) {
        self.state = state;
        self.version += 1;
    }
}

impl Award {
    fn is_signed_by(&self, party: Option<PartnerId>) -> bool {
        self.signatures.iter().any(|one| one.partner_id == party)
    }

    /// Whether the party one would sign for has signed, or the person has, for whichever.
    fn has_signed(&self, asking: &Asking) -> bool {
        self.is_signed_by(asking.partner())
            || self.signatures.iter().any(|one| asking.is(one.account))
    }

    /// Whether the lead and every party to the call have signed.
    pub(super) fn every_party_signed(&self) -> bool {
        let mut parties = self.parties.iter();
        !self.parties.is_empty()
            && self.is_signed_by(None)
            && parties.all(|party| self.is_signed_by(Some(*party)))
    }
}
