//! Who takes part in an application, or in one that competes with it, and so cannot review it.

mod store;

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

/// The parts these people take in the applications of some calls: through an organisation they act
/// for, or as the contact of a participant, by the address they have or one they had.
pub(super) fn parts(
    conn: &mut Conn,
    calls: &[CallId],
    people: &[AccountId],
) -> QueryResult<Vec<Part>> {
    let known = store::known(conn, people)?;
    let (mut parts, mut hints) = (Vec::new(), Vec::new());
    for (call, application, lead, member) in store::seats(conn, calls)? {
        let part = |person, through| Part {
            person,
            call,
            application,
            through,
        };
        let seat = member.as_ref().map(|(country, number, email)| {
            let (number, email) = (alike::number_key(number), address::key(email));
            (country.as_ref(), number, email)
        });
        for (person, own, former, acts_for) in &known {
            let through = acts_for.as_ref();
            let as_lead = through.filter(|one| one.0 == lead);
            parts.extend(as_lead.map(|one| part(*person, Some(one.0))));
            let Some((country, number, email)) = &seat else {
                continue;
            };
            let by_register = through
                .filter(|one| *country == Some(&one.1) && *number == alike::number_key(&one.2));
            hints.extend(by_register.map(|one| part(*person, Some(one.0))));
            let mut addresses = [Some(own), former.as_ref()].into_iter().flatten();
            let is_theirs = addresses.any(|one| *email == address::key(one));
            hints.extend(is_theirs.then(|| part(*person, None)));
        }
    }
    // What was typed counts until the secretariat has looked at it and found nothing in it.
    if !hints.is_empty() {
        let dismissed = store::dismissed(conn, people)?;
        hints.retain(|one: &Part| !dismissed.contains(&(one.person, one.application)));
    }
    parts.extend(hints);
    Ok(parts)
}

/// Which of these people stand aside from an application: they could not open it.
pub(super) fn aside(
    conn: &mut Conn,
    application: ApplicationId,
    people: &[AccountId],
) -> QueryResult<Vec<AccountId>> {
    store::aside(conn, application, people)
}
