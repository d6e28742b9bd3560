//! `jointfund verify`, `rebuild`, `anchor-key`: what proves the fund, and what of it is put right.

use super::{Failure, opened};
use crate::anchors::{self, Anchor, keys};
use crate::config::{AnchorSettings, Config};
use crate::db::tx::{Actor, View};
use crate::error::Result;
use crate::integrity::{self, rebuild as rebuilding};
use crate::kernel::beat::Span;
use crate::kernel::signature::{PublicKey, SigningKey};
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// What `verify` can be told.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The file of an anchor, or the letter it came in: proves that nothing before it was cut off
    /// or written anew. May be given several times.
    #[arg(long, value_name = "FILE")]
    anchor: Vec<PathBuf>,
    /// A public key that was kept outside, or a file it stands in: anchors must be signed with one
    /// of those given. Without it they must be signed with the fund's own.
    #[arg(long, value_name = "FILE|HEX")]
    key: Vec<String>,
}

/// Whose word it is that a key is the fund's.
struct Known {
    keys: Vec<PublicKey>,
    are_given: bool,
}

impl Verify {
    pub(super) fn run(self, config: Config) -> std::result::Result<ExitCode, Failure> {
        let given: Vec<PublicKey> = self
            .key
            .iter()
            .map(|one| key(one))
            .collect::<std::result::Result<_, Failure>>()?;
        let app = opened(config)?;
        let known = Known {
            are_given: !given.is_empty(),
            keys: match given.is_empty() {
                true => keys::known(&app.config.anchors),
                false => given,
            },
        };
        let mut beat = Beat::begin();
        let faults = app.read_now(Actor::Operator, |view| {
            let storage = &app.config.storage;
            // Those kept inside are the fund's own, whichever keys an auditor has kept.
            let own = keys::known(&app.config.anchors);
            let mut faults =
                integrity::check(view, storage, &own, &mut |what, done| beat.tell(what, done))?;
            for file in &self.anchor {
                faults.extend(held_against(view, file, &known)?);
            }
            Ok(faults)
        })?;
        for fault in &faults {
            println!("{fault}");
        }
        if !faults.is_empty() {
            return Ok(ExitCode::FAILURE);
        }
        println!(
            "The audit trail, what it tells of, the ledger, the anchors and the invariants hold."
        );
        if keys::known(&app.config.anchors).is_empty() {
            println!(
                "No key of the fund is known here: that the anchors are the fund’s own was not \
                 looked at."
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// What is wrong with an anchor of a file; says what it proves where nothing is.
fn held_against(view: &mut View<'_>, file: &Path, known: &Known) -> Result<Vec<String>> {
    let name = file.display();
    let read = fs::read_to_string(file).map_err(|error| error.to_string());
    let anchor = match read.and_then(|text| Anchor::read(&text)) {
        Ok(anchor) => anchor,
        Err(why) => return Ok(vec![format!("{name}: {why}")]),
    };
    let faults = anchors::verify::faults(view.conn, &anchor, &known.keys)?;
    if faults.is_empty() {
        println!("{name}: {}", proved(&anchor, known));
    }
    Ok(faults
        .into_iter()
        .map(|fault| format!("{name}: {fault}"))
        .collect())
}

fn proved(anchor: &Anchor, known: &Known) -> String {
    let (trail, ledger) = (anchor.heads.trail.count, anchor.heads.ledger.count);
    let key = match known {
        Known {
            are_given: true, ..
        } => "a key you gave",
        Known { keys, .. } if keys.is_empty() => {
            "a key that is known from this file alone: give one you kept with --key"
        }
        Known { .. } => "a key this machine knows as the fund’s",
    };
    format!(
        "{trail} audit records and {ledger} journal entries are what was signed at {} with {key}",
        anchor.anchored_at.to_fixed_text()
    )
}

/// A public key, or that of a file.
fn key(text: &str) -> std::result::Result<PublicKey, Failure> {
    let found = PublicKey::from_hex(text.trim()).or_else(|| {
        let text = fs::read_to_string(text).ok()?;
        let mut words = text.split_whitespace();
        words.find_map(PublicKey::from_hex)
    });
    found.ok_or_else(|| {
        let why = "is neither 64 hexadecimal digits nor a file with a public key in it";
        Failure::Words(format!("--key {text}: {why}"))
    })
}

/// Says every few seconds how far it is.
struct Beat(Span);

impl Beat {
    const BETWEEN: Duration = Duration::from_secs(3);

    fn begin() -> Self {
        Self(Span::of(Self::BETWEEN))
    }

    fn tell(&mut self, what: &str, done: usize) {
        if !self.0.is_over() {
            return;
        }
        *self = Self::begin();
        match done {
            0 => eprintln!("… {what}"),
            done => eprintln!("… {what}: {done}"),
        }
    }
}

/// Reckons anew what is reckoned from something else, and says what differed.
pub(super) fn rebuild(config: Config) -> std::result::Result<ExitCode, Failure> {
    let rebuilt = rebuilding::rebuild(&opened(config)?)?;
    for matter in &rebuilt.tasks {
        println!("the tasks of {} {} were others", matter.kind(), matter.id());
    }
    for matter in &rebuilt.gone {
        println!(
            "tasks of {} {}, which is not there, are gone",
            matter.kind(),
            matter.id()
        );
    }
    for series in &rebuilt.numbers {
        println!("the latest number of {series} was another");
    }
    if rebuilt.keys > 0 {
        println!("organisations whose keys were others: {}", rebuilt.keys);
    }
    if rebuilt.is_nothing() {
        println!("Nothing that is reckoned from something else differed.");
    }
    for left in &rebuilt.left {
        println!("left alone: {left}");
    }
    Ok(match rebuilt.left.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// Says with which key anchors are signed; or makes another, and keeps the one there was.
pub(super) fn anchor_key(
    settings: &AnchorSettings,
    new: bool,
) -> std::result::Result<ExitCode, Failure> {
    let file = &settings.key_file;
    let words = |error: crate::kernel::signature::NoKey| Failure::Words(error.to_string());
    if !new {
        println!("{}", keys::signing(settings).map_err(words)?.public().hex());
        return Ok(ExitCode::SUCCESS);
    }
    if let Ok(old) = keys::signing(settings) {
        let public = old.public().hex();
        let short = public.get(..8).unwrap_or_default();
        let kept = PathBuf::from(format!("{}.{short}", file.display()));
        fs::rename(file, &kept)?;
        println!("The key there was lies in {} now.", kept.display());
        println!("Add it to anchors.known_keys: {public}");
    }
    let made = SigningKey::make(file)?.public().hex();
    println!("Anchors are signed from now on with {made}");
    Ok(ExitCode::SUCCESS)
}
