//! The fund: partners, contributions, themes, countries.

use super::bookings;
use super::heads;
use super::offered;
use crate::case::Offers;
use crate::error::{Error, Result};
use crate::fund::{self, queries::Fund, shown::Permitted};
use crate::rules::Action;
use crate::rules::matter::MatterKind;
use crate::web::screen::{Block, Cell, Field, Form, Kind, Screen};
use crate::web::table::Ask;
use crate::web::url;
use crate::words::Say;

/// The fund's own page.
pub fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let seen = fund::shown::seen(ask.view)?;
    let pledges = seen.pledges.ok_or(Error::NotFound(MatterKind::Fund))?;
    let (fund, permitted) = (seen.fund, seen.permitted);
    let countries = if permitted.set_up.free(Action::AddPartner) {
        super::organisations::countries(ask)?
    } else {
        Vec::new()
    };
    let say = ask.say;
    let name = fund.as_ref().map(|one| one.name.clone());
    let mut screen = Screen::new(name.unwrap_or_else(|| say.t("nav-fund")));
    if let Some(fund) = &fund {
        screen.section(say.t("heading-partners"), partners(say, fund));
        retiring(say, &mut screen, fund, &permitted.partners);
    }
    bookings::draw(say, &mut screen, &pledges);
    if let Some(fund) = &fund {
        pledging(say, &mut screen, fund, &permitted.partners);
        let all = fund.partners.iter();
        let names: Vec<_> = all.map(|one| (one.id, one.name.clone())).collect();
        for one in &pledges {
            bookings::forms(say, &mut screen, &names, one);
        }
        screen.section(say.t("heading-themes"), themes(say, fund));
        keeping_themes(say, &mut screen, fund, &permitted);
    }
    set_up(
        say,
        &mut screen,
        fund.as_ref(),
        &permitted.set_up,
        countries,
    );
    Ok(screen)
}

/// The form of an action with a thing that is named on its button.
fn named(
    say: &Say,
    (offers, action): (&Offers, Action),
    address: String,
    fields: Vec<Field>,
    name: &str,
) -> Option<Form> {
    let mut form = offered::form(say, offers, &[], action, address, fields)?;
    form.button = format!("{}: {name}", form.button);
    Some(form)
}

fn partners(say: &Say, fund: &Fund) -> Block {
    Block::Table {
        caption: say.t("heading-partners"),
        head: heads(say, &["code", "name", "country", "zone", "state"]),
        rows: fund
            .partners
            .iter()
            .map(|one| {
                vec![
                    Cell::Code(one.code.clone()),
                    Cell::text(&one.name),
                    Cell::text(&one.country),
                    Cell::Code(one.zone.as_str().to_owned()),
                    Cell::state(say, one.state),
                ]
            })
            .collect(),
        empty: say.t("empty-partners"),
    }
}

fn retiring(say: &Say, screen: &mut Screen, fund: &Fund, permitted: &[Offers]) {
    for (one, offers) in fund.partners.iter().zip(permitted) {
        for action in [Action::RetirePartner, Action::ReinstatePartner] {
            let reason = vec![Field::new(say, "reason", Kind::Prose(4_000), "")];
            let address = url::act(action, &[&one.id]);
            let form = named(say, (offers, action), address, reason, &one.name);
            if let Some(form) = form {
                screen.form(form.danger());
            }
        }
    }
}

fn pledging(say: &Say, screen: &mut Screen, fund: &Fund, permitted: &[Offers]) {
    let action = Action::PledgeContribution;
    for (one, offers) in fund.partners.iter().zip(permitted) {
        let fields = vec![
            bookings::amount(say, fund.base_currency),
            Field::new(say, "pledged_on", Kind::Day, ""),
            Field::new(say, "reference", Kind::Text, ""),
        ];
        let address = url::act(action, &[&one.id]);
        if let Some(form) = offered::form(say, offers, &[], action, address, fields) {
            screen.form(form.folded());
        }
    }
}

fn themes(say: &Say, fund: &Fund) -> Block {
    let rows = fund
        .themes
        .iter()
        .map(|one| {
            let key = if one.retired {
                "theme-retired"
            } else {
                "theme-offered"
            };
            vec![Cell::text(&one.name), Cell::text(say.t(key))]
        })
        .collect();
    Block::Table {
        caption: say.t("heading-themes"),
        head: heads(say, &["theme", "state"]),
        rows,
        empty: String::new(),
    }
}

fn keeping_themes(say: &Say, screen: &mut Screen, fund: &Fund, permitted: &Permitted) {
    let action = Action::KeepThemes;
    if permitted.set_up.free(action) {
        let name = vec![Field::new(say, "name", Kind::Text, "")];
        let address = url::act(action, &[]);
        screen.form(Form::new(say, address, "add_theme", name).folded());
    }
    for (one, offers) in fund.themes.iter().zip(&permitted.themes) {
        let fields = vec![
            Field::new(say, "name", Kind::Text, &one.name),
            Field::new(say, "retired", Kind::Tick, one.retired.to_string()),
        ];
        let address = url::act(action, &[&one.id]);
        let form = named(say, (offers, action), address, fields, &one.name);
        if let Some(form) = form {
            screen.form(form.folded());
        }
    }
}

fn set_up(
    say: &Say,
    screen: &mut Screen,
    fund: Option<&Fund>,
    offers: &Offers,
    countries: Vec<(String, String)>,
) {
    let text = |path: &str, value: &str| Field::new(say, path, Kind::Text, value);
    let fields = vec![
        text("name", fund.map_or("", |one| &one.name)),
        text("prefix", fund.map_or("", |one| &one.prefix)),
        text(
            "base_currency",
            fund.map_or("", |one| one.base_currency.code()),
        ),
    ];
    let country = Field::new(say, "country", Kind::Choice(countries), "");
    let partner = vec![
        text("code", ""),
        text("name", ""),
        country,
        text("zone", ""),
    ];
    let land = vec![text("code", ""), text("name", "")];
    for (action, fields) in [
        (Action::SetUpFund, fields),
        (Action::AddPartner, partner),
        (Action::AddCountry, land),
    ] {
        let address = url::act(action, &[]);
        let form = offered::form(say, offers, &[], action, address, fields);
        let Some(mut form) = form else { continue };
        form.folded = action != Action::SetUpFund || fund.is_some();
        screen.form(form);
    }
}
