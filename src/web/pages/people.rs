//! People and their roles.

use super::offered::{self, Partners};
use super::{heads, more};
use crate::calls;
use crate::case::{Case, Offers, Shown, Whole};
use crate::error::Result;
use crate::fund;
use crate::identity::{
    self,
    model::{Account, FactorReset},
};
use crate::kernel::id::AccountId;
use crate::rules::capacity::{Role, Scope};
use crate::rules::{Action, Matter, separation};
use crate::tasks;
use crate::web::screen::{Block, Cell, Field, Form, Kind, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;

/// The roles of a person, as a table.
pub(super) fn roles(say: &Say, account: &Account) -> Block {
    Block::Table {
        caption: say.t("heading-roles"),
        head: heads(say, &["role", "partner", "call", "application", "state"]),
        rows: account
            .roles
            .iter()
            .map(|role| {
                vec![
                    Cell::text(say.role(role.role)),
                    Cell::text(role.partner.clone().unwrap_or_default()),
                    Cell::text(role.call.clone().unwrap_or_default()),
                    Cell::text(role.application.clone().unwrap_or_default()),
                    Cell::state(say, role.state),
                ]
            })
            .collect(),
        empty: say.t("empty-roles"),
    }
}

/// Says of which of the reader's partners nobody is left to find a substitute.
fn short_of_administrators(ask: &mut Ask<'_, '_>, screen: &mut Screen) -> Result<()> {
    for partner in tasks::queries::short_of_administrators(ask.view)? {
        let text = ask.say.with(
            "people-administrator_wanted",
            &[("partner", partner.into())],
        );
        screen.add(Block::Note {
            class: "warn",
            text,
        });
    }
    Ok(())
}

/// Everyone.
pub fn list(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let page = identity::queries::list(ask.view, ask.after())?;
    let whole: Case<Whole> = ask.view.case_of(Whole)?;
    let (say, invite) = (ask.say, Action::InviteAccount);
    let mut screen = Screen::new(say.t("nav-people"));
    short_of_administrators(ask, &mut screen)?;
    if whole.offer(invite).is_some() {
        let fields = vec![
            Field::new(say, "name", Kind::Text, ""),
            Field::new(say, "email", Kind::Email, ""),
        ];
        screen.form(Form::new(say, url::act(invite, &[]), invite.code(), fields).folded());
    }
    let rows = page
        .items
        .iter()
        .map(|one| {
            let roles: Vec<String> = one.roles.iter().map(|role| say.role(role.role)).collect();
            vec![
                Cell::link(&one.name, url::person(one.id)),
                Cell::mailbox(&one.email),
                Cell::text(roles.join(", ")),
                Cell::state(say, one.state),
            ]
        })
        .collect();
    screen.add(Block::Table {
        caption: say.t("nav-people"),
        head: heads(say, &["name", "email", "role", "state"]),
        rows,
        empty: say.t("empty-people"),
    });
    screen.blocks.extend(more(ask, Page::People, page.next));
    Ok(screen)
}

/// One person.
pub fn person(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: AccountId = ask.ids.get("id")?;
    let account = identity::queries::page(ask.view, id)?;
    let say = ask.say;
    let mut screen = Screen::new(account.name.clone())
        .under(say.t("nav-people"), Page::People.address())
        .tagged(Tag::of(say, account.state));
    let email = Cell::mailbox(&account.email);
    screen.add(Block::Facts(vec![(say.t("field-email"), email)]));
    screen.section(say.t("heading-roles"), roles(say, &account));
    let partners = fund::queries::names(ask.view.conn)?;
    for form in of_roles(say, &account, &partners) {
        screen.form(form);
    }
    if account.offers.free(Action::GrantRole) {
        short_of_administrators(ask, &mut screen)?;
        let form = granting(ask, id, &partners)?;
        screen.form(form);
    }
    let offers = account.offers.about(Matter::Account(id));
    if let Some(at) = account.factor_lost_at {
        let text = say.with("factor-told_lost", &[("at", at.into())]);
        screen.add(Block::Note {
            class: "warn",
            text,
        });
    }
    if let Some(reset) = &account.factor_reset {
        screen.section(say.t("heading-factor_reset"), proposed_reset(say, reset));
    }
    for form in lost_factor(say, &offers, &partners, id) {
        screen.form(form);
    }
    for action in [Action::SuspendAccount, Action::RestoreAccount] {
        let address = url::act(action, &[&id]);
        let form = offered::form(say, &offers, &partners, action, address, Vec::new());
        if let Some(form) = form {
            screen.form(form.danger());
        }
    }
    Ok(screen)
}

/// What may be done about each of a person's roles.
fn of_roles(say: &Say, account: &Shown<Account>, partners: &Partners) -> Vec<Form> {
    let mut forms = Vec::new();
    for role in &account.roles {
        let offers = account.offers.about(Matter::RoleGrant(role.id));
        for action in [
            Action::ConfirmRole,
            Action::RefuseRole,
            Action::ObjectToAdministrator,
            Action::RevokeRole,
        ] {
            let address = url::act(action, &[&account.id, &role.id]);
            let fields = match action {
                Action::RefuseRole | Action::ObjectToAdministrator => {
                    vec![Field::new(say, "reason", Kind::Prose(4_000), "")]
                }
                _ => Vec::new(),
            };
            if let Some(mut form) = offered::form(say, &offers, partners, action, address, fields) {
                form.button = format!("{}: {}", form.button, say.role(role.role));
                forms.push(form.plain());
            }
        }
    }
    forms
}

/// What is confirmed or stopped: the proposal to take a second factor off.
fn proposed_reset(say: &Say, reset: &FactorReset) -> Block {
    let mut facts = vec![(say.t("field-proposed_by"), Cell::text(&reset.proposed_by))];
    if let Some(partner) = &reset.proposed_for {
        facts.push((say.t("field-partner"), Cell::text(partner)));
    }
    let proposed = Cell::moment(say, reset.proposed_at);
    facts.push((say.t("field-proposed_at"), proposed));
    facts.push((say.t("field-reason"), Cell::text(&reset.reason)));
    if let Some(at) = reset.takes_force_at {
        facts.push((say.t("field-takes_force_at"), Cell::moment(say, at)));
    }
    Block::Facts(facts)
}

/// What may be done about a second factor that its owner has lost.
fn lost_factor(say: &Say, offers: &Offers, partners: &Partners, id: AccountId) -> Vec<Form> {
    let actions = [
        Action::ProposeFactorReset,
        Action::ConfirmFactorReset,
        Action::StopFactorReset,
    ];
    let forms = actions.into_iter().filter_map(|action| {
        let fields = match action {
            Action::ConfirmFactorReset => Vec::new(),
            _ => vec![Field::new(say, "reason", Kind::Prose(4_000), "")],
        };
        let address = url::act(action, &[&id]);
        let form = offered::form(say, offers, partners, action, address, fields);
        form.filter(|form| form.refused.is_none())
    });
    forms.map(|form| form.plain().folded()).collect()
}

/// The form of granting a role: of the roles that are the reader's to give.
fn granting(ask: &mut Ask<'_, '_>, id: AccountId, partners: &Partners) -> Result<Form> {
    let whole: Case<Whole> = ask.view.case_of(Whole)?;
    let (say, action) = (ask.say, Action::GrantRole);
    let gives = |role: Role| {
        let mut held = whole.standing().held().iter();
        held.any(|held| separation::appoints(held.capacity, role))
    };
    let theirs: Vec<Role> = Role::ALL
        .iter()
        .copied()
        .filter(|role| gives(*role))
        .collect();
    let is_for_a_call = theirs
        .iter()
        .any(|role| role.scopes().contains(&Scope::Call));
    let theirs = theirs
        .iter()
        .map(|role| (role.code().to_owned(), say.role(*role)));
    let partners = partners.iter();
    let partners = partners.map(|(id, name)| (id.to_string(), name.clone()));
    let mut fields = vec![
        Field::new(say, "role", Kind::Choice(theirs.collect()), ""),
        Field::new(say, "partner", Kind::Choice(partners.collect()), ""),
    ];
    if is_for_a_call {
        let calls = calls::queries::titles(ask.view)?.into_iter();
        let calls = calls.map(|(id, title)| (id.to_string(), title));
        fields.push(Field::new(say, "call", Kind::Choice(calls.collect()), ""));
    }
    let address = url::act(action, &[&id]);
    Ok(Form::new(say, address, action.code(), fields).folded())
}
