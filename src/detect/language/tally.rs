//! Counts for up to 64 languages at once, in columns of bits.
//!
//! A found word belongs to several languages; adding one to each of their
//! counters would be a loop over bits. Here bit `l` of the `k`-th number is the
//! `k`-th binary digit of language `l`'s count, so that adding is a few
//! operations on whole words.

/// So many masks fit the low digits.
const LOW_MASKS: u32 = 15;

/// Counters of all languages.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// The last masks, at most [`LOW_MASKS`], so that adding one needs no branch.
    low: [u64; 4],
    in_low: u32,
    /// All masks before those.
    digits: [u64; 32],
}

impl Tally {
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Adds one for each language of `mask`.
    #[inline]
    pub(super) fn add(&mut self, mask: u64) {
        let mut carry = mask;
        for digit in &mut self.low {
            let next = *digit & carry;
            *digit ^= carry;
            carry = next;
        }
        self.in_low += 1;
        if self.in_low == LOW_MASKS {
            self.carry_low();
        }
    }

    /// Adds the low digits to the others.
    fn carry_low(&mut self) {
        for (place, digit) in self.low.into_iter().enumerate() {
            let mut carry = digit;
            for digit in self.digits.iter_mut().skip(place) {
                if carry == 0 {
                    break;
                }
                let next = *digit & carry;
                *digit ^= carry;
                carry = next;
            }
        }
        (self.low, self.in_low) = ([0; 4], 0);
    }

    /// The language with the highest count and the count, of equals the first; `None` when all are zero.
    pub(super) fn best(&mut self) -> Option<(u32, u32)> {
        self.carry_low();
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
