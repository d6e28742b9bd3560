//! What was typed hints at a conflict of interest: the contact of a participant has the address of
//! somebody in office or of a reviewer, or one of them acts for an organisation with a
//! participant's register number. They are shut out until the secretariat has confirmed or
//! dismissed it, for anybody can type anything.

mod store;

use self::store::{Registered, Typed};
use super::model::RecusalOrigin;
use super::store::{Row, insert};
use super::subject::Offices;
use crate::applications::submission::{self, Receipt, Submit};
use crate::case::{Case, Saw, Subject};
use crate::db::contended_if_duplicate;
use crate::db::tx::Tx;
use crate::error::Result;
use crate::identity::input::GrantRole;
use crate::identity::roles;
use crate::kernel::id::{AccountId, ApplicationId, RecusalId, RoleGrantId};
use crate::kernel::text::Country;
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

/// Whether a participant has this address for contact.
fn has_address(one: &Typed, email: &str) -> bool {
    address::key(&one.email) == address::key(email)
}

/// Whether a participant has this number in the register of this country.
fn has_number(one: &Typed, (country, number): (&Country, &str)) -> bool {
    one.country.as_ref() == Some(country)
        && alike::number_key(&one.number) == alike::number_key(number)
}

/// Who is named in an application of those who work in applications.
fn named_in(tx: &mut Tx<'_>, id: ApplicationId) -> Result<Vec<Hint>> {
    let typed = store::typed_in(tx.conn, id)?;
    let addresses: Vec<String> = typed.iter().map(|one| address::key(&one.email)).collect();
    let numbers: Vec<String> = typed
        .iter()
        .map(|one| alike::number_key(&one.number))
        .collect();
    let mut hints: Vec<Hint> = store::at_these(tx.conn, &addresses)?
        .into_iter()
        .map(|(account, email)| (account, RecusalOrigin::ContactAddress, email))
        .collect();
    let registered = store::of_these(tx.conn, &numbers)?.into_iter();
    hints.extend(registered.filter_map(|one| by_number(&typed, &one)));
    let known = store::known_in(tx.conn, id)?;
    hints.retain(|hint| !known.contains(&hint.0));
    hints.sort_by_key(|hint| hint.0);
    hints.dedup_by_key(|hint| hint.0);
    Ok(hints)
}

fn by_number(typed: &[Typed], (account, country, number): &Registered) -> Option<Hint> {
    let mut typed = typed.iter();
    let is_named = typed.any(|one| has_number(one, (country, number)));
    let evidence = format!("{country} {number}");
    is_named.then_some((*account, RecusalOrigin::RegisterNumber, evidence))
}

/// Looks whether somebody who comes into office is named in applications that were submitted.
fn look_for(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let Some((email, own)) = store::own(tx.conn, account)? else {
        return Ok(());
    };
    let countries: Vec<Country> = own.iter().map(|one| one.1.clone()).collect();
    let typed = store::typed_anywhere(tx.conn, &email, &countries)?;
    for of_one in typed.chunk_by(|one, next| one.application == next.application) {
        let by_address = of_one.iter().any(|one| has_address(one, &email));
        let by_address = by_address.then(|| (RecusalOrigin::ContactAddress, email.clone()));
        let by_number = || {
            let mut own = own.iter();
            own.find_map(|one| by_number(of_one, one))
                .map(|hint| (hint.1, hint.2))
        };
        let (Some(first), Some((origin, evidence))) =
            (of_one.first(), by_address.or_else(by_number))
        else {
            continue;
        };
        let id = first.application;
        if !store::known_in(tx.conn, id)?.contains(&account) {
            note(tx, id, account, (origin, &evidence))?;
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
    insert(tx.conn, row).map_err(contended_if_duplicate)?;
    Ok(())
}
