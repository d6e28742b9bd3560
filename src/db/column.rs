//! Our own SQL types: native `uuid`, `timestamptz`, `date` and `jsonb` on PostgreSQL, text on SQLite.

use super::{MultiBackend, MultiRawValue};
use crate::kernel::time::{Date, Instant};
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::pg::{Pg, PgValue};
use diesel::query_builder::QueryId;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{HasSqlType, SqlType, Text};
use diesel::sqlite::Sqlite;
use std::io::Write;

/// Declares a SQL type and how its Rust value travels: binary on PostgreSQL, text on SQLite.
macro_rules! column {
    ($(#[$meta:meta])* $sql:ident($pg:literal) = $rust:ty {
        to_text: $to_text:expr, from_text: $from_text:expr,
        to_bytes: $to_bytes:expr, from_bytes: $from_bytes:expr $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
        #[diesel(postgres_type(name = $pg), sqlite_type(name = "Text"))]
        pub struct $sql;

        impl diesel::sql_types::SqlOrd for $sql {}

        impl HasSqlType<$sql> for MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                Self::lookup_sql_type::<$sql>(lookup)
            }
        }

        impl ToSql<$sql, MultiBackend> for $rust {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value(($sql, self));
                Ok(IsNull::No)
            }
        }

        impl FromSql<$sql, MultiBackend> for $rust {
            fn from_sql(bytes: MultiRawValue<'_>) -> deserialize::Result<Self> {
                bytes.from_sql::<Self, $sql>()
            }
        }

        impl ToSql<$sql, Pg> for $rust {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                let bytes: fn(&$rust) -> Vec<u8> = $to_bytes;
                out.write_all(&bytes(self))?;
                Ok(IsNull::No)
            }
        }

        impl FromSql<$sql, Pg> for $rust {
            fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
                let read: fn(&[u8]) -> Option<$rust> = $from_bytes;
                read(value.as_bytes()).ok_or_else(|| concat!("unreadable ", $pg).into())
            }
        }

        impl ToSql<$sql, Sqlite> for $rust {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
                let text: fn(&$rust) -> String = $to_text;
                out.set_value(text(self));
                Ok(IsNull::No)
            }
        }

        impl FromSql<$sql, Sqlite> for $rust {
            fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                let text = <String as FromSql<Text, Sqlite>>::from_sql(value)?;
                let read: fn(&str) -> Option<$rust> = $from_text;
                read(&text).ok_or_else(|| concat!("unreadable ", $pg).into())
            }
        }
    };
}

column! {
    /// Identifiers.
    Uuid("uuid") = uuid::Uuid {
        to_text: |id| id.to_string(),
        from_text: |text| text.parse().ok(),
        to_bytes: |id| id.as_bytes().to_vec(),
        from_bytes: |bytes| uuid::Uuid::from_slice(bytes).ok(),
    }
}

/// Microseconds from 1970 to 2000, where PostgreSQL's count begins.
const MILLENNIUM: i64 = 946_684_800_000_000;

column! {
    /// Instants.
    Moment("timestamptz") = Instant {
        to_text: |moment| moment.to_fixed_text(),
        from_text: Instant::from_text,
        to_bytes: |moment| (moment.micros() - MILLENNIUM).to_be_bytes().to_vec(),
        from_bytes: |bytes| {
            Instant::from_micros(i64::from_be_bytes(bytes.try_into().ok()?).checked_add(MILLENNIUM)?)
        },
    }
}

column! {
    /// Days.
    Day("date") = Date {
        to_text: |day| day.plain_text(),
        from_text: |text| text.parse().ok(),
        to_bytes: |day| day.days_since_2000().to_be_bytes().to_vec(),
        from_bytes: |bytes| Date::from_days_since_2000(i32::from_be_bytes(bytes.try_into().ok()?)),
    }
}

/// JSON in a column.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Eq,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
    serde::Serialize,
    utoipa::ToSchema,
)]
#[diesel(sql_type = Json)]
#[serde(transparent)]
pub struct JsonValue(pub serde_json::Value);

/// The version byte of `jsonb` in PostgreSQL's binary form.
const JSONB_VERSION: u8 = 1;

column! {
    /// JSON.
    Json("jsonb") = JsonValue {
        to_text: |json| json.0.to_string(),
        from_text: |text| serde_json::from_str(text).ok().map(JsonValue),
        to_bytes: |json| [vec![JSONB_VERSION], json.0.to_string().into_bytes()].concat(),
        from_bytes: |bytes| {
            serde_json::from_slice(bytes.strip_prefix(&[JSONB_VERSION])?).ok().map(JsonValue)
        },
    }
}

// `uuid::Uuid` is not ours, so diesel's derives for it stand here by way of the typed identifiers.
/// A bare identifier, for columns that name a matter of any kind.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    diesel::expression::AsExpression,
    diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = Uuid)]
pub struct AnyId(pub uuid::Uuid);

impl<DB: Backend> ToSql<Uuid, DB> for AnyId
where
    uuid::Uuid: ToSql<Uuid, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        ToSql::<Uuid, DB>::to_sql(&self.0, out)
    }
}

impl<DB: Backend> FromSql<Uuid, DB> for AnyId
where
    uuid::Uuid: FromSql<Uuid, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        <uuid::Uuid as FromSql<Uuid, DB>>::from_sql(bytes).map(Self)
    }
}
