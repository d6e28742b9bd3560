//! Of a fund that was begun before records kept digests, every matter gets a record that does.

use super::contents::{self, Key};
use crate::db::schema::audit_head;
use crate::db::tx::{Actor, Change, Tx};
use crate::db::units::Units;
use crate::error::Result;
use crate::rules::{Action, Facts, Matter};
use diesel::prelude::*;
use uuid::Uuid;

/// Seals what no record tells of as it is now. What was sealed stays so where this is cut short,
/// and the next start goes on.
///
/// # Errors
/// No answer from the database.
pub fn seal(app: &impl Units) -> Result<()> {
    let head = audit_head::table.find(1).select(audit_head::sealed);
    if app.read_now(Actor::Operator, |view| Ok(head.first(view.conn)?))? {
        return Ok(());
    }
    tracing::info!("every matter of the fund is sealed in the audit trail");
    for table in contents::roots() {
        let mut after = None;
        loop {
            let sealed = app.write_now(Actor::Operator, |tx| seal_some(tx, table, after))?;
            if sealed.is_none() {
                break;
            }
            after = sealed;
        }
    }
    app.write_now(Actor::Operator, |tx| {
        decide(tx, &[])?;
        let head = diesel::update(audit_head::table.find(1));
        head.set(audit_head::sealed.eq(true)).execute(tx.conn)?;
        Ok(())
    })
}

/// Seals the next matters of a table. Gives the row it came to, or `None` where there are no more.
fn seal_some(tx: &mut Tx<'_>, table: &str, after: Option<Uuid>) -> Result<Option<Uuid>> {
    let (keys, last) = contents::unsealed(tx.conn, table, after)?;
    decide(tx, &keys)?;
    Ok(last)
}

fn decide(tx: &mut Tx<'_>, keys: &[Key]) -> Result<()> {
    let standing = tx.standing_to(Matter::Fund)?;
    let permit = tx.require(Action::SealMatter, &standing, &Facts::none())?;
    for (kind, id) in keys {
        tx.record(Change::under(permit, Matter::from_parts(*kind, *id)));
    }
    Ok(())
}
