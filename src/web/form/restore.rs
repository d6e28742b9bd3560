//! What was typed comes back into its form, field by field, with what is wrong beside it.

use super::conflict::{self, READ};
use super::field::tidy;
use super::{Field, Form, Kind, Part, Rows};
use crate::kernel::fault::{FaultCode, Faults};
use crate::kernel::path;
use crate::words::Say;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What a form brings back that was refused, or of which a part could not be saved.
#[derive(Debug, Clone, Default)]
pub struct Returned {
    /// Where it was sent.
    pub action: String,
    /// What was typed.
    pub typed: Value,
    /// What is wrong with it.
    pub faults: Faults,
    /// What else is to be said.
    pub note: Option<String>,
    /// The fields of which it speaks: it stands at the first that the form has.
    pub note_at: Vec<&'static str>,
    /// The word of the press, where it may yet be carried out: pressed again, it is an echo.
    pub press: Option<String>,
    /// Whether something newer was saved meanwhile.
    pub is_stale: bool,
    /// Who saved it, where that is known.
    pub by: Option<String>,
    /// Whether everything without a fault is saved.
    pub is_partly_saved: bool,
    /// Rows that are saved now, by the path they were sent under.
    pub renamed: BTreeMap<String, String>,
}

impl Form {
    /// Takes back what was typed.
    pub fn take_back(&mut self, say: &Say, returned: &Returned) {
        self.folded = false;
        let mut typed = returned.typed.clone();
        rename(&mut typed, &returned.renamed);
        self.add_typed_rows(&mut typed, returned.is_stale);
        if returned.is_stale {
            let notes = conflict::reconcile(self, say, &typed, returned.by.as_deref());
            self.faults.extend(notes);
        } else {
            self.put_back(&typed, returned);
        }
        self.note_faults(say, &returned.faults);
        if let Some(note) = &returned.note {
            self.note_at(&returned.note_at, note);
        }
        self.name_elements();
    }

    fn note_at(&mut self, fields: &[&str], note: &str) {
        let has = |at: &&&str| {
            let mut fields = self.fields().filter(|field| field.is_seen());
            fields.any(|field| field.path == **at)
        };
        let at = fields.iter().find(has).copied();
        match at.and_then(|at| self.field_mut(at)) {
            Some(field) => field.faults.push(note.to_owned()),
            None => self.faults.push(note.to_owned()),
        }
    }

    /// How many of its unseen words are others than those that were sent.
    pub fn says_unseen_but(&self, typed: &Value) -> usize {
        let unseen = self.fields().filter(|field| !field.is_seen());
        let is_other = |field: &&Field| {
            let sent = field.typed(typed).unwrap_or_default();
            sent.first() != Some(&field.value)
        };
        unseen.filter(is_other).count()
    }

    fn put_back(&mut self, typed: &Value, returned: &Returned) {
        let faults = &returned.faults;
        let keeps_saved = returned.is_partly_saved;
        self.each(&mut |field| {
            let is_saved = keeps_saved && faults.at(&field.path).is_empty();
            // What was read stays what was read: a fault is no leave to overwrite unseen. And what
            // a link gave stays, for the address of the form does not have it.
            let is_seen = matches!(field.name(), "version" | "token" | "ticket" | READ);
            // What the browser has made is made once; one that was refused is no answer any more.
            let is_kept = faults.at("").is_empty();
            let is_made = is_kept && matches!(field.kind, Kind::NewPasskey(_));
            if field.is_open() && !is_saved || (is_seen || is_made) && !keeps_saved {
                field.fill(typed);
            }
        });
    }

    /// Rows that were typed and that the form does not have: more new ones than it offers, and such
    /// as somebody else took out meanwhile.
    fn add_typed_rows(&mut self, typed: &mut Value, is_stale: bool) {
        let read = is_stale.then(|| conflict::marks(typed));
        for part in &mut self.parts {
            if let Part::Rows(rows) = part {
                rows.add_typed(typed, read.as_ref());
            }
        }
        self.name_elements();
    }

    /// Notes every fault at its place.
    pub fn note_faults(&mut self, say: &Say, faults: &Faults) {
        for (at, faults) in faults.iter() {
            let said: Vec<String> = faults.iter().map(|fault| say.fault(fault)).collect();
            if let Some(field) = self.field_mut(at).filter(|field| field.is_seen()) {
                // A proposal stands in its field, to be looked at and sent again.
                for fault in faults {
                    if let (FaultCode::ConfirmSpelling, Some(proposal)) = (fault.code, &fault.limit)
                    {
                        field.value.clone_from(proposal);
                    }
                }
                field.faults = said;
            } else if let Some(row) = self.row_mut(at) {
                row.faults.extend(said);
            } else if let Some(rows) = self.rows_mut(at) {
                rows.faults.extend(said);
            } else if at.is_empty() {
                self.faults.extend(said);
            } else if let Some((_, form)) = &mut self.elsewhere {
                let mut one = Faults::default();
                faults.iter().for_each(|fault| one.add(at, fault.clone()));
                form.note_faults(say, &one);
            } else {
                let label = say.field(at);
                self.faults
                    .extend(said.iter().map(|said| format!("{label}: {said}")));
            }
        }
    }

    fn rows_mut(&mut self, at: &str) -> Option<&mut Rows> {
        self.parts.iter_mut().find_map(|part| match part {
            Part::Rows(rows) if rows.list == at => Some(rows),
            _ => None,
        })
    }

    fn row_mut(&mut self, at: &str) -> Option<&mut super::Row> {
        let (_, list, key) = path::row_of(at)?;
        self.parts.iter_mut().find_map(|part| match part {
            Part::Rows(rows) if rows.list == list => {
                rows.rows.iter_mut().find(|row| row.key == key)
            }
            _ => None,
        })
    }
}

impl Rows {
    /// With what was read, a row that somebody else took out comes back only where it was changed
    /// here: then as a new one.
    fn add_typed(&mut self, typed: &mut Value, read: Option<&BTreeMap<String, String>>) {
        let Some(Value::Array(sent)) = typed.get_mut(&self.list) else {
            return;
        };
        for row in sent {
            let key = path::key_of(row).to_owned();
            let is_there = self.rows.iter().any(|known| known.key == key);
            let at = format!("{}[{key}]", self.list);
            let is_unchanged = read
                .is_some_and(|read| !path::is_new(&key) && conflict::is_as_read(row, &at, read));
            if is_there || is_empty(row) || is_unchanged {
                continue;
            }
            let key = if path::is_new(&key) && !key.is_empty() {
                key
            } else {
                self.free_key()
            };
            if let Some(fields) = row.as_object_mut() {
                fields.insert("id".to_owned(), json!(key));
            }
            if let Some(added) = self.add(&key) {
                added.is_added = true;
            }
        }
    }

    fn free_key(&self) -> String {
        let free = (0..).map(path::new_key);
        let mut free = free.filter(|key| !self.rows.iter().any(|row| row.key == *key));
        free.next().unwrap_or_default()
    }
}

fn is_empty(row: &Value) -> bool {
    match row {
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| *name != "id")
            .all(|(_, value)| is_empty(value)),
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.iter().all(is_empty),
        _ => true,
    }
}

/// Rows that were new when they were sent and are saved now.
fn rename(typed: &mut Value, renamed: &BTreeMap<String, String>) {
    for (from, to) in renamed {
        let Some((_, list, from)) = path::row_of(from) else {
            continue;
        };
        let Some((_, _, to)) = path::row_of(to) else {
            continue;
        };
        let rows = typed.get_mut(list).and_then(Value::as_array_mut);
        for row in rows.into_iter().flatten() {
            if path::key_of(row) == from
                && let Some(fields) = row.as_object_mut()
            {
                fields.insert("id".to_owned(), json!(to));
            }
        }
    }
}

impl Field {
    /// What was typed into it, as its form sends it; none where it was not sent.
    pub(super) fn typed(&self, typed: &Value) -> Option<Vec<String>> {
        match path::get(typed, &self.path) {
            Some(Value::String(text)) => Some(vec![text.clone()]),
            Some(Value::Array(items)) => {
                let texts = items.iter().filter_map(Value::as_str);
                Some(texts.map(str::to_owned).collect())
            }
            _ => match self.kind {
                Kind::Tick | Kind::Boxes(_) | Kind::Radios(_) | Kind::Scale(..) => Some(Vec::new()),
                _ => None,
            },
        }
    }

    /// Puts back what was typed.
    pub(super) fn fill(&mut self, typed: &Value) {
        if let Some(texts) = self.typed(typed) {
            self.value = texts.first().cloned().unwrap_or_default();
            self.values = texts;
        }
    }

    /// What was typed, to be compared with [`Field::sent`].
    pub(super) fn typed_as_sent(&self, typed: &Value) -> Option<String> {
        let mut texts = self.typed(typed)?;
        texts.retain(|text| !text.is_empty());
        texts.sort();
        Some(tidy(&texts.join("\n")))
    }

    fn is_seen(&self) -> bool {
        !matches!(self.kind, Kind::Hidden | Kind::NewPasskey(_))
    }
}
