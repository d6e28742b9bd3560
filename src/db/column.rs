//! Our own SQL types: native `uuid`, `timestamptz`, `date` and `jsonb` on PostgreSQL, text on
//! SQLite.

use super::{MultiBackend, MultiRawValue};
use crate::kernel::id::{
    AccountId, AddressChangeId, AnchorId, ApplicationId, AssignmentId, AttachmentId, AwardId,
    AwardShareId, BankAccountId, BankClaimId, BankFileId, BankStateId, CallApprovalId, CallId,
    CallMilestoneId, ConfirmationId, ContributionId, CriterionId, EligibilityCheckId, EntryId,
    FundId, JoiningId, LetterId, MilestoneId, OrganisationId, ParticipantId, PartnerId, PasskeyId,
    PaymentOrderId, PayoutApprovalId, PayoutId, PotId, ProofId, QuestionId, RankingId, ReceiptId,
    RecusalId, RequestId, RestoreId, ReviewId, RoleGrantId, SessionId, SignatureId, TaskId,
    ThemeId, TokenId, VoteId,
};
use crate::kernel::money::Currency;
use crate::kernel::text::{Country, Email, Line, Name, Prose, PublicCode, ShortProse};
use crate::kernel::time::{Date, Instant, LocalTime, Zone};
use crate::rules::capacity::{Capacity, Role, Scope};
use crate::rules::lifecycle::{
    AccountState, ApplicationState, AssignmentState, AwardState, BankAccountState, BankClaimState,
    BookingState, CallState, JoiningState, LetterState, MilestoneState, PartnerState, PayoutState,
    RankingState, RoleState,
};
use crate::rules::matter::MatterKind;
use crate::rules::notice::{LetterKind, Recipients};
use crate::rules::proof::{Ceremony, Factor};
use crate::rules::recusal::{RecusalOrigin, RecusalState};
use crate::rules::restore::RestoreState;
use crate::rules::visibility::Sight;
use crate::rules::{Action, Condition};
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

/// Lets a type of another module stand in queries and rows, as diesel's own derives would there.
macro_rules! expressible {
    ($sql:ty: $($name:ty),+ $(,)?) => {
        $(const _: () = {
            #[derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
            #[diesel(foreign_derive, sql_type = $sql)]
            #[expect(dead_code, reason = "it only carries the derives")]
            struct Foreign($name);
        };)+
    };
}
pub(crate) use expressible;

/// Gives types that are [`Kept`](crate::kernel::code::Kept) a column of text.
macro_rules! text_columns {
    ($($name:ty),+ $(,)?) => {
        $crate::db::column::expressible!(diesel::sql_types::Text: $($name),+);
        $(
            impl<DB> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
            where
                DB: diesel::backend::Backend,
                str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
            {
                fn to_sql<'b>(
                    &'b self,
                    out: &mut diesel::serialize::Output<'b, '_, DB>,
                ) -> diesel::serialize::Result {
                    let text = $crate::kernel::code::Kept::kept(self);
                    diesel::serialize::ToSql::<diesel::sql_types::Text, DB>::to_sql(text, out)
                }
            }

            impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
            where
                DB: diesel::backend::Backend,
                String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
            {
                fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                    use diesel::{deserialize::FromSql, sql_types::Text};
                    let text = <String as FromSql<Text, DB>>::from_sql(bytes)?;
                    <Self as $crate::kernel::code::Kept>::from_kept(&text)
                        .ok_or_else(|| {
                            concat!("unreadable ", stringify!($name)).into()
                        })
                }
            }
        )+
    };
}
pub(crate) use text_columns;

/// Gives typed identifiers a column.
macro_rules! id_columns {
    ($($name:ty),+ $(,)?) => {
        $crate::db::column::expressible!($crate::db::column::Uuid: $($name),+);
        $(
            impl<DB> ToSql<Uuid, DB> for $name
            where
                DB: Backend,
                uuid::Uuid: ToSql<Uuid, DB>,
            {
                fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
                    ToSql::<Uuid, DB>::to_sql(AsRef::<uuid::Uuid>::as_ref(self), out)
                }
            }

            impl<DB> FromSql<Uuid, DB> for $name
            where
                DB: Backend,
                uuid::Uuid: FromSql<Uuid, DB>,
            {
                fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
                    <uuid::Uuid as FromSql<Uuid, DB>>::from_sql(bytes).map(Self::from)
                }
            }
        )+
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

expressible!(Moment: Instant);

column! {
    /// Instants.
    Moment("timestamptz") = Instant {
        to_text: |moment| moment.to_fixed_text(),
        from_text: Instant::from_text,
        to_bytes: |moment| (moment.micros() - MILLENNIUM).to_be_bytes().to_vec(),
        from_bytes: |bytes| {
            let since = i64::from_be_bytes(bytes.try_into().ok()?);
            Instant::from_micros(since.checked_add(MILLENNIUM)?)
        },
    }
}

expressible!(Day: Date);

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
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(transparent)]
pub struct JsonValue(pub serde_json::Value);

/// The version byte of `jsonb` in PostgreSQL's binary form.
const JSONB_VERSION: u8 = 1;

expressible!(Json: JsonValue);

column! {
    Json("jsonb") = JsonValue {
        to_text: |json| json.0.to_string(),
        from_text: |text| serde_json::from_str(text).ok().map(JsonValue),
        to_bytes: |json| [vec![JSONB_VERSION], json.0.to_string().into_bytes()].concat(),
        from_bytes: |bytes| {
            serde_json::from_slice(bytes.strip_prefix(&[JSONB_VERSION])?).ok().map(JsonValue)
        },
    }
}

/// A bare identifier, for columns that name a matter of any kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnyId(pub uuid::Uuid);

impl From<uuid::Uuid> for AnyId {
    fn from(value: uuid::Uuid) -> Self {
        Self(value)
    }
}

impl AsRef<uuid::Uuid> for AnyId {
    fn as_ref(&self) -> &uuid::Uuid {
        &self.0
    }
}

id_columns!(AnyId);

id_columns! {
    AccountId, SessionId, TokenId, RoleGrantId, FundId, PartnerId, ThemeId, ContributionId,
    ReceiptId, OrganisationId, JoiningId, CallId, PotId, CriterionId, QuestionId,
    CallMilestoneId, CallApprovalId, ApplicationId, ParticipantId, AttachmentId,
    EligibilityCheckId, AssignmentId, ReviewId, RankingId, RecusalId, VoteId, AwardId, AwardShareId,
    SignatureId, TaskId, MilestoneId, BankAccountId, BankClaimId, BankFileId, PayoutId,
    PayoutApprovalId, PaymentOrderId,
    ConfirmationId, EntryId, LetterId, AnchorId, RequestId, ProofId, AddressChangeId, PasskeyId,
    RestoreId, BankStateId
}

text_columns! {
    Currency, Email, Name, Line, Prose, ShortProse, Country, PublicCode, Zone, LocalTime
}

text_columns! {
    Action, Condition, Sight, MatterKind, LetterKind, Recipients, Role, Scope, Capacity,
    AccountState, RoleState,
    CallState, ApplicationState, AssignmentState, PartnerState, RankingState, AwardState,
    MilestoneState, BankAccountState,
    PayoutState, LetterState, JoiningState, BankClaimState, BookingState, RecusalState, Factor,
    Ceremony, RecusalOrigin, RestoreState,
}
