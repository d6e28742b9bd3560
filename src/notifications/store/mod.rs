//! Rows of the outbox and their lease.

mod readers;

use self::readers::readers;
use crate::db::Conn;
use crate::db::column::AnyId;
use crate::db::insert_all;
use crate::db::schema::letters;
use crate::db::tx::Tidings;
use crate::error::Result;
use crate::kernel::address;
use crate::kernel::id::{AccountId, LetterId};
use crate::kernel::time::Instant;
use crate::notifications::compose::compose;
use crate::rules::decide::Step;
use crate::rules::lifecycle::{LetterState, State};
use crate::rules::matter::MatterKind;
use crate::rules::notice::LetterKind;
use crate::words::{Say, Texts};
use diesel::dsl::sql;
use diesel::prelude::*;
use std::sync::Arc;

/// A letter as it lies in the outbox.
#[derive(Debug, Clone, Queryable, Insertable)]
#[diesel(table_name = letters, treat_none_as_default_value = false)]
pub struct Row {
    pub(in crate::notifications) id: LetterId,
    pub(in crate::notifications) kind: LetterKind,
    pub(in crate::notifications) account_id: Option<AccountId>,
    pub(in crate::notifications) recipient_email: String,
    pub(in crate::notifications) recipient_name: String,
    pub(in crate::notifications) language: String,
    pub(in crate::notifications) subject: String,
    pub(in crate::notifications) text_body: String,
    pub(in crate::notifications) html_body: String,
    pub(in crate::notifications) holds_secret: bool,
    pub(in crate::notifications) matter_kind: MatterKind,
    pub(in crate::notifications) matter_id: AnyId,
    pub(in crate::notifications) message_id: String,
    pub(in crate::notifications) state: LetterState,
    pub(in crate::notifications) attempts: i32,
    pub(in crate::notifications) next_try_at: Instant,
    pub(in crate::notifications) claimed_until: Option<Instant>,
    pub(in crate::notifications) last_error: Option<String>,
    pub(in crate::notifications) created_at: Instant,
    pub(in crate::notifications) sent_at: Option<Instant>,
    pub(in crate::notifications) repeats: i32,
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
        for notice in tidings.letters() {
            for mut reader in readers(conn, notice.to, &tidings)? {
                if let Some(other) = &tidings.address {
                    reader.name = address::shown(other);
                    reader.email = other.clone();
                }
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

/// Letters that are due and that nobody holds.
pub(in crate::notifications) fn due(
    conn: &mut Conn,
    now: Instant,
    most: i64,
) -> QueryResult<Vec<LetterId>> {
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
pub(in crate::notifications) fn claim(
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
pub(in crate::notifications) fn hold(
    conn: &mut Conn,
    id: LetterId,
    until: Instant,
) -> QueryResult<usize> {
    diesel::update(letters::table.find(id))
        .set(letters::claimed_until.eq(until))
        .execute(conn)
}

/// Writes a letter's step.
pub(in crate::notifications) fn step(
    conn: &mut Conn,
    id: LetterId,
    step: &Step<LetterState>,
) -> QueryResult<usize> {
    diesel::update(
        letters::table
            .find(id)
            .filter(letters::state.eq(step.from())),
    )
    .set(letters::state.eq(step.to()))
    .execute(conn)
}

pub(in crate::notifications) fn row(conn: &mut Conn, id: LetterId) -> QueryResult<Option<Row>> {
    letters::table.find(id).first(conn).optional()
}

/// A letter's row, locked until the unit ends.
pub(in crate::notifications) fn lock(conn: &mut Conn, id: LetterId) -> QueryResult<Option<Row>> {
    diesel::update(letters::table.find(id))
        .set(letters::attempts.eq(letters::attempts))
        .returning(letters::all_columns)
        .get_result(conn)
        .optional()
}

/// Notes that a letter was sent, and forgets what it held in confidence.
pub(in crate::notifications) fn note_sent(
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
pub(in crate::notifications) fn mark_delayed(
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
pub(in crate::notifications) fn note_back(
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
