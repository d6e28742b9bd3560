//! Consensus: the median of the submitted marks, or what the reviewers agree on with a reason.

pub(super) mod store;

use self::store::{RoundRow, SettledRow};
use super::input::{Reopen, Settle};
use super::queries::{as_read, spread};
use super::store as reviews;
use crate::applications;
use crate::calls::model::{Call, Criterion};
use crate::db::tx::{Change, Tx};
use crate::error::{Error, Result};
use crate::kernel::entry::Reading;
use crate::kernel::id::{ApplicationId, AssignmentId, CriterionId};
use crate::kernel::score::HalfPoints;
use crate::kernel::text::ShortProse;
use crate::rules::capacity::Standing;
use crate::rules::lifecycle::AssignmentState;
use crate::rules::{Action, Condition, Facts, Matter, Permit, scoring};
use crate::standing;
use serde_json::json;
use std::collections::BTreeSet;

/// A criterion as it is being settled.
struct Settling {
    criterion: CriterionId,
    median: i32,
    agreed: i32,
    diverges: bool,
}

/// Settles the marks of an application. Marks that lie far apart are settled with a reason, and so
/// is a mark that differs from the median.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn settle(tx: &mut Tx<'_>, application: ApplicationId, input: &Settle) -> Result<()> {
    let standing = standing::in_unit(tx, Matter::Application(application))?;
    reviews::lock(tx.conn, application)?;
    let call = applications::queries::call_of(tx.conn, application)?;
    let marks = spread(tx.conn, application)?;
    let mut reading = Reading::new();
    let digest = reading.digest(&input.digest);
    let reason = reading.optional::<ShortProse>("reason", &input.reason);
    let settling = read_marks(&mut reading, &call, &marks, input);
    let (digest, reason) = reading.finish(digest.zip(reason))?;
    let deviates = settling.iter().any(|one| one.agreed != one.median);
    let diverges = settling.iter().any(|one| one.diverges);
    let reviewers: BTreeSet<AssignmentId> = marks.iter().map(|mark| mark.0).collect();
    let enough = i32::try_from(reviewers.len()).unwrap_or(i32::MAX) >= call.min_reviews;
    let has_reason = reason.is_some();
    let facts = Facts::none()
        .with(Condition::NotTheReviewer, !has_reviewed(tx, application)?)
        .with(Condition::EnoughReviews, enough)
        .with(Condition::DeviationHasReason, !deviates || has_reason)
        .with(Condition::DivergenceHasReason, !diverges || has_reason);
    let permit = tx.require(Action::SettleConsensus, &standing, &facts)?;
    demand_read(tx, application, permit, &digest)?;
    applications::actions::proceed(tx, application, permit, &facts)?;
    let why = reason.map(ShortProse::into_string);
    keep(tx, application, permit, &settling, why)
}

/// The marks agreed on: what is left out stays the median.
fn read_marks(
    reading: &mut Reading,
    call: &Call,
    marks: &[(AssignmentId, CriterionId, i32)],
    input: &Settle,
) -> Vec<Settling> {
    let read = |criterion: &Criterion| {
        let of_it = marks.iter().filter(|mark| mark.1 == criterion.id);
        let given: Vec<i32> = of_it.map(|mark| mark.2).collect();
        let median = scoring::median(&given).unwrap_or(0);
        let key = criterion.id.to_string();
        let typed = input.marks.get(&key).cloned().unwrap_or_default();
        let agreed = reading
            .optional::<HalfPoints>(&format!("marks.{key}"), &typed)
            .flatten();
        Settling {
            criterion: criterion.id,
            median,
            agreed: agreed.map_or(median, HalfPoints::get),
            diverges: scoring::diverges(&given),
        }
    };
    call.criteria.iter().map(read).collect()
}

/// Keeps a settling as the next round.
fn keep(
    tx: &mut Tx<'_>,
    application: ApplicationId,
    permit: Permit,
    settling: &[Settling],
    why: Option<String>,
) -> Result<()> {
    let round = RoundRow {
        application_id: application,
        round: next_round(tx, application)?,
        reason: why.clone(),
        settled_by: tx.actor().person()?,
        settled_at: tx.now(),
        reopened_by: None,
        reopened_at: None,
        reopened_why: None,
    };
    let settled = settling
        .iter()
        .map(|one| SettledRow {
            application_id: application,
            round: round.round,
            criterion_id: one.criterion,
            median: one.median,
            agreed: one.agreed,
        })
        .collect();
    let after: Vec<_> = settling
        .iter()
        .map(|one| json!([one.criterion, one.median, one.agreed]))
        .collect();
    let mut change = Change::under(permit, Matter::Application(application))
        .to(json!({ "round": round.round, "half_points": after }));
    change.ground = why;
    tx.record(change);
    Ok(store::insert_round(tx.conn, round, settled)?)
}

/// The reviews that count are those that were read.
fn demand_read(
    tx: &mut Tx<'_>,
    application: ApplicationId,
    permit: Permit,
    read: &str,
) -> Result<()> {
    if read == as_read(tx.conn, application)? {
        return Ok(());
    }
    Err(Error::stale(permit.action()))
}

fn next_round(tx: &mut Tx<'_>, application: ApplicationId) -> Result<i32> {
    let rounds = store::rounds(tx.conn, application)?;
    Ok(rounds.last().map_or(1, |last| last.round + 1))
}

/// Whether the actor's own review of the application counts or is under way.
fn has_reviewed(tx: &mut Tx<'_>, application: ApplicationId) -> Result<bool> {
    let Some(account) = tx.actor().account() else {
        return Ok(false);
    };
    let own = standing::assignment_of(tx.conn, account, application)?;
    Ok(own.is_some_and(|own| AssignmentState::AT_WORK.contains(&own)))
}

/// Opens settled marks again: reviews can be given back, and the marks are settled anew. The
/// earlier settling stays readable.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn reopen(tx: &mut Tx<'_>, application: ApplicationId, input: &Reopen) -> Result<()> {
    let (digest, reason) = input.parse()?;
    let standing = standing::in_unit(tx, Matter::Application(application))?;
    let facts = Facts::none().with(Condition::NotTheReviewer, !has_reviewed(tx, application)?);
    let permit = tx.require(Action::ReopenConsensus, &standing, &facts)?;
    reviews::lock(tx.conn, application)?;
    demand_read(tx, application, permit, &digest)?;
    open(tx, application, permit, Some(reason.as_str()))
}

/// Lets settled marks fall because a review they rest on no longer counts.
///
/// # Errors
/// The refusal of the tables.
pub fn void(
    tx: &mut Tx<'_>,
    application: ApplicationId,
    standing: &Standing,
    why: Option<&str>,
) -> Result<()> {
    let permit = tx.require(Action::VoidConsensus, standing, &Facts::none())?;
    open(tx, application, permit, why)
}

fn open(
    tx: &mut Tx<'_>,
    application: ApplicationId,
    permit: Permit,
    why: Option<&str>,
) -> Result<()> {
    applications::actions::proceed(tx, application, permit, &Facts::none())?;
    let made = (tx.actor().person()?, tx.now());
    store::reopen_round(tx.conn, application, made, why)?;
    let mut change = Change::under(permit, Matter::Application(application));
    change.ground = why.map(str::to_owned);
    tx.record(change);
    Ok(())
}
