//! The append-only rows and their chain.

use crate::db::Conn;
use crate::db::column::{AnyId, JsonValue};
use crate::db::insert_all;
use crate::db::schema::{audit_head, audit_records};
use crate::db::tx::{Actor, Change};
use crate::kernel::digest::{canonical_json, sha256_hex};
use crate::kernel::id::{AccountId, PartnerId, RequestId};
use crate::kernel::time::Instant;
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Capacity};
use diesel::prelude::*;
use serde_json::json;

/// One record, as it lies in the table.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = audit_records, treat_none_as_default_value = false)]
pub(super) struct Row {
    pub(super) sequence: i64,
    pub(super) recorded_at: Instant,
    pub(super) actor_kind: String,
    pub(super) account_id: Option<AccountId>,
    pub(super) capacity: Capacity,
    pub(super) partner_id: Option<PartnerId>,
    pub(super) action: Action,
    pub(super) outcome: String,
    pub(super) matter_kind: MatterKind,
    pub(super) matter_id: Option<AnyId>,
    pub(super) request_id: RequestId,
    pub(super) ground: Option<String>,
    pub(super) before: Option<JsonValue>,
    pub(super) after: Option<JsonValue>,
    pub(super) previous_hash: String,
    pub(super) hash: String,
}

impl Row {
    /// The hash this record ought to have.
    pub(super) fn reckoned_hash(&self) -> String {
        let record = json!({
            "sequence": self.sequence,
            "recorded_at": self.recorded_at.to_fixed_text(),
            "actor_kind": self.actor_kind,
            "account": self.account_id,
            "capacity": self.capacity,
            "partner": self.partner_id,
            "action": self.action,
            "outcome": self.outcome,
            "matter_kind": self.matter_kind,
            "matter": self.matter_id.map(|id| id.0),
            "request": self.request_id,
            "ground": self.ground,
            "before": self.before,
            "after": self.after,
        });
        sha256_hex(format!("{}{}", self.previous_hash, canonical_json(&record)))
    }
}

/// Whether a change was made, or refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was made.
    Done,
    /// The rules refused it.
    Refused,
}

/// Appends records to the chain. The head's row is the lock: records are written one after another.
pub(crate) fn append(
    conn: &mut Conn,
    actor: Actor,
    now: Instant,
    request: RequestId,
    outcome: Outcome,
    changes: Vec<Change>,
) -> QueryResult<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let count = i64::try_from(changes.len()).unwrap_or(i64::MAX);
    let (last, mut hash): (i64, String) = diesel::update(audit_head::table.find(1))
        .set(audit_head::sequence.eq(audit_head::sequence + count))
        .returning((audit_head::sequence, audit_head::hash))
        .get_result(conn)?;
    let mut sequence = last - count;
    let mut rows = Vec::new();
    for change in changes {
        sequence += 1;
        let mut row = row_of(actor, now, request, outcome, change);
        row.sequence = sequence;
        row.previous_hash = hash;
        row.hash = row.reckoned_hash();
        hash = row.hash.clone();
        rows.push(row);
    }
    // The head takes the hash of the last of them: a trigger's work.
    insert_all!(conn, audit_records::table, rows)
}

fn row_of(actor: Actor, now: Instant, request: RequestId, outcome: Outcome, change: Change) -> Row {
    Row {
        sequence: 0,
        recorded_at: now,
        actor_kind: actor.kind().to_owned(),
        account_id: actor.account(),
        capacity: change.capacity,
        partner_id: change.partner,
        action: change.action,
        outcome: match outcome {
            Outcome::Done => "done".to_owned(),
            Outcome::Refused => "refused".to_owned(),
        },
        matter_kind: change.matter.kind(),
        matter_id: Some(AnyId(change.matter.id())),
        request_id: request,
        ground: change.ground,
        before: change.before.map(JsonValue),
        after: change.after.map(JsonValue),
        previous_hash: String::new(),
        hash: String::new(),
    }
}
