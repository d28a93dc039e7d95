//! Where in a line a literal can start.
//!
//! Separate because it carries the speed of the whole matcher: literals stand
//! at word borders, so nothing need be looked up at the other bytes of an
//! article.

use super::literals::PADDING;
use super::normal::{self, One, Run, Sink, first_char};
use crate::segment::Class;
use crate::span::Span;

/// A line in its normal form, and where in it a word or a sign starts; characters of three and more bytes count as
/// signs, whatever they are.
///
/// The starts are noted while the form is made: all that is to be known of a character is known there.
#[derive(Debug, Default)]
pub(super) struct Marked {
    /// The line, and its padding.
    bytes: Vec<u8>,
    /// One bit for each byte of the line.
    starts: Vec<u64>,
    /// Those of the bytes that do not make up a whole number yet.
    open: u64,
    /// Whether the last character is in a word, one or zero.
    word: u64,
}

impl Marked {
    /// Puts a line of a text in the place of the one before.
    pub(super) fn read(&mut self, text: &str, line: Span) {
        self.bytes.clear();
        self.starts.clear();
        (self.open, self.word) = (0, 0);
        normal::run(text, line, self);
        if self.bytes.last() == Some(&b' ') {
            self.bytes.pop();
        }
        self.starts.push(self.open);
        self.bytes.extend_from_slice(&PADDING);
    }

    /// The line in its normal form.
    pub(super) fn line(&self) -> &[u8] {
        self.bytes.get(..self.bytes.len().saturating_sub(PADDING.len())).unwrap_or_default()
    }

    /// The line with zeros behind it.
    pub(super) fn padded(&self) -> &[u8] {
        &self.bytes
    }

    /// The starts, as bits, of 64 bytes after the other, with the place of the first of these.
    pub(super) fn starts(&self) -> impl Iterator<Item = (usize, u64)> {
        (0..).step_by(64).zip(self.starts.iter().copied())
    }

    /// Notes the starts among the next `len` bytes, a few.
    #[inline]
    fn mark(&mut self, starts: u64, len: usize) {
        let filled = self.bytes.len() % 64;
        self.open |= starts << filled;
        if filled + len >= 64 {
            self.starts.push(self.open);
            self.open = starts >> (64 - filled);
        }
    }
}

impl Sink for Marked {
    #[inline]
    fn run(&mut self, run: Run, from: usize) {
        self.mark(run.starts(self.word), run.len());
        self.word = run.last_letter();
        self.bytes.run(run, from);
    }

    #[inline]
    fn one(&mut self, one: One, from: usize, to: usize) {
        let word = u64::from(one.in_word);
        self.mark(1 & !(word & self.word), one.len());
        self.word = word;
        self.bytes.one(one, from, to);
    }

    #[inline]
    fn space(&mut self, from: usize, to: usize) {
        self.mark(0, 1);
        self.word = 0;
        self.bytes.space(from, to);
    }
}

/// Longest run of signs before the first word that is looked through, in bytes.
const SIGNS: usize = 64;

/// Calls `at` where a phrase that a normalised line starts with may start: at
/// each sign before the first letter or digit, and there. A quotation mark
/// ends the search, because speech is no heading.
pub(super) fn first(normal: &[u8], mut at: impl FnMut(usize)) {
    let mut start = 0;
    while let Some(c) = first_char(normal.get(start..).unwrap_or_default()) {
        let end = start + c.len_utf8();
        if end > SIGNS {
            return;
        }
        if c != ' ' {
            at(start);
        }
        if c.is_ascii_alphanumeric() || c == '"' || Class::of(c).is_alphanumeric() {
            return;
        }
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::super::normal::normalise;
    use super::{Marked, Span, first};
    use proptest::prelude::*;

    fn marked(line: &str) -> Marked {
        let mut marked = Marked::default();
        marked.read("one before", Span::new(0, 10));
        marked.read(line, Span::new(0, line.len()));
        marked
    }

    fn starts(line: &str) -> Vec<usize> {
        let marked = marked(line);
        let bits = marked.starts().flat_map(|(from, starts)| {
            (0..64).filter(move |bit| starts >> bit & 1 == 1).map(move |bit| from + bit)
        });
        bits.collect()
    }

    /// What [`Marked`] is to say, character by character.
    fn each_char(normal: &str) -> Vec<usize> {
        let (mut found, mut in_word) = (Vec::new(), false);
        for (at, c) in normal.char_indices() {
            let letter = c.len_utf8() < 3 && c.is_alphanumeric();
            if c != ' ' && !(in_word && letter) {
                found.push(at);
            }
            in_word = letter;
        }
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
        fn starts_are_those_of_the_normal_form(
            line in "([a-zA-Z0-9]{0,9}|[ .|]|\u{e9}|\u{d7}|\u{5206}|\u{1f4ac}|\u{130}|\u{a0}|\u{200b}|\u{2019}){0,60}"
        ) {
            let mut normal = Vec::new();
            normalise(&line, &mut normal);
            prop_assert_eq!(starts(&line), each_char(std::str::from_utf8(&normal).unwrap()));
            let marked = marked(&line);
            prop_assert_eq!(marked.line(), normal);
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
