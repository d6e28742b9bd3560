//! Sign in and out in a browser.

use super::browse::{Refused, Visit, redirect};
use super::caller::caller;
use super::carried::Carried;
use super::door::Door;
use super::form::Returned;
use super::limits;
use super::pages::signin;
use super::request::blocking;
use super::screen::{Block, Screen};
use super::table::{Ids, Table};
use super::url::Page;
use super::{actor, answer, body, enrol, guard, url};
use crate::app::App;
use crate::db::tx::Actor;
use crate::error::{Error, Result};
use crate::identity::input::SignIn;
use crate::identity::model::{NewSession, SignedIn};
use crate::identity::second_factor::challenge::is_offered_at_the_door;
use crate::identity::signing_in as identity;
use crate::kernel::digest::{random_token, sha256_hex};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;

/// What a form of signing in may weigh: it can carry another form, written twice over.
const LARGEST: usize = 3 * body::LARGEST;

/// The sign-in page for whoever sent a form that needs it; the form is carried along.
pub(super) async fn asked_to_sign_in(
    visit: &Visit,
    carried: Carried,
    refused: Option<Refused>,
) -> HttpResponse {
    let status = refused
        .as_ref()
        .map_or(StatusCode::FORBIDDEN, |refused| refused.status);
    let (app, secret) = (visit.app.clone(), visit.browser.secret.clone());
    let drawn = visit.page(
        Page::SignIn,
        Ids::default(),
        status,
        move |screen, say, _| {
            if let Some(refused) = refused {
                screen.restore(say, &refused.returned);
            }
            let text = say.t("signed_out_while_typing");
            screen.blocks.insert(
                0,
                Block::Note {
                    class: "warn",
                    text,
                },
            );
            let path = Page::SignIn.pattern();
            if let Some(form) = screen.form_sent_to(path) {
                carried.lay_into(form, &app, &secret);
            }
            Ok(())
        },
    );
    visit.finish(drawn.await).await
}

/// Signs in, and on to the page that was wanted; or back to the form that was carried along.
pub(super) async fn sign_in(
    app: Data<App>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    let visit = match Visit::of(&app, &request).await {
        Ok(visit) => visit,
        Err(busy) => return busy,
    };
    let mut typed = match body::read(payload, LARGEST, app.config.server.body_seconds).await {
        Ok(bytes) => body::form(&bytes),
        Err(error) => return visit.error_page(&error, None).await,
    };
    let token = body::take(&mut typed, "_csrf");
    body::take(&mut typed, "_once");
    let carried = Carried::taken_from(&mut typed, &app, &visit.browser.secret);
    let is_ours = guard::is_from_our_page(&app, &request)
        && guard::is_bound(&app, &visit.browser.secret, token.as_deref());
    if !is_ours {
        let note = Some(visit.say().t("error-form_expired"));
        let refused = refused(typed, Faults::default(), note, StatusCode::FORBIDDEN);
        return refused_sign_in(&visit, carried, refused).await;
    }
    let input: SignIn = serde_json::from_value(typed.clone()).unwrap_or_default();
    let next = local_page(input.next.verbatim());
    match begun(&visit, input).await {
        Ok((SignedIn::In(session), device)) => {
            end_of(&visit).await;
            signed_in(visit, (session, device), carried, &next).await
        }
        Ok((SignedIn::CodeWanted(ticket), _)) => {
            second_step(&visit, (ticket, next), carried, None).await
        }
        Err(error) => {
            let (faults, note) = match &error {
                Error::Invalid(faults) => (faults.clone(), None),
                other => (Faults::default(), Some(visit.say().error(other))),
            };
            let ticket = body::text_at(&typed, "ticket").unwrap_or_default();
            let is_over = faults.at("code").iter().any(is_over);
            let mut refused = refused(typed, faults, note, answer::status(&error));
            if ticket.is_empty() {
                return refused_sign_in(&visit, carried, refused).await;
            }
            if is_over {
                // One begins anew, with what is wrong said above.
                refused.returned.note = Some(visit.say().t("factor-ticket_over"));
                refused.returned.faults = Faults::default();
                return refused_sign_in(&visit, carried, refused).await;
            }
            second_step(&visit, (ticket, next), carried, Some(refused)).await
        }
    }
}

fn is_over(fault: &Fault) -> bool {
    fault.code == FaultCode::TicketIsOver
}

/// The second step of signing in, for whoever knows the password; what is carried along goes on.
async fn second_step(
    visit: &Visit,
    (ticket, next): (String, String),
    carried: Option<Carried>,
    refused: Option<Refused>,
) -> HttpResponse {
    let status = refused.as_ref().map_or(StatusCode::OK, |one| one.status);
    let (app, secret) = (visit.app.clone(), visit.browser.secret.clone());
    let (page, ids) = (Page::SignIn, Ids::default());
    let drawn = visit.page(page, ids, status, move |screen, say, view| {
        let now = view.now();
        let takes_passkey = is_offered_at_the_door(view.conn, &app.config, &ticket, now)?;
        *screen = signin::second_step(say, ticket, next);
        screen.takes_passkey = takes_passkey;
        if let Some(refused) = refused {
            screen.restore(say, &refused.returned);
        }
        let form = screen.form_sent_to(Page::SignIn.pattern());
        if let (Some(form), Some(carried)) = (form, carried) {
            carried.lay_into(form, &app, &secret);
        }
        Ok(())
    });
    visit.finish(drawn.await).await
}

/// A session for whoever is let in. A browser is known again by a secret of its own.
async fn begun(visit: &Visit, input: SignIn) -> Result<(SignedIn, Option<String>)> {
    let (app, request) = (visit.app.clone(), &visit.request);
    limits::admit(&app, request, Door::SignIn, Actor::Visitor)?;
    let mut caller = caller(&app, request);
    let new = caller.device_hash.is_none().then(random_token).flatten();
    if let Some(secret) = &new {
        caller.device_hash = Some(sha256_hex(secret));
    }
    let session = blocking(move || identity::sign_in_by_steps(&**app, &caller, &input)).await?;
    Ok((session, new))
}

/// The session this browser had before ends with a new one in its place.
async fn end_of(visit: &Visit) {
    let before = visit.browser.actor;
    if matches!(before, Actor::Person { .. })
        && let Err(error) = visit.app.write(before, identity::sign_out).await
    {
        tracing::warn!(%error, "the session before could not be ended");
    }
}

fn refused(typed: Value, faults: Faults, note: Option<String>, status: StatusCode) -> Refused {
    let returned = Returned {
        action: Page::SignIn.address(),
        typed,
        faults,
        note,
        ..Returned::default()
    };
    Refused { returned, status }
}

async fn refused_sign_in(
    visit: &Visit,
    carried: Option<Carried>,
    refused: Refused,
) -> HttpResponse {
    if let Some(carried) = carried {
        return asked_to_sign_in(visit, carried, Some(refused)).await;
    }
    let status = refused.status;
    let next = super::body::text_at(&refused.returned.typed, "next");
    let drawn = visit.page(
        Page::SignIn,
        Ids::default(),
        status,
        move |screen, say, _| {
            screen.restore(say, &refused.returned);
            keep_next(screen, next);
            Ok(())
        },
    );
    visit.finish(drawn.await).await
}

/// Where one wanted to go survives a wrong password.
fn keep_next(screen: &mut Screen, next: Option<String>) {
    let form = screen.form_sent_to(Page::SignIn.pattern());
    let field = form.and_then(|form| form.field_mut("next"));
    if let (Some(field), Some(next)) = (field, next) {
        field.value = next;
    }
}

async fn signed_in(
    visit: Visit,
    (session, device): (NewSession, Option<String>),
    carried: Option<Carried>,
    next: &str,
) -> HttpResponse {
    let (app, request) = (visit.app.clone(), visit.request.clone());
    let cookie = actor::cookie(&app, actor::SESSION, session.secret.clone());
    let signed_in = Actor::Person {
        account: session.account,
        session: session.id,
    };
    let mut answer = match carried {
        None if enrol::waits(&app, signed_in).await => redirect(&Page::SecondFactor.address()),
        None => redirect(next),
        Some(carried) => {
            let visit = Visit {
                browser: actor::Browser {
                    actor: signed_in,
                    secret: session.secret,
                    failures_before: session.failures_before,
                },
                ..visit
            };
            back_to_the_form(&visit, carried).await
        }
    };
    let device = device.map(|secret| actor::lasting_cookie(&app, actor::DEVICE, secret));
    for cookie in std::iter::once(cookie).chain(device) {
        if answer.add_cookie(&cookie).is_err() {
            return super::browse::busy(&app, &request);
        }
    }
    answer
}

/// The page one was on, with what was typed in its fields: nothing has been sent yet.
async fn back_to_the_form(visit: &Visit, carried: Carried) -> HttpResponse {
    let Carried { to, typed } = carried;
    let Some((deed, ids)) = Table::shared().deed_at(&to) else {
        return redirect(&Page::Work.address());
    };
    let returned = Returned {
        action: to,
        typed: typed.clone(),
        note: Some(visit.say().t("signed_in_again")),
        ..Returned::default()
    };
    let refused = Refused {
        returned,
        status: StatusCode::OK,
    };
    let shown: Result<HttpResponse> = visit.shown_again(deed, ids, refused).await;
    match shown {
        Ok(page) => page,
        Err(error) => visit.error_page(&error, Some(&typed)).await,
    }
}

/// A page of ours to go to; anything else would let a link send people away.
fn local_page(next: &str) -> String {
    if url::is_ours(next) {
        next.to_owned()
    } else {
        Page::Work.address()
    }
}

/// Signs out.
pub(super) async fn sign_out(
    app: Data<App>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    let visit = match Visit::of(&app, &request).await {
        Ok(visit) => visit,
        Err(busy) => return busy,
    };
    let seconds = app.config.server.body_seconds;
    let bytes = body::read(payload, body::LARGEST, seconds)
        .await
        .unwrap_or_default();
    let mut typed = body::form(&bytes);
    let token = body::take(&mut typed, "_csrf");
    body::take(&mut typed, "_once");
    let is_ours = guard::is_from_our_page(&app, &request)
        && guard::is_bound(&app, &visit.browser.secret, token.as_deref());
    // A session ends where it is said to end: what came from elsewhere ends nothing, and what could
    // not be ended is not said to be.
    if !is_ours {
        return visit
            .told(
                visit.say().t("error-still_signed_in"),
                StatusCode::FORBIDDEN,
            )
            .await;
    }
    match app.write(visit.browser.actor, identity::sign_out).await {
        Ok(()) | Err(Error::Unauthenticated | Error::Forbidden(_)) => {}
        Err(error) => return visit.error_page(&error, None).await,
    }
    let mut answer = redirect(&Page::Calls.address());
    let gone = actor::no_cookie(&app, actor::SESSION);
    if answer.add_cookie(&gone).is_err() {
        return super::browse::busy(&app, &request);
    }
    // Whoever sits down next finds nothing of it here (W3C Clear Site Data).
    let clear = HeaderName::from_static("clear-site-data");
    let what = HeaderValue::from_static("\"cache\", \"storage\"");
    answer.headers_mut().insert(clear, what);
    answer
}
