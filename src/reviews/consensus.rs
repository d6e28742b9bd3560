//! Consensus: the median of the submitted marks, or what the reviewers agree on with a reason.

use super::input::Settle;
use super::queries::spread;
use super::store;
use crate::applications;
use crate::db::tx::{Change, Tx};
use crate::error::Result;
use crate::kernel::entry::Reading;
use crate::kernel::id::ApplicationId;
use crate::kernel::score::HalfPoints;
use crate::kernel::text::ShortProse;
use crate::rules::lifecycle::ApplicationState;
use crate::rules::{Action, Condition, Facts, Matter, scoring};
use crate::standing;
use serde_json::json;

/// Settles the marks of an application. A divergence without a reason is refused, and so is a mark
/// that differs from the median without one.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn settle(tx: &mut Tx<'_>, application: ApplicationId, input: &Settle) -> Result<()> {
    let action = Action::SettleConsensus;
    let matter = Matter::Application(application);
    let standing = standing::in_unit(tx, matter)?;
    let call = applications::queries::call_of(tx.conn, application)?;
    let state = applications::queries::load(tx.conn, application)?.state;
    let marks = spread(tx.conn, application)?;
    let mut reading = Reading::new();
    let reason = reading.optional::<ShortProse>("reason", &input.reason);
    let mut agreed = Vec::new();
    for criterion in &call.criteria {
        let given: Vec<i32> = marks
            .iter()
            .filter(|mark| mark.1 == criterion.id)
            .map(|mark| mark.2)
            .collect();
        let median = scoring::median(&given).unwrap_or(0);
        let key = criterion.id.to_string();
        let typed = input.marks.get(&key).cloned().unwrap_or_default();
        let path = format!("marks.{key}");
        let mark = reading
            .optional::<HalfPoints>(&path, &typed)
            .map(|mark| mark.map_or(median, HalfPoints::get));
        agreed.push((criterion.id, median, mark, scoring::diverges(&given)));
    }
    let reason = reading.finish(reason)?;
    let differs = agreed.iter().any(|one| one.2 != Some(one.1) || one.3);
    let actor = tx.actor().account();
    let reviewed = store::assignments_of(tx.conn, application)?
        .iter()
        .any(|row| Some(row.account_id) == actor);
    let reviewers = marks
        .iter()
        .map(|mark| mark.0)
        .collect::<std::collections::BTreeSet<_>>();
    let enough = i32::try_from(reviewers.len()).unwrap_or(i32::MAX) >= call.min_reviews;
    let facts = Facts::none()
        .with(Condition::NotTheReviewer, !reviewed)
        .with(Condition::EnoughReviews, enough)
        .with(
            Condition::ConsensusIsOpen,
            state == ApplicationState::UnderReview,
        )
        .with(Condition::DeviationHasReason, !differs || reason.is_some());
    let permit = tx.require(action, &standing, &facts)?;
    applications::actions::proceed(tx, application, permit, &facts)?;
    let (by, now) = (tx.actor().person()?, tx.now());
    let why = reason.as_ref().map(ShortProse::as_str);
    for (criterion, median, mark, _) in &agreed {
        let pair = (*median, mark.unwrap_or(*median));
        store::insert_consensus(tx.conn, (application, *criterion), pair, why, (by, now))?;
    }
    let after: Vec<_> = agreed
        .iter()
        .map(|one| json!({ "criterion": one.0, "median": one.1, "agreed": one.2 }))
        .collect();
    let mut change = Change::under(permit, matter).to(json!({ "half_points": after }));
    change.ground = why.map(str::to_owned);
    tx.record(change);
    Ok(())
}
