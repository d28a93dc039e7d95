//! Where in a line a literal can start.
//!
//! Separate because it carries the speed of the whole matcher: literals stand
//! at word borders, so nothing need be looked up at the other bytes of an
//! article.

use std::ops::Range;

use crate::segment::borders::{BLOCK, alphanumeric, borders, spaces, wide};
use crate::segment::{Class, small_letters};

/// Calls `at` with each byte offset of a normalised line where a word or a sign
/// starts; characters of three and more bytes count as signs, whatever they are.
pub(super) fn each(normal: &[u8], mut at: impl FnMut(usize)) {
    let mut next = 0;
    let mut in_word = false;
    while next < normal.len() {
        let width = BLOCK.min(normal.len() - next);
        let classes = |eight| [alphanumeric(eight), spaces(eight), wide(eight)];
        let [words, spaces, wide] = borders(normal, next, width, classes);
        if wide != 0 {
            (next, in_word) = each_char(normal, next..next + width, in_word, &mut at);
            continue;
        }
        let signs = !(words | spaces) & (u64::MAX >> (BLOCK - width));
        let mut starts = words & !(words << 1 | u64::from(in_word)) | signs;
        while starts != 0 {
            at(next + starts.trailing_zeros() as usize);
            starts &= starts - 1;
        }
        in_word = words >> (width - 1) & 1 == 1;
        next += width;
    }
}

/// Does the same character by character for those that start in `part`; the byte before it is `in_word` or not.
/// Returns the byte after them, and whether the last one is in a word.
fn each_char(
    normal: &[u8],
    part: Range<usize>,
    mut in_word: bool,
    mut at: impl FnMut(usize),
) -> (usize, bool) {
    let mut next = part.start;
    while let Some(&byte) = normal.get(next).filter(|_| next < part.end) {
        let class = STARTS[usize::from(byte)];
        if class == WORD {
            if !in_word {
                at(next);
            }
            next += small_letters(normal.get(next..).unwrap_or_default()).max(1);
            in_word = true;
            continue;
        }
        let (letter, len) = match byte {
            0..0x80 => (false, 1),
            0x80..0xE0 => (is_letter(byte, normal.get(next + 1)), 2),
            0xE0..0xF0 => (false, 3),
            0xF0.. => (false, 4),
        };
        if class != SPACE && !(in_word && letter) {
            at(next);
        }
        in_word = letter;
        next += len;
    }
    (next, in_word)
}

const SPACE: u8 = 0;
const WORD: u8 = 1;
const OTHER: u8 = 2;

/// What starts at a byte: nothing, an ASCII letter or digit, or something that must be looked at.
const STARTS: [u8; 256] = {
    let mut table = [OTHER; 256];
    let mut byte = 0u8;
    while byte < 0x80 {
        if byte.is_ascii_alphanumeric() {
            table[byte as usize] = WORD;
        }
        byte += 1;
    }
    table[b' ' as usize] = SPACE;
    table
};

/// Whether a character of two bytes is a letter or digit.
fn is_letter(first: u8, second: Option<&u8>) -> bool {
    let low = second.map_or(0, |&low| u32::from(low & 0x3F));
    let code = u32::from(first & 0x1F) << 6 | low;
    char::from_u32(code).is_some_and(|c| Class::of(c).is_alphanumeric())
}

/// Longest run of signs before the first word that is looked through, in bytes.
const SIGNS: usize = 64;

/// Calls `at` where a phrase that a normalised line starts with may start: at
/// each sign before the first letter or digit, and there. A quotation mark
/// ends the search, because speech is no heading.
pub(super) fn first(normal: &[u8], mut at: impl FnMut(usize)) {
    if normal.first().is_some_and(u8::is_ascii_alphanumeric) {
        at(0);
        return;
    }
    let head = normal.get(..normal.len().min(SIGNS)).unwrap_or_default();
    let Some(head) = head.utf8_chunks().next() else { return };
    for (start, c) in head.valid().char_indices() {
        if c != ' ' {
            at(start);
        }
        if c.is_alphanumeric() || c == '"' {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{each, each_char, first};
    use proptest::prelude::*;

    fn starts(line: &str) -> Vec<usize> {
        let mut found = Vec::new();
        each(line.as_bytes(), |at| found.push(at));
        found
    }

    #[test]
    fn words_and_signs_start() {
        assert_eq!(starts("read more (0)"), [0, 5, 10, 11, 12]);
        assert_eq!(starts("\u{e9}t\u{e9} \u{d7}\u{43e}\u{43e}"), [0, 6, 8]);
        assert_eq!(starts("\u{5206}\u{4eab}x"), [0, 3, 6]);
    }

    proptest! {
        #[test]
        fn blocks_say_what_characters_say(line in "([a-z0-9]{0,9}|[ .|]|\u{e9}|\u{d7}|\u{5206}|\u{1f4ac}){0,60}") {
            let mut found = Vec::new();
            each_char(line.as_bytes(), 0..line.len(), false, |at| found.push(at));
            prop_assert_eq!(starts(&line), found);
        }
    }

    #[test]
    fn the_start_of_a_line_is_behind_its_signs() {
        let firsts = |line: &str| {
            let mut found = Vec::new();
            first(line.as_bytes(), |at| found.push(at));
            found
        };
        assert_eq!(firsts("read more"), [0]);
        assert_eq!(firsts("\u{bb} (read"), [0, 3, 4]);
        assert_eq!(firsts("- \"read"), [0, 2]);
        assert_eq!(firsts(&"- ".repeat(99)).len(), 32);
    }
}
