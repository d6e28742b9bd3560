//! The course of a call, its parties with their approvals, and the milestones of every award of it.

use super::Told;
use crate::calls::model::Party;
use crate::rules::lifecycle::CallState;
use crate::rules::visibility::Sight;
use crate::web::layout::initials;
use crate::web::parts::{Seat, Stage, Stands, Way};

/// What a call goes through, named by its states.
const COURSE: [CallState; 6] = [
    CallState::Draft,
    CallState::InApproval,
    CallState::Open,
    CallState::InEvaluation,
    CallState::Decided,
    CallState::Awarding,
];

/// Which of them it is in.
fn place(state: CallState) -> Option<usize> {
    use CallState as S;
    match state {
        S::Draft => Some(0),
        S::InApproval => Some(1),
        S::Published | S::Open => Some(2),
        S::Closed | S::InEvaluation => Some(3),
        S::Ranked | S::Decided => Some(4),
        S::Awarding => Some(5),
        S::Cancelled => None,
    }
}

impl Told<'_> {
    pub(super) fn way(&self) -> Way {
        let (say, call) = (self.say, self.call);
        let now = place(call.state);
        let mut stages: Vec<Stage> = (0..)
            .zip(COURSE)
            .map(|(index, state)| Stage {
                name: match (state, call.state) {
                    // It opens on the day that stands below.
                    (CallState::Open, CallState::Published) => say.state(call.state),
                    _ => say.state(state),
                },
                stands: match now {
                    Some(now) if index < now => Stands::Done,
                    Some(now) if index == now => Stands::Now,
                    _ => Stands::Ahead,
                },
                lines: self.lines(state),
            })
            .collect();
        if now.is_none() {
            stages.truncate(1);
            stages.push(Stage {
                name: say.state(call.state),
                stands: Stands::Off,
                lines: Vec::new(),
            });
        }
        Way {
            label: say.t("heading-timetable"),
            stages,
        }
    }

    fn lines(&self, state: CallState) -> Vec<String> {
        let (say, call) = (self.say, self.call);
        match state {
            CallState::Open => vec![
                say.instant_in(call.opens_at, &call.zone),
                format!("– {}", say.instant_in(call.deadline_at, &call.zone)),
            ],
            _ => Vec::new(),
        }
    }

    /// Every party; with its approval for those who see drafts.
    pub(super) fn parties(&self) -> Vec<Seat> {
        let sees = self.course.sees(Sight::UnpublishedCall);
        let parties = self.call.parties.iter();
        parties.map(|party| self.seat(party, sees)).collect()
    }

    fn seat(&self, party: &Party, sees_approvals: bool) -> Seat {
        let say = self.say;
        let mut approvals = self.call.approvals.iter();
        let approval = approvals.find(|one| one.partner_id == party.partner);
        let mut lines = Vec::new();
        if let Some(one) = approval {
            lines.push(one.by.clone());
            lines.push(say.instant(one.approved_at));
        } else if sees_approvals {
            lines.push(say.t("not-approved"));
        }
        if party.common.is_positive() {
            let part = say.money(&party.common);
            lines.push(say.with("common-part", &[("amount", part.into())]));
        }
        Seat {
            letters: initials(&party.name),
            hue: self.colours.hue(party.partner),
            title: party.name.clone(),
            chip: None,
            lines,
            is_free: sees_approvals && approval.is_none(),
        }
    }

    /// The milestones of every award of the call.
    pub(super) fn milestones(&self) -> Way {
        let say = self.say;
        let stages = self.call.milestones.iter().map(|one| Stage {
            name: one.title.clone(),
            stands: Stands::Ahead,
            lines: vec![
                say.percent(one.share),
                say.with(
                    "due-in_months",
                    &[("months", i64::from(one.due_months).into())],
                ),
            ],
        });
        Way {
            label: say.t("heading-milestones"),
            stages: stages.collect(),
        }
    }
}
