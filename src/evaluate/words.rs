//! Texts as bags of words, and how far two of them agree.
//!
//! Separate because every measure of text counts the same words: letters,
//! digits and underscores in a row, lower-cased; a character of Chinese or
//! Japanese writing is a word of its own.

use std::hash::BuildHasher as _;
use std::sync::LazyLock;

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use regex::Regex;
use serde::Serialize;

/// One word. Marks are no part of words, so that a bag does not depend on how accents are encoded
/// in the scripts that join them to letters.
static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"[\x{3040}-\x{30ff}\x{3400}-\x{9fff}]|[\p{L}\p{N}_--[\x{3040}-\x{30ff}\x{3400}-\x{9fff}]]+",
    )
    .ok()
});

/// The words of a text with their numbers, by hash.
#[derive(Clone, Debug, Default)]
pub struct Bag {
    counts: HashMap<u64, u32, FixedState>,
    total: u64,
}

impl Bag {
    /// The words of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut bag = Self::default();
        bag.add(text);
        bag
    }

    /// Adds the words of a text.
    pub fn add(&mut self, text: &str) {
        let state = FixedState::default();
        for word in words(&text.to_lowercase()) {
            *self.counts.entry(state.hash_one(word)).or_insert(0) += 1;
            self.total += 1;
        }
    }

    /// Number of words.
    #[must_use]
    pub const fn total(&self) -> u64 {
        self.total
    }

    /// Words that both have, each as often as in the one that has it less often.
    #[must_use]
    pub fn shared(&self, other: &Self) -> u64 {
        let (few, many) =
            if self.counts.len() <= other.counts.len() { (self, other) } else { (other, self) };
        let common = |(word, &n): (&u64, &u32)| many.counts.get(word).map_or(0, |&m| n.min(m));
        few.counts.iter().map(|entry| u64::from(common(entry))).sum()
    }

    /// What is left when the words of `other` are taken away.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let rest = |(word, &n): (&u64, &u32)| {
            let left = n.saturating_sub(other.counts.get(word).copied().unwrap_or(0));
            (left > 0).then_some((*word, left))
        };
        let counts: HashMap<u64, u32, FixedState> = self.counts.iter().filter_map(rest).collect();
        let total = counts.values().map(|&n| u64::from(n)).sum();
        Self { counts, total }
    }

    /// Hashes of the words, a word that stands twice under two hashes; in no order.
    pub(super) fn tokens(&self) -> impl Iterator<Item = u64> {
        let state = FixedState::default();
        self.counts
            .iter()
            .flat_map(move |(&word, &n)| (0..n).map(move |i| (word, i)))
            .map(move |(word, i)| if i == 0 { word } else { state.hash_one((word, i)) })
    }
}

/// The words of a lower-case text, in order.
fn words(text: &str) -> impl Iterator<Item = &str> {
    WORD.iter().flat_map(move |word| word.find_iter(text)).map(|found| found.as_str())
}

/// How far a text agrees with its gold, from 0 to 1 each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Agreement {
    /// Share of the text's words that the gold has.
    pub precision: f64,
    /// Share of the gold's words that the text has.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

impl Agreement {
    /// Of so many words in the text and in the gold, so many are shared.
    ///
    /// Nothing agrees with nothing; where only the gold is empty all of it was found.
    #[must_use]
    pub fn new(shared: u64, got: u64, gold: u64) -> Self {
        match (got, gold) {
            (0, 0) => Self { precision: 1.0, recall: 1.0, f1: 1.0 },
            (_, 0) => Self { precision: 0.0, recall: 1.0, f1: 0.0 },
            (0, _) => Self::default(),
            _ => {
                let (precision, recall) = (ratio(shared, got), ratio(shared, gold));
                let f1 =
                    if shared == 0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
                Self { precision, recall, f1 }
            }
        }
    }

    /// How far a bag of words agrees with that of the gold.
    #[must_use]
    pub fn of(got: &Bag, gold: &Bag) -> Self {
        Self::new(got.shared(gold), got.total(), gold.total())
    }
}

/// A share; the whole must not be 0.
#[allow(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub(super) fn ratio(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

/// A share, where there is a whole.
pub(super) fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| ratio(part, whole))
}

#[cfg(test)]
mod tests {
    use super::{Agreement, Bag, words};

    fn of(text: &str) -> Vec<String> {
        words(&text.to_lowercase()).map(str::to_owned).collect()
    }

    #[test]
    fn words_are_runs_of_letters_digits_and_underscores() {
        assert_eq!(of("Don't 2nd_try caf\u{e9}!"), ["don", "t", "2nd_try", "caf\u{e9}"]);
        assert_eq!(
            of("\u{6771}\u{4eac}2020\u{5e74}"),
            ["\u{6771}", "\u{4eac}", "2020", "\u{5e74}"]
        );
        assert_eq!(of("\u{30ab}\u{30e1}ra"), ["\u{30ab}", "\u{30e1}", "ra"]);
        assert_eq!(of("\u{41c}\u{418}\u{420} \u{2014} \u{1f600}"), ["\u{43c}\u{438}\u{440}"]);
    }

    #[test]
    fn bags_count_how_often() {
        let (a, b) = (Bag::of("to be or not to be"), Bag::of("To be to be to be"));
        assert_eq!((a.total(), b.total()), (6, 6));
        assert_eq!(a.shared(&b), 4);
        assert_eq!(b.shared(&a), 4);
        let rest = b.without(&a);
        assert_eq!((rest.total(), rest.shared(&Bag::of("to be"))), (2, 2));
        let mut tokens: Vec<u64> = b.tokens().collect();
        tokens.sort_unstable();
        tokens.dedup();
        assert_eq!(tokens.len(), 6);
    }

    #[test]
    fn agreement_is_precision_recall_and_their_mean() {
        let got = Agreement::of(&Bag::of("a b c d"), &Bag::of("a b x"));
        assert!((got.precision - 0.5).abs() < 1e-12 && (got.recall - 2.0 / 3.0).abs() < 1e-12);
        assert!((got.f1 - 4.0 / 7.0).abs() < 1e-12);
    }

    #[test]
    fn nothing_agrees_with_nothing() {
        let both = |got, gold| {
            let a = Agreement::of(&Bag::of(got), &Bag::of(gold));
            [a.precision, a.recall, a.f1].map(|x| x.to_string()).join(" ")
        };
        assert_eq!(both("", ""), "1 1 1");
        assert_eq!(both("a", ""), "0 1 0");
        assert_eq!(both("", "a"), "0 0 0");
        assert_eq!(both("a", "b"), "0 0 0");
    }
}
