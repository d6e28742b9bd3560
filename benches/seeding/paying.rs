//! Awards, from their offer to money confirmed by the bank.

use super::chance::Chance;
use super::clerk::{Clerk, Desk, known, said};
use super::people::{COUNTRIES, Lead, PARTNERS, People};
use super::writing::{Proposal, Round};
use jointfund::awards::bank::Payee;
use jointfund::awards::milestones::Stage;
use jointfund::awards::model::{Award, Share};
use jointfund::awards::{bank, milestones, offer, queries, signing};
use jointfund::case::Saw;
use jointfund::db::tx::Actor;
use jointfund::db::units::Units;
use jointfund::decisions::input::Outcome;
use jointfund::decisions::queries::ranking;
use jointfund::disbursements::model::Payout;
use jointfund::disbursements::{actions as payouts, bank as statements, order};
use jointfund::error::Result;
use jointfund::kernel::id::{ApplicationId, AwardId, PartnerId, PayoutId};
use jointfund::kernel::money::Money;
use jointfund::rules::Action;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The partners' codes, in the order of their places.
const CODES: [&str; PARTNERS] = ["AV", "BM", "CO"];
/// How many awards pass before the payment officers write their orders.
const AN_ORDER_FOR: usize = 50;

/// What is funded is awarded; of most awards something is paid.
pub(crate) fn pay(
    clerk: &Clerk,
    people: &People,
    chance: &mut Chance,
    rounds: &[Round],
    all: &[Proposal],
) -> Result<()> {
    let by_id: BTreeMap<ApplicationId, &Proposal> = all.iter().map(|one| (one.id, one)).collect();
    let mut funded = Vec::new();
    for round in rounds {
        let list = clerk
            .app
            .read_now(people.secretary, |view| ranking(view, round.id, None))?;
        let entries = list.entries.iter();
        let of_it = entries.filter(|one| one.outcome == Some(Outcome::Funded));
        funded.extend(of_it.filter_map(|one| by_id.get(&one.application).copied()));
    }
    let mut cashier = Cashier {
        people,
        chance,
        ordered: Vec::new(),
    };
    for some in funded.chunks_mut(AN_ORDER_FOR) {
        clerk.each(some, |desk, one| cashier.award(desk, one))?;
        clerk.together(1, |desk| cashier.order(desk))?;
    }
    clerk.send_letters()
}

struct Cashier<'c> {
    people: &'c People,
    chance: &'c mut Chance,
    /// What is released and goes into the next orders, with its payer, its amount and whether the
    /// bank confirms it.
    ordered: Vec<Released>,
}

struct Released {
    payout: PayoutId,
    payer: (usize, PartnerId),
    amount: Money,
    is_confirmed: bool,
}

impl Cashier<'_> {
    fn pick(&mut self, of: &[[Actor; 2]], partner: usize) -> Result<Actor> {
        let two = known(of.get(partner), "officer")?;
        Ok(*known(self.chance.pick(two), "officer")?)
    }

    /// One award, as far as it has come.
    fn award(&mut self, desk: &Desk<'_, '_>, one: &Proposal) -> Result<()> {
        let progress = self.chance.below(100);
        let lead = known(self.people.leads.get(one.lead), "lead")?;
        if progress < 8 {
            return Ok(());
        }
        let secretary = self.people.secretary;
        let id = desk.does(secretary, |tx| offer::offer(tx, one.id, &Saw::default()))?;
        let signing = if progress < 16 { 1 } else { PARTNERS };
        for partner in 0..signing {
            let approver = self.pick(&self.people.approvers, partner)?;
            desk.does(approver, |tx| {
                let saw = Saw::reading::<Award>(tx, id, Action::SignForPartner)?;
                signing::sign_for_partner(tx, id, &saw)
            })?;
        }
        if progress < 16 {
            return Ok(());
        }
        desk.does(lead.actor, |tx| {
            let saw = Saw::reading::<Award>(tx, id, Action::SignAsLead)?;
            signing::sign_as_lead(tx, id, &saw)
        })?;
        if progress < 30 {
            return Ok(());
        }
        let award = desk
            .batch()
            .read_now(secretary, |view| queries::one(view, id))?;
        self.accounts(desk, lead, &award)?;
        for share in &award.shares {
            let cause = json!({ "share": share.id, "kind": "advance" });
            self.payout(desk, lead, (id, share), (cause, share.advance))?;
        }
        if progress >= 60 {
            self.milestone(desk, lead, &award, progress >= 70)?;
        }
        Ok(())
    }

    /// Every payee has an account that a programme officer of who pays has verified.
    fn accounts(&mut self, desk: &Desk<'_, '_>, lead: &Lead, award: &Award) -> Result<()> {
        let mut payees = BTreeMap::new();
        for share in &award.shares {
            payees.entry(share.participant).or_insert(share);
        }
        for share in payees.into_values() {
            let number = self.chance.below(9_000_000);
            let account = said(json!({
                "participant": share.participant, "holder": share.participant_name,
                "country": COUNTRIES.first(), "iban": Lead { number, ..lead.clone() }.iban(),
                "bank_name": "Bank of the Three Shores",
            }))?;
            let id = desk.does(lead.actor, |tx| bank::record(tx, award.id, &account))?;
            let officer = self.pick(&self.people.programmes, place(share)?)?;
            let config = desk.batch().config().clone();
            desk.does(officer, |tx| {
                let saw = Saw::reading::<Payee>(tx, id, Action::VerifyBankAccount)?;
                bank::verify(tx, &config, id, &saw)
            })?;
        }
        Ok(())
    }

    /// The first milestone is reported, and with `is_accepted` accepted and paid.
    fn milestone(
        &mut self,
        desk: &Desk<'_, '_>,
        lead: &Lead,
        award: &Award,
        is_accepted: bool,
    ) -> Result<()> {
        let first = known(award.milestones.first(), "milestone")?;
        desk.does(lead.actor, |tx| {
            let saw = Saw::reading::<Stage>(tx, first.id, Action::ReportMilestone)?;
            let words = "All samples were compared; the data are with the programme officers.";
            let report = said(json!({ "report": words, "version": saw.version }))?;
            milestones::report(tx, first.id, &report)
        })?;
        if !is_accepted {
            return Ok(());
        }
        let partner = place(known(award.shares.first(), "share")?)?;
        let officer = self.pick(&self.people.programmes, partner)?;
        desk.does(officer, |tx| {
            let saw = Saw::reading::<Stage>(tx, first.id, Action::AcceptMilestone)?;
            milestones::accept(tx, first.id, &saw)
        })?;
        for share in &award.shares {
            let net = first.nets.iter().find(|one| one.0 == share.id);
            let net = known(net, "amount of a milestone")?.1;
            let cause = json!({ "share": share.id, "kind": "milestone", "milestone": first.id });
            self.payout(desk, lead, (award.id, share), (cause, net))?;
        }
        Ok(())
    }

    /// A payout is requested, and goes some way towards the bank.
    fn payout(
        &mut self,
        desk: &Desk<'_, '_>,
        lead: &Lead,
        (award, share): (AwardId, &Share),
        (cause, amount): (Value, Money),
    ) -> Result<()> {
        if !amount.is_positive() {
            return Ok(());
        }
        let progress = self.chance.below(100);
        let (payer, cause) = (place(share)?, said(cause)?);
        let id = desk.does(lead.actor, |tx| payouts::request(tx, award, &cause))?;
        if progress < 5 {
            return Ok(());
        }
        let officer = self.pick(&self.people.programmes, payer)?;
        desk.does(officer, |tx| {
            let saw = Saw::reading::<Payout>(tx, id, Action::VerifyPayout)?;
            payouts::verify(tx, id, &saw)
        })?;
        let seats = match progress {
            0..10 => 0,
            10..15 => 1,
            _ => 2,
        };
        for partner in [payer, (payer + 1) % PARTNERS].into_iter().take(seats) {
            let approver = self.pick(&self.people.approvers, partner)?;
            desk.does(approver, |tx| {
                let saw = Saw::reading::<Payout>(tx, id, Action::ApprovePayout)?;
                payouts::approve(tx, id, &saw)
            })?;
        }
        if progress < 20 {
            return Ok(());
        }
        let officer = *known(self.people.payers.get(payer), "payment officer")?;
        desk.does(officer, |tx| {
            let saw = Saw::reading::<Payout>(tx, id, Action::ReleasePayout)?;
            payouts::release(tx, id, &saw)
        })?;
        self.ordered.push(Released {
            payout: id,
            payer: (payer, share.payer),
            amount,
            is_confirmed: progress >= 30,
        });
        Ok(())
    }

    /// What is released is written to an order of each partner, and most of it is confirmed.
    fn order(&mut self, desk: &Desk<'_, '_>) -> Result<()> {
        let released = std::mem::take(&mut self.ordered);
        for (place, officer) in self.people.payers.iter().enumerate() {
            let mut own = released.iter().filter(|one| one.payer.0 == place);
            let Some(first) = own.next() else { continue };
            let export = said(json!({ "partner": first.payer.1 }))?;
            desk.does(*officer, |tx| order::export(tx, &export))?;
        }
        for one in released.iter().filter(|one| one.is_confirmed) {
            let officer = *known(self.people.payers.get(one.payer.0), "payment officer")?;
            desk.does(officer, |tx| {
                let saw = Saw::reading::<Payout>(tx, one.payout, Action::ConfirmPayout)?;
                let booking = json!({
                    "bank_reference": format!("TRE-{}", one.payout),
                    "booked_on": tx.now().date().plain_text(),
                    "amount": one.amount.decimal_text(),
                    "version": saw.version, "digest": saw.digest,
                });
                statements::confirm(tx, one.payout, &said(booking)?)
            })?;
        }
        Ok(())
    }
}

/// The place of the partner that pays.
fn place(share: &Share) -> Result<usize> {
    known(
        CODES.iter().position(|code| *code == share.payer_code),
        "such payer",
    )
}
