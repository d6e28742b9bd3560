//! What requests to join an organisation await; and applications, before they are evaluated and
//! once they are decided.

use super::project::Projection;
use super::store;
use crate::applications::model::Dossier;
use crate::awards::decided::Decided;
use crate::case::Subject;
use crate::db::Conn;
use crate::error::Result;
use crate::organisations::model::Joining;
use crate::rules::Matter;
use crate::rules::lifecycle::ApplicationState;

/// Adds what these await now. The hours of a call are in the tasks of its applications: neither its
/// opening nor its deadline changes them.
pub(super) fn add(conn: &mut Conn, projection: &mut Projection, matters: &[Matter]) -> Result<()> {
    for matter in matters {
        let joinings = match matter {
            Matter::Joining(id) => vec![*id],
            // What waits is called by the name of whoever asks.
            Matter::Account(id) => store::joinings_of(conn, *id)?,
            _ => continue,
        };
        for id in joinings {
            let joining = Joining::load(conn, id)?;
            projection.add(conn, joining)?;
        }
    }
    let mut decided = Vec::new();
    for (id, state, has_award) in store::applications_of(conn, matters)? {
        match state {
            ApplicationState::Draft | ApplicationState::Submitted => {
                let dossier = Dossier::load(conn, id)?;
                projection.add(conn, dossier)?;
            }
            ApplicationState::Awarded if !has_award => decided.push(id),
            _ => projection.clear(Matter::Application(id)),
        }
    }
    for one in Decided::load_many(conn, &decided)? {
        projection.add(conn, one)?;
    }
    Ok(())
}
