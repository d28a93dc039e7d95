//! Counts for up to 64 languages at once, in columns of bits.
//!
//! A found word belongs to several languages; adding one to each of their
//! counters would be a loop over bits. Here bit `l` of the `k`-th number is the
//! `k`-th binary digit of language `l`'s count, so that adding is a carry that
//! is over after two steps on average.

/// Counters of all languages.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    digits: [u64; 32],
}

impl Tally {
    pub(super) fn clear(&mut self) {
        self.digits = [0; 32];
    }

    /// Adds one for each language of `mask`.
    pub(super) fn add(&mut self, mask: u64) {
        let mut carry = mask;
        for digit in &mut self.digits {
            if carry == 0 {
                return;
            }
            let next = *digit & carry;
            *digit ^= carry;
            carry = next;
        }
    }

    /// The language with the highest count and the count, of equals the first; `None` when all are zero.
    pub(super) fn best(&self) -> Option<(u32, u32)> {
        // Digit by digit from the highest: those that have it stay, if any has.
        let mut left = u64::MAX;
        let mut count = 0;
        for (digit, value) in self.digits.iter().zip(0u32..32).rev() {
            if digit & left != 0 {
                left &= digit;
                count |= 1 << value;
            }
        }
        (count > 0).then(|| (left.trailing_zeros(), count))
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;
    use proptest::prelude::*;

    #[test]
    fn the_first_of_equals() {
        let mut tally = Tally::default();
        assert_eq!(tally.best(), None);
        tally.add(0b1010);
        assert_eq!(tally.best(), Some((1, 1)));
        tally.add(0b1000);
        assert_eq!(tally.best(), Some((3, 2)));
        tally.clear();
        assert_eq!(tally.best(), None);
    }

    proptest! {
        #[test]
        fn counts_like_plain_counters(masks in prop::collection::vec(any::<u64>(), 0..200)) {
            let mut tally = Tally::default();
            let mut plain = [0u32; 64];
            for mask in masks {
                tally.add(mask);
                (0..64).for_each(|l| plain[l] += u32::from(mask >> l & 1 == 1));
            }
            let most = plain.iter().copied().max().filter(|&most| most > 0);
            let first = most.and_then(|most| (0..64).zip(plain).find(|&(_, count)| count == most));
            prop_assert_eq!(tally.best(), first);
        }
    }
}
