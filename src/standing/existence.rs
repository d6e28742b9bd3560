//! For whom a matter exists: what one may not see is answered as if there were none.

use super::{at, place};
use crate::db::Conn;
use crate::db::schema::{applications, calls};
use crate::db::tx::{Actor, View};
use crate::kernel::id::{ApplicationId, OrganisationId};
use crate::rules::capacity::{Footing, Ground, Standing};
use crate::rules::lifecycle::CallState;
use crate::rules::visibility::PUBLIC_CALLS;
use crate::rules::{Matter, decide};
use diesel::prelude::*;

impl View<'_> {
    /// The reader's standing to a matter, and whether it exists for them.
    ///
    /// # Errors
    /// No answer from the database.
    pub fn look_at(&mut self, matter: Matter) -> QueryResult<(Standing, bool)> {
        let actor = self.actor();
        look(self.conn, actor, &mut self.footing, matter)
    }
}

fn look(
    conn: &mut Conn,
    actor: Actor,
    footing: &mut Footing,
    matter: Matter,
) -> QueryResult<(Standing, bool)> {
    let place = place::place_of(conn, matter)?;
    let standing = at(conn, actor, footing, &place)?;
    let exists = match matter {
        Matter::Call(id) if !decide::exists_for(&standing, matter.kind()) => {
            let state: Option<CallState> = calls::table
                .find(id)
                .select(calls::state)
                .first(conn)
                .optional()?;
            state.is_some_and(|state| PUBLIC_CALLS.contains(&state))
        }
        _ => decide::exists_for(&standing, matter.kind()),
    };
    Ok((standing, exists))
}

/// The applications in which somebody holds no office, whatever their roles: they stand aside from
/// them, or act for who leads them.
///
/// # Errors
/// No answer from the database.
pub fn barred_from(conn: &mut Conn, ground: &Ground) -> QueryResult<Vec<ApplicationId>> {
    let mut all = ground.recused.clone();
    let own = ground.memberships.iter().map(|one| one.organisation);
    let own: Vec<OrganisationId> = own.collect();
    if !own.is_empty() {
        let led: Vec<ApplicationId> = applications::table
            .filter(applications::organisation_id.eq_any(own))
            .select(applications::id)
            .load(conn)?;
        all.extend(led);
    }
    Ok(all)
}
