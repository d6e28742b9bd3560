//! By what typed data may name somebody: the marks of a participant beside those of a person.

use super::store::{self, Official, Together, Typed};
use crate::db::Conn;
use crate::kernel::id::{AccountId, ApplicationId};
use crate::kernel::text::Country;
use crate::kernel::{address, alike};
use crate::recusals::model::RecusalOrigin;
use diesel::QueryResult;
use std::collections::BTreeMap;

/// Where hints are looked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Among {
    /// In one application, at whoever works in any.
    Application(ApplicationId),
    /// At one person, in all in which somebody acts.
    Person(AccountId),
    /// At everybody, in all.
    All,
}

/// Somebody whom typed data names, and the evidence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hint {
    pub(super) application: ApplicationId,
    pub(super) account: AccountId,
    pub(super) origin: RecusalOrigin,
    pub(super) evidence: String,
}

/// What a participant and a person may have in common, as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Address(String),
    Number(String, String),
}

impl Mark {
    fn address(email: &str) -> Self {
        Self::Address(address::key(email))
    }

    fn of((country, number): &(Country, String)) -> Self {
        Self::Number(country.to_string(), alike::number_key(number))
    }
}

/// A person whom a mark names.
#[derive(Debug, Clone)]
struct Clue {
    account: AccountId,
    origin: RecusalOrigin,
    evidence: String,
    /// The application that is the evidence, in which it hints at nobody.
    from: Option<ApplicationId>,
}

type Clues = BTreeMap<Mark, Vec<Clue>>;

/// Who is named that nothing is known of yet, each person once an application.
pub(super) fn hints(conn: &mut Conn, among: Among) -> QueryResult<Vec<Hint>> {
    let (application, person) = match among {
        Among::Application(id) => (Some(id), None),
        Among::Person(account) => (None, Some(account)),
        Among::All => (None, None),
    };
    let officials = store::officials(conn, person)?;
    if officials.is_empty() {
        return Ok(Vec::new());
    }
    let typed = store::typed(conn, application)?;
    let acts_for = officials.iter().filter_map(|one| one.acts_for.as_ref());
    let mut countries: Vec<Country> = acts_for.map(|one| one.0.clone()).collect();
    countries.sort();
    countries.dedup();
    let together = match countries.is_empty() {
        true => Vec::new(),
        false => store::together(conn, &countries)?,
    };
    let mut clues = clues_of(&officials);
    add_partners(&mut clues, &together);
    let mut hints: Vec<Hint> = typed.iter().flat_map(|one| named_by(one, &clues)).collect();
    hints.sort();
    hints.dedup_by_key(|one| (one.application, one.account));
    if hints.is_empty() {
        return Ok(hints);
    }
    let people: Vec<AccountId> = hints.iter().map(|one| one.account).collect();
    let known = store::known(conn, &people)?;
    hints.retain(|one| !known.contains(&(one.application, one.account)));
    Ok(hints)
}

fn clues_of(officials: &[Official]) -> Clues {
    let mut clues = Clues::new();
    for one in officials {
        let mut add = |mark: Mark, origin, evidence: String| {
            clues.entry(mark).or_default().push(Clue {
                account: one.account,
                origin,
                evidence,
                from: None,
            });
        };
        let own = one.address.as_str();
        add(
            Mark::address(own),
            RecusalOrigin::ContactAddress,
            own.into(),
        );
        if let Some(former) = &one.former {
            let mark = Mark::address(former);
            add(mark, RecusalOrigin::FormerAddress, former.clone());
        }
        if let Some(registered) = &one.acts_for {
            let evidence = format!("{} {}", registered.0, registered.1);
            add(
                Mark::of(registered),
                RecusalOrigin::RegisterNumber,
                evidence,
            );
        }
    }
    clues
}

/// Whoever acts for an organisation has its partners in other consortia in common with it.
fn add_partners(clues: &mut Clues, together: &[Together]) {
    let mut found: Vec<(Mark, Clue)> = Vec::new();
    for ((application, number), one, other) in together {
        let (own, mark) = (Mark::of(one), Mark::of(other));
        let named = clues.get(&own).into_iter().flatten();
        let number = number.as_deref().unwrap_or_default();
        found.extend(named.filter(|_| own != mark).map(|clue| {
            let clue = Clue {
                account: clue.account,
                origin: RecusalOrigin::PartnerInCommon,
                evidence: format!("{} {} · {number}", other.0, other.1),
                from: Some(*application),
            };
            (mark.clone(), clue)
        }));
    }
    for (mark, clue) in found {
        clues.entry(mark).or_default().push(clue);
    }
}

/// Whom a participant's typed data names.
fn named_by(one: &Typed, clues: &Clues) -> Vec<Hint> {
    let number = one.country.clone();
    let number = number.map(|country| Mark::of(&(country, one.number.clone())));
    let marks = number.into_iter().chain([Mark::address(&one.email)]);
    let found = marks.filter_map(|mark| clues.get(&mark)).flatten();
    found
        .filter(|clue| clue.from != Some(one.application))
        .map(|clue| Hint {
            application: one.application,
            account: clue.account,
            origin: clue.origin,
            evidence: clue.evidence.clone(),
        })
        .collect()
}
