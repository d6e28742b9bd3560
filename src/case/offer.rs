//! What a person may do with a thing: pages draw their buttons from it, the API gives it along.

use super::law::moves;
use super::{Case, Subject};
use crate::kernel::id::PartnerId;
use crate::rules::{Action, Matter, Reason, Refusal, policy};

/// One action a person's capacities allow, free or with its refusal.
#[derive(Debug, Clone)]
pub struct Offer {
    pub action: Action,
    pub matter: Matter,
    /// Why it is refused now; `None` where it can be done.
    pub refused: Option<Refusal>,
    /// What is to be said as seen: `digest` or `version`, and its value; nothing where it begins
    /// something new.
    pub seen: Option<(&'static str, String)>,
    /// The partners to choose between, where the person could act for several.
    pub partners: Vec<PartnerId>,
    /// Whether a code of the person's second factor is to be sent along.
    pub asks_for_code: bool,
    /// The named parts of its address.
    pub address: Vec<(&'static str, String)>,
}

impl Offer {
    /// Whether it can be done now.
    pub fn is_free(&self) -> bool {
        self.refused.is_none()
    }

    /// Whether a page shows it: free, or refused by something that will change.
    pub fn is_shown(&self) -> bool {
        self.refused.is_none_or(|refusal| {
            !refusal.is_about_the_person() && !matches!(refusal.reason, Reason::WrongState { .. })
        })
    }
}

/// Everything a person's capacities allow with a thing.
#[derive(Debug, Clone, Default)]
pub struct Offers(pub Vec<Offer>);

impl Offers {
    /// The offer of an action.
    pub fn of(&self, action: Action) -> Option<&Offer> {
        self.0.iter().find(|offer| offer.action == action)
    }

    /// The offers of one matter among those of several.
    #[must_use]
    pub fn about(&self, matter: Matter) -> Self {
        let own = self.0.iter().filter(|offer| offer.matter == matter);
        Self(own.cloned().collect())
    }

    /// Whether an action can be taken now.
    pub fn free(&self, action: Action) -> bool {
        self.of(action).is_some_and(Offer::is_free)
    }

    /// The offer of an action, where a page shows it.
    pub fn shown(&self, action: Action) -> Option<&Offer> {
        self.of(action).filter(|offer| offer.is_shown())
    }
}

/// What is read, and what its reader may do with it.
#[derive(Debug, Clone)]
pub struct Shown<T> {
    pub thing: T,
    pub offers: Offers,
}

impl<T> std::ops::Deref for Shown<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.thing
    }
}

impl<S: Subject> Case<S> {
    /// Whether an action is taken on a thing of this kind, and does not only follow from another.
    pub fn concerns(action: Action) -> bool {
        let is_own = Self::changes(action) || S::BEGINS.contains(&action);
        is_own && !S::FOLLOWS.contains(&action)
    }

    /// Whether an action changes the thing, its state or not: one says what one saw.
    fn changes(action: Action) -> bool {
        moves::<S::State>(action) || S::EDITS.contains(&action)
    }

    /// Every action of this thing that the actor's capacities allow.
    pub fn offers(&self) -> Offers {
        let own = policy::MAY
            .iter()
            .map(|row| row.action)
            .filter(|action| Self::concerns(*action));
        Offers(own.filter_map(|action| self.offer(action)).collect())
    }

    /// What the law says of one action to this actor; `None` where no capacity of theirs allows it.
    pub fn offer(&self, action: Action) -> Option<Offer> {
        let holdings = self.holdings(action);
        let mut partners = Vec::new();
        let mut refused = None;
        let mut is_free = false;
        for held in &holdings {
            match self.verdict(action, *held, false) {
                Ok(()) => {
                    is_free = true;
                    partners.extend(held.partner);
                }
                Err(reason) => {
                    refused.get_or_insert(reason);
                }
            }
        }
        if holdings.is_empty() {
            return None;
        }
        if partners.len() < 2 {
            partners.clear();
        }
        Some(Offer {
            action,
            matter: self.thing.matter(),
            refused: refused
                .filter(|_| !is_free)
                .map(|reason| Refusal::new(action, reason)),
            seen: self.to_be_seen(action),
            partners,
            asks_for_code: self.asks_for_code(action),
            address: self.thing.address(),
        })
    }

    /// What one must say to have seen before this action.
    fn to_be_seen(&self, action: Action) -> Option<(&'static str, String)> {
        if let Some(digest) = self.thing.binds(action) {
            return Some(("digest", digest.to_owned()));
        }
        let says = Self::changes(action) && !S::ADDS.contains(&action);
        says.then(|| ("version", self.thing.version().to_string()))
    }
}
