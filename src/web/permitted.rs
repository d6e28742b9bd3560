//! What the reader of an answer may do with what it is about: the law's offers, as addresses.

use super::url;
use crate::case::{Offer, Offers};
use crate::error::Error;
use crate::rules::Action;
use crate::words::Say;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The field of an answer that holds them.
pub const ACTIONS: &str = "permitted_actions";

/// An action the reader's capacities allow.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PermittedAction {
    /// Which.
    pub action: Action,
    /// Where it is sent.
    pub href: String,
    /// How it is sent.
    pub method: String,
    /// What is to be said as seen, by the name of its field.
    pub seen: BTreeMap<String, String>,
    /// Why it would be refused now; null where it can be done.
    pub refused: Option<RefusedFor>,
}

/// Why an action would be refused.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RefusedFor {
    /// The stable code.
    pub code: String,
    /// The sentence.
    pub detail: String,
}

/// The offers that have an address, in the order of the law.
pub fn permitted(say: &Say, offers: &Offers) -> Vec<PermittedAction> {
    offers
        .0
        .iter()
        .filter_map(|offer| one(say, offer))
        .collect()
}

fn one(say: &Say, offer: &Offer) -> Option<PermittedAction> {
    let href = url::of_offer(offer.action, &offer.address)?;
    let refused = offer.refused.map(|refusal| RefusedFor {
        code: refusal.code().to_owned(),
        detail: say.error(&Error::from(refusal)),
    });
    Some(PermittedAction {
        action: offer.action,
        href: url::by_api(&href),
        method: "POST".to_owned(),
        seen: offer
            .seen
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
        refused,
    })
}
