//! What a payout is reckoned from, and what was checked of it.

use super::Told;
use crate::case::{Asking, Subject};
use crate::disbursements::model::{PayoutKind, Reckoned};
use crate::kernel::money::Money;
use crate::rules::Condition;
use crate::rules::capacity::{Capacity, Held};
use crate::rules::condition::Holds;
use crate::rules::lifecycle::PayoutState;
use crate::web::parts::{Check, Reckoning};

impl Told<'_> {
    pub(super) fn reckoning(&self, of: &Reckoned) -> Reckoning {
        let (say, payout) = (self.say, self.payout);
        let less = |money| format!("−{}", say.amount(money));
        let mut lines = vec![(
            say.with(
                "reckoned-earned",
                &[("share", say.percent(of.share).into())],
            ),
            say.amount(&of.earned),
        )];
        if of.recovered.minor() != 0 {
            lines.push((say.t("reckoned-recovered"), less(&of.recovered)));
        }
        if of.retained.minor() != 0 {
            lines.push((say.t("reckoned-retained"), less(&of.retained)));
        }
        Reckoning {
            title: say.with("reckoned-part", &[("payee", payout.payee.as_str().into())]),
            unit: payout.amount.currency().code().to_owned(),
            lines,
            sum: (say.t("reckoned-to_pay"), say.amount(&payout.amount)),
        }
    }

    pub(super) fn account_checks(&self) -> Vec<Check> {
        let (say, payout) = (self.say, self.payout);
        let mut checks = Vec::new();
        if let Some(at) = payout.account_verified_at {
            let day = say.day(at);
            checks.push(Check::of(
                true,
                say.with("check-account_verified", &[("day", day.into())]),
            ));
            let days = self.now.seconds_since(at) / 86_400;
            if payout.usable_from.is_some_and(|from| from <= self.now) {
                checks.push(Check::of(
                    true,
                    say.with("check-account_unchanged", &[("days", days.into())]),
                ));
            }
        }
        if let Some(from) = payout.usable_from.filter(|from| *from > self.now) {
            checks.push(Check {
                text: say.with("check-account_from", &[("from", from.into())]),
                class: "wait",
            });
        }
        checks
    }

    /// What the law asks of it whoever acts, as it stands now; nothing once the money has moved on.
    pub(super) fn checks(&self) -> Vec<Check> {
        use PayoutState as S;
        let (say, payout) = (self.say, self.payout);
        if !matches!(
            payout.state,
            S::Requested | S::Verified | S::ApprovedOnce | S::Approved
        ) {
            return Vec::new();
        }
        let nobody = Asking::new(
            None,
            Held {
                capacity: Capacity::Anyone,
                partner: None,
            },
        );
        let holds = |condition| match payout.holds(condition, &nobody) {
            Some(Holds::Yes) => true,
            Some(Holds::From(from)) => from <= self.now,
            _ => false,
        };
        let live = Money::from_minor(payout.live_minor, payout.amount.currency());
        let within = say.with(
            "check-within_grant",
            &[
                ("live", say.money(&live).into()),
                ("granted", say.money(&payout.granted).into()),
            ],
        );
        let mut checks = vec![
            Check::of(holds(Condition::AgreementInForce), say.t("check-in_force")),
            Check::of(holds(Condition::CauseIsAccepted), self.cause_check()),
            Check::of(
                holds(Condition::BankAccountIsUsable),
                say.t("check-account_usable"),
            ),
            Check::of(holds(Condition::WithinGrant), within),
            Check::of(
                holds(Condition::ApprovedUnchanged),
                say.t("check-unchanged"),
            ),
        ];
        if payout.state == S::Approved {
            checks.push(Check::of(
                holds(Condition::CashSuffices),
                say.t("check-cash"),
            ));
        }
        checks
    }

    fn cause_check(&self) -> String {
        match self.payout.kind {
            PayoutKind::Advance => self.say.t("check-advance"),
            PayoutKind::Milestone => self.say.t("check-milestone"),
            PayoutKind::Retention => self.say.t("check-retention"),
        }
    }
}
