//! Times of day: `16:03`, `4:03 p.m. EST`, `16h03`, `16.03`, `16 Uhr`.
//!
//! Apart from the days, because a time may stand before its day, behind it or alone.

use super::Clock;
use super::names::Role;
use super::tokens::{Kind, Line};

/// Signs and words between a day and its time, at most.
const STEPS: usize = 6;

/// A time of day that starts at token `i`, and the token after it.
///
/// Behind a day, forms are read that mean other things elsewhere: `16.03`, `16 Uhr`.
pub(super) fn clock(line: Line, i: usize, after_day: bool) -> Option<(Clock, usize)> {
    // Where the half of the day stands first, as in Asia, minutes must follow: `am 5` is a day.
    let told = |_: &bool| line.at(i).whole || line.sign(i + 2, ':');
    let before = half(line, i).filter(|_| line.is_num(i + 1)).filter(told);
    let at = if before.is_some() { i + 1 } else { i };
    let hour = line.num(at, 2, 0, 23)?;
    let ((minute, second), mut end, bare) = minutes(line, at, after_day)?;
    let mut pm = before;
    if let Some(after) = half(line, end).filter(|&pm| pm || (1..=12).contains(&hour)) {
        pm = Some(after);
        end = past_half(line, end);
    } else if bare && before.is_none() && !(after_day && line.is(end, Role::Clock)) {
        return None;
    }
    if line.is(end, Role::Clock) {
        end += 1;
    }
    let hour = match pm {
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    let clock = (u8::try_from(hour).ok()?, u8::try_from(minute).ok()?, u8::try_from(second).ok()?);
    Some((clock, zone(line, end)))
}

/// Minutes and seconds after the hour at `i`, the token after them, and whether there are none.
fn minutes(line: Line, i: usize, after_day: bool) -> Option<((u32, u32), usize, bool)> {
    let two = |i| line.num(i, 2, 0, 59).filter(|_| line.at(i).digits == 2 && line.glued(i));
    let next = line.at(i + 1);
    if line.sign(i + 1, ':') && line.glued(i + 1) {
        let minute = two(i + 2)?;
        let Some(second) = two(i + 4).filter(|_| line.sign(i + 3, ':')) else {
            return Some(((minute, 0), i + 3, false));
        };
        let fraction = (line.sign(i + 5, '.') || line.sign(i + 5, ',')) && line.glued(i + 6);
        let end = if fraction && line.is_num(i + 6) { i + 7 } else { i + 5 };
        return Some(((minute, second), end, false));
    }
    if line.sign(i + 1, '.') && line.glued(i + 1) && after_day {
        let minute = two(i + 2)?;
        let more = line.sign(i + 3, '.') && line.glued(i + 4) && line.is_num(i + 4);
        let told = line.before(i).meaning.is(Role::At)
            || line.is(i + 3, Role::Clock)
            || half(line, i + 3).is_some();
        return (!more && (told || line.at(i).digits == 2)).then_some(((minute, 0), i + 3, false));
    }
    if next.meaning.is(Role::HourMark) {
        return hour_mark(line, i, after_day);
    }
    Some(((0, 0), i + 1, true))
}

/// `16h03`, `16 h 03`, `16:03` in the scripts that write it with characters.
fn hour_mark(line: Line, i: usize, after_day: bool) -> Option<((u32, u32), usize, bool)> {
    let latin = line.at(i + 1).end - line.at(i + 1).start == 1;
    let minute = line.num(i + 2, 2, 0, 59).filter(|_| !latin || line.at(i + 2).digits == 2);
    let Some(minute) = minute.filter(|_| !latin || after_day || line.glued(i + 2)) else {
        return after_day.then_some(((0, 0), i + 2, false));
    };
    if !line.is(i + 3, Role::MinuteMark) {
        return Some(((minute, 0), i + 3, false));
    }
    match line.num(i + 4, 2, 0, 59).filter(|_| line.is(i + 5, Role::SecondMark)) {
        Some(second) => Some(((minute, second), i + 6, false)),
        None => Some(((minute, 0), i + 4, false)),
    }
}

/// Whether the word at `i` says the second half of the day; `None` when it speaks of no half.
fn half(line: Line, i: usize) -> Option<bool> {
    let meaning = line.at(i).meaning;
    if meaning.is(Role::Pm) {
        Some(true)
    } else if meaning.is(Role::Am) {
        Some(false)
    } else {
        None
    }
}

/// The token after the half of the day at `i`; the last dot of `p.m.` is part of it.
fn past_half(line: Line, i: usize) -> usize {
    let token = line.at(i);
    let dotted = line.text.get(token.start..token.end).is_some_and(|text| text.contains('.'));
    if dotted && line.sign(i + 1, '.') && line.glued(i + 1) { i + 2 } else { i + 1 }
}

/// The token after a time zone at `i`, or `i`.
fn zone(line: Line, i: usize) -> usize {
    let open = line.sign(i, '(');
    let at = if open { i + 1 } else { i };
    let end = if is_zone(line, at) { offset(line, at + 1) } else { offset(line, at) };
    match (end > at, open) {
        (true, true) if line.sign(end, ')') => end + 1,
        (true, false) => end,
        _ => i,
    }
}

fn is_zone(line: Line, i: usize) -> bool {
    let token = line.at(i);
    let text = line.text.get(token.start..token.end).unwrap_or_default();
    token.meaning.is(Role::Zone) && !text.contains(char::is_lowercase)
}

/// The token after `+2`, `+0200` or `-04:00` at `i`, or `i`.
fn offset(line: Line, i: usize) -> usize {
    if !(line.sign(i, '+') || line.sign(i, '-')) || !line.glued(i + 1) {
        return i;
    }
    let after_zone = is_zone(line, i.wrapping_sub(1));
    let number = line.at(i + 1);
    if number.kind != Kind::Num {
        return i;
    }
    let minutes = line.sign(i + 2, ':') && line.num(i + 3, 2, 0, 59).is_some_and(|m| m % 15 == 0);
    match number.digits {
        1 | 2 if number.value <= 14 && minutes => i + 4,
        1 | 2 if number.value <= 14 && after_zone => i + 2,
        4 if number.value <= 1400 => i + 2,
        _ => i,
    }
}

/// The time of day that belongs to a day which ends before token `i`, and the token after it.
pub(super) fn attached(line: Line, i: usize) -> Option<(Clock, usize)> {
    for at in i..i + STEPS {
        if let Some(found) = clock(line, at, true) {
            return Some(found);
        }
        if !links(line, at) {
            return None;
        }
    }
    None
}

/// Whether the token at `i` may stand between a day and its time.
pub(super) fn links(line: Line, i: usize) -> bool {
    match line.at(i).kind {
        Kind::Sign(sign) => {
            matches!(
                sign,
                ',' | '-'
                    | '|'
                    | '\u{b7}'
                    | '@'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | '/'
                    | '_'
                    | ';'
                    | '.'
                    | ':'
                    | '~'
            )
        }
        Kind::Word => {
            let meaning = line.at(i).meaning;
            meaning.is(Role::At) || meaning.is(Role::Weekday)
        }
        Kind::Num | Kind::End => false,
    }
}
