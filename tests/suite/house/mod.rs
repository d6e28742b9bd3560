//! The house itself: what its rules promise of the sources, the tables, the messages, the documents.

mod appointments;
mod architecture;
mod documents;
mod failures;
mod hashing;
mod look;
mod messages;
mod queries;
mod security;
mod sentences;
mod sizes;
mod sources;
mod tables;

use sources::sources;
