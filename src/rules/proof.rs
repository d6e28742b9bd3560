//! The second factor to the law: what proves it, and how long a proof counts.

use crate::kernel::code::code_enum;
use crate::kernel::time::Instant;

code_enum! {
    /// What was shown besides the password.
    pub enum Factor {
        /// A one-time code of an app (RFC 6238).
        Totp = "totp",
        /// One of the codes kept for when the app is lost.
        RecoveryCode = "recovery_code",
        /// A passkey (WebAuthn).
        Passkey = "passkey",
    }
}

code_enum! {
    /// What a browser asks a passkey for.
    pub enum Ceremony {
        /// To make one.
        Register = "register",
        /// To be let in, after the password.
        SignIn = "sign_in",
        /// To prove one deed on what its doer has read.
        Deed = "deed",
    }
}

/// A second factor that was just proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    pub factor: Factor,
    pub at: Instant,
}

/// So long a proof counts in its session, in seconds.
pub const RECENT: i64 = 10 * 60;

/// What is known of a person's second factor in their session.
#[derive(Debug, Clone, Copy, Default)]
pub struct Holding {
    pub is_on: bool,
    /// Whether a passkey is one.
    pub has_passkey: bool,
    /// When it was last proved in this session.
    pub proved_at: Option<Instant>,
}

impl Holding {
    /// Whether it was proved a short time ago, or there is nothing to prove.
    pub fn is_proved_recently(&self, now: Instant) -> bool {
        !self.is_on || self.was_shown_recently(now)
    }

    /// Whether the session’s holder has shown a short time ago to be the owner: by the factor, or
    /// by the password of whoever has none.
    pub fn was_shown_recently(&self, now: Instant) -> bool {
        let is_recent = |at: Instant| now.seconds_since(at) <= RECENT;
        self.proved_at.is_some_and(is_recent)
    }
}
