//! A page's script asks for a passkey to prove the form beside it.

use super::browse::Visit;
use super::door::Door;
use super::{answer, body, guard, limits};
use crate::app::App;
use crate::db::tx::Tx;
use crate::error::{Error, Result};
use crate::identity::second_factor::challenge::{self, AskedPasskey};
use crate::identity::second_factor::input::AskForPasskey;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};

/// Where it asks.
pub(super) const ASK: &str = "/passkeys/ask";

/// Gives what the browser's own function takes. It is asked as a form is sent: bound to its reader.
pub(super) async fn ask(app: Data<App>, request: HttpRequest, payload: Payload) -> HttpResponse {
    let visit = match Visit::of(&app, &request).await {
        Ok(visit) => visit,
        Err(busy) => return busy,
    };
    match asked(&visit, payload).await {
        Ok(asked) => HttpResponse::Ok().json(asked),
        Err(error) => answer::problem(&error, &visit.say()),
    }
}

async fn asked(visit: &Visit, payload: Payload) -> Result<AskedPasskey> {
    let (app, browser) = (&visit.app, &visit.browser);
    let seconds = app.config.server.body_seconds;
    let mut typed = body::form(&body::read(payload, body::LARGEST, seconds).await?);
    let token = body::take(&mut typed, "_csrf");
    let is_ours = guard::is_from_our_page(app, &visit.request)
        && guard::is_bound(app, &browser.secret, token.as_deref());
    if !is_ours {
        return Err(Error::Unauthenticated);
    }
    limits::admit(app, &visit.request, Door::SignIn, browser.actor)?;
    let input: AskForPasskey = serde_json::from_value(typed).unwrap_or_default();
    let config = app.config.clone();
    let ask = move |tx: &mut Tx<'_>| challenge::ask(tx, &config, &input);
    app.write(browser.actor, ask).await
}
