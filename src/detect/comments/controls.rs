//! Buttons and marks of a single comment: reply links, votes, likes, edit remarks.
//!
//! Separate from the rules because numbers and names are read out of these
//! lines, and because the most frequent reply links must be known to the
//! grammar even where no rule is loaded.

use super::Mark;
use super::words::{ends_word, trim_signs, words};
use crate::span::Span;

/// Whether the line is nothing but a button or mark of a comment. `low` is the trimmed line in lower case.
pub(super) fn is_button(low: &str) -> bool {
    let words = words();
    let bare = trim_signs(low, |c: char| c.is_whitespace() || is_frame(c));
    if bare.is_empty() {
        return false;
    }
    words.buttons.contains(bare)
        || bare.len() < low.len() && words.buttons.contains(low)
        || words.button_openings.open(low)
        || is_reply_count(bare)
        || bare.len() <= 60
            && bare
                .split([' ', '|', '\u{b7}', '/', '\u{a0}'])
                .all(|word| word.is_empty() || words.buttons.contains(word))
}

/// Signs around a button.
fn is_frame(c: char) -> bool {
    matches!(
        c,
        '[' | ']'
            | '('
            | ')'
            | '|'
            | '\u{b7}'
            | '\u{2022}'
            | '>'
            | '#'
            | '.'
            | ':'
            | '\u{ab}'
            | '\u{bb}'
            | '\u{203a}'
            | '\u{2190}'..='\u{21ff}'
    )
}

/// `3 replies`, `2 replies by X and others`, `4 more comments...`.
pub(super) fn is_reply_count(low: &str) -> bool {
    let Some((_, rest)) = split_number(low) else { return false };
    words().replies.strip(rest, |_, _| true).is_some_and(|(_, tail)| {
        let plain =
            tail.is_empty() || tail.starts_with(['s', 'i', '.', '\u{2026}']) && tail.len() < 12;
        plain || tail.starts_with(" by ") && tail.len() < 60
    })
}

/// Votes and edit remarks that stand on a line of their own. `low` is the line in lower case, `at` its first byte in the page.
pub(super) fn mark(line: &str, low: &str, at: usize) -> Option<Mark> {
    let words = words();
    if let Some(likes) = liked(low) {
        return Some(Mark { likes: Some(likes), ..Mark::default() });
    }
    if let Some((number, rest)) = split_number(low) {
        let unit = rest.trim_matches(|c: char| !c.is_alphanumeric());
        if words.points.contains(unit) {
            return Some(Mark { score: Some(number), ..Mark::default() });
        }
        if words.likes.contains(unit) {
            return Some(Mark { likes: Some(number), ..Mark::default() });
        }
        if words.dislikes.contains(unit) {
            return Some(Mark { dislikes: Some(number), ..Mark::default() });
        }
    }
    edited(line, low, at)
}

/// `Liked by 2 people`: number of likes; one for a single named person.
fn liked(low: &str) -> Option<i64> {
    let (opening, rest) = words().liked_by.strip(low, ends_word)?;
    let rest = rest.trim_start();
    match split_number(rest) {
        Some((number, unit)) => words().people.strip(unit, |_, _| true).map(|_| number),
        None => (opening == "liked by" && (1..=5).contains(&rest.split_whitespace().count()))
            .then_some(1),
    }
}

/// `Last edited 28 days ago by X`, `Edited on May 3`.
fn edited(line: &str, low: &str, at: usize) -> Option<Mark> {
    // Lower case changes lengths in a few scripts; the place in the line is only good when it did not.
    if low.len() != line.len() || line.len() > 120 || !low.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let (_, rest) = words().edited.strip(low, ends_word)?;
    let start = low.len() - rest.trim_start().len();
    let by = words().by.iter().find_map(|by| {
        let found = rest.find(&format!(" {by} "))?;
        let end = low.len() - rest.len() + found;
        Some((end, end + by.len() + 2))
    });
    let place = |start: usize, end: usize| (start < end).then(|| Span::new(at + start, at + end));
    let (when, name) = match by {
        Some((end, name)) => (place(start, end), place(name, line.len())),
        None => (place(start, line.len()), None),
    };
    Some(Mark { edited: when, edited_by: name, ..Mark::default() })
}

/// A leading number (with sign and thousands marks) and what follows it, trimmed.
pub(super) fn split_number(low: &str) -> Option<(i64, &str)> {
    let (sign, digits) = match low.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
        Some(rest) => (-1, rest),
        None => (1, low.strip_prefix('+').unwrap_or(low)),
    };
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let bytes = digits.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while digit(end)
        || matches!(bytes.get(end), Some(b',' | b'.'))
            && digit(end + 1)
            && digit(end + 2)
            && digit(end + 3)
    {
        end += 1;
    }
    let mut digits_only = digits.bytes().take(end).filter(u8::is_ascii_digit);
    let value = digits_only.try_fold(0_i64, |value, digit| {
        value.checked_mul(10)?.checked_add(i64::from(digit - b'0'))
    })?;
    Some((sign * value, digits.get(end..)?.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::{is_button, mark, split_number};

    #[test]
    fn buttons_in_several_languages() {
        for line in [
            "reply",
            "antworten",
            "r\u{e9}pondre",
            "reply | share",
            "3 replies",
            "2 replies by ann and others",
            "5 more comments...",
        ] {
            assert!(is_button(line), "{line}");
        }
        for line in
            ["reply soon, please", "i like it", "", "3 replies to your question would be too many"]
        {
            assert!(!is_button(line), "{line}");
        }
    }

    #[test]
    fn marks_give_their_numbers() {
        let of = |line: &str| mark(line, &line.to_lowercase(), 0);
        assert_eq!(of("Liked by 2 people").and_then(|m| m.likes), Some(2));
        assert_eq!(of("Liked by 1 person").and_then(|m| m.likes), Some(1));
        assert_eq!(of("-3 points").and_then(|m| m.score), Some(-3));
        assert_eq!(of("1,204 likes").and_then(|m| m.likes), Some(1204));
        assert_eq!(of("Liked by readers all over the country and beyond it"), None);
    }

    #[test]
    fn edit_remarks_give_time_and_name() {
        let line = "Last edited 28 days ago by Vera";
        let mark = mark(line, &line.to_lowercase(), 0).unwrap_or_default();
        assert_eq!(mark.edited.map(|span| span.of(line)), Some("28 days ago"));
        assert_eq!(mark.edited_by.map(|span| span.of(line)), Some("Vera"));
    }

    #[test]
    fn numbers_with_thousands_marks() {
        assert_eq!(split_number("1,204 likes"), Some((1204, "likes")));
        assert_eq!(split_number("12. likes"), Some((12, ". likes")));
        assert_eq!(split_number("x"), None);
    }
}
