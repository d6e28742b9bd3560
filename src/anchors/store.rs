//! Rows and SQL of anchors, which are written once.

use super::anchor::{Anchor, Heads};
use crate::audit;
use crate::db::Conn;
use crate::db::schema::{anchors, funds};
use crate::kernel::id::{AccountId, AnchorId, FundId};
use crate::kernel::time::{Date, Instant};
use crate::ledger;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

/// An anchor as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = anchors, treat_none_as_default_value = false)]
pub(super) struct Row {
    pub(super) id: AnchorId,
    pub(super) anchored_at: Instant,
    /// The day of which it is the calendar's own.
    pub(super) daily_on: Option<Date>,
    /// Who asked for it.
    pub(super) account_id: Option<AccountId>,
    /// See [`Anchor::text`].
    pub(super) content: String,
}

impl Row {
    pub(super) fn anchor(&self) -> Result<Anchor, String> {
        Anchor::read(&self.content)
    }
}

/// The heads as they are, where there is a fund.
pub(super) fn heads(conn: &mut Conn) -> QueryResult<Option<Heads>> {
    let fund: Option<(FundId, String)> = funds::table
        .select((funds::id, funds::name))
        .first(conn)
        .optional()?;
    let Some((fund, name)) = fund else {
        return Ok(None);
    };
    let (trail, ledger) = (audit::queries::head(conn)?, ledger::queries::head(conn)?);
    Ok(Some(Heads {
        fund,
        name,
        trail: trail.into(),
        ledger: ledger.into(),
    }))
}

pub(super) fn insert(conn: &mut Conn, row: Row) -> QueryResult<usize> {
    diesel::insert_into(anchors::table)
        .values(row)
        .execute(conn)
}

/// Whether there is a fund, and no anchor of this day.
pub(super) fn is_due(conn: &mut Conn, day: Date) -> QueryResult<bool> {
    let of_it = anchors::table.filter(anchors::daily_on.eq(day));
    let without = funds::table.filter(not(exists(of_it)));
    diesel::select(exists(without)).get_result(conn)
}

pub(super) fn row(conn: &mut Conn, id: AnchorId) -> QueryResult<Option<Row>> {
    anchors::table.find(id).first(conn).optional()
}

/// Anchors, the newest first, older than this one.
pub(super) fn rows(conn: &mut Conn, below: Option<AnchorId>, most: i64) -> QueryResult<Vec<Row>> {
    let mut rows = anchors::table
        .order(anchors::id.desc())
        .limit(most)
        .into_boxed();
    if let Some(below) = below {
        rows = rows.filter(anchors::id.lt(below));
    }
    rows.load(conn)
}

/// Whether any was ever made.
pub(super) fn is_any(conn: &mut Conn) -> QueryResult<bool> {
    diesel::select(exists(anchors::table.select(anchors::id))).get_result(conn)
}
