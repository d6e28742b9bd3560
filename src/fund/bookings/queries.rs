//! Pledges and receipts as pages and API show them, and as the law weighs them.

use super::model::{Contribution, Hand, Hands, PledgeReceipt, Weight};
use super::store::{self, ContributionRow, ReceiptRow};
use crate::case::Whole;
use crate::db::Conn;
use crate::db::schema::{accounts, contributions, receipts};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::fund::queries::Partner;
use crate::kernel::id::{AccountId, ContributionId, PartnerId, ReceiptId};
use crate::kernel::money::{Currency, Money};
use crate::kernel::time::Instant;
use crate::ledger::balances::{self, Worth};
use crate::rules::matter::MatterKind;
use crate::rules::visibility::Sight;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// Pledges and receipts, for those who may see them.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn contributions(view: &mut View<'_>, partners: &[Partner]) -> Result<Vec<Contribution>> {
    if !view.case_of(Whole)?.sees(Sight::Contributions) {
        return Err(Error::NotFound(MatterKind::Contribution));
    }
    load(view.conn, partners, None)
}

/// These pledges and what has arrived of each, whoever asks; for actions and tasks.
///
/// # Errors
/// No answer from the database.
pub fn load_many(conn: &mut Conn, ids: &[ContributionId]) -> Result<Vec<Contribution>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let partners = crate::fund::queries::partners(conn)?;
    load(conn, &partners, Some(ids))
}

/// A pledge and what has arrived of it.
pub(super) fn contribution(conn: &mut Conn, id: ContributionId) -> Result<Contribution> {
    let mut found = load_many(conn, &[id])?.into_iter();
    found
        .next()
        .ok_or(Error::NotFound(MatterKind::Contribution))
}

/// The receipt of this pledge with this identifier.
///
/// # Errors
/// `NotFound` where there is none.
pub fn receipt_of(
    conn: &mut Conn,
    pledge: ContributionId,
    receipt: ReceiptId,
) -> Result<ReceiptId> {
    match store::pledge_of(conn, receipt)? {
        Some(its) if its == pledge => Ok(receipt),
        _ => Err(Error::NotFound(MatterKind::Receipt)),
    }
}

type Names = BTreeMap<AccountId, String>;

/// Every pledge, or some; the partners' others weigh with them.
fn load(
    conn: &mut Conn,
    partners: &[Partner],
    some: Option<&[ContributionId]>,
) -> Result<Vec<Contribution>> {
    let rows: Vec<ContributionRow> = contributions::table.order(contributions::id).load(conn)?;
    let is_wanted = |row: &&ContributionRow| some.is_none_or(|ids| ids.contains(&row.id));
    let wanted: Vec<&ContributionRow> = rows.iter().filter(is_wanted).collect();
    let Some(currency) = wanted.first().map(|row| row.amount_currency) else {
        return Ok(Vec::new());
    };
    let ids: Vec<ContributionId> = wanted.iter().map(|row| row.id).collect();
    let arrived: Vec<ReceiptRow> = receipts::table
        .filter(receipts::contribution_id.eq_any(ids))
        .order(receipts::id)
        .load(conn)?;
    let names = names(conn, &wanted, &arrived)?;
    let payers: Vec<PartnerId> = wanted.iter().map(|row| row.partner_id).collect();
    let worths = balances::worths(conn, &payers, currency)?;
    let mut all = Vec::new();
    for row in wanted {
        let Some(partner) = partners.iter().find(|one| one.id == row.partner_id) else {
            continue;
        };
        let own = arrived.iter().filter(|one| one.contribution_id == row.id);
        let mut pledge = shape(row, partner, &names, currency);
        pledge.receipts = own.map(|one| receipt(one, &names)).collect();
        pledge.received = pledge.received_but(None)?;
        pledge.weight = weight(row, &rows, &worths)?;
        all.push(pledge);
    }
    Ok(all)
}

fn shape(
    row: &ContributionRow,
    partner: &Partner,
    names: &Names,
    currency: Currency,
) -> Contribution {
    let nothing = Money::zero(currency);
    Contribution {
        id: row.id,
        partner: partner.clone(),
        pledged: Money::from_minor(row.amount_minor, row.amount_currency),
        received: nothing,
        pledged_on: row.pledged_on,
        reference: row.reference.clone(),
        state: row.state,
        hands: Hands {
            proposed: hand(names, row.recorded_by, row.recorded_at),
            settled: maybe(names, row.settled_by, row.settled_at)
                .map(|hand| hand.because(&row.refusal_reason)),
            reversal: maybe(names, row.reversal_by, row.reversal_at)
                .map(|hand| hand.because(&row.reversal_reason)),
            reversed: maybe(names, row.reversed_by, row.reversed_at),
        },
        receipts: Vec::new(),
        version: row.version,
        weight: Weight {
            beside: nothing,
            unallotted: nothing,
            cash: nothing,
        },
    }
}

fn receipt(row: &ReceiptRow, names: &Names) -> PledgeReceipt {
    PledgeReceipt {
        id: row.id,
        amount: Money::from_minor(row.amount_minor, row.amount_currency),
        received_on: row.received_on,
        bank_reference: row.bank_reference.clone(),
        state: row.state,
        hands: Hands {
            proposed: hand(names, row.recorded_by, row.recorded_at),
            settled: maybe(names, row.settled_by, row.settled_at)
                .map(|hand| hand.because(&row.refusal_reason)),
            reversal: maybe(names, row.reversal_by, row.reversal_at)
                .map(|hand| hand.because(&row.reversal_reason)),
            reversed: maybe(names, row.reversed_by, row.reversed_at),
        },
        version: row.version,
    }
}

fn weight(row: &ContributionRow, all: &[ContributionRow], worths: &[Worth]) -> Result<Weight> {
    let currency = row.amount_currency;
    let beside = all.iter().filter(|other| {
        other.partner_id == row.partner_id && other.id != row.id && other.state.is_booked()
    });
    let beside = beside.map(|one| Money::from_minor(one.amount_minor, one.amount_currency));
    let worth = worths.iter().find(|one| one.partner == row.partner_id);
    let nothing = Money::zero(currency);
    Ok(Weight {
        beside: Money::sum(currency, beside)?,
        unallotted: worth.map_or(nothing, |one| one.unallotted),
        cash: worth.map_or(nothing, |one| one.cash),
    })
}

fn hand(names: &Names, account: AccountId, at: Instant) -> Hand {
    Hand {
        account,
        name: names.get(&account).cloned().unwrap_or_default(),
        at,
        reason: None,
    }
}

impl Hand {
    fn because(self, reason: &Option<String>) -> Self {
        let reason = reason.clone();
        Self { reason, ..self }
    }
}

fn maybe(names: &Names, account: Option<AccountId>, at: Option<Instant>) -> Option<Hand> {
    let (account, at) = account.zip(at)?;
    Some(hand(names, account, at))
}

/// The names of all who put their hand to these.
fn names(conn: &mut Conn, pledges: &[&ContributionRow], all: &[ReceiptRow]) -> QueryResult<Names> {
    let of_pledges = pledges.iter().flat_map(|row| {
        let others = [row.settled_by, row.reversal_by, row.reversed_by];
        others.into_iter().flatten().chain([row.recorded_by])
    });
    let of_receipts = all.iter().flat_map(|row| {
        let others = [row.settled_by, row.reversal_by, row.reversed_by];
        others.into_iter().flatten().chain([row.recorded_by])
    });
    let mut people: Vec<AccountId> = of_pledges.chain(of_receipts).collect();
    people.sort();
    people.dedup();
    let found: Vec<(AccountId, String)> = accounts::table
        .filter(accounts::id.eq_any(people))
        .select((accounts::id, accounts::name))
        .load(conn)?;
    Ok(found.into_iter().collect())
}
