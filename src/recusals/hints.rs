//! What was typed hints at a conflict of interest: the contact of a participant has the address of
//! somebody in office or of a reviewer, or one of them acts for an organisation with a
//! participant's register number. They are shut out until the secretariat has confirmed or
//! dismissed it, for anybody can type anything.

use super::model::RecusalOrigin;
use super::store::{self, Row};
use super::subject::Offices;
use crate::applications::submission::{self, Receipt, Submit};
use crate::case::{Case, Saw, Subject};
use crate::db::contended_if_duplicate;
use crate::db::tx::Tx;
use crate::error::Result;
use crate::identity::input::GrantRole;
use crate::identity::roles;
use crate::kernel::id::{AccountId, ApplicationId, RecusalId, RoleGrantId};
use crate::kernel::{address, alike};
use crate::rules::recusal::RecusalState;
use crate::rules::{Action, Matter};
use serde_json::json;

/// Submits an application, and looks whether somebody in office is named in it.
///
/// # Errors
/// Those of [`submission::submit`].
pub fn submit(tx: &mut Tx<'_>, id: ApplicationId, input: &Submit) -> Result<Receipt> {
    let receipt = submission::submit(tx, id, input)?;
    for (account, origin, typed) in named_in(tx, id)? {
        note(tx, id, account, (origin, &typed))?;
    }
    Ok(receipt)
}

/// Grants a role, and looks whether its holder is named in an application.
///
/// # Errors
/// Those of [`roles::grant`].
pub fn grant(tx: &mut Tx<'_>, account: AccountId, input: &GrantRole) -> Result<RoleGrantId> {
    let id = roles::grant(tx, account, input)?;
    look_for(tx, account)?;
    Ok(id)
}

/// Confirms a role, and looks whether its holder is named in an application.
///
/// # Errors
/// Those of [`roles::confirm`].
pub fn confirm(tx: &mut Tx<'_>, id: RoleGrantId, saw: &Saw) -> Result<()> {
    let holder = roles::confirm(tx, id, saw)?;
    look_for(tx, holder)
}

type Hint = (AccountId, RecusalOrigin, String);

/// Who is named in an application of those who hold a role.
fn named_in(tx: &mut Tx<'_>, id: ApplicationId) -> Result<Vec<Hint>> {
    let typed = store::typed_in(tx.conn, id)?;
    let addresses: Vec<String> = typed.iter().map(|one| address::key(&one.email)).collect();
    let numbers: Vec<String> = typed
        .iter()
        .map(|one| alike::number_key(&one.number))
        .collect();
    let mut hints: Vec<Hint> = Vec::new();
    for (account, email) in store::with_a_role_at(tx.conn, &addresses)? {
        hints.push((account, RecusalOrigin::ContactAddress, email));
    }
    for (account, country, number) in store::with_a_role_in(tx.conn, &numbers)? {
        let is_of = |one: &store::Typed| {
            one.country.as_ref() == Some(&country)
                && alike::number_key(&one.number) == alike::number_key(&number)
        };
        if typed.iter().any(is_of) {
            hints.push((
                account,
                RecusalOrigin::RegisterNumber,
                format!("{country} {number}"),
            ));
        }
    }
    let known = store::known_in(tx.conn, id)?;
    hints.retain(|hint| !known.contains(&hint.0));
    hints.sort_by_key(|hint| hint.0);
    hints.dedup_by_key(|hint| hint.0);
    Ok(hints)
}

/// Looks whether somebody who comes into office is named in an application that was submitted.
fn look_for(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    for id in store::that_name(tx.conn, account)? {
        let own = named_in(tx, id)?.into_iter().find(|one| one.0 == account);
        if let Some((_, origin, typed)) = own {
            note(tx, id, account, (origin, &typed))?;
        }
    }
    Ok(())
}

fn note(
    tx: &mut Tx<'_>,
    application: ApplicationId,
    account: AccountId,
    (origin, typed): (RecusalOrigin, &str),
) -> Result<()> {
    let (action, id) = (Action::NoteHint, RecusalId::new());
    // It follows from what anybody may do, and tells nobody that it did.
    let offices = Offices::load(tx.conn, application)?;
    let offices: Case<Offices> = tx.case_from_afar(offices);
    tx.begin(&offices, action, Matter::Recusal(id), &Saw::default())?;
    tx.note_last(json!({ "application": application, "account": account, "origin": origin }));
    let row = Row {
        id,
        application_id: application,
        account_id: account,
        state: RecusalState::Hinted,
        origin,
        reason: typed.to_owned(),
        raised_by: None,
        raised_at: tx.now(),
        decided_by: None,
        decided_at: None,
        decision_reason: None,
        version: 1,
    };
    // Another may have noted the same at this moment: then it is looked at again.
    store::insert(tx.conn, row).map_err(contended_if_duplicate)?;
    Ok(())
}
