//! Many literals, looked for at given places of a line.
//!
//! Separate from the matcher because it knows nothing of rules: it maps each
//! literal to the targets that were added with it. A literal is found by its
//! first bytes: the places that are asked for are few, and filters that stay in
//! the first level of cache tell of most of them that they hold nothing. An
//! automaton over thousands of literals would leave the cache at each step.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::span::Span;

/// A set of literals, compiled; `T` is what a literal stands for.
///
/// Look-ups come from all over it and rarely find it in the first cache, so it is kept small: no pointers, and all
/// that one look-up reads stands together.
#[derive(Debug)]
pub(super) struct Literals<T> {
    /// Those of eight bytes and more by their first eight, then those of four to seven by their first four, then the
    /// shorter ones; an end behind them.
    list: Vec<Literal>,
    /// What follows the first eight bytes, of all literals.
    rests: Vec<u8>,
    targets: Vec<T>,
    filters: Box<Filters>,
    long: Prefixes<8>,
    middle: Prefixes<4>,
    /// For a first byte the place of the first of the shorter ones that begins with it.
    short: Box<[u32; 1 << 8]>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Literal {
    /// Its first eight bytes, those behind its end zero.
    eight: u64,
    /// Where its bytes after the eighth begin in the list of these.
    rest: u32,
    /// Where its targets begin in the list of these; they end where the next one's begin.
    targets: u32,
    len: u32,
}

impl<T> Default for Literals<T> {
    fn default() -> Self {
        Collector::default().build()
    }
}

/// Places that are looked at together.
const BLOCK: usize = 64;

/// Bytes that are looked at from a place on.
const KEY: usize = 8;

/// Zeros that must stand behind a line in which literals are looked for, so that a block and a key can be read at
/// any place of it; no literal holds one.
pub(super) const PADDING: [u8; BLOCK + KEY] = [0; BLOCK + KEY];

impl<T> Literals<T> {
    /// Calls `found` with the place and the targets of each literal that starts at byte `at` of `padded`, a
    /// line with its [`PADDING`].
    #[inline]
    pub(super) fn each_at(&self, padded: &[u8], at: usize, found: &mut impl FnMut(Span, &[T])) {
        let Some(rest) = padded.get(at..) else { return };
        let Some(&eight) = rest.first_chunk() else { return };
        let key = u64::from_le_bytes(eight);
        if self.filters.may_hold(key) {
            self.compare(rest, at, key, found);
        }
    }

    /// The same for all places of a block that begins at `from`: those whose bit in `starts` is set.
    #[inline]
    pub(super) fn each_of(
        &self,
        padded: &[u8],
        from: usize,
        starts: u64,
        found: &mut impl FnMut(Span, &[T]),
    ) {
        let Some(block) = padded.get(from..).and_then(<[u8]>::first_chunk) else { return };
        let (places, count) = self.filters.sift(block, starts);
        for &place in places.iter().take(count) {
            self.look_at(padded, from + usize::from(place), found);
        }
    }

    fn look_at(&self, padded: &[u8], at: usize, found: &mut impl FnMut(Span, &[T])) {
        let rest = padded.get(at..).unwrap_or_default();
        let key = rest.first_chunk().map_or(0, |&eight| u64::from_le_bytes(eight));
        self.compare(rest, at, key, found);
    }

    /// Kept apart from the filters, which would else save and restore what only this needs.
    #[inline(never)]
    fn compare(&self, rest: &[u8], at: usize, key: u64, found: &mut impl FnMut(Span, &[T])) {
        if self.filters.long(key) & 1 == 1
            && let Some(first) = self.long.first(&self.list, key)
        {
            let after = rest.get(KEY..).unwrap_or_default();
            let same = |literal: &Literal| literal.eight == key && literal.len >= 8;
            self.each(first, same, |literal| after.starts_with(self.rest(literal)), at, found);
        }
        if self.filters.middle(key) & 1 == 1
            && let Some(first) = self.middle.first(&self.list, key)
        {
            let same = |literal: &Literal| {
                prefix::<4>(literal.eight ^ key) == 0 && (4..8).contains(&literal.len)
            };
            self.each(first, same, |literal| literal.starts(key), at, found);
        }
        if self.filters.short(key) & 1 == 1 {
            let same = |literal: &Literal| {
                literal.len > 0 && prefix::<1>(literal.eight) == prefix::<1>(key)
            };
            let first = self.short.get(byte(key)).map_or(0, |&place| place as usize);
            self.each(first, same, |literal| literal.starts(key), at, found);
        }
    }

    /// Hands over those of the literals from `first` on that `is` holds of, up to the first that is not `same`.
    #[inline]
    fn each(
        &self,
        first: usize,
        same: impl Fn(&Literal) -> bool,
        is: impl Fn(&Literal) -> bool,
        at: usize,
        found: &mut impl FnMut(Span, &[T]),
    ) {
        let literals = self.list.get(first..).unwrap_or_default();
        for pair in literals.windows(2) {
            let [literal, next] = pair else { return };
            if !same(literal) {
                return;
            }
            if is(literal) {
                let targets = self.targets.get(literal.targets as usize..next.targets as usize);
                let end = at + literal.len as usize;
                found(Span::new(at, end), targets.unwrap_or_default());
            }
        }
    }

    /// What follows the first eight bytes of a literal that has so many.
    fn rest(&self, literal: &Literal) -> &[u8] {
        let from = literal.rest as usize;
        let len = (literal.len as usize).saturating_sub(KEY);
        self.rests.get(from..from + len).unwrap_or_default()
    }
}

impl Literal {
    /// Whether a line that begins with these eight bytes begins with this literal of less than eight.
    const fn starts(&self, key: u64) -> bool {
        (self.eight ^ key) & ((1 << (8 * self.len)) - 1) == 0
    }
}

/// What the list is sorted by: the table that a literal belongs to, and its place there.
const fn order(eight: u64, len: usize) -> (usize, u64) {
    match len {
        8.. => (0, eight),
        4..=7 => (1, prefix::<4>(eight)),
        _ => (2, prefix::<1>(eight)),
    }
}

/// What tells of eight bytes of a line that no literal begins there: nearly always.
#[derive(Debug)]
struct Filters {
    /// Two bits of a word for the first eight bytes of each literal that has so many.
    long: [u64; 1 << 10],
    /// One for the first four bytes of those of four to seven.
    middle: [u64; 1 << 9],
    /// For the first byte of the shorter ones a bit for each second one, by its lower six bits; all where none
    /// follows.
    short: [u64; 1 << 8],
}

impl Filters {
    const NONE: Self = Self { long: [0; 1 << 10], middle: [0; 1 << 9], short: [0; 1 << 8] };

    fn add(&mut self, literal: &Literal) {
        let key = literal.eight;
        let (word, bits) = match literal.len {
            0 => return,
            1 => (self.short.get_mut(byte(key)), u64::MAX),
            2 | 3 => (self.short.get_mut(byte(key)), 1 << (key >> 8 & 63)),
            4..=7 => {
                let (word, bit) = Self::middle_bit(key);
                (self.middle.get_mut(word), 1 << bit)
            }
            8.. => {
                let (word, first, second) = Self::long_bits(key);
                (self.long.get_mut(word), 1 << first | 1 << second)
            }
        };
        if let Some(word) = word {
            *word |= bits;
        }
    }

    /// The places of a block at which a literal may begin, of those whose bit in `starts` is set, and how many these
    /// are.
    ///
    /// Nothing is done with a place before all are known: a branch at each would often be predicted wrongly.
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "places are below 64")]
    fn sift(&self, block: &[u8; BLOCK + KEY], mut starts: u64) -> ([u8; BLOCK], usize) {
        let (mut places, mut count) = ([0; BLOCK], 0);
        while starts != 0 {
            let place = starts.trailing_zeros() as usize % BLOCK;
            starts &= starts - 1;
            let key = block.get(place..).and_then(<[u8]>::first_chunk).copied().unwrap_or_default();
            places[count % BLOCK] = place as u8;
            count += usize::from(self.may_hold(u64::from_le_bytes(key)));
        }
        (places, count)
    }

    /// Whether a literal may begin with these eight bytes or some of them.
    #[inline]
    fn may_hold(&self, key: u64) -> bool {
        (self.long(key) | self.middle(key) | self.short(key)) & 1 == 1
    }

    /// The same for one of eight bytes and more, as the lowest bit.
    #[inline]
    fn long(&self, key: u64) -> u64 {
        let (word, first, second) = Self::long_bits(key);
        self.long.get(word).map_or(0, |word| word >> first & word >> second)
    }

    #[inline]
    fn middle(&self, key: u64) -> u64 {
        let (word, bit) = Self::middle_bit(key);
        self.middle.get(word).map_or(0, |word| word >> bit)
    }

    #[inline]
    fn short(&self, key: u64) -> u64 {
        self.short.get(byte(key)).map_or(0, |seconds| seconds >> (key >> 8 & 63))
    }

    /// Word and bits of `long`.
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "few bits are left")]
    const fn long_bits(key: u64) -> (usize, u64, u64) {
        let hash = key.wrapping_mul(GOLDEN);
        ((hash >> 54) as usize, hash >> 48 & 63, hash >> 42 & 63)
    }

    /// Word and bit of `middle`: the lower half of a product hangs on the lower half of the key alone.
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "few bits are left")]
    const fn middle_bit(key: u64) -> (usize, u64) {
        let hash = prefix::<4>(key.wrapping_mul(GOLDEN));
        ((hash >> 23) as usize, hash >> 17 & 63)
    }
}

/// Literals by their first `N` bytes.
#[derive(Debug)]
struct Prefixes<const N: usize> {
    /// For a prefix the place of its first literal in the list, counted from one; zero in a free slot. It stands in
    /// the first free slot from its own on.
    slots: Vec<u32>,
}

impl<const N: usize> Prefixes<N> {
    /// Takes prefixes, each once, with the places of their first literals.
    fn of(prefixes: &[(u64, usize)]) -> Self {
        let slots = vec![0; (prefixes.len() * 2).next_power_of_two()];
        let mut built = Self { slots };
        for &(key, place) in prefixes {
            let free = built.probe(key).find(|&at| built.slots.get(at) == Some(&0));
            if let Some(slot) = free.and_then(|at| built.slots.get_mut(at)) {
                *slot = u32::try_from(place + 1).unwrap_or(0);
            }
        }
        built
    }

    /// The slots in which a prefix may stand, in order.
    #[allow(clippy::cast_possible_truncation, reason = "few bits are left")]
    fn probe(&self, key: u64) -> impl Iterator<Item = usize> + use<N> {
        let last = self.slots.len().saturating_sub(1);
        let own = (key.wrapping_mul(GOLDEN) >> 40) as usize;
        (0..=last).map(move |step| (own + step) & last)
    }

    /// The place of the first literal that starts with the first of these eight bytes.
    fn first(&self, list: &[Literal], key: u64) -> Option<usize> {
        let key = prefix::<N>(key);
        for at in self.probe(key) {
            let place = (*self.slots.get(at)? as usize).checked_sub(1)?;
            if list.get(place).is_some_and(|literal| prefix::<N>(literal.eight) == key) {
                return Some(place);
            }
        }
        None
    }
}

/// The first `N` of eight bytes.
const fn prefix<const N: usize>(key: u64) -> u64 {
    key & (u64::MAX >> (64 - 8 * N))
}

/// The first of them.
#[allow(clippy::cast_possible_truncation, reason = "one byte is taken")]
const fn byte(key: u64) -> usize {
    prefix::<1>(key) as usize
}

/// For multiplicative hashing: 2^64 over the golden ratio.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

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
        let texts = self.literals.iter().map(String::as_bytes).zip(self.targets);
        let mut texts: Vec<_> = texts
            .filter(|(text, _)| !text.is_empty())
            .map(|(text, targets)| (order(first_eight(text), text.len()), text, targets))
            .collect();
        texts.sort_by_key(|(order, ..)| *order);
        let (mut list, mut rests, mut all) = (Vec::new(), Vec::new(), Vec::new());
        let place = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
        let mut tables = [Vec::new(), Vec::new(), Vec::new()];
        let mut last = None;
        for (order, text, targets) in texts {
            if last.replace(order) != Some(order)
                && let Some(table) = tables.get_mut(order.0)
            {
                table.push((order.1, list.len()));
            }
            let (rest, eight, len) = (place(rests.len()), first_eight(text), place(text.len()));
            list.push(Literal { eight, rest, targets: place(all.len()), len });
            rests.extend_from_slice(text.get(KEY..).unwrap_or_default());
            all.extend(targets);
        }
        let [long, middle, short] = tables;
        let mut filters = Box::new(Filters::NONE);
        for literal in &list {
            filters.add(literal);
        }
        let mut shorts = Box::new([0; 1 << 8]);
        for (first, at) in short {
            if let Some(slot) = shorts.get_mut(byte(first)) {
                *slot = place(at);
            }
        }
        list.push(Literal { targets: place(all.len()), ..Literal::default() });
        let (long, middle) = (Prefixes::of(&long), Prefixes::of(&middle));
        Literals { list, rests, targets: all, filters, long, middle, short: shorts }
    }
}

/// The first eight bytes of a literal as a number, those behind its end zero.
fn first_eight(literal: &[u8]) -> u64 {
    let mut eight = [0; KEY];
    eight.iter_mut().zip(literal).for_each(|(to, from)| *to = *from);
    u64::from_le_bytes(eight)
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
            let padded = [b"share this page", PADDING.as_slice()].concat();
            literals.each_at(&padded, place, &mut |span, targets: &[u32]| {
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
                let padded = [line.as_bytes(), &PADDING].concat();
                built.each_of(&padded, 0, 0b11, &mut |_, targets: &[&str]| {
                    found.extend_from_slice(targets);
                });
                assert_eq!(found, [literal], "{line}");
            }
        }
        let other = [b"readers and rain", PADDING.as_slice()].concat();
        built.each_of(&other, 0, 1, &mut |_, targets: &[&str]| panic!("{targets:?}"));
    }
}
