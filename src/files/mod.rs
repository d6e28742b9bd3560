//! Files people send: on their way in, what they are, kept, and given out again.

mod kept;
mod media;

pub mod room;
pub mod upload;

pub use kept::{Download, Kept, digest, keep, keep_only_if, open};
pub use media::Taken;
