//! Letters in the outbox, and their failures; and the demo's mailbox.

use super::store::Row;
use crate::case::{Shown, Whole};
use crate::db::Conn;
use crate::db::schema::letters;
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::LetterId;
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::kernel::time::Instant;
use crate::rules::lifecycle::LetterState;
use crate::rules::matter::MatterKind;
use crate::rules::notice::LetterKind;
use crate::rules::visibility::Sight;
use diesel::prelude::*;
use serde::Serialize;

/// A letter without its text, which is its reader's alone.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct LetterItem {
    pub id: LetterId,
    pub kind: LetterKind,
    /// Its reader.
    pub recipient: String,
    pub subject: String,
    /// Where it is.
    pub state: LetterState,
    /// How often it was tried.
    pub attempts: i32,
    /// What one says to have seen who has it sent again: the attempts so far.
    pub version: i32,
    /// How often it may have left once more: a worker had it and broke off before it said so.
    pub repeats: i32,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// When it was written.
    pub created_at: Instant,
    /// When it left.
    pub sent_at: Option<Instant>,
}

impl From<Row> for LetterItem {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            kind: row.kind,
            recipient: row.recipient_email,
            subject: row.subject,
            state: row.state,
            attempts: row.attempts,
            version: row.attempts,
            repeats: row.repeats,
            last_error: row.last_error,
            created_at: row.created_at,
            sent_at: row.sent_at,
        }
    }
}

/// A whole letter, as the demo's mailbox shows it.
#[derive(Debug, Clone, Serialize)]
pub struct WholeLetter {
    /// What everyone who looks after letters sees.
    pub item: LetterItem,
    /// The plain part.
    pub text: String,
}

/// Letters, newest first, for those who look after them.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn list(view: &mut View<'_>, after: Option<&str>) -> Result<Page<LetterItem>> {
    shown(view, after).map(|page| page.map(|one| one.thing))
}

/// Letters, newest first, for those who look after them, and what they may do with each.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn shown(view: &mut View<'_>, after: Option<&str>) -> Result<Page<Shown<LetterItem>>> {
    if !view.case_of(Whole)?.sees(Sight::Letters) {
        return Err(Error::NotFound(MatterKind::Letter));
    }
    let page = page(view.conn, after)?;
    let mut items = Vec::new();
    for row in page.items {
        let offers = view.case_of(row.clone())?.offers();
        let thing = row.into();
        items.push(Shown { thing, offers });
    }
    let next = page.next;
    Ok(Page { items, next })
}

/// The demo's mailbox: every letter with its text. Only a server in demo mode offers it.
///
/// # Errors
/// No answer from the database.
pub fn mailbox(view: &mut View<'_>, after: Option<&str>) -> Result<Page<WholeLetter>> {
    page(view.conn, after).map(|page| {
        page.map(|row| WholeLetter {
            text: row.text_body.clone(),
            item: row.into(),
        })
    })
}

fn page(conn: &mut Conn, after: Option<&str>) -> Result<Page<Row>> {
    let mut letters = letters::table
        .order(letters::id.desc())
        .limit(PAGE_SIZE + 1)
        .into_boxed();
    if let Some(id) = after.and_then(key_of).and_then(|key| key.parse().ok()) {
        letters = letters.filter(letters::id.lt(LetterId::from_uuid(id)));
    }
    Ok(Page::cut(letters.load::<Row>(conn)?, |row| {
        row.id.to_string()
    }))
}

/// How many letters were given up.
///
/// # Errors
/// No answer from the database.
pub fn failures(conn: &mut Conn) -> QueryResult<i64> {
    letters::table
        .filter(letters::state.eq(LetterState::Failed))
        .count()
        .get_result(conn)
}
