//! What a browser is asked of a passkey, and what it answers; the only file that knows webauthn_rp.
//!
//! A passkey belongs to the name of our public address, and answers to its pages alone. Whatever
//! the library keeps is text here, as it lies in the tables.

use crate::config::Config;
use crate::error::{Error, Result};
use crate::kernel::id::AccountId;
use data_encoding::BASE64URL_NOPAD;
use std::fmt::Display;
use url::{Host, Url};
use webauthn_rp::bin::{Decode, Encode};
use webauthn_rp::request::auth::{
    AllowedCredentials, AuthenticationVerificationOptions, NonDiscoverableCredentialRequestOptions,
};
use webauthn_rp::request::register::{
    Nickname, PublicKeyCredentialUserEntity, RegistrationVerificationOptions, UserHandle, Username,
};
use webauthn_rp::request::{
    AsciiDomain, Credentials, PublicKeyCredentialDescriptor, RpId, UserVerificationRequirement,
};
use webauthn_rp::response::register::{DynamicState, StaticState};
use webauthn_rp::response::{AuthTransports, CredentialId};
use webauthn_rp::{
    AuthenticatedCredential, NonDiscoverableAuthentication16,
    NonDiscoverableAuthenticationServerState, PublicKeyCredentialCreationOptions, Registration,
    RegistrationServerState,
};

/// A handle is the sixteen bytes of an account's identifier.
const HANDLE: usize = 16;

/// Our site, as browsers and passkeys know it.
pub(super) struct Site {
    name: RpId,
    origin: String,
}

/// What is kept of a passkey to know it again.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub(super) credential_id: String,
    /// By which ways a device can be reached.
    pub(super) transports: i32,
    /// The public key, and what was told when it was made.
    pub(super) static_state: String,
    /// The counter of its uses, and what else changes with them.
    pub(super) dynamic_state: String,
}

/// What a browser is asked.
pub(super) struct Question {
    /// What tells it from every other: 128 random bits.
    pub(super) challenge: String,
    /// What the answer is compared with.
    pub(super) state: String,
    /// What the browser's own function takes, as JSON.
    pub(super) options: String,
}

/// A device's answer to be shown, not believed yet.
pub(super) struct Answer(NonDiscoverableAuthentication16);

impl Site {
    /// None where the public address is no name: passkeys belong to names.
    pub(super) fn of(config: &Config) -> Option<Self> {
        let url = Url::parse(&config.server.public_url).ok()?;
        let Host::Domain(name) = url.host()? else {
            return None;
        };
        let name = AsciiDomain::try_from(name.to_owned()).ok()?;
        Some(Self {
            name: RpId::Domain(name),
            origin: url.origin().ascii_serialization(),
        })
    }

    /// Asks for a new passkey, on none of the devices that hold one already.
    pub(super) fn ask_to_make(
        &self,
        (owner, email, name): (AccountId, &str, &str),
        known: &[Key],
    ) -> Result<Question> {
        let handle = handle(owner);
        let name_of_device = Username::try_from(email.to_owned());
        let user = PublicKeyCredentialUserEntity {
            name: match name_of_device {
                Ok(email) => email,
                Err(_) => Username::try_from(owner.to_string()).map_err(broken)?,
            },
            id: &handle,
            display_name: Nickname::try_from(name.to_owned()).ok(),
        };
        let known = known.iter().map(described).collect::<Result<Vec<_>>>()?;
        let mut asked = PublicKeyCredentialCreationOptions::second_factor(&self.name, user, known);
        asked.authenticator_selection.user_verification = UserVerificationRequirement::Preferred;
        let challenge = asked.challenge.as_data();
        let (state, asked) = asked.start_ceremony().map_err(broken)?;
        Ok(Question {
            challenge: hex(challenge),
            state: text(&state.encode().map_err(broken)?),
            options: serde_json::to_string(&asked).map_err(broken)?,
        })
    }

    /// The passkey that was made; none where the answer is not one to what was asked.
    pub(super) fn made(&self, state: &str, answer: &Made) -> Option<Key> {
        let state = RegistrationServerState::<HANDLE>::decode(&bytes(state)?).ok()?;
        let origins = [self.origin.as_str()];
        let rules = RegistrationVerificationOptions::<&str, &str> {
            allowed_origins: &origins,
            error_on_unsolicited_extensions: false,
            ..RegistrationVerificationOptions::default()
        };
        let made = state.verify(&self.name, &answer.0, &rules);
        let made = made.map_err(told).ok()?;
        Some(Key {
            credential_id: text(made.id().as_ref()),
            transports: made.transports().encode().ok().map(i32::from)?,
            static_state: text(&made.static_state().encode().ok()?),
            dynamic_state: text(&made.dynamic_state().encode().ok()?),
        })
    }

    /// Asks for one of these passkeys.
    pub(super) fn ask_to_show(&self, known: &[Key]) -> Result<Question> {
        let mut allowed = AllowedCredentials::with_capacity(known.len());
        for key in known {
            allowed.push(described(key)?.into());
        }
        let asked = NonDiscoverableCredentialRequestOptions::second_factor(&self.name, allowed);
        let mut asked = asked.map_err(broken)?;
        asked.options().user_verification = UserVerificationRequirement::Preferred;
        let challenge = asked.options().challenge.as_data();
        let (state, asked) = asked.start_ceremony().map_err(broken)?;
        Ok(Question {
            challenge: hex(challenge),
            state: text(&state.encode().map_err(broken)?),
            options: serde_json::to_string(&asked).map_err(broken)?,
        })
    }

    /// What changes of a passkey that was shown; none where the answer is not one to what was
    /// asked, is not of this passkey, or its counter went back.
    pub(super) fn shown(
        &self,
        state: &str,
        (owner, key): (AccountId, &Key),
        Answer(answer): &Answer,
    ) -> Option<String> {
        let state = NonDiscoverableAuthenticationServerState::decode(&bytes(state)?).ok()?;
        let (handle, id) = (handle(owner), bytes(&key.credential_id)?);
        let id = CredentialId::<&[u8]>::decode(&id).ok()?;
        let fixed = bytes(&key.static_state)?;
        let fixed = StaticState::decode(&fixed).ok()?;
        let changing = <[u8; 7]>::try_from(bytes(&key.dynamic_state)?).ok()?;
        let changing = DynamicState::decode(changing).ok()?;
        let mut known = AuthenticatedCredential::new(id, &handle, fixed, changing).ok()?;
        let origins = [self.origin.as_str()];
        let rules = AuthenticationVerificationOptions::<&str, &str> {
            allowed_origins: &origins,
            error_on_unsolicited_extensions: false,
            ..AuthenticationVerificationOptions::default()
        };
        let shown = state.verify(&self.name, answer, &mut known, &rules);
        shown.map_err(told).ok()?;
        Some(text(&known.dynamic_state().encode().ok()?))
    }
}

/// A device's answer to be made, not believed yet.
pub(super) struct Made(Registration);

impl Made {
    /// As the browser gives it, as JSON.
    pub(super) fn read(answer: &str) -> Option<Self> {
        Registration::from_json_relaxed(answer.as_bytes())
            .ok()
            .map(Self)
    }

    /// What it says it was asked.
    pub(super) fn challenge(&self) -> Option<String> {
        self.0
            .challenge_relaxed()
            .ok()
            .map(|challenge| hex(challenge.0))
    }
}

impl Answer {
    /// As the browser gives it, as JSON.
    pub(super) fn read(answer: &str) -> Option<Self> {
        let read = NonDiscoverableAuthentication16::from_json_relaxed(answer.as_bytes());
        read.ok().map(Self)
    }

    /// What it says it was asked.
    pub(super) fn challenge(&self) -> Option<String> {
        self.0
            .challenge_relaxed()
            .ok()
            .map(|challenge| hex(challenge.0))
    }

    /// Which passkey it says to be.
    pub(super) fn credential_id(&self) -> String {
        text(self.0.raw_id().as_ref())
    }
}

fn handle(owner: AccountId) -> UserHandle<HANDLE> {
    let Ok(handle) = UserHandle::decode(owner.uuid().into_bytes());
    handle
}

fn described(key: &Key) -> Result<PublicKeyCredentialDescriptor<Vec<u8>>> {
    let id = bytes(&key.credential_id).ok_or_else(|| broken("a passkey without a name"))?;
    let ways = u8::try_from(key.transports).map_err(broken)?;
    Ok(PublicKeyCredentialDescriptor {
        id: CredentialId::<Vec<u8>>::decode(id).map_err(broken)?,
        transports: AuthTransports::decode(ways).map_err(broken)?,
    })
}

fn hex(challenge: u128) -> String {
    format!("{challenge:032x}")
}

fn text(bytes: &[u8]) -> String {
    BASE64URL_NOPAD.encode(bytes)
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    BASE64URL_NOPAD.decode(text.as_bytes()).ok()
}

fn broken(error: impl Display) -> Error {
    Error::internal(format!("a passkey: {error}"))
}

/// Why an answer is refused is for the log alone.
fn told(error: impl Display) {
    tracing::info!(%error, "a passkey was refused");
}
