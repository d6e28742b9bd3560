//! The fund as one file, and made of it again.

use super::Failure;
use crate::app::App;
use crate::backup;
use crate::config::Config;
use crate::kernel::time::SystemClock;
use clap::Args;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// Write the whole fund to one file.
#[derive(Debug, Args)]
pub(super) struct BackupCommand {
    /// Where it is written; it is not there yet.
    file: PathBuf,
    /// Take the place of a file that is there.
    #[arg(long)]
    replace: bool,
}

/// Make the fund of a backup again.
#[derive(Debug, Args)]
pub(super) struct RestoreCommand {
    /// The backup.
    file: PathBuf,
    /// The SHA-256 that was shown when it was taken; another file is refused.
    #[arg(long)]
    sha256: Option<String>,
}

fn told(what: String) {
    eprintln!("{what}");
}

impl BackupCommand {
    pub(super) fn run(&self, app: &App) -> Result<ExitCode, Failure> {
        let now = app.clock.now();
        let taken = backup::take(app, now, &self.file, self.replace, &mut told)?;
        let (manifest, file) = (&taken.manifest, taken.path.display());
        println!(
            "{file}: {} as it was at {}, {} parts, SHA-256 {}",
            manifest.fund,
            manifest.taken_at.to_fixed_text(),
            manifest.parts.len(),
            taken.sha256
        );
        println!(
            "It holds everything but security.token_key and the settings. Encrypt it, and keep \
             the key of tokens apart from it."
        );
        if taken.damaged.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        for name in &taken.damaged {
            println!("file {name} is not what was sent, and is in the backup as it is");
        }
        Ok(ExitCode::FAILURE)
    }
}

impl RestoreCommand {
    pub(super) fn run(&self, config: Config) -> Result<ExitCode, Failure> {
        let clock = Arc::new(SystemClock);
        let said = self.sha256.as_deref();
        let restored = backup::restore(config, clock, &self.file, said, &mut told)?;
        let manifest = &restored.manifest;
        println!(
            "{} is as it was at {}. Everybody is signed out. Payments are locked until a finance \
             officer of every partner has confirmed what its bank knows; they have been told by \
             letter, which leaves when the fund is served.",
            manifest.fund,
            manifest.taken_at.to_fixed_text(),
        );
        if restored.faults.is_empty() {
            println!("The audit trail, what it tells of, the ledger and the invariants hold.");
            return Ok(ExitCode::SUCCESS);
        }
        for fault in &restored.faults {
            println!("{fault}");
        }
        Ok(ExitCode::FAILURE)
    }
}
