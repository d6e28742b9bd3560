//! Of a fund that was begun before records kept digests, every matter gets a record that does.

use super::contents::{self, Key};
use super::store::Outcome;
use crate::db::Conn;
use crate::db::column::JsonValue;
use crate::db::schema::audit_records;
use crate::db::tx::{Actor, Change, Tx};
use crate::db::units::Units;
use crate::error::Result;
use crate::rules::matter::MatterKind;
use crate::rules::{Action, Facts, Matter};
use diesel::dsl::exists;
use diesel::prelude::*;
use uuid::Uuid;

/// Seals what no record tells of as it is now, where the trail itself says that it was begun before
/// and is not sealed yet: nothing beside the chain decides it, or whoever writes the database could
/// have sealed what they forged. What was sealed stays so where this is cut short, and the next
/// start goes on; the fund's own record comes last and closes it.
///
/// # Errors
/// No answer from the database.
pub fn seal(app: &impl Units) -> Result<()> {
    if app.read_now(Actor::Operator, |view| Ok(is_sealed(view.conn)?))? {
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
        decide(tx, &[contents::key(Matter::Fund)])
    })
}

/// Whether records have kept digests from the first on, or the fund was sealed since.
fn is_sealed(conn: &mut Conn) -> QueryResult<bool> {
    let first: Option<Option<JsonValue>> = audit_records::table
        .filter(audit_records::outcome.eq(Outcome::Done.code()))
        // What stands before the first is no record: it must not have the fund sealed anew.
        .filter(audit_records::sequence.ge(1))
        .order(audit_records::sequence)
        .select(audit_records::content)
        .first(conn)
        .optional()?;
    if first.is_none_or(|content| content.is_some()) {
        return Ok(true);
    }
    let closing = audit_records::table
        .filter(audit_records::matter_kind.eq(MatterKind::Fund))
        .filter(audit_records::action.eq(Action::SealMatter));
    diesel::select(exists(closing)).get_result(conn)
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
