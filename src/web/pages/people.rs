//! People and their roles.

use super::{heads, more, offers, standing_to};
use crate::calls;
use crate::error::Result;
use crate::fund;
use crate::identity::{self, model::Account};
use crate::kernel::id::AccountId;
use crate::kernel::paging::every;
use crate::rules::capacity::Role;
use crate::rules::lifecycle::{AccountState, RoleState};
use crate::rules::{Action, Matter, separation};
use crate::web::screen::{Block, Cell, Field, Form, Kind, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::Page;
use crate::words::Say;

/// The roles of a person, as a table.
pub(super) fn roles(say: &Say, account: &Account) -> Block {
    Block::Table {
        caption: say.t("heading-roles"),
        head: heads(say, &["role", "partner", "call", "state"]),
        rows: account
            .roles
            .iter()
            .map(|role| {
                vec![
                    Cell::text(say.role(role.role)),
                    Cell::text(role.partner.clone().unwrap_or_default()),
                    Cell::text(role.call.clone().unwrap_or_default()),
                    Cell::state(say, role.state),
                ]
            })
            .collect(),
        empty: say.t("empty-roles"),
    }
}

/// Everyone.
pub fn list(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let after = ask.query.get("after").cloned();
    let page = identity::queries::list(ask.view, after.as_deref())?;
    let standing = standing_to(ask, Matter::Fund)?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("nav-people"));
    if offers(&standing, Action::InviteAccount) {
        let fields = vec![
            Field::new(say, "name", Kind::Text, ""),
            Field::new(say, "email", Kind::Email, ""),
        ];
        screen.form(Form::new(say, "/people", "invite_account", fields).folded());
    }
    let rows = page
        .items
        .iter()
        .map(|one| {
            let roles: Vec<String> = one.roles.iter().map(|role| say.role(role.role)).collect();
            vec![
                Cell::link(&one.name, format!("/people/{}", one.id)),
                Cell::Code(one.email.clone()),
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
    let account = identity::queries::person(ask.view, id)?;
    let standing = standing_to(ask, Matter::Account(id))?;
    let partners = fund::queries::partners(ask.view.conn)?;
    let calls = every(|after| calls::queries::list(ask.view, after))?;
    let say = ask.say;
    let mut screen = Screen::new(account.name.clone())
        .under(say.t("nav-people"), "/people")
        .tagged(Tag::of(say, account.state));
    let email = Cell::Code(account.email.clone());
    screen.add(Block::Facts(vec![(say.t("field-email"), email)]));
    screen.section(say.t("heading-roles"), roles(say, &account));
    for role in &account.roles {
        let name = say.role(role.role);
        let mut form = |action: Action, path: &str| {
            if offers(&standing, action) {
                let address = format!("/people/{id}/roles/{}/{path}", role.id);
                let mut form = Form::new(say, address, action.code(), Vec::new()).plain();
                form.button = format!("{}: {name}", form.button);
                screen.form(form);
            }
        };
        if role.state == RoleState::Proposed {
            form(Action::ConfirmRole, "confirm");
            form(Action::RefuseRole, "refuse");
        }
        form(Action::RevokeRole, "revoke");
    }
    if offers(&standing, Action::GrantRole) {
        let theirs = Role::ALL
            .iter()
            .filter(|role| {
                standing
                    .held()
                    .iter()
                    .any(|held| separation::appoints(held.capacity, **role))
            })
            .map(|role| (role.code().to_owned(), say.role(*role)))
            .collect();
        let partners = partners
            .iter()
            .map(|one| (one.id.to_string(), one.name.clone()))
            .collect();
        let calls = calls
            .iter()
            .map(|one| (one.id.to_string(), one.title.clone()))
            .collect();
        let fields = vec![
            Field::new(say, "role", Kind::Choice(theirs), ""),
            Field::new(say, "partner", Kind::Choice(partners), ""),
            Field::new(say, "call", Kind::Choice(calls), ""),
        ];
        screen.form(Form::new(say, format!("/people/{id}/roles"), "grant_role", fields).folded());
    }
    let (action, path) = if account.state == AccountState::Suspended {
        (Action::RestoreAccount, "restore")
    } else {
        (Action::SuspendAccount, "suspend")
    };
    if offers(&standing, action) {
        let address = format!("/people/{id}/{path}");
        screen.form(Form::new(say, address, action.code(), Vec::new()).danger());
    }
    Ok(screen)
}
