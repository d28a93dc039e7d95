//! Lines at the borders of a thread: the header before it, the form and the footer after it.

use super::controls::split_number;
use super::words::{ends_word, trim_signs, words};

/// Bytes of a header with a number beside several words at most.
const PHRASE: usize = 80;

/// Whether the line opens or belongs to the form for a new comment.
pub(super) fn is_form(low: &str) -> bool {
    words().forms.open(low.trim_start_matches(|c: char| !c.is_alphanumeric()))
}

/// Whether the line stands below threads: footers, neighbouring posts, sidebars.
pub(super) fn is_foot(low: &str) -> bool {
    // A short opening may start a sentence, so it must be all of the line.
    let whole = |opening: &str, rest: &str| {
        ends_word(opening, rest) && (opening.len() > 8 || opening == "\u{a9}" || rest.is_empty())
    };
    low.len() < 160 && words().feet.strip(low, whole).is_some()
}

/// How a line opens a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Header {
    /// With the number of comments: `7 thoughts on ...`, `Comments (12)`.
    Counted(u32),
    /// Without: `Comments`, `Discussion about this post`.
    Plain,
}

/// Whether the line also counts the answers to one comment: `Responses (1)`.
pub(super) fn is_ambiguous(low: &str) -> bool {
    let word = low.split([' ', '(']).next().unwrap_or_default();
    words().ambiguous.contains(word)
}

/// Reads a line as the header of a thread. `low` is the line in lower case.
pub(super) fn header(low: &str) -> Option<Header> {
    let words = words();
    let line = trim_signs(low, |c: char| {
        c.is_whitespace() || matches!(c, ':' | '|' | '\u{bb}' | '\u{ab}' | '#' | '-' | '\u{2013}')
    });
    if line.is_empty() || line.len() > 240 {
        return None;
    }
    let total = line.strip_prefix("insgesamt ");
    let line = total.unwrap_or(line);
    if words.headers.contains(line) || line.len() < low.len() && words.headers.contains(low) {
        return Some(Header::Plain);
    }
    if let Some(count) = counted_phrase(line) {
        return Some(Header::Counted(count));
    }
    if let Some((number, rest)) = leading_count(line) {
        let (word, tail) = rest.split_once([' ', '\u{a0}']).unwrap_or((rest, ""));
        let (about, _) = tail.trim().split_once(' ').unwrap_or((tail.trim(), ""));
        // Posts alone are what a member wrote elsewhere.
        let posts = total.is_some() && matches!(word, "beitrag" | "beitr\u{e4}ge");
        let fits = (posts || words.comments.contains(word.trim_end_matches([':', '.', ','])))
            && (about.is_empty()
                || words.about.contains(about)
                || about.starts_with(['\u{201c}', '"', '\u{ab}']));
        return u32::try_from(number).ok().filter(|_| fits).map(Header::Counted);
    }
    let end = line.bytes().position(|byte| matches!(byte, b'(' | b'[' | b' ' | b':'));
    let (word, tail) = line.split_at(end.unwrap_or(line.len()));
    if !words.comments.contains(word) {
        return None;
    }
    let digits =
        tail.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | ':' | ' ' | '\u{a0}'));
    // `Comments Leave a comment`: the link to the form behind it.
    if digits.is_empty() || words.forms.open(digits) {
        return (!words.ambiguous.contains(word)).then_some(Header::Plain);
    }
    // `Comments on this article (12)`.
    let bracket = tail.strip_suffix(')').and_then(|tail| tail.rsplit_once('('));
    let digits = match bracket {
        Some((about, digits)) => {
            let first = about.split_whitespace().next();
            if first.is_none_or(|first| words.about.contains(first)) { digits } else { tail }
        }
        None => digits,
    };
    // `\u{30b3}\u{30e1}\u{30f3}\u{30c8} 4\u{4ef6}`: Chinese and Japanese name what they count.
    let digits = digits
        .trim_end_matches(['\u{4ef6}', '\u{6761}', '\u{689d}', '\u{5247}', '\u{500b}', '\u{ac1c}']);
    let (number, _) = split_number(digits).filter(|(_, rest)| rest.is_empty())?;
    u32::try_from(number).ok().map(Header::Counted)
}

/// `Reader Comments (12)`, `12 reader comments`, `Posted by Ned (12 comments total)`: a number beside several words.
fn counted_phrase(line: &str) -> Option<u32> {
    if line.len() > PHRASE || !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let known = |phrase: &str| {
        let phrase = phrase.trim_end_matches([' ', ':', '-', '\u{2013}']);
        phrase.contains(' ')
            && (words().comments.contains(phrase) || words().headers.contains(phrase))
    };
    // `Er zijn 12 reacties op dit artikel`.
    if let Some((_, rest)) = words().there_are.strip(line, |_, _| true) {
        let (number, rest) = split_number(rest)?;
        let word = rest.split([' ', '.']).next().unwrap_or_default();
        return u32::try_from(number).ok().filter(|_| words().comments.contains(word));
    }
    let (number, rest) = split_number(line).unwrap_or((-1, ""));
    if known(rest) {
        return u32::try_from(number).ok();
    }
    if let Some((before, inner)) = line.strip_suffix(')').and_then(|line| line.rsplit_once('(')) {
        let (number, unit) = split_number(inner)?;
        let total = unit.strip_suffix(" total").is_some_and(|unit| words().comments.contains(unit));
        return u32::try_from(number).ok().filter(|_| total || unit.is_empty() && known(before));
    }
    let (before, digits) = line.rsplit_once([' ', '\u{a0}'])?;
    digits.parse().ok().filter(|_| known(before))
}

/// A leading number, in digits or as the word for one.
fn leading_count(low: &str) -> Option<(i64, &str)> {
    if let Some((_, rest)) = words().one.strip(low, |_, _| true) {
        return Some((1, rest.trim_start()));
    }
    split_number(low).filter(|(n, _)| (0..100_000).contains(n))
}

#[cfg(test)]
mod tests {
    use super::{Header, header, is_foot, is_form};

    #[test]
    fn headers_of_platforms_and_languages() {
        for (line, count) in [
            ("7 thoughts on \u{201c}a walk\u{201d}", 7),
            ("comments (12)", 12),
            ("12 kommentare", 12),
            ("4 antworten", 4),
            ("insgesamt 46 beitr\u{e4}ge", 46),
            ("one thought on \u{201c}rain\u{201d}", 1),
            ("15 replies to \u{201c}open plans\u{201d}", 15),
            ("2 kommentare zu ein haus", 2),
            ("reader comments (12)", 12),
            ("12 reader comments", 12),
            ("tutti i commenti (4)", 4),
            ("er zijn 6 reacties op dit artikel", 6),
            ("posted by ned (31 comments total)", 31),
            ("\u{30b3}\u{30e1}\u{30f3}\u{30c8} 4\u{4ef6}", 4),
            ("lesermeinungen zu diesem artikel (4)", 4),
        ] {
            assert_eq!(header(line), Some(Header::Counted(count)), "{line}");
        }
        assert_eq!(header("comments"), Some(Header::Plain));
        assert_eq!(header("discussion about this post"), Some(Header::Plain));
        assert_eq!(header("kommentare schreibe einen kommentar"), Some(Header::Plain));
        for line in [
            "comments by the minister were sharp",
            "12 people",
            "recent comments",
            "thoughts",
            "7 comments were deleted",
        ] {
            assert_eq!(header(line), None, "{line}");
        }
    }

    #[test]
    fn forms_and_feet() {
        assert!(is_form("leave a reply cancel reply") && is_form("schreibe einen kommentar"));
        assert!(
            is_foot("\u{a9} 2024 example news")
                && is_foot("recent posts")
                && !is_foot("search for the truth goes on")
        );
    }
}
