//! Pages for a browser, and what is shown in place of one.

use super::actor::{self, Browser};
use super::answer;
use super::carried;
use super::deed::Deed;
use super::enrol;
use super::form::Returned;
use super::layout::{Frame, Whole};
use super::request::{self, Handling, ids, in_time, is_for_the_api, query};
use super::screen::{Block, Screen};
use super::table::{Ask, Ids, Show, Table};
use super::url::{self, Page};
use crate::app::App;
use crate::audit;
use crate::db::tx::{Actor, View};
use crate::error::{Error, Result};
use crate::kernel::digest::random_token;
use crate::rules::matter::MatterKind;
use crate::words::Say;
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, LOCATION};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::Value;

/// What a refused form brings back.
#[derive(Clone)]
pub(super) struct Refused {
    pub(super) returned: Returned,
    /// The status of the page that shows it again.
    pub(super) status: StatusCode,
}

/// A browser's request, with who asks.
pub(super) struct Visit {
    pub(super) app: Data<App>,
    pub(super) request: HttpRequest,
    pub(super) browser: Browser,
}

impl Visit {
    /// Who asks. Whoever is not signed in gets a secret too, for forms to be bound to.
    ///
    /// # Errors
    /// The answer of a server that is busy.
    pub(super) async fn of(
        app: &Data<App>,
        request: &HttpRequest,
    ) -> std::result::Result<Self, HttpResponse> {
        let found = actor::browser(app, request).await;
        let named = found.and_then(|mut browser| {
            if browser.secret.is_empty() {
                let secret = random_token().ok_or_else(|| Error::internal("no randomness"))?;
                browser.secret = secret;
            }
            Ok(browser)
        });
        match named {
            Ok(browser) => Ok(Self {
                app: app.clone(),
                request: request.clone(),
                browser,
            }),
            Err(_) => Err(busy(app, request)),
        }
    }

    /// Messages in the reader's language.
    pub(super) fn say(&self) -> Say {
        request::say(&self.app, &self.request)
    }

    /// Whether nobody is signed in.
    pub(super) fn is_a_visitors(&self) -> bool {
        self.browser.actor == Actor::Visitor
    }

    /// A page, changed before it is drawn.
    pub(super) async fn page(
        &self,
        page: Page,
        ids: Ids,
        status: StatusCode,
        change: impl FnOnce(&mut Screen, &Say, &mut View<'_>) -> Result<()> + Send + 'static,
    ) -> Result<HttpResponse> {
        let show = Table::shared()
            .show(page)
            .ok_or_else(|| Error::internal("a page without a row"))?;
        let (query, say, app) = (query(&self.request), self.say(), self.app.clone());
        let path = page.of(&ids);
        let done = query.get("done").cloned();
        let failures = self.browser.failures_before;
        let drawing = self.app.read(self.browser.actor, move |view| {
            let config = app.config.clone();
            let mut screen = (show.screen)(&mut Ask {
                view,
                ids: &ids,
                query: &query,
                say: &say,
                config: &config,
            })?;
            change(&mut screen, &say, view)?;
            let flash = done.map(|name| say.done(&name));
            let mut frame = Frame::new(&app, view, say, &path)?;
            frame.flash = flash.filter(|text| !text.is_empty());
            frame.tell_of_failures(failures);
            Ok(Whole {
                page: frame,
                screen,
            })
        });
        self.dress(in_time(&self.app, drawing).await?, status)
    }

    /// The page of a deed, with what was typed in its form again. Where that form is not offered
    /// any more, what was typed stands above the page: nothing typed is lost.
    pub(super) async fn shown_again(
        &self,
        deed: &Deed,
        ids: Ids,
        refused: Refused,
    ) -> Result<HttpResponse> {
        let page = deed
            .page
            .ok_or_else(|| Error::internal("a form without a page"))?;
        let status = refused.status;
        self.page(page, ids, status, move |screen, say, view| {
            let Refused { mut returned, .. } = refused;
            screen.press = returned.press.take();
            if !screen.has_form(&returned.action) {
                let kept = carried::kept(say, &returned.typed);
                screen.blocks.splice(0..0, kept);
            }
            if returned.is_stale {
                returned.by = saved_by(view, say, screen, &returned.action)?;
            }
            screen.restore(say, &returned);
            Ok(())
        })
        .await
    }

    /// Binds the forms of a page to its reader.
    fn dress(&self, mut whole: Whole, status: StatusCode) -> Result<HttpResponse> {
        let (app, browser) = (&self.app, &self.browser);
        whole.page.csrf = actor::form_token(app, &browser.secret);
        whole.page.once = match whole.screen.press.take() {
            Some(press) => press,
            None => random_token().unwrap_or_default(),
        };
        let mut answer = HttpResponse::build(status);
        answer
            .content_type("text/html; charset=utf-8")
            .insert_header(("Cache-Control", "no-store"));
        whole.add_script(&mut answer);
        if self.is_a_visitors() {
            if actor::cookie_of(app, &self.request, actor::VISITOR).as_ref()
                != Some(&browser.secret)
            {
                answer.cookie(actor::cookie(app, actor::VISITOR, browser.secret.clone()));
            }
            if actor::cookie_of(app, &self.request, actor::SESSION).is_some() {
                answer.cookie(actor::no_cookie(app, actor::SESSION));
            }
        }
        Ok(answer.body(whole.html()?))
    }

    /// An error page, or the way to sign in.
    pub(super) async fn finish(&self, result: Result<HttpResponse>) -> HttpResponse {
        let error = match result {
            Ok(answer) => return answer,
            Err(error) => error,
        };
        // A visitor may simply not be signed in yet; afterwards they come back to this very page.
        let is_unknown = matches!(error, Error::Unauthenticated)
            || (matches!(error, Error::NotFound(_)) && self.is_a_visitors());
        let is_known = self.request.match_pattern().is_some();
        if is_unknown && is_known && self.request.method().is_safe() {
            let here = self.request.uri().path_and_query();
            let here = here.map_or_else(|| self.request.path(), |here| here.as_str());
            return redirect(&url::sign_in_for(here));
        }
        let is_hidden = matches!(error, Error::NotFound(_)) && self.request.method().is_safe();
        if is_hidden && enrol::waits(&self.app, self.browser.actor).await {
            return redirect(&Page::SecondFactor.address());
        }
        self.error_page(&error, None).await
    }

    /// What is shown in place of a page; with what was typed, for it must not be lost.
    pub(super) async fn error_page(&self, error: &Error, typed: Option<&Value>) -> HttpResponse {
        let (say, status) = (self.say(), answer::status(error));
        let sentence = say.error(error);
        let mut screen = Screen::new(say.error_title(status.as_u16()));
        screen.add(Block::Prose(sentence.clone()));
        if let Some(reference) = answer::note(error) {
            screen.add(Block::Prose(
                say.with("error-reference", &[("reference", reference.into())]),
            ));
        }
        if let Some(typed) = typed {
            screen.blocks.extend(carried::kept(&say, typed));
        }
        let drawn = self.plain_page(say, screen, status).await;
        drawn.unwrap_or_else(|_| plain(status, sentence, answer::retry_after(error)))
    }

    /// One sentence, with the ways on.
    pub(super) async fn told(&self, sentence: String, status: StatusCode) -> HttpResponse {
        let say = self.say();
        let mut screen = Screen::new(say.error_title(status.as_u16()));
        screen.add(Block::Prose(sentence.clone()));
        let drawn = self.plain_page(say, screen, status).await;
        drawn.unwrap_or_else(|_| plain(status, sentence, None))
    }

    /// A page that is no row of the table, with the ways on.
    async fn plain_page(
        &self,
        say: Say,
        mut screen: Screen,
        status: StatusCode,
    ) -> Result<HttpResponse> {
        screen.add(Block::Links(vec![
            (say.t("nav-calls"), Page::Calls.address()),
            (say.t("nav-work"), Page::Work.address()),
        ]));
        let (app, path) = (self.app.clone(), self.request.path().to_owned());
        let whole = self
            .app
            .read(self.browser.actor, move |view| {
                Ok(Whole {
                    page: Frame::new(&app, view, say, &path)?,
                    screen,
                })
            })
            .await?;
        self.dress(whole, status)
    }
}

/// Who saved meanwhile what a form changes.
fn saved_by(
    view: &mut View<'_>,
    say: &Say,
    screen: &mut Screen,
    action: &str,
) -> Result<Option<String>> {
    let Some(matter) = screen.changed_by(action) else {
        return Ok(None);
    };
    let own = view.actor().account();
    let last = audit::queries::last_changed_by(view, matter)?;
    Ok(last.and_then(|(account, name)| {
        if account.is_some() && account == own {
            Some(say.t("stale-yourself"))
        } else {
            name
        }
    }))
}

/// A page of the table.
pub(super) fn show(
    show: &'static Show,
) -> impl Fn(HttpRequest, Data<App>) -> Handling + Clone + 'static {
    move |request, app| {
        Box::pin(async move {
            let visit = match Visit::of(&app, &request).await {
                Ok(visit) => visit,
                Err(busy) => return busy,
            };
            let result = visit
                .page(show.page, ids(&request), StatusCode::OK, |_, _, _| Ok(()))
                .await;
            visit.finish(result).await
        })
    }
}

/// The front door.
pub(super) async fn home(app: Data<App>, request: HttpRequest) -> HttpResponse {
    match Visit::of(&app, &request).await {
        Ok(visit) if visit.is_a_visitors() => {
            let drawn = visit
                .page(
                    Page::Front,
                    Ids::default(),
                    StatusCode::OK,
                    |_, _, _| Ok(()),
                )
                .await;
            match drawn {
                // Before the fund is set up there is nothing to tell of it.
                Err(Error::NotFound(_)) => redirect(&Page::Calls.address()),
                drawn => visit.finish(drawn).await,
            }
        }
        Ok(_) => redirect(&Page::Work.address()),
        Err(busy) => busy,
    }
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

pub(super) fn busy(app: &App, request: &HttpRequest) -> HttpResponse {
    let error = Error::Unavailable("database");
    plain(
        answer::status(&error),
        request::say(app, request).error(&error),
        answer::retry_after(&error),
    )
}

/// On to another page.
pub(super) fn redirect(to: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, to.to_owned()))
        .finish()
}

/// Addresses nobody answers. One with a slash too many leads to the one meant.
pub(super) async fn nowhere(app: Data<App>, request: HttpRequest) -> HttpResponse {
    if let Some(meant) = without_slash(&request) {
        return HttpResponse::PermanentRedirect()
            .insert_header((LOCATION, meant))
            .finish();
    }
    let error = Error::NotFound(MatterKind::Fund);
    if is_for_the_api(&request) {
        return answer::problem(&error, &request::say(&app, &request));
    }
    match Visit::of(&app, &request).await {
        Ok(visit) => visit.error_page(&error, None).await,
        Err(busy) => busy,
    }
}

/// The address without the slash at its end, where there is such a one; only ever one of ours.
fn without_slash(request: &HttpRequest) -> Option<String> {
    let (path, query) = (request.path(), request.query_string());
    let meant = if path == url::DOCUMENTATION.trim_end_matches('/') {
        url::DOCUMENTATION
    } else {
        let meant = path.strip_suffix('/')?;
        if !Table::shared().knows(meant) {
            return None;
        }
        meant
    };
    Some(match query {
        "" => meant.to_owned(),
        query => format!("{meant}?{query}"),
    })
}

/// A method that an address does not offer.
pub(super) fn not_offered(
    allowed: String,
) -> impl Fn(HttpRequest, Data<App>) -> Handling + Clone + 'static {
    move |request, app| {
        let allowed = allowed.clone();
        Box::pin(async move {
            let say = request::say(&app, &request);
            let sentence = say.with(
                "error-method_not_allowed",
                &[("allowed", allowed.clone().into())],
            );
            let status = StatusCode::METHOD_NOT_ALLOWED;
            let mut answer = if is_for_the_api(&request) {
                answer::bare_problem(status, "method_not_allowed", &sentence)
            } else {
                let mut screen = Screen::new(say.error_title(405));
                screen.add(Block::Prose(sentence.clone()));
                match Visit::of(&app, &request).await {
                    Ok(visit) => visit
                        .plain_page(say, screen, status)
                        .await
                        .unwrap_or_else(|_| plain(status, sentence, None)),
                    Err(busy) => busy,
                }
            };
            if let Ok(allowed) = allowed.parse() {
                answer.headers_mut().insert(ALLOW, allowed);
            }
            answer
        })
    }
}
