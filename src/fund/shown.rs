//! The fund as its reader sees it, with what they may do.

use super::bookings::model::Contribution;
use super::bookings::queries as bookings;
use super::bookings::subject::Entered;
use super::queries::{self, Fund, Partner};
use super::store;
use super::subject::SetUp;
use crate::case::{Offers, Shown};
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

/// The fund, where it is set up, with its money for those who may see it.
#[derive(Debug)]
pub struct Seen {
    pub fund: Option<Fund>,
    pub permitted: Permitted,
    /// Pledges and receipts; none for those who may not see them.
    pub pledges: Option<Vec<Shown<Contribution>>>,
}

/// The fund as its reader sees it.
///
/// # Errors
/// No answer from the database.
pub fn seen(view: &mut View<'_>) -> Result<Seen> {
    let row = store::fund(view.conn)?;
    let fund = match row.clone() {
        Some(row) => Some(queries::of_row(view.conn, row)?),
        None => None,
    };
    let partners = fund.as_ref().map_or(&[][..], |fund| &fund.partners);
    let pledges = match contributions(view, partners) {
        Ok(pledges) => Some(pledges),
        Err(Error::NotFound(MatterKind::Contribution)) => None,
        Err(error) => return Err(error),
    };
    let permitted = permitted(view, SetUp { row }, fund.as_ref())?;
    Ok(Seen {
        fund,
        permitted,
        pledges,
    })
}

fn permitted(view: &mut View<'_>, set_up: SetUp, fund: Option<&Fund>) -> Result<Permitted> {
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
    let seen = seen(view)?;
    let thing = seen.fund.ok_or(Error::NotFound(MatterKind::Fund))?;
    let mut offers = seen.permitted.set_up;
    let parts = seen.permitted.partners.into_iter();
    for part in parts.chain(seen.permitted.themes) {
        offers.0.extend(part.0);
    }
    let pledges = seen.pledges.into_iter().flatten();
    offers.0.extend(pledges.flat_map(|one| one.offers.0));
    Ok(Shown { thing, offers })
}

/// Pledges and receipts, for those who may see them, and what they may do with each.
fn contributions(view: &mut View<'_>, partners: &[Partner]) -> Result<Vec<Shown<Contribution>>> {
    let mut shown = Vec::new();
    for thing in bookings::contributions(view, partners)? {
        let mut offers = view.case_of(thing.clone())?.offers();
        for receipt in &thing.receipts {
            let entered = Entered {
                pledge: thing.clone(),
                receipt: receipt.clone(),
            };
            offers.0.extend(view.case_of(entered)?.offers().0);
        }
        shown.push(Shown { thing, offers });
    }
    Ok(shown)
}
