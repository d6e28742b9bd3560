//! Reads what matters are made of.

use super::tables::{Of, PARTS, Part, roots};
use super::{AT_ONCE, Key};
use crate::db::column::{AnyId, Uuid as UuidColumn};
use crate::db::dialect::json_array;
use crate::db::{Conn, MultiBackend};
use crate::rules::matter::MatterKind;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Text};
use std::collections::BTreeMap;
use std::rc::Rc;
use uuid::Uuid;

/// One row of a matter's content: whose it is, of which table, its columns as a JSON array.
pub(super) type Row = (MatterKind, AnyId, String, String);

/// Every row of these matters, with one statement; in no order.
pub(super) fn rows(
    conn: &mut Conn,
    wanted: BTreeMap<MatterKind, Vec<Uuid>>,
) -> QueryResult<Vec<Row>> {
    let mut arms = Vec::new();
    for (kind, ids) in wanted {
        let ids: Rc<[Uuid]> = ids.into();
        let own = PARTS
            .iter()
            .filter(|part| part.kind.is_none_or(|one| one == kind));
        arms.extend(own.map(|part| Arm {
            kind,
            part,
            ids: ids.clone(),
        }));
    }
    if arms.is_empty() {
        return Ok(Vec::new());
    }
    let json_array = json_array(conn);
    Rows { arms, json_array }.load(conn)
}

/// How many rows a table has.
#[derive(QueryableByName)]
pub(super) struct Counted {
    #[diesel(sql_type = Text)]
    pub(super) name: String,
    #[diesel(sql_type = BigInt)]
    pub(super) rows: i64,
}

/// How many rows each table has of which matters are made, with one statement.
pub(super) fn counted(conn: &mut Conn) -> QueryResult<Vec<Counted>> {
    let count = |part: &Part| {
        let table = part.table;
        format!("SELECT '{table}' AS name, COUNT(*) AS rows FROM {table}")
    };
    let counts: Vec<String> = PARTS.iter().map(count).collect();
    diesel::sql_query(counts.join(" UNION ALL ")).load(conn)
}

#[derive(QueryableByName)]
struct Owner {
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = UuidColumn)]
    id: AnyId,
}

/// Whose the rows of a table are: of which kind, as it is written there, and its identifier.
pub(super) fn owners(conn: &mut Conn, table: &str) -> QueryResult<Vec<(String, Uuid)>> {
    let Some(part) = PARTS.iter().find(|part| part.table == table) else {
        return Ok(Vec::new());
    };
    let (kind, id) = match part.kind {
        // There is one, and it is known.
        _ if part.of == Of::Fund => return Ok(Vec::new()),
        Some(kind) => (format!("'{kind}'"), owner(table, part.of)),
        None => (format!("{table}.matter_kind"), owner(table, part.of)),
    };
    let join = join(table, part.of);
    let query = format!("SELECT DISTINCT {kind} AS kind, {id} AS id FROM {table}{join}");
    let found: Vec<Owner> = diesel::sql_query(query).load(conn)?;
    Ok(found.into_iter().map(|one| (one.kind, one.id.0)).collect())
}

/// The next rows of a table whose matters have no record with a digest, in the order of their
/// identifiers; and the identifier of the last.
///
/// # Errors
/// No answer from the database.
pub(in crate::audit) fn unsealed(
    conn: &mut Conn,
    table: &str,
    after: Option<Uuid>,
) -> QueryResult<(Vec<Key>, Option<Uuid>)> {
    let part = roots().find(|part| part.table == table);
    let Some(kind) = part.and_then(|part| part.kind) else {
        return Ok((Vec::new(), None));
    };
    let after = after.unwrap_or_default();
    let query = format!(
        "SELECT '{kind}' AS kind, id FROM {table} WHERE id > '{after}' AND NOT EXISTS \
         (SELECT 1 FROM audit_records WHERE matter_kind = '{kind}' AND matter_id = {table}.id \
         AND content IS NOT NULL) ORDER BY id LIMIT {AT_ONCE}"
    );
    let found: Vec<Owner> = diesel::sql_query(query).load(conn)?;
    let last = found.last().map(|one| one.id.0);
    Ok((
        found.into_iter().map(|one| (kind, one.id.0)).collect(),
        last,
    ))
}

/// The rows of one part, of the matters of one kind that are asked for.
struct Arm {
    kind: MatterKind,
    part: &'static Part,
    ids: Rc<[Uuid]>,
}

struct Rows {
    arms: Vec<Arm>,
    json_array: &'static str,
}

impl Query for Rows {
    type SqlType = (Text, UuidColumn, Text, Text);
}

impl QueryId for Rows {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl RunQueryDsl<Conn> for Rows {}

impl QueryFragment<MultiBackend> for Rows {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        for (number, arm) in self.arms.iter().enumerate() {
            if number > 0 {
                out.push_sql(" UNION ALL ");
            }
            arm.walk(self.json_array, out.reborrow())?;
        }
        Ok(())
    }
}

impl Arm {
    /// `SELECT kind, matter, table, columns FROM …` of one part.
    fn walk<'b>(
        &'b self,
        json_array: &str,
        mut out: AstPass<'_, 'b, MultiBackend>,
    ) -> QueryResult<()> {
        let table = self.part.table;
        out.push_sql("SELECT '");
        out.push_sql(self.kind.code());
        out.push_sql("', ");
        match self.part.of {
            Of::Fund => out.push_bind_param::<UuidColumn, Uuid>(&NOBODY)?,
            of => out.push_sql(&owner(table, of)),
        }
        let columns = self.part.columns.split_whitespace();
        let columns: Vec<String> = columns.map(|one| format!("{table}.{one}")).collect();
        let columns = columns.join(", ");
        out.push_sql(&format!(
            ", '{table}', CAST({json_array}({columns}) AS text) FROM {table}"
        ));
        if self.part.of == Of::Fund {
            return Ok(());
        }
        out.push_sql(&join(table, self.part.of));
        out.push_sql(" WHERE ");
        if self.part.of == Of::Named {
            out.push_sql(&format!(
                "{table}.matter_kind = '{}' AND ",
                self.kind.code()
            ));
        }
        out.push_sql(&owner(table, self.part.of));
        out.push_sql(" IN (");
        for (number, id) in self.ids.iter().enumerate() {
            if number > 0 {
                out.push_sql(", ");
            }
            out.push_bind_param::<UuidColumn, Uuid>(id)?;
        }
        out.push_sql(")");
        Ok(())
    }
}

/// What leads to the matter's identifier where the rows do not hold it.
fn join(table: &str, of: Of) -> String {
    match of {
        Of::Through { key, table: by, .. } => format!(" JOIN {by} ON {by}.id = {table}.{key}"),
        _ => String::new(),
    }
}

/// The identifier of the fund.
static NOBODY: Uuid = Uuid::nil();

/// The column that holds the matter's identifier.
fn owner(table: &str, of: Of) -> String {
    match of {
        Of::Fund => String::new(),
        Of::Column(column) => format!("{table}.{column}"),
        Of::Through { table, column, .. } => format!("{table}.{column}"),
        Of::Named => format!("{table}.matter_id"),
    }
}
