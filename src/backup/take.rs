//! Taking a backup while the fund goes on: one state of the database, then the files it names.

use super::manifest::{self, Chain, Manifest, Part};
use super::read::Backup;
use super::{BackupError, Progress};
use crate::config::Storage;
use crate::db::tx::{Actor, View};
use crate::db::units::Units;
use crate::db::{Conn, dialect, dump, migrate};
use crate::error::{Error, Result};
use crate::files::upload::BEING_COPIED;
use crate::kernel::digest::Sha256;
use crate::kernel::time::Instant;
use crate::{audit, fund, integrity, ledger};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempDir};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Bytes of a table's lines in one part: what is in memory at once, here and at a restore.
const PART: usize = 1024 * 1024;

/// What came of taking a backup.
#[derive(Debug)]
pub struct Taken {
    pub manifest: Manifest,
    /// Where it lies.
    pub path: PathBuf,
    /// SHA-256 of the whole file.
    pub sha256: String,
    /// Files that were not what was sent when they were copied, or not there: `verify` names them
    /// too.
    pub damaged: Vec<String>,
}

/// Writes a backup to a file that is not there yet, or may be replaced. It is read back before it
/// gets its name. One in which a file is damaged replaces none, which may hold what the file was:
/// it lies beside it, `.damaged`.
///
/// # Errors
/// It is there already; no answer from database or disk. No file is left then.
pub fn take(
    app: &impl Units,
    now: Instant,
    path: &Path,
    replaces: bool,
    progress: Progress<'_>,
) -> std::result::Result<Taken, BackupError> {
    if !replaces && path.exists() {
        return Err(BackupError::IsThere(path.to_owned()));
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // Nobody but its owner reads it from the first byte on.
    let file = tempfile::Builder::new()
        .prefix(".backup-")
        .tempfile_in(folder)?;
    let storage = &app.config().storage;
    let linked = Linked::begin(storage);
    let mut writing = Writing::into(file)?;
    let about = app.read_now(Actor::Operator, |view| {
        // What is there when the state is read stays there until it is copied.
        let about = tables(view, now, &mut writing, progress)?;
        linked.link(storage);
        Ok(about)
    })?;
    let damaged = files(app, &about, &linked, &mut writing, progress)?;
    let manifest = Manifest {
        parts: std::mem::take(&mut writing.parts),
        ..about.manifest
    };
    let file = writing.end(&manifest)?;
    progress("reading it back".to_owned());
    let sha256 = Backup::open(file.path())?.sha256;
    let mut path = path.to_owned();
    if !damaged.is_empty() && path.exists() {
        path.as_mut_os_string().push(".damaged");
    }
    match replaces {
        true => file.persist(&path).map_err(|error| error.error)?,
        false => file.persist_noclobber(&path).map_err(|error| error.error)?,
    };
    File::open(folder)?.sync_all()?;
    Ok(Taken {
        manifest,
        path,
        sha256,
        damaged,
    })
}

/// What the state of the database says, and which files it names with which digests.
struct About {
    manifest: Manifest,
    files: Vec<(String, String)>,
}

fn tables(
    view: &mut View<'_>,
    now: Instant,
    writing: &mut Writing,
    progress: Progress<'_>,
) -> Result<About> {
    let conn = &mut *view.conn;
    dialect::be_patient(conn)?;
    let trail = audit::queries::head(conn)?;
    let journal = ledger::queries::head(conn)?;
    let tables = dump::tables(conn)?;
    for table in &tables {
        progress(format!("table {}", table.name));
        lines(conn, table, writing)?;
    }
    let columns = |table: &dump::Table| {
        let names = table.columns.iter().map(|one| one.0.clone());
        (table.name.clone(), names.collect())
    };
    let chain = |(sequence, hash)| Chain { sequence, hash };
    Ok(About {
        files: integrity::files(conn)?,
        manifest: Manifest {
            form: manifest::FORM,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            database: dump::kind(conn).to_owned(),
            schema: migrate::applied(conn)?,
            fund: fund::queries::name(conn)?.unwrap_or_default(),
            taken_at: now,
            trail: chain(trail),
            journal: chain(journal),
            tables: tables.iter().map(columns).collect(),
            parts: Vec::new(),
        },
    })
}

/// Writes the rows of a table, so many to a part as fit.
fn lines(conn: &mut Conn, table: &dump::Table, writing: &mut Writing) -> Result<()> {
    let (mut some, mut number) = (String::new(), 0);
    let mut cut = |some: &mut String| {
        number += 1;
        let name = format!("tables/{}/{number:05}.jsonl", table.name);
        let mut part = Part::new(name);
        part.table = Some(table.name.clone());
        let bytes = std::mem::take(some).into_bytes();
        writing.part(part, CompressionMethod::Deflated, &mut &bytes[..])
    };
    dump::each_row(conn, table, |line| {
        some.push_str(&line);
        some.push('\n');
        if some.len() < PART {
            return Ok(());
        }
        Ok::<(), Error>(cut(&mut some).map(drop)?)
    })?;
    if !some.is_empty() {
        cut(&mut some)?;
    }
    Ok(())
}

/// Copies the files that the state of the database names. Gives those that are damaged.
fn files(
    app: &impl Units,
    about: &About,
    linked: &Linked,
    writing: &mut Writing,
    progress: Progress<'_>,
) -> std::result::Result<Vec<String>, BackupError> {
    let many = about.files.len();
    let mut damaged = Vec::new();
    let mut named: Option<BTreeSet<String>> = None;
    for (number, (stored_as, sent)) in about.files.iter().enumerate() {
        if number % 100 == 0 {
            progress(format!("files: {number} of {many}"));
        }
        match linked.open(&app.config().storage, stored_as) {
            Ok(mut file) => {
                let mut part = Part::new(format!("files/{stored_as}"));
                part.stored_as = Some(stored_as.clone());
                // Documents are packed already.
                let copied = writing.part(part, CompressionMethod::Stored, &mut file)?;
                if copied != *sent {
                    damaged.push(stored_as.clone());
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                // Removed since, or never there: asked once, for nobody removes what was submitted.
                let named = match &mut named {
                    Some(named) => named,
                    none => none.insert(still_named(app)?),
                };
                if !named.contains(stored_as) {
                    return Err(BackupError::RemovedMeanwhile(stored_as.clone()));
                }
                damaged.push(stored_as.clone());
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(damaged)
}

/// The files that the database names now.
fn still_named(app: &impl Units) -> Result<BTreeSet<String>> {
    app.read_now(Actor::Operator, |view| {
        let files = integrity::files(view.conn)?;
        Ok(files.into_iter().map(|one| one.0).collect())
    })
}

/// Files that stay for as long as they are copied, though somebody removes them from a draft: each
/// has a second name. Where the disk knows no second names, files are copied as they are found.
struct Linked(Option<TempDir>);

impl Linked {
    /// Names all there are.
    fn begin(storage: &Storage) -> Self {
        let mut named = tempfile::Builder::new();
        let folder = named.prefix(BEING_COPIED).tempdir_in(&storage.attachments);
        let linked = Self(folder.ok());
        linked.link(storage);
        linked
    }

    /// Names those that have come since.
    fn link(&self, storage: &Storage) {
        let Some(folder) = &self.0 else { return };
        let Ok(all) = fs::read_dir(&storage.attachments) else {
            return;
        };
        for entry in all.flatten() {
            let name = entry.file_name();
            if !name.to_string_lossy().starts_with('.') {
                // One that is named already stays so.
                let _ = fs::hard_link(entry.path(), folder.path().join(name));
            }
        }
    }

    fn open(&self, storage: &Storage, stored_as: &str) -> io::Result<File> {
        let second = self.0.as_ref().map(|folder| folder.path().join(stored_as));
        match second.map(File::open) {
            Some(Ok(file)) => Ok(file),
            _ => File::open(storage.attachments.join(stored_as)),
        }
    }
}

/// A file that is being written.
struct Writing {
    zip: ZipWriter<BufWriter<File>>,
    file: NamedTempFile,
    parts: Vec<Part>,
}

impl Writing {
    fn into(file: NamedTempFile) -> io::Result<Self> {
        let own = file.as_file().try_clone()?;
        Ok(Self {
            zip: ZipWriter::new(BufWriter::new(own)),
            file,
            parts: Vec::new(),
        })
    }

    /// Writes a part, and notes what it is. Gives its digest.
    fn part(
        &mut self,
        mut part: Part,
        method: CompressionMethod,
        content: &mut impl Read,
    ) -> io::Result<String> {
        // Sizes of 64 bits: a file may be as large as the settings say.
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .large_file(true);
        self.zip.start_file(&part.name, options)?;
        let mut digest = Sha256::default();
        let mut piece = vec![0_u8; 64 * 1024];
        loop {
            let read = content.read(&mut piece)?;
            let Some(new) = piece.get(..read).filter(|new| !new.is_empty()) else {
                break;
            };
            digest.add(new);
            self.zip.write_all(new)?;
            part.bytes += u64::try_from(read).unwrap_or_default();
        }
        part.sha256 = digest.hex();
        let sha256 = part.sha256.clone();
        self.parts.push(part);
        Ok(sha256)
    }

    /// Writes the manifest and whatever has not reached the disk yet.
    fn end(mut self, manifest: &Manifest) -> io::Result<NamedTempFile> {
        let text = serde_json::to_vec_pretty(manifest)?;
        let part = Part::new(manifest::NAME.to_owned());
        self.part(part, CompressionMethod::Deflated, &mut &text[..])?;
        let room = usize::try_from(manifest::SEAL).unwrap_or_default();
        self.zip.set_raw_comment(vec![b'-'; room].into())?;
        self.zip.finish()?.flush()?;
        let file = self.file.as_file_mut();
        file.rewind()?;
        let bytes = file.metadata()?.len().saturating_sub(manifest::SEAL);
        let mut digest = Sha256::default();
        io::copy(&mut Read::by_ref(file).take(bytes), &mut digest)?;
        file.write_all(digest.hex().as_bytes())?;
        file.sync_all()?;
        Ok(self.file)
    }
}

impl Part {
    fn new(name: String) -> Self {
        Self {
            name,
            sha256: String::new(),
            bytes: 0,
            table: None,
            stored_as: None,
        }
    }
}
