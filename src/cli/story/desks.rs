//! The last days of the story: something waits on each role's desk.

use super::{Stage, entry, nothing_such};
use crate::awards;
use crate::awards::input::Report;
use crate::awards::milestones::{self, Stage as Milestone};
use crate::awards::model::Award;
use crate::case::Saw;
use crate::db::tx::Actor;
use crate::disbursements::{self, actions};
use crate::error::Result;
use crate::kernel::id::{AwardId, PayoutId};
use crate::rules::Action;
use crate::rules::lifecycle::{AwardState, MilestoneState, PayoutState};

impl Stage<'_> {
    /// What waits when a visitor comes.
    pub(super) fn what_waits(&mut self) -> Result<()> {
        self.eligibility_to_check()?;
        self.call_before_the_boards()?;
        self.day(298);
        for award in self.awards_in_force()? {
            self.money_on_its_way(&award)?;
        }
        // Near money: an administrator of the other partner confirms it.
        let second = ("Lars Winter", "second.approver@bellmark.example");
        self.appoint("administrator1", "approver2", second, ("approver", Some(1)))
    }

    /// For the eligibility officers: a call that has closed, with an application nobody checked.
    fn eligibility_to_check(&self) -> Result<()> {
        self.day(291);
        let text = "Ports that know what leaves their quays: sensors, registers and the people who \
                    read them.";
        let call = self.publish(
            ("PORT-4", "Clean ports", text),
            &["Data centres"],
            (292, 295),
            ["20000", "20000", ""],
        )?;
        self.tick(293)?;
        for index in self.applications_of(4) {
            self.apply(call, index, true)?;
        }
        self.tick(296)
    }

    /// For the boards: a call that none of them has approved yet.
    fn call_before_the_boards(&self) -> Result<()> {
        self.day(297);
        let text = "Heat that leaves a server warms a street: exchangers, contracts and controls \
                    between data centres and the towns around them.";
        self.send(
            ("HEAT-5", "Data centres that warm towns", text),
            &["Data centres"],
            (330, 390),
            ["20000", "20000", ""],
        )?;
        Ok(())
    }

    fn awards_in_force(&self) -> Result<Vec<Award>> {
        let listed = self.read("auditor", |view| awards::queries::list(view, None))?;
        let active = listed
            .items
            .into_iter()
            .filter(|one| one.state == AwardState::Active);
        active
            .map(|one| {
                self.app.read_now(Actor::Operator, |view| {
                    awards::queries::load(view.conn, one.id)
                })
            })
            .collect()
    }

    /// For programme officers, approvers and payment officers: a milestone was reported, a payout
    /// asked for anew waits for its seats, another for its release.
    fn money_on_its_way(&self, award: &Award) -> Result<()> {
        let part = self.cast.application.iter();
        let lead = part
            .filter(|part| part.title == award.title)
            .map(|part| part.lead.clone())
            .next()
            .ok_or_else(|| nothing_such(&award.title))?;
        for id in self.payouts_in(award.id, PayoutState::ApprovedOnce)? {
            let approve = actions::approve;
            self.on_payout("approver1", id, Action::ApprovePayout, approve)?;
        }
        for id in self.payouts_in(award.id, PayoutState::Refused)? {
            let refused = self.app.read_now(Actor::Operator, |view| {
                disbursements::queries::load(view.conn, id)
            })?;
            let share = refused.share.to_string();
            let anew = self.request(award.id, &lead, &share, refused.kind.code(), "")?;
            let verify = actions::verify;
            self.on_payout("programme_officer0", anew, Action::VerifyPayout, verify)?;
        }
        let mut others = award.milestones.iter();
        let accepted = others.any(|one| one.state == MilestoneState::Accepted);
        let next = award
            .milestones
            .iter()
            .find(|one| one.state == MilestoneState::Planned);
        let Some(next) = next.filter(|_| accepted) else {
            return Ok(());
        };
        self.act(&lead, |tx| {
            let saw = Saw::reading::<Milestone>(tx, next.id, Action::ReportMilestone)?;
            let report = Report {
                report: entry(
                    "Two hospitals have used 480 cartridges at the bedside; 97 % of the results \
                     came within twelve minutes. What went wrong, and why, is in the annex.",
                ),
                version: saw.version,
            };
            milestones::report(tx, next.id, &report)
        })
    }

    fn payouts_in(&self, award: AwardId, state: PayoutState) -> Result<Vec<PayoutId>> {
        let found = self.read("auditor", |view| {
            disbursements::queries::list(view, Some(award), Some(state), None)
        })?;
        Ok(found.items.into_iter().map(|one| one.id).collect())
    }
}
