//! What is reckoned from something else is reckoned anew where somebody changed it.

use super::contents::Opened;
use crate::stories::doors::many;
use crate::stories::journey;
use crate::support::faults;
use diesel::connection::SimpleConnection;
use jointfund::integrity::rebuild::rebuild;

/// The tasks, the keys and the numbers, changed in every way.
const CHANGED: &str = "UPDATE tasks SET title = 'Something else' \
        WHERE CAST(id AS text) = (SELECT min(CAST(id AS text)) FROM tasks); \
    DELETE FROM tasks WHERE CAST(id AS text) = (SELECT max(CAST(id AS text)) FROM tasks); \
    UPDATE organisations SET name_key = 'another' WHERE name = 'ada Ltd'; \
    UPDATE number_series SET latest = 99";

#[actix_web::test]
async fn what_is_reckoned_is_reckoned_anew_and_holds() {
    let (journey, _) = journey::submitted();
    let fund = &journey.fund;
    fund.holds();
    let nothing = rebuild(&fund.app).unwrap();
    assert!(nothing.is_nothing() && nothing.left.is_empty());
    let mut opened = Opened::of(fund);
    let tasks = many(fund, "tasks");
    assert!(tasks > 1);
    opened.conn.batch_execute(CHANGED).unwrap();
    // One more, of what is not there.
    let stranger = "UPDATE tasks SET matter_id = '00000000-0000-4000-8000-000000000001' \
        WHERE title <> 'Something else' AND matter_kind = 'application'";
    opened.conn.batch_execute(stranger).unwrap();
    let found = faults(&fund.app);
    for name in [
        "awaits something else",
        "has other keys",
        "latest number",
        "is not there",
    ] {
        assert!(
            found.iter().any(|one| one.contains(name)),
            "{name}: {found:?}"
        );
    }
    let rebuilt = rebuild(&fund.app).unwrap();
    assert_eq!((rebuilt.keys, rebuilt.gone.len()), (1, 1));
    assert_eq!((rebuilt.numbers.len(), rebuilt.left.len()), (1, 0));
    assert!(!rebuilt.tasks.is_empty());
    fund.holds();
    assert_eq!(many(fund, "tasks"), tasks);
    let recorded = "audit_records WHERE action = 'rebuild_projections'";
    assert_eq!(many(fund, recorded), 1);
    assert!(rebuild(&fund.app).unwrap().is_nothing());
}

/// From what was forged nothing is reckoned, and nothing that was forged is recorded as it is.
#[actix_web::test]
async fn what_was_forged_is_no_ground_to_reckon_from() {
    let (journey, _) = journey::submitted();
    let fund = &journey.fund;
    let mut opened = Opened::of(fund);
    let forged = "UPDATE applications SET title = 'Another'; UPDATE tasks SET title = 'Another'";
    opened.conn.batch_execute(forged).unwrap();
    // Numbers rest on all there is: of a forged one none is counted.
    let counted = "UPDATE number_series SET latest = 99";
    opened.conn.batch_execute(counted).unwrap();
    let rebuilt = rebuild(&fund.app).unwrap();
    let left = rebuilt.left;
    assert!(
        left.iter().any(|one| one.starts_with("application ")),
        "{left:?}"
    );
    assert!(rebuilt.numbers.is_empty(), "{:?}", rebuilt.numbers);
    let still = faults(&fund.app);
    assert!(
        still.iter().any(|one| one.starts_with("application ")),
        "{still:?}"
    );
    opened
        .conn
        .batch_execute("UPDATE funds SET name = 'Another'")
        .unwrap();
    let records = many(fund, "audit_records");
    let left = rebuild(&fund.app).unwrap().left;
    assert!(
        left.iter().any(|one| one.contains("the fund itself")),
        "{left:?}"
    );
    assert_eq!(many(fund, "audit_records"), records);
}
