//! The ways into the database, as those below the application know them.

use super::tx::{Actor, Tx, View};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::rules::Matter;
use std::sync::Arc;

/// What runs units of work: taken by what needs more than one unit, or does something between two.
///
/// The application, which is one, knows every context; a context knows the application by this.
pub trait Units {
    fn config(&self) -> &Arc<Config>;

    /// Runs a unit that reads, on this thread.
    ///
    /// # Errors
    /// What `work` gives.
    fn read_now<T>(&self, actor: Actor, work: impl FnOnce(&mut View<'_>) -> Result<T>)
    -> Result<T>;

    /// Runs a unit that writes, on this thread; again from its start where others were faster, so
    /// that `work` leaves nothing behind but what the unit rolls back.
    ///
    /// # Errors
    /// What `work` gives.
    fn write_now<T>(&self, actor: Actor, work: impl FnMut(&mut Tx<'_>) -> Result<T>) -> Result<T>;
}

/// What was looked at in a unit that reads, before anything that comes along is taken. What
/// somebody was refused is history too, whenever it is found out.
///
/// # Errors
/// What `looked` is.
pub fn recorded<T>(app: &impl Units, actor: Actor, matter: Matter, looked: Result<T>) -> Result<T> {
    match looked {
        Err(Error::Forbidden(refusal) | Error::Conflict(refusal)) => app.write_now(actor, |tx| {
            tx.about(matter);
            Err(refusal.into())
        }),
        looked => looked,
    }
}
