//! Who takes part in an application, or in one that competes with it, and so cannot review it.

use super::store;
use crate::db::Conn;
use crate::kernel::id::{AccountId, ApplicationId, CallId, OrganisationId};
use crate::kernel::{address, alike};
use diesel::QueryResult;

/// A part that a person takes in an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) person: AccountId,
    pub(super) call: CallId,
    pub(super) application: ApplicationId,
    /// The organisation they act for; none for the contact of a participant.
    pub(super) through: Option<OrganisationId>,
}

/// The parts these people, by account and address, take in the applications of some calls: through
/// an organisation they act for, or as the contact of a participant.
pub(super) fn parts(
    conn: &mut Conn,
    calls: &[CallId],
    people: &[(AccountId, String)],
) -> QueryResult<Vec<Part>> {
    let accounts: Vec<AccountId> = people.iter().map(|one| one.0).collect();
    let known = store::organisations_of(conn, &accounts)?;
    let (mut parts, mut hints) = (Vec::new(), Vec::new());
    for (call, application, lead, member) in store::seats(conn, calls)? {
        let part = |person, through| Part {
            person,
            call,
            application,
            through,
        };
        let as_lead = known.iter().filter(|one| one.1 == lead);
        parts.extend(as_lead.map(|one| part(one.0, Some(one.1))));
        let Some((country, number, email)) = member else {
            continue;
        };
        let (number, email) = (alike::number_key(&number), address::key(&email));
        let by_register = known
            .iter()
            .filter(|one| country.as_ref() == Some(&one.2) && number == alike::number_key(&one.3));
        hints.extend(by_register.map(|one| part(one.0, Some(one.1))));
        let by_address = people.iter().filter(|one| email == address::key(&one.1));
        hints.extend(by_address.map(|one| part(one.0, None)));
    }
    // What was typed counts until the secretariat has looked at it and found nothing in it.
    if !hints.is_empty() {
        let dismissed = store::dismissed(conn, &accounts)?;
        hints.retain(|one: &Part| !dismissed.contains(&(one.person, one.application)));
    }
    parts.extend(hints);
    Ok(parts)
}
