//! What applications in evaluation, their assignments, their call and its list await.
//!
//! An application in evaluation awaits reviewers and settled marks, its assignments a declaration
//! and a review, its call a list, the list votes: each depends on those before it. However many
//! applications there are, they are read together.

use super::project::Projection;
use super::store;
use crate::case::Subject;
use crate::db::Conn;
use crate::decisions::{list::List, room::Room};
use crate::error::Result;
use crate::kernel::id::{ApplicationId, CallId, RankingId};
use crate::reviews::panel::Panel;
use crate::reviews::subject::{Assignment, read_parts};
use crate::rules::Matter;
use crate::rules::lifecycle::{ApplicationState, CallState};

/// Adds what the evaluation of these matters, and the decision on them, awaits now; with the calls
/// of their applications or without.
pub(super) fn add(
    conn: &mut Conn,
    projection: &mut Projection,
    matters: &[Matter],
    with_calls: bool,
) -> Result<()> {
    let mut calls: Vec<CallId> = Vec::new();
    let mut lists: Vec<RankingId> = Vec::new();
    let mut applications: Vec<ApplicationId> = Vec::new();
    for matter in matters {
        match matter {
            Matter::Call(id) => calls.push(*id),
            Matter::Application(id) => applications.push(*id),
            Matter::Ranking(id) => lists.push(*id),
            _ => {}
        }
    }
    for room in Room::in_brief(conn, &calls)? {
        applications.extend_from_slice(room.unsettled());
        projection.add(conn, room)?;
    }
    let own = applications.clone();
    applications.extend(store::reviewed(conn, matters)?);
    let mut beside = add_panels(conn, projection, &applications, &own)?;
    beside.retain(|call| with_calls && !calls.contains(call));
    for room in Room::in_brief(conn, &beside)? {
        projection.add(conn, room)?;
    }
    for list in List::load_many(conn, &lists)? {
        projection.add(conn, list)?;
    }
    Ok(())
}

/// Adds applications with their assignments; gives the calls that are being evaluated. Of one that
/// is no longer under review, and is here for an assignment alone, nothing is replaced: what it
/// awaits is no part of the evaluation.
fn add_panels(
    conn: &mut Conn,
    projection: &mut Projection,
    applications: &[ApplicationId],
    own: &[ApplicationId],
) -> Result<Vec<CallId>> {
    let panels = Panel::in_brief(conn, applications)?;
    let mut assignments: Vec<Assignment> = panels.iter().flat_map(Assignment::all_of).collect();
    read_parts(conn, &mut assignments)?;
    let mut calls = Vec::new();
    for panel in panels {
        if panel.call_state() == CallState::InEvaluation {
            calls.push(panel.call());
        }
        let is_own = own.contains(&panel.application());
        if is_own || panel.state() == ApplicationState::UnderReview {
            projection.add(conn, panel)?;
        }
    }
    for assignment in assignments {
        projection.add(conn, assignment)?;
    }
    Ok(calls)
}
