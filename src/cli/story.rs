//! The demo fund's story: told through the same actions people use, so that its audit trail, its
//! ledger and its letters are true.

mod desks;

use super::Failure;
use crate::app::App;
use crate::applications::{
    self, eligibility, input as application_input, model::Dossier, submission,
};
use crate::awards::{
    self, bank::Payee, input as award_input, milestones::Stage as Milestone, model::Award,
};
use crate::calls::{self, input as call_input, subject::Course};
use crate::case::{Reasoned, Saw};
use crate::db::tx::{Actor, Tx, View};
use crate::decisions;
use crate::disbursements::{self, input as payout_input, model::Payout};
use crate::error::{Error, Result};
use crate::fund::{self, input as fund_input};
use crate::identity::{self, input as identity_input, subject::Grant};
use crate::kernel::entry::{Entries, Entry};
use crate::kernel::id::{
    AccountId, ApplicationId, AssignmentId, AwardId, CallId, ContributionId, OrganisationId,
    PartnerId, PayoutId, RoleGrantId,
};
use crate::kernel::time::{Clock, Instant, TurnedClock};
use crate::notifications;
use crate::organisations::{self, input as organisation_input};
use crate::reviews::{
    self, assignment, consensus, input as review_input, panel::Panel, subject::Assignment,
};
use crate::rules::Action;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The password of everyone in the demo.
pub(super) const PASSWORD: &str = "a kettle of seven herons";

/// One person of each role, as the demo prints them.
pub const SIGN_INS: &[(&str, &str)] = &[
    ("applicant", "mara.lindqvist@lumen.example"),
    ("reviewer", "ada.moreau@reviewers.example"),
    ("panel chair", "felix.arnaud@reviewers.example"),
    ("secretariat", "ilse.brandt@fund.example"),
    ("programme officer", "programme@avaria.example"),
    ("eligibility officer", "eligibility@avaria.example"),
    ("approver, Avaria", "approver@avaria.example"),
    ("approver, Bellmark", "approver@bellmark.example"),
    ("payment officer", "payments@avaria.example"),
    ("finance officer", "finance@avaria.example"),
    ("compliance officer", "compliance@avaria.example"),
    ("board member, Avaria", "board@avaria.example"),
    ("board member, Bellmark", "board@bellmark.example"),
    ("partner administrator", "administration@avaria.example"),
    ("auditor", "auditor@court.example"),
    ("system administrator", "operations@fund.example"),
];

/// Days before today on which the story begins.
const LONG_AGO: i64 = 300;
const DAY: i64 = 24 * 60 * 60;

#[derive(Debug, Deserialize)]
struct Cast {
    organisation: Vec<OrganisationPart>,
    application: Vec<ApplicationPart>,
}

#[derive(Debug, Deserialize)]
struct OrganisationPart {
    key: String,
    name: String,
    country: String,
    number: String,
    address: String,
    postcode: String,
    town: String,
    size: String,
    lead: String,
}

impl OrganisationPart {
    fn email(&self) -> String {
        format!(
            "{}@{}.example",
            self.lead.to_lowercase().replace(' ', "."),
            self.key
        )
    }
}

#[derive(Debug, Deserialize)]
struct ApplicationPart {
    call: usize,
    lead: String,
    partner: String,
    title: String,
    summary: String,
    approach: String,
    market: String,
    amounts: [String; 2],
    marks: Option<[String; 3]>,
    outcome: Option<String>,
    ineligible: Option<String>,
    #[serde(default)]
    submitted: bool,
}

/// Tells the story.
pub fn tell(app: &App, clock: &TurnedClock) -> std::result::Result<(), Failure> {
    let cast: Cast = toml::from_str(include_str!("demo.toml"))
        .map_err(|error| Failure::Words(format!("demo.toml: {error}")))?;
    let today = clock.now();
    let mut stage = Stage {
        app,
        clock,
        begin: today.plus_seconds(-LONG_AGO * DAY - today.micros() / 1_000_000 % DAY),
        people: BTreeMap::new(),
        partners: Vec::new(),
        organisations: BTreeMap::new(),
        cast,
    };
    let told = stage.perform();
    clock.turn_to(today);
    told.map_err(|error| match &error {
        Error::Invalid(faults) => {
            Failure::Words(format!("the demo's story is refused: {faults:?}"))
        }
        _ => error.into(),
    })
}

struct Stage<'a> {
    app: &'a App,
    clock: &'a TurnedClock,
    begin: Instant,
    people: BTreeMap<String, Actor>,
    partners: Vec<PartnerId>,
    organisations: BTreeMap<String, OrganisationId>,
    cast: Cast,
}

fn entry(text: impl Into<String>) -> Entry {
    Entry::from(text.into())
}

fn nothing_such(what: &str) -> Error {
    Error::internal(format!("the demo's story knows no {what}"))
}

/// A signature, once one has said what was seen.
type Sign = fn(&mut Tx<'_>, AwardId, &Saw) -> Result<()>;

impl Stage<'_> {
    /// Turns the clock to the morning of a day of the story.
    fn day(&self, day: i64) {
        self.clock
            .turn_to(self.begin.plus_seconds(day * DAY + 10 * 60 * 60));
    }

    /// Waits for the morning of a day, unless it has come.
    fn not_before(&self, day: i64) {
        let morning = self.begin.plus_seconds(day * DAY + 10 * 60 * 60);
        if self.clock.now() < morning {
            self.clock.turn_to(morning);
        }
    }

    fn date(&self, day: i64) -> Entry {
        entry(self.begin.plus_seconds(day * DAY).date().plain_text())
    }

    fn as_person(&self, who: &str) -> Result<Actor> {
        self.people
            .get(who)
            .copied()
            .ok_or_else(|| nothing_such(who))
    }

    fn act<T>(&self, who: &str, work: impl FnOnce(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        self.clock.advance_seconds(60);
        self.app.write_now(self.as_person(who)?, work)
    }

    /// Acts on a payout after having read it.
    fn on_payout(
        &self,
        who: &str,
        payout: PayoutId,
        action: Action,
        work: fn(&mut Tx<'_>, PayoutId, &Saw) -> Result<()>,
    ) -> Result<()> {
        self.act(who, |tx| {
            let saw = Saw::reading::<Payout>(tx, payout, action)?;
            work(tx, payout, &saw)
        })
    }

    /// What a person reads on the screen before they act.
    fn read<T>(&self, who: &str, work: impl FnOnce(&mut View<'_>) -> Result<T>) -> Result<T> {
        self.app.read_now(self.as_person(who)?, work)
    }

    fn organisation(&self, key: &str) -> Result<&OrganisationPart> {
        self.cast
            .organisation
            .iter()
            .find(|one| one.key == key)
            .ok_or_else(|| nothing_such(key))
    }

    fn perform(&mut self) -> Result<()> {
        self.day(0);
        self.people_of_the_fund()?;
        self.applicants()?;
        self.first_call()?;
        self.second_call()?;
        self.third_call()?;
        self.what_waits()
    }

    /// Reads the token of the newest letter to an address, as its reader would.
    fn token(&self, email: &str) -> Result<String> {
        let page = self.app.read_now(Actor::Operator, |view| {
            notifications::queries::mailbox(view, None)
        })?;
        page.items
            .iter()
            .filter(|letter| letter.item.recipient == email)
            .find_map(|letter| letter.text.split("token=").nth(1))
            .and_then(|rest| rest.split_whitespace().next())
            .map(str::to_owned)
            .ok_or_else(|| nothing_such(email))
    }

    fn begin_account(&mut self, who: &str, email: &str) -> Result<()> {
        let (config, token) = (self.app.config.clone(), self.token(email)?);
        let input = identity_input::SetPassword {
            token: entry(token),
            password: entry(PASSWORD),
        };
        self.app.write_now(Actor::Visitor, |tx| {
            identity::actions::accept_invitation(tx, &config, &input)
        })?;
        self.sign_in(who, email)
    }

    fn sign_in(&mut self, who: &str, email: &str) -> Result<()> {
        let input = identity_input::SignIn {
            email: entry(email),
            password: entry(PASSWORD),
            ..identity_input::SignIn::default()
        };
        let session = identity::actions::sign_in(self.app, &input)?;
        let actor = Actor::Person {
            account: session.account,
            session: session.id,
        };
        self.people.insert(who.to_owned(), actor);
        Ok(())
    }

    fn appoint(
        &mut self,
        by: &str,
        who: &str,
        (name, email): (&str, &str),
        (role, partner): (&str, Option<usize>),
    ) -> Result<()> {
        let config = self.app.config.clone();
        let input = identity_input::Invite {
            name: entry(name),
            email: entry(email),
        };
        let account = self.act(by, |tx| identity::actions::invite(tx, &config, &input))?;
        self.begin_account(who, email)?;
        self.grant(by, account, role, partner).map(drop)
    }

    fn grant(
        &self,
        by: &str,
        account: AccountId,
        role: &str,
        partner: Option<usize>,
    ) -> Result<RoleGrantId> {
        let partner = partner
            .and_then(|index| self.partners.get(index))
            .map(ToString::to_string);
        let input = identity_input::GrantRole {
            role: entry(role),
            partner: entry(partner.unwrap_or_default()),
            call: Entry::default(),
        };
        self.act(by, |tx| identity::roles::grant(tx, account, &input))
    }

    fn people_of_the_fund(&mut self) -> Result<()> {
        let config = self.app.config.clone();
        let input = identity_input::Invite {
            name: entry("Noor Haddad"),
            email: entry("operations@fund.example"),
        };
        self.app.write_now(Actor::Operator, |tx| {
            identity::actions::create_administrator(tx, &config, &input)
        })?;
        self.begin_account("operations", "operations@fund.example")?;
        let secretary = ("Ilse Brandt", "ilse.brandt@fund.example");
        self.appoint(
            "operations",
            "secretariat",
            secretary,
            ("secretariat", None),
        )?;
        let auditor = ("Piotr Wolski", "auditor@court.example");
        self.appoint("operations", "auditor", auditor, ("auditor", None))?;
        self.found_the_fund()?;
        let administrators = [
            ("Lena Vasquez", "administration@avaria.example"),
            ("Omar Reyes", "administration@bellmark.example"),
        ];
        for (index, person) in administrators.into_iter().enumerate() {
            let who = format!("administrator{index}");
            self.appoint(
                "operations",
                &who,
                person,
                ("partner_administrator", Some(index)),
            )?;
        }
        let staff: [(&str, &str, [&str; 2]); 7] = [
            (
                "programme_officer",
                "programme",
                ["Jonas Weber", "Amina Diallo"],
            ),
            (
                "eligibility_officer",
                "eligibility",
                ["Petra Holm", "Viktor Ilic"],
            ),
            ("approver", "approver", ["Clara Bianchi", "Erik Dahl"]),
            ("payment_officer", "payments", ["Yusuf Demir", "Hanna Koch"]),
            ("finance_officer", "finance", ["Greta Lund", "Paulo Mendes"]),
            (
                "compliance_officer",
                "compliance",
                ["Rosa Keller", "David Osei"],
            ),
            (
                "board_member",
                "board",
                ["Minister Aida Sorel", "Minister Karl Brenner"],
            ),
        ];
        for (role, mailbox, names) in staff {
            for (index, name) in names.into_iter().enumerate() {
                let country = if index == 0 { "avaria" } else { "bellmark" };
                let email = format!("{mailbox}@{country}.example");
                let (by, who) = (format!("administrator{index}"), format!("{role}{index}"));
                self.appoint(&by, &who, (name, &email), (role, Some(index)))?;
                self.confirm_what_waits(&who, 1 - index)?;
            }
        }
        let reviewers = [
            ("Ada Moreau", "ada.moreau"),
            ("Bruno Keita", "bruno.keita"),
            ("Chiara Rossi", "chiara.rossi"),
            ("Dmitri Sokolov", "dmitri.sokolov"),
            ("Elif Yilmaz", "elif.yilmaz"),
        ];
        for (index, (name, mailbox)) in reviewers.into_iter().enumerate() {
            let email = format!("{mailbox}@reviewers.example");
            let who = format!("reviewer{index}");
            self.appoint("secretariat", &who, (name, &email), ("reviewer", None))?;
        }
        let chair = ("Felix Arnaud", "felix.arnaud@reviewers.example");
        self.appoint("secretariat", "chair", chair, ("panel_chair", None))?;
        self.contributions()
    }

    /// Roles near money wait for an administrator of the other partner.
    fn confirm_what_waits(&self, who: &str, other: usize) -> Result<()> {
        let account = self.as_person(who)?.person()?;
        let roles = self
            .app
            .read_now(self.as_person(who)?, |view| {
                identity::queries::person(view, account)
            })?
            .roles;
        for role in roles {
            if role.state == crate::rules::lifecycle::RoleState::Proposed {
                self.act(&format!("administrator{other}"), |tx| {
                    let saw = Saw::reading::<Grant>(tx, role.id, Action::ConfirmRole)?;
                    identity::roles::confirm(tx, role.id, &saw)
                })?;
            }
        }
        Ok(())
    }

    fn found_the_fund(&mut self) -> Result<()> {
        let set_up = fund_input::SetUpFund {
            version: entry("0"),
            name: entry("Avaria–Bellmark Joint Innovation Fund"),
            prefix: entry("JF"),
            base_currency: entry("EUR"),
        };
        self.act("secretariat", |tx| fund::actions::set_up(tx, &set_up))?;
        let partners = [
            (
                "AV",
                "XA",
                "Avaria",
                "Ministry of Digital Affairs, Avaria",
                "Europe/Vienna",
            ),
            (
                "BM",
                "XB",
                "Bellmark",
                "Innovation Agency of Bellmark",
                "Europe/Helsinki",
            ),
        ];
        for (code, country, land, name, zone) in partners {
            let land = fund_input::AddCountry {
                code: entry(country),
                name: entry(land),
            };
            self.act("secretariat", |tx| fund::actions::add_country(tx, &land))?;
            let partner = fund_input::AddPartner {
                code: entry(code),
                name: entry(name),
                country: entry(country),
                zone: entry(zone),
            };
            let id = self.act("secretariat", |tx| fund::actions::add_partner(tx, &partner))?;
            self.partners.push(id);
        }
        Ok(())
    }

    fn contributions(&self) -> Result<()> {
        let pledges = [("1400000", "900000"), ("1250000", "800000")];
        self.day(3);
        for (index, (pledged, received)) in pledges.into_iter().enumerate() {
            let partner = *self
                .partners
                .get(index)
                .ok_or_else(|| nothing_such("partner"))?;
            let who = format!("finance_officer{index}");
            let pledge = fund_input::Pledge {
                amount: entry(pledged),
                pledged_on: self.date(1),
                reference: entry("Joint declaration of the two governments, article 4"),
            };
            let id: ContributionId =
                self.act(&who, |tx| fund::actions::pledge(tx, partner, &pledge))?;
            let receipt = fund_input::Receive {
                amount: entry(received),
                received_on: self.date(3),
                bank_reference: entry(format!("TRE-{index}-2201")),
            };
            self.act(&who, |tx| fund::actions::receive(tx, id, &receipt))?;
        }
        Ok(())
    }

    fn applicants(&mut self) -> Result<()> {
        let config = self.app.config.clone();
        let parts: Vec<(String, String, String)> = self
            .cast
            .organisation
            .iter()
            .map(|one| (one.key.clone(), one.lead.clone(), one.email()))
            .collect();
        for (key, name, email) in parts {
            let input = identity_input::Register {
                name: entry(name),
                email: entry(&email),
                password: entry(PASSWORD),
            };
            self.app.write_now(Actor::Visitor, |tx| {
                identity::actions::register(tx, &config, &input)
            })?;
            let token = identity_input::UseToken {
                token: entry(self.token(&email)?),
            };
            self.app.write_now(Actor::Visitor, |tx| {
                identity::actions::verify_email(tx, &token)
            })?;
            self.sign_in(&key, &email)?;
            let one = self.organisation(&key)?;
            let details = organisation_input::Details {
                version: Entry::default(),
                name: entry(&one.name),
                country: entry(&one.country),
                registration_number: entry(&one.number),
                address_line: entry(&one.address),
                postcode: entry(&one.postcode),
                town: entry(&one.town),
                website: entry(format!("https://{key}.example")),
                size_class: entry(&one.size),
            };
            let id = self.act(&key, |tx| organisations::actions::register(tx, &details))?;
            self.organisations.insert(key, id);
        }
        Ok(())
    }

    /// The text of a call.
    fn text(
        &self,
        (code, title, summary): (&str, &str, &str),
        themes: &[&str],
        (opens, deadline): (i64, i64),
        pots: [&str; 3],
    ) -> Result<call_input::CallDraft> {
        let known = self.app.read_now(Actor::Operator, |view| {
            Ok(fund::queries::themes(view.conn)?)
        })?;
        let themes = known
            .iter()
            .filter(|one| themes.contains(&one.name.as_str()))
            .map(|one| entry(one.id.to_string()))
            .collect();
        let at = |day: i64, time: &str| {
            entry(format!(
                "{}T{time}",
                self.begin.plus_seconds(day * DAY).date().plain_text()
            ))
        };
        Ok(call_input::CallDraft {
            version: Entry::default(),
            code: entry(code),
            title: entry(title),
            summary: entry(summary),
            terms: entry(TERMS),
            opens: at(opens, "09:00"),
            deadline: at(deadline, "17:00"),
            zone: entry("Europe/Vienna"),
            currency: entry("EUR"),
            funding_rate: entry("75"),
            max_grant: entry("300000"),
            min_reviews: entry("3"),
            total_threshold: entry("10"),
            advance_rate: entry("30"),
            retention_rate: entry("10"),
            gap_mode: entry("skip"),
            themes: Entries(themes),
            pots: self.pots(pots),
            criteria: criteria(),
            questions: questions(),
            milestones: milestones(),
        })
    }

    fn pots(&self, pots: [&str; 3]) -> Vec<call_input::PotEntry> {
        let partner = |index: usize| {
            entry(
                self.partners
                    .get(index)
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            )
        };
        pots.into_iter()
            .enumerate()
            .map(|(index, amount)| call_input::PotEntry {
                partner: partner(index),
                amount: entry(amount),
                ..call_input::PotEntry::default()
            })
            .collect()
    }

    /// Drafts a call and puts it before the boards.
    fn send(
        &self,
        words: (&str, &str, &str),
        themes: &[&str],
        hours: (i64, i64),
        pots: [&str; 3],
    ) -> Result<CallId> {
        let draft = self.text(words, themes, hours, pots)?;
        let id = self.act("secretariat", |tx| calls::actions::draft(tx, &draft))?;
        self.act("secretariat", |tx| {
            let saw = Saw::reading::<Course>(tx, id, Action::SendCallForApproval)?;
            calls::actions::send_for_approval(tx, id, &saw)
        })?;
        Ok(id)
    }

    fn publish(
        &self,
        words: (&str, &str, &str),
        themes: &[&str],
        hours: (i64, i64),
        pots: [&str; 3],
    ) -> Result<CallId> {
        let id = self.send(words, themes, hours, pots)?;
        for index in 0..2 {
            self.act(&format!("board_member{index}"), |tx| {
                let saw = Saw::reading::<Course>(tx, id, Action::ApproveCall)?;
                calls::actions::approve(tx, id, &saw)
            })?;
        }
        self.act("secretariat", |tx| {
            let saw = Saw::reading::<Course>(tx, id, Action::PublishCall)?;
            calls::actions::publish(tx, id, &saw)
        })?;
        Ok(id)
    }

    /// Lets the clock open and close what is due.
    fn tick(&self, day: i64) -> Result<()> {
        self.day(day);
        crate::worker::follow_the_clock(self.app)
    }

    fn applications_of(&self, call: usize) -> Vec<usize> {
        let all = self.cast.application.iter().enumerate();
        all.filter(|(_, one)| one.call == call)
            .map(|(index, _)| index)
            .collect()
    }

    fn apply(&self, call: CallId, index: usize, submits: bool) -> Result<ApplicationId> {
        let part = self
            .cast
            .application
            .get(index)
            .ok_or_else(|| nothing_such("application"))?;
        let lead = self
            .organisations
            .get(&part.lead)
            .ok_or_else(|| nothing_such(&part.lead))?;
        let start = application_input::Start {
            organisation: entry(lead.to_string()),
            title: entry(&part.title),
        };
        let id = self.act(&part.lead, |tx| {
            applications::start::start(tx, call, &start)
        })?;
        let loaded = self.app.read_now(Actor::Operator, |view| {
            calls::queries::load(view.conn, call)
        })?;
        let texts = [
            &part.approach,
            &part.market,
            "Between prototype and first customer",
        ];
        let answers = loaded
            .questions
            .iter()
            .zip(texts)
            .filter(|_| !part.approach.is_empty())
            .map(|(question, text)| (question.id.to_string(), entry(text)))
            .collect();
        let mut participants = Vec::new();
        for (key, amount) in [&part.lead, &part.partner].into_iter().zip(&part.amounts) {
            if !amount.is_empty() {
                participants.push(participant(self.organisation(key)?, amount));
            }
        }
        let draft = application_input::Draft {
            version: entry("1"),
            title: entry(&part.title),
            summary: entry(&part.summary),
            answers,
            participants,
            ..application_input::Draft::default()
        };
        self.act(&part.lead, |tx| applications::actions::save(tx, id, &draft))?;
        if !part.approach.is_empty() {
            let upload = applications::attachment::Upload {
                name: "work-plan.pdf".to_owned(),
                content: pdf(&part.title),
            };
            let actor = self.as_person(&part.lead)?;
            applications::attachment::attach(self.app, actor, id, upload)?;
        }
        if submits {
            let submit = submission::Submit {
                version: entry("2"),
                declaration: entry("true"),
            };
            self.act(&part.lead, |tx| submission::submit(tx, id, &submit))?;
        }
        Ok(id)
    }

    fn check(&self, id: ApplicationId, ineligible: Option<&str>) -> Result<()> {
        for index in 0..2 {
            let (verdict, reason) = match ineligible.filter(|_| index == 1) {
                Some(reason) => ("ineligible", reason),
                None => (
                    "eligible",
                    "Registered, accounts filed, civil use; costs follow the call.",
                ),
            };
            let input = application_input::Check {
                verdict: entry(verdict),
                reason: entry(reason),
                ..application_input::Check::default()
            };
            self.act(&format!("eligibility_officer{index}"), |tx| {
                let saw = Saw::reading::<Dossier>(tx, id, Action::CheckEligibility)?;
                let input = application_input::Check {
                    digest: saw.digest,
                    ..input.clone()
                };
                eligibility::check(tx, id, &input)
            })?;
        }
        self.act("secretariat", |tx| {
            let saw = Saw::reading::<Dossier>(tx, id, Action::ReleaseEligible)?;
            eligibility::release(tx, id, &saw)
        })
    }

    fn review(&self, id: ApplicationId, reviewer: usize, marks: &[String; 3]) -> Result<()> {
        let who = format!("reviewer{reviewer}");
        let assignment = self.ask(id, &who, Entry::default())?;
        self.act(&who, |tx| {
            let saw = Saw::reading::<Assignment>(tx, assignment, Action::DeclareNoConflict)?;
            let clear = review_input::DeclareClear {
                declaration: entry("true"),
                version: saw.version,
            };
            assignment::declare_clear(tx, assignment, &clear)
        })?;
        let call = self.app.read_now(Actor::Operator, |view| {
            applications::queries::call_of(view.conn, id)
        })?;
        let scores = call
            .criteria
            .iter()
            .zip(marks)
            .enumerate()
            .map(|(index, (criterion, mark))| {
                let why = JUSTIFICATIONS.get((reviewer + index) % JUSTIFICATIONS.len());
                let score = review_input::ScoreEntry {
                    mark: entry(mark),
                    justification: entry(*why.unwrap_or(&"")),
                };
                (criterion.id.to_string(), score)
            })
            .collect();
        let comment = COMMENTS.get(reviewer % COMMENTS.len()).unwrap_or(&"");
        let draft = review_input::ReviewDraft {
            scores,
            for_applicant: entry(*comment),
            ..review_input::ReviewDraft::default()
        };
        self.act(&who, |tx| {
            let saw = Saw::reading::<Assignment>(tx, assignment, Action::SubmitReview)?;
            let version = saw.version;
            reviews::actions::submit(
                tx,
                assignment,
                &review_input::ReviewDraft { version, ..draft },
            )
        })
    }

    fn first_call(&self) -> Result<()> {
        let text = "Ideas from the laboratory that a hospital, a harbour or a brewery can use within \
                    two years. Consortia of at least one start-up from each country.";
        let call = self.publish(
            ("DEEP-1", "From bench to market: deep technology", text),
            &["Biotechnology", "Artificial intelligence", "Nanotechnology"],
            (5, 40),
            ["400000", "300000", "100000"],
        )?;
        self.tick(6)?;
        let parts = self.applications_of(1);
        let mut ids = Vec::new();
        for index in parts {
            ids.push((index, self.apply(call, index, true)?));
        }
        self.tick(41)?;
        for (_, id) in &ids {
            self.check(*id, None)?;
        }
        self.day(50);
        self.act("secretariat", |tx| {
            let saw = Saw::reading::<Course>(tx, call, Action::BeginEvaluation)?;
            calls::actions::begin_evaluation(tx, call, &saw)
        })?;
        for (index, id) in &ids {
            let part = self
                .cast
                .application
                .get(*index)
                .ok_or_else(|| nothing_such("application"))?;
            let marks = part.marks.as_ref().ok_or_else(|| nothing_such("marks"))?;
            for reviewer in 0..3 {
                self.review(*id, reviewer, marks)?;
            }
            self.act("chair", |tx| {
                let settle = review_input::Settle {
                    digest: Saw::reading::<Panel>(tx, *id, Action::SettleConsensus)?.digest,
                    ..Default::default()
                };
                consensus::settle(tx, *id, &settle)
            })?;
        }
        self.day(80);
        let preview = self.read("secretariat", |view| {
            decisions::queries::preview(view, call)
        })?;
        let freeze = decisions::input::Freeze {
            digest: entry(preview.digest.clone()),
            ..Default::default()
        };
        self.act("secretariat", |tx| {
            decisions::actions::freeze(tx, call, &freeze)
        })?;
        let list = self.read("secretariat", |view| {
            decisions::queries::ranking(view, call, None)
        })?;
        let vote = decisions::input::CastVote {
            vote: entry("approve"),
            digest: entry(list.digest.clone()),
            ..Default::default()
        };
        for index in 0..2 {
            self.act(&format!("board_member{index}"), |tx| {
                decisions::actions::vote(tx, call, &vote)
            })?;
        }
        self.day(85);
        let read = Saw {
            digest: entry(list.digest.clone()),
            ..Saw::default()
        };
        self.act("secretariat", |tx| {
            decisions::actions::release(tx, call, &read)
        })?;
        for (index, id) in ids {
            let Some(part) = self.cast.application.get(index) else {
                continue;
            };
            let outcome = part.outcome.as_deref().unwrap_or_default();
            if outcome == "below" {
                continue;
            }
            self.day(90);
            let award = self.act("secretariat", |tx| {
                awards::offer::offer(tx, id, &Saw::default())
            })?;
            self.award(award, part, outcome)?;
        }
        Ok(())
    }

    fn award(&self, award: AwardId, part: &ApplicationPart, outcome: &str) -> Result<()> {
        let sign = |who: &str, action: Action, work: Sign| {
            self.act(who, |tx| {
                let saw = Saw::reading::<Award>(tx, award, action)?;
                work(tx, award, &saw)
            })
        };
        let for_partner = awards::signing::sign_for_partner;
        sign("approver0", Action::SignForPartner, for_partner)?;
        if outcome == "signing" {
            return Ok(());
        }
        sign("approver1", Action::SignForPartner, for_partner)?;
        sign(
            &part.lead,
            Action::SignAsLead,
            awards::signing::sign_as_lead,
        )?;
        let loaded = self.app.read_now(Actor::Operator, |view| {
            awards::queries::load(view.conn, award)
        })?;
        let config = self.app.config.clone();
        let ibans = ["GB82WEST12345698765432", "DE89370400440532013000"];
        for (share, iban) in loaded.shares.iter().zip(ibans) {
            let account = award_input::NewAccount {
                participant: entry(share.participant.to_string()),
                holder: entry(&share.participant_name),
                holder_plain: Entry::default(),
                iban: entry(iban),
                bic: Entry::default(),
                bank_name: entry("Harbour Savings Bank"),
                country: entry(if share.payer_code == "AV" { "XA" } else { "XB" }),
            };
            let id = self.act(&part.lead, |tx| awards::bank::record(tx, award, &account))?;
            self.act("programme_officer0", |tx| {
                let saw = Saw::reading::<Payee>(tx, id, Action::VerifyBankAccount)?;
                awards::bank::verify(tx, &config, id, &saw)
            })?;
        }
        self.day(95);
        for share in &loaded.shares {
            let payout = self.request(award, &part.lead, &share.id.to_string(), "advance", "")?;
            if outcome == "refused" {
                self.on_payout(
                    "programme_officer0",
                    payout,
                    Action::VerifyPayout,
                    disbursements::actions::verify,
                )?;
                self.act("approver1", |tx| {
                    let saw = Saw::reading::<Payout>(tx, payout, Action::RefusePayout)?;
                    let input = Reasoned {
                        reason: entry(
                            "The bank's letter for this account is older than six months. Please send a new one and ask again.",
                        ),
                        version: saw.version,
                        ..Reasoned::default()
                    };
                    disbursements::actions::refuse(tx, payout, &input)
                })?;
                return Ok(());
            }
            self.pay(payout, &share.payer_code, &share.advance.decimal_text(), 97)?;
        }
        let milestone = loaded
            .milestones
            .first()
            .ok_or_else(|| nothing_such("milestone"))?
            .id;
        self.day(210);
        let report = award_input::Report {
            report: entry(
                "All three antibodies were compared; K-17 keeps 94 % of its activity after ten months at 25 °C. The pilot line has made 600 cartridges, of which 571 passed. Report and raw data are with the programme officers.",
            ),
            ..award_input::Report::default()
        };
        self.act(&part.lead, |tx| {
            let saw = Saw::reading::<Milestone>(tx, milestone, Action::ReportMilestone)?;
            let version = saw.version;
            let report = award_input::Report { version, ..report };
            awards::milestones::report(tx, milestone, &report)
        })?;
        self.day(215);
        self.act("programme_officer1", |tx| {
            let saw = Saw::reading::<Milestone>(tx, milestone, Action::AcceptMilestone)?;
            awards::milestones::accept(tx, milestone, &saw)
        })?;
        let Some(share) = loaded.shares.first() else {
            return Ok(());
        };
        let (id, cause) = (share.id.to_string(), milestone.to_string());
        let payout = self.request(award, &part.lead, &id, "milestone", &cause)?;
        self.on_payout(
            "programme_officer0",
            payout,
            Action::VerifyPayout,
            disbursements::actions::verify,
        )?;
        self.on_payout(
            "approver0",
            payout,
            Action::ApprovePayout,
            disbursements::actions::approve,
        )
    }

    fn request(
        &self,
        award: AwardId,
        who: &str,
        share: &str,
        kind: &str,
        milestone: &str,
    ) -> Result<PayoutId> {
        let input = payout_input::Request {
            share: entry(share),
            kind: entry(kind),
            milestone: entry(milestone),
        };
        self.act(who, |tx| disbursements::actions::request(tx, award, &input))
    }

    fn pay(&self, payout: PayoutId, payer: &str, amount: &str, day: i64) -> Result<()> {
        let index = usize::from(payer != "AV");
        self.on_payout(
            "programme_officer0",
            payout,
            Action::VerifyPayout,
            disbursements::actions::verify,
        )?;
        self.on_payout(
            "approver0",
            payout,
            Action::ApprovePayout,
            disbursements::actions::approve,
        )?;
        self.on_payout(
            "approver1",
            payout,
            Action::ApprovePayout,
            disbursements::actions::approve,
        )?;
        let officer = format!("payment_officer{index}");
        self.on_payout(
            &officer,
            payout,
            Action::ReleasePayout,
            disbursements::actions::release,
        )?;
        let partner = self
            .partners
            .get(index)
            .map(ToString::to_string)
            .unwrap_or_default();
        let export = payout_input::Export {
            partner: entry(partner),
        };
        self.act(&officer, |tx| disbursements::order::export(tx, &export))?;
        self.not_before(day);
        self.act(&officer, |tx| {
            let saw = Saw::reading::<Payout>(tx, payout, Action::ConfirmPayout)?;
            let confirm = payout_input::Booking {
                bank_reference: entry(format!("BK-{payer}-{day}-{}", amount.replace('.', ""))),
                booked_on: self.date(day),
                amount: entry(amount),
                version: saw.version,
                ..payout_input::Booking::default()
            };
            disbursements::bank::confirm(tx, payout, &confirm)
        })
    }

    fn second_call(&self) -> Result<()> {
        self.day(195);
        let text = "Infrastructure that hospitals, ports and registers can trust: safe keys, safe \
                    updates, servers where they are needed.";
        let call = self.publish(
            ("TRUST-2", "Trustworthy infrastructure", text),
            &["Cybersecurity", "Cloud infrastructure", "Data centres"],
            (200, 260),
            ["350000", "300000", "80000"],
        )?;
        self.tick(201)?;
        let mut ids = Vec::new();
        for index in self.applications_of(2) {
            ids.push((index, self.apply(call, index, true)?));
        }
        self.tick(261)?;
        for (index, id) in &ids {
            let part = self.cast.application.get(*index);
            self.check(*id, part.and_then(|part| part.ineligible.as_deref()))?;
        }
        self.day(268);
        self.act("secretariat", |tx| {
            let saw = Saw::reading::<Course>(tx, call, Action::BeginEvaluation)?;
            calls::actions::begin_evaluation(tx, call, &saw)
        })?;
        let mut is_first = true;
        for (index, id) in ids {
            let Some(part) = self.cast.application.get(index) else {
                continue;
            };
            if part.ineligible.is_some() {
                continue;
            }
            match &part.marks {
                Some(marks) => {
                    for reviewer in 1..3 {
                        self.review(id, reviewer, marks)?;
                    }
                    // One is ready for the panel's chair to settle.
                    if std::mem::take(&mut is_first) {
                        self.review(id, 4, marks)?;
                    }
                    self.invite(id, 0)?;
                }
                None => self.conflict(id)?,
            }
        }
        Ok(())
    }

    /// A reviewer who is asked declares a conflict, and another is found.
    fn conflict(&self, id: ApplicationId) -> Result<()> {
        let assignment = self.invite(id, 3)?;
        let reason = "I supervised the doctoral thesis this method comes from and hold a share of \
                      its patent.";
        let action = Action::DeclareConflict;
        self.act("reviewer3", |tx| {
            let version = Saw::reading::<Assignment>(tx, assignment, action)?.version;
            let reason = Reasoned {
                reason: entry(reason),
                version,
                ..Reasoned::default()
            };
            decisions::fallen::declare_conflict(tx, assignment, &reason)
        })?;
        self.invite(id, 4)?;
        Ok(())
    }

    fn invite(&self, id: ApplicationId, reviewer: usize) -> Result<AssignmentId> {
        let due_on = self.date(LONG_AGO + 14);
        self.ask(id, &format!("reviewer{reviewer}"), due_on)
    }

    fn ask(&self, id: ApplicationId, who: &str, due_on: Entry) -> Result<AssignmentId> {
        let account = self.as_person(who)?.person()?;
        self.act("secretariat", |tx| {
            let input = review_input::Assign {
                reviewer: entry(account.to_string()),
                due_on,
                version: Saw::reading::<Panel>(tx, id, Action::AssignReviewer)?.version,
            };
            assignment::assign(tx, id, &input)
        })
    }

    fn third_call(&self) -> Result<()> {
        self.day(280);
        let text = "Services that answer people in plain words and officials with sources: health, \
                    land, transport, sea. Open to consortia with members in both countries.";
        let call = self.publish(
            ("AI-3", "Artificial intelligence for public services", text),
            &["Artificial intelligence", "E-commerce"],
            (285, LONG_AGO + 45),
            ["350000", "300000", "60000"],
        )?;
        self.tick(286)?;
        for index in self.applications_of(3) {
            let submits = self
                .cast
                .application
                .get(index)
                .is_some_and(|part| part.submitted);
            self.day(290);
            self.apply(call, index, submits)?;
        }
        Ok(())
    }
}

const TERMS: &str = "1. Who may apply. A consortium of at least one start-up established in Avaria and \
one in Bellmark. Partners from third countries may take part at their own cost.\n\n\
2. What is paid. Seventy-five per cent of eligible costs, at most 300,000 euros for all participants \
together. Thirty per cent is paid in advance and set against each milestone; ten per cent of each \
milestone is kept back until the last is accepted.\n\n\
3. What is judged. Excellence, impact, and the quality of the plan, each from 0 to 5 in half points, \
by three reviewers. Applications below 3 on any criterion, or below 10 in all, are not funded.\n\n\
4. Order of funding. Each partner's pot pays its own participants; the common pot fills gaps. An \
application that does not fit goes to the reserve, and lower-ranked ones may still fit.\n\n\
5. Civil use only. The work serves civil purposes. Applicants name any export licence they need.\n\n\
6. Good standing. Applicants have filed their accounts and owe nothing to either partner's programmes.";

const JUSTIFICATIONS: &[&str] = &[
    "The method is described so that it could be repeated, and the earlier measurements are convincing.",
    "Customers are named and have put their interest in writing; the price is plausible against imports.",
    "The plan has slack where it is needed, and each partner does what it is best at.",
    "Well argued, though the comparison with the closest rival deserves a page of its own.",
    "The risks are named honestly and each has an owner; the second study depends on the first too closely.",
];

const COMMENTS: &[&str] = &[
    "A clear proposal by people who have done the first half of the work already. Please say earlier what would make you stop.",
    "Strong team on both sides. The market figures should separate what is signed from what is hoped for.",
    "Convincing science. The budget for travel seems high for two partners three hours apart.",
    "Good work. We would have liked to read how the data are kept after the project.",
];

fn criteria() -> Vec<call_input::CriterionEntry> {
    [
        (
            "Excellence",
            "Is the idea sound, new and described so that it can be checked?",
            "100",
        ),
        (
            "Impact",
            "Who will be better off, how many, and how do you know?",
            "150",
        ),
        (
            "Implementation",
            "Do plan, people and budget fit the work?",
            "100",
        ),
    ]
    .into_iter()
    .map(|(name, guidance, weight)| call_input::CriterionEntry {
        name: entry(name),
        guidance: entry(guidance),
        weight: entry(weight),
        threshold: entry("3"),
        ..call_input::CriterionEntry::default()
    })
    .collect()
}

fn questions() -> Vec<call_input::QuestionEntry> {
    let question = |prompt: &str, hint: &str, choices: &str| call_input::QuestionEntry {
        prompt: entry(prompt),
        hint: entry(hint),
        choices: entry(choices),
        required: entry("true"),
        max_chars: entry("3000"),
        ..call_input::QuestionEntry::default()
    };
    vec![
        question(
            "How will you do it?",
            "Method, what exists already, what is new, main steps.",
            "",
        ),
        question(
            "Who needs it, and what will they pay?",
            "Customers, size of the market, evidence.",
            "",
        ),
        question(
            "How far are you?",
            "",
            "An idea with first measurements\nA working prototype\nBetween prototype and first customer\nOn the market at home",
        ),
    ]
}

fn milestones() -> Vec<call_input::MilestoneEntry> {
    [
        ("Proof of concept", "40", "6"),
        ("Pilot", "35", "12"),
        ("Final report", "25", "18"),
    ]
    .into_iter()
    .map(|(title, share, due_months)| call_input::MilestoneEntry {
        title: entry(title),
        share: entry(share),
        due_months: entry(due_months),
        ..call_input::MilestoneEntry::default()
    })
    .collect()
}

/// A participant whose costs are what the grant covers at 75 %, two thirds of them for people.
fn participant(one: &OrganisationPart, requested: &str) -> application_input::ParticipantEntry {
    let grant: i64 = requested.parse().unwrap_or(0);
    let costs = (grant * 4 + 2) / 3;
    let personnel = costs * 2 / 3;
    let equipment = costs / 5;
    let budget = [
        ("personnel", personnel),
        ("equipment", equipment),
        ("travel", costs - personnel - equipment),
    ];
    application_input::ParticipantEntry {
        organisation_name: entry(&one.name),
        country: entry(&one.country),
        registration_number: entry(&one.number),
        contact_name: entry(&one.lead),
        contact_email: entry(one.email()),
        budget: budget
            .into_iter()
            .map(|(category, amount)| (category.to_owned(), entry(amount.to_string())))
            .collect(),
        requested: entry(requested),
        ..application_input::ParticipantEntry::default()
    }
}

/// A one-page PDF with a title.
fn pdf(title: &str) -> Vec<u8> {
    let text: String = title
        .chars()
        .filter(|c| c.is_ascii() && !matches!(c, '(' | ')' | '\\'))
        .collect();
    let page = format!("BT /F1 16 Tf 60 760 Td (Work plan: {text}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(file.len());
        file.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = file.len();
    file.push_str("xref\n0 6\n0000000000 65535 f \n");
    for place in places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    file.push_str(&format!(
        "trailer << /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    ));
    file.into_bytes()
}
