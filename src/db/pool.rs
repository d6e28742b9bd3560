//! The pools of connections, and the transaction, which runs again where others were faster.

use super::dialect::{self, Mode};
use super::{Conn, DatabaseError, DatabaseUrl, Limits, Transactions, failure};
use crate::config::DatabaseSettings;
use crate::error::{Error, Result};
use diesel::connection::TransactionManager;
use diesel::r2d2::{ManageConnection, Pool, R2D2Connection};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

/// How often a unit that lost against others runs again: PostgreSQL leaves it to its clients.
const AGAIN: u32 = 3;
/// The longest pause before the first time, in milliseconds; it grows with each.
const PAUSE: u64 = 20;

/// Makes and checks the connections of the pool.
#[derive(Debug)]
struct Connections {
    url: DatabaseUrl,
    limits: Limits,
}

impl ManageConnection for Connections {
    type Connection = Conn;
    type Error = DatabaseError;

    fn connect(&self) -> std::result::Result<Conn, DatabaseError> {
        self.url.connect_within(self.limits)
    }

    fn is_valid(&self, conn: &mut Conn) -> std::result::Result<(), DatabaseError> {
        conn.ping().map_err(DatabaseError::SetUp)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking()
            || R2D2Connection::is_broken(conn)
            || Transactions::is_broken_transaction_manager(conn)
    }
}

/// The pools of connections: whoever writes may wait for others, and whoever reads does not wait
/// for them.
#[derive(Clone)]
pub struct Database {
    readers: Pool<Connections>,
    writers: Pool<Connections>,
}

impl Database {
    /// Opens the pools as the settings have them.
    ///
    /// # Errors
    /// No first connection.
    pub fn open(
        url: &DatabaseUrl,
        settings: &DatabaseSettings,
    ) -> std::result::Result<Self, DatabaseError> {
        url.connect_within(Limits::of(settings))?;
        // SQLite has one writer: others had better wait here than at its file, where no one's turn
        // comes for certain.
        let writers = match url {
            DatabaseUrl::Sqlite(_) => 1,
            DatabaseUrl::Postgres(_) => settings.write_pool_size,
        };
        Ok(Self {
            readers: pool(url, settings, settings.pool_size),
            writers: pool(url, settings, writers),
        })
    }

    /// Runs `work` in one transaction that reads.
    ///
    /// # Errors
    /// What `work` gives, or no free connection.
    pub fn read<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        self.transaction(Mode::Read, work)
    }

    /// Runs `work` in one transaction that writes: committed if it gives a value, rolled back if it
    /// gives an error or panics, and run again up to three times where it lost against others.
    ///
    /// # Errors
    /// What `work` gives, no free connection, or a commit the database refuses.
    pub fn write<T>(&self, mut work: impl FnMut(&mut Conn) -> Result<T>) -> Result<T> {
        for lost in 1..=AGAIN {
            match self.transaction(Mode::Write, &mut work) {
                Err(Error::Contended) => {
                    tracing::info!(lost, "a unit of work runs again: others were faster");
                    std::thread::sleep(pause(lost));
                }
                done => return done,
            }
        }
        self.transaction(Mode::Write, work)
    }

    /// The same, run once: it may well lose.
    ///
    /// # Errors
    /// As [`Database::write`].
    pub fn try_to_write<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        self.transaction(Mode::Write, work)
    }

    fn transaction<T>(&self, mode: Mode, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let pool = match mode {
            Mode::Read => &self.readers,
            Mode::Write => &self.writers,
        };
        let mut conn = pool.get().map_err(|_| DatabaseError::PoolFull)?;
        dialect::begin(&mut conn, mode)?;
        // A panic unwinds past the commit; the pool sees the open transaction and drops the
        // connection.
        match work(&mut conn) {
            Ok(value) => {
                Transactions::commit_transaction(&mut *conn).map_err(failure::of_commit)?;
                Ok(value)
            }
            Err(error) => {
                // Some failures end the transaction themselves, or the connection with it: why the
                // work failed is what counts.
                if let Err(error) = Transactions::rollback_transaction(&mut *conn) {
                    tracing::info!(%error, "a transaction had ended before it was rolled back");
                }
                Err(error)
            }
        }
    }
}

fn pool(url: &DatabaseUrl, settings: &DatabaseSettings, size: u32) -> Pool<Connections> {
    Pool::builder()
        .max_size(size.max(1))
        .min_idle(Some(1))
        .connection_timeout(Duration::from_millis(settings.wait_ms))
        .test_on_check_out(matches!(url, DatabaseUrl::Postgres(_)))
        .build_unchecked(Connections {
            url: url.clone(),
            limits: Limits::of(settings),
        })
}

/// A pause of a length by chance, so that two that stood in each other's way do not meet again.
fn pause(lost: u32) -> Duration {
    let chance = RandomState::new().build_hasher().finish();
    Duration::from_millis(chance % (PAUSE * u64::from(lost)) + 1)
}
