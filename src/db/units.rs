//! The ways into the database, as those below the application know them.

use super::tx::{Actor, Tx, View};
use crate::config::Config;
use crate::error::Result;
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
