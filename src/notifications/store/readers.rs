//! Who a letter goes to.

use crate::db::Conn;
use crate::db::schema::{accounts, applications, joinings, memberships, recusals, role_grants};
use crate::db::tx::Tidings;
use crate::kernel::id::{AccountId, ApplicationId, PartnerId};
use crate::rules::Matter;
use crate::rules::capacity::Role;
use crate::rules::lifecycle::{AccountState, RoleState};
use crate::rules::notice::Recipients;
use crate::rules::recusal::RecusalState;
use crate::standing::{LEAD, parties_to, partners_concerned};
use diesel::dsl::{exists, not, sql};
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

/// Who a letter goes to, and the name of the fund it comes from.
#[derive(PartialEq, Eq, PartialOrd, Ord, Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub(super) struct Reader {
    pub(super) id: AccountId,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) language: String,
    #[diesel(select_expression = name_of_fund())]
    #[diesel(select_expression_type = SqlLiteral<Nullable<Text>>)]
    pub(super) fund: Option<String>,
}

/// Beside its readers, so that a letter takes no statement more.
fn name_of_fund() -> SqlLiteral<Nullable<Text>> {
    sql("(SELECT name FROM funds LIMIT 1)")
}

/// The readers of a letter, each once.
pub(super) fn readers(
    conn: &mut Conn,
    to: Recipients,
    tidings: &Tidings,
) -> QueryResult<Vec<Reader>> {
    // Who stands aside from an application is told nothing of it.
    let about = tidings.application();
    let found: Vec<Reader> = match to {
        Recipients::TheAccount | Recipients::TheReviewer => {
            return the_account(conn, tidings.account);
        }
        Recipients::TheApplicants => {
            let Some(application) = tidings.application() else {
                return Ok(Vec::new());
            };
            applicants(conn, application)?
        }
        Recipients::TheLeads => return leads(conn, tidings.matter),
        Recipients::TheSecretariat => holders(conn, about, Role::Secretariat, None)?,
        Recipients::EveryBoard => {
            let parties = parties_to(conn, tidings.matter)?;
            holders(conn, about, Role::BoardMember, parties)?
        }
        Recipients::EveryApprover => {
            let parties = parties_to(conn, tidings.matter)?;
            holders(conn, about, Role::Approver, parties)?
        }
        Recipients::ProgrammeOfficersConcerned => {
            let Some(application) = tidings.application() else {
                return Ok(Vec::new());
            };
            let partners = partners_concerned(conn, application)?;
            holders(conn, about, Role::ProgrammeOfficer, Some(partners))?
        }
        Recipients::PayersOfficers => {
            holders_of(conn, about, Role::PaymentOfficer, tidings.partner)?
        }
        Recipients::OtherMoneyOfficers => money_officers_beside(conn, tidings)?,
        Recipients::OtherAdministrators => {
            holders_but(conn, about, Role::PartnerAdministrator, tidings.partner)?
        }
        Recipients::OtherFinanceOfficers => {
            holders_but(conn, about, Role::FinanceOfficer, tidings.partner)?
        }
        Recipients::OwnFinanceOfficers => {
            holders_of(conn, about, Role::FinanceOfficer, tidings.partner)?
        }
        Recipients::EveryAuditor => holders(conn, about, Role::Auditor, None)?,
        Recipients::EveryFinanceOfficer => holders(conn, about, Role::FinanceOfficer, None)?,
        Recipients::EveryMoneyOfficer => {
            let roles = [Role::FinanceOfficer, Role::PaymentOfficer];
            holders_of_either(conn, about, roles)?
        }
        Recipients::EveryAdministrator => {
            let roles = [Role::PartnerAdministrator, Role::SystemAdministrator];
            holders_of_either(conn, about, roles)?
        }
    };
    Ok(once_each(found))
}

/// The finance and payment officers of the parties to the call, but for those of the partner that
/// the tidings are about, and whoever they are of.
fn money_officers_beside(conn: &mut Conn, tidings: &Tidings) -> QueryResult<Vec<Reader>> {
    let about = tidings.application();
    let parties = parties_to(conn, tidings.matter)?.unwrap_or_default();
    let others = parties
        .into_iter()
        .filter(|one| Some(*one) != tidings.partner);
    let others: Vec<PartnerId> = others.collect();
    let mut all = holders(conn, about, Role::FinanceOfficer, Some(others.clone()))?;
    all.extend(holders(conn, about, Role::PaymentOfficer, Some(others))?);
    all.retain(|reader| Some(reader.id) != tidings.account);
    Ok(all)
}

/// Everyone who acts for the lead of an application.
fn applicants(conn: &mut Conn, application: ApplicationId) -> QueryResult<Vec<Reader>> {
    let its_lead = applications::organisation_id.eq(memberships::organisation_id);
    accounts::table
        .inner_join(memberships::table.on(memberships::account_id.eq(accounts::id)))
        .inner_join(applications::table.on(its_lead))
        .filter(applications::id.eq(application))
        .filter(accounts::state.eq(AccountState::Active))
        .select(Reader::as_select())
        .load(conn)
}

/// The leads of the organisation that a person asks to join.
fn leads(conn: &mut Conn, matter: Matter) -> QueryResult<Vec<Reader>> {
    let Matter::Joining(joining) = matter else {
        return Ok(Vec::new());
    };
    accounts::table
        .inner_join(memberships::table.on(memberships::account_id.eq(accounts::id)))
        .inner_join(joinings::table.on(joinings::organisation_id.eq(memberships::organisation_id)))
        .filter(joinings::id.eq(joining))
        .filter(memberships::role.eq(LEAD))
        .filter(accounts::state.eq(AccountState::Active))
        .select(Reader::as_select())
        .load(conn)
}

/// The one account: who is shut out gets no letters, who has not begun yet gets the link to begin.
fn the_account(conn: &mut Conn, account: Option<AccountId>) -> QueryResult<Vec<Reader>> {
    let Some(account) = account else {
        return Ok(Vec::new());
    };
    accounts::table
        .find(account)
        .filter(accounts::state.ne(AccountState::Suspended))
        .select(Reader::as_select())
        .load(conn)
}

fn once_each(mut readers: Vec<Reader>) -> Vec<Reader> {
    readers.sort();
    readers.dedup_by(|one, other| one.id == other.id);
    readers
}

fn holders(
    conn: &mut Conn,
    about: Option<ApplicationId>,
    role: Role,
    partners: Option<Vec<PartnerId>>,
) -> QueryResult<Vec<Reader>> {
    let mut all = holders_with_partner(conn, about, role)?;
    if let Some(partners) = partners {
        all.retain(|(_, partner)| partner.is_some_and(|partner| partners.contains(&partner)));
    }
    Ok(all.into_iter().map(|(reader, _)| reader).collect())
}

/// Those of one of two roles.
fn holders_of_either(
    conn: &mut Conn,
    about: Option<ApplicationId>,
    [one, other]: [Role; 2],
) -> QueryResult<Vec<Reader>> {
    let mut all = holders(conn, about, one, None)?;
    all.extend(holders(conn, about, other, None)?);
    Ok(all)
}

/// Those of one partner.
fn holders_of(
    conn: &mut Conn,
    about: Option<ApplicationId>,
    role: Role,
    partner: Option<PartnerId>,
) -> QueryResult<Vec<Reader>> {
    holders(conn, about, role, Some(partner.into_iter().collect()))
}

/// Those of every partner but one.
fn holders_but(
    conn: &mut Conn,
    about: Option<ApplicationId>,
    role: Role,
    partner: Option<PartnerId>,
) -> QueryResult<Vec<Reader>> {
    let mut all = holders_with_partner(conn, about, role)?;
    all.retain(|(_, own)| *own != partner);
    Ok(all.into_iter().map(|(reader, _)| reader).collect())
}

/// Everybody who holds a role; about an application those alone who do not stand aside from it, and
/// whoever steps in for them.
fn holders_with_partner(
    conn: &mut Conn,
    about: Option<ApplicationId>,
    role: Role,
) -> QueryResult<Vec<(Reader, Option<PartnerId>)>> {
    let aside = recusals::table
        .filter(recusals::account_id.eq(accounts::id))
        .filter(recusals::application_id.nullable().eq(about))
        .filter(recusals::state.eq_any(RecusalState::SHUTS_OUT));
    let inside = memberships::table
        .inner_join(
            applications::table.on(applications::organisation_id.eq(memberships::organisation_id)),
        )
        .filter(memberships::account_id.eq(accounts::id))
        .filter(applications::id.nullable().eq(about));
    let steps_in = role_grants::application_id.eq(about);
    accounts::table
        .inner_join(role_grants::table.on(role_grants::account_id.eq(accounts::id)))
        .filter(role_grants::role.eq(role))
        .filter(role_grants::state.eq(RoleState::Active))
        .filter(role_grants::application_id.is_null().or(steps_in))
        .filter(accounts::state.eq(AccountState::Active))
        .filter(not(exists(aside).or(exists(inside))))
        .select((Reader::as_select(), role_grants::partner_id))
        .load(conn)
}
