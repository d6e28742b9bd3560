//! What fails is said. A question to the database whose failure becomes an absence shows people a
//! world without what was not read.

use super::sources;
use super::sources::code;

/// Ways to make an absence of a failure.
const WAYS: &[&str] = &[".ok()", "let Ok("];
/// What a question to the database is asked by.
const ASKED_BY: &[&str] = &["view", "conn", "tx", "read_now", "write_now"];

/// The statement such a way stands in: up to it, or for a pattern what is matched.
fn statement<'t>(text: &'t str, at: usize, way: &str) -> &'t str {
    let (before, after) = text.split_at(at);
    if way.starts_with('.') {
        let begin = before.rfind([';', '{', '}']).map_or(0, |end| end + 1);
        return before.get(begin..).unwrap();
    }
    let end = after.find([';', '{']).unwrap_or(after.len());
    after.get(..end).unwrap()
}

fn hidden(text: &str) -> Vec<String> {
    let text = code(text);
    let found = WAYS.iter().flat_map(|way| {
        let places = text.match_indices(way);
        places.map(|(at, way)| statement(&text, at, way))
    });
    found
        .filter(|one| {
            one.split(|c: char| !c.is_alphanumeric() && c != '_')
                .any(|word| ASKED_BY.contains(&word))
        })
        .map(|one| one.trim().to_owned())
        .collect()
}

/// Fault 42.
#[test]
fn no_failure_of_the_database_is_taken_for_an_absence() {
    let found: Vec<String> = sources(&["rs"])
        .iter()
        .flat_map(|(name, text)| {
            let hidden = hidden(text);
            hidden.into_iter().map(move |one| format!("{name}: {one}"))
        })
        .collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_hidden_failure_is_found() {
    let hiding = [
        "let fund = fund::queries::fund(ask.view).ok();",
        "if let Ok(award) = load(\n    tx.conn, id) {",
        "let Ok(all) = app.read_now(actor, all) else {",
        "{ store::name(conn)\n    .ok()\n    .flatten() }",
    ];
    for text in hiding {
        assert_eq!(hidden(text).len(), 1, "{text}");
    }
    let plain = "let one = f(conn)?; let id = text.parse().ok();\n// conn.ok()\n";
    assert_eq!(hidden(plain), Vec::<String>::new());
}
