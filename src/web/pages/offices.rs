//! Who acts in an application: offices and their holders, who stands aside and why, and who steps
//! in where that leaves nobody.

use super::heads;
use super::offered::{self, Partners};
use crate::case::Shown;
use crate::error::Result;
use crate::kernel::id::{ApplicationId, PartnerId};
use crate::recusals::model::{Acting, Holder, Recusal, Vacancy};
use crate::recusals::queries::{self, OwnRecusal};
use crate::rules::capacity::Role;
use crate::rules::{Action, Matter};
use crate::web::screen::{Block, Cell, Field, Form, Kind, Screen};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;
use std::fmt::Display;

/// Who acts in one application.
pub fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: ApplicationId = ask.ids.get("id")?;
    let acting = queries::acting(ask.view, id)?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("title-offices"));
    // Back to where the reader came from: not every office sees the application.
    screen = match &acting.title {
        Some(title) => screen
            .under(say.t("nav-applications"), Page::Applications.address())
            .under(title, url::application(id)),
        None => screen.under(say.t("nav-work"), Page::Work.address()),
    };
    let number = acting.number.clone().unwrap_or_default();
    let mut facts = vec![(say.t("field-number"), Cell::Code(number))];
    let title = acting.title.as_ref();
    facts.extend(title.map(|title| (say.t("field-title"), Cell::text(title))));
    let organisation = Cell::text(&acting.organisation);
    facts.push((say.t("field-organisation"), organisation));
    screen.add(Block::Facts(facts));
    if !acting.vacancies.is_empty() {
        let heading = say.t("heading-vacancies");
        screen.section(heading, vacancies(say, &acting.vacancies));
        draw(&mut screen, substitute(say, &acting));
    }
    screen.section(say.t("heading-offices"), holders(say, &acting.holders));
    draw(&mut screen, recuse(say, &acting));
    draw(&mut screen, recuse_another(say, &acting));
    if !acting.recusals.is_empty() {
        let heading = say.t("heading-recusals");
        screen.section(heading, recusals(say, &acting.recusals));
        for one in &acting.recusals {
            decisions(say, &mut screen, &acting, one);
        }
    }
    Ok(screen)
}

/// The applications from which the reader stands aside, where there are any.
pub(super) fn own(ask: &mut Ask<'_, '_>, screen: &mut Screen) -> Result<()> {
    let own = queries::own(ask.view)?;
    if own.is_empty() {
        return Ok(());
    }
    let say = ask.say;
    let row = |one: &OwnRecusal| {
        vec![
            Cell::Code(one.number.clone().unwrap_or_default()),
            Cell::text(&one.organisation),
            Cell::moment(say, one.since),
            Cell::state(say, one.state),
        ]
    };
    let table = Block::Table {
        caption: say.t("heading-own_recusals"),
        head: heads(say, &["number", "organisation", "since", "state"]),
        rows: own.iter().map(row).collect(),
        empty: String::new(),
    };
    screen.section(say.t("heading-own_recusals"), table);
    Ok(())
}

fn draw(screen: &mut Screen, form: Option<Form>) {
    if let Some(form) = form {
        screen.form(form);
    }
}

fn vacancies(say: &Say, all: &[Vacancy]) -> Block {
    let row = |one: &Vacancy| {
        let without = one.without_administrator.join(", ");
        let what = match (one.is_proposed, without.is_empty()) {
            (true, true) => say.t("vacancy-proposed"),
            (false, true) => say.t("vacancy-open"),
            (true, false) => say.with("vacancy-nobody_confirms", &[("partners", without.into())]),
            (false, false) => say.with("vacancy-nobody_proposes", &[("partners", without.into())]),
        };
        let partner = one.partner_code.clone().unwrap_or_default();
        vec![
            Cell::text(say.role(one.role)),
            Cell::text(partner),
            Cell::text(what),
        ]
    };
    Block::Table {
        caption: say.t("heading-vacancies"),
        head: heads(say, &["role", "partner", "state"]),
        rows: all.iter().map(row).collect(),
        empty: String::new(),
    }
}

fn holders(say: &Say, all: &[Holder]) -> Block {
    let row = |one: &Holder| {
        let what = if one.stands_aside {
            say.t("holder-aside")
        } else if one.is_proposed {
            say.t("vacancy-proposed")
        } else if one.is_substitute {
            say.t("holder-substitute")
        } else {
            say.t("holder-acts")
        };
        vec![
            Cell::text(say.role(one.role)),
            Cell::text(one.partner_code.clone().unwrap_or_default()),
            Cell::text(&one.name),
            Cell::text(what),
        ]
    };
    Block::Table {
        caption: say.t("heading-offices"),
        head: heads(say, &["role", "partner", "person", "state"]),
        rows: all.iter().map(row).collect(),
        empty: say.t("empty-offices"),
    }
}

fn recusals(say: &Say, all: &[Recusal]) -> Block {
    let row = |one: &Recusal| {
        vec![
            Cell::text(&one.name),
            Cell::moment(say, one.raised_at),
            Cell::state(say, one.state),
            Cell::text(say.name(one.origin)),
            Cell::text(&one.reason),
            Cell::text(one.decision_reason.clone().unwrap_or_default()),
        ]
    };
    let names = ["person", "since", "state", "origin", "reason", "decision"];
    Block::Table {
        caption: say.t("heading-recusals"),
        head: heads(say, &names),
        rows: all.iter().map(row).collect(),
        empty: String::new(),
    }
}

fn reason(say: &Say) -> Field {
    Field::new(say, "reason", Kind::Prose(4_000), "")
}

fn form(
    say: &Say,
    acting: &Shown<Acting>,
    partners: &Partners,
    action: Action,
    fields: Vec<Field>,
) -> Option<Form> {
    let to = url::act(action, &[&acting.application]);
    let offers = offered::of(&acting.offers, Matter::Offices(acting.application));
    offered::form(say, &offers, partners, action, to, fields)
}

/// One's own standing aside, which only the secretariat takes back.
fn recuse(say: &Say, acting: &Shown<Acting>) -> Option<Form> {
    let form = form(say, acting, &[], Action::Recuse, vec![reason(say)])?;
    Some(form.danger().folded())
}

fn recuse_another(say: &Say, acting: &Shown<Acting>) -> Option<Form> {
    let mut people: Vec<(String, String)> = Vec::new();
    for one in acting.holders.iter().filter(|one| !one.stands_aside) {
        let choice = (one.account.to_string(), one.name.clone());
        if !people.contains(&choice) {
            people.push(choice);
        }
    }
    let person = Field::new(say, "person", Kind::Choice(people), "");
    let fields = vec![person, reason(say)];
    let form = form(say, acting, &[], Action::RecuseAnother, fields)?;
    Some(form.danger().folded())
}

/// Who steps in: for one of the vacant offices of a partner of the reader's.
fn substitute(say: &Say, acting: &Shown<Acting>) -> Option<Form> {
    let mut roles: Vec<(String, String)> = Vec::new();
    let mut partners: Vec<(PartnerId, String)> = Vec::new();
    let open = acting.vacancies.iter().filter(|one| !one.is_proposed);
    for one in open {
        let role: Role = one.role;
        let choice = (role.code().to_owned(), say.role(role));
        if !roles.contains(&choice) {
            roles.push(choice);
        }
    }
    for one in &acting.holders {
        if let (Some(id), Some(code)) = (one.partner, &one.partner_code)
            && !partners.iter().any(|known| known.0 == id)
        {
            partners.push((id, code.clone()));
        }
    }
    let fields = vec![
        Field::new(say, "role", Kind::Radios(roles), ""),
        Field::new(say, "email", Kind::Email, ""),
    ];
    form(say, acting, &partners, Action::NameSubstitute, fields)
}

/// What is to be said of one recusal.
fn decisions(say: &Say, screen: &mut Screen, acting: &Shown<Acting>, one: &Recusal) {
    let offers = offered::of(&acting.offers, Matter::Recusal(one.id));
    let ids: [&dyn Display; 2] = [&acting.application, &one.id];
    for action in [
        Action::ConfirmHint,
        Action::DismissHint,
        Action::LiftRecusal,
    ] {
        let fields = match action {
            Action::ConfirmHint => Vec::new(),
            _ => vec![reason(say)],
        };
        let to = url::act(action, &ids);
        let Some(mut form) = offered::form(say, &offers, &[], action, to, fields) else {
            continue;
        };
        form.button = format!("{}: {}", form.button, one.name);
        screen.form(match action {
            Action::ConfirmHint => form,
            _ => form.folded(),
        });
    }
}
