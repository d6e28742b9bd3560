//! Organisations: registered, changed, joined and left.

use super::input::{AddMember, Details, MemberRole};
use super::store::{self, Row};
use crate::db::tx::{Change, Tx};
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::kernel::fault::FaultCode;
use crate::kernel::id::{AccountId, OrganisationId};
use crate::rules::{Action, Condition, Facts, Matter};
use crate::standing;
use serde_json::json;

/// Registers an organisation; who registers it leads it.
///
/// # Errors
/// Faults of the input; a duplicate of country and registration number.
pub fn register(tx: &mut Tx<'_>, input: &Details) -> Result<OrganisationId> {
    let new = input.parse()?;
    let id = OrganisationId::new();
    let matter = Matter::Organisation(id);
    let standing = standing::in_unit(tx, matter)?;
    let permit = tx.require(Action::RegisterOrganisation, &standing, &Facts::none())?;
    let (by, now) = (tx.actor().person()?, tx.now());
    if !store::country_is_known(tx.conn, new.country.as_str())? {
        return Err(Error::at("country", FaultCode::UnknownCountry));
    }
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
    };
    store::insert(tx.conn, row)
        .map_err(|error| unless_duplicate(error, Action::RegisterOrganisation, "organisation"))?;
    store::set_member(tx.conn, id, by, MemberRole::Lead, (by, now))?;
    let after = json!({ "name": new.name, "country": new.country });
    tx.record(Change::under(permit, matter).to(after));
    Ok(id)
}

/// Changes an organisation's details. A stale version is refused.
///
/// # Errors
/// Faults of the input; a duplicate; stale; the refusal of the tables.
pub fn update(tx: &mut Tx<'_>, id: OrganisationId, input: &Details) -> Result<()> {
    let (read, new) = input.parse_edit()?;
    let matter = Matter::Organisation(id);
    let standing = standing::in_unit(tx, matter)?;
    let permit = tx.require(Action::UpdateOrganisation, &standing, &Facts::none())?;
    if !store::country_is_known(tx.conn, new.country.as_str())? {
        return Err(Error::at("country", FaultCode::UnknownCountry));
    }
    let written = store::update(tx.conn, (id, read), &new)
        .map_err(|error| unless_duplicate(error, Action::UpdateOrganisation, "organisation"))?;
    if written == 0 {
        return Err(Error::stale(Action::UpdateOrganisation));
    }
    tx.record(Change::under(permit, matter).to(json!(input)));
    Ok(())
}

/// Makes a person a member or lead.
///
/// # Errors
/// Faults of the input, also an address without an account; the refusal of the tables.
pub fn add_member(tx: &mut Tx<'_>, id: OrganisationId, input: &AddMember) -> Result<()> {
    let (email, role) = input.parse()?;
    let matter = Matter::Organisation(id);
    let standing = standing::in_unit(tx, matter)?;
    let permit = tx.require(Action::AddMember, &standing, &Facts::none())?;
    let account = store::account_of(tx.conn, email.as_str())?
        .ok_or_else(|| Error::at("email", FaultCode::NotFound))?;
    let (by, now) = (tx.actor().person()?, tx.now());
    if account == by && role == MemberRole::Member {
        return Err(Error::at("email", FaultCode::NotAllowed));
    }
    store::set_member(tx.conn, id, account, role, (by, now))?;
    tx.record(Change::under(permit, matter).to(json!({ "account": account, "role": role })));
    Ok(())
}

/// Lets a person act for the organisation no longer.
///
/// # Errors
/// The refusal of the tables: one lead must remain.
pub fn remove_member(tx: &mut Tx<'_>, id: OrganisationId, account: AccountId) -> Result<()> {
    let matter = Matter::Organisation(id);
    let standing = standing::in_unit(tx, matter)?;
    let one_remains = store::other_leads(tx.conn, id, account)? > 0;
    let facts = Facts::none().with(Condition::OneLeadRemains, one_remains);
    let permit = tx.require(Action::RemoveMember, &standing, &facts)?;
    store::remove_member(tx.conn, id, account)?;
    tx.record(Change::under(permit, matter).from(json!({ "account": account })));
    Ok(())
}
