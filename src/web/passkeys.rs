//! A page's script asks for a passkey to prove the form beside it.

use super::browse::Visit;
use super::door::Door;
use super::{answer, body, guard, limits, shape};
use crate::app::App;
use crate::db::tx::Tx;
use crate::error::{Error, Result};
use crate::identity::second_factor::challenge::{self, AskedPasskey};
use crate::identity::second_factor::input::AskForPasskey;
use crate::kernel::fault::Faults;
use crate::words::Say;
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
        Err(error) => refused(&error, &visit.say()),
    }
}

/// A problem whose `detail` is the sentence for the person: the script has no field for a fault.
fn refused(error: &Error, say: &Say) -> HttpResponse {
    let faults = match error {
        Error::Invalid(faults) => faults.clone(),
        _ => Faults::default(),
    };
    let first = faults.iter().flat_map(|(_, faults)| faults).next();
    match first {
        Some(fault) => answer::bare_problem(answer::status(error), error.code(), &say.fault(fault)),
        None => answer::problem(error, say),
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
    let input: AskForPasskey =
        serde_json::from_value(typed).map_err(|error| shape::malformed(&error))?;
    let config = app.config.clone();
    let ask = move |tx: &mut Tx<'_>| challenge::ask(tx, &config, &input);
    app.write(browser.actor, ask).await
}
