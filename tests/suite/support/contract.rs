//! What the API promises in its document, held against every answer a test gets.

use jointfund::web::{openapi, table::Table, url};
use serde_json::Value;
use std::sync::LazyLock;

pub static DOCUMENT: LazyLock<Value> = LazyLock::new(|| openapi::document(Table::shared()));

/// The operation behind an address; literal parts go before named ones.
pub fn operation<'d>(method: &str, path: &str) -> Option<(&'d str, &'d Value)> {
    let path = url::by_api(path.split('?').next().unwrap());
    let paths = DOCUMENT["paths"].as_object().unwrap();
    let mut fitting: Vec<(&String, &Value)> = paths
        .iter()
        .filter(|(pattern, ways)| url::read(pattern, &path).is_some() && !ways[method].is_null())
        .collect();
    fitting.sort_by_key(|(pattern, _)| pattern.matches('{').count());
    fitting
        .first()
        .map(|(pattern, ways)| (pattern.as_str(), &ways[method]))
}

/// Fails where an answer is not what the document says.
pub fn keeps(method: &str, path: &str, status: u16, answer: &Value) {
    let Some((pattern, operation)) = operation(method, path) else {
        assert_eq!(status, 404, "{method} {path} is not in the document");
        return;
    };
    let schema = if status == 200 {
        &operation["responses"]["200"]["content"]["application/json"]["schema"]
    } else {
        &DOCUMENT["components"]["schemas"]["Problem"]
    };
    assert!(!schema.is_null(), "{method} {pattern} has no type");
    let mut faults = Vec::new();
    check(schema, answer, "answer", &mut faults);
    assert!(
        faults.is_empty(),
        "{method} {pattern} {status}: {faults:#?} in {answer}"
    );
}

/// The schema a reference leads to.
pub fn resolved(schema: &Value) -> &Value {
    match schema["$ref"].as_str() {
        Some(reference) => DOCUMENT
            .pointer(reference.trim_start_matches('#'))
            .unwrap_or_else(|| panic!("{reference} leads nowhere")),
        None => schema,
    }
}

fn check(schema: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    let schema = resolved(schema);
    for way in ["oneOf", "anyOf"] {
        if let Some(ways) = schema[way].as_array() {
            let fits = ways.iter().any(|one| {
                let mut own = Vec::new();
                check(one, value, at, &mut own);
                own.is_empty()
            });
            if !fits {
                faults.push(format!("{at}: fits none of {way}"));
            }
        }
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        // A part does not know the fields of the others.
        check_fields(part, value, at, false, faults);
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    };
    if !types.is_empty() && !types.iter().any(|one| is(one, value)) {
        faults.push(format!("{at}: {value} is not {types:?}"));
    }
    if let Some(choices) = schema["enum"].as_array()
        && !value.is_null()
        && !choices.contains(value)
    {
        faults.push(format!("{at}: {value} is not one of {choices:?}"));
    }
    if let (Some(text), Some("uuid")) = (value.as_str(), schema["format"].as_str())
        && (text.len() != 36 || text.matches('-').count() != 4)
    {
        faults.push(format!("{at}: {text} is no identifier"));
    }
    if let Some(items) = value.as_array() {
        for (index, item) in items.iter().enumerate() {
            match schema["prefixItems"].get(index) {
                Some(own) => check(own, item, &format!("{at}[{index}]"), faults),
                None => check(&schema["items"], item, &format!("{at}[{index}]"), faults),
            }
        }
    }
    check_fields(schema, value, at, schema["allOf"].is_null(), faults);
}

fn check_fields(schema: &Value, value: &Value, at: &str, is_whole: bool, faults: &mut Vec<String>) {
    let schema = resolved(schema);
    let Some(fields) = value.as_object() else {
        return;
    };
    for name in schema["required"].as_array().into_iter().flatten() {
        if !fields.contains_key(name.as_str().unwrap()) {
            faults.push(format!("{at}: {name} is missing"));
        }
    }
    for (name, one) in fields {
        let at = format!("{at}.{name}");
        let others = &schema["additionalProperties"];
        match (&schema["properties"][name], others) {
            (Value::Null, Value::Null) => {
                if is_whole && schema["type"] == "object" {
                    faults.push(format!("{at}: not in the document"));
                }
            }
            (Value::Null, others) => check(others, one, &at, faults),
            (own, _) => check(own, one, &at, faults),
        }
    }
}

fn is(kind: &str, value: &Value) -> bool {
    match kind {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("an unknown type {other}"),
    }
}
