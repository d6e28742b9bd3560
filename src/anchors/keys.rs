//! The keys of a fund: the one it signs with, and those it is known by.

use super::store;
use crate::config::AnchorSettings;
use crate::db::tx::Actor;
use crate::db::units::Units;
use crate::error::Result;
use crate::kernel::signature::{NoKey, PublicKey, SigningKey};

/// The key to sign with.
///
/// # Errors
/// There is none that could be used.
pub fn signing(settings: &AnchorSettings) -> std::result::Result<SigningKey, NoKey> {
    SigningKey::read(&settings.key_file)
}

/// The keys whose signatures are the fund's: that of its file, and those of the settings.
pub fn known(settings: &AnchorSettings) -> Vec<PublicKey> {
    let own = signing(settings).ok().map(|key| key.public());
    let others = settings.known_keys.iter();
    let others = others.filter_map(|text| PublicKey::from_hex(text.trim()));
    let mut known: Vec<PublicKey> = own.into_iter().collect();
    for other in others {
        if !known.contains(&other) {
            known.push(other);
        }
    }
    known
}

/// Makes the key of a fund that never had an anchor, and says what is wrong with that of any other:
/// a key that was lost is not replaced without a word.
///
/// # Errors
/// No answer from the database.
pub fn prepare(app: &impl Units) -> Result<()> {
    let settings = &app.config().anchors;
    let Err(missing) = signing(settings) else {
        return Ok(());
    };
    let is_new = || app.read_now(Actor::Operator, |view| Ok(!store::is_any(view.conn)?));
    if !matches!(missing, NoKey::Missing(_)) || !is_new()? {
        tracing::error!(%missing, "{PAUSED}");
        return Ok(());
    }
    match SigningKey::make(&settings.key_file) {
        Ok(key) => {
            let public = key.public().hex();
            tracing::info!(file = %settings.key_file.display(), %public, "a key signs anchors");
        }
        Err(error) => {
            tracing::error!(file = %settings.key_file.display(), %error, "{PAUSED}");
        }
    }
    Ok(())
}

/// What the log says where there is no key to sign with.
pub(super) const PAUSED: &str =
    "anchors are paused, and all else goes on: there is no key to sign them with";
