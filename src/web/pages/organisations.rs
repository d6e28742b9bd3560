//! Organisations and their people.

use super::{heads, offered};
use crate::case::{Offers, Shown};
use crate::error::Result;
use crate::fund;
use crate::kernel::id::OrganisationId;
use crate::organisations::{
    self,
    input::{MemberRole, SizeClass},
    model::{Joining, Organisation},
};
use crate::rules::{Action, Matter};
use crate::web::screen::{Block, Cell, Field, Form, Kind, Screen};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;

/// One's own organisations.
pub fn list(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let around = organisations::queries::around(ask.view)?;
    let own = &around.own;
    let say = ask.say;
    let mut screen = Screen::new(say.t("nav-organisations"));
    invitations(say, &mut screen, &around.joinings);
    let rows = own
        .iter()
        .map(|one| {
            vec![
                Cell::link(&one.name, url::organisation(one.id)),
                Cell::text(&one.country),
                Cell::text(say.name(one.role)),
            ]
        })
        .collect();
    screen.add(Block::Table {
        caption: say.t("nav-organisations"),
        head: heads(say, &["name", "country", "role"]),
        rows,
        empty: say.t("empty-organisations"),
    });
    let offers = organisations::queries::register(ask.view)?;
    let fields = fields(ask, None)?;
    let action = Action::RegisterOrganisation;
    let form = offered::form(ask.say, &offers, &[], action, url::act(action, &[]), fields);
    if let Some(mut form) = form {
        form.folded = !own.is_empty();
        // Whoever finds it registered already asks to join it with what is filled in.
        let join = Action::AskToJoin;
        form.other = Some((url::act(join, &[]), ask.say.button(join.code())));
        screen.form(form);
    }
    requests(ask.say, &mut screen, &around.joinings);
    Ok(screen)
}

/// What one is invited to, with the answers.
fn invitations(say: &Say, screen: &mut Screen, all: &[Shown<Joining>]) {
    for (place, one) in all.iter().filter(|one| one.is_invitation).enumerate() {
        if place == 0 {
            screen.add(Block::Heading(say.t("heading-invitations_own")));
        }
        screen.add(Block::Facts(vec![
            (
                say.field("organisation"),
                Cell::text(&one.organisation_name),
            ),
            (say.field("role"), Cell::text(say.name(one.role))),
            (say.field("invited_at"), Cell::moment(say, one.asked_at)),
        ]));
        let form = |action: Action| {
            let form = offered::form(
                say,
                &one.offers,
                &[],
                action,
                url::act(action, &[&one.id]),
                vec![],
            );
            form.map(|form| named(form, &one.organisation_name))
        };
        let accept = form(Action::AcceptMembership);
        let decline = form(Action::DeclineMembership).map(Form::plain);
        let both = accept.into_iter().chain(decline);
        screen.blocks.extend(both.map(Block::Form));
    }
}

/// A form whose button says whom or what it is about.
fn named(mut form: Form, whom: &str) -> Form {
    form.button = format!("{}: {whom}", form.button);
    form
}

/// What one has asked, and how it stands.
fn requests(say: &Say, screen: &mut Screen, all: &[Shown<Joining>]) {
    let own = || all.iter().filter(|one| !one.is_invitation);
    if own().next().is_none() {
        return;
    }
    let rows = own()
        .map(|one| {
            vec![
                Cell::text(&one.organisation_name),
                Cell::moment(say, one.asked_at),
                Cell::state(say, one.state),
                Cell::text(one.reason.clone().unwrap_or_default()),
            ]
        })
        .collect();
    screen.section(
        say.t("heading-joinings_own"),
        Block::Table {
            caption: say.t("heading-joinings_own"),
            head: heads(say, &["organisation", "asked_at", "state", "reason"]),
            rows,
            empty: String::new(),
        },
    );
    for one in own() {
        let action = Action::WithdrawJoining;
        if one.offers.free(action) {
            let address = url::act(action, &[&one.id]);
            let form = offered::form(say, &one.offers, &[], action, address, vec![]);
            let form = form.map(|form| named(form, &one.organisation_name).plain());
            screen.blocks.extend(form.map(Block::Form));
        }
    }
}

/// The countries, as choices.
pub(super) fn countries(ask: &mut Ask<'_, '_>) -> Result<Vec<(String, String)>> {
    let known = fund::queries::countries(ask.view.conn)?;
    Ok(known.into_iter().map(|one| (one.code, one.name)).collect())
}

fn fields(ask: &mut Ask<'_, '_>, of: Option<&Organisation>) -> Result<Vec<Field>> {
    let countries = countries(ask)?;
    let say = ask.say;
    let text = |path: &str, value: Option<&str>| {
        Field::new(say, path, Kind::Text, value.unwrap_or_default())
    };
    Ok(vec![
        text("name", of.map(|one| one.name.as_str())),
        Field::new(
            say,
            "country",
            Kind::Choice(countries),
            of.map_or("", |one| &one.country),
        ),
        text(
            "registration_number",
            of.map(|one| one.registration_number.as_str()),
        ),
        text("address_line", of.map(|one| one.address_line.as_str())),
        text("postcode", of.map(|one| one.postcode.as_str())),
        text("town", of.map(|one| one.town.as_str())),
        text("website", of.and_then(|one| one.website.as_deref())),
        Field::new(
            say,
            "size_class",
            Kind::Radios(say.choices::<SizeClass>()),
            of.map_or("", |one| one.size_class.code()),
        ),
    ])
}

/// One organisation.
pub fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let id: OrganisationId = ask.ids.get("id")?;
    let organisation = organisations::queries::page(ask.view, id)?;
    let say = ask.say;
    let mut screen = Screen::new(&organisation.name)
        .under(say.t("nav-organisations"), Page::Organisations.address());
    screen.add(Block::Facts(facts(say, &organisation)));
    let rows = organisation
        .members
        .iter()
        .map(|one| {
            vec![
                Cell::text(&one.name),
                Cell::mailbox(&one.email),
                Cell::text(say.name(one.role)),
            ]
        })
        .collect();
    screen.section(
        say.t("heading-members"),
        Block::Table {
            caption: say.t("heading-members"),
            head: heads(say, &["name", "email", "role"]),
            rows,
            empty: String::new(),
        },
    );
    if organisation.is_lead {
        joinings(say, &mut screen, &organisation);
    }
    people_forms(say, &mut screen, &organisation);
    if organisation.is_lead {
        let action = Action::UpdateOrganisation;
        let address = url::act(action, &[&id]);
        let fields = fields(ask, Some(&organisation))?;
        let form = offered::form(ask.say, &organisation.offers, &[], action, address, fields);
        screen
            .blocks
            .extend(form.map(Form::folded).map(Block::Form));
    }
    Ok(screen)
}

fn facts(say: &Say, organisation: &Organisation) -> Vec<(String, Cell)> {
    let address = format!(
        "{}, {} {}",
        organisation.address_line, organisation.postcode, organisation.town
    );
    let mut facts = vec![
        (say.t("field-country"), Cell::text(&organisation.country)),
        (
            say.t("field-registration_number"),
            Cell::Code(organisation.registration_number.clone()),
        ),
        (say.t("field-address_line"), Cell::text(address)),
        (
            say.t("field-size_class"),
            Cell::text(say.name(organisation.size_class)),
        ),
    ];
    if let Some(site) = &organisation.website {
        facts.push((say.t("field-website"), Cell::link(site, site.clone())));
    }
    facts
}

fn people_forms(say: &Say, screen: &mut Screen, organisation: &Shown<Organisation>) {
    let member = vec![
        Field::new(say, "email", Kind::Email, ""),
        Field::new(
            say,
            "role",
            Kind::Radios(say.choices::<MemberRole>()),
            "member",
        ),
    ];
    let action = Action::InviteMember;
    let address = url::act(action, &[&organisation.id]);
    let form = offered::form(say, &organisation.offers, &[], action, address, member);
    screen
        .blocks
        .extend(form.map(Form::folded).map(Block::Form));
    for offer in organisation.offers.0.iter().filter(|one| one.is_free()) {
        let whose = offer.address.iter().find(|part| part.0 == "member");
        let mut members = organisation.members.iter();
        let member = members.find(|one| whose.is_some_and(|id| id.1 == one.account.to_string()));
        let (Some(member), Some(address)) = (member, url::of_offer(offer.action, &offer.address))
        else {
            continue;
        };
        let fields = match offer.action {
            Action::ChangeMember => vec![Field::hidden("role", other(member.role).code())],
            _ => vec![],
        };
        let offers = Offers(vec![offer.clone()]);
        let form = offered::form(say, &offers, &[], offer.action, address, fields);
        screen.blocks.extend(form.map(|mut form| {
            form.button = match (offer.action, member.role) {
                (Action::ChangeMember, MemberRole::Member) => say.t("make-lead"),
                (Action::ChangeMember, MemberRole::Lead) => say.t("make-member"),
                _ if !organisation.is_lead => return Block::Form(leaving(say, form)),
                _ => form.button,
            };
            let form = named(form, &member.name);
            Block::Form(match offer.action {
                Action::ChangeMember => form.plain(),
                _ => form.danger(),
            })
        }));
    }
}

fn leaving(say: &Say, mut form: Form) -> Form {
    form.button = say.t("leave-organisation");
    form.danger()
}

fn other(role: MemberRole) -> MemberRole {
    match role {
        MemberRole::Lead => MemberRole::Member,
        MemberRole::Member => MemberRole::Lead,
    }
}

/// Who asks to join, with the answers to each, and who is invited.
fn joinings(say: &Say, screen: &mut Screen, organisation: &Shown<Organisation>) {
    let mut heading = "";
    for one in &organisation.joinings {
        let own = match one.is_invitation {
            true => "heading-invitations",
            false => "heading-joinings",
        };
        if heading != own {
            heading = own;
            screen.add(Block::Heading(match one.is_invitation {
                true => say.t("heading-invitations"),
                false => say.t("heading-joinings"),
            }));
        }
        screen.add(Block::Facts(facts_of(say, one)));
        let offers = offered::of(&organisation.offers, Matter::Joining(one.id));
        let form = |action: Action, fields: Vec<Field>| {
            let address = url::act(action, &[&organisation.id, &one.id]);
            let form = offered::form(say, &offers, &[], action, address, fields);
            form.map(|form| named(form, &one.name))
        };
        let reason = vec![Field::new(say, "reason", Kind::Prose(4_000), "")];
        let accept = form(Action::AcceptJoining, vec![]);
        let decline = form(Action::DeclineJoining, reason).map(Form::danger);
        let withdraw = form(Action::WithdrawMembership, vec![]).map(Form::plain);
        let all = accept.into_iter().chain(decline).chain(withdraw);
        screen.blocks.extend(all.map(Block::Form));
    }
}

fn facts_of(say: &Say, one: &Joining) -> Vec<(String, Cell)> {
    let mut facts = vec![(say.field("email"), Cell::mailbox(&one.email))];
    if one.is_invitation {
        facts.push((say.field("role"), Cell::text(say.name(one.role))));
        facts.push((say.field("invited_at"), Cell::moment(say, one.asked_at)));
    } else {
        facts.insert(0, (say.field("name"), Cell::text(&one.name)));
        facts.push((say.field("asked_at"), Cell::moment(say, one.asked_at)));
    }
    facts
}
