//! `jointfund demo`: an invented fund to look at and work with.

use super::{Failure, migrate_now, serve, story};
use crate::app::App;
use crate::config::{Config, Transport};
use crate::db::tx::Actor;
use crate::fund;
use crate::kernel::digest::random_token;
use crate::kernel::secret::Secret;
use crate::kernel::time::{Clock, SystemClock, TurnedClock};
use clap::Args;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What `demo` can be told.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Where the server listens; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:8080")]
    bind: SocketAddr,
    /// Where the embedded database and the files are kept.
    #[arg(long, default_value = "jointfund-demo")]
    folder: PathBuf,
    /// Another database, as `postgres://user@host/name`.
    #[arg(long)]
    database: Option<String>,
}

impl Demo {
    pub(super) fn run(self, mut config: Config) -> Result<(), Failure> {
        std::fs::create_dir_all(&self.folder)?;
        let file = self.folder.join("fund.db");
        config.database.url = self
            .database
            .unwrap_or_else(|| format!("sqlite:{}", file.display()));
        config.storage.attachments = self.folder.join("attachments");
        config.security.token_key = Secret::new(key(&self.folder)?);
        config.fund.demo = true;
        config.mail.transport = Transport::Memory;
        // The port is taken now, for letters name the address.
        let bind = free_port(self.bind)?;
        config.server.bind = bind;
        config.server.public_url = format!("http://{bind}");
        migrate_now(&config)?;
        let clock = TurnedClock::at(SystemClock.now());
        let app = App::new(config.clone(), Arc::new(clock.clone()))?;
        let is_there = app.read_now(Actor::Operator, |view| {
            Ok(fund::queries::name(view.conn)?.is_some())
        })?;
        if !is_there {
            println!("Making the demo fund; this takes a few seconds …");
            story::tell(&app, &clock)?;
        }
        let app = App::for_demo(config)?;
        serve::serve(app, greet)
    }
}

/// The demo's key, made once.
fn key(folder: &Path) -> Result<String, Failure> {
    let path = folder.join("token-key");
    if let Ok(key) = std::fs::read_to_string(&path) {
        return Ok(key);
    }
    let key = random_token().ok_or_else(|| Failure::Words("no randomness".to_owned()))?;
    std::fs::write(&path, &key)?;
    Ok(key)
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
    println!("Mailbox:  http://{address}/mailbox");
    println!("Listening on http://{address}");
}
