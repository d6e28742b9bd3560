//! Rows of the outbox, who they go to, and their lease.

use super::compose::compose;
use crate::db::Conn;
use crate::db::column::AnyId;
use crate::db::insert_all;
use crate::db::schema::{accounts, applications, joinings, letters, memberships, role_grants};
use crate::db::tx::Tidings;
use crate::error::Result;
use crate::kernel::id::{AccountId, LetterId, PartnerId};
use crate::kernel::time::Instant;
use crate::rules::Matter;
use crate::rules::capacity::Role;
use crate::rules::decide::Step;
use crate::rules::lifecycle::{AccountState, LetterState, RoleState, State};
use crate::rules::matter::MatterKind;
use crate::rules::notice::{self, LetterKind, Recipients};
use crate::standing::{LEAD, parties_to, partners_concerned};
use crate::words::{Say, Texts};
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use std::sync::Arc;

/// A letter as it lies in the outbox.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = letters, treat_none_as_default_value = false)]
pub struct Row {
    pub(super) id: LetterId,
    pub(super) kind: LetterKind,
    pub(super) account_id: Option<AccountId>,
    pub(super) recipient_email: String,
    pub(super) recipient_name: String,
    pub(super) language: String,
    pub(super) subject: String,
    pub(super) text_body: String,
    pub(super) html_body: String,
    pub(super) holds_secret: bool,
    pub(super) matter_kind: MatterKind,
    pub(super) matter_id: AnyId,
    pub(super) message_id: String,
    pub(super) state: LetterState,
    pub(super) attempts: i32,
    pub(super) next_try_at: Instant,
    pub(super) claimed_until: Option<Instant>,
    pub(super) last_error: Option<String>,
    pub(super) created_at: Instant,
    pub(super) sent_at: Option<Instant>,
    pub(super) repeats: i32,
}

/// Who a letter goes to, and the name of the fund it comes from.
#[derive(PartialEq, Eq, PartialOrd, Ord, Queryable, Selectable)]
#[diesel(table_name = accounts)]
struct Reader {
    id: AccountId,
    email: String,
    name: String,
    language: String,
    #[diesel(select_expression = name_of_fund())]
    #[diesel(select_expression_type = SqlLiteral<Nullable<Text>>)]
    fund: Option<String>,
}

/// Beside its readers, so that a letter takes no statement more.
fn name_of_fund() -> SqlLiteral<Nullable<Text>> {
    sql("(SELECT name FROM funds LIMIT 1)")
}

/// Writes the letters that follow from what was done.
pub(crate) fn queue(
    conn: &mut Conn,
    texts: &Arc<Texts>,
    public_url: &str,
    now: Instant,
    tidings: Vec<Tidings>,
) -> Result<()> {
    if tidings.is_empty() {
        return Ok(());
    }
    let mut rows = Vec::new();
    for tidings in tidings {
        for notice in notice::after(tidings.action) {
            for reader in readers(conn, notice.to, &tidings)? {
                let say = Say::new(texts.clone(), &reader.language);
                let (name, fund) = (&reader.name, reader.fund.as_deref());
                let fund = fund.unwrap_or("jointfund");
                let words = compose(&say, public_url, notice.letter, name, fund, &tidings)?;
                let id = LetterId::new();
                rows.push(Row {
                    id,
                    kind: notice.letter,
                    account_id: Some(reader.id),
                    recipient_email: reader.email,
                    recipient_name: reader.name,
                    language: reader.language,
                    subject: words.subject,
                    text_body: words.text,
                    html_body: words.html,
                    holds_secret: tidings.holds_secret,
                    matter_kind: tidings.matter.kind(),
                    matter_id: AnyId(tidings.matter.id()),
                    message_id: format!("<{id}@{}>", host_of(public_url)),
                    state: LetterState::FIRST,
                    attempts: 0,
                    next_try_at: now,
                    claimed_until: None,
                    last_error: None,
                    created_at: now,
                    sent_at: None,
                    repeats: 0,
                });
            }
        }
    }
    Ok(insert_all!(conn, letters::table, rows)?)
}

fn host_of(public_url: &str) -> &str {
    let rest = public_url
        .split_once("://")
        .map_or(public_url, |(_, rest)| rest);
    rest.split(['/', ':']).next().unwrap_or("localhost")
}

fn readers(conn: &mut Conn, to: Recipients, tidings: &Tidings) -> QueryResult<Vec<Reader>> {
    let found: Vec<Reader> = match to {
        Recipients::TheAccount | Recipients::TheReviewer => {
            return the_account(conn, tidings.account);
        }
        Recipients::TheApplicants => {
            let Some(application) = tidings.application() else {
                return Ok(Vec::new());
            };
            accounts::table
                .inner_join(memberships::table.on(memberships::account_id.eq(accounts::id)))
                .inner_join(
                    applications::table
                        .on(applications::organisation_id.eq(memberships::organisation_id)),
                )
                .filter(applications::id.eq(application))
                .filter(accounts::state.eq(AccountState::Active))
                .select(Reader::as_select())
                .load(conn)?
        }
        Recipients::TheLeads => return leads(conn, tidings.matter),
        Recipients::TheSecretariat => holders(conn, Role::Secretariat, None)?,
        Recipients::EveryBoard => {
            let parties = parties_to(conn, tidings.matter)?;
            holders(conn, Role::BoardMember, parties)?
        }
        Recipients::EveryApprover => {
            let parties = parties_to(conn, tidings.matter)?;
            holders(conn, Role::Approver, parties)?
        }
        Recipients::ProgrammeOfficersConcerned => {
            let Some(application) = tidings.application() else {
                return Ok(Vec::new());
            };
            let partners = partners_concerned(conn, application)?;
            holders(conn, Role::ProgrammeOfficer, Some(partners))?
        }
        Recipients::PayersOfficers => holders_of(conn, Role::PaymentOfficer, tidings.partner)?,
        Recipients::OtherMoneyOfficers => money_officers_beside(conn, tidings)?,
        Recipients::OtherAdministrators => {
            holders_but(conn, Role::PartnerAdministrator, tidings.partner)?
        }
        Recipients::OtherFinanceOfficers => {
            holders_but(conn, Role::FinanceOfficer, tidings.partner)?
        }
        Recipients::OwnFinanceOfficers => holders_of(conn, Role::FinanceOfficer, tidings.partner)?,
        Recipients::EveryAdministrator => {
            let mut all = holders(conn, Role::PartnerAdministrator, None)?;
            all.extend(holders(conn, Role::SystemAdministrator, None)?);
            all
        }
    };
    Ok(once_each(found))
}

/// The finance and payment officers of the parties to the call, but for those of the partner that
/// the tidings are about, and whoever they are of.
fn money_officers_beside(conn: &mut Conn, tidings: &Tidings) -> QueryResult<Vec<Reader>> {
    let parties = parties_to(conn, tidings.matter)?.unwrap_or_default();
    let others = parties
        .into_iter()
        .filter(|one| Some(*one) != tidings.partner);
    let others: Vec<PartnerId> = others.collect();
    let mut all = holders(conn, Role::FinanceOfficer, Some(others.clone()))?;
    all.extend(holders(conn, Role::PaymentOfficer, Some(others))?);
    all.retain(|reader| Some(reader.id) != tidings.account);
    Ok(all)
}

/// The leads of the organisation that a person asks to join.
fn leads(conn: &mut Conn, matter: Matter) -> QueryResult<Vec<Reader>> {
    let Matter::Joining(joining) = matter else {
        return Ok(Vec::new());
    };
    accounts::table
        .inner_join(memberships::table.on(memberships::account_id.eq(accounts::id)))
        .inner_join(joinings::table.on(joinings::organisation_id.eq(memberships::organisation_id)))
        .filter(joinings::id.eq(joining))
        .filter(memberships::role.eq(LEAD))
        .filter(accounts::state.eq(AccountState::Active))
        .select(Reader::as_select())
        .load(conn)
}

/// The one account: who is shut out gets no letters, who has not begun yet gets the link to begin.
fn the_account(conn: &mut Conn, account: Option<AccountId>) -> QueryResult<Vec<Reader>> {
    let Some(account) = account else {
        return Ok(Vec::new());
    };
    accounts::table
        .find(account)
        .filter(accounts::state.ne(AccountState::Suspended))
        .select(Reader::as_select())
        .load(conn)
}

fn once_each(mut readers: Vec<Reader>) -> Vec<Reader> {
    readers.sort();
    readers.dedup_by(|one, other| one.id == other.id);
    readers
}

fn holders(
    conn: &mut Conn,
    role: Role,
    partners: Option<Vec<PartnerId>>,
) -> QueryResult<Vec<Reader>> {
    let mut all = holders_with_partner(conn, role)?;
    if let Some(partners) = partners {
        all.retain(|(_, partner)| partner.is_some_and(|partner| partners.contains(&partner)));
    }
    Ok(all.into_iter().map(|(reader, _)| reader).collect())
}

/// Those of one partner.
fn holders_of(conn: &mut Conn, role: Role, partner: Option<PartnerId>) -> QueryResult<Vec<Reader>> {
    holders(conn, role, Some(partner.into_iter().collect()))
}

/// Those of every partner but one.
fn holders_but(
    conn: &mut Conn,
    role: Role,
    partner: Option<PartnerId>,
) -> QueryResult<Vec<Reader>> {
    let mut all = holders_with_partner(conn, role)?;
    all.retain(|(_, own)| *own != partner);
    Ok(all.into_iter().map(|(reader, _)| reader).collect())
}

fn holders_with_partner(
    conn: &mut Conn,
    role: Role,
) -> QueryResult<Vec<(Reader, Option<PartnerId>)>> {
    accounts::table
        .inner_join(role_grants::table.on(role_grants::account_id.eq(accounts::id)))
        .filter(role_grants::role.eq(role))
        .filter(role_grants::state.eq(RoleState::Active))
        .filter(accounts::state.eq(AccountState::Active))
        .select((Reader::as_select(), role_grants::partner_id))
        .load(conn)
}

/// Letters that are due and that nobody holds.
pub(super) fn due(conn: &mut Conn, now: Instant, most: i64) -> QueryResult<Vec<LetterId>> {
    letters::table
        .filter(letters::state.eq(LetterState::Waiting))
        .filter(letters::next_try_at.le(now))
        .filter(
            letters::claimed_until
                .is_null()
                .or(letters::claimed_until.lt(now)),
        )
        .order(letters::next_try_at)
        .limit(most)
        .select(letters::id)
        .load(conn)
}

/// Takes the lease of a letter; `None` where another worker was faster. Whoever had it before and
/// did not give it back may have sent it: that is counted.
pub(super) fn claim(
    conn: &mut Conn,
    id: LetterId,
    now: Instant,
    until: Instant,
) -> QueryResult<Option<Row>> {
    let taken = diesel::update(
        letters::table
            .find(id)
            .filter(letters::state.eq(LetterState::Waiting))
            .filter(
                letters::claimed_until
                    .is_null()
                    .or(letters::claimed_until.lt(now)),
            ),
    )
    .set((
        letters::claimed_until.eq(until),
        letters::attempts.eq(letters::attempts + 1),
        letters::repeats.eq(sql(
            "repeats + CASE WHEN claimed_until IS NULL THEN 0 ELSE 1 END",
        )),
    ))
    .execute(conn)?;
    if taken == 0 {
        return Ok(None);
    }
    letters::table.find(id).first(conn).optional()
}

/// Holds a letter that was taken up until this moment.
pub(super) fn hold(conn: &mut Conn, id: LetterId, until: Instant) -> QueryResult<usize> {
    diesel::update(letters::table.find(id))
        .set(letters::claimed_until.eq(until))
        .execute(conn)
}

/// Writes a letter's step.
pub(super) fn step(conn: &mut Conn, id: LetterId, step: &Step<LetterState>) -> QueryResult<usize> {
    diesel::update(
        letters::table
            .find(id)
            .filter(letters::state.eq(step.from())),
    )
    .set(letters::state.eq(step.to()))
    .execute(conn)
}

pub(super) fn row(conn: &mut Conn, id: LetterId) -> QueryResult<Option<Row>> {
    letters::table.find(id).first(conn).optional()
}

/// A letter's row, locked until the unit ends.
pub(super) fn lock(conn: &mut Conn, id: LetterId) -> QueryResult<Option<Row>> {
    diesel::update(letters::table.find(id))
        .set(letters::attempts.eq(letters::attempts))
        .returning(letters::all_columns)
        .get_result(conn)
        .optional()
}

/// Notes that a letter was sent, and forgets what it held in confidence.
pub(super) fn note_sent(
    conn: &mut Conn,
    row: &Row,
    now: Instant,
    keep_words: bool,
) -> QueryResult<usize> {
    let gone = row.holds_secret && !keep_words;
    let (text, html) = if gone {
        (String::new(), String::new())
    } else {
        (row.text_body.clone(), row.html_body.clone())
    };
    diesel::update(letters::table.find(row.id))
        .set((
            letters::sent_at.eq(now),
            letters::claimed_until.eq(None::<Instant>),
            letters::last_error.eq(None::<String>),
            letters::text_body.eq(text),
            letters::html_body.eq(html),
        ))
        .execute(conn)
}

/// Notes a failed attempt and when to try again.
pub(super) fn mark_delayed(
    conn: &mut Conn,
    id: LetterId,
    error: &str,
    next: Instant,
) -> QueryResult<usize> {
    diesel::update(letters::table.find(id))
        .set((
            letters::claimed_until.eq(None::<Instant>),
            letters::last_error.eq(error),
            letters::next_try_at.eq(next),
        ))
        .execute(conn)
}

/// Nobody holds the letter any more; what was said of it is as given, and it is due now.
pub(super) fn note_back(
    conn: &mut Conn,
    id: LetterId,
    now: Instant,
    error: Option<&str>,
) -> QueryResult<usize> {
    diesel::update(letters::table.find(id))
        .set((
            letters::claimed_until.eq(None::<Instant>),
            letters::last_error.eq(error),
            letters::next_try_at.eq(now),
        ))
        .execute(conn)
}
