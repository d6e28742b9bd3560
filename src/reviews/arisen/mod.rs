//! Conflicts that arise after a reviewer was assigned: they have come to act for an organisation
//! that applies in the call.

mod store;

use super::assignment::tell;
use super::panel::is_released;
use super::store::{lock_all, reviewed_by};
use super::subject::Assignment;
use super::{involvement, queries};
use crate::case::{Case, Subject};
use crate::db::Conn;
use crate::db::tx::{Tidings, Tx};
use crate::error::Result;
use crate::kernel::id::{AssignmentId, CallId};
use crate::organisations::model::Joining;
use crate::rules::Action;
use crate::rules::lifecycle::{ApplicationState, AssignmentState};
use crate::rules::notice::LetterKind;
use diesel::QueryResult;
use serde::Serialize;
use utoipa::ToSchema;

/// How a reviewer came to have a conflict.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Origin {
    /// The organisation they act for since.
    pub organisation: String,
    /// Whether its lead invited them, where they had not asked themselves.
    pub by_invitation: bool,
    /// How many reviewers of the call came to act for it after they had been assigned.
    pub reviewers: i64,
}

/// Shuts whoever has joined an organisation out of what they review in the calls in which it
/// applies, and tells the secretariat. Gives the assignments whose marks counted.
///
/// # Errors
/// The refusal of the tables.
pub fn note_conflicts(tx: &mut Tx<'_>, cause: &Case<Joining>) -> Result<Vec<Case<Assignment>>> {
    let person = (cause.account(), cause.email.clone());
    let applications = reviewed_by(tx.conn, person.0)?;
    if applications.is_empty() {
        return Ok(Vec::new());
    }
    lock_all(tx.conn, &applications)?;
    let all = queries::at_work(tx.conn, &applications, person.0)?;
    let calls: Vec<CallId> = all.iter().map(Assignment::call).collect();
    let parts = involvement::parts(tx.conn, &calls, &[person])?;
    let mut counted = Vec::new();
    for assignment in all {
        let stands = assignment.head.state != ApplicationState::Withdrawn;
        let is_open = stands && !is_released(assignment.head.state);
        let competes = parts.iter().any(|part| part.call == assignment.call());
        if is_open && competes {
            let is_in = assignment.state() == AssignmentState::Submitted;
            let case = note(tx, cause, assignment)?;
            counted.extend(is_in.then_some(case));
        }
    }
    Ok(counted)
}

fn note(
    tx: &mut Tx<'_>,
    cause: &Case<Joining>,
    assignment: Assignment,
) -> Result<Case<Assignment>> {
    let (action, now) = (Action::NoteConflict, tx.now());
    let mut case = tx.case_from_afar(assignment);
    tx.follow(&mut case, action)?;
    store::note(tx.conn, case.row.id, cause.id, (cause.account(), now))?;
    tell(tx, &case, action, "");
    let origins = of_call(tx.conn, case.call())?;
    let own = origins.into_iter().find(|one| one.0 == case.row.id);
    if let Some((_, reviewer, origin)) = own {
        let link = format!("/applications/{}/evaluation", case.application());
        let tidings = Tidings::of(action, case.matter(), link).only(LetterKind::ConflictArose);
        let how = if origin.by_invitation {
            "invited"
        } else {
            "asked"
        };
        tx.tell(
            tidings
                .saying("title", case.title())
                .saying("person", reviewer)
                .saying("organisation", origin.organisation)
                .saying("how", how)
                .saying("reviewers", origin.reviewers),
        );
    }
    Ok(case)
}

/// The conflicts that arose in a call, each with its reviewer's name, by one statement.
pub(super) fn of_call(
    conn: &mut Conn,
    call: CallId,
) -> QueryResult<Vec<(AssignmentId, String, Origin)>> {
    let all = store::of_call(conn, call)?;
    let people = |organisation| {
        let own = all.iter().filter(|one| one.organisation == organisation);
        let mut people: Vec<_> = own.map(|one| one.reviewer).collect();
        people.sort_unstable();
        people.dedup();
        i64::try_from(people.len()).unwrap_or(i64::MAX)
    };
    let origin = |one: &store::Arisen| Origin {
        organisation: one.organisation_name.clone(),
        by_invitation: one.by_invitation,
        reviewers: people(one.organisation),
    };
    let told = all.iter();
    Ok(told
        .map(|one| (one.assignment, one.name.clone(), origin(one)))
        .collect())
}
