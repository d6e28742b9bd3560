//! What there is to fetch: the addresses of each thing there is, whether or not one may know of it,
//! what pages lead to, and letters.

use super::browser::Browser;
use super::{TestFund, people};
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl};
use jointfund::db::tx::Actor;
use jointfund::db::{Conn, DatabaseUrl};
use jointfund::kernel::paging::every;
use jointfund::notifications;
use jointfund::web::url::{self, Page};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Where the name in an address is found, by how the address begins.
const NAMED: &[(&str, &str, &str)] = &[
    ("/calls/", "id", "calls"),
    ("/applications/", "id", "applications"),
    ("/reviews/", "id", "assignments"),
    ("/awards/", "id", "awards"),
    ("/payouts/", "id", "payouts"),
    ("/payment-orders/", "id", "payment_orders"),
    ("/anchors/", "id", "anchors"),
    ("/restores/", "id", "restores"),
    ("/people/", "id", "accounts"),
    ("/organisations/", "id", "organisations"),
    ("/joinings/", "id", "joinings"),
    ("/books/", "account", "journal_lines"),
    ("/files/", "id", "attachments"),
    ("/bank-files/", "id", "bank_files"),
];

/// What has a name that a person may be told: the column of it, and the table.
pub const NAMES: &[(&str, &str)] = &[
    ("id", "accounts"),
    ("id", "role_grants"),
    ("id", "calls"),
    ("id", "applications"),
    ("id", "participants"),
    ("id", "attachments"),
    ("id", "recusals"),
    ("id", "assignments"),
    ("id", "reviews"),
    ("id", "rankings"),
    ("id", "awards"),
    ("id", "bank_accounts"),
    ("id", "payouts"),
    ("id", "payment_orders"),
    ("id", "bank_claims"),
    ("id", "bank_files"),
    ("id", "organisations"),
    ("id", "joinings"),
    ("id", "letters"),
    ("id", "anchors"),
    ("id", "restores"),
];

/// Pages that are no part of what is to be compared: the demonstration's own.
const APART: [&str; 3] = ["/mailbox", "/assets/", "/api/docs"];

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    id: String,
}

/// The identifiers in a table, the oldest first.
pub fn ids(fund: &TestFund, column: &str, table: &str) -> Vec<String> {
    let query = format!("SELECT DISTINCT CAST({column} AS text) AS id FROM {table} ORDER BY 1");
    let url: DatabaseUrl = fund.app.config.database.url.parse().unwrap();
    let found: Vec<Named> = match &mut url.connect().unwrap() {
        Conn::Sqlite(inner) => diesel::sql_query(query).load(inner).unwrap(),
        Conn::Postgres(inner) => diesel::sql_query(query).load(inner).unwrap(),
    };
    found.into_iter().map(|one| one.id).collect()
}

/// The addresses of a pattern: one for each thing of its kind.
pub fn filled(fund: &TestFund, pattern: &str) -> Vec<String> {
    let names: Vec<&str> = url::places_of(pattern).collect();
    match names[..] {
        [] => vec![pattern.to_owned()],
        ["kind", "id"] => histories(fund),
        [name] => {
            let found = NAMED.iter().find(|row| pattern.starts_with(row.0));
            let (_, column, table) = found.unwrap_or_else(|| panic!("{pattern}"));
            let place = format!("{{{name}}}");
            let ids = ids(fund, column, table);
            ids.iter().map(|id| pattern.replace(&place, id)).collect()
        }
        _ => panic!("{pattern}"),
    }
}

/// Histories of the three newest matters of each kind.
fn histories(fund: &TestFund) -> Vec<String> {
    let matters = "(SELECT DISTINCT matter_kind || '/' || CAST(matter_id AS text) AS path \
                   FROM audit_records WHERE matter_id IS NOT NULL) AS found";
    let mut of_kind: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in ids(fund, "path", matters) {
        let kind = path.split('/').next().unwrap_or("").to_owned();
        of_kind
            .entry(kind)
            .or_default()
            .push(format!("/history/{path}"));
    }
    let newest = of_kind
        .into_values()
        .flat_map(|paths| paths.into_iter().rev().take(3));
    newest.collect()
}

/// Where a page leads to. What our own templates write is simple enough to be found without parsing.
pub fn links(body: &str) -> Vec<String> {
    let links = body.split(" href=\"").skip(1);
    let links = links.filter_map(|rest| rest.split(['"', '#']).next());
    let ours = links.filter(|link| link.starts_with('/') && !link.starts_with("//"));
    let ours = ours.filter(|link| !APART.iter().any(|apart| link.starts_with(apart)));
    ours.map(|link| link.replace("&amp;", "&").replace("&#38;", "&"))
        .collect()
}

/// All pages that lead from one to another, beginning with those that have an address of their own
/// and with that of each thing there is.
pub async fn pages(fund: &TestFund, who: &str) -> Vec<(String, String)> {
    let browser = match who {
        "" => Browser::new(fund),
        who => Browser::signed_in(fund, who).await,
    };
    let pages = Page::ALL.iter().filter(|page| **page != Page::Mailbox);
    let mut ahead: VecDeque<String> = pages
        .flat_map(|page| filled(fund, page.pattern()))
        .collect();
    let mut known: BTreeSet<String> = ahead.iter().cloned().collect();
    let mut fetched = Vec::new();
    while let Some(path) = ahead.pop_front() {
        let (_, body) = browser.page(&path).await;
        let new = links(&body).into_iter();
        ahead.extend(new.filter(|link| known.insert(link.clone())));
        fetched.push((path, body));
    }
    fetched
}

/// What came to this person's address, the newest first.
pub fn letters(fund: &TestFund, who: &str) -> Vec<String> {
    let letters = fund.app.read_now(Actor::Operator, |view| {
        every(|after| notifications::queries::mailbox(view, after))
    });
    let letters = letters.unwrap().into_iter();
    let own = letters.filter(|letter| letter.item.recipient == people::email(who));
    own.map(|letter| format!("{}\n{}", json!(letter.item), letter.text))
        .collect()
}
