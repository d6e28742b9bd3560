//! Files: type by content, size, checksum, where they lie, and who may have them.

use super::content::store::{self, FileRow};
use super::model::Dossier;
use super::queries;
use crate::case::{Case, Saw, Subject};
use crate::config::Storage;
use crate::db::Conn;
use crate::db::tx::{Actor, Tx};
use crate::db::units::{self, Units};
use crate::error::{Error, Result};
use crate::files::room::{Full, Room};
use crate::files::upload::Upload;
use crate::files::{self, Download, Taken};
use crate::kernel::fault::FaultCode;
use crate::kernel::id::{AccountId, ApplicationId, AttachmentId};
use crate::kernel::time::Instant;
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Matter};
use serde_json::json;

const FULL: Full = Full {
    too_many: FaultCode::TooManyFiles,
    together: FaultCode::FilesTooLarge,
    of_one: FaultCode::FilesOfOneTooLarge,
};

/// Whether somebody may add a file to an application, before any of it is read.
///
/// # Errors
/// What [`attach`] would refuse whatever the file is.
pub fn admit(app: &impl Units, actor: Actor, id: ApplicationId) -> Result<()> {
    let by = actor.person()?;
    let action = Action::AttachFile;
    let admitted = app.read_now(actor, |view| {
        let dossier = Dossier::load(view.conn, id)?;
        view.case_of(dossier)?.admits(action, &Saw::default())?;
        let now = view.now();
        check_room(view.conn, &app.config().storage, (id, by, now), 1)
    });
    units::recorded(app, actor, Matter::Application(id), admitted)
}

/// Adds a file to a draft. The bytes are on the disk before the row that names them is committed.
///
/// # Errors
/// Faults of the file; the refusal of the tables.
pub fn attach(
    app: &impl Units,
    actor: Actor,
    id: ApplicationId,
    upload: Upload,
) -> Result<AttachmentId> {
    let settings = &app.config().storage;
    let file = AttachmentId::new();
    let kept = files::keep(settings, upload, file.to_string(), Taken::Documents)?;
    let done = app.write_now(actor, |tx| {
        let mut dossier: Case<Dossier> = tx.case(id)?;
        let taken = tx.take(&mut dossier, Action::AttachFile, &Saw::default())?;
        let (by, now) = (tx.person()?, tx.now());
        check_room(tx.conn, settings, (id, by, now), kept.size_bytes)?;
        let row = FileRow {
            id: file,
            application_id: id,
            name: kept.name.clone(),
            media_type: kept.media_type.to_owned(),
            size_bytes: kept.size_bytes,
            digest: kept.digest.clone(),
            stored_as: kept.stored_as.clone(),
            uploaded_by: by,
            uploaded_at: now,
            removed_at: None,
        };
        store::insert_file(tx.conn, row)?;
        tx.note(
            &taken,
            json!({ "file": file, "name": kept.name, "digest": kept.digest }),
        );
        Ok(file)
    });
    files::keep_only_if(settings, &kept, done)
}

/// Removes a file from a draft.
///
/// # Errors
/// `NotFound`; the refusal of the tables.
pub fn remove(app: &impl Units, actor: Actor, id: ApplicationId, file: AttachmentId) -> Result<()> {
    let row = app.write_now(actor, |tx| remove_row(tx, id, file))?;
    let path = app.config().storage.attachments.join(&row.stored_as);
    if let Err(error) = std::fs::remove_file(path) {
        tracing::warn!(%error, %file, "a removed file is still on the disk");
    }
    Ok(())
}

fn remove_row(tx: &mut Tx<'_>, id: ApplicationId, file: AttachmentId) -> Result<FileRow> {
    let mut dossier: Case<Dossier> = tx.case(id)?;
    let row = store::file(tx.conn, file)?
        .filter(|row| row.application_id == id)
        .ok_or(Error::NotFound(MatterKind::Application))?;
    let taken = tx.take(&mut dossier, Action::RemoveFile, &Saw::default())?;
    let now = tx.now();
    store::remove_file(tx.conn, file, now)?;
    tx.note(&taken, json!({ "file": file, "name": row.name }));
    Ok(row)
}

/// A file, for those who see its whole application.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn download(app: &impl Units, actor: Actor, file: AttachmentId) -> Result<Download> {
    let missing = || Error::NotFound(MatterKind::Application);
    let row = app.read_now(actor, |view| {
        let row = store::file(view.conn, file)?.ok_or_else(missing)?;
        let application = queries::page(view, row.application_id)?;
        if application.is_brief {
            Err(missing())
        } else {
            Ok(row)
        }
    })?;
    files::open(&app.config().storage, &row.stored_as, row.name, &row.digest)
}

/// Whether there is room for so many bytes more: in the application, and in what one person sends.
fn check_room(
    conn: &mut Conn,
    settings: &Storage,
    (id, by, now): (ApplicationId, AccountId, Instant),
    more: i64,
) -> Result<()> {
    let files = store::files(conn, id)?;
    let room = Room {
        files: files.iter().map(|file| file.size_bytes).collect(),
        of_one: store::bytes_of(conn, by, now)?,
    };
    room.takes(settings, more, FULL)
}
