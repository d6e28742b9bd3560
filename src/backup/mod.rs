//! A fund in one file, and a fund made of it again.
//!
//! The file is a zip: every table as lines of text, read in one state of the database; then the
//! files people sent, which are there before the rows that name them and never change; last the
//! manifest, with the SHA-256 of every part. `read` looks at all of it before anything is written.

mod manifest;
mod read;
mod restore;
mod take;

pub use manifest::{Chain, Manifest, Part};
pub use read::Backup;
pub use restore::{Restored, restore};
pub use take::{Taken, take};

use crate::db::DatabaseError;
use crate::db::migrate::MigrateError;
use crate::error::Error;
use std::path::PathBuf;

/// Why a backup was not taken, or not brought back.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Nothing is overwritten unless that is asked for.
    #[error("{0} is there already: choose another name, or add --replace")]
    IsThere(PathBuf),
    /// Other rows than the file names are what it holds.
    #[error(
        "{0} was removed while the backup was taken, and its row was not: nothing is wrong; take \
         the backup again"
    )]
    RemovedMeanwhile(String),
    /// It is no backup, or its end is missing.
    #[error("{0} is not a whole backup: it has no end that can be read ({1})")]
    NotWhole(PathBuf, String),
    /// A part is not what the manifest says.
    #[error("the backup has been changed: {0}; nothing was restored")]
    Changed(String),
    /// The digest is not the one that was said.
    #[error("the backup has SHA-256 {0}, not the one that was said; nothing was restored")]
    AnotherDigest(String),
    /// It was taken by a newer program.
    #[error(
        "the backup was taken by jointfund {program} and needs {needs}, which this program does \
         not know: restore it with that version, or a newer one"
    )]
    Newer { program: String, needs: String },
    /// It was taken of the other kind of database.
    #[error(
        "the backup is of a {0} database, and database.url names one of another kind: the record \
         of the trail proves rows as that database spells them; restore it into one of its kind"
    )]
    AnotherKind(String),
    /// There is a fund in the database, or something else.
    #[error(
        "the database is not empty, and a restore overwrites nothing: let database.url name a new \
         one (another file, or CREATE DATABASE), and restore into that"
    )]
    DatabaseNotEmpty,
    /// There are files in the folder of attachments.
    #[error(
        "the folder {0} is not empty, and a restore overwrites nothing: let storage.attachments \
         name a new one, or move its files away"
    )]
    FolderNotEmpty(PathBuf),
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    #[error("the database: {0}")]
    Query(#[from] diesel::result::Error),
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Fund(#[from] Error),
}

impl From<zip::result::ZipError> for BackupError {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Io(error.into())
    }
}

/// Says how far it is, in words for whoever waits.
pub type Progress<'a> = &'a mut dyn FnMut(String);
