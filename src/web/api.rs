//! The API: answers and deeds as JSON.

use super::caller::caller;
use super::deed::{Deed, Sent, Work};
use super::read::Read;
use super::request::{Handling, blocking, done_in_time, ids, in_time, query, say};
use super::table::{Ask, Table};
use super::{actor, answer, body, limits, openapi, press, proof, uploads};
use crate::app::App;
use crate::db::tx::Actor;
use crate::error::{Error, Result};
use crate::kernel::fault::FaultCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;

fn given(app: &App, request: &HttpRequest, result: Result<Value>) -> HttpResponse {
    match result {
        Ok(value) => HttpResponse::Ok()
            .insert_header(("Cache-Control", "no-store"))
            .json(value),
        Err(error) => answer::problem(&error, &say(app, request)),
    }
}

pub(super) fn answer(
    read: &'static Read,
) -> impl Fn(HttpRequest, Data<App>) -> Handling + Clone + 'static {
    move |request, app| {
        Box::pin(async move {
            let result = in_time(&app, answered(&app, read, &request)).await;
            given(&app, &request, result)
        })
    }
}

async fn answered(app: &App, read: &'static Read, request: &HttpRequest) -> Result<Value> {
    let actor = actor::client(app, request).await?;
    if actor == Actor::Visitor && !read.is_public {
        return Err(Error::Unauthenticated);
    }
    let (ids, query, say) = (ids(request), query(request), say(app, request));
    let config = app.config.clone();
    app.read(actor, move |view| {
        read.answer(&mut Ask {
            view,
            ids: &ids,
            query: &query,
            say: &say,
            config: &config,
        })
    })
    .await
}

/// A deed.
pub(super) fn act(
    deed: &'static Deed,
) -> impl Fn(HttpRequest, Data<App>, Payload) -> Handling + Clone + 'static {
    move |request, app, payload| {
        Box::pin(async move {
            let result = acted(&app, deed, &request, payload).await;
            given(&app, &request, result)
        })
    }
}

async fn acted(
    app: &Data<App>,
    deed: &'static Deed,
    request: &HttpRequest,
    payload: Payload,
) -> Result<Value> {
    let actor = actor::client(app, request).await?;
    if actor == Actor::Visitor && deed.needs_a_person() {
        return Err(Error::Unauthenticated);
    }
    limits::admit_to(app, request, deed, actor)?;
    let (owned, ids) = (app.clone(), ids(request));
    let done = if let Work::File(filing) = &deed.work {
        let sent = uploads::received(app, request, actor, payload, filing, None).await?;
        let file = sent
            .file
            .ok_or_else(|| Error::at("file", FaultCode::NoFile))?;
        let work = move || {
            let _place = sent.place;
            deed.run_with_file(&owned, actor, &ids, file)
        };
        done_in_time(app, blocking(work)).await?
    } else {
        let seconds = app.config.server.body_seconds;
        if !body::is_json(request) {
            return Err(Error::NotJson);
        }
        let typed = body::json(&body::read(payload, body::LARGEST, seconds).await?)?;
        let pattern = request.match_pattern().unwrap_or_default();
        let press = request.headers().get(press::IDEMPOTENCY).map(|word| {
            let pressed = proof::without_secrets(&typed, deed.takes_a_code());
            press::key(word.as_bytes(), (&pattern, &ids), &pressed)
        });
        let caller = caller(app, request);
        let sent = Sent {
            typed,
            press,
            caller,
        };
        let work = move || deed.run(&owned, actor, &ids, sent);
        let work = done_in_time(app, blocking(work));
        limits::in_even_time(app, deed, work).await?
    };
    Ok(done.body)
}

/// The API's own description.
pub(super) async fn document() -> HttpResponse {
    HttpResponse::Ok().json(openapi::document(Table::shared()))
}
