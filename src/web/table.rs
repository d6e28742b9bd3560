//! One table of what can be done and read: every row is a form's address and an endpoint of the API
//! at once, so that neither face can do what the other cannot.

use super::screen::Screen;
use crate::app::App;
use crate::config::Config;
use crate::db::tx::{Actor, Tx, View};
use crate::error::{Error, Result};
use crate::kernel::entry::FromEntry;
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::rules::matter::MatterKind;
use crate::words::Say;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;

/// The named parts of an address.
#[derive(Debug, Clone, Default)]
pub struct Ids(pub BTreeMap<String, String>);

impl Ids {
    /// The part of this name.
    ///
    /// # Errors
    /// `NotFound` where it is no identifier: such an address leads nowhere.
    pub fn get<T: FromEntry>(&self, name: &str) -> Result<T> {
        self.0
            .get(name)
            .and_then(|text| T::from_entry(text).ok())
            .ok_or(Error::NotFound(MatterKind::Fund))
    }

    /// The address of a pattern such as `/calls/{id}`.
    pub fn fill(&self, pattern: &str) -> String {
        self.0
            .iter()
            .fold(pattern.to_owned(), |path, (name, value)| {
                path.replace(&format!("{{{name}}}"), value)
            })
    }
}

/// What came of a deed.
pub struct Done {
    /// For the API.
    pub body: Value,
    /// For the browser: the page to go to.
    pub go: String,
}

type Run = dyn Fn(&App, Actor, &Ids, Value) -> Result<Done> + Send + Sync;

/// Something that can be done.
pub struct Deed {
    /// Its address, as in `/calls/{id}/approve`; the API's has `/api/v1` before it.
    pub path: &'static str,
    /// The page whose form does it, and which shows it again when it is refused.
    pub origin: &'static str,
    /// Its name, which is also the message `done-<name>`.
    pub name: &'static str,
    /// The name and shape of its input.
    pub input: fn() -> (String, RefOr<Schema>),
    /// The shapes the input's shape refers to.
    pub inner: fn() -> Vec<(String, RefOr<Schema>)>,
    /// Does it.
    pub run: Arc<Run>,
}

/// No input but the address.
#[derive(Debug, Clone, Default, Serialize, serde::Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Nothing {}

/// A row of the table: an action in a unit of work.
pub fn deed<I, O>(
    path: &'static str,
    origin: &'static str,
    name: &'static str,
    work: fn(&mut Tx<'_>, &Config, &Ids, &I) -> Result<O>,
    go: fn(&Ids, &O) -> String,
) -> Deed
where
    I: DeserializeOwned + ToSchema + Send + 'static,
    O: Serialize + 'static,
{
    special::<I>(path, origin, name, move |app, actor, ids, input| {
        let config = app.config.clone();
        let done = app.write_now(actor, |tx| work(tx, &config, ids, &input))?;
        Ok(Done {
            go: go(ids, &done),
            body: to_json(&done)?,
        })
    })
}

/// A row of the table whose work is more than one unit.
pub fn special<I>(
    path: &'static str,
    origin: &'static str,
    name: &'static str,
    work: impl Fn(&App, Actor, &Ids, I) -> Result<Done> + Send + Sync + 'static,
) -> Deed
where
    I: DeserializeOwned + ToSchema + Send + 'static,
{
    Deed {
        path,
        origin,
        name,
        input: || (I::name().into_owned(), I::schema()),
        inner: || {
            let mut inner = Vec::new();
            I::schemas(&mut inner);
            inner
        },
        run: Arc::new(move |app, actor, ids, typed| {
            let input: I = serde_json::from_value(typed).map_err(|error| malformed(&error))?;
            work(app, actor, ids, input)
        }),
    }
}

fn malformed(error: &serde_json::Error) -> Error {
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

/// A value as JSON.
///
/// # Errors
/// A value that is none, which is a fault of ours.
pub fn to_json(value: &impl Serialize) -> Result<Value> {
    serde_json::to_value(value).map_err(|error| Error::Internal(Box::new(error)))
}

/// A question in progress.
pub struct Ask<'r, 'v> {
    /// The database.
    pub view: &'r mut View<'v>,
    /// The named parts of the address.
    pub ids: &'r Ids,
    /// What follows the question mark.
    pub query: &'r BTreeMap<String, String>,
    /// The messages.
    pub say: &'r Say,
    /// The settings.
    pub config: &'r Config,
}

impl Ask<'_, '_> {
    /// The cursor asked for.
    pub fn after(&self) -> Option<&str> {
        self.query.get("after").map(String::as_str)
    }

    /// A value of the query, where it is given and can be read.
    pub fn wanted<T: FromEntry>(&self, name: &str) -> Option<T> {
        self.query
            .get(name)
            .and_then(|text| T::from_entry(text).ok())
    }
}

/// A page.
pub struct Show {
    /// Its address.
    pub path: &'static str,
    /// What it shows.
    pub screen: fn(&mut Ask<'_, '_>) -> Result<Screen>,
}

/// An answer of the API.
pub struct Read {
    /// Its address after `/api/v1`.
    pub path: &'static str,
    /// What it answers.
    pub answer: fn(&mut Ask<'_, '_>) -> Result<Value>,
    /// The name and shape of the answer.
    pub output: fn() -> (String, RefOr<Schema>),
    /// The shapes the answer's shape refers to.
    pub inner: fn() -> Vec<(String, RefOr<Schema>)>,
    /// Whether it is a list with a cursor.
    pub pages: bool,
}

/// A row of the table of answers.
#[macro_export]
macro_rules! read {
    ($path:literal, $type:ty, $pages:literal, $answer:expr) => {
        $crate::web::table::Read {
            path: $path,
            answer: |ask| {
                let answer: fn(
                    &mut $crate::web::table::Ask<'_, '_>,
                ) -> $crate::error::Result<$type> = $answer;
                $crate::web::table::to_json(&answer(ask)?)
            },
            output: || {
                (
                    <$type as utoipa::ToSchema>::name().into_owned(),
                    <$type as utoipa::PartialSchema>::schema(),
                )
            },
            inner: || {
                let mut inner = Vec::new();
                <$type as utoipa::ToSchema>::schemas(&mut inner);
                inner
            },
            pages: $pages,
        }
    };
}
