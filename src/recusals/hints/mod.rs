//! What was typed hints at a conflict of interest: the contact of a participant has the address of
//! somebody in office or of a reviewer, or had it; or one of them acts for an organisation with a
//! participant's register number, or with a participant as its partner in another consortium. They
//! are shut out until the secretariat has confirmed or dismissed it, for anybody can type anything.

mod clues;
mod store;

use self::clues::{Among, Hint};
use super::store::{Row, insert};
use super::subject::Offices;
use crate::applications::submission::{self, Receipt, Submit};
use crate::case::{Case, Saw, Subject};
use crate::config::Config;
use crate::db::contended_if_duplicate;
use crate::db::tx::{Actor, Tx};
use crate::db::units::Units;
use crate::error::{Error, Result};
use crate::identity::input::{GrantRole, UseToken};
use crate::identity::{address_change, roles};
use crate::kernel::id::{AccountId, ApplicationId, RecusalId, RoleGrantId};
use crate::rules::recusal::RecusalState;
use crate::rules::{Action, Matter};
use serde_json::json;

/// Submits an application, and looks whether somebody in office is named in it.
///
/// # Errors
/// Those of [`submission::submit`].
pub fn submit(tx: &mut Tx<'_>, id: ApplicationId, input: &Submit) -> Result<Receipt> {
    let receipt = submission::submit(tx, id, input)?;
    for person in note_all(tx, Among::Application(id))? {
        look_for(tx, person)?;
    }
    Ok(receipt)
}

/// Grants a role, and looks whether its holder is named in an application.
///
/// # Errors
/// Those of [`roles::grant`].
pub fn grant(tx: &mut Tx<'_>, account: AccountId, input: &GrantRole) -> Result<RoleGrantId> {
    let id = roles::grant(tx, account, input)?;
    look_for(tx, account)?;
    Ok(id)
}

/// Confirms a role, and looks whether its holder is named in an application.
///
/// # Errors
/// Those of [`roles::confirm`].
pub fn confirm(tx: &mut Tx<'_>, id: RoleGrantId, saw: &Saw) -> Result<()> {
    let holder = roles::confirm(tx, id, saw)?;
    look_for(tx, holder)
}

/// Confirms another address, and looks whether it, once it is the person's, is named in an
/// application.
///
/// # Errors
/// Those of [`address_change::confirm`].
pub fn confirm_address(tx: &mut Tx<'_>, config: &Config, input: &UseToken) -> Result<()> {
    match address_change::confirm(tx, config, input)? {
        Some(moved) => look_for(tx, moved),
        None => Ok(()),
    }
}

/// Looks whether somebody is named in applications that were submitted: they have come into office,
/// or to another address, or act for another organisation.
///
/// # Errors
/// The refusal of the tables.
pub fn look_for(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    note_all(tx, Among::Person(account)).map(drop)
}

/// Looks whether anybody is named in what was submitted before hints were looked for: one read, and
/// a unit for each application with hints that are not noted. Gives in how many there were any.
///
/// # Errors
/// No answer from the database.
pub fn catch_up(app: &impl Units) -> Result<usize> {
    let hints = app.read_now(Actor::Calendar, |view| {
        Ok(clues::found(view.conn, Among::All)?.hints)
    })?;
    let mut missed: Vec<ApplicationId> = hints.iter().map(|one| one.application).collect();
    missed.dedup();
    let mut failed = None;
    for id in &missed {
        let done = app.write_now(Actor::Calendar, |tx| {
            note_all(tx, Among::Application(*id))?;
            match tx.is_decided() {
                true => Ok(()),
                false => Err(Error::stale(Action::NoteHint)),
            }
        });
        // Another server may have been faster; that is no fault. What fails keeps nothing else.
        if let Err(error) = done
            && !matches!(error, Error::Conflict(_))
        {
            failed = Some(error);
        }
    }
    failed.map_or(Ok(missed.len()), Err)
}

/// Notes whom typed data names; gives who acts for a participant of what was looked through.
fn note_all(tx: &mut Tx<'_>, among: Among) -> Result<Vec<AccountId>> {
    let found = clues::found(tx.conn, among)?;
    let mut offices: Option<Case<Offices>> = None;
    for hint in found.hints {
        let known = offices
            .take()
            .filter(|one| one.matter() == Matter::Offices(hint.application));
        let of_it = match known {
            Some(known) => known,
            // It follows from what anybody may do, and tells nobody that it did.
            None => {
                let found = Offices::load(tx.conn, hint.application)?;
                tx.case_from_afar(found)
            }
        };
        note(tx, &of_it, hint)?;
        offices = Some(of_it);
    }
    Ok(found.acting)
}

fn note(tx: &mut Tx<'_>, offices: &Case<Offices>, hint: Hint) -> Result<()> {
    let Hint {
        application,
        account,
        origin,
        evidence,
    } = hint;
    let (action, id) = (Action::NoteHint, RecusalId::new());
    tx.begin(offices, action, Matter::Recusal(id), &Saw::default())?;
    tx.note_last(json!({ "application": application, "account": account, "origin": origin }));
    let row = Row {
        id,
        application_id: application,
        account_id: account,
        state: RecusalState::Hinted,
        origin,
        reason: evidence,
        raised_by: None,
        raised_at: tx.now(),
        decided_by: None,
        decided_at: None,
        decision_reason: None,
        version: 1,
    };
    // Another may have noted the same at this moment: then it is looked at again.
    insert(tx.conn, row).map_err(contended_if_duplicate)?;
    Ok(())
}
