//! A line's text to the function words found in it.
//!
//! Runs on every byte of every page: word borders of 64 bytes are found at once
//! as bits, and a plain ASCII word is brought to lower case, masked and hashed
//! in two registers. Only words with other characters are taken letter by letter.

use super::lexicon::{Key, LONGEST, Lexicon};
use super::script::{Class, Script, Scripts, class};
use crate::span::Span;

/// Bytes that are looked at together.
const BLOCK: u32 = 64;

/// An ASCII word with an apostrophe after it fits sixteen bytes.
const LONGEST_NARROW: u32 = 15;

/// Bit 7 of every byte.
const TOPS: u64 = 0x8080_8080_8080_8080;

/// The state between lines.
pub(super) struct Scan<'l> {
    lexicon: &'l Lexicon,
    /// The words found, in order.
    pub found: Vec<u16>,
    /// What scripts the words are in.
    pub scripts: Scripts,
    words: u32,
    /// Characters of scripts without spaces.
    glued: u32,
    unlisted: u32,
}

impl<'l> Scan<'l> {
    /// `expected`: how many words will be found, about.
    pub(super) fn new(lexicon: &'l Lexicon, expected: usize) -> Self {
        let found = Vec::with_capacity(expected);
        Self { lexicon, found, scripts: Scripts::default(), words: 0, glued: 0, unlisted: 0 }
    }

    /// Adds the words found in a line. Returns how many words it has, and how many of them no list covers.
    pub(super) fn line(&mut self, text: &str, line: Span) -> (u32, u32) {
        (self.words, self.glued, self.unlisted) = (0, 0, 0);
        let bytes = text.as_bytes();
        let end = line.end.min(bytes.len());
        let mut at = line.start;
        let mut narrow = 0;
        while at < end {
            let width = (BLOCK as usize).min(end - at);
            let (mut words, wide) = borders(bytes, at, width);
            let mut next = at + width;
            while words != 0 {
                let start = words.trailing_zeros();
                let length = (!(words >> start)).trailing_zeros();
                let (from, to) = (at + start as usize, at + (start + length) as usize);
                if to == next && to < end {
                    // The word may go on in the next block.
                    next = if start == 0 { self.long(text, from, end) } else { from };
                    break;
                }
                if wide >> start & (u64::MAX >> (BLOCK - length)) != 0 {
                    self.wide(text.get(from..to).unwrap_or_default());
                } else {
                    narrow += 1;
                    self.narrow(bytes, from, length);
                }
                words &= u64::MAX.checked_shl(start + length).unwrap_or(0);
            }
            at = next;
        }
        self.scripts.add(Script::Latin, narrow);
        (self.words + narrow + self.glued.div_ceil(2), self.unlisted)
    }

    /// Looks up a word of ASCII letters and digits.
    #[inline]
    fn narrow(&mut self, bytes: &[u8], from: usize, length: u32) {
        if length > LONGEST_NARROW {
            return;
        }
        let raw = load(bytes, from);
        let shift = length * 8;
        let apostrophe = if raw >> shift & 0xff == APOSTROPHE { APOSTROPHE } else { 0 };
        let mask = (1u128 << shift) - 1;
        let low = (raw | LOWER) & mask | apostrophe << shift;
        if let Some(word) = self.lexicon.find(Key { low, high: 0 }.hash()) {
            self.found.push(word);
        }
    }

    /// A run of a block or more, from `from`: returns where it ends.
    fn long(&mut self, text: &str, from: usize, end: usize) -> usize {
        let run = text.get(from..end).unwrap_or_default();
        let length = run.bytes().position(|b| b.is_ascii() && !b.is_ascii_alphanumeric());
        let run = length.and_then(|length| run.get(..length)).unwrap_or(run);
        self.wide(run);
        // Never zero: the caller saw a run.
        from + run.len().max(1)
    }

    /// Takes a run without ASCII signs letter by letter.
    fn wide(&mut self, run: &str) {
        let mut word = Word::default();
        // Characters up to here belong to an entry that was found.
        let mut taken = 0;
        for (at, c) in run.char_indices() {
            if c.is_ascii() {
                word.push(c.to_ascii_lowercase());
                continue;
            }
            match class(c) {
                Class::Letter(lower) => word.push(lower),
                Class::Nothing => {}
                Class::Glued => {
                    self.end(&mut word);
                    self.glued += 1;
                    let script = Script::of(c);
                    self.scripts.add(script, 1);
                    self.unlisted += u32::from(script.is_unlisted() && self.glued % 2 == 1);
                    let rest = run.get(at + c.len_utf8()..).unwrap_or_default();
                    if at >= taken
                        && let Some((id, length)) = self.lexicon.find_glued(c, rest)
                    {
                        self.found.push(id);
                        taken = at + c.len_utf8() + length;
                    }
                }
                Class::Apostrophe => {
                    if word.length > 0 {
                        word.push('\'');
                    }
                    self.end(&mut word);
                }
                Class::Sign => self.end(&mut word),
            }
        }
        self.end(&mut word);
    }

    /// Looks the word up, if there is one, and starts the next.
    fn end(&mut self, word: &mut Word) {
        if word.length == 0 {
            return;
        }
        self.words += 1;
        let script = Script::of(word.first);
        self.scripts.add(script, 1);
        self.unlisted += u32::from(script.is_unlisted());
        let whole = word.key().and_then(|key| self.lexicon.find(key.hash()));
        let found = match script {
            Script::Hangul => whole.or_else(|| self.lexicon.find(word.ending()?.hash())),
            _ => whole,
        };
        self.found.extend(found);
        *word = Word::default();
    }
}

/// A word in lower case, being read.
#[derive(Default)]
struct Word {
    bytes: [u8; 32],
    /// In bytes; more than [`LONGEST`] when the word is not all kept.
    length: usize,
    first: char,
    last: char,
}

impl Word {
    #[inline]
    fn push(&mut self, c: char) {
        if self.length == 0 {
            self.first = c;
        }
        self.last = c;
        let size = c.len_utf8();
        if self.length + size <= LONGEST
            && let Some(free) = self.bytes.get_mut(self.length..)
        {
            c.encode_utf8(free);
            self.length += size;
        } else {
            self.length = LONGEST + 1;
        }
    }

    fn key(&self) -> Option<Key> {
        (self.length <= LONGEST).then(|| Key::of_buffer(&self.bytes))
    }

    /// The last letter as the lists write endings; none when the word has no other.
    fn ending(&self) -> Option<Key> {
        let size = self.last.len_utf8();
        let mut ending = Self::default();
        ending.push('-');
        ending.push(self.last);
        (self.length > size).then(|| Key::of_buffer(&ending.bytes))
    }
}

/// ASCII capitals become lower case, digits stay.
const LOWER: u128 = 0x2020_2020_2020_2020_2020_2020_2020_2020;

const APOSTROPHE: u128 = b'\'' as u128;

/// Sixteen bytes, zeros after the end of the text.
#[inline]
fn load(bytes: &[u8], at: usize) -> u128 {
    let rest = bytes.get(at..).unwrap_or_default();
    if let Some(chunk) = rest.first_chunk() {
        return u128::from_le_bytes(*chunk);
    }
    let mut padded = [0; 16];
    padded.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    u128::from_le_bytes(padded)
}

/// Eight bytes, zeros after the end of the text.
#[inline]
fn load_eight(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    if let Some(chunk) = rest.first_chunk() {
        return u64::from_le_bytes(*chunk);
    }
    let mut padded = [0; 8];
    padded.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    u64::from_le_bytes(padded)
}

/// Which of the `width` (at most 64) bytes from `at` belong to words, and which of them are not ASCII, as bits.
#[inline]
fn borders(bytes: &[u8], at: usize, width: usize) -> (u64, u64) {
    let (mut words, mut wide) = (0, 0);
    for group in 0..width.div_ceil(8) {
        let eight = load_eight(bytes, at + group * 8);
        let tops = eight & TOPS;
        words |= gathered(in_words(eight) | tops) << (group * 8);
        wide |= gathered(tops) << (group * 8);
    }
    let inside = u64::MAX >> (BLOCK as usize - width);
    (words & inside, wide & inside)
}

/// The top bit of each byte that is an ASCII letter or digit.
#[inline]
const fn in_words(eight: u64) -> u64 {
    let seven = eight & !TOPS;
    let letters = between(seven | 0x2020_2020_2020_2020, b'a', b'z');
    (letters | between(seven, b'0', b'9')) & !eight & TOPS
}

/// The top bit of each byte from `first` to `last`; all bytes are below 128.
#[inline]
const fn between(eight: u64, first: u8, last: u8) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let from = eight.wrapping_add(ONES * (0x80 - first as u64));
    let after = eight.wrapping_add(ONES * (0x7f - last as u64));
    from & !after & TOPS
}

/// The top bits of eight bytes as one byte.
#[inline]
const fn gathered(tops: u64) -> u64 {
    (tops >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}
