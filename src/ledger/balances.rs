//! Sums of postings: the only answer to what is free, held or owed.
//!
//! A sum over two currencies is a fault of the program, never a number.

use super::posting::{Account, Book};
use crate::db::Conn;
use crate::db::dialect::sum_of;
use crate::db::lock_rows;
use crate::db::schema::{journal_entries, journal_lines, ledger_head, partners as partners_table};
use crate::error::Result;
use crate::kernel::id::{AwardId, PartnerId, PotId};
use crate::kernel::money::{Currency, Money};
use crate::rules::Action;
use crate::rules::lifecycle::PayoutState;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// One sum in the currency expected, of sums by currency.
fn one(currency: Currency, sums: Vec<(Currency, i64)>) -> Result<Money> {
    let sums = sums
        .into_iter()
        .map(|(currency, minor)| Money::from_minor(minor, currency));
    Ok(Money::sum(currency, sums)?)
}

/// What of the pledges of these partners is not allotted to calls: pledged, less what was published
/// in their pots and not given back. What awards have earned since is allotted still.
///
/// # Errors
/// No answer from the database; a pledge or an allotment in another currency.
pub fn unallotted(
    conn: &mut Conn,
    partners: &[PartnerId],
    currency: Currency,
) -> Result<Vec<(PartnerId, Money)>> {
    let allotting = [Action::PublishCall.code(), Action::GiveBackRest.code()];
    let pledged = journal_lines::account.eq(Account::Contributions);
    let allotted = journal_lines::account
        .eq(Account::Control)
        .and(journal_entries::cause.eq_any(allotting));
    let sums: Vec<(Option<PartnerId>, Currency, i64)> = journal_lines::table
        .inner_join(journal_entries::table)
        .filter(journal_lines::partner_id.eq_any(partners.to_vec()))
        .filter(pledged.or(allotted))
        .group_by((journal_lines::partner_id, journal_lines::amount_currency))
        .select((
            journal_lines::partner_id,
            journal_lines::amount_currency,
            sum_of("-amount_minor"),
        ))
        .load(conn)?;
    partners
        .iter()
        .map(|partner| {
            let own = sums.iter().filter(|sum| sum.0 == Some(*partner));
            let own = own.map(|sum| (sum.1, sum.2)).collect();
            Ok((*partner, one(currency, own)?))
        })
        .collect()
}

/// What a partner's money amounts to.
#[derive(Debug, Clone, Copy)]
pub struct Worth {
    pub partner: PartnerId,
    /// As [`unallotted`] reckons it.
    pub unallotted: Money,
    /// What it can still pay out, as [`cash_sql`] reckons it.
    pub cash: Money,
}

/// What the money of each of these partners amounts to, by two statements however many they are.
///
/// # Errors
/// No answer from the database; sums beyond 64 bits.
pub fn worths(conn: &mut Conn, partners: &[PartnerId], currency: Currency) -> Result<Vec<Worth>> {
    let cash = cash_sql("partners.id", &format!("'{}'", currency.code()));
    let cash: Vec<(PartnerId, i64)> = partners_table::table
        .filter(partners_table::id.eq_any(partners.to_vec()))
        .select((partners_table::id, sql::<BigInt>(&cash)))
        .load(conn)?;
    let unallotted = unallotted(conn, partners, currency)?;
    Ok(unallotted
        .into_iter()
        .map(|(partner, unallotted)| {
            let own = cash.iter().find(|one| one.0 == partner);
            Worth {
                partner,
                unallotted,
                cash: Money::from_minor(own.map_or(0, |one| one.1), currency),
            }
        })
        .collect())
}

/// What of these pots is free, in minor units of their call's currency.
///
/// # Errors
/// No answer from the database.
pub fn available_minor(conn: &mut Conn, pots: &[PotId]) -> QueryResult<Vec<(PotId, i64)>> {
    let sums: Vec<(Option<PotId>, i64)> = journal_lines::table
        .filter(journal_lines::pot_id.eq_any(pots.to_vec()))
        .filter(journal_lines::account.eq(Account::Available))
        .group_by(journal_lines::pot_id)
        .select((journal_lines::pot_id, sum_of("-amount_minor")))
        .load(conn)?;
    Ok(sums
        .into_iter()
        .filter_map(|(pot, minor)| Some((pot?, minor)))
        .collect())
}

/// What an account of the budget book holds for one partner of one pot.
#[derive(Debug, Clone, Copy)]
pub struct Holding {
    pub pot: PotId,
    pub partner: PartnerId,
    /// How much.
    pub money: Money,
}

/// What an account of the budget book holds, for an award alone where one is named: by pot and
/// partner, in a fixed order.
///
/// # Errors
/// No answer from the database.
pub fn holdings(
    conn: &mut Conn,
    account: Account,
    pots: &[PotId],
    award: Option<AwardId>,
) -> Result<Vec<Holding>> {
    let mut lines = journal_lines::table
        .filter(journal_lines::book.eq(Book::Budget))
        .filter(journal_lines::account.eq(account))
        .filter(journal_lines::pot_id.eq_any(pots.to_vec()))
        .group_by((
            journal_lines::pot_id,
            journal_lines::partner_id,
            journal_lines::amount_currency,
        ))
        .order((journal_lines::pot_id, journal_lines::partner_id))
        .select((
            journal_lines::pot_id,
            journal_lines::partner_id,
            journal_lines::amount_currency,
            sum_of("-amount_minor"),
        ))
        .into_boxed();
    if let Some(award) = award {
        lines = lines.filter(journal_lines::award_id.eq(award));
    }
    let rows: Vec<(Option<PotId>, Option<PartnerId>, Currency, i64)> = lines.load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|(pot, partner, currency, minor)| {
            Some(Holding {
                pot: pot?,
                partner: partner?,
                money: Money::from_minor(minor, currency),
            })
        })
        .filter(|holding| !holding.money.is_zero())
        .collect())
}

/// What the bank has booked for each award, in each currency.
///
/// # Errors
/// No answer from the database.
pub fn booked(conn: &mut Conn) -> QueryResult<Vec<(AwardId, Money)>> {
    let sums: Vec<(Option<AwardId>, Currency, i64)> = journal_lines::table
        .filter(journal_lines::award_id.is_not_null())
        .filter(journal_lines::account.eq(Account::Bank))
        .group_by((journal_lines::award_id, journal_lines::amount_currency))
        .select((
            journal_lines::award_id,
            journal_lines::amount_currency,
            sum_of("-amount_minor"),
        ))
        .load(conn)?;
    let sum = |(award, currency, minor): (Option<AwardId>, Currency, i64)| {
        Some((award?, Money::from_minor(minor, currency)))
    };
    Ok(sums.into_iter().filter_map(sum).collect())
}

/// Locks the ledger: whoever weighs its sums before posting takes turns.
///
/// # Errors
/// No answer from the database.
pub(crate) fn lock(conn: &mut Conn) -> QueryResult<()> {
    lock_rows!(conn, ledger_head, [1])
}

/// What a partner can still pay out in a currency, in minor units: its cash, less what is already
/// with the bank and what is released for it. SQL to stand beside a row of these columns, whose
/// names are ours. Whoever releases a payment and whoever takes a receipt out of the books ask it
/// alike.
///
/// Who decides by it locks the ledger first, so that two at once cannot spend the same cash.
pub(crate) fn cash_sql(partner: &str, currency: &str) -> String {
    let (bank, in_transit) = (Account::Bank.code(), Account::InTransit.code());
    let released = PayoutState::Released.code();
    format!(
        "((SELECT CAST(COALESCE(SUM(cash.amount_minor), 0) AS BIGINT) FROM journal_lines AS cash \
         WHERE cash.partner_id = {partner} AND cash.amount_currency = {currency} \
         AND cash.account IN ('{bank}', '{in_transit}')) \
         - (SELECT CAST(COALESCE(SUM(released.amount_minor), 0) AS BIGINT) \
         FROM payouts AS released WHERE released.payer_id = {partner} \
         AND released.currency = {currency} AND released.state = '{released}'))"
    )
}
