//! The one error of the house, and the one table of its kinds.
//!
//! HTTP statuses are made of it in `web::answer` alone.

use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::money::MoneyError;
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Reason, Refusal};

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or this person may not know that there is.
    #[error("no such {0}")]
    NotFound(MatterKind),
    /// This person may not do it.
    #[error("{} is forbidden: {}", .0.action, .0.code())]
    Forbidden(Refusal),
    /// The state of things does not allow it.
    #[error("{} is refused: {}", .0.action, .0.code())]
    Conflict(Refusal),
    /// What was sent is not in order.
    #[error("invalid input")]
    Invalid(Faults),
    /// The API takes JSON, and this says that it is something else.
    #[error("not JSON")]
    NotJson,
    /// Nobody is signed in, or no longer.
    #[error("not signed in")]
    Unauthenticated,
    /// Too many attempts.
    #[error("too many attempts; again in {retry_after} s")]
    TooMany {
        /// Seconds to wait.
        retry_after: i64,
    },
    /// More files are being sent at once than there is place for.
    #[error("too many uploads at once")]
    Crowded {
        /// How many one person may send at once, where it is that; else it is all people together.
        most: Option<u32>,
        /// Seconds to wait.
        retry_after: i64,
    },
    /// Something this needs is busy or away.
    #[error("unavailable: {0}")]
    Unavailable(&'static str),
    /// Others hold what this needs, or were faster: nothing is wrong with it, and it can be done
    /// again. The unit of work tries itself before it says so.
    #[error("others hold what this needs")]
    Contended,
    /// The connection broke while the database was told to keep what was done: it may have heard.
    #[error("it is not known whether it was done")]
    Unsettled,
    /// The clock was set back: what is written now would stand before what was written.
    #[error("the clock is {behind} s behind the audit trail")]
    ClockBehind {
        /// By how many seconds.
        behind: i64,
    },
    /// The disk is full.
    #[error("there is no room left")]
    NoRoom,
    /// A fault of ours.
    #[error("internal error: {0}")]
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

/// The result of what a person asks for.
pub type Result<T> = std::result::Result<T, Error>;

/// What is not there, or not this person's to know of, is nothing; whatever else fails has failed.
///
/// # Errors
/// Every error but `NotFound`.
pub fn if_found<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

impl Error {
    /// A fault of ours, in words for the log.
    pub fn internal(what: impl Into<String>) -> Self {
        Self::Internal(what.into().into())
    }

    /// One fault at one field.
    pub fn at(path: &str, code: FaultCode) -> Self {
        Self::Invalid(Faults::one(path, Fault::new(code)))
    }

    /// Somebody changed the thing since it was read.
    pub fn stale(action: Action) -> Self {
        Self::Conflict(Refusal::new(action, Reason::Stale))
    }

    /// The same thing exists already.
    pub fn duplicate(action: Action, what: &'static str) -> Self {
        Self::Conflict(Refusal::new(action, Reason::Duplicate(what)))
    }

    /// The stable code clients see.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "not_found",
            Self::Forbidden(refusal) | Self::Conflict(refusal) => refusal.code(),
            Self::Invalid(_) => "invalid_input",
            Self::NotJson => "not_json",
            Self::Unauthenticated => "not_signed_in",
            Self::TooMany { .. } => "too_many_attempts",
            Self::Crowded { most: Some(_), .. } => "too_many_uploads",
            Self::Crowded { most: None, .. } => "uploads_busy",
            Self::Unavailable(_) | Self::Contended => "unavailable",
            Self::Unsettled => "unsettled",
            Self::ClockBehind { .. } => "clock_behind",
            Self::NoRoom => "no_room",
            Self::Internal(_) => "internal",
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal.reason {
            Reason::Unstated(condition) => Self::internal(format!(
                "{} was decided without {condition}",
                refusal.action
            )),
            _ if refusal.is_about_the_person() => Self::Forbidden(refusal),
            _ => Self::Conflict(refusal),
        }
    }
}

impl From<Faults> for Error {
    fn from(faults: Faults) -> Self {
        Self::Invalid(faults)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::NoRoom,
            _ => Self::Internal(Box::new(error)),
        }
    }
}

impl From<MoneyError> for Error {
    fn from(error: MoneyError) -> Self {
        Self::Internal(Box::new(error))
    }
}
