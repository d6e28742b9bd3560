//! Keys and addresses that SQL cannot reckon: brought up to what this program reckons, after the
//! migrations. Their tables of Unicode grow, so it is looked at each time, and written where it
//! differs.

use super::dialect::{self, Mode};
use super::schema::{accounts, organisations};
use super::{Conn, Transactions};
use crate::kernel::id::{AccountId, OrganisationId};
use crate::kernel::{address, alike};
use diesel::connection::TransactionManager;
use diesel::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Brings them up to date, in one transaction.
pub(super) fn refresh(conn: &mut Conn) -> QueryResult<()> {
    if organisations_to_change(conn)?.is_empty() && addresses_to_change(conn)?.is_empty() {
        return Ok(());
    }
    dialect::begin(conn, Mode::Write)?;
    match write(conn) {
        Ok(()) => Transactions::commit_transaction(conn),
        Err(error) => {
            Transactions::rollback_transaction(conn)?;
            Err(error)
        }
    }
}

/// Another server may have been faster: what is written is read again under the lock.
fn write(conn: &mut Conn) -> QueryResult<()> {
    let organisations = organisations_to_change(conn)?;
    for (id, _) in &organisations {
        // Two may change places.
        set_keys(conn, *id, &(format!("- {id}"), format!("- {id}")))?;
    }
    for (id, keys) in &organisations {
        set_keys(conn, *id, keys)?;
    }
    for (id, email) in addresses_to_change(conn)? {
        diesel::update(accounts::table.find(id))
            .set(accounts::email.eq(email))
            .execute(conn)?;
    }
    Ok(())
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

/// Accounts whose address has another spelling now. Of two accounts of one mailbox the one that is
/// spelt so already keeps it, or else the first; the other stays as it is, and the log says so.
fn addresses_to_change(conn: &mut Conn) -> QueryResult<Vec<(AccountId, String)>> {
    let all: Vec<(AccountId, String)> = accounts::table
        .order(accounts::id)
        .select((accounts::id, accounts::email))
        .load(conn)?;
    let of: BTreeMap<String, AccountId> =
        all.iter().map(|(id, email)| (email.clone(), *id)).collect();
    let mut taken: BTreeMap<String, AccountId> = BTreeMap::new();
    let mut changed = Vec::new();
    for (id, email) in all {
        let Some(kept) = address::kept(&email).filter(|kept| *kept != email) else {
            continue;
        };
        match of.get(&kept).or(taken.get(&kept)) {
            Some(other) => tracing::warn!(
                account = %id, %other,
                "two accounts have one address, spelt in two ways: this one is not found by it any \
                 more. Let its owner work with the other, and suspend this one"
            ),
            None => {
                taken.insert(kept.clone(), id);
                changed.push((id, kept));
            }
        }
    }
    Ok(changed)
}
