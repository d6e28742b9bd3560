//! What the fund keeps of a person, as one file for themselves (GDPR, articles 15 and 20): what
//! they wrote and did, what they are here, and which letters went to them. Of others it says
//! nothing.

mod queries;

use crate::db::tx::{Actor, Change, Tx, View};
use crate::db::units::Units;
use crate::error::{Error, Result};
use crate::files::Download;
use crate::identity;
use crate::identity::second_factor::queries::passkeys;
use crate::kernel::closed;
use crate::kernel::id::AccountId;
use crate::rules::{Action, Condition, Facts, Matter};
use crate::standing;
use serde::Serialize;
use std::fs::File;
use std::io::{BufWriter, Seek, Write};

/// What the file is called.
const NAME: &str = "jointfund-own-data.json";

/// The actor's own data. It is written as it is read, so that no more than a piece of it is in
/// memory, and lies in a file without a name until it has left.
///
/// # Errors
/// The refusal of the tables where the actor has not shown a short time ago to be the owner.
pub fn take_out(app: &impl Units, actor: Actor) -> Result<Download> {
    let account = actor.person()?;
    let folder = &app.config().storage.attachments;
    closed::folder(folder)?;
    let mut content = tempfile::tempfile_in(folder)?;
    // It stands in the trail before any of it leaves.
    app.write_now(actor, |tx| record(tx, account))?;
    app.read_now(actor, |view| {
        content.set_len(0)?;
        write(view, account, &content)
    })?;
    let size = content.stream_position()?;
    content.rewind()?;
    Ok(Download {
        name: NAME.to_owned(),
        content,
        size,
    })
}

fn record(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    let (matter, now) = (Matter::Account(account), tx.now());
    let factor = tx.view().ground()?.factor;
    let standing = standing::in_unit(tx, matter)?;
    let is_shown = factor.was_shown_recently(now);
    let facts = Facts::none().with(Condition::ProvedRecently, is_shown);
    let permit = tx.require(Action::ExportOwnData, &standing, &facts)?;
    tx.record(Change::under(permit, matter));
    Ok(())
}

fn write(view: &mut View<'_>, account: AccountId, content: &File) -> Result<()> {
    let mut out = Sections {
        out: BufWriter::new(content),
        count: 0,
    };
    out.out.write_all(b"{")?;
    out.one("written_at", &view.now())?;
    out.one("account", &identity::queries::own(view)?)?;
    out.one("has_second_factor", &view.ground()?.factor.is_on)?;
    out.one("passkeys", &passkeys(view.conn, account)?)?;
    out.one("roles", &queries::roles(view.conn, account)?)?;
    out.one("sessions", &queries::sessions(view.conn, account)?)?;
    out.one(
        "changes_of_address",
        &queries::addresses(view.conn, account)?,
    )?;
    out.one("memberships", &queries::memberships(view.conn, account)?)?;
    out.one("joinings", &queries::joinings(view.conn, account)?)?;
    out.one("applications", &queries::applications(view, account)?)?;
    out.one("files", &queries::files(view.conn, account)?)?;
    out.one("reviews", &queries::reviews(view, account)?)?;
    out.many("letters", |after| {
        queries::letters(view.conn, account, after)
    })?;
    out.many("history", |after| {
        queries::history(view.conn, account, after)
    })?;
    out.out.write_all(b"\n}\n")?;
    out.out.flush()?;
    Ok(())
}

/// A JSON object that is written section by section.
struct Sections<W> {
    out: W,
    count: usize,
}

impl<W: Write> Sections<W> {
    fn name(&mut self, name: &str) -> Result<()> {
        let before = if self.count == 0 { "\n" } else { ",\n" };
        self.count += 1;
        write!(self.out, "{before}\"{name}\": ")?;
        Ok(())
    }

    fn value(&mut self, value: &impl Serialize) -> Result<()> {
        serde_json::to_writer(&mut self.out, value)
            .map_err(|error| Error::Internal(Box::new(error)))
    }

    fn one(&mut self, name: &str, value: &impl Serialize) -> Result<()> {
        self.name(name)?;
        self.value(value)
    }

    /// A list, read piece by piece from where the one before it ended.
    fn many<T: Serialize, K>(
        &mut self,
        name: &str,
        mut next: impl FnMut(Option<K>) -> Result<(Vec<T>, Option<K>)>,
    ) -> Result<()> {
        self.name(name)?;
        self.out.write_all(b"[")?;
        let (mut after, mut is_first) = (None, true);
        loop {
            let (items, last) = next(after)?;
            for item in &items {
                let before: &[u8] = if is_first { b"\n" } else { b",\n" };
                self.out.write_all(before)?;
                self.value(item)?;
                is_first = false;
            }
            match last {
                Some(last) => after = Some(last),
                None => break,
            }
        }
        self.out.write_all(b"]")?;
        Ok(())
    }
}
