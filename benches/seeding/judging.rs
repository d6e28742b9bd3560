//! What officers, reviewers and boards make of what came in.

use super::Stage;
use super::chance::Chance;
use super::clerk::{Clerk, Desk, known, said};
use super::people::People;
use super::writing::{Proposal, Round};
use jointfund::applications::eligibility;
use jointfund::applications::model::Dossier;
use jointfund::calls::actions as calls;
use jointfund::calls::subject::Course;
use jointfund::case::Saw;
use jointfund::db::tx::Actor;
use jointfund::decisions::{self, room::Room};
use jointfund::error::{Error, Result};
use jointfund::kernel::id::AccountId;
use jointfund::reviews::panel::Panel;
use jointfund::reviews::subject::Assignment;
use jointfund::reviews::{actions as reviews, assignment, consensus};
use jointfund::rules::Action;
use serde_json::{Value, json};

/// Reviews that each application has.
const REVIEWS: usize = 3;

/// Judges as far as calls of this kind have come.
pub(crate) fn judge(
    clerk: &Clerk,
    people: &People,
    chance: &mut Chance,
    (stage, day): (Stage, i64),
    rounds: &[Round],
    all: &mut Vec<Proposal>,
) -> Result<()> {
    let mut judge = Judge {
        people,
        chance,
        rounds,
        stage,
    };
    match stage {
        Stage::Open => return Ok(()),
        Stage::Closed => return clerk.each(all, |desk, one| judge.check_some(desk, one)),
        _ => {}
    }
    let mut found = Vec::new();
    for one in all.drain(..) {
        found.push((one, false));
    }
    clerk.each(&mut found, |desk, (one, is_eligible)| {
        *is_eligible = judge.check(desk, one)?;
        Ok(())
    })?;
    all.extend(found.into_iter().filter(|one| one.1).map(|one| one.0));
    if stage == Stage::Checked {
        return Ok(());
    }
    clerk.day_comes(day + 38)?;
    clerk.together(1, |desk| judge.begin(desk))?;
    clerk.each(all, |desk, one| judge.review(desk, one))?;
    if matches!(stage, Stage::InReview | Stage::Evaluated) {
        return Ok(());
    }
    clerk.day_comes(day + 44)?;
    for (number, round) in rounds.iter().enumerate() {
        let votes = if stage == Stage::Paid {
            Votes::Released
        } else {
            votes_of(number)
        };
        decide(clerk, people, round, votes)?;
    }
    Ok(())
}

/// How far a list has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Votes {
    Released,
    /// One board has voted.
    Begun,
    /// All have, and nobody was told yet.
    Cast,
}

fn votes_of(number: usize) -> Votes {
    match number % 3 {
        0 => Votes::Released,
        1 => Votes::Begun,
        _ => Votes::Cast,
    }
}

struct Judge<'j> {
    people: &'j People,
    chance: &'j mut Chance,
    rounds: &'j [Round],
    stage: Stage,
}

impl Judge<'_> {
    /// The officer of a partner finds an application in order, or not.
    fn finds(
        &mut self,
        desk: &Desk<'_, '_>,
        one: &Proposal,
        partner: usize,
        verdict: &str,
    ) -> Result<()> {
        let officers = known(self.people.checkers.get(partner), "officer")?;
        let officer = *known(self.chance.pick(officers), "officer")?;
        let reason = if verdict == "eligible" {
            "Registered, accounts filed, civil use; costs follow the call."
        } else {
            "The second member is controlled by the first: they count as one."
        };
        let check = said(json!({ "verdict": verdict, "reason": reason, "digest": one.digest }))?;
        desk.does(officer, |tx| eligibility::check(tx, one.id, &check))
    }

    /// Of some of the applications, one partner has found something.
    fn check_some(&mut self, desk: &Desk<'_, '_>, one: &Proposal) -> Result<()> {
        match one.concerned.first() {
            Some(first) if self.chance.percent(25) => self.finds(desk, one, *first, "eligible"),
            _ => Ok(()),
        }
    }

    /// Every partner concerned finds something, and the secretariat releases it, but for some where
    /// no review follows. Gives whether it is eligible.
    fn check(&mut self, desk: &Desk<'_, '_>, one: &Proposal) -> Result<bool> {
        let is_out = self.chance.percent(10);
        let waits = self.stage == Stage::Checked && self.chance.percent(10);
        let last = one.concerned.len().saturating_sub(1);
        for (place, partner) in one.concerned.iter().enumerate() {
            let verdict = if is_out && place == last {
                "ineligible"
            } else {
                "eligible"
            };
            self.finds(desk, one, *partner, verdict)?;
        }
        if waits {
            return Ok(false);
        }
        let action = if is_out {
            Action::ReleaseIneligible
        } else {
            Action::ReleaseEligible
        };
        desk.does(self.people.secretary, |tx| {
            let saw = Saw::reading::<Dossier>(tx, one.id, action)?;
            eligibility::release(tx, one.id, &saw)
        })?;
        Ok(!is_out)
    }

    /// The evaluation of each call begins.
    fn begin(&self, desk: &Desk<'_, '_>) -> Result<()> {
        for round in self.rounds {
            desk.does(self.people.secretary, |tx| {
                let saw = Saw::reading::<Course>(tx, round.id, Action::BeginEvaluation)?;
                calls::begin_evaluation(tx, round.id, &saw)
            })?;
        }
        Ok(())
    }

    /// Three reviewers are asked, declare, review; the chair settles their marks. Where reviews are
    /// under way, each application has come to some point of it.
    fn review(&mut self, desk: &Desk<'_, '_>, one: &Proposal) -> Result<()> {
        let is_whole = self.stage != Stage::InReview;
        let progress = if is_whole {
            100
        } else {
            self.chance.below(100)
        };
        if progress < 20 {
            return Ok(());
        }
        let base = 5 + self.chance.below(5);
        for (place, reviewer) in self.reviewers()?.into_iter().enumerate() {
            let is_reviewed = is_whole || progress >= 90 || (progress >= 70 && place < 2);
            self.review_of(
                desk,
                one,
                reviewer,
                (progress >= 45, is_reviewed.then_some(base)),
            )?;
        }
        if is_whole {
            desk.does(self.people.chair, |tx| {
                let saw = Saw::reading::<Panel>(tx, one.id, Action::SettleConsensus)?;
                let reason = "Talked over, and agreed on.";
                let settle = said(json!({ "digest": saw.digest, "reason": reason }))?;
                consensus::settle(tx, one.id, &settle)
            })?;
        }
        Ok(())
    }

    /// Three reviewers, each another.
    fn reviewers(&mut self) -> Result<Vec<(AccountId, Actor)>> {
        let mut chosen: Vec<(AccountId, Actor)> = Vec::new();
        while chosen.len() < REVIEWS {
            let one = *known(self.chance.pick(&self.people.reviewers), "reviewer")?;
            if !chosen.contains(&one) {
                chosen.push(one);
            }
        }
        Ok(chosen)
    }

    fn review_of(
        &mut self,
        desk: &Desk<'_, '_>,
        one: &Proposal,
        (account, reviewer): (AccountId, Actor),
        (is_clear, base): (bool, Option<usize>),
    ) -> Result<()> {
        let secretary = self.people.secretary;
        let id = desk.does(secretary, |tx| {
            let saw = Saw::reading::<Panel>(tx, one.id, Action::AssignReviewer)?;
            let due = tx.now().date().plus_days(21).plain_text();
            let assign = json!({ "reviewer": account, "due_on": due, "digest": saw.digest });
            assignment::assign(tx, one.id, &said(assign)?)
        })?;
        if !is_clear {
            return Ok(());
        }
        desk.does(reviewer, |tx| {
            let saw = Saw::reading::<Assignment>(tx, id, Action::DeclareNoConflict)?;
            let clear = said(json!({ "declaration": true, "version": saw.version }))?;
            assignment::declare_clear(tx, id, &clear)
        })?;
        let Some(base) = base else { return Ok(()) };
        let scores = self.scores(one, base)?;
        desk.does(reviewer, |tx| {
            let saw = Saw::reading::<Assignment>(tx, id, Action::SubmitReview)?;
            let review = json!({
                "version": saw.version, "scores": scores,
                "for_applicant": "A sound plan, told so that it can be checked.",
                "for_panel": "I would use it myself.",
            });
            reviews::submit(tx, id, &said(review)?)
        })
    }

    /// Marks around this one, in half points.
    fn scores(&mut self, one: &Proposal, base: usize) -> Result<Value> {
        let round = known(self.rounds.get(one.round), "call")?;
        let mut scores = serde_json::Map::new();
        for criterion in &round.criteria {
            let halves = (base + self.chance.below(3)).min(10);
            let mark = format!("{}.{}", halves / 2, halves % 2 * 5);
            let why = "It says how, by whom and until when.";
            scores.insert(
                criterion.clone(),
                json!({ "mark": mark, "justification": why }),
            );
        }
        Ok(scores.into())
    }
}

/// The list of a call is frozen, voted on and released.
fn decide(clerk: &Clerk, people: &People, round: &Round, votes: Votes) -> Result<()> {
    freeze(clerk, people, round)?;
    let list = clerk.app.read_now(people.secretary, |view| {
        decisions::queries::ranking(view, round.id, None)
    })?;
    let vote = said(json!({ "vote": "approve", "digest": list.digest }))?;
    let boards = if votes == Votes::Begun {
        1
    } else {
        people.boards.len()
    };
    clerk.together(60, |desk| {
        for member in people.boards.iter().take(boards) {
            desk.does(*member, |tx| decisions::actions::vote(tx, round.id, &vote))?;
        }
        if votes != Votes::Released {
            return Ok(());
        }
        desk.does(people.secretary, |tx| {
            let saw = Saw::reading::<decisions::list::List>(tx, list.id, Action::ReleaseDecisions)?;
            decisions::actions::release(tx, round.id, &saw)
        })
    })?;
    clerk.send_letters()
}

/// Freezes the list; where the pots cover only some of several equals, they stand in the order of
/// their numbers.
fn freeze(clerk: &Clerk, people: &People, round: &Round) -> Result<()> {
    let mut order = serde_json::Map::new();
    loop {
        let frozen = clerk.app.write_now(people.secretary, |tx| {
            let saw = Saw::reading::<Room>(tx, round.id, Action::FreezeRanking)?;
            let freeze = json!({ "digest": saw.digest, "order": order, "reason": "By number." });
            decisions::actions::freeze(tx, round.id, &said(freeze)?)
        });
        let faults = match frozen {
            Err(Error::Invalid(faults)) => serde_json::to_value(&faults),
            frozen => return frozen.map(drop),
        };
        let faults = faults.map_err(|error| Error::internal(error.to_string()))?;
        let before = order.len();
        for path in faults.as_object().into_iter().flat_map(|all| all.keys()) {
            if let Some(application) = path.strip_prefix("order.") {
                order.insert(application.to_owned(), (order.len() + 1).into());
            }
        }
        if order.len() == before {
            return Err(Error::internal(format!(
                "the list cannot be frozen: {faults}"
            )));
        }
    }
}
