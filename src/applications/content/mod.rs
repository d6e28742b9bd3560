//! What an application says: answers, consortium, budget, files; read by few statements, written
//! where it has changed.

mod queries;
pub(super) mod store;

pub(super) use queries::{participants, questions, whole};
