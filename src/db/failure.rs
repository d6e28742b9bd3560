//! What the database refuses, as an error of the house.

use super::DatabaseError;
use crate::error::Error;
use crate::rules::Action;
use diesel::result::{DatabaseErrorKind, Error as Sql};

/// What others caused, in the databases' words: neither says it by a kind of diesel's. SQLite knows
/// one language; PostgreSQL is told to speak it, see `DatabaseUrl::connect`.
const CONTENDED: &[&str] = &[
    // SQLite: SQLITE_BUSY and SQLITE_LOCKED.
    "database is locked",
    "database table is locked",
    "database schema is locked",
    // PostgreSQL: 40P01 and 55P03.
    "deadlock detected",
    "canceling statement due to lock timeout",
    "could not obtain lock on",
];

/// That there is no room: SQLITE_FULL, and what the systems under PostgreSQL say (53100).
const FULL: &[&str] = &[
    "database or disk is full",
    "No space left on device",
    "Disk quota exceeded",
];

/// That the database is not there for us.
const AWAY: &[&str] = &[
    // SQLite: SQLITE_IOERR, SQLITE_CANTOPEN and SQLITE_READONLY.
    "disk I/O error",
    "unable to open database file",
    "attempt to write a readonly database",
    // PostgreSQL: 57014, and 57P01 and its kin.
    "canceling statement due to",
    "terminating connection",
    "terminating background worker",
];

impl From<Sql> for Error {
    fn from(error: Sql) -> Self {
        use DatabaseErrorKind as Kind;
        let error = match error {
            Sql::RollbackErrorOnCommit { commit_error, .. } => *commit_error,
            error => error,
        };
        let is =
            |words| matches!(&error, Sql::DatabaseError(_, said) if says(said.message(), words));
        match &error {
            Sql::DatabaseError(Kind::SerializationFailure, _) => Self::Contended,
            _ if is(CONTENDED) => Self::Contended,
            _ if is(FULL) => {
                tracing::error!(%error, "the database has no room");
                Self::NoRoom
            }
            Sql::BrokenTransactionManager
            | Sql::DatabaseError(Kind::ClosedConnection | Kind::UnableToSendCommand, _) => {
                away(&error)
            }
            _ if is(AWAY) => away(&error),
            _ => Self::Internal(Box::new(error)),
        }
    }
}

fn says(message: &str, words: &[&str]) -> bool {
    words.iter().any(|one| message.contains(one))
}

fn away(error: &Sql) -> Error {
    tracing::error!(%error, "the database is away");
    Error::Unavailable("database")
}

/// Why a commit failed. Where the connection broke, the database may have heard it all the same.
pub(super) fn of_commit(error: Sql) -> Error {
    match error.into() {
        Error::Unavailable(_) => Error::Unsettled,
        other => other,
    }
}

impl From<DatabaseError> for Error {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::PoolFull => Self::Unavailable("database"),
            other => Self::Internal(Box::new(other)),
        }
    }
}

/// Turns a duplicate the database found into a refusal; every other error stays what it is.
pub fn unless_duplicate(error: Sql, action: Action, what: &'static str) -> Error {
    match error {
        Sql::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => Error::duplicate(action, what),
        other => other.into(),
    }
}

/// Turns a duplicate the database found into work that lost against others and runs again, to find
/// what they left; every other error stays what it is.
pub fn contended_if_duplicate(error: Sql) -> Error {
    match error {
        Sql::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => Error::Contended,
        other => other.into(),
    }
}
