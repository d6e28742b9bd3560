//! Restores as pages and API show them, and what the partners' banks may know.

mod known;

use self::known::{digest_of, known};
use super::model::{Bank, BankState, Known, Restore};
use super::store;
use crate::case::{Case, Shown};
use crate::db::Conn;
use crate::db::schema::{accounts, bank_states, partners, restores, role_grants};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, PartnerId, RestoreId};
use crate::kernel::time::{Date, Instant};
use crate::rules::Matter;
use crate::rules::capacity::{Role, Scope};
use crate::rules::decide::{self, Reach};
use crate::rules::lifecycle::{AccountState, RoleState};
use crate::rules::matter::MatterKind;
use crate::rules::restore::RestoreState;
use crate::rules::visibility::Sight;
use crate::standing;
use diesel::dsl::exists;
use diesel::prelude::*;

#[derive(Queryable)]
struct Row {
    id: RestoreId,
    state: RestoreState,
    restored_at: Instant,
    taken_at: Instant,
    sha256: String,
    program: String,
    _trail_sequence: i64,
    _trail_hash: String,
    mark: String,
    opened_at: Option<Instant>,
    version: i32,
}

/// A restore, whoever asks; for actions and tasks.
///
/// # Errors
/// `NotFound` where there is none.
pub fn load(conn: &mut Conn, id: RestoreId) -> Result<Restore> {
    let row: Option<Row> = restores::table.find(id).first(conn).optional()?;
    let row = row.ok_or(Error::NotFound(MatterKind::Restore))?;
    let mut all = shaped(conn, vec![row])?;
    let mut restore = all.pop().ok_or(Error::NotFound(MatterKind::Restore))?;
    if restore.state == RestoreState::Locked {
        restore.digest = digest_of(&known(conn)?);
    }
    Ok(restore)
}

/// Every restore, the latest first, for those in office.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn all(view: &mut View<'_>) -> Result<Vec<Restore>> {
    let standing = view.standing_to(Matter::Fund)?;
    if !decide::sees(&standing, Sight::Restores) {
        return Err(Error::NotFound(MatterKind::Restore));
    }
    let rows = restores::table.order(restores::restored_at.desc());
    let rows: Vec<Row> = rows.load(view.conn)?;
    shaped(view.conn, rows)
}

/// A restore, with what its reader may do, and the payments of their partners that the banks may
/// know.
///
/// # Errors
/// `NotFound` for those who are in no office.
pub fn page(view: &mut View<'_>, id: RestoreId) -> Result<(Shown<Restore>, Vec<Known>)> {
    let case: Case<Restore> = view.case(id, Sight::Restores)?;
    let shown = Shown {
        offers: case.offers(),
        thing: Restore::clone(&case),
    };
    let standing = view.standing_to(Matter::Fund)?;
    if !decide::sees(&standing, Sight::PaymentOrders) {
        return Ok((shown, Vec::new()));
    }
    let ground = view.ground()?;
    let barred = standing::barred_from(view.conn, &ground)?;
    let mut rows = known(view.conn)?;
    rows.retain(|row| !barred.contains(&row.application));
    if let Reach::WhereTheyTakePart(own) = decide::reach(&standing, Sight::PaymentOrders) {
        rows.retain(|row| own.contains(&row.payer_id));
    }
    Ok((shown, rows.into_iter().map(|row| row.known).collect()))
}

/// The restore that locks payments, for a page that says so.
///
/// # Errors
/// No answer from the database.
pub fn lock(conn: &mut Conn) -> Result<Option<Restore>> {
    let Some(id) = store::locked(conn)? else {
        return Ok(None);
    };
    let row: Row = restores::table.find(id).first(conn)?;
    Ok(shaped(conn, vec![row])?.pop())
}

type StateColumns = (
    RestoreId,
    PartnerId,
    AccountId,
    String,
    Instant,
    String,
    Date,
    String,
    String,
);

/// A partner: identifier, code, name, since when it takes part, and whether somebody in office
/// confirms what its bank knows.
type AskedColumns = (PartnerId, String, String, Instant, bool);

fn asked(conn: &mut Conn) -> QueryResult<Vec<AskedColumns>> {
    let officers = role_grants::table
        .inner_join(accounts::table.on(accounts::id.eq(role_grants::account_id)))
        .filter(role_grants::partner_id.eq(partners::id.nullable()))
        .filter(role_grants::role.eq(Role::FinanceOfficer))
        .filter(role_grants::scope.eq(Scope::Partner))
        .filter(role_grants::state.eq(RoleState::Active))
        .filter(accounts::state.eq(AccountState::Active));
    partners::table
        .order(partners::code)
        .select((
            partners::id,
            partners::code,
            partners::name,
            partners::created_at,
            exists(officers),
        ))
        .load(conn)
}

fn said(conn: &mut Conn) -> QueryResult<Vec<StateColumns>> {
    bank_states::table
        .inner_join(accounts::table)
        .order(bank_states::id)
        .select((
            bank_states::restore_id,
            bank_states::partner_id,
            bank_states::account_id,
            accounts::name,
            bank_states::confirmed_at,
            bank_states::statement,
            bank_states::seen_until,
            bank_states::missing,
            bank_states::digest,
        ))
        .load(conn)
}

fn shaped(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Restore>> {
    let (asked, said) = (asked(conn)?, said(conn)?);
    let all = rows.into_iter().map(|row| Restore {
        banks: asked
            .iter()
            // A partner that joined since has paid nothing that was lost.
            .filter(|one| one.3 <= row.restored_at)
            .map(|one| Bank {
                partner: one.0,
                code: one.1.clone(),
                name: one.2.clone(),
                has_officer: one.4,
                confirmed: said
                    .iter()
                    .find(|said| said.0 == row.id && said.1 == one.0)
                    .map(confirmed),
            })
            .collect(),
        id: row.id,
        state: row.state,
        restored_at: row.restored_at,
        taken_at: row.taken_at,
        sha256: row.sha256,
        program: row.program,
        mark: row.mark,
        opened_at: row.opened_at,
        version: row.version,
        digest: String::new(),
    });
    Ok(all.collect())
}

fn confirmed(said: &StateColumns) -> BankState {
    BankState {
        account: said.2,
        by: said.3.clone(),
        at: said.4,
        statement: said.5.clone(),
        seen_until: said.6,
        missing: said.7.clone(),
        digest: said.8.clone(),
    }
}
