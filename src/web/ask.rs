//! A question in progress: who asks for what, with what to answer it from.

use super::ids::Ids;
use crate::config::Config;
use crate::db::tx::View;
use crate::error::Result;
use crate::kernel::entry::FromEntry;
use crate::kernel::fault::Faults;
use crate::words::Say;
use std::collections::BTreeMap;

/// A question in progress.
pub struct Ask<'r, 'v> {
    /// The database.
    pub view: &'r mut View<'v>,
    /// The named parts of the address.
    pub ids: &'r Ids,
    /// What follows the question mark.
    pub query: &'r BTreeMap<String, String>,
    /// The messages.
    pub say: &'r Say,
    /// The settings.
    pub config: &'r Config,
}

impl<'r> Ask<'r, '_> {
    /// The cursor asked for.
    pub fn after(&self) -> Option<&'r str> {
        self.query.get("after").map(String::as_str)
    }

    /// A filter of the query, where it is given.
    ///
    /// # Errors
    /// A fault at its name where it cannot be read: a list that quietly ignored its filter would
    /// show what was not asked for.
    pub fn filter<T: FromEntry>(&self, name: &str) -> Result<Option<T>> {
        match self.query.get(name).map(|text| text.trim()) {
            None | Some("") => Ok(None),
            Some(text) => T::from_entry(text)
                .map(Some)
                .map_err(|fault| Faults::one(name, fault).into()),
        }
    }
}
