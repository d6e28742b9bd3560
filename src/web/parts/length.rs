//! Money and marks as lengths, never without their figures.

use super::Hue;
use crate::kernel::money::Money;
use askama::Template;

/// The units a bar is drawn in.
const WIDE: i64 = 1_000;

/// A bar of parts of a whole.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/length.html")]
pub struct Length {
    pieces: Vec<Piece>,
    /// A line across it.
    line: Option<i64>,
    /// What a screen reader says in its place.
    pub says: String,
    /// `thick` or empty.
    pub class: &'static str,
}

#[derive(Debug, Clone)]
struct Piece {
    hue: Hue,
    class: &'static str,
    from: i64,
    width: i64,
}

impl Length {
    /// A bar of these parts: colour, class and amount of each, and the whole.
    pub fn new(whole: &Money, parts: &[(Hue, &'static str, Money)], says: String) -> Self {
        let whole = whole.minor().max(1);
        // Bounds are reckoned from sums, so that no part is lost to rounding.
        let bound = |minor: i64| {
            let wide = i128::from(minor.clamp(0, whole)) * i128::from(WIDE);
            i64::try_from(wide / i128::from(whole)).unwrap_or(WIDE)
        };
        let mut sum = 0_i64;
        let mut pieces = Vec::new();
        for (hue, class, money) in parts {
            let from = bound(sum);
            sum = sum.saturating_add(money.minor());
            let width = bound(sum) - from;
            if width > 0 {
                pieces.push(Piece {
                    hue,
                    class,
                    from,
                    width,
                });
            }
        }
        Self {
            pieces,
            line: None,
            says,
            class: "",
        }
    }

    /// A sum of marks as a part of the best there is, with a line at what is asked for.
    pub fn of_marks(sum: i32, least: i32, best: i32, says: String) -> Self {
        let best = i64::from(best).max(1);
        let at = |half_points: i32| i64::from(half_points).clamp(0, best) * WIDE / best;
        let piece = Piece {
            hue: "",
            class: "plain",
            from: 0,
            width: at(sum),
        };
        Self {
            pieces: vec![piece],
            line: (least > 0).then(|| at(least)),
            says,
            class: "",
        }
    }

    #[must_use]
    pub fn thick(mut self) -> Self {
        self.class = "thick";
        self
    }
}

/// What the classes of a bar's parts mean.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/legend.html")]
pub struct Legend(pub Vec<(&'static str, String)>);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::money::Currency;

    #[test]
    fn the_parts_fill_the_whole_and_no_more() {
        let euro = Currency::from_code("EUR").unwrap();
        let money = |minor| Money::from_minor(minor, euro);
        let thirds = [
            ("p1", "", money(1)),
            ("p2", "", money(1)),
            ("p0", "", money(1)),
        ];
        let bar = Length::new(&money(3), &thirds, String::new());
        let wide: i64 = bar.pieces.iter().map(|one| one.width).sum();
        assert_eq!(wide, WIDE);
        let over = Length::new(&money(2), &thirds, String::new());
        let wide: i64 = over.pieces.iter().map(|one| one.width).sum();
        assert_eq!((over.pieces.len(), wide), (2, WIDE));
        assert_eq!(Length::new(&money(0), &[], String::new()).pieces.len(), 0);
    }
}
