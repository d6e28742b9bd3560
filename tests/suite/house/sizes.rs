//! Files and functions that can be read at once, and lines that fit a page.
//!
//! What broke these rules when they were made is listed in `too_long.txt`. The list only shrinks:
//! `UPDATE_GOLDEN=1` takes out what has been mended, and puts nothing in.

use super::sources::sources;
use std::collections::BTreeSet;

const LINES_OF_A_FILE: usize = 400;
const LINES_OF_A_FUNCTION: usize = 60;
const COLUMNS: usize = 100;
/// Files that are tables throughout.
const TABLES: &[&str] = &["db/schema.rs"];
/// Functions that are tables: the deeds of a context, a row each.
const ROWS: (&str, &str) = ("web/routes/", "deeds");

/// The lines of a file that are neither a table, which `rustfmt` is told to leave alone, nor a test;
/// each with its indentation.
fn prose(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut left_out: Option<usize> = None;
    let mut is_begun = false;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        match left_out {
            Some(depth) => {
                let ends = [");", "];", "}", "},"].iter();
                let is_end = indent == depth && ends.clone().any(|end| line.trim() == *end);
                let is_whole = !is_begun && line.trim_end().ends_with(';');
                is_begun |= line.ends_with(['{', '[', '(']);
                if is_end || is_whole {
                    left_out = None;
                }
            }
            None if ["#[rustfmt::skip]", "#[cfg(test)]"].contains(&line.trim()) => {
                (left_out, is_begun) = (Some(indent), false);
            }
            None => found.push((indent, line)),
        }
    }
    found
}

/// The name of a function that begins on this line.
fn function(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn ")?;
    let is_head = before
        .split_whitespace()
        .all(|word| ["pub", "pub(super)", "pub(crate)", "async", "const"].contains(&word));
    let end = after.find(|c: char| !(c.is_alphanumeric() || c == '_'))?;
    is_head.then(|| after.get(..end).unwrap())
}

fn too_long(name: &str, text: &str) -> Vec<String> {
    let lines = prose(text);
    let mut found = Vec::new();
    if lines.len() > LINES_OF_A_FILE && !TABLES.contains(&name) {
        found.push(format!("file {name}"));
    }
    for (place, (indent, line)) in lines.iter().enumerate() {
        let length = lines
            .iter()
            .skip(place)
            .position(|(depth, line)| depth == indent && line.trim() == "}");
        if let (Some(function), Some(length)) = (function(line), length)
            && length >= LINES_OF_A_FUNCTION
            && !(name.starts_with(ROWS.0) && function == ROWS.1)
        {
            found.push(format!("function {name} {function}"));
        }
    }
    if lines.iter().any(|(_, line)| line.chars().count() > COLUMNS) {
        found.push(format!("line {name}"));
    }
    found
}

#[test]
fn files_functions_and_lines_are_short() {
    let list = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/suite/house/too_long.txt"
    );
    let found: BTreeSet<String> = sources(&["rs"])
        .iter()
        .flat_map(|(name, text)| too_long(name, text))
        .collect();
    let written = |all: &BTreeSet<String>| -> String {
        all.iter().flat_map(|one| [one.as_str(), "\n"]).collect()
    };
    let is_update = std::env::var("UPDATE_GOLDEN").is_ok();
    if is_update && !std::path::Path::new(list).exists() {
        std::fs::write(list, written(&found)).unwrap();
    }
    let kept = std::fs::read_to_string(list).unwrap_or_default();
    let kept: BTreeSet<&str> = kept.lines().collect();
    let new: Vec<&String> = found
        .iter()
        .filter(|one| !kept.contains(one.as_str()))
        .collect();
    assert_eq!(new, Vec::<&String>::new(), "too long");
    let mended: Vec<&&str> = kept.iter().filter(|one| !found.contains(**one)).collect();
    if is_update {
        std::fs::write(list, written(&found)).unwrap();
    } else {
        assert_eq!(mended, Vec::<&&str>::new(), "mended: take it off the list");
    }
}

#[test]
fn a_table_and_a_test_are_no_prose() {
    let text =
        "a\n#[rustfmt::skip]\nconst B: &[u8] = &[\n    1,\n];\nc\n#[cfg(test)]\nmod tests {\n}\n";
    let lines: Vec<&str> = prose(text).into_iter().map(|line| line.1).collect();
    assert_eq!(lines, ["a", "c"]);
    assert_eq!(function("    pub async fn read(&self) {"), Some("read"));
    assert_eq!(function("let fn_ = 1;"), None);
}
