//! A fund is founded once, from a file: its partners with an administrator each, the secretariat
//! and a system administrator. From then on nobody is given such an office but by two partners.

mod file;

pub use file::Founding;
use file::{PartnerFounded, Person};

use super::queries;
use super::store::{self, FundRow};
use super::subject::SetUp;
use crate::case::{Case, Saw};
use crate::config::Config;
use crate::db::tx::Tx;
use crate::error::{Error, Result};
use crate::identity::input::NewRole;
use crate::identity::{actions, roles};
use crate::kernel::fault::FaultCode;
use crate::kernel::id::{AccountId, FundId, PartnerId};
use crate::kernel::time::Date;
use crate::rules::capacity::{Role, Scope};
use crate::rules::{Action, Condition, Matter};
use serde_json::json;

/// What was made, in the order of the file.
#[derive(Debug, Clone)]
pub struct Founded {
    pub secretariat: AccountId,
    pub system_administrator: AccountId,
    /// Each partner, and who administers it.
    pub partners: Vec<(PartnerId, AccountId)>,
}

/// Founds the fund; everyone who has no account yet is invited by letter.
///
/// # Errors
/// `fund_is_not_founded` where there is a fund; an account that is suspended.
pub fn found(tx: &mut Tx<'_>, config: &Config, founding: &Founding) -> Result<Founded> {
    let mut case: Case<SetUp> = tx.case(())?;
    let is_new = case.row.is_none() && queries::partners(tx.conn)?.is_empty();
    case.know(Condition::FundIsNotFounded, is_new);
    tx.begin(&case, Action::FoundFund, Matter::Fund, &Saw::default())?;
    let (name, prefix, base_currency) = founding.fund.clone();
    tx.note_last(json!({ "name": name, "prefix": prefix, "base_currency": base_currency }));
    let founded_on = founded_on(tx, founding)?;
    let row = FundRow {
        id: FundId::new(),
        name: name.into_string(),
        prefix: prefix.into_string(),
        base_currency,
        version: 1,
        founded_on: Some(founded_on),
    };
    store::insert_fund(tx.conn, row)?;
    let office =
        |tx: &mut Tx<'_>, person: &Person, role, partner: Option<PartnerId>| -> Result<AccountId> {
            let account = actions::bring_in(tx, config, (&person.0, &person.1))?;
            let scope = partner.map_or(Scope::Fund, |_| Scope::Partner);
            let new = NewRole {
                role,
                scope,
                partner,
                call: None,
                application: None,
            };
            roles::found(tx, &case, account, new)?;
            Ok(account)
        };
    let secretariat = office(tx, &founding.secretariat, Role::Secretariat, None)?;
    let system = &founding.system_administrator;
    let system_administrator = office(tx, system, Role::SystemAdministrator, None)?;
    let mut partners = Vec::new();
    for partner in &founding.partners {
        let id = add(tx, &case, partner)?;
        let role = Role::PartnerAdministrator;
        let administrator = office(tx, &partner.administrator, role, Some(id))?;
        partners.push((id, administrator));
    }
    Ok(Founded {
        secretariat,
        system_administrator,
        partners,
    })
}

/// The day the file names, or today: where the first of the partners still has it.
fn founded_on(tx: &Tx<'_>, founding: &Founding) -> Result<Date> {
    let now = tx.now();
    let partners = founding.partners.iter();
    let today = partners.map(|partner| now.on_the_wall(&partner.zone).0);
    let today = today.min().unwrap_or_else(|| now.date());
    match founding.founded_on {
        Some(day) if day > now.latest_day() => {
            Err(Error::at("fund.founded_on", FaultCode::NotAllowed))
        }
        Some(day) => Ok(day),
        None => Ok(today),
    }
}

fn add(tx: &mut Tx<'_>, founding: &Case<SetUp>, partner: &PartnerFounded) -> Result<PartnerId> {
    let (id, now) = (PartnerId::new(), tx.now());
    let matter = Matter::Partner(id);
    tx.begin(founding, Action::FoundFund, matter, &Saw::default())?;
    let (code, name, country) = (&partner.code, &partner.name, &partner.country);
    if !store::country_is_known(tx.conn, country.as_str())? {
        store::insert_country(tx.conn, country.as_str(), partner.land.as_str())?;
    }
    let words = (code.as_str(), name.as_str(), country.as_str());
    store::insert_partner(tx.conn, id, words, &partner.zone, now)?;
    tx.note_last(json!({
        "code": code, "name": name, "country": country, "zone": partner.zone,
    }));
    Ok(id)
}
