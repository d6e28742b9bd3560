//! What banks read: account numbers, their own codes, and names in the letters they can print.

use super::clean;
use super::entry::{FromEntry, ascii_digits};
use super::fault::{Fault, FaultCode};
use iban::{BaseIban, Iban as RegisteredIban, IbanLike, ParseIbanError};
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, Script};

/// The longest name in a payment order (ISO 20022 in the rulebooks of SEPA).
pub const LONGEST_NAME: usize = 70;

/// The number of an account: ISO 13616, in capitals and without spaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Iban(String);

impl Iban {
    /// The number itself.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl FromEntry for Iban {
    /// Reads a number as it is printed or pasted: in groups, with hyphens, after the word IBAN.
    /// The country's own length and structure are asked where the registry knows the country.
    fn from_entry(text: &str) -> Result<Self, Fault> {
        let code = bare(text);
        let code = code.strip_prefix("IBAN").unwrap_or(&code);
        let base: BaseIban = code.parse().map_err(|fault| {
            Fault::new(match fault {
                iban::ParseBaseIbanError::InvalidFormat => FaultCode::NotAnIban,
                iban::ParseBaseIbanError::InvalidChecksum => FaultCode::IbanMistyped,
            })
        })?;
        // 99 leaves the same remainder as 02, and 97 of them do not exist.
        if base.check_digits() > 98 || code.len() < 15 {
            return Err(Fault::new(FaultCode::IbanMistyped));
        }
        match RegisteredIban::try_from(base) {
            // The registry lacks countries that a fund may pay to.
            Ok(_) | Err(ParseIbanError::UnknownCountry(_)) => Ok(Self(code.to_owned())),
            Err(_) => {
                let country = base.country_code();
                Err(Fault::limited(FaultCode::IbanOfCountry, country))
            }
        }
    }
}

/// The code of a bank: ISO 9362.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bic(String);

impl Bic {
    /// The code itself.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl FromEntry for Bic {
    fn from_entry(text: &str) -> Result<Self, Fault> {
        let code = bare(text);
        let code = ["BIC", "SWIFT"]
            .iter()
            .find_map(|word| code.strip_prefix(word).filter(|rest| is_bic(rest)))
            .unwrap_or(&code);
        if is_bic(code) {
            Ok(Self(code.to_owned()))
        } else {
            Err(Fault::new(FaultCode::NotABic))
        }
    }
}

fn is_bic(code: &str) -> bool {
    matches!(code.len(), 8 | 11)
        && code.bytes().enumerate().all(|(at, byte)| {
            byte.is_ascii_uppercase() || (byte.is_ascii_digit() && !(4..6).contains(&at))
        })
}

/// A code without what people put between its groups.
fn bare(text: &str) -> String {
    let dashes = CodePointMapData::<GeneralCategory>::new();
    ascii_digits(&clean::line(text))
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, ':' | '.'))
        .filter(|c| dashes.get(*c) != GeneralCategory::DashPunctuation)
        .flat_map(char::to_uppercase)
        .collect()
}

/// The name of an account's holder, as the bank has it, and as a payment order can print it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder(String);

impl Holder {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name itself.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Its spelling in the letters of a payment order, where there is one that everyone agrees on.
    ///
    /// # Errors
    /// `no_plain_spelling` with the first letter that has none; `too_long`.
    pub fn plain(&self) -> Result<PlainName, Fault> {
        let mut plain = String::new();
        for c in self.0.chars() {
            match spelling(c) {
                Some(text) => plain.push_str(&text),
                None => return Err(Fault::limited(FaultCode::NoPlainSpelling, c)),
            }
        }
        PlainName::from_entry(&plain)
    }
}

impl FromEntry for Holder {
    fn from_entry(text: &str) -> Result<Self, Fault> {
        let name = super::text::bounded(clean::line(text), LONGEST_NAME)?;
        // A spreadsheet takes what begins so for a formula; no name does.
        if name.starts_with(['=', '+', '-', '@']) || !name.contains(char::is_alphanumeric) {
            return Err(Fault::new(FaultCode::NotAName));
        }
        Ok(Self(name))
    }
}

/// A name in the letters that every bank can print: the set of SWIFT (x), which SEPA shares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlainName(String);

impl PlainName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name itself.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl FromEntry for PlainName {
    fn from_entry(text: &str) -> Result<Self, Fault> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let name = super::text::bounded(words.join(" "), LONGEST_NAME)?;
        if let Some(other) = name.chars().find(|c| !is_printable(*c)) {
            return Err(Fault::limited(FaultCode::NoPlainSpelling, other));
        }
        if name.starts_with(['+', '-']) || !name.contains(char::is_alphanumeric) {
            return Err(Fault::new(FaultCode::NotAName));
        }
        Ok(Self(name))
    }
}

fn is_printable(c: char) -> bool {
    c.is_ascii_alphanumeric() || " /-?:().,'+".contains(c)
}

/// How a character is spelt in a payment order. Alphabets with a settled spelling in Latin letters
/// have one; elsewhere only the holder knows theirs.
fn spelling(c: char) -> Option<String> {
    use GeneralCategory as G;
    if is_printable(c) {
        return Some(c.to_string());
    }
    let plain = match c {
        '&' => "+",
        '_' => "-",
        ';' => ",",
        '!' | '¡' | '¿' | '\u{200c}' | '\u{200d}' => "",
        '[' | '{' => "(",
        ']' | '}' => ")",
        '№' => "No",
        '·' | '…' => ".",
        _ => match CodePointMapData::<GeneralCategory>::new().get(c) {
            G::SpaceSeparator => " ",
            G::DashPunctuation => "-",
            G::InitialPunctuation | G::FinalPunctuation => "'",
            _ if matches!(c, '"' | '„' | '`' | '´' | '′' | '″') => "'",
            _ => "",
        },
    };
    let is_settled = matches!(c, '!' | '¡' | '¿' | '\u{200c}' | '\u{200d}');
    if !plain.is_empty() || is_settled {
        return Some(plain.to_owned());
    }
    let is_spelt = matches!(
        CodePointMapData::<Script>::new().get(c),
        Script::Latin | Script::Greek | Script::Cyrillic | Script::Armenian | Script::Georgian
    ) || matches!(c, 'º' | 'ª');
    let spelt = any_ascii::any_ascii_char(c);
    let is_letters = !spelt.is_empty() && spelt.chars().all(is_printable);
    if is_spelt && is_letters {
        return Some(spelt.to_owned());
    }
    // The hard and the soft sign have no sound of their own; a mark is part of the letter before
    // it.
    let is_mute = matches!(c, 'ь' | 'Ь' | 'ъ' | 'Ъ')
        || CodePointMapData::<GeneralCategory>::new().get(c) == G::NonspacingMark;
    (is_mute && spelt.is_empty()).then(String::new)
}

/// The last four characters of an account's number.
pub fn last_four(iban: &str) -> String {
    let skip = iban.chars().count().saturating_sub(4);
    iban.chars().skip(skip).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_iban_has_its_countrys_length_and_true_check_digits() {
        let read = |text: &str| Iban::from_entry(text).map(Iban::into_string);
        assert_eq!(
            read("GB82 WEST 1234 5698 7654 32"),
            Ok("GB82WEST12345698765432".into())
        );
        for same in [
            "\u{200e}AT61 1904 3002 3457 3201",
            "AT61\u{a0}1904\u{a0}3002\u{a0}3457\u{a0}3201",
            "AT61-1904-3002-3457-3201",
            "AT61–1904–3002–3457–3201",
            "IBAN AT61 1904 3002 3457 3201",
            "IBAN: at611904300234573201",
            "AT۶۱ ۱۹۰۴ ۳۰۰۲ ۳۴۵۷ ۳۲۰۱",
        ] {
            assert_eq!(read(same), Ok("AT611904300234573201".into()), "{same:?}");
        }
        let code = |text: &str| read(text).map_err(|fault| fault.code);
        assert_eq!(code("GB83WEST12345698765432"), Err(FaultCode::IbanMistyped));
        assert_eq!(code("NOT AN IBAN"), Err(FaultCode::NotAnIban));
        assert_eq!(
            code(&with_checks("AT", "190430023457320")),
            Err(FaultCode::IbanOfCountry)
        );
        assert_eq!(
            code(&with_checks("DE", "37040044053201300012")),
            Err(FaultCode::IbanOfCountry)
        );
        assert!(read(&with_checks("IR", "0000000000000000000001")).is_ok());
        let aliased = with_checks("IR", "0000000000000000000096");
        assert!(aliased.get(2..4) != Some("99"));
        for (country, bban) in [
            ("IR", "0170000000100324200001"),
            ("IR", "0000000000000000000087"),
        ] {
            let sound = with_checks(country, bban);
            if sound.get(2..4) == Some("02") {
                assert!(code(&format!("{country}99{bban}")).is_err());
            }
        }
    }

    fn with_checks(country: &str, bban: &str) -> String {
        let rest = format!("{bban}{country}00").chars().fold(0_u32, |rest, c| {
            let value = c.to_digit(36).unwrap();
            (rest * if value > 9 { 100 } else { 10 } + value) % 97
        });
        format!("{country}{:02}{bban}", 98 - rest)
    }

    #[test]
    fn the_code_of_a_bank_has_eight_or_eleven_signs() {
        for (typed, read) in [
            ("bkau atww", "BKAUATWW"),
            ("BIC: BKAUATWWXXX", "BKAUATWWXXX"),
            ("BICFATWW", "BICFATWW"),
        ] {
            assert_eq!(
                Bic::from_entry(typed).map(Bic::into_string),
                Ok(read.into())
            );
        }
        for refused in ["BKAUA1WW", "BKAUATW", "BKAUATWWXX", "BKAUÄTWW"] {
            assert!(Bic::from_entry(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn names_are_spelt_as_banks_can_print_them() {
        let plain = |name: &str| Holder::from_entry(name).and_then(|name| name.plain());
        for (name, printed) in [
            ("Lumen Diagnostics", "Lumen Diagnostics"),
            ("\"Zvezda\" d.o.o.", "'Zvezda' d.o.o."),
            ("'t Anker B.V.", "'t Anker B.V."),
            ("(re)Start GmbH", "(re)Start GmbH"),
            ("¡Vamos! S.L.", "Vamos S.L."),
            ("Łódź & Søn – Straße", "Lodz + Son - Strasse"),
            ("«Луч» ООО", "'Luch' OOO"),
            ("Ћирић, Ђорђевић", "Ciric, Djordjevic"),
            ("Αθήνα Α.Ε.", "Athina A.E."),
        ] {
            let found = plain(name).map(PlainName::into_string);
            assert_eq!(found.as_deref(), Ok(printed), "{name}");
        }
        for none in ["株式会社", "شركة ي", "Smile ☺ Ltd"] {
            assert_eq!(
                plain(none).map_err(|fault| fault.code),
                Err(FaultCode::NoPlainSpelling)
            );
        }
        for formula in ["=1+1", "@SUM(A1)", "+5", "-1", "\u{200b}=1"] {
            assert!(Holder::from_entry(formula).is_err(), "{formula}");
        }
        assert!(Holder::from_entry(&"n".repeat(71)).is_err());
        assert!(plain(&"ß".repeat(36)).is_err(), "72 letters once spelt");
    }
}
