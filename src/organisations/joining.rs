//! Joining an organisation that is registered already: asked for by a person, answered by a lead.

use super::input::{Details, Keys, MemberRole};
use super::model::{Door, Joining};
use super::store;
use crate::case::{Case, Reasoned, Saw, Subject};
use crate::db::tx::{Tidings, Tx};
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::kernel::fault::FaultCode;
use crate::kernel::id::{AccountId, JoiningId, OrganisationId};
use crate::rules::{Action, Matter};
use serde_json::json;

/// Asks to act for the organisation that is meant: of this country and number, or else of this
/// name.
///
/// # Errors
/// Faults of the input, also where no such organisation is registered; the refusal of the tables.
pub fn ask(tx: &mut Tx<'_>, input: &Details) -> Result<JoiningId> {
    let action = Action::AskToJoin;
    let meant = meant(tx, &input.meant()?)?
        .ok_or_else(|| Error::at("registration_number", FaultCode::NotRegistered))?;
    let door: Case<Door> = tx.case(meant)?;
    let id = JoiningId::new();
    tx.begin(&door, action, Matter::Joining(id), &Saw::default())?;
    let (by, now) = (tx.person()?, tx.now());
    store::insert_joining(tx.conn, id, (meant, by), now)
        .map_err(|error| unless_duplicate(error, action, "joining"))?;
    tx.note_last(json!({ "organisation": meant }));
    if !door.was_told_of(by, now) {
        let joining = Joining::load(tx.conn, id)?;
        tell(tx, &joining, action, "");
    }
    Ok(id)
}

fn meant(tx: &mut Tx<'_>, keys: &Keys) -> Result<Option<OrganisationId>> {
    let alike = store::alike(tx.conn, keys)?;
    let of_number = alike.iter().find(|one| one.number == keys.number);
    Ok(of_number.or(alike.first()).map(|one| one.id))
}

/// Lets in whoever asked, as a member.
///
/// # Errors
/// The refusal of the tables.
pub fn accept(tx: &mut Tx<'_>, id: JoiningId, saw: &Saw) -> Result<()> {
    let action = Action::AcceptJoining;
    let mut joining: Case<Joining> = tx.case(id)?;
    tx.take(&mut joining, action, saw)?;
    let (by, now) = (tx.person()?, tx.now());
    store::note_decision(tx.conn, id, None, (by, now))?;
    let (organisation, account) = (joining.organisation, joining.account);
    if !store::is_member(tx.conn, organisation, account)? {
        store::set_member(
            tx.conn,
            organisation,
            account,
            MemberRole::Member,
            (by, now),
        )?;
    }
    tell(tx, &joining, action, "");
    Ok(())
}

/// Declines a request.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn decline(tx: &mut Tx<'_>, id: JoiningId, input: &Reasoned) -> Result<()> {
    let action = Action::DeclineJoining;
    let reason = input.reason()?;
    let mut joining: Case<Joining> = tx.case(id)?;
    let taken = tx.take(&mut joining, action, &input.saw())?;
    let (by, now) = (tx.person()?, tx.now());
    store::note_decision(tx.conn, id, Some(reason.as_str()), (by, now))?;
    tx.because(&taken, reason.as_str());
    tell(tx, &joining, action, reason.as_str());
    Ok(())
}

/// Takes one's own request back.
///
/// # Errors
/// The refusal of the tables.
pub fn withdraw(tx: &mut Tx<'_>, id: JoiningId, saw: &Saw) -> Result<()> {
    let mut joining: Case<Joining> = tx.case(id)?;
    tx.take(&mut joining, Action::WithdrawJoining, saw)?;
    Ok(())
}

/// Settles the request of a person whom a lead has let in by another way.
pub(super) fn settle(
    tx: &mut Tx<'_>,
    organisation: OrganisationId,
    account: AccountId,
) -> Result<()> {
    let Some(id) = store::waiting(tx.conn, organisation, account)? else {
        return Ok(());
    };
    let mut joining: Case<Joining> = tx.case(id)?;
    tx.follow(&mut joining, Action::AcceptJoining)?;
    let (by, now) = (tx.person()?, tx.now());
    store::note_decision(tx.conn, id, None, (by, now))?;
    tell(tx, &joining, Action::AcceptJoining, "");
    Ok(())
}

fn tell(tx: &mut Tx<'_>, joining: &Joining, action: Action, reason: &str) {
    let link = match action {
        Action::DeclineJoining => "/organisations".to_owned(),
        _ => format!("/organisations/{}", joining.organisation),
    };
    tx.tell(
        Tidings::of(action, joining.matter(), link)
            .to(joining.account)
            .saying("organisation", &joining.organisation_name)
            .saying("person", &joining.name)
            .saying("email", &joining.email)
            .saying("reason", reason),
    );
}
