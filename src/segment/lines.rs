//! Raw lines of a text: where they break, what of them is visible.

use crate::span::Span;

/// A non-blank line before bullets and glued pages are looked at.
pub(super) struct RawLine {
    /// Everything up to the next non-blank line.
    pub span: Span,
    /// Without white space at the ends.
    pub content: Span,
    /// Columns of white space before the content.
    pub indent: u16,
    /// Blank lines before this one.
    pub blank_before: u16,
}

/// Iterates over the non-blank lines of a text.
pub(super) struct RawLines<'t> {
    text: &'t str,
    /// Whether the text has no line breaks but LF.
    plain: bool,
    /// Start of the span of the next line to give out.
    start: usize,
    /// The next non-blank line, already found.
    next: Option<Found>,
}

struct Found {
    content: Span,
    line_start: usize,
    after: usize,
    blanks: u16,
}

impl<'t> RawLines<'t> {
    #[inline(always)]
    pub(super) fn new(text: &'t str) -> Self {
        let plain = !has_other_breaks(text.as_bytes());
        let next = find(text, plain, 0);
        Self { text, plain, start: 0, next }
    }
}

impl Iterator for RawLines<'_> {
    type Item = RawLine;

    #[inline(always)]
    fn next(&mut self) -> Option<RawLine> {
        let found = self.next.take()?;
        self.next = find(self.text, self.plain, found.after);
        let end = self.next.as_ref().map_or(self.text.len(), |next| next.line_start);
        let span = Span::new(self.start, end);
        self.start = end;
        let white = Span::new(found.line_start, found.content.start);
        let indent = if white.is_empty() { 0 } else { columns(white.of(self.text)) };
        Some(RawLine { span, content: found.content, indent, blank_before: found.blanks })
    }
}

/// The first non-blank line at or after `at`.
fn find(text: &str, plain: bool, mut at: usize) -> Option<Found> {
    let mut blanks = 0u16;
    while at < text.len() {
        let (end, after) = if plain { plain_end(text, at) } else { line_end(text, at) };
        let content = if at == end { Span::default() } else { trim(text, Span::new(at, end)) };
        if !content.is_empty() {
            return Some(Found { content, line_start: at, after, blanks });
        }
        blanks = blanks.saturating_add(1);
        at = after;
    }
    None
}

/// Whether a text has line breaks but LF: CR, NEL (C2 85), LS or PS (E2 80 A8/A9). No early exit: this runs in vectors.
#[inline(always)]
fn has_other_breaks(text: &[u8]) -> bool {
    let (second, third) = (text.iter().skip(1), text.iter().skip(2));
    let found = text.iter().zip(second).zip(third).fold(false, |found, ((a, b), c)| {
        let nel = (*a == 0xC2) & (*b == 0x85);
        found | (*a == b'\r') | nel | (*a == 0xE2) & (*b == 0x80) & (*c | 1 == 0xA9)
    });
    found || matches!(text, [.., b'\r'] | [.., b'\r', _] | [.., 0xC2, 0x85])
}

/// End of the line's text, and start of the next line, where only LF breaks lines.
fn plain_end(text: &str, at: usize) -> (usize, usize) {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let end = at + memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    (end, (end + 1).min(text.len()))
}

/// The same where any mark does.
fn line_end(text: &str, at: usize) -> (usize, usize) {
    let bytes = text.as_bytes().get(at..).unwrap_or_default();
    // Candidates: LF, CR, and the lead bytes of NEL (C2 85) and LS/PS (E2 80 A8/A9).
    let mut from = 0;
    loop {
        let rest = bytes.get(from..).unwrap_or_default();
        // LF is by far the most frequent; the rare marks are only looked for before it.
        let lf = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let before = rest.get(..lf).unwrap_or_default();
        match memchr::memchr3(b'\r', 0xC2, 0xE2, before) {
            None => {
                let end = at + from + lf;
                return (end, (end + 1).min(text.len()));
            }
            Some(i) => {
                let here = at + from + i;
                let tail = rest.get(i..).unwrap_or_default();
                match tail {
                    [b'\r', b'\n', ..] => return (here, here + 2),
                    [b'\r', ..] => return (here, here + 1),
                    [0xC2, 0x85, ..] => return (here, here + 2),
                    [0xE2, 0x80, 0xA8 | 0xA9, ..] => return (here, here + 3),
                    _ => from += i + 1,
                }
            }
        }
    }
}

/// The span without white space and invisible characters at its ends.
pub(super) fn trim(text: &str, span: Span) -> Span {
    let inner = span.of(text);
    if let [first, .., last] = inner.as_bytes()
        && first.is_ascii_graphic()
        && last.is_ascii_graphic()
    {
        return span;
    }
    let kept = trim_start(inner);
    let start = span.start + (inner.len() - kept.len());
    Span::new(start, start + trim_end(kept).len())
}

/// A text without white space and invisible characters before it.
pub(super) fn trim_start(text: &str) -> &str {
    let mut rest = text;
    loop {
        // Nearly always spaces are all there is.
        let ascii = rest.bytes().take_while(|byte| matches!(byte, 0..=b' ' | 0x7f)).count();
        rest = rest.get(ascii..).unwrap_or_default();
        let mut chars = rest.chars();
        if rest.as_bytes().first().is_none_or(u8::is_ascii)
            || chars.next().is_none_or(|c| !is_blank(c))
        {
            return rest;
        }
        rest = chars.as_str();
    }
}

/// The same at its end.
fn trim_end(text: &str) -> &str {
    let mut rest = text;
    while rest.as_bytes().last().is_some_and(|last| !last.is_ascii_graphic()) {
        let mut chars = rest.chars();
        if chars.next_back().is_none_or(|c| !is_blank(c)) {
            break;
        }
        rest = chars.as_str();
    }
    rest
}

/// White space, control characters, and what shows nothing: zero-width, joiners, bidi marks, BOM, NUL.
pub(super) const fn is_blank(c: char) -> bool {
    matches!(c,
        '\0'..=' ' | '\u{7f}'..='\u{a0}' | '\u{ad}' | '\u{1680}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}'
        | '\u{205f}'..='\u{2069}' | '\u{3000}' | '\u{feff}')
}

fn columns(white: &str) -> u16 {
    let columns = white
        .chars()
        .map(|c| match c {
            ' ' => 1,
            '\t' => 4,
            '\u{3000}' => 2,
            c if c.is_whitespace() => 1,
            _ => 0,
        })
        .sum::<usize>();
    u16::try_from(columns).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::is_blank;

    #[test]
    fn what_is_blank() {
        for c in '\0'..=char::MAX {
            let hidden = matches!(c,
                '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{ad}');
            assert_eq!(is_blank(c), c.is_whitespace() || c.is_control() || hidden, "{c:?}");
        }
    }
}
