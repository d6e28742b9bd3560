//! Files that are kept: looked at and on the disk before the row that names them is committed.

use super::media::{self, Taken};
use super::upload::Upload;
use crate::config::Storage;
use crate::error::{Error, Result};
use crate::kernel::digest::Sha256;
use crate::kernel::fault::FaultCode;
use std::fs::File;
use std::io::{self, Seek};

/// What is known of a file that is kept.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Its name, as people see it.
    pub name: String,
    pub media_type: &'static str,
    /// SHA-256.
    pub digest: String,
    pub size_bytes: i64,
    /// What it is called on the disk.
    pub stored_as: String,
}

/// A file to download, at its beginning: as large as it may be, it is never in memory as a whole.
pub struct Download {
    pub name: String,
    pub content: File,
    /// In bytes.
    pub size: u64,
}

/// Keeps a file under this name on the disk, where it is one that is taken.
///
/// # Errors
/// Faults of the file; no answer from the disk.
pub fn keep(
    settings: &Storage,
    mut upload: Upload,
    stored_as: String,
    taken: Taken,
) -> Result<Kept> {
    if upload.is_empty() {
        let is_named = !upload.name.is_empty();
        let code = if is_named {
            FaultCode::EmptyFile
        } else {
            FaultCode::NoFile
        };
        return Err(Error::at("file", code));
    }
    let name = upload.name.clone();
    let (kind, name) = media::looked_at(upload.content(), &name, taken)?;
    let (digest, size_bytes) = upload.keep(&settings.attachments.join(&stored_as))?;
    Ok(Kept {
        name,
        media_type: kind.media_type,
        digest,
        size_bytes,
        stored_as,
    })
}

/// Where the row was not written, a file nobody names would only take room; where it may have been,
/// a row without its file would lose somebody's work.
///
/// # Errors
/// What was done.
pub fn keep_only_if<T>(settings: &Storage, kept: &Kept, done: Result<T>) -> Result<T> {
    if !matches!(done, Ok(_) | Err(Error::Unsettled)) {
        let _ = std::fs::remove_file(settings.attachments.join(&kept.stored_as));
    }
    done
}

/// The SHA-256 of a kept file as it is.
///
/// # Errors
/// No answer from the disk.
pub fn digest(settings: &Storage, stored_as: &str) -> io::Result<String> {
    let mut digest = Sha256::default();
    io::copy(
        &mut File::open(settings.attachments.join(stored_as))?,
        &mut digest,
    )?;
    Ok(digest.hex())
}

/// A kept file, where it is still what was sent.
///
/// # Errors
/// It is not; no answer from the disk.
pub fn open(settings: &Storage, stored_as: &str, name: String, sent: &str) -> Result<Download> {
    let mut content = File::open(settings.attachments.join(stored_as))?;
    let mut digest = Sha256::default();
    let size = io::copy(&mut content, &mut digest)?;
    if digest.hex() != sent {
        return Err(Error::internal(format!(
            "file {stored_as} is not what was uploaded"
        )));
    }
    content.rewind()?;
    Ok(Download {
        name,
        content,
        size,
    })
}
