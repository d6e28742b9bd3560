//! Letters before and after what is awaited is due, each once.

mod store;

use crate::db::tx::{Actor, Change, Tidings, Tx};
use crate::db::units::Units;
use crate::error::Result;
use crate::kernel::id::TaskId;
use crate::rules::{Action, Facts, Matter};

/// Where a reminder leads: what waits stands there with its button.
const MY_WORK: &str = "/work";

/// Reminds of every task whose time for it has come; gives of how many.
///
/// # Errors
/// No answer from the database.
pub fn send(app: &impl Units) -> Result<usize> {
    let due = app.read_now(Actor::Calendar, |view| {
        let now = view.now();
        Ok(store::to_be_reminded_of(view.conn, now)?)
    })?;
    for task in &due {
        app.write_now(Actor::Calendar, |tx| remind(tx, *task))?;
    }
    Ok(due.len())
}

fn remind(tx: &mut Tx<'_>, id: TaskId) -> Result<()> {
    let standing = tx.standing_to(Matter::Fund)?;
    let permit = tx.require(Action::RemindOfTask, &standing, &Facts::none())?;
    let now = tx.now();
    let Some(task) = store::take_reminders(tx.conn, id, now)? else {
        return Ok(());
    };
    let Some(due) = task.due.filter(|_| task.is_open(now)) else {
        return Ok(());
    };
    let people = store::waited_for(tx.conn, &task)?;
    if people.is_empty() {
        return Ok(());
    }
    let matter = Matter::from_parts(task.matter_kind, task.matter_id.0);
    let when = if due <= now { "overdue" } else { "soon" };
    for account in people {
        let mut tidings = Tidings::of(Action::RemindOfTask, matter, MY_WORK).to(account);
        tidings.awaited = Some(task.action);
        tx.tell(
            tidings
                .saying("title", &task.title)
                .saying("when", when)
                .saying("due", due),
        );
    }
    tx.record(Change::under(permit, matter).because(task.action.code()));
    Ok(())
}
