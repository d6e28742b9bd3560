//! The award an application was decided for: offered against the pots, in shares and instalments
//! that are made once, so that no cent is lost or invented later.

use super::actions::post;
use super::schedule::{Schedule, plan};
use super::store::{self, AmountRow, MilestoneRow, Row, ShareRow};
use super::{agreement, queries};
use crate::applications::{self, model::Application};
use crate::calls::{self, model::Call};
use crate::case::{Asking, Case, Saw, Subject};
use crate::db::Conn;
use crate::db::tx::Tx;
use crate::db::unless_duplicate;
use crate::decisions;
use crate::error::{Error, Result};
use crate::fund;
use crate::kernel::digest::sha256_hex;
use crate::kernel::id::{ApplicationId, AwardId, AwardShareId, MilestoneId, ParticipantId, PotId};
use crate::kernel::money::{Money, MoneyError, Rate};
use crate::ledger::posting::Account;
use crate::ledger::{self, Part};
use crate::rules::condition::Holds;
use crate::rules::lifecycle::{ApplicationState, AwardState, MilestoneState, NoState, State};
use crate::rules::{Action, Condition, Facts, Matter, Step};
use crate::standing::Place;
use diesel::QueryResult;
use serde_json::json;

/// What the released decision gives an application, and whether it can be offered now.
#[derive(Debug, Clone)]
pub struct Proposal {
    call: Call,
    application: Application,
    takes: Vec<Take>,
    has_award: bool,
    pots_suffice: bool,
}

/// What a participant takes from a pot.
#[derive(Debug, Clone, Copy)]
struct Take {
    participant: ParticipantId,
    pot: PotId,
    money: Money,
}

/// Offers the award an application was decided for: reserves its money, pot by pot.
///
/// # Errors
/// The refusal of the tables: decided, no other award, and every pot still holds what is taken.
pub fn offer(tx: &mut Tx<'_>, application: ApplicationId, saw: &Saw) -> Result<AwardId> {
    let action = Action::OfferAward;
    let proposal: Case<Proposal> = tx.case(application)?;
    let id = AwardId::new();
    let permit = tx.begin(&proposal, action, Matter::Award(id), saw)?;
    let granted = Money::sum(
        proposal.call.currency,
        proposal.takes.iter().map(|one| one.money),
    )?;
    tx.note_last(json!({ "granted": granted }));
    let of_pots = proposal.takes.iter().map(|one| (one.pot, one.money));
    let dues = ledger::parts::drawn(tx.conn, Account::Available, Part::Whole, id, of_pots)?;
    lay_out(tx, &proposal, id, granted)?;
    let award = queries::load(tx.conn, id)?;
    post(tx, &award, permit, &award.number, &dues)?;
    applications::actions::proceed(tx, application, permit, &Facts::none())?;
    super::actions::tell(tx, &award, action, "");
    Ok(id)
}

/// Writes the award with its shares, milestones and agreement.
fn lay_out(tx: &mut Tx<'_>, proposal: &Proposal, id: AwardId, granted: Money) -> Result<()> {
    let (call, application) = (&proposal.call, &proposal.application);
    let (shares, schedules) = proposal.shares(id)?;
    let milestones = milestones(call, id);
    for milestone in &milestones {
        tx.touch(Matter::Milestone(milestone.id));
    }
    let amounts = amounts(&shares, &schedules, &milestones);
    let fund = fund::queries::name(tx.conn)?.unwrap_or_default();
    let agreement = agreement::text(tx.say(), &fund, call, application, granted, &shares)?;
    let row = Row {
        id,
        application_id: application.id,
        call_id: call.id,
        currency: call.currency,
        granted_minor: granted.minor(),
        state: AwardState::FIRST,
        agreement_digest: sha256_hex(&agreement),
        agreement,
        offered_by: tx.person()?,
        offered_at: tx.now(),
        in_force_at: None,
        version: 1,
    };
    store::insert(tx.conn, row, shares, milestones, amounts)
        .map_err(|error| unless_duplicate(error, Action::OfferAward, "award"))
}

fn milestones(call: &Call, award: AwardId) -> Vec<MilestoneRow> {
    (1_i32..)
        .zip(&call.milestones)
        .map(|(position, one)| MilestoneRow {
            id: MilestoneId::new(),
            award_id: award,
            position,
            title: one.title.clone(),
            share: one.share,
            due_months: one.due_months,
            due_on: None,
            state: MilestoneState::FIRST,
            report: String::new(),
            reported_by: None,
            reported_at: None,
            decided_by: None,
            decided_at: None,
            reason: None,
            version: 1,
        })
        .collect()
}

fn amounts(
    shares: &[ShareRow],
    schedules: &[Schedule],
    milestones: &[MilestoneRow],
) -> Vec<AmountRow> {
    let mut amounts = Vec::new();
    for (share, schedule) in shares.iter().zip(schedules) {
        for (milestone, one) in milestones.iter().zip(&schedule.instalments) {
            amounts.push(AmountRow::new(milestone.id, share.id, one));
        }
    }
    amounts
}

impl Proposal {
    /// The shares with their schedules. The partner of a participant pays what the common pot gives
    /// it.
    fn shares(&self, award: AwardId) -> Result<(Vec<ShareRow>, Vec<Schedule>)> {
        let call = &self.call;
        let rate = |points| Rate::from_basis_points(points).ok_or(MoneyError::OutOfRange);
        let (advance, retention) = (rate(call.advance_rate)?, rate(call.retention_rate)?);
        let weights: Vec<i64> = call
            .milestones
            .iter()
            .map(|one| i64::from(one.share))
            .collect();
        let (mut rows, mut schedules) = (Vec::new(), Vec::new());
        for take in &self.takes {
            let schedule = plan(take.money, advance, retention, &weights)?;
            let mut participants = self.application.participants.iter();
            let payer = participants
                .find(|one| one.id == take.participant)
                .and_then(|one| one.partner)
                .ok_or_else(|| Error::internal("a share for a participant of no partner"))?;
            rows.push(ShareRow {
                id: AwardShareId::new(),
                award_id: award,
                participant_id: take.participant,
                pot_id: take.pot,
                payer_id: payer,
                granted_minor: take.money.minor(),
                advance_minor: schedule.advance.minor(),
                retention_minor: schedule.retention.minor(),
            });
            schedules.push(schedule);
        }
        Ok((rows, schedules))
    }

    fn is_funded(&self) -> bool {
        can_be_funded(self.application.state) && !self.takes.is_empty()
    }
}

/// Whether an application stands where an award can be offered: funded, or its offer was given up.
pub(super) fn can_be_funded(state: ApplicationState) -> bool {
    matches!(state, ApplicationState::Awarded | ApplicationState::Lapsed)
}

fn pots_suffice(conn: &mut Conn, takes: &[Take]) -> Result<bool> {
    let takes: Vec<(PotId, i64)> = takes
        .iter()
        .map(|take| (take.pot, take.money.minor()))
        .collect();
    let pots: Vec<PotId> = takes.iter().map(|take| take.0).collect();
    let free = ledger::balances::available_minor(conn, &pots)?;
    suffice(&takes, &free)
}

/// Whether the pots hold what is taken of each.
pub(super) fn suffice(takes: &[(PotId, i64)], free: &[(PotId, i64)]) -> Result<bool> {
    for (pot, _) in takes {
        let wanted = takes
            .iter()
            .filter(|one| one.0 == *pot)
            .try_fold(0_i64, |sum, one| sum.checked_add(one.1))
            .ok_or(MoneyError::OutOfRange)?;
        let held = free.iter().find(|one| one.0 == *pot).map_or(0, |one| one.1);
        if wanted > held {
            return Ok(false);
        }
    }
    Ok(true)
}

impl Subject for Proposal {
    type Id = ApplicationId;
    type State = NoState;
    const BEGINS: &'static [Action] = &[Action::OfferAward];

    fn lock(conn: &mut Conn, id: ApplicationId) -> Result<Self> {
        let takes = decisions::queries::takes_of(conn, id)?;
        let pots: Vec<PotId> = takes.iter().map(|take| take.1).collect();
        store::lock_pots(conn, &pots)?;
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: ApplicationId) -> Result<Self> {
        let application = applications::queries::load(conn, id)?;
        let call = calls::queries::load(conn, application.call)?;
        let takes: Vec<Take> = decisions::queries::takes_of(conn, id)?
            .into_iter()
            .map(|(participant, pot, minor)| Take {
                participant,
                pot,
                money: Money::from_minor(minor, call.currency),
            })
            .collect();
        Ok(Self {
            has_award: queries::state_of_application(conn, id)?.is_some(),
            pots_suffice: pots_suffice(conn, &takes)?,
            call,
            application,
            takes,
        })
    }

    fn matter(&self) -> Matter {
        Matter::Application(self.application.id)
    }

    fn state(&self) -> NoState {
        NoState::Always
    }

    fn version(&self) -> i32 {
        self.application.version
    }

    fn place(&self) -> Place {
        Place {
            call: Some(self.call.id),
            application: Some(self.application.id),
            organisation: Some(self.application.organisation),
            partners: Some(self.call.parties.iter().map(|one| one.partner).collect()),
            ..Place::default()
        }
    }

    fn holds(&self, condition: Condition, _asking: &Asking) -> Option<Holds> {
        use Condition as C;
        Some(match condition {
            C::NoOtherAward => (!self.has_award).into(),
            C::DecidedToFund => self.is_funded().into(),
            C::PotsSuffice => self.pots_suffice.into(),
            _ => return None,
        })
    }

    fn title(&self) -> String {
        self.application.title.clone()
    }

    fn write(&self, _: &mut Conn, _: &Step<NoState>) -> QueryResult<usize> {
        Ok(0)
    }

    fn enter(&mut self, _: NoState) {}
}
