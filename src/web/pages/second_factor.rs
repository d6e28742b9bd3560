//! One's own second factor: an app that is switched on with its first code, passkeys, and recovery
//! codes, which are shown once.

use super::heads;
use crate::error::Result;
use crate::identity::second_factor::queries::{self, OwnFactor, OwnPasskey};
use crate::kernel::time::Instant;
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
    let begun_passkey = queries::begun_passkey(ask.view)?;
    let say = ask.say;
    let mut screen = Screen::new(say.t("title-second_factor"))
        .under(say.t("title-profile"), Page::Profile.address());
    screen.add(Block::Prose(say.t("factor-explained")));
    if own.is_begun {
        screen.add(Block::Heading(say.t("factor-begun")));
        screen.add(Block::Prose(say.t("factor-shown_once")));
        screen.form(first_code(say));
    }
    if let Some(asked) = begun_passkey {
        screen.add(Block::Heading(say.t("passkey-begun")));
        screen.form(new_passkey(say, asked));
    }
    if own.is_on {
        in_force(say, &mut screen, &own);
    }
    screen.add(Block::Heading(say.t("heading-app")));
    app(say, &mut screen, &own);
    if own.takes_passkeys || !own.passkeys.is_empty() {
        screen.add(Block::Heading(say.t("heading-passkeys")));
        passkeys(say, &mut screen, &own);
    }
    Ok(screen)
}

/// What shows that it is the owner.
fn proofs(say: &Say, own: &OwnFactor) -> Vec<Field> {
    let mut fields = vec![password(say)];
    fields.extend(own.is_on.then(|| code(say)));
    fields
}

/// The app for one-time codes.
fn app(say: &Say, screen: &mut Screen, own: &OwnFactor) {
    let begin = form(say, Action::BeginSecondFactor, proofs(say, own));
    if own.has_app || own.is_begun {
        let mut again = begin.plain().folded();
        again.button = say.t("factor-begin_another");
        screen.form(again);
    } else {
        screen.form(begin);
    }
    if own.removable.contains(&Action::TurnOffSecondFactor) {
        screen.form(form(say, Action::TurnOffSecondFactor, proofs(say, own)).danger());
    }
}

/// The passkeys, each with the form that removes it.
fn passkeys(say: &Say, screen: &mut Screen, own: &OwnFactor) {
    screen.add(Block::Prose(say.t("passkey-explained")));
    if !own.passkeys.is_empty() {
        let used = |at: Option<Instant>| match at {
            Some(at) => Cell::moment(say, at),
            None => Cell::text(say.t("passkey-never_used")),
        };
        let row = |one: &OwnPasskey| {
            vec![
                Cell::text(one.name.clone()),
                Cell::moment(say, one.added_at),
                used(one.last_used_at),
            ]
        };
        screen.add(Block::Table {
            caption: say.t("heading-passkeys"),
            head: heads(say, &["name", "added_at", "last_used_at"]),
            rows: own.passkeys.iter().map(row).collect(),
            empty: String::new(),
        });
    }
    if own.takes_passkeys {
        screen.form(form(say, Action::BeginPasskey, proofs(say, own)).folded());
    }
    let may_go = own.removable.contains(&Action::RemovePasskey);
    for one in own.passkeys.iter().filter(|_| may_go) {
        let action = Action::RemovePasskey;
        let address = url::act(action, &[&one.id]);
        let mut remove = Form::new(say, address, action.code(), proofs(say, own)).danger();
        remove.button = format!("{}: {}", remove.button, one.name);
        screen.form(remove);
    }
}

/// The form that makes a passkey: the browser asks for it when it is sent.
fn new_passkey(say: &Say, asked: String) -> Form {
    let fields = vec![
        Field::new(say, "name", Kind::Text, say.t("passkey-first_name"))
            .labelled(say.t("passkey-name"))
            .hinted(say.t("passkey-name_hint")),
        Field::hidden("credential", "").filled_in_as(Kind::NewPasskey(asked)),
    ];
    form(say, Action::AddPasskey, fields)
}

/// A passkey was added; where it switched the factor on, recovery codes are shown this once.
pub(in crate::web) fn added(screen: &mut Screen, say: &Say, answer: &Value) {
    let codes = answer.get("recovery_codes").and_then(Value::as_array);
    if codes.is_some_and(|codes| !codes.is_empty()) {
        recovery_codes(screen, say, answer);
    }
    let text = say.done(Action::AddPasskey.code());
    screen.blocks.insert(
        0,
        Block::Note {
            class: "good",
            text,
        },
    );
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
    let fields = vec![proof::first_code(say)];
    form(say, Action::TurnOnSecondFactor, fields)
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
