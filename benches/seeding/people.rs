//! Who is in a seeded fund: everyone in office, told as a story; and the crowd that applies.

use super::clerk::{Clerk, Desk, known, said};
use super::settings::PASSWORD;
use jointfund::cli::story::player::Player;
use jointfund::cli::story::script::{Story, StoryFault};
use jointfund::db::tx::Actor;
use jointfund::db::units::Units;
use jointfund::error::{Error, Result};
use jointfund::identity::{actions as identity, registration, roles, signing_in};
use jointfund::kernel::caller::Caller;
use jointfund::kernel::id::{AccountId, OrganisationId};
use jointfund::notifications;
use jointfund::organisations;
use serde_json::json;
use std::sync::Arc;
use toml::Table;

/// The countries of the three partners, and one of none.
pub(crate) const COUNTRIES: [&str; 4] = ["XA", "XB", "XC", "XD"];
pub(crate) const PARTNERS: usize = 3;

/// Somebody who leads an organisation.
#[derive(Debug, Clone)]
pub(crate) struct Lead {
    pub(crate) actor: Actor,
    pub(crate) organisation: OrganisationId,
    pub(crate) number: usize,
}

impl Lead {
    pub(crate) fn name(&self) -> String {
        person(self.number)
    }

    pub(crate) fn email(&self) -> String {
        address("lead", self.number)
    }

    /// Its place in [`COUNTRIES`].
    pub(crate) fn country(&self) -> usize {
        country(self.number)
    }

    pub(crate) fn organisation_name(&self) -> String {
        organisation(self.number)
    }

    pub(crate) fn register_number(&self) -> String {
        format!("R-{:06}", self.number)
    }

    /// An account number of its own (ISO 13616): Germany's are figures alone.
    pub(crate) fn iban(&self) -> String {
        let account = format!("50010517{:010}", self.number);
        // Letters count from 10, D and E are 13 and 14; the two check digits stand behind.
        let checked = format!("{account}131400");
        let rest = checked.bytes().fold(0, |rest: u32, digit| {
            (rest * 10 + u32::from(digit.wrapping_sub(b'0'))) % 97
        });
        format!("DE{:02}{account}", 98 - rest)
    }
}

/// Everyone by whom deeds are done.
pub(crate) struct People {
    pub(crate) secretary: Actor,
    pub(crate) chair: Actor,
    /// By partner.
    pub(crate) boards: Vec<Actor>,
    pub(crate) checkers: Vec<[Actor; 2]>,
    pub(crate) programmes: Vec<[Actor; 2]>,
    pub(crate) approvers: Vec<[Actor; 2]>,
    pub(crate) payers: Vec<Actor>,
    pub(crate) reviewers: Vec<(AccountId, Actor)>,
    pub(crate) leads: Vec<Lead>,
}

/// What no form of a page does by hand: the story of the offices, the money and the calls.
pub(crate) struct Teller(Player);

pub(crate) fn told<T>(result: std::result::Result<T, StoryFault>) -> Result<T> {
    result.map_err(|StoryFault(words)| Error::internal(words))
}

impl Teller {
    pub(crate) fn new(clerk: &Clerk) -> Result<Self> {
        let story = told(Story::read(&[("fund.toml", include_str!("fund.toml"))]))?;
        let (app, clock) = (clerk.app.clone(), clerk.clock.clone());
        Ok(Self(Player::new(app, clock, Arc::new(story), PASSWORD)))
    }

    pub(crate) fn tell(&mut self, scene: &str, words: &Table) -> Result<()> {
        told(self.0.begin_scene(scene, words))?;
        told(self.0.play())
    }

    pub(crate) fn made(&self, name: &str) -> Option<&str> {
        self.0.made(name)
    }
}

impl People {
    /// Everyone who is needed where so many applications come in.
    pub(crate) fn come(clerk: &Clerk, teller: &mut Teller, applications: usize) -> Result<Self> {
        teller.tell("begun", &Table::new())?;
        clerk
            .together(1, |desk| {
                let staff = |name: String| sign_in(desk, &format!("{name}@people.example"));
                let one = |name: &str| {
                    let all = (0..PARTNERS).map(|n| staff(format!("{name}{n}")));
                    all.collect::<Result<Vec<Actor>>>()
                };
                let two = |name: &str| -> Result<Vec<[Actor; 2]>> {
                    let second = one(&format!("second_{name}"))?;
                    let pairs = one(name)?.into_iter().zip(second);
                    Ok(pairs.map(|pair| [pair.0, pair.1]).collect())
                };
                Ok(Self {
                    secretary: staff("secretary".to_owned())?,
                    chair: staff("panel_chair".to_owned())?,
                    boards: one("board_member")?,
                    checkers: two("eligibility_officer")?,
                    programmes: two("programme_officer")?,
                    approvers: two("approver")?,
                    payers: one("payment_officer")?,
                    reviewers: Vec::new(),
                    leads: Vec::new(),
                })
            })?
            .joined(clerk, applications)
    }

    /// The reviewers and those who apply: the more applications, the more of them.
    fn joined(mut self, clerk: &Clerk, applications: usize) -> Result<Self> {
        let secretary = self.secretary;
        let mut reviewers: Vec<usize> = (1..=(applications / 100).max(6)).collect();
        let mut leads: Vec<usize> = (1..=(applications / 25).max(12)).collect();
        clerk.each(&mut reviewers, |desk, number| {
            self.reviewers.push(reviewer(desk, secretary, *number)?);
            Ok(())
        })?;
        clerk.each(&mut leads, |desk, number| {
            self.leads.push(lead(desk, *number)?);
            Ok(())
        })?;
        Ok(self)
    }
}

fn sign_in(desk: &Desk<'_, '_>, email: &str) -> Result<Actor> {
    let input = said(json!({ "email": email, "password": PASSWORD }))?;
    let session = signing_in::sign_in(desk.batch(), &Caller::default(), &input)?;
    Ok(Actor::Person {
        account: session.account,
        session: session.id,
    })
}

/// The secretariat invites a reviewer, who accepts.
fn reviewer(desk: &Desk<'_, '_>, secretary: Actor, number: usize) -> Result<(AccountId, Actor)> {
    let email = address("reviewer", number);
    let config = desk.batch().config().clone();
    let invite = said(json!({ "name": person(number + 7), "email": email }))?;
    let account = desk.does(secretary, |tx| identity::invite(tx, &config, &invite))?;
    let accepted = said(json!({ "token": token(desk, &email)?, "password": PASSWORD }))?;
    identity::accept_invitation(desk.batch(), Actor::Visitor, &accepted)?;
    let role = said(json!({ "role": "reviewer" }))?;
    desk.does(secretary, |tx| roles::grant(tx, account, &role))?;
    Ok((account, sign_in(desk, &email)?))
}

/// Somebody opens an account and registers an organisation.
fn lead(desk: &Desk<'_, '_>, number: usize) -> Result<Lead> {
    let email = address("lead", number);
    let account = said(json!({ "name": person(number), "email": email, "password": PASSWORD }))?;
    registration::register(desk.batch(), Actor::Visitor, &account)?;
    let proof = said(json!({ "token": token(desk, &email)? }))?;
    desk.does(Actor::Visitor, |tx| registration::verify_email(tx, &proof))?;
    let actor = sign_in(desk, &email)?;
    let mut lead = Lead {
        actor,
        organisation: OrganisationId::new(),
        number,
    };
    let details = said(json!({
        "name": lead.organisation_name(), "country": known(COUNTRIES.get(lead.country()), "country")?,
        "registration_number": lead.register_number(), "address_line": format!("Quay Street {number}"),
        "postcode": "1000", "town": word(&TOWNS, number), "size_class": word(&SIZES, number),
    }))?;
    lead.organisation = desk.does(actor, |tx| organisations::actions::register(tx, &details))?;
    Ok(lead)
}

/// The token of the newest letter, which went to this address.
fn token(desk: &Desk<'_, '_>, email: &str) -> Result<String> {
    let letters = desk.batch().read_now(Actor::Operator, |view| {
        notifications::queries::mailbox(view, None)
    })?;
    let newest = letters.items.first();
    let newest = newest.filter(|letter| letter.item.recipient == email);
    let link = newest.and_then(|letter| letter.text.split("token=").nth(1));
    let token = link.and_then(|rest| rest.split_whitespace().next());
    known(token.map(str::to_owned), "letter with a link")
}

fn address(who: &str, number: usize) -> String {
    format!("{who}{number}@people.example")
}

fn word<'w>(words: &[&'w str], number: usize) -> &'w str {
    words.get(number % words.len()).copied().unwrap_or_default()
}

fn person(number: usize) -> String {
    let (first, last) = (word(&FIRST, number), word(&LAST, number / FIRST.len()));
    format!("{first} {last}")
}

fn organisation(number: usize) -> String {
    let (first, second) = (word(&LAST, number), word(&TRADES, number / 3));
    format!("{first} {second} {number}")
}

/// Most lead from a country whose partner pays.
fn country(number: usize) -> usize {
    if number % 20 == 19 {
        PARTNERS
    } else {
        number % PARTNERS
    }
}

const FIRST: [&str; 16] = [
    "Mara", "Jonas", "Petra", "Clara", "Yusuf", "Greta", "Amina", "Viktor", "Erik", "Hanna",
    "Paulo", "Karl", "Ada", "Bruno", "Elif", "Gita",
];
const LAST: [&str; 20] = [
    "Lindqvist",
    "Moreau",
    "Arnaud",
    "Brandt",
    "Holt",
    "Adeyemi",
    "Novak",
    "Silva",
    "Keller",
    "Okafor",
    "Rossi",
    "Dahl",
    "Weiss",
    "Ivanova",
    "Tanaka",
    "Costa",
    "Meyer",
    "Laine",
    "Petrov",
    "Haddad",
];
const TRADES: [&str; 9] = [
    "Optics",
    "Robotics",
    "Biotech",
    "Sensors",
    "Marine",
    "Materials",
    "Software",
    "Energy",
    "Diagnostics",
];
const TOWNS: [&str; 5] = ["Port Avar", "Bellhaven", "Cordona", "Easterly", "Northgate"];
const SIZES: [&str; 5] = ["small", "micro", "medium", "research", "large"];
