//! Texts people give: parsed, bounded, trimmed.

use super::code::Kept;
use super::entry::FromEntry;
use super::fault::{Fault, FaultCode};

macro_rules! text {
    ($( $(#[$meta:meta])* $name:ident($read:expr); )+) => {
        $(
            $(#[$meta])*
            #[derive(
                Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash,
                serde::Serialize, utoipa::ToSchema,
            )]
            pub struct $name(String);

            impl $name {
                /// The text.
                pub fn as_str(&self) -> &str {
                    &self.0
                }

                /// The text itself.
                pub fn into_string(self) -> String {
                    self.0
                }
            }

            impl std::fmt::Display for $name {
                fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str(&self.0)
                }
            }

            impl FromEntry for $name {
                fn from_entry(text: &str) -> Result<Self, Fault> {
                    let read: fn(&str) -> Result<String, Fault> = $read;
                    read(text).map(Self)
                }
            }

            impl Kept for $name {
                fn kept(&self) -> &str {
                    &self.0
                }

                fn from_kept(text: &str) -> Option<Self> {
                    Some(Self(text.to_owned()))
                }
            }
        )+
    };
}

text! {
    /// An e-mail address, in lower case.
    Email(email);
    /// A name of a person or organisation: one line of at most 120 characters.
    Name(|text| line(text, 120));
    /// One line of at most 200 characters.
    Line(|text| line(text, 200));
    /// Several lines, at most 20 000 characters.
    Prose(|text| prose(text, 20_000));
    /// Several lines, at most 4 000 characters.
    ShortProse(|text| prose(text, 4_000));
    /// The two capital letters of a country, as in ISO 3166-1.
    Country(country);
    /// The public code of a call or partner: capitals, digits and hyphens.
    PublicCode(public_code);
}

fn bounded(text: &str, most: usize) -> Result<String, Fault> {
    if text.chars().count() > most {
        return Err(Fault::limited(FaultCode::TooLong, most));
    }
    Ok(text.to_owned())
}

fn line(text: &str, most: usize) -> Result<String, Fault> {
    if text.chars().any(char::is_control) {
        return Err(Fault::new(FaultCode::Malformed));
    }
    bounded(text.trim(), most)
}

fn prose(text: &str, most: usize) -> Result<String, Fault> {
    let text = text.replace("\r\n", "\n");
    if text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\t'))
    {
        return Err(Fault::new(FaultCode::Malformed));
    }
    bounded(text.trim(), most)
}

fn email(text: &str) -> Result<String, Fault> {
    let text = line(text, 254)?.to_lowercase();
    let fault = || Fault::new(FaultCode::NotAnEmail);
    let (local, domain) = text.split_once('@').ok_or_else(fault)?;
    let odd = |c: char| c.is_whitespace() || matches!(c, '@' | '<' | '>' | ',' | ';' | '"');
    let domain_is_sound = domain.contains('.')
        && domain.split('.').all(|label| !label.is_empty())
        && !domain.chars().any(odd);
    if local.is_empty() || local.chars().any(odd) || !domain_is_sound {
        return Err(fault());
    }
    Ok(text)
}

fn country(text: &str) -> Result<String, Fault> {
    let code = text.trim().to_ascii_uppercase();
    if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Ok(code);
    }
    Err(Fault::new(FaultCode::UnknownCountry))
}

fn public_code(text: &str) -> Result<String, Fault> {
    let code = text.trim().to_ascii_uppercase();
    let lawful = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
    if code.is_empty() || !code.bytes().all(lawful) {
        return Err(Fault::new(FaultCode::Malformed));
    }
    bounded(&code, 24)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_lower_case_and_sound() {
        assert_eq!(
            Email::from_entry("Ada@Example.ORG")
                .map(Email::into_string)
                .as_deref(),
            Ok("ada@example.org")
        );
        for refused in [
            "ada",
            "ada@",
            "@x.org",
            "a b@x.org",
            "a@x",
            "a@x..org",
            "a@b@x.org",
        ] {
            assert!(Email::from_entry(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn a_line_is_one_line_and_bounded() {
        assert!(Name::from_entry("two\nlines").is_err());
        assert_eq!(
            Name::from_entry(&"x".repeat(121)).unwrap_err(),
            Fault::limited(FaultCode::TooLong, 120)
        );
    }
}
