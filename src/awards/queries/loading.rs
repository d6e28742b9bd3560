//! An award with its parts: a few statements, however many there are.

use super::super::model::{Award, BankAccount, Milestone, Share, Signature};
use super::super::store::{self, Row, ShareRow};
use crate::db::Conn;
use crate::db::schema::{
    accounts, agreement_signatures, applications, award_shares, awards, call_pots, calls,
    organisations, participants, partners,
};
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, AwardId, OrganisationId, PartnerId};
use crate::kernel::money::{Currency, Money};
use crate::kernel::time::Instant;
use crate::rules::matter::MatterKind;
use crate::standing;
use diesel::prelude::*;

type LoadedColumns = (Row, Option<String>, String, String, OrganisationId, String);

/// An award with its parts, whoever asks; for actions and other contexts.
///
/// # Errors
/// `NotFound` where there is none.
pub fn load(conn: &mut Conn, id: AwardId) -> Result<Award> {
    let found: Option<LoadedColumns> = awards::table
        .inner_join(applications::table.inner_join(organisations::table))
        .inner_join(calls::table)
        .filter(awards::id.eq(id))
        .select((
            awards::all_columns,
            applications::number,
            applications::title,
            organisations::name,
            organisations::id,
            calls::title,
        ))
        .first(conn)
        .optional()?;
    let (row, number, title, organisation, organisation_id, call_title) =
        found.ok_or(Error::NotFound(MatterKind::Award))?;
    let shares = shares(conn, id, row.currency)?;
    let paid = shares.iter().map(|share| share.paid.minor()).sum();
    Ok(Award {
        id,
        application: row.application_id,
        number: number.unwrap_or_default(),
        title,
        organisation,
        organisation_id,
        call: row.call_id,
        call_title,
        state: row.state,
        granted: Money::from_minor(row.granted_minor, row.currency),
        paid: Money::from_minor(paid, row.currency),
        agreement: row.agreement,
        agreement_digest: row.agreement_digest,
        in_force_at: row.in_force_at,
        version: row.version,
        shares,
        signatures: signatures(conn, id)?,
        milestones: milestones(conn, id, row.currency)?,
        bank_accounts: bank_accounts_of(conn, id)?,
        parties: standing::parties(conn, row.call_id)?,
    })
}

/// A share, its participant and payer by name, the partner of its pot, and what of it is paid.
type ShareColumns = (ShareRow, String, String, Option<PartnerId>, i64);

fn shares(conn: &mut Conn, award: AwardId, currency: Currency) -> QueryResult<Vec<Share>> {
    let rows: Vec<ShareColumns> = award_shares::table
        .inner_join(participants::table)
        .inner_join(partners::table)
        .inner_join(call_pots::table)
        .filter(award_shares::award_id.eq(award))
        .order(award_shares::id)
        .select((
            award_shares::all_columns,
            participants::organisation_name,
            partners::code,
            call_pots::partner_id,
            store::paid_of_the_share(),
        ))
        .load(conn)?;
    let mut codes: Vec<(PartnerId, String)> = rows
        .iter()
        .map(|row| (row.0.payer_id, row.2.clone()))
        .collect();
    // A pot's partner is as a rule the one that pays.
    let is_known = |id: PartnerId| codes.iter().any(|one| one.0 == id);
    if !rows.iter().filter_map(|row| row.3).all(is_known) {
        codes = partners::table
            .select((partners::id, partners::code))
            .load(conn)?;
    }
    let code_of = |id: PartnerId| {
        let found = codes.iter().find(|one| one.0 == id);
        found.map(|one| one.1.clone())
    };
    let money = |minor| Money::from_minor(minor, currency);
    Ok(rows
        .into_iter()
        .map(|(row, participant_name, payer_code, pot_of, paid)| Share {
            id: row.id,
            participant: row.participant_id,
            participant_name,
            pot: row.pot_id,
            pot_code: pot_of.and_then(code_of),
            payer: row.payer_id,
            payer_code,
            granted: money(row.granted_minor),
            advance: money(row.advance_minor),
            retention: money(row.retention_minor),
            paid: money(paid),
        })
        .collect())
}

type SignatureColumns = (
    Option<String>,
    Option<PartnerId>,
    String,
    AccountId,
    Instant,
);

/// The signatures under an agreement.
pub(in crate::awards) fn signatures(
    conn: &mut Conn,
    award: AwardId,
) -> QueryResult<Vec<Signature>> {
    let rows: Vec<SignatureColumns> = agreement_signatures::table
        .left_join(partners::table)
        .inner_join(accounts::table)
        .filter(agreement_signatures::award_id.eq(award))
        .order(agreement_signatures::signed_at)
        .select((
            partners::code.nullable(),
            agreement_signatures::partner_id,
            accounts::name,
            accounts::id,
            agreement_signatures::signed_at,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(partner, partner_id, by, account, signed_at)| Signature {
            partner,
            partner_id,
            by,
            account,
            signed_at,
        })
        .collect())
}

fn milestones(conn: &mut Conn, award: AwardId, currency: Currency) -> QueryResult<Vec<Milestone>> {
    let found = store::milestones_with_amounts(conn, award)?;
    Ok(found
        .into_iter()
        .map(|(row, amounts)| {
            let own = || amounts.iter();
            Milestone {
                id: row.id,
                position: row.position,
                title: row.title,
                share: row.share,
                due_months: row.due_months,
                due_on: row.due_on,
                state: row.state,
                report: row.report,
                reason: row.reason,
                version: row.version,
                reported_by: row.reported_by,
                earned: Money::from_minor(own().map(|one| one.earned_minor).sum(), currency),
                net: Money::from_minor(own().map(|one| one.net_minor).sum(), currency),
                nets: own()
                    .map(|one| {
                        (
                            one.award_share_id,
                            Money::from_minor(one.net_minor, currency),
                        )
                    })
                    .collect(),
            }
        })
        .collect())
}

fn bank_accounts_of(conn: &mut Conn, award: AwardId) -> QueryResult<Vec<BankAccount>> {
    Ok(store::accounts_of(conn, award)?
        .into_iter()
        .map(|row| BankAccount {
            id: row.id,
            participant: row.participant_id,
            holder: row.holder,
            holder_plain: row.holder_plain,
            iban: row.iban,
            bic: row.bic,
            bank_name: row.bank_name,
            country: row.country,
            state: row.state,
            recorded_at: row.recorded_at,
            usable_from: row.usable_from,
            version: row.version,
            recorded_by: row.recorded_by,
        })
        .collect())
}
