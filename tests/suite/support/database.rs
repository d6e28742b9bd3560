//! A database per test, copied from a migrated template.

use diesel::connection::SimpleConnection;
use jointfund::db::{DatabaseUrl, migrate};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};

static TEMPLATE: OnceLock<tempfile::TempDir> = OnceLock::new();
static POSTGRES_TEMPLATE: Mutex<Option<String>> = Mutex::new(None);
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
            Err(_) => {
                let folder = tempfile::tempdir().unwrap();
                std::fs::copy(template(), folder.path().join("fund.db")).unwrap();
                Self::Sqlite(folder)
            }
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

fn postgres(server: String) -> TestDatabase {
    // A template must not be in use while it is copied, so copies take turns.
    let mut template = POSTGRES_TEMPLATE
        .lock()
        .unwrap_or_else(|broken| broken.into_inner());
    let source = template.get_or_insert_with(|| {
        let name = format!("jointfund_template_{}", std::process::id());
        run(&server, &format!("DROP DATABASE IF EXISTS {name}"));
        run(&server, &format!("CREATE DATABASE {name}"));
        let url: DatabaseUrl = on(&server, &name).parse().unwrap();
        migrate::run(&mut url.connect().unwrap()).unwrap();
        name
    });
    let name = format!("jointfund_test_{}_{}", std::process::id(), next());
    run(
        &server,
        &format!("CREATE DATABASE {name} TEMPLATE {source}"),
    );
    TestDatabase::Postgres { server, name }
}
