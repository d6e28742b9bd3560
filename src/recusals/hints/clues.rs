//! By what typed data may name somebody: the marks of a participant beside those of a person.

use super::store::{self, Official, Together, Typed};
use crate::db::Conn;
use crate::kernel::id::{AccountId, ApplicationId, OrganisationId};
use crate::kernel::text::Country;
use crate::kernel::{address, alike};
use crate::rules::recusal::RecusalOrigin;
use diesel::QueryResult;
use std::collections::{BTreeMap, BTreeSet};

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

    fn of(country: &Country, number: &str) -> Self {
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

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Who is named that nothing is known of yet, each person once an application.
    pub(super) hints: Vec<Hint>,
    /// Who acts for a participant of what was looked through.
    pub(super) acting: Vec<AccountId>,
}

/// Looks for those whom typed data names.
pub(super) fn found(conn: &mut Conn, among: Among) -> QueryResult<Found> {
    let (application, person) = match among {
        Among::Application(id) => (Some(id), None),
        Among::Person(account) => (None, Some(account)),
        Among::All => (None, None),
    };
    let officials = store::officials(conn, person)?;
    if officials.is_empty() {
        return Ok(Found::default());
    }
    let typed = store::typed(conn, application)?;
    let together = together(conn, application, (&officials, &typed))?;
    let mut clues = clues_of(&officials);
    add_partners(&mut clues, &together);
    let mut hints: Vec<Hint> = typed.iter().flat_map(|one| named_by(one, &clues)).collect();
    hints.sort();
    hints.dedup_by_key(|one| (one.application, one.account));
    let acting = acting_for(&officials, &typed);
    if hints.is_empty() {
        return Ok(Found { hints, acting });
    }
    let people: Vec<AccountId> = hints.iter().map(|one| one.account).collect();
    let known = store::known(conn, &people)?;
    hints.retain(|one| !known.contains(&(one.application, one.account)));
    Ok(Found { hints, acting })
}

/// The consortia that may show a partner in common. Somebody whom neither side chose can type both
/// of them: only a lead of its own consortium shows that it has a partner. A single application is
/// compared with what its participants and the organisations of the officials lead.
fn together(
    conn: &mut Conn,
    application: Option<ApplicationId>,
    (officials, typed): (&[Official], &[Typed]),
) -> QueryResult<Vec<Together>> {
    let acts_for = officials.iter().filter_map(|one| one.acts_for.as_ref());
    let ids: Vec<OrganisationId> = acts_for.map(|one| one.0).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let numbers = typed.iter().map(|one| alike::number_key(&one.number));
    let numbers: Vec<String> = numbers.collect();
    store::together(conn, application.map(|_| (&*ids, &*numbers)))
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
            let (_, country, number) = registered;
            let mark = Mark::of(country, number);
            let evidence = format!("{country} {number}");
            add(mark, RecusalOrigin::RegisterNumber, evidence);
        }
    }
    clues
}

/// Whoever acts for an organisation has its partners in other consortia in common with it.
fn add_partners(clues: &mut Clues, together: &[Together]) {
    let mut found: Vec<(Mark, Clue)> = Vec::new();
    for ((application, number), lead, participant) in together {
        let number = number.as_deref().unwrap_or_default();
        for (one, other) in [(lead, participant), (participant, lead)] {
            let (own, mark) = (Mark::of(&one.0, &one.1), Mark::of(&other.0, &other.1));
            let named = clues.get(&own).into_iter().flatten();
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
    }
    for (mark, clue) in found {
        clues.entry(mark).or_default().push(clue);
    }
}

/// Who acts for one of these participants, the lead among them: with their application there is a
/// consortium more that may show a partner in common, also to applications of before.
fn acting_for(officials: &[Official], typed: &[Typed]) -> Vec<AccountId> {
    let seats = typed.iter().filter_map(|one| {
        let country = one.country.as_ref()?;
        Some(Mark::of(country, &one.number))
    });
    let seats: BTreeSet<Mark> = seats.collect();
    let acts_for_one = |one: &&Official| {
        let acts_for = one.acts_for.as_ref();
        acts_for.is_some_and(|(_, country, number)| seats.contains(&Mark::of(country, number)))
    };
    let acting = officials.iter().filter(acts_for_one);
    let acting: BTreeSet<AccountId> = acting.map(|one| one.account).collect();
    acting.into_iter().collect()
}

/// Whom a participant's typed data names.
fn named_by(one: &Typed, clues: &Clues) -> Vec<Hint> {
    let number = one.country.clone();
    let number = number.map(|country| Mark::of(&country, &one.number));
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
