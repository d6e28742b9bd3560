//! Access tokens of the API: JWTs that name a session row; the only file that knows jsonwebtoken.

use crate::config::Config;
use crate::error::{Error, Result};
use crate::kernel::id::{AccountId, SessionId};
use crate::kernel::time::Instant;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

/// Keeps a token of another kind from passing for an access token (RFC 8725, 3.11).
const KIND: &str = "fund-at+jwt";
const AUDIENCE: &str = "jointfund-api";

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: AccountId,
    /// The session.
    jti: SessionId,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// Issues an access token.
///
/// # Errors
/// A key the library does not take.
pub fn issue(
    config: &Config,
    account: AccountId,
    session: SessionId,
    now: Instant,
) -> Result<String> {
    let at = now.micros() / 1_000_000;
    let claims = Claims {
        iss: config.server.public_url.clone(),
        aud: AUDIENCE.to_owned(),
        sub: account,
        jti: session,
        iat: at,
        nbf: at,
        exp: at + config.security.access_minutes * 60,
    };
    let header = Header {
        typ: Some(KIND.to_owned()),
        ..Header::new(Algorithm::HS256)
    };
    let key = EncodingKey::from_secret(config.security.token_key.expose().as_bytes());
    encode(&header, &claims, &key).map_err(|error| Error::Internal(Box::new(error)))
}

/// The account and session of an access token.
///
/// The library knows only the machine's clock, so the times are compared here with ours, without
/// leeway: whether the session still lives is asked of its row besides.
///
/// # Errors
/// `Unauthenticated` for anything but a token of ours that is valid now.
pub fn read(config: &Config, token: &str, now: Instant) -> Result<(AccountId, SessionId)> {
    let mut rules = Validation::new(Algorithm::HS256);
    rules.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
    rules.set_issuer(&[&config.server.public_url]);
    rules.set_audience(&[AUDIENCE]);
    rules.validate_exp = false;
    rules.validate_nbf = false;
    let key = DecodingKey::from_secret(config.security.token_key.expose().as_bytes());
    let found = decode::<Claims>(token, &key, &rules).map_err(|_| Error::Unauthenticated)?;
    let at = now.micros() / 1_000_000;
    let claims = found.claims;
    let lives = found.header.typ.as_deref() == Some(KIND) && claims.nbf <= at && at < claims.exp;
    if lives {
        Ok((claims.sub, claims.jti))
    } else {
        Err(Error::Unauthenticated)
    }
}
