//! Calls as pages and API show them.

use super::model::{
    Approval, Call, CallMilestone, CallTheme, Criterion, Party, Pot, Question, Text,
};
use super::store::{self, QuestionColumns, Row};
use crate::case::Whole;
use crate::db::Conn;
use crate::db::schema::{
    accounts, call_approvals, call_criteria, call_milestones, call_partners, call_pots,
    call_questions, call_themes, calls, partners, rankings, themes,
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
use crate::rules::decide::{self, Reach};
use crate::rules::lifecycle::CallState;
use crate::rules::matter::MatterKind;
use crate::rules::visibility::{self, PUBLIC_CALLS, Sight};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

/// A call in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CallItem {
    pub id: CallId,
    pub code: String,
    pub title: String,
    pub summary: String,
    /// Where it stands; what is not released yet shows as `in_evaluation` to outsiders.
    pub state: CallState,
    pub deadline_at: Instant,
    pub zone: Zone,
    /// All its money.
    pub budget: Money,
}

/// Who sees a call, and all of it, before it is public: the one law for list and page.
fn is_seen(reach: &Reach, parties: &[PartnerId]) -> bool {
    match reach {
        Reach::Everywhere => true,
        // A draft has no parties yet: it concerns every partner.
        Reach::WhereTheyTakePart(own) => {
            !own.is_empty()
                && (parties.is_empty() || parties.iter().any(|party| own.contains(party)))
        }
    }
}

/// Calls, newest first: public ones for everyone, others for those who work on them.
///
/// # Errors
/// No answer from the database.
pub fn list(view: &mut View<'_>, after: Option<&str>) -> Result<Page<CallItem>> {
    let whole = view.case_of(Whole)?;
    let reach = decide::reach(whole.standing(), Sight::UnpublishedCall);
    let mut query = calls::table
        .order(calls::id.desc())
        .limit(PAGE_SIZE + 1)
        .into_boxed();
    if let Reach::WhereTheyTakePart(own) = &reach {
        let theirs = call_partners::table
            .filter(call_partners::partner_id.eq_any(own.clone()))
            .select(call_partners::call_id);
        let any = call_partners::table.select(call_partners::call_id);
        query = query.filter(calls::state.eq_any(PUBLIC_CALLS));
        if !own.is_empty() {
            query = query.or_filter(calls::id.eq_any(theirs).or(calls::id.ne_all(any)));
        }
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
    let parties: Vec<(CallId, PartnerId)> = call_partners::table
        .filter(call_partners::call_id.eq_any(&ids))
        .select((call_partners::call_id, call_partners::partner_id))
        .load(view.conn)?;
    Ok(page.map(|row| {
        let own = pots.iter().filter(|pot| pot.0 == row.id);
        let minor = own.map(|pot| pot.1).sum();
        let parties = parties.iter().filter(|party| party.0 == row.id);
        let parties: Vec<PartnerId> = parties.map(|party| party.1).collect();
        CallItem {
            id: row.id,
            code: row.code,
            title: row.title,
            summary: row.summary,
            state: if is_seen(&reach, &parties) {
                row.state
            } else {
                visibility::call_told_as(row.state)
            },
            deadline_at: row.deadline_at,
            zone: row.deadline_zone,
            budget: Money::from_minor(minor, row.currency),
        }
    }))
}

/// A call with its parts, whoever asks; for actions and other contexts.
///
/// # Errors
/// `NotFound` where there is none.
pub fn load(conn: &mut Conn, id: CallId) -> Result<Call> {
    let row = store::row(conn, id)?.ok_or(Error::NotFound(MatterKind::Call))?;
    let currency = row.currency;
    let pots = pots(conn, id, currency)?;
    let (parties, approvals) = parties(conn, &row)?;
    let text = text(conn, id)?;
    Ok(Call {
        digest: digest(&text.digest(&row), &pots, &parties),
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
        themes: text.themes,
        pots,
        parties,
        criteria: text.criteria,
        questions: text.questions,
        milestones: text.milestones,
        approvals,
        round: row.approval_round,
    })
}

/// What the boards approve: everything but the state. A theme may be renamed meanwhile.
pub(super) fn digest(text: &str, pots: &[Pot], parties: &[Party]) -> String {
    sha256_hex(canonical_json(&json!({
        "text": text, "pots": pots, "parties": parties,
    })))
}

/// The parts of a call's text.
pub(super) fn text(conn: &mut Conn, id: CallId) -> QueryResult<Text> {
    let themes: Vec<(ThemeId, String)> = call_themes::table
        .inner_join(themes::table)
        .filter(call_themes::call_id.eq(id))
        .order(themes::position)
        .select((themes::id, themes::name))
        .load(conn)?;
    let themes = themes.into_iter();
    Ok(Text {
        themes: themes.map(|(id, name)| CallTheme { id, name }).collect(),
        criteria: criteria(conn, id)?,
        questions: questions(conn, id)?,
        milestones: milestones(conn, id)?,
    })
}

/// The pots of a call.
///
/// # Errors
/// No answer from the database.
pub fn pots(conn: &mut Conn, call: CallId, currency: Currency) -> QueryResult<Vec<Pot>> {
    let rows: Vec<(PotId, Option<PartnerId>, Option<String>, i64)> = call_pots::table
        .left_join(partners::table)
        .filter(call_pots::call_id.eq(call))
        .order(call_pots::id)
        .select((
            call_pots::id,
            call_pots::partner_id,
            partners::code.nullable(),
            call_pots::amount_minor,
        ))
        .load(conn)?;
    let shape = |(id, partner, code, minor)| {
        let amount = Money::from_minor(minor, currency);
        Pot {
            id,
            partner,
            code,
            amount,
        }
    };
    Ok(rows.into_iter().map(shape).collect())
}

type Approved = (String, AccountId, Instant, String);

/// The parties of a call, in the order in which they joined the fund, and which of them have
/// approved it in this round, in the order in which they did.
pub(super) fn parties(conn: &mut Conn, row: &Row) -> QueryResult<(Vec<Party>, Vec<Approval>)> {
    let of_this_round = call_approvals::call_id
        .eq(call_partners::call_id)
        .and(call_approvals::partner_id.eq(call_partners::partner_id))
        .and(call_approvals::round.eq(row.approval_round));
    let rows: Vec<(PartnerId, String, String, i64, Option<Approved>)> = call_partners::table
        .inner_join(partners::table)
        .left_join(
            call_approvals::table
                .on(of_this_round)
                .inner_join(accounts::table),
        )
        .filter(call_partners::call_id.eq(row.id))
        .order(partners::id)
        .select((
            partners::id,
            partners::code,
            partners::name,
            call_partners::common_minor,
            (
                accounts::name,
                accounts::id,
                call_approvals::approved_at,
                call_approvals::digest,
            )
                .nullable(),
        ))
        .load(conn)?;
    let (mut parties, mut approvals) = (Vec::new(), Vec::new());
    for (partner, code, name, minor, approved) in rows {
        if let Some((by, account, approved_at, digest)) = approved {
            approvals.push(Approval {
                partner: code.clone(),
                partner_id: partner,
                by,
                account,
                approved_at,
                digest,
            });
        }
        parties.push(Party {
            partner,
            code,
            name,
            common: Money::from_minor(minor, row.currency),
        });
    }
    approvals.sort_by_key(|one| one.approved_at);
    Ok((parties, approvals))
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

/// Whether a call has a ranked list, be it one that was set aside.
///
/// # Errors
/// No answer from the database.
pub fn has_list(conn: &mut Conn, call: CallId) -> QueryResult<bool> {
    let own = rankings::table.filter(rankings::call_id.eq(call));
    diesel::select(diesel::dsl::exists(own)).get_result(conn)
}

/// Every call that is not given up, for those who appoint its reviewers and chairs.
///
/// # Errors
/// No answer from the database.
pub fn titles(view: &mut View<'_>) -> QueryResult<Vec<(CallId, String)>> {
    calls::table
        .filter(calls::state.ne(CallState::Cancelled))
        .order(calls::id.desc())
        .select((calls::id, calls::title))
        .load(view.conn)
}
