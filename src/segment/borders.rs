//! Word borders of 64 bytes at once, as bits.
//!
//! Where words end cannot be foreseen, so a loop over bytes is wrongly predicted at about every word. Eight bytes at a
//! time are classed without a branch, and what runs over the words then runs over bits. Shared, because all that
//! looks at words looks for the same borders.

/// Bytes that are looked at together.
pub const BLOCK: usize = 64;

/// Bit 7 of every byte.
const TOPS: u64 = 0x8080_8080_8080_8080;

/// What small letters have and capitals have not.
const CASE: u64 = ONES * 0x20;

/// The lowest bit of every byte.
const ONES: u64 = 0x0101_0101_0101_0101;

/// What the bytes of a block are, one bit a byte, the first lowest; bits behind the block are zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Borders {
    /// ASCII letters.
    pub letters: u64,
    /// Those of them that are capitals.
    pub capitals: u64,
    /// ASCII digits.
    pub digits: u64,
    /// Bytes that are no ASCII.
    pub wide: u64,
    /// Spaces.
    pub spaces: u64,
}

impl Borders {
    /// Classes the `width` bytes from `at` on, at most [`BLOCK`].
    #[inline]
    #[must_use]
    pub fn of(bytes: &[u8], at: usize, width: usize) -> Self {
        let mut found = Self::default();
        for group in 0..width.div_ceil(8) {
            let eight = load_eight(bytes, at + group * 8);
            let (seven, ascii) = (eight & !TOPS, !eight);
            let put = |tops: u64| gathered(tops) << (group * 8);
            found.letters |= put(between(seven | CASE, b'a', b'z') & ascii);
            found.capitals |= put(between(seven, b'A', b'Z') & ascii);
            found.digits |= put(between(seven, b'0', b'9') & ascii);
            found.spaces |= put(between(seven, b' ', b' ') & ascii);
            found.wide |= put(eight & TOPS);
        }
        let inside = u64::MAX >> (BLOCK - width.clamp(1, BLOCK));
        Self {
            letters: found.letters & inside,
            capitals: found.capitals & inside,
            digits: found.digits & inside,
            wide: found.wide & inside,
            spaces: found.spaces & inside,
        }
    }

    /// ASCII letters and digits.
    #[inline]
    #[must_use]
    pub const fn words(&self) -> u64 {
        self.letters | self.digits
    }
}

/// Eight bytes, zeros after the end of the text.
#[inline]
#[must_use]
pub fn load_eight(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    if let Some(chunk) = rest.first_chunk() {
        return u64::from_le_bytes(*chunk);
    }
    let mut padded = [0; 8];
    padded.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    u64::from_le_bytes(padded)
}

/// The top bit of each byte from `first` to `last`; all bytes are below 128.
#[inline]
const fn between(eight: u64, first: u8, last: u8) -> u64 {
    let from = eight.wrapping_add(ONES * (0x80 - first as u64));
    let after = eight.wrapping_add(ONES * (0x7f - last as u64));
    from & !after & TOPS
}

/// The top bits of eight bytes as one byte.
#[inline]
const fn gathered(tops: u64) -> u64 {
    (tops >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Borders};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bits_say_what_bytes_are(bytes in prop::collection::vec(any::<u8>(), 1..150), at in 0usize..100) {
            let at = at % bytes.len();
            let width = BLOCK.min(bytes.len() - at);
            let found = Borders::of(&bytes, at, width);
            for i in 0..BLOCK {
                let byte = bytes.get(at + i).copied().filter(|_| i < width);
                let is = |bits: u64| bits >> i & 1 == 1;
                prop_assert_eq!(is(found.letters), byte.is_some_and(|b| b.is_ascii_alphabetic()));
                prop_assert_eq!(is(found.capitals), byte.is_some_and(|b| b.is_ascii_uppercase()));
                prop_assert_eq!(is(found.digits), byte.is_some_and(|b| b.is_ascii_digit()));
                prop_assert_eq!(is(found.wide), byte.is_some_and(|b| !b.is_ascii()));
                prop_assert_eq!(is(found.spaces), byte == Some(b' '));
            }
        }
    }
}
