//! Anchors as pages and API show them, to those who read them.

use super::anchor::Anchor;
use super::heads::ToSign;
use super::keys;
use super::store::{self, Row};
use crate::case::{Case, Offers, Shown, Whole};
use crate::config::Config;
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::AnchorId;
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::kernel::time::Instant;
use crate::rules::matter::MatterKind;
use crate::rules::visibility::Sight;
use serde::Serialize;

/// An anchor in a list.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct AnchorItem {
    pub id: AnchorId,
    pub anchored_at: Instant,
    /// Whether it is the calendar's own, of that day.
    pub is_daily: bool,
    /// How many records the trail had.
    pub audit_records: i64,
    /// How many entries the ledger had.
    pub journal_entries: i64,
    /// The public key it is checked with, in hexadecimal digits.
    pub key: String,
}

/// The public keys by which the fund's anchors are known, in hexadecimal digits.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct AnchorKeys {
    /// That which signs now stands first, where there is one.
    pub keys: Vec<String>,
}

/// The public keys by which the fund's anchors are known: for everyone.
pub fn known(config: &Config) -> AnchorKeys {
    let known = keys::known(&config.anchors).into_iter();
    AnchorKeys {
        keys: known
            .map(crate::kernel::signature::PublicKey::hex)
            .collect(),
    }
}

fn item(row: &Row) -> Result<AnchorItem> {
    let anchor = read(row)?;
    Ok(AnchorItem {
        id: row.id,
        anchored_at: row.anchored_at,
        is_daily: row.daily_on.is_some(),
        audit_records: anchor.heads.trail.count,
        journal_entries: anchor.heads.ledger.count,
        key: anchor.key.hex(),
    })
}

fn read(row: &Row) -> Result<Anchor> {
    let id = row.id;
    row.anchor()
        .map_err(|why| Error::internal(format!("anchor {id} cannot be read: {why}")))
}

/// Anchors, the newest first, for those who read them.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn list(view: &mut View<'_>, after: Option<&str>) -> Result<Page<AnchorItem>> {
    for_readers(view)?;
    let below = after.and_then(key_of).and_then(|key| key.parse().ok());
    let below = below.map(AnchorId::from_uuid);
    let rows = store::rows(view.conn, below, PAGE_SIZE + 1)?;
    let page = Page::cut(rows, |row| row.id.to_string());
    let items = page.items.iter().map(item).collect::<Result<_>>()?;
    Ok(Page {
        items,
        next: page.next,
    })
}

/// The same with what their reader may do; and whether there is a key to sign another with.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn shown(
    view: &mut View<'_>,
    config: &Config,
    after: Option<&str>,
) -> Result<Shown<Page<AnchorItem>>> {
    let thing = list(view, after)?;
    let has_key = keys::signing(&config.anchors).is_ok();
    let offers = match store::heads(view.conn)? {
        Some(heads) => view.case_of(ToSign::new(heads, has_key))?.offers(),
        None => Offers::default(),
    };
    Ok(Shown { thing, offers })
}

/// The text of an anchor and what its file is called, for those who read anchors.
///
/// # Errors
/// `NotFound` for everyone else, and where there is none.
pub fn file(view: &mut View<'_>, id: AnchorId) -> Result<(String, String)> {
    for_readers(view)?;
    let row = store::row(view.conn, id)?.ok_or(Error::NotFound(MatterKind::Anchor))?;
    let count = read(&row)?.heads.trail.count;
    let day = row.anchored_at.date().plain_text();
    Ok((format!("anchor-{day}-{count}.txt"), row.content))
}

fn for_readers(view: &mut View<'_>) -> Result<()> {
    let whole: Case<Whole> = view.case_of(Whole)?;
    if whole.sees(Sight::Anchors) {
        Ok(())
    } else {
        Err(Error::NotFound(MatterKind::Anchor))
    }
}
