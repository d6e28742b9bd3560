//! The database: one connection type for SQLite and PostgreSQL, chosen by the URL's scheme.

mod conn;
mod failure;
mod migrations;
mod pool;

pub mod column;
pub mod dialect;
pub mod dump;
pub(crate) mod keys;
pub mod migrate;
pub mod once;
pub mod proved;
pub mod pulse;
pub mod schema;
pub mod tidings;
pub mod together;
pub mod tx;
pub mod units;

pub use conn::{Conn, MultiBackend, MultiRawValue};
pub(crate) use dialect::{insert_all, lock_rows};
pub use failure::{contended_if_duplicate, unless_duplicate};
pub use pool::Database;

use crate::config::{DatabaseSettings, STATEMENT_MS};
use crate::kernel::closed;
use diesel::RunQueryDsl;
use diesel::connection::{Connection, SimpleConnection};
use diesel::pg::PgConnection;
use diesel::sqlite::SqliteConnection;
use std::path::{Path, PathBuf};

/// What begins and ends the transactions of either database.
type Transactions = <Conn as Connection>::TransactionManager;

/// What a connection may ask of the machine.
#[derive(Debug, Clone, Copy)]
struct Limits {
    /// Milliseconds a statement waits for what another holds.
    lock_ms: u64,
    /// The most an embedded database may grow to, in MiB; 0 for as much as there is.
    max_mib: u32,
}

impl Limits {
    /// For a command, which has no pool.
    const USUAL: Self = Self {
        lock_ms: 2000,
        max_mib: 0,
    };

    fn of(settings: &DatabaseSettings) -> Self {
        Self {
            lock_ms: settings.lock_ms,
            max_mib: settings.max_mib,
        }
    }
}

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// `sqlite:PATH`.
    Sqlite(PathBuf),
    /// `postgres://…` or `postgresql://…`.
    Postgres(String),
}

/// Why the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The URL has another scheme: never guess, a guess would create an empty database.
    #[error("the database URL must begin with `sqlite:` or `postgres://`, not `{0}`")]
    UnknownScheme(String),
    /// No connection could be made.
    #[error("cannot connect to the database: {0}")]
    Connect(#[from] diesel::ConnectionError),
    /// A set-up statement failed.
    #[error("cannot set up the database: {0}")]
    SetUp(#[from] diesel::result::Error),
    /// The SQLite in this binary has a known fault of its write-ahead log.
    #[error("SQLite {0} is too old: at least 3.51.3 is needed")]
    SqliteTooOld(String),
    /// Others on the machine may read it.
    #[error("{0}")]
    Open(std::io::Error),
    /// Every connection is in use.
    #[error("every database connection is in use")]
    PoolFull,
}

impl std::str::FromStr for DatabaseUrl {
    type Err = DatabaseError;
    fn from_str(url: &str) -> Result<Self, Self::Err> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if !path.is_empty() {
                return Ok(Self::Sqlite(path.into()));
            }
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        let scheme = url.split_once(':').map_or(url, |(scheme, _)| scheme);
        Err(DatabaseError::UnknownScheme(scheme.to_owned()))
    }
}

impl DatabaseUrl {
    /// A connection, set up.
    ///
    /// # Errors
    /// No connection, or a SQLite that is too old.
    pub fn connect(&self) -> Result<Conn, DatabaseError> {
        self.connect_within(Limits::USUAL)
    }

    fn connect_within(&self, limits: Limits) -> Result<Conn, DatabaseError> {
        let wait = limits.lock_ms;
        match self {
            Self::Sqlite(path) => {
                close_to_others(path)?;
                let mut inner = SqliteConnection::establish(&path.to_string_lossy())?;
                refuse_old_sqlite(&mut inner)?;
                inner.batch_execute(&format!(
                    "PRAGMA busy_timeout = {wait}; PRAGMA journal_mode = WAL; \
                     PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
                     PRAGMA trusted_schema = OFF;"
                ))?;
                if limits.max_mib > 0 {
                    limit_size(&mut inner, limits.max_mib)?;
                }
                Ok(Conn::Sqlite(inner))
            }
            Self::Postgres(url) => {
                let mut inner = PgConnection::establish(url)?;
                inner.batch_execute(&format!(
                    "SET TIME ZONE 'UTC'; SET statement_timeout = '{STATEMENT_MS}ms'; \
                     SET lock_timeout = '{wait}ms'; \
                     SET idle_in_transaction_session_timeout = '30s';"
                ))?;
                // What it refuses is known by its words. Not every role may choose them; most
                // servers speak English anyway.
                if let Err(error) = inner.batch_execute("SET lc_messages = 'C'") {
                    tracing::debug!(%error, "the server's messages stay in its own language");
                }
                Ok(Conn::Postgres(inner))
            }
        }
    }
}

/// Nobody else on the machine reads the database's file. What SQLite lays beside it has its rights;
/// what an older program left there is mended too.
fn close_to_others(path: &Path) -> Result<(), DatabaseError> {
    let name = path.to_string_lossy();
    if name.starts_with(':') || name.starts_with("file:") {
        return Ok(());
    }
    // Where the folder is missing or another's, SQLite says so itself.
    if let Err(error) = closed::file(path)
        && closed::is_open(path).unwrap_or(false)
    {
        return Err(DatabaseError::Open(error));
    }
    for beside in ["-wal", "-shm"] {
        closed::close(Path::new(&format!("{name}{beside}"))).map_err(DatabaseError::Open)?;
    }
    Ok(())
}

/// A database that stops at a size leaves room on the disk for its write-ahead log, and for others.
fn limit_size(conn: &mut SqliteConnection, mib: u32) -> Result<(), DatabaseError> {
    let page: i64 = diesel::select(diesel::dsl::sql::<diesel::sql_types::BigInt>(
        "(SELECT page_size FROM pragma_page_size)",
    ))
    .get_result(conn)?;
    let most = i64::from(mib) * 1024 * 1024 / page.max(1);
    Ok(conn.batch_execute(&format!("PRAGMA max_page_count = {most}"))?)
}

fn refuse_old_sqlite(conn: &mut SqliteConnection) -> Result<(), DatabaseError> {
    let version: String = diesel::select(diesel::dsl::sql::<diesel::sql_types::Text>(
        "sqlite_version()",
    ))
    .get_result(conn)?;
    let parts: Vec<u32> = version
        .split('.')
        .filter_map(|part| part.parse().ok())
        .collect();
    if parts < vec![3, 51, 3] {
        return Err(DatabaseError::SqliteTooOld(version));
    }
    Ok(())
}
