//! Requests: who asks, what for, and the answer. Everything else is in the table.

use super::actor::{self, Browser};
use super::answer;
use super::body;
use super::guard;
use super::layout::{self, Page, Whole};
use super::openapi;
use super::pages::books;
use super::routes::Table;
use super::screen::{Block, Screen};
use super::table::{Ask, Ids};
use crate::app::App;
use crate::applications::attachment::{self, Upload};
use crate::db::tx::Actor;
use crate::disbursements;
use crate::error::{Error, Result};
use crate::identity::actions as identity;
use crate::identity::input::{Renew, SignIn};
use crate::identity::sessions;
use crate::kernel::digest::random_token;
use crate::kernel::fault::{FaultCode, Faults};
use crate::kernel::id::{ApplicationId, AttachmentId, PaymentOrderId};
use crate::rules::matter::MatterKind;
use crate::words::Say;
use crate::words::Texts;
use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCEPT_LANGUAGE, CONTENT_DISPOSITION, Charset, ContentDisposition, DispositionParam,
    DispositionType, ExtendedValue, LOCATION,
};
use actix_web::web::{self, Data, Payload, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::StreamExt;
use futures_util::future::LocalBoxFuture;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// Addresses that are more than a row of the table.
pub(super) fn specials(config: &mut ServiceConfig) {
    config
        .route("/", web::get().to(home))
        .route("/sign-in", web::post().to(sign_in))
        .route("/sign-out", web::post().to(sign_out))
        .route("/api/v1/tokens", web::post().to(tokens))
        .route("/api/v1/tokens/renew", web::post().to(renew))
        .route("/applications/{id}/files", web::post().to(attach))
        .route(
            "/api/v1/applications/{id}/files",
            web::post().to(attach_by_api),
        )
        .route("/files/{file}", web::get().to(download))
        .route("/api/v1/files/{file}", web::get().to(download_by_api))
        .route("/payment-orders/{id}/file", web::get().to(order_file))
        .route(
            "/api/v1/payment-orders/{id}/file",
            web::get().to(order_file_by_api),
        )
        .route("/api/v1/openapi.json", web::get().to(document))
        .route("/demo/clock", web::post().to(turn_the_clock))
        .route("/health/live", web::get().to(alive))
        .route("/health/ready", web::get().to(ready))
        .route(&layout::style_address(), web::get().to(style));
}

type Handling = LocalBoxFuture<'static, HttpResponse>;

fn ids(request: &HttpRequest) -> Ids {
    Ids(request
        .match_info()
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect())
}

fn query(request: &HttpRequest) -> BTreeMap<String, String> {
    form_urlencoded::parse(request.query_string().as_bytes())
        .into_owned()
        .collect()
}

fn say(app: &App, request: &HttpRequest) -> Say {
    let wanted = request
        .headers()
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let language = Texts::best(wanted.unwrap_or(&app.config.fund.default_language));
    Say::new(app.texts.clone(), language.code)
}

async fn in_time<T>(app: &App, work: impl Future<Output = Result<T>>) -> Result<T> {
    let limit = Duration::from_secs(app.config.server.handler_seconds);
    tokio::time::timeout(limit, work)
        .await
        .unwrap_or(Err(Error::Unavailable("time")))
}

/// An answer of the API, by its place in the table.
pub(super) fn answer(
    index: usize,
) -> impl Fn(HttpRequest, Data<App>, Data<Table>) -> Handling + Clone + 'static {
    move |request, app, table| {
        Box::pin(async move {
            let say = say(&app, &request);
            let result = in_time(&app, answered(&app, &table, index, &request, &say)).await;
            result.map_or_else(
                |error| answer::problem(&error, &say),
                |value| HttpResponse::Ok().json(value),
            )
        })
    }
}

async fn answered(
    app: &App,
    table: &Data<Table>,
    index: usize,
    request: &HttpRequest,
    say: &Say,
) -> Result<Value> {
    let actor = actor::client(app, request).await?;
    let (ids, query, say) = (ids(request), query(request), say.clone());
    let (table, config) = (table.clone(), app.config.clone());
    app.read(actor, move |view| {
        let read = table
            .reads
            .get(index)
            .ok_or_else(|| Error::internal("no such row"))?;
        (read.answer)(&mut Ask {
            view,
            ids: &ids,
            query: &query,
            say: &say,
            config: &config,
        })
    })
    .await
}

/// A deed by the API, by its place in the table.
pub(super) fn act(
    index: usize,
) -> impl Fn(HttpRequest, Data<App>, Data<Table>, Payload) -> Handling + Clone + 'static {
    move |request, app, table, payload| {
        Box::pin(async move {
            let say = say(&app, &request);
            let done = async {
                let actor = actor::client(&app, &request).await?;
                let seconds = app.config.server.body_seconds;
                let typed = body::json(&body::read(payload, body::LARGEST, seconds).await?)?;
                in_time(&app, run(&app, &table, index, actor, ids(&request), typed)).await
            };
            match done.await {
                Ok(done) => HttpResponse::Ok().json(done.0),
                Err(error) => answer::problem(&error, &say),
            }
        })
    }
}

async fn run(
    app: &Data<App>,
    table: &Data<Table>,
    index: usize,
    actor: Actor,
    ids: Ids,
    typed: Value,
) -> Result<(Value, String, &'static str)> {
    let (app, table) = (app.clone(), table.clone());
    let work = move || {
        let deed = table
            .deeds
            .get(index)
            .ok_or_else(|| Error::internal("no such row"))?;
        let done = (deed.run)(&app, actor, &ids, typed)?;
        Ok((done.body, done.go, deed.name))
    };
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| Err(Error::Internal(Box::new(error))))
}

/// A page, by its place in the table.
pub(super) fn show(
    index: usize,
) -> impl Fn(HttpRequest, Data<App>, Data<Table>) -> Handling + Clone + 'static {
    move |request, app, table| {
        Box::pin(async move {
            let Ok(browser) = actor::browser(&app, &request).await else {
                return busy(&app, &request);
            };
            let result = in_time(&app, page(&app, &table, index, &request, &browser, None)).await;
            finish(&app, &table, &request, &browser, result).await
        })
    }
}

/// What a refused form brings back.
struct Refused {
    action: String,
    typed: Value,
    faults: Faults,
    note: Option<String>,
    status: StatusCode,
}

async fn page(
    app: &App,
    table: &Data<Table>,
    index: usize,
    request: &HttpRequest,
    browser: &Browser,
    refused: Option<Refused>,
) -> Result<HttpResponse> {
    let (ids, query, say) = (ids(request), query(request), say(app, request));
    let flash = query.get("done").map(|name| say.done(name));
    let (owned, table, path) = (app.clone(), table.clone(), request.path().to_owned());
    let status = refused
        .as_ref()
        .map_or(StatusCode::OK, |refused| refused.status);
    let mut whole = app
        .read(browser.actor, move |view| {
            let config = owned.config.clone();
            let show = table
                .shows
                .get(index)
                .ok_or_else(|| Error::internal("no such row"))?;
            let ask = &mut Ask {
                view,
                ids: &ids,
                query: &query,
                say: &say,
                config: &config,
            };
            let mut screen = (show.screen)(ask)?;
            if let Some(refused) = refused {
                let Refused {
                    action,
                    typed,
                    faults,
                    note,
                    ..
                } = refused;
                screen.restore(&say, &action, &typed, &faults, note);
            }
            Ok(Whole {
                page: Page::new(&owned, view, say, &path)?,
                screen,
            })
        })
        .await?;
    whole.page.flash = flash.filter(|text| !text.is_empty());
    dress(app, request, browser, whole, status)
}

/// Binds the forms of a page to its reader, who gets a visitor's cookie where there is none.
fn dress(
    app: &App,
    request: &HttpRequest,
    browser: &Browser,
    mut whole: Whole,
    status: StatusCode,
) -> Result<HttpResponse> {
    let mut answer = HttpResponse::build(status);
    answer
        .content_type("text/html; charset=utf-8")
        .insert_header(("Cache-Control", "no-store"));
    let mut secret = browser.secret.clone();
    if secret.is_empty() {
        secret = random_token().ok_or_else(|| Error::internal("no randomness"))?;
        answer.cookie(actor::cookie(app, actor::VISITOR, secret.clone()));
    }
    if browser.actor == Actor::Visitor && actor::cookie_of(app, request, actor::SESSION).is_some() {
        answer.cookie(actor::no_cookie(app, actor::SESSION));
    }
    whole.page.csrf = actor::form_token(app, &secret);
    Ok(answer.body(whole.html()?))
}

/// An error page, or the way to sign in.
async fn finish(
    app: &App,
    table: &Data<Table>,
    request: &HttpRequest,
    browser: &Browser,
    result: Result<HttpResponse>,
) -> HttpResponse {
    let error = match result {
        Ok(answer) => return answer,
        Err(error) => error,
    };
    // A visitor may simply not be signed in yet; afterwards they come back to this very page.
    let is_unknown = matches!(error, Error::Unauthenticated)
        || (matches!(error, Error::NotFound(_)) && browser.actor == Actor::Visitor);
    if is_unknown
        && table
            .shows
            .iter()
            .any(|show| request.match_pattern().as_deref() == Some(show.path))
    {
        let next: String = form_urlencoded::byte_serialize(request.path().as_bytes()).collect();
        return redirect(&format!("/sign-in?next={next}"));
    }
    error_page(app, request, browser, &error).await
}

async fn error_page(
    app: &App,
    request: &HttpRequest,
    browser: &Browser,
    error: &Error,
) -> HttpResponse {
    let say = say(app, request);
    let (status, sentence) = (answer::status(error), say.error(error));
    let mut screen = Screen::new(say.error_title(status.as_u16()));
    screen.add(Block::Prose(sentence.clone()));
    if let Some(reference) = answer::note(error) {
        screen.add(Block::Prose(
            say.with("error-reference", &[("reference", reference.into())]),
        ));
    }
    let links = vec![
        (say.t("nav-calls"), "/calls".to_owned()),
        (say.t("nav-work"), "/work".to_owned()),
    ];
    screen.add(Block::Links(links));
    let (owned, path) = (app.clone(), request.path().to_owned());
    let whole = app
        .read(browser.actor, move |view| {
            Ok(Whole {
                page: Page::new(&owned, view, say, &path)?,
                screen,
            })
        })
        .await
        .and_then(|whole| dress(app, request, browser, whole, status));
    whole.unwrap_or_else(|_| plain(status, sentence, answer::retry_after(error)))
}

fn plain(status: StatusCode, sentence: String, retry_after: Option<i64>) -> HttpResponse {
    let mut answer = HttpResponse::build(status);
    if let Some(seconds) = retry_after {
        answer.insert_header(("Retry-After", seconds.to_string()));
    }
    answer
        .content_type("text/plain; charset=utf-8")
        .body(sentence)
}

fn busy(app: &App, request: &HttpRequest) -> HttpResponse {
    let error = Error::Unavailable("database");
    plain(
        answer::status(&error),
        say(app, request).error(&error),
        answer::retry_after(&error),
    )
}

fn redirect(to: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, to.to_owned()))
        .finish()
}

/// A form, by its place in the table: done and on to the next page, or shown again.
pub(super) fn submit(
    index: usize,
) -> impl Fn(HttpRequest, Data<App>, Data<Table>, Payload) -> Handling + Clone + 'static {
    move |request, app, table, payload| {
        Box::pin(async move {
            let Ok(browser) = actor::browser(&app, &request).await else {
                return busy(&app, &request);
            };
            let seconds = app.config.server.body_seconds;
            let typed = match body::read(payload, body::LARGEST, seconds).await {
                Ok(bytes) => body::form(&bytes),
                Err(error) => return error_page(&app, &request, &browser, &error).await,
            };
            submitted(&app, &table, index, &request, &browser, typed).await
        })
    }
}

async fn submitted(
    app: &Data<App>,
    table: &Data<Table>,
    index: usize,
    request: &HttpRequest,
    browser: &Browser,
    mut typed: Value,
) -> HttpResponse {
    let token = body::take(&mut typed, "_csrf");
    if !guard::is_our_form(app, request, &browser.secret, token.as_deref()) {
        return foreign(app, request, browser, table, index, typed).await;
    }
    let ids = ids(request);
    let done = in_time(
        app,
        run(app, table, index, browser.actor, ids, typed.clone()),
    )
    .await;
    match done {
        Ok((_, go, name)) => {
            let sign = if go.contains('?') { '&' } else { '?' };
            redirect(&format!("{go}{sign}done={name}"))
        }
        Err(error) => again(app, table, index, request, browser, typed, error).await,
    }
}

/// A form that is not bound to its reader: the session ended, or another site sent it. What was
/// typed is shown again on the reader's own page, and nothing is done.
async fn foreign(
    app: &Data<App>,
    request: &HttpRequest,
    browser: &Browser,
    table: &Data<Table>,
    index: usize,
    typed: Value,
) -> HttpResponse {
    let say = say(app, request);
    let refused = Refused {
        action: request.path().to_owned(),
        typed,
        faults: Faults::default(),
        note: Some(say.t("error-form_expired")),
        status: StatusCode::FORBIDDEN,
    };
    shown_again(
        app,
        table,
        index,
        request,
        browser,
        refused,
        &Error::Unauthenticated,
    )
    .await
}

async fn again(
    app: &Data<App>,
    table: &Data<Table>,
    index: usize,
    request: &HttpRequest,
    browser: &Browser,
    typed: Value,
    error: Error,
) -> HttpResponse {
    let say = say(app, request);
    let (faults, note) = match &error {
        Error::Invalid(faults) => (faults.clone(), None),
        Error::Forbidden(_) | Error::Conflict(_) | Error::TooMany { .. } => {
            (Faults::default(), Some(say.error(&error)))
        }
        _ => return finish(app, table, request, browser, Err(error)).await,
    };
    let action = request.path().to_owned();
    let refused = Refused {
        action,
        typed,
        faults,
        note,
        status: answer::status(&error),
    };
    shown_again(app, table, index, request, browser, refused, &error).await
}

async fn shown_again(
    app: &Data<App>,
    table: &Data<Table>,
    index: usize,
    request: &HttpRequest,
    browser: &Browser,
    refused: Refused,
    error: &Error,
) -> HttpResponse {
    let origin = table.deeds.get(index).map(|deed| deed.origin);
    let place = table
        .shows
        .iter()
        .position(|show| Some(show.path) == origin);
    let Some(place) = place else {
        return error_page(app, request, browser, error).await;
    };
    match page(app, table, place, request, browser, Some(refused)).await {
        Ok(answer) => answer,
        Err(other) => finish(app, table, request, browser, Err(other)).await,
    }
}

async fn home(app: Data<App>, request: HttpRequest) -> HttpResponse {
    match actor::browser(&app, &request).await {
        Ok(Browser {
            actor: Actor::Person { .. },
            ..
        }) => redirect("/work"),
        Ok(_) => redirect("/calls"),
        Err(_) => busy(&app, &request),
    }
}

async fn sign_in(
    app: Data<App>,
    table: Data<Table>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    let Ok(browser) = actor::browser(&app, &request).await else {
        return busy(&app, &request);
    };
    let Ok(bytes) = body::read(payload, body::LARGEST, app.config.server.body_seconds).await else {
        return busy(&app, &request);
    };
    let mut typed = body::form(&bytes);
    let token = body::take(&mut typed, "_csrf");
    let index = table
        .deeds
        .iter()
        .position(|deed| deed.origin == "/sign-in")
        .unwrap_or_default();
    if !guard::is_our_form(&app, &request, &browser.secret, token.as_deref()) {
        return foreign(&app, &request, &browser, &table, index, typed).await;
    }
    let input: SignIn = serde_json::from_value(typed.clone()).unwrap_or_default();
    let next = local_page(input.next.as_str());
    let owned = app.clone();
    let begun = tokio::task::spawn_blocking(move || identity::sign_in(&owned, &input)).await;
    match begun.unwrap_or_else(|error| Err(Error::Internal(Box::new(error)))) {
        Ok(session) => {
            let mut answer = redirect(&next);
            let cookie = actor::cookie(&app, actor::SESSION, session.secret);
            if answer.add_cookie(&cookie).is_err() {
                return busy(&app, &request);
            }
            answer
        }
        Err(error) => again(&app, &table, index, &request, &browser, typed, error).await,
    }
}

/// A page of ours to go to; anything else would let a link send people away.
fn local_page(next: &str) -> String {
    let is_local = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\');
    if is_local {
        next.to_owned()
    } else {
        "/work".to_owned()
    }
}

/// Moves the demo's clock forward. Elsewhere there is no such address.
async fn turn_the_clock(app: Data<App>, request: HttpRequest, payload: Payload) -> HttpResponse {
    let Ok(browser) = actor::browser(&app, &request).await else {
        return busy(&app, &request);
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
    let typed = body::take(&mut typed, "days").unwrap_or_default();
    let is_ours = guard::is_our_form(&app, &request, &browser.secret, token.as_deref());
    let days = match books::days_to_turn(&typed) {
        Ok(days) if is_ours => days,
        // The page says what is wrong with what was typed.
        _ => {
            let typed: String = form_urlencoded::byte_serialize(typed.as_bytes()).collect();
            return redirect(&format!("/mailbox?days={typed}"));
        }
    };
    clock.advance_days(days);
    let owned = app.clone();
    let followed = blocking(move || crate::worker::follow_the_clock(&owned)).await;
    if let Err(error) = followed {
        tracing::error!(%error, "calls could not follow the clock");
    }
    redirect("/mailbox?done=turn_the_clock")
}

async fn sign_out(app: Data<App>, request: HttpRequest, payload: Payload) -> HttpResponse {
    let Ok(browser) = actor::browser(&app, &request).await else {
        return busy(&app, &request);
    };
    let seconds = app.config.server.body_seconds;
    let bytes = body::read(payload, body::LARGEST, seconds)
        .await
        .unwrap_or_default();
    let mut typed = body::form(&bytes);
    let token = body::take(&mut typed, "_csrf");
    if guard::is_our_form(&app, &request, &browser.secret, token.as_deref())
        && let Err(error) = app.write(browser.actor, identity::sign_out).await
    {
        tracing::info!(%error, "sign-out of nobody");
    }
    let mut answer = redirect("/calls");
    if answer
        .add_cookie(&actor::no_cookie(&app, actor::SESSION))
        .is_err()
    {
        return busy(&app, &request);
    }
    answer
}

async fn json_body<T: serde::de::DeserializeOwned>(app: &App, payload: Payload) -> Result<T> {
    let bytes = body::read(payload, body::LARGEST, app.config.server.body_seconds).await?;
    serde_json::from_value(body::json(&bytes)?).map_err(|_| Error::at("", FaultCode::Malformed))
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| Err(Error::Internal(Box::new(error))))
}

fn api<T: serde::Serialize>(app: &App, request: &HttpRequest, done: Result<T>) -> HttpResponse {
    match done {
        Ok(value) => HttpResponse::Ok()
            .insert_header(("Cache-Control", "no-store"))
            .json(value),
        Err(error) => answer::problem(&error, &say(app, request)),
    }
}

async fn tokens(app: Data<App>, request: HttpRequest, payload: Payload) -> HttpResponse {
    let done = async {
        let input: SignIn = json_body(&app, payload).await?;
        let owned = app.clone();
        blocking(move || identity::sign_in_for_tokens(&owned, &input)).await
    };
    api(&app, &request, done.await)
}

async fn renew(app: Data<App>, request: HttpRequest, payload: Payload) -> HttpResponse {
    let done = async {
        let input: Renew = json_body(&app, payload).await?;
        let owned = app.clone();
        blocking(move || sessions::renew(&owned, input.refresh_token.as_str())).await
    };
    api(&app, &request, done.await)
}

/// A form with a file: its token, and the file.
async fn upload(app: &App, mut parts: Multipart) -> Result<(Option<String>, Upload)> {
    let largest = usize::try_from(app.config.storage.max_file_bytes).unwrap_or(usize::MAX);
    let reading = async {
        let (mut token, mut name, mut content) = (None, String::new(), Vec::new());
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
                "_csrf" => token = String::from_utf8(bytes).ok(),
                "file" => {
                    let disposition = part.content_disposition();
                    name = disposition
                        .and_then(|disposition| disposition.get_filename())
                        .unwrap_or("file")
                        .to_owned();
                    content = bytes;
                }
                _ => {}
            }
        }
        Ok((token, Upload { name, content }))
    };
    let limit = Duration::from_secs(app.config.server.upload_seconds);
    tokio::time::timeout(limit, reading)
        .await
        .unwrap_or(Err(Error::Unavailable("body")))
}

async fn attach(
    app: Data<App>,
    table: Data<Table>,
    request: HttpRequest,
    parts: Multipart,
) -> HttpResponse {
    let Ok(browser) = actor::browser(&app, &request).await else {
        return busy(&app, &request);
    };
    let done = async {
        let id: ApplicationId = ids(&request).get("id")?;
        let (token, upload) = upload(&app, parts).await?;
        if !guard::is_our_form(&app, &request, &browser.secret, token.as_deref()) {
            return Err(Error::Unauthenticated);
        }
        let (owned, actor) = (app.clone(), browser.actor);
        blocking(move || attachment::attach(&owned, actor, id, upload)).await
    };
    match done.await {
        Ok(_) => redirect(&format!(
            "{}?done=attach_file",
            ids(&request).fill("/applications/{id}")
        )),
        Err(error) => {
            let origin = "/applications/{id}";
            let index = table
                .deeds
                .iter()
                .position(|deed| deed.origin == origin)
                .unwrap_or_default();
            again(&app, &table, index, &request, &browser, json!({}), error).await
        }
    }
}

async fn attach_by_api(app: Data<App>, request: HttpRequest, parts: Multipart) -> HttpResponse {
    let done = async {
        let actor = actor::client(&app, &request).await?;
        let id: ApplicationId = ids(&request).get("id")?;
        let (_, upload) = upload(&app, parts).await?;
        let owned = app.clone();
        blocking(move || attachment::attach(&owned, actor, id, upload)).await
    };
    api(&app, &request, done.await)
}

/// A file only ever leaves as a download: never shown, never run.
fn file(name: &str, content: Vec<u8>) -> HttpResponse {
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::FilenameExt(ExtendedValue {
            charset: Charset::Ext("UTF-8".to_owned()),
            language_tag: None,
            value: name.as_bytes().to_vec(),
        })],
    };
    HttpResponse::Ok()
        .content_type("application/octet-stream")
        .insert_header((CONTENT_DISPOSITION, disposition))
        .insert_header(("Content-Security-Policy", "sandbox; default-src 'none'"))
        .insert_header(("Cache-Control", "no-store"))
        .body(content)
}

async fn fetched(app: &Data<App>, request: &HttpRequest, actor: Actor) -> Result<HttpResponse> {
    let id: AttachmentId = ids(request).get("file")?;
    let owned = app.clone();
    let found = blocking(move || attachment::download(&owned, actor, id)).await?;
    Ok(file(&found.name, found.content))
}

async fn download(app: Data<App>, table: Data<Table>, request: HttpRequest) -> HttpResponse {
    let Ok(browser) = actor::browser(&app, &request).await else {
        return busy(&app, &request);
    };
    let found = fetched(&app, &request, browser.actor).await;
    finish(&app, &table, &request, &browser, found).await
}

async fn download_by_api(app: Data<App>, request: HttpRequest) -> HttpResponse {
    let found = async { fetched(&app, &request, actor::client(&app, &request).await?).await };
    found
        .await
        .unwrap_or_else(|error| answer::problem(&error, &say(&app, &request)))
}

async fn ordered(app: &Data<App>, request: &HttpRequest, actor: Actor) -> Result<HttpResponse> {
    let id: PaymentOrderId = ids(request).get("id")?;
    let order = app
        .read(actor, move |view| disbursements::queries::order(view, id))
        .await?;
    Ok(file(&order.file_name, order.content.into_bytes()))
}

async fn order_file(app: Data<App>, table: Data<Table>, request: HttpRequest) -> HttpResponse {
    let Ok(browser) = actor::browser(&app, &request).await else {
        return busy(&app, &request);
    };
    let found = ordered(&app, &request, browser.actor).await;
    finish(&app, &table, &request, &browser, found).await
}

async fn order_file_by_api(app: Data<App>, request: HttpRequest) -> HttpResponse {
    let found = async { ordered(&app, &request, actor::client(&app, &request).await?).await };
    found
        .await
        .unwrap_or_else(|error| answer::problem(&error, &say(&app, &request)))
}

async fn document(table: Data<Table>) -> HttpResponse {
    HttpResponse::Ok().json(openapi::document(&table.deeds, &table.reads))
}

async fn alive() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "alive" }))
}

async fn ready(app: Data<App>) -> HttpResponse {
    let answers = app
        .read(Actor::Visitor, |view| {
            Ok(crate::fund::queries::name(view.conn)?)
        })
        .await;
    match answers {
        Ok(_) => HttpResponse::Ok().json(json!({ "status": "ready" })),
        Err(_) => HttpResponse::ServiceUnavailable().json(json!({ "status": "not ready" })),
    }
}

async fn style() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header(("Cache-Control", "public, max-age=31536000, immutable"))
        .body(layout::STYLE)
}

/// Addresses nobody answers.
pub(super) async fn nowhere(app: Data<App>, request: HttpRequest) -> HttpResponse {
    let error = Error::NotFound(MatterKind::Fund);
    if request.path().starts_with("/api/") {
        return answer::problem(&error, &say(&app, &request));
    }
    match actor::browser(&app, &request).await {
        Ok(browser) => error_page(&app, &request, &browser, &error).await,
        Err(_) => busy(&app, &request),
    }
}
