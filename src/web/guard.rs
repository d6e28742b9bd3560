//! What stands before every request: forms of other sites are refused, headers are set, nonsense
//! does not wait.

use super::actor::form_token;
use crate::app::App;
use crate::kernel::digest::same;
use actix_web::HttpRequest;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{HOST, HeaderName, HeaderValue, ORIGIN};
use actix_web::middleware::Next;
use actix_web::web::Data;

/// No script runs, and nothing comes from elsewhere.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Where a passkey is used or made, our own script runs and asks us.
pub(super) const WITH_SCRIPT: (&str, &str) = (
    "content-security-policy",
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; \
     img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);
/// The API's documentation is a program of its own: its scripts are ours, its styles are inline.
const DOCUMENTATION_POLICY: &str = "default-src 'none'; script-src 'self'; \
     style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; \
     form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), payment=()",
    ),
];

/// Seconds after which a busy server may be asked again.
const AGAIN: &str = "2";
/// Seconds after which there may be room again: somebody has to make it.
const ONCE_THERE_IS_ROOM: &str = "120";

/// Sets the headers of every answer that has not set its own.
pub(super) async fn headers(
    app: Data<App>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let is_documentation = request.path().starts_with("/api/docs/");
    let mut answer = next.call(request).await?;
    let policy = if is_documentation {
        DOCUMENTATION_POLICY
    } else {
        POLICY
    };
    // What is for everyone to keep says so itself.
    let mut wanted = vec![
        ("content-security-policy", policy),
        ("cache-control", "no-store"),
    ];
    wanted.extend(HEADERS);
    if app.config.server.public_url.starts_with("https:") {
        wanted.push((
            "strict-transport-security",
            "max-age=63072000; includeSubDomains",
        ));
    }
    // A page says when to try again as the API does, whoever drew it.
    if answer.status() == StatusCode::SERVICE_UNAVAILABLE {
        wanted.push(("retry-after", AGAIN));
    } else if answer.status() == StatusCode::INSUFFICIENT_STORAGE {
        wanted.push(("retry-after", ONCE_THERE_IS_ROOM));
    }
    for (name, value) in wanted {
        let name = HeaderName::from_static(name);
        if !answer.headers().contains_key(&name) {
            answer
                .headers_mut()
                .insert(name, HeaderValue::from_static(value));
        }
    }
    Ok(answer)
}

/// Whether a form was sent from a page of ours, by Fetch Metadata and by its origin.
pub(super) fn is_from_our_page(app: &App, request: &HttpRequest) -> bool {
    let header = |name: &str| {
        request
            .headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let site = header("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"));
    let origin = header(ORIGIN.as_str()).is_none_or(|origin| {
        let host = origin.split_once("://").map_or(origin, |(_, host)| host);
        Some(host) == header(HOST.as_str()) || app.config.server.public_url == origin
    });
    site && origin
}

/// Whether a form's token is that of this reader's pages.
pub(super) fn is_bound(app: &App, secret: &str, token: Option<&str>) -> bool {
    !secret.is_empty() && token.is_some_and(|token| same(token, &form_token(app, secret)))
}
