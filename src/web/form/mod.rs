//! A form is a tree: sections, repeated rows known by their key, fields with limits and counters.
//! What is sent is read by the path of each field, and comes back to it when it is refused.

mod conflict;
mod field;
mod restore;
mod rows;

pub use conflict::settle;
pub use field::{Field, Kind, Meanwhile};
pub use restore::Returned;
pub use rows::{Row, Rows};

use crate::kernel::digest::sha256_hex;
use crate::rules::Matter;
use crate::words::Say;
use field::element_id;

#[cfg(test)]
mod tests;

/// A part of a form.
#[derive(Debug, Clone)]
pub enum Part {
    Field(Field),
    /// Fields under a name.
    Section(String, Vec<Field>),
    /// Rows of the same fields.
    Rows(Rows),
}

impl From<Field> for Part {
    fn from(field: Field) -> Self {
        Self::Field(field)
    }
}

/// Fields in the sections that their groups name.
pub fn sections(fields: Vec<Field>) -> Vec<Part> {
    let mut parts = Vec::new();
    for mut field in fields {
        match (parts.last_mut(), &field.kind) {
            (_, Kind::Group) => parts.push(Part::Section(field.label, Vec::new())),
            (Some(Part::Section(title, fields)), _) => {
                field.row.clone_from(title);
                fields.push(field);
            }
            _ => parts.push(Part::Field(field)),
        }
    }
    parts
}

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
    /// Whether its button stays in sight while one fills it in.
    pub stays: bool,
    /// What it is made of.
    pub parts: Vec<Part>,
    /// A second button that sends the same fields elsewhere: address and words.
    pub other: Option<(String, String)>,
    /// Faults that belong to none of its fields.
    pub faults: Vec<String>,
    /// Why it cannot be sent now: its button is shown disabled, with this reason.
    pub refused: Option<String>,
    /// The form that holds what this one sends, where that is another: its page, and itself.
    elsewhere: Option<(String, Box<Form>)>,
    /// What it changes, where it is saved over a version: who saved meanwhile is told from it.
    pub changes: Option<Matter>,
    /// What its identifiers begin with.
    prefix: String,
}

/// A line of the template: a tree laid flat.
pub enum Line<'f> {
    /// A section begins.
    Section(&'f str),
    /// A list of rows begins.
    Rows(&'f Rows),
    /// A list of rows ends.
    EndRows,
    /// A row begins.
    Row(&'f Row),
    /// A section or row ends.
    End,
    Field(&'f Field),
}

/// A line of the summary of what is wrong.
pub struct Wrong {
    /// The element to go to.
    pub href: String,
    /// What and where.
    pub text: String,
}

impl Form {
    /// A form whose button is the message `action-<name>`.
    pub fn new(say: &Say, action: impl Into<String>, name: &str, fields: Vec<Field>) -> Self {
        Self::tree(say, action, name, sections(fields))
    }

    /// A form of sections and rows.
    pub fn tree(say: &Say, action: impl Into<String>, name: &str, parts: Vec<Part>) -> Self {
        let action = action.into();
        let hash = sha256_hex(&action);
        let prefix = format!("{name}-{}", hash.get(..8).unwrap_or_default());
        let mut form = Self {
            action,
            title: String::new(),
            intro: say.intro(name),
            button: say.button(name),
            class: "primary",
            sends_file: false,
            folded: false,
            stays: false,
            parts,
            other: None,
            faults: Vec::new(),
            refused: None,
            elsewhere: None,
            changes: None,
            prefix,
        };
        let sends_file = form.fields().any(|field| matches!(field.kind, Kind::File));
        form.sends_file = sends_file;
        form.name_elements();
        form
    }

    /// Adds a field.
    pub fn push(&mut self, field: Field) {
        self.parts.push(Part::Field(field));
        self.name_elements();
    }

    /// Identifiers begin with those of the form, so that two forms of a page never share one.
    fn name_elements(&mut self) {
        let prefix = self.prefix.clone();
        self.each(&mut |field| field.prefix.clone_from(&prefix));
        for part in &mut self.parts {
            if let Part::Rows(rows) = part {
                rows.id = element_id(&prefix, &rows.list);
                for row in &mut rows.rows {
                    row.id = element_id(&prefix, &format!("{}[{}]", rows.list, row.key));
                }
            }
        }
    }

    /// Saved over a version, with what it changes.
    #[must_use]
    pub fn changing(mut self, matter: Matter) -> Self {
        self.changes = Some(matter);
        self.remember();
        self
    }

    /// For what is filled in on another page: faults lead there.
    #[must_use]
    pub fn filled_in_on(mut self, page: impl Into<String>, form: Form) -> Self {
        self.elsewhere = Some((page.into(), Box::new(form)));
        self
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

    /// With its button in sight while one fills it in.
    #[must_use]
    pub fn kept_in_sight(mut self) -> Self {
        self.stays = true;
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

    /// The identifier of the summary of what is wrong.
    pub fn summary_id(&self) -> String {
        // No field is called by such a name.
        format!("{}--faults", self.prefix)
    }

    /// Its fields, in order.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.parts.iter().flat_map(|part| -> Vec<&Field> {
            match part {
                Part::Field(field) => vec![field],
                Part::Section(_, fields) => fields.iter().collect(),
                Part::Rows(rows) => rows.rows.iter().flat_map(|row| &row.fields).collect(),
            }
        })
    }

    fn each(&mut self, change: &mut dyn FnMut(&mut Field)) {
        for part in &mut self.parts {
            match part {
                Part::Field(field) => change(field),
                Part::Section(_, fields) => fields.iter_mut().for_each(&mut *change),
                Part::Rows(rows) => rows
                    .rows
                    .iter_mut()
                    .flat_map(|row| &mut row.fields)
                    .for_each(&mut *change),
            }
        }
    }

    pub fn field_mut(&mut self, path: &str) -> Option<&mut Field> {
        self.parts
            .iter_mut()
            .flat_map(|part| -> Vec<&mut Field> {
                match part {
                    Part::Field(field) => vec![field],
                    Part::Section(_, fields) => fields.iter_mut().collect(),
                    Part::Rows(rows) => rows
                        .rows
                        .iter_mut()
                        .flat_map(|row| &mut row.fields)
                        .collect(),
                }
            })
            .find(|field| field.path == path)
    }

    /// The tree laid flat, for the template.
    pub fn lines(&self) -> Vec<Line<'_>> {
        let mut lines = Vec::new();
        for part in &self.parts {
            match part {
                Part::Field(field) => lines.push(Line::Field(field)),
                Part::Section(title, fields) => {
                    lines.push(Line::Section(title));
                    lines.extend(fields.iter().map(Line::Field));
                    lines.push(Line::End);
                }
                Part::Rows(rows) => {
                    lines.push(Line::Rows(rows));
                    for row in &rows.rows {
                        lines.push(Line::Row(row));
                        lines.extend(row.fields.iter().map(Line::Field));
                        lines.push(Line::End);
                    }
                    lines.push(Line::EndRows);
                }
            }
        }
        lines
    }

    /// Everything that is wrong and has its place: each line names its field and leads to it.
    pub fn wrong(&self) -> Vec<Wrong> {
        let mut wrong = Vec::new();
        for line in self.lines() {
            match line {
                Line::Row(row) => wrong.extend(row.faults.iter().map(|fault| Wrong {
                    href: format!("#{}", row.id),
                    text: format!("{}: {fault}", row.label),
                })),
                Line::Field(field) => wrong.extend(field.faults.iter().map(|fault| Wrong {
                    href: format!("#{}", field.id()),
                    text: format!("{}: {fault}", field.name_in_summary()),
                })),
                Line::Rows(rows) => wrong.extend(rows.faults.iter().map(|fault| Wrong {
                    href: format!("#{}", rows.id),
                    text: format!("{}: {fault}", rows.title),
                })),
                Line::Section(_) | Line::End | Line::EndRows => {}
            }
        }
        if let Some((page, form)) = &self.elsewhere {
            wrong.extend(form.wrong().into_iter().map(|one| Wrong {
                href: format!("{page}{}", one.href),
                ..one
            }));
        }
        wrong
    }

    /// Whether it was refused.
    pub fn is_refused(&self) -> bool {
        !self.faults.is_empty() || !self.wrong().is_empty()
    }

    /// Whether it is sent to this address, by either of its buttons.
    pub fn is_sent_to(&self, action: &str) -> bool {
        self.action == action || self.other.as_ref().is_some_and(|other| other.0 == action)
    }
}
