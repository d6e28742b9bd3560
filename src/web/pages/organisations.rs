//! Organisations and their people.

use super::heads;
use crate::error::Result;
use crate::fund;
use crate::kernel::id::OrganisationId;
use crate::organisations::{
    self,
    input::{MemberRole, SizeClass},
    queries::Organisation,
};
use crate::web::screen::{Block, Cell, Field, Form, Kind, Screen};
use crate::web::table::Ask;

/// One's own organisations.
pub fn list(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let own = organisations::queries::own(ask.view)?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("nav-organisations"));
    let rows = own
        .iter()
        .map(|one| {
            vec![
                Cell::link(&one.name, format!("/organisations/{}", one.id)),
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
    let fields = fields(ask, None)?;
    let mut form = Form::new(ask.say, "/organisations", "register_organisation", fields);
    form.folded = !own.is_empty();
    screen.form(form);
    Ok(screen)
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
    let mut screen =
        Screen::new(&organisation.name).under(say.t("nav-organisations"), "/organisations");
    let address = format!(
        "{}, {} {}",
        organisation.address_line, organisation.postcode, organisation.town
    );
    screen.add(Block::Facts(vec![
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
    ]));
    let rows = organisation
        .members
        .iter()
        .map(|one| {
            vec![
                Cell::text(&one.name),
                Cell::Code(one.email.clone()),
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
        let member = vec![
            Field::new(say, "email", Kind::Email, ""),
            Field::new(
                say,
                "role",
                Kind::Radios(say.choices::<MemberRole>()),
                "member",
            ),
        ];
        let address = format!("/organisations/{id}/members");
        screen.form(Form::new(say, address, "add_member", member).folded());
        for one in &organisation.members {
            let address = format!("/organisations/{id}/members/{}/remove", one.account);
            let mut form = Form::new(say, address, "remove_member", Vec::new()).danger();
            form.button = format!("{}: {}", form.button, one.name);
            screen.form(form);
        }
        let mut fields = fields(ask, Some(&organisation))?;
        fields.push(Field::hidden("version", organisation.version.to_string()));
        let address = format!("/organisations/{id}");
        screen.form(Form::new(ask.say, address, "update_organisation", fields).folded());
    }
    Ok(screen)
}
