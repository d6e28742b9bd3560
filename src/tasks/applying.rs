//! What applications await before they are evaluated, and once they are decided.

use super::project::Projection;
use super::store;
use crate::applications::model::Dossier;
use crate::awards::offer::Proposal;
use crate::case::Subject;
use crate::db::Conn;
use crate::error::Result;
use crate::rules::Matter;
use crate::rules::lifecycle::ApplicationState;

/// Adds what these applications await now. The hours of their call are in their tasks: neither its
/// opening nor its deadline changes them.
pub(super) fn add(conn: &mut Conn, projection: &mut Projection, matters: &[Matter]) -> Result<()> {
    for (id, state) in store::states_of(conn, matters)? {
        match state {
            ApplicationState::Draft | ApplicationState::Submitted => {
                let dossier = Dossier::load(conn, id)?;
                projection.add(conn, dossier)?;
            }
            ApplicationState::Awarded => {
                let proposal = Proposal::load(conn, id)?;
                projection.add(conn, proposal)?;
            }
            _ => projection.clear(Matter::Application(id)),
        }
    }
    Ok(())
}
