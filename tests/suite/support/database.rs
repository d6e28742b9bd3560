//! A database per test, copied from a migrated template.

use diesel::connection::SimpleConnection;
use jointfund::db::{DatabaseUrl, migrate};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};

static TEMPLATE: OnceLock<tempfile::TempDir> = OnceLock::new();
static POSTGRES_TEMPLATE: OnceLock<String> = OnceLock::new();
static COUNT: AtomicU32 = AtomicU32::new(0);

/// A database that vanishes with the test.
pub enum TestDatabase {
    Sqlite(tempfile::TempDir),
    Postgres { server: String, name: String },
}

impl TestDatabase {
    pub fn new() -> Self {
        match std::env::var("TEST_DATABASE_URL") {
            Ok(server) => postgres(server),
            Err(_) => sqlite(&template()),
        }
    }

    /// A database without tables.
    pub fn bare() -> Self {
        match std::env::var("TEST_DATABASE_URL") {
            Ok(server) => {
                let name = format!("jointfund_bare_{}_{}", std::process::id(), next());
                run(&server, &format!("CREATE DATABASE {name}"));
                Self::Postgres { server, name }
            }
            Err(_) => Self::Sqlite(tempfile::tempdir().unwrap()),
        }
    }

    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => format!("sqlite:{}", folder.path().join("fund.db").display()),
            Self::Postgres { server, name } => on(server, name),
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Self::Postgres { server, name } = self {
            run(
                server,
                &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            );
        }
    }
}

/// A database to copy, of which nobody is a user any more.
pub struct Copied(TestDatabase);

impl Copied {
    /// Takes a database out of use.
    pub fn of(database: TestDatabase) -> Self {
        match &database {
            TestDatabase::Sqlite(folder) => {
                // All of it in one file.
                let url: DatabaseUrl = database.url().parse().unwrap();
                let whole = folder.path().join("whole.db");
                let into = format!("VACUUM INTO '{}'", whole.display());
                url.connect().unwrap().batch_execute(&into).unwrap();
            }
            TestDatabase::Postgres { server, name } => {
                let close = format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false");
                run(server, &close);
                let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity";
                run(server, &format!("{end} WHERE datname = '{name}'"));
            }
        }
        Self(database)
    }

    /// Another like it.
    pub fn again(&self) -> TestDatabase {
        match &self.0 {
            TestDatabase::Sqlite(folder) => sqlite(&folder.path().join("whole.db")),
            TestDatabase::Postgres { server, name } => postgres_like(server.clone(), name),
        }
    }
}

fn sqlite(whole: &Path) -> TestDatabase {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(whole, folder.path().join("fund.db")).unwrap();
    TestDatabase::Sqlite(folder)
}

fn next() -> u32 {
    COUNT.fetch_add(1, Ordering::SeqCst)
}

fn template() -> PathBuf {
    let folder = TEMPLATE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::Sqlite(folder.path().join("template.db"));
        migrate::run(&mut url.connect().unwrap()).unwrap();
        folder
    });
    folder.path().join("template.db")
}

fn on(server: &str, name: &str) -> String {
    let (rest, _) = server.rsplit_once('/').unwrap();
    format!("{rest}/{name}")
}

fn run(server: &str, sql: &str) {
    let url: DatabaseUrl = server.parse().unwrap();
    let mut conn = url.connect().unwrap();
    conn.batch_execute("SET statement_timeout = 0").unwrap();
    conn.batch_execute(sql).unwrap();
}

/// A template must not be in use while it is copied, so copies take turns.
static COPYING: Mutex<()> = Mutex::new(());

fn postgres_like(server: String, source: &str) -> TestDatabase {
    let _turn = COPYING.lock().unwrap_or_else(|broken| broken.into_inner());
    let name = format!("jointfund_test_{}_{}", std::process::id(), next());
    run(
        &server,
        &format!("CREATE DATABASE {name} TEMPLATE {source}"),
    );
    TestDatabase::Postgres { server, name }
}

fn postgres(server: String) -> TestDatabase {
    let source = POSTGRES_TEMPLATE.get_or_init(|| {
        let name = format!("jointfund_template_{}", std::process::id());
        run(&server, &format!("DROP DATABASE IF EXISTS {name}"));
        run(&server, &format!("CREATE DATABASE {name}"));
        let url: DatabaseUrl = on(&server, &name).parse().unwrap();
        migrate::run(&mut url.connect().unwrap()).unwrap();
        name
    });
    postgres_like(server, source)
}
