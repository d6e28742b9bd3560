//! SQL of the bookings that wait.

use crate::db::Conn;
use crate::db::schema::{contributions, receipts};
use crate::kernel::id::{ContributionId, PartnerId};
use crate::rules::lifecycle::BookingState;
use diesel::prelude::*;

/// The pledges that wait to be confirmed or reversed, or of which a receipt does: those of these
/// partners, or all.
pub(super) fn pledges_that_wait(
    conn: &mut Conn,
    of: Option<&[PartnerId]>,
) -> QueryResult<Vec<ContributionId>> {
    let states = [BookingState::Proposed, BookingState::Reversing];
    let behind = receipts::table
        .filter(receipts::state.eq_any(states))
        .select(receipts::contribution_id);
    let mut waiting = contributions::table
        .filter(
            contributions::state
                .eq_any(states)
                .or(contributions::id.eq_any(behind)),
        )
        .order(contributions::id)
        .select(contributions::id)
        .into_boxed();
    if let Some(partners) = of {
        waiting = waiting.filter(contributions::partner_id.eq_any(partners.to_vec()));
    }
    waiting.load(conn)
}
