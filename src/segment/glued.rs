//! Pages that an extractor glued into one long line.
//!
//! Such a line holds menu, article and footer side by side. It is cut at the
//! ends of sentences, at runs of spaces and at tabs, so that its parts can be
//! judged one by one; a line of usual length is left whole.

use super::lines::is_blank;
use super::shape::is_unspaced;
use crate::span::Span;

/// Lines longer than this are taken for glued pages, in bytes. A paragraph of
/// this length occurs in about one of 3,000 lines of news text; cutting it at
/// its sentences is harmless, because kept neighbours are joined as they were.
const GLUED_BYTES: usize = 2_400;

/// Whether a line is taken for a glued page.
pub(super) const fn is_glued(content: Span) -> bool {
    content.len() > GLUED_BYTES
}

/// Puts the pieces of a glued line into `pieces`, in order, covering it from the first to the last byte.
pub(super) fn split(text: &str, content: Span, pieces: &mut Vec<Span>) {
    pieces.clear();
    let line = content.of(text);
    let mut start = 0;
    let mut chars = line.char_indices().peekable();
    let mut previous = ' ';
    // Whether the last visible characters ended a sentence (closing quotes and brackets included).
    let mut ended = false;
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        if is_blank(c) {
            let wide = c == '\t' || next.is_some_and(is_blank);
            let mut from = at + c.len_utf8();
            while let Some(&(blank_at, blank)) = chars.peek() {
                if !is_blank(blank) {
                    break;
                }
                from = blank_at + blank.len_utf8();
                chars.next();
            }
            let opens = chars.peek().is_some_and(|&(_, c)| opens_sentence(c));
            if from < line.len() && (wide || ended && opens) {
                pieces.push(Span::new(content.start + start, content.start + from));
                start = from;
            }
            ended = false;
        } else {
            ended = match c {
                '.' => !is_abbreviation(line, start, at),
                '!' | '?' | '\u{2026}' | '\u{61f}' | '\u{964}' => true,
                '\u{3002}' | '\u{ff01}' | '\u{ff1f}' => true,
                '"' | '\'' | ')' | ']' | '\u{201d}' | '\u{2019}' | '\u{bb}' | '\u{300d}'
                | '\u{300f}' => ended,
                _ => false,
            };
            // Scripts without spaces have none after the full stop either.
            let full =
                matches!(c, '\u{3002}' | '\u{ff01}' | '\u{ff1f}') || ended && is_unspaced(previous);
            if full && next.is_some_and(is_unspaced) {
                let from = at + c.len_utf8();
                pieces.push(Span::new(content.start + start, content.start + from));
                start = from;
                ended = false;
            }
            previous = c;
        }
    }
    pieces.push(Span::new(content.start + start, content.end));
}

fn opens_sentence(c: char) -> bool {
    c.is_uppercase()
        || c.is_ascii_digit()
        || matches!(
            c,
            '"' | '\''
                | '('
                | '['
                | '\u{201c}'
                | '\u{2018}'
                | '\u{ab}'
                | '\u{201e}'
                | '\u{2022}'
                | '|'
                | '\u{a9}'
        )
        || (c.is_alphabetic() && !c.is_lowercase())
}

/// Whether the full stop at `dot` follows a single letter or a title, as in `J. Smith`, `Dr. No`, `U.S. troops`.
fn is_abbreviation(line: &str, start: usize, dot: usize) -> bool {
    let before = line.get(start..dot).unwrap_or_default();
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '.').next().unwrap_or_default();
    word.chars().count() == 1 && word.chars().all(char::is_uppercase)
        || matches!(
            word,
            "Mr" | "Mrs"
                | "Ms"
                | "Dr"
                | "Prof"
                | "St"
                | "Sen"
                | "Rep"
                | "Gen"
                | "Gov"
                | "Lt"
                | "Col"
                | "Jr"
                | "Sr"
                | "No"
                | "vs"
                | "Nr"
                | "bzw"
                | "ca"
                | "Inc"
                | "Co"
                | "Corp"
        )
}
