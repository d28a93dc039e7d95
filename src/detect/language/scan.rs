//! A line's text to the function words found in it.
//!
//! Runs on every byte of every page: word borders of 64 bytes are found at once
//! as bits, signs of all scripts are taken out of them, and a plain ASCII word is
//! brought to lower case, masked and hashed in two registers. Only words with other
//! letters are taken letter by letter.

use super::lexicon::{LONGEST_PLAIN, Lexicon, hash_plain, hash_step};
use super::script::{Class, Classes, Script, Scripts, classes, leads_letters};
use crate::segment::borders::{BLOCK, Lanes, alphanumeric, borders, load};
use crate::span::Span;

/// Bytes that are read from where a word begins.
const WORD: usize = LONGEST_PLAIN + 1;

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
    /// Characters up to here belong to an entry of a script without spaces that was found.
    taken: usize,
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
            taken: 0,
        }
    }

    /// Adds the words found in a line. Returns how many words it has, and how many of them no list covers.
    #[inline(always)]
    pub(super) fn line(&mut self, text: &str, line: Span) -> (u32, u32) {
        (self.plain, self.words, self.glued, self.unlisted) = (0, 0, 0, 0);
        self.taken = 0;
        let end = line.end.min(text.len());
        let mut at = line.start;
        while at < end {
            at = self.block(text, Span::new(at, end));
        }
        self.scripts.add(Script::Latin, self.plain);
        (self.plain + self.words + self.glued.div_ceil(2), self.unlisted)
    }

    /// Takes the words of the block that `line` begins with. Returns where the next block begins: a word that may go on
    /// behind the block is left to that one.
    #[inline(always)]
    fn block(&mut self, text: &str, line: Span) -> usize {
        let at = line.start;
        let near: [u8; BLOCK + WORD] = load(text.as_bytes(), at);
        let width = BLOCK.min(line.end - at);
        let classes =
            |bytes: Lanes| [alphanumeric(bytes) | bytes.wide(), bytes.wide(), bytes.inner()];
        let [words, wide, inner] = borders(&near, 0, width, classes);
        let mut signs = Signs { words, apostrophes: 0, next: at + width };
        if wide != 0 {
            signs = self.signs(text, line, wide & !inner, signs);
        }
        let Signs { words, apostrophes, next } = signs;
        let wide = wide & words;
        let filter = self.lexicon.filter();
        let mut plain = 0;
        let mut starts = words & !(words << 1);
        let mut ends = words << 1 & !words;
        let mut waits = 0;
        while ends != 0 {
            let (start, end) = (starts.trailing_zeros(), ends.trailing_zeros());
            starts &= starts - 1;
            ends &= ends - 1;
            let (start, end) = (start as usize, end as usize);
            let apostrophe = apostrophes >> end & 1 == 1 || near[end % near.len()] == b'\'';
            if wide != 0 && wide & ((1 << end) - (1 << start)) != 0 {
                self.wide(text, at + start, at + end, apostrophe);
                continue;
            }
            plain += 1;
            let Some(&mask) = MASKS.get(end - start) else { continue };
            let mut word = (u128::from_le_bytes(load(&near, start)) | LOWER) & mask;
            if apostrophe {
                word |=
                    APOSTROPHES & !mask & MASKS.get(end - start + 1).copied().unwrap_or_default();
            }
            let hash = hash_plain(word);
            self.waiting[waits % BLOCK_WORDS] = hash;
            waits += usize::from(filter.may_hold(hash));
        }
        self.plain += plain;
        for &hash in self.waiting.iter().take(waits) {
            if let Some(word) = self.lexicon.find(hash) {
                self.found.push(word);
            }
        }
        if starts == 0 {
            return next;
        }
        // A word that the block does not end.
        let from = at + starts.trailing_zeros() as usize;
        if from == at || at + BLOCK == line.end { self.long(text, from, line.end) } else { from }
    }

    /// Takes what is no letter out of the words of a block, from the characters beyond ASCII that begin at `leads`, and
    /// counts those of scripts without spaces.
    fn signs(&mut self, text: &str, line: Span, mut leads: u64, mut signs: Signs) -> Signs {
        while leads != 0 {
            let place = leads.trailing_zeros();
            leads &= leads - 1;
            let at = line.start + place as usize;
            if text.as_bytes().get(at).is_some_and(|&lead| leads_letters(lead)) {
                continue;
            }
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
            match self.classes.of(c) {
                Class::Letter(_) | Class::Nothing => continue,
                Class::Glued => self.glued(text, c, at, line.end),
                Class::Apostrophe => signs.apostrophes |= 1 << place,
                Class::Sign => {}
            }
            let length = c.len_utf8();
            signs.words &= !(((1 << length) - 1) << place);
            signs.next = signs.next.max(at + length);
        }
        signs
    }

    /// A run of a block or more, from `from`: returns where it ends.
    fn long(&mut self, text: &str, from: usize, end: usize) -> usize {
        let run = text.as_bytes().get(from..end).unwrap_or_default();
        let length = run.iter().position(|b| b.is_ascii() && !b.is_ascii_alphanumeric());
        let to = length.map_or(end, |length| from + length);
        self.wide(text, from, to, false);
        to
    }

    /// Takes a run without ASCII signs letter by letter; an apostrophe follows it or does not.
    fn wide(&mut self, text: &str, from: usize, to: usize, apostrophe: bool) {
        let run = text.get(from..to).unwrap_or_default();
        let mut word = Word::default();
        for (at, c) in run.char_indices() {
            let at = from + at;
            match self.classes.of(c) {
                Class::Letter(lower) => word.push(at, lower),
                Class::Nothing => {}
                Class::Glued => {
                    self.end(text, &mut word, at, false);
                    self.glued(text, c, at, to);
                }
                Class::Apostrophe => self.end(text, &mut word, at, true),
                Class::Sign => self.end(text, &mut word, at, false),
            }
        }
        self.end(text, &mut word, to, apostrophe);
    }

    /// Counts a character of a script without spaces, at `at`, and looks for an entry from there to `end`.
    #[inline(always)]
    fn glued(&mut self, text: &str, c: char, at: usize, end: usize) {
        self.glued += 1;
        let script = Script::of(c);
        self.scripts.add(script, 1);
        // Every other one: two are a word.
        self.unlisted += u32::from(script.is_unlisted()) & self.glued;
        if at >= self.taken && self.lexicon.may_hold_glued(c) {
            self.look_up_glued(text, c, at, end);
        }
    }

    fn look_up_glued(&mut self, text: &str, c: char, at: usize, end: usize) {
        let behind = at + c.len_utf8();
        let rest = text.get(behind..end).unwrap_or_default();
        if let Some((number, length)) = self.lexicon.find_glued(c, rest) {
            self.found.push(number);
            self.taken = behind + length;
        }
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
        let found =
            if self.lexicon.filter().may_hold(hash) { self.lexicon.find(hash) } else { None };
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

/// What is known of a block when its signs are.
struct Signs {
    words: u64,
    /// Where apostrophes beyond ASCII stand.
    apostrophes: u64,
    /// The byte behind the block and the last sign.
    next: usize,
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
