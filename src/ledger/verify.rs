//! Recomputes the chain of the journal and the balance of every entry.

use super::posting::Book;
use super::store::{EntryRow, LineRow};
use crate::db::Conn;
use crate::db::schema::{journal_entries, journal_lines, ledger_head};
use crate::kernel::money::Money;
use diesel::prelude::*;

const BATCH: i64 = 500;

/// The first entry that is not what was written or does not balance.
///
/// # Errors
/// No answer from the database.
pub fn first_fault(conn: &mut Conn) -> QueryResult<Option<String>> {
    let (head, head_hash): (i64, String) = ledger_head::table
        .find(1)
        .select((ledger_head::sequence, ledger_head::hash))
        .first(conn)?;
    let (mut expected, mut hash) = (1_i64, String::new());
    loop {
        let entries: Vec<EntryRow> = journal_entries::table
            .filter(journal_entries::sequence.ge(expected))
            .order(journal_entries::sequence)
            .limit(BATCH)
            .load(conn)?;
        if entries.is_empty() {
            break;
        }
        let ids: Vec<_> = entries.iter().map(|entry| entry.id).collect();
        let lines: Vec<LineRow> = journal_lines::table
            .filter(journal_lines::entry_id.eq_any(&ids))
            .order((journal_lines::entry_id, journal_lines::position))
            .load(conn)?;
        for entry in entries {
            let own: Vec<LineRow> = lines
                .iter()
                .filter(|line| line.entry_id == entry.id)
                .cloned()
                .collect();
            if let Some(fault) = fault_of(&entry, &own, expected, &hash) {
                return Ok(Some(fault));
            }
            hash = entry.hash;
            expected += 1;
        }
    }
    if expected - 1 != head || hash != head_hash {
        return Ok(Some(format!(
            "journal entry {head} was the last written and is missing"
        )));
    }
    Ok(None)
}

fn fault_of(entry: &EntryRow, lines: &[LineRow], expected: i64, hash: &str) -> Option<String> {
    if entry.sequence != expected {
        return Some(format!("journal entry {expected} is missing"));
    }
    if entry.previous_hash != hash || entry.hash != entry.reckoned_hash(lines) {
        return Some(format!("journal entry {expected} has been changed"));
    }
    let balances = |book: Book| {
        let mut own = lines.iter().filter(|line| line.book == book).peekable();
        let currency = own.peek().map(|line| line.amount_currency);
        currency.is_none_or(|currency| {
            let amounts = own.map(|line| Money::from_minor(line.amount_minor, line.amount_currency));
            Money::sum(currency, amounts).is_ok_and(|sum| sum.is_zero())
        })
    };
    (!balances(Book::Real) || !balances(Book::Budget))
        .then(|| format!("journal entry {expected} does not balance"))
}
