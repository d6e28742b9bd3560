//! Organisations as pages and API show them.

use super::input::{MemberRole, SizeClass};
use super::store::Row;
use crate::db::Conn;
use crate::db::schema::{accounts, memberships, organisations};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::collation::sort_by_name;
use crate::kernel::id::{AccountId, OrganisationId};
use crate::rules::capacity::Capacity;
use crate::rules::matter::MatterKind;
use crate::rules::visibility::Sight;
use crate::rules::{Matter, decide};
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

/// A person who acts for an organisation.
#[derive(Debug, Clone, Serialize, ToSchema, Queryable)]
pub struct Member {
    /// Their account.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// What they are in it.
    pub role: MemberRole,
}

/// An organisation with its people.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Organisation {
    /// Its identifier.
    pub id: OrganisationId,
    /// Its legal name.
    pub name: String,
    /// Its country.
    pub country: String,
    /// Its number in the register.
    pub registration_number: String,
    /// Street and number.
    pub address_line: String,
    /// Postal code.
    pub postcode: String,
    /// Town.
    pub town: String,
    /// Its site.
    pub website: Option<String>,
    /// Its size.
    pub size_class: SizeClass,
    /// For updates.
    pub version: i32,
    /// Its people.
    pub members: Vec<Member>,
    /// Whether the one who asks leads it.
    pub is_lead: bool,
}

/// An organisation in a list.
#[derive(Debug, Clone, Serialize, ToSchema, Queryable)]
pub struct OrganisationItem {
    /// Its identifier.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// Its country.
    pub country: String,
    /// What the one who asks is in it.
    pub role: MemberRole,
}

/// The organisations the actor acts for.
///
/// # Errors
/// `Unauthenticated` for anybody without an account.
pub fn own(view: &mut View<'_>) -> Result<Vec<OrganisationItem>> {
    let account = view.actor().person()?;
    Ok(of_account(view.conn, account)?)
}

/// The organisations a person acts for.
///
/// # Errors
/// No answer from the database.
pub fn of_account(conn: &mut Conn, account: AccountId) -> QueryResult<Vec<OrganisationItem>> {
    let mut own: Vec<OrganisationItem> = organisations::table
        .inner_join(memberships::table)
        .filter(memberships::account_id.eq(account))
        .select((
            organisations::id,
            organisations::name,
            organisations::country,
            memberships::role,
        ))
        .load(conn)?;
    sort_by_name(&mut own, |one| &one.name);
    Ok(own)
}

/// One organisation, for its people and those who look after applications.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn page(view: &mut View<'_>, id: OrganisationId) -> Result<Organisation> {
    let standing = view.standing_to(Matter::Organisation(id))?;
    let may_see = standing.has(Capacity::OrganisationMember)
        || decide::sees(&standing, Sight::SubmittedApplication);
    let row: Option<Row> = organisations::table.find(id).first(view.conn).optional()?;
    let row = row
        .filter(|_| may_see)
        .ok_or(Error::NotFound(MatterKind::Organisation))?;
    let mut members: Vec<Member> = memberships::table
        .inner_join(accounts::table.on(accounts::id.eq(memberships::account_id)))
        .filter(memberships::organisation_id.eq(id))
        .select((
            accounts::id,
            accounts::name,
            accounts::email,
            memberships::role,
        ))
        .load(view.conn)?;
    sort_by_name(&mut members, |one| &one.name);
    Ok(Organisation {
        id,
        name: row.name,
        country: row.country,
        registration_number: row.registration_number,
        address_line: row.address_line,
        postcode: row.postcode,
        town: row.town,
        website: row.website,
        size_class: row.size_class,
        version: row.version,
        members,
        is_lead: standing.has(Capacity::OrganisationLead),
    })
}
