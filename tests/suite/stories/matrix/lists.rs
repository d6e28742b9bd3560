//! Every list, for everybody: it holds exactly what they may open one by one, each as they find it
//! there.

use super::Matrix;
use super::world::{Place, Thing};
use jointfund::web::ids::Ids;
use jointfund::web::table::Table;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A list: what it holds, of whom; and the answer about one thing with which its items agree.
struct List {
    path: &'static str,
    /// For whom there is a list at all.
    there: &'static str,
    kind: &'static str,
    /// Who finds a thing in it.
    holds: &'static str,
    one: &'static str,
}

#[rustfmt::skip]
const LISTS: &[List] = &[
    // The brief that reviewers and their chair have of an application is on their own desks.
    List { path: "/applications",   there: "account_holder", kind: "applications",  holds: "submitted_application", one: "/applications/{id}" },
    List { path: "/awards",         there: "account_holder", kind: "awards",        holds: "award", one: "/awards/{id}" },
    List { path: "/payouts",        there: "account_holder", kind: "payouts",       holds: "award", one: "/payouts/{id}" },
    List { path: "/payment-orders", there: "payment_orders", kind: "orders",        holds: "payment_orders", one: "/payment-orders/{id}" },
    List { path: "/calls",          there: "all",            kind: "calls",         holds: "public|unpublished_call", one: "/calls/{id}" },
    List { path: "/people",         there: "people",         kind: "people",        holds: "people", one: "/people/{id}" },
    List { path: "/organisations",  there: "account_holder", kind: "organisations", holds: "organisation_member", one: "/organisations/{id}" },
    List { path: "/joinings",       there: "account_holder", kind: "joinings",      holds: "account_owner & !organisation_member", one: "/joinings/{id}" },
    // Reviewers keep what they have declined or given up, without a way to it.
    List { path: "/reviews",        there: "account_holder", kind: "reviews",       holds: "account_owner", one: "" },
];

/// What is of the fund as a whole, and for whom.
#[rustfmt::skip]
const OF_THE_FUND: &[(&str, &str)] = &[
    ("/fund",              "all"),
    ("/countries",         "all"),
    ("/contributions",     "contributions"),
    ("/letters",           "letters"),
    ("/anchors",           "anchors"),
    ("/anchors/keys",      "all"),
    ("/books",             "books"),
    ("/restores",          "restores"),
    ("/overdue",           "overdue"),
    ("/failed-sign-ins",   "failed_sign_ins"),
    // One's own.
    ("/me",                "account_holder"),
    ("/me/work",           "account_holder"),
    ("/me/sessions",       "account_holder"),
    ("/me/recusals",       "account_holder"),
    ("/me/second-factor",  "account_holder"),
    ("/me/address-change", "account_holder"),
];

/// Fields of an item that are called otherwise where one is answered about alone, or are not there.
const RENAMED: [&str; 6] = [
    "organisation",
    "role",
    "payer",
    "budget",
    "replacing",
    "permitted_actions",
];

impl Matrix {
    pub fn lists(&mut self) {
        let lists = LISTS.iter().map(|list| list.path);
        let known: BTreeSet<&str> = lists.chain(OF_THE_FUND.iter().map(|one| one.0)).collect();
        let reads = Table::shared().reads.iter().map(|read| read.path);
        for path in reads.filter(|path| !path.contains('{') && !known.contains(path)) {
            self.fault(format!("{path} is in no table of lists"));
        }
        for (path, there) in OF_THE_FUND {
            for who in self.everyone() {
                self.is_there(&who, path, there);
            }
        }
        for list in LISTS {
            for who in self.everyone() {
                if self.is_there(&who, list.path, list.there) {
                    self.list(&who, list);
                }
            }
        }
    }

    fn is_there(&mut self, who: &str, path: &str, there: &str) -> bool {
        let fund = Thing {
            name: "the fund".to_owned(),
            id: String::new(),
            parent: String::new(),
            place: Place::default(),
        };
        let is_there = self.law.is_so(there, who, &fund);
        let found = self.answer(who, path, &Ids::default(), &BTreeMap::new());
        let found = super::reads::found(&found);
        let expected = if is_there { "there" } else { "not there" };
        if found != expected {
            self.differs(who, &fund, path, "", expected, &found);
        }
        found == "there"
    }

    /// All items of a list, page by page.
    fn items(&self, who: &str, path: &str, filter: &[(&str, &str)]) -> Vec<Value> {
        let mut all = Vec::new();
        let of = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let mut query: BTreeMap<String, String> = filter.iter().map(of).collect();
        loop {
            let answer = self.answer(who, path, &Ids::default(), &query).unwrap();
            let items = if answer.is_array() {
                &answer
            } else {
                &answer["items"]
            };
            all.extend(items.as_array().unwrap().iter().cloned());
            match answer["next"].as_str() {
                Some(next) => query.insert("after".to_owned(), next.to_owned()),
                None => return all,
            };
        }
    }

    fn list(&mut self, who: &str, list: &List) {
        let items = self.items(who, list.path, &[]);
        let things = self.things[list.kind].clone();
        for thing in &things {
            let is_so = self.law.is_so(list.holds, who, thing);
            let item = items.iter().find(|item| item["id"] == *thing.id);
            let word = |is_in| if is_in { "listed" } else { "not listed" };
            if is_so != item.is_some() {
                self.differs(who, thing, list.path, "", word(is_so), word(item.is_some()));
            }
            if let Some(item) = item.filter(|_| !list.one.is_empty()) {
                self.is_as_alone(who, list, thing, item);
            }
        }
        let is_known = |item: &&Value| things.iter().any(|thing| item["id"] == *thing.id);
        if !items.iter().all(|item| is_known(&item)) {
            self.fault(format!(
                "{who} {}: an item is of nothing there is",
                list.path
            ));
        }
        self.is_narrowed(who, list, &items);
    }

    /// An item says what the answer about the one thing says.
    fn is_as_alone(&mut self, who: &str, list: &List, thing: &Thing, item: &Value) {
        let ids = self.ids(list.one, &thing.id);
        let Ok(alone) = self.answer(who, list.one, &ids, &BTreeMap::new()) else {
            let found = "not there by itself";
            return self.differs(who, thing, list.path, "", "there by itself", found);
        };
        let fields = item.as_object().unwrap().iter();
        for (name, value) in fields.filter(|field| !RENAMED.contains(&&**field.0)) {
            if alone[name] != *value {
                let (expected, found) = (alone[name].to_string(), value.to_string());
                self.differs(who, thing, list.path, name, &expected, &found);
            }
        }
    }

    /// Narrowed to a state, a list holds what it shows in this state and nothing else.
    fn is_narrowed(&mut self, who: &str, list: &List, items: &[Value]) {
        let reads = &Table::shared().reads;
        let read = reads.iter().find(|read| read.path == list.path).unwrap();
        let Some(filter) = read.filters.iter().find(|filter| filter.name == "state") else {
            return;
        };
        let schema = serde_json::to_value(&filter.shape.schema).unwrap();
        for state in schema["enum"].as_array().unwrap() {
            let narrowed = self.items(who, list.path, &[("state", state.as_str().unwrap())]);
            let of = |items: &[Value]| -> BTreeSet<String> {
                items.iter().map(|item| item["id"].to_string()).collect()
            };
            let shown: Vec<Value> = items
                .iter()
                .filter(|item| item["state"] == *state)
                .cloned()
                .collect();
            for thing in self.things[list.kind].clone() {
                let id = format!("\"{}\"", thing.id);
                let (expected, found) = (of(&shown).contains(&id), of(&narrowed).contains(&id));
                if expected != found {
                    let word = |is_in| if is_in { "listed" } else { "not listed" };
                    let route = format!("{}?state={}", list.path, state.as_str().unwrap());
                    self.differs(who, &thing, &route, "", word(expected), word(found));
                }
            }
        }
    }
}
