//! Errors as answers: the only place that knows status codes.

use crate::error::Error;
use crate::words::Say;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use serde_json::json;

/// The status of an error.
pub(super) fn status(error: &Error) -> StatusCode {
    match error {
        Error::NotFound(_) => StatusCode::NOT_FOUND,
        Error::Forbidden(_) => StatusCode::FORBIDDEN,
        Error::Conflict(_) => StatusCode::CONFLICT,
        Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        Error::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Error::Unauthenticated => StatusCode::UNAUTHORIZED,
        Error::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::Crowded { most: Some(_), .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::Crowded { most: None, .. }
        | Error::Unavailable(_)
        | Error::Contended
        | Error::Unsettled
        | Error::ClockBehind { .. } => StatusCode::SERVICE_UNAVAILABLE,
        Error::NoRoom => StatusCode::INSUFFICIENT_STORAGE,
        Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Notes what is ours to mend, with a number a person can tell us.
pub(super) fn note(error: &Error) -> Option<String> {
    let Error::Internal(_) = error else {
        return None;
    };
    let reference = crate::kernel::id::RequestId::new().to_string();
    tracing::error!(%error, %reference, "a request failed");
    Some(reference)
}

/// A problem as RFC 9457 has it.
pub(super) fn problem(error: &Error, say: &Say) -> HttpResponse {
    let status = status(error);
    let mut problem = json!({
        "type": "about:blank",
        "title": status.canonical_reason(),
        "status": status.as_u16(),
        "code": error.code(),
        "detail": say.error(error),
    });
    if let Some(fields) = problem.as_object_mut() {
        if let Error::Invalid(faults) = error {
            fields.insert("faults".to_owned(), json!(faults));
        }
        if let Error::Forbidden(refusal) | Error::Conflict(refusal) = error {
            fields.insert("action".to_owned(), json!(refusal.action));
        }
        if let Some(reference) = note(error) {
            fields.insert("reference".to_owned(), json!(reference));
        }
    }
    let mut answer = HttpResponse::build(status);
    if let Some(seconds) = retry_after(error) {
        answer.insert_header((RETRY_AFTER, seconds.to_string()));
    }
    answer
        .content_type("application/problem+json")
        .body(problem.to_string())
}

/// A problem of HTTP alone, which is no error of the house.
pub(super) fn bare_problem(status: StatusCode, code: &str, detail: &str) -> HttpResponse {
    let problem = json!({
        "type": "about:blank",
        "title": status.canonical_reason(),
        "status": status.as_u16(),
        "code": code,
        "detail": detail,
    });
    HttpResponse::build(status)
        .content_type("application/problem+json")
        .body(problem.to_string())
}

/// Seconds after which to try again, where that helps.
pub(super) fn retry_after(error: &Error) -> Option<i64> {
    match error {
        Error::TooMany { retry_after } | Error::Crowded { retry_after, .. } => Some(*retry_after),
        // What the server lacks itself, `guard::headers` says.
        _ => None,
    }
}
