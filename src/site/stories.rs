//! How many different stories something was seen with, in little room.
//!
//! The copies of a wire story share all their lines, and are no template for
//! it; so stories are counted and not pages. Of the hashes of all stories the
//! smallest few are kept, which is enough to know the number: exactly while it
//! is small, nearly when it is large. Two such lists make the list of the whole,
//! whatever was in them and in whatever order.

use serde::{Deserialize, Serialize};
use smallvec::{SmallVec, smallvec};

/// The smallest hashes of the stories, in order, each once. Most lines stand beside one or two.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stories(SmallVec<[u32; 4]>);

impl Stories {
    /// A single story.
    #[must_use]
    pub fn one(story: u32) -> Self {
        Self(smallvec![story])
    }

    /// Adds those of `other`; at most `most` are kept.
    pub fn merge(&mut self, other: &Self, most: usize) {
        for &story in &other.0 {
            if let Err(at) = self.0.binary_search(&story)
                && at < most
            {
                self.0.insert(at, story);
            }
        }
        self.0.truncate(most);
    }

    /// How many there are: exact below `most`, else an estimate with a relative standard error of about one
    /// by the root of `most`.
    #[must_use]
    pub fn count(&self, most: usize) -> u64 {
        match self.0.last() {
            Some(&last) if self.0.len() >= most && last > 0 => {
                // So many hashes lie in this share of their range.
                let others = self.0.len() as u64 - 1;
                (others << 32) / u64::from(last)
            }
            _ => self.0.len() as u64,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Stories;

    fn of(stories: &[u32], most: usize) -> Stories {
        let mut all = Stories::default();
        for story in stories {
            all.merge(&Stories::one(*story), most);
        }
        all
    }

    #[test]
    fn large_numbers_are_estimated() {
        let spread = |i: u32| i.wrapping_mul(0x9e37_79b9);
        for number in [100u32, 1_000, 20_000] {
            let stories: Vec<u32> = (1..=number).map(spread).collect();
            let count = of(&stories, 64).count(64);
            let (low, high) = (u64::from(number) * 7 / 10, u64::from(number) * 13 / 10);
            assert!((low..=high).contains(&count), "{count} of {number}");
        }
    }

    proptest! {
        #[test]
        fn the_order_does_not_count(
            left in prop::collection::vec(0u32..40, 0..30),
            right in prop::collection::vec(any::<u32>(), 0..30),
        ) {
            let mut both = of(&left, 8);
            both.merge(&of(&right, 8), 8);
            let mut turned = of(&right, 8);
            turned.merge(&of(&left, 8), 8);
            prop_assert_eq!(&both, &turned);
            let mut all = left;
            all.extend(right);
            all.reverse();
            prop_assert_eq!(&of(&all, 8), &both);
            all.sort_unstable();
            all.dedup();
            if all.len() < 8 {
                prop_assert_eq!(both.count(8), all.len() as u64);
            }
        }
    }
}
