//! Amounts as people write them: every way of grouping that the product's languages know is read
//! where it can mean one thing only, and refused where it could mean two.

use super::entry::{FromEntry, ascii_digits};
use super::fault::{Fault, FaultCode};
use super::money::{Currency, Money};

/// The most that is entered at once, in minor units: thousands of such amounts add up within
/// 64 bits, and nobody's slip of a finger becomes a pledge.
pub const MOST_MINOR: i64 = 1_000_000_000_000_000;

/// An amount as typed, before its currency is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount(String);

impl Amount {
    /// The amount in a currency.
    ///
    /// # Errors
    /// `not_a_number`, `ambiguous_amount`, `too_many_decimals`, `too_large`; negative amounts are
    /// `too_small`.
    pub fn in_currency(&self, currency: Currency) -> Result<Money, Fault> {
        let text = without_code(&self.0, currency);
        let (is_negative, text) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest.trim()),
            None => (false, text),
        };
        let (whole, decimals) = parts(text)?;
        let places = usize::try_from(currency.exponent()).unwrap_or_default();
        // Noughts past the last place change nothing.
        let decimals = match decimals.get(places..) {
            Some(beyond) if beyond.bytes().all(|digit| digit == b'0') => {
                decimals.get(..places).unwrap_or_default()
            }
            Some(_) => return Err(Fault::limited(FaultCode::TooManyDecimals, places)),
            None => &decimals,
        };
        let most = Money::from_minor(MOST_MINOR, currency);
        let minor = format!("{whole}{decimals:0<places$}")
            .parse()
            .ok()
            .filter(|minor: &i64| *minor <= MOST_MINOR)
            .ok_or_else(|| Fault::limited(FaultCode::TooLarge, most.decimal_text()))?;
        if is_negative && minor > 0 {
            return Err(Fault::limited(FaultCode::TooSmall, 0));
        }
        Ok(Money::from_minor(minor, currency))
    }
}

impl FromEntry for Amount {
    fn from_entry(text: &str) -> Result<Self, Fault> {
        Ok(Self(text.to_owned()))
    }
}

/// An amount as a page prints it carries the code of its currency.
fn without_code(text: &str, currency: Currency) -> &str {
    let text = text.trim();
    let is_code = |part: &str| part.eq_ignore_ascii_case(currency.code());
    match (text.get(..3), text.len().checked_sub(3)) {
        (Some(start), _) if is_code(start) => text.get(3..).unwrap_or(text).trim(),
        (_, Some(end)) if text.get(end..).is_some_and(is_code) => {
            text.get(..end).unwrap_or(text).trim()
        }
        _ => text,
    }
}

/// What stands between digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Space,
    Apostrophe,
    Point,
    Comma,
    ArabicThousands,
    ArabicDecimal,
}

fn mark(c: char) -> Option<Mark> {
    Some(match c {
        '.' => Mark::Point,
        ',' => Mark::Comma,
        '\'' | '’' | 'ʼ' => Mark::Apostrophe,
        '٬' => Mark::ArabicThousands,
        '٫' => Mark::ArabicDecimal,
        // Plain, no-break, thin, figure and narrow spaces.
        c if c.is_whitespace() => Mark::Space,
        _ => return None,
    })
}

/// The digits before and after the decimal mark.
fn parts(text: &str) -> Result<(String, String), Fault> {
    let fault = || Fault::new(FaultCode::NotANumber);
    let (mut groups, marks) = split(text)?;
    let decimals = match marks.split_last() {
        Some((last, earlier)) if is_decimal(*last, earlier, &groups)? => {
            groups.pop().unwrap_or_default()
        }
        _ => String::new(),
    };
    let between = marks.get(..groups.len().saturating_sub(1)).unwrap_or(&[]);
    let is_even = between.windows(2).all(|pair| pair.first() == pair.last())
        && !between.contains(&Mark::ArabicDecimal);
    if !is_even || !(groups.len() == 1 || are_thousands(&groups)) {
        return Err(fault());
    }
    let whole = groups.concat();
    if whole.is_empty() && decimals.is_empty() {
        return Err(fault());
    }
    Ok((whole, decimals))
}

/// Groups of digits and the marks between them; a number may begin with its decimal mark, but never
/// end with one.
fn split(text: &str) -> Result<(Vec<String>, Vec<Mark>), Fault> {
    let fault = || Fault::new(FaultCode::NotANumber);
    let (mut groups, mut marks) = (vec![String::new()], Vec::new());
    for c in ascii_digits(text).chars() {
        let last = groups.last_mut().ok_or_else(fault)?;
        if c.is_ascii_digit() {
            last.push(c);
            continue;
        }
        let mark = mark(c).ok_or_else(fault)?;
        if last.is_empty() && (!marks.is_empty() || mark == Mark::Space) {
            return Err(fault());
        }
        marks.push(mark);
        groups.push(String::new());
    }
    match groups.last() {
        Some(last) if !last.is_empty() => Ok((groups, marks)),
        _ => Err(fault()),
    }
}

/// Whether the last mark is the decimal mark.
fn is_decimal(last: Mark, earlier: &[Mark], groups: &[String]) -> Result<bool, Fault> {
    match (last, earlier) {
        (Mark::ArabicDecimal, _) => Ok(true),
        (Mark::Point | Mark::Comma, [first, ..]) => Ok(*first != last),
        (Mark::Point | Mark::Comma, []) if are_thousands(groups) => {
            Err(Fault::limited(FaultCode::AmbiguousAmount, groups.concat()))
        }
        (Mark::Point | Mark::Comma, []) => Ok(true),
        _ => Ok(false),
    }
}

/// Whether digits stand in groups of three, the first of one to three and not a nought.
fn are_thousands(groups: &[String]) -> bool {
    groups.split_first().is_some_and(|(first, rest)| {
        (1..=3).contains(&first.len())
            && !first.starts_with('0')
            && rest.iter().all(|group| group.len() == 3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, code: &str) -> Result<String, FaultCode> {
        let currency = Currency::from_code(code).unwrap();
        Amount::from_entry(text)
            .and_then(|amount| amount.in_currency(currency))
            .map(|money| money.decimal_text())
            .map_err(|fault| fault.code)
    }

    #[test]
    fn what_can_mean_one_thing_is_read() {
        for (typed, meant) in [
            ("1234", "1234.00"),
            ("1250,50", "1250.50"),
            ("1 234,50", "1234.50"),
            ("1.234,50", "1234.50"),
            ("1,234.50", "1234.50"),
            ("1'234.50", "1234.50"),
            ("1’234’567,5", "1234567.50"),
            ("1\u{a0}234\u{202f}567,50", "1234567.50"),
            ("1\u{2009}234", "1234.00"),
            ("1.234.567", "1234567.00"),
            ("1,234,567", "1234567.00"),
            ("۱٬۲۳۴٫۵۰", "1234.50"),
            ("١٢٣٤٫٥", "1234.50"),
            ("62.5", "62.50"),
            ("0,500", "0.50"),
            (",5", "0.50"),
            ("1234,500", "1234.50"),
            ("1,250.00 EUR", "1250.00"),
            ("eur 1 250", "1250.00"),
            ("-0", "0.00"),
        ] {
            assert_eq!(read(typed, "EUR").as_deref(), Ok(meant), "{typed:?}");
        }
        assert_eq!(read("1.2340", "KWD").as_deref(), Ok("1.234"));
        assert_eq!(read("9007199254740993", "JPY"), Err(FaultCode::TooLarge));
        assert_eq!(
            read("900719925474099", "JPY").as_deref(),
            Ok("900719925474099")
        );
    }

    #[test]
    fn what_can_mean_two_things_or_none_is_refused() {
        for ambiguous in ["1.234", "1,234", "12.345", "999,999"] {
            assert_eq!(
                read(ambiguous, "EUR"),
                Err(FaultCode::AmbiguousAmount),
                "{ambiguous:?}"
            );
        }
        for odd in [
            "62 5",
            "62\u{a0}5",
            "1 2 3 4",
            "1 234 56",
            "12 34 567",
            "0 500",
            "1..5",
            "1.",
            "1,2,3",
            "1.234,567,89",
            "1 234.567.890",
            "1,5 000",
            "1e3",
            "0x1F",
            "twelve",
            "+",
            "1 250 USD",
            "½",
            "--5",
            "",
        ] {
            assert_eq!(read(odd, "EUR"), Err(FaultCode::NotANumber), "{odd:?}");
        }
        assert_eq!(read("1234,567", "EUR"), Err(FaultCode::TooManyDecimals));
        assert_eq!(read("1.5", "JPY"), Err(FaultCode::TooManyDecimals));
        assert_eq!(read("-5", "EUR"), Err(FaultCode::TooSmall));
        assert_eq!(read("−5,00", "EUR"), Err(FaultCode::TooSmall));
        assert_eq!(read("10000000000000.01", "EUR"), Err(FaultCode::TooLarge));
        assert_eq!(read(&"9".repeat(40), "EUR"), Err(FaultCode::TooLarge));
    }

    proptest! {
        #[test]
        fn every_printed_amount_is_read_as_it_is(minor in 0_i64..=MOST_MINOR) {
            for code in ["EUR", "JPY", "KWD"] {
                let money = Money::from_minor(minor, Currency::from_code(code).unwrap());
                for text in [money.decimal_text(), money.plain_text()] {
                    let found = Amount(text.clone()).in_currency(money.currency());
                    if found != Err(Fault::limited(FaultCode::AmbiguousAmount, minor_of(&text))) {
                        prop_assert_eq!(found, Ok(money), "{}", text);
                    }
                }
            }
        }

        #[test]
        fn nothing_that_is_typed_breaks_the_reader(text in "[0-9 .,'\u{a0}٫٬a-c-]{0,12}") {
            let read = read(&text, "EUR");
            if let Ok(amount) = read {
                let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
                let typed = digits(&text);
                prop_assert!(digits(&amount).trim_start_matches('0').starts_with(
                    typed.trim_start_matches('0').trim_end_matches('0')
                ));
            }
        }
    }

    fn minor_of(text: &str) -> String {
        text.chars().filter(char::is_ascii_digit).collect()
    }
}
