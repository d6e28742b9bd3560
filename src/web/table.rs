//! The table of what can be shown, done, read and fetched. Every row is a page's or form's address
//! and an endpoint of the API at once, so that neither face can do what the other cannot.

use super::deed::Deed;
use super::read::Read;
use super::screen::Screen;
use super::url::{self, Page};
use crate::app::App;
use crate::config::Config;
use crate::db::tx::{Actor, View};
use crate::error::{Error, Result};
use crate::kernel::entry::FromEntry;
use crate::kernel::fault::Faults;
use crate::rules::matter::MatterKind;
use crate::words::Say;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

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

    /// The address of a pattern such as `/calls/{id}`.
    pub fn fill(&self, pattern: &str) -> String {
        self.0
            .iter()
            .fold(pattern.to_owned(), |path, (name, value)| {
                path.replace(&format!("{{{name}}}"), value)
            })
    }
}

/// The name of a type in the API's document, its shape, and the shapes that one refers to.
#[derive(Clone)]
pub struct Shape {
    /// Its name.
    pub name: String,
    /// Its shape.
    pub schema: RefOr<Schema>,
    /// The shapes it refers to.
    pub inner: Vec<(String, RefOr<Schema>)>,
}

impl Shape {
    /// The shape of a type.
    pub fn of<T: ToSchema>() -> Self {
        let mut inner = Vec::new();
        T::schemas(&mut inner);
        Self {
            name: name_of::<T>(),
            schema: T::schema(),
            inner,
        }
    }
}

/// The name of a type. A generic one is named with what it is of: every list has its own shape.
fn name_of<T: ToSchema>() -> String {
    let full = std::any::type_name::<T>();
    if !full.contains('<') {
        return T::name().into_owned();
    }
    full.split(['<', '>', ','])
        .filter_map(|part| part.trim().rsplit("::").next())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("_")
}

/// A value as JSON.
///
/// # Errors
/// A value that is none, which is a fault of ours.
pub fn to_json(value: &impl Serialize) -> Result<Value> {
    serde_json::to_value(value).map_err(|error| Error::Internal(Box::new(error)))
}

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

/// A page.
pub struct Show {
    /// Which.
    pub page: Page,
    /// What it shows.
    pub screen: fn(&mut Ask<'_, '_>) -> Result<Screen>,
}

/// A row of the table of pages.
pub fn show(page: Page, screen: fn(&mut Ask<'_, '_>) -> Result<Screen>) -> Show {
    Show { page, screen }
}

/// A file that is given out.
pub struct File {
    /// What it is called.
    pub name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// A file to be fetched, by browser and by API.
pub struct Fetch {
    /// Its address; the API's has `/api/v1` before it.
    pub path: &'static str,
    /// Fetches it.
    pub fetch: fn(&App, Actor, &Ids) -> Result<File>,
}

/// Everything the server answers to, but for what is more than a row.
pub struct Table {
    /// Pages.
    pub shows: Vec<Show>,
    /// What can be done, by form and by API.
    pub deeds: Vec<Deed>,
    /// What the API answers.
    pub reads: Vec<Read>,
    /// Files.
    pub fetches: Vec<Fetch>,
}

impl Table {
    /// The row of a page.
    pub fn show(&self, page: Page) -> Option<&Show> {
        self.shows.iter().find(|show| show.page == page)
    }

    /// The row whose form is sent to this path.
    pub fn deed_at(&self, path: &str) -> Option<(&Deed, Ids)> {
        self.deeds
            .iter()
            .filter(|deed| deed.page.is_some())
            .find_map(|deed| url::read(deed.path, path).map(|ids| (deed, ids)))
    }

    /// Whether anything answers at this path, of pages or of the API.
    pub fn knows(&self, path: &str) -> bool {
        let (path, is_api) = match path.strip_prefix(url::API) {
            Some(rest) => (rest, true),
            None => (path, false),
        };
        let mut patterns: Vec<&str> = self.deeds.iter().map(|deed| deed.path).collect();
        patterns.extend(self.fetches.iter().map(|fetch| fetch.path));
        if is_api {
            patterns.extend(self.reads.iter().map(|read| read.path));
        } else {
            patterns.extend(Page::ALL.iter().map(|page| page.pattern()));
        }
        patterns
            .iter()
            .any(|pattern| url::read(pattern, path).is_some())
    }

    /// What is wrong with the table itself; a server does not start with a broken one.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for page in Page::ALL.iter().filter(|page| self.show(**page).is_none()) {
            faults.push(format!("{page:?} has an address and shows nothing"));
        }
        for (index, deed) in self.deeds.iter().enumerate() {
            let is_twin = |other: &&Deed| {
                other.path == deed.path && other.is_for_programs() == deed.is_for_programs()
            };
            if self.deeds.iter().take(index).any(|other| is_twin(&other)) {
                faults.push(format!("{} is the address of two deeds", deed.path));
            }
            let Some(page) = deed.page else { continue };
            for place in url::places_of(page.pattern()) {
                if !url::places_of(deed.path).any(|own| own == place) {
                    faults.push(format!(
                        "{} does not say which {page:?} it is shown on: {{{place}}} is missing",
                        deed.path
                    ));
                }
            }
        }
        faults
    }
}
