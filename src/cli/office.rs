//! Who holds the first offices: the fund is founded from a file, and a partner that has nobody left
//! gets an administrator announced.

use super::Failure;
use crate::app::App;
use crate::case::Saw;
use crate::db::tx::Actor;
use crate::error::Error;
use crate::fund;
use crate::fund::founding::{self, Founding};
use crate::identity::input::Invite;
use crate::identity::second_factor::lost;
use crate::identity::succession;
use crate::kernel::entry::FromEntry;
use crate::kernel::fault::Faults;
use crate::kernel::text::Email;
use crate::words::Say;
use clap::Subcommand;
use std::path::Path;
use std::process::ExitCode;

/// What can be done about a partner's administrators.
#[derive(Debug, Subcommand)]
pub(super) enum AdminCommand {
    /// Announce an administrator for a partner that has one left, or none. All administrators are
    /// told, and any of them can object on the person's page within 24 hours.
    Replace {
        /// The partner's code.
        #[arg(long)]
        partner: String,
        /// The new administrator's address.
        #[arg(long)]
        email: String,
        /// Their name.
        #[arg(long)]
        name: String,
    },
    /// Vouch for a second factor that its owner has lost and an administrator proposes to take off.
    /// All administrators and the owner are told, and any of them can stop it within 24 hours.
    Vouch {
        /// The owner's address.
        #[arg(long)]
        email: String,
        /// The digest of the proposal you have read. Without it what waits is shown, and nothing
        /// is done.
        #[arg(long)]
        proposal: Option<String>,
    },
}

fn say(app: &App) -> Say {
    Say::new(app.texts.clone(), &app.config.fund.default_language)
}

/// Every fault with its field, a line each.
fn listed(say: &Say, faults: &Faults) -> Failure {
    let lines: Vec<String> = faults
        .iter()
        .flat_map(|(path, faults)| {
            let said = faults.iter().map(|one| say.fault(one));
            said.map(move |one| format!("  {path}: {one}"))
        })
        .collect();
    Failure::Words(format!("nothing was changed.\n{}", lines.join("\n")))
}

fn told(app: &App, error: Error) -> Failure {
    let say = say(app);
    match error {
        Error::Invalid(faults) => listed(&say, &faults),
        other => Failure::Words(say.error(&other)),
    }
}

pub(super) fn found(app: &App, file: &Path) -> Result<ExitCode, Failure> {
    let text = std::fs::read_to_string(file)?;
    let founding = Founding::read(&text).map_err(|faults| listed(&say(app), &faults))?;
    let config = app.config.clone();
    let founded = app
        .write_now(Actor::Operator, |tx| {
            founding::found(tx, &config, &founding)
        })
        .map_err(|error| told(app, error))?;
    println!(
        "Founded with {} partners. The letters are in the outbox.",
        founded.partners.len()
    );
    Ok(ExitCode::SUCCESS)
}

/// Vouches for a second factor that was lost, once the proposal was read.
fn vouch(app: &App, email: &str, proposal: Option<String>) -> Result<ExitCode, Failure> {
    let email = Email::from_entry(email).map_err(|fault| {
        let faults = Faults::one("email", fault);
        listed(&say(app), &faults)
    })?;
    let Some(proposal) = proposal else {
        return show_proposal(app, &email);
    };
    let saw = Saw {
        digest: proposal.into(),
        ..Saw::default()
    };
    app.write_now(Actor::Operator, |tx| lost::vouch(tx, &email, &saw))
        .map_err(|error| told(app, error))?;
    println!(
        "Told to all administrators and the owner; it is taken off in 24 hours unless stopped."
    );
    Ok(ExitCode::SUCCESS)
}

/// Shows what waits, for the operator to make sure of.
fn show_proposal(app: &App, email: &Email) -> Result<ExitCode, Failure> {
    let waiting = app
        .read_now(Actor::Operator, |view| lost::waiting(view, email))
        .map_err(|error| told(app, error))?;
    let Some(waiting) = waiting else {
        return Err(Failure::Words(
            "nobody proposes to take off the second factor of this account".to_owned(),
        ));
    };
    let proposed_at = say(app).instant(waiting.proposed_at);
    let partner = waiting.proposed_for.as_deref().unwrap_or("the fund");
    println!(
        "{} proposed it for {partner} at {}, for this reason:\n{}\n\n\
         Make sure by voice or in person that it is so, and then add --proposal {}",
        waiting.proposed_by, proposed_at, waiting.reason, waiting.digest
    );
    Ok(ExitCode::SUCCESS)
}

pub(super) fn administrate(app: &App, command: AdminCommand) -> Result<ExitCode, Failure> {
    let (partner, email, name) = match command {
        AdminCommand::Replace {
            partner,
            email,
            name,
        } => (partner, email, name),
        AdminCommand::Vouch { email, proposal } => return vouch(app, &email, proposal),
    };
    let partners = app.read_now(Actor::Operator, |view| {
        Ok(fund::queries::partners(view.conn)?)
    })?;
    let mut partners = partners.into_iter();
    let Some(partner) = partners.find(|one| one.code == partner) else {
        return Err(Failure::Words(format!("there is no partner {partner}")));
    };
    let input = Invite {
        name: name.into(),
        email: email.into(),
    };
    let config = app.config.clone();
    app.write_now(Actor::Operator, |tx| {
        succession::announce(tx, &config, (partner.id, &partner.name), &input)
    })
    .map_err(|error| told(app, error))?;
    println!(
        "Announced to all administrators; takes office in 24 hours unless one of them objects."
    );
    Ok(ExitCode::SUCCESS)
}
