//! Consensus: the median of the submitted marks, or what the reviewers agree on with a reason.

pub(super) mod store;

use self::store::{RoundRow, SettledRow};
use super::input::Settle;
use super::model::Mark;
use super::panel::Panel;
use crate::calls::{self, model::Criterion};
use crate::case::{Case, Reasoned, Taken};
use crate::db::tx::Tx;
use crate::error::Result;
use crate::kernel::entry::Reading;
use crate::kernel::id::{ApplicationId, CriterionId};
use crate::kernel::score::HalfPoints;
use crate::kernel::text::ShortProse;
use crate::rules::lifecycle::ApplicationState;
use crate::rules::{Action, Condition, scoring};
use serde_json::json;

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
    let mut panel: Case<Panel> = tx.case(application)?;
    let criteria = calls::queries::criteria(tx.conn, panel.call())?;
    let mut reading = Reading::new();
    let reason = reading.optional::<ShortProse>("reason", &input.reason);
    let settling = read_marks(&mut reading, &criteria, &panel.marks, input);
    let reason = reading.finish(reason)?;
    let deviates = settling.iter().any(|one| one.agreed != one.median);
    let diverges = settling.iter().any(|one| one.diverges);
    let has_reason = reason.is_some();
    panel.know(Condition::DeviationHasReason, !deviates || has_reason);
    panel.know(Condition::DivergenceHasReason, !diverges || has_reason);
    let taken = tx.take(&mut panel, Action::SettleConsensus, &input.saw())?;
    keep(
        tx,
        &panel,
        &taken,
        &settling,
        reason.map(ShortProse::into_string),
    )
}

/// The marks agreed on: what is left out stays the median.
fn read_marks(
    reading: &mut Reading,
    criteria: &[Criterion],
    marks: &[Mark],
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
    criteria.iter().map(read).collect()
}

/// Keeps a settling as the next round.
fn keep(
    tx: &mut Tx<'_>,
    panel: &Panel,
    taken: &Taken<ApplicationState>,
    settling: &[Settling],
    why: Option<String>,
) -> Result<()> {
    let (application, number) = (panel.application(), panel.next_round());
    let round = RoundRow {
        application_id: application,
        round: number,
        reason: why.clone(),
        settled_by: tx.person()?,
        settled_at: tx.now(),
        reopened_by: None,
        reopened_at: None,
        reopened_why: None,
    };
    let settled = settling
        .iter()
        .map(|one| SettledRow {
            application_id: application,
            round: number,
            criterion_id: one.criterion,
            median: one.median,
            agreed: one.agreed,
        })
        .collect();
    let after: Vec<_> = settling
        .iter()
        .map(|one| json!([one.criterion, one.median, one.agreed]))
        .collect();
    tx.note(taken, json!({ "round": number, "half_points": after }));
    if let Some(why) = &why {
        tx.because(taken, why);
    }
    Ok(store::insert_round(tx.conn, round, settled)?)
}

/// Opens settled marks again: reviews can be given back, and the marks are settled anew. The
/// earlier settling stays readable.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn reopen(tx: &mut Tx<'_>, application: ApplicationId, input: &Reasoned) -> Result<()> {
    let reason = input.reason()?;
    let mut panel: Case<Panel> = tx.case(application)?;
    let taken = tx.take(&mut panel, Action::ReopenConsensus, &input.saw())?;
    open(tx, &panel, &taken, Some(reason.as_str()))
}

/// Lets settled marks fall because a review they rest on no longer counts.
///
/// # Errors
/// The refusal of the tables.
pub fn void(tx: &mut Tx<'_>, panel: &mut Case<Panel>, why: Option<&str>) -> Result<()> {
    let taken = tx.follow(panel, Action::VoidConsensus)?;
    open(tx, panel, &taken, why)
}

fn open(
    tx: &mut Tx<'_>,
    panel: &Panel,
    taken: &Taken<ApplicationState>,
    why: Option<&str>,
) -> Result<()> {
    let made = (tx.person()?, tx.now());
    store::reopen_round(tx.conn, panel.application(), made, why)?;
    if let Some(why) = why {
        tx.because(taken, why);
    }
    Ok(())
}
