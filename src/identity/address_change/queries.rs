//! A change of address as its owner sees it.

use crate::db::schema::address_changes as changes;
use crate::db::tx::View;
use crate::error::Result;
use crate::kernel::time::Instant;
use diesel::prelude::*;
use serde::Serialize;

/// A change of address that waits to be confirmed.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct WaitingAddress {
    /// The address from then on.
    pub email: String,
    pub asked_at: Instant,
    /// Until when it can be confirmed.
    pub expires_at: Instant,
    /// Whether the present address has confirmed it.
    pub old_has_confirmed: bool,
    /// Whether the new one has.
    pub new_has_confirmed: bool,
}

type Columns = (String, Instant, Instant, Option<Instant>, Option<Instant>);

/// The actor's own, where one waits.
///
/// # Errors
/// `Unauthenticated` for anybody without an account.
pub fn own(view: &mut View<'_>) -> Result<Option<WaitingAddress>> {
    let (account, now) = (view.actor().person()?, view.now());
    let row: Option<Columns> = changes::table
        .filter(changes::account_id.eq(account))
        .filter(changes::ended_at.is_null())
        .filter(changes::expires_at.gt(now))
        .select((
            changes::new_email,
            changes::asked_at,
            changes::expires_at,
            changes::old_confirmed_at,
            changes::new_confirmed_at,
        ))
        .first(view.conn)
        .optional()?;
    Ok(
        row.map(|(email, asked_at, expires_at, old, new)| WaitingAddress {
            email,
            asked_at,
            expires_at,
            old_has_confirmed: old.is_some(),
            new_has_confirmed: new.is_some(),
        }),
    )
}
