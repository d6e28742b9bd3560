//! The append-only rows and their chain.

use super::contents;
use crate::db::Conn;
use crate::db::column::{AnyId, JsonValue};
use crate::db::insert_all;
use crate::db::schema::{audit_head, audit_records};
use crate::db::tx::{Actor, Change};
use crate::error::{Error, Result};
use crate::kernel::digest::{canonical_json, sha256_hex};
use crate::kernel::id::{AccountId, PartnerId, RequestId};
use crate::kernel::time::Instant;
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Capacity, Matter};
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
    /// The digests of what its matter is made of, as it stood after the change, and in the last
    /// record of a unit of what changed with it; `None` of what was refused, and of what was
    /// recorded before there were digests.
    pub(super) content: Option<JsonValue>,
}

impl Row {
    /// The hash this record ought to have.
    pub(super) fn reckoned_hash(&self) -> String {
        let mut record = json!({
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
        // Of before there were digests, a record has none.
        if let (Some(content), Some(all)) = (&self.content, record.as_object_mut()) {
            all.insert("content".to_owned(), content.0.clone());
        }
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

impl Outcome {
    /// The word the table keeps.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Refused => "refused",
        }
    }
}

/// How many seconds the clock may be behind the last record: as far as the clocks of two servers
/// may be apart. A record written within them has the time of the one before it.
pub(super) const STEP: i64 = 10;

/// Appends records to the chain. The head's row is the lock: records are written one after another,
/// and none is dated before the one before it, whatever became of the clock.
///
/// # Errors
/// The clock, as it shows now, is further behind the last record than a step.
pub(crate) fn append(
    conn: &mut Conn,
    actor: Actor,
    (now, clock): (Instant, Instant),
    request: RequestId,
    outcome: Outcome,
    (changes, touched): (Vec<Change>, &[Matter]),
) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let count = i64::try_from(changes.len()).unwrap_or(i64::MAX);
    let (last, mut hash, latest): (i64, String, Instant) =
        diesel::update(audit_head::table.find(1))
            .set(audit_head::sequence.eq(audit_head::sequence + count))
            .returning((
                audit_head::sequence,
                audit_head::hash,
                audit_head::recorded_at,
            ))
            .get_result(conn)?;
    // That the clock was set back is the one thing written meanwhile.
    let is_of_the_clock = |change: &Change| change.action == Action::NoteClockJump;
    if !changes.iter().all(is_of_the_clock) {
        unless_behind(latest, clock)?;
    }
    let now = now.max(latest);
    // Behind the head's lock: nobody else changes meanwhile what is read.
    let digests = match outcome {
        Outcome::Done => {
            let own = changes.iter().map(|change| change.matter);
            let all = own.chain(touched.iter().copied());
            Some(contents::of(conn, all.map(contents::key))?.0)
        }
        Outcome::Refused => None,
    };
    let mut sequence = last - count;
    let mut rows = Vec::new();
    for change in changes {
        sequence += 1;
        // The last of them tells also of what changed with it.
        let only = (sequence < last).then_some(change.matter);
        let content = digests.as_ref().map(|all| contents::in_json(all, only));
        let mut row = row_of(actor, now, request, outcome, change);
        row.content = content.map(JsonValue);
        row.sequence = sequence;
        row.previous_hash = hash;
        row.hash = row.reckoned_hash();
        hash = row.hash.clone();
        rows.push(row);
    }
    // The head takes hash and time of the last of them: a trigger's work.
    Ok(insert_all!(conn, audit_records::table, rows)?)
}

/// Whether the clock is not further behind than a step.
pub(super) fn unless_behind(latest: Instant, clock: Instant) -> Result<()> {
    let behind = latest.seconds_since(clock);
    if behind <= STEP {
        return Ok(());
    }
    tracing::error!(
        behind,
        "the clock is behind the audit trail: nothing is written"
    );
    Err(Error::ClockBehind { behind })
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
        outcome: outcome.code().to_owned(),
        matter_kind: change.matter.kind(),
        matter_id: Some(AnyId(change.matter.id())),
        request_id: request,
        ground: change.ground,
        before: change.before.map(JsonValue),
        after: change.after.map(JsonValue),
        previous_hash: String::new(),
        hash: String::new(),
        content: None,
    }
}
