//! `code_enum!`: a closed list of words with stable codes, for Rust, SQL and JSON at once.

/// Delegates the SQL of a type to `text`: `to` gives a `&str`, `from` takes one.
macro_rules! text_column {
    ($name:ident, $to:expr, $from:expr) => {
        impl<DB> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where
            DB: diesel::backend::Backend,
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(
                &'b self,
                out: &mut diesel::serialize::Output<'b, '_, DB>,
            ) -> diesel::serialize::Result {
                let text: fn(&$name) -> &str = $to;
                <str as diesel::serialize::ToSql<diesel::sql_types::Text, DB>>::to_sql(
                    text(self),
                    out,
                )
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
                let parse: fn(&str) -> Result<$name, $crate::kernel::fault::Fault> = $from;
                parse(&text).map_err(|fault| fault.to_string().into())
            }
        }
    };
}
pub(crate) use text_column;

/// A closed list of words with stable codes, as `code_enum!` declares it.
pub trait Code: Copy + Eq + 'static {
    /// Every word, in the order of the list.
    const LIST: &'static [Self];
    /// The stable code.
    fn code(self) -> &'static str;
}

/// Declares an enum whose variants have stable codes, the same in Rust, SQL, JSON and messages.
macro_rules! code_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident { $( $(#[$vmeta:meta])* $variant:ident = $code:literal ),+ $(,)? }
    ) => {
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
        )]
        #[diesel(sql_type = diesel::sql_types::Text)]
        pub enum $name { $( $(#[$vmeta])* $variant ),+ }

        impl $name {
            /// Every word, in the order of the list.
            pub const ALL: &'static [Self] = &[ $( Self::$variant ),+ ];

            /// The stable code.
            pub fn code(self) -> &'static str {
                match self { $( Self::$variant => $code ),+ }
            }
        }

        impl $crate::kernel::code::Code for $name {
            const LIST: &'static [Self] = Self::ALL;
            fn code(self) -> &'static str {
                $name::code(self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::kernel::fault::Fault;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $( $code => Ok(Self::$variant), )+
                    _ => Err($crate::kernel::fault::Fault::new(
                        $crate::kernel::fault::FaultCode::UnknownChoice,
                    )),
                }
            }
        }

        impl $crate::kernel::entry::FromEntry for $name {
            fn from_entry(text: &str) -> Result<Self, $crate::kernel::fault::Fault> {
                text.parse()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(from)?;
                text.parse().map_err(|_| serde::de::Error::custom("unknown word"))
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .enum_values(Some([ $( $code ),+ ]))
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
        }

        $crate::kernel::code::text_column!($name, |word| word.code(), |text| text.parse());
    };
}
pub(crate) use code_enum;
