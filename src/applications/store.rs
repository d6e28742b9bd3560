//! Rows and SQL of applications, but for what they say.

use super::model::{Dossier, Finding, Registered, Verdict, Window, Writes};
use crate::db::schema::{
    accounts, applications, calls, eligibility_checks, funds, memberships, number_series,
    organisations, participants, partners, recusals, role_grants,
};
use crate::db::{Conn, lock_rows};
use crate::kernel::id::{
    AccountId, ApplicationId, CallId, EligibilityCheckId, OrganisationId, PartnerId,
    reference_number,
};
use crate::kernel::money::{Currency, Money};
use crate::kernel::time::{Instant, Zone};
use crate::kernel::{address, alike};
use crate::rules::capacity::Role;
use crate::rules::decide::Step;
use crate::rules::lifecycle::{ApplicationState, CallState, RoleState};
use crate::rules::recusal::RecusalState;
use crate::rules::visibility;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

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

pub(super) fn insert(conn: &mut Conn, row: Row) -> QueryResult<usize> {
    diesel::insert_into(applications::table)
        .values(row)
        .execute(conn)
}

/// How many drafts a person keeps in a call.
pub(super) fn drafts_of(conn: &mut Conn, by: AccountId, call: CallId) -> QueryResult<i64> {
    applications::table
        .filter(applications::started_by.eq(by))
        .filter(applications::call_id.eq(call))
        .filter(applications::state.eq(ApplicationState::Draft))
        .count()
        .get_result(conn)
}

pub(super) fn row(conn: &mut Conn, id: ApplicationId) -> QueryResult<Option<Row>> {
    applications::table.find(id).first(conn).optional()
}

pub(super) fn lock(conn: &mut Conn, id: ApplicationId) -> QueryResult<()> {
    lock_rows!(conn, applications, [id])
}

/// Writes a step and what comes with it.
pub(super) fn write(
    conn: &mut Conn,
    id: ApplicationId,
    step: &Step<ApplicationState>,
    besides: &Writes,
) -> QueryResult<usize> {
    let raise = visibility::raises(step.from(), step.to());
    diesel::update(applications::table.find(id))
        .filter(applications::state.eq(step.from()))
        .set((
            applications::state.eq(step.to()),
            applications::version.eq(applications::version + raise),
            besides,
        ))
        .execute(conn)
}

type Heading = (
    (
        OrganisationId,
        Option<String>,
        String,
        String,
        ApplicationState,
        i32,
    ),
    (Instant, Option<Instant>, Option<String>, Option<Instant>),
    (CallId, String, CallState, Instant, Zone, Currency, i32, i64),
    (String, String, String),
    Option<(Option<PartnerId>, Seat)>,
    Option<(PartnerId, Verdict, String, Instant)>,
    Option<String>,
);

/// By what a participant is known again: country, register number, address of its contact.
type Seat = (Option<String>, String, String);

/// An application as the law sees it, with the officers who may not judge it while that is asked.
pub(super) fn dossier(conn: &mut Conn, id: ApplicationId) -> QueryResult<Option<Dossier>> {
    let rows = headings(conn, id)?;
    let seats: Vec<Seat> = rows
        .iter()
        .filter_map(|row| row.4.as_ref().map(|one| one.1.clone()))
        .collect();
    let Some(mut dossier) = shape(id, rows) else {
        return Ok(None);
    };
    if dossier.state == ApplicationState::Submitted {
        dossier.insiders = insiders(conn, (id, dossier.organisation), &seats)?;
    }
    Ok(Some(dossier))
}

/// The columns of a heading.
macro_rules! heading {
    () => {
        (
            (
                applications::organisation_id,
                applications::number,
                applications::title,
                applications::summary,
                applications::state,
                applications::version,
            ),
            (
                applications::saved_at,
                applications::submitted_at,
                applications::digest,
                applications::eligibility_released_at,
            ),
            (
                calls::id,
                calls::title,
                calls::state,
                calls::deadline_at,
                calls::deadline_zone,
                calls::currency,
                calls::funding_rate,
                calls::max_grant_minor,
            ),
            (
                organisations::name,
                organisations::country,
                organisations::registration_number,
            ),
            (
                participants::partner_id,
                (
                    participants::country,
                    participants::registration_number,
                    participants::contact_email,
                ),
            )
                .nullable(),
            (
                eligibility_checks::partner_id,
                eligibility_checks::verdict,
                eligibility_checks::reason,
                eligibility_checks::checked_at,
            )
                .nullable(),
            partners::code.nullable(),
        )
    };
}

/// Its heading beside each participant with its partner, and that partner's finding.
fn headings(conn: &mut Conn, id: ApplicationId) -> QueryResult<Vec<Heading>> {
    let of_partner = eligibility_checks::application_id.eq(applications::id).and(
        eligibility_checks::partner_id
            .nullable()
            .eq(participants::partner_id),
    );
    applications::table
        .inner_join(calls::table)
        .inner_join(organisations::table)
        .left_join(participants::table.on(participants::application_id.eq(applications::id)))
        .left_join(eligibility_checks::table.on(of_partner))
        .left_join(partners::table.on(partners::id.eq(eligibility_checks::partner_id)))
        .filter(applications::id.eq(id))
        .order((participants::position, participants::id))
        .select(heading!())
        .load(conn)
}

type Officer = (AccountId, String, Option<(OrganisationId, String, String)>);

/// The eligibility officers who act for the applicant or one of these participants, or are the
/// contact of one.
fn insiders(
    conn: &mut Conn,
    (application, applicant): (ApplicationId, OrganisationId),
    seats: &[Seat],
) -> QueryResult<Vec<AccountId>> {
    // What was typed counts until the secretariat has found nothing in it.
    let dismissed = recusals::table
        .filter(recusals::account_id.eq(accounts::id))
        .filter(recusals::application_id.eq(application))
        .filter(recusals::state.eq_any(RecusalState::OVER));
    let of_account = memberships::table
        .inner_join(organisations::table)
        .on(memberships::account_id.eq(accounts::id));
    let officers: Vec<Officer> = accounts::table
        .inner_join(role_grants::table.on(role_grants::account_id.eq(accounts::id)))
        .left_join(of_account)
        .filter(role_grants::role.eq(Role::EligibilityOfficer))
        .filter(role_grants::state.eq(RoleState::Active))
        .filter(not(exists(dismissed)))
        .order(accounts::id)
        .select((
            accounts::id,
            accounts::email,
            (
                organisations::id,
                organisations::country,
                organisations::registration_number,
            )
                .nullable(),
        ))
        .load(conn)?;
    let keys = |(country, number, contact): &Seat| {
        let number = alike::number_key(number);
        (country.clone(), number, address::key(contact))
    };
    let seats: Vec<Seat> = seats.iter().map(keys).collect();
    let is_theirs = |(_, email, own): &Officer| {
        let email = address::key(email);
        let number = own.as_ref().map(|own| alike::number_key(&own.2));
        let of_seat = |(country, its, contact): &Seat| {
            let by_register = own.as_ref().is_some_and(|own| {
                country.as_ref() == Some(&own.1) && Some(its) == number.as_ref()
            });
            by_register || *contact == email
        };
        own.as_ref().is_some_and(|own| own.0 == applicant) || seats.iter().any(of_seat)
    };
    let mut found: Vec<AccountId> = officers
        .iter()
        .filter(|one| is_theirs(one))
        .map(|one| one.0)
        .collect();
    found.dedup();
    Ok(found)
}

fn shape(id: ApplicationId, rows: Vec<Heading>) -> Option<Dossier> {
    let concerned: BTreeSet<PartnerId> = rows.iter().filter_map(|row| row.4.as_ref()?.0).collect();
    let mut findings = BTreeMap::new();
    let mut heading = None;
    for (own, times, call, organisation, _, finding, code) in rows {
        if let (Some((partner_id, verdict, reason, checked_at)), Some(partner)) = (finding, code) {
            let finding = Finding {
                partner: partner.clone(),
                partner_id,
                verdict,
                reason,
                checked_at,
            };
            findings.insert(partner, finding);
        }
        heading = Some((own, times, call, organisation));
    }
    let (own, times, call, organisation) = heading?;
    let (applicant, number, title, summary, state, version) = own;
    let (saved_at, submitted_at, digest, released_at) = times;
    let (call, call_title, call_state, deadline_at, zone, currency, funding_rate, most) = call;
    let (organisation_name, country, registration_number) = organisation;
    Some(Dossier {
        id,
        window: Window {
            call,
            title: call_title,
            state: call_state,
            deadline_at,
            zone,
            currency,
            funding_rate,
            max_grant: Money::from_minor(most, currency),
        },
        organisation: applicant,
        organisation_name,
        number,
        title,
        summary,
        state,
        version,
        saved_at,
        submitted_at,
        digest,
        released_at,
        concerned: concerned.into_iter().collect(),
        findings: findings.into_values().collect(),
        applicant: Registered {
            country,
            registration_number,
        },
        insiders: Vec::new(),
        writes: Writes::default(),
    })
}

/// When a call takes applications; `None` where there is no such call.
pub(super) fn window(conn: &mut Conn, call: CallId) -> QueryResult<Option<(CallState, Instant)>> {
    calls::table
        .find(call)
        .select((calls::state, calls::deadline_at))
        .first(conn)
        .optional()
}

pub(super) fn set_state(
    conn: &mut Conn,
    id: ApplicationId,
    step: Step<ApplicationState>,
) -> QueryResult<usize> {
    write(conn, id, &step, &Writes::default())
}

/// The next public number of a year. The fund's row is the lock, so the first of a year is no race.
pub(super) fn next_number(conn: &mut Conn, year: i32) -> QueryResult<String> {
    diesel::update(funds::table)
        .set(funds::version.eq(funds::version))
        .execute(conn)?;
    let of_year = number_series::prefix
        .eq(funds::prefix)
        .and(number_series::year.eq(year));
    let (prefix, latest): (String, Option<i32>) = funds::table
        .left_join(number_series::table.on(of_year))
        .select((funds::prefix, number_series::latest.nullable()))
        .first(conn)?;
    let next = latest.unwrap_or(0) + 1;
    if latest.is_some() {
        diesel::update(number_series::table.find((&prefix, year)))
            .set(number_series::latest.eq(next))
            .execute(conn)?;
    } else {
        diesel::insert_into(number_series::table)
            .values((
                number_series::prefix.eq(&prefix),
                number_series::year.eq(year),
                number_series::latest.eq(next),
            ))
            .execute(conn)?;
    }
    Ok(reference_number(&prefix, year, next))
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
