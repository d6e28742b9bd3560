//! Files, given out as downloads.

use super::browse::Visit;
use super::request::{Handling, blocking, ids, say};
use super::table::{Content, Fetch, File};
use super::{actor, answer};
use crate::app::App;
use crate::db::tx::Actor;
use crate::error::{Error, Result};
use actix_web::body::{MessageBody, SizedStream};
use actix_web::http::header::{
    CONTENT_DISPOSITION, Charset, ContentDisposition, ContentEncoding, DispositionParam,
    DispositionType, ExtendedValue,
};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream::{self, Stream};
use std::fs;
use std::io::{self, Read};

/// Bytes of a file that are in memory at once.
const PIECE: u64 = 64 * 1024;

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
        .insert_header(ContentEncoding::Identity)
        .body(match file.content {
            Content::Bytes(bytes) => bytes.boxed(),
            Content::Disk(file, size) => SizedStream::new(size, Box::pin(pieces(file))).boxed(),
        })
}

/// A file piece by piece, each read when the one before it has left: whoever reads slowly costs one
/// piece of memory.
fn pieces(file: fs::File) -> impl Stream<Item = io::Result<Bytes>> {
    stream::try_unfold(file, |file| async {
        let read = blocking(move || {
            let mut piece = Vec::new();
            let mut file = file;
            (&mut file).take(PIECE).read_to_end(&mut piece)?;
            Ok((piece, file))
        });
        let (piece, file) = read.await.map_err(io::Error::other)?;
        Ok((!piece.is_empty()).then(|| (Bytes::from(piece), file)))
    })
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
