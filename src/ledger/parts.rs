//! Whose part of a pot an amount is. A common pot holds the parts of several partners: what is
//! drawn on it is drawn on those parts in proportion, by largest remainder, so that no part runs
//! dry before the others and none is overdrawn by a cent.

use super::balances::{Holding, holdings};
use super::posting::{Account, Due, Part};
use crate::db::Conn;
use crate::error::{Error, Result};
use crate::kernel::id::{AwardId, PotId};
use crate::kernel::money::Money;
use std::collections::BTreeMap;

/// What an award takes from an account of its pots, divided among the partners whose money it is:
/// free money of the pots where the award has none of its own yet, its own money otherwise.
///
/// # Errors
/// More than there is, which the caller ought to have weighed; no answer from the database.
pub(crate) fn drawn(
    conn: &mut Conn,
    account: Account,
    part: Part,
    award: AwardId,
    amounts: impl IntoIterator<Item = (PotId, Money)>,
) -> Result<Vec<Due>> {
    let mut wanted: BTreeMap<PotId, Money> = BTreeMap::new();
    for (pot, money) in amounts {
        let sum = wanted.entry(pot).or_insert(Money::zero(money.currency()));
        *sum = sum.plus(&money)?;
    }
    let pots: Vec<PotId> = wanted.keys().copied().collect();
    let own = (account != Account::Available).then_some(award);
    let holdings = holdings(conn, account, &pots, own)?;
    let parts = divided(&wanted, &holdings)?;
    Ok(due(part, Some(award), &parts))
}

/// All that an account holds of these pots, for an award alone where one is named.
///
/// # Errors
/// No answer from the database.
pub(crate) fn all(
    conn: &mut Conn,
    account: Account,
    part: Part,
    award: Option<AwardId>,
    pots: &[PotId],
) -> Result<Vec<Due>> {
    Ok(due(part, award, &holdings(conn, account, pots, award)?))
}

fn due(part: Part, award: Option<AwardId>, parts: &[Holding]) -> Vec<Due> {
    parts
        .iter()
        .map(|one| Due {
            part,
            money: one.money,
            partner: Some(one.partner),
            pot: Some(one.pot),
            award,
        })
        .collect()
}

fn divided(wanted: &BTreeMap<PotId, Money>, holdings: &[Holding]) -> Result<Vec<Holding>> {
    let mut parts = Vec::new();
    for (pot, money) in wanted.iter().filter(|(_, money)| !money.is_zero()) {
        let own: Vec<&Holding> = holdings.iter().filter(|one| one.pot == *pot).collect();
        let held = Money::sum(money.currency(), own.iter().map(|one| one.money))?;
        if held.minor() < money.minor() {
            return Err(Error::internal(format!(
                "pot {pot} holds {}, not {}",
                held.plain_text(),
                money.plain_text()
            )));
        }
        let weights: Vec<i64> = own.iter().map(|one| one.money.minor()).collect();
        for (one, money) in own.into_iter().zip(money.split(&weights)?) {
            parts.push(Holding { money, ..*one });
        }
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::id::PartnerId;
    use crate::kernel::money::Currency;
    use proptest::prelude::*;

    fn euros(minor: i64) -> Money {
        Money::from_minor(minor, Currency::from_code("EUR").unwrap())
    }

    fn pot_of(parts: &[i64]) -> (PotId, Vec<Holding>) {
        let pot = PotId::new();
        let part = |minor: &i64| Holding {
            pot,
            partner: PartnerId::new(),
            money: euros(*minor),
        };
        (pot, parts.iter().map(part).collect())
    }

    fn draw(pot: PotId, minor: i64, holdings: &[Holding]) -> Vec<i64> {
        let wanted = BTreeMap::from([(pot, euros(minor))]);
        let parts = divided(&wanted, holdings).unwrap();
        parts.iter().map(|one| one.money.minor()).collect()
    }

    /// A04 of the worked example takes the whole common pot of 100,000.00: 40,000.00 for one
    /// partner's participants and 60,000.00 for the other's, half of it each partner's money.
    #[test]
    fn the_worked_example_draws_half_of_each_part() {
        let (pot, holdings) = pot_of(&[5_000_000, 5_000_000]);
        assert_eq!(draw(pot, 10_000_000, &holdings), [5_000_000, 5_000_000]);
        assert_eq!(draw(pot, 4_000_000, &holdings), [2_000_000, 2_000_000]);
    }

    #[test]
    fn more_than_a_pot_holds_is_never_drawn() {
        let (pot, holdings) = pot_of(&[100, 50]);
        let wanted = BTreeMap::from([(pot, euros(151))]);
        assert!(divided(&wanted, &holdings).is_err());
        let other = BTreeMap::from([(PotId::new(), euros(1))]);
        assert!(divided(&other, &holdings).is_err());
    }

    proptest! {
        /// Drawn cent by cent or at once: no part is overdrawn, and the last draw empties them all.
        #[test]
        fn no_part_is_overdrawn(
            parts in proptest::collection::vec(0_i64..500, 1..5),
            draws in proptest::collection::vec(1_i64..200, 1..20),
        ) {
            let (pot, mut holdings) = pot_of(&parts);
            let mut left: i64 = parts.iter().sum();
            for draw_of in draws.into_iter().chain([i64::MAX]) {
                let minor = draw_of.min(left);
                if minor == 0 {
                    continue;
                }
                let drawn = draw(pot, minor, &holdings);
                prop_assert_eq!(drawn.iter().sum::<i64>(), minor);
                for (one, drawn) in holdings.iter_mut().zip(drawn) {
                    one.money = one.money.minus(&euros(drawn)).unwrap();
                    prop_assert!(one.money.minor() >= 0);
                }
                left -= minor;
            }
            prop_assert!(holdings.iter().all(|one| one.money.is_zero()));
        }
    }
}
