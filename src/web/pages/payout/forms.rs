//! What may be done with a payout, and what the bank said of it.

use super::Told;
use crate::disbursements::model::{BankAnswer, BankClaimKind};
use crate::rules::Action;
use crate::web::pages::offered;
use crate::web::screen::{Field, Form, Kind};
use crate::web::url;
use crate::words::Say;

impl Told<'_> {
    pub(super) fn forms(&self) -> (Vec<Form>, Vec<Form>) {
        let (say, payout) = (self.say, self.payout);
        let partners = self.colours.names();
        let form = |action: Action, fields: Vec<Field>| {
            let address = url::act(action, &[&payout.id]);
            offered::form(say, &payout.offers, &partners, action, address, fields)
        };
        let amount = say.money(&payout.amount);
        let approve = form(Action::ApprovePayout, vec![]).map(|mut form| {
            form.button = say.with("approve-amount", &[("amount", amount.into())]);
            form
        });
        let currency = payout.amount.currency().code();
        let reason = || vec![Field::new(say, "reason", Kind::Prose(4_000), "")];
        let acts = [
            form(Action::VerifyPayout, vec![]),
            approve,
            form(Action::ReleasePayout, vec![]),
            form(Action::RecordLostOrder, vec![]),
            form(Action::ConfirmPayout, booking(say, currency)),
            form(
                Action::ProposeCorrection,
                self.proposal(BankClaimKind::Correction),
            ),
        ];
        let graver = [
            form(
                Action::ProposeBankRejection,
                self.proposal(BankClaimKind::Rejection),
            ),
            form(
                Action::ProposeDiscrepancy,
                self.proposal(BankClaimKind::Discrepancy),
            ),
            form(
                Action::ProposeBankReturn,
                self.proposal(BankClaimKind::Return),
            ),
            form(Action::NoteDeparture, self.departure()),
            form(Action::ChangePayout, reason()),
            form(Action::RefusePayout, reason()),
            form(Action::CancelPayout, vec![]),
        ];
        let graver = graver.into_iter().flatten().map(Form::danger);
        (acts.into_iter().flatten().collect(), graver.collect())
    }

    /// What is asked of one who says that it has left already.
    fn departure(&self) -> Vec<Field> {
        let say = self.say;
        vec![
            Field::new(say, "end_to_end_id", Kind::Text, ""),
            Field::new(say, "left_on", Kind::Day, ""),
            Field::new(say, "note", Kind::Prose(4_000), ""),
        ]
    }

    /// That it is a second instruction: of which order, and what the bank said of that.
    pub(super) fn replaces(&self) -> Option<String> {
        let (say, payout) = (self.say, self.payout);
        let line = payout.replaced()?;
        let answers = payout.bank_answers.iter().rev();
        let mut answers = answers.filter(|one| one.end_to_end_id == line.end_to_end_id);
        let why = answers.next().map(|one| answer(say, one));
        let words = [
            ("order", line.order.as_str().into()),
            ("day", say.day(line.exported_at).into()),
            ("line", line.end_to_end_id.as_str().into()),
            ("why", why.unwrap_or_default().into()),
        ];
        Some(say.with("payout-replaces", &words))
    }

    /// The lines it was ordered by, and what the bank said of each.
    pub(super) fn with_the_bank(&self) -> Vec<(String, String, String)> {
        let (say, payout) = (self.say, self.payout);
        let lines = payout.lines.iter().map(|line| {
            let answers = payout.bank_answers.iter();
            let answers: Vec<String> = answers
                .filter(|one| one.end_to_end_id == line.end_to_end_id)
                .map(|one| answer(say, one))
                .collect();
            (
                line.end_to_end_id.clone(),
                line.replaces.clone().unwrap_or_default(),
                answers.join(" · "),
            )
        });
        lines.collect()
    }
}

/// What a statement shows of a booking.
pub(super) fn booking(say: &Say, currency: &str) -> Vec<Field> {
    vec![
        Field::new(say, "bank_reference", Kind::Text, ""),
        Field::new(say, "booked_on", Kind::Day, ""),
        Field::new(say, "amount", Kind::Amount(currency.to_owned()), ""),
    ]
}

fn answer(say: &Say, one: &BankAnswer) -> String {
    let mut words = vec![say.name(one.kind)];
    words.extend(one.booked_on.map(|day| say.date(day)));
    words.extend(one.amount.map(|amount| say.money(&amount)));
    words.extend(one.bank_reference.clone());
    words.extend(one.reason_code.map(|reason| say.name(reason)));
    words.push(one.note.clone());
    words.retain(|word| !word.is_empty());
    words.join(", ")
}
