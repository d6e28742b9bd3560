//! Forms: done and on to the next page, or shown again with all that was typed.

use super::browse::{Refused, Visit, redirect};
use super::caller::caller;
use super::carried::Carried;
use super::deed::{Deed, Done, Filing, Sent as Typed, Work};
use super::form::{self, Returned};
use super::request::{Handling, blocking, done_in_time, ids};
use super::screen::Screen;
use super::uploads::{self, Place};
use super::url::Page;
use super::{answer, body, guard, limits, press, proof, session, url};
use crate::app::App;
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::files::upload::Upload;
use crate::kernel::fault::Faults;
use crate::rules::Reason;
use crate::words::Say;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, RETRY_AFTER};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A form of the table.
pub(super) fn form_of(
    deed: &'static Deed,
) -> impl Fn(HttpRequest, Data<App>, Payload) -> Handling + Clone + 'static {
    move |request, app, payload| {
        Box::pin(async move {
            let visit = match Visit::of(&app, &request).await {
                Ok(visit) => visit,
                Err(busy) => return busy,
            };
            match read(&visit, deed, payload).await {
                Ok(sent) => submitted(&visit, deed, sent).await,
                Err(error) => {
                    let refused = refusal(&visit, json!({}), &error);
                    again(&visit, deed, refused, error).await
                }
            }
        })
    }
}

/// A form as it was sent.
struct Sent {
    token: Option<String>,
    once: Option<String>,
    typed: Value,
    file: Option<Upload>,
    place: Option<Place>,
}

async fn read(visit: &Visit, deed: &'static Deed, payload: Payload) -> Result<Sent> {
    if let Work::File(filing) = &deed.work {
        return file_of(visit, filing, payload).await;
    }
    let seconds = visit.app.config.server.body_seconds;
    let mut typed = body::form(&body::read(payload, body::LARGEST, seconds).await?);
    Ok(Sent {
        token: body::take(&mut typed, "_csrf"),
        once: body::take(&mut typed, "_once"),
        typed,
        file: None,
        place: None,
    })
}

async fn file_of(visit: &Visit, filing: &'static Filing, payload: Payload) -> Result<Sent> {
    let (app, request, browser) = (&visit.app, &visit.request, &visit.browser);
    let is_ours = guard::is_from_our_page(app, request);
    let is_bound = |token: Option<&str>| is_ours && guard::is_bound(app, &browser.secret, token);
    let actor = browser.actor;
    let sent = uploads::received(app, request, actor, payload, filing, Some(&is_bound)).await?;
    Ok(Sent {
        token: sent.token,
        once: None,
        typed: json!({}),
        file: sent.file,
        place: sent.place,
    })
}

async fn submitted(visit: &Visit, deed: &'static Deed, mut sent: Sent) -> HttpResponse {
    let typed = proof::without_secrets(&sent.typed, deed.takes_a_code());
    if !guard::is_from_our_page(&visit.app, &visit.request) {
        return visit
            .error_page(&Error::Unauthenticated, Some(&typed))
            .await;
    }
    if visit.is_a_visitors() && deed.needs_a_person() {
        let carried = Carried {
            to: visit.request.path().to_owned(),
            typed,
        };
        return session::asked_to_sign_in(visit, carried, None).await;
    }
    if !guard::is_bound(&visit.app, &visit.browser.secret, sent.token.as_deref()) {
        return unbound(visit, deed, typed).await;
    }
    let to_do = form::settle(&mut sent.typed);
    let typed = std::mem::replace(&mut sent.typed, to_do);
    let typed = proof::without_secrets(&typed, deed.takes_a_code());
    let press = sent.once.clone();
    match done(visit, deed, sent).await {
        Ok(done) if Partly::of(&done.body).is_some() => partly(visit, deed, typed, done).await,
        Ok(done) if deed.shows.is_some() => shown(visit, deed, done).await,
        Ok(done) => redirect(&url::with_query(&done.go, &[("done", deed.name())])),
        Err(error) => {
            let mut refused = refusal(visit, typed, &error);
            refused.returned.press = press.filter(|_| matches!(error, Error::Unsettled));
            again(visit, deed, refused, error).await
        }
    }
}

/// The page of a deed with its answer, which is shown once.
async fn shown(visit: &Visit, deed: &Deed, done: Done) -> HttpResponse {
    let (page, show) = (deed.page.unwrap_or(Page::Work), deed.shows);
    let change = move |screen: &mut Screen, say: &Say, _: &mut View<'_>| {
        if let Some(show) = show {
            show(screen, say, &done.body);
        }
        Ok(())
    };
    let drawn = visit.page(page, ids(&visit.request), StatusCode::OK, change);
    visit.finish(drawn.await).await
}

async fn done(visit: &Visit, deed: &'static Deed, sent: Sent) -> Result<Done> {
    let (app, actor, ids) = (visit.app.clone(), visit.browser.actor, ids(&visit.request));
    limits::admit_to(&app, &visit.request, deed, actor)?;
    let caller = caller(&app, &visit.request);
    let pattern = visit.request.match_pattern().unwrap_or_default();
    let pressed = proof::without_secrets(&sent.typed, deed.takes_a_code());
    let press = sent
        .once
        .map(|once| press::key(once.as_bytes(), (&pattern, &ids), &pressed));
    let (typed, file, place) = (sent.typed, sent.file, sent.place);
    let work = move || {
        let _place = place;
        match file {
            Some(file) => deed.run_with_file(&app, actor, &ids, file),
            None => {
                let sent = Typed {
                    typed,
                    press,
                    caller,
                };
                deed.run(&app, actor, &ids, sent)
            }
        }
    };
    let work = done_in_time(&visit.app, blocking(work));
    limits::in_even_time(&visit.app, deed, work).await
}

/// A form that is not bound to its reader: the session ended while it was filled in, or somebody
/// else has signed in since. Nothing is done; what was typed is shown to be sent knowingly.
async fn unbound(visit: &Visit, deed: &Deed, typed: Value) -> HttpResponse {
    let returned = Returned {
        action: visit.request.path().to_owned(),
        typed,
        note: Some(visit.say().t("error-form_expired")),
        ..Returned::default()
    };
    let refused = Refused {
        returned,
        status: StatusCode::FORBIDDEN,
    };
    again(visit, deed, refused, Error::Unauthenticated).await
}

fn refusal(visit: &Visit, typed: Value, error: &Error) -> Refused {
    let (faults, note) = match error {
        Error::Invalid(faults) => (faults.clone(), None),
        other => (Faults::default(), Some(visit.say().error(other))),
    };
    let is_stale = matches!(error, Error::Conflict(refusal) if refusal.reason == Reason::Stale);
    let note_at = match error {
        Error::Conflict(refusal) => refusal.fields(),
        _ => Vec::new(),
    };
    let returned = Returned {
        action: visit.request.path().to_owned(),
        typed,
        faults,
        note: note.filter(|_| !is_stale),
        note_at,
        is_stale,
        ..Returned::default()
    };
    Refused {
        returned,
        status: answer::status(error),
    }
}

/// What an answer tells of a draft that was saved in part.
#[derive(serde::Deserialize)]
struct Partly {
    not_saved: Faults,
    #[serde(default)]
    renamed: BTreeMap<String, String>,
}

impl Partly {
    fn of(body: &Value) -> Option<Self> {
        let partly: Self = serde_json::from_value(body.clone()).ok()?;
        (!partly.not_saved.is_empty()).then_some(partly)
    }
}

/// A draft of which a part is not saved: what is good stands as saved, the rest as typed.
async fn partly(visit: &Visit, deed: &Deed, typed: Value, done: Done) -> HttpResponse {
    let Some(partly) = Partly::of(&done.body) else {
        return redirect(&done.go);
    };
    let error = Error::Invalid(partly.not_saved.clone());
    let returned = Returned {
        action: visit.request.path().to_owned(),
        typed,
        faults: partly.not_saved,
        note: Some(visit.say().t("saved-partly")),
        is_partly_saved: true,
        renamed: partly.renamed,
        ..Returned::default()
    };
    let status = answer::status(&error);
    again(visit, deed, Refused { returned, status }, error).await
}

/// The page of the form again. Whoever must sign in first finds it there afterwards.
async fn again(visit: &Visit, deed: &Deed, refused: Refused, error: Error) -> HttpResponse {
    let shown = visit
        .shown_again(deed, ids(&visit.request), refused.clone())
        .await;
    let may_sign_in = matches!(
        error,
        Error::Unauthenticated | Error::Forbidden(_) | Error::NotFound(_)
    );
    match shown {
        Ok(mut page) => {
            if let Some(seconds) = answer::retry_after(&error) {
                let seconds = HeaderValue::from(seconds);
                page.headers_mut().insert(RETRY_AFTER, seconds);
            }
            page
        }
        Err(_) if visit.is_a_visitors() && may_sign_in => {
            let carried = Carried {
                to: refused.returned.action,
                typed: refused.returned.typed,
            };
            session::asked_to_sign_in(visit, carried, None).await
        }
        Err(_) => {
            visit
                .error_page(&error, Some(&refused.returned.typed))
                .await
        }
    }
}
