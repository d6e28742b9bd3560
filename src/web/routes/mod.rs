//! The one map of addresses, one file a context: pages, deeds, answers of the API, files.

mod applications;
mod awards;
mod bookings;
mod calls;
mod evaluation;
mod fund;
mod letters;
mod organisations;
mod payouts;
mod people;
mod recusals;
mod restores;

use super::deed::Deed;
use super::table::{Content, Fetch, File, Table};
use super::url::{self, ANCHOR_FILE, BANK_FILE, FILE, ORDER_FILE, OWN_DATA, Place};
use crate::anchors;
use crate::applications::attachment;
use crate::disbursements::{self, bank_claim::evidence};
use crate::files::Download;
use crate::own_data;
use std::sync::LazyLock;

static SHARED: LazyLock<Table> = LazyLock::new(|| {
    let table = Table::new();
    let place = |deed: &Deed| Place {
        actions: deed.actions.clone(),
        path: deed.path,
        page: deed.page,
    };
    url::know(table.deeds.iter().map(place).collect());
    table
});

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
            (Vec::new(), bookings::deeds(), bookings::reads()),
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
            (recusals::shows(), recusals::deeds(), recusals::reads()),
            (awards::shows(), awards::deeds(), awards::reads()),
            (payouts::shows(), payouts::deeds(), payouts::reads()),
            (restores::shows(), restores::deeds(), restores::reads()),
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

impl From<Download> for File {
    fn from(found: Download) -> Self {
        Self {
            name: found.name,
            content: Content::Disk(found.content, found.size),
        }
    }
}

fn fetches() -> Vec<Fetch> {
    vec![
        Fetch {
            path: FILE,
            fetch: |app, actor, ids| {
                attachment::download(app, actor, ids.get("file")?).map(File::from)
            },
        },
        Fetch {
            path: BANK_FILE,
            fetch: |app, actor, ids| {
                evidence::download(app, actor, ids.get("file")?).map(File::from)
            },
        },
        Fetch {
            path: OWN_DATA,
            fetch: |app, actor, _| own_data::take_out(app, actor).map(File::from),
        },
        Fetch {
            path: ANCHOR_FILE,
            fetch: |app, actor, ids| {
                let id = ids.get("id")?;
                let found = app.read_now(actor, |view| anchors::queries::file(view, id));
                let (name, text) = found?;
                Ok(File {
                    name,
                    content: Content::Bytes(text.into_bytes()),
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
                    content: Content::Bytes(order.content.into_bytes()),
                })
            },
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Action;

    #[test]
    fn an_offer_is_addressed_by_its_own_identifier_and_its_parents() {
        assert!(!Table::shared().deeds.is_empty());
        let of =
            |address: &[(&'static str, String)]| url::of_offer(Action::ReportMilestone, address);
        let (own, parent) = (("id", "m".to_owned()), ("award", "a".to_owned()));
        let report = Some("/awards/a/milestones/m/report".to_owned());
        assert_eq!(of(&[own.clone(), parent.clone()]), report);
        assert_eq!(of(&[parent, own]), report);
        let request = url::of_offer(Action::RequestPayout, &[("id", "a".to_owned())]);
        assert_eq!(request, Some("/awards/a/payouts".to_owned()));
    }
}
