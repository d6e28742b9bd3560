//! Every history, for everybody: which records they are told, and which words of each. What there
//! is to tell is read from the trail itself; who is told what stands in `histories.txt`.

use super::Matrix;
use super::fields::{self, Block, instead};
use super::reads;
use super::world::{self, Thing};
use diesel::prelude::*;
use jointfund::db::DatabaseUrl;
use jointfund::db::column::{AnyId, JsonValue};
use jointfund::db::schema::{accounts, audit_records, partners};
use jointfund::kernel::time::Instant;
use jointfund::rules::matter::MatterKind;
use jointfund::rules::{Action, Capacity, separation};
use jointfund::web::block;
use jointfund::web::ids::Ids;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const PATH: &str = "/history/{kind}/{id}";

/// What has a history, and the things that are such.
#[rustfmt::skip]
const KINDS: &[(MatterKind, &str)] = &[
    (MatterKind::Fund,         "the fund"),
    (MatterKind::Partner,      "partners"),
    (MatterKind::Contribution, "contributions"),
    (MatterKind::Receipt,      "receipts"),
    (MatterKind::Account,      "people"),
    (MatterKind::RoleGrant,    "grants"),
    (MatterKind::Organisation, "organisations"),
    (MatterKind::Joining,      "joinings"),
    (MatterKind::Call,         "calls"),
    (MatterKind::Application,  "applications"),
    (MatterKind::Offices,      "offices"),
    (MatterKind::Recusal,      "recusals"),
    (MatterKind::Assignment,   "reviews"),
    (MatterKind::Ranking,      "lists"),
    (MatterKind::Award,        "awards"),
    (MatterKind::Milestone,    "milestones"),
    (MatterKind::BankAccount,  "bank_accounts"),
    (MatterKind::Payout,       "payouts"),
    (MatterKind::BankClaim,    "claims"),
    (MatterKind::PaymentOrder, "orders"),
    (MatterKind::Letter,       "letters"),
    (MatterKind::Anchor,       "anchors"),
    // Nobody has restored this fund.
    (MatterKind::Restore,      "restores"),
];

/// Whose accounts: one of each way to come by one, and to an office.
const PEOPLE: [&str; 7] = [
    "ada",
    "pia",
    "vera",
    "board_member2",
    "admin1",
    "admin2",
    "root",
];

/// A record of the trail.
struct Record {
    of: (MatterKind, String),
    action: Action,
    /// Whose name stands in it.
    who: String,
    capacity: Capacity,
    is_done: bool,
    /// All of it, as one is answered who is told everything.
    whole: Value,
}

impl Matrix {
    pub fn histories(&mut self, table: &str) {
        let blocks = fields::read(table);
        self.things.extend(world::parts(&self.fund));
        self.things.extend(world::of_histories(&self.fund));
        let trail = self.trail();
        self.names_every_word(&blocks, &trail);
        let mut met = BTreeSet::new();
        for kind in MatterKind::ALL {
            let of_kind = KINDS.iter().find(|one| one.0 == *kind);
            let Some((_, things)) = of_kind else {
                self.fault(format!("{kind} is in no table of histories"));
                continue;
            };
            let things = self.things[things].iter();
            let is_meant =
                |one: &&Thing| *kind != MatterKind::Account || PEOPLE.contains(&&*one.name);
            let things: Vec<Thing> = things.filter(is_meant).cloned().collect();
            for thing in things {
                let own = self.told_of(*kind, &thing);
                let records: Vec<&Record> =
                    trail.iter().filter(|one| own.contains(&one.of)).collect();
                for who in self.everyone() {
                    self.history(&who, *kind, &thing, (&blocks, &records), &mut met);
                }
            }
        }
        self.no_word_is_idle(&blocks, &met);
    }

    /// The trail, newest first.
    fn trail(&self) -> Vec<Record> {
        type Who = (Option<String>, Option<String>, Option<String>);
        type What = (Action, Capacity, String, MatterKind, Option<AnyId>);
        type Words = (Option<String>, Option<JsonValue>, Option<JsonValue>);
        let url: DatabaseUrl = self.fund.app.config.database.url.parse().unwrap();
        let rows: Vec<(i64, Instant, String, Who, What, Words, String)> = audit_records::table
            .left_join(accounts::table)
            .left_join(partners::table)
            .order(audit_records::sequence.desc())
            .select((
                audit_records::sequence,
                audit_records::recorded_at,
                audit_records::actor_kind,
                (
                    accounts::email.nullable(),
                    accounts::name.nullable(),
                    partners::name.nullable(),
                ),
                (
                    audit_records::action,
                    audit_records::capacity,
                    audit_records::outcome,
                    audit_records::matter_kind,
                    audit_records::matter_id,
                ),
                (
                    audit_records::ground,
                    audit_records::before,
                    audit_records::after,
                ),
                audit_records::hash,
            ))
            .load(&mut url.connect().unwrap())
            .unwrap();
        let record = |(sequence, at, actor_kind, who, what, words, hash)| {
            let (email, name, partner): Who = who;
            let (action, capacity, outcome, kind, id): What = what;
            let (ground, before, after): Words = words;
            let actor: String = name.unwrap_or(actor_kind);
            let (sequence, at, hash): (i64, Instant, String) = (sequence, at, hash);
            Record {
                of: (kind, id.map(|id| id.0.to_string()).unwrap_or_default()),
                action,
                who: world::whose(&email.unwrap_or_default()),
                capacity,
                is_done: outcome == "done",
                whole: json!({
                    "sequence": sequence, "recorded_at": at, "actor": actor, "capacity": capacity,
                    "partner": partner, "action": action, "outcome": outcome, "ground": ground,
                    "before": before, "after": after, "hash": hash,
                }),
            }
        };
        rows.into_iter().map(record).collect()
    }

    /// What the history of a thing is made of: of a person, their roles too; of a payout, what was
    /// claimed of it.
    fn told_of(&self, kind: MatterKind, thing: &Thing) -> Vec<(MatterKind, String)> {
        let (part, parts) = match kind {
            MatterKind::Account => (MatterKind::RoleGrant, "all grants"),
            MatterKind::Payout => (MatterKind::BankClaim, "claims"),
            _ => return vec![(kind, thing.id.clone())],
        };
        let of_it = self.things[parts]
            .iter()
            .filter(|one| one.parent == thing.id);
        let parts = of_it.map(|one| (part, one.id.clone()));
        parts.chain([(kind, thing.id.clone())]).collect()
    }

    /// Whether there is a history of a thing for somebody, as long as it tells them anything.
    fn is_history_there(&self, who: &str, kind: MatterKind, thing: &Thing) -> bool {
        let sees = |said: &str| self.law.is_so(said, who, thing);
        match kind {
            MatterKind::Account => sees("account_history"),
            // Whoever gives the role, or may confirm it, follows what becomes of it.
            MatterKind::RoleGrant => sees("account_history") || self.appoints(who, thing),
            _ => self.exists_for(who, false, kind, thing) && sees("history"),
        }
    }

    fn appoints(&self, who: &str, grant: &Thing) -> bool {
        let (role, of) = grant.place.role.unwrap();
        let waits = separation::CONFIRMED_BY_ANOTHER_PARTNER.contains(&role);
        self.law
            .held(who, &grant.place)
            .iter()
            .any(|(capacity, partner)| {
                let is_own = of.is_none() || partner.is_none() || *partner == of;
                (is_own && separation::appoints(*capacity, role))
                    || (waits && *capacity == Capacity::PartnerAdministrator)
            })
    }

    fn history(
        &mut self,
        who: &str,
        kind: MatterKind,
        thing: &Thing,
        (blocks, records): (&[Block], &[&Record]),
        met: &mut BTreeSet<(String, bool)>,
    ) {
        let is_there = self.is_history_there(who, kind, thing);
        let mut expected = Vec::new();
        for record in records.iter().filter(|_| is_there) {
            expected.extend(self.as_told(who, thing, blocks, record, met));
        }
        let found = self.whole_history(who, kind, thing);
        let found = match found {
            Ok(found) => found,
            Err(found) if expected.is_empty() && found == "not there" => return,
            Err(found) => return self.differs(who, thing, PATH, "", "there", &found),
        };
        let word = |items: &[Value]| -> Vec<String> {
            let of = |item: &Value| format!("{} {}", item["action"], item["hash"]);
            items.iter().map(of).collect()
        };
        let (told, expects) = (word(&found), word(&expected));
        if told != expects {
            let only = |own: &[String], others: &[String]| -> String {
                let own = own.iter().filter(|one| !others.contains(one)).cloned();
                own.collect::<Vec<_>>().join(" ")
            };
            let (more, less) = (only(&told, &expects), only(&expects, &told));
            return self.differs(who, thing, PATH, "", &less, &more);
        }
        for (item, expected) in found.iter().zip(&expected) {
            let names = |one: &Value| one.as_object().unwrap().keys().cloned().collect();
            let names: [BTreeSet<String>; 2] = [names(expected), names(item)];
            for name in names.iter().flatten().collect::<BTreeSet<_>>() {
                let [one, other] =
                    [expected, item].map(|told| told.get(name).map(Value::to_string));
                if one != other {
                    let field = format!("{} {name}", item["action"]);
                    let [one, other] = [one, other].map(Option::unwrap_or_default);
                    self.differs(who, thing, PATH, &field, &one, &other);
                }
            }
        }
        self.names_no_reviewer(who, thing, &found);
    }

    /// Every page of a history by the API, compared with the page that people read.
    fn whole_history(
        &self,
        who: &str,
        kind: MatterKind,
        thing: &Thing,
    ) -> Result<Vec<Value>, String> {
        let ids = [("kind", kind.code()), ("id", &thing.id)];
        let ids = Ids(ids
            .map(|(name, id)| (name.to_owned(), id.to_owned()))
            .into());
        let (mut all, mut query) = (Vec::new(), BTreeMap::new());
        loop {
            let answer = self.answer(who, PATH, &ids, &query);
            let answer = answer.map_err(|error| reads::found::<()>(&Err(error)))?;
            let items = answer["items"].as_array().unwrap();
            let shown = self.screen(who, PATH, &ids, &query).unwrap();
            let shown = shown.map_err(|error| format!("its page: {error}"))?;
            let shown = cells(&shown.blocks);
            if shown != items.iter().map(as_cells).collect::<Vec<_>>() {
                return Err(format!("its page tells {shown:?}"));
            }
            all.extend(items.iter().cloned());
            match answer["next"].as_str() {
                Some(next) => query.insert("after".to_owned(), next.to_owned()),
                None => return Ok(all),
            };
        }
    }

    /// A record as somebody is told it who reads the history of a thing; nothing where they are not.
    fn as_told(
        &self,
        who: &str,
        thing: &Thing,
        blocks: &[Block],
        record: &Record,
        met: &mut BTreeSet<(String, bool)>,
    ) -> Option<Value> {
        let block = block_of(blocks, record)?;
        let is_so = |said: &str| self.law.is_so(said, who, thing);
        let is_told = is_so(&block.there);
        met.insert((block.path.clone(), is_told));
        let is_own = record.who == who || is_so("refused_attempts");
        if !is_told || !(record.is_done || is_own) {
            return None;
        }
        let mut item = record.whole.clone();
        for row in &block.rows {
            let is_told = is_so(&row.told);
            for field in &row.fields {
                met.insert((format!("{} {field}", block.path), is_told));
                if is_told {
                    continue;
                }
                let (of, name) = field.rsplit_once('.').unwrap_or(("", field));
                let of = if of.is_empty() {
                    of.to_owned()
                } else {
                    format!("/{of}")
                };
                let words = item.pointer_mut(&of).and_then(Value::as_object_mut);
                let Some(words) = words else { continue };
                match row.otherwise.as_deref() {
                    Some("capacity") => words[name] = json!(record.capacity),
                    Some(word) => words[name] = instead(word, &words[name]),
                    None if of.is_empty() => words[name] = Value::Null,
                    None => drop(words.remove(name)),
                }
            }
        }
        for name in ["before", "after"] {
            if item[name].as_object().is_some_and(|words| words.is_empty()) {
                item[name] = Value::Null;
            }
        }
        if !is_so("trail") {
            item.as_object_mut().unwrap().remove("sequence");
        }
        Some(item)
    }

    /// Whatever the tables say: who reviews an application is in no history of those who may not
    /// know it.
    fn names_no_reviewer(&mut self, who: &str, thing: &Thing, found: &[Value]) {
        let place = &thing.place;
        if place.call.is_none() || self.law.is_so("assignments", who, thing) {
            return;
        }
        let told = found.iter().map(Value::to_string).collect::<String>();
        for (application, reviewer, _) in world::REVIEWERS {
            let is_here = place.application.is_none_or(|own| own == *application);
            let id = &self.things["people"]
                .iter()
                .find(|one| one.name == *reviewer)
                .unwrap()
                .id;
            let names = [format!("\"{reviewer}\""), id.clone()];
            if is_here && names.iter().any(|name| told.contains(name)) {
                self.differs(who, thing, PATH, "", "no reviewer", reviewer);
            }
        }
    }

    /// Each word of each record has a row.
    fn names_every_word(&mut self, blocks: &[Block], trail: &[Record]) {
        for record in trail {
            let action = record.action;
            let Some(block) = block_of(blocks, record) else {
                self.fault(format!(
                    "{action} has no block in the table: {}",
                    record.whole
                ));
                continue;
            };
            let mut words = vec!["actor".to_owned()];
            if !record.whole["ground"].is_null() {
                words.push("ground".to_owned());
            }
            for name in ["before", "after"] {
                let own = record.whole[name].as_object().into_iter();
                words.extend(
                    own.flat_map(|words| words.keys().map(|word| format!("{name}.{word}"))),
                );
            }
            for word in words {
                let mut fields = block.rows.iter().flat_map(|row| &row.fields);
                if record.is_done && !fields.any(|field| *field == word) {
                    self.fault(format!("{action}: no row names {word}: {}", record.whole));
                }
            }
        }
    }

    /// Each record and each word is told to somebody, and kept from somebody who reads the history
    /// unless all are told.
    fn no_word_is_idle(&mut self, blocks: &[Block], met: &BTreeSet<(String, bool)>) {
        let mut meets = |what: &str, said: &str| {
            let has = |is_told| met.contains(&(what.to_owned(), is_told));
            if !has(true) && said != "nobody" {
                self.hollow.push(format!("{what} is never told"));
            } else if !has(false) && !["all", "nobody"].contains(&said) {
                self.hollow.push(format!("{what} is kept from nobody"));
            }
        };
        for block in blocks {
            meets(&block.path, &block.there);
            for row in block.rows.iter().filter(|_| block.there != "nobody") {
                for field in row.fields.iter().filter(|one| !row.empty.contains(one)) {
                    meets(&format!("{} {field}", block.path), &row.told);
                }
            }
        }
    }
}

fn block_of<'b>(blocks: &'b [Block], record: &Record) -> Option<&'b Block> {
    let ground = record.whole["ground"].as_str().unwrap_or_default();
    let name = match record.action {
        Action::RemindOfTask => format!("/{}/{ground}", record.action),
        action => format!("/{action}"),
    };
    blocks.iter().find(|block| block.path == name)
}

/// What a row of the page says of a record besides the words for what it is.
fn as_cells(item: &Value) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let number = item.get("sequence").map(text);
    let told = ["actor", "ground", "before", "after"].map(|name| text(&item[name]));
    number.into_iter().chain(told).collect()
}

fn cells(blocks: &[block::Block]) -> Vec<Vec<String>> {
    let rows = blocks.iter().find_map(|one| match one {
        block::Block::Table { rows, .. } => Some(rows),
        _ => None,
    });
    let text = |cell: &block::Cell| match cell {
        block::Cell::Text(text) | block::Cell::Figure(text) | block::Cell::Code(text) => {
            text.clone()
        }
        other => panic!("{other:?}"),
    };
    let told = |row: &Vec<block::Cell>| {
        let all: Vec<String> = row.iter().map(text).collect();
        let first = all.len() - 8;
        let (number, told) = all.split_at(first);
        let own = [1, 5, 6, 7].map(|at| told[at].clone());
        number.iter().cloned().chain(own).collect()
    };
    rows.unwrap().iter().map(told).collect()
}
