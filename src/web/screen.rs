//! What a page shows, as data: facts, tables, forms. One template renders every screen, so that all
//! of them look, read and behave alike.

use crate::kernel::fault::Faults;
use crate::kernel::money::Money;
use crate::kernel::path;
use crate::kernel::time::{Date, Instant};
use crate::rules::lifecycle::State;
use crate::words::Say;
use serde_json::Value;

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
        | "sent" | "completed" | "approved" | "awarding" | "released" | "clear" => "good",
        "refused" | "rejected" | "ineligible" | "failed" | "suspended" | "conflicted" => "bad",
        "withdrawn" | "cancelled" | "lapsed" | "revoked" | "replaced" | "removed" | "declined" => {
            "hold"
        }
        "draft" | "planned" | "closed" | "recorded" => "plain",
        _ => "warn",
    }
}

/// One cell of a table or fact.
#[derive(Debug, Clone)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A link.
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

    /// A link.
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self::Link {
            text: text.into(),
            href: href.into(),
        }
    }

    /// An amount.
    pub fn money(say: &Say, money: &Money) -> Self {
        Self::Figure(say.money(money))
    }

    /// A moment, on the reader's wall.
    pub fn moment(say: &Say, moment: Instant) -> Self {
        Self::Text(say.instant(moment))
    }

    /// A day.
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
pub enum Block {
    /// A heading.
    Heading(String),
    /// Paragraphs.
    Prose(String),
    /// A text to be read as it stands.
    Verbatim(String),
    /// A note.
    Note {
        /// `good`, `warn`, `bad` or `plain`.
        class: &'static str,
        /// Its words.
        text: String,
    },
    /// Names and values.
    Facts(Vec<(String, Cell)>),
    /// A table.
    Table {
        /// What it is a table of, for screen readers.
        caption: String,
        /// The heads of its columns.
        head: Vec<String>,
        /// Its rows.
        rows: Vec<Vec<Cell>>,
        /// What stands there while there are no rows.
        empty: String,
    },
    /// A form.
    Form(Form),
    /// Links side by side.
    Links(Vec<(String, String)>),
    /// The way to the next page of a list.
    More(String),
}

/// How a field is filled in.
#[derive(Debug, Clone)]
pub enum Kind {
    /// One line.
    Text,
    /// An address.
    Email,
    /// A secret; the word is its `autocomplete`.
    Password(&'static str),
    /// A number.
    Number,
    /// An amount of this currency.
    Amount(String),
    /// A day.
    Day,
    /// A date and time on the wall.
    LocalTime,
    /// Several lines, at most so many characters.
    Prose(u32),
    /// One of these: value and words.
    Choice(Vec<(String, String)>),
    /// One of these, all in sight.
    Radios(Vec<(String, String)>),
    /// Any of these.
    Boxes(Vec<(String, String)>),
    /// Yes or no.
    Tick,
    /// A file.
    File,
    /// Sent along unseen.
    Hidden,
    /// No field: the name of the group that follows.
    Group,
}

/// A field of a form.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its path, as in `participants[7].name`.
    pub path: String,
    /// Its label.
    pub label: String,
    /// A hint.
    pub hint: String,
    /// How it is filled in.
    pub kind: Kind,
    /// What stands in it.
    pub value: String,
    /// What stands in it, where there can be several.
    pub values: Vec<String>,
    /// What is wrong with it.
    pub faults: Vec<String>,
}

impl Field {
    /// A field whose label and hint are the messages `field-<name>` and `hint-<name>`, the name
    /// being the last word of the path.
    pub fn new(say: &Say, path: &str, kind: Kind, value: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            label: say.field(path),
            hint: say.hint(path),
            kind,
            value: value.into(),
            values: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// With another label.
    #[must_use]
    pub fn labelled(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// With another hint.
    #[must_use]
    pub fn hinted(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// With several values.
    #[must_use]
    pub fn valued(mut self, values: Vec<String>) -> Self {
        self.values = values;
        self
    }

    /// A value sent along unseen.
    pub fn hidden(path: &str, value: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            label: String::new(),
            hint: String::new(),
            kind: Kind::Hidden,
            value: value.into(),
            values: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// The head of a group of fields.
    pub fn group(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            kind: Kind::Group,
            ..Self::hidden("", "")
        }
    }

    /// The identifier of the element.
    pub fn id(&self) -> String {
        let odd = |c: char| !c.is_ascii_alphanumeric() && c != '_';
        let tidy = self.path.replace(odd, "-");
        format!("f-{tidy}")
    }

    /// What the element is described by.
    pub fn described_by(&self) -> String {
        let mut ids = Vec::new();
        if !self.hint.is_empty() {
            ids.push(format!("{}-hint", self.id()));
        }
        if !self.faults.is_empty() {
            ids.push(format!("{}-fault", self.id()));
        }
        ids.join(" ")
    }

    /// Whether this choice is made.
    pub fn is_chosen(&self, choice: &str) -> bool {
        self.value == choice || self.values.iter().any(|value| value == choice)
    }
}

/// A form.
#[derive(Debug, Clone)]
pub struct Form {
    /// Where it is sent: also what finds it again when it is refused.
    pub action: String,
    /// Its name, above it.
    pub title: String,
    /// What it does, in words.
    pub intro: String,
    /// The words of its button.
    pub button: String,
    /// `primary`, `plain` or `danger`.
    pub class: &'static str,
    /// Whether it sends a file.
    pub sends_file: bool,
    /// Whether it starts folded up.
    pub folded: bool,
    /// Its fields.
    pub fields: Vec<Field>,
    /// A second button that sends the same fields elsewhere: address and words.
    pub other: Option<(String, String)>,
    /// Faults that belong to none of its fields.
    pub faults: Vec<String>,
    /// Why it cannot be sent now: its button is shown disabled, with this reason.
    pub refused: Option<String>,
}

impl Form {
    /// A form whose button is the message `action-<name>`.
    pub fn new(say: &Say, action: impl Into<String>, name: &str, fields: Vec<Field>) -> Self {
        Self {
            action: action.into(),
            title: String::new(),
            intro: say.intro(name),
            button: say.button(name),
            class: "primary",
            sends_file: fields.iter().any(|field| matches!(field.kind, Kind::File)),
            folded: false,
            fields,
            other: None,
            faults: Vec::new(),
            refused: None,
        }
    }

    /// Less prominent.
    #[must_use]
    pub fn plain(mut self) -> Self {
        self.class = "plain";
        self
    }

    /// For what cannot be undone: folded up, so that it takes two steps.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.class = "danger";
        self.folded = true;
        self
    }

    /// Folded up until wanted.
    #[must_use]
    pub fn folded(mut self) -> Self {
        self.folded = true;
        self
    }

    /// With a name above it.
    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Every field with a fault, for the summary.
    pub fn faulty(&self) -> Vec<&Field> {
        self.fields
            .iter()
            .filter(|field| !field.faults.is_empty())
            .collect()
    }

    fn is_sent_to(&self, action: &str) -> bool {
        self.action == action || self.other.as_ref().is_some_and(|other| other.0 == action)
    }

    fn restore(&mut self, say: &Say, typed: &Value, faults: &Faults) {
        self.folded = false;
        for field in &mut self.fields {
            match path::get(typed, &field.path) {
                // Secrets do not come back, and a hidden version must be the one just read.
                _ if matches!(field.kind, Kind::Password(_) | Kind::Hidden | Kind::Group) => {}
                Some(Value::String(text)) => {
                    field.value.clone_from(text);
                    field.values = vec![text.clone()];
                }
                Some(Value::Array(items)) => {
                    field.value.clear();
                    field.values = items
                        .iter()
                        .filter_map(Value::as_str)
                        .map(str::to_owned)
                        .collect();
                }
                _ if matches!(field.kind, Kind::Tick | Kind::Boxes(_) | Kind::Radios(_)) => {
                    field.value.clear();
                    field.values.clear();
                }
                _ => {}
            }
            field.faults = faults
                .at(&field.path)
                .iter()
                .map(|fault| say.fault(fault))
                .collect();
        }
        let paths: Vec<String> = self.fields.iter().map(|field| field.path.clone()).collect();
        for (path, faults) in faults
            .iter()
            .filter(|(path, _)| !paths.iter().any(|own| own == path))
        {
            let label = say.field(path);
            for fault in faults {
                self.faults.push(format!("{label}: {}", say.fault(fault)));
            }
        }
    }
}

/// A whole screen.
#[derive(Debug, Clone, Default)]
pub struct Screen {
    /// Its title.
    pub title: String,
    /// The way here: words and addresses.
    pub crumbs: Vec<(String, String)>,
    /// The state of the thing.
    pub tag: Option<Tag>,
    /// What happens next, who must do it, by when.
    pub next: String,
    /// The main column.
    pub blocks: Vec<Block>,
    /// The side column.
    pub aside: Vec<Block>,
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
        self.next = next.into();
        self
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

    /// The form that is sent to this address.
    pub fn form_sent_to(&mut self, action: &str) -> Option<&mut Form> {
        self.blocks.iter_mut().find_map(|block| match block {
            Block::Form(form) if form.is_sent_to(action) => Some(form),
            _ => None,
        })
    }

    /// Whether a form is sent to this address.
    pub fn has_form(&self, action: &str) -> bool {
        self.blocks
            .iter()
            .any(|block| matches!(block, Block::Form(form) if form.is_sent_to(action)))
    }

    /// Puts what was typed back into the form that was sent, with its faults. Without such a form
    /// the faults stand above everything.
    pub fn restore(
        &mut self,
        say: &Say,
        action: &str,
        typed: &Value,
        faults: &Faults,
        note: Option<String>,
    ) {
        let form = self.blocks.iter_mut().find_map(|block| match block {
            Block::Form(form) if form.is_sent_to(action) => Some(form),
            _ => None,
        });
        match form {
            Some(form) => {
                form.restore(say, typed, faults);
                form.faults.extend(note);
            }
            None => {
                let mut texts: Vec<String> = note.into_iter().collect();
                for (_, faults) in faults.iter() {
                    texts.extend(faults.iter().map(|fault| say.fault(fault)));
                }
                let text = texts.join(" ");
                self.blocks.insert(0, Block::Note { class: "bad", text });
            }
        }
    }

    /// Whether a form was refused.
    pub fn is_refused(&self) -> bool {
        self.blocks.iter().any(|block| match block {
            Block::Form(form) => !form.faults.is_empty() || !form.faulty().is_empty(),
            Block::Note { class, .. } => *class == "bad",
            _ => false,
        })
    }
}
