//! Applications as pages and API show them.

mod list;

pub use list::{ApplicationItem, Narrowed, list};

use super::content;
use super::model::{Application, Dossier, Verdict};
use super::store;
use crate::calls;
use crate::case::{Case, Offer, Offers, Shown, Subject};
use crate::db::Conn;
use crate::db::schema::applications;
use crate::db::tx::{Actor, View};
use crate::error::{Error, Result};
use crate::kernel::id::{ApplicationId, CallId, OrganisationId};
use crate::rules::capacity::{Capacity, Standing};
use crate::rules::lifecycle::{ApplicationState, AssignmentState};
use crate::rules::matter::MatterKind;
use crate::rules::visibility::{self, Sight};
use crate::rules::{Action, decide};
use crate::standing;
use diesel::prelude::*;

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

fn is_insider(standing: &Standing) -> bool {
    decide::sees(standing, Sight::EligibilityFindings)
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
    application.state = decide::told_state(dossier.standing(), application.state);
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
    application.state = visibility::told_as(application.state);
    application.findings.clear();
    if is_brief {
        shorten(&mut application);
    }
    Ok(application)
}

/// What the law offers, a file's removal for each file. No refusal tells a state that its reader
/// does not know, nor does one that is missing.
fn offers(dossier: &Case<Dossier>, application: &Application) -> Offers {
    let mut offers = Vec::new();
    for mut offer in dossier.offers().0 {
        let told = |refusal| decide::told_refusal(dossier.standing(), refusal);
        offer.refused = offer.refused.map(told);
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
