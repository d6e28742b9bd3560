//! Marks from 0 to 5 in half points, kept as whole numbers from 0 to 10.

use super::entry::{FromEntry, ascii_digits};
use super::fault::{Fault, FaultCode};

/// A mark in half points: 7 is 3.5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HalfPoints(i32);

impl HalfPoints {
    /// The best mark.
    pub const BEST: i32 = 10;

    /// A mark of so many half points.
    pub fn new(half_points: i32) -> Option<Self> {
        (0..=Self::BEST)
            .contains(&half_points)
            .then_some(Self(half_points))
    }

    /// The number of half points.
    pub fn get(self) -> i32 {
        self.0
    }
}

/// Half points, of one mark or a sum, as people write them: `7` is `3.5`.
pub fn half_points_text(half_points: i32) -> String {
    let rest = if half_points % 2 == 0 { "0" } else { "5" };
    format!("{}.{rest}", half_points / 2)
}

/// A weighted mark in half hundredths of a point, as people write it: with two decimals, or with
/// the third where there is one.
pub fn weighted_text(half_hundredths: i32) -> String {
    let (whole, rest) = (half_hundredths / 200, half_hundredths % 200);
    let text = format!("{whole}.{:03}", rest * 5);
    text.strip_suffix('0').map(str::to_owned).unwrap_or(text)
}

impl std::fmt::Display for HalfPoints {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&half_points_text(self.0))
    }
}

impl FromEntry for HalfPoints {
    fn from_entry(text: &str) -> Result<Self, Fault> {
        let fault = || Fault::new(FaultCode::NotAHalfPoint);
        let text = ascii_digits(text).replace([',', '٫'], ".");
        let (whole, rest) = text.split_once('.').unwrap_or((&text, "0"));
        let half = match rest.trim_end_matches('0') {
            "" => 0,
            "5" => 1,
            _ => return Err(fault()),
        };
        if !whole.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(fault());
        }
        let whole: i32 = whole.parse().map_err(|_| fault())?;
        if !(0..=5).contains(&whole) {
            return Err(fault());
        }
        Self::new(whole * 2 + half).ok_or_else(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fault 32: the weighted mark lost its half hundredth.
    #[test]
    fn a_weighted_mark_is_written_with_all_it_has() {
        assert_eq!(weighted_text(3300), "16.50");
        assert_eq!(weighted_text(3301), "16.505");
        assert_eq!(weighted_text(3200), "16.00");
        assert_eq!(weighted_text(1), "0.005");
        assert_eq!(weighted_text(0), "0.00");
    }

    #[test]
    fn only_half_points_are_marks() {
        assert_eq!(HalfPoints::from_entry("3.5").map(HalfPoints::get), Ok(7));
        assert_eq!(HalfPoints::from_entry("5").map(HalfPoints::get), Ok(10));
        for refused in ["3.25", "5.5", "-1", "six", "", "-0.5"] {
            assert!(HalfPoints::from_entry(refused).is_err(), "{refused}");
        }
    }
}
