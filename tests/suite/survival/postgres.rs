//! A PostgreSQL server of our own, in a scratch folder, to be stopped as a machine would be.

use super::program::free;
use crate::support::database::TestDatabase;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A server, while it is needed.
pub struct Own {
    folder: TempDir,
    programs: PathBuf,
    port: u16,
}

/// Where its programs lie, where it is installed.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<PathBuf> = versions
        .map(|one| one.unwrap().path().join("bin"))
        .filter(|path| path.join("pg_ctl").exists())
        .collect();
    found.sort();
    found.pop()
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.starts_with(b"0\n")
}

/// Runs it as the user that PostgreSQL wants to be run by: anybody but root.
fn run(command: &Path, arguments: &[&str]) -> Output {
    let mut program = if is_root() {
        let mut program = Command::new("runuser");
        program.args(["-u", "postgres", "--"]).arg(command);
        program
    } else {
        Command::new(command)
    };
    // A server that stays holds whatever it inherits.
    let run = program.args(arguments).stdin(Stdio::null());
    run.current_dir("/").output().unwrap()
}

impl Own {
    /// Starts one; nothing where PostgreSQL is not installed.
    pub fn start() -> Option<Self> {
        let programs = programs()?;
        let folder = tempfile::Builder::new();
        let folder = { folder }
            .prefix("survival-pg-")
            .tempdir_in("/tmp")
            .unwrap();
        let own = Self {
            folder,
            programs,
            port: free().port(),
        };
        if is_root() {
            let path = own.folder.path().display().to_string();
            let given = Command::new("chown").args(["postgres", &path]).status();
            assert!(given.unwrap().success());
        }
        let data = own.data();
        let made = run(
            &own.programs.join("initdb"),
            &["-D", &data, "-U", "postgres", "-A", "trust"],
        );
        assert!(made.status.success(), "{made:?}");
        own.up();
        Some(own)
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    fn control(&self, arguments: &[&str]) {
        let (data, log) = (self.data(), self.folder.path().join("log"));
        let log = log.display().to_string();
        let mut all = vec!["-D", data.as_str(), "-w", "-s", "-l", log.as_str()];
        all.extend(arguments);
        let done = run(&self.programs.join("pg_ctl"), &all);
        assert!(done.status.success(), "{arguments:?}: {done:?}");
    }

    /// Lets it take connections.
    pub fn up(&self) {
        let folder = self.folder.path().display();
        let options = format!(
            "-p {} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=100",
            self.port
        );
        self.control(&["-o", &options, "start"]);
    }

    /// Stops it as a loss of power would: nothing is finished.
    pub fn down(&self) {
        self.control(&["-m", "immediate", "stop"]);
    }

    /// The address of a database of it.
    pub fn url(&self, name: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{name}", self.port)
    }

    /// Has one of its programs do something in a database.
    fn client(&self, program: &str, url: &str, arguments: &[&str]) {
        let done = Command::new(self.programs.join(program))
            .args(["-q", "-v", "ON_ERROR_STOP=1", "-d", url])
            .args(arguments)
            .output()
            .unwrap();
        assert!(done.status.success(), "{done:?}");
    }

    /// A statement.
    pub fn says(&self, url: &str, sql: &str) {
        self.client("psql", url, &["-c", sql]);
    }

    /// A copy of a database of another server.
    pub fn copy_of(&self, url: &str) -> TestDatabase {
        let name = "fund";
        self.says(&self.url("postgres"), &format!("CREATE DATABASE {name}"));
        let file = self.folder.path().join("copy.sql").display().to_string();
        let dumped = Command::new(self.programs.join("pg_dump"))
            .args(["-d", url, "-f", &file])
            .output()
            .unwrap();
        assert!(dumped.status.success(), "{dumped:?}");
        self.client("psql", &self.url(name), &["-o", "/dev/null", "-f", &file]);
        TestDatabase::Postgres {
            server: self.url("postgres"),
            name: name.to_owned(),
        }
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        let data = self.data();
        // It may have been stopped.
        let _stopped = run(
            &self.programs.join("pg_ctl"),
            &["-D", &data, "-m", "immediate", "-s", "stop"],
        );
    }
}
