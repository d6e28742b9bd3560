//! The application: configuration, database, clock, messages; and the two ways into the database.

mod batch;

pub use batch::Batch;

use crate::audit;
use crate::config::{Config, ConfigFaults};
use crate::db::pulse::{self, Pulse};
use crate::db::tx::{Actor, Change, Tx, View};
use crate::db::units::Units;
use crate::db::{Conn, Database, DatabaseError, DatabaseUrl};
use crate::error::{Error, Result};
use crate::identity::second_factor::store as proofs;
use crate::kernel::id::RequestId;
use crate::kernel::time::{Clock, ShiftedClock};
use crate::notifications;
use crate::rules::capacity::Footing;
use crate::rules::matter::MatterKind;
use crate::rules::{Capacity, Matter, Reason, Refusal, decide};
use crate::tasks;
use crate::words::{Say, Texts};
use std::sync::Arc;

/// Everything a request, the worker or a command needs. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The settings.
    pub config: Arc<Config>,
    /// The messages.
    pub texts: Arc<Texts>,
    pub clock: Arc<dyn Clock>,
    /// The same clock where it can be moved forward: in the demo alone.
    pub demo_clock: Option<ShiftedClock>,
    database: Database,
    pulse: Arc<Pulse>,
}

/// Why the application cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Settings that are not in order.
    #[error(transparent)]
    Config(#[from] ConfigFaults),
    /// The database cannot be used.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The audit trail cannot be read.
    #[error("{0}")]
    Trail(String),
    /// A catalogue of messages is broken.
    #[error("{0}")]
    Texts(String),
}

impl App {
    /// Opens the database and reads the messages.
    ///
    /// # Errors
    /// See [`StartError`].
    pub fn new(config: Config, clock: Arc<dyn Clock>) -> std::result::Result<Self, StartError> {
        let url: DatabaseUrl = config.database.url.parse()?;
        let database = Database::open(&url, &config.database)?;
        let texts = Texts::read().map_err(StartError::Texts)?;
        Ok(Self {
            config: Arc::new(config),
            texts: Arc::new(texts),
            clock,
            demo_clock: None,
            database,
            pulse: Arc::default(),
        })
    }

    /// The demo's application, whose clock its visitors may move forward.
    ///
    /// # Errors
    /// See [`StartError`].
    pub fn for_demo(config: Config) -> std::result::Result<Self, StartError> {
        let clock = ShiftedClock::default();
        let app = Self::new(config, Arc::new(clock.clone()))?;
        // It was moved forward before it was stopped, and goes on from there.
        let latest = app.database.read(|conn| Ok(audit::clock::latest(conn)?));
        clock.not_before(latest.map_err(|error| StartError::Trail(error.to_string()))?);
        Ok(Self {
            demo_clock: Some(clock),
            ..app
        })
    }

    /// Reads, off the async threads.
    ///
    /// # Errors
    /// What `work` gives, or `Unavailable` where every connection is in use.
    pub async fn read<T: Send + 'static>(
        &self,
        actor: Actor,
        work: impl FnOnce(&mut View<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let app = self.clone();
        off_the_async_threads(move || app.read_now(actor, work)).await
    }

    /// Writes, off the async threads. See [`App::write_now`].
    ///
    /// # Errors
    /// What `work` gives, or `Unavailable` where every connection is in use.
    pub async fn write<T: Send + 'static>(
        &self,
        actor: Actor,
        work: impl FnMut(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let app = self.clone();
        off_the_async_threads(move || app.write_now(actor, work)).await
    }

    /// Reads, on this thread.
    ///
    /// # Errors
    /// What `work` gives.
    pub fn read_now<T>(
        &self,
        actor: Actor,
        work: impl FnOnce(&mut View<'_>) -> Result<T>,
    ) -> Result<T> {
        let now = self.clock.now();
        self.database
            .read(|conn| work(&mut View::new(conn, actor, now, self.footing())))
    }

    /// The code of what keeps it from working: whether the database answers, and takes what is
    /// written. Anybody may ask as often as they like: it is tried once a second.
    pub fn unready(&self) -> Option<&'static str> {
        self.pulse.fault(self.clock.now(), || {
            let now = self.clock.now();
            self.database
                .read(|conn| audit::clock::is_right(conn, now))?;
            self.database.try_to_write(pulse::beat)
        })
    }

    /// One unit of work, on this thread: change, audit records and letters are committed together
    /// or not at all, and nothing is committed that the rule tables did not decide. Where others
    /// were faster it runs again from its start, at a later moment.
    ///
    /// # Errors
    /// What `work` gives. A refusal of somebody is recorded in a short unit of its own; that of a
    /// visitor stands in the log. A person who does not see what they are refused is told that it
    /// does not exist.
    pub fn write_now<T>(
        &self,
        actor: Actor,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<T>,
    ) -> Result<T> {
        let request = RequestId::new();
        let mut about = Vec::new();
        let done = self.database.write(|conn| {
            let unit = (actor, request);
            self.unit(conn, unit, &mut about, &mut work)
        });
        match (done, about.last().copied()) {
            (Err(Error::Forbidden(refusal) | Error::Conflict(refusal)), Some(matter)) => {
                // Anybody can be refused as often as they like: the trail is of people.
                match actor {
                    Actor::Visitor => {
                        tracing::info!(%request, code = refusal.code(), "a visitor was refused");
                    }
                    _ => self.record_refusal(actor, request, refusal, matter),
                }
                Err(self.as_told(actor, refusal, &about))
            }
            // A fault of what was sent tells of the thing as a refusal does. Accounts are the
            // matter of links in letters too, which are followed by whoever is signed in.
            (Err(fault @ Error::Invalid(_)), _) => {
                about.retain(|matter| matter.kind() != MatterKind::Account);
                Err(self.unless_hidden(actor, fault, &about))
            }
            (done, _) => done,
        }
    }

    /// One unit of work in a transaction that is open, with all that is committed with it.
    fn unit<T>(
        &self,
        conn: &mut Conn,
        (actor, request): (Actor, RequestId),
        about: &mut Vec<Matter>,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T>,
    ) -> Result<T> {
        let now = self.clock.now();
        let say = Say::new(self.texts.clone(), &self.config.fund.default_language);
        let mut tx = Tx::new(conn, actor, now, request, (self.footing(), say));
        let done = work(&mut tx);
        *about = tx.matters();
        let value = done?;
        if !tx.is_decided() {
            return Err(Error::internal(
                "a unit of work was to commit without a decision",
            ));
        }
        self.keep_notes(&mut tx)?;
        Ok(value)
    }

    /// Keeps what a unit has noted, just before its commit: proofs, records, tasks, letters.
    fn keep_notes(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (actor, now, request) = (tx.actor(), tx.now(), tx.request());
        let touched = tx.touched();
        let proved = tx.take_proved();
        let (changes, tidings) = tx.take_notes();
        let conn = &mut *tx.conn;
        // What a deed was proved with is content of its matter, which a record tells of: where
        // nothing was done, there is nothing it was proved for.
        if !changes.is_empty() {
            proofs::keep(conn, actor, proved)?;
        }
        // The trail's head makes units take turns: only behind it does each see what the last one
        // left of what both touch, and no task of the two together is lost.
        let times = (now, self.clock.now());
        let changes = (changes, &touched[..]);
        audit::append(conn, actor, times, request, audit::Outcome::Done, changes)?;
        tasks::refresh(conn, now, &touched)?;
        let public_url = &self.config.server.public_url;
        notifications::queue(conn, &self.texts, public_url, now, tidings)
    }

    fn footing(&self) -> Footing {
        Footing::new(&self.config.security.second_factor_for)
    }

    /// The error of a refusal: for a person to whom something it is about does not exist, that
    /// there is no such thing.
    fn as_told(&self, actor: Actor, refusal: Refusal, about: &[Matter]) -> Error {
        // Whoever holds the office would see it, and is told what keeps them from it.
        let is_withheld = refusal.reason == Reason::FactorIsOff;
        let refusal = match self.without_kept_state(actor, refusal, about) {
            Ok(refusal) => refusal,
            Err(failure) => return failure,
        };
        if !is_withheld && decide::tells_of_its_matter(refusal.action) {
            self.unless_hidden(actor, refusal.into(), about)
        } else {
            refusal.into()
        }
    }

    /// A refusal that names no state its person does not know: where an application stands is not
    /// told by trying what it does not allow.
    fn without_kept_state(
        &self,
        actor: Actor,
        refusal: Refusal,
        about: &[Matter],
    ) -> Result<Refusal> {
        match about.last() {
            Some(matter) if decide::names_a_kept_state(&refusal) => self.read_now(actor, |view| {
                let standing = view.standing_to(*matter)?;
                Ok(decide::told_refusal(&standing, refusal))
            }),
            _ => Ok(refusal),
        }
    }

    /// This error, unless something it is about does not exist for the person.
    fn unless_hidden(&self, actor: Actor, error: Error, about: &[Matter]) -> Error {
        if actor.account().is_none() || about.is_empty() {
            return error;
        }
        let hidden = self.read_now(actor, |view| {
            for matter in about {
                if !view.look_at(*matter)?.1 {
                    return Ok(Some(matter.kind()));
                }
            }
            Ok(None)
        });
        match hidden {
            Ok(Some(kind)) => Error::NotFound(kind),
            Ok(None) => error,
            Err(failure) => failure,
        }
    }

    /// A refused attempt is history too; it must not fail the answer the person gets.
    fn record_refusal(&self, actor: Actor, request: RequestId, refusal: Refusal, matter: Matter) {
        let now = self.clock.now();
        let change = Change {
            action: refusal.action,
            capacity: Capacity::Anyone,
            partner: None,
            matter,
            ground: Some(refusal.code().to_owned()),
            before: None,
            after: None,
        };
        let recorded = self.database.write(|conn| {
            let change = (vec![change.clone()], &[][..]);
            audit::append(
                conn,
                actor,
                (now, now),
                request,
                audit::Outcome::Refused,
                change,
            )
        });
        if let Err(error) = recorded {
            tracing::error!(%error, %request, "a refused attempt could not be recorded");
        }
    }
}

impl Units for App {
    fn config(&self) -> &Arc<Config> {
        &self.config
    }

    fn read_now<T>(
        &self,
        actor: Actor,
        work: impl FnOnce(&mut View<'_>) -> Result<T>,
    ) -> Result<T> {
        Self::read_now(self, actor, work)
    }

    fn write_now<T>(&self, actor: Actor, work: impl FnMut(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        Self::write_now(self, actor, work)
    }
}

async fn off_the_async_threads<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| Err(Error::Internal(Box::new(error))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::migrate;
    use crate::db::proved::Proved;
    use crate::kernel::id::{AccountId, SessionId};
    use crate::kernel::time::SystemClock;
    use crate::rules::proof::{Factor, Proof};
    use crate::rules::{Action, Facts, Standing};

    /// Nothing is kept that no record tells of: here there is no such account even.
    #[test]
    fn where_nothing_was_done_no_proof_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::load(None, std::iter::empty()).unwrap();
        config.database.url = format!("sqlite:{}", folder.path().join("fund.db").display());
        let url: DatabaseUrl = config.database.url.parse().unwrap();
        migrate::run(&mut url.connect().unwrap()).unwrap();
        let app = App::new(config, Arc::new(SystemClock)).unwrap();
        let (account, session) = (AccountId::new(), SessionId::new());
        let proves = |does: bool| {
            app.write_now(Actor::Person { account, session }, |tx| {
                let standing = Standing::only(Capacity::Operator);
                let permit = tx.require(Action::SealMatter, &standing, &Facts::none())?;
                let proof = Proof {
                    factor: Factor::Totp,
                    at: tx.now(),
                };
                tx.note_proved(Proved {
                    action: Action::SealMatter,
                    matter: Matter::Fund,
                    digest: None,
                    proof,
                });
                if does {
                    tx.record(Change::under(permit, Matter::Fund));
                }
                Ok(())
            })
        };
        assert!(proves(true).is_err());
        proves(false).unwrap();
    }
}
