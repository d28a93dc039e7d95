//! Days that name their month: `21 May 2021`, `May 21st, 2021`, `2021. majus 3.`, and those with a sign behind each number.

use super::Order;
use super::absolute::{Day, century, common_year};
use super::clock::clock;
use super::names::Role;
use super::solar;
use super::tokens::{Kind, Line};

/// A day with a named month that starts at token `i`; the longest reading.
pub(super) fn written(line: Line, i: usize) -> Option<Day> {
    let found = if line.is_num(i) {
        [day_month(line, i), year_month(line, i), marked(line, i), solar::written(line, i)]
    } else {
        [month_day(line, i), marked(line, i), None, None]
    };
    found.into_iter().flatten().filter(Day::exists).max_by_key(|day| day.end)
}

fn named(year: Option<i16>, month: u8, day: u32, weak: bool, end: usize) -> Option<Day> {
    Some(Day {
        year,
        month,
        of_month: u8::try_from(day).ok()?,
        ambiguous: false,
        shows: Order::Unknown,
        weak,
        named: true,
        end,
    })
}

/// `21 May 2021`, `21st of May`, `3. Mai 2021`, `3 de mayo de 2021`, `3-May-21`
fn day_month(line: Line, i: usize) -> Option<Day> {
    let day = line.num(i, 2, 1, 31)?;
    let mut at = ordinal(line, i + 1);
    let dotted = line.sign(at, '.');
    if dotted || line.sign(at, '\u{b0}') {
        at += 1;
    }
    let at = skip(line, at, 2, &['-', '/', ',', '\'']);
    let (month, weak, end) = month(line, at, dotted)?;
    let year = year(line, end);
    // `10 May 13, 2021`: the first number is none of the date's.
    let other = month_day(line, at).filter(|day| day.year.is_some());
    if other.is_some_and(|other| other.end > year.map_or(end, |(_, end)| end)) {
        return None;
    }
    named(year.map(|(year, _)| year), month, day, weak, year.map_or(end, |(_, end)| end))
}

/// `May 21, 2021`, `Mai 3, 2021`, `mayo 3 de 2021`
fn month_day(line: Line, i: usize) -> Option<Day> {
    let (month, weak, at) = month(line, i, false)?;
    let at = skip(line, at, 2, &['.', ',', '-', '/']);
    let at = if line.is(at, Role::On) { at + 1 } else { at };
    let day = line.num(at, 2, 1, 31)?;
    if goes_on(line, at) {
        return None;
    }
    let end = ordinal(line, at + 1);
    let year = year(line, end);
    named(year.map(|(year, _)| year), month, day, weak, year.map_or(end, |(_, end)| end))
}

/// Whether the number at `i` is only the first part of something else: `16:03`, `10,000`, `3-5`, `4 pm`.
fn goes_on(line: Line, i: usize) -> bool {
    let next = line.at(i + 1);
    let more = line.is_num(i + 2) && line.glued(i + 1) && line.glued(i + 2);
    match next.kind {
        Kind::Sign(':' | '-' | '.') => more,
        Kind::Sign(',') => more && line.at(i + 2).digits == 3,
        Kind::Sign('%') => true,
        Kind::Word => {
            let glued = line.glued(i + 1) && next.meaning.is(Role::HourMark);
            glued || next.meaning.is(Role::Am) || next.meaning.is(Role::Pm)
        }
        _ => false,
    }
}

/// `2021. majus 3.`, `2021 May 3`, `2021-May-03`
fn year_month(line: Line, i: usize) -> Option<Day> {
    let year = full_year(line, i)?;
    let dot = if line.sign(i + 1, '.') { i + 2 } else { i + 1 };
    let at = if line.is(dot, Role::YearMark) { dot + 1 } else { i + 1 };
    // `2021. gada 3. maijs`
    if at > dot
        && let Some(day) = day_month(line, at).filter(|day| day.year.is_none())
    {
        return Some(Day { year: Some(year), ..day });
    }
    let at = skip(line, at, 2, &['.', ',', '-', '/']);
    let (month, weak, at) = month(line, at, false)?;
    let at = skip(line, at, 2, &['.', ',', '-', '/']);
    let day = line.num(at, 2, 1, 31)?;
    if goes_on(line, at) {
        return None;
    }
    let end = if line.is(at + 1, Role::DayMark) { at + 2 } else { ordinal(line, at + 1) };
    let end = if line.sign(end, '.') && line.glued(end) { end + 1 } else { end };
    named(Some(year), month, day, weak, end)
}

/// Numbers with a sign behind each, as in East Asia, with or without the year.
fn marked(line: Line, i: usize) -> Option<Day> {
    let era = line.at(i).meaning.is(Role::Era).then(|| line.at(i).meaning.era);
    let at = if era.is_some() { i + 1 } else { i };
    let (year, at) = if line.is(at + 1, Role::YearMark) {
        let year = match (era, line.at(at).digits) {
            (Some(era), _) => i16::try_from(line.num(at, 3, 1, 199)?).ok()?.checked_add(era)?,
            (None, 2) => century(line.num(at, 2, 0, 99)?)?,
            (None, _) => full_year(line, at)?,
        };
        (Some(year), at + 2)
    } else {
        (None, at)
    };
    let month = line.num(at, 2, 1, 12).filter(|_| line.is(at + 1, Role::MonthMark))?;
    let day = line.num(at + 2, 2, 1, 31)?;
    // Mongolian marks year and month only.
    let end = match line.is(at + 3, Role::DayMark) {
        true => at + 4,
        false if year.is_some() && !line.at(at + 1).whole => at + 3,
        false => return None,
    };
    named(year, u8::try_from(month).ok()?, day, false, end)
}

/// The month named at `i`, whether it is weak, and the token after it.
fn month(line: Line, i: usize, dotted: bool) -> Option<(u8, bool, usize)> {
    let token = line.at(i);
    if token.meaning.is(Role::MonthWord)
        && let Some(month) = line.num(i + 1, 2, 1, 12)
    {
        return Some((u8::try_from(month).ok()?, false, i + 2));
    }
    if !token.meaning.is(Role::Month) {
        return None;
    }
    let meaning = token.meaning;
    let weak = meaning.is(Role::Weak) || (meaning.is(Role::WeakLower) && !token.upper);
    let text = line.text.get(token.start..token.end).unwrap_or_default();
    // October in Croatian, which dots the day; November in Polish, which does not.
    let month = if dotted && text.eq_ignore_ascii_case("listopada") { 10 } else { meaning.month };
    // Two names of one month, as Arabic pages give them with a slash
    let same = line.is(i + 2, Role::Month) && line.at(i + 2).meaning.month == month;
    let end = match line.at(i + 1).kind {
        Kind::Sign('/') if same => i + 3,
        Kind::Sign('(') if same && line.sign(i + 3, ')') => i + 4,
        _ => i + 1,
    };
    Some((month, weak, end))
}

/// The year behind day and month that end before `i`, and the token after it.
fn year(line: Line, i: usize) -> Option<(i16, usize)> {
    let at = skip(line, i, 3, &['.', ',', '-', '/', '\'']);
    let at = if line.is(at, Role::YearWord) { at + 1 } else { at };
    let (year, end) = if let Some(year) = full_year(line, at) {
        (year, at + 1)
    } else {
        let year = line.num(at, 2, 0, 99).filter(|_| line.at(at).digits == 2)?;
        let next = line.at(at + 1).kind;
        let ends = matches!(next, Kind::End | Kind::Sign(',' | '|' | '\u{b7}' | '@'));
        let told = match line.before(at).kind {
            Kind::Sign('\'') => true,
            Kind::Sign('-' | '/' | '.') => line.glued(at),
            Kind::Sign(_) => false,
            // `10. April 05 um 08:11`
            _ => ends || line.is(at + 1, Role::At) && clock(line, at + 2, false).is_some(),
        };
        if !told || goes_on(line, at) {
            return None;
        }
        (century(year)?, at + 1)
    };
    if !line.is(end, Role::YearMark) {
        return Some((year, end));
    }
    let dot = line.sign(end + 1, '.') && line.glued(end + 1);
    Some((year, if dot { end + 2 } else { end + 1 }))
}

/// A year of four digits at `i`.
pub(super) fn full_year(line: Line, i: usize) -> Option<i16> {
    let year = line.num(i, 4, 1700, 2600).filter(|_| line.at(i).digits == 4)?;
    let clock = line.sign(i + 1, ':') && line.glued(i + 1) && line.glued(i + 2);
    if clock && line.is_num(i + 2) { None } else { common_year(year) }
}

/// The token after an ordinal ending at `i` (`3rd`), or `i`.
fn ordinal(line: Line, i: usize) -> usize {
    let ending = |i| line.is(i, Role::Ordinal) && line.glued(i);
    if ending(i) {
        i + 1
    } else if line.sign(i, '-') && line.glued(i) && ending(i + 1) {
        i + 2
    } else {
        i
    }
}

/// Goes over at most `most` of the signs, and of words like `of`, from `i`.
fn skip(line: Line, i: usize, most: usize, signs: &[char]) -> usize {
    let mut at = i;
    while at < i + most {
        let over = match line.at(at).kind {
            Kind::Sign(sign) => signs.contains(&sign),
            Kind::Word => line.is(at, Role::Of),
            Kind::Num | Kind::End => false,
        };
        if !over {
            break;
        }
        at += 1;
    }
    at
}
