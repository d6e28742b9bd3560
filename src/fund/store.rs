//! Rows and SQL of the fund.

use crate::db::Conn;
use crate::db::schema::{countries, funds, partners, themes};
use crate::kernel::id::{FundId, PartnerId, ThemeId};
use crate::kernel::money::Currency;
use crate::kernel::time::{Date, Instant, Zone};
use crate::rules::decide::Step;
use crate::rules::lifecycle::{PartnerState, State};
use crate::write_step;
use diesel::prelude::*;

/// The fund as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = funds)]
pub(super) struct FundRow {
    pub(super) id: FundId,
    pub(super) name: String,
    pub(super) prefix: String,
    pub(super) base_currency: Currency,
    pub(super) version: i32,
    pub(super) founded_on: Option<Date>,
}

pub(super) fn fund(conn: &mut Conn) -> QueryResult<Option<FundRow>> {
    funds::table.first(conn).optional()
}

pub(super) fn insert_fund(conn: &mut Conn, row: FundRow) -> QueryResult<usize> {
    diesel::insert_into(funds::table).values(row).execute(conn)
}

pub(super) fn update_fund(conn: &mut Conn, row: &FundRow) -> QueryResult<usize> {
    diesel::update(funds::table.find(row.id))
        .set((
            funds::name.eq(&row.name),
            funds::prefix.eq(&row.prefix),
            funds::base_currency.eq(row.base_currency),
            funds::version.eq(funds::version + 1),
        ))
        .execute(conn)
}

/// The fund, locked until the unit ends.
pub(super) fn lock_fund(conn: &mut Conn) -> QueryResult<Option<FundRow>> {
    diesel::update(funds::table)
        .set(funds::version.eq(funds::version))
        .returning(funds::all_columns)
        .get_result(conn)
        .optional()
}

pub(super) fn insert_country(conn: &mut Conn, code: &str, name: &str) -> QueryResult<usize> {
    diesel::insert_into(countries::table)
        .values((countries::code.eq(code), countries::name.eq(name)))
        .execute(conn)
}

pub(super) fn country_is_known(conn: &mut Conn, code: &str) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(countries::table.find(code))).get_result(conn)
}

pub(super) fn insert_partner(
    conn: &mut Conn,
    id: PartnerId,
    (code, name, country): (&str, &str, &str),
    zone: &Zone,
    now: Instant,
) -> QueryResult<usize> {
    diesel::insert_into(partners::table)
        .values((
            partners::id.eq(id),
            partners::code.eq(code),
            partners::name.eq(name),
            partners::country.eq(country),
            partners::zone.eq(zone),
            partners::state.eq(PartnerState::FIRST),
            partners::created_at.eq(now),
        ))
        .execute(conn)
}

/// A partner's row, locked until the unit ends.
pub(super) fn lock_partner(conn: &mut Conn, id: PartnerId) -> QueryResult<usize> {
    diesel::update(partners::table.find(id))
        .set(partners::version.eq(partners::version))
        .execute(conn)
}

/// Writes a partner's step.
pub(super) fn step(
    conn: &mut Conn,
    id: PartnerId,
    step: &Step<PartnerState>,
) -> QueryResult<usize> {
    write_step!(partners, conn, id, step)
}

/// A theme's row, locked until the unit ends.
pub(super) fn lock_theme(conn: &mut Conn, id: ThemeId) -> QueryResult<usize> {
    diesel::update(themes::table.find(id))
        .set(themes::version.eq(themes::version))
        .execute(conn)
}

pub(super) fn insert_theme(
    conn: &mut Conn,
    id: ThemeId,
    code: &str,
    name: &str,
) -> QueryResult<usize> {
    let last: Option<i32> = themes::table
        .select(diesel::dsl::max(themes::position))
        .first(conn)?;
    diesel::insert_into(themes::table)
        .values((
            themes::id.eq(id),
            themes::code.eq(code),
            themes::name.eq(name),
            themes::position.eq(last.unwrap_or(0) + 1),
            themes::retired.eq(false),
        ))
        .execute(conn)
}

pub(super) fn set_theme(
    conn: &mut Conn,
    id: ThemeId,
    name: &str,
    retired: bool,
) -> QueryResult<usize> {
    diesel::update(themes::table.find(id))
        .set((
            themes::name.eq(name),
            themes::retired.eq(retired),
            themes::version.eq(themes::version + 1),
        ))
        .execute(conn)
}
