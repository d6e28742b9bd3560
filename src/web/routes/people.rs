//! Accounts, roles, sessions.

use crate::case::{Reasoned, Saw};
use crate::db::tx::Tx;
use crate::decisions::fallen;
use crate::deeds;
use crate::error::Result;
use crate::identity::input::{
    AskForReset, ChangeAddress, ChangePassword, GrantRole, Invite, Register, Rename, Renew,
    SetPassword, SignIn, UseToken,
};
use crate::identity::second_factor as factor;
use crate::identity::whereabouts;
use crate::identity::{
    actions, address_change, queries, registration, reset, roles, sessions, signing_in, succession,
    tries,
};
use crate::kernel::id::RoleGrantId;
use crate::recusals::{hints, others};
use crate::rules::Action;
use crate::tasks;
use crate::web::deed::{At, Deed, deed};
use crate::web::door::Door;
use crate::web::pages::{overdue, people, second_factor, sessions as sessions_page, signin, work};
use crate::web::read::{Read, list, matter, paged, read};
use crate::web::table::{Show, show};
use crate::web::url::{self, Page};

pub(super) fn shows() -> Vec<Show> {
    vec![
        show(Page::SignIn, signin::sign_in),
        show(Page::LostFactor, signin::lost_factor),
        show(Page::Register, signin::register),
        show(Page::LetterSent, signin::letter_sent),
        show(Page::ForgottenPassword, signin::forgotten),
        show(Page::VerifyEmail, signin::verify),
        show(Page::ResetPassword, signin::reset),
        show(Page::AcceptInvitation, signin::accept),
        show(Page::ConfirmAddress, signin::confirm_address),
        show(Page::TakeBackAddress, signin::take_back_address),
        show(Page::Profile, signin::profile),
        show(Page::SecondFactor, second_factor::page),
        show(Page::Work, work::page),
        show(Page::Overdue, overdue::list),
        show(Page::People, people::list),
        show(Page::FailedSignIns, sessions_page::failed),
        show(Page::Person, people::person),
    ]
}

/// The role an address speaks of: one of that person's.
fn granted(tx: &mut Tx<'_>, at: &At<'_>) -> Result<RoleGrantId> {
    queries::grant_of(tx.conn, at.id("id")?, at.id("grant")?)
}

pub(super) fn deeds() -> Vec<Deed> {
    deeds![
        deed(Action::SignIn)
            .at("/tokens")
            .for_programs()
            .takes::<SignIn>()
            .in_units_at(|app, _, at, input| {
                signing_in::sign_in_for_tokens(app, at.caller, input)
            })
            .limited(Door::SignIn),
        deed(Action::RenewSession)
            .at("/tokens/renew")
            .for_programs()
            .takes::<Renew>()
            .in_units(|app, _, _, input| sessions::renew(app, input.refresh_token.verbatim())),
        deed(Action::SignOut)
            .at("/session/end")
            .for_programs()
            .does(|tx, _, _| signing_in::sign_out(tx)),
        deed(Action::EndSession)
            .at("/profile/sessions/{id}/end")
            .shown_on(Page::Profile)
            .does(|tx, at, _| whereabouts::end_one(tx, at.id("id")?)),
        deed(Action::EndOtherSessions)
            .at("/profile/sessions/end-others")
            .shown_on(Page::Profile)
            .does(|tx, _, _| whereabouts::end_others(tx)),
        deed(Action::RegisterAccount)
            .at("/register")
            .shown_on(Page::Register)
            .takes::<Register>()
            .in_units(|app, actor, _, input| registration::register(app, actor, input))
            .then(|_, ()| Page::LetterSent.address())
            .limited(Door::Letter),
        deed(Action::VerifyEmail)
            .at("/verify-email")
            .shown_on(Page::VerifyEmail)
            .takes::<UseToken>()
            .does(|tx, _, input| registration::verify_email(tx, input))
            .then(|_, ()| Page::SignIn.address()),
        deed(Action::AskForReset)
            .at("/forgotten-password")
            .shown_on(Page::ForgottenPassword)
            .takes::<AskForReset>()
            .does(|tx, at, input| reset::ask_for_reset(tx, at.config, input))
            .then(|_, ()| Page::LetterSent.address())
            .limited(Door::Letter),
        deed(Action::ResetPassword)
            .at("/reset-password")
            .shown_on(Page::ResetPassword)
            .takes::<SetPassword>()
            .in_units(|app, actor, _, input| reset::reset_password(app, actor, input))
            .then(|_, ()| Page::SignIn.address())
            .limited(Door::SignIn),
        deed(Action::AcceptInvitation)
            .at("/accept-invitation")
            .shown_on(Page::AcceptInvitation)
            .takes::<SetPassword>()
            .in_units(|app, actor, _, input| actions::accept_invitation(app, actor, input))
            .then(|_, ()| Page::SignIn.address())
            .limited(Door::SignIn),
        deed(Action::ChangePassword)
            .at("/profile/password")
            .shown_on(Page::Profile)
            .takes::<ChangePassword>()
            .in_units(|app, actor, _, input| reset::change_password(app, actor, input))
            .limited(Door::SignIn),
        deed(Action::BeginSecondFactor)
            .at("/profile/second-factor/begin")
            .shown_on(Page::SecondFactor)
            .takes::<factor::input::Begin>()
            .in_units_at(|app, actor, at, input| {
                factor::deeds::begin(app, actor, at.bound, input)
            })
            .showing(second_factor::begun)
            .limited(Door::SignIn),
        deed(Action::TurnOnSecondFactor)
            .at("/profile/second-factor/turn-on")
            .shown_on(Page::SecondFactor)
            .takes::<factor::input::Code>()
            .does(|tx, at, input| factor::deeds::turn_on(tx, at.config, input))
            .showing(second_factor::recovery_codes)
            .limited(Door::SignIn),
        deed(Action::TurnOffSecondFactor)
            .at("/profile/second-factor/turn-off")
            .shown_on(Page::SecondFactor)
            .takes::<factor::input::Both>()
            .in_units_at(|app, actor, at, input| {
                factor::deeds::turn_off(app, actor, at.bound, input)
            })
            .limited(Door::SignIn),
        deed(Action::BeginPasskey)
            .at("/profile/second-factor/passkeys/begin")
            .shown_on(Page::SecondFactor)
            .takes::<factor::input::Begin>()
            .in_units_at(|app, actor, at, input| {
                factor::passkeys::begin(app, actor, at.bound, input)
            })
            .limited(Door::SignIn),
        deed(Action::AddPasskey)
            .at("/profile/second-factor/passkeys")
            .shown_on(Page::SecondFactor)
            .takes::<factor::input::AddPasskey>()
            .does(|tx, at, input| factor::passkeys::add(tx, at.config, input))
            .showing(second_factor::added)
            .limited(Door::SignIn),
        deed(Action::RemovePasskey)
            .at("/profile/second-factor/passkeys/{id}/remove")
            .shown_on(Page::SecondFactor)
            .takes::<factor::input::Both>()
            .in_units_at(|app, actor, at, input| {
                let passkey = (at.id("id")?, at.bound);
                factor::passkeys::remove(app, actor, passkey, input)
            })
            .limited(Door::SignIn),
        deed(Action::AskForPasskey)
            .at("/passkeys/ask")
            .for_programs()
            .takes::<factor::input::AskForPasskey>()
            .does(|tx, at, input| factor::challenge::ask(tx, at.config, input))
            .limited(Door::SignIn),
        deed(Action::RenewRecoveryCodes)
            .at("/profile/second-factor/codes")
            .shown_on(Page::SecondFactor)
            .takes::<factor::input::Proof>()
            .in_units_at(|app, actor, at, input| {
                factor::deeds::renew_codes(app, actor, at.bound, input)
            })
            .showing(second_factor::recovery_codes)
            .limited(Door::SignIn),
        deed(Action::KeepRecoveryCodes)
            .at("/profile/second-factor/codes/kept")
            .shown_on(Page::SecondFactor)
            .does(|tx, at, _| factor::deeds::keep_codes(tx, at.config)),
        deed(Action::TellOfLostFactor)
            .at("/lost-second-factor")
            .shown_on(Page::LostFactor)
            .takes::<factor::input::Told>()
            .does(|tx, at, input| factor::lost::tell_of(tx, (at.config, at.caller), input))
            .then(|_, ()| Page::SignIn.address())
            .limited(Door::Letter),
        deed(Action::ProposeFactorReset)
            .at("/people/{id}/second-factor/propose-reset")
            .shown_on(Page::Person)
            .takes::<Reasoned>()
            .does(|tx, at, input| factor::lost::propose(tx, at.id("id")?, input))
            .once(),
        deed(Action::ConfirmFactorReset)
            .at("/people/{id}/second-factor/confirm-reset")
            .shown_on(Page::Person)
            .takes::<Saw>()
            .does(|tx, at, input| factor::lost::confirm(tx, at.id("id")?, input))
            .once(),
        deed(Action::StopFactorReset)
            .at("/people/{id}/second-factor/stop-reset")
            .shown_on(Page::Person)
            .takes::<Reasoned>()
            .does(|tx, at, input| factor::lost::stop(tx, at.id("id")?, input)),
        deed(Action::RenameAccount)
            .at("/profile/name")
            .shown_on(Page::Profile)
            .takes::<Rename>()
            .does(|tx, _, input| actions::rename(tx, input)),
        deed(Action::ExportOwnData)
            .at("/profile/data")
            .shown_on(Page::Profile)
            .takes::<factor::input::ShowAgain>()
            .in_units_at(|app, actor, at, input| {
                let proof = (Action::ExportOwnData, at.bound);
                factor::step_up::show_again(app, actor, proof, input)
            })
            .then(|_, ()| url::OWN_DATA.to_owned())
            .limited(Door::SignIn),
        deed(Action::ChangeAddress)
            .at("/profile/address")
            .shown_on(Page::Profile)
            .takes::<ChangeAddress>()
            .in_units_at(|app, actor, at, input| address_change::ask(app, actor, at.bound, input))
            .limited(Door::Letter),
        deed(Action::ConfirmAddress)
            .at("/confirm-address")
            .shown_on(Page::ConfirmAddress)
            .takes::<UseToken>()
            .does(|tx, at, input| hints::confirm_address(tx, at.config, input))
            .then(|_, ()| Page::SignIn.address()),
        deed(Action::TakeBackAddress)
            .at("/take-back-address")
            .shown_on(Page::TakeBackAddress)
            .takes::<UseToken>()
            .does(|tx, at, input| address_change::take_back(tx, at.config, input))
            .then(|_, reset| reset.clone()),
        deed(Action::InviteAccount)
            .at("/people")
            .shown_on(Page::People)
            .takes::<Invite>()
            .does(|tx, at, input| actions::invite(tx, at.config, input))
            .then(|_, id| url::person(*id))
            .once()
            .limited(Door::Letter),
        deed(Action::GrantRole)
            .at("/people/{id}/roles")
            .shown_on(Page::Person)
            .takes::<GrantRole>()
            .does(|tx, at, input| hints::grant(tx, at.id("id")?, input)),
        deed(Action::ConfirmRole)
            .at("/people/{id}/roles/{grant}/confirm")
            .shown_on(Page::Person)
            .takes::<Saw>()
            .does(|tx, at, input| {
                let id = granted(tx, at)?;
                hints::confirm(tx, id, input)
            })
            .once(),
        deed(Action::RefuseRole)
            .at("/people/{id}/roles/{grant}/refuse")
            .shown_on(Page::Person)
            .takes::<Reasoned>()
            .does(|tx, at, input| {
                let id = granted(tx, at)?;
                roles::refuse(tx, id, input)
            }),
        deed(Action::ObjectToAdministrator)
            .at("/people/{id}/roles/{grant}/object")
            .shown_on(Page::Person)
            .takes::<Reasoned>()
            .does(|tx, at, input| {
                let id = granted(tx, at)?;
                succession::object(tx, id, input)
            }),
        deed(Action::RevokeRole)
            .at("/people/{id}/roles/{grant}/revoke")
            .shown_on(Page::Person)
            .takes::<Saw>()
            .does(|tx, at, input| {
                let id = granted(tx, at)?;
                fallen::revoke_role(tx, id, input)
            }),
        deed(Action::SuspendAccount)
            .at("/people/{id}/suspend")
            .shown_on(Page::Person)
            .takes::<Saw>()
            .does(|tx, at, input| others::suspend(tx, at.id("id")?, input)),
        deed(Action::RestoreAccount)
            .at("/people/{id}/restore")
            .shown_on(Page::Person)
            .takes::<Saw>()
            .does(|tx, at, input| others::restore(tx, at.id("id")?, input)),
    ]
}

pub(super) fn reads() -> Vec<Read> {
    vec![
        read("/me", |ask| queries::own(ask.view)),
        paged("/me/work", work::gather),
        read("/me/second-factor", |ask| {
            factor::queries::own(ask.view, ask.config)
        }),
        read("/me/address-change", |ask| {
            address_change::queries::own(ask.view)
        }),
        read("/me/sessions", |ask| whereabouts::queries::own(ask.view)),
        list("/failed-sign-ins", |ask, after| {
            tries::queries::failed_sign_ins(ask.view, after)
        }),
        list("/overdue", |ask, after| {
            tasks::queries::overdue(ask.view, after)
        }),
        list("/people", |ask, after| queries::list(ask.view, after)),
        matter("/people/{id}", |ask, id| queries::page(ask.view, id)),
    ]
}
