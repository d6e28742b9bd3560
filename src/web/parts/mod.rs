//! The parts pages are made of: each a template of its own that holds what it shows, in words.

mod banner;
mod colours;
mod length;

pub use banner::{Banner, whom};
pub use colours::{Colours, Hue};
pub use length::{Legend, Length};

use super::block::{Block, Cell};
use super::form::{Form, Kind, Line};
use super::frame::Frame;
use crate::error::{Error, Result};
use askama::Template;

/// What a page shows in a shape of its own, by a template of its own.
pub trait Own: std::fmt::Debug + Send {
    /// Its forms, so that what is refused comes back to where it was typed.
    fn forms(&mut self) -> Vec<&mut Form>;
    /// The content of the page as HTML.
    fn html(&self, page: &Frame) -> Result<String>;
}

/// A template as HTML.
pub(super) fn drawn(template: &impl Template) -> Result<String> {
    template
        .render()
        .map_err(|error| Error::Internal(Box::new(error)))
}

/// A form, bound to the reader of the page.
#[derive(Template)]
#[template(path = "parts/form.html")]
pub struct FormPart<'a> {
    page: &'a Frame,
    form: &'a Form,
}

/// A block of the generic screen.
#[derive(Template)]
#[template(path = "parts/block.html")]
pub struct BlockPart<'a> {
    page: &'a Frame,
    block: &'a Block,
}

impl Frame {
    /// Draws a form.
    pub(super) fn form<'a>(&'a self, form: &'a Form) -> FormPart<'a> {
        FormPart { page: self, form }
    }

    /// Draws a block of the generic screen.
    pub(super) fn block<'a>(&'a self, block: &'a Block) -> BlockPart<'a> {
        BlockPart { page: self, block }
    }
}

/// A name with the colour of its partner.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/chip.html")]
pub struct Chip {
    pub text: String,
    pub hue: Hue,
}

/// A journey as one line: who did what and when, where it stands, what follows.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/way.html")]
pub struct Way {
    pub label: String,
    pub stages: Vec<Stage>,
}

/// Where a stage of a journey stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    Done,
    Now,
    Ahead,
    /// The journey ended here, and not as it was meant to.
    Off,
}

impl Stands {
    /// Its class in the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Ahead => "ahead",
            Self::Off => "off",
        }
    }
}

/// A stage of a journey.
#[derive(Debug, Clone)]
pub struct Stage {
    pub name: String,
    pub stands: Stands,
    /// Who and when, a line each.
    pub lines: Vec<String>,
}

/// A seat of an approval, taken or free.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/seat.html")]
pub struct Seat {
    /// The letters in its circle.
    pub letters: String,
    pub hue: Hue,
    pub title: String,
    pub chip: Option<Chip>,
    pub lines: Vec<String>,
    pub is_free: bool,
}

/// How something came out that was looked at.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/check.html")]
pub struct Check {
    pub text: String,
    /// `yes`, `wait` or `no`.
    pub class: &'static str,
}

impl Check {
    /// What holds, or does not.
    pub fn of(holds: bool, text: String) -> Self {
        let class = if holds { "yes" } else { "no" };
        Self { text, class }
    }
}

/// Lines that add up.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/reckoning.html")]
pub struct Reckoning {
    pub title: String,
    pub unit: String,
    pub lines: Vec<(String, String)>,
    pub sum: (String, String),
}

/// Names and values of a card at the side.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/facts.html")]
pub struct Facts(pub Vec<(String, Cell)>);

/// One thing a line: what it is, more of it, and at its end when or what to do.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/row.html")]
pub struct Row {
    pub title: String,
    pub href: String,
    pub chip: Option<Chip>,
    pub more: String,
    /// When, with the class of its tone.
    pub when: Option<(String, &'static str)>,
    /// The words of its button.
    pub button: String,
    pub is_first: bool,
}
