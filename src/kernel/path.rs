//! Paths of fields, as forms name them and faults tell them: `title`, `budget.travel`, and for the
//! field of a repeated row `participants[0197…].contact_email`. A row is known by its key, never by
//! its place: an identifier, or `new-1` for a row that is not saved yet.

use serde_json::{Map, Value};

/// Deeper names are nobody's: refusing to nest keeps a hostile name from building a tower.
const DEEPEST: usize = 6;
/// More rows than any list takes.
const MOST_ROWS: usize = 300;

/// The path of a row of a list; one without a key of its own is new, and counted from one.
pub fn row(list: &str, id: impl AsRef<str>, index: usize) -> String {
    let key = id.as_ref().trim();
    if is_key(key) {
        format!("{list}[{key}]")
    } else {
        format!("{list}[{}]", new_key(index))
    }
}

/// The key of a new row.
pub fn new_key(index: usize) -> String {
    format!("new-{}", index + 1)
}

/// Whether a key is that of a row which is not saved yet.
pub fn is_new(key: &str) -> bool {
    key.is_empty() || key.starts_with("new-")
}

fn is_key(key: &str) -> bool {
    !key.is_empty()
        && key.len() <= 64
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

/// One step of a path.
enum Step<'p> {
    Name(&'p str),
    Row(&'p str),
}

fn steps(path: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    for part in path.split('.').take(DEEPEST) {
        let row = part
            .strip_suffix(']')
            .and_then(|rest| rest.split_once('['))
            .filter(|(name, key)| !name.is_empty() && is_key(key));
        match row {
            Some((name, key)) => steps.extend([Step::Name(name), Step::Row(key)]),
            None => steps.push(Step::Name(part)),
        }
    }
    steps
}

/// The last name of a path: what its field is called.
pub fn name(path: &str) -> &str {
    let last = path.rsplit('.').next().unwrap_or(path);
    last.split_once('[').map_or(last, |(name, _)| name)
}

/// The row a path leads into, and the list it is of: `participants[7].name` gives
/// `participants[7]`, `participants` and `7`.
pub fn row_of(path: &str) -> Option<(&str, &str, &str)> {
    let close = path.find(']')?;
    let whole = path.get(..=close)?;
    let (list, key) = whole.strip_suffix(']')?.split_once('[')?;
    Some((whole, list, key))
}

/// What stands at a path.
pub fn get<'v>(tree: &'v Value, path: &str) -> Option<&'v Value> {
    steps(path)
        .into_iter()
        .try_fold(tree, |value, step| match step {
            Step::Name(name) => value.get(name),
            Step::Row(key) => value.as_array()?.iter().find(|row| key_of(row) == key),
        })
}

/// The key of a row as it was sent.
pub fn key_of(row: &Value) -> &str {
    row.get("id").and_then(Value::as_str).unwrap_or_default()
}

/// Puts a value at a path; a name that comes twice becomes a list.
pub fn put(tree: &mut Value, path: &str, value: Value) {
    let Some((fields, name)) = place(tree, path) else {
        return;
    };
    match fields.get_mut(name) {
        None => {
            fields.insert(name.to_owned(), value);
        }
        Some(Value::Array(items)) => items.push(value),
        Some(one) => *one = Value::Array(vec![one.take(), value]),
    }
}

/// Puts a value at a path in place of what stands there.
pub fn set(tree: &mut Value, path: &str, value: Value) {
    if let Some((fields, name)) = place(tree, path) {
        fields.insert(name.to_owned(), value);
    }
}

fn place<'v, 'p>(
    tree: &'v mut Value,
    path: &'p str,
) -> Option<(&'v mut Map<String, Value>, &'p str)> {
    let steps = steps(path);
    let (Step::Name(last), way) = steps.split_last()? else {
        return None;
    };
    let mut place = tree;
    let mut way = way.iter().peekable();
    while let Some(step) = way.next() {
        let is_list = matches!(way.peek(), Some(Step::Row(_)));
        place = match step {
            Step::Name(name) => named(place, name, is_list)?,
            Step::Row(key) => keyed(place, key)?,
        };
    }
    Some((place.as_object_mut()?, last))
}

fn named<'v>(place: &'v mut Value, name: &str, is_list: bool) -> Option<&'v mut Value> {
    let empty = || match is_list {
        true => Value::Array(Vec::new()),
        false => Value::Object(Map::new()),
    };
    let fields = place.as_object_mut()?;
    Some(fields.entry(name.to_owned()).or_insert_with(empty))
}

fn keyed<'v>(place: &'v mut Value, key: &str) -> Option<&'v mut Value> {
    let rows = place.as_array_mut()?;
    let known = rows.iter().position(|row| key_of(row) == key);
    let index = match known {
        Some(index) => index,
        None if rows.len() >= MOST_ROWS => return None,
        None => {
            rows.push(serde_json::json!({ "id": key }));
            rows.len() - 1
        }
    };
    rows.get_mut(index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_row_is_found_by_its_key_wherever_it_stands() {
        let mut tree = json!({});
        for (path, value) in [
            ("title", "a"),
            ("p[new-2].n", "y"),
            ("p[new-1].n", "x"),
            ("p[new-2].b.travel", "5"),
        ] {
            put(&mut tree, path, json!(value));
        }
        assert_eq!(
            tree,
            json!({ "title": "a", "p": [
                { "id": "new-2", "n": "y", "b": { "travel": "5" } }, { "id": "new-1", "n": "x" },
            ] })
        );
        assert_eq!(get(&tree, "p[new-1].n"), Some(&json!("x")));
        assert_eq!(get(&tree, "p[new-3].n"), None);
    }

    #[test]
    fn a_value_is_set_in_place_of_another() {
        let mut tree = json!({ "p": [{ "id": "7", "n": "x" }] });
        set(&mut tree, "p[7].n", json!("y"));
        assert_eq!(tree, json!({ "p": [{ "id": "7", "n": "y" }] }));
    }

    #[test]
    fn a_key_that_is_none_is_part_of_a_name() {
        let mut tree = json!({});
        put(&mut tree, "p[a b].n", json!("x"));
        assert_eq!(tree, json!({ "p[a b]": { "n": "x" } }));
    }

    #[test]
    fn a_path_tells_its_name_and_its_row() {
        assert_eq!(name("p[7].contact_email"), "contact_email");
        assert_eq!(name("p[7]"), "p");
        assert_eq!(row_of("p[7].contact_email"), Some(("p[7]", "p", "7")));
        assert_eq!(row_of("title"), None);
    }
}
