//! Many literals, looked for at given places of a line.
//!
//! Separate from the matcher because it knows nothing of rules: it maps each
//! literal to the targets that were added with it. A literal is found by its
//! first bytes: the places that are asked for are few, and filters that stay in
//! the first level of cache tell of most of them that they hold nothing. An
//! automaton over thousands of literals would leave the cache at each step.

use std::ops::Range;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::span::Span;

/// A set of literals, compiled; `T` is what a literal stands for.
#[derive(Debug)]
pub(super) struct Literals<T> {
    /// Those of eight bytes and more by their first eight, then those of four to seven by their first four, then the
    /// shorter ones by their first two.
    list: Vec<Literal<T>>,
    long: Prefixes<8>,
    middle: Prefixes<4>,
    short: Pairs,
}

#[derive(Debug)]
struct Literal<T> {
    /// Its first eight bytes, those behind its end zero, and which of them count.
    eight: u64,
    mask: u64,
    /// What follows them.
    rest: Box<[u8]>,
    len: usize,
    targets: Vec<T>,
}

impl<T> Default for Literals<T> {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            long: Prefixes::default(),
            middle: Prefixes::default(),
            short: Pairs::default(),
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
        if self.long.may_hold(key) | self.middle.may_hold(key) | self.short.may_hold(key) {
            self.compare(rest, at, key, found);
        }
    }

    fn compare(&self, rest: &[u8], at: usize, key: u64, found: &mut impl FnMut(Span, &[T])) {
        for list in [self.long.at(key), self.middle.at(key), self.short.at(key)] {
            for literal in self.list.get(list).unwrap_or_default() {
                if key & literal.mask == literal.eight
                    && rest.get(PADDING.len()..).is_some_and(|rest| rest.starts_with(&literal.rest))
                {
                    found(Span::new(at, at + literal.len), &literal.targets);
                }
            }
        }
    }
}

impl<T> Literal<T> {
    fn new(literal: &str, targets: Vec<T>) -> Self {
        let bytes = literal.as_bytes();
        let mut eight = PADDING;
        eight.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        let mask = u64::MAX.checked_shl(8 * u32::try_from(bytes.len()).unwrap_or(8)).unwrap_or(0);
        Self {
            eight: u64::from_le_bytes(eight),
            mask: !mask,
            rest: bytes.get(PADDING.len()..).unwrap_or_default().into(),
            len: bytes.len(),
            targets,
        }
    }

    /// What the list is sorted by: the table it belongs to, and its place there.
    const fn order(&self) -> (usize, u64) {
        match self.len {
            8.. => (0, self.eight),
            4..=7 => (1, prefix::<4>(self.eight)),
            _ => (2, prefix::<2>(self.eight)),
        }
    }
}

/// Literals by their first `N` bytes, four or eight.
#[derive(Debug)]
struct Prefixes<const N: usize> {
    /// A bit for each hashed prefix, so that most places cost no look-up.
    filter: Box<[u64]>,
    /// Prefixes and where in the list their literals are; free ones hold none. A prefix stands in the first free
    /// slot from its place on.
    slots: Vec<(u64, Range<usize>)>,
}

/// Bits of a filter: eight kilobytes.
const BITS: usize = 1 << 16;

impl<const N: usize> Default for Prefixes<N> {
    fn default() -> Self {
        Self { filter: Box::from([0; BITS / 64]), slots: Vec::new() }
    }
}

impl<const N: usize> Prefixes<N> {
    /// Takes prefixes, each once, with the places of their literals.
    fn of(prefixes: &[(u64, Range<usize>)]) -> Self {
        let mut built = Self::default();
        let slots = prefixes.len() * 2;
        built.slots = vec![(0, 0..0); slots.next_power_of_two()];
        for (key, places) in prefixes {
            if let Some(word) = built.filter.get_mut(bit(*key) / 64) {
                *word |= 1 << (bit(*key) % 64);
            }
            let free = built
                .probe(*key)
                .find(|&at| built.slots.get(at).is_some_and(|(_, places)| places.is_empty()));
            if let Some(slot) = free.and_then(|at| built.slots.get_mut(at)) {
                *slot = (*key, places.clone());
            }
        }
        built
    }

    /// The slots in which a prefix may stand, in order.
    fn probe(&self, key: u64) -> impl Iterator<Item = usize> + use<N> {
        let last = self.slots.len().saturating_sub(1);
        (bit(key)..=bit(key) + last).map(move |at| at & last)
    }

    /// Whether a literal may start with these eight bytes.
    #[inline]
    fn may_hold(&self, key: u64) -> bool {
        let bit = bit(prefix::<N>(key));
        self.filter.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    /// Where the literals are that start with the first of these eight bytes.
    fn at(&self, key: u64) -> Range<usize> {
        if !self.may_hold(key) {
            return 0..0;
        }
        let key = prefix::<N>(key);
        let slots = self.probe(key).map_while(|at| self.slots.get(at));
        let mut taken = slots.take_while(|(_, places)| !places.is_empty());
        taken.find(|(other, _)| *other == key).map_or(0..0, |(_, places)| places.clone())
    }
}

/// Literals of one to three bytes; there are few. The first two bytes need no hash; a literal of one byte stands
/// under all pairs that it may start.
#[derive(Debug)]
struct Pairs {
    filter: Box<[u64]>,
    places: Range<usize>,
}

impl Default for Pairs {
    fn default() -> Self {
        Self { filter: Box::from([0; BITS / 64]), places: 0..0 }
    }
}

impl Pairs {
    /// Adds literals at these places, which follow those of the literals before them.
    fn add<T>(&mut self, literals: &[Literal<T>], places: Range<usize>) {
        let from = if self.places.is_empty() { places.start } else { self.places.start };
        self.places = from..places.end;
        for literal in literals {
            let [first, second, ..] = literal.eight.to_le_bytes();
            let seconds = if literal.len == 1 { 0..=u8::MAX } else { second..=second };
            for second in seconds {
                let pair = usize::from(u16::from_le_bytes([first, second]));
                if let Some(word) = self.filter.get_mut(pair / 64) {
                    *word |= 1 << (pair % 64);
                }
            }
        }
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "two bytes are taken")]
    fn may_hold(&self, key: u64) -> bool {
        let pair = prefix::<2>(key) as usize;
        self.filter.get(pair / 64).is_some_and(|word| word >> (pair % 64) & 1 == 1)
    }

    fn at(&self, key: u64) -> Range<usize> {
        if self.may_hold(key) { self.places.clone() } else { 0..0 }
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
        let literals = self.literals.iter().zip(self.targets).filter(|(text, _)| !text.is_empty());
        let mut list: Vec<_> =
            literals.map(|(literal, targets)| Literal::new(literal, targets)).collect();
        list.sort_by_key(Literal::order);
        let (mut long, mut middle, mut short) = (Vec::new(), Vec::new(), Pairs::default());
        let mut from = 0;
        for same in list.chunk_by(|a, b| a.order() == b.order()) {
            let places = from..from + same.len();
            from = places.end;
            match same.first().map(Literal::order) {
                Some((0, key)) => long.push((key, places)),
                Some((1, key)) => middle.push((key, places)),
                _ => short.add(same, places),
            }
        }
        Literals { list, long: Prefixes::of(&long), middle: Prefixes::of(&middle), short }
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
