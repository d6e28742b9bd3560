//! What the API answers: a row says its address, its answer's type, its filters and whether it is a
//! list with a cursor.

use super::ask::Ask;
use super::permitted::{ACTIONS, permitted};
use super::shape::{Shape, to_json};
use crate::case::Shown;
use crate::error::{Error, Result};
use crate::kernel::entry::FromEntry;
use crate::kernel::fault::FaultCode;
use crate::kernel::paging::{Page, key_of};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

type Answer = dyn Fn(&mut Ask<'_, '_>) -> Result<Value> + Send + Sync;

/// A filter of a list.
#[derive(Clone)]
pub struct Filter {
    /// Its name in the query.
    pub name: &'static str,
    /// What it may be.
    pub shape: Shape,
}

/// An answer of the API.
pub struct Read {
    /// Its address after `/api/v1`.
    pub path: &'static str,
    /// The shape of the answer.
    pub output: Shape,
    /// What it can be narrowed by.
    pub filters: Vec<Filter>,
    /// Whether it is a list with a cursor.
    pub pages: bool,
    /// Whether it is about one matter and says what may be done with it.
    pub tells_actions: bool,
    /// Whether visitors are answered; everyone else signs in first.
    pub is_public: bool,
    answer: Box<Answer>,
}

fn row<T: ToSchema>(
    path: &'static str,
    answer: impl Fn(&mut Ask<'_, '_>) -> Result<Value> + Send + Sync + 'static,
) -> Read {
    Read {
        path,
        output: Shape::of::<T>(),
        filters: Vec::new(),
        pages: false,
        tells_actions: false,
        is_public: false,
        answer: Box::new(answer),
    }
}

/// A row whose answer is whole.
pub fn read<T: Serialize + ToSchema + 'static>(
    path: &'static str,
    answer: fn(&mut Ask<'_, '_>) -> Result<T>,
) -> Read {
    row::<T>(path, move |ask| to_json(&answer(ask)?))
}

/// A row about the one thing whose identifier is `{id}`.
pub fn one<I: FromEntry + 'static, T: Serialize + ToSchema + 'static>(
    path: &'static str,
    answer: fn(&mut Ask<'_, '_>, I) -> Result<T>,
) -> Read {
    row::<T>(path, move |ask| {
        let id = ask.ids.get("id")?;
        to_json(&answer(ask, id)?)
    })
}

/// A row about one matter: the answer says too what its reader may do with it.
pub fn matter<I: FromEntry + 'static, T: Serialize + ToSchema + 'static>(
    path: &'static str,
    answer: fn(&mut Ask<'_, '_>, I) -> Result<Shown<T>>,
) -> Read {
    let answer = move |ask: &mut Ask<'_, '_>| {
        let id = ask.ids.get("id")?;
        let shown = answer(ask, id)?;
        with_actions(ask, &shown)
    };
    Read {
        tells_actions: true,
        ..row::<T>(path, answer)
    }
}

/// A row about the one matter of its kind: the answer says too what its reader may do with it.
pub fn alone<T: Serialize + ToSchema + 'static>(
    path: &'static str,
    answer: fn(&mut Ask<'_, '_>) -> Result<Shown<T>>,
) -> Read {
    let answer = move |ask: &mut Ask<'_, '_>| {
        let shown = answer(ask)?;
        with_actions(ask, &shown)
    };
    Read {
        tells_actions: true,
        ..row::<T>(path, answer)
    }
}

fn with_actions<T: Serialize>(ask: &Ask<'_, '_>, shown: &Shown<T>) -> Result<Value> {
    let mut body = to_json(&shown.thing)?;
    if let Some(fields) = body.as_object_mut() {
        let actions = to_json(&permitted(ask.say, &shown.offers))?;
        fields.insert(ACTIONS.to_owned(), actions);
    }
    Ok(body)
}

/// A row whose answer is a page of a list, after a cursor.
pub fn list<T: Serialize + ToSchema + 'static>(
    path: &'static str,
    answer: fn(&mut Ask<'_, '_>, Option<&str>) -> Result<Page<T>>,
) -> Read {
    let mut row = paged(path, answer);
    // A page refers to its items by name.
    row.output.inner.push((T::name().into_owned(), T::schema()));
    row
}

/// A row whose answer holds a page of a list, after a cursor.
pub fn paged<T: Serialize + ToSchema + 'static>(
    path: &'static str,
    answer: fn(&mut Ask<'_, '_>, Option<&str>) -> Result<T>,
) -> Read {
    let answer = move |ask: &mut Ask<'_, '_>| {
        let after = ask.after();
        if after.is_some_and(|cursor| key_of(cursor).is_none()) {
            return Err(Error::at("after", FaultCode::Malformed));
        }
        to_json(&answer(ask, after)?)
    };
    Read {
        pages: true,
        ..row::<T>(path, answer)
    }
}

impl Read {
    /// With a filter of its query, which the answer reads by [`Ask::filter`].
    #[must_use]
    pub fn filtered_by<T: ToSchema>(mut self, name: &'static str) -> Self {
        let shape = Shape::of::<T>();
        self.filters.push(Filter { name, shape });
        self
    }

    /// Answered to visitors too.
    #[must_use]
    pub fn for_anyone(mut self) -> Self {
        self.is_public = true;
        self
    }

    /// The answer.
    ///
    /// # Errors
    /// What the row gives.
    pub fn answer(&self, ask: &mut Ask<'_, '_>) -> Result<Value> {
        (self.answer)(ask)
    }
}
