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
fn the_law_and_the_kernel_ask_no_database() {
    for word in ["QueryDsl", "RunQueryDsl", "diesel::prelude", "db::schema"] {
        let found: Vec<String> = offenders(word, &[])
            .into_iter()
            .filter(|name| name.starts_with("rules/") || name.starts_with("kernel/"))
            .collect();
        assert_eq!(found, Vec::<String>::new(), "{word}");
    }
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
        "error.rs",
        "kernel/",
        "rules/",
        "identity/sessions.rs",
    ];
    let found: Vec<String> = offenders("diesel::prelude", &allowed)
        .into_iter()
        .filter(|name| !name.ends_with("/store.rs") && !name.ends_with("/queries.rs"))
        .collect();
    assert_eq!(found, Vec::<String>::new());
}
