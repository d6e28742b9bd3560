//! The command line.

mod copy;
mod demo;
mod office;
mod serve;
pub mod story;
mod verify;

use crate::anchors::keys;
use crate::app::{App, StartError};
use crate::audit::seal;
use crate::config::{Config, ConfigFaults, Sources};
use crate::db::migrate::{self, MigrateError};
use crate::db::{Conn, DatabaseError, DatabaseUrl, dump};
use crate::identity::spelling;
use crate::kernel::time::SystemClock;
use crate::recusals::hints;
use crate::telemetry;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// Grant management for an innovation fund that two or more partners finance together.
#[derive(Debug, Parser)]
#[command(name = "jointfund", version, arg_required_else_help = true)]
struct Arguments {
    /// A file that changes some of the default settings.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    /// A single setting, as in `server.bind=0.0.0.0:80`; goes before environment and file.
    #[arg(long = "set", global = true, value_name = "SECTION.KEY=VALUE", value_parser = setting)]
    set: Vec<(String, String)>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make an invented fund to look at and work with, and serve it.
    Demo(demo::Demo),
    /// Serve pages and API, and do the worker's work.
    Serve,
    /// Do the worker's work alone: letters, opening and closing of calls.
    Work,
    /// Bring the database up to date.
    Migrate {
        /// Only say what is run and what is missing.
        #[arg(long)]
        status: bool,
    },
    /// Found the fund from a file: its partners, secretariat and first administrators.
    Found {
        /// See docs/fund.example.toml.
        file: PathBuf,
    },
    /// Look after the administrators of a partner.
    Admin {
        #[command(subcommand)]
        command: office::AdminCommand,
    },
    /// Recompute the audit trail, the ledger and what must always be true.
    Verify(verify::Verify),
    /// Reckon anew what is reckoned from something else: tasks, keys, numbers.
    Rebuild,
    /// Say which public key anchors are signed with.
    AnchorKey {
        /// Make another from now on, and keep the one there was beside it.
        #[arg(long)]
        new: bool,
    },
    /// Write the whole fund to one file, while it goes on. The file holds everything that anybody
    /// wrote: encrypt it.
    Backup(copy::BackupCommand),
    /// Make the fund of a backup again, in an empty database and an empty folder of attachments.
    /// Everybody is signed out, and payments are locked until a finance officer of every partner
    /// has confirmed what its bank knows.
    Restore(copy::RestoreCommand),
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Config(#[from] ConfigFaults),
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Migrate(#[from] MigrateError),
    #[error(transparent)]
    Backup(#[from] crate::backup::BackupError),
    #[error("{0}")]
    Action(#[from] crate::error::Error),
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Words(String),
}

/// Runs the command of the arguments.
pub fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("jointfund: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// A setting of the command line.
fn setting(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .map(|(name, value)| (name.trim().to_owned(), value.to_owned()))
        .ok_or_else(|| "must be section.key=value".to_owned())
}

fn run(arguments: Arguments) -> Result<ExitCode, Failure> {
    let mut sources = Sources::of_this_process(arguments.config);
    sources.flags = arguments.set;
    if let Command::Demo(demo) = arguments.command {
        return demo.run(sources).map(|()| ExitCode::SUCCESS);
    }
    let config = sources.read()?;
    telemetry::start(&config.log);
    match arguments.command {
        Command::Demo(_) => Ok(ExitCode::SUCCESS),
        Command::Serve => {
            config.ready_to_serve()?;
            migrate_now(&config)?;
            serve::serve(caught_up(opened(config)?), |_| {})?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Work => {
            config.ready_to_serve()?;
            migrate_now(&config)?;
            serve::work(caught_up(opened(config)?))?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Migrate { status } => migrate_command(&config, status),
        Command::Found { file } => {
            migrate_now(&config)?;
            office::found(&opened(config)?, &file)
        }
        Command::Admin { command } => {
            migrate_now(&config)?;
            office::administrate(&opened(config)?, command)
        }
        Command::Verify(verify) => verify.run(config),
        Command::Rebuild => verify::rebuild(config),
        Command::AnchorKey { new } => verify::anchor_key(&config.anchors, new),
        Command::Backup(command) => command.run(&opened(config)?),
        Command::Restore(command) => command.run(config),
    }
}

fn opened(config: Config) -> Result<App, Failure> {
    // Whoever waited while it was filled looks again.
    let url: DatabaseUrl = config.database.url.parse()?;
    refuse_half_filled(&mut url.connect()?)?;
    Ok(App::new(config, Arc::new(SystemClock))?)
}

/// Does what an older version of the program did not do: seals what the trail has no digests of,
/// brings addresses into today's spelling, makes the key that signs anchors, and looks for hints.
/// What keeps it from that keeps nothing else.
fn caught_up(app: App) -> App {
    if let Err(error) = seal::seal(&app) {
        tracing::error!(%error, "what there was could not be sealed in the audit trail");
    }
    if let Err(error) = spelling::catch_up(&app) {
        tracing::error!(%error, "addresses could not be brought into today's spelling");
    }
    if let Err(error) = keys::prepare(&app) {
        tracing::error!(%error, "it is not known whether there is a key to sign anchors with");
    }
    if let Err(error) = hints::catch_up(&app) {
        tracing::error!(%error, "hints at conflicts of interest could not be looked for");
    }
    app
}

fn migrate_now(config: &Config) -> Result<Vec<String>, Failure> {
    let url: DatabaseUrl = config.database.url.parse()?;
    let mut conn = url.connect()?;
    refuse_half_filled(&mut conn)?;
    Ok(migrate::run(&mut conn)?)
}

/// What was filled and not finished has no lock on its payments.
fn refuse_half_filled(conn: &mut Conn) -> Result<(), Failure> {
    if dump::is_broken_off(conn).map_err(DatabaseError::SetUp)? {
        return Err(Failure::Words(
            "a restore into this database goes on, or was broken off: wait for its end, or \
             restore into a new one"
                .to_owned(),
        ));
    }
    Ok(())
}

fn migrate_command(config: &Config, status: bool) -> Result<ExitCode, Failure> {
    if status {
        let url: DatabaseUrl = config.database.url.parse()?;
        for one in migrate::status(&mut url.connect()?)? {
            println!(
                "{} {}",
                if one.run { "run    " } else { "missing" },
                one.name
            );
        }
        return Ok(ExitCode::SUCCESS);
    }
    for name in migrate_now(config)? {
        println!("ran {name}");
    }
    println!("The database is up to date.");
    Ok(ExitCode::SUCCESS)
}
