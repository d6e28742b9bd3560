//! The database: one connection type for SQLite and PostgreSQL, chosen by the URL's scheme.

mod conn;
mod failure;
mod migrations;

pub mod column;
pub mod dialect;
pub mod migrate;
pub mod once;
pub mod schema;
pub mod tx;
pub mod units;

pub use conn::{Conn, MultiBackend, MultiRawValue};
pub(crate) use dialect::{insert_all, lock_rows};
pub use failure::unless_duplicate;

use diesel::RunQueryDsl;
use diesel::connection::{Connection, SimpleConnection, TransactionManager};
use diesel::pg::PgConnection;
use diesel::r2d2::{ManageConnection, Pool, PooledConnection, R2D2Connection};
use diesel::sqlite::SqliteConnection;
use std::path::PathBuf;
use std::time::Duration;

/// What begins and ends the transactions of either database.
type Transactions = <Conn as Connection>::TransactionManager;

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
        match self {
            Self::Sqlite(path) => {
                let mut inner = SqliteConnection::establish(&path.to_string_lossy())?;
                refuse_old_sqlite(&mut inner)?;
                inner.batch_execute(
                    "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; \
                     PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
                     PRAGMA trusted_schema = OFF;",
                )?;
                Ok(Conn::Sqlite(inner))
            }
            Self::Postgres(url) => {
                let mut inner = PgConnection::establish(url)?;
                inner.batch_execute(
                    "SET TIME ZONE 'UTC'; SET statement_timeout = '5s'; SET lock_timeout = '5s'; \
                     SET idle_in_transaction_session_timeout = '30s';",
                )?;
                Ok(Conn::Postgres(inner))
            }
        }
    }
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

/// Makes and checks the connections of the pool.
#[derive(Debug)]
struct Connections(DatabaseUrl);

impl ManageConnection for Connections {
    type Connection = Conn;
    type Error = DatabaseError;

    fn connect(&self) -> Result<Conn, DatabaseError> {
        self.0.connect()
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), DatabaseError> {
        conn.ping().map_err(DatabaseError::SetUp)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking()
            || R2D2Connection::is_broken(conn)
            || Transactions::is_broken_transaction_manager(conn)
    }
}

/// Whether a transaction writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Sees one state of the database and changes nothing.
    Read,
    /// Takes the writer's lock at once on SQLite: a transaction that reads first and writes later
    /// would fail as soon as another has written in between.
    Write,
}

/// The pool of connections.
#[derive(Clone)]
pub struct Database {
    pool: Pool<Connections>,
}

impl Database {
    /// Opens a pool of so many connections that lets nobody wait longer than `wait`.
    ///
    /// # Errors
    /// No first connection.
    pub fn open(url: DatabaseUrl, size: u32, wait: Duration) -> Result<Self, DatabaseError> {
        url.connect()?;
        let pool = Pool::builder()
            .max_size(size.max(1))
            .min_idle(Some(1))
            .connection_timeout(wait)
            .test_on_check_out(matches!(url, DatabaseUrl::Postgres(_)))
            .build_unchecked(Connections(url));
        Ok(Self { pool })
    }

    fn conn(&self) -> Result<PooledConnection<Connections>, DatabaseError> {
        self.pool.get().map_err(|_| DatabaseError::PoolFull)
    }

    /// Runs `work` in one transaction: committed if it gives a value, rolled back if it gives an
    /// error or panics.
    ///
    /// # Errors
    /// What `work` gives, no free connection, or a commit the database refuses.
    pub fn transaction<T, E>(
        &self,
        mode: Mode,
        work: impl FnOnce(&mut Conn) -> Result<T, E>,
    ) -> Result<T, E>
    where
        E: From<DatabaseError> + From<diesel::result::Error>,
    {
        let mut conn = self.conn()?;
        dialect::begin(&mut conn, mode)?;
        // A panic unwinds past the commit; the pool sees the open transaction and drops the
        // connection.
        match work(&mut conn) {
            Ok(value) => {
                Transactions::commit_transaction(&mut *conn)?;
                Ok(value)
            }
            Err(error) => {
                Transactions::rollback_transaction(&mut *conn)?;
                Err(error)
            }
        }
    }
}
