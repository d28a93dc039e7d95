//! Gold comments and reported ones, paired by their words.
//!
//! Comparing each with each would take minutes on a page with ten thousand of
//! them, so only those are compared that share one of their rarer words. This
//! loses no pair: two bags that agree in 0.7 share more than half of the words
//! of each, so that they must meet among the rarer half.

use hashbrown::HashMap;

use foldhash::fast::FixedState;

use super::words::{Agreement, Bag};

/// F1 of the words from which on a reported comment may be the gold one.
pub const SAME: f64 = 0.7;
/// Share of the words of either bag that the other has when they agree in [`SAME`], rounded down:
/// F1 = 2s / (a + b) with b >= s gives s >= 0.7 / 1.3 a.
const LEAST: f64 = 0.538;
/// Reported comments, the nearest in the page first, that a gold comment is compared with.
const NEAREST: usize = 1000;
/// Pairs, the best first, that are kept for a gold comment; more only come from many equal comments.
const KEPT: usize = 100;

/// A gold comment and a reported one that may be the same.
#[derive(Clone, Copy, Debug)]
struct Pair {
    f1: f64,
    gold: usize,
    got: usize,
}

impl Pair {
    /// The best pair first: most words in common, then nearest in order, then first in the page.
    fn before(&self, other: &Self) -> std::cmp::Ordering {
        let place = |p: &Self| (p.gold.abs_diff(p.got), p.gold, p.got);
        other.f1.total_cmp(&self.f1).then_with(|| place(self).cmp(&place(other)))
    }
}

/// The reported comment that each gold comment was found as; none is used twice, best pairs first.
///
/// Exact on pages with up to a thousand reported comments, unless one of them is like a hundred
/// others; on larger ones some pairs may be missed.
#[must_use]
pub fn pair(gold: &[Bag], got: &[Bag]) -> Vec<Option<usize>> {
    let index = Index::new(gold, got);
    let mut pairs: Vec<Pair> = Vec::new();
    for (i, bag) in gold.iter().enumerate() {
        let mut own: Vec<Pair> = index
            .near(i, bag)
            .into_iter()
            .filter_map(|j| {
                let f1 = Agreement::of(got.get(j)?, bag).f1;
                (f1 >= SAME).then_some(Pair { f1, gold: i, got: j })
            })
            .collect();
        own.sort_unstable_by(Pair::before);
        own.truncate(KEPT);
        pairs.append(&mut own);
    }
    pairs.sort_unstable_by(Pair::before);
    let mut found: Vec<Option<usize>> = vec![None; gold.len()];
    let mut used = vec![false; got.len()];
    for pair in pairs {
        if let (Some(slot @ None), Some(used @ false)) =
            (found.get_mut(pair.gold), used.get_mut(pair.got))
        {
            *slot = Some(pair.got);
            *used = true;
        }
    }
    found
}

/// Reported comments by their rarer words.
struct Index {
    /// In how many bags each word stands.
    spread: HashMap<u64, u32, FixedState>,
    /// The comments that have the word among their rarer ones, in order.
    places: HashMap<u64, Vec<usize>, FixedState>,
}

impl Index {
    fn new(gold: &[Bag], got: &[Bag]) -> Self {
        let mut spread: HashMap<u64, u32, FixedState> = HashMap::default();
        for token in gold.iter().chain(got).flat_map(Bag::tokens) {
            *spread.entry(token).or_insert(0) += 1;
        }
        let mut index = Self { spread, places: HashMap::default() };
        for (j, bag) in got.iter().enumerate() {
            for token in index.rarer(bag) {
                index.places.entry(token).or_default().push(j);
            }
        }
        index
    }

    /// So many of the bag's rarest words that a bag which agrees with it must have one of them.
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a comment has few words"
    )]
    fn rarer(&self, bag: &Bag) -> Vec<u64> {
        if bag.total() == 0 {
            // Bags without words only agree with each other.
            return vec![0];
        }
        let mut tokens: Vec<u64> = bag.tokens().collect();
        tokens.sort_unstable_by_key(|token| (self.spread.get(token).copied(), *token));
        let least = (LEAST * tokens.len() as f64).ceil() as usize;
        tokens.truncate(tokens.len() + 1 - least.clamp(1, tokens.len()));
        tokens
    }

    /// Reported comments that may agree with the gold comment at `place`, the nearest of them.
    fn near(&self, place: usize, bag: &Bag) -> Vec<usize> {
        let mut near: Vec<usize> = Vec::new();
        for token in self.rarer(bag) {
            let places = self.places.get(&token).map(Vec::as_slice).unwrap_or_default();
            let middle = places.partition_point(|&j| j < place);
            let (from, to) = (middle.saturating_sub(NEAREST), middle.saturating_add(NEAREST));
            near.extend(places.get(from..to.min(places.len())).unwrap_or_default());
        }
        near.sort_unstable_by_key(|&j| (j.abs_diff(place), j));
        near.dedup();
        near.truncate(NEAREST);
        near
    }
}

#[cfg(test)]
mod tests {
    use super::{Agreement, Bag, SAME, pair};
    use proptest::prelude::*;

    fn bags(texts: &[&str]) -> Vec<Bag> {
        texts.iter().map(|text| Bag::of(text)).collect()
    }

    #[test]
    fn the_best_pairs_come_first_and_none_is_used_twice() {
        let gold = bags(&["one two three four five", "one two three four six", "thanks"]);
        let got = bags(&["one two three four six", "nothing here", "thanks", "thanks"]);
        // The first gold comment agrees with the first reported one in 0.8, the second in 1.
        assert_eq!(pair(&gold, &got), [None, Some(0), Some(2)]);
    }

    #[test]
    fn equal_comments_are_paired_in_their_order() {
        let many = vec![Bag::of("Good"); 300];
        let expected: Vec<_> = (0..300).map(Some).collect();
        assert_eq!(pair(&many, &many), expected);
        assert_eq!(pair(&bags(&["", "a"]), &bags(&["", ""])), [Some(0), None]);
        assert_eq!(pair(&[], &many), []);
    }

    #[test]
    fn ten_thousand_comments_take_no_minutes() {
        let text = |i: usize| Bag::of(&format!("the {} bridge of {} was {}", i % 97, i, i % 31));
        let (gold, got): (Vec<_>, Vec<_>) =
            ((0..10_000).map(text).collect(), (5..10_000).map(text).collect());
        let found = pair(&gold, &got);
        assert!(found.iter().skip(5).enumerate().all(|(i, found)| *found == Some(i)));
        let spam = vec![Bag::of("First!"); 10_000];
        assert!(pair(&spam, &spam).iter().enumerate().all(|(i, found)| *found == Some(i)));
    }

    /// All pairs, compared one by one.
    fn plain(gold: &[Bag], got: &[Bag]) -> Vec<Option<usize>> {
        let mut pairs = Vec::new();
        for (i, g) in gold.iter().enumerate() {
            for (j, p) in got.iter().enumerate() {
                let f1 = Agreement::of(p, g).f1;
                if f1 >= SAME {
                    pairs.push((-f1, i.abs_diff(j), i, j));
                }
            }
        }
        pairs.sort_by(|a, b| a.partial_cmp(b).unwrap());
        let mut found = vec![None; gold.len()];
        for (_, _, i, j) in pairs {
            if found[i].is_none() && !found.contains(&Some(j)) {
                found[i] = Some(j);
            }
        }
        found
    }

    proptest! {
        #[test]
        fn no_pair_is_lost(
            gold in prop::collection::vec("([a-f] ){0,12}", 0..20),
            got in prop::collection::vec("([a-f] ){0,12}", 0..20),
        ) {
            let of = |texts: &[String]| texts.iter().map(|t| Bag::of(t)).collect::<Vec<_>>();
            let (gold, got) = (of(&gold), of(&got));
            prop_assert_eq!(pair(&gold, &got), plain(&gold, &got));
        }
    }
}
