//! Recomputes the chain of the journal and the balance of every entry.

use super::posting::{Account, Book};
use super::store::{EntryRow, LineRow};
use crate::db::Conn;
use crate::db::schema::{journal_entries, journal_lines, ledger_head};
use crate::kernel::id::{AwardId, EntryId, PartnerId, PotId};
use crate::kernel::money::Money;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const BATCH: i64 = 500;

/// The first entry that is not what was written or does not balance.
///
/// # Errors
/// No answer from the database.
pub fn first_fault(
    conn: &mut Conn,
    progress: &mut dyn FnMut(&str, usize),
) -> QueryResult<Option<String>> {
    let (head, head_hash): (i64, String) = ledger_head::table
        .find(1)
        .select((ledger_head::sequence, ledger_head::hash))
        .first(conn)?;
    // Sums are of every line, whatever the number of its entry.
    let before: i64 = journal_entries::table
        .filter(journal_entries::sequence.lt(1))
        .count()
        .get_result(conn)?;
    if before > 0 {
        return Ok(Some(format!(
            "journal entries stand before the first: {before} of them"
        )));
    }
    let (mut expected, mut hash) = (1_i64, String::new());
    let mut budget = Budget::default();
    loop {
        progress(
            "journal entries",
            usize::try_from(expected - 1).unwrap_or_default(),
        );
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
        let mut lines = by_entry(lines);
        for entry in entries {
            let own = lines.remove(&entry.id).unwrap_or_default();
            if let Some(fault) = fault_of(&entry, &own, expected, &hash) {
                return Ok(Some(fault));
            }
            if let Some(fault) = budget.fault_after(expected, &own) {
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

/// The lines of each entry, in their order.
fn by_entry(lines: Vec<LineRow>) -> BTreeMap<EntryId, Vec<LineRow>> {
    let mut by_entry: BTreeMap<EntryId, Vec<LineRow>> = BTreeMap::new();
    for line in lines {
        by_entry.entry(line.entry_id).or_default().push(line);
    }
    by_entry
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
            let amounts =
                own.map(|line| Money::from_minor(line.amount_minor, line.amount_currency));
            Money::sum(currency, amounts).is_ok_and(|sum| sum.is_zero())
        })
    };
    (!balances(Book::Real) || !balances(Book::Budget))
        .then(|| format!("journal entry {expected} does not balance"))
}

/// What an account of the budget book holds: of a pot, of one partner's money, for one award.
type Holding = (Account, Option<PotId>, Option<PartnerId>, Option<AwardId>);

/// The budget book as it stands after each entry: available, reserved and committed agree by pot
/// and partner, and none of them is ever less than nothing.
#[derive(Default)]
struct Budget {
    held: BTreeMap<Holding, i64>,
}

impl Budget {
    fn fault_after(&mut self, sequence: i64, lines: &[LineRow]) -> Option<String> {
        let lines = lines.iter().filter(|line| line.book == Book::Budget);
        let mut sums: BTreeMap<(PotId, PartnerId), i64> = BTreeMap::new();
        // What another entry left less than nothing was named after that one.
        let mut moved: BTreeSet<Holding> = BTreeSet::new();
        for line in lines {
            let (Some(pot), Some(partner)) = (line.pot_id, line.partner_id) else {
                return Some(format!("journal entry {sequence} is of no partner's pot"));
            };
            *sums.entry((pot, partner)).or_default() += line.amount_minor;
            let award = match line.account {
                Account::Reserved | Account::Committed => line.award_id,
                Account::Available => None,
                _ => continue,
            };
            let key = (line.account, Some(pot), Some(partner), award);
            *self.held.entry(key).or_default() -= line.amount_minor;
            moved.insert(key);
        }
        if let Some(((pot, partner), _)) = sums.iter().find(|(_, sum)| **sum != 0) {
            return Some(format!(
                "journal entry {sequence} moves money of partner {partner} in pot {pot} to \
                 another's"
            ));
        }
        let held = |key: Holding| Some((key, *self.held.get(&key)?));
        let mut moved = moved.into_iter().filter_map(held);
        moved.find(|(_, held)| *held < 0).map(|(key, held)| {
            format!(
                "after journal entry {sequence} account {} holds {held}",
                key.0
            )
        })
    }
}
