//! Balances, statements, pots.

use super::posting::{Account, Book};
use super::store::{EntryRow, LineRow};
use crate::db::Conn;
use crate::db::dialect::sum_of;
use crate::db::schema::{journal_entries, journal_lines, ledger_head, partners};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::PartnerId;
use crate::kernel::money::{Currency, Money};
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::kernel::time::Date;
use crate::rules::matter::MatterKind;
use crate::rules::visibility::Sight;
use crate::rules::{Matter, decide};
use diesel::prelude::*;
use serde::Serialize;

/// The number and the hash of the last entry.
///
/// # Errors
/// No answer from the database.
pub fn head(conn: &mut Conn) -> QueryResult<(i64, String)> {
    ledger_head::table
        .find(1)
        .select((ledger_head::sequence, ledger_head::hash))
        .first(conn)
}

/// The hashes of the entries of these numbers, by number.
///
/// # Errors
/// No answer from the database.
pub fn hashes_at(conn: &mut Conn, numbers: &[i64]) -> QueryResult<Vec<(i64, String)>> {
    journal_entries::table
        .filter(journal_entries::sequence.eq_any(numbers.to_vec()))
        .select((journal_entries::sequence, journal_entries::hash))
        .load(conn)
}

/// The balance of one account for one partner: debit positive, credit negative.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Balance {
    pub book: Book,
    pub account: Account,
    /// The partner's code.
    pub partner: Option<String>,
    /// The sum of its postings.
    pub balance: Money,
}

/// Every balance, and the sums of the two books, which must be nothing.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct TrialBalance {
    pub balances: Vec<Balance>,
    /// Whether each book sums to nothing in every currency.
    pub balances_out: bool,
}

/// One line of a statement.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct StatementLine {
    /// The entry's number.
    pub sequence: i64,
    /// The day it was booked on.
    pub booked_on: Date,
    /// The action that caused it.
    pub cause: String,
    /// What the entry says.
    pub note: String,
    /// The partner's code.
    pub partner: Option<String>,
    /// Debit positive, credit negative.
    pub amount: Money,
}

fn require_books(view: &mut View<'_>) -> Result<()> {
    let standing = view.standing_to(Matter::Fund)?;
    if decide::sees(&standing, Sight::Books) {
        Ok(())
    } else {
        Err(Error::NotFound(MatterKind::Fund))
    }
}

/// The trial balance.
///
/// # Errors
/// `NotFound` for those who may not see the books.
pub fn trial_balance(view: &mut View<'_>) -> Result<TrialBalance> {
    require_books(view)?;
    let codes: Vec<(PartnerId, String)> = partners::table
        .select((partners::id, partners::code))
        .load(view.conn)?;
    let columns = (
        journal_lines::book,
        journal_lines::account,
        journal_lines::partner_id,
        journal_lines::amount_currency,
    );
    let rows: Vec<(Book, Account, Option<PartnerId>, Currency, i64)> = journal_lines::table
        .group_by(columns)
        .order((journal_lines::account, journal_lines::partner_id))
        .select((
            journal_lines::book,
            journal_lines::account,
            journal_lines::partner_id,
            journal_lines::amount_currency,
            sum_of("amount_minor"),
        ))
        .load(view.conn)?;
    let code_of = |id: PartnerId| {
        codes
            .iter()
            .find(|found| found.0 == id)
            .map(|found| found.1.clone())
    };
    let balances: Vec<Balance> = rows
        .into_iter()
        .map(|(book, account, partner, currency, minor)| Balance {
            book,
            account,
            partner: partner.and_then(code_of),
            balance: Money::from_minor(minor, currency),
        })
        .collect();
    let sum = |book: Book, currency: Currency| -> i64 {
        balances
            .iter()
            .filter(|line| line.book == book && line.balance.currency() == currency)
            .map(|line| line.balance.minor())
            .sum()
    };
    let balances_out = balances
        .iter()
        .all(|line| sum(line.book, line.balance.currency()) == 0);
    Ok(TrialBalance {
        balances,
        balances_out,
    })
}

/// The postings of one account, newest first.
///
/// # Errors
/// `NotFound` for those who may not see the books.
pub fn statement(
    view: &mut View<'_>,
    account: Account,
    after: Option<&str>,
) -> Result<Page<StatementLine>> {
    require_books(view)?;
    // The key holds entry and position, for an entry can post to one account twice.
    let key = after.and_then(key_of).unwrap_or_default();
    let (sequence, position) = key.split_once('/').unwrap_or(("", ""));
    let sequence: i64 = sequence.parse().unwrap_or(i64::MAX);
    let position: i32 = position.parse().unwrap_or(i32::MAX);
    let rows: Vec<(EntryRow, LineRow, Option<String>)> = journal_lines::table
        .inner_join(journal_entries::table)
        .left_join(partners::table)
        .filter(journal_lines::account.eq(account))
        .filter(
            journal_entries::sequence
                .lt(sequence)
                .or(journal_entries::sequence
                    .eq(sequence)
                    .and(journal_lines::position.gt(position))),
        )
        .order((
            journal_entries::sequence.desc(),
            journal_lines::position.asc(),
        ))
        .limit(PAGE_SIZE + 1)
        .select((
            journal_entries::all_columns,
            journal_lines::all_columns,
            partners::code.nullable(),
        ))
        .load(view.conn)?;
    let page = Page::cut(rows, |row| format!("{}/{}", row.0.sequence, row.1.position));
    Ok(page.map(|(entry, line, partner)| StatementLine {
        sequence: entry.sequence,
        booked_on: entry.booked_on,
        cause: entry.cause,
        note: entry.note,
        partner,
        amount: Money::from_minor(line.amount_minor, line.amount_currency),
    }))
}
