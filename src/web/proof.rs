//! What proves the second factor and comes along with a deed: a code in the field `code`, or what a
//! passkey answered in `assertion`, by form and API alike, whatever else the deed takes.

use super::body::is_password;
use super::form::{Field, Kind};
use super::ids::Ids;
use crate::app::App;
use crate::db::tx::{Actor, Tx};
use crate::error::Result;
use crate::identity::second_factor::challenge::Bound;
use crate::identity::second_factor::proving::{self, Right, Shown};
use crate::kernel::entry::Entry;
use crate::words::Say;
use serde_json::Value;

/// The field of a code.
pub const FIELD: &str = "code";
/// The field of what a passkey answered.
pub const ASSERTION: &str = "assertion";
/// The field of what was read.
const DIGEST: &str = "digest";

/// What came along.
#[derive(Debug, Default)]
pub(super) struct Given {
    code: String,
    assertion: String,
}

/// What a passkey that comes with this counts for; and what came, taken out of what was typed where
/// the deed asks for it.
pub(super) fn of(
    actor: Actor,
    at: (&str, &Ids),
    typed: &mut Value,
    is_asked_for: bool,
) -> (Bound, Option<Given>) {
    let bound = bound(actor, at, typed);
    (bound, is_asked_for.then(|| taken(typed)))
}

/// Takes it out of what was typed, and leaves the rest to the deed.
fn taken(typed: &mut Value) -> Given {
    let mut take = |name: &str| {
        let fields = typed.as_object_mut();
        let entry = fields.and_then(|fields| fields.remove(name));
        entry.and_then(|entry| serde_json::from_value::<Entry>(entry).ok())
    };
    let code = take(FIELD).map(|code| code.line());
    let assertion = take(ASSERTION).map(|answer| answer.verbatim().to_owned());
    Given {
        code: code.unwrap_or_default(),
        assertion: assertion.unwrap_or_default(),
    }
}

/// What an answer of a passkey that comes with this counts for.
fn bound(actor: Actor, (path, ids): (&str, &Ids), typed: &Value) -> Bound {
    let digest = typed.get(DIGEST).and_then(Value::as_str).map(str::to_owned);
    let parts = ids.in_one_spelling().into_iter();
    let address = parts.fold(path.to_owned(), |path, (name, value)| {
        path.replace(&format!("{{{name}}}"), &value)
    });
    Bound::to_deed(actor, address, digest.filter(|digest| !digest.is_empty()))
}

/// What was typed without passwords, and without the proof of a deed that takes one: it is shown to
/// nobody again, and tells no press from another.
pub(super) fn without_secrets(typed: &Value, takes_a_code: bool) -> Value {
    let is_proof = |name: &str| takes_a_code && (name == FIELD || name == ASSERTION);
    let mut open = typed.clone();
    if let Some(fields) = open.as_object_mut() {
        fields.retain(|name, _| !(is_password(name) || is_proof(name)));
    }
    open
}

/// Weighs it before the deed.
pub(super) fn weighed(
    app: &App,
    actor: Actor,
    (given, bound): (Option<&Given>, &Bound),
) -> Result<Option<Right>> {
    let Some(given) = given else {
        return Ok(None);
    };
    let shown = Shown {
        code: &given.code,
        assertion: &given.assertion,
        bound,
    };
    proving::weigh_with_deed(app, actor, &shown)
}

/// Uses it up in the deed's own unit.
pub(super) fn used(tx: &mut Tx<'_>, right: &Option<Right>) -> Result<()> {
    proving::prove(tx, right.as_ref())
}

/// The field of a form that asks for it, with a button for whoever has a passkey.
pub fn field(say: &Say) -> Field {
    Field::new(say, FIELD, Kind::Proof, "")
        .labelled(say.t("factor-code"))
        .hinted(say.t("factor-code_hint"))
}

/// The field for the first code of an app.
pub fn first_code(say: &Say) -> Field {
    field(say).filled_in_as(Kind::Code)
}
