//! Submission: all or nothing, every problem at once, strictly before the deadline.

use super::budget;
use super::consortium;
use super::content;
use super::model::Writes;
use super::model::{Application, Dossier};
use super::store;
use crate::case::{Case, Saw, Subject};
use crate::db::tx::{Tidings, Tx, View};
use crate::error::Result;
use crate::kernel::digest::{canonical_json, sha256_hex};
use crate::kernel::entry::Entry;
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::ApplicationId;
use crate::kernel::time::Instant;
use crate::rules::Action;
use crate::rules::visibility::Sight;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// An application is submitted as it was read.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Submit {
    /// The version read.
    pub version: Entry,
    /// That everything is true and all participants agree.
    pub declaration: Entry,
}

/// The receipt of a submission.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Receipt {
    /// The application.
    pub id: ApplicationId,
    /// Its public number.
    pub number: String,
    /// When it was received.
    pub submitted_at: Instant,
    /// SHA-256 of what was received.
    pub digest: String,
}

/// What still keeps a draft from being submitted, for those who write it.
///
/// # Errors
/// `NotFound` for everybody else.
pub fn problems(view: &mut View<'_>, id: ApplicationId) -> Result<Faults> {
    let dossier: Case<Dossier> = view.case(id, Sight::DraftApplication)?;
    all_faults(&content::whole(view.conn, &dossier)?)
}

/// Submits an application: gives its receipt, on the page and by letter.
///
/// # Errors
/// Every problem at once; stale; the deadline has passed; the refusal of the tables.
pub fn submit(tx: &mut Tx<'_>, id: ApplicationId, input: &Submit) -> Result<Receipt> {
    let action = Action::SubmitApplication;
    let saw = Saw::of(&input.version, &Entry::default(), &Entry::default());
    let mut dossier: Case<Dossier> = tx.case(id)?;
    dossier.admits(action, &saw)?;
    let application = content::whole(tx.conn, &dossier)?;
    let mut faults = all_faults(&application)?;
    if !input.declaration.is_checked() {
        faults.add("declaration", Fault::new(FaultCode::Required));
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let (by, now) = (tx.person()?, tx.now());
    let number = store::next_number(tx.conn, now.date().year())?;
    let submission = canonical_json(&sealed(&application, &number, now));
    let digest = sha256_hex(&submission);
    dossier.thing_mut().writes = Writes {
        number: Some(number.clone()),
        submission: Some(submission),
        digest: Some(digest.clone()),
        submitted_by: Some(by),
        submitted_at: Some(now),
        ..Writes::default()
    };
    let taken = tx.take(&mut dossier, action, &saw)?;
    tx.note(&taken, json!({ "number": number, "digest": digest }));
    tx.tell(
        Tidings::of(action, dossier.matter(), format!("/applications/{id}"))
            .saying("title", &application.title)
            .saying("number", &number)
            .saying("time", (now, &dossier.window.zone))
            .saying("digest", &digest),
    );
    Ok(Receipt {
        id,
        number,
        submitted_at: now,
        digest,
    })
}

/// What exactly is submitted, and hashed.
fn sealed(application: &Application, number: &str, now: Instant) -> serde_json::Value {
    json!({
        "number": number,
        "submitted_at": now,
        "call": application.call,
        "organisation": application.organisation,
        "title": application.title,
        "summary": application.summary,
        "answers": application.answers,
        "participants": application.participants,
        "attachments": application.attachments,
    })
}

/// What still keeps a draft from being submitted, from what is read already.
///
/// # Errors
/// Amounts out of range.
pub fn all_faults(application: &Application) -> Result<Faults> {
    let terms = &application.terms;
    let mut faults = budget::faults(&terms.window, &application.participants)?;
    faults.extend(consortium::faults(application));
    let mut demand = |path: String, is_there: bool| {
        if !is_there {
            faults.add(path, Fault::new(FaultCode::Required));
        }
    };
    demand("title".into(), !application.title.is_empty());
    demand("summary".into(), !application.summary.is_empty());
    for question in terms.questions.iter().filter(|question| question.required) {
        let is_answered = application
            .answers
            .iter()
            .any(|answer| answer.question == question.id && !answer.answer.is_empty());
        demand(format!("answers.{}", question.id), is_answered);
    }
    demand("participants".into(), !application.participants.is_empty());
    for one in &application.participants {
        let path = |field: &str| format!("participants[{}].{field}", one.id);
        demand(path("organisation_name"), !one.organisation_name.is_empty());
        demand(path("country"), one.country.is_some());
        demand(
            path("registration_number"),
            !one.registration_number.is_empty(),
        );
        demand(path("contact_name"), !one.contact_name.is_empty());
        demand(path("contact_email"), !one.contact_email.is_empty());
        demand(path("budget.personnel"), one.costs.is_positive());
    }
    Ok(faults)
}
