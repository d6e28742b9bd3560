//! Files of the bank: kept with the payout they are about, and never removed.

use super::super::model::Payout;
use super::store::{self, FileRow};
use crate::case::{Case, Saw, Subject};
use crate::config::Storage;
use crate::db::Conn;
use crate::db::tx::{Actor, Tx};
use crate::db::units::{self, Units};
use crate::error::{Error, Result};
use crate::files::room::{Full, Room};
use crate::files::upload::Upload;
use crate::files::{self, Download, Kept, Taken};
use crate::kernel::fault::FaultCode;
use crate::kernel::id::{AccountId, BankFileId, PayoutId};
use crate::kernel::time::Instant;
use crate::rules::matter::MatterKind;
use crate::rules::visibility::Sight;
use crate::rules::{Action, Matter};
use serde_json::json;

/// Seconds in which what one person sends is counted together.
const SPAN: i64 = 30 * 86_400;

const FULL: Full = Full {
    too_many: FaultCode::TooManyBankFiles,
    together: FaultCode::BankFilesTooLarge,
    of_one: FaultCode::BankFilesTooLarge,
};

/// Whether somebody may send a file of the bank, before any of it is read.
///
/// # Errors
/// What [`keep`] would refuse whatever the file is.
pub fn admit(app: &impl Units, actor: Actor, id: PayoutId) -> Result<()> {
    let by = actor.person()?;
    let admitted = app.read_now(actor, |view| {
        let payout = Payout::load(view.conn, id)?;
        view.case_of(payout)?
            .admits(Action::KeepBankFile, &Saw::default())?;
        let now = view.now();
        check_room(view.conn, &app.config().storage, (id, by, now), 1)
    });
    units::recorded(app, actor, Matter::Payout(id), admitted)
}

/// Keeps a file of the bank. The bytes are on the disk before the row that names them is committed.
///
/// # Errors
/// Faults of the file; the refusal of the tables.
pub fn keep(app: &impl Units, actor: Actor, id: PayoutId, upload: Upload) -> Result<BankFileId> {
    let settings = &app.config().storage;
    let file = BankFileId::new();
    let kept = files::keep(settings, upload, file.to_string(), Taken::OfBanks)?;
    let done = app.write_now(actor, |tx| {
        let mut payout: Case<Payout> = tx.case(id)?;
        let taken = tx.take(&mut payout, Action::KeepBankFile, &Saw::default())?;
        let about = (id, tx.person()?, tx.now());
        check_room(tx.conn, settings, about, kept.size_bytes)?;
        insert(tx, file, &payout, &kept)?;
        let said = json!({ "file": file, "name": kept.name, "sha256": kept.digest });
        tx.note(&taken, said);
        Ok(file)
    });
    files::keep_only_if(settings, &kept, done)
}

fn insert(tx: &mut Tx<'_>, id: BankFileId, payout: &Payout, kept: &Kept) -> Result<()> {
    let row = FileRow {
        id,
        payout_id: payout.id,
        name: kept.name.clone(),
        media_type: kept.media_type.to_owned(),
        size_bytes: kept.size_bytes,
        digest: kept.digest.clone(),
        stored_as: kept.stored_as.clone(),
        sent_by: tx.person()?,
        sent_at: tx.now(),
        end_to_end_id: payout.lines.last().map(|line| line.end_to_end_id.clone()),
    };
    store::insert_file(tx.conn, row)?;
    Ok(())
}

/// A file of the bank, for those who see what the bank wrote of its payout.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn download(app: &impl Units, actor: Actor, file: BankFileId) -> Result<Download> {
    let row = app.read_now(actor, |view| {
        let row = store::file(view.conn, file)?.ok_or(Error::NotFound(MatterKind::Payout))?;
        let _seen: Case<Payout> = view.case(row.payout_id, Sight::BankEvidence)?;
        Ok(row)
    })?;
    let settings = &app.config().storage;
    files::open(settings, &row.stored_as, row.name, &row.digest)
}

/// Whether there is room for so many bytes more: with the payout, and in what one person sends.
fn check_room(
    conn: &mut Conn,
    settings: &Storage,
    (id, by, now): (PayoutId, AccountId, Instant),
    more: i64,
) -> Result<()> {
    let files = store::files(conn, id)?;
    let room = Room {
        files: files.iter().map(|file| file.size_bytes).collect(),
        of_one: store::bytes_of(conn, by, now.plus_seconds(-SPAN))?,
    };
    room.takes(settings, more, FULL)
}
