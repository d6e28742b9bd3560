//! One award: its money as lengths, its milestones on their way, the agreement, the accounts.

mod forms;
mod money;
mod way;

use crate::awards::{self, model::Award};
use crate::case::{Offers, Shown, Subject};
use crate::disbursements::claim::{self, Asked, Claim};
use crate::error::Result;
use crate::kernel::id::{AwardId, ParticipantId};
use crate::kernel::time::Instant;
use crate::rules::capacity::Standing;
use crate::rules::lifecycle::{AwardState, BankAccountState};
use crate::rules::visibility::Sight;
use crate::rules::{Action, Matter, decide};
use crate::standing::Place;
use crate::tasks;
use crate::web::layout::Frame;
use crate::web::parts::{Banner, Chip, Colours, Facts, Legend, Length, Own, Row, Way, drawn};
use crate::web::screen::{Cell, Form, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;
use askama::Template;

/// What the page shows.
#[derive(Debug)]
struct Card {
    granted: String,
    lengths: Vec<ShareLength>,
    legend: Legend,
    way: Way,
    /// The milestone whose turn it is: title, what was reported, why it came back.
    report: Option<(String, String, String)>,
    milestone_forms: Vec<Form>,
    parties: Vec<Party>,
    /// Whether the agreement waits for signatures: then it lies open.
    is_being_signed: bool,
    agreement: String,
    sign: Vec<Form>,
    lapse: Vec<Form>,
    accounts: Vec<Account>,
    account_forms: Vec<Form>,
    payouts: Vec<Row>,
    requests: Vec<Form>,
    complete: Vec<Form>,
    facts: Facts,
    /// Who acts in it.
    offices: Option<String>,
    history: Option<String>,
}

/// What one participant gets from one pot.
#[derive(Debug)]
struct ShareLength {
    name: String,
    chip: Chip,
    bar: Length,
    paid: String,
    granted: String,
}

/// A party to the agreement, and whether it has signed.
#[derive(Debug)]
struct Party {
    chip: Option<Chip>,
    name: String,
    by: String,
    at: String,
}

/// A payee's account.
#[derive(Debug)]
struct Account {
    participant: String,
    holder: String,
    /// As orders print it, where that differs.
    printed: String,
    iban: Vec<String>,
    bank: String,
    usable_from: String,
    tag: Tag,
}

#[derive(Template)]
#[template(path = "award.html")]
struct Drawing<'a> {
    page: &'a Frame,
    it: &'a Card,
}

impl Own for Card {
    fn forms(&mut self) -> Vec<&mut Form> {
        let mut all: Vec<&mut Form> = Vec::new();
        for forms in [
            &mut self.milestone_forms,
            &mut self.sign,
            &mut self.lapse,
            &mut self.account_forms,
            &mut self.requests,
            &mut self.complete,
        ] {
            all.extend(forms);
        }
        all
    }

    fn html(&self, page: &Frame) -> Result<String> {
        drawn(&Drawing { page, it: self })
    }
}

/// What is read for the page, to be put into words.
struct Told<'a> {
    say: &'a Say,
    award: &'a Shown<Award>,
    standing: Standing,
    /// Whether the reader may open the application, which concerns the partners that pay alone.
    reads_application: bool,
    colours: Colours,
    asked: Vec<Asked>,
    claims: Vec<(Claim, Offers)>,
    /// To choose from, for who enters an account.
    countries: Vec<(String, String)>,
    now: Instant,
}

/// One award.
pub fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: AwardId = ask.ids.get("id")?;
    let (award, standing) = awards::queries::page(ask.view, id)?;
    let asked = claim::asked(ask.view.conn, &award)?;
    let claims = claim::claims(ask.view, &award, &asked)?;
    let countries = if award.offers.free(Action::RecordBankAccount) {
        super::organisations::countries(ask)?
    } else {
        Vec::new()
    };
    let tasks = tasks::queries::of_matter(ask.view, Matter::Award(id), |_| false)?;
    let told = Told {
        say: ask.say,
        award: &award,
        standing,
        reads_application: reads_application(ask, &award)?,
        colours: Colours::of(ask.view)?,
        asked,
        claims,
        countries,
        now: ask.view.now(),
    };
    let say = ask.say;
    let more = say.next(award.state, &[]);
    let next = Banner::of(say, &told.colours, &tasks, told.now, more);
    Ok(Screen::new(&award.title)
        .under(say.t("nav-awards"), Page::Awards.address())
        .tagged(Tag::of(say, award.state))
        .awaiting(next)
        .drawn_by(told.card()))
}

/// The award is for every party to the call, its application for those whose participants are in
/// it.
fn reads_application(ask: &mut Ask<'_, '_>, award: &Award) -> Result<bool> {
    let place = Place {
        partners: Some(award.concerned()),
        ..award.place()
    };
    let standing = ask.view.standing_at(&place)?;
    Ok(decide::sees(&standing, Sight::SubmittedApplication))
}

impl Told<'_> {
    fn card(&self) -> Card {
        let (say, award) = (self.say, self.award);
        let history = decide::sees(&self.standing, Sight::History);
        let offices = decide::sees(&self.standing, Sight::Offices);
        Card {
            granted: say.money(&award.granted),
            lengths: self.lengths(),
            legend: self.legend(),
            way: self.way(),
            report: self.report(),
            milestone_forms: self.milestone_forms(),
            parties: self.parties(),
            is_being_signed: award.state == AwardState::Signing,
            agreement: award.agreement.clone(),
            sign: self.sign(),
            lapse: self.lapse(),
            accounts: self.accounts(),
            account_forms: self.account_forms(),
            payouts: self.payouts(),
            requests: self.requests(),
            complete: self.complete(),
            facts: self.facts(),
            offices: offices.then(|| url::offices(award.application)),
            history: history.then(|| url::history(Matter::Award(award.id))),
        }
    }

    /// The name of a participant of the award.
    fn participant(&self, id: ParticipantId) -> String {
        let share = self.award.shares.iter().find(|one| one.participant == id);
        share
            .map(|one| one.participant_name.clone())
            .unwrap_or_default()
    }

    /// Every party with its signature; those that have not signed yet stand there too.
    fn parties(&self) -> Vec<Party> {
        let (say, award) = (self.say, self.award);
        let partners = award.parties.iter().map(|id| Some(*id));
        let parties = partners.chain([None]).map(|partner| {
            let signature = award
                .signatures
                .iter()
                .find(|one| one.partner_id == partner);
            Party {
                chip: partner.map(|id| self.colours.chip(id)),
                name: match partner {
                    Some(_) => String::new(),
                    None => format!("{} · {}", award.organisation, say.t("the-lead")),
                },
                by: match signature {
                    Some(one) => one.by.clone(),
                    None if award.state == AwardState::Lapsed => say.t("did-not-sign"),
                    None => say.t("not-signed"),
                },
                at: signature
                    .map(|one| say.instant(one.signed_at))
                    .unwrap_or_default(),
            }
        });
        parties.collect()
    }

    fn accounts(&self) -> Vec<Account> {
        let say = self.say;
        // What money goes to, or waits to be verified, before what was replaced or refused.
        let mut accounts: Vec<_> = self.award.bank_accounts.iter().collect();
        accounts.sort_by_key(|one| match one.state {
            BankAccountState::Verified => 0,
            BankAccountState::Recorded => 1,
            _ => 2,
        });
        let accounts = accounts.into_iter().map(|one| Account {
            participant: self.participant(one.participant),
            holder: one.holder.clone(),
            printed: if one.holder_plain == one.holder {
                String::new()
            } else {
                one.holder_plain.clone()
            },
            iban: super::payout::in_fours(&one.iban),
            bank: one.bank_name.clone(),
            usable_from: one
                .usable_from
                .filter(|_| one.state == BankAccountState::Verified)
                .map(|at| say.instant(at))
                .unwrap_or_default(),
            tag: Tag::of(say, one.state),
        });
        accounts.collect()
    }

    fn facts(&self) -> Facts {
        let (say, award) = (self.say, self.award);
        let application = if self.reads_application {
            Cell::link(&award.title, url::application(award.application))
        } else {
            Cell::text(&award.title)
        };
        let mut facts = vec![
            (say.t("field-number"), Cell::Code(award.number.clone())),
            (
                say.t("field-call"),
                Cell::link(&award.call_title, url::call(award.call)),
            ),
            (say.t("field-application"), application),
            (say.t("field-organisation"), Cell::text(&award.organisation)),
            (say.t("field-granted"), Cell::money(say, &award.granted)),
            (say.t("field-paid"), Cell::money(say, &award.paid)),
        ];
        if let Some(at) = award.in_force_at {
            facts.push((say.t("field-in_force_since"), Cell::text(say.day(at))));
        }
        facts.push((
            say.t("field-digest"),
            Cell::Code(award.agreement_digest.clone()),
        ));
        Facts(facts)
    }
}
