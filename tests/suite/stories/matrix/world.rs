//! Who there is and what there is in the fund of `support/matrix.toml`, as a reader of the story
//! knows it: nothing here is looked up by the program.

use crate::support::{TestFund, people};
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl};
use jointfund::db::{Conn, DatabaseUrl};
use jointfund::rules::Role::{self, *};
use std::collections::BTreeMap;

/// How far an office reaches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Of {
    Fund,
    Partner(&'static str),
    /// A substitute's: of a partner, in one application.
    Application(&'static str),
}
use Of::{Application, Fund, Partner};

pub type Office = (Role, Of);

/// Everybody, with their offices. An office that is only proposed is none: `pia` has none yet.
#[rustfmt::skip]
const OFFICES: &[(&str, &[Office])] = &[
    ("root",      &[(SystemAdministrator, Fund)]),
    ("secretary", &[(Secretariat, Fund)]),
    ("auditor",   &[(Auditor, Fund)]),
    ("chair",     &[(PanelChair, Fund)]),
    ("admin0",    &[(PartnerAdministrator, Partner("av"))]),
    ("admin1",    &[(PartnerAdministrator, Partner("bm"))]),
    ("admin2",    &[(PartnerAdministrator, Partner("cn"))]),
    ("frida",     &[(FinanceOfficer, Partner("av")), (EligibilityOfficer, Partner("cn"))]),
    ("olga",      &[(ProgrammeOfficer, Partner("bm"))]),
    ("paul",      &[(ProgrammeOfficer, Partner("av"))]),
    ("stella",    &[(ProgrammeOfficer, Application("delta"))]),
    ("reviewer0", &[(Reviewer, Fund)]),
    ("reviewer1", &[(Reviewer, Fund)]),
    ("reviewer2", &[(Reviewer, Fund)]),
    ("reviewer3", &[(Reviewer, Fund)]),
    ("reviewer4", &[(Reviewer, Fund)]),
    ("reviewer5", &[(Reviewer, Fund)]),
    ("vera",      &[(Reviewer, Fund)]),
    ("pia", &[]), ("ada", &[]), ("ben", &[]), ("cara", &[]), ("dora", &[]), ("mira", &[]), ("nils", &[]),
];

/// The staff of each partner, by the name of the office with the partner's number.
const STAFF: [Role; 7] = [
    ProgrammeOfficer,
    EligibilityOfficer,
    FinanceOfficer,
    BoardMember,
    Approver,
    PaymentOfficer,
    ComplianceOfficer,
];

pub const PARTNERS: [&str; 3] = ["av", "bm", "cn"];

/// Everybody's name and offices.
pub fn people() -> BTreeMap<String, Vec<Office>> {
    let named = OFFICES.iter();
    let named = named.map(|(who, offices)| ((*who).to_owned(), offices.to_vec()));
    let mut all: BTreeMap<String, Vec<Office>> = named.collect();
    for (index, partner) in PARTNERS.into_iter().enumerate() {
        for role in STAFF {
            all.insert(format!("{role}{index}"), vec![(role, Partner(partner))]);
        }
    }
    all
}

/// Who acts for which organisation, the lead first.
pub const MEMBERS: &[(&str, &[&str])] = &[
    ("ada", &["ada", "mira", "olga"]),
    ("ben", &["ben"]),
    ("cara", &["cara"]),
    ("dora", &["dora"]),
];

/// Calls: whether everybody sees them, and their parties; none before they are sent to the boards.
#[rustfmt::skip]
pub const CALLS: &[(&str, bool, &[&str])] = &[
    ("call",   true,  &["av", "bm"]),
    ("trio",   true,  &PARTNERS),
    ("listed", true,  &PARTNERS),
    ("closed", true,  &PARTNERS),
    ("open",   true,  &PARTNERS),
    ("sent",   false, &PARTNERS),
    ("sketch", false, &[]),
];

/// Applications: of which call, who leads, the partners they concern, and whether they were handed
/// in.
#[rustfmt::skip]
pub const APPLICATIONS: &[(&str, &str, &str, &[&str], bool)] = &[
    ("application", "call",   "ada",  &["av", "bm"], true),
    ("alpha",       "trio",   "ada",  &["av", "bm"], true),
    ("gamma",       "trio",   "cara", &["bm"],       true),
    ("delta",       "trio",   "dora", &["cn"],       true),
    ("unfit",       "trio",   "ben",  &["bm"],       true),
    ("withdrawn",   "trio",   "cara", &["bm"],       true),
    ("given-up",    "trio",   "dora", &["cn"],       true),
    ("late",        "trio",   "ada",  &["av"],       false),
    ("first",       "listed", "ada",  &["av"],       true),
    ("second",      "listed", "dora", &["cn"],       true),
    ("fresh",       "closed", "ben",  &["av", "bm"], true),
    ("unfound",     "closed", "dora", &["cn"],       true),
    ("early",       "open",   "ben",  &["bm"],       true),
    ("draft",       "open",   "ada",  &["av"],       false),
    ("rival-draft", "open",   "cara", &["bm"],       false),
];

/// Whose decision is released.
pub const RELEASED: [&str; 1] = ["application"];

/// Who reviews what, and how far they are; all others with a state of `done` have handed it in.
#[rustfmt::skip]
pub const REVIEWERS: &[(&str, &str, &str)] = &[
    ("application", "reviewer0", "done"),
    ("application", "reviewer1", "done"),
    ("application", "reviewer2", "done"),
    ("alpha",       "reviewer0", "done"),
    ("alpha",       "reviewer1", "cleared"),
    ("alpha",       "reviewer2", "asked"),
    ("alpha",       "reviewer4", "conflict"),
    ("alpha",       "reviewer5", "declined"),
    ("gamma",       "reviewer3", "done"),
    ("given-up",    "reviewer3", "done"),
    ("first",       "reviewer3", "done"),
    ("second",      "reviewer3", "done"),
];

/// Who stands aside from what; `olga`, who acts for a participant, for what was typed hints at her,
/// and for its partner of that consortium applies.
pub const ASIDE: [(&str, &str); 5] = [
    ("alpha", "paul"),
    ("delta", "programme_officer2"),
    ("fresh", "olga"),
    ("unfit", "olga"),
    ("early", "olga"),
];

/// Where a thing lies, as the law on standing has it.
#[derive(Debug, Clone, Default)]
pub struct Place {
    pub owner: Option<String>,
    /// The organisation that leads or is meant, by its lead.
    pub organisation: Option<&'static str>,
    pub application: Option<&'static str>,
    pub call: Option<&'static str>,
    /// The partners it concerns; every partner where there are none.
    pub partners: Option<&'static [&'static str]>,
    pub is_private: bool,
    /// Which role, of which partner, where it is a role that was granted.
    pub role: Option<(Role, Option<&'static str>)>,
}

/// Something there is.
#[derive(Debug, Clone)]
pub struct Thing {
    pub name: String,
    pub id: String,
    /// What it is a part of, where its address says so.
    pub parent: String,
    pub place: Place,
}

pub fn call(name: &str) -> Place {
    let (name, _, parties) = CALLS.iter().find(|one| one.0 == name).unwrap();
    Place {
        call: Some(name),
        partners: Some(*parties).filter(|parties| !parties.is_empty()),
        ..Place::default()
    }
}

/// Where an application lies.
pub fn application(name: &str) -> Place {
    let found = APPLICATIONS.iter().find(|one| one.0 == name);
    let (name, call, lead, partners, handed_in) = found.unwrap_or_else(|| panic!("{name}"));
    Place {
        organisation: Some(lead),
        application: Some(name),
        call: Some(call),
        partners: Some(partners),
        is_private: !handed_in,
        ..Place::default()
    }
}

/// Where what belongs to all parties of its call lies: offices, awards, payouts.
pub fn of_the_parties(name: &str) -> Place {
    let place = application(name);
    Place {
        partners: call(place.call.unwrap()).partners,
        ..place
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Text)]
    one: String,
    #[diesel(sql_type = Text)]
    other: String,
}

/// Rows of a question whose columns are `id`, `one` and `other`.
pub fn rows(fund: &TestFund, of: &str) -> Vec<[String; 3]> {
    let query = format!("SELECT {of} ORDER BY 1");
    let url: DatabaseUrl = fund.app.config.database.url.parse().unwrap();
    let found: Vec<Row> = match &mut url.connect().unwrap() {
        Conn::Sqlite(inner) => diesel::sql_query(query).load(inner).unwrap(),
        Conn::Postgres(inner) => diesel::sql_query(query).load(inner).unwrap(),
    };
    let found = found.into_iter();
    found.map(|row| [row.id, row.one, row.other]).collect()
}

/// The things that are all there is in a table.
fn all_of(fund: &TestFund, table: &str, things: Vec<Thing>) -> Vec<Thing> {
    let there = rows(
        fund,
        &format!("CAST(id AS text) AS id, '' AS one, '' AS other FROM {table}"),
    );
    assert_eq!(there.len(), things.len(), "{table}: some have no name here");
    for thing in &things {
        assert!(there.iter().any(|row| row[0] == thing.id), "{}", thing.name);
    }
    things
}

/// Everything there is, by the word for its kind in `fields.txt`.
pub fn things(fund: &TestFund) -> BTreeMap<&'static str, Vec<Thing>> {
    let made = |name: &str, place: Place| Thing {
        name: name.to_owned(),
        id: fund.made(name),
        parent: String::new(),
        place,
    };
    let applications = APPLICATIONS
        .iter()
        .map(|one| made(one.0, application(one.0)));
    let applications = all_of(fund, "applications", applications.collect());
    let calls = CALLS.iter().map(|one| made(one.0, call(one.0)));
    let calls = all_of(fund, "calls", calls.collect());
    let named = |id: &str| {
        let found = applications.iter().find(|one| one.id == id);
        found.unwrap().place.application.unwrap()
    };
    let offices = applications.iter().map(|one| Thing {
        place: of_the_parties(&one.name),
        ..one.clone()
    });
    let awards = vec![made("award", of_the_parties("application"))];
    let payouts =
        ["payout", "payout-waiting"].map(|name| made(name, of_the_parties("application")));
    let of_application = |of: &str, what: &str| -> Vec<Thing> {
        let found = rows(
            fund,
            &format!("CAST(x.id AS text) AS id, CAST(application_id AS text) AS one, {of}"),
        );
        let thing = |[id, application, other]: [String; 3]| Thing {
            name: format!("{what} of {}", named(&application)),
            id,
            parent: application.clone(),
            place: Place {
                owner: Some(whose(&other)),
                ..self::application(named(&application))
            },
        };
        found.into_iter().map(thing).collect()
    };
    let reviews = of_application(
        "email AS other FROM assignments x JOIN accounts a ON a.id = account_id",
        "review",
    );
    let files = of_application("'' AS other FROM attachments x", "file");
    let mut things = BTreeMap::from([
        ("reviews", reviews),
        ("files", files),
        ("offices", offices.collect()),
        ("lists", calls.clone()),
        ("applications", applications),
        ("calls", calls),
        ("awards", all_of(fund, "awards", awards)),
        ("payouts", all_of(fund, "payouts", payouts.to_vec())),
    ]);
    things.extend(beside(fund));
    things
}

/// What is of no application: people, organisations, the bank.
fn beside(fund: &TestFund) -> [(&'static str, Vec<Thing>); 6] {
    let thing = |name: &str, id: &str, place: Place| Thing {
        name: name.to_owned(),
        id: id.to_owned(),
        parent: String::new(),
        place,
    };
    let found = |of: &str| rows(fund, of);
    let people = found("CAST(id AS text) AS id, email AS one, '' AS other FROM accounts");
    let people = people.iter().map(|[id, email, _]| {
        let owner = Some(whose(email));
        thing(
            &whose(email),
            id,
            Place {
                owner,
                ..Place::default()
            },
        )
    });
    let of_organisation = |name: &str, owner: Option<String>| Place {
        owner,
        organisation: MEMBERS
            .iter()
            .find(|one| name == format!("{} Ltd", one.0))
            .map(|one| one.0),
        ..Place::default()
    };
    let organisations =
        found("CAST(id AS text) AS id, name AS one, '' AS other FROM organisations");
    let organisations = organisations.iter();
    let joinings = found(
        "CAST(j.id AS text) || ' ' || CAST(o.id AS text) AS id, o.name AS one, email AS other \
         FROM joinings j \
         JOIN organisations o ON o.id = organisation_id JOIN accounts a ON a.id = account_id",
    );
    let joinings = joinings.iter();
    let orders = found("CAST(id AS text) AS id, '' AS one, '' AS other FROM payment_orders");
    let orders = orders.iter().map(|[id, ..]| Thing {
        name: "order of av".to_owned(),
        id: id.clone(),
        parent: String::new(),
        place: Place {
            partners: Some(&["av"]),
            ..Place::default()
        },
    });
    let bank_files = found("CAST(id AS text) AS id, '' AS one, '' AS other FROM bank_files");
    let bank_files = bank_files.iter();
    let books = ["1000", "2000", "9200"];
    [
        ("people", people.collect()),
        (
            "organisations",
            organisations
                .map(|[id, name, _]| thing(name, id, of_organisation(name, None)))
                .collect(),
        ),
        (
            "joinings",
            joinings
                .map(|[id, name, email]| {
                    let place = of_organisation(name, Some(whose(email)));
                    let (id, parent) = id.split_once(' ').unwrap();
                    let name = format!("{} at {name}", whose(email));
                    Thing {
                        parent: parent.to_owned(),
                        ..thing(&name, id, place)
                    }
                })
                .collect(),
        ),
        ("orders", orders.collect()),
        (
            "bank_files",
            bank_files
                .map(|[id, ..]| thing("statement", id, of_the_parties("application")))
                .collect(),
        ),
        (
            "books",
            books
                .map(|account| thing(account, account, Place::default()))
                .to_vec(),
        ),
    ]
}

pub fn whose(email: &str) -> String {
    email.split('@').next().unwrap_or_default().to_owned()
}

/// Everybody's standing in the program, by name.
pub fn actors(fund: &TestFund) -> BTreeMap<String, jointfund::db::tx::Actor> {
    let all = people().into_keys();
    all.map(|who| (who.clone(), people::actor(fund, &who)))
        .collect()
}

/// Parts of what there is, with what they are of, for what is done to them.
pub fn parts(fund: &TestFund) -> BTreeMap<&'static str, Vec<Thing>> {
    let award = of_the_parties("application");
    let found = |of: &str, place: &dyn Fn(&str) -> Place| -> Vec<Thing> {
        let rows = rows(fund, of).into_iter();
        let thing = |[id, parent, word]: [String; 3]| Thing {
            name: format!("{word} {id}"),
            place: place(&word),
            id,
            parent,
        };
        rows.map(thing).collect()
    };
    let of_the_award = |_: &str| award.clone();
    let of_the_fund = |_: &str| Place::default();
    let owned = |email: &str| Place {
        owner: Some(whose(email)),
        ..Place::default()
    };
    let of_partner = |code: &str| Place {
        partners: Some(match code {
            "AV" => &["av"],
            "BM" => &["bm"],
            _ => &["cn"],
        }),
        ..Place::default()
    };
    let recusals = |word: &str| {
        let (title, email) = word.split_once(' ').unwrap();
        Place {
            owner: Some(whose(email)),
            ..of_the_parties(title)
        }
    };
    let id = |of: &str, parent: &str, word: &str| {
        format!(
            "CAST(x.id AS text) AS id, CAST({parent} AS text) AS one, {word} AS other FROM {of} x"
        )
    };
    let grants = id("role_grants", "account_id", "email")
        + " JOIN accounts a ON a.id = account_id WHERE email LIKE 'pia@%' OR email LIKE 'vera@%' \
           OR email LIKE 'board_member2@%'";
    let aside = id("recusals", "application_id", "title || ' ' || email")
        + " JOIN applications p ON p.id = application_id JOIN accounts a ON a.id = account_id";
    let members = "CAST(account_id AS text) AS id, CAST(organisation_id AS text) AS one, name AS other \
         FROM memberships m JOIN organisations o ON o.id = organisation_id";
    let of_organisation = |name: &str| Place {
        organisation: MEMBERS
            .iter()
            .find(|one| name == format!("{} Ltd", one.0))
            .map(|one| one.0),
        ..Place::default()
    };
    let letters = "x.id AS id, '' AS one, 'letter' AS other FROM \
         (SELECT CAST(min(CAST(id AS text)) AS text) AS id FROM letters) x";
    BTreeMap::from([
        (
            "bank_accounts",
            found(&id("bank_accounts", "award_id", "'account'"), &of_the_award),
        ),
        (
            "milestones",
            found(&id("milestones", "award_id", "'milestone'"), &of_the_award),
        ),
        (
            "claims",
            found(&id("bank_claims", "payout_id", "'claim'"), &of_the_award),
        ),
        (
            "contributions",
            found(&id("contributions", "x.id", "'pledge'"), &of_the_fund),
        ),
        (
            "receipts",
            found(
                &id("receipts", "contribution_id", "'receipt'"),
                &of_the_fund,
            ),
        ),
        (
            "partners",
            found(&id("partners", "x.id", "code"), &of_partner),
        ),
        ("grants", found(&grants, &owned)),
        ("members", found(members, &of_organisation)),
        ("recusals", found(&aside, &recusals)),
        ("letters", found(letters, &of_the_fund)),
        (
            "anchors",
            found(&id("anchors", "x.id", "'anchor'"), &of_the_fund),
        ),
    ])
}

/// What has a history and no answer of its own: the fund, ranked lists, and every role; of the
/// roles one of each kind.
pub fn of_histories(fund: &TestFund) -> BTreeMap<&'static str, Vec<Thing>> {
    let thing = |name: String, [id, parent]: [&str; 2], place: Place| Thing {
        name,
        id: id.to_owned(),
        parent: parent.to_owned(),
        place,
    };
    let lists = "CAST(id AS text) AS id, CAST(call_id AS text) AS one, '' AS other FROM rankings";
    let lists = rows(fund, lists).into_iter().map(|[id, of, _]| {
        let (name, ..) = CALLS.iter().find(|one| fund.made(one.0) == of).unwrap();
        thing(format!("list of {name}"), [&id, &of], call(name))
    });
    let roles = "CAST(g.id AS text) || ' ' || CAST(account_id AS text) AS id, email AS one, \
         role || ' ' || coalesce(code, '') AS other FROM role_grants g \
         JOIN accounts a ON a.id = account_id LEFT JOIN partners p ON p.id = g.partner_id";
    let roles = rows(fund, roles).into_iter().map(|[ids, email, word]| {
        let (id, account) = ids.split_once(' ').unwrap();
        let (role, code) = word.split_once(' ').unwrap();
        let mut partners = PARTNERS.into_iter();
        let partner = partners.find(|partner| partner.to_uppercase() == code);
        let place = Place {
            owner: Some(whose(&email)),
            role: Some((role.parse().unwrap(), partner)),
            ..Place::default()
        };
        thing(format!("{word} of {}", whose(&email)), [id, account], place)
    });
    let roles: Vec<Thing> = roles.collect();
    let mut kinds: Vec<_> = roles.iter().map(|one| one.place.role.unwrap().0).collect();
    kinds.sort();
    kinds.dedup();
    let of_each = kinds.into_iter().map(|kind| {
        let mut all = roles.iter();
        all.find(|one| one.place.role.unwrap().0 == kind).unwrap()
    });
    let nil = uuid::Uuid::nil().to_string();
    let whole = thing("the fund".to_owned(), [&nil, ""], Place::default());
    BTreeMap::from([
        ("the fund", vec![whole]),
        ("restores", Vec::new()),
        ("lists", lists.collect()),
        ("grants", of_each.cloned().collect()),
        ("all grants", roles),
    ])
}
