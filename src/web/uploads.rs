//! Files that are sent. Who sends, and whether they may, is known before the first byte of a file
//! is read; then it goes to the disk piece by piece, within a limit and a deadline, and so many at
//! once and no more.

use super::deed::Filing;
use super::request::{blocking, ids};
use crate::app::App;
use crate::config::Server;
use crate::db::tx::Actor;
use crate::error::{Error, Result};
use crate::files::upload::{Arriving, Upload, too_large};
use crate::kernel::fault::{Fault, FaultCode, Faults};
use crate::kernel::id::AccountId;
use actix_multipart::{Field, Multipart};
use actix_web::HttpRequest;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::web::{Bytes, Data, Payload};
use futures_util::StreamExt;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Bytes that are gathered before they are written.
const PIECE: usize = 256 * 1024;
/// Bytes of a field that is no file.
const LONGEST_FIELD: usize = 4 * 1024;
/// Bytes of a form besides its file.
const AROUND: u64 = 64 * 1024;
/// Seconds after which one more may be tried.
const AGAIN: i64 = 10;

/// A form with a file, as it was sent.
#[derive(Default)]
pub(super) struct Sent {
    /// The token of its page.
    pub(super) token: Option<String>,
    /// The file; none where the token is not that of the reader's pages.
    pub(super) file: Option<Upload>,
    /// Its place among those that go on at once, until the file is dealt with.
    pub(super) place: Option<Place>,
}

/// What a browser's form must prove before its file is read.
pub(super) type IsBound<'f> = &'f dyn Fn(Option<&str>) -> bool;

/// Reads a form with a file. What is refused is let go by unread, so that a browser, which hears
/// nothing while it sends, hears why; a visitor's is not.
///
/// # Errors
/// `Unauthenticated`; the refusal of the tables; too many at once; a fault at `file`.
pub(super) async fn received(
    app: &Data<App>,
    request: &HttpRequest,
    actor: Actor,
    mut payload: Payload,
    filing: &'static Filing,
    is_bound: Option<IsBound<'_>>,
) -> Result<Sent> {
    let account = actor.person()?;
    let settings = &app.config.server;
    let place = match admitted(app, request, actor, account, filing).await {
        Ok(place) => place,
        Err(error) => {
            let rest = async { while let Some(Ok(_)) = payload.next().await {} };
            gone_by(settings, rest).await;
            return Err(error);
        }
    };
    let mut parts = Parts {
        all: Multipart::new(request.headers(), payload),
        are_over: false,
    };
    let longest = Duration::from_secs(settings.upload_seconds);
    let reading = tokio::time::timeout(longest, read(app, &mut parts, is_bound));
    let too_slow = || {
        let fault = Fault::limited(FaultCode::FileTooSlow, settings.upload_seconds);
        Err(Faults::one("file", fault).into())
    };
    let sent = reading.await.unwrap_or_else(|_| too_slow());
    if !matches!(&sent, Ok(sent) if sent.file.is_some()) {
        drop(place);
        gone_by(settings, rest_of(parts)).await;
        return sent;
    }
    sent.map(|sent| Sent {
        place: Some(place),
        ..sent
    })
}

async fn admitted(
    app: &Data<App>,
    request: &HttpRequest,
    actor: Actor,
    account: AccountId,
    filing: &'static Filing,
) -> Result<Place> {
    let largest = app.config.storage.max_file_bytes;
    let (owned, ids) = (app.clone(), ids(request));
    blocking(move || (filing.admits)(&owned, actor, &ids)).await?;
    let length = request.headers().get(CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > largest.saturating_add(AROUND)) {
        return Err(too_large(largest));
    }
    let places = request.app_data::<Data<Places>>();
    let places = places.ok_or_else(|| Error::internal("no places for uploads"))?;
    places.take(account, &app.config.server)
}

async fn read(app: &Data<App>, parts: &mut Parts, is_bound: Option<IsBound<'_>>) -> Result<Sent> {
    let mut sent = Sent::default();
    while let Some(mut part) = parts.next().await? {
        match part.name().unwrap_or_default() {
            "_csrf" => sent.token = text_of(&mut part).await?,
            "file" if is_bound.is_none_or(|is_bound| is_bound(sent.token.as_deref())) => {
                sent.file = Some(file_of(app, part).await?);
            }
            "file" => return Ok(sent),
            _ => {
                while part
                    .next()
                    .await
                    .transpose()
                    .map_err(|_| broken())?
                    .is_some()
                {}
            }
        }
    }
    Ok(sent)
}

/// The parts of a form; what is no form is not asked for more.
struct Parts {
    all: Multipart,
    are_over: bool,
}

impl Parts {
    async fn next(&mut self) -> Result<Option<Field>> {
        if self.are_over {
            return Ok(None);
        }
        let next = self.all.next().await.transpose().map_err(|_| broken());
        self.are_over = !matches!(next, Ok(Some(_)));
        next
    }
}

fn broken() -> Error {
    Error::at("file", FaultCode::Malformed)
}

async fn text_of(part: &mut Field) -> Result<Option<String>> {
    let mut text = Vec::new();
    while let Some(piece) = part.next().await {
        let piece: Bytes = piece.map_err(|_| broken())?;
        if text.len() + piece.len() > LONGEST_FIELD {
            return Err(broken());
        }
        text.extend_from_slice(&piece);
    }
    Ok(String::from_utf8(text).ok())
}

async fn file_of(app: &Data<App>, mut part: Field) -> Result<Upload> {
    let disposition = part.content_disposition();
    let name = disposition.and_then(|disposition| disposition.get_filename());
    let name = name.unwrap_or_default().to_owned();
    let config = app.config.clone();
    let mut arriving = blocking(move || Arriving::begin(&config.storage)).await?;
    loop {
        let mut gathered = Vec::new();
        let mut has_ended = true;
        while let Some(piece) = part.next().await {
            let piece: Bytes = piece.map_err(|_| broken())?;
            gathered.extend_from_slice(&piece);
            if gathered.len() >= PIECE {
                has_ended = false;
                break;
            }
        }
        arriving = blocking(move || {
            arriving.add(&gathered)?;
            Ok(arriving)
        })
        .await?;
        if has_ended {
            return Ok(arriving.called(name));
        }
    }
}

async fn rest_of(mut parts: Parts) {
    while let Ok(Some(mut part)) = parts.next().await {
        while let Some(Ok(_)) = part.next().await {}
    }
}

async fn gone_by(settings: &Server, rest: impl Future<Output = ()>) {
    let longest = Duration::from_secs(settings.body_seconds);
    let _ = tokio::time::timeout(longest, rest).await;
}

/// How many files each account is sending.
#[derive(Clone, Default)]
pub(super) struct Places(Arc<Mutex<BTreeMap<AccountId, u32>>>);

/// One of them; it is free again when this is gone.
pub(super) struct Place {
    places: Places,
    account: AccountId,
}

impl Places {
    fn taken(&self) -> MutexGuard<'_, BTreeMap<AccountId, u32>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, account: AccountId, settings: &Server) -> Result<Place> {
        let mut taken = self.taken();
        let own = taken.get(&account).copied().unwrap_or_default();
        let all: u32 = taken.values().sum();
        let (most_own, most) = (settings.uploads_of_one, settings.uploads_at_once);
        if own >= most_own || all >= most {
            return Err(Error::Crowded {
                most: (own >= most_own).then_some(most_own),
                retry_after: AGAIN,
            });
        }
        taken.insert(account, own + 1);
        drop(taken);
        Ok(Place {
            places: self.clone(),
            account,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        let left = taken.get(&self.account).copied().unwrap_or_default();
        if left > 1 {
            taken.insert(self.account, left - 1);
        } else {
            taken.remove(&self.account);
        }
    }
}
