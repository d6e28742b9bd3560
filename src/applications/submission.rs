//! Submission: all or nothing, every problem at once, strictly before the deadline.

use super::actions::open_step;
use super::budget;
use super::consortium;
use super::model::Application;
use super::store;
use crate::calls::{self, model::Call};
use crate::db::tx::{Change, Tidings, Tx, View};
use crate::error::{Error, Result};
use crate::kernel::digest::{canonical_json, sha256_hex};
use crate::kernel::entry::{Entry, Reading};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::ApplicationId;
use crate::kernel::time::Instant;
use crate::rules::{Action, Matter};
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

/// What still keeps a draft from being submitted.
///
/// # Errors
/// `NotFound` for those who may not see it.
pub fn problems(view: &mut View<'_>, id: ApplicationId) -> Result<Faults> {
    let application = super::queries::page(view, id)?;
    let call = calls::queries::load(view.conn, application.call)?;
    all_faults(&call, &application)
}

/// Submits an application: gives its receipt, on the page and by letter.
///
/// # Errors
/// Every problem at once; stale; the deadline has passed; the refusal of the tables.
pub fn submit(tx: &mut Tx<'_>, id: ApplicationId, input: &Submit) -> Result<Receipt> {
    let action = Action::SubmitApplication;
    let mut seen = Reading::new();
    let read = seen.version(&input.version);
    let read = seen.finish(read)?;
    let (application, call, permit, step) = open_step(tx, id, action)?;
    let mut faults = all_faults(&call, &application)?;
    if !input.declaration.is_checked() {
        faults.add("declaration", Fault::new(FaultCode::Required));
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let (by, now) = (tx.actor().person()?, tx.now());
    let number = store::next_number(tx.conn, now.date().year())?;
    let submission = canonical_json(&content(&application, &number, now));
    let digest = sha256_hex(&submission);
    let what = (number.as_str(), submission.as_str(), digest.as_str());
    if store::submit(tx.conn, id, step, what, (by, now), read)? == 0 {
        return Err(Error::stale(action));
    }
    let matter = Matter::Application(id);
    tx.tell(
        Tidings::of(action, matter, format!("/applications/{id}"))
            .saying("title", &application.title)
            .saying("number", &number)
            .saying("time", (now, &call.zone))
            .saying("digest", &digest),
    );
    tx.record(
        Change::under(permit, matter)
            .from(json!({ "state": step.from() }))
            .to(json!({ "state": step.to(), "number": number, "digest": digest })),
    );
    Ok(Receipt {
        id,
        number,
        submitted_at: now,
        digest,
    })
}

/// What exactly is submitted, and hashed.
fn content(application: &Application, number: &str, now: Instant) -> serde_json::Value {
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
pub fn all_faults(call: &Call, application: &Application) -> Result<Faults> {
    let mut faults = budget::faults(call, &application.participants)?;
    faults.extend(consortium::faults(application));
    let mut demand = |path: String, is_there: bool| {
        if !is_there {
            faults.add(path, Fault::new(FaultCode::Required));
        }
    };
    demand("title".into(), !application.title.is_empty());
    demand("summary".into(), !application.summary.is_empty());
    for question in call.questions.iter().filter(|question| question.required) {
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
