//! What the generic page is made of: words, tables, facts, forms.

use super::form::Form;
use crate::kernel::address;
use crate::kernel::money::Money;
use crate::kernel::time::{Date, Instant};
use crate::rules::lifecycle::State;
use crate::words::Say;

/// A word with a colour and a shape.
#[derive(Debug, Clone)]
pub struct Tag {
    /// The word.
    pub text: String,
    /// `good`, `warn`, `bad`, `hold` or `plain`.
    pub class: &'static str,
}

impl Tag {
    /// A state in words, with the class of its colour.
    pub fn of<S: State>(say: &Say, state: S) -> Self {
        Self {
            text: say.state(state),
            class: class_of(state.code()),
        }
    }
}

fn class_of(code: &str) -> &'static str {
    match code {
        "open" | "active" | "eligible" | "accepted" | "confirmed" | "awarded" | "verified"
        | "sent" | "completed" | "approved" | "awarding" | "released" | "clear" | "submitted"
        | "published" | "assessed" => "good",
        "refused" | "rejected" | "ineligible" | "failed" | "suspended" | "conflicted" => "bad",
        "missed" | "withdrawn" | "cancelled" | "lapsed" | "revoked" | "replaced" | "removed"
        | "declined" => "hold",
        "draft" | "planned" | "closed" | "recorded" | "ranked" | "ended" => "plain",
        _ => "warn",
    }
}

/// One cell of a table or fact.
#[derive(Debug, Clone)]
pub enum Cell {
    /// Words.
    Text(String),
    Link {
        /// Its words.
        text: String,
        /// Where it leads.
        href: String,
    },
    /// A figure, set to the end of its column.
    Figure(String),
    /// A state.
    Tag(Tag),
    /// A code, an address, an account: never mirrored, never broken.
    Code(String),
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self::Link {
            text: text.into(),
            href: href.into(),
        }
    }

    /// An address of mail, as its people write it.
    pub fn mailbox(address: &str) -> Self {
        Self::Code(address::shown(address))
    }

    /// An amount.
    pub fn money(say: &Say, money: &Money) -> Self {
        Self::Figure(say.money(money))
    }

    /// A moment, on the reader's wall.
    pub fn moment(say: &Say, moment: Instant) -> Self {
        Self::Text(say.instant(moment))
    }

    pub fn day(say: &Say, day: Date) -> Self {
        Self::Text(say.date(day))
    }

    /// A state.
    pub fn state<S: State>(say: &Say, state: S) -> Self {
        Self::Tag(Tag::of(say, state))
    }
}

/// A part of a screen.
#[derive(Debug, Clone)]
#[expect(
    clippy::large_enum_variant,
    reason = "a screen has a handful of blocks, most of them forms and tables"
)]
pub enum Block {
    Heading(String),
    /// Paragraphs.
    Prose(String),
    /// A text to be read as it stands.
    Verbatim(String),
    Note {
        /// `good`, `warn`, `bad` or `plain`.
        class: &'static str,
        /// Its words.
        text: String,
    },
    /// Names and values.
    Facts(Vec<(String, Cell)>),
    Table {
        /// What it is a table of, for screen readers.
        caption: String,
        /// The heads of its columns.
        head: Vec<String>,
        rows: Vec<Vec<Cell>>,
        /// What stands there while there are no rows.
        empty: String,
    },
    /// Black squares on white: what they say to whoever sees none, how many on a side, and their
    /// outline.
    Picture {
        says: String,
        size: usize,
        path: String,
    },
    /// Codes to be kept, in sight and in print.
    Codes(Vec<String>),
    Form(Form),
    /// Links side by side.
    Links(Vec<(String, String)>),
    /// Links below each other.
    List(Vec<(String, String)>),
    /// The way to the next page of a list.
    More(String),
}
