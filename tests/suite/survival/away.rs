//! PostgreSQL is stopped as by a loss of power, started again, and its connections are cut, while
//! everybody works. Each is told that the fund cannot now and when to try again; nothing is lost,
//! nothing is done twice, and it goes on by itself.
//!
//! `STOPS=100` with `TEST_DATABASE_URL` is the long form.

use super::fund::Demo;
use super::kills::setting;
use super::load::People;
use super::postgres::Own;
use super::program::{Settings, pause};
use crate::support::lot::Lot;
use std::time::{Duration, Instant};

/// Stops of the short form.
const FEW: u64 = 2;
/// Within which the fund must go on once the database is back.
const HEALED: Duration = Duration::from_secs(5);
/// Within which somebody must have been answered.
const ALIVE: Duration = Duration::from_secs(60);

const CUT: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
    WHERE datname = current_database() AND pid <> pg_backend_pid()";

async fn until_acknowledged(people: &People, many: u64, within: Duration, what: &str) -> Duration {
    let (begun, until) = (Instant::now(), people.acknowledged() + many);
    while people.acknowledged() < until {
        assert!(begun.elapsed() < within, "{what}: {}", people.told());
        pause(Duration::from_millis(1)).await;
    }
    begun.elapsed()
}

#[actix_web::test]
async fn a_postgresql_that_is_stopped_under_load_loses_nothing_and_the_fund_heals() {
    if std::env::var("TEST_DATABASE_URL").is_err() {
        // SQLite is no server that could stop.
        return;
    }
    let Some(own) = Own::start() else {
        println!("NOT CHECKED: PostgreSQL is not installed here");
        return;
    };
    let own = std::rc::Rc::new(own);
    let told = Demo::new();
    let demo = Demo {
        database: own.copy_of(&told.database.url()),
        folder: told.folder,
    };
    let settings = Settings::of(&demo);
    let mut server = settings.start("serve");
    settings.ready().await;
    let seed = setting("KILLS_SEED").unwrap_or(u64::from(std::process::id()));
    println!("seed {seed}");
    let mut lot = Lot(seed);
    let mut people = People::at_work(&demo, &settings, &mut lot).await;
    let mut healed = Vec::new();
    for _ in 0..setting("STOPS").unwrap_or(FEW) {
        let many = u64::try_from(20 + lot.below(60)).unwrap();
        until_acknowledged(&people, many, ALIVE, "nothing is done").await;
        own.says(&demo.database.url(), CUT);
        until_acknowledged(&people, 1, HEALED, "cut off for good").await;
        until_acknowledged(&people, many, ALIVE, "nothing is done after a cut").await;
        own.down();
        // Everybody asks a database that is not there.
        pause(Duration::from_millis(300)).await;
        own.up();
        healed.push(until_acknowledged(&people, 1, HEALED, "it does not heal").await);
        people.pause_and_compare(&demo).await;
    }
    let told = people.told();
    assert!(server.runs(), "{}", settings.words());
    let load = people.go_home(&demo).await;
    assert_eq!(load.unanswered.get(), 0, "{told}");
    assert_eq!(settings.verify(), Ok(()), "{told}");
    println!("{told}\nhealed after {healed:?}");
    server.kill();
}
