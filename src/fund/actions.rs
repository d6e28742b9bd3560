//! The fund's set-up, its partners and themes.

use super::input::{AddCountry, AddPartner, AddTheme, KeepTheme, SetUpFund};
use super::queries::{Partner, Theme};
use super::store::{self, FundRow};
use super::subject::SetUp;
use crate::case::{Case, Reasoned, Saw};
use crate::db::tx::Tx;
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::kernel::clean;
use crate::kernel::fault::FaultCode;
use crate::kernel::id::{FundId, PartnerId, ThemeId};
use crate::rules::{Action, Matter};
use serde_json::json;

/// Names the fund, or renames it. The base currency stays once it is chosen.
///
/// # Errors
/// Faults of the input, stale, or the refusal of the tables.
pub fn set_up(tx: &mut Tx<'_>, input: &SetUpFund) -> Result<()> {
    let (name, prefix, base_currency) = input.parse()?;
    let case: Case<SetUp> = tx.case(())?;
    tx.edit(&case, Action::SetUpFund, &input.saw())?;
    let after = json!({ "name": name, "prefix": prefix, "base_currency": base_currency });
    let row = FundRow {
        id: case.row.as_ref().map_or_else(FundId::new, |row| row.id),
        name: name.into_string(),
        prefix: prefix.into_string(),
        base_currency,
        version: 1,
        founded_on: Some(tx.now().earliest_day()),
    };
    match &case.row {
        None => store::insert_fund(tx.conn, row)?,
        Some(known) if known.base_currency != base_currency => {
            return Err(Error::at("base_currency", FaultCode::NotAllowed));
        }
        Some(_) => store::update_fund(tx.conn, &row)?,
    };
    tx.note_last(after);
    Ok(())
}

/// Adds a country to the list.
///
/// # Errors
/// Faults of the input, `already_taken`, or the refusal of the tables.
pub fn add_country(tx: &mut Tx<'_>, input: &AddCountry) -> Result<()> {
    let (code, name) = input.parse()?;
    let case: Case<SetUp> = tx.case(())?;
    tx.begin(&case, Action::AddCountry, Matter::Fund, &Saw::default())?;
    if store::country_is_known(tx.conn, code.as_str())? {
        return Err(Error::at("code", FaultCode::AlreadyTaken));
    }
    store::insert_country(tx.conn, code.as_str(), name.as_str())?;
    tx.note_last(json!({ "code": code, "name": name }));
    Ok(())
}

/// Adds a partner.
///
/// # Errors
/// Faults of the input, a duplicate code or country, or the refusal of the tables.
pub fn add_partner(tx: &mut Tx<'_>, input: &AddPartner) -> Result<PartnerId> {
    let (code, name, country, zone) = input.parse()?;
    let (action, id, now) = (Action::AddPartner, PartnerId::new(), tx.now());
    let case: Case<SetUp> = tx.case(())?;
    tx.begin(&case, action, Matter::Partner(id), &Saw::default())?;
    if !store::country_is_known(tx.conn, country.as_str())? {
        return Err(Error::at("country", FaultCode::UnknownCountry));
    }
    // A country's participants are funded by one partner.
    let partners = super::queries::partners(tx.conn)?;
    if partners.iter().any(|one| one.country == country.as_str()) {
        return Err(Error::at("country", FaultCode::AlreadyTaken));
    }
    let names = (code.as_str(), name.as_str(), country.as_str());
    store::insert_partner(tx.conn, id, names, &zone, now)
        .map_err(|error| unless_duplicate(error, action, "partner"))?;
    tx.note_last(json!({ "code": code, "name": name, "country": country, "zone": zone }));
    Ok(id)
}

/// Retires a partner: it takes part in no new call, and its people finish what is under way.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn retire_partner(tx: &mut Tx<'_>, id: PartnerId, input: &Reasoned) -> Result<()> {
    move_partner(tx, id, Action::RetirePartner, input)
}

/// Lets a retired partner take part in new calls again.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn reinstate_partner(tx: &mut Tx<'_>, id: PartnerId, input: &Reasoned) -> Result<()> {
    move_partner(tx, id, Action::ReinstatePartner, input)
}

fn move_partner(tx: &mut Tx<'_>, id: PartnerId, action: Action, input: &Reasoned) -> Result<()> {
    let reason = input.reason()?;
    let mut partner: Case<Partner> = tx.case(id)?;
    let taken = tx.take(&mut partner, action, &input.saw())?;
    tx.because(&taken, reason.as_str());
    Ok(())
}

/// Adds a theme.
///
/// # Errors
/// Faults of the input, a duplicate, or the refusal of the tables.
pub fn add_theme(tx: &mut Tx<'_>, input: &AddTheme) -> Result<ThemeId> {
    let name = input.parse()?;
    let (action, id) = (Action::KeepThemes, ThemeId::new());
    let case: Case<SetUp> = tx.case(())?;
    tx.begin(&case, action, Matter::Fund, &Saw::default())?;
    let code = clean::key(name.as_str()).replace(|c: char| !c.is_alphanumeric(), "-");
    store::insert_theme(tx.conn, id, &code, name.as_str())
        .map_err(|error| unless_duplicate(error, action, "theme"))?;
    tx.note_last(json!({ "theme": id, "name": name }));
    Ok(id)
}

/// Renames a theme and says whether it is still offered.
///
/// # Errors
/// Faults of the input, stale, or the refusal of the tables.
pub fn keep_theme(tx: &mut Tx<'_>, id: ThemeId, input: &KeepTheme) -> Result<()> {
    let (name, retired) = input.parse()?;
    let theme: Case<Theme> = tx.case(id)?;
    tx.edit(&theme, Action::KeepThemes, &input.saw())?;
    store::set_theme(tx.conn, id, name.as_str(), retired)?;
    tx.note_last(json!({ "theme": id, "name": name, "retired": retired }));
    Ok(())
}
