//! Which way dependencies point, read from the sources.

use super::sources;

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

/// The modules as `lib.rs` lists them.
fn modules() -> Vec<String> {
    let library = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs");
    std::fs::read_to_string(library)
        .unwrap()
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect()
}

/// The modules a file names after `crate::`, but for comments.
fn used(text: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    code.split("crate::")
        .skip(1)
        .flat_map(|after| match after.strip_prefix('{') {
            Some(group) => group
                .split('}')
                .next()
                .unwrap_or_default()
                .split(',')
                .map(|one| first_word(one.trim()))
                .collect::<Vec<String>>(),
            None => vec![first_word(after)],
        })
        .collect()
}

fn first_word(text: &str) -> String {
    text.chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

/// Fault 27: `lib.rs` promises that its modules stand in the order of their dependencies.
#[test]
fn a_module_uses_only_those_above_it() {
    let modules = modules();
    let place = |name: &str| modules.iter().position(|module| module == name);
    let mut found = Vec::new();
    for (name, text) in sources() {
        let own = name.split('/').next().unwrap().trim_end_matches(".rs");
        let Some(own_place) = place(own) else {
            continue;
        };
        for one in used(&text) {
            if place(&one).is_some_and(|place| place > own_place) {
                found.push(format!("{name} uses {one}"));
            }
        }
    }
    found.sort();
    found.dedup();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn money_is_never_a_float() {
    for word in ["f32", "f64"] {
        nowhere_but(word, &[]);
    }
}

#[test]
fn each_strong_library_has_one_door() {
    nowhere_but("lettre::", &["notifications/mailer.rs"]);
    nowhere_but("use argon2", &["identity/password.rs"]);
    nowhere_but("use jsonwebtoken", &["identity/token.rs"]);
    nowhere_but("std::env::", &["config/"]);
    nowhere_but("Timestamp::now", &["kernel/time.rs"]);
    nowhere_but("SystemTime", &["kernel/time.rs"]);
}

#[test]
fn queries_live_where_the_house_says() {
    let allowed = [
        "db/",
        "standing.rs",
        "integrity.rs",
        "audit/",
        "ledger/",
        "identity/sessions.rs",
    ];
    let found: Vec<String> = offenders("diesel::prelude", &allowed)
        .into_iter()
        .filter(|name| !name.ends_with("/store.rs") && !name.ends_with("/queries.rs"))
        .collect();
    assert_eq!(found, Vec::<String>::new());
}
