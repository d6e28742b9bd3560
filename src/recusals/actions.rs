//! Standing aside, being found to have a conflict of interest, and who steps in.

use super::input::{NameSubstitute, RecuseAnother};
use super::store::{self, Row};
use super::subject::{Aside, Conflict, Offices};
use crate::case::{Case, Reasoned, Saw, Subject};
use crate::db::tx::{Tidings, Tx};
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::identity::input::NewRole;
use crate::identity::roles;
use crate::kernel::fault::FaultCode;
use crate::kernel::id::{AccountId, ApplicationId, RecusalId, RoleGrantId};
use crate::rules::capacity::Scope;
use crate::rules::lifecycle::State;
use crate::rules::recusal::{RecusalOrigin, RecusalState};
use crate::rules::{Action, Condition, Matter};
use serde_json::json;

/// Stands aside from an application. Gives the conflict with it.
///
/// # Errors
/// A reason that is missing; the refusal of the tables.
pub fn recuse(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    input: &Reasoned,
) -> Result<(RecusalId, Conflict)> {
    let reason = input.reason()?;
    let offices: Case<Offices> = tx.case(id)?;
    let who = tx.person()?;
    let recusal = begin(tx, &offices, Action::Recuse, (who, reason.as_str()))?;
    Ok((recusal, offices.conflict(who, RecusalOrigin::Declared)))
}

/// Finds that somebody else in office has a conflict of interest: they stand aside at once. Gives
/// the conflict.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn recuse_another(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    input: &RecuseAnother,
) -> Result<(RecusalId, Conflict)> {
    let (person, reason) = input.parse()?;
    let mut offices: Case<Offices> = tx.case(id)?;
    let is_oneself = tx.person()? == person;
    let is_in_office = offices.is_held_by(person);
    offices.know(Condition::NotToOneself, !is_oneself);
    offices.know(Condition::PersonIsInOffice, is_in_office);
    let action = Action::RecuseAnother;
    let recusal = begin(tx, &offices, action, (person, reason.as_str()))?;
    Ok((recusal, offices.conflict(person, RecusalOrigin::Found)))
}

fn begin(
    tx: &mut Tx<'_>,
    offices: &Case<Offices>,
    action: Action,
    (account, reason): (AccountId, &str),
) -> Result<RecusalId> {
    let id = RecusalId::new();
    tx.begin(offices, action, Matter::Recusal(id), &Saw::default())?;
    let (by, now) = (tx.person()?, tx.now());
    let application = offices.matter().id();
    let row = Row {
        id,
        application_id: ApplicationId::from_uuid(application),
        account_id: account,
        state: RecusalState::FIRST,
        origin: match action {
            Action::Recuse => RecusalOrigin::Declared,
            _ => RecusalOrigin::Found,
        },
        reason: reason.to_owned(),
        raised_by: Some(by),
        raised_at: now,
        decided_by: None,
        decided_at: None,
        decision_reason: None,
        version: 1,
    };
    tx.note_last(json!({ "application": row.application_id, "account": account }));
    store::insert(tx.conn, row).map_err(|error| unless_duplicate(error, action, "recusal"))?;
    tell(tx, (action, id), &**offices, account, reason)?;
    Ok(id)
}

/// Confirms a hint: the person stands aside. Gives the conflict.
///
/// # Errors
/// The refusal of the tables.
pub fn confirm(
    tx: &mut Tx<'_>,
    (application, id): (ApplicationId, RecusalId),
    saw: &Saw,
) -> Result<Conflict> {
    let (aside, _) = decide(tx, (application, id), Action::ConfirmHint, (saw, None))?;
    Ok(aside.conflict())
}

/// Dismisses a hint: the person acts in the application as before. Gives whether the actor, who
/// stood in for them, acts in it no more.
///
/// # Errors
/// A reason that is missing; the refusal of the tables.
pub fn dismiss(tx: &mut Tx<'_>, at: (ApplicationId, RecusalId), input: &Reasoned) -> Result<bool> {
    let reason = input.reason()?;
    let said = (&input.saw(), Some(reason.as_str()));
    decide(tx, at, Action::DismissHint, said).map(|done| done.1)
}

/// Takes a recusal back: the person acts in the application again. Gives whether the actor, who
/// stood in for them, acts in it no more.
///
/// # Errors
/// A reason that is missing; the refusal of the tables.
pub fn lift(tx: &mut Tx<'_>, at: (ApplicationId, RecusalId), input: &Reasoned) -> Result<bool> {
    let reason = input.reason()?;
    let said = (&input.saw(), Some(reason.as_str()));
    decide(tx, at, Action::LiftRecusal, said).map(|done| done.1)
}

/// Decides on a recusal. Gives it, and whether the actor, who stood in for its person, acts no
/// more.
fn decide(
    tx: &mut Tx<'_>,
    (application, id): (ApplicationId, RecusalId),
    action: Action,
    (saw, reason): (&Saw, Option<&str>),
) -> Result<(Case<Aside>, bool)> {
    let mut aside: Case<Aside> = tx.case(id)?;
    if aside.recusal.application != application {
        return Err(Error::NotFound(aside.matter().kind()));
    }
    let taken = tx.take(&mut aside, action, saw)?;
    let (by, now) = (tx.person()?, tx.now());
    store::decided(tx.conn, id, reason, (by, now))?;
    if let Some(reason) = reason {
        tx.because(&taken, reason);
    }
    let account = aside.recusal.account;
    let said = reason.unwrap_or_default();
    tell(tx, (action, id), &*aside, account, said)?;
    let is_over = match taken.to() {
        RecusalState::InForce => false,
        _ => {
            let offices = Offices::load(tx.conn, aside.recusal.application)?;
            end_substitutions(tx, &aside, &offices, account)?
        }
    };
    Ok((aside, is_over))
}

/// Nobody steps in any more for one who acts again, because of this. Gives whether the actor did.
pub(super) fn end_substitutions<S: Subject>(
    tx: &mut Tx<'_>,
    cause: &Case<S>,
    offices: &Offices,
    account: AccountId,
) -> Result<bool> {
    let ended = offices.stepping_in_for(account);
    for one in &ended {
        roles::end_substitution(tx, cause, one.grant)?;
    }
    let actor = tx.actor().account();
    Ok(ended.iter().any(|one| Some(one.account) == actor))
}

/// Proposes somebody for an office that recusals left empty, for this application alone.
///
/// # Errors
/// Every fault of the input, also an address without an account and an office that is not vacant;
/// the refusal of the tables for the application and for the role.
pub fn name_substitute(
    tx: &mut Tx<'_>,
    id: ApplicationId,
    input: &NameSubstitute,
) -> Result<RoleGrantId> {
    let (email, role) = input.parse()?;
    let action = Action::NameSubstitute;
    let offices: Case<Offices> = tx.case(id)?;
    let permit = offices.allows(action, &input.saw())?;
    let vacant = offices.vacant_for(permit.partner());
    let vacancy = vacant
        .into_iter()
        .find(|one| one.role == role)
        .ok_or_else(|| Error::at("role", FaultCode::NotAllowed))?;
    let account = store::account_of(tx.conn, email.as_str())?
        .ok_or_else(|| Error::at("email", FaultCode::NotFound))?;
    // Who stands aside steps in for nobody, and nobody acts for two partners in one office.
    if offices.is_out_for(account, role) {
        return Err(Error::at("email", FaultCode::NotAllowed));
    }
    let new = NewRole {
        role,
        scope: Scope::Application,
        partner: vacancy.partner,
        call: None,
        application: Some(id),
    };
    roles::give(tx, account, new, &input.saw())
}

/// Tells the secretariat, or the person.
fn tell<S: Subject>(
    tx: &mut Tx<'_>,
    (action, id): (Action, RecusalId),
    of: &S,
    account: AccountId,
    reason: &str,
) -> Result<()> {
    let application = of.page();
    let by = tx.person()?;
    let name = store::name_of(tx.conn, by)?.unwrap_or_default();
    let link = match action {
        Action::Recuse => format!("/applications/{}/offices", application.id()),
        _ => "/work".to_owned(),
    };
    let application = ApplicationId::from_uuid(application.id());
    tx.tell(
        Tidings::of(action, Matter::Recusal(id), link)
            .for_application(application)
            .to(account)
            .saying("title", of.title())
            .saying("by", name)
            .saying("reason", reason),
    );
    Ok(())
}
