//! When a partner has nobody left who could appoint: the operator announces an administrator to all
//! others, and if none objects within a day, the office passes to the person announced.

use super::actions::bring_in;
use super::input::{Invite, NewRole};
use super::roles::{blank, end_because, insert, name};
use super::store::grants::{self, RoleRow};
use super::subject::{Appointment, Grant};
use crate::case::{Case, Reasoned, Saw, Subject};
use crate::config::Config;
use crate::db::tx::{Actor, Tidings, Tx};
use crate::db::units::Units;
use crate::error::{Error, Result};
use crate::kernel::id::{PartnerId, RoleGrantId};
use crate::rules::capacity::{Role, Scope};
use crate::rules::lifecycle::RoleState;
use crate::rules::{Action, Matter};

/// In which administrators may object, in seconds.
pub const OBJECTION_TIME: i64 = 24 * 60 * 60;

/// Announces who will administer a partner that has one administrator left, or none; all
/// administrators are told, and in a day the office passes unless one of them objects.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn announce(
    tx: &mut Tx<'_>,
    config: &Config,
    (partner, partner_name): (PartnerId, &str),
    input: &Invite,
) -> Result<RoleGrantId> {
    let (person, email) = input.parse()?;
    let (action, id) = (Action::AnnounceAdministrator, RoleGrantId::new());
    let account = bring_in(tx, config, (&person, &email))?;
    let new = NewRole {
        role: Role::PartnerAdministrator,
        scope: Scope::Partner,
        partner: Some(partner),
        call: None,
        application: None,
    };
    let appointment: Case<Appointment> = tx.case((account, new))?;
    tx.begin(&appointment, action, Matter::RoleGrant(id), &Saw::default())?;
    let takes_force = tx.now().plus_seconds(OBJECTION_TIME);
    let row = RoleRow {
        takes_force_at: Some(takes_force),
        ..blank(tx, id, account, new, RoleState::Announced)
    };
    insert(tx, action, row)?;
    let page = format!("/people/{account}");
    let tidings = Tidings::of(action, Matter::Account(account), page);
    let tidings = tidings.saying("person", appointment.title());
    tx.tell(
        tidings
            .saying("partner", partner_name)
            .saying("when", takes_force),
    );
    Ok(id)
}

/// An administrator objects: the person announced does not take office, and all are told why.
///
/// # Errors
/// Every fault of the input; `NotFound`, or the refusal of the tables.
pub fn object(tx: &mut Tx<'_>, id: RoleGrantId, input: &Reasoned) -> Result<()> {
    let action = Action::ObjectToAdministrator;
    let (grant, reason) = end_because(tx, id, action, input)?;
    tell(tx, action, &grant, reason.as_str());
    Ok(())
}

/// Those who were announced and to whom nobody has objected take office; where they cannot any
/// more, because the partner has others meanwhile or the person is shut out, it ends there.
///
/// # Errors
/// No answer from the database.
pub fn follow_the_clock(app: &impl Units) -> Result<usize> {
    let due = app.read_now(Actor::Calendar, |view| {
        let now = view.now();
        Ok(grants::announced(view.conn, now)?)
    })?;
    for id in &due {
        let done = app.write_now(Actor::Calendar, |tx| settle(tx, *id));
        // Another worker may have been faster; that is no fault.
        if let Err(error) = done
            && !matches!(error, Error::Conflict(_))
        {
            return Err(error);
        }
    }
    Ok(due.len())
}

fn settle(tx: &mut Tx<'_>, id: RoleGrantId) -> Result<()> {
    let mut grant: Case<Grant> = tx.case(id)?;
    let takes_office = grant.allows(Action::TakeOffice, &Saw::default()).is_ok();
    let action = if takes_office {
        Action::TakeOffice
    } else {
        Action::LapseAnnouncement
    };
    let taken = tx.follow(&mut grant, action)?;
    let now = tx.now();
    if takes_office {
        grants::note_confirmation(tx.conn, id, None, now)?;
    } else {
        grants::note_end(tx.conn, id, None, now)?;
    }
    name(tx, &taken, &grant);
    if takes_office {
        cede(tx, &grant)?;
    }
    tell(tx, action, &grant, "");
    Ok(())
}

/// Whoever held the office goes out of it.
fn cede(tx: &mut Tx<'_>, grant: &Case<Grant>) -> Result<()> {
    let now = tx.now();
    let others = grant.administrators.iter().map(|(row, _)| row);
    for before in others.filter(|row| row.state == RoleState::Active) {
        let mut ended: Case<Grant> = tx.case(before.id)?;
        let taken = tx.follow(&mut ended, Action::CedeOffice)?;
        grants::note_end(tx.conn, before.id, None, now)?;
        name(tx, &taken, &ended);
    }
    Ok(())
}

/// Tells every administrator what came of it.
fn tell(tx: &mut Tx<'_>, action: Action, grant: &Case<Grant>, reason: &str) {
    let holder = grant.row.account_id;
    let page = format!("/people/{holder}");
    let tidings = Tidings::of(action, Matter::Account(holder), page);
    let tidings = tidings.saying("person", grant.title());
    let outcome = match action {
        Action::TakeOffice => "in_office",
        Action::LapseAnnouncement => "lapsed",
        _ => "objected",
    };
    tx.tell(tidings.saying("outcome", outcome).saying("reason", reason));
}
