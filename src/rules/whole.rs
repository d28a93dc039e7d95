//! Phrases that are whole lines.
//!
//! Separate from the literals inside of lines, because each line is one look-up
//! here, among tens of thousands: a sieve answers nearly all of them.

use memchr::{memchr, memrchr};
use xxhash_rust::xxh3::xxh3_64;

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
///
/// A line is known by a hash of 64 bits, which no two lines will share: the lines themselves would be read from memory
/// at each look-up.
#[derive(Debug)]
pub(super) struct Whole {
    /// A power of two; a line stands in the first free slot from its place on.
    slots: Vec<Slot>,
    /// Those of one line stand together.
    rules: Vec<u32>,
    known: Known,
}

#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    hash: u64,
    /// The first of its rules, and how many there are: none in a free slot.
    from: u32,
    count: u32,
}

/// What tells of lines that they are none.
#[derive(Debug)]
struct Known {
    lines: Sieve,
    /// Their first words.
    heads: Sieve,
    /// Their last words.
    tails: Sieve,
    /// Longest line that can be one, in characters.
    max: u32,
}

/// Known lines while they are collected.
#[derive(Debug)]
pub(super) struct Collector {
    /// The hash of a line and one of its rules.
    rules: Vec<(u64, u32)>,
    known: Known,
}

impl Default for Collector {
    fn default() -> Self {
        let (heads, tails) = (Sieve::new(WORDS), Sieve::new(WORDS));
        Self {
            rules: Vec::new(),
            known: Known { lines: Sieve::new(PHRASES), heads, tails, max: 0 },
        }
    }
}

impl Collector {
    pub(super) fn add(&mut self, core: &str, rule: u32) {
        let max = u32::try_from(core.chars().count() + SIGNS_AROUND).unwrap_or(u32::MAX);
        let known = &mut self.known;
        known.max = known.max.max(max);
        let core = core.as_bytes();
        known.lines.add(key_of(core));
        known.heads.add(key_of(head(core)));
        known.tails.add(key_of(tail(core)));
        self.rules.push((xxh3_64(core), rule));
    }

    pub(super) fn build(mut self) -> Whole {
        // The rules of a line stay in their order.
        self.rules.sort_unstable();
        let mut slots = vec![Slot::default(); (self.rules.len() * 2).next_power_of_two()];
        let mut from = 0;
        for same in self.rules.chunk_by(|a, b| a.0 == b.0) {
            let hash = same.first().map_or(0, |&(hash, _)| hash);
            let count = u32::try_from(same.len()).unwrap_or(u32::MAX);
            let free =
                probe(hash, slots.len()).find(|at| slots.get(*at).is_some_and(Slot::is_free));
            if let Some(slot) = free.and_then(|at| slots.get_mut(at)) {
                *slot = Slot { hash, from, count };
            }
            from += count;
        }
        let rules = self.rules.into_iter().map(|(_, rule)| rule).collect();
        Whole { slots, rules, known: self.known }
    }
}

impl Slot {
    const fn is_free(&self) -> bool {
        self.count == 0
    }
}

/// The slots that a line may stand in, in order.
#[allow(clippy::cast_possible_truncation, reason = "few bits are left")]
fn probe(hash: u64, slots: usize) -> impl Iterator<Item = usize> {
    let last = slots.saturating_sub(1);
    (0..=last).map(move |step| (hash as usize).wrapping_add(step) & last)
}

impl Default for Whole {
    fn default() -> Self {
        Collector::default().build()
    }
}

impl Whole {
    /// Longest line that can be a known one, in characters.
    pub(super) const fn max(&self) -> u32 {
        self.known.max
    }

    /// The rules of a line in its normal form.
    #[inline]
    pub(super) fn rules(&self, line: &[u8]) -> &[u32] {
        let core = core(line);
        if self.known.lines.may_hold(key_of(core)) { self.look_up(core) } else { &[] }
    }

    #[inline(never)]
    fn look_up(&self, core: &[u8]) -> &[u32] {
        let hash = xxh3_64(core);
        let slots = probe(hash, self.slots.len()).map_while(|at| self.slots.get(at));
        let mut own = slots.take_while(|slot| !slot.is_free()).filter(|slot| slot.hash == hash);
        let Some(slot) = own.next() else { return &[] };
        let from = slot.from as usize;
        self.rules.get(from..from + slot.count as usize).unwrap_or_default()
    }

    /// Whether the line may begin with a phrase and end in one; true for all that do, and where it cannot be told
    /// from a word because a sign stands at it.
    pub(super) fn may_frame(&self, line: &[u8]) -> bool {
        let may = |sieve: &Sieve, word: &[u8]| !is_bare(word) || sieve.may_hold(key_of(word));
        may(&self.known.heads, head(line)) && may(&self.known.tails, tail(line))
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
    use super::Collector;
    use proptest::prelude::*;

    #[test]
    fn signs_around_a_line_are_looked_through() {
        let mut whole = Collector::default();
        for (phrase, rule) in
            [("read more", 1), ("share", 2), ("\u{5206}\u{4eab}", 3), ("read more", 4)]
        {
            whole.add(phrase, rule);
        }
        let whole = whole.build();
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
            let mut whole = Collector::default();
            whole.add(core(&line), 7);
            let whole = whole.build();
            prop_assert_eq!(whole.rules(line.as_bytes()), [7]);
        }
    }
}
