//! What may be asked of the fund.

use crate::case::Saw;
use crate::kernel::amount::Amount;
use crate::kernel::entry::{Entry, Reading};
use crate::kernel::fault::Faults;
use crate::kernel::money::Currency;
use crate::kernel::text::{Country, Line, Name, PublicCode, ShortProse};
use crate::kernel::time::{Date, Zone};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The fund is named.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SetUpFund {
    /// The version read; 0 before the fund is set up.
    pub version: Entry,
    pub name: Entry,
    /// The letters its numbers begin with.
    pub prefix: Entry,
    /// The currency of its books.
    pub base_currency: Entry,
}

impl SetUpFund {
    /// The version that was on the screen.
    pub fn saw(&self) -> Saw {
        Saw::of(&self.version, &Entry::default(), &Entry::default())
    }

    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<(Name, PublicCode, Currency), Faults> {
        let mut reading = Reading::new();
        let name = reading.required("name", &self.name);
        let prefix = reading.required("prefix", &self.prefix);
        let currency = reading.required("base_currency", &self.base_currency);
        reading.finish((|| Some((name?, prefix?, currency?)))())
    }
}

/// A country is added to the list.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AddCountry {
    /// Two letters.
    pub code: Entry,
    pub name: Entry,
}

impl AddCountry {
    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<(Country, Name), Faults> {
        let mut reading = Reading::new();
        let code = reading.required("code", &self.code);
        let name = reading.required("name", &self.name);
        reading.finish(code.zip(name))
    }
}

/// A partner joins.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AddPartner {
    /// A short code.
    pub code: Entry,
    /// The name of the authority.
    pub name: Entry,
    /// The partner's country.
    pub country: Entry,
    /// Its time zone.
    pub zone: Entry,
}

impl AddPartner {
    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<(PublicCode, Name, Country, Zone), Faults> {
        let mut reading = Reading::new();
        let code = reading.required("code", &self.code);
        let name = reading.required("name", &self.name);
        let country = reading.required("country", &self.country);
        let zone = reading.required("zone", &self.zone);
        reading.finish((|| Some((code?, name?, country?, zone?)))())
    }
}

/// Something is done for a reason.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct WithReason {
    /// Why.
    pub reason: Entry,
}

impl WithReason {
    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<ShortProse, Faults> {
        let mut reading = Reading::new();
        let reason = reading.required("reason", &self.reason);
        reading.finish(reason)
    }
}

/// A theme is added.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct AddTheme {
    pub name: Entry,
}

impl AddTheme {
    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<Name, Faults> {
        let mut reading = Reading::new();
        let name = reading.required("name", &self.name);
        reading.finish(name)
    }
}

/// A theme is renamed or retired.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct KeepTheme {
    /// The version read.
    pub version: Entry,
    pub name: Entry,
    /// Whether it is offered no more.
    pub retired: Entry,
}

impl KeepTheme {
    /// The version that was on the screen.
    pub fn saw(&self) -> Saw {
        Saw::of(&self.version, &Entry::default(), &Entry::default())
    }

    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<(Name, bool), Faults> {
        let mut reading = Reading::new();
        let name = reading.required("name", &self.name);
        let retired = self.retired.is_checked();
        reading.finish(name.map(|name| (name, retired)))
    }
}

/// A pledge is entered.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Pledge {
    /// In the fund's base currency.
    pub amount: Entry,
    /// The day of the binding pledge.
    pub pledged_on: Entry,
    /// The document's reference.
    pub reference: Entry,
}

impl Pledge {
    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<(Amount, Date, Line), Faults> {
        let mut reading = Reading::new();
        let amount = reading.required("amount", &self.amount);
        let day = reading.required("pledged_on", &self.pledged_on);
        let reference = reading.required("reference", &self.reference);
        reading.finish((|| Some((amount?, day?, reference?)))())
    }
}

/// Money of a pledge has arrived.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Receive {
    /// In the fund's base currency.
    pub amount: Entry,
    /// The day the bank booked it.
    pub received_on: Entry,
    /// The bank's reference.
    pub bank_reference: Entry,
}

impl Receive {
    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<(Amount, Date, Line), Faults> {
        let mut reading = Reading::new();
        let amount = reading.required("amount", &self.amount);
        let day = reading.required("received_on", &self.received_on);
        let reference = reading.required("bank_reference", &self.bank_reference);
        reading.finish((|| Some((amount?, day?, reference?)))())
    }
}
