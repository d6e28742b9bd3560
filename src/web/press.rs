//! One press of a button: what was done for it is not done again for its echo.

use super::ids::Ids;
use crate::app::App;
use crate::db::once;
use crate::db::tx::{Actor, Tx};
use crate::error::{Error, Result};
use crate::kernel::digest::sha256_hex;
use crate::kernel::id::AccountId;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The header that tells a repeated request from a new one.
pub(super) const IDEMPOTENCY: &str = "idempotency-key";

/// What came of a deed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Done {
    /// For the API.
    pub body: Value,
    /// For the browser: the page to go to.
    pub go: String,
}

/// The key of a press: the same only where the sender's word, whatever its letters, the place and
/// all that was typed are the same. A code that proves who presses is no part of it: whoever
/// repeats it may only have the next one.
pub(super) fn key(word: &[u8], (pattern, ids): (&str, &Ids), typed: &Value) -> String {
    let parts = ids.in_one_spelling();
    let at = format!("\n{pattern}\n{parts:?}\n{typed}");
    sha256_hex([word, at.as_bytes()].concat())
}

/// Does the work of a press, after what comes before its unit; an echo gets the first one's answer.
/// Visitors make nothing that could be there twice.
pub(super) fn done<B>(
    app: &App,
    actor: Actor,
    press: Option<String>,
    before: impl FnOnce() -> Result<B>,
    mut work: impl FnMut(&mut Tx<'_>, &B) -> Result<Done>,
) -> Result<Done> {
    let Some((key, account)) = press.zip(actor.account()) else {
        let found = before()?;
        return app.write_now(actor, |tx| work(tx, &found));
    };
    if let Some(done) = earlier(app, actor, account, &key)? {
        return Ok(done);
    }
    let done = before().and_then(|found| {
        app.write_now(actor, |tx| {
            let done = work(tx, &found)?;
            let answer =
                serde_json::to_string(&done).map_err(|error| Error::Internal(error.into()))?;
            let now = tx.now();
            once::keep(tx.conn, account, &key, &answer, now)?;
            Ok(done)
        })
    });
    match done {
        Ok(done) => Ok(done),
        // The echo may have been a moment behind, and found the thing made or the key taken.
        // Where that cannot be found out either, why the press failed is what counts.
        Err(error) => match earlier(app, actor, account, &key) {
            Ok(Some(done)) => Ok(done),
            Ok(None) | Err(_) => Err(error),
        },
    }
}

fn earlier(app: &App, actor: Actor, account: AccountId, key: &str) -> Result<Option<Done>> {
    let answer = app.read_now(actor, |view| Ok(once::answered(view.conn, account, key)?))?;
    answer
        .map(|text| serde_json::from_str(&text))
        .transpose()
        .map_err(|error| Error::Internal(error.into()))
}
