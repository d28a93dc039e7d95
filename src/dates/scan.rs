//! Tries every place of a line and joins a day with its weekday and time.

use std::cell::Cell;

use super::absolute::{Day, numeric};
use super::clock::{attached, clock, links};
use super::glance::Sight;
use super::lexicon::Lexicon;
use super::names::{LEXICON, Role};
use super::relative::relative;
use super::tokens::{Kind, Line, Token};
use super::written::{full_year, written};
use super::{Clock, DateMatch, Order, When};
use crate::span::Span;

/// Bytes of a line that are read. Longer lines are glued pages, and what is beyond is no head or dateline.
const LONGEST: usize = 4096;

thread_local! {
    /// Token buffer of the last line; one allocation a thread instead of one a line.
    static TOKENS: Cell<Vec<Token>> = const { Cell::new(Vec::new()) };
}

/// Hands the dates of `text` to `take` from left to right, until it returns `false`.
pub(super) fn scan(text: &str, take: impl FnMut(DateMatch) -> bool) {
    let text = text.get(..text.floor_char_boundary(LONGEST)).unwrap_or(text);
    scan_seen(text, text.as_bytes(), Sight::of(text), take);
}

/// The same for a short text of which something is known; `room` is it and what stands behind it.
pub(super) fn scan_seen(
    text: &str,
    room: &[u8],
    sight: Sight,
    take: impl FnMut(DateMatch) -> bool,
) {
    let lexicon = &*LEXICON;
    if lexicon.may_date(text, room, sight) {
        read(lexicon, text, take);
    }
}

/// Does so without asking whether there may be any.
pub(super) fn read(lexicon: &Lexicon, text: &str, mut take: impl FnMut(DateMatch) -> bool) {
    let mut tokens = TOKENS.take();
    lexicon.read(text, &mut tokens);
    let line = Line::new(text, &tokens);
    let mut i = 0;
    while i < line.len() {
        match found_at(line, i) {
            Some((date, _)) if !take(date) => break,
            Some((_, end)) => i = end.max(i + 1),
            None => i += 1,
        }
    }
    TOKENS.set(tokens);
}

/// The longest date that starts at token `i`, and the token after it.
fn found_at(line: Line, i: usize) -> Option<(DateMatch, usize)> {
    let token = line.at(i);
    let footing = match token.kind {
        Kind::Num => Footing::of(line, i),
        Kind::Word if token.meaning.may_begin() => Footing::Free,
        _ => return None,
    };
    let day = || dated(line, i).filter(|found| footing.bears(found));
    let found = match footing {
        Footing::None => return None,
        Footing::Glued => day()?,
        Footing::Free => {
            let relative = relative(line, i).map(|(when, end)| Found { when, end, ..Found::NONE });
            let found = [day(), relative, timed(line, i)];
            // The first of equals: a day before a bare time.
            found.into_iter().flatten().rev().max_by_key(|found| found.end)?
        }
    };
    let last = line.before(found.end);
    let time = match found.when {
        When::Day { time, .. } | When::Relative { time, .. } => time.is_some(),
        When::Time(..) => true,
    };
    let span = Span::new(token.start, last.end);
    Some((
        DateMatch { span, lead: lead(line, i), when: found.when, time, shows: found.shows },
        found.end,
    ))
}

/// Byte where the words start that lead to a date at token `i`: `on`, `le`, `am`.
fn lead(line: Line, i: usize) -> usize {
    let mut at = i;
    // Not in upper case: `John D 3 May` is a name before a date.
    let leads = |at: usize| {
        let word = line.before(at);
        let ties = word.meaning.is(Role::On) || word.meaning.is(Role::At);
        ties && !word.upper && !word.whole && line.at(at).gap
    };
    while at + 2 > i && leads(at) {
        at -= 1;
    }
    line.at(at).start
}

/// A date before its place in bytes is known.
#[derive(Clone, Copy)]
struct Found {
    when: When,
    shows: Order,
    named: bool,
    end: usize,
}

impl Found {
    const NONE: Self =
        Self { when: When::Time(0, 0, 0), shows: Order::Unknown, named: false, end: 0 };

    fn day(day: Day, time: Option<Clock>, end: usize) -> Self {
        let Day { year, month, of_month, ambiguous, shows, named, .. } = day;
        let when = When::Day { year, month, day: of_month, time, ambiguous };
        Self { when, shows, named, end }
    }
}

/// How a number stands to what comes before it.
#[derive(Clone, Copy)]
enum Footing {
    /// At the start of a word.
    Free,
    /// Glued to a word, as careless extraction leaves it: `Smith21 May 2021`.
    Glued,
    /// Part of a longer number, a price, an address.
    None,
}

impl Footing {
    fn of(line: Line, i: usize) -> Self {
        if !line.glued(i) {
            return Self::Free;
        }
        let (last, other) = (line.before(i), line.before(i.wrapping_sub(1)));
        let inner = !last.gap && other.kind != Kind::End;
        match last.kind {
            Kind::Num => Self::None,
            Kind::Word if last.whole => Self::Free,
            Kind::Word if last.meaning.known() && !last.upper && last.end - last.start > 1 => {
                Self::Free
            }
            // A word long enough to be no version or model: `Release12.16.2025`, `Smith3 days ago`.
            Kind::Word if last.end - last.start > 3 => Self::Free,
            Kind::Word if last.end - last.start > 1 => Self::Glued,
            Kind::Word => Self::None,
            Kind::Sign('.' | ',' | ':' | '-' | '/' | '+') if inner && other.kind == Kind::Num => {
                Self::None
            }
            Kind::Sign('-' | '/' | '=' | '_') if inner && other.kind == Kind::Word => Self::Glued,
            Kind::Sign('$' | '\u{20ac}' | '\u{a3}' | '\u{a5}' | '#' | '=' | '\\' | '/' | '%') => {
                Self::None
            }
            _ => Self::Free,
        }
    }

    /// Whether a date with such a start can be trusted.
    fn bears(self, found: &Found) -> bool {
        let When::Day { year, time, .. } = found.when else { return true };
        match self {
            Self::Free => true,
            Self::Glued => year.is_some() && (found.named || time.is_some()),
            Self::None => false,
        }
    }
}

/// The day at `i` in any way of writing; the longest.
fn day(line: Line, i: usize) -> Option<Day> {
    let numbers = if line.is_num(i) { numeric(line, i) } else { None };
    match (numbers, written(line, i)) {
        (Some(a), Some(b)) => Some(if b.end > a.end { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// A day with the weekday before it and the time behind it.
fn dated(line: Line, i: usize) -> Option<Found> {
    let at = past_weekday(line, i);
    let day = at.and_then(|at| day(line, at)).or_else(|| day(line, i))?;
    let mut found = Found::day(day, None, day.end);
    if let Some((time, end)) = attached(line, day.end) {
        found = Found::day(day, Some(time), end);
        // `May 21 16:03:05 UTC 2021`
        if day.year.is_none()
            && let Some(year) = full_year(line, end)
        {
            let day = Day { year: Some(year), ..day };
            found = if day.exists() { Found::day(day, Some(time), end + 1) } else { found };
        }
    } else if line.sign(day.end, '(')
        && line.is(day.end + 1, Role::Weekday)
        && line.sign(day.end + 2, ')')
    {
        found.end = day.end + 3;
    }
    let When::Day { year, time, .. } = found.when else { return None };
    (!day.weak || year.is_some() || time.is_some()).then_some(found)
}

/// The token after a weekday at `i` and what ties it to a day: `Friday, the`.
fn past_weekday(line: Line, i: usize) -> Option<usize> {
    if !line.is(i, Role::Weekday) {
        return None;
    }
    let mut at = i + 1;
    while at < i + 4 {
        let over = match line.at(at).kind {
            Kind::Sign('.' | ',' | '-' | '|') => true,
            Kind::Word => line.is(at, Role::On) || line.is(at, Role::Weekday),
            _ => false,
        };
        if !over {
            break;
        }
        at += 1;
    }
    Some(at)
}

/// A time of day, with the day behind it if there is one: `16:03, 21 May 2021`.
fn timed(line: Line, i: usize) -> Option<Found> {
    let (time, end) = clock(line, i, false)?;
    let (hour, minute, second) = time;
    let bare = Found { when: When::Time(hour, minute, second), end, ..Found::NONE };
    let mut at = end;
    while at < end + 4 {
        if let Some(day) = day(line, at) {
            // A day with a time of its own begins another date.
            let own = attached(line, day.end).is_some();
            return Some(if own { bare } else { Found::day(day, Some(time), day.end) });
        }
        if !(links(line, at) || line.is(at, Role::On) || line.is(at, Role::Of)) {
            break;
        }
        at += 1;
    }
    Some(bare)
}
