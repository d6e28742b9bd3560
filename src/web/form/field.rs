//! A field of a form: how it is filled in, what stands in it, what is wrong with it.

use crate::kernel::amount::Amount;
use crate::kernel::clean;
use crate::kernel::entry::FromEntry;
use crate::kernel::money::Currency;
use crate::kernel::path;
use crate::words::Say;

/// How a field is filled in.
#[derive(Debug, Clone)]
pub enum Kind {
    /// One line.
    Text,
    /// An address.
    Email,
    /// A secret; the word is its `autocomplete`.
    Password(&'static str),
    /// A code that is good once: in sight, and never put back.
    Code,
    /// The same, or a passkey in its place.
    Proof,
    /// What the browser answers that is asked this, as JSON, to make a passkey.
    NewPasskey(String),
    Number,
    /// An amount of this currency.
    Amount(String),
    Day,
    /// A date and time on the wall.
    LocalTime,
    /// Several lines, at most so many characters.
    Prose(u32),
    /// One of these: value and words.
    Choice(Vec<(String, String)>),
    /// One of these, all in sight.
    Radios(Vec<(String, String)>),
    /// One step of a scale from low to high; steps below the place given do not suffice.
    Scale(Vec<(String, String)>, usize),
    /// Any of these.
    Boxes(Vec<(String, String)>),
    /// Yes or no.
    Tick,
    File,
    /// Sent along unseen.
    Hidden,
    /// No field: the name of the section that follows.
    Group,
}

/// What somebody else saved in a field while it was being changed here.
#[derive(Debug, Clone)]
pub struct Meanwhile {
    /// What stands there now, as it is sent.
    pub saved: Vec<String>,
    /// The same in words.
    pub shown: String,
    /// `mine` or `theirs`, once chosen.
    pub choice: String,
}

/// A field of a form.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its path, as in `participants[7].name`.
    pub path: String,
    pub label: String,
    pub hint: String,
    /// How it is filled in.
    pub kind: Kind,
    /// What stands in it.
    pub value: String,
    /// What stands in it, where there can be several.
    pub values: Vec<String>,
    /// What is wrong with it.
    pub faults: Vec<String>,
    /// The other text, where two people changed it.
    pub meanwhile: Option<Meanwhile>,
    /// What its element's identifier begins with: that of its form.
    pub(super) prefix: String,
    /// What its row is called, for where it is named outside of it.
    pub(super) row: String,
}

impl Field {
    /// A field whose label and hint are the messages of the last word of its path.
    pub fn new(say: &Say, path: &str, kind: Kind, value: impl Into<String>) -> Self {
        Self {
            label: say.field(path),
            hint: say.hint(path),
            kind,
            ..Self::hidden(path, value)
        }
    }

    /// Filled in another way.
    #[must_use]
    pub fn filled_in_as(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
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
            meanwhile: None,
            prefix: String::new(),
            row: String::new(),
        }
    }

    /// The name of the section of the fields that follow.
    pub fn group(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            kind: Kind::Group,
            ..Self::hidden("", "")
        }
    }

    /// The identifier of the element; no other on the page has it.
    pub fn id(&self) -> String {
        element_id(&self.prefix, &self.path)
    }

    /// Its label, with the currency of an amount.
    pub fn with_currency(&self, currency: &str) -> String {
        format!("{} ({currency})", self.label)
    }

    /// Its name where its row is not in sight: "Participant Orbit Labs: e-mail of the contact".
    pub fn full_label(&self) -> String {
        if self.row.is_empty() {
            self.label.clone()
        } else {
            format!("{}: {}", self.row, self.label)
        }
    }

    /// The same among what is wrong: a label that is a whole sentence, such as a declaration,
    /// is cut where a word ends.
    pub fn name_in_summary(&self) -> String {
        const MOST: usize = 60;
        let name = self.full_label();
        let Some((end, _)) = name.char_indices().nth(MOST) else {
            return name;
        };
        let cut = name.get(..end).unwrap_or_default();
        let words = cut.rsplit_once(' ').map_or(cut, |parts| parts.0);
        format!("{words}…")
    }

    /// What the element is described by.
    pub fn described_by(&self) -> String {
        let parts = [
            (!self.hint.is_empty(), "hint"),
            (!self.faults.is_empty(), "fault"),
            (self.most().is_some(), "count"),
            (self.meanwhile.is_some(), "meanwhile"),
        ];
        let ids = parts
            .iter()
            .filter(|part| part.0)
            .map(|part| format!("{}-{}", self.id(), part.1));
        ids.collect::<Vec<_>>().join(" ")
    }

    /// Whether this choice is made.
    pub fn is_chosen(&self, choice: &str) -> bool {
        self.value == choice || self.values.iter().any(|value| value == choice)
    }

    /// The most characters it takes, where they are counted.
    pub fn most(&self) -> Option<u32> {
        match self.kind {
            Kind::Prose(most) => Some(most),
            _ => None,
        }
    }

    /// How an amount is read that was not typed as the program writes it.
    pub fn read_as(&self, say: &Say) -> Option<String> {
        let Kind::Amount(currency) = &self.kind else {
            return None;
        };
        let currency = Currency::from_code(currency).ok()?;
        let typed = clean::line(&self.value);
        let read = Amount::from_entry(&typed).and_then(|amount| amount.in_currency(currency));
        let amount = read.ok()?;
        let is_plain = typed.is_empty() || typed == amount.decimal_text();
        (!is_plain).then(|| say.with("amount-read_as", &[("amount", say.money(&amount).into())]))
    }

    /// "120 of 500 characters", counted as the server counts.
    pub fn count(&self, say: &Say) -> String {
        let most = self.most().unwrap_or_default().to_string();
        let now = clean::length(&clean::lines(&self.value)).to_string();
        say.with(
            "characters-of",
            &[("count", now.into()), ("most", most.into())],
        )
    }

    /// Whether it is seen and can be changed.
    pub(super) fn is_open(&self) -> bool {
        !matches!(
            self.kind,
            Kind::Hidden
                | Kind::Group
                | Kind::Password(_)
                | Kind::Code
                | Kind::Proof
                | Kind::NewPasskey(_)
                | Kind::File
        )
    }

    /// Everything that stands in it, as a browser would send it.
    pub(super) fn sent(&self) -> String {
        match self.kind {
            Kind::Boxes(_) => {
                let mut values = self.values.clone();
                values.sort();
                values.join("\n")
            }
            // A box that is not ticked sends nothing.
            Kind::Tick if !self.is_chosen("true") => String::new(),
            _ => tidy(&self.value),
        }
    }

    /// A value in words: the words of a choice, or the value itself.
    pub(super) fn in_words(&self, say: &Say, value: &str) -> String {
        match &self.kind {
            Kind::Choice(choices)
            | Kind::Radios(choices)
            | Kind::Scale(choices, _)
            | Kind::Boxes(choices) => {
                let names = value.lines().map(|one| {
                    let known = choices.iter().find(|choice| choice.0 == one);
                    known.map_or(one, |choice| choice.1.as_str())
                });
                names.collect::<Vec<_>>().join(", ")
            }
            Kind::Tick if value == "true" => say.t("yes"),
            Kind::Tick => say.t("no"),
            _ => value.to_owned(),
        }
    }

    /// The same field of another row.
    pub(super) fn moved(mut self, from: &str, to: &str) -> Self {
        if let Some(rest) = self.path.strip_prefix(from) {
            self.path = format!("{to}{rest}");
        }
        self
    }

    /// Its name alone.
    pub fn name(&self) -> &str {
        path::name(&self.path)
    }
}

/// A browser sends line ends as two characters, and people leave space around.
pub(super) fn tidy(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

/// The identifier of the element of a field or row.
pub(super) fn element_id(prefix: &str, path: &str) -> String {
    let is_odd = |c: char| !c.is_ascii_alphanumeric() && c != '_';
    let tidy = path.replace("].", "-").replace(is_odd, "-");
    format!("{prefix}-{}", tidy.trim_end_matches('-'))
}
