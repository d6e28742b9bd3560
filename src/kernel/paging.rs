//! Lists by cursor: a page of items and the way to the next.

use data_encoding::BASE64URL_NOPAD;
use serde::Serialize;

/// How many items a page holds unless asked otherwise.
pub const PAGE_SIZE: i64 = 50;

/// A page of a list.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// The cursor of the next page, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// A page from one row more than fits: the extra row only tells that there is a next page.
    pub fn cut(mut rows: Vec<T>, key: impl Fn(&T) -> String) -> Self {
        let size = usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let next = rows.last().filter(|_| more).map(|last| cursor(&key(last)));
        Self { items: rows, next }
    }

    /// The same page with other items.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(change).collect(),
            next: self.next,
        }
    }
}

/// All items of a list, page after page: for choices, which must not be cut.
///
/// # Errors
/// What reading a page gives.
pub fn every<T, E>(mut page: impl FnMut(Option<&str>) -> Result<Page<T>, E>) -> Result<Vec<T>, E> {
    let mut all = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let read = page(after.as_deref())?;
        all.extend(read.items);
        match read.next {
            Some(next) => after = Some(next),
            None => return Ok(all),
        }
    }
}

/// An opaque cursor for a sort key.
pub fn cursor(key: &str) -> String {
    BASE64URL_NOPAD.encode(key.as_bytes())
}

/// The sort key of a cursor, or `None` where it is none of ours.
pub fn key_of(cursor: &str) -> Option<String> {
    String::from_utf8(BASE64URL_NOPAD.decode(cursor.as_bytes()).ok()?).ok()
}
