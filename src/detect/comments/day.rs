//! The day that a head line names, told apart from the name beside it.

use crate::dates::{self, DateMatch, LineDate, When};
use crate::segment::{Class, decimal};
use crate::span::Span;

/// The day of a line, also when a name is glued to it: `IreneMay 3, 2012 at 4:05 PM`. A mere time is none. `camel`
/// tells whether a capital may stand right behind a small letter.
pub(super) fn of_line(body: &str, known: LineDate, camel: bool) -> Option<DateMatch> {
    find(body, known, camel).map(|found| without_surname(body, found))
}

fn find(body: &str, known: LineDate, camel: bool) -> Option<DateMatch> {
    // `Yesterday` and the like have no digit, but then they are nearly all of the line.
    let digits = body.bytes().any(|b| b.is_ascii_digit())
        || !body.is_ascii() && body.chars().any(|c| decimal(c).is_some());
    if !digits && body.len() > 40 {
        return None;
    }
    let is_day = |found: &DateMatch| !matches!(found.when, When::Time(..));
    let day = |line: &str| dates::find(line).filter(is_day);
    let glued = camel && digits && may_be_glued(body);
    let mut previous = ' ';
    for (at, c) in body.char_indices().take_while(|_| glued) {
        let glued = Class::of(c).is_uppercase() && Class::of(previous).is_lowercase();
        if glued {
            let rest = body.get(at..).filter(|rest| dates::may_open(rest));
            let found = rest.and_then(day).filter(|found| found.span.start == 0);
            if let Some(found) = found {
                return Some(DateMatch { span: Span::new(at, at + found.span.len()), ..found });
            }
        }
        previous = c;
    }
    known.or_find(body).filter(is_day)
}

/// The date without a word of two letters that is a weekday in some language and here the end of a name:
/// `Vera Ma 3/16/2021`.
fn without_surname(body: &str, found: DateMatch) -> DateMatch {
    let named = |at: usize| {
        let name = body.get(..at)?.strip_suffix(' ')?.chars().next_back()?;
        name.is_alphanumeric().then_some(())
    };
    let part = |part: &str| {
        let (word, rest) = part.split_once(' ')?;
        let mut letters = word.chars();
        let short = letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(char::is_alphabetic)
            && letters.next().is_none();
        if !short {
            return None;
        }
        let shift = found.span.start + part.len() - rest.len();
        let rest = dates::find(rest)?;
        let moved = |at: usize| at + shift;
        Some(DateMatch {
            span: Span::new(moved(rest.span.start), moved(rest.span.end)),
            lead: moved(rest.lead),
            ..rest
        })
    };
    let whole = body.get(found.span.start..found.span.end);
    named(found.span.start).and_then(|()| part(whole?)).unwrap_or(found)
}

/// Whether a capital may stand right behind a small letter; true for all text beyond ASCII.
fn may_be_glued(body: &str) -> bool {
    let next = body.bytes().skip(1);
    !body.is_ascii()
        || body.bytes().zip(next).fold(false, |found, (byte, next)| {
            found | (byte.is_ascii_lowercase() & next.is_ascii_uppercase())
        })
}
