//! One's own second factor: switched on by an app and its first code, and its recovery codes, which
//! are shown once.

use crate::error::Result;
use crate::identity::second_factor::queries::{self, OwnFactor};
use crate::rules::Action;
use crate::web::proof;
use crate::web::screen::{Block, Cell, Field, Form, Kind, Screen};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;
use qrcode::{Color, EcLevel, QrCode};
use serde_json::Value;
use std::fmt::Write;

/// The page.
pub fn page(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let own = queries::own(ask.view, ask.config)?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("title-second_factor"))
        .under(say.t("title-profile"), Page::Profile.address());
    screen.add(Block::Prose(say.t("factor-explained")));
    if own.is_begun {
        screen.add(Block::Heading(say.t("factor-begun")));
        screen.add(Block::Prose(say.t("factor-shown_once")));
        screen.form(first_code(say));
    }
    if own.is_on {
        in_force(say, &mut screen, &own);
    }
    let mut fields = vec![password(say)];
    fields.extend(own.is_on.then(|| code(say)));
    let begin = form(say, Action::BeginSecondFactor, fields);
    if own.is_on || own.is_begun {
        let mut again = begin.plain().folded();
        again.button = say.t("factor-begin_another");
        screen.form(again);
    } else {
        screen.form(begin);
    }
    if own.is_on && !own.is_asked_for {
        let fields = vec![password(say), code(say)];
        screen.form(form(say, Action::TurnOffSecondFactor, fields).danger());
    }
    Ok(screen)
}

fn form(say: &Say, action: Action, fields: Vec<Field>) -> Form {
    Form::new(say, url::act(action, &[]), action.code(), fields)
}

fn password(say: &Say) -> Field {
    Field::new(say, "current", Kind::Password("current-password"), "")
}

/// A code of the app, or a recovery code.
fn code(say: &Say) -> Field {
    proof::field(say).hinted(say.t("factor-sign_in_hint"))
}

/// The field for the first code of what was begun.
fn first_code(say: &Say) -> Form {
    form(say, Action::TurnOnSecondFactor, vec![proof::field(say)])
}

/// The seed for the app in the place of the page: it is shown this once.
pub(in crate::web) fn begun(screen: &mut Screen, say: &Say, answer: &Value) {
    let text = |name: &str| answer.get(name).and_then(Value::as_str).unwrap_or_default();
    screen.title = say.t("factor-begun");
    screen.blocks = vec![Block::Prose(say.t("factor-scan"))];
    screen.blocks.extend(picture(say, text("address")));
    screen.add(Block::Facts(vec![(
        say.t("factor-seed"),
        Cell::Code(text("seed").to_owned()),
    )]));
    screen.form(first_code(say));
}

fn in_force(say: &Say, screen: &mut Screen, own: &OwnFactor) {
    let since = own.on_since.map(|at| say.instant(at));
    screen.add(Block::Facts(vec![
        (
            say.t("factor-on_since"),
            Cell::text(since.unwrap_or_default()),
        ),
        (
            say.t("factor-codes_left"),
            Cell::Figure(say.number(own.recovery_codes_left)),
        ),
    ]));
    if !own.codes_are_kept {
        let text = say.t("factor-codes_not_kept");
        screen.add(Block::Note {
            class: "warn",
            text,
        });
        screen.form(form(say, Action::KeepRecoveryCodes, vec![]));
    }
    let renew = form(say, Action::RenewRecoveryCodes, vec![code(say)]);
    screen.form(renew.plain().folded());
}

/// Recovery codes in the place of the page: they are shown this once.
pub(in crate::web) fn recovery_codes(screen: &mut Screen, say: &Say, answer: &Value) {
    let codes = answer.get("recovery_codes").and_then(Value::as_array);
    let codes = codes.into_iter().flatten().filter_map(Value::as_str);
    let codes: Vec<String> = codes.map(str::to_owned).collect();
    screen.title = say.t("title-recovery_codes");
    screen.blocks = vec![
        Block::Prose(say.t("factor-codes_once")),
        Block::Codes(codes),
        Block::Form(form(say, Action::KeepRecoveryCodes, vec![])),
    ];
}

/// An address as squares for a camera, with the margin it needs (ISO/IEC 18004); none where it does
/// not fit into a picture, for it can be typed as well.
fn picture(say: &Say, address: &str) -> Option<Block> {
    const MARGIN: usize = 4;
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    let colours = code.to_colors();
    for (index, colour) in colours.iter().enumerate() {
        let (row, column) = (index / width + MARGIN, index % width + MARGIN);
        if *colour == Color::Dark {
            write!(path, "M{column} {row}h1v1h-1z").ok()?;
        }
    }
    Some(Block::Picture {
        says: say.t("factor-picture"),
        size: width + 2 * MARGIN,
        path,
    })
}
