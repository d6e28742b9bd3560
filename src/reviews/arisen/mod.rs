//! Conflicts that arise after a reviewer was assigned: they have come to act for an organisation
//! that applies in the call, the one they act for is known by now as one that does, or they stand
//! aside from an application of it.

mod store;

use super::assignment::tell;
use super::model::{Arisen, Origin};
use super::panel::is_released;
use super::store::{lock_all, reviewed_by};
use super::subject::Assignment;
use super::{involvement, queries};
use crate::case::{Case, Subject};
use crate::db::Conn;
use crate::db::tx::{Tidings, Tx};
use crate::error::Result;
use crate::kernel::id::{AccountId, ApplicationId, AssignmentId, CallId, OrganisationId};
use crate::rules::Action;
use crate::rules::lifecycle::{ApplicationState, AssignmentState};
use crate::rules::notice::LetterKind;
use diesel::QueryResult;
use serde_json::json;
use std::collections::BTreeMap;

/// What makes a conflict: from now on these people have one with this organisation.
#[derive(Debug, Clone)]
pub struct Cause {
    pub organisation: OrganisationId,
    pub how: Arisen,
    pub people: Vec<AccountId>,
    pub place: Place,
}

/// Where a conflict is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In every call in which somebody of the organisation’s number applies.
    ItsCalls,
    /// In all of a call: they take part in an application of it that stands.
    Call(CallId),
    /// In one application.
    Application(ApplicationId),
}

/// Shuts people out of what they review in the calls in which their organisation applies, and tells
/// the secretariat once a call. Gives the assignments whose marks counted.
///
/// # Errors
/// The refusal of the tables.
pub fn note_conflicts(tx: &mut Tx<'_>, cause: &Cause) -> Result<Vec<Case<Assignment>>> {
    let reviewed = reviewed_by(tx.conn, &cause.people)?;
    let applications = match cause.place {
        Place::ItsCalls => reviewed,
        Place::Call(call) => store::of_that_call(tx.conn, &reviewed, call)?,
        Place::Application(id) => reviewed.into_iter().filter(|one| *one == id).collect(),
    };
    if applications.is_empty() {
        return Ok(Vec::new());
    }
    lock_all(tx.conn, &applications)?;
    let all = queries::at_work(tx.conn, &applications, &cause.people)?;
    let parts = match cause.place {
        Place::ItsCalls => {
            let calls: Vec<CallId> = all.iter().map(Assignment::call).collect();
            involvement::parts(tx.conn, &calls, &cause.people)?
        }
        _ => Vec::new(),
    };
    let (mut counted, mut noted) = (Vec::new(), BTreeMap::new());
    for assignment in all {
        let stands = assignment.head.state != ApplicationState::Withdrawn;
        let is_open = stands && !is_released(assignment.head.state);
        let takes_part = parts.iter().any(|part| {
            part.person == assignment.row.account_id
                && part.call == assignment.call()
                && part.through == Some(cause.organisation)
        });
        if is_open && (takes_part || cause.place != Place::ItsCalls) {
            let is_in = assignment.state() == AssignmentState::Submitted;
            let case = note(tx, cause, assignment)?;
            let of_call: &mut Vec<Case<Assignment>> = noted.entry(case.call()).or_default();
            of_call.push(case.clone());
            counted.extend(is_in.then_some(case));
        }
    }
    for (call, of_call) in &noted {
        tell_secretariat(tx, *call, of_call)?;
    }
    Ok(counted)
}

fn note(tx: &mut Tx<'_>, cause: &Cause, assignment: Assignment) -> Result<Case<Assignment>> {
    let (action, now) = (Action::NoteConflict, tx.now());
    let mut case = tx.case_from_afar(assignment);
    let taken = tx.follow(&mut case, action)?;
    let from = (cause.organisation, cause.how);
    store::note(tx.conn, case.row.id, from, (case.row.account_id, now))?;
    let after = match cause.how {
        Arisen::Recused => json!({ "how": cause.how }),
        _ => json!({ "organisation": cause.organisation, "how": cause.how }),
    };
    tx.note(&taken, after);
    tell(tx, &case, action, "");
    Ok(case)
}

/// One letter for all that arose at once in a call.
fn tell_secretariat(tx: &mut Tx<'_>, call: CallId, noted: &[Case<Assignment>]) -> Result<()> {
    let mut origins = of_call(tx.conn, call)?;
    origins.retain(|one| noted.iter().any(|case| case.row.id == one.0));
    let (Some(first), Some((_, _, origin))) = (noted.first(), origins.first()) else {
        return Ok(());
    };
    let mut people: Vec<&str> = origins.iter().map(|one| &*one.1).collect();
    people.sort_unstable();
    people.dedup();
    let link = match noted {
        [one] => format!("/applications/{}/evaluation", one.application()),
        _ => format!("/calls/{call}"),
    };
    let count = i64::try_from(noted.len()).unwrap_or(i64::MAX);
    let tidings = Tidings::of(Action::NoteConflict, first.matter(), link)
        .only(LetterKind::ConflictArose)
        .for_application(first.row.application_id)
        .saying("title", first.title())
        .saying("count", count)
        .saying("person", people.join(", "))
        .saying(
            "organisation",
            origin.organisation.as_deref().unwrap_or_default(),
        )
        .saying("how", origin.how.code())
        .saying("reviewers", origin.reviewers);
    tx.tell(tidings);
    Ok(())
}

/// The conflicts that arose in a call, each with its reviewer's name, by one statement.
pub(super) fn of_call(
    conn: &mut Conn,
    call: CallId,
) -> QueryResult<Vec<(AssignmentId, String, Origin)>> {
    let all = store::of_call(conn, call)?;
    let people = |organisation| {
        let own = all.iter().filter(|one| one.organisation == organisation);
        let own = own.filter(|one| one.how != Some(Arisen::Recused));
        let mut people: Vec<_> = own.map(|one| one.reviewer).collect();
        people.sort_unstable();
        people.dedup();
        i64::try_from(people.len()).unwrap_or(i64::MAX)
    };
    let told = all.iter().filter_map(|one| {
        let how = one.how?;
        let is_told = how != Arisen::Recused;
        let origin = Origin {
            organisation: is_told.then(|| one.organisation_name.clone()),
            how,
            reviewers: if is_told { people(one.organisation) } else { 1 },
        };
        Some((one.assignment, one.name.clone(), origin))
    });
    Ok(told.collect())
}
