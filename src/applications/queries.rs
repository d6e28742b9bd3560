//! Applications as pages and API show them.

use super::model::{Answer, Application, BudgetLine, Finding, Participant, Registered, Verdict};
use super::store::{self, BudgetColumns, Row};
use crate::calls;
use crate::db::Conn;
use crate::db::schema::{
    application_answers, applications, budget_lines, call_questions, calls as call_table,
    eligibility_checks, memberships, organisations, participants, partners,
};
use crate::db::tx::{Actor, View};
use crate::error::{Error, Result};
use crate::kernel::id::{
    AccountId, ApplicationId, CallId, OrganisationId, ParticipantId, PartnerId,
};
use crate::kernel::money::{Currency, Money};
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::kernel::time::Instant;
use crate::rules::capacity::{Capacity, Scope, Standing};
use crate::rules::lifecycle::{ApplicationState, AssignmentState};
use crate::rules::matter::MatterKind;
use crate::rules::visibility::{self, Sight};
use crate::rules::{Matter, decide};
use crate::standing;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

/// An application in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ApplicationItem {
    /// Its identifier.
    pub id: ApplicationId,
    /// Its call.
    pub call: CallId,
    /// The call's title.
    pub call_title: String,
    /// Its number.
    pub number: Option<String>,
    /// Its title.
    pub title: String,
    /// Who leads.
    pub organisation: String,
    /// Where it stands, as this reader may know it.
    pub state: ApplicationState,
    /// When it was submitted.
    pub submitted_at: Option<Instant>,
}

/// How much of an application a reader sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    Nothing,
    Brief,
    Whole,
}

fn extent(conn: &mut Conn, actor: Actor, row: &Row, standing: &Standing) -> QueryResult<Extent> {
    if row.submitted_at.is_none() {
        let sees = decide::sees(standing, Sight::DraftApplication);
        return Ok(if sees { Extent::Whole } else { Extent::Nothing });
    }
    if decide::sees(standing, Sight::SubmittedApplication) {
        return Ok(Extent::Whole);
    }
    if standing.has(Capacity::AssignedReviewer)
        && let Some(account) = actor.account()
    {
        return Ok(match standing::assignment_of(conn, account, row.id)? {
            Some(AssignmentState::Clear | AssignmentState::Submitted) => Extent::Whole,
            Some(AssignmentState::Invited) => Extent::Brief,
            _ => Extent::Nothing,
        });
    }
    let sees = decide::sees(standing, Sight::ApplicationInBrief);
    Ok(if sees { Extent::Brief } else { Extent::Nothing })
}

/// What its applicants see of a state: marks and list are not known before the release.
fn shown(state: ApplicationState) -> ApplicationState {
    match state {
        ApplicationState::Assessed | ApplicationState::Ranked => ApplicationState::UnderReview,
        other => other,
    }
}

fn is_insider(standing: &Standing) -> bool {
    decide::sees(standing, Sight::EligibilityFindings)
}

/// One application, as far as its reader may see it.
///
/// # Errors
/// `NotFound` for those who may not know of it.
pub fn page(view: &mut View<'_>, id: ApplicationId) -> Result<Application> {
    let missing = || Error::NotFound(MatterKind::Application);
    let row = store::row(view.conn, id)?.ok_or_else(missing)?;
    let actor = view.actor();
    let standing = view.standing_to(Matter::Application(id))?;
    let extent = extent(view.conn, actor, &row, &standing)?;
    if extent == Extent::Nothing {
        return Err(missing());
    }
    let released = row.eligibility_released_at.is_some();
    let mut application = build(view.conn, row)?;
    let insider = is_insider(&standing);
    if !insider {
        application.state = shown(application.state);
        if released && application.state == ApplicationState::Ineligible {
            application.ineligible_because = application
                .findings
                .iter()
                .filter(|finding| finding.verdict == Verdict::Ineligible)
                .map(|finding| finding.reason.clone())
                .collect();
        }
        application.findings.clear();
    }
    if extent == Extent::Brief {
        shorten(&mut application);
    }
    Ok(application)
}

/// Leaves title, summary and participants.
fn shorten(application: &mut Application) {
    application.is_brief = true;
    application.answers.clear();
    application.attachments.clear();
    for participant in &mut application.participants {
        participant.budget.clear();
        participant.contact_name.clear();
        participant.contact_email.clear();
    }
}

/// An application as its reviewer may see it: in brief before they have declared.
///
/// # Errors
/// `NotFound` where there is none.
pub fn for_reviewer(conn: &mut Conn, id: ApplicationId, is_brief: bool) -> Result<Application> {
    let row = store::row(conn, id)?.ok_or(Error::NotFound(MatterKind::Application))?;
    let mut application = build_unjudged(conn, row)?;
    application.state = shown(application.state);
    if is_brief {
        shorten(&mut application);
    }
    Ok(application)
}

/// An application with its parts, whoever asks; for actions and other contexts.
///
/// # Errors
/// `NotFound` where there is none.
pub fn load(conn: &mut Conn, id: ApplicationId) -> Result<Application> {
    let row = store::row(conn, id)?.ok_or(Error::NotFound(MatterKind::Application))?;
    build(conn, row)
}

fn build(conn: &mut Conn, row: Row) -> Result<Application> {
    let findings = findings(conn, row.id)?;
    Ok(Application {
        findings,
        ..build_unjudged(conn, row)?
    })
}

/// An application without the findings on its eligibility.
fn build_unjudged(conn: &mut Conn, row: Row) -> Result<Application> {
    let place = applications::table
        .inner_join(call_table::table)
        .inner_join(organisations::table)
        .filter(applications::id.eq(row.id))
        .select((
            (
                call_table::title,
                call_table::deadline_at,
                call_table::currency,
            ),
            (
                organisations::name,
                organisations::country,
                organisations::registration_number,
            ),
        ));
    let (of_call, of_organisation) = place.first(conn)?;
    let (call_title, deadline_at, currency): (String, Instant, Currency) = of_call;
    let (organisation_name, country, registration_number) = of_organisation;
    let participants = participants_of(conn, row.id, currency)?;
    let costs = Money::sum(currency, participants.iter().map(|one| one.costs))?;
    let requested = Money::sum(currency, participants.iter().map(|one| one.requested))?;
    Ok(Application {
        id: row.id,
        call: row.call_id,
        call_title,
        deadline_at,
        organisation: row.organisation_id,
        organisation_name,
        number: row.number,
        title: row.title,
        summary: row.summary,
        state: row.state,
        version: row.version,
        saved_at: row.saved_at,
        submitted_at: row.submitted_at,
        digest: row.digest,
        is_brief: false,
        answers: answers(conn, row.id)?,
        participants,
        costs,
        requested,
        attachments: store::files(conn, row.id, false)?
            .into_iter()
            .map(Into::into)
            .collect(),
        findings: Vec::new(),
        ineligible_because: Vec::new(),
        applicant: Registered {
            country,
            registration_number,
        },
    })
}

fn answers(conn: &mut Conn, id: ApplicationId) -> QueryResult<Vec<Answer>> {
    let rows = application_answers::table
        .inner_join(call_questions::table)
        .filter(application_answers::application_id.eq(id))
        .order(call_questions::position)
        .select((
            call_questions::id,
            call_questions::prompt,
            application_answers::answer,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(question, prompt, answer)| Answer {
            question,
            prompt,
            answer,
        })
        .collect())
}

type ParticipantColumns = (
    ParticipantId,
    String,
    Option<String>,
    String,
    String,
    String,
    Option<PartnerId>,
    i64,
);

/// The consortium of an application, its lead first.
///
/// # Errors
/// No answer from the database.
pub fn participants_of(
    conn: &mut Conn,
    id: ApplicationId,
    currency: Currency,
) -> Result<Vec<Participant>> {
    let rows: Vec<ParticipantColumns> = participants::table
        .filter(participants::application_id.eq(id))
        .order(participants::position)
        .select((
            participants::id,
            participants::organisation_name,
            participants::country,
            participants::registration_number,
            participants::contact_name,
            participants::contact_email,
            participants::partner_id,
            participants::requested_minor,
        ))
        .load(conn)?;
    let ids: Vec<ParticipantId> = rows.iter().map(|row| row.0).collect();
    let lines: Vec<BudgetColumns> = budget_lines::table
        .filter(budget_lines::participant_id.eq_any(&ids))
        .load(conn)?;
    rows.into_iter()
        .map(
            |(
                id,
                organisation_name,
                country,
                registration_number,
                contact_name,
                contact_email,
                partner,
                requested,
            )| {
                let budget: Vec<BudgetLine> = lines
                    .iter()
                    .filter(|line| line.0 == id)
                    .map(|line| BudgetLine {
                        category: line.1,
                        amount: Money::from_minor(line.2, currency),
                    })
                    .collect();
                let costs = Money::sum(currency, budget.iter().map(|line| line.amount))?;
                Ok(Participant {
                    id,
                    organisation_name,
                    country,
                    registration_number,
                    contact_name,
                    contact_email,
                    partner,
                    budget,
                    costs,
                    requested: Money::from_minor(requested, currency),
                })
            },
        )
        .collect()
}

fn findings(conn: &mut Conn, id: ApplicationId) -> QueryResult<Vec<Finding>> {
    let rows: Vec<(String, PartnerId, Verdict, String, Instant)> = eligibility_checks::table
        .inner_join(partners::table)
        .filter(eligibility_checks::application_id.eq(id))
        .order(partners::code)
        .select((
            partners::code,
            partners::id,
            eligibility_checks::verdict,
            eligibility_checks::reason,
            eligibility_checks::checked_at,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(
            |(partner, partner_id, verdict, reason, checked_at)| Finding {
                partner,
                partner_id,
                verdict,
                reason,
                checked_at,
            },
        )
        .collect())
}

/// The applications an actor may open, newest first: one's own with drafts; submitted ones for
/// officers, as far as they concern their partner. Narrowed to a call and a state where asked.
///
/// # Errors
/// `Unauthenticated` for visitors.
pub fn list(
    view: &mut View<'_>,
    call: Option<CallId>,
    state: Option<ApplicationState>,
    after: Option<&str>,
) -> Result<Page<ApplicationItem>> {
    let account = view.actor().person()?;
    let reach = Reach::of(view.conn, account)?;
    let own = memberships::table
        .filter(memberships::account_id.eq(account))
        .select(memberships::organisation_id);
    let concerned = participants::table
        .filter(
            participants::partner_id
                .assume_not_null()
                .eq_any(reach.partners),
        )
        .filter(participants::partner_id.is_not_null())
        .select(participants::application_id);
    let mut query = applications::table
        .inner_join(call_table::table)
        .inner_join(organisations::table)
        .filter(
            applications::organisation_id
                .eq_any(own)
                .or(applications::submitted_at.is_not_null().and(
                    applications::id
                        .eq_any(concerned)
                        .or(reach.everything.into_sql::<diesel::sql_types::Bool>()),
                )),
        )
        .order(applications::id.desc())
        .limit(PAGE_SIZE + 1)
        .select((
            applications::all_columns,
            call_table::title,
            organisations::name,
        ))
        .into_boxed();
    if let Some(call) = call {
        query = query.filter(applications::call_id.eq(call));
    }
    if let Some(state) = state {
        query = query.filter(applications::state.eq(state));
    }
    if let Some(id) = after.and_then(key_of).and_then(|key| key.parse().ok()) {
        query = query.filter(applications::id.lt(ApplicationId::from_uuid(id)));
    }
    let rows: Vec<(Row, String, String)> = query.load(view.conn)?;
    let insider = reach.is_insider;
    Ok(
        Page::cut(rows, |row| row.0.id.to_string()).map(|(row, call_title, organisation)| {
            ApplicationItem {
                id: row.id,
                call: row.call_id,
                call_title,
                number: row.number,
                title: row.title,
                organisation,
                state: if insider { row.state } else { shown(row.state) },
                submitted_at: row.submitted_at,
            }
        }),
    )
}

/// How far a person's roles reach into submitted applications.
struct Reach {
    everything: bool,
    partners: Vec<PartnerId>,
    is_insider: bool,
}

impl Reach {
    fn of(conn: &mut Conn, account: AccountId) -> QueryResult<Self> {
        let seen_by =
            visibility::row(Sight::SubmittedApplication).map_or(&[][..], |row| row.capacities);
        let insiders =
            visibility::row(Sight::EligibilityFindings).map_or(&[][..], |row| row.capacities);
        let mut reach = Self {
            everything: false,
            partners: Vec::new(),
            is_insider: false,
        };
        for held in standing::roles(conn, account)? {
            if !seen_by.contains(&held.role.capacity()) {
                continue;
            }
            reach.is_insider |= insiders.contains(&held.role.capacity());
            match held.scope {
                Scope::Fund => reach.everything = true,
                Scope::Partner => reach.partners.extend(held.partner),
                Scope::Call => {}
            }
        }
        Ok(reach)
    }
}

/// The call of an application.
///
/// # Errors
/// `NotFound` where there is none.
pub fn call_of(conn: &mut Conn, id: ApplicationId) -> Result<calls::model::Call> {
    let row = store::row(conn, id)?.ok_or(Error::NotFound(MatterKind::Application))?;
    calls::queries::load(conn, row.call_id)
}

/// The call of an application, and where the application stands.
///
/// # Errors
/// `NotFound` where there is none.
pub fn place(conn: &mut Conn, id: ApplicationId) -> Result<(CallId, ApplicationState)> {
    applications::table
        .find(id)
        .select((applications::call_id, applications::state))
        .first(conn)
        .optional()?
        .ok_or(Error::NotFound(MatterKind::Application))
}

/// An application in short: identifier, number, organisation, state.
pub type Numbered = (
    ApplicationId,
    Option<String>,
    OrganisationId,
    ApplicationState,
);

/// The applications of a call in a state: identifier, number, organisation; for other contexts.
///
/// # Errors
/// No answer from the database.
pub fn of_call(
    conn: &mut Conn,
    call: CallId,
    states: &[ApplicationState],
) -> QueryResult<Vec<Numbered>> {
    applications::table
        .filter(applications::call_id.eq(call))
        .filter(applications::state.eq_any(states))
        .order(applications::number)
        .select((
            applications::id,
            applications::number,
            applications::organisation_id,
            applications::state,
        ))
        .load(conn)
}
