//! What one may not see is not there: whatever is tried on it is answered as if it were unknown.

use super::journey;
use super::passkeys;
use super::restoring;
use crate::support::browser::Browser;
use crate::support::{TestFund, people};
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl};
use jointfund::db::tx::Actor;
use jointfund::db::{Conn, DatabaseUrl};
use jointfund::error::Error;
use jointfund::kernel::caller::Caller;
use jointfund::kernel::paging::{cursor, key_of};
use jointfund::web::ask::Ask;
use jointfund::web::deed::{Deed, Sent, Work};
use jointfund::web::ids::Ids;
use jointfund::web::table::Table;
use jointfund::web::url;
use jointfund::words::{Say, Texts};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const UNKNOWN: &str = "0197a4f0-0000-7000-8000-000000000000";

const PEOPLE: [&str; 16] = [
    "root",
    "secretary",
    "auditor",
    "admin0",
    "programme_officer0",
    "eligibility_officer0",
    "finance_officer0",
    "finance_officer1",
    "board_member0",
    "approver0",
    "payment_officer0",
    "payment_officer1",
    "reviewer0",
    "reviewer1",
    "ada",
    "ben",
];

#[derive(QueryableByName)]
pub(super) struct Pair {
    #[diesel(sql_type = Text)]
    pub(super) parent: String,
    #[diesel(sql_type = Text)]
    pub(super) child: String,
}

/// What an address of a deed may speak of: where its last name is found, with the parent's, and
/// where a reader of the API sees it. Partners and themes are everyone's to see.
#[rustfmt::skip]
pub(super) const NAMED: &[(&str, &str, &str, &str)] = &[
    // address begins with                       parent, child           in               is seen at
    ("/calls/{id}",                              "id, id",               "calls",         "/calls/{id}"),
    ("/applications/{id}/reviewers/{assignment}", "application_id, id",  "assignments",   "/applications/{id}/evaluation"),
    ("/applications/{id}/files/{file}",          "application_id, id",   "attachments",   "/applications/{id}"),
    ("/applications/{id}/recusals/{recusal}",    "application_id, id",   "recusals",      "/applications/{id}/offices"),
    ("/applications/{id}/recus",                 "id, id",               "applications",  "/applications/{id}/offices"),
    ("/applications/{id}/substitutes",           "id, id",               "applications",  "/applications/{id}/offices"),
    ("/applications/{id}",                       "id, id",               "applications",  "/applications/{id}"),
    ("/reviews/{id}",                            "id, id",               "assignments",   "/reviews/{id}"),
    ("/awards/{id}/bank-accounts/{account}",     "award_id, id",         "bank_accounts", "/awards/{id}"),
    ("/awards/{id}/milestones/{milestone}",      "award_id, id",         "milestones",    "/awards/{id}"),
    ("/awards/{id}",                             "id, id",               "awards",        "/awards/{id}"),
    ("/payouts/{id}/claims/{claim}",             "payout_id, id",        "bank_claims",   "/payouts/{id}"),
    ("/payouts/{id}",                            "id, id",               "payouts",       "/payouts/{id}"),
    ("/contributions/{contribution}/receipts/{receipt}", "contribution_id, id", "receipts", "/contributions"),
    ("/contributions/{contribution}",            "id, id",               "contributions", "/contributions"),
    ("/profile/sessions/{id}",                   "id, id",               "sessions",      "/me/sessions"),
    ("/profile/second-factor/passkeys/{id}",     "id, id",               "passkeys",      "/me/second-factor"),
    ("/people/{id}/roles/{grant}",               "account_id, id",       "role_grants",   "/people/{id}"),
    ("/people/{id}",                             "id, id",               "accounts",      "/people/{id}"),
    ("/organisations/{id}/members/{account}",    "organisation_id, account_id", "memberships", "/organisations/{id}"),
    ("/organisations/{id}/joinings/{joining}",   "organisation_id, id",  "joinings",      "/joinings/{id}"),
    ("/organisations/{id}",                      "id, id",               "organisations", "/organisations/{id}"),
    ("/joinings/{joining}",                      "id, id",               "joinings",      "/joinings/{id}"),
    ("/restores/{id}",                           "id, id",               "restores",      "/restores/{id}"),
    ("/letters/{letter}",                        "id, id",               "letters",       "/letters"),
    ("/partners/{partner}",                      "id, id",               "partners",      ""),
    ("/themes/{theme}",                          "id, id",               "themes",        ""),
];

pub(super) fn found(fund: &TestFund, (names, table): (&str, &str)) -> Vec<Pair> {
    let (parent, child) = names.split_once(", ").unwrap();
    let query = format!(
        "SELECT CAST({parent} AS text) AS parent, CAST({child} AS text) AS child FROM {table} \
         ORDER BY 2 DESC LIMIT 4"
    );
    let url: DatabaseUrl = fund.app.config.database.url.parse().unwrap();
    match &mut url.connect().unwrap() {
        Conn::Sqlite(inner) => diesel::sql_query(query).load(inner).unwrap(),
        Conn::Postgres(inner) => diesel::sql_query(query).load(inner).unwrap(),
    }
}

pub(super) fn ids(pattern: &str, pair: (&str, &str)) -> Ids {
    let names: Vec<&str> = url::places_of(pattern).collect();
    let last = names.len() - 1;
    let of = |(n, name): (usize, &&str)| {
        let id = if n == last { pair.1 } else { pair.0 };
        ((*name).to_owned(), id.to_owned())
    };
    Ids(names.iter().enumerate().map(of).collect())
}

/// Whether this person finds it where it is shown; an assignment, at the desk of its reviewer too.
fn sees(fund: &TestFund, say: &Say, actor: Actor, path: &str, pair: &Pair) -> bool {
    let (parent, child) = (&*pair.parent, &*pair.child);
    let found = |path, id| finds(fund, say, actor, path, id);
    match path {
        "" => true,
        // A list of one's own: it is there for everybody, and holds what they see.
        "/me/sessions" | "/me/second-factor" => {
            read(fund, say, actor, path, child).is_ok_and(|own| own.to_string().contains(child))
        }
        "/joinings/{id}" => found(path, child),
        "/applications/{id}/evaluation" => found(path, parent) || found("/reviews/{id}", child),
        path => found(path, parent),
    }
}

fn finds(fund: &TestFund, say: &Say, actor: Actor, path: &str, id: &str) -> bool {
    match read(fund, say, actor, path, id) {
        Ok(_) => true,
        Err(Error::NotFound(_)) => false,
        Err(other) => panic!("{path}: {other}"),
    }
}

fn read(fund: &TestFund, say: &Say, actor: Actor, path: &str, id: &str) -> Result<Value, Error> {
    let read = Table::shared().reads.iter().find(|read| read.path == path);
    let ids = Ids(BTreeMap::from([("id".to_owned(), id.to_owned())]));
    let (query, config) = (BTreeMap::new(), fund.app.config.clone());
    fund.app.read_now(actor, |view| {
        let (ids, query, config) = (&ids, &query, &*config);
        read.unwrap().answer(&mut Ask {
            view,
            ids,
            query,
            say,
            config,
        })
    })
}

/// What is answered, but for what depends on the attempt: the code, and the sentence.
fn answered(
    fund: &TestFund,
    say: &Say,
    actor: Actor,
    deed: &Deed,
    ids: &Ids,
    typed: &Value,
) -> String {
    let sent = Sent {
        typed: typed.clone(),
        press: None,
        caller: Caller::default(),
    };
    match deed.run(&fund.app, actor, ids, sent) {
        Ok(done) => format!("done: {}", done.body),
        Err(error) => {
            let faults = match &error {
                Error::Invalid(faults) => json!(faults).to_string(),
                _ => String::new(),
            };
            format!("{} {} {faults}", error.code(), say.error(&error))
        }
    }
}

/// Tries every deed on what a person does not see; gives the actions that were tried.
fn tried(fund: &TestFund) -> BTreeSet<&'static str> {
    let say = Say::new(Arc::new(Texts::read().unwrap()), "en");
    let bodies = [
        json!({}),
        json!({ "version": 1 }),
        json!({ "version": 1, "acting_for": "nonsense" }),
        json!({ "version": 1, "reason": "Because." }),
        json!({ "share": UNKNOWN, "kind": "advance" }),
    ];
    let mut tried = BTreeSet::new();
    for who in PEOPLE {
        let actor = people::actor(fund, who);
        for deed in Table::shared()
            .deeds
            .iter()
            .filter(|deed| deed.path.contains('{'))
        {
            let named = NAMED.iter().find(|row| deed.path.starts_with(row.0));
            let (_, names, table, shown) = named.unwrap_or_else(|| panic!("{}", deed.path));
            for pair in found(fund, (names, table)) {
                if matches!(deed.work, Work::File(_)) || sees(fund, &say, actor, shown, &pair) {
                    continue;
                }
                let foreign = ids(deed.path, (&pair.parent, &pair.child));
                let unknown = ids(deed.path, (UNKNOWN, UNKNOWN));
                for typed in &bodies {
                    let of = |ids| answered(fund, &say, actor, deed, ids, typed);
                    let (there, nowhere) = (of(&foreign), of(&unknown));
                    assert_eq!(there, nowhere, "{who} {} {typed}", deed.path);
                }
                tried.insert(deed.name());
            }
        }
    }
    tried
}

/// Fault 44: whether something exists leaked from 403 and 409 against 404.
#[actix_web::test]
async fn what_one_does_not_see_is_answered_as_what_is_not_there() {
    let (journey, [_, _, award]) = journey::awarded();
    let share = journey.read("ada", &format!("/awards/{award}")).await["shares"][0].clone();
    let payout = journey.request(&award, &share, "advance", "").await;
    let officer = journey.ordered(&payout).await;
    let words = json!({ "payout": payout, "officer": officer, "message": "RJCT" });
    journey.tell("claimed", words).await;
    let doors = json!({ "country": "XA", "registration_number": "A-1", "name": "ada Ltd" });
    journey.fund.done("ben", "/joinings", doors).await;
    let mut all = tried(&journey.fund);

    let fund = TestFund::new().await;
    fund.tell(
        "call_drafted",
        json!({ "pots": ["150000", "100000", "50000"] }),
    );
    // Of somebody who is not among those who try.
    passkeys::owner(&fund, "approver1").await;
    all.extend(tried(&fund));
    // And what there is to a fund once it was restored.
    let folder = tempfile::tempdir().unwrap();
    let (file, _) = restoring::backed_up(&fund, folder.path());
    let (restored, _) = fund.restored(&file, None).unwrap();
    all.extend(tried(&restored));
    let (journey, _) = journey::drafted();
    all.extend(tried(&journey.fund));
    let (journey, [_, application]) = journey::evaluated();
    journey.assign(&application, "reviewer0").await;
    let recuse = format!("/applications/{application}/recuse");
    let why = json!({ "reason": "My brother founded the company." });
    journey.fund.done("compliance_officer0", &recuse, why).await;
    all.extend(tried(&journey.fund));

    let of_ids = Table::shared()
        .deeds
        .iter()
        .filter(|deed| deed.path.contains('{'));
    let untried: Vec<&str> = of_ids
        .filter(|deed| matches!(deed.work, Work::Typed(..)) && !all.contains(deed.name()))
        .map(Deed::name)
        .collect();
    // What everyone sees: partners and themes. A file is of a draft, and none is attached.
    let public = [
        "keep_themes",
        "pledge_contribution",
        "reinstate_partner",
        "remove_file",
        "retire_partner",
    ];
    assert_eq!(BTreeSet::from_iter(untried), BTreeSet::from(public));
}

/// The endpoints of the API that answer a visitor, and nothing but these.
const FOR_VISITORS: [&str; 16] = [
    "POST /accept-invitation",
    "GET /anchors/keys",
    "GET /calls",
    "GET /calls/{id}",
    "POST /confirm-address",
    "GET /countries",
    "POST /forgotten-password",
    "POST /lost-second-factor",
    "POST /passkeys/ask",
    "GET /fund",
    "POST /register",
    "POST /reset-password",
    "POST /take-back-address",
    "POST /tokens",
    "POST /tokens/renew",
    "POST /verify-email",
];

/// Fault 44: a visitor was told 404, 422 or 403, but never to sign in.
#[actix_web::test]
async fn a_visitor_is_asked_to_sign_in_before_anything_is_looked_at() {
    let (journey, [_, application, award]) = journey::awarded();
    let fund = &journey.fund;
    let table = Table::shared();
    let mut answered = Vec::new();
    for real in [UNKNOWN, &application, &award] {
        let address = |pattern: &str| {
            let names = url::places_of(pattern);
            names.fold(pattern.to_owned(), |path, name| {
                path.replace(&format!("{{{name}}}"), real)
            })
        };
        for deed in &table.deeds {
            let (status, _) = fund.post("", &address(deed.path), json!({ "x": 1 })).await;
            if status != 401 {
                answered.push(format!("POST {}", deed.path));
            }
        }
        let fetches = table.fetches.iter().map(|fetch| fetch.path);
        for path in table.reads.iter().map(|read| read.path).chain(fetches) {
            if fund.get("", &address(path)).await.0 != 401 {
                answered.push(format!("GET {path}"));
            }
        }
    }
    let answered = BTreeSet::from_iter(answered.iter().map(String::as_str));
    assert_eq!(answered, BTreeSet::from(FOR_VISITORS));
}

/// A page without what is random in it, and without the identifier it is about.
fn told(body: &str, id: &str) -> String {
    let lines = body.lines().filter(|line| !line.contains("_once"));
    let lines: Vec<String> = lines.map(|line| line.replace(id, UNKNOWN)).collect();
    lines.join("\n")
}

/// Fault 44, by the forms of pages.
#[actix_web::test]
async fn a_form_sent_to_what_one_does_not_see_is_answered_as_one_sent_nowhere() {
    let (journey, [_, application]) = journey::drafted();
    let fund = &journey.fund;
    let browser = Browser::signed_in(fund, "ben").await;
    let mut filled = browser.fill("/profile", "/profile/password", &[]).await;
    filled.retain(|field| field.0.starts_with('_'));
    filled.push(("reason".to_owned(), "Because.".to_owned()));
    filled.push(("version".to_owned(), "1".to_owned()));
    let visitor = Browser::new(fund);
    for deed in [
        "withdraw",
        "edit",
        "submit",
        "check",
        "release",
        "consensus",
    ] {
        let path = |id: &str| format!("/applications/{id}/{deed}");
        let there = browser.post(&path(&application), &filled).await;
        let nowhere = browser.post(&path(UNKNOWN), &filled).await;
        assert_eq!(there.status, nowhere.status, "{deed}");
        assert_eq!(
            told(&there.body, &application),
            told(&nowhere.body, UNKNOWN),
            "{deed}"
        );
        // Whoever is not signed in comes to the sign-in, and has lost nothing.
        for id in [&*application, UNKNOWN] {
            let sent = visitor.post(&path(id), &filled).await;
            assert_eq!(sent.status, 403, "{deed}");
            assert!(sent.body.contains("action=\"/sign-in\""), "{}", sent.body);
        }
    }
}

/// Whoever sees a matter is told by which rule they are refused.
#[actix_web::test]
async fn whoever_sees_it_is_told_the_rule() {
    let (journey, [call, application, award]) = journey::awarded();
    let fund = &journey.fund;
    let refused = [
        ("ada", format!("/calls/{call}/cancel")),
        ("auditor", format!("/applications/{application}/withdraw")),
        ("approver0", format!("/awards/{award}/lapse")),
        ("finance_officer0", format!("/awards/{award}/sign")),
    ];
    for (who, path) in refused {
        let why = json!({ "reason": "Because.", "version": 1 });
        let saw = json!({ "version": 1 });
        let typed = if path.ends_with("sign") { saw } else { why };
        let (status, answer) = fund.post(who, &path, typed).await;
        let found = (status, answer["code"].as_str());
        assert_eq!(
            found,
            (403, Some("not_in_capacity")),
            "{who} {path}: {answer}"
        );
    }
}

/// The actions a history tells this person of, or its status where it is none of theirs.
async fn history(fund: &TestFund, who: &str, of: &str) -> Result<Vec<Value>, u16> {
    match fund.get(who, &format!("/history/{of}")).await {
        (200, told) => Ok(told["items"].as_array().unwrap().clone()),
        (status, _) => Err(status),
    }
}

/// Of a person's own history the numbers in the trail told how much was done in the fund meanwhile:
/// the number of each record, and the number in the way to the next page.
#[actix_web::test]
async fn a_history_does_not_count_what_its_reader_does_not_see() {
    let fund = TestFund::new().await;
    let (_, me) = fund.get("ada", "/me").await;
    let history = format!("/history/account/{}", me["id"].as_str().unwrap());
    for _ in 0..60 {
        people::actor(&fund, "ada");
    }
    let mut seen = BTreeSet::new();
    let mut next = String::new();
    loop {
        let (status, page) = fund.get("ada", &format!("{history}{next}")).await;
        assert_eq!(status, 200, "{page}");
        for one in page["items"].as_array().unwrap() {
            assert_eq!(one["sequence"], Value::Null, "{one}");
            assert!(seen.insert(one["hash"].to_string()), "twice: {one}");
        }
        let Some(cursor) = page["next"].as_str() else {
            break;
        };
        let key = key_of(cursor).unwrap();
        assert!(key.parse::<i64>().is_err(), "{key} is the record's number");
        next = format!("?after={cursor}");
    }
    assert!(seen.len() > 60, "{}", seen.len());
    // Whoever sees the whole trail is told the numbers; a cursor of elsewhere begins anew.
    let (_, page) = fund.get("auditor", &history).await;
    assert!(page["items"][0]["sequence"].is_u64(), "{page}");
    let elsewhere = cursor(&page["items"][0]["hash"].to_string());
    let (status, _) = fund
        .get("ada", &format!("{history}?after={elsewhere}"))
        .await;
    assert_eq!(status, 200);
}

/// Fault 43: any partner's officers read who reviews and with what marks, and who signed in when.
#[actix_web::test]
async fn a_history_tells_no_more_than_its_reader_sees_of_the_matter() {
    let (journey, [call, application]) = journey::evaluated();
    let fund = &journey.fund;
    let review = journey.assign(&application, "reviewer0").await;
    let clear = json!({ "declaration": true });
    fund.done("reviewer0", &format!("/reviews/{review}/clear"), clear)
        .await;
    let assignment = format!("assignment/{review}");
    let officers = [
        "programme_officer0",
        "approver0",
        "board_member0",
        "finance_officer0",
    ];
    for who in officers {
        assert_eq!(history(fund, who, &assignment).await, Err(404), "{who}");
    }
    let told = history(fund, "secretary", &assignment).await.unwrap();
    assert!(
        told.iter()
            .any(|one| one["action"] == "declare_no_conflict")
    );
    // Of the application they learn what its page tells them, and no reviewer.
    let of = format!("application/{application}");
    let reviewer = journey.read("reviewer0", "/me").await["id"].clone();
    for who in ["programme_officer0", "board_member0"] {
        let told = json!(history(fund, who, &of).await.unwrap()).to_string();
        assert!(told.contains("check_eligibility"), "{who}: {told}");
        assert!(!told.contains("assign_reviewer"), "{who}: {told}");
        assert!(!told.contains(reviewer.as_str().unwrap()), "{who}: {told}");
    }
    // That a draft was saved stands there for who reads the application, and not what stood in it.
    let told = history(fund, "programme_officer0", &of).await.unwrap();
    let saved = told.iter().find(|one| one["action"] == "save_application");
    assert_eq!(saved.unwrap()["after"], Value::Null);
    assert_eq!(history(fund, "finance_officer0", &of).await, Err(404));
    let told = json!(history(fund, "auditor", &of).await.unwrap()).to_string();
    assert!(told.contains("assign_reviewer"), "{told}");
    // What is unknown is not there for anybody.
    for kind in ["award", "payout", "account", "role_grant", "assignment"] {
        for who in ["auditor", "programme_officer0"] {
            let of = format!("{kind}/{UNKNOWN}");
            assert_eq!(history(fund, who, &of).await, Err(404), "{who} {kind}");
        }
    }
    assert!(
        history(fund, "approver0", &format!("call/{call}"))
            .await
            .is_ok()
    );
}

/// Fault 43: an account's history is its owner's, a role's that of those who give and confirm it.
#[actix_web::test]
async fn the_history_of_an_account_is_its_owners() {
    let fund = TestFund::new().await;
    let (_, me) = fund.get("approver0", "/me").await;
    let account = format!("account/{}", me["id"].as_str().unwrap());
    for who in [
        "programme_officer1",
        "secretary",
        "board_member0",
        "admin0",
        "ada",
    ] {
        assert_eq!(history(&fund, who, &account).await, Err(404), "{who}");
    }
    for who in ["approver0", "root", "auditor"] {
        let told = history(&fund, who, &account).await.unwrap();
        assert!(told.iter().any(|one| one["action"] == "sign_in"), "{who}");
    }
    let grant = |me: &Value| format!("role_grant/{}", me["roles"][0]["id"].as_str().unwrap());
    let near_money = grant(&me);
    for who in ["admin0", "admin1", "root", "auditor", "approver0"] {
        assert!(history(&fund, who, &near_money).await.is_ok(), "{who}");
    }
    for who in ["programme_officer0", "secretary", "finance_officer1", "ada"] {
        assert_eq!(history(&fund, who, &near_money).await, Err(404), "{who}");
    }
    let (_, other) = fund.get("reviewer0", "/me").await;
    let own_affair = grant(&other);
    assert!(history(&fund, "secretary", &own_affair).await.is_ok());
    assert_eq!(history(&fund, "admin1", &own_affair).await, Err(404));
}
