//! Money as whole minor units with its currency; no floating point, no cent lost or invented.

use super::code::Kept;
use super::entry::{FromEntry, ascii_digits};
use super::fault::{Fault, FaultCode};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A currency of ISO 4217 that has a minor unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// The currency of this three-letter code.
    ///
    /// # Errors
    /// `unknown_currency`, also for codes such as XAU that have no minor unit.
    pub fn from_code(code: &str) -> Result<Self, Fault> {
        iso_currency::Currency::from_code(code)
            .filter(|currency| currency.exponent().is_some())
            .map(Self)
            .ok_or_else(|| Fault::new(FaultCode::UnknownCurrency))
    }

    /// The three-letter code.
    pub fn code(&self) -> &'static str {
        self.0.code()
    }

    /// The number of decimals of ISO 4217.
    pub fn exponent(&self) -> u32 {
        self.0.exponent().map_or(0, u32::from)
    }

    fn unit(&self) -> i64 {
        10_i64.pow(self.exponent())
    }
}

impl std::fmt::Display for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl FromEntry for Currency {
    fn from_entry(text: &str) -> Result<Self, Fault> {
        Self::from_code(&text.to_ascii_uppercase())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let code = String::deserialize(from)?;
        Self::from_code(&code).map_err(|_| serde::de::Error::custom("unknown currency"))
    }
}

impl utoipa::PartialSchema for Currency {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        String::schema()
    }
}

impl utoipa::ToSchema for Currency {}

impl Kept for Currency {
    fn kept(&self) -> &str {
        self.code()
    }

    fn from_kept(text: &str) -> Option<Self> {
        Self::from_code(text).ok()
    }
}

/// What can go wrong in reckoning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Beyond what 64 bits hold.
    #[error("amount out of range")]
    OutOfRange,
    /// Two currencies in one sum.
    #[error("amounts of different currencies")]
    MixedCurrencies,
    #[error("nothing to split by")]
    NothingToSplitBy,
}

/// An amount of one currency, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// So many minor units.
    pub fn from_minor(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing of this currency.
    pub fn zero(currency: Currency) -> Self {
        Self::from_minor(0, currency)
    }

    /// Reads a decimal text as the program writes it: `-1250.00`.
    ///
    /// # Errors
    /// `not_a_number`, `too_many_decimals` for the currency, or `too_large`.
    pub fn from_decimal_text(text: &str, currency: Currency) -> Result<Self, Fault> {
        let fault = |code| Err(Fault::new(code));
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(decimals) {
            return fault(FaultCode::NotANumber);
        }
        let Ok(places) = usize::try_from(currency.exponent()) else {
            return fault(FaultCode::UnknownCurrency);
        };
        if decimals.len() > places {
            return Err(Fault::limited(FaultCode::TooManyDecimals, places));
        }
        match format!("{whole}{decimals:0<places$}").parse::<i64>() {
            Ok(minor) => Ok(Self::from_minor(sign * minor, currency)),
            Err(_) => fault(FaultCode::TooLarge),
        }
    }

    /// The minor units.
    pub fn minor(&self) -> i64 {
        self.minor
    }

    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// Whether it is nothing.
    pub fn is_zero(&self) -> bool {
        self.minor == 0
    }

    /// Whether it is more than nothing.
    pub fn is_positive(&self) -> bool {
        self.minor > 0
    }

    /// The sum.
    ///
    /// # Errors
    /// Different currencies, or out of range.
    pub fn plus(&self, other: &Money) -> Result<Money, MoneyError> {
        self.with(other, i64::checked_add)
    }

    /// The difference.
    ///
    /// # Errors
    /// Different currencies, or out of range.
    pub fn minus(&self, other: &Money) -> Result<Money, MoneyError> {
        self.with(other, i64::checked_sub)
    }

    /// The sum of amounts, all of which must be of this currency; of none, nothing.
    ///
    /// # Errors
    /// Different currencies, or out of range.
    pub fn sum(
        currency: Currency,
        amounts: impl IntoIterator<Item = Money>,
    ) -> Result<Money, MoneyError> {
        amounts
            .into_iter()
            .try_fold(Self::zero(currency), |sum, one| sum.plus(&one))
    }

    fn with(
        &self,
        other: &Money,
        reckon: fn(i64, i64) -> Option<i64>,
    ) -> Result<Money, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::MixedCurrencies);
        }
        let minor = reckon(self.minor, other.minor).ok_or(MoneyError::OutOfRange)?;
        Ok(Self::from_minor(minor, self.currency))
    }

    /// The part of this rate, rounded half to even to the minor unit.
    ///
    /// # Errors
    /// Out of range.
    pub fn times(&self, rate: Rate) -> Result<Money, MoneyError> {
        let whole = i128::from(Rate::WHOLE.0);
        let product = i128::from(self.minor) * i128::from(rate.0);
        let (quotient, rest) = (product.div_euclid(whole), product.rem_euclid(whole));
        let up = match (rest * 2).cmp(&whole) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Greater => 1,
            std::cmp::Ordering::Equal => quotient.rem_euclid(2),
        };
        let minor = i64::try_from(quotient + up).map_err(|_| MoneyError::OutOfRange)?;
        Ok(Self::from_minor(minor, self.currency))
    }

    /// Parts in these proportions by largest remainder, ties to the first; they sum to the whole.
    ///
    /// # Errors
    /// No weights, or weights that are all zero.
    pub fn split(&self, weights: &[i64]) -> Result<Vec<Money>, MoneyError> {
        let total: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
        if total <= 0 || weights.iter().any(|weight| *weight < 0) {
            return Err(MoneyError::NothingToSplitBy);
        }
        let mut parts = Vec::with_capacity(weights.len());
        for (index, weight) in weights.iter().enumerate() {
            let product = i128::from(self.minor) * i128::from(*weight);
            parts.push((index, product.div_euclid(total), product.rem_euclid(total)));
        }
        let given: i128 = parts.iter().map(|part| part.1).sum();
        let left = usize::try_from(i128::from(self.minor) - given).unwrap_or(0);
        parts.sort_by_key(|part| (std::cmp::Reverse(part.2), part.0));
        for part in parts.iter_mut().take(left) {
            part.1 += 1;
        }
        parts.sort_by_key(|part| part.0);
        parts
            .into_iter()
            .map(|part| i64::try_from(part.1).map_err(|_| MoneyError::OutOfRange))
            .map(|minor| Ok(Self::from_minor(minor?, self.currency)))
            .collect()
    }

    /// As decimal text: `1250.00`.
    pub fn decimal_text(&self) -> String {
        let unit = self.currency.unit();
        let (whole, rest) = (self.minor / unit, (self.minor % unit).abs());
        let sign = if self.minor < 0 && whole == 0 {
            "-"
        } else {
            ""
        };
        match usize::try_from(self.currency.exponent()) {
            Ok(places) if places > 0 => format!("{sign}{whole}.{rest:0places$}"),
            _ => format!("{whole}"),
        }
    }

    /// For logs and files: `1250.00 EUR`. What people read comes from `words::Say`.
    pub fn plain_text(&self) -> String {
        format!("{} {}", self.decimal_text(), self.currency)
    }
}

/// Money on the wire: decimal text and currency, always together.
#[derive(Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = Money)]
struct MoneyOnTheWire {
    /// Decimal text with the currency's own number of decimals.
    amount: String,
    /// The three-letter code of ISO 4217.
    currency: String,
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        MoneyOnTheWire {
            amount: self.decimal_text(),
            currency: self.currency.code().to_owned(),
        }
        .serialize(to)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let wire = MoneyOnTheWire::deserialize(from)?;
        Currency::from_code(&wire.currency)
            .and_then(|currency| Self::from_decimal_text(&wire.amount, currency))
            .map_err(serde::de::Error::custom)
    }
}

impl utoipa::PartialSchema for Money {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        MoneyOnTheWire::schema()
    }
}

impl utoipa::ToSchema for Money {}

/// A share of a whole in basis points: 7500 is 75 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rate(i32);

impl Rate {
    /// 100 %.
    pub const WHOLE: Rate = Rate(10_000);

    /// A rate of so many basis points, from 0 to 10 000.
    pub fn from_basis_points(points: i32) -> Option<Self> {
        (0..=Self::WHOLE.0)
            .contains(&points)
            .then_some(Self(points))
    }

    pub fn basis_points(self) -> i32 {
        self.0
    }

    /// As a percentage without the sign: `62.5`.
    pub fn percent_text(self) -> String {
        let (whole, rest) = (self.0 / 100, self.0 % 100);
        let text = format!("{whole}.{rest:02}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

impl FromEntry for Rate {
    fn from_entry(text: &str) -> Result<Self, Fault> {
        let fault = || Fault::new(FaultCode::NotAPercentage);
        let text = ascii_digits(text).replace([',', '٫'], ".");
        let text = text.trim_end_matches(['%', '٪']).trim();
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || rest.len() > 2 || !all_digits(whole) || !all_digits(rest) {
            return Err(fault());
        }
        let points: i32 = format!("{whole}{rest:0<2}").parse().map_err(|_| fault())?;
        Self::from_basis_points(points).ok_or_else(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn money(text: &str, code: &str) -> Money {
        Money::from_decimal_text(text, Currency::from_code(code).unwrap()).unwrap()
    }

    fn texts(parts: &[Money]) -> Vec<String> {
        parts.iter().map(Money::decimal_text).collect()
    }

    #[test]
    fn splits_follow_the_worked_vectors() {
        let split = |text, code, weights: &[i64]| texts(&money(text, code).split(weights).unwrap());
        assert_eq!(
            split("100000", "EUR", &[1, 1, 1]),
            ["33333.34", "33333.33", "33333.33"]
        );
        assert_eq!(
            split("100.01", "EUR", &[50, 30, 20]),
            ["50.01", "30.00", "20.00"]
        );
        assert_eq!(split("1000", "JPY", &[1, 1, 1]), ["334", "333", "333"]);
        assert_eq!(
            split("1.000", "KWD", &[1, 1, 1]),
            ["0.334", "0.333", "0.333"]
        );
    }

    #[test]
    fn a_part_rounds_half_to_even() {
        let rate = Rate::from_basis_points(7000).unwrap();
        assert_eq!(
            money("214285.71", "EUR")
                .times(rate)
                .unwrap()
                .decimal_text(),
            "150000.00"
        );
        let half = Rate::from_basis_points(5000).unwrap();
        let halves: Vec<i64> = [1, 3, 5]
            .map(|minor| Money::from_minor(minor, money("0", "EUR").currency))
            .iter()
            .map(|money| money.times(half).unwrap().minor())
            .collect();
        assert_eq!(halves, [0, 2, 2]);
    }

    #[test]
    fn amounts_read_and_print_alike() {
        assert_eq!(money("1250.5", "EUR").decimal_text(), "1250.50");
        assert_eq!(money("1250", "EUR").plain_text(), "1250.00 EUR");
        assert_eq!(money("-0.05", "EUR").decimal_text(), "-0.05");
        let euro = Currency::from_code("EUR").unwrap();
        assert_eq!(
            Money::from_decimal_text("1.005", euro).unwrap_err().code,
            FaultCode::TooManyDecimals
        );
        assert_eq!(
            Money::from_decimal_text("1e3", euro).unwrap_err().code,
            FaultCode::NotANumber
        );
        assert_eq!(
            Money::from_decimal_text("99999999999999999999", euro)
                .unwrap_err()
                .code,
            FaultCode::TooLarge
        );
        assert!(Currency::from_code("XAU").is_err());
    }

    #[test]
    fn percentages_are_basis_points() {
        assert_eq!(Rate::from_entry("62.5").map(Rate::basis_points), Ok(6250));
        assert_eq!(
            Rate::from_basis_points(6250).unwrap().percent_text(),
            "62.5"
        );
        assert_eq!(
            Rate::from_basis_points(10_000).unwrap().percent_text(),
            "100"
        );
        assert!(Rate::from_entry("100.01").is_err());
    }

    /// Fault 4: amounts of two currencies are never one sum.
    #[test]
    fn two_currencies_make_no_sum() {
        let (euro, yen) = (money("5", "EUR"), money("500", "JPY"));
        let mixed = Err(MoneyError::MixedCurrencies);
        assert_eq!(euro.plus(&yen), mixed);
        assert_eq!(euro.minus(&yen), mixed);
        assert_eq!(Money::sum(euro.currency(), [euro, yen]), mixed);
        assert_eq!(Money::sum(yen.currency(), [euro]), mixed);
        assert_eq!(
            Money::sum(euro.currency(), [euro, euro]),
            Ok(money("10", "EUR"))
        );
    }

    proptest! {
        #[test]
        fn no_split_loses_or_invents_a_cent(
            minor in 0_i64..1_000_000_000_000,
            weights in proptest::collection::vec(1_i64..100_000, 1..12),
        ) {
            let whole = Money::from_minor(minor, Currency::from_code("EUR").unwrap());
            let parts = whole.split(&weights).unwrap();
            prop_assert_eq!(parts.iter().map(Money::minor).sum::<i64>(), minor);
            prop_assert_eq!(parts.len(), weights.len());
        }
    }
}
