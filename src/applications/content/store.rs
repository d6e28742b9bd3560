//! Rows and SQL of what applications say: answers, consortium, budget, files.

use super::super::input::NewParticipant;
use super::super::model::{Attachment, Land};
use crate::db::dialect::sum_of;
use crate::db::schema::{
    application_answers, applications, attachments, budget_lines, call_partners, calls, countries,
    participants, partners,
};
use crate::db::{Conn, insert_all};
use crate::kernel::id::{
    AccountId, ApplicationId, AttachmentId, CallId, ParticipantId, PartnerId, QuestionId,
};
use crate::kernel::time::Instant;
use diesel::prelude::*;

/// A file as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = attachments)]
pub(in crate::applications) struct FileRow {
    pub(in crate::applications) id: AttachmentId,
    pub(in crate::applications) application_id: ApplicationId,
    pub(in crate::applications) name: String,
    pub(in crate::applications) media_type: String,
    pub(in crate::applications) size_bytes: i64,
    pub(in crate::applications) digest: String,
    pub(in crate::applications) stored_as: String,
    pub(in crate::applications) uploaded_by: AccountId,
    pub(in crate::applications) uploaded_at: Instant,
    pub(in crate::applications) removed_at: Option<Instant>,
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

/// A participant as it lies in the table.
#[derive(Debug, Insertable)]
#[diesel(table_name = participants, treat_none_as_default_value = false)]
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

/// Writes what has changed in the answers of a draft, by two statements at most.
pub(in crate::applications) fn save_answers(
    conn: &mut Conn,
    id: ApplicationId,
    before: &[(QuestionId, String)],
    after: &[(QuestionId, String)],
) -> QueryResult<()> {
    let changed =
        |one: &&(QuestionId, String), others: &[(QuestionId, String)]| !others.contains(one);
    let old: Vec<QuestionId> = before
        .iter()
        .filter(|one| changed(one, after))
        .map(|one| one.0)
        .collect();
    if !old.is_empty() {
        let rows = application_answers::table
            .filter(application_answers::application_id.eq(id))
            .filter(application_answers::question_id.eq_any(old));
        diesel::delete(rows).execute(conn)?;
    }
    let new: Vec<_> = after
        .iter()
        .filter(|one| changed(one, before))
        .map(|(question, answer)| {
            (
                application_answers::application_id.eq(id),
                application_answers::question_id.eq(*question),
                application_answers::answer.eq(answer),
            )
        })
        .collect();
    insert_all!(conn, application_answers::table, new)
}

/// Writes what has changed in the consortium of a draft, by four statements at most, however large
/// it is. Rows keep their identifiers; a changed one is written anew, for nothing but its budget
/// refers to a participant before submission.
pub(in crate::applications) fn save_participants(
    conn: &mut Conn,
    id: ApplicationId,
    before: &[NewParticipant],
    after: &[NewParticipant],
    lands: &[Land],
) -> QueryResult<()> {
    let place =
        |one: &NewParticipant, all: &[NewParticipant]| all.iter().position(|other| other == one);
    let is_changed = |one: &&NewParticipant| place(one, before) != place(one, after);
    let old: Vec<ParticipantId> = before.iter().filter(is_changed).map(|one| one.id).collect();
    if !old.is_empty() {
        let lines = budget_lines::table.filter(budget_lines::participant_id.eq_any(&old));
        diesel::delete(lines).execute(conn)?;
        diesel::delete(participants::table.filter(participants::id.eq_any(&old))).execute(conn)?;
    }
    let (mut new, mut lines) = (Vec::new(), Vec::new());
    for (position, one) in (1_i32..).zip(after).filter(|(_, one)| is_changed(one)) {
        new.push(participant_row(id, position, one, lands));
        lines.extend(one.budget.iter().map(|(category, money)| {
            (
                budget_lines::participant_id.eq(one.id),
                budget_lines::category.eq(*category),
                budget_lines::amount_minor.eq(money.minor()),
            )
        }));
    }
    insert_all!(conn, participants::table, new)?;
    insert_all!(conn, budget_lines::table, lines)
}

fn participant_row<'a>(
    application: ApplicationId,
    position: i32,
    one: &'a NewParticipant,
    lands: &[Land],
) -> ParticipantRow<'a> {
    let country = one.country.as_deref();
    let mut lands = lands.iter();
    let payer = lands.find(|land| Some(land.code.as_str()) == country && land.party.is_some());
    ParticipantRow {
        id: one.id,
        application_id: application,
        position,
        organisation_name: &one.organisation_name,
        country,
        registration_number: &one.registration_number,
        contact_name: &one.contact_name,
        contact_email: &one.contact_email,
        partner_id: payer.and_then(|land| land.party),
        requested_minor: one.requested.minor(),
    }
}

/// The countries of the list, each with the party that pays its participants.
pub(in crate::applications) fn lands(conn: &mut Conn, call: CallId) -> QueryResult<Vec<Land>> {
    let parties = call_partners::call_id
        .eq(call)
        .and(call_partners::partner_id.eq(partners::id));
    let rows: Vec<(String, Option<PartnerId>)> = countries::table
        .left_join(
            partners::table
                .inner_join(call_partners::table.on(parties))
                .on(partners::country.eq(countries::code)),
        )
        .select((countries::code, partners::id.nullable()))
        .load(conn)?;
    let lands = rows.into_iter().map(|(code, party)| Land { code, party });
    Ok(lands.collect())
}

pub(in crate::applications) fn insert_file(conn: &mut Conn, row: FileRow) -> QueryResult<usize> {
    diesel::insert_into(attachments::table)
        .values(row)
        .execute(conn)
}

pub(in crate::applications) fn files(
    conn: &mut Conn,
    id: ApplicationId,
) -> QueryResult<Vec<FileRow>> {
    attachments::table
        .filter(attachments::application_id.eq(id))
        .filter(attachments::removed_at.is_null())
        .order(attachments::id)
        .load(conn)
}

/// Bytes of the files a person has sent to calls whose deadline lies ahead.
pub(in crate::applications) fn bytes_of(
    conn: &mut Conn,
    by: AccountId,
    now: Instant,
) -> QueryResult<i64> {
    attachments::table
        .inner_join(applications::table.inner_join(calls::table))
        .filter(attachments::uploaded_by.eq(by))
        .filter(attachments::removed_at.is_null())
        .filter(calls::deadline_at.gt(now))
        .select(sum_of("size_bytes"))
        .first(conn)
}

pub(in crate::applications) fn file(
    conn: &mut Conn,
    id: AttachmentId,
) -> QueryResult<Option<FileRow>> {
    attachments::table
        .find(id)
        .filter(attachments::removed_at.is_null())
        .first(conn)
        .optional()
}

pub(in crate::applications) fn remove_file(
    conn: &mut Conn,
    id: AttachmentId,
    now: Instant,
) -> QueryResult<usize> {
    diesel::update(
        attachments::table
            .find(id)
            .filter(attachments::removed_at.is_null()),
    )
    .set(attachments::removed_at.eq(now))
    .execute(conn)
}
