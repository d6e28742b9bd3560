//! What is reckoned from something else, reckoned anew where it differs.

use super::projections;
use crate::audit;
use crate::db::dialect::be_patient;
use crate::db::keys;
use crate::db::tx::{Actor, Change, Tx};
use crate::db::units::Units;
use crate::error::Result;
use crate::rules::{Action, Facts, Matter};
use crate::tasks;
use serde_json::json;

/// What was reckoned anew, and what was left alone.
#[derive(Debug, Default)]
pub struct Rebuilt {
    /// Matters whose tasks were others than they await.
    pub tasks: Vec<Matter>,
    /// Matters that are not there, whose tasks went.
    pub gone: Vec<Matter>,
    /// How many organisations had other keys than their name and number make.
    pub keys: usize,
    /// The years whose latest number was not the highest that was given, as in `JF-2027`.
    pub numbers: Vec<String>,
    /// Why something was left as it is.
    pub left: Vec<String>,
}

impl Rebuilt {
    /// Whether nothing differed.
    pub fn is_nothing(&self) -> bool {
        self.tasks.is_empty() && self.gone.is_empty() && self.keys == 0 && self.numbers.is_empty()
    }
}

/// Reckons tasks, keys of organisations and numbers anew from what records prove, in one unit, and
/// records what differed. What is not itself what its last record says is no ground to reckon
/// from: it is left alone, and named.
///
/// # Errors
/// No answer from the database.
pub fn rebuild(app: &impl Units) -> Result<Rebuilt> {
    app.write_now(Actor::Operator, |tx| {
        let standing = tx.standing_to(Matter::Fund)?;
        let permit = tx.require(Action::RebuildProjections, &standing, &Facts::none())?;
        be_patient(tx.conn)?;
        // Nobody changes meanwhile what is read.
        audit::queries::lock(tx.conn)?;
        let told = audit::verify::told(tx.conn, &mut |_, _| {})?;
        let mut rebuilt = Rebuilt {
            left: told.faults.clone(),
            ..Rebuilt::default()
        };
        if let Some(why) = what_forbids_it(&told) {
            rebuilt.left.push(why.to_owned());
            return Ok(rebuilt);
        }
        of_tasks(tx, &told, &mut rebuilt)?;
        // A number is given and a key is taken by any of all there are: one that was forged, or is
        // gone, would have the others reckoned from it.
        if told.faults.is_empty() {
            rebuilt.keys = keys::write(tx.conn)?;
            rebuilt.numbers = projections::renumber(tx.conn)?;
        } else {
            let why = "keys and numbers were left as they are: they rest on all there is";
            rebuilt.left.push(why.to_owned());
        }
        if !rebuilt.is_nothing() {
            let all = json!({
                "tasks": rebuilt.tasks.len() + rebuilt.gone.len(),
                "keys": rebuilt.keys,
                "numbers": rebuilt.numbers,
            });
            tx.record(Change::under(permit, Matter::Fund).to(all));
        }
        Ok(rebuilt)
    })
}

/// Why nothing is reckoned anew.
fn what_forbids_it(told: &audit::verify::Told) -> Option<&'static str> {
    if !told.chain_holds {
        return Some("nothing was reckoned anew: the trail is not what was written");
    }
    // The record of it tells what the fund is made of: it must not tell of what was forged.
    let is_forged = told.matters.contains(&Matter::Fund) && !told.sound.contains(&Matter::Fund);
    is_forged.then_some("nothing was reckoned anew: the fund itself is not what its record says")
}

fn of_tasks(tx: &mut Tx<'_>, told: &audit::verify::Told, rebuilt: &mut Rebuilt) -> Result<()> {
    let now = tx.now();
    for some in told.sound.chunks(projections::AT_ONCE) {
        let differing = tasks::differing(tx.conn, now, some)?;
        if !differing.is_empty() {
            tasks::refresh(tx.conn, now, some)?;
        }
        rebuilt.tasks.extend(differing);
    }
    rebuilt.gone = projections::owners_of_nothing(tx.conn, told)?;
    tasks::forget(tx.conn, &rebuilt.gone)?;
    Ok(())
}
