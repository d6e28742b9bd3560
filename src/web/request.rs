//! What a request says: its parts, its language; and the time its work may take.

use super::table::Ids;
use crate::app::App;
use crate::error::{Error, Result};
use crate::words::Say;
use crate::words::Texts;
use actix_web::http::header::ACCEPT_LANGUAGE;
use actix_web::{HttpRequest, HttpResponse};
use futures_util::future::LocalBoxFuture;
use std::collections::BTreeMap;
use std::time::Duration;

/// What a handler gives.
pub(super) type Handling = LocalBoxFuture<'static, HttpResponse>;

/// The named parts of its address.
pub(super) fn ids(request: &HttpRequest) -> Ids {
    Ids(request
        .match_info()
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect())
}

/// What follows the question mark.
pub(super) fn query(request: &HttpRequest) -> BTreeMap<String, String> {
    form_urlencoded::parse(request.query_string().as_bytes())
        .into_owned()
        .collect()
}

/// Messages in the language it asks for.
pub(super) fn say(app: &App, request: &HttpRequest) -> Say {
    let wanted = request
        .headers()
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let language = Texts::best(wanted.unwrap_or(&app.config.fund.default_language));
    Say::new(app.texts.clone(), language.code)
}

/// Whether it is for a program.
pub(super) fn is_for_the_api(request: &HttpRequest) -> bool {
    request.path().starts_with("/api/")
}

/// Reading within the time a request has.
pub(super) async fn in_time<T>(app: &App, work: impl Future<Output = Result<T>>) -> Result<T> {
    within(app, work, Error::Unavailable("time")).await
}

/// Work that changes something, within the time a request has. What has begun is not stopped: who
/// asked is told that it may be carried out.
pub(super) async fn done_in_time<T>(app: &App, work: impl Future<Output = Result<T>>) -> Result<T> {
    within(app, work, Error::Unsettled).await
}

async fn within<T>(app: &App, work: impl Future<Output = Result<T>>, late: Error) -> Result<T> {
    let limit = Duration::from_secs(app.config.server.handler_seconds);
    tokio::time::timeout(limit, work).await.unwrap_or(Err(late))
}

/// Work off the async threads.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| Err(Error::Internal(Box::new(error))))
}
