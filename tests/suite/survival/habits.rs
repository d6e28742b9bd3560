//! What people of the load do seldom or never, so that they have something to do, and what they
//! begin by themselves.

use super::person::World;
use crate::support::lot::Lot;
use serde_json::{Value, json};

/// What nobody of the load does, and why.
pub const NEVER: &[(&str, &str)] = &[
    (
        "/people/{id}/suspend",
        "who is suspended bears witness no more",
    ),
    (
        "/partners/{partner}/retire",
        "its people are out of office then",
    ),
    (
        "/people/{id}/second-factor/propose-reset",
        "second factors have races of their own",
    ),
];

/// What ends something: only where it was begun by the load.
#[rustfmt::skip]
const ENDS: &[(&str, &str, &str)] = &[
    ("/calls/{id}/cancel",                  "code",  "W-"),
    ("/applications/{id}/withdraw",         "title", "Title "),
    ("/people/{id}/roles/{grant}/revoke",   "name",  "Guest "),
    ("/people/{id}/restore",                "name",  "Guest "),
];

/// What is done once in so many times that it could be.
#[rustfmt::skip]
const SELDOM: &[(&str, usize)] = &[
    ("/awards/{id}/lapse", 40), ("/awards/{id}/complete", 4), ("/reviews/{id}/decline", 12),
    ("/reviews/{id}/conflict", 12), ("/applications/{id}/recuse", 60),
    ("/applications/{id}/recusals", 60), ("/applications/{id}/substitutes", 20),
    ("/applications/{id}/reviewers/{assignment}/conflict", 30),
    ("/applications/{id}/reviewers/{assignment}/remove", 12),
    ("/organisations/{id}/members/{account}/remove", 20), ("/calls/{id}/return", 6),
    ("/calls/{id}/reopen", 4), ("/payouts/{id}/refuse", 8), ("/payouts/{id}/cancel", 8),
    ("/payouts/{id}/change", 8), ("/calls/{id}/give-back-rest", 10), ("/fund", 10),
    ("/applications/{id}/edit", 2), ("/partners", 100), ("/countries", 100),
];

/// Whether they do it this time.
pub fn may_be_done(deed: &str, thing: &Value, lot: &mut Lot) -> bool {
    if NEVER.iter().any(|one| one.0 == deed) {
        return false;
    }
    // A draft is written before it is handed in, and seldom afterwards.
    let is_blank = thing["answers"].as_array().is_none_or(Vec::is_empty);
    match deed {
        "/applications/{id}/submit" => return !is_blank,
        "/applications/{id}/edit" if is_blank => return true,
        _ if is_blank && thing["state"] == "draft" => return lot.below(4) == 0,
        _ => {}
    }
    if let Some((_, field, begins)) = ENDS.iter().find(|one| one.0 == deed) {
        let is_ours = thing[field]
            .as_str()
            .is_some_and(|text| text.starts_with(begins));
        return is_ours && lot.below(6) == 0;
    }
    match SELDOM.iter().find(|one| one.0 == deed) {
        Some((_, times)) => lot.below(*times) == 0,
        None => true,
    }
}

/// Something that somebody begins.
pub struct Beginning {
    /// The list in which it is looked for; empty where it is new.
    pub list: &'static str,
    deed: &'static str,
    partner: String,
}

/// What money of the partners goes through.
const OF_CONTRIBUTIONS: [&str; 8] = [
    "/contributions/{id}/receipts",
    "/contributions/{id}/receipts",
    "/contributions/{id}/confirm",
    "/contributions/{id}/refuse",
    "/contributions/{id}/withdraw",
    "/contributions/{id}/reverse",
    "/contributions/{id}/keep",
    "/contributions/{id}/confirm-reversal",
];
const OF_RECEIPTS: [&str; 7] = [
    "/contributions/{id}/receipts/{part}/confirm",
    "/contributions/{id}/receipts/{part}/confirm",
    "/contributions/{id}/receipts/{part}/refuse",
    "/contributions/{id}/receipts/{part}/withdraw",
    "/contributions/{id}/receipts/{part}/reverse",
    "/contributions/{id}/receipts/{part}/keep",
    "/contributions/{id}/receipts/{part}/confirm-reversal",
];

/// What somebody begins by themselves, by their address.
pub fn beginning(email: &str, world: &World, lot: &mut Lot) -> Option<Beginning> {
    let (list, deed) = match email.split('@').next().unwrap_or_default() {
        "finance" => match lot.below(8) {
            0 => ("", "/partners/{partner}/contributions"),
            1..=3 => ("/contributions", *lot.one_of(&OF_CONTRIBUTIONS)),
            _ => ("/contributions", *lot.one_of(&OF_RECEIPTS)),
        },
        "payments" => ("", "/payment-orders"),
        "ilse.brandt" => *lot.one_of(&[("", "/calls"), ("", "/people"), ("", "/themes")]),
        "administration" => ("", "/people"),
        "operations" => ("/letters", "/letters/{id}/retry"),
        _ if !world.organisations.is_empty() => ("/calls", "/calls/{id}/applications"),
        // Not all that often: everybody can.
        _ if lot.below(4) == 0 => ("/me", "/profile/name"),
        _ => return None,
    };
    let partner = world.partner.as_str().unwrap_or_default().to_owned();
    Some(Beginning {
        list,
        deed,
        partner,
    })
}

impl Beginning {
    /// Where it is sent, and what is said as seen.
    pub fn chosen(&self, of_list: &Value, lot: &mut Lot) -> Option<(String, Value)> {
        let path = self.deed.replace("{partner}", &self.partner);
        if self.list.is_empty() {
            return Some((path, json!({})));
        }
        if self.list == "/me" {
            return Some((path, seen(of_list)));
        }
        let items = of_list["items"].as_array().or(of_list.as_array())?;
        let open: Vec<&Value> = items
            .iter()
            .filter(|one| self.list != "/calls" || one["state"] == "open")
            .filter(|one| self.list != "/letters" || one["state"] == "failed")
            .collect();
        if open.is_empty() {
            return None;
        }
        let item = *lot.one_of(&open);
        let path = path.replace("{id}", item["id"].as_str()?);
        if !path.contains("{part}") {
            return Some((path, seen(item)));
        }
        let parts = item["receipts"].as_array().filter(|all| !all.is_empty())?;
        let part = lot.one_of(parts);
        Some((path.replace("{part}", part["id"].as_str()?), seen(part)))
    }
}

/// What is to be said as seen of a thing.
fn seen(thing: &Value) -> Value {
    let mut seen = json!({});
    for name in ["version", "digest"] {
        if !thing[name].is_null() {
            seen[name] = Value::from(thing[name].to_string().trim_matches('"'));
        }
    }
    seen
}
