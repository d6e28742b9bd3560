//! How much is kept: with one matter, and of what one person sends.

use crate::config::Storage;
use crate::error::Result;
use crate::kernel::fault::{Fault, FaultCode, Faults};

const MIB: u64 = 1024 * 1024;

/// What is kept already, in bytes: each file of the matter, and all that one person sent.
#[derive(Debug, Clone)]
pub struct Room {
    pub files: Vec<i64>,
    pub of_one: i64,
}

/// What is said where there is no room: for another file, in the matter, and of this person.
#[derive(Debug, Clone, Copy)]
pub struct Full {
    pub too_many: FaultCode,
    pub together: FaultCode,
    pub of_one: FaultCode,
}

impl Room {
    /// Whether there is room for one file more, of so many bytes.
    ///
    /// # Errors
    /// A fault of the file.
    pub fn takes(&self, settings: &Storage, more: i64, full: Full) -> Result<()> {
        let fault = |code, limit: u64| Err(Faults::one("file", Fault::limited(code, limit)).into());
        if self.files.len() >= usize::try_from(settings.max_files).unwrap_or(usize::MAX) {
            return fault(full.too_many, settings.max_files.into());
        }
        let together: i64 = self.files.iter().sum();
        let bounds = [
            (together, settings.max_total_bytes, full.together),
            (self.of_one, settings.max_account_bytes, full.of_one),
        ];
        for (sum, most, code) in bounds {
            if u64::try_from(sum.saturating_add(more)).unwrap_or(u64::MAX) > most {
                return fault(code, most / MIB);
            }
        }
        Ok(())
    }
}
