//! Payouts and payment orders as pages and API show them.

mod behind;
mod loading;
mod orders;
mod seats;

pub use behind::{Successor, movers, reckoned, successor};
pub use loading::{load, load_many};
pub use orders::{order, order_file, orders};

use super::model::{PayoutItem, PayoutKind};
use crate::awards::queries::{Way, seen_in};
use crate::db::schema::{
    applications, award_shares, awards as award_table, participants, partners, payouts,
};
use crate::db::together::Together;
use crate::db::tx::View;
use crate::error::Result;
use crate::kernel::id::{AwardId, PayoutId};
use crate::kernel::money::{Currency, Money};
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::rules::lifecycle::PayoutState;
use diesel::prelude::*;

type ItemColumns = (
    PayoutId,
    Option<String>,
    String,
    PayoutKind,
    String,
    i64,
    Currency,
    PayoutState,
);

/// The payouts an actor may open, newest first; of one award or in one state where asked.
///
/// # Errors
/// `Unauthenticated` for visitors.
pub fn list(
    view: &mut View<'_>,
    award: Option<AwardId>,
    state: Option<PayoutState>,
    after: Option<&str>,
) -> Result<Page<PayoutItem>> {
    view.actor().person()?;
    let below = after.and_then(key_of).and_then(|key| key.parse().ok());
    let below = below.map(PayoutId::from_uuid);
    let readings = Way::of(view)?.into_iter().map(|way| {
        let query = payouts::table
            .inner_join(award_table::table.inner_join(applications::table))
            .inner_join(award_shares::table.inner_join(participants::table))
            .inner_join(partners::table)
            .order(payouts::id.desc())
            .limit(PAGE_SIZE + 1)
            .select((
                payouts::id,
                applications::number,
                participants::organisation_name,
                payouts::kind,
                partners::code,
                payouts::amount_minor,
                payouts::currency,
                payouts::state,
            ))
            .into_boxed();
        let mut query = seen_in!(query, way);
        if let Some(award) = award {
            query = query.filter(payouts::award_id.eq(award));
        }
        if let Some(state) = state {
            query = query.filter(payouts::state.eq(state));
        }
        if let Some(below) = below {
            query = query.filter(payouts::id.lt(below));
        }
        query
    });
    let readings = readings.collect();
    let mut all: Vec<ItemColumns> = Together::new(readings).rows(view.conn)?;
    all.sort_by_key(|row| std::cmp::Reverse(row.0));
    Ok(Page::cut(all, |row| row.0.to_string()).map(item))
}

fn item((id, number, payee, kind, payer, minor, currency, state): ItemColumns) -> PayoutItem {
    PayoutItem {
        id,
        number,
        payee,
        kind,
        payer,
        amount: Money::from_minor(minor, currency),
        state,
    }
}
