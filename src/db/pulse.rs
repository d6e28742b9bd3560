//! Whether the database takes what is written: a row is put into it and taken out again, and both
//! are kept, so that its log and its file need the room that a deed needs.

use super::Conn;
use super::schema::pulses;
use crate::error::Result;
use crate::kernel::id::RequestId;
use crate::kernel::time::Instant;
use diesel::prelude::*;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// As much as a deed writes, in bytes.
const ROOM: usize = 32 * 1024;
/// Seconds for which an answer is true.
const TRUE_FOR: i64 = 1;

/// What was found last, and when.
#[derive(Debug, Default)]
pub struct Pulse {
    trying: Mutex<()>,
    last: Mutex<Option<Felt>>,
}

#[derive(Debug, Clone, Copy)]
struct Felt {
    at: Instant,
    /// The code of what was wrong.
    fault: Option<&'static str>,
}

impl Pulse {
    /// The code of what is wrong, as it was found a moment ago or is found now; whoever asks while
    /// another tries is told what was found last.
    pub fn fault(&self, now: Instant, beat: impl FnOnce() -> Result<()>) -> Option<&'static str> {
        let last = *self.last();
        let is_true = |felt: &Felt| (0..TRUE_FOR).contains(&now.seconds_since(felt.at));
        if let Some(felt) = last.filter(is_true) {
            return felt.fault;
        }
        let Ok(_mine) = self.trying.try_lock() else {
            return last.map_or(Some("unavailable"), |felt| felt.fault);
        };
        let fault = beat().err().map(|error| {
            tracing::warn!(%error, "the server is not ready");
            error.code()
        });
        *self.last() = Some(Felt { at: now, fault });
        fault
    }

    fn last(&self) -> MutexGuard<'_, Option<Felt>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes, and changes nothing.
///
/// # Errors
/// What keeps the database from taking it.
pub fn beat(conn: &mut Conn) -> Result<()> {
    let id = RequestId::new();
    // By chance, or it would be kept in less room than it has.
    let filler: String = std::iter::repeat_with(|| RequestId::new().to_string())
        .take(ROOM / 36)
        .collect();
    diesel::insert_into(pulses::table)
        .values((pulses::id.eq(id), pulses::filler.eq(filler)))
        .execute(conn)?;
    diesel::delete(pulses::table.find(id)).execute(conn)?;
    Ok(())
}
