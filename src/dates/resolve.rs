//! From what a date says to the calendar day it means.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan};

use super::{Clock, DateMatch, Order, Unit, When};

impl DateMatch {
    /// `2021-05-21` or, when the page gives a time, `2021-05-21T16:03:00`.
    ///
    /// The time is the page's own, in whatever zone that is. A distance in hours or less is resolved
    /// to its day, one in months or years to the day as far back in the calendar.
    /// `None` when it cannot be resolved: an ambiguous order of day and month, a relative date or a
    /// missing year without the day of the crawl, a mere time.
    #[must_use]
    pub fn iso(&self, order: Order, crawled: Option<DateTime>) -> Option<String> {
        let (date, time) = match self.when {
            When::Day { year, month, day, time, ambiguous: false } => {
                (calendar(year, month, day, crawled)?, time)
            }
            When::Day { year, month, day, time, ambiguous: true } => {
                (settle(year, month, day, order, crawled)?, time)
            }
            When::Relative { seconds, unit, time } => (back(crawled?, seconds, unit)?, time),
            When::Time(..) => return None,
        };
        Some(match time {
            Some((hour, minute, second)) => format!("{date}T{hour:02}:{minute:02}:{second:02}"),
            None => date.to_string(),
        })
    }

    fn clock(&self) -> Option<Clock> {
        match self.when {
            When::Day { time, .. } | When::Relative { time, .. } => time,
            When::Time(hour, minute, second) => Some((hour, minute, second)),
        }
    }
}

fn civil(year: i16, month: u8, day: u8) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The day; a missing year is the last in which the day was not after the crawl.
fn calendar(year: Option<i16>, month: u8, day: u8, crawled: Option<DateTime>) -> Option<Date> {
    if let Some(year) = year {
        return civil(year, month, day);
    }
    let last = last_day(crawled?)?;
    // Eight years: 29 February may be that far away.
    (0..=8).filter_map(|back| civil(last.year() - back, month, day)).find(|date| *date <= last)
}

/// The last day a page may speak of: the day after the crawl, which has begun in the east.
fn last_day(crawled: DateTime) -> Option<Date> {
    crawled.date().checked_add(1.day()).ok()
}

/// An ambiguous day in the page's order; without one, the only reading that was not after the crawl.
fn settle(
    year: Option<i16>,
    second: u8,
    first: u8,
    order: Order,
    crawled: Option<DateTime>,
) -> Option<Date> {
    match order {
        Order::DayFirst => calendar(year, second, first, crawled),
        Order::MonthFirst => calendar(year, first, second, crawled),
        Order::Unknown => {
            let last = last_day(crawled?)?;
            let possible = |date: &Date| *date <= last;
            let day_first = civil(year?, second, first).filter(possible);
            let month_first = civil(year?, first, second).filter(possible);
            if day_first.is_some() && month_first.is_some() {
                None
            } else {
                day_first.or(month_first)
            }
        }
    }
}

fn back(crawled: DateTime, seconds: i64, unit: Unit) -> Option<Date> {
    if unit < Unit::Month {
        let span = Span::new().try_seconds(seconds).ok()?;
        return crawled.checked_sub(span).ok().map(DateTime::date);
    }
    // Months and years go by the calendar, not by their mean length.
    let years = seconds / Unit::Year.seconds();
    let months = seconds % Unit::Year.seconds() / Unit::Month.seconds();
    crawled.date().checked_sub(Span::new().try_years(years).ok()?.try_months(months).ok()?).ok()
}

/// Distinct ambiguous dates needed before their spread says anything.
const SPREAD_DATES: usize = 3;
/// Days in which a thread's dates lie when they are read in the right order.
const SPREAD_NEAR: i32 = 31;
/// Days over which they lie, at least, in the wrong one.
const SPREAD_FAR: i32 = 90;

/// The order of day and month on a page.
///
/// A number above 12 decides; if dates contradict each other, the page has no order. Without such a
/// date the spread of the others decides: the days of one thread lie close together, and read the
/// wrong way they are months apart.
pub fn order_of_page<'a>(dates: impl Iterator<Item = &'a DateMatch>) -> Order {
    let (mut day_first, mut month_first) = (0, 0);
    let mut open: Vec<(Date, Date)> = Vec::new();
    for date in dates {
        match date.shows {
            Order::DayFirst => day_first += 1,
            Order::MonthFirst => month_first += 1,
            Order::Unknown => open.extend(readings(&date.when)),
        }
    }
    match (day_first, month_first) {
        (0, 0) => by_spread(open),
        (_, 0) => Order::DayFirst,
        (0, _) => Order::MonthFirst,
        _ => Order::Unknown,
    }
}

/// Both readings of an ambiguous day, the one with the day first before the other.
fn readings(when: &When) -> Option<(Date, Date)> {
    match *when {
        When::Day { year: Some(year), month, day, ambiguous: true, .. } => {
            Some((civil(year, month, day)?, civil(year, day, month)?))
        }
        _ => None,
    }
}

fn by_spread(mut open: Vec<(Date, Date)>) -> Order {
    open.sort_unstable();
    open.dedup();
    if open.len() < SPREAD_DATES {
        return Order::Unknown;
    }
    let day_first = spread(open.iter().map(|pair| pair.0));
    let month_first = spread(open.iter().map(|pair| pair.1));
    match (day_first, month_first) {
        (near, far) if near <= SPREAD_NEAR && far >= SPREAD_FAR => Order::DayFirst,
        (far, near) if near <= SPREAD_NEAR && far >= SPREAD_FAR => Order::MonthFirst,
        _ => Order::Unknown,
    }
}

/// Days from the first to the last.
fn spread(dates: impl Iterator<Item = Date> + Clone) -> i32 {
    match (dates.clone().min(), dates.max()) {
        (Some(first), Some(last)) => first.until(last).map_or(0, |span| span.get_days()),
        _ => 0,
    }
}

/// Reads a crawl date: `2024-03-05`, `2024-03-05T10:11:12Z`, `2024-03-05 10:11:12`, `20240305101112`, or seconds
/// or milliseconds since 1970: `1709633472`, `1709633472.5`, `1709633472000`.
///
/// A time zone is ignored: the day is what counts. `None` for anything that does not start with a date.
#[must_use]
pub fn parse_crawled(text: &str) -> Option<DateTime> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if matches!(digits, 8 | 14) && digits == text.len() {
        let part = |from: usize, to: usize| text.get(from..to)?.parse::<i8>().ok();
        let date = Date::new(text.get(..4)?.parse().ok()?, part(4, 6)?, part(6, 8)?).ok()?;
        let (hour, minute, second) =
            if digits == 14 { (part(8, 10)?, part(10, 12)?, part(12, 14)?) } else { (0, 0, 0) };
        return at(date, hour, minute, second);
    }
    if let Some(moment) = since_1970(text) {
        return Some(moment);
    }
    let found = super::find(text).filter(|found| found.span.start == 0)?;
    let When::Day { year: Some(year), month, day, ambiguous: false, .. } = found.when else {
        return None;
    };
    let (hour, minute, second) = found.clock().unwrap_or((0, 0, 0));
    let date = civil(year, month, day)?;
    let part = |n: u8| i8::try_from(n).ok();
    at(date, part(hour)?, part(minute)?, part(second)?)
}

/// The moment so many seconds or milliseconds after the beginning of 1970; only numbers of so many digits
/// that they are later than 2001 are taken for one.
fn since_1970(text: &str) -> Option<DateTime> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = whole.parse().ok()?;
    let moment = match whole.len() {
        10 => Timestamp::from_second(number),
        13 => Timestamp::from_millisecond(number),
        _ => return None,
    };
    moment.ok().map(|moment| TimeZone::UTC.to_datetime(moment))
}

fn at(date: Date, hour: i8, minute: i8, second: i8) -> Option<DateTime> {
    Time::new(hour, minute, second, 0).ok().map(|time| date.to_datetime(time))
}
