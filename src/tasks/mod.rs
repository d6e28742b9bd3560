//! Who must move, by when: a projection of all matters, kept in the unit of work that changes them.
//!
//! A task is a row of `rules::awaited` that the law allows: for each partner or person it waits
//! for, with those shut out whom the law would refuse. My work is one indexed read of it.

mod applying;
mod booked;
mod evaluated;
mod founded;
mod funded;
mod offices;
mod project;
mod store;

pub mod queries;
pub mod reminders;

use self::project::Projection;
use crate::db::Conn;
use crate::error::Result;
use crate::kernel::time::Instant;
use crate::rules::Matter;

/// Brings the tasks of these matters, and of those that depend on them, up to what they await now.
///
/// # Errors
/// No answer from the database.
pub fn refresh(conn: &mut Conn, now: Instant, matters: &[Matter]) -> Result<()> {
    projected(conn, now, matters, true)?.write(conn)
}

/// Of which of these matters, and of those that depend on them, other tasks lie there than they
/// await now. Calls are looked at where they are named: each rests on all its applications, and
/// whoever compares a whole fund comes to them anyway.
///
/// # Errors
/// No answer from the database.
pub fn differing(conn: &mut Conn, now: Instant, matters: &[Matter]) -> Result<Vec<Matter>> {
    projected(conn, now, matters, false)?.differing(conn)
}

/// The matters that have tasks.
///
/// # Errors
/// No answer from the database.
pub fn owners(conn: &mut Conn) -> Result<Vec<Matter>> {
    Ok(store::owners(conn)?)
}

/// Takes away the tasks of these matters.
///
/// # Errors
/// No answer from the database.
pub fn forget(conn: &mut Conn, matters: &[Matter]) -> Result<()> {
    Ok(store::forget(conn, matters)?)
}

fn projected(
    conn: &mut Conn,
    now: Instant,
    matters: &[Matter],
    with_calls: bool,
) -> Result<Projection> {
    let mut projection = Projection::at(now);
    let matters = offices::widened(conn, matters)?;
    applying::add(conn, &mut projection, &matters)?;
    founded::add(conn, &mut projection, &matters)?;
    evaluated::add(conn, &mut projection, &matters, with_calls)?;
    let moved = funded::add(conn, &mut projection, &matters)?;
    booked::add(conn, &mut projection, &matters, &moved)?;
    // Last: the offices add to what is awaited of any application before.
    offices::add(conn, &mut projection, &matters)?;
    Ok(projection)
}
