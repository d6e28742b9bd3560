//! What one person can ask a server: every address there is, known or guessed, narrowed, turned and
//! ordered by whatever words; and what they can try to do that changes nothing.

use super::renaming::Renaming;
use crate::stories::alike;
use crate::support::TestFund;
use crate::support::crawl;
use crate::support::lot::Lot;
use jointfund::web::deed::Work;
use jointfund::web::table::Table;
use jointfund::web::url::{self, Page};
use serde_json::{Map, Value, json};

/// Nothing has this name, in either world.
const UNKNOWN: &str = "01900000-0000-7000-8000-0000000000aa";

/// What anybody may think of typing.
const WORDS: [&str; 14] = [
    "submitted",
    "draft",
    "approved",
    "ada",
    "cara",
    "reviewer1",
    "2027",
    "-1",
    "99999999999999999999",
    "\u{e9}t\u{e9}",
    "%",
    "'",
    "A-1",
    UNKNOWN,
];

/// What may stand before `=` in an address, whether or not anybody reads it.
const NAMES: [&str; 14] = [
    "after", "state", "call", "award", "edition", "done", "days", "next", "ticket", "token", "q",
    "sort", "order", "page",
];

/// Deeds that need no more than to be asked for, or end the session of whoever asks.
const DONE_AT_ONCE: [&str; 3] = [
    "/session/end",
    "/profile/sessions/",
    "/profile/second-factor/codes/kept",
];

/// What goes with a request.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Body {
    Nothing,
    Json(Value),
    /// A form, bound to the browser that sends it.
    Form(Vec<(String, String)>),
}

/// A request, in the words of the first world. Whatever the API answers begins with `/api/`.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) method: &'static str,
    pub(super) path: String,
    pub(super) header: Option<(&'static str, &'static str)>,
    pub(super) body: Body,
}

impl Request {
    pub(super) fn get(path: impl Into<String>) -> Self {
        Self {
            method: "GET",
            path: path.into(),
            header: None,
            body: Body::Nothing,
        }
    }
}

/// A deed with an address of it, and the names of its fields.
struct Attempt {
    path: String,
    fields: Vec<String>,
    is_on_a_page: bool,
    /// Whether it makes something new, and so is bound to nothing that was seen.
    is_done_once: bool,
}

/// What can be asked in two worlds.
pub(super) struct Asking {
    pages: Vec<String>,
    /// Answers of the API, with their filters.
    reads: Vec<(String, Vec<&'static str>)>,
    histories: Vec<String>,
    files: Vec<String>,
    attempts: Vec<Attempt>,
    words: Vec<String>,
}

/// Addresses of a pattern in both worlds, in the words of the first.
fn in_both(worlds: &[TestFund; 2], renaming: &Renaming, pattern: &str) -> Vec<String> {
    let mut paths = crawl::filled(&worlds[0], pattern);
    let others = crawl::filled(&worlds[1], pattern);
    paths.extend(others.iter().map(|path| renaming.back(path)));
    let guessed = url::places_of(pattern).fold(pattern.to_owned(), |path, name| {
        let word = if name == "kind" {
            "application"
        } else {
            UNKNOWN
        };
        path.replace(&format!("{{{name}}}"), word)
    });
    paths.push(guessed);
    paths.sort();
    paths.dedup();
    paths
}

/// Addresses of what a deed is done to.
fn of_deed(worlds: &[TestFund; 2], renaming: &Renaming, pattern: &str) -> Vec<String> {
    let Some((_, names, table, _)) = alike::NAMED.iter().find(|row| pattern.starts_with(row.0))
    else {
        return vec![pattern.to_owned()];
    };
    let filled = |fund: &TestFund| {
        let pairs = alike::found(fund, (names, table)).into_iter();
        pairs
            .map(|pair| alike::ids(pattern, (&pair.parent, &pair.child)).fill(pattern))
            .collect()
    };
    let [mut paths, others]: [Vec<String>; 2] = [filled(&worlds[0]), filled(&worlds[1])];
    paths.extend(others.iter().map(|path| renaming.back(path)));
    paths.push(alike::ids(pattern, (UNKNOWN, UNKNOWN)).fill(pattern));
    paths.sort();
    paths.dedup();
    paths
}

impl Asking {
    /// All that can be asked, with the words of the secret among those that are tried.
    pub(super) fn of(worlds: &[TestFund; 2], renaming: &Renaming, secret: &[Value]) -> Self {
        let table = Table::shared();
        let pages = Page::ALL.iter().filter(|page| **page != Page::Mailbox);
        let pages = pages.map(|page| page.pattern());
        let (histories, pages): (Vec<&str>, Vec<&str>) =
            pages.partition(|one| *one == Page::History.pattern());
        let all = |patterns: &[&str]| -> Vec<String> {
            patterns
                .iter()
                .flat_map(|one| in_both(worlds, renaming, one))
                .collect()
        };
        let reads = table
            .reads
            .iter()
            .filter(|read| !read.path.starts_with("/history/"));
        let reads = reads.flat_map(|read| {
            let filters: Vec<_> = read.filters.iter().map(|filter| filter.name).collect();
            let paths = in_both(worlds, renaming, read.path).into_iter();
            paths.map(move |path| (url::by_api(&path), filters.clone()))
        });
        let fetches: Vec<&str> = table.fetches.iter().map(|fetch| fetch.path).collect();
        let attempts = table.deeds.iter().filter_map(|deed| {
            let Work::Typed(shape, _) = &deed.work else {
                return None;
            };
            let schema = serde_json::to_value(&shape.schema).unwrap();
            let fields = schema["properties"]
                .as_object()
                .into_iter()
                .flat_map(Map::keys);
            let fields: Vec<String> = fields.cloned().collect();
            let paths = of_deed(worlds, renaming, deed.path).into_iter();
            Some(paths.map(move |path| Attempt {
                path,
                fields: fields.clone(),
                is_on_a_page: deed.page.is_some(),
                is_done_once: deed.is_done_once,
            }))
        });
        let attempts = attempts.flatten();
        let attempts =
            attempts.filter(|one| !DONE_AT_ONCE.iter().any(|path| one.path.starts_with(path)));
        let mut words: Vec<String> = WORDS.iter().map(|word| (*word).to_owned()).collect();
        secret.iter().for_each(|one| words_of(one, &mut words));
        Self {
            pages: all(&pages),
            reads: reads.collect(),
            histories: all(&histories),
            files: all(&fetches),
            attempts: attempts.collect(),
            words,
        }
    }

    /// Everything there is to fetch, once; narrowed by every third of the words, for the rest is
    /// drawn.
    pub(super) fn everything(&self) -> Vec<Request> {
        let reads = self.reads.iter().flat_map(|(path, filters)| {
            let narrowed = filters.iter().flat_map(move |name| {
                self.words
                    .iter()
                    .step_by(3)
                    .map(move |word| url::with_query(path, &[(name, word)]))
            });
            std::iter::once(path.clone()).chain(narrowed)
        });
        let pages = self
            .pages
            .iter()
            .chain(&self.histories)
            .chain(&self.files)
            .cloned();
        let by_api = self
            .histories
            .iter()
            .chain(&self.files)
            .map(|path| url::by_api(path));
        pages.chain(reads).chain(by_api).map(Request::get).collect()
    }

    /// One request, drawn; `links` are those the person was shown.
    pub(super) fn drawn(&self, lot: &mut Lot, links: &[String]) -> Request {
        match lot.below(16) {
            0..=2 => Request::get(self.asked_for(lot, &self.pages)),
            3..=6 => self.narrowed(lot),
            7 | 8 => Request::get(self.asked_for(lot, &self.histories)),
            9 => Request::get(self.asked_for(lot, &self.files)),
            10 | 11 if !links.is_empty() => Request::get(self.asked_for(lot, links)),
            12 | 13 => self.attempt(lot),
            _ => self.otherwise(lot),
        }
    }

    fn word<'a>(&'a self, lot: &mut Lot) -> &'a str {
        lot.one_of::<String>(&self.words)
    }

    /// One of these addresses, often with something behind the question mark. A history or a file
    /// is fetched by either face.
    fn asked_for(&self, lot: &mut Lot, paths: &[String]) -> String {
        let mut path = lot.one_of(paths).clone();
        let both = [
            "/history/",
            "/files/",
            "/bank-files/",
            "/payment-orders/",
            "/anchors/",
            "/profile/data/file",
        ];
        if both.iter().any(|begin| path.starts_with(begin)) && lot.below(2) == 0 {
            path = url::by_api(&path);
        }
        for _ in 0..lot.below(3) {
            let (name, word) = (*lot.one_of(&NAMES), self.word(lot));
            path = url::with_query(&path, &[(name, word)]);
        }
        path
    }

    /// An answer of the API, narrowed by its own filters and by others.
    fn narrowed(&self, lot: &mut Lot) -> Request {
        let (path, filters) = lot.one_of(&self.reads);
        let mut path = path.clone();
        for filter in filters {
            if lot.below(3) > 0 {
                path = url::with_query(&path, &[(filter, self.word(lot))]);
            }
        }
        let list = [path];
        Request::get(self.asked_for(lot, &list))
    }

    /// A deed on something known or guessed, with words that are not its own. It says that it saw
    /// what nobody can have seen, and so changes nothing even where its words would do.
    fn attempt(&self, lot: &mut Lot) -> Request {
        let Attempt {
            path,
            fields,
            is_on_a_page,
            is_done_once,
        } = lot.one_of(&self.attempts);
        let is_bound = fields
            .iter()
            .any(|name| name == "version" || name == "digest");
        let mut typed = Map::new();
        for name in fields.iter().filter(|_| is_bound) {
            let word = match name.as_str() {
                "version" => "999999",
                "digest" => UNKNOWN,
                _ if *is_done_once || lot.below(2) == 0 => continue,
                _ => self.word(lot),
            };
            typed.insert(name.clone(), json!(word));
        }
        if !is_bound && (fields.is_empty() || lot.below(2) == 0) {
            typed.insert("zinnia".to_owned(), json!(self.word(lot)));
        }
        let is_form = *is_on_a_page && lot.below(3) == 0;
        let texts = || {
            typed
                .iter()
                .map(|(name, word)| (name.clone(), word.as_str().unwrap_or_default().to_owned()))
        };
        Request {
            method: "POST",
            path: if is_form {
                path.clone()
            } else {
                url::by_api(path)
            },
            header: None,
            body: if is_form {
                Body::Form(texts().collect())
            } else {
                Body::Json(Value::Object(typed))
            },
        }
    }

    /// An address asked by another method, or with a header that makes another answer of it.
    fn otherwise(&self, lot: &mut Lot) -> Request {
        const METHODS: [&str; 6] = ["HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"];
        const HEADERS: [(&str, &str); 5] = [
            ("if-none-match", "*"),
            ("if-modified-since", "Mon, 04 Jan 2027 09:00:00 GMT"),
            ("range", "bytes=0-9"),
            ("accept-language", "sr"),
            ("accept", "application/xml"),
        ];
        let mut request = match lot.below(4) {
            0 => Request::get(self.asked_for(lot, &self.files)),
            1 => Request::get(self.asked_for(lot, &self.histories)),
            2 => Request::get(self.asked_for(lot, &self.pages)),
            _ => self.narrowed(lot),
        };
        match lot.below(3) {
            0 => request.header = Some(*lot.one_of(&HEADERS)),
            _ => request.method = *lot.one_of(&METHODS),
        }
        request
    }
}

/// The words of a secret: as they are, their beginnings, in capitals.
fn words_of(value: &Value, words: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            words.push(text.clone());
            words.push(text.to_uppercase());
            words.push(text.chars().take(3).collect());
        }
        Value::Array(items) => items.iter().for_each(|item| words_of(item, words)),
        Value::Object(fields) => fields.values().for_each(|field| words_of(field, words)),
        _ => {}
    }
}
