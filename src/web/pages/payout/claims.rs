//! What is claimed of the bank's answers, with its evidence and with whom it waits.

use super::Told;
use super::forms::booking;
use crate::disbursements::model::{BankClaim, BankClaimKind, BankFile, BankReason};
use crate::rules::Action;
use crate::rules::lifecycle::BankClaimState;
use crate::web::pages::offered;
use crate::web::parts::{Facts, whom};
use crate::web::screen::{Cell, Field, Form, Kind, Tag};
use crate::web::url;

/// A claim, as the page shows it.
#[derive(Debug)]
pub(super) struct ClaimCard {
    pub(super) title: String,
    pub(super) tag: Tag,
    pub(super) facts: Facts,
    pub(super) note: String,
    /// Name, address, and of what type and size it is, by whom it was sent and when.
    pub(super) file: Option<(String, String, String)>,
    pub(super) message: String,
    pub(super) is_open: bool,
    /// Who confirms or dismisses it.
    pub(super) whom: String,
    pub(super) forms: Vec<Form>,
}

impl Told<'_> {
    /// The newest first.
    pub(super) fn claims(&self) -> Vec<ClaimCard> {
        let claims = self.payout.bank_claims.iter().rev();
        claims.map(|claim| self.claim(claim)).collect()
    }

    fn claim(&self, claim: &BankClaim) -> ClaimCard {
        let is_open = claim.state == BankClaimState::Proposed;
        ClaimCard {
            title: self.say.name(claim.kind),
            tag: Tag::of(self.say, claim.state),
            facts: self.facts_of(claim),
            note: claim.note.clone(),
            file: claim.file.as_ref().map(|file| self.file(file)),
            message: claim.message.clone().unwrap_or_default(),
            is_open,
            whom: if is_open {
                self.who_decides()
            } else {
                String::new()
            },
            forms: if is_open {
                self.deciding(claim)
            } else {
                Vec::new()
            },
        }
    }

    fn facts_of(&self, claim: &BankClaim) -> Facts {
        let say = self.say;
        let mut facts = vec![(
            say.t("field-end_to_end_id"),
            Cell::Code(claim.end_to_end_id.clone()),
        )];
        if let Some(amount) = &claim.amount {
            facts.push((say.t("field-amount"), Cell::money(say, amount)));
        }
        if let Some(reference) = &claim.bank_reference {
            let reference = Cell::Code(reference.clone());
            facts.push((say.t("field-bank_reference"), reference));
        }
        if let Some(day) = claim.booked_on {
            facts.push((say.t("field-booked_on"), Cell::day(say, day)));
        }
        if let Some(code) = claim.reason_code {
            facts.push((say.t("field-reason_code"), Cell::text(say.name(code))));
        }
        facts.push((say.t("field-proposed_by"), Cell::text(&claim.proposed_by)));
        let proposed = Cell::moment(say, claim.proposed_at);
        facts.push((say.t("field-proposed_at"), proposed));
        if let Some(by) = &claim.decided_by {
            facts.push((say.t("field-decided_by"), Cell::text(by)));
        }
        if let Some(reason) = &claim.reason {
            facts.push((say.t("field-reason"), Cell::text(reason)));
        }
        let message = claim.message_digest.as_ref();
        let file = claim.file.as_ref().map(|file| &file.digest);
        for digest in message.into_iter().chain(file) {
            facts.push((say.t("field-digest"), Cell::Code(digest.clone())));
        }
        Facts(facts)
    }

    fn file(&self, file: &BankFile) -> (String, String, String) {
        let size = self.say.number((file.size_bytes + 1023) / 1024);
        let words = [
            ("who", file.sent_by.as_str().into()),
            ("when", file.sent_at.into()),
        ];
        let sent = self.say.with("bank_file-sent", &words);
        let more = format!("{} · {size} KiB · {sent}", file.media_type);
        (file.name.clone(), url::bank_file(file.id), more)
    }

    /// Whom it waits for, be there anybody who holds that office or not.
    fn who_decides(&self) -> String {
        let tasks = self.tasks.iter();
        let asked = tasks.filter(|task| task.action == Action::ConfirmBankClaim);
        let asked = asked.map(|task| (task.capacity, task.partner.as_deref()));
        let who = whom(self.say, &self.colours, asked);
        self.say
            .with("bank_claim-waits_for", &[("who", who.into())])
    }

    fn deciding(&self, claim: &BankClaim) -> Vec<Form> {
        let (say, payout) = (self.say, self.payout);
        let partners = self.colours.names();
        let form = |action: Action, fields: Vec<Field>| {
            let address = url::act(action, &[&payout.id, &claim.id]);
            offered::form(say, &payout.offers, &partners, action, address, fields)
        };
        let reason = vec![Field::new(say, "reason", Kind::Prose(4_000), "")];
        [
            form(Action::ConfirmBankClaim, vec![]),
            form(Action::DismissBankClaim, reason).map(Form::danger),
            form(Action::WithdrawBankClaim, vec![]).map(Form::plain),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Where a file of the bank is sent, by whoever may claim something of it.
    pub(super) fn send_file(&self) -> Option<Form> {
        let (action, payout) = (Action::KeepBankFile, self.payout);
        let address = url::act(action, &[&payout.id]);
        let file = vec![Field::new(self.say, "file", Kind::File, "")];
        offered::form(self.say, &payout.offers, &[], action, address, file)
            .filter(|_| payout.offers.free(action))
            .map(Form::plain)
    }

    /// What is asked of one who claims something: what the bank said, and the evidence.
    pub(super) fn proposal(&self, kind: BankClaimKind) -> Vec<Field> {
        let (say, payout) = (self.say, self.payout);
        let mut fields = vec![Field::hidden("kind", kind.code())];
        match kind {
            BankClaimKind::Discrepancy | BankClaimKind::Correction => {
                fields.extend(booking(say, payout.amount.currency().code()));
            }
            BankClaimKind::Rejection | BankClaimKind::Return => {
                let reasons = say.choices::<BankReason>();
                fields.extend([
                    Field::new(say, "reason_code", Kind::Choice(reasons), ""),
                    Field::new(say, "bank_reference", Kind::Text, ""),
                    Field::new(say, "booked_on", Kind::Day, ""),
                ]);
            }
        }
        fields.push(Field::new(say, "note", Kind::Prose(4_000), ""));
        fields.push(Field::new(say, "message", Kind::Prose(20_000), ""));
        let files = payout.bank_files.iter();
        let files = files.filter(|file| payout.is_ordered_by(file.end_to_end_id.as_deref()));
        let files: Vec<_> = files
            .map(|file| (file.id.to_string(), file.name.clone()))
            .collect();
        if !files.is_empty() {
            let kind = Kind::Choice(files);
            fields.push(Field::new(say, "file", kind, "").labelled(say.t("field-bank_file")));
        }
        fields
    }
}
