//! A call as its reader sees it.

use super::model::Call;
use super::queries;
use super::subject::Course;
use crate::case::{Case, Shown};
use crate::db::tx::View;
use crate::error::{Error, Result};
use crate::kernel::id::CallId;
use crate::rules::matter::MatterKind;
use crate::rules::visibility::{self, PUBLIC_CALLS, Sight};

/// A call as its reader sees it, and the case it is: a public one for everyone, any for those who
/// work on it.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn open(view: &mut View<'_>, id: CallId) -> Result<(Call, Case<Course>)> {
    let mut call = queries::load(view.conn, id)?;
    let course = Course::of(view.conn, &call)?;
    let case = view.case_of(course)?;
    if !case.sees(Sight::UnpublishedCall) {
        if !PUBLIC_CALLS.contains(&call.state) {
            return Err(Error::NotFound(MatterKind::Call));
        }
        call.state = visibility::call_told_as(call.state);
        call.approvals.clear();
    }
    Ok((call, case))
}

/// A call and what its reader may do with it, for those who may see it.
///
/// # Errors
/// `NotFound` for everyone else.
pub fn page(view: &mut View<'_>, id: CallId) -> Result<Shown<Call>> {
    let (thing, case) = open(view, id)?;
    Ok(Shown {
        offers: case.offers(),
        thing,
    })
}
