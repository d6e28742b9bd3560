//! Rows and SQL of settled marks.

use crate::db::schema::{accounts, consensus_rounds, consensus_scores};
use crate::db::{Conn, insert_all};
use crate::kernel::id::{AccountId, ApplicationId, CriterionId};
use crate::kernel::time::Instant;
use diesel::prelude::*;

/// A settling of an application's marks, as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = consensus_rounds)]
pub(in crate::reviews) struct RoundRow {
    pub(in crate::reviews) application_id: ApplicationId,
    pub(in crate::reviews) round: i32,
    pub(in crate::reviews) reason: Option<String>,
    pub(in crate::reviews) settled_by: AccountId,
    pub(in crate::reviews) settled_at: Instant,
    pub(in crate::reviews) reopened_by: Option<AccountId>,
    pub(in crate::reviews) reopened_at: Option<Instant>,
    pub(in crate::reviews) reopened_why: Option<String>,
}

/// A settled mark, as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = consensus_scores, treat_none_as_default_value = false)]
pub(in crate::reviews) struct SettledRow {
    pub(in crate::reviews) application_id: ApplicationId,
    pub(in crate::reviews) round: i32,
    pub(in crate::reviews) criterion_id: CriterionId,
    pub(in crate::reviews) median: i32,
    pub(in crate::reviews) agreed: i32,
}

/// Every settling of an application's marks, with the name of who settled them.
pub(in crate::reviews) fn named_rounds(
    conn: &mut Conn,
    application: ApplicationId,
) -> QueryResult<Vec<(RoundRow, String)>> {
    consensus_rounds::table
        .inner_join(accounts::table.on(accounts::id.eq(consensus_rounds::settled_by)))
        .filter(consensus_rounds::application_id.eq(application))
        .order(consensus_rounds::round)
        .select((consensus_rounds::all_columns, accounts::name))
        .load(conn)
}

/// The marks of every settling of an application.
pub(in crate::reviews) fn settled(
    conn: &mut Conn,
    application: ApplicationId,
) -> QueryResult<Vec<SettledRow>> {
    consensus_scores::table
        .filter(consensus_scores::application_id.eq(application))
        .order((consensus_scores::round, consensus_scores::criterion_id))
        .load(conn)
}

pub(in crate::reviews) fn insert_round(
    conn: &mut Conn,
    round: RoundRow,
    marks: Vec<SettledRow>,
) -> QueryResult<()> {
    diesel::insert_into(consensus_rounds::table)
        .values(round)
        .execute(conn)?;
    insert_all!(conn, consensus_scores::table, marks)
}

/// Opens the round that stands; it stays readable.
pub(in crate::reviews) fn reopen_round(
    conn: &mut Conn,
    application: ApplicationId,
    (by, now): (AccountId, Instant),
    why: Option<&str>,
) -> QueryResult<usize> {
    let standing = consensus_rounds::table
        .filter(consensus_rounds::application_id.eq(application))
        .filter(consensus_rounds::reopened_at.is_null());
    diesel::update(standing)
        .set((
            consensus_rounds::reopened_by.eq(by),
            consensus_rounds::reopened_at.eq(now),
            consensus_rounds::reopened_why.eq(why),
        ))
        .execute(conn)
}
