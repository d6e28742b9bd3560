//! Payment orders as pages and API show them.

use super::super::file;
use super::super::model::PaymentOrder;
use super::super::store::OrderRow;
use crate::db::schema::{partners, payment_orders};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::{PartnerId, PaymentOrderId};
use crate::kernel::money::Money;
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::rules::capacity::{Capacity, Standing};
use crate::rules::matter::MatterKind;
use crate::rules::visibility::Sight;
use crate::rules::{Matter, decide};
use diesel::prelude::*;

/// Payment orders, newest first, for those who deal with the bank.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn orders(view: &mut View<'_>, after: Option<&str>) -> Result<Page<PaymentOrder>> {
    let standing = require_orders(view, Matter::Fund)?;
    let mut query = payment_orders::table
        .inner_join(partners::table)
        .order(payment_orders::id.desc())
        .limit(PAGE_SIZE + 1)
        .select((payment_orders::all_columns, partners::code))
        .into_boxed();
    // Officers see the orders of their own partner, as when they open one.
    if !standing.has(Capacity::Auditor) {
        let own: Vec<PartnerId> = standing
            .held()
            .iter()
            .filter_map(|held| held.partner)
            .collect();
        query = query.filter(payment_orders::payer_id.eq_any(own));
    }
    if let Some(id) = after.and_then(key_of).and_then(|key| key.parse().ok()) {
        query = query.filter(payment_orders::id.lt(PaymentOrderId::from_uuid(id)));
    }
    let rows: Vec<(OrderRow, String)> = query.load(view.conn)?;
    let sees_numbers = decide::sees(&standing, Sight::BankDetails);
    let page = Page::cut(rows, |row| row.0.id.to_string());
    let orders = page.items.into_iter().map(|row| shape(row, sees_numbers));
    Ok(Page {
        items: orders.collect::<Result<_>>()?,
        next: page.next,
    })
}

/// One payment order with its bytes.
///
/// # Errors
/// `NotFound` for those who do not deal with this partner's bank.
pub fn order(view: &mut View<'_>, id: PaymentOrderId) -> Result<PaymentOrder> {
    let standing = require_orders(view, Matter::PaymentOrder(id))?;
    let row: Option<(OrderRow, String)> = payment_orders::table
        .inner_join(partners::table)
        .filter(payment_orders::id.eq(id))
        .select((payment_orders::all_columns, partners::code))
        .first(view.conn)
        .optional()?;
    let row = row.ok_or(Error::NotFound(MatterKind::PaymentOrder))?;
    shape(row, decide::sees(&standing, Sight::BankDetails))
}

/// The file of an order, for those who see account numbers.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn order_file(view: &mut View<'_>, id: PaymentOrderId) -> Result<PaymentOrder> {
    let order = order(view, id)?;
    if order.is_whole {
        Ok(order)
    } else {
        Err(Error::NotFound(MatterKind::PaymentOrder))
    }
}

fn shape((row, payer): (OrderRow, String), is_whole: bool) -> Result<PaymentOrder> {
    let content = if is_whole {
        row.content
    } else {
        file::masked(&row.content)?
    };
    Ok(PaymentOrder {
        id: row.id,
        number: row.number,
        payer,
        total: Money::from_minor(row.total_minor, row.currency),
        file_name: row.file_name,
        digest: row.digest,
        exported_at: row.exported_at,
        content,
        is_whole,
    })
}

fn require_orders(view: &mut View<'_>, matter: Matter) -> Result<Standing> {
    let standing = view.standing_to(matter)?;
    if decide::sees(&standing, Sight::PaymentOrders) {
        Ok(standing)
    } else {
        Err(Error::NotFound(MatterKind::PaymentOrder))
    }
}
