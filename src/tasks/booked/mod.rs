//! What pledges and receipts await that wait to be confirmed or reversed, when what they are
//! weighed by has changed beside them: by payments, by other bookings and by calls.

mod store;

use super::project::Projection;
use crate::case::Subject;
use crate::db::Conn;
use crate::error::Result;
use crate::fund::bookings::queries;
use crate::fund::bookings::subject::Entered;
use crate::kernel::id::PartnerId;
use crate::rules::Matter;

/// Adds those of partners whose money has moved, and after a call those of all.
pub(super) fn add(
    conn: &mut Conn,
    projection: &mut Projection,
    matters: &[Matter],
    moved: &[PartnerId],
) -> Result<()> {
    let concerns_all = matters.iter().any(|one| matches!(one, Matter::Call(_)));
    if !concerns_all && moved.is_empty() {
        return Ok(());
    }
    let of = (!concerns_all).then_some(moved);
    let waiting = store::pledges_that_wait(conn, of)?;
    for pledge in queries::load_many(conn, &waiting)? {
        for receipt in &pledge.receipts {
            let entered = Entered {
                pledge: pledge.clone(),
                receipt: receipt.clone(),
            };
            if !projection.knows(entered.matter()) {
                projection.add(conn, entered)?;
            }
        }
        if !projection.knows(pledge.matter()) {
            projection.add(conn, pledge)?;
        }
    }
    Ok(())
}
