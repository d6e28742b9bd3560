//! What a matter is made of, and its digest: how a record of the trail proves what it is about.
//!
//! A record keeps the digest of its matter as it stood after the change. What was changed without a
//! record, or taken away, shows when the matter is read again.

mod store;
mod tables;

use crate::db::Conn;
use crate::kernel::digest::sha256_hex;
use crate::rules::Matter;
use crate::rules::matter::MatterKind;
use diesel::prelude::QueryResult;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

pub(super) use store::unsealed;

/// The tables whose rows are matters: all but the fund, which is one.
pub(super) fn roots() -> impl Iterator<Item = &'static str> {
    tables::roots().map(|part| part.table)
}

/// The digests of matters.
pub(super) type Digests = BTreeMap<Key, String>;

/// A matter of some kind, by its identifier.
pub(super) type Key = (MatterKind, Uuid);

/// How many rows of each table.
pub(super) type Rows = BTreeMap<String, i64>;

pub(super) fn key(matter: Matter) -> Key {
    (matter.kind(), matter.id())
}

/// Of how many matters the rows are read with one statement: each is bound once for every table of
/// its kind, and a statement takes 32,766 values on SQLite.
pub(super) const AT_ONCE: usize = 400;

/// The SHA-256 of what each of these matters is made of, in lower-case hexadecimal; and of how many
/// rows of each table they are. Read with one statement for some hundreds of them.
///
/// # Errors
/// No answer from the database.
pub(super) fn of(
    conn: &mut Conn,
    keys: impl IntoIterator<Item = Key>,
) -> QueryResult<(Digests, Rows)> {
    let keys: BTreeSet<Key> = keys.into_iter().collect();
    let keys: Vec<Key> = keys.into_iter().collect();
    let (mut digests, mut rows) = (Digests::new(), Rows::new());
    for some in keys.chunks(AT_ONCE) {
        let mut lines: BTreeMap<Key, Vec<String>> = BTreeMap::new();
        let mut wanted: BTreeMap<MatterKind, Vec<Uuid>> = BTreeMap::new();
        for (kind, id) in some {
            wanted.entry(*kind).or_default().push(*id);
            lines.entry((*kind, *id)).or_default();
        }
        for (kind, id, table, columns) in store::rows(conn, wanted)? {
            let line = format!("{table} {columns}\n");
            lines.entry((kind, id.0)).or_default().push(line);
            *rows.entry(table).or_default() += 1;
        }
        digests.extend(lines.into_iter().map(|(key, mut lines)| {
            lines.sort_unstable();
            (key, sha256_hex(lines.concat()))
        }));
    }
    Ok((digests, rows))
}

/// The digests of these matters, as a record keeps them; of one alone where it is named.
pub(super) fn in_json(digests: &Digests, only: Option<Matter>) -> Value {
    let said = |(key, digest): (&Key, &String)| {
        let (kind, id) = key;
        (format!("{kind} {id}"), digest.as_str().into())
    };
    let all: serde_json::Map<String, Value> = match only.map(key) {
        Some(only) => digests.get_key_value(&only).map(said).into_iter().collect(),
        None => digests.iter().map(said).collect(),
    };
    all.into()
}

/// What [`in_json`] wrote.
pub(super) fn from_json(content: &Value) -> impl Iterator<Item = (Key, String)> {
    let all = content.as_object().into_iter().flatten();
    all.filter_map(|(name, digest)| {
        let (kind, id) = name.split_once(' ')?;
        Some((
            (kind.parse().ok()?, id.parse().ok()?),
            digest.as_str()?.to_owned(),
        ))
    })
}

/// What is in no matter that has a record, beside the rows that were read of those: in words.
///
/// # Errors
/// No answer from the database.
pub(super) fn strangers(
    conn: &mut Conn,
    read: &Rows,
    is_known: impl Fn(&Key) -> bool,
) -> QueryResult<Vec<String>> {
    let mut strangers = Vec::new();
    let counted = store::counted(conn)?;
    // Before a fund is founded nothing was recorded of what the program brought along.
    let is_founded = counted
        .iter()
        .any(|one| one.name == "funds" && one.rows > 0);
    for counted in counted {
        if !is_founded && tables::is_of_the_fund(&counted.name) {
            continue;
        }
        let known = read.get(&counted.name).copied().unwrap_or_default();
        let more = counted.rows - known;
        if more == 0 {
            continue;
        }
        let table = counted.name;
        strangers.push(format!(
            "{table} holds {more} rows more than the records tell of"
        ));
        let owners = store::owners(conn, &table)?;
        let unknown = owners.into_iter().filter(|(kind, id)| {
            let kind: Option<MatterKind> = kind.parse().ok();
            !kind.is_some_and(|kind| is_known(&(kind, *id)))
        });
        strangers.extend(unknown.map(|(kind, id)| format!("{kind} {id} is in no record")));
    }
    Ok(strangers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{DatabaseUrl, migrate};

    /// A release or a deadline concerns as many applications as a call has.
    #[test]
    fn as_many_matters_are_read_as_a_unit_touches() {
        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::Sqlite(folder.path().join("fund.db"));
        let mut conn = url.connect().unwrap();
        migrate::run(&mut conn).unwrap();
        let keys: Vec<Key> = (0..10_000)
            .map(|number| (MatterKind::Application, Uuid::from_u128(number)))
            .collect();
        let (digests, rows) = of(&mut conn, keys).unwrap();
        assert_eq!((digests.len(), rows.len()), (10_000, 0));
    }
}
