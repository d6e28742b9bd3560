//! Rows and SQL of applications.

use super::input::NewDraft;
use super::model::{Attachment, CostCategory, Verdict};
use crate::db::Conn;
use crate::db::schema::{
    application_answers, applications, attachments, budget_lines, countries, eligibility_checks,
    funds, number_series, participants, partners,
};
use crate::kernel::id::{
    AccountId, ApplicationId, AttachmentId, CallId, EligibilityCheckId, OrganisationId,
    ParticipantId, PartnerId, QuestionId, reference_number,
};
use crate::kernel::time::Instant;
use crate::rules::decide::Step;
use crate::rules::lifecycle::ApplicationState;
use diesel::prelude::*;

/// An application as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = applications)]
pub(super) struct Row {
    pub(super) id: ApplicationId,
    pub(super) call_id: CallId,
    pub(super) organisation_id: OrganisationId,
    pub(super) number: Option<String>,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) state: ApplicationState,
    pub(super) started_by: AccountId,
    pub(super) started_at: Instant,
    pub(super) saved_at: Instant,
    pub(super) submitted_by: Option<AccountId>,
    pub(super) submitted_at: Option<Instant>,
    pub(super) submission: Option<String>,
    pub(super) digest: Option<String>,
    pub(super) eligibility_released_at: Option<Instant>,
    pub(super) withdrawn_at: Option<Instant>,
    pub(super) withdrawal_reason: Option<String>,
    pub(super) version: i32,
}

/// A file as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = attachments)]
pub(super) struct FileRow {
    pub(super) id: AttachmentId,
    pub(super) application_id: ApplicationId,
    pub(super) name: String,
    pub(super) media_type: String,
    pub(super) size_bytes: i64,
    pub(super) digest: String,
    pub(super) stored_as: String,
    pub(super) uploaded_by: AccountId,
    pub(super) uploaded_at: Instant,
    pub(super) removed_at: Option<Instant>,
}

impl From<FileRow> for Attachment {
    fn from(row: FileRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            media_type: row.media_type,
            size_bytes: row.size_bytes,
            digest: row.digest,
        }
    }
}

pub(super) fn insert(conn: &mut Conn, row: Row) -> QueryResult<usize> {
    diesel::insert_into(applications::table)
        .values(row)
        .execute(conn)
}

pub(super) fn row(conn: &mut Conn, id: ApplicationId) -> QueryResult<Option<Row>> {
    applications::table.find(id).first(conn).optional()
}

/// Writes a draft over the version that was read; 0 where there is a newer one.
pub(super) fn save(
    conn: &mut Conn,
    id: ApplicationId,
    (title, summary): (&str, &str),
    step: Step<ApplicationState>,
    read: i32,
    now: Instant,
) -> QueryResult<usize> {
    diesel::update(
        applications::table
            .find(id)
            .filter(applications::version.eq(read))
            .filter(applications::state.eq(step.from())),
    )
    .set((
        applications::title.eq(title),
        applications::summary.eq(summary),
        applications::saved_at.eq(now),
        applications::version.eq(applications::version + 1),
    ))
    .execute(conn)
}

/// Writes answers, consortium and budget of a draft anew.
pub(super) fn replace_parts(
    conn: &mut Conn,
    id: ApplicationId,
    draft: &NewDraft,
    questions: &[QuestionId],
) -> QueryResult<()> {
    diesel::delete(application_answers::table.filter(application_answers::application_id.eq(id)))
        .execute(conn)?;
    for question in questions {
        let Some(answer) = draft.answers.get(&question.to_string()) else {
            continue;
        };
        diesel::insert_into(application_answers::table)
            .values((
                application_answers::application_id.eq(id),
                application_answers::question_id.eq(question),
                application_answers::answer.eq(answer),
            ))
            .execute(conn)?;
    }
    let old: Vec<ParticipantId> = participants::table
        .filter(participants::application_id.eq(id))
        .select(participants::id)
        .load(conn)?;
    diesel::delete(budget_lines::table.filter(budget_lines::participant_id.eq_any(&old)))
        .execute(conn)?;
    diesel::delete(participants::table.filter(participants::id.eq_any(&old))).execute(conn)?;
    insert_participants(conn, id, draft)
}

fn insert_participants(conn: &mut Conn, id: ApplicationId, draft: &NewDraft) -> QueryResult<()> {
    let partners: Vec<(String, PartnerId)> = partners::table
        .select((partners::country, partners::id))
        .load(conn)?;
    for (position, one) in (1_i32..).zip(&draft.participants) {
        let participant = ParticipantId::new();
        let country = one.country.as_ref().map(|country| country.as_str());
        let partner = partners
            .iter()
            .find(|known| Some(known.0.as_str()) == country);
        diesel::insert_into(participants::table)
            .values((
                participants::id.eq(participant),
                participants::application_id.eq(id),
                participants::position.eq(position),
                participants::organisation_name.eq(&one.organisation_name),
                participants::country.eq(country),
                participants::registration_number.eq(&one.registration_number),
                participants::contact_name.eq(&one.contact_name),
                participants::contact_email.eq(&one.contact_email),
                participants::partner_id.eq(partner.map(|known| known.1)),
                participants::requested_minor.eq(one.requested.minor()),
            ))
            .execute(conn)?;
        for (category, money) in one.budget.iter().filter(|line| !line.1.is_zero()) {
            diesel::insert_into(budget_lines::table)
                .values((
                    budget_lines::participant_id.eq(participant),
                    budget_lines::category.eq(category),
                    budget_lines::amount_minor.eq(money.minor()),
                ))
                .execute(conn)?;
        }
    }
    Ok(())
}

pub(super) fn country_is_known(conn: &mut Conn, code: &str) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(countries::table.find(code))).get_result(conn)
}

/// Marks an application as submitted, with its number and what exactly was submitted.
pub(super) fn submit(
    conn: &mut Conn,
    id: ApplicationId,
    step: Step<ApplicationState>,
    (number, submission, digest): (&str, &str, &str),
    (by, now): (AccountId, Instant),
    read: i32,
) -> QueryResult<usize> {
    diesel::update(
        applications::table
            .find(id)
            .filter(applications::state.eq(step.from()))
            .filter(applications::version.eq(read)),
    )
    .set((
        applications::state.eq(step.to()),
        applications::number.eq(number),
        applications::submission.eq(submission),
        applications::digest.eq(digest),
        applications::submitted_by.eq(by),
        applications::submitted_at.eq(now),
        applications::version.eq(applications::version + 1),
    ))
    .execute(conn)
}

pub(super) fn withdraw(
    conn: &mut Conn,
    id: ApplicationId,
    step: Step<ApplicationState>,
    reason: &str,
    now: Instant,
) -> QueryResult<usize> {
    diesel::update(
        applications::table
            .find(id)
            .filter(applications::state.eq(step.from())),
    )
    .set((
        applications::state.eq(step.to()),
        applications::withdrawn_at.eq(now),
        applications::withdrawal_reason.eq(reason),
        applications::version.eq(applications::version + 1),
    ))
    .execute(conn)
}

pub(super) fn set_state(
    conn: &mut Conn,
    id: ApplicationId,
    step: Step<ApplicationState>,
) -> QueryResult<usize> {
    diesel::update(
        applications::table
            .find(id)
            .filter(applications::state.eq(step.from())),
    )
    .set((
        applications::state.eq(step.to()),
        applications::version.eq(applications::version + 1),
    ))
    .execute(conn)
}

pub(super) fn note_release(conn: &mut Conn, id: ApplicationId, now: Instant) -> QueryResult<usize> {
    diesel::update(applications::table.find(id))
        .set(applications::eligibility_released_at.eq(now))
        .execute(conn)
}

/// The next public number of a year. The fund's row is the lock.
pub(super) fn next_number(conn: &mut Conn, year: i32) -> QueryResult<String> {
    diesel::update(funds::table)
        .set(funds::version.eq(funds::version + 1))
        .execute(conn)?;
    let prefix: String = funds::table.select(funds::prefix).first(conn)?;
    let counted = diesel::update(number_series::table.find((&prefix, year)))
        .set(number_series::latest.eq(number_series::latest + 1))
        .execute(conn)?;
    if counted == 0 {
        diesel::insert_into(number_series::table)
            .values((
                number_series::prefix.eq(&prefix),
                number_series::year.eq(year),
                number_series::latest.eq(1),
            ))
            .execute(conn)?;
    }
    let latest: i32 = number_series::table
        .find((&prefix, year))
        .select(number_series::latest)
        .first(conn)?;
    Ok(reference_number(&prefix, year, latest))
}

pub(super) fn insert_check(
    conn: &mut Conn,
    application: ApplicationId,
    partner: PartnerId,
    account: AccountId,
    (verdict, reason): (Verdict, &str),
    now: Instant,
) -> QueryResult<usize> {
    diesel::insert_into(eligibility_checks::table)
        .values((
            eligibility_checks::id.eq(EligibilityCheckId::new()),
            eligibility_checks::application_id.eq(application),
            eligibility_checks::partner_id.eq(partner),
            eligibility_checks::account_id.eq(account),
            eligibility_checks::verdict.eq(verdict),
            eligibility_checks::reason.eq(reason),
            eligibility_checks::checked_at.eq(now),
        ))
        .execute(conn)
}

pub(super) fn insert_file(conn: &mut Conn, row: FileRow) -> QueryResult<usize> {
    diesel::insert_into(attachments::table)
        .values(row)
        .execute(conn)
}

/// The files of an application. Its row is locked first where files are about to be counted.
pub(super) fn files(conn: &mut Conn, id: ApplicationId, lock: bool) -> QueryResult<Vec<FileRow>> {
    if lock {
        diesel::update(applications::table.find(id))
            .set(applications::saved_at.eq(applications::saved_at))
            .execute(conn)?;
    }
    attachments::table
        .filter(attachments::application_id.eq(id))
        .filter(attachments::removed_at.is_null())
        .order(attachments::id)
        .load(conn)
}

pub(super) fn file(conn: &mut Conn, id: AttachmentId) -> QueryResult<Option<FileRow>> {
    attachments::table
        .find(id)
        .filter(attachments::removed_at.is_null())
        .first(conn)
        .optional()
}

pub(super) fn remove_file(conn: &mut Conn, id: AttachmentId, now: Instant) -> QueryResult<usize> {
    diesel::update(
        attachments::table
            .find(id)
            .filter(attachments::removed_at.is_null()),
    )
    .set(attachments::removed_at.eq(now))
    .execute(conn)
}

/// How many applications of a call are in one of these states.
pub(super) fn count_in(
    conn: &mut Conn,
    call: CallId,
    states: &[ApplicationState],
) -> QueryResult<i64> {
    applications::table
        .filter(applications::call_id.eq(call))
        .filter(applications::state.eq_any(states))
        .count()
        .get_result(conn)
}

/// Costs of a participant's category.
pub(super) type BudgetColumns = (ParticipantId, CostCategory, i64);
