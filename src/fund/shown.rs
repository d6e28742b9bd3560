//! The fund as its reader sees it, with what they may do.

use super::queries::{self, Contribution, Fund};
use super::subject::SetUp;
use crate::case::{Offers, Shown, Subject};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::rules::matter::MatterKind;

/// What the reader may do, part by part in the order of the parts.
#[derive(Debug, Default)]
pub struct Permitted {
    pub set_up: Offers,
    pub partners: Vec<Offers>,
    pub themes: Vec<Offers>,
}

/// What the reader may do with the fund, its partners and themes.
///
/// # Errors
/// No answer from the database.
pub fn permitted(view: &mut View<'_>, fund: Option<&Fund>) -> Result<Permitted> {
    let set_up = SetUp::load(view.conn, ())?;
    let mut permitted = Permitted {
        set_up: view.case_of(set_up)?.offers(),
        ..Permitted::default()
    };
    for partner in fund.iter().flat_map(|fund| &fund.partners) {
        let offers = view.case_of(partner.clone())?.offers();
        permitted.partners.push(offers);
    }
    for theme in fund.iter().flat_map(|fund| &fund.themes) {
        let offers = view.case_of(theme.clone())?.offers();
        permitted.themes.push(offers);
    }
    Ok(permitted)
}

/// The fund, for everyone, and what its reader may do.
///
/// # Errors
/// `NotFound` before it is set up.
pub fn fund(view: &mut View<'_>) -> Result<Shown<Fund>> {
    let thing = queries::fund(view)?;
    let permitted = permitted(view, Some(&thing))?;
    let mut offers = permitted.set_up;
    let parts = permitted.partners.into_iter().chain(permitted.themes);
    for part in parts {
        offers.0.extend(part.0);
    }
    match contributions(view) {
        Ok(pledges) => offers
            .0
            .extend(pledges.into_iter().flat_map(|one| one.offers.0)),
        Err(Error::NotFound(MatterKind::Contribution)) => {}
        Err(error) => return Err(error),
    }
    Ok(Shown { thing, offers })
}

/// Pledges and receipts, for those who may see them, and what they may do with each.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn contributions(view: &mut View<'_>) -> Result<Vec<Shown<Contribution>>> {
    let mut shown = Vec::new();
    for thing in queries::contributions(view)? {
        let offers = view.case_of(thing.clone())?.offers();
        shown.push(Shown { thing, offers });
    }
    Ok(shown)
}
