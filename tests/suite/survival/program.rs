//! The built program in a process of its own, over a copy of the demo's fund.

use super::fund::Demo;
use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The longest the program may take until it answers.
const SOON: Duration = Duration::from_secs(20);

/// What the program is told, and where it writes what it has to say.
#[derive(Clone)]
pub struct Settings {
    said: Vec<(String, String)>,
    log: PathBuf,
    /// The address it is asked at.
    pub base: String,
}

/// A free address of this machine.
pub fn free() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap()
}

impl Settings {
    /// Those of a server of this fund, at an address of its own.
    pub fn of(demo: &Demo) -> Self {
        let address = free();
        let base = format!("http://{address}");
        let folder = demo.folder.path();
        let log = folder.join(format!("server-{}.log", address.port()));
        let bare = Self {
            said: Vec::new(),
            log,
            base: base.clone(),
        };
        let letters = folder.join("letters").display().to_string();
        let attachments = folder.join("attachments").display().to_string();
        // Everybody comes from one machine, and asks more often than people do.
        let said = [
            ("database.url", demo.database.url()),
            ("storage.attachments", attachments),
            ("server.bind", address.to_string()),
            ("server.public_url", base),
            ("mail.transport", "file".to_owned()),
            ("mail.folder", letters),
            ("security.token_key", super::fund::KEY.to_owned()),
            ("security.second_factor_for", String::new()),
            ("security.access_minutes", "600".to_owned()),
            ("limits.sign_ins_at_once", "1000000".to_owned()),
            ("limits.sign_ins_a_minute", "1000000".to_owned()),
            ("limits.letters_an_hour_of_a_network", "1000000".to_owned()),
            ("limits.letters_an_hour_of_a_person", "1000000".to_owned()),
            ("limits.even_answer_ms", "1".to_owned()),
            ("fund.bank_account_cooling_hours", "0".to_owned()),
            ("fund.max_drafts", "100000".to_owned()),
            ("log.level", "warn".to_owned()),
        ];
        said.into_iter()
            .fold(bare, |settings, (name, value)| settings.with(name, &value))
    }

    /// With another setting.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.said.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A command of the program.
    pub fn command(&self, name: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jointfund"));
        command.arg(name);
        for (setting, value) in &self.said {
            command.arg("--set").arg(format!("{setting}={value}"));
        }
        let log = File::options().create(true).append(true).open(&self.log);
        let log = log.unwrap();
        command.stdout(Stdio::from(log.try_clone().unwrap()));
        command.stderr(Stdio::from(log));
        command
    }

    /// Starts it.
    pub fn start(&self, name: &str) -> Program {
        Program(self.command(name).spawn().unwrap())
    }

    /// Whether `jointfund verify` finds everything in order.
    pub fn verify(&self) -> Result<(), String> {
        let said = self.command("verify").stdout(Stdio::piped()).output();
        let said = said.unwrap();
        if said.status.success() {
            return Ok(());
        }
        Err(String::from_utf8_lossy(&said.stdout).into_owned())
    }

    /// Waits until the server is ready; gives how long that took.
    pub async fn ready(&self) -> Duration {
        let begun = Instant::now();
        let http = reqwest::Client::new();
        loop {
            let asked = http.get(format!("{}/health/ready", self.base)).send().await;
            if asked.is_ok_and(|answer| answer.status().is_success()) {
                return begun.elapsed();
            }
            assert!(begun.elapsed() < SOON, "not ready: {}", self.words());
            pause(Duration::from_millis(2)).await;
        }
    }

    /// What the program has said so far.
    pub fn words(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }
}

/// Lets others work for so long.
pub async fn pause(time: Duration) {
    let nothing = std::future::pending::<()>();
    let _passed = tokio::time::timeout(time, nothing).await;
}

/// A running program.
pub struct Program(Child);

impl Program {
    /// Kills it at once, as a machine that stops would.
    pub fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        self.0.try_wait().unwrap().is_none()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended.
        let _gone = self.0.kill();
        let _ended = self.0.wait();
    }
}
