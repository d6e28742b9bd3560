//! Who takes part in an application, or in one that competes with it, and so cannot review it.

use super::store;
use crate::db::Conn;
use crate::kernel::clean;
use crate::kernel::id::{AccountId, ApplicationId, CallId};
use diesel::QueryResult;

/// A part that a person takes in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) person: AccountId,
    /// Whether it is in the application itself, not in one beside it.
    pub(super) in_it: bool,
}

/// The parts these people take in an application and in the others of its call: through an
/// organisation they act for, or as the contact of a participant.
pub(super) fn parts(
    conn: &mut Conn,
    (call, application): (CallId, ApplicationId),
    people: &[AccountId],
) -> QueryResult<Vec<Part>> {
    let leads = store::leads(conn, call)?;
    let seats = store::seats(conn, call)?;
    let known = store::organisations_of(conn, people)?;
    let addresses = store::addresses(conn, people)?;
    let by_lead = leads.iter().flat_map(|(place, lead)| {
        let acting = known.iter().filter(move |one| one.1 == *lead);
        acting.map(move |one| (one.0, *place))
    });
    let by_register = seats.iter().flat_map(|seat| {
        let acting = known.iter().filter(move |one| {
            seat.1.as_ref() == Some(&one.2) && clean::code_key(&seat.2) == clean::code_key(&one.3)
        });
        acting.map(move |one| (one.0, seat.0))
    });
    let by_address = seats.iter().flat_map(|seat| {
        let named = addresses
            .iter()
            .filter(move |one| clean::key(&one.1) == clean::key(&seat.3));
        named.map(move |one| (one.0, seat.0))
    });
    Ok(by_lead
        .chain(by_register)
        .chain(by_address)
        .map(|(person, place)| Part {
            person,
            in_it: place == application,
        })
        .collect())
}
