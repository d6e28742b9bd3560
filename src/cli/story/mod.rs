//! The demo fund's story: told through the same deeds people use, so that its audit trail, its
//! ledger and its letters are true. What happens stands in `demo`, as data.

mod file;
pub mod form;
pub mod player;
pub mod script;

use super::Failure;
use crate::app::App;
use crate::kernel::time::{Clock, TurnedClock};
use player::Player;
use script::{Story, StoryFault};
use std::sync::Arc;
use tracing::subscriber::NoSubscriber;

/// The password of everyone in the demo.
pub(super) const PASSWORD: &str = "a kettle of seven herons";

/// One person of each role, as the demo prints them.
pub const SIGN_INS: &[(&str, &str)] = &[
    ("applicant", "mara.lindqvist@lumen.example"),
    ("reviewer", "ada.moreau@reviewers.example"),
    ("panel chair", "felix.arnaud@reviewers.example"),
    ("secretariat", "ilse.brandt@fund.example"),
    ("programme officer", "programme@avaria.example"),
    ("eligibility officer", "eligibility@avaria.example"),
    ("approver, Avaria", "approver@avaria.example"),
    ("approver, Bellmark", "approver@bellmark.example"),
    ("payment officer", "payments@avaria.example"),
    ("finance officer", "finance@avaria.example"),
    ("compliance officer", "compliance@avaria.example"),
    ("board member, Avaria", "board@avaria.example"),
    ("board member, Bellmark", "board@bellmark.example"),
    ("partner administrator", "administration@avaria.example"),
    ("auditor", "auditor@court.example"),
    ("system administrator", "operations@fund.example"),
];

/// Who of the demo has a second factor: the mailbox shows the code of their app.
pub const WITH_SECOND_FACTOR: &str = "signe.holt@bellmark.example";

/// The files of the demo's story, in the order in which they are told.
const DEMO: &[(&str, &str)] = &[
    ("people.toml", include_str!("demo/people.toml")),
    ("proposals.toml", include_str!("demo/proposals.toml")),
    ("scenes.toml", include_str!("demo/scenes.toml")),
    ("story.toml", include_str!("demo/story.toml")),
];

/// Days before today on which the story begins.
const LONG_AGO: i64 = 300;
const DAY: i64 = 24 * 60 * 60;

/// Tells the story of the demo; the clock is put back to today.
pub fn tell(app: &App, clock: &TurnedClock) -> Result<(), Failure> {
    let today = clock.now();
    clock.turn_to(today.plus_seconds(-LONG_AGO * DAY - today.micros() / 1_000_000 % DAY));
    let tell = || {
        let story = Arc::new(Story::read(DEMO)?);
        Player::new(app.clone(), clock.clone(), story, PASSWORD).play()
    };
    // What went wrong in the story is no news to whoever reads the log.
    let told = tracing::subscriber::with_default(NoSubscriber::default(), tell);
    clock.turn_to(today);
    told.map_err(|StoryFault(words)| Failure::Words(format!("the demo's story: {words}")))
}
