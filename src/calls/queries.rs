//! Calls as pages and API show them.

use super::model::{Approval, Call, CallMilestone, CallTheme, Criterion, Party, Pot, Question};
use super::store::{self, QuestionColumns, Row};
use crate::db::Conn;
use crate::db::schema::{
    accounts, call_approvals, call_criteria, call_milestones, call_partners, call_pots,
    call_questions, call_themes, calls, partners, themes,
};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::digest::{canonical_json, sha256_hex};
use crate::kernel::id::{
    AccountId, CallId, CallMilestoneId, CriterionId, PartnerId, PotId, ThemeId,
};
use crate::kernel::money::{Currency, Money};
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::kernel::time::{Instant, Zone};
use crate::rules::lifecycle::CallState;
use crate::rules::matter::MatterKind;
use crate::rules::visibility::Sight;
use crate::rules::{Matter, decide};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

/// States in which a call is everyone's to read.
const PUBLIC: [CallState; 7] = [
    CallState::Published,
    CallState::Open,
    CallState::Closed,
    CallState::InEvaluation,
    CallState::Ranked,
    CallState::Decided,
    CallState::Awarding,
];

/// A call in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CallItem {
    /// Its identifier.
    pub id: CallId,
    /// Its code.
    pub code: String,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub summary: String,
    /// Where it stands; what is not released yet shows as `in_evaluation` to outsiders.
    pub state: CallState,
    /// The deadline.
    pub deadline_at: Instant,
    /// The deadline's zone.
    pub zone: Zone,
    /// All its money.
    pub budget: Money,
}

/// Calls, newest first: public ones for everyone, all for those who work on them.
///
/// # Errors
/// No answer from the database.
pub fn list(view: &mut View<'_>, after: Option<&str>) -> Result<Page<CallItem>> {
    let standing = view.standing_to(Matter::Fund)?;
    let sees_all = decide::sees(&standing, Sight::UnpublishedCall);
    let mut query = calls::table
        .order(calls::id.desc())
        .limit(PAGE_SIZE + 1)
        .into_boxed();
    if !sees_all {
        query = query.filter(calls::state.eq_any(PUBLIC));
    }
    if let Some(id) = after.and_then(key_of).and_then(|key| key.parse().ok()) {
        query = query.filter(calls::id.lt(CallId::from_uuid(id)));
    }
    let page = Page::cut(query.load::<Row>(view.conn)?, |row| row.id.to_string());
    let ids: Vec<CallId> = page.items.iter().map(|row| row.id).collect();
    let pots: Vec<(CallId, i64)> = call_pots::table
        .filter(call_pots::call_id.eq_any(&ids))
        .select((call_pots::call_id, call_pots::amount_minor))
        .load(view.conn)?;
    Ok(page.map(|row| {
        let minor = pots
            .iter()
            .filter(|pot| pot.0 == row.id)
            .map(|pot| pot.1)
            .sum();
        CallItem {
            id: row.id,
            code: row.code,
            title: row.title,
            summary: row.summary,
            state: if sees_all {
                row.state
            } else {
                shown(row.state)
            },
            deadline_at: row.deadline_at,
            zone: row.deadline_zone,
            budget: Money::from_minor(minor, row.currency),
        }
    }))
}

/// What outsiders see of a state: a frozen list and a decision are not known before their release.
fn shown(state: CallState) -> CallState {
    match state {
        CallState::Ranked | CallState::Decided => CallState::InEvaluation,
        other => other,
    }
}

/// A call: a public one for everyone, any for those who work on it.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn page(view: &mut View<'_>, id: CallId) -> Result<Call> {
    let mut call = load(view.conn, id)?;
    let standing = view.standing_to(Matter::Call(id))?;
    if decide::sees(&standing, Sight::UnpublishedCall) {
        return Ok(call);
    }
    if !PUBLIC.contains(&call.state) {
        return Err(Error::NotFound(MatterKind::Call));
    }
    call.state = shown(call.state);
    call.approvals.clear();
    Ok(call)
}

/// A call with its parts, whoever asks; for actions and other contexts.
///
/// # Errors
/// `NotFound` where there is none.
pub fn load(conn: &mut Conn, id: CallId) -> Result<Call> {
    let row = store::row(conn, id)?.ok_or(Error::NotFound(MatterKind::Call))?;
    let currency = row.currency;
    let themes: Vec<(ThemeId, String)> = call_themes::table
        .inner_join(themes::table)
        .filter(call_themes::call_id.eq(id))
        .order(themes::position)
        .select((themes::id, themes::name))
        .load(conn)?;
    let pots: Vec<(PotId, Option<PartnerId>, Option<String>, i64)> = call_pots::table
        .left_join(partners::table)
        .filter(call_pots::call_id.eq(id))
        .order(call_pots::id)
        .select((
            call_pots::id,
            call_pots::partner_id,
            partners::code.nullable(),
            call_pots::amount_minor,
        ))
        .load(conn)?;
    let mut call = Call {
        id,
        code: row.code,
        title: row.title,
        summary: row.summary,
        terms: row.terms,
        opens_local: row.opens_local,
        opens_at: row.opens_at,
        deadline_local: row.deadline_local,
        zone: row.deadline_zone,
        deadline_at: row.deadline_at,
        currency,
        funding_rate: row.funding_rate,
        max_grant: Money::from_minor(row.max_grant_minor, currency),
        min_reviews: row.min_reviews,
        total_threshold: row.total_threshold,
        advance_rate: row.advance_rate,
        retention_rate: row.retention_rate,
        gap_mode: row.gap_mode,
        state: row.state,
        version: row.version,
        themes: themes
            .into_iter()
            .map(|(id, name)| CallTheme { id, name })
            .collect(),
        pots: pots
            .into_iter()
            .map(|(id, partner, code, minor)| Pot {
                id,
                partner,
                code,
                amount: Money::from_minor(minor, currency),
            })
            .collect(),
        parties: parties(conn, id, currency)?,
        criteria: criteria(conn, id)?,
        questions: questions(conn, id)?,
        milestones: milestones(conn, id)?,
        approvals: approvals(conn, id, row.approval_round)?,
        digest: String::new(),
        round: row.approval_round,
    };
    call.digest = digest(&call);
    Ok(call)
}

/// The digest of what board members approve: everything but the state.
fn digest(call: &Call) -> String {
    sha256_hex(canonical_json(&json!({
        "code": call.code, "title": call.title, "summary": call.summary, "terms": call.terms,
        "opens_at": call.opens_at, "deadline_at": call.deadline_at, "zone": call.zone,
        "currency": call.currency, "funding_rate": call.funding_rate, "max_grant": call.max_grant,
        "min_reviews": call.min_reviews, "total_threshold": call.total_threshold,
        "advance_rate": call.advance_rate, "retention_rate": call.retention_rate,
        "gap_mode": call.gap_mode, "themes": call.themes, "pots": call.pots,
        "parties": call.parties, "criteria": call.criteria, "questions": call.questions, "milestones": call.milestones,
    })))
}

/// The parties of a call, in the order in which they joined the fund.
fn parties(conn: &mut Conn, call: CallId, currency: Currency) -> QueryResult<Vec<Party>> {
    let rows: Vec<(PartnerId, String, String, i64)> = call_partners::table
        .inner_join(partners::table)
        .filter(call_partners::call_id.eq(call))
        .order(partners::id)
        .select((
            partners::id,
            partners::code,
            partners::name,
            call_partners::common_minor,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(partner, code, name, minor)| Party {
            partner,
            code,
            name,
            common: Money::from_minor(minor, currency),
        })
        .collect())
}

/// The criteria of a call, in their order.
///
/// # Errors
/// No answer from the database.
pub fn criteria(conn: &mut Conn, call: CallId) -> QueryResult<Vec<Criterion>> {
    let rows: Vec<(CriterionId, String, String, i32, i32)> = call_criteria::table
        .filter(call_criteria::call_id.eq(call))
        .order(call_criteria::position)
        .select((
            call_criteria::id,
            call_criteria::name,
            call_criteria::guidance,
            call_criteria::weight,
            call_criteria::threshold,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, name, guidance, weight, threshold)| Criterion {
            id,
            name,
            guidance,
            weight,
            threshold,
        })
        .collect())
}

fn questions(conn: &mut Conn, call: CallId) -> QueryResult<Vec<Question>> {
    let rows: Vec<QuestionColumns> = call_questions::table
        .filter(call_questions::call_id.eq(call))
        .order(call_questions::position)
        .select((
            call_questions::id,
            call_questions::prompt,
            call_questions::hint,
            call_questions::kind,
            call_questions::choices,
            call_questions::required,
            call_questions::max_chars,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(
            |(id, prompt, hint, kind, choices, required, max_chars)| Question {
                id,
                prompt,
                hint,
                kind,
                choices: serde_json::from_value(choices.0).unwrap_or_default(),
                required,
                max_chars,
            },
        )
        .collect())
}

fn milestones(conn: &mut Conn, call: CallId) -> QueryResult<Vec<CallMilestone>> {
    let rows: Vec<(CallMilestoneId, String, i32, i32)> = call_milestones::table
        .filter(call_milestones::call_id.eq(call))
        .order(call_milestones::position)
        .select((
            call_milestones::id,
            call_milestones::title,
            call_milestones::share,
            call_milestones::due_months,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, title, share, due_months)| CallMilestone {
            id,
            title,
            share,
            due_months,
        })
        .collect())
}

fn approvals(conn: &mut Conn, call: CallId, round: i32) -> QueryResult<Vec<Approval>> {
    let rows: Vec<(String, PartnerId, String, AccountId, Instant, String)> = call_approvals::table
        .inner_join(partners::table)
        .inner_join(accounts::table)
        .filter(call_approvals::call_id.eq(call))
        .filter(call_approvals::round.eq(round))
        .order(call_approvals::approved_at)
        .select((
            partners::code,
            partners::id,
            accounts::name,
            accounts::id,
            call_approvals::approved_at,
            call_approvals::digest,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(
            |(partner, partner_id, by, account, approved_at, digest)| Approval {
                partner,
                partner_id,
                by,
                account,
                approved_at,
                digest,
            },
        )
        .collect())
}

/// Calls in one state, for other contexts and for lists of what waits.
///
/// # Errors
/// No answer from the database.
pub fn in_state(conn: &mut Conn, state: CallState) -> QueryResult<Vec<(CallId, String)>> {
    calls::table
        .filter(calls::state.eq(state))
        .order(calls::deadline_at)
        .select((calls::id, calls::title))
        .load(conn)
}
