//! A password is hashed before the unit of work that needs it begins: meanwhile nobody waits for its
//! locks.

use super::sources;
use super::sources::code;

/// What hashes, or calls what does.
const HASHING: &[&str] = &["password::hash(", "password::fits(", "new_password(&"];

/// The part of a function that runs within a unit of work: all of it where it is given one, or what
/// it gives to one.
fn within_a_unit(function: &str) -> &str {
    let signature = function.split('{').next().unwrap_or_default();
    if signature.contains("tx: &mut Tx<") {
        return function;
    }
    let begin = function.find(".write_now(").unwrap_or(function.len());
    function.get(begin..).unwrap()
}

fn hashes_within_a_unit(text: &str) -> Vec<String> {
    let text = code(text);
    let functions = text.split("fn ").map(within_a_unit);
    let hashing = functions.filter(|one| HASHING.iter().any(|word| one.contains(word)));
    hashing.map(str::to_owned).collect()
}

/// Fault 37: six people registering made a save take a hundred times as long.
#[test]
fn no_unit_of_work_waits_for_a_hash() {
    let found: Vec<String> = sources::sources(&["rs"])
        .iter()
        .flat_map(|(_, text)| hashes_within_a_unit(text))
        .collect();
    assert_eq!(found, Vec::<String>::new());
    let caught = [
        "fn a(tx: &mut Tx<'_>) { password::hash(new) }",
        "fn b(app: &App) { app.write_now(by, |tx| password::fits(old, new)) }",
    ];
    for one in caught {
        assert_eq!(hashes_within_a_unit(one).len(), 1, "{one}");
    }
    let fine =
        "fn c(app: &App) { let hash = password::hash(new); app.write_now(by, |tx| put(hash)) }";
    assert_eq!(hashes_within_a_unit(fine), Vec::<String>::new());
}
