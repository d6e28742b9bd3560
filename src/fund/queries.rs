//! The fund as pages and API show it.

use super::store;
use crate::db::Conn;
use crate::db::schema::{accounts, countries, funds, partners, themes};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::collation::sort_by_name;
use crate::kernel::id::{PartnerId, ThemeId};
use crate::kernel::money::Currency;
use crate::kernel::time::{Date, Zone};
use crate::rules::lifecycle::PartnerState;
use crate::rules::matter::MatterKind;
use diesel::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

/// A country of the list.
#[derive(Debug, Clone, Serialize, ToSchema, Queryable)]
pub struct Country {
    /// Two letters.
    pub code: String,
    pub name: String,
}

/// A partner of the fund.
#[derive(Debug, Clone, Serialize, ToSchema, Queryable)]
pub struct Partner {
    pub id: PartnerId,
    pub code: String,
    pub name: String,
    pub country: String,
    /// Its time zone.
    pub zone: Zone,
    /// Whether it takes part in new calls.
    pub state: PartnerState,
    /// Counts its changes.
    pub version: i32,
}

#[derive(Debug, Clone, Serialize, ToSchema, Queryable)]
pub struct Theme {
    pub id: ThemeId,
    pub name: String,
    /// Whether it is offered no more.
    pub retired: bool,
    /// Counts its changes.
    pub version: i32,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Fund {
    pub name: String,
    /// The letters its numbers begin with.
    pub prefix: String,
    /// The currency of its books.
    pub base_currency: Currency,
    /// Counts the changes of its name, prefix and currency.
    pub version: i32,
    /// Nothing is pledged or paid in before this day.
    pub founded_on: Option<Date>,
    pub partners: Vec<Partner>,
    pub themes: Vec<Theme>,
}

/// The fund's name, where it has one.
///
/// # Errors
/// No answer from the database.
pub fn name(conn: &mut Conn) -> QueryResult<Option<String>> {
    Ok(store::fund(conn)?.map(|fund| fund.name))
}

/// The reader's name, and the fund's: what the frame of every page shows, by one statement.
///
/// # Errors
/// No answer from the database.
pub fn names_of_frame(view: &mut View<'_>) -> QueryResult<(Option<String>, Option<String>)> {
    let Some(account) = view.actor().account() else {
        return Ok((None, name(view.conn)?));
    };
    let of_fund = funds::table.select(funds::name).limit(1).single_value();
    let found: Option<(String, Option<String>)> = accounts::table
        .find(account)
        .select((accounts::name, of_fund))
        .first(view.conn)
        .optional()?;
    Ok(found.map_or((None, None), |(person, fund)| (Some(person), fund)))
}

/// The currency of the fund's books.
///
/// # Errors
/// `NotFound` before the fund is set up.
pub fn currency(conn: &mut Conn) -> Result<Currency> {
    let fund = store::fund(conn)?.ok_or(Error::NotFound(MatterKind::Fund))?;
    Ok(fund.base_currency)
}

/// The day the fund was founded on, where it is known.
///
/// # Errors
/// No answer from the database.
pub fn founded_on(conn: &mut Conn) -> QueryResult<Option<Date>> {
    let fund = store::fund(conn)?;
    Ok(fund.and_then(|fund| fund.founded_on))
}

/// Locks the fund, so that two calls published at once are weighed one after the other.
///
/// # Errors
/// No answer from the database.
pub fn lock(conn: &mut Conn) -> QueryResult<()> {
    store::lock_fund(conn).map(drop)
}

/// The fund, for everyone.
///
/// # Errors
/// `NotFound` before it is set up.
pub fn fund(view: &mut View<'_>) -> Result<Fund> {
    let row = store::fund(view.conn)?.ok_or(Error::NotFound(MatterKind::Fund))?;
    Ok(of_row(view.conn, row)?)
}

/// The fund that was read already, with its partners and themes.
pub(super) fn of_row(conn: &mut Conn, row: store::FundRow) -> QueryResult<Fund> {
    Ok(Fund {
        name: row.name,
        prefix: row.prefix,
        base_currency: row.base_currency,
        version: row.version,
        founded_on: row.founded_on,
        partners: partners(conn)?,
        themes: themes(conn)?,
    })
}

/// The partners, by code.
///
/// # Errors
/// No answer from the database.
pub fn partners(conn: &mut Conn) -> QueryResult<Vec<Partner>> {
    partners::table
        .order(partners::code)
        .select((
            partners::id,
            partners::code,
            partners::name,
            partners::country,
            partners::zone,
            partners::state,
            partners::version,
        ))
        .load(conn)
}

/// The partners that take part in new calls, by code.
///
/// # Errors
/// No answer from the database.
pub fn active_partners(conn: &mut Conn) -> QueryResult<Vec<Partner>> {
    let mut all = partners(conn)?;
    all.retain(|one| one.state == PartnerState::Active);
    Ok(all)
}

/// The themes, in their order.
///
/// # Errors
/// No answer from the database.
pub fn themes(conn: &mut Conn) -> QueryResult<Vec<Theme>> {
    themes::table
        .order(themes::position)
        .select((themes::id, themes::name, themes::retired, themes::version))
        .load(conn)
}

/// The countries, by name.
///
/// # Errors
/// No answer from the database.
pub fn countries(conn: &mut Conn) -> QueryResult<Vec<Country>> {
    let mut countries: Vec<Country> = countries::table.load(conn)?;
    sort_by_name(&mut countries, |one| &one.name);
    Ok(countries)
}

pub(super) fn partner(conn: &mut Conn, id: PartnerId) -> Result<Partner> {
    let mut all = partners(conn)?.into_iter();
    all.find(|one| one.id == id)
        .ok_or(Error::NotFound(MatterKind::Partner))
}

pub(super) fn theme(conn: &mut Conn, id: ThemeId) -> Result<Theme> {
    let mut all = themes(conn)?.into_iter();
    all.find(|one| one.id == id)
        .ok_or(Error::NotFound(MatterKind::Fund))
}

/// The partners by identifier and name, for those who choose for which they act.
///
/// # Errors
/// No answer from the database.
pub fn names(conn: &mut Conn) -> QueryResult<Vec<(PartnerId, String)>> {
    partners::table
        .order(partners::name)
        .select((partners::id, partners::name))
        .load(conn)
}
