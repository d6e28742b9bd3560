//! For machines and the demo: whether the server lives, its style sheet and its script, the demo's
//! clock.

use super::browse::{Visit, nowhere, redirect};
use super::form::Returned;
use super::request::blocking;
use super::table::Ids;
use super::url::Page;
use super::{body, guard, layout, url};
use crate::app::App;
use crate::error::Error;
use crate::kernel::entry::FromEntry;
use crate::kernel::fault::{Fault, FaultCode, Faults};
use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};

/// The most days the demo's clock is moved in one step.
const MOST_DAYS: u32 = 366;

/// Where the demo's clock is moved.
pub(super) const CLOCK: &str = "/demo/clock";

/// Whether the program runs.
pub(super) async fn alive() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "alive" }))
}

/// Whether it can work: the database answers, and takes what is written.
pub(super) async fn ready(app: Data<App>) -> HttpResponse {
    let owned = app.clone();
    let fault = blocking(move || Ok(owned.unready())).await;
    match fault.unwrap_or_else(|error| Some(error.code())) {
        None => HttpResponse::Ok().json(json!({ "status": "ready" })),
        Some(code) => {
            HttpResponse::ServiceUnavailable().json(json!({ "status": "not ready", "code": code }))
        }
    }
}

/// The style sheet.
pub(super) async fn style() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header(("Cache-Control", "public, max-age=31536000, immutable"))
        .body(layout::STYLE)
}

/// The one script, of passkeys.
pub(super) async fn script() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/javascript; charset=utf-8")
        .insert_header(("Cache-Control", "public, max-age=31536000, immutable"))
        .body(layout::SCRIPT)
}

/// Moves the demo's clock forward. Elsewhere there is no such address.
pub(super) async fn turn_the_clock(
    app: Data<App>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    let visit = match Visit::of(&app, &request).await {
        Ok(visit) => visit,
        Err(busy) => return busy,
    };
    let Some(clock) = app.demo_clock.clone() else {
        return nowhere(app, request).await;
    };
    let seconds = app.config.server.body_seconds;
    let bytes = body::read(payload, body::LARGEST, seconds)
        .await
        .unwrap_or_default();
    let mut typed = body::form(&bytes);
    let token = body::take(&mut typed, "_csrf");
    let days = wanted_days(&typed);
    let is_ours = guard::is_from_our_page(&app, &request)
        && guard::is_bound(&app, &visit.browser.secret, token.as_deref());
    let days = match days {
        Ok(days) if is_ours => days,
        Ok(_) => {
            return visit
                .error_page(&Error::Unauthenticated, Some(&typed))
                .await;
        }
        Err(fault) => return not_moved(&visit, typed, fault).await,
    };
    clock.advance_days(days);
    let owned = app.clone();
    let followed = blocking(move || crate::worker::follow_the_clock(&owned)).await;
    if let Err(error) = followed {
        tracing::error!(%error, "calls could not follow the clock");
    }
    redirect(&url::with_query(
        Page::Mailbox.pattern(),
        &[("done", "turn_the_clock")],
    ))
}

fn wanted_days(typed: &Value) -> Result<u32, Fault> {
    let text = body::text_at(typed, "days").unwrap_or_default();
    match u32::from_entry(text.trim())? {
        0 => Err(Fault::limited(FaultCode::TooSmall, 1)),
        days if days > MOST_DAYS => Err(Fault::limited(FaultCode::TooLarge, MOST_DAYS)),
        days => Ok(days),
    }
}

/// The mailbox again, with what is wrong with the days.
async fn not_moved(visit: &Visit, typed: Value, fault: Fault) -> HttpResponse {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let returned = Returned {
        action: CLOCK.to_owned(),
        typed,
        faults: Faults::one("days", fault),
        ..Returned::default()
    };
    let drawn = visit.page(
        Page::Mailbox,
        Ids::default(),
        status,
        move |screen, say, _| {
            screen.restore(say, &returned);
            Ok(())
        },
    );
    visit.finish(drawn.await).await
}
