//! All that one person can fetch: what pages lead to, and what the API answers about each thing there
//! is, whether or not they may know of it.

use super::browser::Browser;
use super::{TestFund, people};
use diesel::sql_types::Text;
use diesel::{QueryableByName, RunQueryDsl};
use jointfund::db::tx::Actor;
use jointfund::db::{Conn, DatabaseUrl};
use jointfund::notifications;
use jointfund::web::table::Table;
use jointfund::web::url::{self, Page};
use scraper::{Html, Selector};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::LazyLock;

/// What a person fetched: addresses with status and content, in the order in which they were come to.
pub type Fetched = Vec<(String, String)>;

/// Where the name in an address is found, by how the address begins.
const NAMED: &[(&str, &str, &str)] = &[
    ("/calls/", "id", "calls"),
    ("/applications/", "id", "applications"),
    ("/reviews/", "id", "assignments"),
    ("/awards/", "id", "awards"),
    ("/payouts/", "id", "payouts"),
    ("/payment-orders/", "id", "payment_orders"),
    ("/people/", "id", "accounts"),
    ("/organisations/", "id", "organisations"),
    ("/joinings/", "id", "joinings"),
    ("/books/", "account", "journal_lines"),
    ("/files/", "id", "attachments"),
    ("/bank-files/", "id", "bank_files"),
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
fn filled(fund: &TestFund, pattern: &str) -> Vec<String> {
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

static LINK: LazyLock<Selector> = LazyLock::new(|| Selector::parse("a[href]").unwrap());

fn links(body: &str) -> Vec<String> {
    let page = Html::parse_document(body);
    let links = page.select(&LINK).filter_map(|link| link.attr("href"));
    let ours = links.filter_map(|link| link.split('#').next());
    let ours = ours.filter(|link| link.starts_with('/') && !link.starts_with("//"));
    let ours = ours.filter(|link| !APART.iter().any(|apart| link.starts_with(apart)));
    ours.map(str::to_owned).collect()
}

/// All pages that lead from one to another, beginning with those that have an address of their own
/// and with that of each thing there is; and all that the API answers.
pub async fn all(fund: &TestFund, who: &str, searches: &[&str]) -> Fetched {
    let browser = match who {
        "" => Browser::new(fund),
        who => Browser::signed_in(fund, who).await,
    };
    let mut fetched = Vec::new();
    let mut ahead: VecDeque<String> = VecDeque::new();
    let pages = Page::ALL.iter().filter(|page| **page != Page::Mailbox);
    for page in pages {
        ahead.extend(filled(fund, page.pattern()));
    }
    let mut known: BTreeSet<String> = ahead.iter().cloned().collect();
    while let Some(path) = ahead.pop_front() {
        let (status, body) = browser.page(&path).await;
        for link in links(&body) {
            if known.insert(link.clone()) {
                ahead.push_back(link);
            }
        }
        fetched.push((path, format!("{status}\n{body}")));
    }
    for read in &Table::shared().reads {
        for path in filled(fund, read.path) {
            let filters = read.filters.iter();
            let narrowed = filters.flat_map(|filter| {
                let (path, name) = (&path, filter.name);
                searches
                    .iter()
                    .map(move |word| format!("{path}?{name}={word}"))
            });
            let narrowed: Vec<String> = narrowed.collect();
            for path in std::iter::once(path.clone()).chain(narrowed) {
                let (status, answer) = fund.get(who, &path).await;
                fetched.push((format!("/api/v1{path}"), format!("{status}\n{answer:#}")));
            }
        }
    }
    fetched.extend(letters(fund, who));
    fetched
}

/// What came to this person's address.
fn letters(fund: &TestFund, who: &str) -> Fetched {
    let letters = fund.app.read_now(Actor::Operator, |view| {
        notifications::queries::mailbox(view, None)
    });
    let letters = letters.unwrap().items;
    let own = letters
        .into_iter()
        .filter(|letter| letter.item.recipient == people::email(who));
    own.map(|letter| {
        (
            "a letter".to_owned(),
            format!("{}\n{}", letter.item.subject, letter.text),
        )
    })
    .collect()
}

/// The same without what is by chance: identifiers, digests, tokens.
pub fn without_chance(text: &str) -> String {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut out = String::new();
    let is_part = |sign: char| sign.is_ascii_alphanumeric() || sign == '-' || sign == '_';
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        out.push_str(&rest[..start]);
        let word = &rest[start..];
        let end = word.find(|sign| !is_part(sign)).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        // The identifier of a field holds a digest of its form's address.
        let parts: Vec<&str> = word.split('-').collect();
        if let [form, digest, field @ ..] = &parts[..]
            && is_hexadecimal(digest, 8)
            && !is_by_chance(word)
        {
            out.push_str(&format!("{form}-<>-{}", field.join("-")));
        } else if is_by_chance(word) {
            let count = seen.len();
            let number = seen.entry(word.to_owned()).or_insert(count);
            out.push_str(&format!("<{number}>"));
        } else {
            out.push_str(word);
        }
        rest = after;
    }
    out + rest
}

fn is_by_chance(word: &str) -> bool {
    let is_id = word.len() == 36
        && word.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        });
    let is_token = word.len() == 43;
    is_id || is_hexadecimal(word, 64) || is_token
}

fn is_hexadecimal(word: &str, length: usize) -> bool {
    word.len() == length && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}
