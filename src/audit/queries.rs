//! The history of a matter.

use crate::db::Conn;
use crate::db::column::{AnyId, JsonValue};
use crate::db::lock_rows;
use crate::db::schema::{accounts, audit_head, audit_records, bank_claims, partners, role_grants};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, BankClaimId, PartnerId, RoleGrantId};
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::kernel::time::Instant;
use crate::rules::awaited::kept_reminders;
use crate::rules::lifecycle::ApplicationState;
use crate::rules::matter::MatterKind;
use crate::rules::visibility::{Sight, needed_for_details, needed_to_be_told, tells_who_reviews};
use crate::rules::{Action, Capacity, Matter, Role, Standing, decide, separation};
use crate::standing;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use serde::Serialize;

/// One thing that was done, or refused.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct HistoryItem {
    /// Its number in the trail, for those who see all of it: to others it would tell how much was
    /// done of what they do not see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence: Option<i64>,
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

impl HistoryItem {
    /// Who did it and when, without how it was and became.
    fn in_brief(self) -> Self {
        Self {
            before: None,
            after: None,
            ..self
        }
    }
}

/// The number and the hash of the last record.
///
/// # Errors
/// No answer from the database.
pub fn head(conn: &mut Conn) -> QueryResult<(i64, String)> {
    audit_head::table
        .find(1)
        .select((audit_head::sequence, audit_head::hash))
        .first(conn)
}

/// Locks the head of the trail until the unit ends, as whoever writes to the trail does.
///
/// # Errors
/// No answer from the database.
pub fn lock(conn: &mut Conn) -> QueryResult<()> {
    lock_rows!(conn, audit_head, [1])
}

/// The hashes of the records of these numbers, by number.
///
/// # Errors
/// No answer from the database.
pub fn hashes_at(conn: &mut Conn, numbers: &[i64]) -> QueryResult<Vec<(i64, String)>> {
    audit_records::table
        .filter(audit_records::sequence.eq_any(numbers.to_vec()))
        .select((audit_records::sequence, audit_records::hash))
        .load(conn)
}

/// What a history tells of a record: not the digests it keeps, of which there may be thousands.
#[derive(Queryable, Selectable)]
#[diesel(table_name = audit_records)]
struct Told {
    sequence: i64,
    recorded_at: Instant,
    actor_kind: String,
    capacity: Capacity,
    action: Action,
    outcome: String,
    matter_kind: MatterKind,
    ground: Option<String>,
    before: Option<JsonValue>,
    after: Option<JsonValue>,
    hash: String,
}

/// Who changed a matter last, and their name for a reader who may know that it was they.
///
/// # Errors
/// No answer from the database.
pub fn last_changed_by(
    view: &mut View<'_>,
    matter: Matter,
) -> QueryResult<Option<(Option<AccountId>, Option<String>)>> {
    let last: Option<(Option<AccountId>, Option<String>, Action, Capacity)> = audit_records::table
        .left_join(accounts::table)
        .filter(audit_records::matter_kind.eq(matter.kind()))
        .filter(audit_records::matter_id.eq(AnyId(matter.id())))
        .filter(audit_records::outcome.eq("done"))
        .order(audit_records::sequence.desc())
        .select((
            audit_records::account_id,
            accounts::name.nullable(),
            audit_records::action,
            audit_records::capacity,
        ))
        .first(view.conn)
        .optional()?;
    let Some((account, name, action, capacity)) = last else {
        return Ok(None);
    };
    let standing = view.standing_to(matter)?;
    let sees = |sight: Sight| decide::sees(&standing, sight);
    let is_told = needed_to_be_told(action).is_none_or(sees)
        && (sees(Sight::Assignments) || !tells_who_reviews(action, capacity));
    Ok(Some((account, name.filter(|_| is_told))))
}

/// What the history of a matter is made of: of a person, what befell their roles too; of a payout,
/// what was claimed of the bank's answers.
fn told_of(view: &mut View<'_>, matter: Matter) -> Result<(Vec<MatterKind>, Vec<AnyId>)> {
    let (mut kinds, mut ids) = (vec![matter.kind()], vec![AnyId(matter.id())]);
    if let Matter::Account(person) = matter {
        // Roles in an application from which the reader stands aside are not told, but their own.
        let barred = match view.actor().account() == Some(person) {
            true => Vec::new(),
            false => {
                let ground = view.ground()?;
                standing::barred_from(view.conn, &ground)?
            }
        };
        let is_told = role_grants::application_id.assume_not_null().ne_all(barred);
        let grants: Vec<RoleGrantId> = role_grants::table
            .filter(role_grants::account_id.eq(person))
            .filter(role_grants::application_id.is_null().or(is_told))
            .select(role_grants::id)
            .load(view.conn)?;
        kinds.push(MatterKind::RoleGrant);
        ids.extend(grants.into_iter().map(|id| AnyId(id.uuid())));
    }
    if let Matter::Payout(payout) = matter {
        let claims: Vec<BankClaimId> = bank_claims::table
            .filter(bank_claims::payout_id.eq(payout))
            .select(bank_claims::id)
            .load(view.conn)?;
        kinds.push(MatterKind::BankClaim);
        ids.extend(claims.into_iter().map(|id| AnyId(id.uuid())));
    }
    Ok((kinds, ids))
}

/// Whether one reads what befell a role: whoever reads its holder's account, those who give this
/// role for its partner, and, where another partner confirms it, those who may confirm.
fn reads_grant(conn: &mut Conn, standing: &Standing, id: RoleGrantId) -> QueryResult<bool> {
    let found: Option<(Role, Option<PartnerId>)> = role_grants::table
        .find(id)
        .select((role_grants::role, role_grants::partner_id))
        .first(conn)
        .optional()?;
    let Some((role, partner)) = found else {
        return Ok(false);
    };
    let waits = separation::CONFIRMED_BY_ANOTHER_PARTNER.contains(&role);
    let mut held = standing.held().iter();
    let is_theirs = held.any(|held| {
        separation::gives(*held, role, partner)
            || (waits && held.capacity == Capacity::PartnerAdministrator)
    });
    Ok(is_theirs || decide::sees(standing, Sight::AccountHistory))
}

/// The standing of one who may read the history of a matter.
fn readers_standing(view: &mut View<'_>, matter: Matter) -> Result<Standing> {
    let (standing, exists) = view.look_at(matter)?;
    let may_read = match matter {
        Matter::Account(_) => decide::sees(&standing, Sight::AccountHistory),
        Matter::RoleGrant(id) => reads_grant(view.conn, &standing, id)?,
        _ => exists && decide::sees(&standing, Sight::History),
    };
    if may_read {
        Ok(standing)
    } else {
        Err(Error::NotFound(matter.kind()))
    }
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
    let standing = readers_standing(view, matter)?;
    let sees = |sight: Sight| decide::sees(&standing, sight);
    let told = |action: &&Action| needed_to_be_told(**action).is_none_or(sees);
    let told: Vec<Action> = Action::ALL.iter().filter(told).copied().collect();
    let is_done = audit_records::outcome.eq("done");
    let is_own = audit_records::account_id.is_not_null().and(
        audit_records::account_id
            .assume_not_null()
            .eq(view.actor().person()?),
    );
    let sees_refusals = sees(Sight::RefusedAttempts);
    // What a reminder is of stands as its ground.
    let reminds = audit_records::ground.assume_not_null();
    let may_be_told = audit_records::action
        .ne(Action::RemindOfTask)
        .or(reminds.ne_all(kept_reminders(sees)));
    let (kinds, ids) = told_of(view, matter)?;
    let below = number_of(view.conn, (&kinds, &ids), after)?;
    let rows: Vec<(Told, Option<String>, Option<String>)> = audit_records::table
        .left_join(accounts::table)
        .left_join(partners::table)
        .filter(audit_records::matter_kind.eq_any(kinds))
        .filter(audit_records::matter_id.eq_any(ids))
        .filter(audit_records::sequence.lt(below))
        .filter(audit_records::action.eq_any(told))
        .filter(may_be_told)
        .filter(is_done.or(is_own).or(sees_refusals.into_sql::<Bool>()))
        .order(audit_records::sequence.desc())
        .limit(PAGE_SIZE + 1)
        .select((
            Told::as_select(),
            accounts::name.nullable(),
            partners::name.nullable(),
        ))
        .load(view.conn)?;
    // Of what is not there nothing was ever recorded.
    if rows.is_empty() {
        return Err(Error::NotFound(matter.kind()));
    }
    let sees_trail = sees(Sight::Trail);
    let item = |(row, actor, partner): (Told, _, _)| {
        let is_whole = needed_for_details(row.action).is_none_or(sees);
        let number = sees_trail.then_some(row.sequence);
        let item = HistoryItem {
            sequence: number,
            ..item(row, actor, partner, &standing)
        };
        if is_whole { item } else { item.in_brief() }
    };
    Ok(Page::cut(rows, |row| row.0.hash.clone()).map(item))
}

/// The number of the record of these matters after which a list goes on. The cursor is its hash,
/// which tells nobody how many there are.
fn number_of(
    conn: &mut Conn,
    (kinds, ids): (&[MatterKind], &[AnyId]),
    after: Option<&str>,
) -> QueryResult<i64> {
    let Some(hash) = after.and_then(key_of) else {
        return Ok(i64::MAX);
    };
    let found: Option<i64> = audit_records::table
        .filter(audit_records::matter_kind.eq_any(kinds))
        .filter(audit_records::matter_id.eq_any(ids))
        .filter(audit_records::hash.eq(hash))
        .select(audit_records::sequence)
        .first(conn)
        .optional()?;
    Ok(found.unwrap_or(i64::MAX))
}

/// A record as one of this standing to its matter is told it: who reviews is said to those alone
/// who see it, and so is where an application stood before the release.
fn item(
    row: Told,
    actor: Option<String>,
    partner: Option<String>,
    standing: &Standing,
) -> HistoryItem {
    let sees_reviewers = decide::sees(standing, Sight::Assignments);
    let told = |words: Option<JsonValue>| match row.matter_kind {
        MatterKind::Application => words.map(|words| as_told(standing, words)),
        _ => words,
    };
    HistoryItem {
        sequence: None,
        recorded_at: row.recorded_at,
        actor: if !sees_reviewers && tells_who_reviews(row.action, row.capacity) {
            row.capacity.to_string()
        } else {
            actor.unwrap_or(row.actor_kind)
        },
        capacity: row.capacity,
        partner,
        action: row.action,
        outcome: row.outcome,
        ground: row.ground,
        before: told(row.before),
        after: told(row.after),
        hash: row.hash,
    }
}

/// What a record says of an application, as its page says where that stands.
fn as_told(standing: &Standing, mut words: JsonValue) -> JsonValue {
    if let Some(state) = words.0.get_mut("state") {
        let known: Option<ApplicationState> = state.as_str().and_then(|code| code.parse().ok());
        if let Some(known) = known {
            *state = decide::told_state(standing, known).code().into();
        }
    }
    words
}
