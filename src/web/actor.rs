//! Who is asking: a browser's cookie or an API client's token.

use crate::app::App;
use crate::db::tx::Actor;
use crate::error::{Error, Result};
use crate::identity::sessions::{self, SessionKey};
use crate::identity::token;
use crate::kernel::digest::keyed_hex;
use actix_web::HttpRequest;
use actix_web::cookie::time::Duration as Span;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::AUTHORIZATION;
use std::time::Duration;

/// Who asks in a browser.
#[derive(Debug, Clone)]
pub(super) struct Browser {
    /// Who.
    pub(super) actor: Actor,
    /// What its form tokens are bound to: the session's secret, or a visitor's cookie.
    pub(super) secret: String,
    /// Wrong passwords before this session, of which its owner is to be told.
    pub(super) failures_before: i32,
}

fn is_https(app: &App) -> bool {
    app.config.server.public_url.starts_with("https:")
}

fn cookie_name(app: &App, plain: &str) -> String {
    if is_https(app) {
        format!("__Host-{plain}")
    } else {
        plain.to_owned()
    }
}

/// A cookie of this server alone: strict where the site is encrypted.
pub(super) fn cookie(app: &App, plain: &str, value: String) -> Cookie<'static> {
    Cookie::build(cookie_name(app, plain), value)
        .path("/")
        .secure(is_https(app))
        .http_only(true)
        .same_site(SameSite::Lax)
        .finish()
}

/// A cookie that stays when the browser is closed.
pub(super) fn lasting_cookie(app: &App, plain: &str, value: String) -> Cookie<'static> {
    let mut lasting = cookie(app, plain, value);
    lasting.set_max_age(LASTING);
    lasting
}

/// A cookie that ends another.
pub(super) fn no_cookie(app: &App, plain: &str) -> Cookie<'static> {
    let mut gone = cookie(app, plain, String::new());
    gone.make_removal();
    gone
}

/// The value of a cookie of ours.
pub(super) fn cookie_of(app: &App, request: &HttpRequest, plain: &str) -> Option<String> {
    request
        .cookie(&cookie_name(app, plain))
        .map(|cookie| cookie.value().to_owned())
}

/// How long a browser is known again: the longest that browsers keep (RFC 6265bis).
const LASTING: Span = Span::days(400);
/// How long a page waits for the note that its reader was seen.
const NOTED_WITHIN: Duration = Duration::from_millis(200);
/// The session's cookie.
pub(super) const SESSION: &str = "jointfund-session";
/// The cookie a browser is known again by, whoever signs in with it.
pub(super) const DEVICE: &str = "jointfund-device";
/// The cookie of whoever is not signed in.
pub(super) const VISITOR: &str = "jointfund-visitor";

/// Who asks in a browser; a session that has ended is a visitor.
pub(super) async fn browser(app: &App, request: &HttpRequest) -> Result<Browser> {
    let visitor = cookie_of(app, request, VISITOR).unwrap_or_default();
    let Some(secret) = cookie_of(app, request, SESSION) else {
        return Ok(Browser {
            actor: Actor::Visitor,
            secret: visitor,
            failures_before: 0,
        });
    };
    let key = secret.clone();
    let found = app
        .read(Actor::Visitor, move |view| {
            sessions::recognise(view, SessionKey::Cookie(&key))
        })
        .await;
    match found {
        Ok(found) => {
            if found.is_to_be_noted {
                // Whoever reads does not wait for those who write, nor for room on the disk.
                let noting = app.write(found.actor, sessions::note_seen);
                if let Ok(Err(error)) = tokio::time::timeout(NOTED_WITHIN, noting).await {
                    tracing::info!(%error, "that a session was seen could not be noted");
                }
            }
            Ok(Browser {
                actor: found.actor,
                secret,
                failures_before: found.failures_before,
            })
        }
        Err(Error::Unauthenticated) => Ok(Browser {
            actor: Actor::Visitor,
            secret: visitor,
            failures_before: 0,
        }),
        Err(error) => Err(error),
    }
}

/// Who asks by the API. Without a token it is a visitor; with a wrong one nobody.
pub(super) async fn client(app: &App, request: &HttpRequest) -> Result<Actor> {
    let Some(header) = request.headers().get(AUTHORIZATION) else {
        return Ok(Actor::Visitor);
    };
    let bearer = header
        .to_str()
        .ok()
        .and_then(|text| text.strip_prefix("Bearer "))
        .ok_or(Error::Unauthenticated)?
        .trim()
        .to_owned();
    let (account, session) = token::read(&app.config, &bearer, app.clock.now())?;
    let found = app
        .read(Actor::Visitor, move |view| {
            sessions::recognise(view, SessionKey::Id(session))
        })
        .await?;
    if found.actor.account() == Some(account) {
        Ok(found.actor)
    } else {
        Err(Error::Unauthenticated)
    }
}

/// The token of a browser's forms.
pub(super) fn form_token(app: &App, secret: &str) -> String {
    let key = app.config.security.token_key.expose();
    keyed_hex(key.as_bytes(), format!("form:{secret}").as_bytes())
}
