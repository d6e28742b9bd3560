//! The seats of payouts: who sits there, having seen what, and with which second factor.

use super::super::model::{Seat, TakenSeat};
use crate::db::Conn;
use crate::db::schema::{
    accounts, awards as award_table, call_partners, factor_proofs, partners, payout_approvals,
    payouts,
};
use crate::kernel::id::{AccountId, PartnerId, PayoutId};
use crate::kernel::time::Instant;
use crate::rules::Action;
use crate::rules::proof::Factor;
use diesel::prelude::*;

type SeatColumns = (PayoutId, PartnerId, String, Option<TakenColumns>);
type TakenColumns = (Seat, String, AccountId, String, Instant, Option<Factor>);

/// A party to a payout's call, with the seat it has taken where it has taken one.
pub(super) type Party = (PartnerId, Option<TakenSeat>);

/// The parties to the calls of these payouts, each with the seat it has taken for the payout as it
/// stands: in its present round. In the order in which they sat down, the others behind.
pub(super) fn parties(conn: &mut Conn, ids: &[PayoutId]) -> QueryResult<Vec<(PayoutId, Party)>> {
    let taken = payout_approvals::payout_id
        .eq(payouts::id)
        .and(payout_approvals::partner_id.eq(call_partners::partner_id))
        .and(payout_approvals::round.eq(payouts::approval_round))
        .and(payout_approvals::voided_at.is_null());
    let of_account = accounts::id
        .nullable()
        .eq(payout_approvals::account_id.nullable());
    // What was proved in the unit in which the seat was taken, for exactly what it saw.
    let of_seat = factor_proofs::matter_id
        .eq(payouts::id)
        .and(factor_proofs::action.eq(Action::ApprovePayout))
        .and(factor_proofs::account_id.eq(payout_approvals::account_id))
        .and(factor_proofs::digest.eq(payout_approvals::digest.nullable()))
        .and(factor_proofs::proved_at.eq(payout_approvals::approved_at));
    let rows: Vec<SeatColumns> = payouts::table
        .inner_join(award_table::table)
        .inner_join(call_partners::table.on(call_partners::call_id.eq(award_table::call_id)))
        .inner_join(partners::table.on(partners::id.eq(call_partners::partner_id)))
        .left_join(payout_approvals::table.on(taken))
        .left_join(accounts::table.on(of_account))
        .left_join(factor_proofs::table.on(of_seat))
        .filter(payouts::id.eq_any(ids))
        .order((
            payouts::id,
            payout_approvals::approved_at.is_null(),
            payout_approvals::approved_at,
            partners::id,
        ))
        .select((
            payouts::id,
            partners::id,
            partners::code,
            (
                payout_approvals::seat,
                accounts::name.assume_not_null(),
                accounts::id.assume_not_null(),
                payout_approvals::digest,
                payout_approvals::approved_at,
                factor_proofs::factor.nullable(),
            )
                .nullable(),
        ))
        .load(conn)?;
    let of_row = |(payout, partner_id, partner, taken): SeatColumns| {
        let seat = taken.map(|taken| seat((partner_id, partner), taken));
        (payout, (partner_id, seat))
    };
    Ok(rows.into_iter().map(of_row).collect())
}

fn seat((partner_id, partner): (PartnerId, String), taken: TakenColumns) -> TakenSeat {
    let (seat, by, account, digest, approved_at, proved_by) = taken;
    TakenSeat {
        seat,
        partner,
        by,
        account,
        partner_id,
        digest,
        approved_at,
        proved_by,
    }
}
