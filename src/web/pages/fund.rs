//! The fund: partners, contributions, themes, countries.

use super::{heads, offers, standing_to};
use crate::error::{Error, Result};
use crate::fund::{self, queries::Fund};
use crate::rules::capacity::{Capacity, Standing};
use crate::rules::lifecycle::PartnerState;
use crate::rules::matter::MatterKind;
use crate::rules::visibility::Sight;
use crate::rules::{Action, Matter, decide};
use crate::web::screen::{Block, Cell, Field, Form, Kind, Screen};
use crate::web::table::Ask;
use crate::words::Say;

/// The fund's own page.
pub fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let standing = standing_to(ask, Matter::Fund)?;
    if !decide::sees(&standing, Sight::Contributions) {
        return Err(Error::NotFound(MatterKind::Fund));
    }
    let fund = fund::queries::fund(ask.view).ok();
    let contributions = fund::queries::contributions(ask.view)?;
    let countries = super::organisations::countries(ask)?;
    let say = ask.say;
    let mut screen = Screen::new(
        fund.as_ref()
            .map_or_else(|| say.t("nav-fund"), |one| one.name.clone()),
    );
    if let Some(fund) = &fund {
        screen.section(say.t("heading-partners"), partners(say, fund));
        retiring(say, &mut screen, fund, &standing);
    }
    let rows = contributions
        .iter()
        .map(|one| {
            vec![
                Cell::text(&one.partner.name),
                Cell::text(&one.reference),
                Cell::day(say, one.pledged_on),
                Cell::money(say, &one.pledged),
                Cell::money(say, &one.received),
            ]
        })
        .collect();
    screen.section(
        say.t("heading-contributions"),
        Block::Table {
            caption: say.t("heading-contributions"),
            head: heads(
                say,
                &["partner", "reference", "pledged_on", "pledged", "received"],
            ),
            rows,
            empty: say.t("empty-contributions"),
        },
    );
    if let Some(fund) = &fund {
        let currency = fund.base_currency.code();
        for partner in standing.partners_as(Capacity::FinanceOfficer) {
            let is_active = fund
                .partners
                .iter()
                .any(|one| one.id == partner && one.state == PartnerState::Active);
            let fields = vec![
                Field::new(say, "amount", Kind::Amount(currency.to_owned()), ""),
                Field::new(say, "pledged_on", Kind::Day, ""),
                Field::new(say, "reference", Kind::Text, ""),
            ];
            let address = format!("/partners/{partner}/contributions");
            if is_active {
                screen.form(Form::new(say, address, "pledge_contribution", fields).folded());
            }
            let open = contributions.iter().filter(|one| {
                one.partner.id == partner && one.received.minor() < one.pledged.minor()
            });
            for one in open {
                let fields = vec![
                    Field::new(say, "amount", Kind::Amount(currency.to_owned()), ""),
                    Field::new(say, "received_on", Kind::Day, ""),
                    Field::new(say, "bank_reference", Kind::Text, ""),
                ];
                let address = format!("/contributions/{}/receipts", one.id);
                let mut form = Form::new(say, address, "receive_contribution", fields).folded();
                form.button = format!("{}: {}", form.button, one.reference);
                screen.form(form);
            }
        }
        themes(&mut screen, say, fund, &standing);
    }
    if offers(&standing, Action::SetUpFund) {
        set_up(&mut screen, say, fund.as_ref(), countries);
    }
    Ok(screen)
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

fn retiring(say: &Say, screen: &mut Screen, fund: &Fund, standing: &Standing) {
    for one in &fund.partners {
        let (action, path) = match one.state {
            PartnerState::Active => (Action::RetirePartner, "retire"),
            PartnerState::Retired => (Action::ReinstatePartner, "reinstate"),
        };
        if offers(standing, action) {
            let reason = vec![Field::new(say, "reason", Kind::Prose(4_000), "")];
            let address = format!("/partners/{}/{path}", one.id);
            let mut form = Form::new(say, address, action.code(), reason).danger();
            form.button = format!("{}: {}", form.button, one.name);
            screen.form(form);
        }
    }
}

fn themes(screen: &mut Screen, say: &Say, fund: &Fund, standing: &Standing) {
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
    screen.section(
        say.t("heading-themes"),
        Block::Table {
            caption: say.t("heading-themes"),
            head: heads(say, &["theme", "state"]),
            rows,
            empty: String::new(),
        },
    );
    if offers(standing, Action::KeepThemes) {
        let name = vec![Field::new(say, "name", Kind::Text, "")];
        screen.form(Form::new(say, "/themes", "add_theme", name).folded());
        for one in &fund.themes {
            let fields = vec![
                Field::new(say, "name", Kind::Text, &one.name),
                Field::new(say, "retired", Kind::Tick, one.retired.to_string()),
            ];
            let mut form =
                Form::new(say, format!("/themes/{}", one.id), "keep_themes", fields).folded();
            form.button = format!("{}: {}", form.button, one.name);
            screen.form(form);
        }
    }
}

fn set_up(screen: &mut Screen, say: &Say, fund: Option<&Fund>, countries: Vec<(String, String)>) {
    let currency = fund.map_or("", |one| one.base_currency.code());
    let fields = vec![
        Field::new(say, "name", Kind::Text, fund.map_or("", |one| &one.name)),
        Field::new(
            say,
            "prefix",
            Kind::Text,
            fund.map_or("", |one| &one.prefix),
        ),
        Field::new(say, "base_currency", Kind::Text, currency),
    ];
    let mut form = Form::new(say, "/fund", "set_up_fund", fields);
    form.folded = fund.is_some();
    screen.form(form);
    let fields = vec![
        Field::new(say, "code", Kind::Text, ""),
        Field::new(say, "name", Kind::Text, ""),
        Field::new(say, "country", Kind::Choice(countries), ""),
        Field::new(say, "zone", Kind::Text, ""),
    ];
    screen.form(Form::new(say, "/partners", "add_partner", fields).folded());
    let fields = vec![
        Field::new(say, "code", Kind::Text, ""),
        Field::new(say, "name", Kind::Text, ""),
    ];
    screen.form(Form::new(say, "/countries", "add_country", fields).folded());
}
