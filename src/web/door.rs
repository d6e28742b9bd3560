//! The doors at which those who knock too often wait.

/// A door with a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Signing in.
    SignIn,
    /// Whatever sends a letter to an address that was typed, or to people one has not to do with.
    Letter,
}
