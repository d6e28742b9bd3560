//! Repeated rows of the same fields, known by their key.

use super::field::Field;
use crate::kernel::path;
use crate::words::Say;

/// Rows of the same fields.
#[derive(Debug, Clone)]
pub struct Rows {
    /// The path of the list.
    pub list: String,
    /// What all of them are called.
    pub title: String,
    /// What is wrong with the list as a whole.
    pub faults: Vec<String>,
    /// The identifier of its element.
    pub id: String,
    /// What one of them is called.
    pub word: String,
    pub rows: Vec<Row>,
    /// The fields of an empty row, under the path of the list.
    pub(super) blank: Vec<Field>,
}

/// One of repeated rows.
#[derive(Debug, Clone)]
pub struct Row {
    /// What it is known by: an identifier, or `new-1` while it is not saved.
    pub key: String,
    /// What it is called, as in "Participant Orbit Labs".
    pub label: String,
    /// What is wrong with it as a whole.
    pub faults: Vec<String>,
    pub fields: Vec<Field>,
    /// The identifier of its element.
    pub id: String,
    /// Whether it is there for what was typed only.
    pub(super) is_added: bool,
}

impl Rows {
    /// Rows of things that are there, and some spare ones. A thing gives its key and its name;
    /// `fields` makes the fields of one, or of an empty row, under the path it is given.
    pub fn of<T>(
        say: &Say,
        list: &str,
        word: impl Into<String>,
        known: &[T],
        called: impl Fn(&T) -> (String, String),
        spare: usize,
        fields: impl Fn(&str, Option<&T>) -> Vec<Field>,
    ) -> Self {
        let mut rows = Self {
            list: list.to_owned(),
            title: say.field(list),
            faults: Vec::new(),
            id: String::new(),
            word: word.into(),
            rows: Vec::new(),
            blank: fields(list, None),
        };
        for one in known {
            let (key, name) = called(one);
            let fields = fields(&format!("{list}[{key}]"), Some(one));
            rows.push(key, &name, fields);
        }
        for index in 0..spare {
            rows.add(&path::new_key(index));
        }
        rows
    }

    /// Adds an empty row.
    pub(super) fn add(&mut self, key: &str) -> Option<&mut Row> {
        let to = format!("{}[{key}]", self.list);
        let blank = self.blank.iter().cloned();
        let fields = blank.map(|field| field.moved(&self.list, &to)).collect();
        self.push(key.to_owned(), "", fields);
        self.rows.last_mut()
    }

    fn push(&mut self, key: String, name: &str, mut fields: Vec<Field>) {
        let name = match name.trim() {
            "" => (self.rows.len() + 1).to_string(),
            name => name.to_owned(),
        };
        let label = format!("{} {name}", self.word);
        for field in &mut fields {
            field.row.clone_from(&label);
        }
        self.rows.push(Row {
            key,
            label,
            faults: Vec::new(),
            fields,
            id: String::new(),
            is_added: false,
        });
    }
}
