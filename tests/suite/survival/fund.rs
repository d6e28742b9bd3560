//! The demo's fund, told once a process; every test has a copy of it.

use crate::support::application;
use crate::support::database::{Copied, TestDatabase};
use crate::support::people::{self, Files};
use diesel::sql_types::{BigInt, Text};
use diesel::{QueryableByName, RunQueryDsl};
use jointfund::cli::story;
use jointfund::db::{Conn, DatabaseUrl};
use jointfund::kernel::secret::Secret;
use jointfund::kernel::time::{Clock, SystemClock};
use std::sync::OnceLock;
use tempfile::TempDir;

/// The key of its tokens.
pub const KEY: &str = "survival 0123456789 abcdefghijklmnopqrstuvwxyz";

static TOLD: OnceLock<(Copied, Files)> = OnceLock::new();

/// A fund as the demo tells it, up to this moment.
pub struct Demo {
    pub database: TestDatabase,
    /// Attachments, letters, the server's log, and what a witness notes.
    pub folder: TempDir,
}

fn folder() -> TempDir {
    let folder = tempfile::Builder::new();
    { folder }.prefix("survival-").tempdir().unwrap()
}

fn told() -> &'static (Copied, Files) {
    TOLD.get_or_init(|| {
        let (database, folder) = (TestDatabase::new(), folder());
        let (app, clock) = application(&database, folder.path(), SystemClock.now(), |config| {
            config.security.token_key = Secret::new(KEY.to_owned());
        });
        story::tell(&app, &clock).unwrap();
        drop(app);
        (Copied::of(database), people::lying(folder.path()))
    })
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = Text)]
    what: String,
    #[diesel(sql_type = BigInt)]
    many: i64,
}

impl Demo {
    /// A fresh one.
    pub fn new() -> Self {
        let (database, files) = told();
        let folder = folder();
        people::lay(folder.path(), files);
        Self {
            database: database.again(),
            folder,
        }
    }

    /// What a question counts, whose columns are `what` and `many`.
    pub fn counts(&self, question: &str) -> Vec<(String, i64)> {
        counts(&self.database.url(), question)
    }
}

/// The same, of any fund's database.
pub fn counts(url: &str, question: &str) -> Vec<(String, i64)> {
    let url: DatabaseUrl = url.parse().unwrap();
    let found: Vec<Counted> = match &mut url.connect().unwrap() {
        Conn::Sqlite(inner) => diesel::sql_query(question).load(inner).unwrap(),
        Conn::Postgres(inner) => diesel::sql_query(question).load(inner).unwrap(),
    };
    found.into_iter().map(|row| (row.what, row.many)).collect()
}
