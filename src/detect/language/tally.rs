//! Counts for up to 64 languages at once, in columns of bits.
//!
//! A found word belongs to several languages; adding one to each of their
//! counters would be a loop over bits. Here bit `l` of the `k`-th number is the
//! `k`-th binary digit of language `l`'s count, so that adding is a few
//! operations on whole words.

/// So many masks fit the low digits.
const LOW_MASKS: u32 = 15;

/// The sum of three digits: its low digit and its high one.
const fn sum(first: u64, second: u64, third: u64) -> (u64, u64) {
    let either = first ^ second;
    (either ^ third, first & second | either & third)
}

/// Counters of all languages.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// The last masks, at most [`LOW_MASKS`], so that adding some needs no branch.
    low: [u64; 4],
    in_low: u32,
    /// All masks before those.
    digits: [u64; 32],
}

impl Tally {
    /// Adds one for each language of each mask: three masks at once cost hardly more than one.
    #[inline]
    pub(super) fn extend(&mut self, mut masks: impl Iterator<Item = u64>) {
        while let Some(first) = masks.next() {
            let mut rest = || masks.next().unwrap_or(0);
            let (ones, twos) = sum(first, rest(), rest());
            let [low, second, third, fourth] = &mut self.low;
            let carry = *low & ones;
            *low ^= ones;
            let (digit, carry) = sum(*second, twos, carry);
            *second = digit;
            *fourth ^= *third & carry;
            *third ^= carry;
            self.in_low += 3;
            if self.in_low == LOW_MASKS {
                self.carry_low();
            }
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
        tally.extend([0b1010].into_iter());
        assert_eq!(tally.best(), Some((1, 1)));
        tally.extend([0b1000].into_iter());
        assert_eq!(tally.best(), Some((3, 2)));
    }

    proptest! {
        #[test]
        fn counts_like_plain_counters(masks in prop::collection::vec(any::<u64>(), 0..200)) {
            let mut tally = Tally::default();
            let mut plain = [0u32; 64];
            let (first, second) = masks.split_at(masks.len() / 3);
            tally.extend(first.iter().copied());
            tally.extend(second.iter().copied());
            for mask in masks {
                (0..64).for_each(|l| plain[l] += u32::from(mask >> l & 1 == 1));
            }
            let most = plain.iter().copied().max().filter(|&most| most > 0);
            let first = most.and_then(|most| (0..64).zip(plain).find(|&(_, count)| count == most));
            prop_assert_eq!(tally.best(), first);
        }
    }
}
