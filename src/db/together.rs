//! Several readings of one shape as one statement.

use super::{Conn, MultiBackend};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::query_dsl::LoadQuery;

/// The rows of several readings, each in its own order and no longer than its own limit; together
/// they come in no order. Each can so follow an index of its own, where one reading of all that any
/// of them wants would go through the whole table.
pub struct Together<Q>(Vec<Q>);

impl<Q> Together<Q> {
    /// Of these readings.
    pub fn new(readings: Vec<Q>) -> Self {
        Self(readings)
    }

    /// The rows; nothing is asked where there is nothing to read.
    ///
    /// # Errors
    /// No answer from the database.
    pub fn rows<'q, U>(self, conn: &mut Conn) -> QueryResult<Vec<U>>
    where
        Self: LoadQuery<'q, Conn, U>,
    {
        if self.0.is_empty() {
            return Ok(Vec::new());
        }
        self.load(conn)
    }
}

impl<Q: Query> Query for Together<Q> {
    type SqlType = Q::SqlType;
}

impl<Q> QueryId for Together<Q> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q> RunQueryDsl<Conn> for Together<Q> {}

impl<Q: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for Together<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        for (number, reading) in self.0.iter().enumerate() {
            if number > 0 {
                out.push_sql(" UNION ALL ");
            }
            out.push_sql("SELECT * FROM (");
            reading.walk_ast(out.reborrow())?;
            out.push_sql(") AS reading");
        }
        Ok(())
    }
}
