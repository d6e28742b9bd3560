//! Sign in, register, passwords, invitations.

use crate::error::Result;
use crate::identity;
use crate::rules::Action;
use crate::web::proof;
use crate::web::screen::{Block, Cell, Field, Form, Kind, Screen, Tag};
use crate::web::table::Ask;
use crate::web::url::{self, Page};
use crate::words::Say;

fn text(ask: &Ask<'_, '_>, path: &str) -> Field {
    Field::new(ask.say, path, Kind::Text, "")
}

fn email(ask: &Ask<'_, '_>) -> Field {
    Field::new(ask.say, "email", Kind::Email, "")
}

fn new_password(ask: &Ask<'_, '_>) -> Field {
    Field::new(ask.say, "password", Kind::Password("new-password"), "")
        .hinted(ask.say.t("hint-new_password"))
}

/// Signing in.
pub fn sign_in(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let say = ask.say;
    let mut screen = Screen::new(say.t("title-sign_in"));
    let next = ask.query.get("next").cloned().unwrap_or_default();
    let fields = vec![
        email(ask),
        Field::new(say, "password", Kind::Password("current-password"), ""),
        Field::hidden("next", next),
    ];
    screen.form(Form::new(say, "/sign-in", "sign_in", fields));
    screen.add(Block::Links(vec![
        (
            say.t("action-ask_for_reset"),
            "/forgotten-password".to_owned(),
        ),
        (say.t("action-register_account"), "/register".to_owned()),
    ]));
    Ok(screen)
}

/// Signing in, once the password was right and a code is wanted.
pub(in crate::web) fn second_step(say: &Say, ticket: String, next: String) -> Screen {
    let mut screen = Screen::new(say.t("title-second_step"));
    let lost = url::with_query(&Page::LostFactor.address(), &[("ticket", &ticket)]);
    let fields = vec![
        proof::field(say).hinted(say.t("factor-sign_in_hint")),
        Field::hidden("ticket", ticket),
        Field::hidden("next", next),
    ];
    screen.form(Form::new(say, "/sign-in", "sign_in", fields));
    screen.add(Block::Links(vec![
        (say.t("factor-i_have_lost_it"), lost),
        (say.t("factor-begin_again"), Page::SignIn.address()),
    ]));
    screen
}

/// What becomes of a second factor that is lost; whoever has just given the right password may say
/// that theirs is.
pub fn lost_factor(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let say = ask.say;
    let mut screen = Screen::new(say.t("title-lost_factor"));
    screen.add(Block::Prose(say.t("factor-lost")));
    match ask.query.get("ticket").cloned() {
        Some(ticket) => {
            let action = Action::TellOfLostFactor;
            let fields = vec![Field::hidden("ticket", ticket)];
            screen.form(Form::new(say, url::act(action, &[]), action.code(), fields));
        }
        None => screen.add(Block::Prose(say.t("factor-lost_password_first"))),
    }
    let back = (say.t("factor-begin_again"), Page::SignIn.address());
    screen.add(Block::Links(vec![back]));
    Ok(screen)
}

/// Opening an account.
pub fn register(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let mut screen = Screen::new(ask.say.t("title-register"));
    let fields = vec![text(ask, "name"), email(ask), new_password(ask)];
    screen.form(Form::new(ask.say, "/register", "register_account", fields));
    Ok(screen)
}

/// A letter is on its way.
pub fn letter_sent(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let mut screen = Screen::new(ask.say.t("title-letter_sent"));
    screen.add(Block::Prose(ask.say.t("letter_sent")));
    Ok(screen)
}

/// Asking for a new password.
pub fn forgotten(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let mut screen = Screen::new(ask.say.t("title-forgotten"));
    screen.form(Form::new(
        ask.say,
        "/forgotten-password",
        "ask_for_reset",
        vec![email(ask)],
    ));
    Ok(screen)
}

fn token(ask: &Ask<'_, '_>) -> Field {
    Field::hidden("token", ask.query.get("token").cloned().unwrap_or_default())
}

/// Proving an address: a button, for mail scanners follow links.
pub fn verify(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let mut screen = Screen::new(ask.say.t("title-verify_email"));
    screen.form(Form::new(
        ask.say,
        "/verify-email",
        "verify_email",
        vec![token(ask)],
    ));
    Ok(screen)
}

/// Confirming another address for an account: a button, as for one's first.
pub fn confirm_address(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    pressed(
        ask,
        Action::ConfirmAddress,
        ask.say.t("title-confirm_address"),
    )
}

/// Going back to the old address.
pub fn take_back_address(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    pressed(
        ask,
        Action::TakeBackAddress,
        ask.say.t("title-take_back_address"),
    )
}

fn pressed(ask: &Ask<'_, '_>, action: Action, title: String) -> Result<Screen> {
    let mut screen = Screen::new(title);
    let form = Form::new(
        ask.say,
        url::act(action, &[]),
        action.code(),
        vec![token(ask)],
    );
    screen.form(form);
    Ok(screen)
}

/// Setting a new password.
pub fn reset(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let mut screen = Screen::new(ask.say.t("title-reset_password"));
    let fields = vec![token(ask), new_password(ask)];
    screen.form(Form::new(
        ask.say,
        "/reset-password",
        "reset_password",
        fields,
    ));
    Ok(screen)
}

/// Beginning an invited account.
pub fn accept(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let mut screen = Screen::new(ask.say.t("title-accept_invitation"));
    let fields = vec![token(ask), new_password(ask)];
    screen.form(Form::new(
        ask.say,
        "/accept-invitation",
        "accept_invitation",
        fields,
    ));
    Ok(screen)
}

/// One's own account.
pub fn profile(ask: &mut Ask<'_, '_>) -> Result<Screen> {
    let account = identity::queries::own(ask.view)?;
    let say = ask.say;
    let mut screen = Screen::new(account.name.clone()).tagged(Tag::of(say, account.state));
    screen.add(Block::Facts(vec![
        (say.t("field-email"), Cell::mailbox(&account.email)),
        (
            say.t("field-created_at"),
            Cell::moment(say, account.created_at),
        ),
    ]));
    let factor = (say.t("title-second_factor"), Page::SecondFactor.address());
    screen.add(Block::Links(vec![factor]));
    screen.section(say.t("heading-roles"), super::people::roles(say, &account));
    super::offices::own(ask, &mut screen)?;
    super::sessions::own(ask, &mut screen)?;
    let name = vec![
        Field::hidden("version", account.version.to_string()),
        Field::new(say, "name", Kind::Text, account.name.clone()),
    ];
    screen.form(Form::new(say, "/profile/name", "rename_account", name).folded());
    address(ask, &mut screen)?;
    let action = Action::ExportOwnData;
    let proof = own_proof(ask)?.into_iter().collect();
    let say = ask.say;
    screen.form(
        Form::new(say, url::act(action, &[]), action.code(), proof)
            .plain()
            .folded(),
    );
    let fields = vec![
        Field::new(say, "current", Kind::Password("current-password"), ""),
        new_password(ask),
    ];
    screen.form(Form::new(say, "/profile/password", "change_password", fields).folded());
    Ok(screen)
}

/// The form of changing one's address, and the change that waits.
fn address(ask: &mut Ask<'_, '_>, screen: &mut Screen) -> Result<()> {
    let waits = identity::address_change::queries::own(ask.view)?;
    let say = ask.say;
    if let Some(one) = waits {
        let answer = |has_confirmed: bool| match has_confirmed {
            true => say.t("address-confirmed"),
            false => say.t("address-waits"),
        };
        screen.add(Block::Heading(say.t("heading-address_change")));
        screen.add(Block::Facts(vec![
            (say.t("field-new_email"), Cell::mailbox(&one.email)),
            (
                say.t("address-at_old"),
                Cell::text(answer(one.old_has_confirmed)),
            ),
            (
                say.t("address-at_new"),
                Cell::text(answer(one.new_has_confirmed)),
            ),
            (say.t("field-expires_at"), Cell::moment(say, one.expires_at)),
        ]));
    }
    let mut fields =
        vec![Field::new(say, "email", Kind::Email, "").labelled(say.t("field-new_email"))];
    fields.extend(own_proof(ask)?);
    let action = Action::ChangeAddress;
    let form = Form::new(ask.say, url::act(action, &[]), action.code(), fields);
    screen.form(form.folded());
    Ok(())
}

/// What shows again that it is the owner: the password of whoever has no second factor, and a code
/// of whoever has not given one a short time ago.
pub(super) fn own_proof(ask: &mut Ask<'_, '_>) -> Result<Option<Field>> {
    let (factor, now) = (ask.view.ground()?.factor, ask.view.now());
    let say = ask.say;
    Ok(if !factor.is_on {
        let kind = Kind::Password("current-password");
        Some(Field::new(say, "current", kind, ""))
    } else if factor.is_proved_recently(now) {
        None
    } else {
        Some(proof::field(say))
    })
}
