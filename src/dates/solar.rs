//! Days of the solar calendar of Iran and Afghanistan: `1401/03/14`, and those with a month of its own.
//!
//! Apart from the other days, because they have to be brought to the common calendar at once: what comes
//! after knows no other.

use std::ops::RangeInclusive;

use calendrical_calculations::{gregorian, persian};

use super::Order;
use super::absolute::Day;
use super::names::Role;
use super::tokens::{Kind, Line};

/// Its years from 1921 to 2121: no date of the common calendar that a page of news gives has such a year.
pub(super) const YEARS: RangeInclusive<u32> = 1300..=1499;

/// A day of this calendar that ends before token `end`.
pub(super) fn day(year: u32, month: u32, of_month: u32, named: bool, end: usize) -> Option<Day> {
    let year = i32::try_from(year).ok()?;
    let days = match month {
        1..=6 => 31,
        7..=11 => 30,
        12 => 29 + u32::from(persian::is_leap_year(year)),
        _ => return None,
    };
    if !(1..=days).contains(&of_month) {
        return None;
    }
    let (month, of_month) = (u8::try_from(month).ok()?, u8::try_from(of_month).ok()?);
    let fixed = persian::fixed_from_fast_persian(year, month, of_month);
    let (year, month, of_month) = gregorian::gregorian_from_fixed(fixed).ok()?;
    Some(Day {
        year: i16::try_from(year).ok(),
        month,
        of_month,
        ambiguous: false,
        shows: Order::Unknown,
        weak: false,
        named,
        end,
    })
}

/// Day, month by its name, and year, from token `i` on.
pub(super) fn written(line: Line, i: usize) -> Option<Day> {
    let of_month = line.num(i, 2, 1, 31)?;
    let month = line.at(i + 1).meaning;
    let sign = matches!(line.at(i + 2).kind, Kind::Sign(',' | '-' | '/'));
    let at = if sign { i + 3 } else { i + 2 };
    let year = line.num(at, 4, *YEARS.start(), *YEARS.end())?;
    month.is(Role::SolarMonth).then(|| day(year, month.month.into(), of_month, true, at + 1))?
}
