//! The history of a matter.

use super::store::Row;
use crate::db::Conn;
use crate::db::column::{AnyId, JsonValue};
use crate::db::schema::{accounts, audit_records, partners, role_grants};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, RoleGrantId};
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::kernel::time::Instant;
use crate::rules::matter::MatterKind;
use crate::rules::visibility::Sight;
use crate::rules::{Action, Capacity, Matter, decide};
use diesel::prelude::*;
use serde::Serialize;

/// One thing that was done, or refused.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct HistoryItem {
    /// Its number in the trail.
    pub sequence: i64,
    /// When.
    pub recorded_at: Instant,
    /// Who: a person's name, or the word for the calendar, the operator or a visitor.
    pub actor: String,
    /// In what capacity.
    pub capacity: Capacity,
    /// For which partner.
    pub partner: Option<String>,
    /// What.
    pub action: Action,
    /// `done` or `refused`.
    pub outcome: String,
    /// On what ground.
    pub ground: Option<String>,
    /// How it was.
    pub before: Option<JsonValue>,
    /// How it became.
    pub after: Option<JsonValue>,
    /// The record's hash.
    pub hash: String,
}

/// Who changed a matter last, and their name.
///
/// # Errors
/// No answer from the database.
pub fn last_changed_by(
    conn: &mut Conn,
    matter: Matter,
) -> QueryResult<Option<(Option<AccountId>, Option<String>)>> {
    audit_records::table
        .left_join(accounts::table)
        .filter(audit_records::matter_kind.eq(matter.kind()))
        .filter(audit_records::matter_id.eq(AnyId(matter.id())))
        .filter(audit_records::outcome.eq("done"))
        .order(audit_records::sequence.desc())
        .select((audit_records::account_id, accounts::name.nullable()))
        .first(conn)
        .optional()
}

/// What the history of a matter is made of: of a person, what befell their roles too.
fn told_of(conn: &mut Conn, matter: Matter) -> QueryResult<(Vec<MatterKind>, Vec<AnyId>)> {
    let (mut kinds, mut ids) = (vec![matter.kind()], vec![AnyId(matter.id())]);
    if let Matter::Account(person) = matter {
        let grants: Vec<RoleGrantId> = role_grants::table
            .filter(role_grants::account_id.eq(person))
            .select(role_grants::id)
            .load(conn)?;
        kinds.push(MatterKind::RoleGrant);
        ids.extend(grants.into_iter().map(|id| AnyId(id.uuid())));
    }
    Ok((kinds, ids))
}

/// The history of a matter, newest first, for those who may see it.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn history(
    view: &mut View<'_>,
    matter: Matter,
    after: Option<&str>,
) -> Result<Page<HistoryItem>> {
    let standing = view.standing_to(matter)?;
    if !decide::sees(&standing, Sight::History) {
        return Err(Error::NotFound(matter.kind()));
    }
    let below: i64 = after
        .and_then(key_of)
        .and_then(|key| key.parse().ok())
        .unwrap_or(i64::MAX);
    let (kinds, ids) = told_of(view.conn, matter)?;
    let rows: Vec<(Row, Option<String>, Option<String>)> = audit_records::table
        .left_join(accounts::table)
        .left_join(partners::table)
        .filter(audit_records::matter_kind.eq_any(kinds))
        .filter(audit_records::matter_id.eq_any(ids))
        .filter(audit_records::sequence.lt(below))
        .order(audit_records::sequence.desc())
        .limit(PAGE_SIZE + 1)
        .select((
            audit_records::all_columns,
            accounts::name.nullable(),
            partners::name.nullable(),
        ))
        .load(view.conn)?;
    Ok(
        Page::cut(rows, |row| row.0.sequence.to_string()).map(|(row, actor, partner)| {
            HistoryItem {
                sequence: row.sequence,
                recorded_at: row.recorded_at,
                actor: actor.unwrap_or(row.actor_kind),
                capacity: row.capacity,
                partner,
                action: row.action,
                outcome: row.outcome,
                ground: row.ground,
                before: row.before,
                after: row.after,
                hash: row.hash,
            }
        }),
    )
}
