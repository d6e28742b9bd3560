//! A code of the second factor that comes along with a deed: in the field `code`, by form and API
//! alike, whatever else the deed takes.

use super::body::is_password;
use super::form::{Field, Kind};
use crate::app::App;
use crate::db::tx::{Actor, Tx};
use crate::error::Result;
use crate::identity::second_factor::proving::{self, Right};
use crate::kernel::entry::Entry;
use crate::words::Say;
use serde_json::Value;

/// Its field.
pub const FIELD: &str = "code";

/// Takes it out of what was typed, and leaves the rest to the deed.
pub(super) fn taken(typed: &mut Value) -> String {
    let code = typed
        .as_object_mut()
        .and_then(|fields| fields.remove(FIELD))
        .map(serde_json::from_value::<Entry>);
    match code {
        Some(Ok(code)) => code.line(),
        Some(Err(_)) | None => String::new(),
    }
}

/// What was typed without passwords, and without the code of a deed that takes one: it is shown to
/// nobody again, and tells no press from another.
pub(super) fn without_secrets(typed: &Value, takes_a_code: bool) -> Value {
    let mut open = typed.clone();
    if let Some(fields) = open.as_object_mut() {
        fields.retain(|name, _| !(is_password(name) || takes_a_code && name == FIELD));
    }
    open
}

/// Weighs it before the deed.
pub(super) fn weighed(app: &App, actor: Actor, code: Option<&str>) -> Result<Option<Right>> {
    match code {
        Some(code) => proving::weigh_with_deed(app, actor, code),
        None => Ok(None),
    }
}

/// Uses it up in the deed's own unit.
pub(super) fn used(tx: &mut Tx<'_>, right: &Option<Right>) -> Result<()> {
    proving::prove(tx, right.as_ref())
}

/// The field of a form that asks for it.
pub fn field(say: &Say) -> Field {
    Field::new(say, FIELD, Kind::Code, "")
        .labelled(say.t("factor-code"))
        .hinted(say.t("factor-code_hint"))
}
