//! Texts people give: cleaned, bounded, parsed.

use super::code::Kept;
use super::entry::FromEntry;
use super::fault::{Fault, FaultCode};
use super::{address, alike, clean};
use lettre::Address;
use url::Url;

macro_rules! text {
    ($( $(#[$meta:meta])* $name:ident($read:expr $(, as_typed: $typed:expr)?); )+) => {
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
                const AS_TYPED: bool = false $( || $typed )?;

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
    /// An e-mail address, in lower case, its domain as the mail knows it.
    Email(email, as_typed: true);
    /// The address of a website, as browsers write it.
    Website(website, as_typed: true);
    /// A name of a person or organisation: one line of at most 120 characters.
    Name(|text| line(text, 120));
    /// A name of a person, each word of which is of the scripts of one language.
    PersonName(person_name);
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

/// Checks the length of a clean text.
pub fn bounded(text: String, most: usize) -> Result<String, Fault> {
    if clean::fits(&text, most) {
        Ok(text)
    } else {
        Err(Fault::limited(FaultCode::TooLong, most))
    }
}

fn line(text: &str, most: usize) -> Result<String, Fault> {
    bounded(clean::line(text), most)
}

fn person_name(text: &str) -> Result<String, Fault> {
    let name = line(text, 120)?;
    if alike::mixes_scripts(&name) {
        return Err(Fault::new(FaultCode::MixedScripts));
    }
    Ok(name)
}

fn prose(text: &str, most: usize) -> Result<String, Fault> {
    bounded(clean::lines(text), most)
}

/// What the mailer will take: the very type it sends to decides. Names of one computer and bare
/// numbers are addresses to the mailer, but nobody's of this fund; neither is a quoted name.
fn email(text: &str) -> Result<String, Fault> {
    let fault = || Fault::new(FaultCode::NotAnEmail);
    // What is not seen makes another address of it, and may make two look alike.
    if clean::line(text) != clean::composed(text) {
        return Err(fault());
    }
    let text = address::kept(&line(text, 254)?).ok_or_else(fault)?;
    let text = bounded(text, 254)?;
    let address: Address = text.parse().map_err(|_| fault())?;
    let domain = address.domain();
    let is_named = domain.contains('.') && !domain.contains(['[', ']', ':']);
    let is_number = domain.split('.').all(|part| part.parse::<u32>().is_ok());
    if !is_named || is_number || address.user().contains(['"', '\\', ' ']) {
        return Err(fault());
    }
    Ok(text)
}

/// What a browser opens over the web and nothing else. Whoever types only the name of a host means
/// `https`.
fn website(text: &str) -> Result<String, Fault> {
    let fault = || Fault::new(FaultCode::NotAWebsite);
    let text = clean::composed(text);
    let text = text.trim();
    let is_odd = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '\\');
    if text.starts_with('/') || text.contains(is_odd) || clean::line(text) != text {
        return Err(fault());
    }
    let read = match Url::parse(text) {
        Err(url::ParseError::RelativeUrlWithoutBase) => Url::parse(&format!("https://{text}")),
        read => read,
    };
    let site = read.map_err(|_| fault())?;
    let is_named = site.domain().is_some_and(|host| host.contains('.'));
    let is_of_the_web = matches!(site.scheme(), "http" | "https");
    let tells_a_name = !site.username().is_empty() || site.password().is_some();
    if !is_named || !is_of_the_web || tells_a_name {
        return Err(fault());
    }
    bounded(site.into(), 200)
}

fn country(text: &str) -> Result<String, Fault> {
    let code = clean::line(text).to_ascii_uppercase();
    if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Ok(code);
    }
    Err(Fault::new(FaultCode::UnknownCountry))
}

fn public_code(text: &str) -> Result<String, Fault> {
    let code = clean::line(text).to_ascii_uppercase();
    let lawful = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
    if code.is_empty() || !code.bytes().all(lawful) {
        return Err(Fault::new(FaultCode::Malformed));
    }
    bounded(code, 24)
}

#[cfg(test)]
mod tests {
    use super::super::entry::Reading;
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
            "anna..k@x.example",
            ".anna@x.example",
            "anna.@x.example",
            "an(na)@x.example",
            "anna@-x.example",
            "anna@x.example\u{200b}",
            "an\u{ad}na@x.example",
            "anna@127.0.0.1",
            "anna@[127.0.0.1]",
            "\"an na\"@x.example",
            &format!("{}@x.example", "n".repeat(65)),
        ] {
            assert!(Email::from_entry(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn an_address_as_pasted_is_the_address() {
        for (pasted, read) in [
            ("anna+1.o'hara@x.example", "anna+1.o'hara@x.example"),
            (" Anna@X.Example ", "anna@x.example"),
            ("anna@bücher.example", "anna@xn--bcher-kva.example"),
            ("anna@xn--bcher-kva.example", "anna@xn--bcher-kva.example"),
        ] {
            let address = Reading::new().required::<Email>("", &pasted.into());
            assert_eq!(address.map(Email::into_string).as_deref(), Some(read));
        }
    }

    #[test]
    fn a_person_is_called_in_the_script_of_a_language() {
        for name in ["Anna Zorn", "علی\u{200c}رضا", "田中さくら", "Мария Иванова"]
        {
            let read = PersonName::from_entry(name).map(PersonName::into_string);
            assert_eq!(read.as_deref(), Ok(name));
        }
        assert_eq!(
            PersonName::from_entry("Anna Z\u{43e}rn").unwrap_err(),
            Fault::new(FaultCode::MixedScripts)
        );
    }

    #[test]
    fn a_line_is_one_line_and_bounded() {
        let joined = Name::from_entry("two\nlines").map(Name::into_string);
        assert_eq!(joined.as_deref(), Ok("two lines"));
        assert!(Name::from_entry(&"e\u{301}".repeat(120)).is_ok());
        assert_eq!(
            Name::from_entry(&"x".repeat(121)).unwrap_err(),
            Fault::limited(FaultCode::TooLong, 120)
        );
    }
}
