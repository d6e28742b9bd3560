//! The one map of addresses, one file a context: pages, deeds, answers of the API, files.

mod applications;
mod awards;
mod calls;
mod evaluation;
mod fund;
mod letters;
mod organisations;
mod payouts;
mod people;

use super::table::{File, Table};
use crate::applications::attachment;
use crate::disbursements;
use crate::web::table::Fetch;
use std::sync::LazyLock;

/// Where a file of an application is fetched.
pub const FILE: &str = "/files/{file}";
/// Where what the bank is sent is fetched.
pub const ORDER_FILE: &str = "/payment-orders/{id}/file";

static SHARED: LazyLock<Table> = LazyLock::new(Table::new);

impl Default for Table {
    fn default() -> Self {
        Self::new()
    }
}

impl Table {
    /// The table of this program.
    pub fn shared() -> &'static Self {
        &SHARED
    }

    /// A table of its own.
    pub fn new() -> Self {
        let mut table = Self {
            shows: Vec::new(),
            deeds: Vec::new(),
            reads: Vec::new(),
            fetches: fetches(),
        };
        let contexts = [
            (people::shows(), people::deeds(), people::reads()),
            (
                organisations::shows(),
                organisations::deeds(),
                organisations::reads(),
            ),
            (fund::shows(), fund::deeds(), fund::reads()),
            (calls::shows(), calls::deeds(), calls::reads()),
            (
                applications::shows(),
                applications::deeds(),
                applications::reads(),
            ),
            (
                evaluation::shows(),
                evaluation::deeds(),
                evaluation::reads(),
            ),
            (awards::shows(), awards::deeds(), awards::reads()),
            (payouts::shows(), payouts::deeds(), payouts::reads()),
            (letters::shows(), letters::deeds(), letters::reads()),
        ];
        for (shows, deeds, reads) in contexts {
            table.shows.extend(shows);
            table.deeds.extend(deeds);
            table.reads.extend(reads);
        }
        table
    }
}

fn fetches() -> Vec<Fetch> {
    vec![
        Fetch {
            path: FILE,
            fetch: |app, actor, ids| {
                let found = attachment::download(app, actor, ids.get("file")?)?;
                Ok(File {
                    name: found.name,
                    content: found.content,
                })
            },
        },
        Fetch {
            path: ORDER_FILE,
            fetch: |app, actor, ids| {
                let id = ids.get("id")?;
                let order =
                    app.read_now(actor, |view| disbursements::queries::order_file(view, id))?;
                Ok(File {
                    name: order.file_name,
                    content: order.content.into_bytes(),
                })
            },
        },
    ]
}
