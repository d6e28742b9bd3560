//! The people of a test's fund, made through the same actions a user takes.

use super::{PASSWORD, TestFund};
use jointfund::case::Saw;
use jointfund::db::tx::Actor;
use jointfund::fund::{actions as fund_actions, input as fund_input};
use jointfund::identity::input::{GrantRole, Invite, Register, SetPassword, SignIn, UseToken};
use jointfund::identity::{actions, roles, subject::Grant};
use jointfund::kernel::entry::Entry;
use jointfund::kernel::id::{AccountId, PartnerId};
use jointfund::notifications;
use jointfund::organisations::{actions as organisation_actions, input as organisation_input};
use jointfund::rules::Action;

/// The address of one of the test's people; of the demo's people it is their name.
pub fn email(who: &str) -> String {
    if who.contains('@') {
        return who.to_owned();
    }
    format!("{who}@people.example")
}

pub fn entry(text: impl Into<String>) -> Entry {
    Entry::from(text.into())
}

pub const STAFF: &[&str] = &[
    "programme_officer",
    "eligibility_officer",
    "approver",
    "payment_officer",
    "finance_officer",
    "compliance_officer",
    "board_member",
];

/// The token of the newest letter to a person.
pub fn token(fund: &TestFund, who: &str) -> String {
    let letters = fund
        .app
        .read_now(Actor::Operator, |view| {
            notifications::queries::mailbox(view, None)
        })
        .unwrap();
    let letter = letters
        .items
        .iter()
        .find(|one| one.item.recipient == email(who))
        .unwrap();
    let (_, rest) = letter.text.split_once("token=").unwrap();
    rest.split_whitespace().next().unwrap().to_owned()
}

pub fn actor(fund: &TestFund, who: &str) -> Actor {
    let input = SignIn {
        email: entry(email(who)),
        password: entry(PASSWORD),
        ..SignIn::default()
    };
    let session = actions::sign_in(&fund.app, &input).unwrap();
    Actor::Person {
        account: session.account,
        session: session.id,
    }
}

fn accept(fund: &TestFund, who: &str) {
    let input = SetPassword {
        token: entry(token(fund, who)),
        password: entry(PASSWORD),
    };
    let config = fund.app.config.clone();
    fund.app
        .write_now(Actor::Visitor, |tx| {
            actions::accept_invitation(tx, &config, &input)
        })
        .unwrap();
}

pub fn invite(fund: &TestFund, by: &str, who: &str) -> AccountId {
    let input = Invite {
        name: entry(who),
        email: entry(email(who)),
    };
    let (by, config) = (actor(fund, by), fund.app.config.clone());
    let id = fund
        .app
        .write_now(by, |tx| actions::invite(tx, &config, &input))
        .unwrap();
    accept(fund, who);
    id
}

pub fn grant(
    fund: &TestFund,
    by: &str,
    account: AccountId,
    role: &str,
    partner: Option<PartnerId>,
) {
    let input = GrantRole {
        role: entry(role),
        partner: entry(partner.map(|id| id.to_string()).unwrap_or_default()),
        call: Entry::default(),
    };
    let by = actor(fund, by);
    let id = fund
        .app
        .write_now(by, |tx| roles::grant(tx, account, &input))
        .unwrap();
    if ["approver", "payment_officer", "compliance_officer"].contains(&role) {
        let partners = partners(fund);
        let other = if partner == Some(partners[0]) {
            "admin1"
        } else {
            "admin0"
        };
        let other = actor(fund, other);
        fund.app
            .write_now(other, |tx| {
                let saw = Saw::reading::<Grant>(tx, id, Action::ConfirmRole)?;
                roles::confirm(tx, id, &saw)
            })
            .unwrap();
    }
}

pub fn partners(fund: &TestFund) -> Vec<PartnerId> {
    let found = fund
        .app
        .read_now(Actor::Operator, jointfund::fund::queries::fund);
    found
        .unwrap()
        .partners
        .into_iter()
        .map(|one| one.id)
        .collect()
}

/// Opens an account as an applicant would, with an organisation of one country.
pub fn applicant(fund: &TestFund, who: &str, country: &str, number: &str) {
    let config = fund.app.config.clone();
    let input = Register {
        name: entry(who),
        email: entry(email(who)),
        password: entry(PASSWORD),
    };
    fund.app
        .write_now(Actor::Visitor, |tx| actions::register(tx, &config, &input))
        .unwrap();
    let input = UseToken {
        token: entry(token(fund, who)),
    };
    fund.app
        .write_now(Actor::Visitor, |tx| actions::verify_email(tx, &input))
        .unwrap();
    let details = organisation_input::Details {
        version: Entry::default(),
        name: entry(format!("{who} Ltd")),
        country: entry(country),
        registration_number: entry(number),
        address_line: entry("Quay Street 1"),
        postcode: entry("1000"),
        town: entry("Port Avar"),
        website: Entry::default(),
        size_class: entry("small"),
    };
    let by = actor(fund, who);
    fund.app
        .write_now(by, |tx| organisation_actions::register(tx, &details))
        .unwrap();
}

/// Everyone, the partners, and their money.
pub fn settle(fund: &TestFund) {
    settle_with(fund, ["600000", "600000"], ["300000", "300000"]);
}

/// The same with what each partner has pledged, and what of it has arrived.
pub fn settle_with(fund: &TestFund, pledged: [&str; 2], received: [&str; 2]) {
    let config = fund.app.config.clone();
    let input = Invite {
        name: entry("root"),
        email: entry(email("root")),
    };
    fund.app
        .write_now(Actor::Operator, |tx| {
            actions::create_administrator(tx, &config, &input)
        })
        .unwrap();
    accept(fund, "root");
    let id = invite(fund, "root", "secretary");
    grant(fund, "root", id, "secretariat", None);
    let id = invite(fund, "root", "auditor");
    grant(fund, "root", id, "auditor", None);
    let secretary = actor(fund, "secretary");
    let set_up = fund_input::SetUpFund {
        version: entry("0"),
        name: entry("Test Fund"),
        prefix: entry("JF"),
        base_currency: entry("EUR"),
    };
    fund.app
        .write_now(secretary, |tx| fund_actions::set_up(tx, &set_up))
        .unwrap();
    for (code, country) in [("AV", "XA"), ("BM", "XB")] {
        let land = fund_input::AddCountry {
            code: entry(country),
            name: entry(code),
        };
        fund.app
            .write_now(secretary, |tx| fund_actions::add_country(tx, &land))
            .unwrap();
        let partner = fund_input::AddPartner {
            code: entry(code),
            name: entry(format!("Partner {code}")),
            country: entry(country),
            zone: entry("Europe/Vienna"),
        };
        fund.app
            .write_now(secretary, |tx| fund_actions::add_partner(tx, &partner))
            .unwrap();
    }
    let partners = partners(fund);
    for (index, partner) in partners.iter().enumerate() {
        let id = invite(fund, "root", &format!("admin{index}"));
        grant(fund, "root", id, "partner_administrator", Some(*partner));
    }
    for (index, partner) in partners.iter().enumerate() {
        for role in STAFF {
            let by = format!("admin{index}");
            let id = invite(fund, &by, &format!("{role}{index}"));
            grant(fund, &by, id, role, Some(*partner));
        }
    }
    for index in 0..3 {
        let id = invite(fund, "secretary", &format!("reviewer{index}"));
        grant(fund, "secretary", id, "reviewer", None);
    }
    for (index, partner) in partners.iter().enumerate() {
        let by = actor(fund, &format!("finance_officer{index}"));
        let pledge = fund_input::Pledge {
            amount: entry(pledged[index]),
            pledged_on: entry("2027-01-04"),
            reference: entry("Declaration"),
        };
        let id = fund
            .app
            .write_now(by, |tx| fund_actions::pledge(tx, *partner, &pledge))
            .unwrap();
        let receipt = fund_input::Receive {
            amount: entry(received[index]),
            received_on: entry("2027-01-04"),
            bank_reference: entry(format!("IN-{index}")),
        };
        fund.app
            .write_now(by, |tx| fund_actions::receive(tx, id, &receipt))
            .unwrap();
    }
    applicant(fund, "ada", "XA", "A-1");
    applicant(fund, "ben", "XB", "B-1");
}
