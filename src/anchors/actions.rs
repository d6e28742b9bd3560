//! Signing the heads of trail and ledger: once a day, and whenever somebody asks for it.

use super::anchor::Anchor;
use super::heads::ToSign;
use super::keys::{self, PAUSED};
use super::store::{self, Row};
use crate::case::{Case, Saw};
use crate::config::Config;
use crate::db::tx::{Actor, Tidings, Tx};
use crate::db::units::Units;
use crate::error::{Error, Result};
use crate::kernel::id::AnchorId;
use crate::kernel::signature::SigningKey;
use crate::kernel::time::Date;
use crate::rules::{Action, Condition, Facts, Matter};
use serde_json::json;
use std::sync::atomic::{AtomicI32, Ordering};

/// Signs the heads for whoever asks. It sends no letter: whoever asks takes the file.
///
/// # Errors
/// `NotFound` before there is a fund, or the refusal of the tables.
pub fn anchor_now(tx: &mut Tx<'_>, config: &Config, saw: &Saw) -> Result<AnchorId> {
    let (action, key) = (Action::AnchorNow, keys::signing(&config.anchors));
    if let Err(missing) = &key {
        tracing::error!(%missing, "{PAUSED}");
    }
    let case: Case<ToSign> = tx.case(key.is_ok())?;
    case.allows(action, saw)?;
    let Ok(key) = key else {
        return Err(Error::internal("the law has heads signed without a key"));
    };
    let (id, _) = anchor(tx, &case, (action, saw), (&key, None))?;
    Ok(id)
}

/// Signs the heads where they are not signed today; tells the auditors. Without a key nothing
/// happens, and the log says so.
///
/// # Errors
/// No answer from the database.
pub fn follow_the_clock(app: &impl Units) -> Result<usize> {
    let due = app.read_now(Actor::Calendar, |view| {
        let today = view.now().date();
        Ok(store::is_due(view.conn, today)?.then_some(today))
    })?;
    let Some(today) = due else { return Ok(0) };
    let key = match keys::signing(&app.config().anchors) {
        Ok(key) => key,
        Err(missing) => {
            if is_first_of(today) {
                tracing::error!(%missing, "{PAUSED}");
            }
            return Ok(0);
        }
    };
    app.write_now(Actor::Calendar, |tx| anchor_daily(tx, &key))
}

fn anchor_daily(tx: &mut Tx<'_>, key: &SigningKey) -> Result<usize> {
    let (action, today) = (Action::AnchorDaily, tx.now().date());
    let case: Case<ToSign> = tx.case(true)?;
    if !store::is_due(tx.conn, today)? {
        // Another server was faster: it may be done, and there is nothing to do.
        let ready = Facts::none().with(Condition::SigningKeyIsReady, true);
        tx.require(action, case.standing(), &ready)?;
        return Ok(0);
    }
    let (id, anchor) = anchor(tx, &case, (action, &Saw::default()), (key, Some(today)))?;
    let mut tidings = Tidings::of(action, Matter::Anchor(id), PAGE);
    tidings.words = vec![("anchor", anchor.text().trim_end().into())];
    tx.tell(tidings);
    Ok(1)
}

fn anchor(
    tx: &mut Tx<'_>,
    case: &Case<ToSign>,
    (action, saw): (Action, &Saw),
    (key, daily_on): (&SigningKey, Option<Date>),
) -> Result<(AnchorId, Anchor)> {
    let (id, anchored_at, account_id) = (AnchorId::new(), tx.now(), tx.actor().account());
    tx.begin(case, action, Matter::Anchor(id), saw)?;
    let anchor = Anchor::sign(case.heads.clone(), anchored_at, key);
    let (trail, ledger) = (anchor.heads.trail.count, anchor.heads.ledger.count);
    tx.note_last(json!({ "audit_records": trail, "journal_entries": ledger }));
    let row = Row {
        id,
        anchored_at,
        daily_on,
        account_id,
        content: anchor.text(),
    };
    store::insert(tx.conn, row)?;
    Ok((id, anchor))
}

/// Where anchors are listed.
const PAGE: &str = "/anchors";

/// Whether nothing was said of this day yet: the log says it once a day.
fn is_first_of(day: Date) -> bool {
    static SAID: AtomicI32 = AtomicI32::new(i32::MIN);
    let day = day.days_since_2000();
    SAID.swap(day, Ordering::Relaxed) != day
}
