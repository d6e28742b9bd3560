//! The house itself: what its rules promise of the sources, the tables, the messages, the documents.

mod architecture;
mod documents;
mod messages;
mod tables;
