//! The colour of each partner: by its place among the partners, so that it stays the same for ever.

use super::Chip;
use crate::db::tx::View;
use crate::error::Result;
use crate::fund::{self, queries::Partner};
use crate::kernel::id::PartnerId;

/// A colour of a partner, by its class; `p0` is the common pot's.
pub type Hue = &'static str;

/// As many as the style sheet has; a seventh partner begins anew.
const HUES: [Hue; 6] = ["p1", "p2", "p3", "p4", "p5", "p6"];

/// The common pot's.
const COMMON: Hue = "p0";

struct Known {
    id: PartnerId,
    code: String,
    name: String,
    hue: Hue,
}

/// The partners with their names and colours.
pub struct Colours(Vec<Known>);

impl Colours {
    /// Of every partner the fund has had.
    ///
    /// # Errors
    /// No answer from the database.
    pub fn of(view: &mut View<'_>) -> Result<Self> {
        Ok(Self::from(&fund::queries::partners(view.conn)?))
    }

    /// The colour of the common pot.
    pub const COMMON: Hue = COMMON;

    /// Of partners that are read already: all the fund has had.
    pub fn from(partners: &[Partner]) -> Self {
        let mut partners: Vec<&Partner> = partners.iter().collect();
        // Identifiers grow with time: whoever joins later moves nobody's colour.
        partners.sort_by_key(|one| one.id);
        let hues = HUES.iter().cycle();
        let known = partners.into_iter().zip(hues).map(|(one, hue)| Known {
            id: one.id,
            code: one.code.clone(),
            name: one.name.clone(),
            hue,
        });
        Self(known.collect())
    }

    /// For a page on which no partner is named.
    pub fn none() -> Self {
        Self(Vec::new())
    }

    fn by_id(&self, id: PartnerId) -> Option<&Known> {
        self.0.iter().find(|one| one.id == id)
    }

    fn by_code(&self, code: &str) -> Option<&Known> {
        self.0.iter().find(|one| one.code == code)
    }

    pub fn hue(&self, id: PartnerId) -> Hue {
        self.by_id(id).map_or(COMMON, |one| one.hue)
    }

    /// The colour of a pot, by the code of its partner; the common pot has none.
    pub fn hue_of_pot(&self, code: Option<&str>) -> Hue {
        code.and_then(|code| self.by_code(code))
            .map_or(COMMON, |one| one.hue)
    }

    pub fn name(&self, id: PartnerId) -> String {
        self.by_id(id)
            .map(|one| one.name.clone())
            .unwrap_or_default()
    }

    pub fn code(&self, id: PartnerId) -> String {
        self.by_id(id)
            .map(|one| one.code.clone())
            .unwrap_or_default()
    }

    /// The name behind a code; the code itself where nobody has it.
    pub fn name_of(&self, code: &str) -> String {
        self.by_code(code)
            .map_or_else(|| code.to_owned(), |one| one.name.clone())
    }

    pub fn chip(&self, id: PartnerId) -> Chip {
        Chip {
            text: self.name(id),
            hue: self.hue(id),
        }
    }

    /// The chip of the partner behind a code.
    pub fn chip_of(&self, code: &str) -> Chip {
        Chip {
            text: self.name_of(code),
            hue: self.hue_of_pot(Some(code)),
        }
    }

    /// Identifiers and names, for those who choose for which partner they act.
    pub fn names(&self) -> Vec<(PartnerId, String)> {
        self.0
            .iter()
            .map(|one| (one.id, one.name.clone()))
            .collect()
    }
}
