//! Many units of work, committed together: for whoever brings a whole fund in, be it from another
//! system or out of thin air.

use super::App;
use crate::config::Config;
use crate::db::Conn;
use crate::db::tx::{Actor, Tx, View};
use crate::db::units::Units;
use crate::error::Result;
use crate::kernel::id::RequestId;
use std::cell::RefCell;
use std::sync::Arc;

/// A transaction that is open for units of work. Each of them is whole, as one of
/// [`App::write_now`] is: decided, recorded, with its tasks and letters; what waits for the disk is
/// the batch. One that fails has left half of itself behind, so that the batch must fail with it.
pub struct Batch<'a> {
    app: &'a App,
    conn: RefCell<&'a mut Conn>,
}

impl App {
    /// Runs many units of work in one transaction, on this thread: committed together if `work`
    /// gives a value, none of them if it gives an error. It runs once: nobody else had better write
    /// meanwhile.
    ///
    /// # Errors
    /// What `work` gives; `Contended` where others were faster.
    pub fn write_together<T>(&self, work: impl FnOnce(&Batch<'_>) -> Result<T>) -> Result<T> {
        self.database.try_to_write(|conn| {
            work(&Batch {
                app: self,
                conn: RefCell::new(conn),
            })
        })
    }
}

impl Units for Batch<'_> {
    fn config(&self) -> &Arc<Config> {
        &self.app.config
    }

    fn read_now<T>(
        &self,
        actor: Actor,
        work: impl FnOnce(&mut View<'_>) -> Result<T>,
    ) -> Result<T> {
        let now = self.app.clock.now();
        let mut conn = self.conn.borrow_mut();
        work(&mut View::new(&mut conn, actor, now, self.app.footing()))
    }

    fn write_now<T>(&self, actor: Actor, work: impl FnMut(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        let unit = (actor, RequestId::new());
        let mut conn = self.conn.borrow_mut();
        self.app.unit(&mut conn, unit, &mut Vec::new(), work)
    }
}
