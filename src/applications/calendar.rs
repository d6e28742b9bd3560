//! What the clock does to applications: a draft that was not submitted in time has missed it.

use super::model::Dossier;
use super::store;
use crate::case::{Case, Subject};
use crate::db::tx::{Actor, Tidings, Tx};
use crate::db::units::Units;
use crate::error::{Error, Result};
use crate::kernel::id::ApplicationId;
use crate::rules::Action;

/// Closes the drafts whose deadline has passed, and tells their applicants.
///
/// # Errors
/// No answer from the database.
pub fn follow_the_clock(app: &impl Units) -> Result<usize> {
    let missed = app.read_now(Actor::Calendar, |view| {
        let now = view.now();
        Ok(store::drafts_past_their_deadline(view.conn, now)?)
    })?;
    for id in &missed {
        let done = app.write_now(Actor::Calendar, |tx| miss_deadline(tx, *id));
        // Another worker may have been faster; that is no fault.
        if let Err(error) = done
            && !matches!(error, Error::Conflict(_))
        {
            return Err(error);
        }
    }
    Ok(missed.len())
}

fn miss_deadline(tx: &mut Tx<'_>, id: ApplicationId) -> Result<()> {
    let action = Action::MissDeadline;
    let mut dossier: Case<Dossier> = tx.case(id)?;
    tx.follow(&mut dossier, action)?;
    tx.tell(
        Tidings::of(action, dossier.matter(), format!("/applications/{id}"))
            .saying("title", &dossier.title)
            .saying("call", &dossier.window.title),
    );
    Ok(())
}
