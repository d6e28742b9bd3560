//! `code_enum!`: a closed list of words with stable codes, for Rust, JSON and the database at once.

/// A value that is kept as a text.
pub trait Kept: Sized {
    /// The text that is kept.
    fn kept(&self) -> &str;

    /// The value of a text that was kept; nothing for a text that never was.
    fn from_kept(text: &str) -> Option<Self>;
}

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
        )]
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

        impl $crate::kernel::code::Kept for $name {
            fn kept(&self) -> &str {
                self.code()
            }

            fn from_kept(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        }
    };
}
pub(crate) use code_enum;
