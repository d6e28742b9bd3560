//! Money, numbers, dates and times as people read them.

use super::say::Say;
use crate::kernel::money::{Money, Rate};
use crate::kernel::time::{Date, Instant, Zone};

impl Say {
    /// An amount with its currency: `1,250.00 EUR`.
    pub fn money(&self, money: &Money) -> String {
        let amount = self.grouped(&money.decimal_text());
        let currency = money.currency().code();
        self.with(
            "figure-money",
            &[("amount", amount.into()), ("currency", currency.into())],
        )
    }

    /// An amount without its currency, where that stands beside it.
    pub fn amount(&self, money: &Money) -> String {
        self.grouped(&money.decimal_text())
    }

    /// A whole number.
    pub fn number(&self, number: i64) -> String {
        self.grouped(&number.to_string())
    }

    /// A number written with a point before its decimals, as marks and scores are kept.
    pub fn decimal(&self, plain: &str) -> String {
        self.grouped(plain)
    }

    /// A rate in basis points, as a percentage.
    pub fn percent(&self, points: i32) -> String {
        let rate = Rate::from_basis_points(points).map(Rate::percent_text);
        let number = self.grouped(&rate.unwrap_or_default());
        self.with("figure-percent", &[("number", number.into())])
    }

    /// A day: `1 March 2027`.
    pub fn date(&self, day: Date) -> String {
        let month = self.month(day.month());
        self.with(
            "figure-date",
            &[
                ("day", day.day().to_string().into()),
                ("month", month.into()),
                ("year", day.year().to_string().into()),
            ],
        )
    }

    /// The name of a month, from 1.
    pub fn month(&self, month: i8) -> String {
        self.message(&format!("month-{month}"), &[])
    }

    /// A moment on the reader's wall, with its zone named.
    pub fn instant(&self, moment: Instant) -> String {
        self.instant_in(moment, self.zone())
    }

    /// A moment on the wall of a zone, which is named: `1 March 2027, 17:00 in Belgrade`.
    pub fn instant_in(&self, moment: Instant, zone: &Zone) -> String {
        let (day, time) = moment.on_the_wall(zone);
        self.with(
            "figure-moment",
            &[
                ("date", self.date(day).into()),
                ("time", self.time_in(&time, zone).into()),
            ],
        )
    }

    /// A moment on two walls, the zone of the matter first, and once where both are one:
    /// `1 March 2027, 17:59 in Belgrade, 20:29 in Tehran`.
    pub fn instant_for(&self, moment: Instant, zone: &Zone) -> String {
        let first = self.instant_in(moment, zone);
        let ((day, _), (own_day, own_time)) =
            (moment.on_the_wall(zone), moment.on_the_wall(self.zone()));
        if zone == self.zone() {
            return first;
        }
        let second = if day == own_day {
            self.time_in(&own_time, self.zone())
        } else {
            self.instant(moment)
        };
        self.with(
            "figure-both",
            &[("first", first.into()), ("second", second.into())],
        )
    }

    /// The day of a moment on the reader's wall.
    pub fn day(&self, moment: Instant) -> String {
        self.date(moment.on_the_wall(self.zone()).0)
    }

    /// By when, as a person says it: `by 3 December 2026`, `by today, 17:00`.
    pub fn by(&self, due: Instant, now: Instant) -> String {
        let (day, time) = due.on_the_wall(self.zone());
        if due < now {
            return self.with("figure-was_due", &[("day", self.date(day).into())]);
        }
        if day == now.on_the_wall(self.zone()).0 {
            let time = self.time_in(&time, self.zone());
            return self.with("figure-by_today", &[("time", time.into())]);
        }
        self.with("figure-by", &[("day", self.date(day).into())])
    }

    fn time_in(&self, time: &str, zone: &Zone) -> String {
        let time = time.to_owned();
        match zone.place() {
            Some(place) => self.with(
                "figure-time-in",
                &[("time", time.into()), ("place", place.into())],
            ),
            None => self.with(
                "figure-time-zone",
                &[("time", time.into()), ("zone", zone.as_str().into())],
            ),
        }
    }

    /// Several things in one sentence, all of them: `A, B and C`.
    pub fn list(&self, things: &[String]) -> String {
        self.joined(things, "figure-and")
    }

    /// Several things in one sentence, any of them: `A, B or C`.
    pub fn any_of(&self, things: &[String]) -> String {
        self.joined(things, "figure-or")
    }

    fn joined(&self, things: &[String], last: &'static str) -> String {
        let Some((end, before)) = things.split_last() else {
            return String::new();
        };
        let pair = |key, first: String, second: &String| {
            self.with(key, &[("first", first.into()), ("second", second.into())])
        };
        let Some((begin, between)) = before.split_first() else {
            return end.clone();
        };
        let start = between.iter().fold(begin.clone(), |so_far, one| {
            pair("figure-comma", so_far, one)
        });
        pair(last, start, end)
    }

    /// Groups the digits before the point by thousands, from five digits on where the language
    /// leaves four together; the marks are the language's.
    fn grouped(&self, plain: &str) -> String {
        let (sign, digits) = plain
            .strip_prefix('-')
            .map_or(("", plain), |rest| ("−", rest));
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let mut text = sign.to_owned();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        if !decimals.is_empty() {
            text.push('.');
            text.push_str(decimals);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::super::Texts;
    use super::*;
    use crate::kernel::entry::FromEntry;
    use crate::kernel::money::Currency;
    use std::sync::Arc;

    fn say() -> Say {
        Say::new(Arc::new(Texts::read().unwrap()), "en")
    }

    #[test]
    fn amounts_are_grouped_and_never_lose_a_digit() {
        let said = |minor, code| {
            say().money(&Money::from_minor(
                minor,
                Currency::from_code(code).unwrap(),
            ))
        };
        assert_eq!(said(2_880_000, "EUR"), "28,800.00 EUR");
        assert_eq!(said(-5, "EUR"), "−0.05 EUR");
        assert_eq!(said(-123_456, "EUR"), "−1,234.56 EUR");
        assert_eq!(said(1_000, "JPY"), "1,000 JPY");
        assert_eq!(said(999, "KWD"), "0.999 KWD");
        assert_eq!(
            said(9_007_199_254_740_993, "EUR"),
            "90,071,992,547,409.93 EUR"
        );
    }

    #[test]
    fn a_moment_names_its_zone_and_both_walls_where_they_differ() {
        let zone = |name| Zone::from_entry(name).unwrap();
        let at = Instant::from_text("2027-03-01T16:59:00Z").unwrap();
        let say = say().in_zone(zone("Asia/Tehran"));
        assert_eq!(say.instant(at), "1 March 2027, 20:29 in Tehran");
        assert_eq!(
            say.instant_for(at, &zone("Europe/Belgrade")),
            "1 March 2027, 17:59 in Belgrade, 20:29 in Tehran"
        );
        assert_eq!(
            say.instant_for(at, &zone("Asia/Tehran")),
            "1 March 2027, 20:29 in Tehran"
        );
        assert_eq!(say.instant_in(at, &Zone::utc()), "1 March 2027, 16:59 UTC");
        let late = at.plus_seconds(5 * 60 * 60);
        assert_eq!(
            say.instant_for(late, &zone("Europe/Belgrade")),
            "1 March 2027, 22:59 in Belgrade, 2 March 2027, 01:29 in Tehran"
        );
    }

    #[test]
    fn several_things_make_one_sentence() {
        let list = |things: &[&str]| {
            let things: Vec<String> = things.iter().map(|one| (*one).to_owned()).collect();
            (say().list(&things), say().any_of(&things))
        };
        assert_eq!(list(&[]), (String::new(), String::new()));
        assert_eq!(list(&["A"]).0, "A");
        assert_eq!(list(&["A", "B"]).0, "A and B");
        assert_eq!(
            list(&["A", "B", "C"]),
            ("A, B and C".into(), "A, B or C".into())
        );
    }
}
