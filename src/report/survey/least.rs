//! The few of many, whatever order they come in.
//!
//! Two containers of bounded size whose contents depend on what was put in and
//! not on the order: a run may be split over workers, and a report must not
//! differ between two machines.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use xxhash_rust::xxh3::xxh3_64;

/// The entries with the smallest keys.
#[derive(Clone, Debug)]
pub struct Least<K, V> {
    most: usize,
    entries: BTreeMap<K, V>,
}

impl<K: Ord, V> Least<K, V> {
    /// Room for so many entries.
    #[must_use]
    pub const fn new(most: usize) -> Self {
        Self { most, entries: BTreeMap::new() }
    }

    /// Whether an entry with this key would stay: asked before the entry is made, which may be costly.
    pub fn admits(&self, key: &K) -> bool {
        self.entries.len() < self.most
            || self.entries.last_key_value().is_some_and(|(last, _)| key <= last)
    }

    /// Puts an entry in whose key no other has.
    pub fn put(&mut self, key: K, value: V) {
        self.add(key, value, |_, _| ());
    }

    /// Puts an entry in, or joins it with the one that has its key.
    pub fn add(&mut self, key: K, value: V, join: impl FnOnce(&mut V, V)) {
        match self.entries.entry(key) {
            Entry::Vacant(place) => {
                place.insert(value);
            }
            Entry::Occupied(mut place) => join(place.get_mut(), value),
        }
        if self.entries.len() > self.most {
            self.entries.pop_last();
        }
    }

    /// Puts all entries of another in.
    pub fn merge(&mut self, other: Self, join: impl Fn(&mut V, V)) {
        for (key, value) in other.entries {
            self.add(key, value, &join);
        }
    }

    /// Entries from the smallest key on.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.entries.iter()
    }

    /// The entries themselves, in the same order.
    pub fn into_values(self) -> impl Iterator<Item = V> {
        self.entries.into_values()
    }
}

/// What an entry of [`ByHash`] takes of its room.
pub trait Weigh {
    /// At least 1.
    fn weight(&self) -> usize {
        1
    }
}

impl Weigh for u64 {}

/// Counts by name, of those names that have the smallest hashes.
///
/// When the room is taken the name with the largest hash goes, and never comes back, so that each name
/// that stays counts with all of its pages.
#[derive(Clone, Debug)]
pub struct ByHash<V> {
    most: usize,
    weight: usize,
    /// No name with this hash or a larger one is let in any more.
    below: Option<u64>,
    entries: BTreeMap<(u64, String), V>,
}

impl<V: Default + Weigh> ByHash<V> {
    /// Room for entries of this weight together.
    pub const fn new(most: usize) -> Self {
        Self { most, weight: 0, below: None, entries: BTreeMap::new() }
    }

    /// Changes the entry of a name, if it is among those that are kept.
    pub fn change(&mut self, name: &str, change: impl FnOnce(&mut V)) {
        let hash = xxh3_64(name.as_bytes());
        if self.below.is_some_and(|below| hash >= below) {
            return;
        }
        let (before, entry) = match self.entries.entry((hash, name.to_owned())) {
            Entry::Vacant(place) => (0, place.insert(V::default())),
            Entry::Occupied(place) => {
                let entry = place.into_mut();
                (entry.weight(), entry)
            }
        };
        change(entry);
        self.weight = self.weight - before + entry.weight();
        while self.weight > self.most {
            let Some(((hash, _), gone)) = self.entries.pop_last() else { return };
            self.weight -= gone.weight();
            self.below = Some(hash);
        }
    }

    pub fn merge(&mut self, other: Self, mut add: impl FnMut(&mut V, V)) {
        if let Some(below) = other.below {
            self.forget_from(below);
        }
        for ((_, name), value) in other.entries {
            self.change(&name, |ours| add(ours, value));
        }
    }

    /// Hashes and names with their entries.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &str, &V)> {
        self.entries.iter().map(|((hash, name), value)| (*hash, name.as_str(), value))
    }

    /// Whether some names were left out.
    pub const fn is_partial(&self) -> bool {
        self.below.is_some()
    }

    fn forget_from(&mut self, below: u64) {
        self.below = Some(self.below.map_or(below, |ours| ours.min(below)));
        let gone = self.entries.split_off(&(below, String::new()));
        self.weight -= gone.values().map(Weigh::weight).sum::<usize>();
    }
}

#[cfg(test)]
mod tests {
    use super::{ByHash, Least};
    use proptest::prelude::*;

    fn counted(names: &[u8]) -> ByHash<u64> {
        let mut counts = ByHash::new(5);
        for name in names {
            counts.change(&format!("name-{name}"), |count| *count += 1);
        }
        counts
    }

    fn shown(counts: &ByHash<u64>) -> Vec<(String, u64)> {
        counts.iter().map(|(_, name, count)| (name.to_owned(), *count)).collect()
    }

    proptest! {
        #[test]
        fn which_are_kept_depends_on_no_order(
            names in prop::collection::vec(0u8..40, 0..80),
            cut in 0usize..80,
        ) {
            let whole = counted(&names);
            let backwards: Vec<u8> = names.iter().rev().copied().collect();
            prop_assert_eq!(shown(&counted(&backwards)), shown(&whole));
            let (left, right) = names.split_at(cut.min(names.len()));
            let mut sum = counted(left);
            sum.merge(counted(right), |ours, theirs| *ours += theirs);
            prop_assert_eq!(shown(&sum), shown(&whole));
            for (name, count) in shown(&whole) {
                let all = names.iter().filter(|n| format!("name-{n}") == name).count() as u64;
                prop_assert_eq!(count, all, "whoever stays counts with all pages");
            }
        }

        #[test]
        fn the_least_are_the_first_of_the_sorted(keys in prop::collection::btree_set(0u16..500, 0..60)) {
            let mut least = Least::new(7);
            for key in keys.iter().rev() {
                if least.admits(key) {
                    least.put(*key, ());
                }
            }
            let kept: Vec<u16> = least.iter().map(|(key, ())| *key).collect();
            prop_assert_eq!(kept, keys.into_iter().take(7).collect::<Vec<_>>());
        }
    }
}
