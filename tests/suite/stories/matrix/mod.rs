//! The matrix: every route, for every person, of every thing there is, whose own it is, of the same
//! partner, of another, a rival's. What is expected is reckoned from the story and the tables of the
//! law; the running program is compared with it, field by field.

mod deeds;
mod fields;
mod histories;
mod law;
mod lists;
mod offers;
mod reads;
mod world;

use self::law::{Law, Relation};
use self::offers::Offered;
use self::world::Thing;
use crate::support::TestFund;
use jointfund::anchors::{actions as anchors, keys};
use jointfund::db::tx::Actor;
use jointfund::words::{Say, Texts};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A fund with everybody and everything in it, and what was found.
struct Matrix {
    fund: TestFund,
    say: Say,
    law: Law,
    actors: BTreeMap<String, Actor>,
    things: BTreeMap<&'static str, Vec<Thing>>,
    faults: Vec<String>,
    hollow: Vec<String>,
    /// What answers about a thing offer somebody, as far as it was asked.
    offers: BTreeMap<(&'static str, String, String), Vec<Offered>>,
    /// What is expected of each deed, of somebody on something.
    heard: BTreeMap<&'static str, BTreeSet<&'static str>>,
}

impl Matrix {
    fn new() -> Self {
        let fund = TestFund::after("of_every_kind");
        keys::prepare(&fund.app).unwrap();
        anchors::follow_the_clock(&fund.app).unwrap();
        Self {
            say: Say::new(Arc::new(Texts::read().unwrap()), "en"),
            law: Law::new(),
            actors: world::actors(&fund),
            things: world::things(&fund),
            faults: Vec::new(),
            hollow: Vec::new(),
            offers: BTreeMap::new(),
            heard: BTreeMap::new(),
            fund,
        }
    }

    fn everyone(&self) -> Vec<String> {
        self.actors.keys().cloned().collect()
    }

    fn actor(&self, who: &str) -> Actor {
        self.actors.get(who).copied().unwrap_or(Actor::Visitor)
    }

    fn fault(&mut self, fault: String) {
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// Notes one place of the matrix where the program differs from the law.
    fn differs(
        &mut self,
        who: &str,
        thing: &Thing,
        route: &str,
        field: &str,
        expected: &str,
        found: &str,
    ) {
        let relation = self.law.relation(who, &thing.place);
        self.faults.push(format!(
            "{who} ({relation:?}) {route} of {}{}{field}\n    expected: {expected}\n    found:    {found}",
            thing.name,
            if field.is_empty() { "" } else { ": " },
        ));
    }

    fn holds(&self) {
        let count = self.faults.len();
        assert!(count == 0, "{count} differ:\n{}", self.faults.join("\n"));
        assert!(
            self.hollow.is_empty(),
            "hollow:\n{}",
            self.hollow.join("\n")
        );
    }
}

/// Each person stands to some thing of each kind in each way in which one can.
#[actix_web::test]
async fn the_matrix_is_not_hollow() {
    use Relation::{Nothing, OfTheFund, OtherPartner, Own, Rival, SamePartner};
    let matrix = Matrix::new();
    let any = [Nothing, OfTheFund, Own, Rival, SamePartner];
    let of_partners = [Nothing, OfTheFund, OtherPartner, Own, Rival, SamePartner];
    for (kind, things) in &matrix.things {
        let mut met: BTreeSet<Relation> = BTreeSet::new();
        for thing in things {
            let everyone = matrix.actors.keys();
            met.extend(everyone.map(|who| matrix.law.relation(who, &thing.place)));
        }
        let expected: BTreeSet<Relation> = match *kind {
            // Whose own is an application, or what is of one; and what a partner has a part in.
            "applications" | "offices" | "reviews" | "files" | "awards" | "payouts"
            | "bank_files" => of_partners.into(),
            // Nobody applies to a call as such, to the books, or to an order of a partner.
            "calls" | "lists" | "orders" => &BTreeSet::from(of_partners) - &BTreeSet::from([Own]),
            "books" => &BTreeSet::from(any) - &BTreeSet::from([Own]),
            _ => any.into(),
        };
        let missing: Vec<_> = expected.difference(&met).collect();
        assert!(
            missing.is_empty(),
            "{kind}: nobody stands to it as {missing:?}"
        );
    }
}

#[actix_web::test]
async fn every_answer_tells_everybody_what_the_law_says_and_no_more() {
    let mut matrix = Matrix::new();
    matrix.reads(include_str!("fields.txt"));
    matrix.holds();
}

#[actix_web::test]
async fn every_history_tells_everybody_what_the_law_says_and_no_more() {
    let mut matrix = Matrix::new();
    matrix.histories(include_str!("histories.txt"));
    matrix.holds();
}

#[actix_web::test]
async fn every_list_holds_for_everybody_what_they_may_open_one_by_one() {
    let mut matrix = Matrix::new();
    matrix.lists();
    matrix.holds();
}

#[actix_web::test]
async fn every_deed_is_refused_to_everybody_as_the_law_says() {
    let mut matrix = Matrix::new();
    matrix.deeds();
    matrix.holds();
}
