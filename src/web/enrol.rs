//! Whoever holds an office that waits for their second factor is led to where it is switched on.

use crate::app::App;
use crate::db::tx::Actor;

/// Whether an office of somebody's waits for their second factor.
pub(super) async fn waits(app: &App, actor: Actor) -> bool {
    let waits = app.read(actor, |view| Ok(!view.ground()?.withheld.is_empty()));
    waits.await.unwrap_or(false)
}
