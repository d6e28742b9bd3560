//! The sources, as the house's tests read them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Every file of `src` that ends so: its path from there, and its text.
pub fn sources(ends: &[&str]) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for one in std::fs::read_dir(folder).unwrap() {
            let path = one.unwrap().path();
            let end = path.extension().map(|end| end.to_string_lossy());
            if path.is_dir() {
                folders.push(path);
            } else if end.is_some_and(|end| ends.contains(&end.as_ref())) {
                let name = path.strip_prefix(&root).unwrap();
                let name = name.to_string_lossy().into_owned();
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(found.len() > 100);
    found.sort();
    found
}

/// A text without its lines of comment.
pub fn code(text: &str) -> String {
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect()
}

/// The modules as `lib.rs` lists them.
pub fn modules() -> Vec<String> {
    let library = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs");
    std::fs::read_to_string(library)
        .unwrap()
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect()
}

/// The paths within the crate that a text names, each from `crate`, `self` or `super` on. What a
/// macro names by `$crate` is its user's affair.
pub fn paths(text: &str) -> BTreeSet<String> {
    let code = code(text).replace("$crate::", "");
    let mut found = BTreeSet::new();
    for root in ["crate::", "super::", "self::"] {
        for (at, _) in code.match_indices(root) {
            let before = code.get(..at).unwrap();
            let is_inside = before.ends_with("::") || before.ends_with(char::is_alphanumeric);
            if !is_inside {
                spread(code.get(at..).unwrap(), "", &mut found);
            }
        }
    }
    found
}

/// Reads one path, or a tree of paths in braces, and gives what stands after it.
fn spread<'a>(text: &'a str, before: &str, found: &mut BTreeSet<String>) -> &'a str {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
        .unwrap_or(text.len());
    let (own, mut rest) = text.split_at(end);
    let path = format!("{before}{own}");
    if !path.ends_with("::") || !rest.starts_with('{') {
        found.insert(path);
        return rest;
    }
    loop {
        rest = spread(rest.get(1..).unwrap().trim_start(), &path, found).trim_start();
        if !rest.starts_with(',') {
            return rest.strip_prefix('}').unwrap_or(rest);
        }
    }
}

/// Which files each file uses, but for the `mod.rs` that gathers a folder.
pub fn uses() -> BTreeMap<String, BTreeSet<String>> {
    let all = sources(&["rs"]);
    let names: BTreeSet<&str> = all
        .iter()
        .map(|(name, _)| name.trim_end_matches(".rs"))
        .collect();
    let used = |name: &str, text: &str| {
        paths(text)
            .iter()
            .filter_map(|path| file_of(name, path, &names))
            .filter(|one| one != name && !one.ends_with("mod"))
            .collect()
    };
    all.iter()
        .map(|(name, text)| (name.trim_end_matches(".rs"), text))
        .map(|(name, text)| (name.to_owned(), used(name, text)))
        .collect()
}

/// The file that a path of a file leads to.
fn file_of(name: &str, path: &str, names: &BTreeSet<&str>) -> Option<String> {
    let mut place: Vec<&str> = name.split('/').collect();
    place.pop();
    let is_folder = name.ends_with("mod");
    let mut parts = path.split("::").peekable();
    match parts.next()? {
        "crate" => place.clear(),
        "super" if is_folder => drop(place.pop()),
        _ => {}
    }
    while parts.next_if_eq(&"super").is_some() {
        place.pop();
    }
    let mut found = None;
    for part in parts {
        place.push(part);
        let file = place.join("/");
        if names.contains(file.as_str()) {
            found = Some(file);
        }
    }
    found
}
