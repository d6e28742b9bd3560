//! What people of the load type into the fields of a deed, so that it is taken.

use super::person::World;
use crate::support::lot::Lot;
use jointfund::web::deed::{Deed, Work};
use serde_json::{Map, Value, json};

/// What is typed into fields of these names; `#` is a number that no other intent has.
#[rustfmt::skip]
const TYPED: &[(&str, &str)] = &[
    ("reason", "Because of #."), ("declaration", "true"), ("verdict", "eligible"),
    ("title", "Title #"), ("summary", "In short, #."), ("report", "Done, as of #."),
    ("email", "guest#@people.example"), ("country", "XA"), ("holder", "The payee"),
    ("bank_name", "A bank"), ("bank_reference", "BK-#"), ("reference", "P-#"), ("note", "Note #."),
    ("registration_number", "Z-#"), ("address_line", "Quay Street 1"), ("postcode", "1000"),
    ("town", "Port Avar"), ("size_class", "small"), ("message", "RJCT AC04, #"),
    ("reason_code", "AC04"), ("for_applicant", "Well done, #."), ("for_panel", "Mind #."),
];

/// Accounts of banks, as they are printed.
const IBANS: [&str; 4] = [
    "GB82WEST12345698765432",
    "DE89370400440532013000",
    "FR1420041010050500013M02606",
    "AT611904300234573201",
];

/// What somebody has before them when they type.
pub struct About<'a> {
    /// What the API answered of it.
    pub thing: &'a Value,
    /// The call, where it is an application that is written.
    pub call: &'a Value,
    /// What is to be said as seen of it.
    pub seen: &'a Value,
}

/// A name of letters alone, for a number.
fn name(mut number: u64) -> String {
    let mut letters = String::from("Guest Q");
    while number > 0 {
        letters.push(char::from(b'a' + u8::try_from(number % 26).unwrap()));
        number /= 26;
    }
    letters
}

fn ids<'v>(list: &'v Value, field: &str) -> Vec<&'v str> {
    let items = list.as_array().into_iter().flatten();
    items.filter_map(|one| one[field].as_str()).collect()
}

/// What is typed for a deed: a value for each of its fields that needs one.
pub fn typed(deed: &Deed, about: &About<'_>, world: &World, lot: &mut Lot, number: u64) -> Value {
    let Work::Typed(shape, _) = &deed.work else {
        return Value::Null;
    };
    let schema = serde_json::to_value(&shape.schema).unwrap();
    let fields = schema["properties"].as_object().cloned();
    let mut said = Map::new();
    for field in fields.unwrap_or_default().keys() {
        let common = TYPED.iter().find(|one| one.0 == field);
        let common = common.map(|one| Value::from(one.1.replace('#', &number.to_string())));
        let seen = Some(about.seen[field].clone()).filter(|value| !value.is_null());
        let special = || special(deed.path, field, about, world, lot, number);
        let value = seen.or_else(special).or(common);
        if let Some(value) = value.filter(|value| !value.is_null()) {
            said.insert(field.clone(), value);
        }
    }
    Value::Object(said)
}

/// What depends on the deed, or on what it is about.
fn special(
    deed: &str,
    field: &str,
    about: &About<'_>,
    world: &World,
    lot: &mut Lot,
    number: u64,
) -> Option<Value> {
    let one_of = |all: Vec<&str>, lot: &mut Lot| -> Option<Value> {
        (!all.is_empty()).then(|| Value::from(*lot.one_of(&all)))
    };
    let thing = about.thing;
    Some(match (deed, field) {
        ("/joinings", "name") | (_, "website") => Value::Null,
        ("/payouts/{id}/claims", "amount" | "bank_reference" | "booked_on") => Value::Null,
        (_, "name") => Value::from(name(number)),
        (_, "booked_on" | "received_on" | "pledged_on") => Value::from(world.today.clone()),
        ("/calls" | "/calls/{id}/edit", _) => return super::drafts::call(field, world, number),
        ("/applications/{id}/edit", _) => {
            return super::drafts::application(field, thing, about.call, number);
        }
        ("/calls/{id}/applications", "organisation") => {
            return one_of(
                world.organisations.iter().map(String::as_str).collect(),
                lot,
            );
        }
        ("/calls/{id}/vote", "vote") if lot.below(4) == 0 => Value::from("object"),
        ("/calls/{id}/vote", "vote") => Value::from("approve"),
        (_, "scores") => scores(thing, lot, number),
        (_, "reviewer") => return one_of(ids(&thing["candidates"], "account"), lot),
        (_, "person") => return one_of(ids(&thing["holders"], "account"), lot),
        (_, "participant") => return one_of(ids(&thing["shares"], "participant"), lot),
        (_, "share") => return one_of(ids(&thing["shares"], "id"), lot),
        (_, "iban") => Value::from(*lot.one_of(&IBANS)),
        ("/awards/{id}/payouts", "kind") => Value::from(*lot.one_of(&["advance", "milestone"])),
        ("/awards/{id}/payouts", "milestone") => {
            return one_of(ids(&thing["milestones"], "id"), lot);
        }
        ("/payouts/{id}/claims", "kind") => Value::from("rejection"),
        ("/payouts/{id}/confirm", "amount") => thing["amount"]["amount"].clone(),
        (_, "amount") => Value::from((1 + number % 900).to_string()),
        (path, "role") if path.starts_with("/organisations") => Value::from("member"),
        ("/applications/{id}/substitutes", "role") => Value::from("eligibility_officer"),
        ("/people/{id}/roles", "role") => Value::from(world.grants.clone()),
        ("/people/{id}/roles" | "/payment-orders", "partner") => world.partner.clone(),
        _ => return None,
    })
}

/// A mark for each criterion.
fn scores(desk: &Value, lot: &mut Lot, number: u64) -> Value {
    let marks = ["3", "3.5", "4", "4.5", "5"];
    let scored = ids(&desk["criteria"], "id").into_iter().map(|criterion| {
        let mark = *lot.one_of(&marks);
        let why = format!("Because of {number}.");
        (
            criterion.to_owned(),
            json!({ "mark": mark, "justification": why }),
        )
    });
    Value::Object(scored.collect())
}
