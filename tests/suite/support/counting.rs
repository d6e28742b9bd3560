//! How many statements a database is asked, counted from outside by diesel's own instrumentation.

use super::TestFund;
use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, Once};

/// Statements asked so far, by the address of the database.
static ASKED: Mutex<BTreeMap<String, u32>> = Mutex::new(BTreeMap::new());
/// Their texts, by the address of the database.
static TEXTS: Mutex<BTreeMap<String, BTreeSet<String>>> = Mutex::new(BTreeMap::new());
static BEGIN: Once = Once::new();

fn asked() -> MutexGuard<'static, BTreeMap<String, u32>> {
    ASKED.lock().unwrap_or_else(|broken| broken.into_inner())
}

fn texts() -> MutexGuard<'static, BTreeMap<String, BTreeSet<String>>> {
    TEXTS.lock().unwrap_or_else(|broken| broken.into_inner())
}

/// A statement without what diesel tells of its values.
fn without_values(text: &str) -> &str {
    text.rsplit_once(" -- binds:").map_or(text, |parts| parts.0)
}

/// Counts on every connection made from now on.
pub fn begin() {
    BEGIN.call_once(|| {
        set_default_instrumentation(|| Some(Box::new(Counter::default()))).unwrap();
    });
}

/// Counts the statements of one connection, under its database's address.
#[derive(Default)]
struct Counter {
    database: String,
}

impl Instrumentation for Counter {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => {
                url.clone_into(&mut self.database);
            }
            InstrumentationEvent::StartQuery { query, .. } => {
                let text = query.to_string();
                if is_about_data(&text) {
                    *asked().entry(self.database.clone()).or_default() += 1;
                    let mut texts = texts();
                    let kept = texts.entry(self.database.clone()).or_default();
                    kept.insert(without_values(&text).to_owned());
                }
            }
            _ => {}
        }
    }
}

/// Neither the frame of a transaction nor the settings and the pulse of a connection, nor a type
/// that it looks up once.
fn is_about_data(statement: &str) -> bool {
    let pulse = statement.trim_start().starts_with("SELECT 1") || statement.contains("\"pg_type\"");
    ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"]
        .iter()
        .any(|verb| statement.trim_start().starts_with(verb))
        && !pulse
}

fn address(fund: &TestFund) -> &str {
    fund.app.config.database.url.trim_start_matches("sqlite:")
}

/// Statements the fund's database was asked so far.
pub fn statements(fund: &TestFund) -> u32 {
    asked().get(address(fund)).copied().unwrap_or_default()
}

/// The texts of what the fund's database was asked since this was last asked.
pub fn take_texts(fund: &TestFund) -> BTreeSet<String> {
    texts().remove(address(fund)).unwrap_or_default()
}

/// An address with `{id}` for every identifier, and without its filter.
pub fn pattern(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    path.split('/')
        .map(|part| if part.len() == 36 { "{id}" } else { part })
        .collect::<Vec<&str>>()
        .join("/")
}
