//! Many literals, looked for at given places of a line.
//!
//! Separate from the matcher because it knows nothing of rules: it maps each
//! literal to the targets that were added with it. A literal is found by its
//! first bytes, hashed: the places that are asked for are few, and most of
//! them hold nothing. An automaton over thousands of literals would leave the
//! cache at each step.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::span::Span;

/// A set of literals, compiled; `T` is what a literal stands for.
#[derive(Debug)]
pub(super) struct Literals<T> {
    /// In the order of addition; the rest of the fields say where in it.
    list: Vec<Literal<T>>,
    /// Literals of eight bytes and more, by their first eight.
    long: Prefixes<8>,
    /// Those of four to seven, by their first four.
    middle: Prefixes<4>,
    /// Those of two and three, by their first three; those of two once for each byte that may follow.
    short: Prefixes<3>,
    /// Those of one; there are hardly any.
    single: Prefixes<1>,
}

#[derive(Debug)]
struct Literal<T> {
    bytes: Box<[u8]>,
    targets: Vec<T>,
}

impl<T> Default for Literals<T> {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            long: Prefixes::default(),
            middle: Prefixes::default(),
            short: Prefixes::default(),
            single: Prefixes::default(),
        }
    }
}

/// Zeros that must stand behind a line in which literals are looked for, so that eight bytes can be read at
/// any place of it; no literal holds one.
pub(super) const PADDING: [u8; 8] = [0; 8];

impl<T> Literals<T> {
    /// Calls `found` with the place and the targets of each literal that starts at byte `at` of `padded`, a
    /// line with its [`PADDING`].
    #[inline]
    pub(super) fn each_at(&self, padded: &[u8], at: usize, found: &mut impl FnMut(Span, &[T])) {
        let Some(rest) = padded.get(at..) else { return };
        let Some(&eight) = rest.first_chunk() else { return };
        let key = u64::from_le_bytes(eight);
        // Without branches between them: nearly always none holds.
        if self.long.may_hold(key)
            | self.middle.may_hold(key)
            | self.short.may_hold(key)
            | (!self.single.table.is_empty() && self.single.may_hold(key))
        {
            self.compare(rest, at, key, found);
        }
    }

    fn compare(&self, rest: &[u8], at: usize, key: u64, found: &mut impl FnMut(Span, &[T])) {
        let lists =
            [self.long.at(key), self.middle.at(key), self.short.at(key), self.single.at(key)];
        for &index in lists.into_iter().flatten() {
            let Some(literal) = self.list.get(index as usize) else { continue };
            if rest.starts_with(&literal.bytes) {
                found(Span::new(at, at + literal.bytes.len()), &literal.targets);
            }
        }
    }

    fn add(&mut self, literal: &str, targets: Vec<T>) {
        let bytes = literal.as_bytes();
        let index = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        match *bytes {
            [] => {}
            [_] => self.single.add(bytes, index),
            [a, b] => (0..=u8::MAX).for_each(|c| self.short.add(&[a, b, c], index)),
            [_, _, _] => self.short.add(bytes, index),
            _ if bytes.len() < PADDING.len() => self.middle.add(bytes, index),
            _ => self.long.add(bytes, index),
        }
        self.list.push(Literal { bytes: bytes.into(), targets });
    }
}

/// Literals by their first `N` bytes, at most eight.
#[derive(Debug)]
struct Prefixes<const N: usize> {
    /// A bit for each hashed prefix, so that most places cost no look-up.
    filter: Box<[u64]>,
    table: HashMap<u64, Vec<u32>, FixedState>,
}

/// Bits of a filter; those of one set stay in the first level of cache.
const BITS: usize = 1 << 16;

impl<const N: usize> Default for Prefixes<N> {
    fn default() -> Self {
        Self { filter: Box::from([0; BITS / 64]), table: HashMap::default() }
    }
}

impl<const N: usize> Prefixes<N> {
    fn add(&mut self, literal: &[u8], index: u32) {
        let mut eight = PADDING;
        for (to, from) in eight.iter_mut().zip(literal) {
            *to = *from;
        }
        let key = prefix::<N>(u64::from_le_bytes(eight));
        let bit = bit(key);
        if let Some(word) = self.filter.get_mut(bit / 64) {
            *word |= 1 << (bit % 64);
        }
        self.table.entry(key).or_default().push(index);
    }

    /// Whether a literal may start with these eight bytes.
    fn may_hold(&self, key: u64) -> bool {
        let bit = bit(prefix::<N>(key));
        self.filter.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    /// The literals that start with the first of these eight bytes.
    fn at(&self, key: u64) -> &[u32] {
        if !self.may_hold(key) {
            return &[];
        }
        self.table.get(&prefix::<N>(key)).map_or(&[], Vec::as_slice)
    }
}

/// The first `N` of eight bytes.
const fn prefix<const N: usize>(key: u64) -> u64 {
    key & (u64::MAX >> (64 - 8 * N))
}

const fn bit(key: u64) -> usize {
    // Multiplicative hashing; the constant is 2^64 over the golden ratio.
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48) as usize
}

/// Literals while they are collected: each once, in the order of addition.
pub(super) struct Collector<T> {
    index: HashMap<String, usize, FixedState>,
    literals: Vec<String>,
    targets: Vec<Vec<T>>,
}

impl<T> Default for Collector<T> {
    fn default() -> Self {
        Self { index: HashMap::default(), literals: Vec::new(), targets: Vec::new() }
    }
}

impl<T> Collector<T> {
    pub(super) fn add(&mut self, literal: String, target: T) {
        let next = self.literals.len();
        let at = *self.index.entry(literal.clone()).or_insert(next);
        if at == next {
            self.literals.push(literal);
            self.targets.push(Vec::new());
        }
        if let Some(targets) = self.targets.get_mut(at) {
            targets.push(target);
        }
    }

    pub(super) fn build(self) -> Literals<T> {
        let mut built = Literals::default();
        for (literal, targets) in self.literals.iter().zip(self.targets) {
            built.add(literal, targets);
        }
        built
    }
}

#[cfg(test)]
mod tests {
    use super::{Collector, PADDING};

    #[test]
    fn literals_that_start_with_each_other_are_all_found() {
        let mut collector = Collector::default();
        for (literal, target) in [("share", 1), ("share this", 2), ("this", 3), ("share", 4)] {
            collector.add(literal.to_owned(), target);
        }
        let literals = collector.build();
        let at = |place| {
            let mut found = Vec::new();
            literals.each_at(
                b"share this page\0\0\0\0\0\0\0\0",
                place,
                &mut |span, targets: &[u32]| {
                    found.push((span.end, targets.to_vec()));
                },
            );
            found.sort_unstable();
            found
        };
        assert_eq!(at(0), [(5, vec![1, 4]), (10, vec![2])]);
        assert_eq!(at(6), [(10, vec![3])]);
        assert_eq!(at(1), []);
    }

    #[test]
    fn literals_of_all_lengths_are_found() {
        let literals = [
            "|",
            "\u{a9}",
            "by",
            "top",
            "reply",
            "read more",
            "\u{5206}\u{4eab}",
            "on the other hand",
        ];
        let mut collector = Collector::default();
        for literal in literals {
            collector.add(literal.to_owned(), literal);
        }
        let built = collector.build();
        for literal in literals {
            for line in [literal.to_owned(), format!("{literal} and more")] {
                let mut found = Vec::new();
                let padded = [line.as_bytes(), &PADDING].concat();
                built.each_at(&padded, 0, &mut |_, targets: &[&str]| {
                    found.extend_from_slice(targets);
                });
                assert_eq!(found, [literal], "{line}");
            }
        }
        built.each_at(b"readers and rain", 0, &mut |_, targets: &[&str]| panic!("{targets:?}"));
    }
}
