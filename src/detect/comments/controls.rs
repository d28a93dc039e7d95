//! Buttons and marks of a single comment: reply links, votes, likes, edit remarks.
//!
//! Separate from the rules because numbers and names are read out of these
//! lines, and because the most frequent reply links must be known to the
//! grammar even where no rule is loaded.

use super::Mark;
use super::words::{ends_word, trim_signs, words};
use crate::segment::{Class, decimal, is_unspaced};
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
        || bare_of_count(bare).is_some_and(|button| words.buttons.contains(button))
        || may_open_row(bare) && is_several(low, bare)
}

/// Whether a line may begin with a button, or with what else stands in a row of them: a number, votes.
fn may_open_row(bare: &str) -> bool {
    let first = bare.chars().next().map(Class::of);
    let is_word = first.is_some_and(|class| class.is_alphabetic() && !class.is_numeric());
    !is_word || words().buttons.may_begin(bare)
}

/// Whether the line is buttons in a row, without the signs around it `bare`.
fn is_several(low: &str, bare: &str) -> bool {
    let words = words();
    bare.len() <= 60
        && bare
            .split([' ', '|', '\u{b7}', '/', '\u{a0}'])
            .all(|word| word.is_empty() || words.buttons.contains(word))
        || bare.len() <= 60 && bare.contains('|') && is_barred(bare)
        || is_row(low)
        || bare.len() <= 80 && may_end_series(bare) && is_series(bare)
}

/// Whether a line of several words ends as a button does, or in a count.
fn may_end_series(bare: &str) -> bool {
    let counted = bare.bytes().next_back().is_some_and(|byte| byte.is_ascii_digit());
    (counted || words().buttons.may_end_apart(bare))
        && memchr::memchr(b' ', bare.as_bytes()).is_some()
}

/// Two buttons or more without a sign between them, perhaps with counts: `Like 24 Reply Share this`, `Like (24) Reply`.
fn is_series(bare: &str) -> bool {
    /// Words of a button that others stand beside, at most.
    const WORDS: usize = 4;
    let (mut rest, mut buttons) = (bare, 0);
    while !rest.is_empty() {
        let next = rest.find(' ').unwrap_or(rest.len());
        let word = rest.get(..next).unwrap_or_default();
        let ends = rest.match_indices(' ').map(|(at, _)| at).chain([rest.len()]).take(WORDS);
        let button =
            |end: &usize| rest.get(..*end).is_some_and(|part| words().buttons.contains(part));
        let counted = bare_of_count(word);
        let end = if counted == Some("") || word.chars().all(char::is_numeric) {
            next
        } else if counted.is_some_and(|word| words().buttons.contains(word)) {
            buttons += 1;
            next
        } else if let Some(end) = ends.filter(button).last() {
            buttons += 1;
            end
        } else {
            return false;
        };
        rest = rest.get(end..).unwrap_or_default().trim_start();
    }
    buttons > 1
}

/// A button without the count right behind it: `(24)`, `Like(24)`, `\u{8fd4}\u{4fe1}24`; empty where only a count is left.
fn bare_of_count(word: &str) -> Option<&str> {
    let inner = word.trim_end_matches([')', ']']);
    let digits = inner.trim_end_matches(|c: char| c.is_ascii_digit());
    if digits.len() == inner.len() {
        return None;
    }
    let button = digits.trim_end_matches(['+', '-']);
    match button.strip_suffix(['(', '[']) {
        Some(button) => Some(button.trim_end()),
        None => (button.is_empty() || button.ends_with(is_unspaced)).then_some(button),
    }
}

/// Buttons between bars, perhaps with votes: `Reply to this | Parent`, `Reply | Report | +15`.
fn is_barred(bare: &str) -> bool {
    let (mut buttons, mut others) = (0, 0);
    for part in bare.split('|').map(str::trim) {
        if words().buttons.contains(part) {
            buttons += 1;
        } else if split_number(part).is_none_or(|(_, rest)| !rest.is_empty()) {
            others += 1;
        }
    }
    buttons > 0 && others == 0
}

/// Buttons, votes and an age in a row: `21 \u{25b3} \u{25bd} \u{2022} Reply \u{2022} Share \u{203a}`, `Like \u{b7} Reply \u{b7} 27 \u{b7} 3y`.
fn is_row(low: &str) -> bool {
    const VOTES: [char; 6] =
        ['\u{25b3}', '\u{25bd}', '\u{25b2}', '\u{25bc}', '\u{2191}', '\u{2193}'];
    // Its signs begin with one of two bytes.
    if low.len() > 120 || memchr::memchr2(0xc2, 0xe2, low.as_bytes()).is_none() {
        return false;
    }
    let (mut buttons, mut others) = (0, 0);
    for part in low.split(['\u{b7}', '\u{2022}', '|']) {
        let part = trim_signs(part, |c: char| c.is_whitespace() || is_frame(c));
        let votes = |c: char| VOTES.contains(&c) || c.is_ascii_digit() || c.is_whitespace();
        if part.is_empty() {
        } else if words().buttons.contains(part) || part.contains(VOTES) && part.chars().all(votes)
        {
            buttons += 1;
        } else if part.chars().count() <= 24
            && part.bytes().next().is_some_and(|b| b.is_ascii_digit())
        {
            others += 1;
        } else {
            return false;
        }
    }
    buttons > 1 || buttons > 0 && others > 0 || buttons > 0 && low.contains(VOTES)
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
///
/// `opens` tells whether it may begin with one of the openings of lines.
pub(super) fn mark(line: &str, low: &str, at: usize, opens: bool) -> Option<Mark> {
    let words = words();
    if let Some(likes) = if opens { liked(low) } else { None } {
        return Some(Mark { likes: Some(likes), ..Mark::default() });
    }
    if let Some((number, rest)) = split_number(low) {
        let unit = rest.trim_matches(|c: char| !c.is_alphanumeric());
        // `+31 -1`
        if low.starts_with('+')
            && let Some((dislikes @ ..=0, "")) = split_number(rest)
        {
            return Some(Mark {
                likes: Some(number),
                dislikes: Some(-dislikes),
                ..Mark::default()
            });
        }
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
    // `Like 14`, `Recommended (3)`
    let counted = low.strip_suffix(')').unwrap_or(low);
    if counted.as_bytes().last().is_some_and(u8::is_ascii_digit)
        && let Some((button, number)) = counted.rsplit_once(' ')
        && let number =
            number.strip_prefix('(').filter(|_| counted.len() < low.len()).unwrap_or(number)
        && let (Some(number), true) = (number.parse().ok(), words.buttons.contains(button))
    {
        if words.dislikes.contains(button) {
            return Some(Mark { dislikes: Some(number), ..Mark::default() });
        }
        if words.likes.contains(button) {
            return Some(Mark { likes: Some(number), ..Mark::default() });
        }
    }
    if let Some(score) = scored(low) {
        return Some(Mark { score: Some(score), ..Mark::default() });
    }
    if !opens {
        return None;
    }
    // Lemmy prints the names of its icons.
    let icon = |name: &str| low.strip_prefix(name)?.trim().parse().ok();
    if let Some(number) = icon("arrow-up ") {
        return Some(Mark { likes: Some(number), ..Mark::default() });
    }
    if let Some(number) = icon("arrow-down ") {
        return Some(Mark { dislikes: Some(number), ..Mark::default() });
    }
    edited(line, low, at)
}

/// `5 favorites`, `12 points`: how many readers like it.
pub(super) fn is_count(low: &str) -> bool {
    let unit = split_number(low).map_or("", |(_, unit)| unit);
    words().likes.contains(unit) || words().points.contains(unit)
}

/// `Score: 14 Votes (Like | Disagree)`: the figure.
fn scored(low: &str) -> Option<i64> {
    let (number, rest) = split_number(low.strip_prefix("score:")?.trim_start())?;
    let unit = rest.split('(').next()?.trim();
    (matches!(unit, "" | "vote" | "votes") || words().points.contains(unit)).then_some(number)
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
    if low.len() != line.len() || line.len() > 120 {
        return None;
    }
    let (_, rest) = words().edited.strip(low, ends_word)?;
    if !low.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
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

/// The first number of a line that holds nothing else: `12`, `(19)`, `102 103`.
pub(super) fn number(low: &str) -> Option<i64> {
    let bare = low.strip_prefix(['(', '[']).map_or(low, |inner| inner.trim_end_matches([')', ']']));
    let (number, rest) = split_number(bare)?;
    let more = !rest.is_empty() && rest.len() <= 6 && rest.bytes().all(|b| b.is_ascii_digit());
    let spaced = bare.len() > rest.len() && bare[..bare.len() - rest.len()].ends_with(' ');
    (more && spaced || !rest.contains(char::is_alphanumeric)).then_some(number)
}

/// Whether a row of buttons ends in an age, whatever its language: `Like \u{b7} Reply \u{b7} 3y`.
pub(super) fn ends_in_age(line: &str) -> bool {
    line.rsplit_once('\u{b7}').is_some_and(|(_, age)| {
        let age = age.trim();
        let unit = age.trim_start_matches(|c: char| c.is_ascii_digit());
        let letters = unit.trim().chars();
        unit.len() < age.len() && (1..=4).contains(&letters.clone().count()) && { letters }
            .all(char::is_alphabetic)
    })
}

/// The numbers of a thread's pages: `1 2 3 next`.
pub(super) fn is_pages(low: &str) -> bool {
    let rest = low.strip_prefix("1 2 ").or_else(|| low.strip_prefix("1 | 2 "));
    rest.is_some_and(|rest| rest.len() <= 30)
}

/// A leading number (with sign and thousands marks) and what follows it, trimmed.
pub(super) fn split_number(low: &str) -> Option<(i64, &str)> {
    // Most lines begin with a word.
    if low.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    let (sign, digits) = match low.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
        Some(rest) => (-1, rest),
        None => (1, low.strip_prefix('+').unwrap_or(low)),
    };
    let mut value = 0_i64;
    let mut rest = digits;
    loop {
        let mut chars = rest.chars();
        let next = chars.next();
        if let Some(digit) = next.and_then(decimal) {
            value = value.checked_mul(10)?.checked_add(digit.into())?;
        } else if !matches!(next, Some(',' | '.' | '\u{66c}'))
            || rest.len() == digits.len()
            || chars.clone().take(3).filter_map(decimal).count() < 3
        {
            break;
        }
        rest = chars.as_str();
    }
    (rest.len() < digits.len()).then(|| (sign * value, rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::{ends_in_age, is_button, is_pages, mark, number, split_number};

    #[test]
    fn buttons_in_several_languages() {
        for line in [
            "reply",
            "antworten",
            "r\u{e9}pondre",
            "reply | share",
            "[ reply to this | parent ]",
            "reply | report | +15",
            "3 replies",
            "2 replies by ann and others",
            "agree (2)",
            "5 more comments...",
        ] {
            assert!(is_button(line), "{line}");
        }
        for line in
            ["like (24) reply", "like(24) report", "like (+3) dislike (-1)", "\u{8fd4}\u{4fe1}2"]
        {
            assert!(is_button(line), "{line}");
        }
        for line in [
            "reply soon, please",
            "i like it",
            "like (24)things",
            " chapter (3)",
            "",
            "3 replies to your question would be too many",
        ] {
            assert!(!is_button(line), "{line}");
        }
    }

    #[test]
    fn rows_of_buttons_votes_and_ages() {
        for line in [
            "21 \u{25b3} \u{25bd} \u{2022} reply \u{2022} share \u{203a}",
            "\u{25b3} \u{25bd} 2",
            "like \u{b7} reply \u{b7} 27 \u{b7} 3y",
        ] {
            assert!(is_button(line), "{line}");
        }
        assert!(
            !is_button("home \u{b7} news \u{b7} 3 more") && !is_button("reply to \u{2022} ann")
        );
        assert!(ends_in_age("Like \u{b7} Reply \u{b7} 3y"));
        assert!(!ends_in_age("Like \u{b7} Reply \u{b7} 27") && !ends_in_age("3y"));
        assert!(is_pages("1 2 3 next") && !is_pages("1 200 people came"));
    }

    #[test]
    fn numbers_alone_and_no_dates() {
        assert_eq!(
            (number("(19)"), number("102 103"), number("+3")),
            (Some(19), Some(102), Some(3))
        );
        assert!(
            is_button("like 24 reply share")
                && is_button("reply (3) share +2")
                && !is_button("like 24 people")
        );
        assert_eq!((number("2012-02-13 07:31"), number("12 people")), (None, None));
    }

    #[test]
    fn marks_give_their_numbers() {
        let of = |line: &str| mark(line, &line.to_lowercase(), 0, true);
        assert_eq!(of("Liked by 2 people").and_then(|m| m.likes), Some(2));
        assert_eq!(of("Liked by 1 person").and_then(|m| m.likes), Some(1));
        assert_eq!(of("-3 points").and_then(|m| m.score), Some(-3));
        assert_eq!(of("1,204 likes").and_then(|m| m.likes), Some(1204));
        assert_eq!(of("\u{9e7}\u{9e8} likes").and_then(|m| m.likes), Some(12));
        assert_eq!(of("Like 14").and_then(|m| m.likes), Some(14));
        assert_eq!(of("Recommended (3)").and_then(|m| m.likes), Some(3));
        let both = |line| of(line).map(|m| (m.likes, m.dislikes));
        assert_eq!(both("+31 -1"), Some((Some(31), Some(1))));
        assert_eq!((both("+31 1"), both("5 -1")), (None, None));
        assert_eq!(of("Liked by readers all over the country and beyond it"), None);
    }

    #[test]
    fn edit_remarks_give_time_and_name() {
        let line = "Last edited 28 days ago by Vera";
        let mark = mark(line, &line.to_lowercase(), 0, true).unwrap_or_default();
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
