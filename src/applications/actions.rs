//! Applications: begun, saved, withdrawn; and the one way their state changes for other contexts.

use super::input::{Draft, Start};
use super::model::Application;
use super::queries::load;
use super::store::{self, Row};
use crate::calls::{self, input::WithReason};
use crate::db::tx::{Change, Tidings, Tx};
use crate::error::{Error, Result};
use crate::kernel::entry::{FromEntry, Reading};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::{ApplicationId, CallId, OrganisationId, QuestionId};
use crate::kernel::text::Line;
use crate::rules::decide::Step;
use crate::rules::lifecycle::{ApplicationState, State};
use crate::rules::{Action, Condition, Facts, Matter, Permit, decide};
use crate::standing;
use serde_json::json;

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

/// Saves a draft; gives the new version. A stale version is refused: nothing is overwritten unseen.
///
/// # Errors
/// Every fault of what is filled in; stale; the deadline has passed; the refusal of the tables.
pub fn save(tx: &mut Tx<'_>, id: ApplicationId, input: &Draft) -> Result<i32> {
    let (application, permit, step) = open_step(tx, id, Action::SaveApplication)?;
    let call = calls::queries::load(tx.conn, application.call)?;
    let draft = input.parse(call.currency)?;
    check_countries(tx, input)?;
    check_answers(&call, &draft.answers)?;
    let read = input
        .version
        .as_str()
        .trim()
        .parse()
        .unwrap_or(application.version);
    let now = tx.now();
    if store::save(tx.conn, id, (&draft.title, &draft.summary), step, read, now)? == 0 {
        return Err(Error::stale(Action::SaveApplication));
    }
    let questions: Vec<QuestionId> = call.questions.iter().map(|question| question.id).collect();
    store::replace_parts(tx.conn, id, &draft, &questions)?;
    let change = Change::under(permit, Matter::Application(id));
    tx.record(
        change
            .from(json!({ "version": read }))
            .to(json!({ "version": read + 1 })),
    );
    Ok(read + 1)
}

fn check_countries(tx: &mut Tx<'_>, input: &Draft) -> Result<()> {
    for (index, participant) in input.participants.iter().enumerate() {
        let Ok(country) = crate::kernel::text::Country::from_entry(participant.country.as_str())
        else {
            continue;
        };
        if !store::country_is_known(tx.conn, country.as_str())? {
            let path = format!("participants.{index}.country");
            return Err(Error::at(&path, FaultCode::UnknownCountry));
        }
    }
    Ok(())
}

fn check_answers(
    call: &calls::model::Call,
    answers: &std::collections::BTreeMap<String, String>,
) -> Result<()> {
    let mut faults = Faults::default();
    for question in &call.questions {
        let path = format!("answers.{}", question.id);
        let Some(answer) = answers.get(&question.id.to_string()) else {
            continue;
        };
        let most = usize::try_from(question.max_chars).unwrap_or(usize::MAX);
        if answer.chars().count() > most {
            faults.add(&path, Fault::limited(FaultCode::TooLong, most));
        }
        let is_choice = question.choices.is_empty() || question.choices.contains(answer);
        if !answer.is_empty() && !is_choice {
            faults.add(&path, Fault::new(FaultCode::UnknownChoice));
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults.into())
    }
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
) -> Result<(Application, Permit, Step<ApplicationState>)> {
    let standing = standing::in_unit(tx, Matter::Application(id))?;
    let application = load(tx.conn, id)?;
    let call = calls::queries::load(tx.conn, application.call)?;
    let facts = Facts::none().with(Condition::CallIsOpen, call.takes_applications(tx.now()));
    let permit = tx.require(action, &standing, &facts)?;
    let step = decide::step(application.state, action, &facts)?;
    Ok((application, permit, step))
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
