//! The fund's set-up, its partners, and their money coming in.

use super::input::{AddCountry, AddPartner, AddTheme, Pledge, Receive, SetUpFund, WithReason};
use super::store::{self, ContributionRow, FundRow};
use crate::db::tx::{Change, Tx};
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::kernel::clean;
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::{ContributionId, FundId, PartnerId, ThemeId};
use crate::kernel::money::{Currency, Money};
use crate::ledger::{self, Due, Part};
use crate::rules::lifecycle::PartnerState;
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Condition, Facts, Matter, Permit, decide};
use crate::standing;
use serde_json::json;

fn permitted(tx: &mut Tx<'_>, action: Action, matter: Matter) -> Result<Permit> {
    let standing = standing::in_unit(tx, matter)?;
    tx.require(action, &standing, &Facts::none())
}

fn fund(tx: &mut Tx<'_>) -> Result<FundRow> {
    store::fund(tx.conn)?.ok_or(Error::NotFound(MatterKind::Fund))
}

/// Names the fund, or renames it. The base currency stays once it is chosen.
///
/// # Errors
/// Faults of the input, or the refusal of the tables.
pub fn set_up(tx: &mut Tx<'_>, input: &SetUpFund) -> Result<()> {
    let (name, prefix, base_currency) = input.parse()?;
    let permit = permitted(tx, Action::SetUpFund, Matter::Fund)?;
    let after = json!({ "name": name, "prefix": prefix, "base_currency": base_currency });
    let known = store::fund(tx.conn)?;
    let row = FundRow {
        id: known.as_ref().map_or_else(FundId::new, |row| row.id),
        name: name.into_string(),
        prefix: prefix.into_string(),
        base_currency,
        version: 1,
    };
    match known {
        None => store::insert_fund(tx.conn, row)?,
        Some(known) if known.base_currency != base_currency => {
            return Err(Error::at("base_currency", FaultCode::NotAllowed));
        }
        Some(_) => store::update_fund(tx.conn, &row)?,
    };
    tx.record(Change::under(permit, Matter::Fund).to(after));
    Ok(())
}

/// Adds a country to the list.
///
/// # Errors
/// Faults of the input, `already_taken`, or the refusal of the tables.
pub fn add_country(tx: &mut Tx<'_>, input: &AddCountry) -> Result<()> {
    let (code, name) = input.parse()?;
    let permit = permitted(tx, Action::AddCountry, Matter::Fund)?;
    if store::country_is_known(tx.conn, code.as_str())? {
        return Err(Error::at("code", FaultCode::AlreadyTaken));
    }
    store::insert_country(tx.conn, code.as_str(), name.as_str())?;
    tx.record(Change::under(permit, Matter::Fund).to(json!({ "code": code, "name": name })));
    Ok(())
}

/// Adds a partner.
///
/// # Errors
/// Faults of the input, a duplicate code or country, or the refusal of the tables.
pub fn add_partner(tx: &mut Tx<'_>, input: &AddPartner) -> Result<PartnerId> {
    let (code, name, country, zone) = input.parse()?;
    let permit = permitted(tx, Action::AddPartner, Matter::Fund)?;
    if !store::country_is_known(tx.conn, country.as_str())? {
        return Err(Error::at("country", FaultCode::UnknownCountry));
    }
    let (id, now) = (PartnerId::new(), tx.now());
    let names = (code.as_str(), name.as_str(), country.as_str());
    store::insert_partner(tx.conn, id, names, &zone, now)
        .map_err(|error| unless_duplicate(error, Action::AddPartner, "partner"))?;
    let after = json!({ "code": code, "name": name, "country": country, "zone": zone });
    tx.record(Change::under(permit, Matter::Partner(id)).to(after));
    Ok(id)
}

/// Retires a partner: it takes part in no new call, and its people finish what is under way.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn retire_partner(tx: &mut Tx<'_>, id: PartnerId, input: &WithReason) -> Result<()> {
    move_partner(tx, id, Action::RetirePartner, input)
}

/// Lets a retired partner take part in new calls again.
///
/// # Errors
/// Every fault of the input; the refusal of the tables.
pub fn reinstate_partner(tx: &mut Tx<'_>, id: PartnerId, input: &WithReason) -> Result<()> {
    move_partner(tx, id, Action::ReinstatePartner, input)
}

fn move_partner(tx: &mut Tx<'_>, id: PartnerId, action: Action, input: &WithReason) -> Result<()> {
    let reason = input.parse()?;
    let permit = permitted(tx, action, Matter::Partner(id))?;
    let state = store::lock_partner(tx.conn, id)?.ok_or(Error::NotFound(MatterKind::Partner))?;
    let step = decide::step(state, action, &Facts::none())?;
    store::set_partner_state(tx.conn, id, step)?;
    tx.record(
        Change::under(permit, Matter::Partner(id))
            .because(reason.as_str())
            .from(json!({ "state": step.from() }))
            .to(json!({ "state": step.to() })),
    );
    Ok(())
}

/// Adds a theme.
///
/// # Errors
/// Faults of the input, a duplicate, or the refusal of the tables.
pub fn add_theme(tx: &mut Tx<'_>, input: &AddTheme) -> Result<ThemeId> {
    let name = input.parse()?;
    let permit = permitted(tx, Action::KeepThemes, Matter::Fund)?;
    let id = ThemeId::new();
    let code = clean::key(name.as_str()).replace(|c: char| !c.is_alphanumeric(), "-");
    store::insert_theme(tx.conn, id, &code, name.as_str())
        .map_err(|error| unless_duplicate(error, Action::KeepThemes, "theme"))?;
    tx.record(Change::under(permit, Matter::Fund).to(json!({ "theme": id, "name": name })));
    Ok(id)
}

/// Renames a theme and says whether it is still offered.
///
/// # Errors
/// Faults of the input, or the refusal of the tables.
pub fn keep_theme(tx: &mut Tx<'_>, id: ThemeId, input: &AddTheme, retired: bool) -> Result<()> {
    let name = input.parse()?;
    let permit = permitted(tx, Action::KeepThemes, Matter::Fund)?;
    if store::set_theme(tx.conn, id, name.as_str(), retired)? == 0 {
        return Err(Error::NotFound(MatterKind::Fund));
    }
    let after = json!({ "theme": id, "name": name, "retired": retired });
    tx.record(Change::under(permit, Matter::Fund).to(after));
    Ok(())
}

fn positive(path: &str, money: std::result::Result<Money, Fault>) -> Result<Money> {
    match money {
        Ok(money) if money.is_positive() => Ok(money),
        Ok(_) => Err(Error::at(path, FaultCode::NotPositive)),
        Err(fault) => Err(Faults::one(path, fault).into()),
    }
}

/// Enters a partner's binding pledge.
///
/// # Errors
/// Faults of the input, or the refusal of the tables.
pub fn pledge(tx: &mut Tx<'_>, partner: PartnerId, input: &Pledge) -> Result<ContributionId> {
    let (amount, pledged_on, reference) = input.parse()?;
    let fund = fund(tx)?;
    let standing = standing::in_unit(tx, Matter::Partner(partner))?;
    let state =
        store::lock_partner(tx.conn, partner)?.ok_or(Error::NotFound(MatterKind::Partner))?;
    let is_active = state == PartnerState::Active;
    let facts = Facts::none()
        .with(Condition::PartnerIsActive, is_active)
        .with(Condition::DayHasCome, pledged_on <= tx.now().latest_day());
    let permit = tx.require(Action::PledgeContribution, &standing, &facts)?;
    let money = positive("amount", amount.in_currency(fund.base_currency))?;
    let id = ContributionId::new();
    let row = ContributionRow {
        id,
        partner_id: partner,
        amount_minor: money.minor(),
        amount_currency: money.currency(),
        pledged_on,
        reference: reference.as_str().to_owned(),
        recorded_by: tx.actor().person()?,
        recorded_at: tx.now(),
        version: 1,
    };
    store::insert_contribution(tx.conn, row)?;
    let matter = Matter::Contribution(id);
    let due = Due {
        part: Part::Whole,
        money,
        partner: Some(partner),
        pot: None,
        award: None,
    };
    ledger::post(tx, permit, matter, pledged_on, reference.as_str(), &[due])?;
    let after = json!({ "amount": money, "pledged_on": pledged_on, "reference": reference });
    tx.record(Change::under(permit, matter).to(after));
    Ok(id)
}

/// Records that money of a pledge has arrived.
///
/// # Errors
/// Faults of the input, also more than is outstanding; a bank reference used before; refusals.
pub fn receive(tx: &mut Tx<'_>, id: ContributionId, input: &Receive) -> Result<()> {
    let (amount, received_on, bank_reference) = input.parse()?;
    let matter = Matter::Contribution(id);
    let standing = standing::in_unit(tx, matter)?;
    let pledge =
        store::lock_contribution(tx.conn, id)?.ok_or(Error::NotFound(MatterKind::Contribution))?;
    let facts = Facts::none()
        .with(Condition::DayHasCome, received_on <= tx.now().latest_day())
        .with(
            Condition::NotBeforeThePledge,
            received_on >= pledge.pledged_on,
        );
    let permit = tx.require(Action::ReceiveContribution, &standing, &facts)?;
    let money = positive("amount", amount.in_currency(pledge.amount_currency))?;
    let outstanding = pledge.amount_minor - store::received_minor(tx.conn, id)?;
    if money.minor() > outstanding {
        let currency: Currency = pledge.amount_currency;
        let limit = Money::from_minor(outstanding, currency).decimal_text();
        return Err(Faults::one("amount", Fault::limited(FaultCode::TooLarge, limit)).into());
    }
    let (by, now) = (tx.actor().person()?, tx.now());
    store::insert_receipt(
        tx.conn,
        id,
        &money,
        (received_on, bank_reference.as_str()),
        (by, now),
    )
    .map_err(|error| unless_duplicate(error, Action::ReceiveContribution, "bank_reference"))?;
    let partner = Some(pledge.partner_id);
    let due = Due {
        part: Part::Whole,
        money,
        partner,
        pot: None,
        award: None,
    };
    ledger::post(
        tx,
        permit,
        matter,
        received_on,
        bank_reference.as_str(),
        &[due],
    )?;
    let after =
        json!({ "amount": money, "received_on": received_on, "bank_reference": bank_reference });
    tx.record(Change::under(permit, matter).to(after));
    Ok(())
}
