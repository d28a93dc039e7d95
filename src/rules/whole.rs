//! Phrases that are whole lines.
//!
//! Separate from the literals inside of lines, because each line is one look-up
//! here, among tens of thousands: a sieve answers nearly all of them.

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use memchr::{memchr, memrchr};

use super::normal::{first_char, last_char};
use crate::segment::Class;
use crate::sieve::{Sieve, key_of};

/// Signs at the ends of a known whole line that are still looked through, in characters.
const SIGNS_AROUND: usize = 16;

/// Phrases of which the sieve has to tell other lines, about: it takes 64 kilobytes.
const PHRASES: usize = 1 << 15;
/// Words that they begin with or end in, about.
const WORDS: usize = 1 << 13;

/// The rules of known whole lines, by their normal form without the signs at its ends.
#[derive(Debug)]
pub(super) struct Whole {
    rules: HashMap<Box<[u8]>, Vec<u32>, FixedState>,
    sieve: Sieve,
    /// Their first words.
    heads: Sieve,
    /// Their last words.
    tails: Sieve,
    /// Longest line that can be one, in characters.
    pub max: u32,
}

impl Default for Whole {
    fn default() -> Self {
        Self {
            rules: HashMap::default(),
            sieve: Sieve::new(PHRASES),
            heads: Sieve::new(WORDS),
            tails: Sieve::new(WORDS),
            max: 0,
        }
    }
}

impl Whole {
    pub(super) fn add(&mut self, core: &str, rule: u32) {
        let max = u32::try_from(core.chars().count() + SIGNS_AROUND).unwrap_or(u32::MAX);
        self.max = self.max.max(max);
        let core = core.as_bytes();
        self.sieve.add(key_of(core));
        self.heads.add(key_of(head(core)));
        self.tails.add(key_of(tail(core)));
        self.rules.entry(core.into()).or_default().push(rule);
    }

    /// The rules of a line in its normal form.
    #[inline]
    pub(super) fn rules(&self, line: &[u8]) -> &[u32] {
        let core = core(line);
        if self.sieve.may_hold(key_of(core)) { self.look_up(core) } else { &[] }
    }

    #[inline(never)]
    fn look_up(&self, core: &[u8]) -> &[u32] {
        self.rules.get(core).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether the line may begin with a phrase and end in one; true for all that do, and where it cannot be told
    /// from a word because a sign stands at it.
    pub(super) fn may_frame(&self, line: &[u8]) -> bool {
        let may = |sieve: &Sieve, word: &[u8]| !is_bare(word) || sieve.may_hold(key_of(word));
        may(&self.heads, head(line)) && may(&self.tails, tail(line))
    }
}

/// What stands before the first space.
fn head(line: &[u8]) -> &[u8] {
    memchr(b' ', line).and_then(|end| line.get(..end)).unwrap_or(line)
}

/// What stands behind the last space.
fn tail(line: &[u8]) -> &[u8] {
    memrchr(b' ', line).and_then(|space| line.get(space + 1..)).unwrap_or(line)
}

/// Whether no sign stands at the ends of a word.
fn is_bare(word: &[u8]) -> bool {
    first_char(word).is_some_and(|c| !is_sign(c)) && last_char(word).is_some_and(|c| !is_sign(c))
}

/// Whether a character is no letter and no digit.
#[inline]
fn is_sign(c: char) -> bool {
    // Most are ASCII, and need no table.
    !c.is_ascii_alphanumeric() && !Class::of(c).is_alphanumeric()
}

/// A normalised line without the signs, marks and emoji at its ends.
#[inline]
fn core(line: &[u8]) -> &[u8] {
    // Nearly all lines and parts of them.
    if let [first, .., last] = line
        && first.is_ascii_alphanumeric()
        && last.is_ascii_alphanumeric()
    {
        return line;
    }
    bare(line)
}

/// The same, of a line that may begin or end with signs.
fn bare(mut line: &[u8]) -> &[u8] {
    while let Some(sign) = first_char(line).filter(|&c| is_sign(c)) {
        line = line.get(sign.len_utf8()..).unwrap_or_default();
    }
    while let Some(sign) = last_char(line).filter(|&c| is_sign(c)) {
        line = line.get(..line.len() - sign.len_utf8()).unwrap_or_default();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::super::normal::core;
    use super::Whole;
    use proptest::prelude::*;

    #[test]
    fn signs_around_a_line_are_looked_through() {
        let mut whole = Whole::default();
        for (phrase, rule) in
            [("read more", 1), ("share", 2), ("\u{5206}\u{4eab}", 3), ("read more", 4)]
        {
            whole.add(phrase, rule);
        }
        assert_eq!(whole.rules(b"read more"), [1, 4]);
        assert_eq!(whole.rules("\u{bb} read more:".as_bytes()), [1, 4]);
        assert_eq!(whole.rules(b"[share]"), [2]);
        assert_eq!(whole.rules("\u{5206}\u{4eab} (".as_bytes()), [3]);
        for other in ["", "...", "shared", "read more of it", "\u{5206}"] {
            assert!(whole.rules(other.as_bytes()).is_empty(), "{other}");
        }
    }

    proptest! {
        #[test]
        fn a_line_is_found_by_its_core(line in "[-a-z.,|\u{e9}\u{5206}\u{bb} ]{0,24}") {
            let mut whole = Whole::default();
            whole.add(core(&line), 7);
            prop_assert_eq!(whole.rules(line.as_bytes()), [7]);
        }
    }
}
