//! Phrases that are whole lines.
//!
//! Separate from the literals inside of lines, because each line is one look-up
//! here, among tens of thousands: a filter that stays in the second level of
//! cache answers nearly all of them.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::normal;

/// Signs at the ends of a known whole line that are still looked through, in characters.
const SIGNS_AROUND: usize = 16;

/// Bits of the filter: 64 kilobytes, some twenty bits a phrase.
const BITS: usize = 1 << 19;

/// The rules of known whole lines, by their normal form without the signs at its ends.
#[derive(Debug)]
pub(super) struct Whole {
    rules: HashMap<Box<str>, Vec<u32>, FixedState>,
    filter: Vec<u64>,
    /// Longest line that can be one, in characters.
    pub max: u32,
}

impl Default for Whole {
    fn default() -> Self {
        Self { rules: HashMap::default(), filter: vec![0; BITS / 64], max: 0 }
    }
}

impl Whole {
    pub(super) fn add(&mut self, core: &str, rule: u32) {
        let max = u32::try_from(core.chars().count() + SIGNS_AROUND).unwrap_or(u32::MAX);
        self.max = self.max.max(max);
        let bit = bit(core.as_bytes());
        if let Some(word) = self.filter.get_mut(bit / 64) {
            *word |= 1 << (bit % 64);
        }
        self.rules.entry(core.into()).or_default().push(rule);
    }

    /// The rules of a line in its normal form.
    pub(super) fn rules(&self, line: &[u8]) -> &[u32] {
        self.find(line).unwrap_or_default()
    }

    fn find(&self, line: &[u8]) -> Option<&[u32]> {
        let core = plain_core(line).or_else(|| wide_core(line))?;
        let bit = bit(core);
        let held = self.filter.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1);
        if !held {
            return None;
        }
        self.rules.get(std::str::from_utf8(core).ok()?).map(Vec::as_slice)
    }
}

/// The core of a line that has an ASCII letter or digit before any other character on both sides.
fn plain_core(line: &[u8]) -> Option<&[u8]> {
    let ends = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let start = line.iter().position(ends)?;
    let end = line.iter().rposition(ends)? + 1;
    let core = line.get(start..end)?;
    let plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii);
    (plain(core.first()) && plain(core.last())).then_some(core)
}

fn wide_core(line: &[u8]) -> Option<&[u8]> {
    std::str::from_utf8(line).ok().map(|line| normal::core(line).as_bytes())
}

/// The bit of a core, by its length, its first and its last eight bytes.
fn bit(core: &[u8]) -> usize {
    let first = core.first_chunk().map_or_else(|| few(core), |eight| u64::from_le_bytes(*eight));
    let last = core.last_chunk().map_or(0, |eight| u64::from_le_bytes(*eight));
    // Multiplicative hashing; the constant is 2^64 over the golden ratio.
    let mixed = (first ^ last.rotate_left(29)).wrapping_add(core.len() as u64);
    (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 45) as usize
}

/// Fewer than eight bytes as a number.
fn few(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

#[cfg(test)]
mod tests {
    use super::Whole;
    use super::normal::core;
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
