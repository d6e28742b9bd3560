//! Applications as pages and API show them.

use super::content;
use super::model::{Application, Dossier, Verdict};
use super::store::{self, Row};
use crate::calls;
use crate::case::{Case, Offer, Offers, Shown, Subject};
use crate::db::Conn;
use crate::db::schema::{applications, calls as call_table, organisations, participants};
use crate::db::tx::{Actor, View};
use crate::error::{Error, Result};
use crate::kernel::id::{ApplicationId, CallId, OrganisationId, PartnerId};
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::kernel::time::Instant;
use crate::rules::capacity::{Capacity, Ground, Scope, Standing};
use crate::rules::lifecycle::{ApplicationState, AssignmentState};
use crate::rules::matter::MatterKind;
use crate::rules::visibility::{self, Sight};
use crate::rules::{Action, Reason, decide};
use crate::standing;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

/// An application in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ApplicationItem {
    pub id: ApplicationId,
    pub call: CallId,
    pub call_title: String,
    pub number: Option<String>,
    pub title: String,
    /// Who leads.
    pub organisation: String,
    /// Where it stands, as this reader may know it.
    pub state: ApplicationState,
    pub submitted_at: Option<Instant>,
}

/// How much of an application a reader sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    Nothing,
    Brief,
    Whole,
}

fn extent(conn: &mut Conn, actor: Actor, dossier: &Case<Dossier>) -> QueryResult<Extent> {
    if dossier.submitted_at.is_none() {
        let sees = dossier.sees(Sight::DraftApplication);
        return Ok(if sees { Extent::Whole } else { Extent::Nothing });
    }
    if dossier.sees(Sight::SubmittedApplication) {
        return Ok(Extent::Whole);
    }
    if dossier.standing().has(Capacity::AssignedReviewer)
        && let Some(account) = actor.account()
    {
        return Ok(match standing::assignment_of(conn, account, dossier.id)? {
            Some(AssignmentState::Clear | AssignmentState::Submitted) => Extent::Whole,
            Some(AssignmentState::Invited) => Extent::Brief,
            _ => Extent::Nothing,
        });
    }
    let sees = dossier.sees(Sight::ApplicationInBrief);
    Ok(if sees { Extent::Brief } else { Extent::Nothing })
}

/// What its applicants see of a state: marks and list are not known before the release.
fn as_told(state: ApplicationState) -> ApplicationState {
    match state {
        ApplicationState::Assessed | ApplicationState::Ranked => ApplicationState::UnderReview,
        other => other,
    }
}

fn is_insider(standing: &Standing) -> bool {
    decide::sees(standing, Sight::EligibilityFindings)
}

/// Where an application stands, as a reader of this standing may know it.
pub fn told_state(standing: &Standing, state: ApplicationState) -> ApplicationState {
    if is_insider(standing) {
        state
    } else {
        as_told(state)
    }
}

fn seen(view: &mut View<'_>, id: ApplicationId) -> Result<(Case<Dossier>, Extent)> {
    let dossier = Dossier::load(view.conn, id)?;
    let dossier = view.case_of(dossier)?;
    let actor = view.actor();
    match extent(view.conn, actor, &dossier)? {
        Extent::Nothing => Err(Error::NotFound(MatterKind::Application)),
        extent => Ok((dossier, extent)),
    }
}

/// The dossier of an application, for those who may know of it.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn dossier(view: &mut View<'_>, id: ApplicationId) -> Result<Case<Dossier>> {
    Ok(seen(view, id)?.0)
}

/// One application, as far as its reader may see it.
///
/// # Errors
/// `NotFound` for those who may not know of it.
pub fn page(view: &mut View<'_>, id: ApplicationId) -> Result<Application> {
    let (dossier, extent) = seen(view, id)?;
    as_seen(view, &dossier, extent)
}

/// One application with what its reader may do, and their standing to it.
///
/// # Errors
/// `NotFound` for those who may not know of it.
pub fn with_offers(
    view: &mut View<'_>,
    id: ApplicationId,
) -> Result<(Shown<Application>, Standing)> {
    let (dossier, extent) = seen(view, id)?;
    let thing = as_seen(view, &dossier, extent)?;
    let offers = offers(&dossier, &thing);
    Ok((Shown { thing, offers }, dossier.standing().clone()))
}

fn as_seen(view: &mut View<'_>, dossier: &Case<Dossier>, extent: Extent) -> Result<Application> {
    let mut application = content::whole(view.conn, dossier)?;
    application.state = told_state(dossier.standing(), application.state);
    if !is_insider(dossier.standing()) {
        if dossier.released_at.is_some() && application.state == ApplicationState::Ineligible {
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
    let dossier = Dossier::load(conn, id)?;
    let mut application = content::whole(conn, &dossier)?;
    application.state = as_told(application.state);
    application.findings.clear();
    if is_brief {
        shorten(&mut application);
    }
    Ok(application)
}

/// What the law offers, a file's removal for each file. Where the state is not known to the reader,
/// no refusal tells it.
fn offers(dossier: &Case<Dossier>, application: &Application) -> Offers {
    let knows_the_state = application.state == dossier.state;
    let mut offers = Vec::new();
    for offer in dossier.offers().0 {
        let tells_the_state = offer
            .refused
            .is_some_and(|refusal| matches!(refusal.reason, Reason::WrongState { .. }));
        if tells_the_state && !knows_the_state {
            continue;
        }
        if offer.action != Action::RemoveFile {
            offers.push(offer);
            continue;
        }
        offers.extend(application.attachments.iter().map(|file| {
            let mut address = offer.address.clone();
            address.push(("file", file.id.to_string()));
            Offer {
                address,
                ..offer.clone()
            }
        }));
    }
    Offers(offers)
}

/// An application with its parts, whoever asks; for actions and other contexts.
///
/// # Errors
/// `NotFound` where there is none.
pub fn load(conn: &mut Conn, id: ApplicationId) -> Result<Application> {
    let dossier = Dossier::load(conn, id)?;
    content::whole(conn, &dossier)
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
    view.actor().person()?;
    let reach = Reach::of(&view.ground()?);
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
                .eq_any(reach.own)
                .or(applications::submitted_at.is_not_null().and(
                    applications::id
                        .eq_any(concerned)
                        .or(applications::id.eq_any(reach.substituted))
                        .or(reach.everything.into_sql::<diesel::sql_types::Bool>())
                        .and(applications::id.ne_all(reach.recused)),
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
    let page = Page::cut(rows, |row| row.0.id.to_string());
    Ok(page.map(|row| item(row, reach.is_insider)))
}

fn item((row, call_title, organisation): (Row, String, String), insider: bool) -> ApplicationItem {
    ApplicationItem {
        id: row.id,
        call: row.call_id,
        call_title,
        number: row.number,
        title: row.title,
        organisation,
        state: if insider {
            row.state
        } else {
            as_told(row.state)
        },
        submitted_at: row.submitted_at,
    }
}

/// How far a person reaches into applications: their organisations', and by their roles.
struct Reach {
    own: Vec<OrganisationId>,
    everything: bool,
    partners: Vec<PartnerId>,
    /// The applications in which one is a substitute.
    substituted: Vec<ApplicationId>,
    /// The applications from which one stands aside.
    recused: Vec<ApplicationId>,
    is_insider: bool,
}

impl Reach {
    fn of(ground: &Ground) -> Self {
        let seen_by =
            visibility::row(Sight::SubmittedApplication).map_or(&[][..], |row| row.capacities);
        let insiders =
            visibility::row(Sight::EligibilityFindings).map_or(&[][..], |row| row.capacities);
        let own = ground.memberships.iter().map(|one| one.organisation);
        let mut reach = Self {
            own: own.collect(),
            everything: false,
            partners: Vec::new(),
            substituted: Vec::new(),
            recused: ground.recused.clone(),
            is_insider: false,
        };
        for held in &ground.roles {
            if !seen_by.contains(&held.role.capacity()) {
                continue;
            }
            reach.is_insider |= insiders.contains(&held.role.capacity());
            match held.scope {
                Scope::Fund => reach.everything = true,
                Scope::Partner => reach.partners.extend(held.partner),
                Scope::Call => {}
                Scope::Application => reach.substituted.extend(held.application),
            }
        }
        reach
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
