//! What a backup says of itself.

use crate::kernel::time::Instant;
use serde::{Deserialize, Serialize};

/// The form of the file: a program reads its own form and older ones.
pub(super) const FORM: u32 = 1;
/// How many bytes at the end of the file, the comment of the zip, hold the SHA-256 of all that
/// stand before: what is in no part is bound by it as well.
pub(super) const SEAL: u64 = 64;
/// What it is called in the file.
pub(super) const NAME: &str = "manifest.json";

/// How far a chain of hashes had come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    pub sequence: i64,
    pub hash: String,
}

/// One part of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    /// In lower-case hexadecimal.
    pub sha256: String,
    pub bytes: u64,
    /// The table whose rows it holds; of what people sent there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// What a file that was sent is called on the disk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stored_as: Option<String>,
}

/// Names and digests of everything in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub form: u32,
    /// The version of the program that took it.
    pub program: String,
    /// The kind of database it is of.
    pub database: String,
    /// The migrations that had been run, in their order.
    pub schema: Vec<String>,
    pub fund: String,
    pub taken_at: Instant,
    /// The head of the audit trail.
    pub trail: Chain,
    /// The head of the journal.
    pub journal: Chain,
    /// The columns of every table, in the order in which its lines hold them.
    pub tables: Vec<(String, Vec<String>)>,
    pub parts: Vec<Part>,
}
