//! Applications: begun, saved, withdrawn; and the one way their state changes for other contexts.

use super::input::{Draft, NewDraft, NewParticipant, Start};
use super::model::Application;
use super::queries::load;
use super::store::{self, Row};
use crate::calls::{self, input::WithReason, model::Call};
use crate::db::tx::{Change, Tidings, Tx};
use crate::error::{Error, Result};
use crate::kernel::entry::Reading;
use crate::kernel::fault::Faults;
use crate::kernel::id::{ApplicationId, CallId, OrganisationId, QuestionId};
use crate::kernel::text::Line;
use crate::rules::decide::Step;
use crate::rules::lifecycle::{ApplicationState, State};
use crate::rules::{Action, Condition, Facts, Matter, Permit, decide};
use crate::standing;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Begins an application for an organisation of the actor's.
///
/// # Errors
/// Every fault of the input; the call is not open; the refusal of the tables.
pub fn start(tx: &mut Tx<'_>, call: CallId, input: &Start) -> Result<ApplicationId> {
    let mut reading = Reading::new();
    let organisation = reading.required::<OrganisationId>("organisation", &input.organisation);
    let title = reading.optional::<Line>("title", &input.title);
    let (organisation, title) = reading.finish(organisation.zip(title))?;
    let standing = standing::in_unit(tx, Matter::Organisation(organisation))?;
    let call = calls::queries::load(tx.conn, call)?;
    let facts = Facts::none().with(Condition::CallIsOpen, call.takes_applications(tx.now()));
    let permit = tx.require(Action::StartApplication, &standing, &facts)?;
    let (by, now) = (tx.actor().person()?, tx.now());
    let id = ApplicationId::new();
    let row = Row {
        id,
        call_id: call.id,
        organisation_id: organisation,
        number: None,
        title: title.map(Line::into_string).unwrap_or_default(),
        summary: String::new(),
        state: ApplicationState::FIRST,
        started_by: by,
        started_at: now,
        saved_at: now,
        submitted_by: None,
        submitted_at: None,
        submission: None,
        digest: None,
        eligibility_released_at: None,
        withdrawn_at: None,
        withdrawal_reason: None,
        version: 1,
    };
    store::insert(tx.conn, row)?;
    tx.record(Change::under(permit, Matter::Application(id)).to(json!({ "call": call.id })));
    Ok(id)
}

/// What came of saving a draft.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Saved {
    /// The new version.
    pub version: i32,
    /// What could not be read and is not saved; empty where everything is.
    pub not_saved: Faults,
    /// New rows by the path they were sent under, with the path they have from now on.
    pub renamed: BTreeMap<String, String>,
}

/// Saves a draft. A stale version is refused: nothing is overwritten unseen. With `partly`, what is
/// good is saved although something else is not.
///
/// # Errors
/// Every fault of what is filled in; stale; the deadline has passed; the refusal of the tables.
pub fn save(tx: &mut Tx<'_>, id: ApplicationId, input: &Draft) -> Result<Saved> {
    let read = input.seen()?;
    let (application, call, permit, step) = open_step(tx, id, Action::SaveApplication)?;
    if read != application.version {
        return Err(Error::stale(Action::SaveApplication));
    }
    let countries = store::country_codes(tx.conn)?;
    let draft = input.read(&call, &application, &countries);
    if !draft.faults.is_empty() && !input.partly.is_checked() {
        return Err(draft.faults.into());
    }
    let now = tx.now();
    if store::save(tx.conn, id, (&draft.title, &draft.summary), step, read, now)? == 0 {
        return Err(Error::stale(Action::SaveApplication));
    }
    write_parts(tx, &application, &draft)?;
    let change = Change::under(permit, Matter::Application(id));
    tx.record(
        change
            .from(json!({ "version": read }))
            .to(json!({ "version": read + 1 })),
    );
    Ok(Saved {
        version: read + 1,
        not_saved: draft.faults.moved(&draft.renamed),
        renamed: draft.renamed,
    })
}

fn write_parts(tx: &mut Tx<'_>, application: &Application, draft: &NewDraft) -> Result<()> {
    let answers: Vec<(QuestionId, String)> = application
        .answers
        .iter()
        .map(|one| (one.question, one.answer.clone()))
        .collect();
    store::save_answers(tx.conn, application.id, &answers, &draft.answers)?;
    let before: Vec<NewParticipant> = application
        .participants
        .iter()
        .map(NewParticipant::as_known)
        .collect();
    let partners = store::parties_by_country(tx.conn, application.call)?;
    let after = &draft.participants;
    store::save_participants(tx.conn, application.id, &before, after, &partners)?;
    Ok(())
}

/// Withdraws an application, or discards a draft.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn withdraw(tx: &mut Tx<'_>, id: ApplicationId, input: &WithReason) -> Result<()> {
    let reason = input.parse()?;
    let matter = Matter::Application(id);
    let standing = standing::in_unit(tx, matter)?;
    let application = load(tx.conn, id)?;
    let permit = tx.require(Action::WithdrawApplication, &standing, &Facts::none())?;
    let step = decide::step(
        application.state,
        Action::WithdrawApplication,
        &Facts::none(),
    )?;
    let now = tx.now();
    if store::withdraw(tx.conn, id, step, reason.as_str(), now)? == 0 {
        return Err(Error::stale(Action::WithdrawApplication));
    }
    if let Some(number) = &application.number {
        let tidings = Tidings::of(permit.action(), matter, format!("/applications/{id}"));
        tx.tell(
            tidings
                .saying("title", &application.title)
                .saying("number", number),
        );
    }
    tx.record(
        Change::under(permit, matter)
            .because(reason.as_str())
            .from(json!({ "state": step.from() }))
            .to(json!({ "state": step.to() })),
    );
    Ok(())
}

/// The step of an applicant's action while the call is open.
pub(super) fn open_step(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    action: Action,
) -> Result<(Application, Call, Permit, Step<ApplicationState>)> {
    let standing = standing::in_unit(tx, Matter::Application(id))?;
    let application = load(tx.conn, id)?;
    let call = calls::queries::load(tx.conn, application.call)?;
    let facts = Facts::none().with(Condition::CallIsOpen, call.takes_applications(tx.now()));
    let permit = tx.require(action, &standing, &facts)?;
    let step = decide::step(application.state, action, &facts)?;
    Ok((application, call, permit, step))
}

/// Moves an application on, for the contexts to the right, under a permit they hold.
///
/// # Errors
/// The refusal of the lifecycle; stale.
pub fn proceed(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    permit: Permit,
    facts: &Facts,
) -> Result<Step<ApplicationState>> {
    let row = store::row(tx.conn, id)?.ok_or(Error::NotFound(
        crate::rules::matter::MatterKind::Application,
    ))?;
    let step = decide::step(row.state, permit.action(), facts)?;
    if step.from() != step.to() {
        if store::set_state(tx.conn, id, step)? == 0 {
            return Err(Error::stale(permit.action()));
        }
        tx.record(
            Change::under(permit, Matter::Application(id))
                .from(json!({ "state": step.from() }))
                .to(json!({ "state": step.to() })),
        );
    }
    Ok(step)
}
