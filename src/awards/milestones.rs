//! Milestones: reported by the applicants, accepted or given back by an officer.

use super::input::Report;
use super::model::{Award, Milestone};
use super::{queries, store};
use crate::case::{Asking, Case, Reasoned, Saw, Subject};
use crate::db::Conn;
use crate::db::tx::{Tidings, Tx};
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, MilestoneId};
use crate::kernel::money::Money;
use crate::kernel::time::Instant;
use crate::ledger::posting::Account;
use crate::ledger::{self, Due, Part};
use crate::rules::condition::Holds;
use crate::rules::lifecycle::{AwardState, MilestoneState};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Matter, Step};
use crate::standing::Place;
use diesel::QueryResult;

/// A milestone within its award.
#[derive(Debug, Clone)]
pub struct Stage {
    pub award: Award,
    pub milestone: Milestone,
}

impl Award {
    /// Each milestone, within the award.
    pub fn stages(&self) -> Vec<Stage> {
        let stage = |milestone: &Milestone| Stage {
            award: self.clone(),
            milestone: milestone.clone(),
        };
        self.milestones.iter().map(stage).collect()
    }
}

/// Reports a milestone.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn report(tx: &mut Tx<'_>, id: MilestoneId, input: &Report) -> Result<()> {
    let mut stage: Case<Stage> = tx.case(id)?;
    stage.allows(Action::ReportMilestone, &input.saw())?;
    let report = input.parse()?;
    tx.take(&mut stage, Action::ReportMilestone, &input.saw())?;
    let (by, now) = (tx.person()?, tx.now());
    store::note_report(tx.conn, id, report.as_str(), (by, now))?;
    tell(tx, &stage, Action::ReportMilestone, "");
    Ok(())
}

/// Gives a reported milestone back.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn give_back(tx: &mut Tx<'_>, id: MilestoneId, input: &Reasoned) -> Result<()> {
    let mut stage: Case<Stage> = tx.case(id)?;
    stage.allows(Action::ReturnMilestone, &input.saw())?;
    let reason = input.reason()?;
    let taken = tx.take(&mut stage, Action::ReturnMilestone, &input.saw())?;
    let (by, now) = (tx.person()?, tx.now());
    store::note_decision(tx.conn, id, Some(reason.as_str()), (by, now))?;
    tx.because(&taken, reason.as_str());
    tell(tx, &stage, Action::ReturnMilestone, reason.as_str());
    Ok(())
}

/// Accepts a reported milestone: its share is earned, and posted.
///
/// # Errors
/// The refusal of the tables.
pub fn accept(tx: &mut Tx<'_>, id: MilestoneId, saw: &Saw) -> Result<()> {
    let mut stage: Case<Stage> = tx.case(id)?;
    let taken = tx.take(&mut stage, Action::AcceptMilestone, saw)?;
    let (by, now) = (tx.person()?, tx.now());
    store::note_decision(tx.conn, id, None, (by, now))?;
    let dues = earned(tx, &stage)?;
    let title = stage.milestone.title.clone();
    ledger::post(
        tx,
        taken.permit(),
        Matter::Milestone(id),
        now.date(),
        &title,
        &dues,
    )?;
    tell(tx, &stage, Action::AcceptMilestone, "");
    Ok(())
}

/// What a milestone earns: in the real book under who pays whom, in the budget book under those
/// whose money it is.
fn earned(tx: &mut Tx<'_>, stage: &Stage) -> Result<Vec<Due>> {
    let mut dues = Vec::new();
    let mut of_pots = Vec::new();
    for amount in store::amounts_of(tx.conn, &[stage.milestone.id])? {
        let mut shares = stage.award.shares.iter();
        let share = shares
            .find(|share| share.id == amount.award_share_id)
            .ok_or_else(|| Error::internal("an instalment of no share"))?;
        let money = |minor| Money::from_minor(minor, share.granted.currency());
        of_pots.push((share.pot, money(amount.earned_minor)));
        for (part, minor) in [
            (Part::Recovered, amount.recovered_minor),
            (Part::Retained, amount.retained_minor),
            (Part::Net, amount.net_minor),
        ] {
            dues.push(Due {
                part,
                money: money(minor),
                partner: Some(share.payer),
                pot: Some(share.pot),
                award: Some(stage.award.id),
            });
        }
    }
    let award = stage.award.id;
    let of_partners =
        ledger::parts::drawn(tx.conn, Account::Committed, Part::Earned, award, of_pots)?;
    dues.extend(of_partners);
    Ok(dues)
}

fn tell(tx: &mut Tx<'_>, stage: &Stage, action: Action, reason: &str) {
    let (award, milestone) = (&stage.award, &stage.milestone);
    let matter = Matter::Milestone(milestone.id);
    tx.tell(
        Tidings::of(action, matter, format!("/awards/{}", award.id))
            .for_application(award.application)
            .saying("title", &award.title)
            .saying("number", &award.number)
            .saying("milestone", &milestone.title)
            .saying("outcome", milestone.state.code())
            .saying("reason", reason),
    );
}

impl Subject for Stage {
    type Id = MilestoneId;
    type State = MilestoneState;
    const BEGINS: &'static [Action] = &[];

    fn lock(conn: &mut Conn, id: MilestoneId) -> Result<Self> {
        let award =
            store::award_of_milestone(conn, id)?.ok_or(Error::NotFound(MatterKind::Milestone))?;
        store::lock(conn, award)?;
        Self::load(conn, id)
    }

    fn load(conn: &mut Conn, id: MilestoneId) -> Result<Self> {
        let missing = || Error::NotFound(MatterKind::Milestone);
        let award = store::award_of_milestone(conn, id)?.ok_or_else(missing)?;
        let award = queries::load(conn, award)?;
        let mut stages = award.stages().into_iter();
        stages
            .find(|stage| stage.milestone.id == id)
            .ok_or_else(missing)
    }

    fn matter(&self) -> Matter {
        Matter::Milestone(self.milestone.id)
    }

    fn state(&self) -> MilestoneState {
        self.milestone.state
    }

    fn version(&self) -> i32 {
        self.milestone.version
    }

    fn place(&self) -> Place {
        Place {
            partners: Some(self.award.concerned()),
            ..self.award.place()
        }
    }

    fn holds(&self, condition: Condition, asking: &Asking) -> Option<Holds> {
        use Condition as C;
        let own = &self.milestone;
        Some(match condition {
            C::AgreementInForce => (self.award.state == AwardState::Active).into(),
            C::EarlierMilestonesAccepted => self
                .award
                .milestones
                .iter()
                .filter(|other| other.position < own.position)
                .all(|other| other.state == MilestoneState::Accepted)
                .into(),
            C::NotTheReporter => (!asking.is_one_of(&[own.reported_by])).into(),
            _ => return None,
        })
    }

    fn people(&self) -> Vec<AccountId> {
        self.milestone.reported_by.into_iter().collect()
    }

    fn title(&self) -> String {
        format!("{} · {}", self.milestone.title, self.award.title)
    }

    fn page(&self) -> Matter {
        Matter::Award(self.award.id)
    }

    fn due(&self, action: Action) -> Option<Instant> {
        self.milestone
            .due_on
            .filter(|_| action == Action::ReportMilestone)?
            .last_moment()
    }

    fn address(&self) -> Vec<(&'static str, String)> {
        vec![
            ("id", self.milestone.id.to_string()),
            ("award", self.award.id.to_string()),
        ]
    }

    fn write(&self, conn: &mut Conn, step: &Step<MilestoneState>) -> QueryResult<usize> {
        store::write_milestone(conn, self.milestone.id, step)
    }

    fn enter(&mut self, state: MilestoneState) {
        self.milestone.state = state;
        self.milestone.version += 1;
    }
}
