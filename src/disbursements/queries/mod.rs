//! Payouts and payment orders as pages and API show them.

mod behind;
mod loading;
mod orders;
mod seats;

pub use behind::{Successor, movers, reckoned, successor};
pub use loading::{load, load_many};
pub use orders::{order, order_file, orders};

use super::model::{PayoutItem, PayoutKind};
use crate::db::schema::{
    applications, award_shares, awards as award_table, call_partners, memberships, participants,
    partners, payouts,
};
use crate::db::tx::View;
use crate::error::Result;
use crate::kernel::id::{AwardId, PayoutId};
use crate::kernel::money::{Currency, Money};
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::rules::decide::Reach;
use crate::rules::lifecycle::PayoutState;
use crate::rules::visibility::Sight;
use crate::rules::{Matter, decide};
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
    let account = view.actor().person()?;
    let standing = view.standing_to(Matter::Fund)?;
    let own = memberships::table
        .filter(memberships::account_id.eq(account))
        .select(memberships::organisation_id);
    let mut query = payouts::table
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
    let ground = view.ground()?;
    let is_own = applications::organisation_id.eq_any(own);
    query = query.filter(is_own.or(applications::id.ne_all(ground.recused.clone())));
    if let Reach::WhereTheyTakePart(partners) = decide::reach(&standing, Sight::Award) {
        let theirs = call_partners::table
            .filter(call_partners::partner_id.eq_any(partners))
            .select(call_partners::call_id);
        let stepping_in = applications::id.eq_any(ground.substituted());
        query = query.filter(
            is_own
                .or(applications::call_id.eq_any(theirs))
                .or(stepping_in),
        );
    }
    if let Some(award) = award {
        query = query.filter(payouts::award_id.eq(award));
    }
    if let Some(state) = state {
        query = query.filter(payouts::state.eq(state));
    }
    if let Some(id) = after.and_then(key_of).and_then(|key| key.parse().ok()) {
        query = query.filter(payouts::id.lt(PayoutId::from_uuid(id)));
    }
    let rows: Vec<ItemColumns> = query.load(view.conn)?;
    Ok(Page::cut(rows, |row| row.0.to_string()).map(item))
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
