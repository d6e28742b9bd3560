//! What is asked for, beside what the call allows.

use super::Told;
use super::proposal::asked_of;
use crate::kernel::money::Money;
use crate::web::parts::Length;

/// A figure beside the most the call allows.
#[derive(Debug)]
pub(super) struct Meter {
    pub(super) name: String,
    pub(super) figure: String,
    pub(super) bar: Length,
}

impl Told<'_> {
    /// What is asked for beside the largest grant, and beside the costs.
    pub(super) fn meters(&self) -> Vec<Meter> {
        let (say, application) = (self.say, self.application);
        let window = &application.terms.window;
        let requested = application.requested;
        let meter = |name: String, whole: &Money| {
            let figure = asked_of(say, &requested, whole);
            let is_over = requested.minor() > whole.minor();
            let class = if is_over { "over" } else { "plain" };
            Meter {
                name,
                bar: Length::new(whole, &[("", class, requested)], figure.clone()),
                figure,
            }
        };
        let rate = say.percent(window.funding_rate);
        let most = i128::from(application.costs.minor()) * i128::from(window.funding_rate) / 10_000;
        let most = Money::from_minor(
            i64::try_from(most).unwrap_or(i64::MAX),
            application.costs.currency(),
        );
        vec![
            meter(say.t("field-max_grant"), &window.max_grant),
            meter(say.with("meter-of_costs", &[("rate", rate.into())]), &most),
        ]
    }
}
