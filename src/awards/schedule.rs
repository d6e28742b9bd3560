//! What each share is paid when: made once, so that no cent is lost or invented later.

use crate::kernel::money::{Money, MoneyError, Rate};

/// One milestone's part of a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instalment {
    /// Earned by the milestone.
    pub earned: Money,
    /// Of it, set against the advance.
    pub recovered: Money,
    /// Of it, kept back.
    pub retained: Money,
    /// Of it, to be paid.
    pub net: Money,
}

/// A share's advance, and its instalments in the order of the milestones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Paid ahead.
    pub advance: Money,
    /// One a milestone.
    pub instalments: Vec<Instalment>,
    /// The sum of what is kept back.
    pub retention: Money,
}

/// Plans the payments of a share. The advance is recovered in proportion to the milestones; what is
/// kept back is a rate of what each earns, but never more than is left of it.
///
/// # Errors
/// Out of range, or milestones without shares.
pub fn plan(
    granted: Money,
    advance_rate: Rate,
    retention_rate: Rate,
    milestones: &[i64],
) -> Result<Schedule, MoneyError> {
    let advance = granted.times(advance_rate)?;
    let earned = granted.split(milestones)?;
    let recovered = advance.split(milestones)?;
    let mut retention = Money::zero(granted.currency());
    let mut instalments = Vec::with_capacity(earned.len());
    for (earned, recovered) in earned.into_iter().zip(recovered) {
        let left = earned.minus(&recovered)?;
        let wanted = earned.times(retention_rate)?;
        let retained = if wanted.minor() > left.minor() {
            left
        } else {
            wanted
        };
        let net = left.minus(&retained)?;
        retention = retention.plus(&retained)?;
        instalments.push(Instalment {
            earned,
            recovered,
            retained,
            net,
        });
    }
    Ok(Schedule {
        advance,
        instalments,
        retention,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::money::Currency;
    use proptest::prelude::*;

    fn rate(points: i32) -> Rate {
        Rate::from_basis_points(points).unwrap()
    }

    #[test]
    fn the_worked_example_is_paid_as_written() {
        let euro = Currency::from_code("EUR").unwrap();
        let granted = Money::from_decimal_text("270000", euro).unwrap();
        let plan = plan(granted, rate(3_000), rate(1_000), &[4_000, 3_500, 2_500]).unwrap();
        let texts = |pick: fn(&Instalment) -> Money| -> Vec<String> {
            plan.instalments
                .iter()
                .map(|one| pick(one).decimal_text())
                .collect()
        };
        assert_eq!(plan.advance.decimal_text(), "81000.00");
        assert_eq!(
            texts(|one| one.earned),
            ["108000.00", "94500.00", "67500.00"]
        );
        assert_eq!(
            texts(|one| one.recovered),
            ["32400.00", "28350.00", "20250.00"]
        );
        assert_eq!(
            texts(|one| one.retained),
            ["10800.00", "9450.00", "6750.00"]
        );
        assert_eq!(texts(|one| one.net), ["64800.00", "56700.00", "40500.00"]);
        assert_eq!(plan.retention.decimal_text(), "27000.00");
    }

    proptest! {
        #[test]
        fn all_payments_together_are_the_grant(
            minor in 1_i64..10_000_000_000,
            advance in 0_i32..=6_000,
            retention in 0_i32..=4_000,
            first in 1_i64..5_000,
            second in 1_i64..4_000,
        ) {
            let granted = Money::from_minor(minor, Currency::from_code("EUR").unwrap());
            let shares = [first, second, 10_000 - first - second];
            let plan = plan(granted, rate(advance), rate(retention), &shares).unwrap();
            let net: i64 = plan.instalments.iter().map(|one| one.net.minor()).sum();
            prop_assert!(plan.instalments.iter().all(|one| one.net.minor() >= 0));
            prop_assert_eq!(plan.advance.minor() + net + plan.retention.minor(), minor);
        }
    }
}
