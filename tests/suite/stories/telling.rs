//! Stories told from data: the clock only moves forward, a form takes only what stands on it, and
//! the demo's shows every state of every machine.

use crate::support::TestFund;
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl};
use jointfund::cli::story;
use jointfund::cli::story::player::Player;
use jointfund::cli::story::script::Story;
use jointfund::db::{Conn, DatabaseUrl};
use jointfund::kernel::code::Code;
use jointfund::rules::lifecycle::{
    AccountState, ApplicationState, AssignmentState, AwardState, BankAccountState, BankClaimState,
    BookingState, CallState, JoiningState, LetterState, MilestoneState, OrganisationState,
    PartnerState, PayoutState, RankingState, RoleState, State,
};
use std::collections::BTreeSet;
use std::sync::Arc;

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    state: String,
}

/// The states some matter of a table is in.
fn found(fund: &TestFund, from: &str) -> BTreeSet<String> {
    let query = format!("SELECT DISTINCT {from}");
    let url: DatabaseUrl = fund.app.config.database.url.parse().unwrap();
    let mut conn = url.connect().unwrap();
    let rows: Vec<Found> = match &mut conn {
        Conn::Sqlite(inner) => diesel::sql_query(query).load(inner).unwrap(),
        Conn::Postgres(inner) => diesel::sql_query(query).load(inner).unwrap(),
    };
    rows.into_iter().map(|one| one.state).collect()
}

/// The states of a machine nothing is in.
fn missing<S: State + Code>(fund: &TestFund, table: &str, asked: &mut Vec<&str>) -> Vec<String> {
    asked.push(S::MACHINE);
    let found = found(fund, &format!("state FROM {table}"));
    let all = S::LIST.iter().map(|state| Code::code(*state));
    let missing = all.filter(|code| !found.contains(*code));
    missing
        .map(|code| format!("{}: {code}", S::MACHINE))
        .collect()
}

/// Machines without a column: `none` is no state at all.
const WITHOUT_A_COLUMN: &[&str] = &["none"];

#[actix_web::test]
async fn the_demo_shows_every_state_of_every_machine() {
    let fund = TestFund::empty();
    story::tell(&fund.app, &fund.clock).unwrap();
    fund.holds();
    let mut asked = WITHOUT_A_COLUMN.to_vec();
    // An organisation has one state and no column for it.
    let organisations = "(SELECT 'registered' AS state FROM organisations) AS these";
    let missing = [
        missing::<AccountState>(&fund, "accounts", &mut asked),
        missing::<RoleState>(&fund, "role_grants", &mut asked),
        missing::<OrganisationState>(&fund, organisations, &mut asked),
        missing::<JoiningState>(&fund, "joinings", &mut asked),
        missing::<PartnerState>(&fund, "partners", &mut asked),
        missing::<BookingState>(
            &fund,
            "contributions UNION SELECT state FROM receipts",
            &mut asked,
        ),
        missing::<CallState>(&fund, "calls", &mut asked),
        missing::<ApplicationState>(&fund, "applications", &mut asked),
        missing::<AssignmentState>(&fund, "assignments", &mut asked),
        missing::<RankingState>(&fund, "rankings", &mut asked),
        missing::<AwardState>(&fund, "awards", &mut asked),
        missing::<MilestoneState>(&fund, "milestones", &mut asked),
        missing::<BankAccountState>(&fund, "bank_accounts", &mut asked),
        missing::<PayoutState>(&fund, "payouts", &mut asked),
        missing::<BankClaimState>(&fund, "bank_claims", &mut asked),
        missing::<LetterState>(&fund, "letters", &mut asked),
    ];
    assert_eq!(missing.concat(), Vec::<String>::new());
    let written = include_str!("../../../src/rules/lifecycle.rs");
    let machines = written.lines().filter(|line| line.starts_with("machine!("));
    for machine in machines {
        let name = machine.split('"').nth(1).unwrap();
        assert!(
            asked.contains(&name),
            "nobody asks for the states of {name}"
        );
    }
}

const PEOPLE: &str = r#"
[cast.person.root]
name = "Root"
email = "root@fund.example"
[[scene.arrives]]
who = "operator"
does = "found"
[scene.arrives.says]
fund = { name = "Fund", prefix = "JF", base_currency = "EUR" }
secretariat = { name = "Sec", email = "sec@fund.example" }
system_administrator = { name = "Root", email = "root@fund.example" }
partner = [
    { code = "A", name = "A", country = "XA", country_name = "A", zone = "Europe/Vienna", administrator = { name = "Ada", email = "a@fund.example" } },
    { code = "B", name = "B", country = "XB", country_name = "B", zone = "Europe/Vienna", administrator = { name = "Ben", email = "b@fund.example" } },
]
[[scene.arrives]]
who = "root"
does = "/accept-invitation"
says = { token = "{token}", password = "{password}" }
[[scene.arrives]]
who = "root"
does = "sign in"
[[step]]
day = 2
play = "arrives"
"#;

/// Why a story of these steps cannot be told; nothing where it can.
fn refused(steps: &str) -> Option<String> {
    let fund = TestFund::empty();
    let story = Arc::new(Story::read(&[("people", PEOPLE), ("steps", steps)]).unwrap());
    let (app, clock) = (fund.app.clone(), fund.clock.clone());
    let told = Player::new(app, clock, story, "a kettle of herons").play();
    told.err().map(|fault| fault.to_string())
}

#[actix_web::test]
async fn a_story_takes_what_its_pages_offer_and_nothing_else() {
    let invite = |says: &str| {
        let step = "[[step]]\nwho = \"root\"\ndoes = \"/people\"\nmakes = \"new\"\n";
        refused(&format!("{step}says = {{ {says} }}"))
    };
    let whole = r#"name = "New", email = "new@fund.example""#;
    assert_eq!(invite(whole), None);
    let unknown = invite(&format!("{whole}, age = \"7\"")).unwrap();
    assert!(unknown.contains("no field age"), "{unknown}");
    let nobody = invite(r#"name = "{nobody.name}""#).unwrap();
    assert!(nobody.contains("nothing is called nobody.name"), "{nobody}");
    let no_offer = refused("[[step]]\nwho = \"root\"\ndoes = \"/calls\"").unwrap();
    assert!(no_offer.starts_with("day 2, root, /calls"), "{no_offer}");
    let no_role = "[[step]]\nwho = \"root\"\ndoes = \"/people\"\nsays = { name = \"New\", \
        email = \"new@fund.example\" }\nmakes = \"new\"\n[[step]]\nwho = \"root\"\n\
        does = \"/people/{new}/roles\"\nsays = { role = \"king\" }";
    let no_role = refused(no_role).unwrap();
    assert!(no_role.contains("role has no choice king"), "{no_role}");
}

#[actix_web::test]
async fn the_clock_of_a_story_only_moves_forward() {
    assert_eq!(
        refused("[[step]]\nday = 2\nplay = \"nothing\"\neach = []"),
        None
    );
    let back = refused("[[step]]\nday = 1\nplay = \"nothing\"\neach = []").unwrap();
    assert!(back.contains("after day 2 there is no day 1"), "{back}");
}
