//! The server is killed at random moments while everybody works. Whatever it had said to be done is
//! there afterwards, once; nothing else is; and it is ready again at once.
//!
//! `KILLS=100 cargo test --test suite survival::kills -- --nocapture` is the long form, on
//! PostgreSQL with `TEST_DATABASE_URL`; `KILLS_SEED` draws other moments and other work.

use super::fund::Demo;
use super::load::{self, People};
use super::program::{Settings, pause};
use crate::support::lot::Lot;
use std::time::{Duration, Instant};

/// Kills of the short form.
const FEW: u64 = 3;
/// Kills after which the fund is a fresh one: of what happens once in an application's life, there
/// is something to do again.
const EACH: u64 = 5;
/// So many acknowledgements lie between two kills, at most, in the long form and in the short one.
const MOST: usize = 300;
const MOST_OF_FEW: usize = 60;
/// Within which a server must be ready again.
const READY: Duration = Duration::from_secs(5);
/// Within which somebody must have been answered.
const ALIVE: Duration = Duration::from_secs(60);

/// What was found in all.
#[derive(Default)]
struct Found {
    acknowledged: u64,
    lost_answers: u64,
    ready: Vec<Duration>,
}

/// What is set for the long form.
pub fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

fn commit() -> String {
    let git = std::process::Command::new("git")
        .args(["rev-parse", "HEAD"])
        .output();
    let said = git.map(|said| String::from_utf8_lossy(&said.stdout).trim().to_owned());
    said.unwrap_or_default()
}

#[actix_web::test]
async fn what_was_acknowledged_outlasts_every_kill_once() {
    let kills = setting("KILLS").unwrap_or(FEW);
    let seed = setting("KILLS_SEED").unwrap_or(u64::from(std::process::id()));
    let mut found = Found::default();
    let mut lot = Lot(seed);
    let mut left = kills;
    println!("seed {seed}, commit {}", commit());
    while left > 0 {
        let now = left.min(EACH);
        one_fund(now, &mut lot, &mut found).await;
        left -= now;
        println!("{left} kills to go; {} acknowledged", found.acknowledged);
    }
    found.ready.sort();
    let median = found.ready[found.ready.len() / 2];
    println!(
        "{kills} kills, {} acknowledged, {} answers lost and settled, none lost, none double; \
         ready again in {median:?}, at the latest in {:?}",
        found.acknowledged,
        found.lost_answers,
        found.ready.last().unwrap()
    );
}

async fn one_fund(kills: u64, lot: &mut Lot, found: &mut Found) {
    let demo = Demo::new();
    let settings = Settings::of(&demo);
    let mut server = settings.start("serve");
    settings.ready().await;
    let mut people = People::at_work(&demo, &settings, lot).await;
    let is_short = setting("KILLS").is_none();
    let most = if is_short { MOST_OF_FEW } else { MOST };
    for _ in 0..kills {
        let until = people.acknowledged() + u64::try_from(20 + lot.below(most)).unwrap();
        let begun = Instant::now();
        while people.acknowledged() < until {
            let told = || format!("{}\n{}", people.told(), settings.words());
            assert!(
                begun.elapsed() < ALIVE,
                "nothing is done any more: {}",
                told()
            );
            pause(Duration::from_millis(1)).await;
        }
        pause(Duration::from_micros(
            u64::try_from(lot.below(5_000)).unwrap(),
        ))
        .await;
        server.kill();
        let of_verify = settings.clone();
        let held = actix_web::web::block(move || of_verify.verify())
            .await
            .unwrap();
        assert_eq!(held, Ok(()), "after a kill; {}", people.told());
        server = settings.start("serve");
        let ready = settings.ready().await;
        assert!(ready < READY, "ready after {ready:?}");
        found.ready.push(ready);
        people.pause_and_compare(&demo).await;
    }
    let told = people.told();
    let load = people.go_home(&demo).await;
    server.kill();
    assert_eq!(settings.verify(), Ok(()), "{told}");
    println!("{told}");
    found.acknowledged += load.acknowledged.get();
    found.lost_answers += load::sum(&load.lost.borrow());
}
