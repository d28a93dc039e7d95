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
    long: Prefixes<8, 1024>,
    middle: Prefixes<4, 256>,
    short: Pairs,
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

    /// Kept apart from the filters, which would else save and restore what only this needs.
    #[inline(never)]
    fn compare(&self, rest: &[u8], at: usize, key: u64, found: &mut impl FnMut(Span, &[T])) {
        if let Some(first) = self.long.first(&self.list, key) {
            let after = rest.get(PADDING.len()..).unwrap_or_default();
            let same = |literal: &Literal| literal.eight == key && literal.len >= 8;
            self.each(first, same, |literal| after.starts_with(self.rest(literal)), at, found);
        }
        if let Some(first) = self.middle.first(&self.list, key) {
            let same = |literal: &Literal| {
                prefix::<4>(literal.eight ^ key) == 0 && (4..8).contains(&literal.len)
            };
            self.each(first, same, |literal| literal.starts(key), at, found);
        }
        if self.short.may_hold(key) {
            let same = |literal: &Literal| {
                literal.len > 0 && prefix::<1>(literal.eight) == prefix::<1>(key)
            };
            self.each(self.short.first(key), same, |literal| literal.starts(key), at, found);
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
        let len = (literal.len as usize).saturating_sub(PADDING.len());
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

/// Literals by their first `N` bytes, behind a filter of `WORDS` numbers of 64 bits, a power of two.
#[derive(Debug)]
struct Prefixes<const N: usize, const WORDS: usize> {
    /// Two bits of a word for each hashed prefix, so that most places cost no look-up.
    filter: Box<[u64; WORDS]>,
    /// For a prefix the place of its first literal in the list, counted from one; zero in a free slot. It stands in
    /// the first free slot from its own on.
    slots: Vec<u32>,
}

impl<const N: usize, const WORDS: usize> Prefixes<N, WORDS> {
    /// Takes prefixes, each once, with the places of their first literals.
    fn of(prefixes: &[(u64, usize)]) -> Self {
        let slots = vec![0; (prefixes.len() * 2).next_power_of_two()];
        let mut built = Self { filter: Box::new([0; WORDS]), slots };
        for &(key, place) in prefixes {
            let (word, first, second) = Self::bits(key);
            if let Some(word) = built.filter.get_mut(word) {
                *word |= 1 << first | 1 << second;
            }
            let free = built.probe(key).find(|&at| built.slots.get(at) == Some(&0));
            if let Some(slot) = free.and_then(|at| built.slots.get_mut(at)) {
                *slot = u32::try_from(place + 1).unwrap_or(0);
            }
        }
        built
    }

    /// The word of a prefix in the filter and its bits there, from eight bytes that begin with it.
    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "few bits are left")]
    const fn bits(key: u64) -> (usize, u64, u64) {
        // The lower bytes of a product hang on the lower bytes of the key alone: prefixes of all lengths share one.
        let product = prefix::<N>(key.wrapping_mul(GOLDEN));
        let hash = product >> (8 * N as u32 - 12 - WORDS.trailing_zeros());
        ((hash >> 12) as usize, hash >> 6 & 63, hash & 63)
    }

    /// The slots in which a prefix may stand, in order.
    fn probe(&self, key: u64) -> impl Iterator<Item = usize> + use<N, WORDS> {
        let last = self.slots.len().saturating_sub(1);
        let own = (key.wrapping_mul(GOLDEN) >> 40) as usize;
        (0..=last).map(move |step| (own + step) & last)
    }

    /// Whether a literal may start with these eight bytes.
    #[inline]
    fn may_hold(&self, key: u64) -> bool {
        let (word, first, second) = Self::bits(key);
        self.filter.get(word).is_some_and(|word| word >> first & word >> second & 1 == 1)
    }

    /// The place of the first literal that starts with the first of these eight bytes.
    fn first(&self, list: &[Literal], key: u64) -> Option<usize> {
        if !self.may_hold(key) {
            return None;
        }
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

/// Literals of one to three bytes; there are few, and their first two bytes need no hash.
#[derive(Debug)]
struct Pairs {
    /// For a first byte a bit for each second one, by its lower six bits; all where a literal has no second one.
    seconds: Box<[u64; 1 << 8]>,
    /// For a first byte the place in the list of the first that begins with it.
    places: Box<[u32; 1 << 8]>,
}

impl Pairs {
    fn of(literals: &[Literal], from: usize) -> Self {
        let mut seconds = Box::new([0; 1 << 8]);
        let mut places = Box::new([0; 1 << 8]);
        for (at, literal) in literals.iter().enumerate().rev() {
            let [first, second, ..] = literal.eight.to_le_bytes().map(usize::from);
            if let (Some(place), Some(seconds)) = (places.get_mut(first), seconds.get_mut(first)) {
                *place = u32::try_from(from + at).unwrap_or(u32::MAX);
                *seconds |= if literal.len == 1 { u64::MAX } else { 1 << (second % 64) };
            }
        }
        Self { seconds, places }
    }

    /// The place of the first literal that begins with the first of these eight bytes, if any does.
    #[allow(clippy::cast_possible_truncation, reason = "one byte is taken")]
    fn first(&self, key: u64) -> usize {
        self.places.get(prefix::<1>(key) as usize).map_or(0, |&place| place as usize)
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation, reason = "one byte is taken")]
    fn may_hold(&self, key: u64) -> bool {
        let seconds = self.seconds.get(prefix::<1>(key) as usize);
        seconds.is_some_and(|seconds| seconds >> (key >> 8 & 63) & 1 == 1)
    }
}

/// The first `N` of eight bytes.
const fn prefix<const N: usize>(key: u64) -> u64 {
    key & (u64::MAX >> (64 - 8 * N))
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
            rests.extend_from_slice(text.get(PADDING.len()..).unwrap_or_default());
            all.extend(targets);
        }
        let [long, middle, short] = tables;
        let short = short.first().map_or(list.len(), |&(_, place)| place);
        let short = Pairs::of(list.get(short..).unwrap_or_default(), short);
        list.push(Literal { targets: place(all.len()), ..Literal::default() });
        let (long, middle) = (Prefixes::of(&long), Prefixes::of(&middle));
        Literals { list, rests, targets: all, long, middle, short }
    }
}

/// The first eight bytes of a literal as a number, those behind its end zero.
fn first_eight(literal: &[u8]) -> u64 {
    let mut eight = PADDING;
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
