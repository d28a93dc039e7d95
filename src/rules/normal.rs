//! One spelling for phrases and lines.
//!
//! Separate because both sides of every comparison go through it, when rules
//! are compiled and for each line of each page, and a difference of one
//! character between the two would silently kill rules.
//!
//! What it does, in one pass:
//! - letters to lower case, one character to one; the Turkish dotless i counts
//!   as `i` and the Greek final sigma as sigma, so that capitals compare equal;
//! - curly quotation marks and apostrophes to `"` and `'`;
//! - white space of any kind (no-break spaces and control characters too) to
//!   one space, none at the ends;
//! - zero-width characters, bidi marks, soft hyphens and variation selectors
//!   are dropped;
//! - a number to `0`: decimal digits of any script with `.` `,` `'` or a space
//!   as separators inside (after a space or an apostrophe stand exactly three
//!   digits), and a `k`, `K` or `M` glued on: `1,204`, `3 400 000`, `2.5K`.

use std::sync::LazyLock;

use crate::segment::is_unspaced;
use crate::span::Span;

/// Appends the normal form of `text` to an emptied `out`.
pub(crate) fn normalise(text: &str, out: &mut Vec<u8>) {
    out.clear();
    out.reserve(text.len());
    run(text, out);
    if out.last() == Some(&b' ') {
        out.pop();
    }
}

/// The normal form of a rule's literal; `{n}` in it stands for a number.
pub(super) fn literal(phrase: &str) -> String {
    let mut out = Vec::new();
    if phrase.contains('{') {
        normalise(&phrase.replace(NUMBER_MARK, "0"), &mut out);
    } else {
        normalise(phrase, &mut out);
    }
    String::from_utf8(out).unwrap_or_default()
}

/// What stands for a number in a rule's literal.
pub(super) const NUMBER_MARK: &str = "{n}";

/// A normalised line without the signs, marks and emoji at its ends.
pub(super) fn core(normal: &str) -> &str {
    normal.trim_matches(|c: char| !c.is_alphanumeric())
}

/// The place in `text` that became `at` of its normal form.
pub(super) fn locate(text: &str, at: Span) -> Span {
    let mut finder = Finder { at, len: 0, found: Span::new(0, 0), spaced: false };
    run(text, &mut finder);
    finder.found
}

/// Where the characters of the normal form go.
trait Sink {
    /// One ASCII character, made from `from..to` of the text.
    fn byte(&mut self, byte: u8, from: usize, to: usize);
    /// ASCII characters in lower or upper case, each of which is one of the text's from `from` on.
    fn run(&mut self, run: &[u8], from: usize);
    /// Any character.
    fn wide(&mut self, c: char, from: usize, to: usize);
    /// A space, unless one or nothing stands before it.
    fn space(&mut self, from: usize, to: usize);
}

impl Sink for Vec<u8> {
    fn byte(&mut self, byte: u8, _: usize, _: usize) {
        self.push(byte);
    }

    fn run(&mut self, run: &[u8], _: usize) {
        self.extend(run.iter().map(u8::to_ascii_lowercase));
    }

    fn wide(&mut self, c: char, _: usize, _: usize) {
        self.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }

    fn space(&mut self, _: usize, _: usize) {
        if self.last().is_some_and(|&last| last != b' ') {
            self.push(b' ');
        }
    }
}

/// Follows a run without storing it, to find where a part of it came from.
struct Finder {
    at: Span,
    len: usize,
    found: Span,
    /// Whether the last character was a space.
    spaced: bool,
}

impl Finder {
    fn advance(&mut self, len: usize, from: usize, to: usize) {
        if self.len == self.at.start {
            self.found.start = from;
        }
        if self.len < self.at.end {
            self.found.end = to;
        }
        self.len += len;
    }
}

impl Sink for Finder {
    fn byte(&mut self, byte: u8, from: usize, to: usize) {
        self.advance(1, from, to);
        self.spaced = byte == b' ';
    }

    fn run(&mut self, run: &[u8], from: usize) {
        for (&byte, at) in run.iter().zip(from..) {
            self.byte(byte, at, at + 1);
        }
    }

    fn wide(&mut self, c: char, from: usize, to: usize) {
        self.advance(c.len_utf8(), from, to);
        self.spaced = false;
    }

    fn space(&mut self, from: usize, to: usize) {
        if self.len > 0 && !self.spaced {
            self.advance(1, from, to);
            self.spaced = true;
        }
    }
}

const SPACE: u8 = 0;
const DIGIT: u8 = 1;
const WIDE: u8 = 2;
const PLAIN: u8 = 3;

/// What to do with a byte: one of the classes above.
const CLASSES: [u8; 256] = {
    let mut table = [WIDE; 256];
    let mut byte = 0u8;
    while byte < 0x80 {
        table[byte as usize] = match byte {
            b'0'..=b'9' => DIGIT,
            0..=b' ' | 0x7f => SPACE,
            _ => PLAIN,
        };
        byte += 1;
    }
    table
};

fn run(text: &str, sink: &mut impl Sink) {
    let bytes = text.as_bytes();
    let table = &*FOLDED;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let class = CLASSES[usize::from(byte)];
        at = match class {
            SPACE => {
                sink.space(at, at + 1);
                at + 1
            }
            DIGIT => number(text, at, sink),
            WIDE => {
                let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { return };
                let end = at + c.len_utf8();
                match table.get(c as usize).copied().unwrap_or_else(|| fold(c)) {
                    Folded::Char(c) => sink.wide(c, at, end),
                    Folded::Byte(byte) => sink.byte(byte, at, end),
                    Folded::Space => sink.space(at, end),
                    Folded::Nothing => {}
                    Folded::Digit => {
                        at = number(text, at, sink);
                        continue;
                    }
                }
                end
            }
            _ => {
                let rest = bytes.get(at..).unwrap_or_default();
                let run = rest.get(..plain_run(rest)).unwrap_or_default();
                sink.run(run, at);
                at + run.len()
            }
        };
    }
}

/// Bytes that are looked at in one step.
const CHUNK: usize = 16;

/// How many bytes from the start are plain ASCII with single spaces; at least one. The first is no space.
fn plain_run(bytes: &[u8]) -> usize {
    let mut len = 0;
    while let Some(chunk) = bytes.get(len..).and_then(|rest| rest.first_chunk())
        && is_plain(chunk)
    {
        len += CHUNK;
    }
    let mut previous = len.checked_sub(1).and_then(|last| bytes.get(last)).copied();
    let mut plain = |&byte: &u8| {
        let single_space = byte == b' ' && previous != Some(b' ');
        previous = Some(byte);
        single_space || CLASSES[usize::from(byte)] == PLAIN
    };
    let rest = bytes.get(len..).unwrap_or_default();
    len += rest.iter().position(|byte| !plain(byte)).unwrap_or(rest.len());
    len.max(1)
}

/// Whether all bytes but the last are plain ASCII, and no two of all are spaces in a row. No early exit: the
/// compiler makes vector code of it.
fn is_plain(chunk: &[u8; CHUNK + 1]) -> bool {
    let (bytes, next) = (chunk.iter(), chunk.iter().skip(1));
    !bytes.zip(next).fold(false, |found, (&byte, &next)| {
        let both = byte == b' ' && next == b' ';
        found | both | byte.is_ascii_digit() | !(b' '..0x7f).contains(&byte)
    })
}

/// What a character beyond ASCII becomes.
#[derive(Clone, Copy)]
enum Folded {
    Char(char),
    Byte(u8),
    Space,
    Digit,
    Nothing,
}

/// [`fold`] of the alphabets up to Hebrew; it halves the time for Cyrillic text.
static FOLDED: LazyLock<[Folded; 0x600]> = LazyLock::new(|| {
    std::array::from_fn(|code| {
        u32::try_from(code).ok().and_then(char::from_u32).map_or(Folded::Nothing, fold)
    })
});

fn fold(c: char) -> Folded {
    match c {
        c if is_unspaced(c) && !is_digit(c) => Folded::Char(c),
        '\u{2018}'..='\u{201b}' | '\u{2bc}' | '\u{b4}' => Folded::Byte(b'\''),
        '\u{201c}'..='\u{201f}' => Folded::Byte(b'"'),
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{61c}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' => Folded::Nothing,
        '\u{131}' => Folded::Byte(b'i'),
        '\u{3c2}' => Folded::Char('\u{3c3}'),
        c if c.is_whitespace() || c.is_control() => Folded::Space,
        c if is_digit(c) => Folded::Digit,
        // A capital that becomes two characters (the dotted I) keeps the first.
        c => match c.to_lowercase().next().unwrap_or(c) {
            c if c.is_ascii() => Folded::Byte(c as u8),
            c => Folded::Char(c),
        },
    }
}

/// Decimal digits: ASCII, Arabic, Persian, Indic, Thai and full-width ones.
fn is_digit(c: char) -> bool {
    matches!(c,
        '0'..='9' | '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' | '\u{966}'..='\u{96f}'
        | '\u{9e6}'..='\u{9ef}' | '\u{e50}'..='\u{e59}' | '\u{ff10}'..='\u{ff19}')
}

/// Puts a `0` for the number at `at`; returns its end.
fn number(text: &str, at: usize, sink: &mut impl Sink) -> usize {
    let end = at + number_len(text.get(at..).unwrap_or_default());
    sink.byte(b'0', at, end);
    end
}

/// Bytes of the number that `text` starts with.
fn number_len(text: &str) -> usize {
    let (mut group, mut end) = digits(text);
    loop {
        let rest = text.get(end..).unwrap_or_default();
        let Some(sign) = rest.chars().next() else { break };
        let (next, len) = digits(rest.get(sign.len_utf8()..).unwrap_or_default());
        let joins = match sign {
            '.' | ',' | '\u{66b}' | '\u{66c}' => next > 0,
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '\u{2019}' => group <= 3 && next == 3,
            _ => false,
        };
        if !joins {
            break;
        }
        group = next;
        end += sign.len_utf8() + len;
    }
    let mut after = text.get(end..).unwrap_or_default().chars();
    match (after.next(), after.next(), after.next()) {
        // In `0M.5` it would leave a number that goes on.
        (Some('k' | 'K' | 'M'), Some('.' | ',' | '\u{66b}' | '\u{66c}'), Some(next))
            if is_digit(next) =>
        {
            end
        }
        (Some('k' | 'K' | 'M'), next, _) if !next.is_some_and(char::is_alphanumeric) => end + 1,
        _ => end,
    }
}

/// How many digits `text` starts with, and their bytes.
fn digits(text: &str) -> (usize, usize) {
    text.chars()
        .take_while(|&c| is_digit(c))
        .fold((0, 0), |(count, len), c| (count + 1, len + c.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::{core, literal, locate, normalise};
    use crate::span::Span;
    use proptest::prelude::*;

    fn normal(text: &str) -> String {
        let mut out = Vec::new();
        normalise(text, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn case_quotes_and_white_space() {
        assert_eq!(normal("  DON\u{2019}T\u{a0}\u{a0} \u{201c}Reply\u{201d}\t"), "don't \"reply\"");
        assert_eq!(normal("\u{200b}Ant\u{ad}worten\u{200f}"), "antworten");
        assert_eq!(
            normal("\u{41e}\u{422}\u{412}\u{415}\u{422}"),
            "\u{43e}\u{442}\u{432}\u{435}\u{442}"
        );
        assert_eq!(normal("YANITLA"), normal("yan\u{131}tla"));
        assert_eq!(normal("\u{130}leri"), "ileri");
    }

    #[test]
    fn numbers_become_one_sign() {
        for number in [
            "7",
            "1,204",
            "1.204",
            "3 400 000",
            "3\u{a0}400",
            "2.5K",
            "12M",
            "1'234",
            "\u{665}\u{666}",
        ] {
            assert_eq!(normal(&format!("{number} shares")), "0 shares", "{number}");
        }
        assert_eq!(normal("1 2 3 Next"), "0 0 0 next");
        assert_eq!(normal("May 19 2021"), "may 0 0");
        assert_eq!(normal("5m ago, 3kg"), "0m ago, 0kg");
        assert_eq!(normal("10:12. 4."), "0:0. 0.");
        assert_eq!(literal("{n} Shares"), "0 shares");
    }

    #[test]
    fn core_is_bare_of_signs() {
        assert_eq!(core("\u{bb} leave a reply:"), "leave a reply");
        assert_eq!(core("\u{1f4ac} (0)"), "0");
        assert_eq!(core("***"), "");
    }

    #[test]
    fn places_point_into_the_original() {
        let line = " We\u{a0} have \u{201c}1,204\u{201d}  Shares here";
        let form = normal(line);
        assert_eq!(form, "we have \"0\" shares here");
        let at = form.find("\"0\" shares").unwrap();
        let place = locate(line, Span::new(at, at + "\"0\" shares".len()));
        assert_eq!(place.of(line), "\u{201c}1,204\u{201d}  Shares");
    }

    #[test]
    fn a_glued_magnitude_ends_its_number() {
        assert_eq!(normal("2.5K, 3M."), "0, 0.");
        for text in ["0M.0", "2K,5", "1k.2.3"] {
            assert_eq!(normal(&normal(text)), normal(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_normal_form_is_its_own(text in "\\PC{0,80}") {
            let once = normal(&text);
            prop_assert_eq!(normal(&once), once);
        }

        #[test]
        fn every_part_has_a_place(text in "[ -~\u{a0}-\u{24f}\u{400}-\u{4ff}\u{2018}-\u{201f}]{1,60}") {
            let form = normal(&text);
            for (start, c) in form.char_indices() {
                let place = locate(&text, Span::new(start, start + c.len_utf8()));
                prop_assert!(!place.of(&text).is_empty());
            }
        }
    }
}
