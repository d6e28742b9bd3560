//! Payment orders as pages and API show them.

use super::super::file;
use super::super::model::{PaymentOrder, ReplacingLine};
use super::super::store::OrderRow;
use crate::db::Conn;
use crate::db::schema::{
    awards, departures, partners, payment_order_lines, payment_orders, payouts, restores,
};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::PaymentOrderId;
use crate::kernel::money::Money;
use crate::kernel::paging::{PAGE_SIZE, Page, key_of};
use crate::kernel::time::Instant;
use crate::rules::capacity::Standing;
use crate::rules::decide::Reach;
use crate::rules::matter::MatterKind;
use crate::rules::restore::RestoreState;
use crate::rules::visibility::Sight;
use crate::rules::{Action, Condition, Matter, Reason, Refusal, decide};
use crate::standing;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

/// Payment orders, newest first, for those who deal with the bank.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn orders(view: &mut View<'_>, after: Option<&str>) -> Result<Page<PaymentOrder>> {
    let (standing, ground) = (view.standing_to(Matter::Fund)?, view.ground()?);
    let seen = decide::reach(&standing, Sight::PaymentOrders);
    let numbers = decide::reach(&standing, Sight::BankDetails);
    // Whoever steps in for an officer in one application hands over here what is paid for it, and
    // finds no orders listed.
    let hands_over = !decide::partners_for(&ground, Action::ExportOrder).is_empty();
    if !hands_over && !decide::sees(&standing, Sight::PaymentOrders) {
        return Err(Error::NotFound(MatterKind::PaymentOrder));
    }
    let locks = restores::table.filter(restores::state.eq(RestoreState::Locked));
    let left = departures::table.filter(departures::end_to_end_id.eq(payment_orders::number));
    let is_held = exists(locks).or(exists(left));
    let mut query = payment_orders::table
        .inner_join(partners::table)
        .order(payment_orders::id.desc())
        .limit(PAGE_SIZE + 1)
        .select((payment_orders::all_columns, partners::code, is_held))
        .into_boxed();
    // Officers see the orders of their own partner, as when they open one.
    if let Reach::WhereTheyTakePart(own) = seen {
        query = query.filter(payment_orders::payer_id.eq_any(own));
    }
    let barred = standing::barred_from(view.conn, &ground)?;
    if !barred.is_empty() {
        let aside = payment_order_lines::table
            .inner_join(payouts::table.inner_join(awards::table))
            .filter(payment_order_lines::payment_order_id.eq(payment_orders::id))
            .filter(awards::application_id.eq_any(barred));
        query = query.filter(not(exists(aside)));
    }
    if let Some(id) = after.and_then(key_of).and_then(|key| key.parse().ok()) {
        query = query.filter(payment_orders::id.lt(PaymentOrderId::from_uuid(id)));
    }
    let rows: Vec<Line> = query.load(view.conn)?;
    let page = Page::cut(rows, |row| row.0.id.to_string());
    let orders = page.items.into_iter().map(|row| {
        let is_whole = match &numbers {
            Reach::Everywhere => true,
            Reach::WhereTheyTakePart(own) => own.contains(&row.0.payer_id),
        };
        shape(row, is_whole)
    });
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
    let locks = restores::table.filter(restores::state.eq(RestoreState::Locked));
    let left = departures::table.filter(departures::end_to_end_id.eq(payment_orders::number));
    let is_held = exists(locks).or(exists(left));
    let row: Option<Line> = payment_orders::table
        .inner_join(partners::table)
        .filter(payment_orders::id.eq(id))
        .select((payment_orders::all_columns, partners::code, is_held))
        .first(view.conn)
        .optional()?;
    let row = row.ok_or(Error::NotFound(MatterKind::PaymentOrder))?;
    let mut order = shape(row, decide::sees(&standing, Sight::BankDetails))?;
    order.replacing = replacing(view.conn, id)?;
    Ok(order)
}

/// The lines of an order that replace lines of earlier orders.
fn replacing(conn: &mut Conn, id: PaymentOrderId) -> QueryResult<Vec<ReplacingLine>> {
    let lines: Vec<(String, Option<String>)> = payment_order_lines::table
        .filter(payment_order_lines::payment_order_id.eq(id))
        .filter(payment_order_lines::replaces.is_not_null())
        .order(payment_order_lines::end_to_end_id)
        .select((
            payment_order_lines::end_to_end_id,
            payment_order_lines::replaces,
        ))
        .load(conn)?;
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let replaced: Vec<&String> = lines.iter().filter_map(|line| line.1.as_ref()).collect();
    let orders: Vec<(String, String, Instant)> = payment_order_lines::table
        .inner_join(payment_orders::table)
        .filter(payment_order_lines::end_to_end_id.eq_any(replaced))
        .select((
            payment_order_lines::end_to_end_id,
            payment_orders::number,
            payment_orders::exported_at,
        ))
        .load(conn)?;
    let of_line = |(end_to_end_id, replaced): (String, Option<String>)| {
        let order = orders
            .iter()
            .find(|one| Some(&one.0) == replaced.as_ref())?;
        Some(ReplacingLine {
            end_to_end_id,
            replaced: order.0.clone(),
            order: order.1.clone(),
            exported_at: order.2,
        })
    };
    Ok(lines.into_iter().filter_map(of_line).collect())
}

/// The file of an order, for those who see account numbers, unless payments are locked. One that
/// was written down after a restore is in no file: the bank has it.
///
/// # Errors
/// `NotFound` for everyone else; the refusal of the tables.
pub fn order_file(view: &mut View<'_>, id: PaymentOrderId) -> Result<PaymentOrder> {
    let order = order(view, id)?;
    let standing = view.standing_to(Matter::PaymentOrder(id))?;
    if order.is_whole {
        Ok(order)
    } else if decide::sees(&standing, Sight::BankDetails) {
        let locks = restores::table.filter(restores::state.eq(RestoreState::Locked));
        let is_locked: bool = diesel::select(exists(locks)).get_result(view.conn)?;
        let unmet = match is_locked {
            true => Condition::PaymentsAreOpen,
            false => Condition::NotKnownToHaveLeft,
        };
        Err(Refusal::new(Action::ExportOrder, Reason::Unmet(unmet)).into())
    } else {
        Err(Error::NotFound(MatterKind::PaymentOrder))
    }
}

/// An order, the code of its payer, and whether it is kept from being handed out: payments are
/// locked, or it has left already.
type Line = (OrderRow, String, bool);

/// Nobody is handed what the bank would take while payments are locked, nor what it has taken.
fn shape((row, payer, is_held): Line, is_whole: bool) -> Result<PaymentOrder> {
    let is_whole = is_whole && !is_held;
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
        replacing: Vec::new(),
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
