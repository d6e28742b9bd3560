//! Applications: saved, withdrawn; and the one way their state changes for other contexts.

use super::content::{self, store as parts};
use super::input::{Draft, NewDraft, NewParticipant};
use super::model::{Application, Dossier, Land, Writes};
use super::store;
use crate::case::{Case, Reasoned, Subject};
use crate::db::tx::{Change, Tidings, Tx};
use crate::error::{Error, Result};
use crate::kernel::fault::Faults;
use crate::kernel::id::{ApplicationId, CallId, QuestionId};
use crate::rules::decide::Step;
use crate::rules::lifecycle::ApplicationState;
use crate::rules::{Action, Facts, Matter, Permit, decide};
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use utoipa::ToSchema;

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

/// Saves a draft. With `partly`, what is good is saved although something else is not.
///
/// # Errors
/// Every fault of what is filled in; stale; the deadline has passed; the refusal of the tables.
pub fn save(tx: &mut Tx<'_>, id: ApplicationId, input: &Draft) -> Result<Saved> {
    let (action, saw) = (Action::SaveApplication, input.saw());
    let mut dossier: Case<Dossier> = tx.case(id)?;
    dossier.admits(action, &saw)?;
    let (terms, answers) = content::questions(tx.conn, &dossier)?;
    let participants = content::participants(tx.conn, &dossier)?;
    let known = Application::of(&dossier, terms, answers, participants, Vec::new())?;
    let lands = parts::lands(tx.conn, known.call)?;
    let draft = input.read(&known, &lands);
    if !draft.faults.is_empty() && !input.partly.is_checked() {
        return Err(draft.faults.into());
    }
    let now = tx.now();
    let dossier_now = dossier.thing_mut();
    dossier_now.title.clone_from(&draft.title);
    dossier_now.writes = Writes {
        title: Some(draft.title.clone()),
        summary: Some(draft.summary.clone()),
        saved_at: Some(now),
        ..Writes::default()
    };
    tx.take(&mut dossier, action, &saw)?;
    write_parts(tx, &known, &draft, &lands)?;
    Ok(Saved {
        version: dossier.version(),
        not_saved: draft.faults.moved(&draft.renamed),
        renamed: draft.renamed,
    })
}

fn write_parts(
    tx: &mut Tx<'_>,
    known: &Application,
    draft: &NewDraft,
    lands: &[Land],
) -> Result<()> {
    let answers: Vec<(QuestionId, String)> = known
        .answers
        .iter()
        .map(|one| (one.question, one.answer.clone()))
        .collect();
    parts::save_answers(tx.conn, known.id, &answers, &draft.answers)?;
    let before = known.participants.iter().map(NewParticipant::as_known);
    let before: Vec<NewParticipant> = before.collect();
    parts::save_participants(tx.conn, known.id, &before, &draft.participants, lands)?;
    Ok(())
}

/// Withdraws an application, or discards a draft. Gives its call, and where it stood.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn withdraw(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    input: &Reasoned,
) -> Result<(CallId, ApplicationState)> {
    let action = Action::WithdrawApplication;
    let reason = input.reason()?;
    let mut dossier: Case<Dossier> = tx.case(id)?;
    let now = tx.now();
    dossier.thing_mut().writes = Writes {
        withdrawn_at: Some(now),
        withdrawal_reason: Some(reason.as_str().to_owned()),
        ..Writes::default()
    };
    let taken = tx.take(&mut dossier, action, &input.saw())?;
    tx.because(&taken, reason.as_str());
    if let Some(number) = &dossier.number {
        tx.tell(
            Tidings::of(action, dossier.matter(), format!("/applications/{id}"))
                .saying("title", &dossier.title)
                .saying("number", number),
        );
    }
    Ok((dossier.window.call, taken.from()))
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
