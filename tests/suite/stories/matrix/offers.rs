//! What each answer says its reader may do, compared with the policy: every action that a capacity
//! of theirs may take on what the answer is about is named, free or with the rule that refuses it;
//! nothing else is.

use super::Matrix;
use super::deeds::ABOUT;
use super::world::{self, Thing};
use jointfund::error::Error;
use jointfund::rules::lifecycle::*;
use jointfund::rules::recusal::RECUSAL;
use jointfund::rules::{Action, Condition, Reason, policy};
use jointfund::web::deed::Deed;
use jointfund::web::ids::Ids;
use jointfund::web::table::Table;
use jointfund::web::url;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Where what is done on a page is offered, where that is not the answer of the same address.
#[rustfmt::skip]
const ELSEWHERE: &[(&str, &[&str])] = &[
    ("/calls/{id}/edit",                          &["/calls/{id}"]),
    ("/applications/{id}/edit",                   &["/applications/{id}"]),
    ("/joinings/",                                &["/joinings/{id}"]),
    ("/organisations/{id}/joinings/",             &["/organisations/{id}", "/joinings/{id}"]),
];

/// What is offered only where it is for the first time possible: a new award, once the last offer
/// lapsed, which none here has.
const LATER: [Action; 1] = [Action::OfferAward];

/// What the words of a deed decide, so that an offer leaves it open: the role that is given, the
/// person who is meant, what a payout is for.
#[rustfmt::skip]
const ASKED: [(Action, Condition); 5] = [
    (Action::GrantRole,      Condition::RoleIsTheirsToGrant),
    (Action::GrantRole,      Condition::DutiesAreCompatible),
    (Action::AssignReviewer, Condition::PersonIsReviewer),
    (Action::RecuseAnother,  Condition::PersonIsInOffice),
    (Action::RequestPayout,  Condition::NoOtherLivePayout),
];

/// An action as an answer offers it.
#[derive(Debug, Clone)]
pub struct Offered {
    pub action: String,
    pub href: String,
    pub seen: BTreeMap<String, String>,
    /// The code of the refusal; none where it can be done.
    pub refused: Option<String>,
}

impl Offered {
    fn of(one: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let seen = one["seen"].as_object().unwrap().iter();
        Self {
            action: text(&one["action"]),
            href: text(&one["href"]),
            seen: seen
                .map(|(name, value)| (name.clone(), text(value)))
                .collect(),
            refused: one["refused"]["code"].as_str().map(str::to_owned),
        }
    }
}

/// The answers that offer a deed.
pub fn answers_of(deed: &Deed) -> Vec<&'static str> {
    if deed.actions.iter().all(|action| LATER.contains(action)) {
        return Vec::new();
    }
    let mut elsewhere = ELSEWHERE.iter();
    if let Some((_, answers)) = elsewhere.find(|one| deed.path.starts_with(one.0)) {
        return answers.to_vec();
    }
    let reads = Table::shared().reads.iter();
    let reads = reads.filter(|read| read.tells_actions);
    let own = deed.page.map(|page| page.pattern());
    reads
        .map(|read| read.path)
        .filter(|path| Some(*path) == own)
        .collect()
}

impl Matrix {
    /// Compares what an answer about a thing offers with the tables.
    pub fn is_offered_what_the_policy_says(
        &mut self,
        who: &str,
        path: &str,
        thing: &Thing,
        answer: &Value,
    ) {
        let Some(offers) = answer["permitted_actions"].as_array() else {
            return;
        };
        let offers: Vec<Offered> = offers.iter().map(Offered::of).collect();
        let found: BTreeSet<String> = offers
            .iter()
            .map(|one| format!("{} {}", one.action, one.href))
            .collect();
        let expected = self.expected_offers(who, path, thing, answer);
        if found != expected {
            let only = |own: &BTreeSet<String>, others| -> String {
                own.difference(others)
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            let (less, more) = (only(&expected, &found), only(&found, &expected));
            self.differs(who, thing, path, "permitted_actions", &less, &more);
        }
        for one in &offers {
            let Some(code) = &one.refused else { continue };
            let action: Action = one.action.parse().unwrap();
            let rules = codes_of(action);
            if !rules.contains(&code.as_str()) {
                let field = format!("refusal of {action}");
                self.differs(who, thing, path, &field, &rules.join("|"), code);
            }
        }
    }

    fn expected_offers(
        &self,
        who: &str,
        path: &str,
        thing: &Thing,
        answer: &Value,
    ) -> BTreeSet<String> {
        let mut expected = BTreeSet::new();
        for deed in &Table::shared().deeds {
            if !answers_of(deed).contains(&path) {
                continue;
            }
            for part in self.parts_of(deed, thing, answer) {
                for action in &deed.actions {
                    if self.may(who, *action, &part) {
                        let href = url::by_api(&self.address(deed, &part));
                        expected.insert(format!("{action} {href}"));
                    }
                }
            }
        }
        expected
    }

    /// Whether a capacity of theirs may take an action.
    fn may(&self, who: &str, action: Action, thing: &Thing) -> bool {
        let capacities = policy::row(action).unwrap().capacities;
        // Whoever acts for an organisation begins for it, whatever they are to the call.
        if action == Action::StartApplication {
            return world::MEMBERS.iter().any(|one| one.1.contains(&who));
        }
        let mut all = capacities.iter();
        all.any(|one| self.law.is_so(one.code(), who, thing))
    }

    /// What of a thing a deed is done to, as far as its reader is told of it.
    fn parts_of(&self, deed: &Deed, thing: &Thing, answer: &Value) -> Vec<Thing> {
        let about = ABOUT.iter().find(|one| deed.path.starts_with(one.0));
        let places = url::places_of(deed.path).count();
        let is_it = |one: &Thing| one.id == thing.id;
        if deed.path == "/themes/{theme}" {
            let themes = answer["themes"].as_array().unwrap().iter();
            let theme = |one: &Value| Thing {
                id: one["id"].as_str().unwrap().to_owned(),
                ..thing.clone()
            };
            return themes.map(theme).collect();
        }
        let Some((_, kind, _)) = about.filter(|_| places > 0) else {
            return vec![thing.clone()];
        };
        let things = self.things[kind].iter();
        if self.things[kind].iter().any(is_it) {
            return things.filter(|one| is_it(one)).cloned().collect();
        }
        let mut rest = answer.clone();
        rest["permitted_actions"] = Value::Null;
        let told = rest.to_string();
        let is_told = |one: &Thing| told.contains(&format!("\"{}\"", one.id));
        let is_of_it = |one: &Thing| thing.id.is_empty() || one.parent == thing.id;
        things
            .filter(|one| is_of_it(one) && (is_told(one) || thing.id.is_empty()))
            .cloned()
            .collect()
    }

    fn address(&self, deed: &Deed, thing: &Thing) -> String {
        self.ids_of(deed, thing).fill(deed.path)
    }

    /// The names in the address of a deed done to a thing.
    pub fn ids_of(&self, deed: &Deed, thing: &Thing) -> Ids {
        let names: Vec<&str> = url::places_of(deed.path).collect();
        let ids = names.iter().enumerate().map(|(at, name)| {
            let is_last = at + 1 == names.len();
            let id = if is_last { &thing.id } else { &thing.parent };
            ((*name).to_owned(), id.clone())
        });
        Ids(ids.collect())
    }

    /// How a deed is offered to somebody, where an answer does so.
    pub fn offered(&mut self, deed: &Deed, thing: &Thing, who: &str) -> Vec<Offered> {
        let Some(path) = answers_of(deed).first().copied() else {
            return Vec::new();
        };
        let names: Vec<&str> = url::places_of(deed.path).collect();
        let is_part = names.len() > 1 && path != "/joinings/{id}";
        let id = match path {
            "/fund" => "",
            _ if is_part => &thing.parent,
            _ => &thing.id,
        };
        let key = (path, id.to_owned(), who.to_owned());
        if !self.offers.contains_key(&key) {
            let answer = self.answer(who, path, &self.ids(path, id), &BTreeMap::new());
            let offers = answer.map(|answer| {
                let all = answer["permitted_actions"].as_array().unwrap().iter();
                all.map(Offered::of).collect()
            });
            self.offers.insert(key.clone(), offers.unwrap_or_default());
        }
        let href = url::by_api(&self.address(deed, thing));
        let does = |one: &&Offered| {
            let mut all = deed.actions.iter();
            one.href == href && all.any(|action| action.code() == one.action)
        };
        self.offers[&key].iter().filter(does).cloned().collect()
    }
}

/// Whether a deed was answered as it was offered: done, or not for a rule of the law, where it is
/// free; else refused by the rule that was named.
pub fn is_as_offered(offered: &[Offered], answer: &Result<Value, Error>) -> Result<(), String> {
    let said = match answer {
        Err(Error::Forbidden(refusal) | Error::Conflict(refusal)) => match refusal.reason {
            Reason::Unmet(rule) if ASKED.contains(&(refusal.action, rule)) => return Ok(()),
            Reason::Duplicate(_) => None,
            _ => Some(refusal.code()),
        },
        Err(Error::NotFound(_)) => Some("not_found"),
        _ => None,
    };
    let rules: Option<BTreeSet<&str>> = offered.iter().map(|one| one.refused.as_deref()).collect();
    match (rules, said) {
        (None, None) => Ok(()),
        (None, Some(code)) => Err(format!("free, and refused: {code}")),
        (Some(rules), Some(said)) if rules.contains(said) => Ok(()),
        (Some(rules), said) => Err(format!("refused by {rules:?}, and answered: {said:?}")),
    }
}

/// The codes by which the tables refuse an action to whoever has a capacity that may.
fn codes_of(action: Action) -> Vec<&'static str> {
    fn of<S: State>(rules: &[Rule<S>], action: Action, codes: &mut Vec<&'static str>) {
        for rule in rules.iter().filter(|rule| rule.action == action) {
            codes.push("wrong_state");
            codes.extend(rule.provided.iter().map(|one| one.code()));
        }
    }
    let row = policy::row(action).unwrap();
    let mut codes: Vec<&str> = row.provided.iter().map(|one| one.code()).collect();
    of(ACCOUNT, action, &mut codes);
    of(ROLE, action, &mut codes);
    of(ORGANISATION, action, &mut codes);
    of(JOINING, action, &mut codes);
    of(PARTNER, action, &mut codes);
    of(BOOKING, action, &mut codes);
    of(CALL, action, &mut codes);
    of(APPLICATION, action, &mut codes);
    of(RECUSAL, action, &mut codes);
    of(ASSIGNMENT, action, &mut codes);
    of(RANKING, action, &mut codes);
    of(AWARD, action, &mut codes);
    of(MILESTONE, action, &mut codes);
    of(BANK_ACCOUNT, action, &mut codes);
    of(PAYOUT, action, &mut codes);
    of(BANK_CLAIM, action, &mut codes);
    of(LETTER, action, &mut codes);
    codes
}
