//! Days written in numbers: `2021-05-21`, `21.05.2021`, `05/21/21`.
//!
//! Apart from the days that name their month, because the order of the
//! numbers is open here.

use super::Order;
use super::clock::attached;
use super::names::Role;
use super::solar;
use super::tokens::Line;

/// A calendar day as the line writes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Day {
    pub(super) year: Option<i16>,
    pub(super) month: u8,
    /// Day of the month, or the first number of an ambiguous date.
    pub(super) of_month: u8,
    pub(super) ambiguous: bool,
    pub(super) shows: Order,
    /// Whether it is a date only beside a year or a time.
    pub(super) weak: bool,
    /// Whether the month is named.
    pub(super) named: bool,
    /// The token after it.
    pub(super) end: usize,
}

impl Day {
    /// Whether the calendar has such a day.
    pub(super) fn exists(&self) -> bool {
        // A leap year, so that 29 February without a year stands.
        let (Ok(month), Ok(day)) = (i8::try_from(self.month), i8::try_from(self.of_month)) else {
            return false;
        };
        jiff::civil::Date::new(self.year.unwrap_or(2000), month, day).is_ok()
    }
}

/// The year of two digits: the century in which comments and news are.
pub(super) fn century(year: u32) -> Option<i16> {
    i16::try_from(if year < 70 { 2000 + year } else { 1900 + year }).ok()
}

/// A day in numbers that starts at token `i`.
pub(super) fn numeric(line: Line, i: usize) -> Option<Day> {
    let first = line.at(i);
    if first.digits == 4 && line.is_num(i + 1) {
        return spaced(line, i);
    }
    let sign = ['.', '-', '/'].into_iter().find(|&sign| line.sign(i + 1, sign))?;
    if !joined(line, i + 1, sign) {
        return None;
    }
    let second = line.num(i + 2, 2, 1, 31)?;
    let third = line.at(i + 4);
    let three = line.sign(i + 3, sign) && joined(line, i + 3, sign) && line.is_num(i + 4);
    let two = first.digits == 2 && line.at(i + 2).digits == 2;
    // More numbers: an address, a version, a telephone number.
    let more = ['.', '-', '/'].iter().any(|&s| {
        line.sign(i + 5, s) && line.glued(i + 5) && line.glued(i + 6) && line.is_num(i + 6)
    });
    if three && more {
        return None;
    }
    match (first.digits, third.digits) {
        (4, 1 | 2) if three => of_year(first.value, second, third.value, i + 5),
        (1 | 2, 4) if three => match third.value {
            year @ 1900..=2100 => {
                ordered(i16::try_from(year).ok(), (first.value, second), sign, i + 5)
            }
            // Other calendars are those of countries that write the day first.
            year => of_year(year, second, first.value, i + 5),
        },
        (1 | 2, 2) if three && (sign == '/' || two) => {
            if first.value > 31 {
                return day_of(century(first.value), second, third.value, i + 5);
            }
            ordered(century(third.value), (first.value, second), sign, i + 5)
        }
        (1 | 2, _) if !three => yearless(line, i, sign, (first.value, second)),
        _ => None,
    }
}

/// `2011 05 16 11:20`: between spaces it takes a time to be a date.
fn spaced(line: Line, i: usize) -> Option<Day> {
    let two = |at| line.num(at, 2, 1, 31).filter(|_| line.at(at).digits == 2);
    let day = day_of(common_year(line.at(i).value), two(i + 1)?, two(i + 2)?, i + 3)?;
    (line.is_num(i + 3) && line.sign(i + 4, ':')).then_some(day)
}

/// A day of the calendar that the year, of four digits, belongs to.
fn of_year(year: u32, month: u32, day: u32, end: usize) -> Option<Day> {
    if solar::YEARS.contains(&year) {
        return solar::day(year, month, day, false, end);
    }
    let year = common_year(year).filter(|year| (1900..=2100).contains(year))?;
    day_of(Some(year), month, day, end)
}

/// A year of four digits; one of the Thai calendar is brought to the common one.
pub(super) fn common_year(year: u32) -> Option<i16> {
    match year {
        1700..=2100 => i16::try_from(year).ok(),
        2480..=2600 => i16::try_from(year - 543).ok(),
        _ => None,
    }
}

/// `21.05. 16:03`, `05-21 16:03`, `16:03 21/5`: without a year it takes a time to be a date.
fn yearless(line: Line, i: usize, sign: char, numbers: (u32, u32)) -> Option<Day> {
    let end = if sign == '.' && line.sign(i + 3, '.') { i + 4 } else { i + 3 };
    let two = line.at(i).digits == 2 && line.at(i + 2).digits == 2;
    if !two && sign != '/' {
        return None;
    }
    let behind_time = line.at(i).gap
        && line.is_num(i.wrapping_sub(1))
        && line.sign(i.wrapping_sub(2), ':')
        && line.is_num(i.wrapping_sub(3));
    if !behind_time {
        attached(line, end)?;
    }
    // `3/9` with a weekday in such a script
    let eastern = line.is(end + 1, Role::Weekday) && line.at(end + 1).whole;
    if sign == '-' || eastern {
        // East Asian sites, which write month and day behind a year, write them so without one.
        return day_of(None, numbers.0, numbers.1, end);
    }
    ordered(None, numbers, sign, end)
}

/// Whether a separator stands as it does in dates: dots may be followed by a space.
fn joined(line: Line, i: usize, sign: char) -> bool {
    line.glued(i) && (sign == '.' || line.glued(i + 1))
}

fn day_of(year: Option<i16>, month: u32, day: u32, end: usize) -> Option<Day> {
    let day = Day {
        year,
        month: u8::try_from(month).ok()?,
        of_month: u8::try_from(day).ok()?,
        ambiguous: false,
        shows: Order::Unknown,
        weak: false,
        named: false,
        end,
    };
    day.exists().then_some(day)
}

/// Day and month in an order that only a number above 12 tells; with dots the day is first.
fn ordered(year: Option<i16>, numbers: (u32, u32), sign: char, end: usize) -> Option<Day> {
    let (first, second) = numbers;
    if first > 12 {
        return Some(Day { shows: Order::DayFirst, ..day_of(year, second, first, end)? });
    }
    if second > 12 {
        return Some(Day { shows: Order::MonthFirst, ..day_of(year, first, second, end)? });
    }
    let ambiguous = sign != '.' && first != second;
    Some(Day { ambiguous, ..day_of(year, second, first, end)? })
}
