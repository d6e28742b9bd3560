//! Keys that SQL cannot reckon: brought up to what this program reckons, after the migrations.
//! Their tables of Unicode grow, so it is looked at each time, and written where it differs. No
//! record tells of it: they are reckoned from what records do tell of.

use super::dialect::{self, Mode};
use super::schema::organisations;
use super::{Conn, Transactions};
use crate::kernel::alike;
use crate::kernel::id::OrganisationId;
use diesel::connection::TransactionManager;
use diesel::prelude::*;
use std::collections::BTreeSet;

/// Brings them up to date, in one transaction.
pub(super) fn refresh(conn: &mut Conn) -> QueryResult<()> {
    if organisations_to_change(conn)?.is_empty() {
        return Ok(());
    }
    dialect::begin(conn, Mode::Write)?;
    match write(conn) {
        Ok(_) => Transactions::commit_transaction(conn),
        Err(error) => {
            Transactions::rollback_transaction(conn)?;
            Err(error)
        }
    }
}

/// Organisations whose keys are not what this program reckons.
///
/// # Errors
/// No answer from the database.
pub(crate) fn differing(conn: &mut Conn) -> QueryResult<Vec<OrganisationId>> {
    let changed = organisations_to_change(conn)?.into_iter();
    Ok(changed.map(|one| one.0).collect())
}

/// Writes the keys that differ, in the transaction there is; gives how many. Another server may
/// have been faster: what is written is read again under the lock.
///
/// # Errors
/// No answer from the database.
pub(crate) fn write(conn: &mut Conn) -> QueryResult<usize> {
    let organisations = organisations_to_change(conn)?;
    for (id, _) in &organisations {
        // Two may change places.
        set_keys(conn, *id, &(format!("- {id}"), format!("- {id}")))?;
    }
    for (id, keys) in &organisations {
        set_keys(conn, *id, keys)?;
    }
    Ok(organisations.len())
}

/// The keys of an organisation: of its number, and of its name.
type Keys = (String, String);

fn set_keys(conn: &mut Conn, id: OrganisationId, keys: &Keys) -> QueryResult<usize> {
    diesel::update(organisations::table.find(id))
        .set((
            organisations::register_key.eq(&keys.0),
            organisations::name_key.eq(&keys.1),
        ))
        .execute(conn)
}

/// Organisations whose keys are others now. What was registered twice keeps a key of its own, until
/// its people join the first.
fn organisations_to_change(conn: &mut Conn) -> QueryResult<Vec<(OrganisationId, Keys)>> {
    type Columns = (OrganisationId, String, String, String, Keys);
    let all: Vec<Columns> = organisations::table
        .order(organisations::id)
        .select((
            organisations::id,
            organisations::country,
            organisations::registration_number,
            organisations::name,
            (organisations::register_key, organisations::name_key),
        ))
        .load(conn)?;
    let (mut numbers, mut names) = (BTreeSet::new(), BTreeSet::new());
    let mut changed = Vec::new();
    for (id, country, number, name, keys) in all {
        let of_its_own = |known: &mut BTreeSet<(String, String)>, key: String| {
            if known.insert((country.clone(), key.clone())) {
                return key;
            }
            format!("{key} {id}")
        };
        let now = (
            of_its_own(&mut numbers, alike::number_key(&number)),
            of_its_own(&mut names, alike::name_key(&name)),
        );
        if now != keys {
            changed.push((id, now));
        }
    }
    Ok(changed)
}
