//! What a database is asked, and how long each statement takes: seen from outside, by diesel's own
//! instrumentation.

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A statement that was asked.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) statement: String,
    pub(crate) took: Duration,
}

static ASKED: Mutex<Option<Vec<Asked>>> = Mutex::new(None);

fn asked() -> MutexGuard<'static, Option<Vec<Asked>>> {
    ASKED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Listens on every connection made from now on.
pub(crate) fn begin() -> diesel::QueryResult<()> {
    set_default_instrumentation(|| Some(Box::<Listener>::default()))
}

/// What is asked from now on is kept.
pub(crate) fn listen() {
    *asked() = Some(Vec::new());
}

/// What was asked meanwhile.
pub(crate) fn heard() -> Vec<Asked> {
    asked().take().unwrap_or_default()
}

/// Listens to one connection. While nobody wants to hear it costs next to nothing.
#[derive(Default)]
struct Listener {
    begun: Option<(String, Instant)>,
}

impl Instrumentation for Listener {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartQuery { query, .. } if asked().is_some() => {
                let statement = query.to_string();
                self.begun = is_about_data(&statement).then(|| (statement, Instant::now()));
            }
            InstrumentationEvent::FinishQuery { .. } => {
                if let Some((statement, begun)) = self.begun.take()
                    && let Some(asked) = asked().as_mut()
                {
                    let took = begun.elapsed();
                    asked.push(Asked { statement, took });
                }
            }
            _ => {}
        }
    }
}

/// Neither the frame of a transaction nor the settings and the pulse of a connection, nor a type
/// that it looks up once.
fn is_about_data(statement: &str) -> bool {
    let statement = statement.trim_start();
    let verbs = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];
    verbs.iter().any(|verb| statement.starts_with(verb))
        && !statement.starts_with("SELECT 1")
        && !statement.contains("\"pg_type\"")
}
