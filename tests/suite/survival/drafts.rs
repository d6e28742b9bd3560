//! What is written into the drafts of calls and applications.

use super::person::World;
use serde_json::{Map, Value, json};

/// A field of a call, that opens in a month.
pub fn call(field: &str, world: &World, number: u64) -> Option<Value> {
    let criterion = |name: &str| json!({ "name": name, "weight": "100", "threshold": "3" });
    let pots: Vec<Value> = world
        .partners
        .iter()
        .map(|id| json!({ "partner": id, "amount": "10000" }))
        .collect();
    Some(match field {
        "code" => Value::from(format!("W-{number}")),
        "terms" => Value::from(format!("In full, {number}.")),
        "opens" => Value::from(format!("{}T09:00", world.in_a_month)),
        "deadline" => Value::from(format!("{}T17:00", world.in_two_months)),
        "zone" => Value::from("Europe/Vienna"),
        "currency" => Value::from("EUR"),
        "funding_rate" => Value::from("75"),
        "max_grant" => Value::from("300000"),
        "min_reviews" => Value::from("3"),
        "total_threshold" => Value::from("10"),
        "advance_rate" => Value::from("30"),
        "retention_rate" => Value::from("10"),
        "gap_mode" => Value::from("skip"),
        "themes" => json!([world.theme]),
        "pots" => Value::from(pots),
        "criteria" => json!([
            criterion("Excellence"),
            criterion("Impact"),
            criterion("Quality")
        ]),
        "questions" => json!([{ "prompt": "How?", "required": "true", "max_chars": "500" }]),
        "milestones" => json!([
            { "title": "Proof", "share": "40", "due_months": "6" },
            { "title": "Final", "share": "60", "due_months": "12" },
        ]),
        _ => return None,
    })
}

/// A field of an application, so that it can be handed in.
pub fn application(field: &str, thing: &Value, call: &Value, number: u64) -> Option<Value> {
    match field {
        "answers" => Some(answers(call, number)),
        "participants" => Some(participants(thing)),
        _ => None,
    }
}

fn answers(call: &Value, number: u64) -> Value {
    let questions = call["questions"].as_array().into_iter().flatten();
    let answers = questions.filter_map(|question| {
        let id = question["id"].as_str()?;
        let choice = question["choices"][0].as_str();
        let words = choice.map_or_else(|| format!("With care, {number}."), str::to_owned);
        Some((id.to_owned(), Value::from(words)))
    });
    Value::Object(answers.collect::<Map<_, _>>())
}

/// Two of two countries; rows that are there already stay who they are.
fn participants(thing: &Value) -> Value {
    let there = thing["participants"].as_array().cloned();
    let there = there.unwrap_or_default();
    let row = |index: usize, country: &str| {
        let id = there.get(index).map(|one| one["id"].clone());
        let new = || Value::from(format!("new-{}", index + 1));
        let known = there.get(index).filter(|one| one["country"].is_string());
        let country = known.map_or(Value::from(country), |one| one["country"].clone());
        json!({
            "id": id.unwrap_or_else(new),
            "organisation_name": format!("Consort {country} of {index}").replace('"', ""),
            "country": country,
            "registration_number": format!("C-{index}"),
            "contact_name": "Contact Person",
            "contact_email": "contact@people.example",
            "budget": { "personnel": "20000" },
            "requested": "10000",
        })
    };
    let first = row(0, "XA");
    let other = if first["country"] == "XA" { "XB" } else { "XA" };
    let second = row(1, other);
    json!([first, second])
}
