//! Which way dependencies point, read from the sources.

use super::sources::{modules, paths, sources, uses};
use std::collections::{BTreeMap, BTreeSet};

/// Files in which a word stands, but for comments, that are not among those allowed to say it.
fn offenders(word: &str, allowed: &[&str]) -> Vec<String> {
    sources(&["rs"])
        .into_iter()
        .filter(|(name, _)| !allowed.iter().any(|allowed| name.starts_with(allowed)))
        .filter(|(_, text)| {
            text.lines()
                .any(|line| !line.trim_start().starts_with("//") && line.contains(word))
        })
        .map(|(name, _)| name)
        .collect()
}

fn nowhere_but(word: &str, allowed: &[&str]) {
    assert_eq!(offenders(word, allowed), Vec::<String>::new(), "{word}");
}

#[test]
fn http_is_known_in_the_web_alone() {
    nowhere_but("actix_web", &["web/", "cli/serve.rs"]);
    nowhere_but("HttpResponse", &["web/"]);
}

#[test]
fn the_two_databases_differ_in_one_folder() {
    nowhere_but("Conn::Sqlite", &["db/"]);
    nowhere_but("Conn::Postgres", &["db/"]);
}

#[test]
fn the_web_sees_neither_stores_nor_tables() {
    for word in ["::store", "db::schema", "diesel::"] {
        let found: Vec<String> = offenders(word, &[])
            .into_iter()
            .filter(|name| name.starts_with("web/"))
            .collect();
        assert_eq!(found, Vec::<String>::new(), "{word}");
    }
}

#[test]
fn the_law_and_the_kernel_know_no_database() {
    let found: Vec<String> = offenders("diesel", &[])
        .into_iter()
        .filter(|name| {
            ["rules/", "kernel/", "error.rs"]
                .iter()
                .any(|pure| name.starts_with(pure))
        })
        .collect();
    assert_eq!(found, Vec::<String>::new());
}

/// Fault 27: `lib.rs` promises that its modules stand in the order of their dependencies.
#[test]
fn a_module_uses_only_those_above_it() {
    let modules = modules();
    let place = |name: &str| modules.iter().position(|module| module == name);
    let mut found = BTreeSet::new();
    for (name, text) in sources(&["rs"]) {
        let own = name.split('/').next().unwrap().trim_end_matches(".rs");
        let Some(own_place) = place(own) else {
            continue;
        };
        for path in paths(&text) {
            let used = path.strip_prefix("crate::").unwrap_or_default();
            let used = used.split("::").next().unwrap_or_default();
            if place(used).is_some_and(|place| place > own_place) {
                found.insert(format!("{name} uses {used}"));
            }
        }
    }
    assert_eq!(found, BTreeSet::new());
}

/// What can be reached from a file, step by step.
fn reached(from: &str, uses: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut next: Vec<&str> = vec![from];
    while let Some(one) = next.pop() {
        for used in uses.get(one).into_iter().flatten() {
            if found.insert(used.clone()) {
                next.push(used);
            }
        }
    }
    found
}

#[test]
fn no_file_uses_one_that_uses_it() {
    let uses = uses();
    assert!(uses["calls/actions"].contains("calls/store"));
    let circles: Vec<&String> = uses
        .keys()
        .filter(|name| reached(name, &uses).contains(*name))
        .collect();
    assert_eq!(circles, Vec::<&String>::new());
}

#[test]
fn money_is_never_a_float() {
    for word in ["f32", "f64"] {
        nowhere_but(word, &[]);
    }
}

#[test]
fn each_strong_library_has_one_door() {
    nowhere_but("lettre::", &["notifications/mailer.rs", "kernel/text.rs"]);
    nowhere_but("use argon2", &["identity/password.rs"]);
    nowhere_but("use jsonwebtoken", &["identity/token.rs"]);
    nowhere_but("webauthn_rp", &["identity/second_factor/webauthn.rs"]);
    nowhere_but("std::env::", &["config/"]);
    nowhere_but("Timestamp::now", &["kernel/time.rs"]);
    nowhere_but("SystemTime", &["kernel/time.rs"]);
}

#[test]
fn queries_live_where_the_house_says() {
    let allowed = [
        "db/",
        "standing/",
        "integrity/",
        "audit/",
        "ledger/",
        "identity/sessions.rs",
    ];
    let found: Vec<String> = offenders("diesel::prelude", &allowed)
        .into_iter()
        .filter(|name| !name.ends_with("/store.rs") && !name.ends_with("/queries.rs"))
        .filter(|name| !name.contains("/store/") && !name.contains("/queries/"))
        .collect();
    assert_eq!(found, Vec::<String>::new());
}
