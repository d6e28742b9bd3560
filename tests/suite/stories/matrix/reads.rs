//! Every answer about one thing, for everybody.

use super::Matrix;
use super::fields::{self, Block, Row, instead, is_empty};
use super::world::{self, Place, Thing};
use jointfund::error::Error;
use jointfund::web::ids::Ids;
use jointfund::web::screen::Screen;
use jointfund::web::table::{Ask, Table};
use jointfund::web::url;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Answers that are compared elsewhere: those of a fund that was restored in `restoring`.
pub const APART: [&str; 2] = ["/history/{kind}/{id}", "/restores/{id}"];

type Told = BTreeMap<String, Vec<Value>>;

impl Matrix {
    pub fn ids(&self, path: &str, id: &str) -> Ids {
        let names = url::places_of(path);
        Ids(names.map(|name| (name.to_owned(), id.to_owned())).collect())
    }

    /// What the API answers, or a file's name.
    pub fn answer(
        &self,
        who: &str,
        path: &str,
        ids: &Ids,
        query: &BTreeMap<String, String>,
    ) -> Result<Value, Error> {
        let (table, actor) = (Table::shared(), self.actor(who));
        if let Some(fetch) = table.fetches.iter().find(|one| one.path == path) {
            return (fetch.fetch)(&self.fund.app, actor, ids).map(|file| Value::from(file.name));
        }
        let read = table.reads.iter().find(|read| read.path == path).unwrap();
        self.fund.app.read_now(actor, |view| {
            let (say, config) = (&self.say, &*self.fund.app.config);
            read.answer(&mut Ask {
                view,
                ids,
                query,
                say,
                config,
            })
        })
    }

    /// The page; none where there is no page of this address.
    pub fn screen(
        &self,
        who: &str,
        path: &str,
        ids: &Ids,
        query: &BTreeMap<String, String>,
    ) -> Option<Result<Screen, Error>> {
        let shows = &Table::shared().shows;
        let show = shows.iter().find(|show| show.page.pattern() == path)?;
        Some(self.fund.app.read_now(self.actor(who), |view| {
            let (say, config) = (&self.say, &*self.fund.app.config);
            (show.screen)(&mut Ask {
                view,
                ids,
                query,
                say,
                config,
            })
        }))
    }

    /// Everything that is not as the table has it.
    pub fn reads(&mut self, table: &str) {
        let blocks = fields::read(table);
        self.things.extend(world::parts(&self.fund));
        let roles = world::of_histories(&self.fund).remove("all grants");
        self.things.insert("grants", roles.unwrap());
        self.whole_table(&blocks);
        self.the_fund();
        for block in &blocks {
            let things = self.things[&*block.kind].clone();
            let mut met = BTreeSet::new();
            for thing in &things {
                let answers = self.answers(block, thing);
                for row in &block.rows {
                    self.compare(block, thing, row, &answers, &mut met);
                }
            }
            self.is_not_hollow(block, &met);
        }
    }

    /// The fund, which all see, with what each may do.
    fn the_fund(&mut self) {
        let whole = Thing {
            name: "the fund".to_owned(),
            id: String::new(),
            parent: String::new(),
            place: Place::default(),
        };
        for who in self.everyone() {
            let answer = self.answer(&who, "/fund", &Ids::default(), &BTreeMap::new());
            self.is_offered_what_the_policy_says(&who, "/fund", &whole, &answer.unwrap());
        }
    }

    /// Each answer about one thing has a block.
    fn whole_table(&mut self, blocks: &[Block]) {
        let table = Table::shared();
        let reads = table.reads.iter().map(|read| read.path);
        let fetches = table.fetches.iter().map(|fetch| fetch.path);
        let shows = table.shows.iter().map(|show| show.page.pattern());
        for path in reads
            .chain(fetches)
            .chain(shows)
            .filter(|path| path.contains('{'))
        {
            if !APART.contains(&path) && !blocks.iter().any(|block| block.path == path) {
                self.fault(format!("{path} has no block in the table"));
            }
        }
    }

    /// What everybody is answered who is answered; that they are, and by page and API alike, is
    /// compared with the table.
    fn answers(&mut self, block: &Block, thing: &Thing) -> Vec<(String, Told)> {
        let path = &*block.path;
        let ids = self.ids(path, &thing.id);
        let mut answers = Vec::new();
        for who in self.everyone() {
            let is_there = self.law.is_so(&block.there, &who, thing);
            let is_of_api = Table::shared().reads.iter().any(|read| read.path == path)
                || Table::shared()
                    .fetches
                    .iter()
                    .any(|fetch| fetch.path == path);
            let expected = if is_there { "there" } else { "not there" };
            if let Some(shown) = self.screen(&who, path, &ids, &BTreeMap::new()) {
                let found = found(&shown);
                if found != expected {
                    self.differs(&who, thing, &format!("page {path}"), "", expected, &found);
                }
            }
            if !is_of_api {
                continue;
            }
            let answer = self.answer(&who, path, &ids, &BTreeMap::new());
            let found = found(&answer);
            if found != expected {
                self.differs(&who, thing, path, "", expected, &found);
            }
            let Ok(answer) = answer else { continue };
            if answer.is_string() {
                continue;
            }
            self.is_offered_what_the_policy_says(&who, path, thing, &answer);
            let (told, unknown) = block.told(&answer);
            for field in unknown {
                self.fault(format!("{path}: no row names {field}"));
            }
            answers.push((who, told));
        }
        answers
    }

    /// All who are told are told the same, and all others nothing or what stands in its place.
    fn compare(
        &mut self,
        block: &Block,
        thing: &Thing,
        row: &Row,
        answers: &[(String, Told)],
        met: &mut BTreeSet<(String, bool)>,
    ) {
        if row.told == "varies" {
            return;
        }
        let (path, nothing) = (&*block.path, Vec::new());
        let (told, others): (Vec<_>, Vec<_>) = answers
            .iter()
            .partition(|(who, _)| self.law.is_so(&row.told, who, thing));
        for field in &row.fields {
            let of = |told: &'_ Told| -> Vec<Value> { told.get(field).unwrap_or(&nothing).clone() };
            // What most are told who are; nothing where nobody is.
            let all = told.iter().map(|(who, told)| (&**who, of(told)));
            let (first, whole) = all.max_by_key(|one| one.1.len()).unwrap_or_default();
            let is_told = whole.iter().any(|one| !is_empty(one));
            if is_told {
                met.insert((field.clone(), true));
            }
            for (who, told) in &told {
                let found = of(told);
                if found != whole {
                    let expected = format!("{} as {first} is told", short(&whole));
                    self.differs(who, thing, path, field, &expected, &short(&found));
                }
            }
            let told_nobody = first.is_empty();
            let expected: Vec<Value> = match &row.otherwise {
                Some(word) => whole.iter().map(|one| instead(word, one)).collect(),
                None => Vec::new(),
            };
            for (who, told) in &others {
                let found = of(told);
                let is_as_said = match &row.otherwise {
                    Some(_) => found == expected || told_nobody,
                    None => found.iter().all(is_empty),
                };
                if is_told || told_nobody {
                    met.insert((field.clone(), false));
                }
                if !is_as_said {
                    self.differs(who, thing, path, field, &short(&expected), &short(&found));
                }
            }
        }
    }

    /// Each field is told to somebody, and what is not told to all is kept from somebody.
    fn is_not_hollow(&mut self, block: &Block, met: &BTreeSet<(String, bool)>) {
        for row in block.rows.iter().filter(|row| row.told != "varies") {
            for field in row.fields.iter().filter(|one| !row.empty.contains(one)) {
                if row.told == "nobody" {
                    continue;
                }
                if !met.contains(&(field.clone(), true)) {
                    self.hollow
                        .push(format!("{}: {field} is never told", block.path));
                } else if row.told != "all" && !met.contains(&(field.clone(), false)) {
                    self.hollow
                        .push(format!("{}: {field} is kept from nobody", block.path));
                }
            }
        }
    }
}

pub fn found<T>(answer: &Result<T, Error>) -> String {
    match answer {
        Ok(_) => "there".to_owned(),
        Err(Error::NotFound(_)) => "not there".to_owned(),
        Err(other) => format!("{} {other}", other.code()),
    }
}

fn short(values: &[Value]) -> String {
    let text = values
        .iter()
        .map(Value::to_string)
        .collect::<Vec<_>>()
        .join(" ");
    match text.char_indices().nth(120) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
