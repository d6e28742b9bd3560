//! What applications await before they are evaluated.

use super::project::Projection;
use crate::applications::model::Dossier;
use crate::case::Subject;
use crate::db::Conn;
use crate::error::Result;
use crate::rules::Matter;

/// Adds what these applications await now. The hours of their call are in their tasks: neither its
/// opening nor its deadline changes them.
pub(super) fn add(conn: &mut Conn, projection: &mut Projection, matters: &[Matter]) -> Result<()> {
    for matter in matters {
        if let Matter::Application(id) = matter {
            let dossier = Dossier::load(conn, *id)?;
            projection.add(conn, dossier)?;
        }
    }
    Ok(())
}
