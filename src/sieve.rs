//! Turns most keys down that are not in a set, so that few of them cost a look-up.
//!
//! Separate because nearly everything that looks at lines asks of each line or word whether it is one of some
//! hundreds or thousands, and nearly always it is none. A sieve answers by one bit, from the first cache.

/// One bit for each key that was added, shared with others by chance.
#[derive(Clone, Debug)]
pub struct Sieve {
    bits: Box<[u64]>,
    shift: u32,
}

/// What spreads keys over the upper bits of a product: 2^64 over the golden ratio.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// Bits of a sieve for each expected key, at least: it lets about one in so many others through.
const BITS_A_KEY: usize = 16;

impl Default for Sieve {
    fn default() -> Self {
        Self::new(0)
    }
}

impl Sieve {
    /// An empty one, made for so many keys.
    #[must_use]
    pub fn new(expected: usize) -> Self {
        let bits = (expected * BITS_A_KEY).next_power_of_two().max(64);
        Self { bits: vec![0; bits / 64].into(), shift: u64::BITS - bits.trailing_zeros() }
    }

    /// Adds a key.
    pub fn add(&mut self, key: u64) {
        let bit = self.bit(key);
        if let Some(word) = self.bits.get_mut(bit / 64) {
            *word |= 1 << (bit % 64);
        }
    }

    /// Whether the key may have been added; true for all that were.
    #[inline]
    #[must_use]
    pub fn may_hold(&self, key: u64) -> bool {
        let bit = self.bit(key);
        self.bits.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    /// Multiplicative hashing.
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "few bits are left")]
    const fn bit(&self, key: u64) -> usize {
        (key.wrapping_mul(SPREAD) >> self.shift) as usize
    }
}

/// How often keys were met, at most: those that share a count by chance have to be told apart by whoever asks. Most lines
/// of a page stand there once, and need no more to know it.
#[derive(Debug)]
pub struct Tallies([u8; Self::COUNTS]);

impl Default for Tallies {
    fn default() -> Self {
        Self([0; Self::COUNTS])
    }
}

impl Tallies {
    /// Several for each line of nearly every page.
    const COUNTS: usize = 4_096;

    /// Counts a key.
    pub fn add(&mut self, key: u64) {
        if let Some(count) = self.0.get_mut(Self::place(key)) {
            *count = count.saturating_add(1);
        }
    }

    /// Whether the key may have been counted so often, 255 times at most; true for all that were.
    #[must_use]
    pub fn may_reach(&self, key: u64, times: u8) -> bool {
        self.0.get(Self::place(key)).is_some_and(|count| *count >= times)
    }

    #[allow(clippy::cast_possible_truncation, reason = "few bits are left")]
    const fn place(key: u64) -> usize {
        (key.wrapping_mul(SPREAD) >> (u64::BITS - Self::COUNTS.trailing_zeros())) as usize
    }
}

/// A key for a whole text: its length, its first and its last eight bytes.
#[inline]
#[must_use]
pub fn key_of(text: &[u8]) -> u64 {
    let (first, last) = match (text.first_chunk(), text.last_chunk()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => (few(text), 0),
    };
    (first ^ last.rotate_left(29)).wrapping_add(text.len() as u64)
}

/// Fewer than eight bytes as a number.
#[inline]
fn few(text: &[u8]) -> u64 {
    match (text.first_chunk(), text.last_chunk()) {
        (Some(first), Some(last)) => four(*first) | four(*last) << 32,
        _ => text.iter().fold(0, |number, &byte| number << 8 | u64::from(byte)),
    }
}

/// Pairs of bytes, by the six lower bits of each: what letters of one script differ in.
#[derive(Debug)]
pub struct Pairs([u64; 64]);

impl Default for Pairs {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl Pairs {
    /// Adds a pair.
    pub fn add(&mut self, a: u8, b: u8) {
        if let Some(seconds) = self.0.get_mut(usize::from(a & 63)) {
            *seconds |= 1 << (b & 63);
        }
    }

    /// Whether the pair, or one like it, was added.
    #[must_use]
    pub fn holds(&self, a: u8, b: u8) -> bool {
        self.0.get(usize::from(a & 63)).is_some_and(|seconds| seconds >> (b & 63) & 1 == 1)
    }
}

/// How some texts begin, so that most lines need not be compared with any of them.
#[derive(Debug, Default)]
pub struct Starts {
    /// The first eight bytes of the texts that have so many.
    eight: Sieve,
    /// The first four of those that have fewer.
    four: Sieve,
    /// The first two of the others.
    two: Pairs,
}

impl Starts {
    /// Room for so many.
    #[must_use]
    pub fn new(expected: usize) -> Self {
        Self { eight: Sieve::new(expected), four: Sieve::new(expected), two: Pairs::default() }
    }

    /// Adds the beginning of a text.
    pub fn add(&mut self, text: &[u8]) {
        match *text {
            [a, b, c, d, e, f, g, h, ..] => {
                self.eight.add(u64::from_le_bytes([a, b, c, d, e, f, g, h]));
            }
            [a, b, c, d, ..] => self.four.add(four([a, b, c, d])),
            [a, b, ..] => self.two.add(a, b),
            [a] => (0..64).for_each(|b| self.two.add(a, b)),
            [] => {}
        }
    }

    /// Whether the line may begin with one of the texts; true for all that do.
    #[must_use]
    pub fn may_open(&self, line: &[u8]) -> bool {
        line.first_chunk().is_some_and(|&eight| self.eight.may_hold(u64::from_le_bytes(eight)))
            || line.first_chunk().is_some_and(|&bytes| self.four.may_hold(four(bytes)))
            || match *line {
                [a, b, ..] => self.two.holds(a, b),
                [a] => self.two.holds(a, 0),
                [] => false,
            }
    }
}

/// Four bytes as a number.
fn four(bytes: [u8; 4]) -> u64 {
    u64::from(u32::from_le_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::{Sieve, Tallies, key_of};
    use proptest::prelude::*;

    #[test]
    fn most_others_are_turned_down() {
        let mut sieve = Sieve::new(1_000);
        (0..1_000u64).for_each(|key| sieve.add(key));
        assert!((0..1_000).all(|key| sieve.may_hold(key)));
        let through = (1_000..11_000).filter(|&key| sieve.may_hold(key)).count();
        assert!(through < 1_500, "{through} of 10,000");
    }

    #[test]
    fn tallies_are_no_less_than_what_was_counted() {
        let mut tallies = Tallies::default();
        (0..1_000u64).for_each(|key| (0..key % 5).for_each(|_| tallies.add(key)));
        assert!((0..1_000u64).all(|key| tallies.may_reach(key, (key % 5) as u8)));
        let through = (0..1_000u64).filter(|&key| tallies.may_reach(key, (key % 5) as u8 + 1));
        assert!(through.count() < 300);
    }

    proptest! {
        #[test]
        fn what_was_added_is_held(texts in prop::collection::vec("\\PC{0,20}", 0..40)) {
            let mut sieve = Sieve::new(texts.len());
            for text in &texts {
                sieve.add(key_of(text.as_bytes()));
            }
            prop_assert!(texts.iter().all(|text| sieve.may_hold(key_of(text.as_bytes()))));
        }
    }
}
