//! Making a fund again of a backup: into an empty database and an empty folder, and never a step
//! further than was looked at before.

use super::manifest::Manifest;
use super::read::Backup;
use super::{BackupError, Progress};
use crate::app::{App, StartError};
use crate::audit::seal;
use crate::config::{Config, Storage};
use crate::db::tx::Actor;
use crate::db::{Conn, DatabaseUrl, dump, migrate};
use crate::integrity;
use crate::kernel::closed;
use crate::kernel::time::Clock;
use crate::restores::actions as restores;
use crate::restores::model::Origin;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What came of a restore.
pub struct Restored {
    /// The fund, which is used from now on.
    pub app: App,
    pub manifest: Manifest,
    /// SHA-256 of the backup.
    pub sha256: String,
    /// What is not as it was written; nothing, where all is well.
    pub faults: Vec<String>,
}

/// Makes a fund of a backup: looks at all of it, fills the database, brings it up to this program,
/// ends every session, locks payments, and verifies what is there.
///
/// # Errors
/// The backup is not what was written, or not the one that was said; database or folder are not
/// empty. Nothing is left behind then.
pub fn restore(
    config: Config,
    clock: Arc<dyn Clock>,
    path: &Path,
    said: Option<&str>,
    progress: Progress<'_>,
) -> Result<Restored, BackupError> {
    progress("looking at every part of the backup".to_owned());
    let mut backup = Backup::open(path)?;
    if said.is_some_and(|said| !said.eq_ignore_ascii_case(&backup.sha256)) {
        return Err(BackupError::AnotherDigest(backup.sha256));
    }
    let url: DatabaseUrl = config.database.url.parse()?;
    let mut conn = url.connect()?;
    fits(&backup.manifest, &mut conn)?;
    is_empty(&config.storage)?;
    fill(&mut backup, &mut conn, &config.storage, progress)?;
    progress("bringing the database up to this program".to_owned());
    migrate::run(&mut conn)?;
    drop(conn);
    let app = App::new(config, clock).map_err(failed)?;
    let origin = origin_of(&backup);
    app.write_now(Actor::Operator, |tx| restores::restore(tx, &origin))?;
    seal::seal(&app)?;
    progress("verifying".to_owned());
    let config = app.config.clone();
    let faults = app.read_now(Actor::Operator, |view| integrity::faults(view, &config))?;
    Ok(Restored {
        app,
        manifest: backup.manifest,
        sha256: backup.sha256,
        faults,
    })
}

fn failed(error: StartError) -> BackupError {
    io::Error::other(error.to_string()).into()
}

fn origin_of(backup: &Backup) -> Origin {
    let manifest = &backup.manifest;
    Origin {
        taken_at: manifest.taken_at,
        sha256: backup.sha256.clone(),
        program: manifest.program.clone(),
        trail: (manifest.trail.sequence, manifest.trail.hash.clone()),
    }
}

/// The backup is of this kind of database and of no newer program, and the database is empty.
fn fits(manifest: &Manifest, conn: &mut Conn) -> Result<(), BackupError> {
    if manifest.database != dump::kind(conn) {
        return Err(BackupError::AnotherKind(manifest.database.clone()));
    }
    let known = migrate::status(conn)?;
    let is_known = |name: &&String| known.iter().any(|one| one.name == **name);
    if let Some(newer) = manifest.schema.iter().find(|name| !is_known(name)) {
        return Err(BackupError::Newer {
            program: manifest.program.clone(),
            needs: format!("migration {newer}"),
        });
    }
    if dump::is_broken_off(conn)? || !dump::holds_nothing(conn)? {
        return Err(BackupError::DatabaseNotEmpty);
    }
    Ok(())
}

fn is_empty(storage: &Storage) -> Result<(), BackupError> {
    match fs::read_dir(&storage.attachments) {
        Ok(mut folder) => match folder.next() {
            Some(_) => Err(BackupError::FolderNotEmpty(storage.attachments.clone())),
            None => Ok(()),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Files first, then the database in one transaction: where it fails, both are as they were.
fn fill(
    backup: &mut Backup,
    conn: &mut Conn,
    storage: &Storage,
    progress: Progress<'_>,
) -> Result<(), BackupError> {
    let mut kept = Vec::new();
    let done = keep_files(backup, storage, &mut kept, progress)
        .and_then(|()| fill_tables(backup, conn, progress));
    if done.is_err() {
        for path in kept {
            let _ = fs::remove_file(path);
        }
        if let Err(error) = migrate::revert_all(conn) {
            tracing::error!(%error, "the tables that were made could not be removed");
        }
    }
    done
}

fn keep_files(
    backup: &mut Backup,
    storage: &Storage,
    kept: &mut Vec<PathBuf>,
    progress: Progress<'_>,
) -> Result<(), BackupError> {
    closed::folder(&storage.attachments)?;
    let parts = backup.manifest.parts.clone();
    let files = parts
        .iter()
        .filter_map(|part| Some((part, part.stored_as.as_ref()?)));
    for (number, (part, stored_as)) in files.enumerate() {
        if number % 100 == 0 {
            progress(format!("files: {number}"));
        }
        // A name is a name, and leads nowhere else.
        if Path::new(stored_as)
            .file_name()
            .and_then(|name| name.to_str())
            != Some(stored_as)
        {
            return Err(BackupError::Changed(format!(
                "{stored_as} is no name of a file"
            )));
        }
        let mut file = tempfile::Builder::new()
            .prefix(".arriving-")
            .tempfile_in(&storage.attachments)?;
        backup.copy(part, &mut file)?;
        file.flush()?;
        file.as_file().sync_all()?;
        let path = storage.attachments.join(stored_as);
        file.persist_noclobber(&path).map_err(|error| error.error)?;
        kept.push(path);
    }
    Ok(File::open(&storage.attachments)?.sync_all()?)
}

/// Makes the tables as they were when the backup was taken, and puts every row into them.
fn fill_tables(
    backup: &mut Backup,
    conn: &mut Conn,
    progress: Progress<'_>,
) -> Result<(), BackupError> {
    // What migrations have made already may be of a later day than the backup.
    migrate::revert_all(conn)?;
    migrate::run_these(conn, &backup.manifest.schema)?;
    dump::fill(conn, |conn| {
        let tables = dump::tables(conn)?;
        let named: BTreeMap<&str, &dump::Table> =
            tables.iter().map(|one| (one.name.as_str(), one)).collect();
        for (name, columns) in &backup.manifest.tables {
            let own = named.get(name.as_str()).map(|table| {
                let names = table.columns.iter().map(|one| &one.0);
                names.eq(columns)
            });
            if own != Some(true) {
                let why = format!("table {name} is not one of its schema");
                return Err(BackupError::Changed(why));
            }
        }
        let mut last = "";
        let parts = backup.manifest.parts.clone();
        for part in &parts {
            let Some(name) = &part.table else { continue };
            let Some(table) = named.get(name.as_str()) else {
                return Err(BackupError::Changed(format!(
                    "{} is of no table",
                    part.name
                )));
            };
            if last != name {
                progress(format!("table {name}"));
            }
            last = name;
            let lines = backup.text(part)?;
            let rows: Vec<&str> = lines.lines().collect();
            dump::add_rows(conn, table, &format!("[{}]", rows.join(",")))?;
        }
        Ok(())
    })
}
