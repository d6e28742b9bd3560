//! Rows and SQL of applications.

use super::input::NewParticipant;
use super::model::{Attachment, CostCategory, Verdict};
use crate::db::schema::{
    application_answers, applications, attachments, budget_lines, call_partners, calls, countries,
    eligibility_checks, funds, number_series, participants, partners,
};
use crate::db::{Conn, insert_all};
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

/// A participant as it lies in the table.
#[derive(Debug, Insertable)]
#[diesel(table_name = participants)]
struct ParticipantRow<'a> {
    id: ParticipantId,
    application_id: ApplicationId,
    position: i32,
    organisation_name: &'a str,
    country: Option<&'a str>,
    registration_number: &'a str,
    contact_name: &'a str,
    contact_email: &'a str,
    partner_id: Option<PartnerId>,
    requested_minor: i64,
}

/// Writes what has changed in the answers of a draft.
pub(super) fn save_answers(
    conn: &mut Conn,
    id: ApplicationId,
    before: &[(QuestionId, String)],
    after: &[(QuestionId, String)],
) -> QueryResult<()> {
    let of = |question: QuestionId| {
        application_answers::table
            .filter(application_answers::application_id.eq(id))
            .filter(application_answers::question_id.eq(question))
    };
    let gone: Vec<QuestionId> = before
        .iter()
        .map(|one| one.0)
        .filter(|question| !after.iter().any(|one| one.0 == *question))
        .collect();
    if !gone.is_empty() {
        let rows = application_answers::table
            .filter(application_answers::application_id.eq(id))
            .filter(application_answers::question_id.eq_any(gone));
        diesel::delete(rows).execute(conn)?;
    }
    let mut new = Vec::new();
    for (question, answer) in after.iter().filter(|one| !before.contains(one)) {
        if before.iter().any(|one| one.0 == *question) {
            diesel::update(of(*question))
                .set(application_answers::answer.eq(answer))
                .execute(conn)?;
        } else {
            new.push((
                application_answers::application_id.eq(id),
                application_answers::question_id.eq(*question),
                application_answers::answer.eq(answer),
            ));
        }
    }
    insert_all!(conn, application_answers::table, new)
}

/// Writes what has changed in the consortium of a draft. Rows keep their identifiers.
pub(super) fn save_participants(
    conn: &mut Conn,
    id: ApplicationId,
    before: &[NewParticipant],
    after: &[NewParticipant],
    partners: &[(String, PartnerId)],
) -> QueryResult<()> {
    let gone: Vec<ParticipantId> = before
        .iter()
        .map(|one| one.id)
        .filter(|id| !after.iter().any(|one| one.id == *id))
        .collect();
    let touched: Vec<ParticipantId> = before
        .iter()
        .filter(|one| {
            let now = after.iter().find(|now| now.id == one.id);
            now.is_none_or(|now| now.budget != one.budget)
        })
        .map(|one| one.id)
        .collect();
    if !touched.is_empty() {
        diesel::delete(budget_lines::table.filter(budget_lines::participant_id.eq_any(&touched)))
            .execute(conn)?;
    }
    if !gone.is_empty() {
        diesel::delete(participants::table.filter(participants::id.eq_any(&gone))).execute(conn)?;
    }
    let (mut new, mut lines) = (Vec::new(), Vec::new());
    for (position, one) in (1_i32..).zip(after) {
        let row = participant_row(id, position, one, partners);
        let known = before.iter().position(|known| known.id == one.id);
        let known_row = known.and_then(|index| before.get(index));
        let stands = known.is_some_and(|index| i32::try_from(index + 1) == Ok(position));
        match known_row {
            None => new.push(row),
            Some(known) if stands && is_same_row(known, one) => {}
            Some(_) => {
                update_participant(conn, &row)?;
            }
        }
        if known_row.is_none() || touched.contains(&one.id) {
            lines.extend(one.budget.iter().map(|(category, money)| {
                (
                    budget_lines::participant_id.eq(one.id),
                    budget_lines::category.eq(*category),
                    budget_lines::amount_minor.eq(money.minor()),
                )
            }));
        }
    }
    insert_all!(conn, participants::table, new)?;
    insert_all!(conn, budget_lines::table, lines)
}

fn is_same_row(one: &NewParticipant, other: &NewParticipant) -> bool {
    let but_budget = |one: &NewParticipant| NewParticipant {
        budget: Vec::new(),
        ..one.clone()
    };
    but_budget(one) == but_budget(other)
}

fn participant_row<'a>(
    application: ApplicationId,
    position: i32,
    one: &'a NewParticipant,
    partners: &[(String, PartnerId)],
) -> ParticipantRow<'a> {
    let country = one.country.as_deref();
    let partner = partners
        .iter()
        .find(|known| Some(known.0.as_str()) == country);
    ParticipantRow {
        id: one.id,
        application_id: application,
        position,
        organisation_name: &one.organisation_name,
        country,
        registration_number: &one.registration_number,
        contact_name: &one.contact_name,
        contact_email: &one.contact_email,
        partner_id: partner.map(|known| known.1),
        requested_minor: one.requested.minor(),
    }
}

fn update_participant(conn: &mut Conn, row: &ParticipantRow<'_>) -> QueryResult<usize> {
    diesel::update(participants::table.find(row.id))
        .set((
            participants::position.eq(row.position),
            participants::organisation_name.eq(row.organisation_name),
            participants::country.eq(row.country),
            participants::registration_number.eq(row.registration_number),
            participants::contact_name.eq(row.contact_name),
            participants::contact_email.eq(row.contact_email),
            participants::partner_id.eq(row.partner_id),
            participants::requested_minor.eq(row.requested_minor),
        ))
        .execute(conn)
}

/// The party to a call of each country that has one: it pays that country's participants. A partner
/// that joined later changes nothing.
pub(super) fn parties_by_country(
    conn: &mut Conn,
    call: CallId,
) -> QueryResult<Vec<(String, PartnerId)>> {
    partners::table
        .inner_join(call_partners::table)
        .filter(call_partners::call_id.eq(call))
        .select((partners::country, partners::id))
        .load(conn)
}

/// The codes of the countries of the list.
pub(super) fn country_codes(conn: &mut Conn) -> QueryResult<Vec<String>> {
    countries::table.select(countries::code).load(conn)
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

/// Drafts whose deadline has passed.
pub(super) fn drafts_past_their_deadline(
    conn: &mut Conn,
    now: Instant,
) -> QueryResult<Vec<ApplicationId>> {
    applications::table
        .inner_join(calls::table)
        .filter(applications::state.eq(ApplicationState::Draft))
        .filter(calls::deadline_at.le(now))
        .order(applications::id)
        .select(applications::id)
        .load(conn)
}

/// Costs of a participant's category.
pub(super) type BudgetColumns = (ParticipantId, CostCategory, i64);
