//! Organisations: registered, changed; their people added and removed.

use super::input::{ChangeMember, Details, MemberRole, NewOrganisation};
use super::model::Organisation;
use super::store::{self, Row};
use crate::case::{Case, Saw, Subject, Whole};
use crate::db::tx::Tx;
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::kernel::alike;
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::{AccountId, OrganisationId};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Capacity, Condition, Matter};
use serde_json::json;

/// Registers an organisation; who registers it leads it.
///
/// # Errors
/// Faults of the input; an organisation that is registered already, however it is spelt.
pub fn register(tx: &mut Tx<'_>, input: &Details) -> Result<OrganisationId> {
    let action = Action::RegisterOrganisation;
    let new = input.parse()?;
    let whole: Case<Whole> = tx.case(())?;
    let id = OrganisationId::new();
    tx.begin(&whole, action, Matter::Organisation(id), &Saw::default())?;
    check(tx, &new, None)?;
    let (by, now) = (tx.person()?, tx.now());
    let keys = new.keys();
    let row = Row {
        id,
        name: new.name.as_str().to_owned(),
        country: new.country.as_str().to_owned(),
        registration_number: new.registration_number.as_str().to_owned(),
        address_line: new.address_line.as_str().to_owned(),
        postcode: new.postcode.as_str().to_owned(),
        town: new.town.as_str().to_owned(),
        website: new.website.as_ref().map(|site| site.as_str().to_owned()),
        size_class: new.size_class,
        registered_by: by,
        registered_at: now,
        version: 1,
        register_key: keys.number,
        name_key: keys.name,
    };
    store::insert(tx.conn, row).map_err(|error| unless_duplicate(error, action, "organisation"))?;
    store::set_member(tx.conn, id, by, MemberRole::Lead, (by, now))?;
    tx.note_last(json!({ "name": new.name, "country": new.country }));
    Ok(id)
}

/// A country of the list, and no other organisation of this number or name.
fn check(tx: &mut Tx<'_>, new: &NewOrganisation, own: Option<OrganisationId>) -> Result<()> {
    let mut faults = Faults::default();
    if !store::country_is_known(tx.conn, new.country.as_str())? {
        faults.add("country", Fault::new(FaultCode::UnknownCountry));
    }
    let keys = new.keys();
    let mut twins = store::alike(tx.conn, &keys)?;
    twins.retain(|twin| Some(twin.id) != own);
    if twins.iter().any(|twin| twin.number == keys.number) {
        let fault = Fault::new(FaultCode::RegisteredAlready);
        faults.add("registration_number", fault);
    } else if !twins.is_empty() {
        faults.add("name", Fault::new(FaultCode::NameRegistered));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults.into())
    }
}

/// Changes an organisation's details. Gives those who act for it, where it is known by another
/// number from now on.
///
/// # Errors
/// Faults of the input; another organisation of the same number or name; stale; the refusal of the
/// tables.
pub fn update(tx: &mut Tx<'_>, id: OrganisationId, input: &Details) -> Result<Vec<AccountId>> {
    let (action, saw) = (Action::UpdateOrganisation, input.saw());
    let mut organisation: Case<Organisation> = tx.case(id)?;
    organisation.admits(action, &saw)?;
    let new = input.parse()?;
    check(tx, &new, Some(id))?;
    let taken = tx.take(&mut organisation, action, &saw)?;
    store::update(tx.conn, id, &new)
        .map_err(|error| unless_duplicate(error, action, "organisation"))?;
    tx.note(&taken, json!(input));
    // What waits at it is called by its name.
    for joining in &organisation.joinings {
        tx.touch(joining.matter());
    }
    let keys = new.keys();
    let is_as_before = keys.country == organisation.country
        && keys.number == alike::number_key(&organisation.registration_number);
    let people = organisation.members.iter().map(|one| one.account);
    Ok(people.filter(|_| !is_as_before).collect())
}

/// Makes a member a lead, or a lead a member.
///
/// # Errors
/// Faults of the input; `NotFound` for whoever is not of the organisation; the refusal of the
/// tables: one lead must remain.
pub fn change_member(
    tx: &mut Tx<'_>,
    id: OrganisationId,
    account: AccountId,
    input: &ChangeMember,
) -> Result<()> {
    let role = input.parse()?;
    let mut organisation: Case<Organisation> = tx.case(id)?;
    let one_remains = role == MemberRole::Lead || organisation.keeps_a_lead_without(account);
    organisation.know(Condition::OneLeadRemains, one_remains);
    let own = organisation.matter();
    tx.begin(&organisation, Action::ChangeMember, own, &Saw::default())?;
    if !organisation.has(account) {
        return Err(Error::NotFound(MatterKind::Account));
    }
    let by = tx.person()?;
    store::set_member(tx.conn, id, account, role, (by, tx.now()))?;
    tx.note_last(json!({ "account": account, "role": role }));
    match role {
        MemberRole::Lead => Ok(()),
        MemberRole::Member => end_invitations(tx, &organisation, account),
    }
}

/// Takes back the invitations that wait of one who leads the organisation no longer: nobody is let
/// in on their word.
fn end_invitations(
    tx: &mut Tx<'_>,
    organisation: &Case<Organisation>,
    account: AccountId,
) -> Result<()> {
    let all = organisation.joinings.iter();
    for joining in all.filter(|one| one.invited_by == Some(account)) {
        let mut joining = organisation.entails(joining.clone());
        tx.follow(&mut joining, Action::WithdrawMembership)?;
    }
    Ok(())
}

/// Lets a person act for the organisation no longer: by a lead, or by whoever was added and will
/// not be of it. Gives whether it was the actor.
///
/// # Errors
/// The refusal of the tables: one lead must remain.
pub fn remove_member(tx: &mut Tx<'_>, id: OrganisationId, account: AccountId) -> Result<bool> {
    let mut organisation: Case<Organisation> = tx.case(id)?;
    let is_oneself = tx.actor().account() == Some(account);
    let is_lead = organisation.standing().has(Capacity::OrganisationLead);
    organisation.know(Condition::LeadOrOneself, is_lead || is_oneself);
    let one_remains = organisation.keeps_a_lead_without(account);
    organisation.know(Condition::OneLeadRemains, one_remains);
    let own = organisation.matter();
    tx.begin(&organisation, Action::RemoveMember, own, &Saw::default())?;
    store::remove_member(tx.conn, id, account)?;
    tx.note_last(json!({ "removed": account }));
    end_invitations(tx, &organisation, account)?;
    Ok(is_oneself)
}
