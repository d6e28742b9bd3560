//! What may be asked of organisations.

use crate::case::Saw;
use crate::db::column::text_columns;
use crate::kernel::alike;
use crate::kernel::code::code_enum;
use crate::kernel::entry::{Entry, Reading};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::text::{Country, Email, Line, Name, Website};
use crate::words::Named;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

code_enum! {
    /// How large an organisation is (Commission Recommendation 2003/361/EC).
    pub enum SizeClass {
        /// Fewer than 10 people.
        Micro = "micro",
        /// Fewer than 50.
        Small = "small",
        /// Fewer than 250.
        Medium = "medium",
        /// 250 and more.
        Large = "large",
        /// A university or institute.
        Research = "research",
    }
}

impl Named for SizeClass {
    const FAMILY: &'static str = "size";
}

code_enum! {
    /// What a person is in an organisation.
    pub enum MemberRole {
        /// May submit, sign and add people.
        Lead = "lead",
        /// May write.
        Member = "member",
    }
}

impl Named for MemberRole {
    const FAMILY: &'static str = "member";
}

text_columns!(SizeClass, MemberRole);

/// An organisation is registered, or its details are changed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Details {
    /// The version read, for a change.
    pub version: Entry,
    pub name: Entry,
    pub country: Entry,
    /// Its number in that country's register.
    pub registration_number: Entry,
    pub address_line: Entry,
    pub postcode: Entry,
    pub town: Entry,
    pub website: Entry,
    pub size_class: Entry,
}

/// [`Details`], read.
pub struct NewOrganisation {
    pub(super) name: Name,
    pub(super) country: Country,
    pub(super) registration_number: Name,
    pub(super) address_line: Line,
    pub(super) postcode: Name,
    pub(super) town: Name,
    pub(super) website: Option<Website>,
    pub(super) size_class: SizeClass,
}

impl Details {
    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<NewOrganisation, Faults> {
        let mut reading = Reading::new();
        let name = reading.required("name", &self.name);
        let country = reading.required("country", &self.country);
        let registration_number: Option<Name> =
            reading.required("registration_number", &self.registration_number);
        let is_a_number = registration_number
            .as_ref()
            .is_none_or(|number| number.as_str().chars().any(char::is_alphanumeric));
        let fault = Fault::new(FaultCode::SignsAlone);
        reading.check(is_a_number, "registration_number", fault);
        let address_line = reading.required("address_line", &self.address_line);
        let postcode = reading.required("postcode", &self.postcode);
        let town = reading.required("town", &self.town);
        let website = reading.optional("website", &self.website);
        let size_class = reading.required("size_class", &self.size_class);
        reading.finish((|| {
            Some(NewOrganisation {
                name: name?,
                country: country?,
                registration_number: registration_number?,
                address_line: address_line?,
                postcode: postcode?,
                town: town?,
                website: website?,
                size_class: size_class?,
            })
        })())
    }
}

/// What tells an organisation from others of its country, however it is spelt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    pub country: String,
    /// Of its number in the register.
    pub number: String,
    pub name: String,
}

impl NewOrganisation {
    pub(super) fn keys(&self) -> Keys {
        Keys {
            country: self.country.as_str().to_owned(),
            number: alike::number_key(self.registration_number.as_str()),
            name: alike::name_key(self.name.as_str()),
        }
    }
}

impl Details {
    /// What was seen, for a change.
    pub fn saw(&self) -> Saw {
        Saw::of(&self.version, &Entry::default(), &Entry::default())
    }

    /// Which organisation is meant: by its country and number, or by its name where the number is
    /// another.
    ///
    /// # Errors
    /// Faults of country and number.
    pub fn meant(&self) -> Result<Keys, Faults> {
        let mut reading = Reading::new();
        let country: Option<Country> = reading.required("country", &self.country);
        let number: Option<Name> =
            reading.required("registration_number", &self.registration_number);
        let keys = country.zip(number).map(|(country, number)| Keys {
            country: country.into_string(),
            number: alike::number_key(number.as_str()),
            name: alike::name_key(&self.name.line()),
        });
        reading.finish(keys)
    }
}

/// Whoever has an address is invited.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct InviteMember {
    /// Their address, whether there is an account of it or not.
    pub email: Entry,
    /// Lead or member.
    pub role: Entry,
}

impl InviteMember {
    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<(Email, MemberRole), Faults> {
        let mut reading = Reading::new();
        let email = reading.required("email", &self.email);
        let role = reading.required("role", &self.role);
        reading.finish(email.zip(role))
    }
}

/// A member is made a lead, or a lead a member.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ChangeMember {
    /// Lead or member.
    pub role: Entry,
}

impl ChangeMember {
    /// Reads it.
    ///
    /// # Errors
    /// Every fault.
    pub fn parse(&self) -> Result<MemberRole, Faults> {
        let mut reading = Reading::new();
        let role = reading.required("role", &self.role);
        reading.finish(role)
    }
}
