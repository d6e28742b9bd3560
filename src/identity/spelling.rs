//! Addresses of people in the one spelling this program keeps. Its tables of Unicode grow, so it is
//! looked at at each start, and what differs is written and recorded.

use super::store;
use crate::audit;
use crate::db::Conn;
use crate::db::dialect::be_patient;
use crate::db::tx::{Actor, Change};
use crate::db::units::Units;
use crate::error::Result;
use crate::kernel::address;
use crate::kernel::id::AccountId;
use crate::rules::{Action, Facts, Matter};
use diesel::QueryResult;
use serde_json::json;
use std::collections::BTreeMap;

/// Brings addresses that are spelt otherwise into today's spelling.
///
/// # Errors
/// No answer from the database.
pub fn catch_up(app: &impl Units) -> Result<()> {
    let found = app.read_now(Actor::Operator, |view| Ok(spelt_otherwise(view.conn)?))?;
    for (id, other) in found.doubled {
        tracing::warn!(
            account = %id, %other,
            "two accounts have one address, spelt in two ways: this one is not found by it any \
             more. Let its owner work with the other, and suspend this one"
        );
    }
    if found.changed.is_empty() {
        return Ok(());
    }
    app.write_now(Actor::Operator, |tx| {
        let standing = tx.standing_to(Matter::Fund)?;
        let permit = tx.require(Action::RespellAddress, &standing, &Facts::none())?;
        // A record tells all that an account is made of: it must not tell of what was forged.
        be_patient(tx.conn)?;
        let told = audit::verify::told(tx.conn, &mut |_, _| {})?;
        // Another server may have been faster.
        for (id, email) in spelt_otherwise(tx.conn)?.changed {
            if !told.chain_holds || !told.sound.contains(&Matter::Account(id)) {
                tracing::error!(
                    account = %id,
                    "an account is not what its last record says, and its address is left as it \
                     is: run `jointfund verify`"
                );
                continue;
            }
            store::set_email(tx.conn, id, &email)?;
            let change = Change::under(permit, Matter::Account(id));
            tx.record(change.to(json!({ "email": email })));
        }
        Ok(())
    })
}

struct Found {
    /// Accounts with their address in today's spelling.
    changed: Vec<(AccountId, String)>,
    /// Accounts whose mailbox is another's.
    doubled: Vec<(AccountId, AccountId)>,
}

/// Accounts whose address has another spelling now. Of two accounts of one mailbox the one that is
/// spelt so already keeps it, or else the first; the other stays as it is.
fn spelt_otherwise(conn: &mut Conn) -> QueryResult<Found> {
    let all = store::addresses(conn)?;
    let of: BTreeMap<String, AccountId> =
        all.iter().map(|(id, email)| (email.clone(), *id)).collect();
    let mut taken: BTreeMap<String, AccountId> = BTreeMap::new();
    let (mut changed, mut doubled) = (Vec::new(), Vec::new());
    for (id, email) in all {
        let Some(kept) = address::kept(&email).filter(|kept| *kept != email) else {
            continue;
        };
        match of.get(&kept).or(taken.get(&kept)) {
            Some(other) => doubled.push((id, *other)),
            None => {
                taken.insert(kept.clone(), id);
                changed.push((id, kept));
            }
        }
    }
    Ok(Found { changed, doubled })
}
