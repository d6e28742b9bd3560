//! Bodies: read within a limit and a deadline, JSON and forms alike to one tree of values.

use crate::error::{Error, Result};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use actix_web::web::{BytesMut, Payload};
use futures_util::StreamExt;
use serde_json::{Map, Value};
use std::time::Duration;

/// The largest form or JSON body in bytes; a draft of an application is the largest.
pub(super) const LARGEST: usize = 1024 * 1024;

/// Reads a body. actix has no deadline for one, so a slow sender would hold a connection for ever.
pub(super) async fn read(mut payload: Payload, largest: usize, seconds: u64) -> Result<BytesMut> {
    let reading = async {
        let mut body = BytesMut::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_| too_large())?;
            if body.len() + chunk.len() > largest {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    };
    tokio::time::timeout(Duration::from_secs(seconds), reading)
        .await
        .unwrap_or(Err(Error::Unavailable("body")))
}

fn too_large() -> Error {
    Faults::one("", Fault::limited(FaultCode::TooLarge, LARGEST)).into()
}

/// A JSON body; an empty one is an empty object.
pub(super) fn json(body: &[u8]) -> Result<Value> {
    if body.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    serde_json::from_slice(body).map_err(|_| Error::at("", FaultCode::Malformed))
}

/// A form, as a tree: `participants.0.name=x` is `{"participants": [{"name": "x"}]}`; a name that
/// comes twice is a list.
pub(super) fn form(body: &[u8]) -> Value {
    let mut root = Value::Object(Map::new());
    for (name, value) in form_urlencoded::parse(body) {
        put(&mut root, &name, Value::String(value.into_owned()));
    }
    lists(root)
}

/// Deeper names are nobody's: refusing to nest keeps a hostile name from building a tower.
const DEEPEST: usize = 6;

fn put(root: &mut Value, name: &str, value: Value) {
    let parts: Vec<&str> = name.split('.').take(DEEPEST).collect();
    let Some((last, way)) = parts.split_last() else {
        return;
    };
    let mut place = root;
    for part in way {
        let Some(fields) = place.as_object_mut() else {
            return;
        };
        place = fields
            .entry((*part).to_owned())
            .or_insert_with(|| Value::Object(Map::new()));
    }
    let Some(fields) = place.as_object_mut() else {
        return;
    };
    match fields.get_mut(*last) {
        None => {
            fields.insert((*last).to_owned(), value);
        }
        Some(Value::Array(items)) => items.push(value),
        Some(one) => *one = Value::Array(vec![one.take(), value]),
    }
}

/// Objects whose every name is a number become lists, in the order of the numbers.
fn lists(value: Value) -> Value {
    let Value::Object(fields) = value else {
        return value;
    };
    let is_list = !fields.is_empty() && fields.keys().all(|name| name.parse::<usize>().is_ok());
    if !is_list {
        return Value::Object(
            fields
                .into_iter()
                .map(|(name, one)| (name, lists(one)))
                .collect(),
        );
    }
    let mut items: Vec<(usize, Value)> = fields
        .into_iter()
        .filter_map(|(name, one)| Some((name.parse().ok()?, lists(one))))
        .collect();
    items.sort_by_key(|item| item.0);
    Value::Array(items.into_iter().map(|item| item.1).collect())
}

/// Takes a field out of a form.
pub(super) fn take(form: &mut Value, name: &str) -> Option<String> {
    match form.as_object_mut()?.remove(name)? {
        Value::String(text) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_dots_make_a_tree() {
        let tree = form(b"title=a&p.1.n=y&p.0.n=x&t=1&t=2&b.personnel=5");
        assert_eq!(
            tree,
            serde_json::json!({
                "title": "a", "p": [{"n": "x"}, {"n": "y"}], "t": ["1", "2"],
                "b": {"personnel": "5"},
            })
        );
    }
}
