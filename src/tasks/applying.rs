//! What applications await before they are evaluated.

use super::project::tasks_of;
use super::store;
use crate::applications::model::Dossier;
use crate::case::Subject;
use crate::db::Conn;
use crate::error::Result;
use crate::kernel::time::Instant;
use crate::rules::Matter;

/// Brings the tasks of these applications up to what they await now. The hours of their call are in
/// their tasks: neither its opening nor its deadline changes them.
pub(super) fn refresh(conn: &mut Conn, now: Instant, matters: &[Matter]) -> Result<()> {
    let (mut renewed, mut tasks) = (Vec::new(), Vec::new());
    for matter in matters {
        if let Matter::Application(id) = matter {
            let dossier = Dossier::load(conn, *id)?;
            renewed.push(*matter);
            tasks.extend(tasks_of(conn, dossier, now)?);
        }
    }
    Ok(store::replace(conn, &renewed, tasks)?)
}
