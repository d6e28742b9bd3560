//! Whose money a call is: its parties, and each one's part of the common pot.

use super::model::{Party, Pot};
use crate::db::Conn;
use crate::error::Result;
use crate::kernel::id::{PartnerId, PotId};
use crate::kernel::money::{Currency, Money, MoneyError};
use crate::ledger::posting::Account;
use crate::ledger::{self, Due, Part};

/// What the pot of a partner, or the common pot, holds at first.
pub(super) fn held_by(pots: &[Pot], partner: Option<PartnerId>, currency: Currency) -> Money {
    let pot = pots.iter().find(|pot| pot.partner == partner);
    pot.map_or(Money::zero(currency), |pot| pot.amount)
}

/// What the pledge of each of these partners leaves once its pots in all calls, these included, are
/// taken off; less than nothing where it promises more.
pub(super) fn left(
    conn: &mut Conn,
    partners: &[PartnerId],
    pots: &[Pot],
    currency: Currency,
) -> Result<Vec<(PartnerId, Money)>> {
    let mut left = Vec::new();
    for (partner, money) in ledger::balances::unallotted(conn, partners, currency)? {
        let own = held_by(pots, Some(partner), currency);
        left.push((partner, money.minus(&own)?));
    }
    Ok(left)
}

/// Whether a pot still holds money.
pub(super) fn holds_a_rest(conn: &mut Conn, pots: &[Pot]) -> Result<bool> {
    let pots: Vec<PotId> = pots.iter().map(|pot| pot.id).collect();
    let held = ledger::balances::holdings(conn, Account::Available, &pots, None)?;
    Ok(!held.is_empty())
}

/// What each partner pays into the common pot: in proportion to what its pledge leaves, by largest
/// remainder, so that nobody pays more than is left. Nothing where the pledges do not suffice.
pub(super) fn parts_of_common(
    common: Money,
    left: &[Money],
) -> std::result::Result<Option<Vec<Money>>, MoneyError> {
    let sum = Money::sum(common.currency(), left.iter().copied())?;
    if left.iter().any(|one| one.minor() < 0) || sum.minor() < common.minor() {
        return Ok(None);
    }
    if common.is_zero() {
        return Ok(Some(vec![common; left.len()]));
    }
    let weights: Vec<i64> = left.iter().map(Money::minor).collect();
    common.split(&weights).map(Some)
}

/// What publishing allots: each pot in the parts of those whose money it is.
pub(super) fn dues(pots: &[Pot], parties: &[Party]) -> Vec<Due> {
    let mut dues = Vec::new();
    for pot in pots {
        let due = |partner, money| Due {
            part: Part::Whole,
            money,
            partner: Some(partner),
            pot: Some(pot.id),
            award: None,
        };
        match pot.partner {
            Some(partner) => dues.push(due(partner, pot.amount)),
            None => {
                let parts = parties.iter();
                dues.extend(parts.map(|party| due(party.partner, party.common)));
            }
        }
    }
    dues
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::money::Currency;

    fn euros(texts: &[&str]) -> Vec<Money> {
        let euro = Currency::from_code("EUR").unwrap();
        let read = |text: &&str| Money::from_decimal_text(text, euro).unwrap();
        texts.iter().map(read).collect()
    }

    fn parts(common: &str, left: &[&str]) -> Option<Vec<Money>> {
        parts_of_common(euros(&[common])[0], &euros(left)).unwrap()
    }

    /// Pledges of 550,000.00 and 460,000.00, pots of 500,000.00 and 410,000.00.
    #[test]
    fn the_worked_example_takes_fifty_thousand_from_each() {
        let both = Some(euros(&["50000.00", "50000.00"]));
        assert_eq!(parts("100000", &["50000", "50000"]), both);
    }

    #[test]
    fn a_partner_pays_into_the_common_pot_as_its_pledge_allows() {
        assert_eq!(
            parts("100.00", &["400.00", "50.00", "0.00"]),
            Some(euros(&["88.89", "11.11", "0.00"]))
        );
        assert_eq!(parts("0.01", &["1", "1"]), Some(euros(&["0.01", "0"])));
        assert_eq!(parts("0", &["0", "0"]), Some(euros(&["0", "0"])));
        assert_eq!(parts("100.01", &["50", "50"]), None);
        assert_eq!(parts("1", &["-1", "50"]), None);
    }
}
