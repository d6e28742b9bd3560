//! The named parts of an address.

use crate::error::{Error, Result};
use crate::kernel::entry::FromEntry;
use crate::rules::matter::MatterKind;
use std::collections::BTreeMap;

/// The named parts of an address.
#[derive(Debug, Clone, Default)]
pub struct Ids(pub BTreeMap<String, String>);

impl Ids {
    /// The part of this name.
    ///
    /// # Errors
    /// `NotFound` where it is no identifier: such an address leads nowhere.
    pub fn get<T: FromEntry>(&self, name: &str) -> Result<T> {
        self.0
            .get(name)
            .and_then(|text| T::from_entry(text).ok())
            .ok_or(Error::NotFound(MatterKind::Fund))
    }

    /// Identifiers as we write them, however they were spelt; other parts as they are.
    pub(super) fn in_one_spelling(&self) -> BTreeMap<&str, String> {
        let spelt = |text: &str| match text.parse::<uuid::Uuid>() {
            Ok(id) => id.to_string(),
            Err(_) => text.to_owned(),
        };
        let parts = self.0.iter();
        parts
            .map(|(name, text)| (name.as_str(), spelt(text)))
            .collect()
    }

    /// The address of a pattern such as `/calls/{id}`.
    pub fn fill(&self, pattern: &str) -> String {
        self.0
            .iter()
            .fold(pattern.to_owned(), |path, (name, value)| {
                path.replace(&format!("{{{name}}}"), value)
            })
    }
}
