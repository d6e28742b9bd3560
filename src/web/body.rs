//! Bodies: read within a limit and a deadline, JSON and forms alike to one tree of values.

use super::unrepeated;
use crate::error::{Error, Result};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::path;
use actix_web::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use actix_web::web::{BytesMut, Payload};
use actix_web::{HttpMessage, HttpRequest};
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

/// Whether a request says that it brings JSON, or brings nothing.
pub(super) fn is_json(request: &HttpRequest) -> bool {
    let length = request.headers().get(CONTENT_LENGTH);
    let is_empty = match length {
        Some(length) => length.as_bytes() == b"0",
        None => !request.headers().contains_key(TRANSFER_ENCODING),
    };
    is_empty
        || request
            .content_type()
            .eq_ignore_ascii_case("application/json")
}

/// A JSON body; an empty one is an empty object. A name that comes twice in one object is a fault
/// at that name: which of the two was meant, others may read otherwise (RFC 8259, 4).
pub(super) fn json(body: &[u8]) -> Result<Value> {
    if body.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    let read = unrepeated::read(body).map_err(|_| Error::at("", FaultCode::Malformed))?;
    read.map_err(|repeated| Faults::one(repeated, Fault::new(FaultCode::Repeated)).into())
}

/// A form, as a tree: `participants[7].name=x` is `{"participants": [{"id": "7", "name": "x"}]}`; a
/// name that comes twice is a list.
pub(super) fn form(body: &[u8]) -> Value {
    let mut root = Value::Object(Map::new());
    for (name, value) in form_urlencoded::parse(body) {
        path::put(&mut root, &name, Value::String(value.into_owned()));
    }
    root
}

/// Takes a field out of a form.
pub(super) fn take(form: &mut Value, name: &str) -> Option<String> {
    match form.as_object_mut()?.remove(name)? {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// A text of a form.
pub(super) fn text_at(form: &Value, name: &str) -> Option<String> {
    form.get(name).and_then(Value::as_str).map(str::to_owned)
}

/// Whether a field holds what must not be written anywhere: passwords and one-time links.
pub(super) fn is_secret(name: &str) -> bool {
    is_password(name) || matches!(name, "token" | "refresh_token")
}

/// Whether a field holds a password.
pub(super) fn is_password(name: &str) -> bool {
    matches!(name, "password" | "current")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_make_a_tree() {
        let tree = form(b"title=a&p[new-1].n=y&p[7].n=x&t=1&t=2&b.personnel=5");
        assert_eq!(
            tree,
            serde_json::json!({
                "title": "a", "p": [{"id": "new-1", "n": "y"}, {"id": "7", "n": "x"}],
                "t": ["1", "2"], "b": {"personnel": "5"},
            })
        );
    }
}
