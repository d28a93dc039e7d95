//! Dates in short lines of scraped text: found, read, and resolved to ISO 8601.
//!
//! Comment heads and datelines hang on dates in any language and any order of
//! day and month. Finding one is kept apart from resolving it, because the
//! order of the numbers and the day of the crawl are facts about the page.

mod absolute;
mod clock;
mod fold;
mod glance;
mod glued;
mod lexicon;
mod names;
mod relative;
mod resolve;
mod rows;
mod scan;
mod solar;
mod tokens;
mod written;

#[cfg(test)]
mod tests;

use crate::segment::Line;
use crate::span::Span;
use glance::Sight;
pub use resolve::{order_of_page, parse_crawled};

/// One date that a line shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateMatch {
    /// Bytes relative to the line; date, time and time zone together, without a word that only leads to it (`on`, `le`).
    pub span: Span,
    /// Byte of the line where the words start that only lead to the date (`on`, `le`, `am`); the span's start if there are none.
    pub lead: usize,
    /// What it says.
    pub when: When,
    /// Whether a time of day is part of it.
    pub time: bool,
    /// The order of day and month that its own numbers prove (`05/21/2021`); unknown for all others.
    pub shows: Order,
}

/// Hour, minute, second.
pub type Clock = (u8, u8, u8);

/// What a date says before the page's own facts are brought in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// A calendar day.
    Day {
        /// Year, when the page gives it.
        year: Option<i16>,
        /// Month, 1 to 12; the second number of an ambiguous date.
        month: u8,
        /// Day of the month, 1 to 31; the first number of an ambiguous date.
        day: u8,
        /// Time of day, when the page gives it.
        time: Option<Clock>,
        /// Whether day and month could be swapped.
        ambiguous: bool,
    },
    /// A distance back from the day of the crawl.
    Relative {
        /// How long ago, in seconds; a month counts 30 days and a year 365.
        seconds: i64,
        /// The finest unit that it was given in.
        unit: Unit,
        /// Time of day: `yesterday at 14:05`.
        time: Option<Clock>,
    },
    /// Only a time of day.
    Time(u8, u8, u8),
}

/// Unit of a relative date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unit {
    /// Seconds, and `just now`.
    Second,
    /// Minutes.
    Minute,
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

impl Unit {
    /// All units, the finest first.
    pub const ALL: [Self; 7] =
        [Self::Second, Self::Minute, Self::Hour, Self::Day, Self::Week, Self::Month, Self::Year];

    /// Length in seconds; a month counts 30 days and a year 365.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        const DAY: i64 = 86_400;
        match self {
            Self::Second => 1,
            Self::Minute => 60,
            Self::Hour => 3_600,
            Self::Day => DAY,
            Self::Week => 7 * DAY,
            Self::Month => 30 * DAY,
            Self::Year => 365 * DAY,
        }
    }
}

/// Order of day and month in a page's numeric dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// `21/05/2021`
    DayFirst,
    /// `05/21/2021`
    MonthFirst,
    /// The page does not tell.
    #[default]
    Unknown,
}

/// The best date of the line: the first that names a day or a distance, else the first time of day.
#[must_use]
pub fn find(line: &str) -> Option<DateMatch> {
    let mut best = None;
    scan::scan(line, |date| is_open(&mut best, date));
    best
}

/// Whether a date may begin with the word that the line begins with; true where no word stands there.
#[must_use]
pub fn may_open(line: &str) -> bool {
    names::LEXICON.may_open(line)
}

/// Takes a date if it is better than those before; tells whether others may be better still.
const fn is_open(best: &mut Option<DateMatch>, date: DateMatch) -> bool {
    let day = !matches!(date.when, When::Time(..));
    if day || best.is_none() {
        *best = Some(date);
    }
    !day
}

/// What is known of a line's date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineDate {
    /// Nobody looked for one.
    #[default]
    Unsought,
    /// There is none.
    Missing,
    /// The best one.
    Found(DateMatch),
}

impl LineDate {
    /// The date, looked for in `line` if that was not done before.
    #[must_use]
    pub fn or_find(self, line: &str) -> Option<DateMatch> {
        match self {
            Self::Unsought => find(line),
            Self::Missing => None,
            Self::Found(date) => Some(date),
        }
    }
}

/// Lines longer than this are not searched for dates: prose names dates too, and says nothing by it. In characters.
const SHORT_LINE: u32 = 120;

/// The dates of a page's lines: one entry a line, about its body.
#[must_use]
pub fn of_lines(text: &str, lines: &[Line]) -> Vec<LineDate> {
    let of = |line: &Line| {
        let shape = &line.shape;
        if shape.chars > SHORT_LINE {
            return LineDate::Unsought;
        }
        let wide = shape.chars as usize != line.body.len();
        let sight = Sight { digits: shape.digits > 0, wide, camel: shape.camel > 0 };
        let mut best = None;
        let room = text.as_bytes().get(line.body.start..).unwrap_or_default();
        scan::scan_seen(line.body.of(text), room, sight, |date| is_open(&mut best, date));
        best.map_or(LineDate::Missing, LineDate::Found)
    };
    lines.iter().map(of).collect()
}

/// Hands all dates of the line to `take`, from left to right, without overlap.
///
/// Only the first 4 KiB of a line are read, here and in [`find`].
pub fn each(line: &str, mut take: impl FnMut(DateMatch)) {
    scan::scan(line, |date| {
        take(date);
        true
    });
}
