//! Instants, dates and deadlines; the only file that reads a clock.

use super::code::Kept;
use super::entry::{FromEntry, ascii_digits};
use super::fault::{Fault, FaultCode};
use jiff::civil;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A moment in UTC, to the microsecond: what both databases keep.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(transparent)]
#[schema(value_type = String, format = DateTime)]
pub struct Instant(Timestamp);

impl Instant {
    /// The moment so many microseconds after 1970 began in UTC.
    pub fn from_micros(micros: i64) -> Option<Self> {
        Timestamp::from_microsecond(micros).ok().map(Self)
    }

    /// Microseconds since 1970 began in UTC.
    pub fn micros(self) -> i64 {
        self.0.as_microsecond()
    }

    /// Text of fixed width, so that it sorts as time does: `2027-03-01T09:00:00.000000Z`.
    pub fn to_fixed_text(self) -> String {
        format!("{:.6}", self.0)
    }

    /// Reads RFC 3339 text.
    pub fn from_text(text: &str) -> Option<Self> {
        let stamp: Timestamp = text.parse().ok()?;
        Self::from_micros(stamp.as_microsecond())
    }

    /// So many seconds later; the same moment where the calendar ends.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        let later = self
            .0
            .as_microsecond()
            .saturating_add(seconds.saturating_mul(1_000_000));
        Self::from_micros(later).unwrap_or(self)
    }

    /// Whole seconds from an earlier moment to this one.
    pub fn seconds_since(self, earlier: Instant) -> i64 {
        (self.micros() - earlier.micros()) / 1_000_000
    }

    /// The day it is where the day begins first (UTC+14): what lies after it is the future for
    /// everyone.
    pub fn latest_day(self) -> Date {
        self.plus_seconds(14 * 60 * 60).date()
    }

    /// The day it is where the day ends last (UTC-12).
    pub fn earliest_day(self) -> Date {
        self.plus_seconds(-12 * 60 * 60).date()
    }

    /// The date in UTC.
    pub fn date(self) -> Date {
        Date(self.0.to_zoned_datetime(TimeZone::UTC).date())
    }

    /// The day, and hours and minutes, on the wall of a zone: `17:00`.
    pub fn on_the_wall(self, zone: &Zone) -> (Date, String) {
        let wall = self.0.to_zoned_datetime(zone.zone()).datetime();
        (Date(wall.date()), wall.strftime("%H:%M").to_string())
    }
}

/// A day of the calendar.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(transparent)]
#[schema(value_type = String, format = Date)]
pub struct Date(civil::Date);

const MILLENNIUM: civil::Date = civil::date(2000, 1, 1);

impl Date {
    /// Days since 1 January 2000, PostgreSQL's own count.
    pub fn days_since_2000(self) -> i32 {
        self.0.since(MILLENNIUM).map_or(0, |span| span.get_days())
    }

    /// The day so many days after 1 January 2000.
    pub fn from_days_since_2000(days: i32) -> Option<Self> {
        MILLENNIUM.checked_add(days.days()).ok().map(Self)
    }

    /// So many months later; the same day where the calendar ends.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        self.0
            .checked_add(jiff::Span::new().months(months))
            .map_or(self, Self)
    }

    /// So many days later; the same day where the calendar ends.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        self.0.checked_add(days.days()).map_or(self, Self)
    }

    /// Its last moment in universal time; none where the calendar ends.
    pub fn last_moment(self) -> Option<Instant> {
        Instant::from_text(&format!("{}T23:59:59.999999Z", self.plain_text()))
    }

    pub fn year(self) -> i32 {
        i32::from(self.0.year())
    }

    /// The month of the year, from 1.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// For logs, files and fields of forms: `2027-03-01`. What people read comes from `words::Say`.
    pub fn plain_text(self) -> String {
        self.0.to_string()
    }
}

impl std::str::FromStr for Date {
    type Err = Fault;
    fn from_str(text: &str) -> Result<Self, Fault> {
        text.parse()
            .map(Self)
            .map_err(|_| Fault::new(FaultCode::NotADate))
    }
}

impl FromEntry for Date {
    fn from_entry(text: &str) -> Result<Self, Fault> {
        let day: Self = ascii_digits(text).parse()?;
        in_this_century(day.year()).map(|()| day)
    }
}

/// A fund lives in this century: another year is a slip of the pen, such as 26 for 2026.
fn in_this_century(year: i32) -> Result<(), Fault> {
    if (2000..2100).contains(&year) {
        Ok(())
    } else {
        Err(Fault::new(FaultCode::UnlikelyYear))
    }
}

/// A time zone of the IANA database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(value_type = String)]
pub struct Zone(String);

impl Zone {
    /// Coordinated universal time.
    pub fn utc() -> Self {
        Self("UTC".to_owned())
    }

    /// Its name, as `Europe/Belgrade`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The place it is named after, as `Belgrade`; `None` for UTC and zones of no place.
    pub fn place(&self) -> Option<String> {
        let (region, place) = self.0.rsplit_once('/')?;
        (region != "Etc").then(|| place.replace('_', " "))
    }

    fn zone(&self) -> TimeZone {
        TimeZone::get(&self.0).unwrap_or(TimeZone::UTC)
    }
}

impl std::fmt::Display for Zone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromEntry for Zone {
    fn from_entry(text: &str) -> Result<Self, Fault> {
        let zone = TimeZone::get(text).map_err(|_| Fault::new(FaultCode::UnknownZone))?;
        Ok(Self(zone.iana_name().unwrap_or("UTC").to_owned()))
    }
}

impl Kept for Zone {
    fn kept(&self) -> &str {
        &self.0
    }

    fn from_kept(text: &str) -> Option<Self> {
        Some(Self(text.to_owned()))
    }
}

/// A date and time on the wall, of no zone: `2027-03-01T17:00`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(value_type = String)]
pub struct LocalTime(String);

impl LocalTime {
    /// The text of a form field for date and time.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromEntry for LocalTime {
    fn from_entry(text: &str) -> Result<Self, Fault> {
        let time: civil::DateTime = ascii_digits(text)
            .replace(' ', "T")
            .parse()
            .map_err(|_| Fault::new(FaultCode::NotATime))?;
        in_this_century(i32::from(time.year()))?;
        Ok(Self(time.strftime("%Y-%m-%dT%H:%M").to_string()))
    }
}

impl Kept for LocalTime {
    fn kept(&self) -> &str {
        &self.0
    }

    fn from_kept(text: &str) -> Option<Self> {
        Some(Self(text.to_owned()))
    }
}

/// A time on the wall of a zone, and the one instant it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    local: LocalTime,
    zone: Zone,
    instant: Instant,
}

impl Deadline {
    /// The instant of a local time.
    ///
    /// # Errors
    /// `time_does_not_exist` where the clocks skip it, `time_is_ambiguous` where they pass it
    /// twice: nobody should have to guess when a call closes.
    pub fn resolve(local: LocalTime, zone: Zone) -> Result<Self, Fault> {
        let time: civil::DateTime = local
            .0
            .parse()
            .map_err(|_| Fault::new(FaultCode::NotATime))?;
        let found = zone.zone().to_ambiguous_timestamp(time);
        let fault = match found.offset() {
            jiff::tz::AmbiguousOffset::Unambiguous { .. } => None,
            jiff::tz::AmbiguousOffset::Gap { .. } => Some(FaultCode::TimeDoesNotExist),
            jiff::tz::AmbiguousOffset::Fold { .. } => Some(FaultCode::TimeIsAmbiguous),
        };
        if let Some(code) = fault {
            return Err(Fault::new(code));
        }
        let stamp = found
            .unambiguous()
            .map_err(|_| Fault::new(FaultCode::NotATime))?;
        Ok(Self {
            local,
            zone,
            instant: Instant(stamp),
        })
    }

    /// The time on the wall.
    pub fn local(&self) -> &LocalTime {
        &self.local
    }

    /// The zone of the wall.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    pub fn instant(&self) -> Instant {
        self.instant
    }
}

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Instant;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        let now = Timestamp::now();
        Instant::from_micros(now.as_microsecond()).unwrap_or(Instant(now))
    }
}

/// A clock that a person turns: for tests, and for the demo fund's past.
#[derive(Debug, Clone)]
pub struct TurnedClock(Arc<AtomicI64>);

impl TurnedClock {
    /// A clock that stands at this moment.
    pub fn at(moment: Instant) -> Self {
        Self(Arc::new(AtomicI64::new(moment.micros())))
    }

    /// Turns it to a moment.
    pub fn turn_to(&self, moment: Instant) {
        self.0.store(moment.micros(), Ordering::SeqCst);
    }

    /// Turns it forward.
    pub fn advance_seconds(&self, seconds: i64) {
        self.0
            .fetch_add(seconds.saturating_mul(1_000_000), Ordering::SeqCst);
    }
}

impl Clock for TurnedClock {
    fn now(&self) -> Instant {
        Instant::from_micros(self.0.load(Ordering::SeqCst))
            .unwrap_or(Instant(Timestamp::UNIX_EPOCH))
    }
}

/// The machine's clock, moved forward: the demo's, so that nobody has to wait for a deadline.
#[derive(Debug, Clone, Default)]
pub struct ShiftedClock(Arc<AtomicI64>);

impl ShiftedClock {
    /// Moves it forward to this moment, where it is before it.
    pub fn not_before(&self, moment: Instant) {
        let ahead = moment.seconds_since(SystemClock.now()) + 1;
        self.0.fetch_max(ahead.max(0), Ordering::SeqCst);
    }

    /// Moves it further forward; never back.
    pub fn advance_days(&self, days: u32) {
        self.0
            .fetch_add(i64::from(days) * 24 * 60 * 60, Ordering::SeqCst);
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Instant {
        SystemClock
            .now()
            .plus_seconds(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(local: &str, zone: &str) -> Result<Deadline, FaultCode> {
        let local = LocalTime::from_entry(local).map_err(|fault| fault.code)?;
        let zone = Zone::from_entry(zone).map_err(|fault| fault.code)?;
        Deadline::resolve(local, zone).map_err(|fault| fault.code)
    }

    #[test]
    fn a_deadline_is_one_instant_or_none() {
        let fold = resolve("2026-10-25T02:30", "Europe/Belgrade");
        assert_eq!(fold.unwrap_err(), FaultCode::TimeIsAmbiguous);
        let gap = resolve("2026-03-29T02:30", "Europe/Belgrade");
        assert_eq!(gap.unwrap_err(), FaultCode::TimeDoesNotExist);
        let tehran = resolve("2027-03-01T17:00", "Asia/Tehran").unwrap();
        assert_eq!(
            tehran.instant().to_fixed_text(),
            "2027-03-01T13:30:00.000000Z"
        );
        assert_eq!(
            resolve("2027-03-01T17:00", "Mars/Base").unwrap_err(),
            FaultCode::UnknownZone
        );
    }

    #[test]
    fn instants_survive_their_text() {
        let text = "2027-03-01T09:00:00.123456Z";
        assert_eq!(Instant::from_text(text).unwrap().to_fixed_text(), text);
    }

    #[test]
    fn a_year_typed_with_two_figures_is_a_slip() {
        for (typed, fault) in [
            ("0026-11-20", FaultCode::UnlikelyYear),
            ("1999-12-31", FaultCode::UnlikelyYear),
            ("2100-01-01", FaultCode::UnlikelyYear),
            ("2027-02-29", FaultCode::NotADate),
            ("20.11.2026", FaultCode::NotADate),
        ] {
            assert_eq!(Date::from_entry(typed).unwrap_err().code, fault, "{typed}");
        }
        assert!(Date::from_entry("۲۰۲۷-۰۳-۰۱").is_ok());
        assert!(LocalTime::from_entry("0027-03-01T10:00").is_err());
    }

    #[test]
    fn days_count_from_the_millennium() {
        let day: Date = "2027-03-01".parse().unwrap();
        assert_eq!(Date::from_days_since_2000(day.days_since_2000()), Some(day));
        assert_eq!(day.plus_months(12).plain_text(), "2028-03-01");
    }
}
