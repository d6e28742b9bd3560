//! A fund of any size, made of thin air by the deeds of people: every row of it was left by an
//! action of the product, with its record, digest, tasks, postings and letters, so that `verify`
//! finds it sound. Only the commits are fewer, and the passwords' hashes lighter.
//!
//! What is chosen follows from one number: the same number makes the same fund but for identifiers,
//! tokens and salts.

mod chance;
mod clerk;
mod judging;
mod paying;
mod people;
pub(crate) mod settings;
mod writing;

use chance::Chance;
use clerk::{Clerk, DAY};
use jointfund::app::App;
use jointfund::error::Result;
use jointfund::kernel::time::{Clock, TurnedClock};
use people::{People, Teller};
use writing::Round;

/// How large a fund.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) applications: usize,
    /// What everything that is chosen follows from.
    pub(crate) number: u64,
}

/// How far the calls of a kind have come, with how many of a hundred applications they have, and
/// the day on which they are published. Each kind is told to its end before the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Paid,
    Decided,
    Evaluated,
    InReview,
    Checked,
    Closed,
    Open,
}

const STAGES: [(Stage, usize, i64); 7] = [
    (Stage::Paid, 4, 10),
    (Stage::Decided, 3, 80),
    (Stage::Evaluated, 3, 150),
    (Stage::InReview, 3, 220),
    (Stage::Checked, 10, 270),
    (Stage::Closed, 32, 320),
    (Stage::Open, 45, 355),
];
/// The day on which the telling ends: today.
const TODAY: i64 = 364;
/// Applications for each of which every kind has a call of its own.
const A_CALL_FOR: usize = 2_500;

/// Seeds an empty database. Says now and then how far it has come.
///
/// # Errors
/// The first deed that was refused.
pub(crate) fn seed(app: &App, clock: &TurnedClock, size: Size, say: impl Fn(&str)) -> Result<()> {
    let today = clock.now();
    let begin = today.plus_seconds(-TODAY * DAY - today.micros() / 1_000_000 % DAY + 10 * 60 * 60);
    clock.turn_to(begin);
    let clerk = Clerk {
        app: app.clone(),
        clock: clock.clone(),
        begin,
    };
    let mut chance = Chance::from(size.number);
    let mut teller = Teller::new(&clerk)?;
    let people = People::come(&clerk, &mut teller, size.applications)?;
    clerk.day_comes(2)?;
    let amount = (size.applications.max(100) * 40_000).to_string();
    teller.tell(
        "paid_in",
        &toml::Table::from_iter([("amount".to_owned(), amount.into())]),
    )?;
    say("everyone is there");
    let mut done = 0;
    for (stage, share, day) in STAGES {
        clerk.day_comes(day)?;
        let count = size.applications * share / 100;
        // What was rounded off comes in last.
        let count = if stage == Stage::Open {
            size.applications - done
        } else {
            count
        };
        done += count;
        let calls = (size.applications / A_CALL_FOR).max(1);
        let mut rounds = Vec::new();
        for number in 1..=calls {
            let what = (stage, count / calls, number);
            rounds.push(Round::publish(&clerk, &mut teller, &people, what)?);
        }
        let mut all = writing::write(&clerk, &people, &mut chance, (stage, day, count), &rounds)?;
        say(&format!("{done} applications have come in"));
        judging::judge(
            &clerk,
            &people,
            &mut chance,
            (stage, day),
            &rounds,
            &mut all,
        )?;
        if stage == Stage::Paid {
            paying::pay(&clerk, &people, &mut chance, &rounds, &all)?;
        }
    }
    teller.tell(
        "call_drafted",
        &writing::words("DRAFT-1", "A call in preparation", 100_000, 40),
    )?;
    clerk.day_comes(TODAY)?;
    Ok(())
}
