//! The table in `fields.txt`, and an answer as the fields it names.

use serde_json::Value;
use std::collections::BTreeMap;

/// One row: who is told these fields.
pub struct Row {
    /// In words of the law; `varies` where each reader is told their own.
    pub told: String,
    /// What all others are told in place of it.
    pub otherwise: Option<String>,
    pub fields: Vec<String>,
    /// Of these, what is empty for everybody in this fund.
    pub empty: Vec<String>,
}

/// An answer about one kind of thing.
pub struct Block {
    pub path: String,
    pub kind: String,
    pub there: String,
    pub rows: Vec<Row>,
}

/// The blocks of the table.
pub fn read(table: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    for line in lines.filter(|line| !line.trim().is_empty()) {
        let (head, rest) = line.split_once(':').unwrap_or_else(|| panic!("{line}"));
        if line.starts_with('/') {
            let (path, kind) = head.split_once(' ').unwrap();
            blocks.push(Block {
                path: path.to_owned(),
                kind: kind.trim().to_owned(),
                there: rest.trim().to_owned(),
                rows: Vec::new(),
            });
            continue;
        }
        let (told, otherwise) = match head.split_once(" else ") {
            Some((told, otherwise)) => (told, Some(otherwise.trim().to_owned())),
            None => (head, None),
        };
        let block = blocks.last_mut().unwrap();
        block.rows.push(Row {
            told: told.trim().to_owned(),
            otherwise,
            fields: rest
                .split_whitespace()
                .map(|field| field.trim_end_matches('?').to_owned())
                .collect(),
            empty: rest
                .split_whitespace()
                .filter_map(|field| field.strip_suffix('?'))
                .map(str::to_owned)
                .collect(),
        });
    }
    blocks
}

impl Block {
    fn names(&self, field: &str) -> bool {
        let mut fields = self.rows.iter().flat_map(|row| &row.fields);
        fields.any(|one| one == field)
    }

    fn leads_to(&self, field: &str) -> bool {
        let mut fields = self.rows.iter().flat_map(|row| &row.fields);
        fields.any(|one| {
            one.strip_prefix(field)
                .is_some_and(|rest| rest.starts_with(['.', '[']))
        })
    }

    /// The fields of an answer that rows name, and what no row names.
    pub fn told(&self, answer: &Value) -> (BTreeMap<String, Vec<Value>>, Vec<String>) {
        let (mut told, mut unknown) = (BTreeMap::new(), Vec::new());
        if !self.names("*") {
            self.gather("", answer, &mut told, &mut unknown);
        }
        (told, unknown)
    }

    fn gather(
        &self,
        at: &str,
        value: &Value,
        told: &mut BTreeMap<String, Vec<Value>>,
        unknown: &mut Vec<String>,
    ) {
        if self.names(at) {
            told.entry(at.to_owned()).or_default().push(value.clone());
            return;
        }
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    let dot = if at.is_empty() { "" } else { "." };
                    self.gather(&format!("{at}{dot}{name}"), value, told, unknown);
                }
            }
            Value::Array(items) if !items.is_empty() => {
                for item in items {
                    self.gather(&format!("{at}[]"), item, told, unknown);
                }
            }
            empty if is_empty(empty) && self.leads_to(at) => {}
            _ => unknown.push(at.to_owned()),
        }
    }
}

/// Whether nothing is told by this.
pub fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// What others are told in place of a value.
pub fn instead(word: &str, value: &Value) -> Value {
    let text = value.as_str().unwrap_or_default();
    match word {
        // Marks and list are not known before the release.
        "as_told" => match text {
            "assessed" | "ranked" => Value::from("under_review"),
            _ => value.clone(),
        },
        "evaluating" => match text {
            "ranked" | "decided" => Value::from("in_evaluation"),
            _ => value.clone(),
        },
        "last_four" => {
            let plain: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
            let at = plain.len().saturating_sub(4);
            Value::from(format!("…{}", &plain[at..]))
        }
        "true" => Value::from(true),
        "false" => Value::from(false),
        // What the bank is sent, with the last four of each account number.
        "masked" => Value::from(masked(text)),
        other => panic!("{other} is no word for what is told instead"),
    }
}

fn masked(order: &str) -> String {
    let cells = |line: &str| {
        let cells = line.split(',').enumerate();
        let cells = cells.map(
            |(at, cell)| match (at, cell.get(cell.len().wrapping_sub(4)..)) {
                (2, Some(last)) if cell != "iban" => format!("…{last}"),
                _ => cell.to_owned(),
            },
        );
        cells.collect::<Vec<_>>().join(",")
    };
    order.split('\n').map(cells).collect::<Vec<_>>().join("\n")
}
