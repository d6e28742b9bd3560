//! A fund made of thin air to measure by is one that people could have left behind.

#[path = "../../../benches/seeding/mod.rs"]
mod seeding;

use crate::support::database::TestDatabase;
use crate::support::{self, BEGIN};
use jointfund::kernel::time::Instant;

#[test]
fn what_is_seeded_is_sound() {
    let (database, files) = (TestDatabase::new(), tempfile::tempdir().unwrap());
    let now = Instant::from_text(BEGIN).unwrap();
    let (app, clock) = support::application(&database, files.path(), now, seeding::settings::tune);
    let size = seeding::Size {
        applications: 80,
        number: 1,
    };
    seeding::seed(&app, &clock, size, |_| {}).unwrap();
    assert_eq!(support::faults(&app), Vec::<String>::new());
}
