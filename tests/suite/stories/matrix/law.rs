//! In what capacities a person stands to a thing, reckoned anew from the story by the words of the
//! law: the program's own lookup is what this is compared with.

use super::world::{self, ASIDE, MEMBERS, Of, Place, REVIEWERS, Thing};
use jointfund::rules::Capacity::{self, *};
use jointfund::rules::visibility;
use std::collections::BTreeMap;

/// How a person stands to a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    Own,
    /// An office of a partner it concerns.
    SamePartner,
    /// An office of a partner it does not concern.
    OtherPartner,
    /// An office of the fund.
    OfTheFund,
    /// Applies as well, in the same call or another.
    Rival,
    Nothing,
}

/// Who there is, with their offices.
pub struct Law {
    pub people: BTreeMap<String, Vec<world::Office>>,
}

impl Law {
    pub fn new() -> Self {
        Self {
            people: world::people(),
        }
    }

    /// The capacities in which a person stands to what lies at a place, with the partners of
    /// offices.
    pub fn held(&self, who: &str, place: &Place) -> Vec<(Capacity, Option<&'static str>)> {
        if who.is_empty() {
            return vec![(Anyone, None)];
        }
        let mut held = vec![(Anyone, None), (AccountHolder, None)];
        let owns = place.owner.as_deref() == Some(who);
        if owns {
            held.push((AccountOwner, None));
        }
        let own = MEMBERS.iter().find(|one| Some(one.0) == place.organisation);
        let own = own.map_or(&[][..], |one| one.1);
        let is_member = own.contains(&who);
        if is_member {
            held.push((OrganisationMember, None));
            if own[0] == who {
                held.push((OrganisationLead, None));
            }
            if place.application.is_some() {
                held.push((ConsortiumMember, None));
                if own[0] == who {
                    held.push((LeadApplicant, None));
                }
            }
        }
        let stands_aside = |of| ASIDE.contains(&(of, who));
        let is_barred = place.is_private
            || (is_member && place.application.is_some())
            || place.application.is_some_and(stands_aside);
        if is_barred {
            return held;
        }
        let review = place.application.and_then(|of| review(of, who));
        let is_anothers = place
            .owner
            .as_deref()
            .is_some_and(|owner| !owner.is_empty() && !owns);
        if matches!(review, Some("asked" | "cleared" | "done")) && !is_anothers {
            held.push((AssignedReviewer, None));
        }
        for (role, of) in &self.people[who] {
            let partner = match of {
                Of::Fund => None,
                Of::Partner(partner) => {
                    let concerns = |all: &[&str]| all.contains(partner);
                    if !place.partners.is_none_or(concerns) {
                        continue;
                    }
                    Some(*partner)
                }
                Of::Application(one) => {
                    if place.application != Some(one) {
                        continue;
                    }
                    Some("cn")
                }
            };
            held.push((role.capacity(), partner));
        }
        held
    }

    pub fn relation(&self, who: &str, place: &Place) -> Relation {
        let held = self.held(who, place);
        let has = |all: &[Capacity]| held.iter().any(|one| all.contains(&one.0));
        if has(&[AccountOwner, OrganisationMember, AssignedReviewer]) {
            return Relation::Own;
        }
        if held.iter().any(|one| one.1.is_some()) {
            return Relation::SamePartner;
        }
        let offices = self.people.get(who).map_or(&[][..], |all| &all[..]);
        if offices
            .iter()
            .any(|one| matches!(one.1, Of::Partner(_) | Of::Application(_)))
        {
            return Relation::OtherPartner;
        }
        if !offices.is_empty() {
            return Relation::OfTheFund;
        }
        match MEMBERS.iter().any(|one| one.1.contains(&who)) {
            true => Relation::Rival,
            false => Relation::Nothing,
        }
    }

    /// Whether one of these alternatives, each of words that must all be so, is so of a person and
    /// a thing. A word is a sight or a capacity of the program's tables, or one of those below;
    /// one with `!` before it must not be so.
    pub fn is_so(&self, said: &str, who: &str, thing: &Thing) -> bool {
        said.split('|').any(|all| {
            all.split('&').all(|word| {
                let word = word.trim();
                match word.strip_prefix('!') {
                    Some(word) => !self.is(word, who, thing),
                    None => self.is(word, who, thing),
                }
            })
        })
    }

    fn is(&self, word: &str, who: &str, thing: &Thing) -> bool {
        let place = &thing.place;
        let held = self.held(who, place);
        let has = |wanted: &[Capacity]| held.iter().any(|one| wanted.contains(&one.0));
        if let Some(view) = visibility::SEES
            .iter()
            .find(|view| view.sight.code() == word)
        {
            return has(view.capacities);
        }
        if let Some(one) = Capacity::ALL.iter().find(|one| one.code() == word) {
            return has(&[*one]);
        }
        match word {
            "all" => true,
            "nobody" => false,
            // Of a reviewer who has said that they have no conflict.
            "cleared" => {
                has(&[AssignedReviewer])
                    && place
                        .application
                        .and_then(|of| review(of, who))
                        .is_some_and(|at| at != "asked")
            }
            "handed_in" => place.application.and_then(|of| review(of, who)) == Some("done"),
            "released" => place
                .application
                .is_some_and(|of| world::RELEASED.contains(&of)),
            "public" => world::CALLS
                .iter()
                .any(|one| Some(one.0) == place.call && one.1),
            "has_a_list" => matches!(place.call, Some("call" | "listed")),
            "is_drafted" => place.call == Some("sketch"),
            "is_in_evaluation" => place.call == Some("trio"),
            other => panic!("{other} is no word of the law"),
        }
    }
}

/// How far a reviewer is with an application.
pub fn review(application: &str, who: &str) -> Option<&'static str> {
    let mut all = REVIEWERS.iter();
    all.find(|one| one.0 == application && one.1 == who)
        .map(|one| one.2)
}
