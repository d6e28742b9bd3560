//! A file on its way in. It lies in one temporary file beside the place where it will stay, and
//! vanishes unless it is kept: nothing of it is in memory but the piece that just came.

use crate::config::Storage;
use crate::error::{Error, Result};
use crate::kernel::closed;
use crate::kernel::digest::Sha256;
use crate::kernel::fault::{Fault, FaultCode, Faults};
use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::NamedTempFile;

/// How the folder is called in which files have a second name while they are backed up: what a
/// draft loses meanwhile stays until it is copied.
pub const BEING_COPIED: &str = ".backup-";
/// No backup takes longer.
const LONGEST_BACKUP: Duration = Duration::from_secs(7 * 86_400);
/// How the names of files begin that are still arriving.
const ARRIVING: &str = ".arriving-";

/// A file of which more may come.
pub struct Arriving {
    file: NamedTempFile,
    digest: Sha256,
    size: u64,
    most: u64,
}

/// A file that has arrived.
pub struct Upload {
    /// Its name, as the browser gave it.
    pub name: String,
    arrived: Arriving,
}

impl Arriving {
    /// Makes place for a file.
    ///
    /// # Errors
    /// No answer from the disk.
    pub fn begin(settings: &Storage) -> Result<Self> {
        closed::folder(&settings.attachments)?;
        let mut named = tempfile::Builder::new();
        let file = named.prefix(ARRIVING).tempfile_in(&settings.attachments);
        Ok(Self {
            file: file?,
            digest: Sha256::default(),
            size: 0,
            most: settings.max_file_bytes,
        })
    }

    /// Adds what came.
    ///
    /// # Errors
    /// The fault of a file that is too large; no answer from the disk.
    pub fn add(&mut self, piece: &[u8]) -> Result<()> {
        self.size += u64::try_from(piece.len()).unwrap_or(u64::MAX);
        if self.size > self.most {
            return Err(too_large(self.most));
        }
        self.digest.add(piece);
        Ok(self.file.write_all(piece)?)
    }

    /// All of it has come.
    pub fn called(self, name: String) -> Upload {
        Upload {
            name,
            arrived: self,
        }
    }
}

/// The fault of a file above the limit.
pub fn too_large(most: u64) -> Error {
    Faults::one("file", Fault::limited(FaultCode::FileTooLarge, most)).into()
}

impl Upload {
    /// A file of bytes that are there already.
    ///
    /// # Errors
    /// As [`Arriving::add`].
    pub fn of(settings: &Storage, name: &str, content: &[u8]) -> Result<Self> {
        let mut arriving = Arriving::begin(settings)?;
        arriving.add(content)?;
        Ok(arriving.called(name.to_owned()))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.arrived.size == 0
    }

    /// Its content, from the beginning.
    pub(super) fn content(&mut self) -> &mut (impl Read + Seek) {
        self.arrived.file.as_file_mut()
    }

    /// Keeps it under a path of the same folder, for good: what is kept outlasts a loss of power.
    /// Gives its digest and its size in bytes.
    pub(super) fn keep(self, path: &Path) -> Result<(String, i64)> {
        let Arriving {
            file, digest, size, ..
        } = self.arrived;
        file.as_file().sync_all()?;
        file.persist_noclobber(path).map_err(|error| error.error)?;
        if let Some(folder) = path.parent() {
            File::open(folder)?.sync_all()?;
        }
        Ok((digest.hex(), i64::try_from(size).unwrap_or(i64::MAX)))
    }
}

/// Closes the folder of attachments, and every file in it, to others on the machine.
///
/// # Errors
/// They are another's: a sentence says what to do.
pub fn close(settings: &Storage) -> io::Result<()> {
    if !settings.attachments.exists() {
        return Ok(());
    }
    closed::folder(&settings.attachments)?;
    for entry in fs::read_dir(&settings.attachments)? {
        closed::close(&entry?.path())?;
    }
    Ok(())
}

/// Removes what a program that was killed left of files that were arriving: whatever is older than
/// an upload may take; and the second names of files that were being backed up, once they are older
/// than any backup takes. What cannot be removed is logged.
///
/// # Errors
/// No answer from the folder.
pub fn sweep(settings: &Storage, longest: Duration) -> io::Result<()> {
    let folder = match fs::read_dir(&settings.attachments) {
        Ok(folder) => folder,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in folder {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let swept = if name.starts_with(ARRIVING) {
            swept(&entry, longest, fs::remove_file)
        } else if name.starts_with(BEING_COPIED) {
            swept(&entry, LONGEST_BACKUP, fs::remove_dir_all)
        } else {
            continue;
        };
        match swept {
            // Another server has kept it, or swept it away.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                let file = entry.path();
                tracing::warn!(%error, file = %file.display(), "a half file is still on the disk");
            }
            Ok(()) => {}
        }
    }
    Ok(())
}

fn swept(
    entry: &fs::DirEntry,
    longest: Duration,
    remove: fn(PathBuf) -> io::Result<()>,
) -> io::Result<()> {
    let age = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
    if age > longest {
        remove(entry.path())?;
    }
    Ok(())
}
