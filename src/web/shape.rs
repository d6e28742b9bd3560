//! The shapes of what is taken and given, as the API's document says them.

use crate::error::{Error, Result};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

/// The name of a type in the API's document, its shape, and the shapes that one refers to.
#[derive(Clone)]
pub struct Shape {
    pub name: String,
    /// Its shape.
    pub schema: RefOr<Schema>,
    /// The shapes it refers to.
    pub inner: Vec<(String, RefOr<Schema>)>,
}

impl Shape {
    /// The shape of a type.
    pub fn of<T: ToSchema>() -> Self {
        let mut inner = Vec::new();
        T::schemas(&mut inner);
        Self {
            name: name_of::<T>(),
            schema: T::schema(),
            inner,
        }
    }
}

/// The name of a type. A generic one is named with what it is of: every list has its own shape.
fn name_of<T: ToSchema>() -> String {
    let full = std::any::type_name::<T>();
    if !full.contains('<') {
        return T::name().into_owned();
    }
    full.split(['<', '>', ','])
        .filter_map(|part| part.trim().rsplit("::").next())
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("_")
}

/// A value as JSON.
///
/// # Errors
/// A value that is none, which is a fault of ours.
pub fn to_json(value: &impl Serialize) -> Result<Value> {
    serde_json::to_value(value).map_err(|error| Error::Internal(Box::new(error)))
}

/// No input but the address.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Nothing {}

/// What is wrong with an input of another shape.
pub(super) fn malformed(error: &serde_json::Error) -> Error {
    let text = error.to_string();
    let (path, code) = match text
        .strip_prefix("unknown field `")
        .and_then(|rest| rest.split_once('`'))
    {
        Some((field, _)) => (field.to_owned(), FaultCode::UnknownField),
        None => (String::new(), FaultCode::Malformed),
    };
    Faults::one(path, Fault::new(code)).into()
}
