//! The table of what can be shown, done, read and fetched. Every row is a page's or form's address
//! and an endpoint of the API at once, so that neither face can do what the other cannot.

use super::deed::Deed;
use super::read::Read;
use super::screen::Screen;
use super::url::{self, Page};
use crate::app::App;
use crate::db::tx::Actor;
use crate::error::Result;
use std::fs;

pub use super::ask::Ask;
pub use super::ids::Ids;
pub use super::shape::{Shape, to_json};

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
    pub content: Content,
}

/// What is in a file.
pub enum Content {
    /// Made for this request.
    Bytes(Vec<u8>),
    /// From the disk, so many bytes.
    Disk(fs::File, u64),
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
