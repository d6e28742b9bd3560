//! Who acts in an application, as pages and API show it.

use super::model::Acting;
use super::store;
use super::subject::{Aside, Offices};
use crate::case::{Case, Shown};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::ApplicationId;
use crate::kernel::time::Instant;
use crate::rules::matter::MatterKind;
use crate::rules::recusal::RecusalState;
use crate::rules::visibility::Sight;
use serde::Serialize;
use utoipa::ToSchema;

/// Who acts in an application and who stands aside, with what the reader may do.
///
/// # Errors
/// `NotFound` for those who hold no office in it.
pub fn acting(view: &mut View<'_>, id: ApplicationId) -> Result<Shown<Acting>> {
    let missing = || Error::NotFound(MatterKind::Application);
    let offices: Case<Offices> = view.case(id, Sight::Offices).map_err(|error| match error {
        Error::NotFound(_) => missing(),
        other => other,
    })?;
    let sees_it = offices.sees(Sight::ApplicationInBrief);
    let thing = offices.shown(sees_it, offices.sees(Sight::Recusals));
    let mut offers = offices.offers();
    for aside in Aside::of(&offices) {
        offers.0.extend(view.case_of(aside)?.offers().0);
    }
    Ok(Shown { thing, offers })
}

/// An application from which one stands aside.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OwnRecusal {
    pub number: Option<String>,
    /// Who leads.
    pub organisation: String,
    pub state: RecusalState,
    pub since: Instant,
}

/// The applications from which the reader stands aside.
///
/// # Errors
/// `Unauthenticated` for visitors.
pub fn own(view: &mut View<'_>) -> Result<Vec<OwnRecusal>> {
    let account = view.actor().person()?;
    let rows = store::recused(view.conn, account)?;
    let shown = |(state, since, number, organisation)| OwnRecusal {
        number,
        organisation,
        state,
        since,
    };
    Ok(rows.into_iter().map(shown).collect())
}
