//! The house itself: what its rules promise of the sources, the tables, the messages, the documents.

mod architecture;
mod documents;
mod look;
mod messages;
mod sentences;
mod tables;

use std::path::{Path, PathBuf};

/// Name and text of every source that ends so.
fn sources(ends: &[&str]) -> Vec<(String, String)> {
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
    found
}
