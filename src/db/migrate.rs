//! Runs the migrations, and refuses a schema newer than this binary.

use super::migrations::{self, Dialect, Migrations};
use super::{Conn, DatabaseError, keys};
use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_migrations::MigrationHarness;

const SQLITE: Migrations = Migrations(Dialect::Sqlite);
const POSTGRES: Migrations = Migrations(Dialect::Postgres);

/// Two servers that start at once must not both migrate; the number is ours alone.
const ADVISORY_LOCK: i64 = 7_316_480_221;

/// Why the schema cannot be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The database was migrated by a newer program.
    #[error("the database holds migration {0}, which this program does not know: use a newer one")]
    Newer(String),
    /// A migration failed.
    #[error("migration failed: {0}")]
    Failed(Box<dyn std::error::Error + Send + Sync>),
    /// The database cannot be used.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl From<diesel::result::Error> for MigrateError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Failed(Box::new(error))
    }
}

/// One migration and whether it has been run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    pub name: String,
    /// Whether it has been run.
    pub run: bool,
}

/// Runs what is missing, and brings what SQL cannot reckon up to date; gives the names of what was
/// run.
///
/// # Errors
/// A newer schema, or a migration that fails.
pub fn run(conn: &mut Conn) -> Result<Vec<String>, MigrateError> {
    if let Conn::Postgres(inner) = conn {
        inner.batch_execute(&format!(
            "SET statement_timeout = 0; SET lock_timeout = 0; \
             SELECT pg_advisory_lock({ADVISORY_LOCK})"
        ))?;
    }
    let done = match conn {
        Conn::Sqlite(inner) => run_missing(inner, SQLITE),
        Conn::Postgres(inner) => run_missing(inner, POSTGRES),
    };
    let done = done.and_then(|done| Ok(keys::refresh(conn).map(|()| done)?));
    if let Conn::Postgres(inner) = conn {
        inner.batch_execute(&format!(
            "SELECT pg_advisory_unlock({ADVISORY_LOCK}); \
             SET statement_timeout = '5s'; SET lock_timeout = '5s'"
        ))?;
    }
    done
}

#[derive(QueryableByName)]
struct Applied {
    #[diesel(sql_type = Text)]
    version: String,
}

/// The migrations that have been run, in their order; where nothing may be written too.
///
/// # Errors
/// No answer from the database.
pub fn applied(conn: &mut Conn) -> QueryResult<Vec<String>> {
    let query = "SELECT CAST(version AS text) AS version FROM __diesel_schema_migrations";
    let found: Vec<Applied> = diesel::sql_query(query).load(conn)?;
    let is_applied = |name: &&str| {
        let version = name.split('_').next();
        found.iter().any(|one| Some(&*one.version) == version)
    };
    let names = migrations::names().filter(is_applied);
    Ok(names.map(str::to_owned).collect())
}

/// Runs these migrations, in a database in which none has been run; for a backup of a schema that
/// may be older than this program's.
///
/// # Errors
/// One that this program does not know, or a migration that fails.
pub fn run_these(conn: &mut Conn, names: &[String]) -> Result<(), MigrateError> {
    match conn {
        Conn::Sqlite(inner) => run_named(inner, SQLITE, names),
        Conn::Postgres(inner) => {
            inner.batch_execute("SET statement_timeout = 0; SET lock_timeout = 0")?;
            run_named(inner, POSTGRES, names)
        }
    }
}

/// Every migration this program knows, and whether it has been run.
///
/// # Errors
/// A newer schema, or no answer.
pub fn status(conn: &mut Conn) -> Result<Vec<Status>, MigrateError> {
    match conn {
        Conn::Sqlite(inner) => status_of(inner, SQLITE),
        Conn::Postgres(inner) => status_of(inner, POSTGRES),
    }
}

/// Takes everything back, newest first: what a restore that failed had begun; and for tests of the
/// way down.
///
/// # Errors
/// A migration that fails.
pub fn revert_all(conn: &mut Conn) -> Result<(), MigrateError> {
    match conn {
        Conn::Sqlite(inner) => inner.revert_all_migrations(SQLITE).map(drop),
        Conn::Postgres(inner) => inner.revert_all_migrations(POSTGRES).map(drop),
    }
    .map_err(MigrateError::Failed)
}

fn run_missing<C, DB>(conn: &mut C, source: Migrations) -> Result<Vec<String>, MigrateError>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
{
    let missing: Vec<String> = status_of(conn, source)?
        .into_iter()
        .filter(|status| !status.run)
        .map(|status| status.name)
        .collect();
    conn.run_pending_migrations(source)
        .map_err(MigrateError::Failed)?;
    Ok(missing)
}

fn run_named<C, DB>(conn: &mut C, source: Migrations, names: &[String]) -> Result<(), MigrateError>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
{
    let mut known: Vec<Box<dyn Migration<DB>>> =
        MigrationSource::<DB>::migrations(&source).map_err(MigrateError::Failed)?;
    let is_known = |name: &&String| known.iter().any(|one| one.name().to_string() == **name);
    if let Some(unknown) = names.iter().find(|name| !is_known(name)) {
        return Err(MigrateError::Newer(unknown.clone()));
    }
    known.retain(|one| names.contains(&one.name().to_string()));
    // So that there is a place to keep which were run.
    conn.applied_migrations().map_err(MigrateError::Failed)?;
    for one in known {
        conn.run_migration(&one).map_err(MigrateError::Failed)?;
    }
    Ok(())
}

fn status_of<C, DB>(conn: &mut C, source: Migrations) -> Result<Vec<Status>, MigrateError>
where
    DB: diesel::backend::Backend,
    C: MigrationHarness<DB>,
{
    let known: Vec<Box<dyn Migration<DB>>> =
        MigrationSource::<DB>::migrations(&source).map_err(MigrateError::Failed)?;
    let run: Vec<String> = conn
        .applied_migrations()
        .map_err(MigrateError::Failed)?
        .into_iter()
        .map(|version| version.to_string())
        .collect();
    let version = |migration: &dyn Migration<DB>| migration.name().version().to_string();
    if let Some(newer) = run
        .iter()
        .find(|run| !known.iter().any(|known| version(known.as_ref()) == **run))
    {
        return Err(MigrateError::Newer(newer.clone()));
    }
    let mut all: Vec<Status> = known
        .iter()
        .map(|migration| Status {
            name: migration.name().to_string(),
            run: run.contains(&version(migration.as_ref())),
        })
        .collect();
    all.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(all)
}
