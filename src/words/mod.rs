//! Everything a person reads: messages, names, money, numbers, dates, in the reader's language.
//!
//! [`Say`] is the one way to words. [`Texts`] reads the catalogues, one file a context, as in
//! `en/awards.ftl`; every message that depends on a value belongs to a typed family, so that a key
//! is put together nowhere but here.

mod catalogue;
mod families;
mod figures;
mod say;

pub use crate::kernel::told::Told;
pub use catalogue::{Language, Texts};
pub use families::Named;
pub use say::Say;
