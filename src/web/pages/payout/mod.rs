//! One payout: the amount and its way, the two seats, what it is for and where it goes.

mod checks;
mod claims;
mod forms;
mod way;

use self::claims::ClaimCard;
use crate::case::Shown;
use crate::disbursements::bank_claim;
use crate::disbursements::model::{Payout, Reckoned};
use crate::disbursements::queries::{self, Successor};
use crate::error::Result;
use crate::kernel::id::{AccountId, PayoutId};
use crate::kernel::time::Instant;
use crate::rules::lifecycle::PayoutState;
use crate::rules::{Action, Matter};
use crate::tasks::{self, queries::Task};
use crate::web::layout::Frame;
use crate::web::parts::{self, Banner, Check, Colours, Facts, Own, Reckoning, Row, Way, drawn};
use crate::web::screen::{Cell, Form, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;
use askama::Template;

/// What the page shows.
#[derive(Debug)]
struct Card {
    amount: String,
    /// Which order its instruction replaces.
    replaces: String,
    reason: String,
    way: Way,
    seats: Vec<parts::Seat>,
    /// What carries it on: a button, or a form where the bank's answer is written down.
    acts: Vec<Form>,
    /// What sends it back or ends it.
    graver: Vec<Form>,
    cause: String,
    award: (String, String),
    /// The payout that was asked for in its place.
    successor: Option<Row>,
    reckoning: Option<Reckoning>,
    bank: Vec<(String, String, String)>,
    claims: Vec<ClaimCard>,
    /// Where a file of the bank is sent.
    send_file: Option<Form>,
    holder: String,
    iban: Vec<String>,
    bank_name: String,
    account_checks: Vec<Check>,
    checks: Vec<Check>,
    facts: Facts,
    history: Option<String>,
}

#[derive(Template)]
#[template(path = "payout.html")]
struct Drawing<'a> {
    page: &'a Frame,
    it: &'a Card,
}

impl Own for Card {
    fn forms(&mut self) -> Vec<&mut Form> {
        let of_claims = self.claims.iter_mut().flat_map(|claim| &mut claim.forms);
        let own = self.acts.iter_mut().chain(of_claims);
        own.chain(&mut self.send_file)
            .chain(&mut self.graver)
            .collect()
    }

    fn html(&self, page: &Frame) -> Result<String> {
        drawn(&Drawing { page, it: self })
    }
}

/// What is refused while payments are locked.
const LOCKED: [Action; 2] = [Action::ApprovePayout, Action::ReleasePayout];

/// What is read for the page, to be put into words.
struct Told<'a> {
    say: &'a Say,
    payout: &'a Shown<Payout>,
    colours: Colours,
    movers: Vec<(AccountId, String)>,
    tasks: Vec<Task>,
    successor: Option<Successor>,
    now: Instant,
}

/// One payout.
pub fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: PayoutId = ask.ids.get("id")?;
    let (payout, sees_history) = bank_claim::queries::page(ask.view, id)?;
    let told = Told {
        say: ask.say,
        payout: &payout,
        colours: Colours::of(ask.view)?,
        movers: queries::movers(ask.view.conn, &payout)?,
        tasks: awaited(ask, &payout)?,
        successor: queries::successor(ask.view.conn, &payout)?,
        now: ask.view.now(),
    };
    let reckoned = queries::reckoned(ask.view.conn, &payout)?;
    let say = ask.say;
    let next = Banner::of(say, &told.colours, &told.tasks, told.now, told.more());
    let history = sees_history.then(|| url::history(Matter::Payout(id)));
    let title = say.with("title-payout", &[("payee", payout.payee.as_str().into())]);
    let card = told.card(reckoned, history);
    let mut screen = Screen::new(title)
        .under(say.t("nav-payouts"), Page::Payouts.address())
        .tagged(Tag::of(say, payout.state))
        .awaiting(next);
    // It is said to those alone whom it keeps from something.
    let holds_up = |action| payout.offers.of(action).is_some();
    if payout.payments_are_locked && LOCKED.iter().any(|action| holds_up(*action)) {
        let lock = super::restores::lock(say, ask.view)?;
        screen
            .blocks
            .extend(lock.into_iter().flat_map(|(note, link)| [note, link]));
    }
    Ok(screen.drawn_by(card))
}

/// What is awaited so that it moves on: of the payout itself, of the milestone it is paid for, or,
/// once it is released, of its payer's next order.
fn awaited(ask: &mut Ask<'_, '_>, payout: &Payout) -> Result<Vec<Task>> {
    let of = match payout.state {
        PayoutState::Requested if !payout.cause_is_accepted() => {
            payout.milestone.map(Matter::Milestone)
        }
        PayoutState::Released => Some(Matter::Partner(payout.payer)),
        _ => None,
    };
    let matter = of.unwrap_or(Matter::Payout(payout.id));
    let mut tasks = tasks::queries::of_matter(ask.view, matter, |_| false)?;
    if payout.state == PayoutState::Released {
        tasks.retain(|task| task.action == Action::ExportOrder);
    }
    Ok(tasks)
}

impl Told<'_> {
    /// The sentence of its state.
    fn more(&self) -> String {
        let (say, payout) = (self.say, self.payout);
        let is_of_a_milestone = payout.milestone.is_some();
        if payout.state == PayoutState::Requested
            && is_of_a_milestone
            && !payout.cause_is_accepted()
        {
            return say.t("payout-waits_for_milestone");
        }
        if self.successor.is_some() {
            return say.t("payout-asked_for_again");
        }
        if payout.has_open_claim {
            return say.t("payout-claim_waits");
        }
        if let Some(line) = &payout.left_as {
            return say.with("payout-has_left", &[("line", line.as_str().into())]);
        }
        say.next(payout.state, &[])
    }

    fn successor(&self) -> Option<Row> {
        let one = self.successor.as_ref()?;
        let tag = Tag::of(self.say, one.state);
        let asked = self.say.day(one.requested_at);
        let words = [("day", asked.into())];
        Some(Row {
            title: self.say.with("payout-successor", &words),
            href: url::payout(one.id),
            chip: None,
            more: self.say.money(&self.payout.amount),
            when: Some((tag.text, tag.class)),
            button: String::new(),
            is_first: false,
        })
    }

    fn card(&self, reckoned: Option<Reckoned>, history: Option<String>) -> Card {
        let (say, payout) = (self.say, self.payout);
        let (acts, graver) = self.forms();
        Card {
            amount: say.money(&payout.amount),
            replaces: self.replaces().unwrap_or_default(),
            reason: payout.reason.clone().unwrap_or_default(),
            way: self.way(),
            seats: self.seats(),
            acts,
            graver,
            cause: self.cause(),
            award: (
                format!("{} · {}", payout.title, payout.number),
                url::award(payout.award),
            ),
            successor: self.successor(),
            reckoning: reckoned.map(|one| self.reckoning(&one)),
            bank: self.with_the_bank(),
            claims: self.claims(),
            send_file: self.send_file(),
            holder: payout.holder.clone(),
            iban: in_fours(&payout.iban),
            bank_name: payout.bank_name.clone(),
            account_checks: self.account_checks(),
            checks: self.checks(),
            facts: self.facts(),
            history,
        }
    }

    fn cause(&self) -> String {
        let kind = self.say.name(self.payout.kind);
        match &self.payout.milestone_title {
            Some(title) => format!("{kind}: {title}"),
            None => kind,
        }
    }

    fn name_of(&self, account: Option<AccountId>) -> Option<String> {
        let found = self.movers.iter().find(|one| Some(one.0) == account);
        found.map(|one| one.1.clone())
    }

    fn facts(&self) -> Facts {
        let (say, payout) = (self.say, self.payout);
        let mut facts = vec![
            (say.t("field-payer"), Cell::text(self.payer())),
            (say.t("field-payee"), Cell::text(&payout.payee)),
            (
                say.t("field-requested_at"),
                Cell::moment(say, payout.requested_at),
            ),
        ];
        if let Some(one) = &payout.confirmation {
            facts.push((
                say.t("field-bank_reference"),
                Cell::Code(one.bank_reference.clone()),
            ));
            facts.push((say.t("field-booked_on"), Cell::day(say, one.booked_on)));
        }
        facts.push((say.t("field-digest"), Cell::Code(payout.digest.clone())));
        Facts(facts)
    }

    fn payer(&self) -> String {
        let name = self.colours.name(self.payout.payer);
        format!("{name} ({})", self.payout.payer_code)
    }
}

/// An account's number in groups of four, as people compare it; hidden ones as they are.
pub(super) fn in_fours(iban: &str) -> Vec<String> {
    // Of a hidden one the last figures are a group of their own.
    let (mask, rest) = match iban.strip_prefix('…') {
        Some(rest) => (Some("…".to_owned()), rest),
        None => (None, iban),
    };
    let letters: Vec<char> = rest.chars().collect();
    let fours = letters.chunks(4).map(|four| four.iter().collect());
    mask.into_iter().chain(fours).collect()
}
