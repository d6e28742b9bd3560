//! A form, filled in as its reader would: what stands in it stays, choices are made by their words,
//! rows and parts are filled in the order in which the page shows them.

use super::script::{StoryFault, Told, fault};
use crate::kernel::path;
use crate::web::form::settle;
use crate::web::screen::{Field, Form, Kind};
use serde_json::Value as Json;
use toml::{Table, Value};

/// What a browser would send of a form: the texts of its fields by their paths, each path once.
#[derive(Debug, Clone, Default)]
pub struct Filled(Vec<(String, Json)>);

impl Filled {
    /// Paths and texts in the order of the form; a field of several texts comes once for each.
    pub fn pairs(&self) -> Vec<(&str, &str)> {
        let all = self.0.iter().flat_map(|(path, value)| {
            let texts = match value {
                Json::Array(items) => items.as_slice(),
                one => std::slice::from_ref(one),
            };
            let texts = texts.iter().filter_map(Json::as_str);
            texts.map(|text| (path.as_str(), text))
        });
        all.collect()
    }

    /// The same as a deed takes it.
    pub fn tree(&self) -> Json {
        let mut tree = Json::Object(serde_json::Map::new());
        for (path, value) in &self.0 {
            path::set(&mut tree, path, value.clone());
        }
        settle(&mut tree)
    }
}

/// A form in which this was put. What stands in an unseen field chooses the form, for nobody
/// writes there; an empty one holds what a letter's link brings along.
pub(super) fn filled(form: &Form, says: &Table) -> Told<Filled> {
    let mut filling = Filling {
        form,
        filled: Filled::default(),
    };
    for field in form.fields() {
        filling.leave(field);
    }
    for (name, value) in says {
        filling.put(name, value)?;
    }
    Ok(filling.filled)
}

struct Filling<'f> {
    form: &'f Form,
    filled: Filled,
}

impl Filling<'_> {
    /// What stands in a field already.
    fn leave(&mut self, field: &Field) {
        match field.kind {
            Kind::Group
            | Kind::File
            | Kind::Password(_)
            | Kind::Code
            | Kind::Proof
            | Kind::NewPasskey(_) => {}
            Kind::Boxes(_) => self.set(&field.path, field.values.clone().into()),
            Kind::Tick if !field.is_chosen("true") => {}
            _ => self.set(&field.path, field.value.clone().into()),
        }
    }

    fn set(&mut self, at: &str, value: Json) {
        let fields = &mut self.filled.0;
        match fields.iter_mut().find(|one| one.0 == at) {
            Some(field) => field.1 = value,
            None => fields.push((at.to_owned(), value)),
        }
    }

    fn field(&self, at: &str) -> Option<&Field> {
        self.form.fields().find(|field| field.path == at)
    }

    fn put(&mut self, at: &str, value: &Value) -> Told<()> {
        match value {
            Value::Table(parts) => parts
                .iter()
                .try_for_each(|(name, part)| self.put(&format!("{at}.{name}"), part)),
            Value::Array(items) => self.put_each(at, items),
            Value::String(text) => {
                let text = match self.field(at) {
                    Some(field) => chosen(field, text)?,
                    None if self.is_further_row(at) => text.clone(),
                    None => return self.unknown(at),
                };
                self.set(at, text.into());
                Ok(())
            }
            other => fault(format!("{at}: {other} is to be written as text")),
        }
    }

    fn put_each(&mut self, at: &str, items: &[Value]) -> Told<()> {
        if let Some(field) = self.field(at) {
            let texts = items.iter().filter_map(Value::as_str);
            let picked = texts.map(|text| chosen(field, text));
            let picked = picked.collect::<Told<Vec<String>>>()?;
            self.set(at, picked.into());
            return Ok(());
        }
        let mut parts = self.parts(at);
        if parts.is_empty() {
            return self.unknown(at);
        }
        while self.is_list(at) && parts.len() < items.len() {
            parts.push(format!("{at}[{}]", path::new_key(parts.len())));
        }
        if parts.len() < items.len() {
            return fault(format!("{at} has no more than {} parts", parts.len()));
        }
        parts
            .iter()
            .zip(items)
            .try_for_each(|(part, item)| self.put(part, item))
    }

    /// The rows or parts of a field, in the order of the form.
    fn parts(&self, at: &str) -> Vec<String> {
        let mut parts: Vec<String> = Vec::new();
        for field in self.form.fields() {
            let Some(rest) = field.path.strip_prefix(at) else {
                continue;
            };
            let end = match rest.chars().next() {
                Some('[') => rest.find(']').map(|end| end + 1),
                Some('.') => {
                    let name = rest.get(1..).and_then(|name| name.find('.'));
                    Some(name.map_or(rest.len(), |end| end + 1))
                }
                _ => None,
            };
            let part = end.and_then(|end| field.path.get(..at.len() + end));
            parts.extend(part.map(str::to_owned));
        }
        parts.dedup();
        parts
    }

    fn is_list(&self, at: &str) -> bool {
        let row = format!("{at}[");
        self.form.fields().any(|field| field.path.starts_with(&row))
    }

    /// Whether it is of a row that a button of the page would add.
    fn is_further_row(&self, at: &str) -> bool {
        path::row_of(at).is_some_and(|(row, list, key)| {
            path::is_new(key) && self.is_list(list) && self.parts(list).iter().all(|one| one != row)
        })
    }

    fn unknown<T>(&self, at: &str) -> Told<T> {
        let known: Vec<&str> = self.form.fields().map(|one| one.path.as_str()).collect();
        fault(format!(
            "the form has no field {at}, but {}",
            known.join(", ")
        ))
    }
}

/// A choice by its value or its words; what is typed elsewhere is as it is typed.
fn chosen(field: &Field, text: &str) -> Told<String> {
    let stands = !field.value.is_empty() && field.value != text;
    if matches!(field.kind, Kind::Hidden) && stands {
        return fault(format!("{} is not {text}", field.path));
    }
    let (Kind::Choice(choices) | Kind::Radios(choices) | Kind::Boxes(choices)) = &field.kind else {
        return Ok(text.to_owned());
    };
    let found = choices
        .iter()
        .find(|(value, words)| value == text || words == text);
    match found {
        Some((value, _)) => Ok(value.clone()),
        None if text.is_empty() => Ok(String::new()),
        None => Err(StoryFault(format!(
            "{} has no choice {text}, but {}",
            field.path,
            choices
                .iter()
                .map(|one| one.1.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        ))),
    }
}
