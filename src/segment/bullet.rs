//! List marks at the start of a line: bullets and numbering.

use std::ops::RangeInclusive;

use crate::span::Span;

/// Years that pages and their comments are of.
const YEARS: RangeInclusive<u32> = 1900..=2099;

/// The list mark that a line starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bullet {
    /// A sign such as a round bullet, an asterisk, a plus or a dash.
    Mark(char),
    /// A number with a full stop or a bracket: `12.`
    Number(u32),
}

/// Splits the mark off a line's content; the body is what follows it.
///
/// A dash or a number is a mark only before white space and something more,
/// so that `-5 degrees`, `1999` and `1.5 million` keep their starts. The year
/// of a date is none: `2021. szeptember 9.`
#[inline]
pub(super) fn take(text: &str, content: Span) -> (Option<Bullet>, Span) {
    let first = text.as_bytes().get(content.start);
    if first.is_some_and(u8::is_ascii_alphabetic) { (None, content) } else { split(text, content) }
}

fn split(text: &str, content: Span) -> (Option<Bullet>, Span) {
    let line = content.of(text);
    let none = (None, content);
    let Some(first) = line.chars().next() else { return none };
    let (bullet, len) = match first {
        '\u{2022}' | '\u{25e6}' | '\u{2023}' | '\u{25aa}' | '\u{25ab}' | '\u{25cf}'
        | '\u{25cb}' | '\u{2043}' | '\u{b7}' | '\u{25a0}' | '\u{25a1}' | '*' | '+' | '-'
        | '\u{2013}' => (Bullet::Mark(first), first.len_utf8()),
        '0'..='9' => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let number = line.get(..digits).and_then(|d| d.parse().ok());
            match (number, line.as_bytes().get(digits)) {
                (Some(n), Some(b'.' | b')')) if digits <= 5 => (Bullet::Number(n), digits + 1),
                _ => return none,
            }
        }
        _ => return none,
    };
    let after = line.get(len..).unwrap_or_default();
    let body = super::lines::trim_start(after);
    if body.is_empty() || body.len() == after.len() {
        return none;
    }
    if matches!(bullet, Bullet::Number(year) if YEARS.contains(&year)) && names_day(body) {
        return none;
    }
    (Some(bullet), Span::new(content.end - body.len(), content.end))
}

/// Whether a number is among the first two words, as behind a year: `09. 11.`, `szept. 11.`, `gada 1. septembris`.
fn names_day(body: &str) -> bool {
    body.split_whitespace().take(2).any(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{Bullet, take};
    use crate::span::Span;

    fn taken(line: &str) -> (Option<Bullet>, &str) {
        let (bullet, body) = take(line, Span::new(0, line.len()));
        (bullet, body.of(line))
    }

    #[test]
    fn marks_need_white_space_and_a_body() {
        assert_eq!(taken("\u{2022} item"), (Some(Bullet::Mark('\u{2022}')), "item"));
        assert_eq!(taken("12. item"), (Some(Bullet::Number(12)), "item"));
        assert_eq!(taken("3) item"), (Some(Bullet::Number(3)), "item"));
        for plain in ["-5 degrees", "1.5 million", "1999 was", "*", "2.", "* "] {
            assert_eq!(taken(plain), (None, plain));
        }
    }

    #[test]
    fn the_year_of_a_date_is_no_mark() {
        for date in [
            "2021. szeptember 9. 12:05",
            "2021. szept. 11.",
            "2021. 09. 11. 12:05",
            "2021. gada 1. septembris",
        ] {
            assert_eq!(taken(date), (None, date));
        }
        assert_eq!(taken("1950. Anna K. says"), (Some(Bullet::Number(1950)), "Anna K. says"));
        assert_eq!(taken("12. szeptember 9."), (Some(Bullet::Number(12)), "szeptember 9."));
    }
}
