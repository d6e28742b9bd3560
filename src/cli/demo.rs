//! `jointfund demo`: an invented fund to look at and work with.

use super::{Failure, migrate_now, serve, story};
use crate::anchors::keys;
use crate::app::App;
use crate::config::{Config, Sources};
use crate::db::tx::Actor;
use crate::fund;
use crate::identity;
use crate::kernel::closed;
use crate::kernel::digest::random_token;
use crate::kernel::time::{Clock, SystemClock, TurnedClock};
use crate::telemetry;
use clap::Args;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What `demo` can be told.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Where the server listens; port 0 takes a free one. The same as `--set server.bind`.
    #[arg(long)]
    bind: Option<SocketAddr>,
    /// Where the embedded database and the files are kept.
    #[arg(long, default_value = "jointfund-demo")]
    folder: PathBuf,
    /// Another database, as `postgres://user@host/name`. The same as `--set database.url`.
    #[arg(long)]
    database: Option<String>,
}

impl Demo {
    /// The demo has defaults of its own; whatever file, environment and command line say goes
    /// before them.
    fn settings(&self, mut sources: Sources) -> Result<Config, Failure> {
        let folder = |name: &str| self.folder.join(name).display().to_string();
        let say = |name: &str, value: String| (name.to_owned(), value);
        sources.command = vec![
            say("database.url", format!("sqlite:{}", folder("fund.db"))),
            say("storage.attachments", folder("attachments")),
            say("anchors.key_file", folder("anchor-key")),
            say("security.token_key", key(&self.folder)?),
            // Whoever tries it need not have an app at hand.
            say("security.second_factor_for", String::new()),
            // All who try it come from one place.
            say("limits.sign_ins_at_once", "1000".to_owned()),
            say("limits.sign_ins_a_minute", "1000".to_owned()),
            say("limits.letters_an_hour_of_a_network", "1000".to_owned()),
        ];
        if let Some(bind) = self.bind {
            sources.flags.push(say("server.bind", bind.to_string()));
        }
        if let Some(database) = &self.database {
            sources.flags.push(say("database.url", database.clone()));
        }
        // The port is taken now, for letters name the address.
        let bind = free_port(sources.read()?.server.bind)?;
        sources.flags.push(say("server.bind", bind.to_string()));
        sources.command.push(say("server.public_url", called(bind)));
        let mut config = sources.read()?;
        // An invented fund says so, whatever is set.
        config.fund.demo = true;
        Ok(config)
    }

    pub(super) fn run(self, sources: Sources) -> Result<(), Failure> {
        closed::folder(&self.folder)?;
        let config = self.settings(sources)?;
        telemetry::start(&config.log);
        migrate_now(&config)?;
        let clock = TurnedClock::at(SystemClock.now());
        let app = App::new(config.clone(), Arc::new(clock.clone()))?;
        if !is_told(&app)? {
            println!("Making the demo fund; this takes a few seconds …");
            story::tell(&app, &clock)?;
        }
        let app = App::for_demo(config)?;
        keys::prepare(&app)?;
        serve::serve(app, greet)
    }
}

/// Whether the story was told already. A real fund is left alone: the demo lets everyone read all
/// letters and move the clock.
fn is_told(app: &App) -> Result<bool, Failure> {
    let (has_fund, has_people) = app.read_now(Actor::Operator, |view| {
        let has_fund = fund::queries::name(view.conn)?.is_some();
        let mut has_people = true;
        for (_, email) in story::SIGN_INS {
            has_people &= identity::queries::has_account(view.conn, email)?;
        }
        Ok((has_fund, has_people))
    })?;
    if has_fund && !has_people {
        let words = "this database holds another fund, or half of the demo's: it is left alone";
        return Err(Failure::Words(words.to_owned()));
    }
    Ok(has_fund)
}

/// The demo's key, made once.
fn key(folder: &Path) -> Result<String, Failure> {
    let path = folder.join("token-key");
    closed::file(&path)?;
    let key = std::fs::read_to_string(&path)?;
    if !key.is_empty() {
        return Ok(key);
    }
    let key = random_token().ok_or_else(|| Failure::Words("no randomness".to_owned()))?;
    std::fs::write(&path, &key)?;
    Ok(key)
}

/// How a browser calls it: by its name on this machine, for passkeys belong to names.
fn called(address: SocketAddr) -> String {
    if address.ip().is_loopback() {
        return format!("http://localhost:{}", address.port());
    }
    format!("http://{address}")
}

fn free_port(bind: SocketAddr) -> Result<SocketAddr, Failure> {
    Ok(std::net::TcpListener::bind(bind)?.local_addr()?)
}

fn greet(address: SocketAddr) {
    println!("\nThe demo fund is ready. One person of each role:\n");
    for (role, email) in story::SIGN_INS {
        println!("  {role:<26} {email}");
    }
    println!("\nPassword: {}", story::PASSWORD);
    println!(
        "Second factor: {}, an approver of Bellmark; the code stands in the mailbox",
        story::WITH_SECOND_FACTOR
    );
    println!("Mailbox:  {}/mailbox", called(address));
    println!("Listening on {}", called(address));
}
