//! What a person wrote: applications, files, reviews.

use crate::db::Conn;
use crate::db::schema::{
    application_answers, applications, assignments, attachments, call_criteria, call_questions,
    calls, review_scores, reviews,
};
use crate::db::tx::View;
use crate::error::Result;
use crate::kernel::id::{AccountId, ApplicationId, AssignmentId, AttachmentId, ReviewId};
use crate::kernel::score::half_points_text;
use crate::kernel::time::{Date, Instant};
use crate::rules::lifecycle::{ApplicationState, AssignmentState};
use crate::rules::{Matter, decide};
use diesel::prelude::*;
use serde::Serialize;

#[derive(Serialize)]
pub(in crate::own_data) struct OwnApplication {
    id: ApplicationId,
    number: Option<String>,
    call: String,
    state: ApplicationState,
    started_at: Instant,
    submitted_at: Option<Instant>,
    #[serde(flatten)]
    content: Option<Content>,
}

#[derive(Serialize)]
struct Content {
    title: String,
    summary: String,
    answers: Vec<OwnAnswer>,
}

type ApplicationColumns = (
    ApplicationId,
    Option<String>,
    String,
    ApplicationState,
    String,
    String,
    Instant,
    Option<Instant>,
);

/// Applications the person began or submitted, each in the state its page tells them; what stands
/// in them only while they may open them.
/// Participants’ contacts are other people, and stay out.
pub(in crate::own_data) fn applications(
    view: &mut View<'_>,
    account: AccountId,
) -> Result<Vec<OwnApplication>> {
    let is_begun = applications::started_by.eq(account);
    let found: Vec<ApplicationColumns> = applications::table
        .inner_join(calls::table)
        .filter(is_begun.or(applications::submitted_by.eq(account).assume_not_null()))
        .order(applications::id)
        .select((
            applications::id,
            applications::number,
            calls::code,
            applications::state,
            applications::title,
            applications::summary,
            applications::started_at,
            applications::submitted_at,
        ))
        .load(view.conn)?;
    let mut all = Vec::new();
    for (id, number, call, state, title, summary, started_at, submitted_at) in found {
        let (standing, exists) = view.look_at(Matter::Application(id))?;
        let content = match exists {
            true => Some(Content {
                title,
                summary,
                answers: answers(view.conn, id)?,
            }),
            false => None,
        };
        all.push(OwnApplication {
            id,
            number,
            call,
            state: decide::told_state(&standing, state),
            started_at,
            submitted_at,
            content,
        });
    }
    Ok(all)
}

#[derive(Serialize, Queryable)]
struct OwnAnswer {
    question: String,
    answer: String,
}

fn answers(conn: &mut Conn, id: ApplicationId) -> QueryResult<Vec<OwnAnswer>> {
    application_answers::table
        .inner_join(
            call_questions::table.on(call_questions::id.eq(application_answers::question_id)),
        )
        .filter(application_answers::application_id.eq(id))
        .order(call_questions::position)
        .select((call_questions::prompt, application_answers::answer))
        .load(conn)
}

#[derive(Serialize, Queryable)]
pub(in crate::own_data) struct OwnFile {
    id: AttachmentId,
    application: ApplicationId,
    name: String,
    size_bytes: i64,
    digest: String,
    uploaded_at: Instant,
    removed_at: Option<Instant>,
}

pub(in crate::own_data) fn files(conn: &mut Conn, account: AccountId) -> QueryResult<Vec<OwnFile>> {
    attachments::table
        .filter(attachments::uploaded_by.eq(account))
        .order(attachments::id)
        .select((
            attachments::id,
            attachments::application_id,
            attachments::name,
            attachments::size_bytes,
            attachments::digest,
            attachments::uploaded_at,
            attachments::removed_at,
        ))
        .load(conn)
}

#[derive(Serialize)]
pub(in crate::own_data) struct OwnAssignment {
    id: AssignmentId,
    application: ApplicationId,
    state: AssignmentState,
    assigned_at: Instant,
    due_on: Option<Date>,
    declared_at: Option<Instant>,
    #[serde(flatten)]
    words: Option<Words>,
}

#[derive(Serialize)]
struct Words {
    declaration: Option<String>,
    review: Option<OwnReview>,
}

type AssignmentColumns = (
    AssignmentId,
    ApplicationId,
    AssignmentState,
    Instant,
    Option<Date>,
    Option<Instant>,
    Option<String>,
);

/// Assignments, with what the person wrote of each while it is theirs to open.
pub(in crate::own_data) fn reviews(
    view: &mut View<'_>,
    account: AccountId,
) -> Result<Vec<OwnAssignment>> {
    let found: Vec<AssignmentColumns> = assignments::table
        .filter(assignments::account_id.eq(account))
        .order(assignments::id)
        .select((
            assignments::id,
            assignments::application_id,
            assignments::state,
            assignments::assigned_at,
            assignments::due_on,
            assignments::declared_at,
            assignments::declaration,
        ))
        .load(view.conn)?;
    let mut all = Vec::new();
    for (id, application, state, assigned_at, due_on, declared_at, declaration) in found {
        let words = match view.look_at(Matter::Assignment(id))?.1 {
            true => Some(Words {
                declaration,
                review: review(view.conn, id)?,
            }),
            false => None,
        };
        all.push(OwnAssignment {
            id,
            application,
            state,
            assigned_at,
            due_on,
            declared_at,
            words,
        });
    }
    Ok(all)
}

#[derive(Serialize)]
struct OwnReview {
    for_applicant: String,
    for_panel: String,
    saved_at: Instant,
    submitted_at: Option<Instant>,
    marks: Vec<OwnMark>,
}

#[derive(Serialize)]
struct OwnMark {
    criterion: String,
    mark: Option<String>,
    justification: String,
}

fn review(conn: &mut Conn, id: AssignmentId) -> QueryResult<Option<OwnReview>> {
    type Columns = (ReviewId, String, String, Instant, Option<Instant>);
    let found: Option<Columns> = reviews::table
        .filter(reviews::assignment_id.eq(id))
        .select((
            reviews::id,
            reviews::for_applicant,
            reviews::for_panel,
            reviews::saved_at,
            reviews::submitted_at,
        ))
        .first(conn)
        .optional()?;
    let Some((id, for_applicant, for_panel, saved_at, submitted_at)) = found else {
        return Ok(None);
    };
    let marks: Vec<(String, Option<i32>, String)> = review_scores::table
        .inner_join(call_criteria::table)
        .filter(review_scores::review_id.eq(id))
        .order(call_criteria::position)
        .select((
            call_criteria::name,
            review_scores::half_points,
            review_scores::justification,
        ))
        .load(conn)?;
    let mark = |(criterion, half_points, justification): (String, Option<i32>, String)| OwnMark {
        criterion,
        mark: half_points.map(half_points_text),
        justification,
    };
    Ok(Some(OwnReview {
        for_applicant,
        for_panel,
        saved_at,
        submitted_at,
        marks: marks.into_iter().map(mark).collect(),
    }))
}
