//! The migrations: written once, with a few words for what the two databases call differently.

use diesel::backend::Backend;
use diesel::connection::BoxableConnection;
use diesel::migration::{
    Migration, MigrationMetadata, MigrationName, MigrationSource, MigrationVersion, Result,
};
use std::collections::BTreeSet;
use std::fmt;

/// A migration as it is written.
struct Written {
    name: &'static str,
    up: &'static str,
    down: &'static str,
}

macro_rules! written {
    ($($name:literal),+ $(,)?) => {
        &[$(Written {
            name: $name,
            up: include_str!(concat!("../../migrations/", $name, "/up.sql")),
            down: include_str!(concat!("../../migrations/", $name, "/down.sql")),
        }),+]
    };
}

/// Every migration, in the order they are run.
const WRITTEN: &[Written] = written![
    "0001_identity",
    "0002_calls",
    "0003_applications",
    "0004_reviews_and_decisions",
    "0005_awards_and_payouts",
    "0006_ledger_letters_audit",
    "0007_tasks",
    "0008_as_read",
    "0009_joinings",
    "0010_reminders",
    "0011_people_by_name",
    "0012_heads_follow",
    "0013_pending_registrations",
    "0014_amounts_of_tasks",
    "0015_machine",
    "0016_appointments",
    "0017_bank_claims",
    "0018_second_factor",
    "0019_bookings",
    "0020_membership",
    "0022_doors",
    "0023_conflicts_that_arose",
    "0024_reasons_and_lines",
    "0025_lost_factors",
    "0026_own_accounts",
    "0027_recusals",
    "0028_passkeys",
    "0029_passkey_questions_by_end",
    "0030_contents",
    "0031_anchors",
    "0033_restores",
    "0034_lists",
];

/// The name of every migration, in the order they are run.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    WRITTEN.iter().map(|one| one.name)
}

/// The names of the tables that migrations make, those that were dropped since too.
pub(super) fn tables() -> BTreeSet<&'static str> {
    let made = WRITTEN.iter().flat_map(|one| one.up.lines());
    let made = made.filter_map(|line| {
        let named = line.strip_prefix("CREATE TABLE ");
        let named = named.or_else(|| line.split_once(" RENAME TO ").map(|(_, name)| name));
        named?.split([' ', ';', '(']).next()
    });
    made.collect()
}

/// A word of the migrations, and what stands for it on SQLite and on PostgreSQL.
#[rustfmt::skip]
const WORDS: &[(&str, &str, &str)] = &[
    ("{id}",      "text",    "uuid"),
    ("{instant}", "text",    "timestamptz"),
    ("{day}",     "text",    "date"),
    ("{json}",    "text",    "jsonb"),
    ("{flag}",    "integer", "boolean"),
    ("{money}",   "integer", "bigint"),
    ("{long}",    "integer", "bigint"),
    ("{strict}",  "STRICT",  ""),
];

/// The lines that say for which database the lines after them are.
const SQLITE_ONLY: &str = "-- {sqlite}";
const POSTGRES_ONLY: &str = "-- {postgres}";
const FOR_BOTH: &str = "-- {both}";

/// For which of the two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
}

/// The migrations of one database.
#[derive(Clone, Copy)]
pub(super) struct Migrations(pub(super) Dialect);

impl<DB: Backend> MigrationSource<DB> for Migrations {
    fn migrations(&self) -> Result<Vec<Box<dyn Migration<DB>>>> {
        let expanded = |one: &Written| -> Box<dyn Migration<DB>> {
            Box::new(Expanded {
                name: Name(one.name),
                up: expand(one.up, self.0),
                down: expand(one.down, self.0),
            })
        };
        Ok(WRITTEN.iter().map(expanded).collect())
    }
}

/// A migration in the words of one database.
struct Expanded {
    name: Name,
    up: String,
    down: String,
}

impl<DB: Backend> Migration<DB> for Expanded {
    fn run(&self, conn: &mut dyn BoxableConnection<DB>) -> Result<()> {
        Ok(conn.batch_execute(&self.up)?)
    }

    fn revert(&self, conn: &mut dyn BoxableConnection<DB>) -> Result<()> {
        Ok(conn.batch_execute(&self.down)?)
    }

    fn metadata(&self) -> &dyn MigrationMetadata {
        &InOneTransaction
    }

    fn name(&self) -> &dyn MigrationName {
        &self.name
    }
}

/// Each migration is done wholly or not at all.
struct InOneTransaction;

impl MigrationMetadata for InOneTransaction {}

/// A number and a word, as in `0002_calls`; the number is the version.
struct Name(&'static str);

impl MigrationName for Name {
    fn version(&self) -> MigrationVersion<'_> {
        self.0.split('_').next().unwrap_or(self.0).into()
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// What was written, in the words of one database.
fn expand(written: &str, dialect: Dialect) -> String {
    let (mut for_whom, mut expanded) = (None, String::with_capacity(written.len()));
    for line in written.lines() {
        match line {
            SQLITE_ONLY => for_whom = Some(Dialect::Sqlite),
            POSTGRES_ONLY => for_whom = Some(Dialect::Postgres),
            FOR_BOTH => for_whom = None,
            _ if for_whom.is_none_or(|one| one == dialect) => {
                expanded.push_str(&in_words_of(line, dialect));
                expanded.push('\n');
            }
            _ => {}
        }
    }
    expanded
}

fn in_words_of(line: &str, dialect: Dialect) -> String {
    WORDS
        .iter()
        .fold(line.to_owned(), |line, (word, sqlite, postgres)| {
            line.replace(
                word,
                match dialect {
                    Dialect::Sqlite => sqlite,
                    Dialect::Postgres => postgres,
                },
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [Dialect; 2] = [Dialect::Sqlite, Dialect::Postgres];

    #[test]
    fn every_folder_is_a_row_and_every_row_a_folder() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let mut found: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|one| one.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        found.sort();
        let rows: Vec<&str> = WRITTEN.iter().map(|one| one.name).collect();
        assert_eq!(found, rows);
    }

    #[test]
    fn a_part_for_one_database_is_kept_from_the_other() {
        let written = "a {id}\n-- {sqlite}\nb\n-- {postgres}\nc\n-- {both}\nd {strict}\n";
        assert_eq!(expand(written, Dialect::Sqlite), "a text\nb\nd STRICT\n");
        assert_eq!(expand(written, Dialect::Postgres), "a uuid\nc\nd \n");
    }

    #[test]
    fn no_word_is_left_unknown_and_every_table_is_strict() {
        for written in WRITTEN {
            for dialect in BOTH {
                let expanded = expand(written.up, dialect) + &expand(written.down, dialect);
                let left: Vec<&str> = expanded.lines().filter(|l| l.contains('{')).collect();
                assert_eq!(left, Vec::<&str>::new(), "{}", written.name);
            }
            let expanded = expand(written.up, Dialect::Sqlite);
            assert_eq!(
                expanded.matches("CREATE TABLE").count(),
                expanded.matches(") STRICT;").count(),
                "{}",
                written.name
            );
        }
    }
}
