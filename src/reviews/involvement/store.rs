//! SQL of who takes part in the applications of a call, and by what people are known again.

use crate::db::Conn;
use crate::db::schema::{
    accounts, address_changes, applications, memberships, organisations, participants, recusals,
};
use crate::kernel::id::{AccountId, ApplicationId, CallId, OrganisationId};
use crate::rules::lifecycle::ApplicationState;
use crate::rules::recusal::RecusalState;
use diesel::prelude::*;

/// By what somebody is known again in a consortium: their address, one they moved away from, and an
/// organisation they act for by country and register number; a row for each pair of the two.
pub(super) type Known = (
    AccountId,
    String,
    Option<String>,
    Option<(OrganisationId, String, String)>,
);

/// One seat in a consortium: call, application, who leads it; country, register number and address
/// of the contact of a participant.
pub(super) type Seat = (
    CallId,
    ApplicationId,
    OrganisationId,
    Option<(Option<String>, String, String)>,
);

/// Who takes part in the applications of some calls that stand.
pub(super) fn seats(conn: &mut Conn, calls: &[CallId]) -> QueryResult<Vec<Seat>> {
    applications::table
        .left_join(participants::table)
        .filter(applications::call_id.eq_any(calls))
        .filter(applications::submitted_at.is_not_null())
        .filter(applications::state.ne(ApplicationState::Withdrawn))
        .select((
            applications::call_id,
            applications::id,
            applications::organisation_id,
            (
                participants::country,
                participants::registration_number,
                participants::contact_email,
            )
                .nullable(),
        ))
        .load(conn)
}

/// By what these people are known again.
pub(super) fn known(conn: &mut Conn, people: &[AccountId]) -> QueryResult<Vec<Known>> {
    // A change that took force has a way back, or had one.
    let moved = address_changes::account_id
        .eq(accounts::id)
        .and(address_changes::returns_until.is_not_null());
    accounts::table
        .left_join(address_changes::table.on(moved))
        .left_join(memberships::table.on(memberships::account_id.eq(accounts::id)))
        .left_join(
            organisations::table.on(organisations::id
                .nullable()
                .eq(memberships::organisation_id.nullable())),
        )
        .filter(accounts::id.eq_any(people))
        .select((
            accounts::id,
            accounts::email,
            address_changes::old_email.nullable(),
            (
                organisations::id,
                organisations::country,
                organisations::registration_number,
            )
                .nullable(),
        ))
        .load(conn)
}

/// The applications in which a hint at a conflict of interest of one of these people was dismissed.
pub(super) fn dismissed(
    conn: &mut Conn,
    people: &[AccountId],
) -> QueryResult<Vec<(AccountId, ApplicationId)>> {
    recusals::table
        .filter(recusals::account_id.eq_any(people))
        .filter(recusals::state.eq_any(RecusalState::OVER))
        .select((recusals::account_id, recusals::application_id))
        .load(conn)
}

/// Which of these people stand aside from an application, by their word, a finding or a hint.
pub(super) fn aside(
    conn: &mut Conn,
    application: ApplicationId,
    people: &[AccountId],
) -> QueryResult<Vec<AccountId>> {
    recusals::table
        .filter(recusals::application_id.eq(application))
        .filter(recusals::account_id.eq_any(people))
        .filter(recusals::state.eq_any(RecusalState::SHUTS_OUT))
        .select(recusals::account_id)
        .load(conn)
}
