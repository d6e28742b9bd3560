//! Files: taken as the part of a form, given out as a download.

use super::browse::Visit;
use super::request::{Handling, blocking, ids, say};
use super::table::{Fetch, File};
use super::{actor, answer};
use crate::app::App;
use crate::applications::attachment::Upload;
use crate::db::tx::Actor;
use crate::error::{Error, Result};
use crate::kernel::fault::FaultCode;
use actix_multipart::Multipart;
use actix_web::http::header::{
    CONTENT_DISPOSITION, Charset, ContentDisposition, DispositionParam, DispositionType,
    ExtendedValue,
};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::StreamExt;
use std::time::Duration;

/// A form with a file.
pub(super) struct Sent {
    /// The token of its page.
    pub(super) token: Option<String>,
    pub(super) file: Upload,
}

/// Reads a form with a file, within a limit and a deadline.
pub(super) async fn read(app: &App, request: &HttpRequest, payload: Payload) -> Result<Sent> {
    let parts = Multipart::new(request.headers(), payload);
    let largest = usize::try_from(app.config.storage.max_file_bytes).unwrap_or(usize::MAX);
    let limit = Duration::from_secs(app.config.server.upload_seconds);
    tokio::time::timeout(limit, parts_of(parts, largest))
        .await
        .unwrap_or(Err(Error::Unavailable("body")))
}

async fn parts_of(mut parts: Multipart, largest: usize) -> Result<Sent> {
    let mut sent = Sent {
        token: None,
        file: Upload {
            name: String::new(),
            content: Vec::new(),
        },
    };
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| Error::at("file", FaultCode::Malformed))?;
        let field = part.name().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(|_| Error::at("file", FaultCode::Malformed))?;
            if bytes.len() + chunk.len() > largest {
                return Err(Error::at("file", FaultCode::FileTooLarge));
            }
            bytes.extend_from_slice(&chunk);
        }
        match field.as_str() {
            "_csrf" => sent.token = String::from_utf8(bytes).ok(),
            "file" => {
                let disposition = part.content_disposition();
                let name = disposition.and_then(|disposition| disposition.get_filename());
                sent.file.name = name.unwrap_or_default().to_owned();
                sent.file.content = bytes;
            }
            _ => {}
        }
    }
    Ok(sent)
}

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
