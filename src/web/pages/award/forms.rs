//! What may be done with an award and its parts: exactly what the law offers.

use super::Told;
use crate::case::Offers;
use crate::kernel::id::AwardId;
use crate::rules::{Action, Matter};
use crate::web::pages::offered;
use crate::web::proof;
use crate::web::screen::{Field, Form, Kind};
use crate::web::url;

/// The offers of one matter of the page.
fn of(offers: &Offers, matter: Matter) -> Offers {
    let own = offers.0.iter().filter(|offer| offer.matter == matter);
    Offers(own.cloned().collect())
}

impl Told<'_> {
    fn id(&self) -> AwardId {
        self.award.id
    }

    fn form(&self, offers: &Offers, action: Action, to: String, with: Vec<Field>) -> Option<Form> {
        let partners = self.colours.names();
        offered::form(self.say, offers, &partners, action, to, with)
    }

    fn reason(&self) -> Vec<Field> {
        vec![Field::new(self.say, "reason", Kind::Prose(4_000), "")]
    }

    /// An action of the award itself, where it is free: who has signed has nothing left to do here.
    fn own(&self, action: Action, fields: Vec<Field>) -> Option<Form> {
        let offers = of(&self.award.offers, Matter::Award(self.id()));
        let to = url::act(action, &[&self.id()]);
        let form = self.form(&offers, action, to, fields);
        form.filter(|_| offers.free(action))
    }

    pub(super) fn sign(&self) -> Vec<Form> {
        let signs = [Action::SignForPartner, Action::SignAsLead];
        let forms = signs.into_iter().map(|action| self.own(action, vec![]));
        forms.flatten().collect()
    }

    pub(super) fn lapse(&self) -> Vec<Form> {
        let form = self.own(Action::LapseAward, self.reason());
        form.map(Form::danger).into_iter().collect()
    }

    pub(super) fn complete(&self) -> Vec<Form> {
        let action = Action::CompleteAward;
        let to = url::act(action, &[&self.id()]);
        let form = self.form(&self.award.offers, action, to, vec![]);
        form.map(Form::plain).into_iter().collect()
    }

    pub(super) fn milestone_forms(&self) -> Vec<Form> {
        let Some(turn) = self.turn() else {
            return Vec::new();
        };
        let offers = of(&self.award.offers, Matter::Milestone(turn.id));
        let report = vec![Field::new(self.say, "report", Kind::Prose(4_000), "")];
        let forms = [
            (Action::ReportMilestone, report),
            (Action::AcceptMilestone, vec![]),
            (Action::ReturnMilestone, self.reason()),
        ];
        let forms = forms.into_iter().filter_map(|(action, fields)| {
            let to = url::act(action, &[&self.id(), &turn.id]);
            let mut form = self.form(&offers, action, to, fields)?;
            form.button = format!("{}: {}", form.button, turn.title);
            Some(match action {
                Action::ReturnMilestone => form.plain().folded(),
                _ => form,
            })
        });
        forms.collect()
    }

    pub(super) fn account_forms(&self) -> Vec<Form> {
        let mut forms = Vec::new();
        for one in &self.award.bank_accounts {
            let offers = of(&self.award.offers, Matter::BankAccount(one.id));
            let form = |action: Action, fields: Vec<Field>| {
                let to = url::act(action, &[&self.id(), &one.id]);
                let mut form = self.form(&offers, action, to, fields)?;
                form.button = format!("{}: {}", form.button, self.participant(one.participant));
                Some(form)
            };
            forms.extend(form(Action::VerifyBankAccount, vec![]));
            forms.extend(form(Action::RefuseBankAccount, self.reason()).map(Form::danger));
        }
        forms.extend(self.new_account());
        forms
    }

    fn new_account(&self) -> Option<Form> {
        let (say, action) = (self.say, Action::RecordBankAccount);
        let offer = self
            .award
            .offers
            .of(action)
            .filter(|offer| offer.is_free())?;
        let mut choices: Vec<(String, String)> = self
            .award
            .shares
            .iter()
            .map(|one| (one.participant.to_string(), one.participant_name.clone()))
            .collect();
        choices.dedup();
        let text = |path: &str| Field::new(say, path, Kind::Text, "");
        let mut fields = vec![
            Field::new(say, "participant", Kind::Choice(choices), ""),
            text("holder"),
            text("holder_plain"),
            text("iban"),
            text("bic"),
            text("bank_name"),
            Field::new(say, "country", Kind::Choice(self.countries.clone()), ""),
        ];
        fields.extend(offer.asks_for_code.then(|| proof::field(say)));
        let to = url::act(action, &[&self.id()]);
        Some(Form::new(say, to, action.code(), fields).folded())
    }

    /// What can be asked for now. What cannot is no button: the milestones say what comes first.
    pub(super) fn requests(&self) -> Vec<Form> {
        let (say, action) = (self.say, Action::RequestPayout);
        let free = self.claims.iter().filter(|(_, offers)| offers.free(action));
        let forms = free.filter_map(|(claim, offers)| {
            let cause = claim.cause;
            let milestone = cause.milestone.map(|id| id.to_string());
            let fields = vec![
                Field::hidden("kind", cause.kind.code()),
                Field::hidden("milestone", milestone.unwrap_or_default()),
                Field::hidden("share", cause.share.to_string()),
            ];
            let to = url::act(action, &[&self.id()]);
            let mut form = self.form(offers, action, to, fields)?;
            let title = claim.milestone_title.clone();
            form.button = format!(
                "{}: {} · {} · {}",
                form.button,
                title.unwrap_or_else(|| say.name(cause.kind)),
                claim.share.participant_name,
                say.money(&claim.amount)
            );
            Some(form.plain())
        });
        forms.collect()
    }
}
