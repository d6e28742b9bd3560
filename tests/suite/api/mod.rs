//! The face of the API: its document, its addresses, its methods.

mod addresses;
mod borders;
mod document;
