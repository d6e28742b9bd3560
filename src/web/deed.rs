//! What can be done. A deed says what it is in one place: the action, its address, the page whose
//! form does it and shows it again when it is refused, what it takes and what it gives.
//!
//! ```text
//! deed(Action::ReportMilestone)
//!     .at("/awards/{id}/milestones/{milestone}/report")
//!     .shown_on(Page::Award)
//!     .takes::<Report>()
//!     .does(|tx, at, report| milestones::report(tx, at.id("milestone")?, report))
//! ```
//!
//! The order is kept by the types: without an address and a page there is no deed. The address
//! names everything the page's address names, so that the page can always be drawn again.

use super::door::Door;
use super::ids::Ids;
use super::screen::Screen;
use super::shape::{self, Shape, to_json};
use super::url::Page;
use super::{press, proof};
use crate::app::App;
use crate::db::tx::{Actor, Tx};
use crate::error::{Error, Result};
use crate::files::upload::Upload;
use crate::kernel::fault::FaultCode;
use crate::rules::{Action, decide, policy};
use crate::words::Say;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::marker::PhantomData;
use utoipa::ToSchema;

pub use super::press::Done;
pub use super::sent::{At, Sent};
pub use super::shape::Nothing;

type OfTyped = dyn Fn(&App, Actor, &Ids, Sent) -> Result<Done> + Send + Sync;
type OfFile = dyn Fn(&App, Actor, &Ids, Upload) -> Result<Done> + Send + Sync;

/// What a deed takes, and how it is done.
#[expect(
    clippy::large_enum_variant,
    reason = "one value a deed, made once at the start"
)]
pub enum Work {
    /// Fields.
    Typed(Shape, Box<OfTyped>),
    File(Filing),
}

type MayFile = fn(&App, Actor, &Ids) -> Result<()>;

/// How a file is taken.
pub struct Filing {
    /// Whether this person may send one, asked before any of it is read.
    pub admits: MayFile,
    files: Box<OfFile>,
}

/// Something that can be done.
pub struct Deed {
    /// The action it is, or those it is one of: which of them, the state of things decides.
    pub actions: Vec<Action>,
    /// Its address, as in `/calls/{id}/approve`; the API's has `/api/v1` before it.
    pub path: &'static str,
    /// The page whose form does it; none where programs alone do it.
    pub page: Option<Page>,
    /// The shape of its answer.
    pub output: Shape,
    /// What it takes, and how it is done.
    pub work: Work,
    /// Whether it makes something new, so that a second press must not make it twice.
    pub is_done_once: bool,
    /// Whether all of it is one unit of work, in which a code that comes with it is used up.
    pub is_one_unit: bool,
    pub door: Option<Door>,
    /// What a browser is shown of its answer, once, in place of going on.
    pub shows: Option<Shows>,
}

/// Puts an answer into the page of its deed.
pub type Shows = fn(&mut Screen, &Say, &Value);

impl Deed {
    /// Its name: the code of its action, and so the key of its messages.
    pub fn name(&self) -> &'static str {
        self.actions.first().map_or("", |action| action.code())
    }

    /// Whether it is this action.
    pub fn does(&self, action: Action) -> bool {
        self.actions.contains(&action)
    }

    /// Whether it has no form.
    pub fn is_for_programs(&self) -> bool {
        self.page.is_none()
    }

    /// Whether it asks for a code of whoever has a second factor.
    pub fn asks_for_code(&self) -> bool {
        self.actions.iter().any(|one| policy::asks_for_factor(*one))
    }

    /// Whether `code` is one of whoever does it.
    pub fn takes_a_code(&self) -> bool {
        self.asks_for_code() || self.page == Some(Page::SecondFactor)
    }

    /// Whether one must have signed in to do it.
    pub fn needs_a_person(&self) -> bool {
        self.actions.iter().all(|one| decide::needs_a_person(*one))
    }

    /// Does it.
    ///
    /// # Errors
    /// What the work gives; a fault for an input of another shape.
    pub fn run(&self, app: &App, actor: Actor, ids: &Ids, sent: Sent) -> Result<Done> {
        match &self.work {
            Work::Typed(_, run) => run(app, actor, ids, sent),
            Work::File(_) => Err(Error::at("file", FaultCode::NoFile)),
        }
    }

    /// Does it with a file.
    ///
    /// # Errors
    /// What the work gives.
    pub fn run_with_file(&self, app: &App, actor: Actor, ids: &Ids, file: Upload) -> Result<Done> {
        match &self.work {
            Work::File(filing) => (filing.files)(app, actor, ids, file),
            Work::Typed(..) => Err(Error::at("file", FaultCode::NotAllowed)),
        }
    }
}

/// Begins a row.
pub fn deed(action: Action) -> Named {
    Named {
        actions: vec![action],
    }
}

/// A row that has its action.
pub struct Named {
    actions: Vec<Action>,
}

impl Named {
    /// Which may as well be this action: the state of things decides.
    #[must_use]
    pub fn or(mut self, action: Action) -> Self {
        self.actions.push(action);
        self
    }

    /// Where it is sent to.
    pub fn at(self, path: &'static str) -> Placed {
        Placed {
            actions: self.actions,
            path,
        }
    }
}

/// A row that has its address.
pub struct Placed {
    actions: Vec<Action>,
    path: &'static str,
}

impl Placed {
    /// The page whose form does it, which one comes back to.
    pub fn shown_on(self, page: Page) -> Seen<Nothing> {
        self.seen(Some(page))
    }

    /// Programs alone do this: a browser has another way.
    pub fn for_programs(self) -> Seen<Nothing> {
        self.seen(None)
    }

    fn seen(self, page: Option<Page>) -> Seen<Nothing> {
        Seen {
            actions: self.actions,
            path: self.path,
            page,
            input: PhantomData,
        }
    }
}

/// A row that has its page.
pub struct Seen<I> {
    actions: Vec<Action>,
    path: &'static str,
    page: Option<Page>,
    input: PhantomData<I>,
}

type InOneUnit<I, O> = fn(&mut Tx<'_>, &At<'_>, &I) -> Result<O>;

impl<I: DeserializeOwned + ToSchema + Send + 'static> Seen<I> {
    /// What is typed.
    pub fn takes<J: DeserializeOwned + ToSchema>(self) -> Seen<J> {
        Seen {
            actions: self.actions,
            path: self.path,
            page: self.page,
            input: PhantomData,
        }
    }

    /// Done in one unit of work; its answer's type is the deed's.
    pub fn does<O: Serialize + ToSchema + 'static>(self, work: InOneUnit<I, O>) -> Leading<I, O> {
        self.leading(Doing::InOneUnit(work))
    }

    /// Done in units of work of its own making.
    pub fn in_units<O: Serialize + ToSchema + 'static>(
        self,
        work: impl Fn(&App, Actor, &Ids, &I) -> Result<O> + Send + Sync + 'static,
    ) -> Leading<I, O> {
        self.in_units_at(move |app, actor, at, input| work(app, actor, at.ids, input))
    }

    /// The same, for what asks from where it was sent.
    pub fn in_units_at<O: Serialize + ToSchema + 'static>(
        self,
        work: impl Fn(&App, Actor, &At<'_>, &I) -> Result<O> + Send + Sync + 'static,
    ) -> Leading<I, O> {
        self.leading(Doing::InUnits(Box::new(work)))
    }

    fn leading<O>(self, work: Doing<I, O>) -> Leading<I, O> {
        Leading {
            row: self,
            work,
            go: None,
            is_done_once: false,
            door: None,
            shows: None,
        }
    }

    /// A file is taken of those who are admitted, and nothing is typed.
    pub fn takes_a_file<O: Serialize + ToSchema + 'static>(
        self,
        admits: MayFile,
        work: fn(&App, Actor, &Ids, Upload) -> Result<O>,
    ) -> Deed {
        let go = home_of(self.page);
        Deed {
            actions: self.actions,
            path: self.path,
            page: self.page,
            output: Shape::of::<O>(),
            is_done_once: false,
            is_one_unit: false,
            door: None,
            shows: None,
            work: Work::File(Filing {
                admits,
                files: Box::new(move |app, actor, ids, file| {
                    Ok(Done {
                        body: to_json(&work(app, actor, ids, file)?)?,
                        go: go(ids),
                    })
                }),
            }),
        }
    }
}

fn home_of(page: Option<Page>) -> impl Fn(&Ids) -> String + Send + Sync + Clone {
    move |ids| page.unwrap_or(Page::Work).of(ids)
}

type DoneBy<I, O> = dyn Fn(&App, Actor, &At<'_>, &I) -> Result<O> + Send + Sync;

enum Doing<I, O> {
    InOneUnit(InOneUnit<I, O>),
    InUnits(Box<DoneBy<I, O>>),
}

/// A row that has its work. Unless told otherwise it leads back to its page.
pub struct Leading<I, O> {
    row: Seen<I>,
    work: Doing<I, O>,
    go: Option<fn(&Ids, &O) -> String>,
    is_done_once: bool,
    door: Option<Door>,
    shows: Option<Shows>,
}

impl<I, O> Leading<I, O>
where
    I: DeserializeOwned + ToSchema + Send + 'static,
    O: Serialize + ToSchema + 'static,
{
    /// The page a browser goes to when it is done.
    #[must_use]
    pub fn then(mut self, go: fn(&Ids, &O) -> String) -> Self {
        self.go = Some(go);
        self
    }

    /// It makes something new, or takes a code that is good once: a button pressed twice, or a
    /// request repeated with the same `Idempotency-Key`, does it once, answered as the first was.
    #[must_use]
    pub fn once(mut self) -> Self {
        self.is_done_once = true;
        self
    }

    /// Its answer is shown once, on the page of its form: it cannot be read again.
    #[must_use]
    pub fn showing(mut self, shows: Shows) -> Self {
        self.shows = Some(shows);
        self
    }

    /// It costs others something, so that nobody does it as often as they like.
    #[must_use]
    pub fn limited(mut self, door: Door) -> Self {
        self.door = Some(door);
        self
    }
}

impl<I, O> From<Leading<I, O>> for Deed
where
    I: DeserializeOwned + ToSchema + Send + 'static,
    O: Serialize + ToSchema + 'static,
{
    fn from(leading: Leading<I, O>) -> Self {
        let Leading {
            row,
            work,
            go,
            is_done_once,
            door,
            shows,
        } = leading;
        let home = home_of(row.page);
        // What makes its own units takes the code with the rest.
        let mut actions = row.actions.iter();
        let is_one_unit = matches!(work, Doing::InOneUnit(_));
        let asks_for_code = is_one_unit && actions.any(|one| policy::asks_for_factor(*one));
        let run = move |app: &App, actor, ids: &Ids, mut sent: Sent| {
            let (bound, given) = proof::of(actor, (row.path, ids), &mut sent.typed, asks_for_code);
            let input: I =
                serde_json::from_value(sent.typed).map_err(|error| shape::malformed(&error))?;
            let finish = |done: &O| -> Result<Done> {
                Ok(Done {
                    go: go.map_or_else(|| home(ids), |go| go(ids, done)),
                    body: to_json(done)?,
                })
            };
            let at = At {
                ids,
                config: &app.config,
                caller: &sent.caller,
                bound: &bound,
            };
            match &work {
                Doing::InUnits(work) => finish(&work(app, actor, &at, &input)?),
                Doing::InOneUnit(work) => {
                    let press = sent.press.filter(|_| is_done_once);
                    let weigh = || proof::weighed(app, actor, (given.as_ref(), &bound));
                    press::done(app, actor, press, weigh, |tx, right| {
                        proof::used(tx, right)?;
                        finish(&work(tx, &at, &input)?)
                    })
                }
            }
        };
        Self {
            actions: row.actions,
            path: row.path,
            page: row.page,
            output: Shape::of::<O>(),
            is_done_once,
            is_one_unit,
            door,
            shows,
            work: Work::Typed(Shape::of::<I>(), Box::new(run)),
        }
    }
}

/// Rows of one context, in one list.
#[macro_export]
macro_rules! deeds {
    ($( $row:expr ),+ $(,)?) => {
        vec![ $( $crate::web::deed::Deed::from($row) ),+ ]
    };
}
