//! A second factor that was lost with its recovery codes: one administrator proposes to take it
//! off, and one of another partner confirms; or the operator vouches for it, and it takes force a
//! day later. Its owner and all administrators are told each time, and any of them can stop it.

use super::input::Told;
use super::store;
use crate::case::{Asking, Case, Reasoned, Saw, Subject};
use crate::config::Config;
use crate::db::Conn;
use crate::db::tx::{Actor, Change, Tidings, Tx, View};
use crate::db::units::Units;
use crate::error::{Error, Result};
use crate::identity::model::FactorReset;
use crate::identity::store::{self as accounts, AccountRow, grants};
use crate::identity::{sessions, succession, ticket};
use crate::kernel::caller::Caller;
use crate::kernel::digest::{canonical_json, sha256_hex};
use crate::kernel::fault::FaultCode;
use crate::kernel::id::AccountId;
use crate::kernel::text::Email;
use crate::kernel::time::Instant;
use crate::rules::condition::Holds;
use crate::rules::lifecycle::NoState;
use crate::rules::matter::MatterKind;
use crate::rules::separation::Proposal;
use crate::rules::{Action, Condition, Facts, Matter, Step};
use crate::standing::{self, Place};
use diesel::QueryResult;
use serde_json::json;

/// Seconds after which its owner may say again that it is lost: each time many are told.
const AGAIN_AFTER: i64 = 24 * 60 * 60;

/// The second factor of an account, as far as it may have been lost.
#[derive(Debug, Clone)]
pub struct Lost {
    account: AccountId,
    name: String,
    is_on: bool,
    /// When its owner said that they have lost it.
    told_at: Option<Instant>,
    /// The reset that waits.
    waits: Option<store::lost::ResetRow>,
    /// The digest of that proposal: whoever confirms has read this one and no other.
    digest: Option<String>,
    /// Whom its proposer once proposed, and by whom they were.
    tied: Vec<AccountId>,
}

impl Lost {
    /// That of an account that was read already.
    pub(in crate::identity) fn of(conn: &mut Conn, row: &AccountRow) -> QueryResult<Self> {
        let store::lost::LostRow {
            is_on,
            told_at,
            waits,
        } = store::lost::lost(conn, row.id)?;
        Ok(Self {
            account: row.id,
            name: row.name.clone(),
            is_on,
            told_at,
            digest: waits.as_ref().map(|reset| digest_of(row.id, reset)),
            tied: match &waits {
                Some(reset) => grants::tied_to(conn, reset.proposed_by)?,
                None => Vec::new(),
            },
            waits,
        })
    }

    /// When its owner said that they have lost it, while that waits.
    pub(in crate::identity) fn told_at(&self) -> Option<Instant> {
        self.told_at
    }

    /// The proposal that waits, in words.
    pub(in crate::identity) fn proposed(
        &self,
        conn: &mut Conn,
    ) -> QueryResult<Option<FactorReset>> {
        let Some((reset, digest)) = self.waits.as_ref().zip(self.digest.clone()) else {
            return Ok(None);
        };
        let (proposed_by, proposed_for) = store::lost::proposer(conn, reset)?;
        Ok(Some(FactorReset {
            proposed_by,
            proposed_for,
            proposed_at: reset.proposed_at,
            reason: reset.reason.clone(),
            takes_force_at: reset.takes_force_at,
            digest,
        }))
    }

    fn proposal(&self) -> Proposal<'_, AccountId> {
        let waits = self.waits.as_ref();
        Proposal {
            proposer: waits.map(|reset| reset.proposed_by),
            proposed_for: waits.and_then(|reset| reset.proposed_for),
            tied: &self.tied,
        }
    }
}

fn digest_of(account: AccountId, reset: &store::lost::ResetRow) -> String {
    let proposal = json!({
        "id": reset.id,
        "account": account,
        "proposed_by": reset.proposed_by,
        "proposed_for": reset.proposed_for,
        "proposed_at": reset.proposed_at,
        "reason": reset.reason,
    });
    sha256_hex(canonical_json(&proposal))
}

impl Subject for Lost {
    type Id = AccountId;
    type State = NoState;
    const BEGINS: &'static [Action] = &[
        Action::ProposeFactorReset,
        Action::StopFactorReset,
        Action::ResetSecondFactor,
    ];
    const EDITS: &'static [Action] = &[Action::ConfirmFactorReset, Action::VouchForFactorReset];

    fn lock(conn: &mut Conn, id: AccountId) -> Result<Self> {
        let row = accounts::lock(conn, id)?.ok_or(Error::NotFound(MatterKind::Account))?;
        Ok(Self::of(conn, &row)?)
    }

    fn load(conn: &mut Conn, id: AccountId) -> Result<Self> {
        let row = accounts::by_id(conn, id)?.ok_or(Error::NotFound(MatterKind::Account))?;
        Ok(Self::of(conn, &row)?)
    }

    fn matter(&self) -> Matter {
        Matter::Account(self.account)
    }

    fn state(&self) -> NoState {
        NoState::Always
    }

    fn version(&self) -> i32 {
        0
    }

    fn place(&self) -> Place {
        Place {
            owner: Some(self.account),
            ..Place::default()
        }
    }

    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        use Condition as C;
        let takes_force = self.waits.as_ref().and_then(|reset| reset.takes_force_at);
        Some(match condition {
            C::SecondFactorIsOn => self.is_on.into(),
            C::NoResetWaits => self.waits.is_none().into(),
            C::ResetWaits => self.waits.is_some().into(),
            C::ResetIsAskedFor => (self.waits.is_some() || self.told_at.is_some()).into(),
            C::NotToOneself => (!asking.is(self.account)).into(),
            C::ConfirmedByAnotherPartner => {
                let proposal = self.proposal();
                proposal.is_of_another_partner(asking.partner()).into()
            }
            C::ConfirmerIsIndependent => {
                let proposal = self.proposal();
                let is = |account| proposal.is_independent(&account);
                asking.account().is_none_or(is).into()
            }
            C::ObjectionTimeIsOver => takes_force.map_or(Holds::No, Holds::From),
            _ => return None,
        })
    }

    fn binds(&self, action: Action) -> Option<&str> {
        let digest = self.digest.as_deref();
        digest.filter(|_| Self::EDITS.contains(&action))
    }

    fn people(&self) -> Vec<AccountId> {
        let proposer = self.waits.iter().map(|reset| reset.proposed_by);
        let mut people: Vec<_> = proposer.chain(self.tied.iter().copied()).collect();
        people.push(self.account);
        people.sort();
        people.dedup();
        people
    }

    /// A proposal is awaited of nobody before its owner has said that it is lost.
    fn awaits(&self, action: Action) -> bool {
        action != Action::ProposeFactorReset || self.told_at.is_some()
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn enter(&mut self, _: NoState) {}

    fn write(&self, _: &mut Conn, _: &Step<NoState>) -> QueryResult<usize> {
        Ok(0)
    }
}

/// Its owner, who has just given the right password, says at the door that they have lost it: it
/// waits for the administrators, and they and the owner are told. It opens nothing.
///
/// # Errors
/// A ticket that is over; the refusal of the tables.
pub fn tell_of(tx: &mut Tx<'_>, at: (&Config, &Caller), input: &Told) -> Result<()> {
    let ((config, caller), now) = (at, tx.now());
    let over = || Error::at("", FaultCode::TicketIsOver);
    let ticket = ticket::read(config, &input.ticket.line(), now).ok_or_else(over)?;
    let (account, action) = (ticket.account, Action::TellOfLostFactor);
    let row = accounts::lock(tx.conn, account)?;
    let row = row.filter(|row| row.version == ticket.version);
    let lost = Lost::of(tx.conn, &row.ok_or_else(over)?)?;
    let was_told = store::lost::was_told(tx.conn, account, now.plus_seconds(-AGAIN_AFTER))?;
    let facts = Facts::none()
        .with(Condition::SecondFactorIsOn, lost.is_on)
        .with(Condition::NoResetWaits, lost.waits.is_none())
        .with(Condition::LossNotToldYet, !was_told);
    let standing = standing::in_unit(tx, lost.matter())?;
    let permit = tx.require(action, &standing, &facts)?;
    store::lost::tell_of_loss(tx.conn, account, (&caller.network_text(), now))?;
    tx.record(Change::under(permit, lost.matter()));
    tell(tx, &lost, action, ("told", &caller.network_text()));
    Ok(())
}

/// Proposes to take a factor off whose owner has lost it.
///
/// # Errors
/// Every fault of the input; `NotFound`, or the refusal of the tables.
pub fn propose(tx: &mut Tx<'_>, account: AccountId, input: &Reasoned) -> Result<()> {
    let action = Action::ProposeFactorReset;
    let lost: Case<Lost> = tx.case(account)?;
    lost.allows(action, &input.saw())?;
    let reason = input.reason()?;
    let permit = tx.begin(&lost, action, lost.matter(), &input.saw())?;
    tx.note_last(json!({ "reason": reason, "proposed_for": permit.partner() }));
    let (by, now) = (tx.person()?, tx.now());
    let partner = permit.partner();
    store::lost::propose_reset(tx.conn, account, (by, partner), (reason.as_str(), now))?;
    tell(tx, &lost, action, ("proposed", reason.as_str()));
    Ok(())
}

/// Confirms it, as an administrator of another partner: the factor is off, and every session ends.
///
/// # Errors
/// `NotFound`, or the refusal of the tables; stale where it is another proposal than was read.
pub fn confirm(tx: &mut Tx<'_>, account: AccountId, saw: &Saw) -> Result<()> {
    let action = Action::ConfirmFactorReset;
    let lost: Case<Lost> = tx.case(account)?;
    tx.edit(&lost, action, saw)?;
    tx.note_last(json!({ "proposal": lost.digest }));
    take_off(tx, &lost, action)
}

/// Stops it, as the owner who has lost nothing, or as an administrator.
///
/// # Errors
/// Every fault of the input; `NotFound`, or the refusal of the tables.
pub fn stop(tx: &mut Tx<'_>, account: AccountId, input: &Reasoned) -> Result<()> {
    let action = Action::StopFactorReset;
    let lost: Case<Lost> = tx.case(account)?;
    lost.allows(action, &input.saw())?;
    let reason = input.reason()?;
    tx.begin(&lost, action, lost.matter(), &input.saw())?;
    tx.note_last(json!({ "reason": reason }));
    let (by, now) = (tx.actor().account(), tx.now());
    store::lost::settle_reset(tx.conn, account, ("stopped", by), now)?;
    tell(tx, &lost, action, ("stopped", reason.as_str()));
    Ok(())
}

/// What waits to be vouched for by the operator.
///
/// # Errors
/// `NotFound` where nobody has this address.
pub fn waiting(view: &mut View<'_>, email: &Email) -> Result<Option<FactorReset>> {
    let row = accounts::by_email(view.conn, email.as_str())?;
    let row = row.ok_or(Error::NotFound(MatterKind::Account))?;
    let lost = Lost::of(view.conn, &row)?;
    Ok(lost.proposed(view.conn)?)
}

/// The operator vouches for what an administrator proposed, and they have read: it takes force in a
/// day unless somebody stops it.
///
/// # Errors
/// `NotFound`, or the refusal of the tables; stale where it is another proposal than was read.
pub fn vouch(tx: &mut Tx<'_>, email: &Email, saw: &Saw) -> Result<()> {
    let action = Action::VouchForFactorReset;
    let row = accounts::by_email(tx.conn, email.as_str())?;
    let row = row.ok_or(Error::NotFound(MatterKind::Account))?;
    let lost: Case<Lost> = tx.case(row.id)?;
    tx.edit(&lost, action, saw)?;
    let takes_force = tx.now().plus_seconds(succession::OBJECTION_TIME);
    store::lost::vouch_for_reset(tx.conn, row.id, takes_force)?;
    tx.note_last(json!({ "takes_force_at": takes_force, "proposal": lost.digest }));
    tell(tx, &lost, action, ("vouched", ""));
    Ok(())
}

/// What the operator vouched for and nobody stopped takes force.
///
/// # Errors
/// No answer from the database.
pub fn follow_the_clock(app: &impl Units) -> Result<usize> {
    let due = app.read_now(Actor::Calendar, |view| {
        let now = view.now();
        Ok(store::lost::resets_due(view.conn, now)?)
    })?;
    for account in &due {
        let done = app.write_now(Actor::Calendar, |tx| {
            let action = Action::ResetSecondFactor;
            let lost: Case<Lost> = tx.case(*account)?;
            tx.begin(&lost, action, lost.matter(), &Saw::default())?;
            take_off(tx, &lost, action)
        });
        // Another worker may have been faster, or somebody stopped it; that is no fault.
        if let Err(error) = done
            && !matches!(error, Error::Conflict(_))
        {
            return Err(error);
        }
    }
    Ok(due.len())
}

fn take_off(tx: &mut Tx<'_>, lost: &Case<Lost>, action: Action) -> Result<()> {
    let (by, now) = (tx.actor().account(), tx.now());
    store::lost::settle_reset(tx.conn, lost.account, ("done", by), now)?;
    store::remove(tx.conn, lost.account, now)?;
    sessions::end_all(tx.conn, lost.account, None, now)?;
    tell(tx, lost, action, ("done", ""));
    Ok(())
}

/// Tells the owner and every administrator.
fn tell(tx: &mut Tx<'_>, lost: &Lost, action: Action, (outcome, reason): (&str, &str)) {
    let page = format!("/people/{}", lost.account);
    let tidings = Tidings::of(action, lost.matter(), page).to(lost.account);
    let tidings = tidings.saying("person", lost.title());
    tx.tell(tidings.saying("outcome", outcome).saying("reason", reason));
}
