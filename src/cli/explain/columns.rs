//! Text in columns of the terminal.
//!
//! Separate because a character is not a column: signs of Chinese, Japanese and
//! Korean take two, marks over letters none.

use unicode_width::UnicodeWidthChar as _;

use crate::report::Escaped;

/// What stands for what was cut off.
const CUT: &str = "...";

/// A text made safe for the terminal, as rows of at most `width` columns: all of it, or cut after the first.
pub fn rows(text: &str, width: usize, full: bool) -> Vec<String> {
    let text = Escaped(text).to_string();
    if full { wrap(&text, width.max(2)) } else { vec![cut(&text, width)] }
}

/// The first `width` columns of a safe text; three dots stand for the rest.
pub fn cut(text: &str, width: usize) -> String {
    let end = fitting(text, width);
    if end == text.len() {
        return text.to_owned();
    }
    let kept = text.get(..fitting(text, width.saturating_sub(CUT.len()))).unwrap_or_default();
    let dots = CUT.get(..width.min(CUT.len())).unwrap_or(CUT);
    format!("{kept}{dots}")
}

/// The text with spaces up to this width.
pub fn pad(text: &str, width: usize) -> String {
    let columns: usize = text.chars().map(columns).sum();
    format!("{text}{}", " ".repeat(width.saturating_sub(columns)))
}

/// Breaks before words where it can.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let (mut rows, mut rest) = (Vec::new(), text);
    loop {
        let end = fitting(rest, width);
        let (row, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if after.is_empty() {
            rows.push(row.to_owned());
            return rows;
        }
        let space = row.rfind(' ').filter(|at| *at > 0);
        let end = space.unwrap_or_else(|| end.max(rest.chars().next().map_or(1, char::len_utf8)));
        let (row, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rows.push(row.to_owned());
        rest = after.trim_start_matches(' ');
    }
}

/// Bytes of the text that fit into this many columns.
fn fitting(text: &str, width: usize) -> usize {
    let mut left = width;
    for (at, sign) in text.char_indices() {
        match left.checked_sub(columns(sign)) {
            Some(rest) => left = rest,
            None => return at,
        }
    }
    text.len()
}

fn columns(sign: char) -> usize {
    sign.width().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{cut, pad, rows};

    #[test]
    fn texts_are_cut_by_columns_and_made_safe() {
        assert_eq!(cut("ferry", 5), "ferry");
        assert_eq!(cut("the ferry", 6), "the...");
        assert_eq!(cut("\u{4f60}\u{597d}\u{4f60}\u{597d}", 6), "\u{4f60}...");
        assert_eq!(cut("abc", 2), "..");
        assert_eq!(rows("a\u{1b}", 20, false), ["a\\u{1b}"]);
        assert_eq!(pad("\u{4f60}", 4), "\u{4f60}  ");
    }

    #[test]
    fn texts_are_wrapped_before_words() {
        assert_eq!(rows("the ferry stays", 9, true), ["the", "ferry", "stays"].map(str::to_owned));
        assert_eq!(rows("the ferry stays", 10, true), ["the ferry", "stays"]);
        assert_eq!(rows("harbourmaster", 8, true), ["harbourm", "aster"]);
        assert_eq!(rows("\u{4f60}\u{597d}\u{4f60}", 4, true), ["\u{4f60}\u{597d}", "\u{4f60}"]);
        assert_eq!(rows("", 4, true), [""]);
    }
}
