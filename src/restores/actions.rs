//! The fund is restored; what the partners' banks know is confirmed; payments open again.

use super::input::Confirmation;
use super::model::{Origin, Restore};
use super::store::{self, Said};
use crate::case::{Case, Subject};
use crate::db::dump;
use crate::db::tx::{Change, Tidings, Tx};
use crate::db::unless_duplicate;
use crate::error::{Error, Result};
use crate::kernel::digest::sha256_hex;
use crate::kernel::id::RestoreId;
use crate::notifications::actions as letters;
use crate::rules::{Action, Condition, Facts, Matter};
use serde_json::json;

/// How many signs a mark has: of 32 each, so that two of a fund's restores never have the same.
const MARK: usize = 6;

/// What stands in the numbers given from now on: letters and figures that are not taken for each
/// other (Crockford's base 32), drawn by chance with the identifier.
fn mark_of(id: RestoreId) -> String {
    const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let digest = sha256_hex(id.to_string());
    let pairs = digest.as_bytes().chunks(2).take(MARK);
    let sign = |pair: &[u8]| {
        let text = std::str::from_utf8(pair).unwrap_or_default();
        let place = usize::from(u8::from_str_radix(text, 16).unwrap_or_default() % 32);
        SIGNS.get(place).copied().map_or('0', char::from)
    };
    pairs.map(sign).collect()
}

/// Takes note that the fund was restored from a backup, in the unit that lets it be used again:
/// sessions end, letters that may have left are held, and payments are locked.
///
/// # Errors
/// No answer from the database.
pub fn restore(tx: &mut Tx<'_>, origin: &Origin) -> Result<RestoreId> {
    let action = Action::RestoreFund;
    let (id, now) = (RestoreId::new(), tx.now());
    let matter = Matter::Restore(id);
    let standing = tx.standing_to(Matter::Fund)?;
    let permit = tx.require(action, &standing, &Facts::none())?;
    // A backup may have been taken while payments were locked: they are, by this one.
    while let Some(earlier) = store::locked(tx.conn)? {
        let mut earlier: Case<Restore> = tx.case(earlier)?;
        tx.follow(&mut earlier, action)?;
    }
    let mark = mark_of(id);
    store::insert(tx.conn, (id, &mark), origin, now)?;
    let (sequence, hash) = &origin.trail;
    let told = json!({
        "backup_sha256": origin.sha256, "taken_at": origin.taken_at, "program": origin.program,
        "trail_sequence": sequence, "trail_hash": hash, "mark": mark,
    });
    tx.record(Change::under(permit, matter).to(told));
    store::end_sessions(tx.conn, now)?;
    store::drop_reminders(tx.conn, now)?;
    for letter in store::waiting_letters(tx.conn)? {
        letters::hold(tx, letter)?;
    }
    touch_payouts(tx)?;
    let link = format!("/restores/{id}");
    tx.tell(Tidings::of(action, matter, link).saying("taken_at", origin.taken_at));
    dump::filled(tx.conn)?;
    Ok(id)
}

/// What is awaited of payouts depends on whether payments are locked.
fn touch_payouts(tx: &mut Tx<'_>) -> Result<()> {
    for payout in store::payouts_held(tx.conn)? {
        tx.touch(Matter::Payout(payout));
    }
    Ok(())
}

/// Confirms for a partner what its bank knows. The last one opens payments again.
///
/// # Errors
/// Every fault of the input; the refusal of the tables; stale where payments have moved.
pub fn confirm(tx: &mut Tx<'_>, id: RestoreId, input: &Confirmation) -> Result<()> {
    let action = Action::ConfirmBankState;
    let said = input.parse()?;
    let mut restore: Case<Restore> = tx.case(id)?;
    let has_come = said.seen_until <= tx.now().latest_day();
    let reaches = said.seen_until >= restore.restored_at.earliest_day();
    restore.know(Condition::DayHasCome, has_come);
    restore.know(Condition::StatementReachesTheRestore, reaches);
    let taken = tx.take(&mut restore, action, &input.saw())?;
    let partner = taken
        .partner()
        .ok_or_else(|| Error::internal("a finance officer of no partner"))?;
    let (by, digest) = ((tx.person()?, tx.now()), restore.digest.clone());
    let row = Said {
        restore: id,
        partner,
        statement: said.statement.as_str(),
        seen_until: said.seen_until,
        missing: &said.missing,
        digest: &digest,
    };
    store::insert_bank_state(tx.conn, &row, by)
        .map_err(|error| unless_duplicate(error, action, "bank_state"))?;
    tx.note(
        &taken,
        json!({ "statement": said.statement, "seen_until": said.seen_until,
            "missing": said.missing, "digest": row.digest }),
    );
    open(tx, id)
}

/// Opens payments, once every partner has confirmed.
fn open(tx: &mut Tx<'_>, id: RestoreId) -> Result<()> {
    let mut restore: Case<Restore> = tx.case(id)?;
    if restore.outstanding().next().is_some() {
        return Ok(());
    }
    tx.follow(&mut restore, Action::OpenPayments)?;
    let now = tx.now();
    store::opened(tx.conn, id, now)?;
    touch_payouts(tx)?;
    let link = format!("/restores/{id}");
    tx.tell(Tidings::of(Action::OpenPayments, restore.matter(), link));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_short_plain_and_of_its_restore() {
        let (one, other) = (RestoreId::new(), RestoreId::new());
        assert_eq!(mark_of(one), mark_of(one));
        assert_ne!(mark_of(one), mark_of(other));
        let is_plain = |sign: char| sign.is_ascii_digit() || sign.is_ascii_uppercase();
        assert!(mark_of(one).len() == MARK && mark_of(one).chars().all(is_plain));
    }
}
