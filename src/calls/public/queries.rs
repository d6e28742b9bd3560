//! The calls everyone is invited to read: open now, or about to open.

use crate::calls::store::Row;
use crate::db::Conn;
use crate::db::schema::{call_pots, calls};
use crate::kernel::id::{CallId, PartnerId};
use crate::kernel::money::Money;
use crate::kernel::time::{Instant, Zone};
use crate::rules::lifecycle::CallState;
use diesel::prelude::*;

/// A call with its money, for people who are not signed in.
#[derive(Debug, Clone)]
pub struct Invitation {
    pub id: CallId,
    pub title: String,
    pub summary: String,
    pub state: CallState,
    pub opens_at: Instant,
    pub deadline_at: Instant,
    /// The zone of its times.
    pub zone: Zone,
    /// What one project can get at most.
    pub max_grant: Money,
    /// Of the costs, in basis points.
    pub funding_rate: i32,
    pub budget: Money,
    /// Each pot with its partner; none for the common pot.
    pub pots: Vec<(Option<PartnerId>, Money)>,
}

/// How many calls the front page shows.
const MOST: i64 = 6;

/// Calls open now, and those published that open later, by their deadlines.
///
/// # Errors
/// No answer from the database.
pub fn invitations(conn: &mut Conn) -> QueryResult<Vec<Invitation>> {
    let rows: Vec<Row> = calls::table
        .filter(calls::state.eq_any([CallState::Published, CallState::Open]))
        .order((calls::deadline_at, calls::id))
        .limit(MOST)
        .load(conn)?;
    let ids: Vec<CallId> = rows.iter().map(|row| row.id).collect();
    let pots: Vec<(CallId, Option<PartnerId>, i64)> = call_pots::table
        .filter(call_pots::call_id.eq_any(&ids))
        .order((call_pots::partner_id.is_null(), call_pots::partner_id))
        .select((
            call_pots::call_id,
            call_pots::partner_id,
            call_pots::amount_minor,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let money = |minor| Money::from_minor(minor, row.currency);
            let own = pots.iter().filter(|pot| pot.0 == row.id);
            Invitation {
                budget: money(own.clone().map(|pot| pot.2).sum()),
                pots: own.map(|pot| (pot.1, money(pot.2))).collect(),
                max_grant: money(row.max_grant_minor),
                id: row.id,
                title: row.title,
                summary: row.summary,
                state: row.state,
                opens_at: row.opens_at,
                deadline_at: row.deadline_at,
                zone: row.deadline_zone,
                funding_rate: row.funding_rate,
            }
        })
        .collect())
}
