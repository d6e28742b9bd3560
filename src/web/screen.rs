//! What a page shows, as data: facts, tables, forms. One template renders every screen, so that all
//! of them look, read and behave alike.

use super::form::Returned;
use super::parts::{Banner, Own};
use crate::rules::Matter;
use crate::words::Say;

pub use super::block::{Block, Cell, Tag};
pub use super::form::{Field, Form, Kind};

/// A whole screen.
#[derive(Debug, Default)]
pub struct Screen {
    pub title: String,
    /// The way here: words and addresses.
    pub crumbs: Vec<(String, String)>,
    /// The state of the thing.
    pub tag: Option<Tag>,
    /// What happens next, who must do it, by when.
    pub next: Banner,
    /// The main column.
    pub blocks: Vec<Block>,
    /// The side column.
    pub aside: Vec<Block>,
    /// The word of the press that led here and may yet be carried out; the page's own otherwise.
    pub(super) press: Option<String>,
    /// What is drawn by a template of its own, below the blocks.
    pub(super) own: Option<Box<dyn Own>>,
    /// Whether what is drawn so has a heading of its own.
    pub(super) has_own_head: bool,
    /// Whether a form of it was refused.
    pub is_refused: bool,
    /// Whether a visitor may use a passkey here.
    pub(super) takes_passkey: bool,
}

impl Screen {
    /// A screen with a title.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// With a way here.
    #[must_use]
    pub fn under(mut self, words: impl Into<String>, href: impl Into<String>) -> Self {
        let words = words.into();
        // A thing without a title yet is still somewhere to go back to.
        let words = if words.trim().is_empty() {
            "…".to_owned()
        } else {
            words
        };
        self.crumbs.push((words, href.into()));
        self
    }

    /// With a state.
    #[must_use]
    pub fn tagged(mut self, tag: Tag) -> Self {
        self.tag = Some(tag);
        self
    }

    /// With what happens next.
    #[must_use]
    pub fn next(mut self, next: impl Into<String>) -> Self {
        self.next.more = next.into();
        self
    }

    /// With what happens next, who must do it and by when.
    #[must_use]
    pub fn awaiting(mut self, next: Banner) -> Self {
        self.next = next;
        self
    }

    /// Drawn by a template of its own.
    #[must_use]
    pub(super) fn drawn_by(mut self, own: impl Own + 'static) -> Self {
        self.own = Some(Box::new(own));
        self
    }

    /// Whether its title stands above it.
    pub fn has_head(&self) -> bool {
        !self.has_own_head
    }

    /// Whether the generic template has anything to draw.
    pub fn has_blocks(&self) -> bool {
        !self.blocks.is_empty() || !self.aside.is_empty()
    }

    /// Adds a part.
    pub fn add(&mut self, block: Block) {
        self.blocks.push(block);
    }

    /// Adds a part with a heading above it.
    pub fn section(&mut self, heading: impl Into<String>, block: Block) {
        self.blocks.push(Block::Heading(heading.into()));
        self.blocks.push(block);
    }

    /// Adds a form.
    pub fn form(&mut self, form: Form) {
        self.blocks.push(Block::Form(form));
    }

    /// Every form of the page.
    pub fn forms(&mut self) -> impl Iterator<Item = &mut Form> {
        let blocks = self.blocks.iter_mut().filter_map(|block| match block {
            Block::Form(form) => Some(form),
            _ => None,
        });
        blocks.chain(self.own.iter_mut().flat_map(|own| own.forms()))
    }

    /// The form that is sent to this address.
    pub fn form_sent_to(&mut self, action: &str) -> Option<&mut Form> {
        self.forms().find(|form| form.is_sent_to(action))
    }

    /// The form that was sent: of several of one address the one whose unseen words were sent.
    fn form_that_sent(&mut self, returned: &Returned) -> Option<&mut Form> {
        let forms = self
            .forms()
            .filter(|form| form.is_sent_to(&returned.action));
        forms.min_by_key(|form| form.says_unseen_but(&returned.typed))
    }

    /// Whether a form is sent to this address.
    pub fn has_form(&mut self, action: &str) -> bool {
        self.form_sent_to(action).is_some()
    }

    /// Puts what was typed back into the form that was sent, with its faults. Without such a form
    /// the faults stand above everything.
    pub fn restore(&mut self, say: &Say, returned: &Returned) {
        self.is_refused = true;
        match self.form_that_sent(returned) {
            Some(form) => form.take_back(say, returned),
            None => {
                let mut texts: Vec<String> = returned.note.iter().cloned().collect();
                if returned.is_stale {
                    texts.push(say.t("refused-stale"));
                }
                for (_, faults) in returned.faults.iter() {
                    texts.extend(faults.iter().map(|fault| say.fault(fault)));
                }
                let text = texts.join(" ");
                self.blocks.insert(0, Block::Note { class: "bad", text });
            }
        }
    }

    /// What the form that is sent to this address changes.
    pub fn changed_by(&mut self, action: &str) -> Option<Matter> {
        self.form_sent_to(action).and_then(|form| form.changes)
    }
}
