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
    literals: Vec<Literal<T>>,
    /// The first four bytes of all literals that have as many: turns most places down at once.
    fours: Filter,
    /// Literals of eight bytes and more, by their first eight.
    long: Prefixes<8>,
    /// Those of four to seven, by their first four.
    middle: Prefixes<4>,
    /// Those of two and three.
    short: Prefixes<2>,
    /// Those of one.
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
            literals: Vec::new(),
            fours: Filter::default(),
            long: Prefixes::default(),
            middle: Prefixes::default(),
            short: Prefixes::default(),
            single: Prefixes::default(),
        }
    }
}

impl<T> Literals<T> {
    /// Calls `found` with the place and the targets of each literal that starts at `at`.
    pub(super) fn each_at(&self, normal: &[u8], at: usize, mut found: impl FnMut(Span, &[T])) {
        let Some(rest) = normal.get(at..) else { return };
        let mut compare = |list: &[u32]| {
            for literal in list.iter().filter_map(|&index| self.literals.get(index as usize)) {
                if rest.starts_with(&literal.bytes) {
                    found(Span::new(at, at + literal.bytes.len()), &literal.targets);
                }
            }
        };
        compare(self.single.at(rest));
        compare(self.short.at(rest));
        if key::<4>(rest).is_some_and(|four| self.fours.may_hold(four)) {
            compare(self.middle.at(rest));
            compare(self.long.at(rest));
        }
    }

    fn add(&mut self, literal: &str, targets: Vec<T>) {
        let bytes = literal.as_bytes();
        let index = u32::try_from(self.literals.len()).unwrap_or(u32::MAX);
        if let Some(four) = key::<4>(bytes) {
            self.fours.add(four);
        }
        match bytes.len() {
            0 => {}
            1 => self.single.add(bytes, index),
            2..4 => self.short.add(bytes, index),
            4..8 => self.middle.add(bytes, index),
            _ => self.long.add(bytes, index),
        }
        self.literals.push(Literal { bytes: bytes.into(), targets });
    }
}

/// Literals by their first `N` bytes, at most eight.
#[derive(Debug)]
struct Prefixes<const N: usize> {
    filter: Filter,
    table: HashMap<u64, Vec<u32>, FixedState>,
}

impl<const N: usize> Default for Prefixes<N> {
    fn default() -> Self {
        Self { filter: Filter::default(), table: HashMap::default() }
    }
}

impl<const N: usize> Prefixes<N> {
    fn add(&mut self, literal: &[u8], index: u32) {
        let Some(key) = key::<N>(literal) else { return };
        self.filter.add(key);
        self.table.entry(key).or_default().push(index);
    }

    /// The literals that may start where `rest` of the line starts.
    fn at(&self, rest: &[u8]) -> &[u32] {
        if self.table.is_empty() {
            return &[];
        }
        let Some(key) = key::<N>(rest).filter(|&key| self.filter.may_hold(key)) else {
            return &[];
        };
        self.table.get(&key).map_or(&[], Vec::as_slice)
    }
}

/// The first `N` bytes, at most eight, as a number; none when there are fewer.
fn key<const N: usize>(bytes: &[u8]) -> Option<u64> {
    let first: &[u8; N] = bytes.first_chunk()?;
    let mut eight = [0; 8];
    eight.get_mut(..N)?.copy_from_slice(first);
    Some(u64::from_le_bytes(eight))
}

/// Bits of a filter; it stays in the first level of cache.
const BITS: usize = 1 << 16;

/// Turns most keys down that are not in a table, so that most places cost no look-up.
#[derive(Debug)]
struct Filter(Box<[u64]>);

impl Default for Filter {
    fn default() -> Self {
        Self(Box::from([0; BITS / 64]))
    }
}

impl Filter {
    fn add(&mut self, key: u64) {
        let bit = bit(key);
        if let Some(word) = self.0.get_mut(bit / 64) {
            *word |= 1 << (bit % 64);
        }
    }

    fn may_hold(&self, key: u64) -> bool {
        let bit = bit(key);
        self.0.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }
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
    use super::Collector;

    #[test]
    fn literals_that_start_with_each_other_are_all_found() {
        let mut collector = Collector::default();
        for (literal, target) in [("share", 1), ("share this", 2), ("this", 3), ("share", 4)] {
            collector.add(literal.to_owned(), target);
        }
        let literals = collector.build();
        let at = |place| {
            let mut found = Vec::new();
            literals.each_at(b"share this page", place, |span, targets| {
                found.push((span.end, targets.to_vec()));
            });
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
                built.each_at(line.as_bytes(), 0, |_, targets| found.extend_from_slice(targets));
                assert_eq!(found, [literal], "{line}");
            }
        }
        built.each_at(b"readers and rain", 0, |_, targets| panic!("{targets:?}"));
    }
}
