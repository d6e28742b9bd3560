//! What people sent is on the disk as they sent it.

use crate::config::Storage;
use crate::db::Conn;
use crate::db::schema::{attachments, bank_files};
use crate::error::Result;
use crate::files;
use crate::kernel::id::{ApplicationId, PayoutId};
use diesel::prelude::*;

/// What every file is called on the disk that people sent, and its SHA-256.
///
/// # Errors
/// No answer from the database.
pub fn files(conn: &mut Conn) -> Result<Vec<(String, String)>> {
    let mut all: Vec<(String, String)> = attachments::table
        .filter(attachments::removed_at.is_null())
        .order(attachments::id)
        .select((attachments::stored_as, attachments::digest))
        .load(conn)?;
    let of_banks: Vec<(String, String)> = bank_files::table
        .order(bank_files::id)
        .select((bank_files::stored_as, bank_files::digest))
        .load(conn)?;
    all.extend(of_banks);
    Ok(all)
}

/// Files that are missing or have other bytes than were sent.
pub(super) fn files_that_differ(
    conn: &mut Conn,
    storage: &Storage,
    progress: &mut dyn FnMut(&str, usize),
) -> Result<Vec<String>> {
    let attached: Vec<(ApplicationId, String, String)> = attachments::table
        .filter(attachments::removed_at.is_null())
        .order(attachments::id)
        .select((
            attachments::application_id,
            attachments::stored_as,
            attachments::digest,
        ))
        .load(conn)?;
    let of_banks: Vec<(PayoutId, String, String)> = bank_files::table
        .order(bank_files::id)
        .select((
            bank_files::payout_id,
            bank_files::stored_as,
            bank_files::digest,
        ))
        .load(conn)?;
    let attached = attached.into_iter().map(|(id, stored_as, digest)| {
        let whose = format!("application {id}");
        (whose, stored_as, digest)
    });
    let of_banks = of_banks.into_iter().map(|(id, stored_as, digest)| {
        let whose = format!("payout {id}");
        (whose, stored_as, digest)
    });
    let mut faults = Vec::new();
    for (number, (whose, stored_as, digest)) in attached.chain(of_banks).enumerate() {
        progress("files", number);
        match files::digest(storage, &stored_as) {
            Ok(found) if found == digest => {}
            Ok(_) => faults.push(format!("file {stored_as} of {whose} is not what was sent")),
            Err(error) => {
                faults.push(format!(
                    "file {stored_as} of {whose} cannot be read: {error}"
                ));
            }
        }
    }
    Ok(faults)
}
