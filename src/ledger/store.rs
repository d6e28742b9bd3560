//! Append-only rows and their chain.

use super::posting::{Account, Book, Due, Line, lines};
use crate::db::column::AnyId;
use crate::db::insert_all;
use crate::db::schema::{journal_entries, journal_lines, ledger_head};
use crate::db::tx::Tx;
use crate::error::{Error, Result};
use crate::kernel::digest::{canonical_json, sha256_hex};
use crate::kernel::id::{AccountId, AwardId, EntryId, PartnerId, PotId};
use crate::kernel::money::{Currency, Money};
use crate::kernel::time::{Date, Instant};
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Matter, Permit};
use diesel::prelude::*;
use serde_json::json;

/// An entry as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = journal_entries)]
pub(super) struct EntryRow {
    pub(super) id: EntryId,
    pub(super) sequence: i64,
    pub(super) cause: String,
    pub(super) matter_kind: MatterKind,
    pub(super) matter_id: AnyId,
    pub(super) booked_on: Date,
    pub(super) note: String,
    pub(super) account_id: Option<AccountId>,
    pub(super) recorded_at: Instant,
    pub(super) previous_hash: String,
    pub(super) hash: String,
}

/// A line as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = journal_lines, treat_none_as_default_value = false)]
pub(super) struct LineRow {
    pub(super) entry_id: EntryId,
    pub(super) position: i32,
    pub(super) book: Book,
    pub(super) account: Account,
    pub(super) partner_id: Option<PartnerId>,
    pub(super) pot_id: Option<PotId>,
    pub(super) award_id: Option<AwardId>,
    pub(super) amount_minor: i64,
    pub(super) amount_currency: Currency,
}

impl EntryRow {
    /// The hash this entry ought to have with these lines.
    pub(super) fn reckoned_hash(&self, lines: &[LineRow]) -> String {
        let lines: Vec<_> = lines
            .iter()
            .map(|line| {
                json!({
                    "position": line.position, "book": line.book, "account": line.account,
                    "partner": line.partner_id, "pot": line.pot_id, "award": line.award_id,
                    "minor": line.amount_minor, "currency": line.amount_currency,
                })
            })
            .collect();
        let entry = json!({
            "id": self.id, "sequence": self.sequence, "cause": self.cause,
            "matter_kind": self.matter_kind, "matter": self.matter_id.0,
            "booked_on": self.booked_on, "note": self.note, "account": self.account_id,
            "recorded_at": self.recorded_at.to_fixed_text(), "lines": lines,
        });
        sha256_hex(format!("{}{}", self.previous_hash, canonical_json(&entry)))
    }
}

/// Posts what an action does, under its permit. Nothing due posts no entry.
///
/// # Errors
/// An entry that does not balance is a fault of ours and rolls the unit back.
pub(crate) fn post(
    tx: &mut Tx<'_>,
    permit: Permit,
    matter: Matter,
    booked_on: Date,
    note: &str,
    dues: &[Due],
) -> Result<()> {
    let lines = lines(permit.action(), dues);
    if lines.is_empty() {
        return Ok(());
    }
    check_balance(permit.action(), &lines)?;
    let (account_id, recorded_at) = (tx.actor().account(), tx.now());
    // The head's row is the lock: entries are written one after another.
    let (sequence, previous_hash): (i64, String) = diesel::update(ledger_head::table.find(1))
        .set(ledger_head::sequence.eq(ledger_head::sequence + 1))
        .returning((ledger_head::sequence, ledger_head::hash))
        .get_result(tx.conn)?;
    let id = EntryId::new();
    let rows: Vec<LineRow> = (1_i32..)
        .zip(lines)
        .map(|(position, line)| LineRow::new(id, position, &line))
        .collect();
    let mut entry = EntryRow {
        id,
        sequence,
        cause: permit.action().code().to_owned(),
        matter_kind: matter.kind(),
        matter_id: AnyId(matter.id()),
        booked_on,
        note: note.to_owned(),
        account_id,
        recorded_at,
        previous_hash,
        hash: String::new(),
    };
    entry.hash = entry.reckoned_hash(&rows);
    // The head takes its hash: a trigger's work.
    diesel::insert_into(journal_entries::table)
        .values(entry)
        .execute(tx.conn)?;
    Ok(insert_all!(tx.conn, journal_lines::table, rows)?)
}

/// Each book of an entry sums to nothing.
fn check_balance(action: Action, lines: &[Line]) -> Result<()> {
    for line in lines {
        let others = lines.iter().filter(|other| other.book == line.book);
        let sum = Money::sum(line.due.money.currency(), others.map(Line::money))?;
        if !sum.is_zero() {
            return Err(Error::internal(format!("{action} does not balance")));
        }
    }
    Ok(())
}

impl LineRow {
    fn new(entry: EntryId, position: i32, line: &Line) -> Self {
        Self {
            entry_id: entry,
            position,
            book: line.book,
            account: line.account,
            partner_id: line.due.partner,
            pot_id: line.due.pot,
            award_id: line.due.award,
            amount_minor: line.minor,
            amount_currency: line.due.money.currency(),
        }
    }
}
