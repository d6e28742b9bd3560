//! Seeds a fund to measure by: `cargo bench --bench seed -- --applications 100000 --database URL`.

#[path = "../seeding/mod.rs"]
mod seeding;

use clap::Parser;
use jointfund::app::App;
use jointfund::config::Config;
use jointfund::db::{DatabaseUrl, migrate};
use jointfund::kernel::time::{Clock, SystemClock, TurnedClock};
use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// Seeds a fund of so many applications into an empty database.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many applications it has.
    #[arg(long, default_value_t = 10_000)]
    applications: usize,
    /// Where it is kept: `sqlite:PATH` or `postgres://user@host/name`.
    #[arg(long, default_value = "sqlite:seeded.db")]
    database: String,
    /// What everything that is chosen follows from.
    #[arg(long, default_value_t = 1)]
    number: u64,
    /// Cargo says so.
    #[arg(long, hide = true)]
    bench: bool,
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let mut config = Config::load(None, std::iter::empty())?;
    config.database.url.clone_from(&arguments.database);
    seeding::settings::tune(&mut config);
    let url: DatabaseUrl = config.database.url.parse()?;
    migrate::run(&mut url.connect()?)?;
    let clock = TurnedClock::at(SystemClock.now());
    let app = App::new(config, Arc::new(clock.clone()))?;
    let begun = Instant::now();
    let size = seeding::Size {
        applications: arguments.applications,
        number: arguments.number,
    };
    seeding::seed(&app, &clock, size, |what| {
        println!("{:>6.1} s  {what}", begun.elapsed().as_secs_f64());
    })?;
    println!("{:>6.1} s  done", begun.elapsed().as_secs_f64());
    Ok(())
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}: {error:?}");
            ExitCode::FAILURE
        }
    }
}
