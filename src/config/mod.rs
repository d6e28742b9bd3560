//! Configuration, read once: embedded defaults, then what a command starts from, then a file, then
//! the environment, then the command line.

pub mod ipnet_text;

mod fitness;
mod limits;

pub use limits::{ForwardedBy, Limits};

use crate::kernel::closed;
use crate::kernel::secret::Secret;
use crate::rules::Role;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

const DEFAULTS: &str = include_str!("defaults.toml");
const PREFIX: &str = "JOINTFUND_";

/// All settings. `defaults.toml` explains each.
#[derive(Debug, Clone, Deserialize)]
pub struct Config {
    /// The web server.
    pub server: Server,
    pub database: DatabaseSettings,
    /// Attachments.
    pub storage: Storage,
    /// Anchors: signed heads of trail and ledger.
    pub anchors: AnchorSettings,
    /// Letters.
    pub mail: Mail,
    /// Tokens, passwords, sessions.
    pub security: Security,
    /// How often one may knock.
    pub limits: Limits,
    /// The fund's own parameters.
    pub fund: FundSettings,
    /// Logging.
    pub log: Log,
}

/// The web server.
#[derive(Debug, Clone, Deserialize)]
pub struct Server {
    pub bind: std::net::SocketAddr,
    pub public_url: String,
    pub trusted_proxies: Vec<ipnet_text::Network>,
    pub head_seconds: u64,
    pub forwarded_by: ForwardedBy,
    pub body_seconds: u64,
    pub upload_seconds: u64,
    pub uploads_at_once: u32,
    pub uploads_of_one: u32,
    pub handler_seconds: u64,
    pub unread_seconds: u64,
    pub shutdown_seconds: u64,
}

/// The database.
#[derive(Debug, Clone, Deserialize)]
pub struct DatabaseSettings {
    pub url: String,
    pub pool_size: u32,
    pub write_pool_size: u32,
    pub wait_ms: u64,
    pub lock_ms: u64,
    pub max_mib: u32,
}

/// Attachments.
#[derive(Debug, Clone, Deserialize)]
pub struct Storage {
    pub attachments: PathBuf,
    pub max_file_bytes: u64,
    pub max_total_bytes: u64,
    pub max_files: u32,
    pub max_account_bytes: u64,
}

/// With what the heads of trail and ledger are signed.
#[derive(Debug, Clone, Deserialize)]
pub struct AnchorSettings {
    pub key_file: PathBuf,
    pub known_keys: Vec<String>,
}

/// How letters leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// To a mail server.
    Smtp,
    /// To a folder.
    File,
    /// Nowhere: they are marked as sent.
    Memory,
}

/// How the mail server is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tls {
    /// In the clear; for a server on the same machine.
    None,
    /// TLS after the greeting, and nothing without it.
    Starttls,
    /// TLS from the first byte.
    Implicit,
}

/// Letters.
#[derive(Debug, Clone, Deserialize)]
pub struct Mail {
    pub transport: Transport,
    pub host: String,
    pub port: u16,
    pub tls: Tls,
    pub user: String,
    pub password: Secret<String>,
    pub from: String,
    pub folder: PathBuf,
    pub attempts: i32,
}

/// Tokens, passwords, sessions.
#[derive(Debug, Clone, Deserialize)]
pub struct Security {
    pub token_key: Secret<String>,
    pub access_minutes: i64,
    pub refresh_hours: i64,
    pub verify_hours: i64,
    pub reset_minutes: i64,
    pub invite_days: i64,
    pub address_return_days: i64,
    pub argon2_memory_kib: u32,
    pub argon2_rounds: u32,
    pub sign_in_free_attempts: i32,
    pub sign_in_max_delay_seconds: i64,
    pub second_factor_for: Vec<Role>,
}

/// The fund's own parameters.
#[derive(Debug, Clone, Deserialize)]
pub struct FundSettings {
    pub bank_account_cooling_hours: i64,
    pub default_language: String,
    pub max_drafts: u32,
    pub demo: bool,
}

/// Logging.
#[derive(Debug, Clone, Deserialize)]
pub struct Log {
    pub format: String,
    pub level: String,
}

/// Every fault of the settings, so that they can be mended in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigFaults(pub Vec<String>);

impl std::fmt::Display for ConfigFaults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "the configuration is not in order:")?;
        self.0
            .iter()
            .try_for_each(|fault| writeln!(f, "  - {fault}"))
    }
}

impl std::error::Error for ConfigFaults {}

/// After how many milliseconds PostgreSQL ends a statement.
pub const STATEMENT_MS: u64 = 5_000;

impl Config {
    /// The settings from a file and these variables.
    ///
    /// # Errors
    /// See [`Sources::read`].
    pub fn load(
        file: Option<&Path>,
        variables: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, ConfigFaults> {
        Sources {
            file: file.map(Path::to_owned),
            variables: variables.collect(),
            ..Sources::default()
        }
        .read()
    }
}

/// Where settings come from. What stands further down goes before what stands above it.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// What a command starts from, in place of the defaults: `section.key` and its text.
    pub command: Vec<(String, String)>,
    pub file: Option<PathBuf>,
    /// The environment.
    pub variables: Vec<(String, String)>,
    /// What was said on the command line: `section.key` and its text.
    pub flags: Vec<(String, String)>,
}

impl Sources {
    /// The file and the environment of this process.
    pub fn of_this_process(file: Option<PathBuf>) -> Self {
        Self {
            file,
            variables: std::env::vars().collect(),
            ..Self::default()
        }
    }

    /// The settings.
    ///
    /// # Errors
    /// Every fault found: unreadable files, unknown keys, values of a wrong type.
    pub fn read(&self) -> Result<Config, ConfigFaults> {
        let mut faults = Vec::new();
        let mut settings: Table = toml::from_str(DEFAULTS)
            .map_err(|error| ConfigFaults(vec![format!("defaults.toml: {error}")]))?;
        for (name, value) in &self.command {
            say(&mut settings, name, value, &mut faults);
        }
        if let Some(path) = &self.file {
            match std::fs::read_to_string(path)
                .map_err(|error| error.to_string())
                .and_then(|text| toml::from_str::<Table>(&text).map_err(|error| error.to_string()))
            {
                Ok(given) => {
                    faults.extend(secrets_others_read(path, &given));
                    overlay(&mut settings, given, &mut faults);
                }
                Err(error) => faults.push(format!("{}: {error}", path.display())),
            }
        }
        for (name, value) in &self.variables {
            if let Some(path) = name.strip_prefix(PREFIX) {
                let path = path.to_lowercase().replacen("__", ".", 1);
                say(&mut settings, &path, value, &mut faults);
            }
        }
        for (name, value) in &self.flags {
            say(&mut settings, name, value, &mut faults);
        }
        let config = Config::deserialize(settings)
            .map_err(|error| faults.push(error.to_string().trim().replace('\n', " ")));
        match config {
            Ok(config) if faults.is_empty() => Ok(config),
            _ => Err(ConfigFaults(faults)),
        }
    }
}

/// A file that holds a secret is its reader's alone. It is the operator's, so it is left to them.
fn secrets_others_read(path: &Path, given: &Table) -> Option<String> {
    let secrets = [("security", "token_key"), ("mail", "password")];
    let holds = |(section, key): (&str, &str)| {
        let value = given.get(section).and_then(|section| section.get(key));
        value
            .and_then(Value::as_str)
            .is_some_and(|text| !text.is_empty())
    };
    let is_open = closed::is_open(path).unwrap_or(false);
    (is_open && secrets.into_iter().any(holds)).then(|| {
        let path = path.display();
        format!("{path}: it holds a secret and others on this machine may read it; chmod 600 it")
    })
}

fn say(settings: &mut Table, name: &str, value: &str, faults: &mut Vec<String>) {
    let typed = Typed::Text(value.to_owned());
    match name.split_once('.') {
        Some((section, key)) => set(settings, section, key, typed, faults),
        None => faults.push(format!("{name}: no such setting")),
    }
}

enum Typed {
    Text(String),
    Value(Value),
}

fn overlay(settings: &mut Table, given: Table, faults: &mut Vec<String>) {
    for (section, keys) in given {
        let Value::Table(keys) = keys else {
            faults.push(format!("{section}: not a section"));
            continue;
        };
        for (key, value) in keys {
            set(settings, &section, &key, Typed::Value(value), faults);
        }
    }
}

fn set(settings: &mut Table, section: &str, key: &str, given: Typed, faults: &mut Vec<String>) {
    let slot = settings
        .get_mut(section)
        .and_then(Value::as_table_mut)
        .and_then(|section| section.get_mut(key));
    let Some(slot) = slot else {
        faults.push(format!("{section}.{key}: no such setting"));
        return;
    };
    let value = match given {
        Typed::Value(value) => Some(value),
        Typed::Text(text) => typed_like(slot, text),
    };
    match value {
        Some(value) if value.same_type(slot) => *slot = value,
        _ => faults.push(format!("{section}.{key}: must be a {}", slot.type_str())),
    }
}

/// The environment knows text only: the default's type says what the text means.
fn typed_like(default: &Value, text: String) -> Option<Value> {
    match default {
        Value::String(_) => Some(Value::String(text)),
        Value::Integer(_) => text.parse().ok().map(Value::Integer),
        Value::Boolean(_) => text.parse().ok().map(Value::Boolean),
        Value::Array(_) => Some(Value::Array(
            text.split(',')
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(|part| Value::String(part.to_owned()))
                .collect(),
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(variables: &[(&str, &str)]) -> Result<Config, ConfigFaults> {
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()));
        Config::load(None, variables)
    }

    #[test]
    fn the_environment_changes_single_settings() {
        let config = load(&[("JOINTFUND_SERVER__BODY_SECONDS", "7"), ("HOME", "/x")]).unwrap();
        assert_eq!(config.server.body_seconds, 7);
        assert_eq!(config.database.url, "sqlite:jointfund.db");
    }

    /// Fault 24: every source goes before the one below it, for every setting.
    #[test]
    fn a_flag_goes_before_the_environment_before_the_file_before_the_command() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("settings.toml");
        std::fs::write(
            &file,
            "[server]\nbind = \"127.0.0.1:2\"\nbody_seconds = 2\n",
        )
        .unwrap();
        let say = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut sources = Sources {
            command: vec![
                say("server.bind", "127.0.0.1:1"),
                say("server.body_seconds", "1"),
                say("fund.demo", "true"),
            ],
            ..Sources::default()
        };
        let bind = |sources: &Sources| sources.read().unwrap().server.bind.port();
        assert_eq!(bind(&sources), 1);
        sources.file = Some(file);
        assert_eq!(bind(&sources), 2);
        sources.variables = vec![say("JOINTFUND_SERVER__BIND", "127.0.0.1:3")];
        assert_eq!(bind(&sources), 3);
        sources.flags = vec![say("server.bind", "127.0.0.1:4")];
        assert_eq!(bind(&sources), 4);
        let read = sources.read().unwrap();
        assert_eq!(read.server.body_seconds, 2);
        assert!(read.fund.demo, "what nobody changes stays the command's");
        sources.flags = vec![say("server.bodi", "4")];
        assert!(sources.read().is_err());
    }

    #[test]
    fn every_fault_is_listed_at_once() {
        let faults = load(&[
            ("JOINTFUND_SERVER__BODI", "7"),
            ("JOINTFUND_DATABASE__POOL_SIZE", "many"),
            ("JOINTFUND_NONSENSE", "1"),
        ])
        .unwrap_err();
        assert_eq!(faults.0.len(), 3, "{faults}");
    }
}
