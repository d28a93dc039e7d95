//! One spelling for phrases and lines.
//!
//! Separate because both sides of every comparison go through it, when rules
//! are compiled and for each line of each page, and a difference of one
//! character between the two would silently kill rules.
//!
//! What it does, in one pass:
//! - letters to lower case, one character to one; the Turkish dotless i counts
//!   as `i`, the Greek final sigma as sigma and a Greek vowel as one without its
//!   accent, so that capitals compare equal; the comma below a Romanian letter
//!   counts as a cedilla, because sites write both;
//! - curly quotation marks and apostrophes to `"` and `'`;
//! - white space of any kind (no-break spaces and control characters too) to
//!   one space, none at the ends;
//! - zero-width characters, bidi marks, soft hyphens and variation selectors
//!   are dropped;
//! - a number to `0`: decimal digits of any script with `.` `,` `'` or a space
//!   as separators inside (after a space or an apostrophe stand exactly three
//!   digits), and a `k`, `K` or `M` glued on: `1,204`, `3 400 000`, `2.5K`.

mod run;

use std::sync::LazyLock;

pub(super) use run::Run;

use crate::segment::borders::load_eight;
use crate::segment::{Class, is_unspaced};
use crate::span::Span;

/// Appends the normal form of `text` to an emptied `out`.
pub(crate) fn normalise(text: &str, out: &mut Vec<u8>) {
    out.clear();
    out.reserve(text.len());
    run(text, Span::new(0, text.len()), out);
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
    normal.trim_matches(|c| !Class::of(c).is_alphanumeric())
}

/// The first character of a part of a normal form.
#[inline]
pub(super) fn first_char(part: &[u8]) -> Option<char> {
    let first = *part.first()?;
    let low = |at: usize| part.get(at).map_or(0, |&byte| u32::from(byte & 0x3F));
    match first {
        0..0x80 => Some(char::from(first)),
        0x80..0xE0 => char::from_u32(u32::from(first & 0x1F) << 6 | low(1)),
        0xE0..0xF0 => char::from_u32(u32::from(first & 0xF) << 12 | low(1) << 6 | low(2)),
        0xF0.. => char::from_u32(u32::from(first & 7) << 18 | low(1) << 12 | low(2) << 6 | low(3)),
    }
}

/// The last character of a part of a normal form.
#[inline]
pub(super) fn last_char(part: &[u8]) -> Option<char> {
    match *part.last()? {
        byte if byte.is_ascii() => Some(char::from(byte)),
        _ => {
            let start = part.iter().rposition(|&byte| byte & 0xC0 != 0x80)?;
            first_char(part.get(start..)?)
        }
    }
}

/// The place in `text` that became `at` of the normal form of a part of it.
pub(super) fn locate(text: &str, part: Span, at: Span) -> Span {
    let mut finder = Finder { at, len: 0, found: Span::new(part.start, part.start) };
    run(text, part, &mut finder);
    finder.found
}

/// Where the characters of the normal form go.
pub(super) trait Sink {
    /// Characters whose bytes are those of the text from `from` on, but for case.
    fn run(&mut self, run: Run, from: usize);
    /// One character, made from `from..to` of the text.
    fn one(&mut self, one: One, from: usize, to: usize);
    /// A space.
    fn space(&mut self, from: usize, to: usize);
    /// Whether what follows is of no interest.
    fn is_full(&self) -> bool {
        false
    }
}

impl Sink for Vec<u8> {
    #[inline]
    fn run(&mut self, run: Run, _: usize) {
        // All are stored, as a copy of so many bytes as there are would cost more than all else here.
        let len = self.len() + run.len();
        self.extend_from_slice(&run.bytes());
        self.truncate(len);
    }

    #[inline]
    fn one(&mut self, one: One, _: usize, _: usize) {
        let len = self.len() + one.len();
        self.extend_from_slice(&one.bytes);
        self.truncate(len);
    }

    #[inline]
    fn space(&mut self, _: usize, _: usize) {
        self.push(b' ');
    }
}

/// Follows a run without storing it, to find where a part of it came from.
struct Finder {
    at: Span,
    len: usize,
    found: Span,
}

impl Finder {
    /// Goes on by `len` bytes of the normal form, made from `from..to` of the text.
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
    fn run(&mut self, run: Run, from: usize) {
        if self.len + run.len() <= self.at.start {
            self.len += run.len();
            return;
        }
        for at in from..from + run.len() {
            self.advance(1, at, at + 1);
        }
    }

    fn one(&mut self, one: One, from: usize, to: usize) {
        self.advance(one.len(), from, to);
    }

    fn space(&mut self, from: usize, to: usize) {
        self.advance(1, from, to);
    }

    fn is_full(&self) -> bool {
        self.len >= self.at.end
    }
}

/// One character of a normal form.
#[derive(Clone, Copy)]
pub(super) struct One {
    /// Its bytes, the first of these.
    bytes: [u8; 4],
    len: u8,
    /// Whether it goes on with the word before it: letters and digits of one or two bytes do.
    pub in_word: bool,
}

impl One {
    const ZERO: Self = Self { bytes: [b'0', 0, 0, 0], len: 1, in_word: true };

    fn of(c: char) -> Self {
        let mut bytes = [0; 4];
        let len = c.encode_utf8(&mut bytes).len();
        let in_word = len < 3 && Class::of(c).is_alphanumeric();
        Self { bytes, len: u8::try_from(len).unwrap_or(0), in_word }
    }

    #[inline]
    pub(super) fn len(self) -> usize {
        usize::from(self.len)
    }
}

const SPACE: u8 = 0;
const DIGIT: u8 = 1;
const WIDE: u8 = 2;
const PLAIN: u8 = 3;
const THREE: u8 = 4;

/// What to do with a byte: one of the classes above.
const CLASSES: [u8; 256] = {
    let mut table = [WIDE; 256];
    // Characters of three bytes that stay as they are: Han and Hangul, and nothing beside them that has case.
    let mut byte = 0xE4u8;
    while byte <= 0xED {
        table[byte as usize] = if byte == 0xEA { WIDE } else { THREE };
        byte += 1;
    }
    byte = 0;
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

/// Hands over the normal form of a part of a text, piece by piece; a space may stand at its end.
#[inline]
pub(super) fn run(text: &str, part: Span, sink: &mut impl Sink) {
    let line = text.get(..part.end).unwrap_or(text);
    // What stands behind the line is read with its end.
    let (bytes, end) = (text.as_bytes(), line.len());
    let table = &*FOLDED;
    let mut at = part.start;
    // No space stands at the start.
    let mut spaced = 1;
    while at < end && !sink.is_full() {
        let run = Run::of(load(bytes, at), end - at, spaced);
        if run.len() > 0 {
            sink.run(run, at);
            spaced = run.last_space();
            at += run.len();
        }
        if run.len() == Run::MOST {
            continue;
        }
        while let Some(&byte) = bytes.get(at).filter(|_| at < end) {
            let mut to = at + 1;
            let folded = match CLASSES[usize::from(byte)] {
                PLAIN => break,
                SPACE => Folded::Space,
                DIGIT => Folded::Digit,
                THREE => {
                    let run = row_of_three(load(bytes, at), end - at);
                    sink.run(run, at);
                    spaced = 0;
                    at += run.len();
                    continue;
                }
                _ => {
                    let Some(c) = first_char(bytes.get(at..).unwrap_or_default()) else { return };
                    to = at + c.len_utf8();
                    table.get(c as usize).copied().unwrap_or_else(|| fold(c))
                }
            };
            match folded {
                Folded::One(one) => sink.one(one, at, to),
                Folded::Space if spaced == 0 => sink.space(at, to),
                Folded::Space | Folded::Nothing => {}
                Folded::Digit => {
                    to = at + number_len(line.get(at..).unwrap_or_default());
                    sink.one(One::ZERO, at, to);
                }
            }
            spaced = match folded {
                Folded::Space => 1,
                Folded::Nothing => spaced,
                _ => 0,
            };
            at = to;
        }
    }
}

/// The characters of three bytes that stay as they are at the start of these bytes, of which `most` belong to the line:
/// one at least.
#[inline]
fn row_of_three(bytes: [u8; Run::MOST], most: usize) -> Run {
    let most = most.min(Run::MOST) / 3;
    let mut count = 1;
    while count < most && CLASSES[usize::from(bytes[3 * count])] == THREE {
        count += 1;
    }
    Run::of_three(bytes, count)
}

/// The bytes from `at` on, zeros after the end of the text.
#[inline]
fn load(bytes: &[u8], at: usize) -> [u8; Run::MOST] {
    if let Some(run) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        return *run;
    }
    let mut run = [0; Run::MOST];
    for (part, from) in run.as_chunks_mut().0.iter_mut().zip((at..).step_by(8)) {
        *part = load_eight(bytes, from).to_le_bytes();
    }
    run
}

/// What a character beyond ASCII becomes.
#[derive(Clone, Copy)]
enum Folded {
    One(One),
    Space,
    Digit,
    Nothing,
}

/// [`fold`] of all alphabets, of the punctuation behind them and of kana.
static FOLDED: LazyLock<[Folded; 0x3100]> = LazyLock::new(|| {
    std::array::from_fn(|code| {
        u32::try_from(code).ok().and_then(char::from_u32).map_or(Folded::Nothing, fold)
    })
});

fn fold(c: char) -> Folded {
    match c {
        // Hangul, which has no case.
        '\u{ac00}'..='\u{d7a3}' => Folded::One(One::of(c)),
        c if is_unspaced(c) && !is_digit(c) => Folded::One(One::of(c)),
        '\u{2018}'..='\u{201b}' | '\u{2bc}' | '\u{b4}' => Folded::One(One::of('\'')),
        '\u{201c}'..='\u{201f}' => Folded::One(One::of('"')),
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{61c}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' => Folded::Nothing,
        '\u{131}' => Folded::One(One::of('i')),
        '\u{3c2}' => Folded::One(One::of('\u{3c3}')),
        c if c.is_whitespace() || c.is_control() => Folded::Space,
        c if is_digit(c) => Folded::Digit,
        // A capital that becomes two characters (the dotted I) keeps the first.
        c => Folded::One(One::of(plain(c.to_lowercase().next().unwrap_or(c)))),
    }
}

/// A small letter as it is compared: Greek without its accent, Romanian with a cedilla for a comma.
const fn plain(c: char) -> char {
    match c {
        '\u{3ac}' => '\u{3b1}',
        '\u{3ad}' => '\u{3b5}',
        '\u{3ae}' => '\u{3b7}',
        '\u{3af}' => '\u{3b9}',
        '\u{390}' => '\u{3ca}',
        '\u{3cc}' => '\u{3bf}',
        '\u{3cd}' => '\u{3c5}',
        '\u{3b0}' => '\u{3cb}',
        '\u{3ce}' => '\u{3c9}',
        '\u{219}' => '\u{15f}',
        '\u{21b}' => '\u{163}',
        c => c,
    }
}

/// Decimal digits: ASCII, Arabic, Persian, Indic, Thai and full-width ones.
fn is_digit(c: char) -> bool {
    matches!(c,
        '0'..='9' | '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' | '\u{966}'..='\u{96f}'
        | '\u{9e6}'..='\u{9ef}' | '\u{e50}'..='\u{e59}' | '\u{ff10}'..='\u{ff19}')
}

/// Bytes of the number that `text` starts with.
fn number_len(text: &str) -> usize {
    let (mut group, mut end) = digits(text);
    let rest = |from: usize| text.get(from..).unwrap_or_default();
    while let Some(sign) = rest(end).chars().next() {
        let is_joint = |count: usize| match sign {
            '.' | ',' | '\u{66b}' | '\u{66c}' => count > 0,
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '\u{2019}' => {
                group <= 3 && count == 3
            }
            _ => false,
        };
        // The sign of nearly all numbers joins nothing, whatever follows.
        if !is_joint(3) {
            break;
        }
        let next = end + sign.len_utf8();
        let (count, len) = digits(rest(next));
        if !is_joint(count) {
            break;
        }
        group = count;
        end = next + len;
    }
    let mut after = rest(end).chars();
    if !matches!(after.next(), Some('k' | 'K' | 'M')) {
        return end;
    }
    match (after.next(), after.next()) {
        // In `0M.5` it would leave a number that goes on.
        (Some('.' | ',' | '\u{66b}' | '\u{66c}'), Some(next)) if is_digit(next) => end,
        (next, _) if !next.is_some_and(char::is_alphanumeric) => end + 1,
        _ => end,
    }
}

/// How many digits `text` starts with, and their bytes.
fn digits(text: &str) -> (usize, usize) {
    let plain = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(plain..).unwrap_or_default();
    if rest.as_bytes().first().is_none_or(u8::is_ascii) {
        return (plain, plain);
    }
    rest.chars()
        .take_while(|&c| is_digit(c))
        .fold((plain, plain), |(count, len), c| (count + 1, len + c.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::{Folded, core, fold, literal, locate, normalise, number_len, run};
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
        assert_eq!(
            normal("\u{391}\u{39a}\u{39f}\u{3a5}\u{3a3}\u{395}"),
            normal("\u{3ac}\u{3ba}\u{3bf}\u{3c5}\u{3c3}\u{3b5}")
        );
        assert_eq!(normal("Cite\u{219}te \u{21b}ara"), normal("cite\u{15f}te \u{163}ara"));
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
        let place =
            locate(line, Span::new(0, line.len()), Span::new(at, at + "\"0\" shares".len()));
        assert_eq!(place.of(line), "\u{201c}1,204\u{201d}  Shares");
    }

    #[test]
    fn a_glued_magnitude_ends_its_number() {
        assert_eq!(normal("2.5K, 3M."), "0, 0.");
        for text in ["0M.0", "2K,5", "1k.2.3"] {
            assert_eq!(normal(&normal(text)), normal(text), "{text}");
        }
    }

    /// What [`normalise`] is to make, character by character.
    fn one_by_one(text: &str) -> String {
        let (mut out, mut rest) = (Vec::new(), text);
        while let Some(c) = rest.chars().next() {
            let mut len = c.len_utf8();
            match fold(c) {
                Folded::One(one) => out.extend_from_slice(&one.bytes[..one.len()]),
                Folded::Space if out.last().is_none_or(|last| *last == b' ') => {}
                Folded::Space => out.push(b' '),
                Folded::Digit => {
                    out.push(b'0');
                    len = number_len(rest);
                }
                Folded::Nothing => {}
            }
            rest = &rest[len..];
        }
        String::from_utf8(out).unwrap().trim_end().to_owned()
    }

    #[test]
    fn characters_of_all_classes_are_folded() {
        for c in '\0'..='\u{ffff}' {
            let text = format!("a{c}{c}b");
            assert_eq!(normal(&text), one_by_one(&text), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn many_at_a_time_make_what_one_by_one_make(
            text in "([a-zA-Z ]{0,20}|[ -~]|\\PC|[\u{a0}-\u{5ff}]|[\u{3000}-\u{d7ff}]|[\t\u{7f} ]|[0-9.,]{1,4}){0,30}"
        ) {
            prop_assert_eq!(normal(&text), one_by_one(&text));
        }

        #[test]
        fn what_stands_around_a_part_changes_nothing(
            before in "\\PC{0,3}",
            part in "([a-zA-Z 0-9.]|\\PC|[\u{4e00}-\u{4e09}]){0,30}",
            after in "([a-zA-Z 0-9.]|\\PC|[\u{4e00}-\u{4e09}]){0,30}"
        ) {
            let text = [before.as_str(), &part, &after].concat();
            let mut out = Vec::new();
            run(&text, Span::new(before.len(), before.len() + part.len()), &mut out);
            let form = String::from_utf8(out).unwrap();
            prop_assert_eq!(form.trim_end(), normal(&part));
        }

        #[test]
        fn a_normal_form_is_its_own(text in "\\PC{0,80}") {
            let once = normal(&text);
            prop_assert_eq!(normal(&once), once);
        }

        #[test]
        fn every_part_has_a_place(text in "[ -~\u{a0}-\u{24f}\u{400}-\u{4ff}\u{2018}-\u{201f}]{1,60}") {
            let form = normal(&text);
            for (start, c) in form.char_indices() {
                let at = Span::new(start, start + c.len_utf8());
                let place = locate(&text, Span::new(0, text.len()), at);
                prop_assert!(!place.of(&text).is_empty());
            }
        }
    }
}
