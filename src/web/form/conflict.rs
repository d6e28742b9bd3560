//! Two people change the same thing at once. What only one of them changed is brought together;
//! where both did, both texts are shown, and the person says which of them stays.
//!
//! A form remembers what was read, field by field, in `_read`. Where a choice is open, the form
//! keeps the version that was read, so that pressing again overwrites nothing.

use super::{Field, Form, Kind, Meanwhile, Part};
use crate::kernel::digest::sha256_hex;
use crate::kernel::path;
use crate::words::Say;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The field with what was read.
pub(super) const READ: &str = "_read";
/// The field with the version of what was saved meanwhile.
const NEWER: &str = "_newer";
/// The fields that differ.
const DIFFERS: &str = "_differs";
/// The choices, by the path of their field.
const KEEP: &str = "_keep";
/// What was saved meanwhile, by the path of its field.
const THEIRS: &str = "_theirs";

fn mark(text: &str) -> String {
    sha256_hex(text).get(..8).unwrap_or_default().to_owned()
}

impl Form {
    /// Remembers what is read, field by field.
    pub(super) fn remember(&mut self) {
        let marks: BTreeMap<&str, String> = self
            .fields()
            .filter(|field| field.is_open())
            .map(|field| (field.path.as_str(), mark(&field.sent())))
            .collect();
        let text = serde_json::to_string(&marks).unwrap_or_default();
        self.set_hidden(READ, text);
    }

    /// The paths of the rows that are there for what was typed only.
    fn added_rows(&self) -> Vec<String> {
        let mut added = Vec::new();
        for part in &self.parts {
            if let Part::Rows(rows) = part {
                let new = rows.rows.iter().filter(|row| row.is_added);
                added.extend(new.map(|row| format!("{}[{}].", rows.list, row.key)));
            }
        }
        added
    }

    fn set_hidden(&mut self, path: &str, value: impl Into<String>) {
        match self.field_mut(path) {
            Some(field) => field.value = value.into(),
            None => self.parts.push(Part::Field(Field::hidden(path, value))),
        }
    }
}

pub(super) fn marks(typed: &Value) -> BTreeMap<String, String> {
    let text = typed.get(READ).and_then(Value::as_str).unwrap_or_default();
    serde_json::from_str(text).unwrap_or_default()
}

/// Whether everything in a row is as it was read.
pub(super) fn is_as_read(value: &Value, at: &str, read: &BTreeMap<String, String>) -> bool {
    match value {
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| *name != "id")
            .all(|(name, value)| is_as_read(value, &format!("{at}.{name}"), read)),
        Value::String(text) => read.get(at) == Some(&mark(&super::field::tidy(text))),
        _ => true,
    }
}

/// Brings what was typed together with what was saved meanwhile; gives what is to be said of it.
pub(super) fn reconcile(
    form: &mut Form,
    say: &Say,
    typed: &Value,
    by: Option<&str>,
) -> Vec<String> {
    let read = marks(typed);
    let (mut theirs, mut open) = (Vec::new(), BTreeMap::new());
    let added = form.added_rows();
    form.each(&mut |field| {
        let Some(mine) = field.typed_as_sent(typed).filter(|_| field.is_open()) else {
            return;
        };
        let (saved, before) = (field.sent(), read.get(&field.path));
        if mine == saved {
            return;
        }
        if before == Some(&mark(&mine)) {
            theirs.push(field.full_label());
        } else if before == Some(&mark(&saved))
            || added.iter().any(|row| field.path.starts_with(row))
        {
            field.fill(typed);
        } else {
            field.meanwhile = Some(Meanwhile {
                shown: field.in_words(say, &saved),
                choice: choice(typed, &field.path).unwrap_or_default(),
                saved: field.each_sent(),
            });
            field.fill(typed);
            open.insert(field.path.clone(), before.cloned().unwrap_or_default());
        }
    });
    let who = by.map_or_else(|| say.t("stale-somebody"), str::to_owned);
    let mut notes = Vec::new();
    if open.is_empty() {
        notes.push(say.with("stale-together", &[("who", who.into())]));
    } else {
        notes.push(say.with("stale-choose", &[("who", who.into())]));
        leave_open(form, typed, &open);
    }
    if !theirs.is_empty() {
        notes.push(say.with("stale-theirs", &[("fields", theirs.join("; ").into())]));
    }
    notes
}

/// Keeps the version that was read until every choice is made.
fn leave_open(form: &mut Form, typed: &Value, open: &BTreeMap<String, String>) {
    let newer = form.field_mut("version").map(|field| field.value.clone());
    if let Some(version) = form.field_mut("version") {
        version.fill(typed);
    }
    form.set_hidden(NEWER, newer.unwrap_or_default());
    let mut read = BTreeMap::new();
    if let Some(field) = form.field_mut(READ) {
        read = serde_json::from_str(&field.value).unwrap_or_default();
    }
    read.extend(open.clone());
    let text = serde_json::to_string(&read).unwrap_or_default();
    form.set_hidden(READ, text);
    for path in open.keys() {
        form.parts.push(Part::Field(Field::hidden(DIFFERS, path)));
    }
}

fn choice(typed: &Value, at: &str) -> Option<String> {
    let choice = path::get(typed.get(KEEP)?, at)?.as_str()?;
    matches!(choice, "mine" | "theirs").then(|| choice.to_owned())
}

/// Applies the choices between two texts, and gives what is to be done with it: without what is
/// the form's own. Only where every choice is made, the newer version is the one that was seen.
pub fn settle(typed: &mut Value) -> Value {
    let differs = match typed.get(DIFFERS) {
        Some(Value::String(path)) => vec![path.clone()],
        Some(Value::Array(paths)) => paths
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    };
    let choices: Vec<Option<String>> = differs.iter().map(|at| choice(typed, at)).collect();
    let newer = typed.get(NEWER).cloned();
    if let Some(newer) = newer.filter(|_| choices.iter().all(Option::is_some)) {
        for (at, choice) in differs.iter().zip(&choices) {
            let theirs = typed.get(THEIRS).and_then(|all| path::get(all, at));
            if choice.as_deref() == Some("theirs") {
                let theirs = theirs.cloned().unwrap_or(json!(""));
                path::set(typed, at, theirs);
            }
        }
        path::set(typed, "version", newer);
        if let Some(fields) = typed.as_object_mut() {
            fields.remove(DIFFERS);
        }
    }
    let fields = typed.as_object().cloned().unwrap_or_default();
    let own: Map<String, Value> = fields
        .into_iter()
        .filter(|(name, _)| !name.starts_with('_'))
        .collect();
    Value::Object(own)
}

impl Field {
    /// What stands in it, one text for each the form would send.
    fn each_sent(&self) -> Vec<String> {
        match self.kind {
            Kind::Boxes(_) => self.values.clone(),
            _ => vec![self.sent()],
        }
    }

    /// The name of the choice between two texts.
    pub fn keep_name(&self) -> String {
        format!("{KEEP}.{}", self.path)
    }

    /// The name under which the other text is sent along.
    pub fn theirs_name(&self) -> String {
        format!("{THEIRS}.{}", self.path)
    }
}
