//! What the database refuses, as an error of the house.

use super::DatabaseError;
use crate::error::Error;
use crate::rules::Action;
use diesel::result::{DatabaseErrorKind, Error as Sql};

impl From<Sql> for Error {
    fn from(error: Sql) -> Self {
        Self::Internal(Box::new(error))
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
