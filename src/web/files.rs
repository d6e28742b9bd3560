//! Files, given out as downloads.

use super::browse::Visit;
use super::request::{Handling, blocking, ids, say};
use super::table::{Fetch, File};
use super::{actor, answer};
use crate::app::App;
use crate::db::tx::Actor;
use crate::error::{Error, Result};
use actix_web::http::header::{
    CONTENT_DISPOSITION, Charset, ContentDisposition, DispositionParam, DispositionType,
    ExtendedValue,
};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

/// A file only ever leaves as a download: never shown, never run.
fn given(file: File) -> HttpResponse {
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::FilenameExt(ExtendedValue {
            charset: Charset::Ext("UTF-8".to_owned()),
            language_tag: None,
            value: file.name.into_bytes(),
        })],
    };
    HttpResponse::Ok()
        .content_type("application/octet-stream")
        .insert_header((CONTENT_DISPOSITION, disposition))
        .insert_header(("Content-Security-Policy", "sandbox; default-src 'none'"))
        .insert_header(("Cache-Control", "no-store"))
        .body(file.content)
}

async fn fetched(
    app: &Data<App>,
    fetch: &'static Fetch,
    request: &HttpRequest,
    actor: Actor,
) -> Result<HttpResponse> {
    if actor == Actor::Visitor {
        return Err(Error::Unauthenticated);
    }
    let (owned, ids) = (app.clone(), ids(request));
    let file = blocking(move || (fetch.fetch)(&owned, actor, &ids)).await?;
    Ok(given(file))
}

/// A file, for a browser.
pub(super) fn download(
    fetch: &'static Fetch,
) -> impl Fn(HttpRequest, Data<App>) -> Handling + Clone + 'static {
    move |request, app| {
        Box::pin(async move {
            let visit = match Visit::of(&app, &request).await {
                Ok(visit) => visit,
                Err(busy) => return busy,
            };
            let found = fetched(&app, fetch, &request, visit.browser.actor).await;
            visit.finish(found).await
        })
    }
}

/// A file, for a program.
pub(super) fn download_by_api(
    fetch: &'static Fetch,
) -> impl Fn(HttpRequest, Data<App>) -> Handling + Clone + 'static {
    move |request, app| {
        Box::pin(async move {
            let found = async {
                let actor = actor::client(&app, &request).await?;
                fetched(&app, fetch, &request, actor).await
            };
            found
                .await
                .unwrap_or_else(|error| answer::problem(&error, &say(&app, &request)))
        })
    }
}
