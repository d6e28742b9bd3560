//! The course of an application, as far as its reader may know it.

use super::Told;
use crate::rules::lifecycle::ApplicationState;
use crate::web::parts::{Stage, Stands, Way};

/// What an application goes through, named by its states.
const COURSE: [ApplicationState; 5] = [
    ApplicationState::Draft,
    ApplicationState::Submitted,
    ApplicationState::Eligible,
    ApplicationState::Assessed,
    ApplicationState::Awarded,
];

/// Where a state stands: how many stages are behind it, and whether it goes on from there.
fn place(state: ApplicationState) -> (usize, Stands) {
    use ApplicationState as S;
    match state {
        S::Draft => (0, Stands::Now),
        S::Missed | S::Withdrawn => (1, Stands::Off),
        S::Submitted => (1, Stands::Now),
        S::Ineligible => (2, Stands::Off),
        S::Eligible => (2, Stands::Now),
        S::UnderReview | S::Assessed => (3, Stands::Now),
        S::Ranked | S::Reserve => (4, Stands::Now),
        S::Rejected | S::Lapsed => (4, Stands::Off),
        S::Awarded => (4, Stands::Done),
    }
}

impl Told<'_> {
    pub(super) fn way(&self) -> Way {
        let state = self.application.state;
        let (behind, stands) = place(state);
        let mut stages: Vec<Stage> = (0..)
            .zip(COURSE)
            .map(|(index, stage)| {
                let is_here = index == behind;
                Stage {
                    // Where it stands is said by its own name.
                    name: self.say.state(if is_here { state } else { stage }),
                    stands: match index {
                        _ if is_here => stands,
                        _ if index < behind => Stands::Done,
                        _ => Stands::Ahead,
                    },
                    lines: self.lines(stage),
                }
            })
            .collect();
        if stands == Stands::Off {
            stages.truncate(behind + 1);
        }
        Way {
            label: self.say.t("field-state"),
            stages,
        }
    }

    fn lines(&self, stage: ApplicationState) -> Vec<String> {
        let (say, application) = (self.say, self.application);
        let zone = &application.terms.window.zone;
        let at = match stage {
            ApplicationState::Draft if application.submitted_at.is_none() => {
                Some(application.saved_at)
            }
            ApplicationState::Submitted => application.submitted_at,
            _ => None,
        };
        at.map(|at| say.instant_in(at, zone)).into_iter().collect()
    }
}
