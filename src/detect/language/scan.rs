//! A line's text to the function words found in it.
//!
//! Runs on every byte of every page: word borders of 64 bytes are found at once
//! as bits, and a plain ASCII word is brought to lower case, masked and hashed
//! in two registers. Only words with other characters are taken letter by letter.

use super::lexicon::{LONGEST_PLAIN, Lexicon, hash_plain, hash_step};
use super::script::{Class, Classes, Script, Scripts, classes};
use crate::segment::borders::{BLOCK, alphanumeric, borders, wide};
use crate::span::Span;

/// No more words than this begin in a block.
const BLOCK_WORDS: usize = 32;

/// The state between lines.
pub(super) struct Scan<'l> {
    lexicon: &'l Lexicon,
    classes: &'static Classes,
    /// The words found, in order.
    pub found: Vec<u16>,
    /// What scripts the words are in.
    pub scripts: Scripts,
    /// Words of the line that are plain ASCII, and others.
    plain: u32,
    words: u32,
    /// Characters of scripts without spaces.
    glued: u32,
    unlisted: u32,
    /// Hashes that passed the filter and wait to be looked up: storing them costs no wrongly predicted branch, which a
    /// look-up in the middle of the words would cost at every other word.
    waiting: [u64; BLOCK_WORDS],
    waits: usize,
}

impl<'l> Scan<'l> {
    /// `expected`: how many words will be found, about.
    pub(super) fn new(lexicon: &'l Lexicon, expected: usize) -> Self {
        Self {
            lexicon,
            classes: classes(),
            found: Vec::with_capacity(expected),
            scripts: Scripts::default(),
            plain: 0,
            words: 0,
            glued: 0,
            unlisted: 0,
            waiting: [0; BLOCK_WORDS],
            waits: 0,
        }
    }

    /// Adds the words found in a line. Returns how many words it has, and how many of them no list covers.
    pub(super) fn line(&mut self, text: &str, line: Span) -> (u32, u32) {
        (self.plain, self.words, self.glued, self.unlisted) = (0, 0, 0, 0);
        let bytes = text.as_bytes();
        let end = line.end.min(bytes.len());
        let mut at = line.start;
        while at < end {
            let width = BLOCK.min(end - at);
            let classes = |eight| [alphanumeric(eight) | wide(eight), wide(eight)];
            let [mut words, wide] = borders(bytes, at, width, classes);
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
                if wide != 0 && wide >> start & (u64::MAX >> (u64::BITS - length)) != 0 {
                    self.wide(text, from, to);
                } else {
                    self.plain(bytes, from, to);
                }
                words &= u64::MAX.checked_shl(start + length).unwrap_or(0);
            }
            self.look_up_waiting();
            at = next;
        }
        self.scripts.add(Script::Latin, self.plain);
        (self.plain + self.words + self.glued.div_ceil(2), self.unlisted)
    }

    /// Counts a word of ASCII letters and digits, and lets it wait for its look-up if it may be listed.
    #[inline]
    fn plain(&mut self, bytes: &[u8], from: usize, to: usize) {
        self.plain += 1;
        let Some(&mask) = MASKS.get(to - from) else { return };
        let mut word = (load(bytes, from) | LOWER) & mask;
        if bytes.get(to) == Some(&b'\'') {
            word |= APOSTROPHES & !mask & MASKS.get(to - from + 1).copied().unwrap_or_default();
        }
        self.wait(hash_plain(word));
    }

    #[inline]
    fn wait(&mut self, hash: u64) {
        if let Some(place) = self.waiting.get_mut(self.waits) {
            *place = hash;
            self.waits += usize::from(self.lexicon.may_hold(hash));
        }
    }

    #[inline]
    fn look_up_waiting(&mut self) {
        let waiting = self.waiting.get(..self.waits).unwrap_or_default();
        self.found.extend(waiting.iter().filter_map(|&hash| self.lexicon.find(hash)));
        self.waits = 0;
    }

    /// A run of a block or more, from `from`: returns where it ends.
    fn long(&mut self, text: &str, from: usize, end: usize) -> usize {
        let run = text.as_bytes().get(from..end).unwrap_or_default();
        let length = run.iter().position(|b| b.is_ascii() && !b.is_ascii_alphanumeric());
        let to = length.map_or(end, |length| from + length);
        self.wide(text, from, to);
        to
    }

    /// Takes a run without ASCII signs letter by letter.
    fn wide(&mut self, text: &str, from: usize, to: usize) {
        let run = text.get(from..to).unwrap_or_default();
        let mut word = Word::default();
        // Characters up to here belong to an entry that was found.
        let mut taken = 0;
        for (at, c) in run.char_indices() {
            match self.classes.of(c) {
                Class::Letter(lower) => word.push(from + at, lower),
                Class::Nothing => {}
                Class::Glued => {
                    self.end(text, &mut word, from + at, false);
                    let rest = run.get(at + c.len_utf8()..).unwrap_or_default();
                    taken = self.glued(c, at, rest, taken);
                }
                Class::Apostrophe => self.end(text, &mut word, from + at, true),
                Class::Sign => self.end(text, &mut word, from + at, false),
            }
        }
        self.end(text, &mut word, to, false);
    }

    /// Counts a character of a script without spaces, at `at` of a run that goes on with `rest`. Characters before
    /// `taken` belong to an entry that was found; returns the new end of what is taken.
    #[inline]
    fn glued(&mut self, c: char, at: usize, rest: &str, taken: usize) -> usize {
        self.glued += 1;
        let script = Script::of(c);
        self.scripts.add(script, 1);
        // Every other one: two are a word.
        self.unlisted += u32::from(script.is_unlisted()) & self.glued;
        if at < taken {
            return taken;
        }
        let Some((number, length)) = self.lexicon.find_glued(c, rest) else { return taken };
        self.found.push(number);
        at + c.len_utf8() + length
    }

    /// Looks up the word that ends at `to`, if there is one, and starts the next.
    #[inline]
    fn end(&mut self, text: &str, word: &mut Word, to: usize, apostrophe: bool) {
        if word.letters == 0 {
            return;
        }
        let word = std::mem::take(word);
        if word.ascii {
            self.end_plain(text, word.from, to, apostrophe);
            return;
        }
        self.words += 1;
        let script = Script::of(word.first);
        self.scripts.add(script, 1);
        self.unlisted += u32::from(script.is_unlisted());
        let hash = if apostrophe { hash_step(word.hash, '\'') } else { word.hash };
        let found = if self.lexicon.may_hold(hash) { self.lexicon.find(hash) } else { None };
        let ending = || {
            let hash = hash_step(hash_step(0, '-'), word.last);
            self.lexicon.find(hash).filter(|_| word.letters > 1)
        };
        let found = if script == Script::Hangul { found.or_else(ending) } else { found };
        self.found.extend(found);
    }

    /// A word of ASCII alone beside other characters, like those between curly quotation marks.
    fn end_plain(&mut self, text: &str, from: usize, to: usize, apostrophe: bool) {
        let word = text.get(from..to).unwrap_or_default();
        self.plain += 1;
        if word.len() > LONGEST_PLAIN {
            return;
        }
        let mut bytes = [0; LONGEST_PLAIN + 1];
        let letters = word.bytes().map(|b| b.to_ascii_lowercase());
        let mark = apostrophe.then_some(b'\'');
        bytes.iter_mut().zip(letters.chain(mark)).for_each(|(to, from)| *to = from);
        self.found.extend(self.lexicon.find(hash_plain(u128::from_le_bytes(bytes))));
    }
}

/// A word in lower case, being read.
struct Word {
    /// Where it starts in the text.
    from: usize,
    hash: u64,
    letters: u32,
    first: char,
    last: char,
    ascii: bool,
}

impl Default for Word {
    fn default() -> Self {
        Self { from: 0, hash: 0, letters: 0, first: '\0', last: '\0', ascii: true }
    }
}

impl Word {
    #[inline]
    fn push(&mut self, at: usize, c: char) {
        if self.letters == 0 {
            (self.from, self.first) = (at, c);
        }
        self.last = c;
        self.letters += 1;
        self.hash = hash_step(self.hash, c);
        self.ascii &= c.is_ascii();
    }
}

/// ASCII capitals become lower case, digits stay.
const LOWER: u128 = u128::from_le_bytes([0x20; 16]);

const APOSTROPHES: u128 = u128::from_le_bytes([b'\''; 16]);

/// The bytes of a word, by its length: those after it are zero.
const MASKS: [u128; LONGEST_PLAIN + 1] = {
    let mut masks = [0; LONGEST_PLAIN + 1];
    let mut length = 1;
    while length <= LONGEST_PLAIN {
        masks[length] = masks[length - 1] << 8 | 0xff;
        length += 1;
    }
    masks
};

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
