//! Word borders of 64 bytes at once, as bits.
//!
//! Where words end cannot be foreseen, so a loop over bytes is wrongly predicted at about every word. Eight bytes at a
//! time are classed without a branch, and what runs over the words then runs over bits. Shared, because all that
//! looks at words looks for the same borders.

/// Bytes that are looked at together.
pub const BLOCK: usize = 64;

/// Bit 7 of every byte.
pub const TOPS: u64 = 0x8080_8080_8080_8080;

/// What small letters have and capitals have not.
pub const CASE: u64 = ONES * 0x20;

/// The lowest bit of every byte.
pub const ONES: u64 = 0x0101_0101_0101_0101;

/// What the bytes of a block are, one bit a byte, the first lowest, for each of several classes. Bits behind the
/// `width` bytes from `at` on, at most [`BLOCK`], are zero.
///
/// `classes` says of eight bytes by the top bit of each whether it is one of a class.
#[inline]
#[must_use]
pub fn borders<const N: usize>(
    bytes: &[u8],
    at: usize,
    width: usize,
    classes: impl Fn(u64) -> [u64; N],
) -> [u64; N] {
    let mut found = [0; N];
    for group in 0..width.div_ceil(8) {
        let tops = classes(load_eight(bytes, at + group * 8));
        for (found, tops) in found.iter_mut().zip(tops) {
            *found |= gathered(tops) << (group * 8);
        }
    }
    let inside = u64::MAX >> (BLOCK - width.clamp(1, BLOCK));
    found.map(|bits| bits & inside)
}

/// Bytes that are no ASCII.
#[inline]
#[must_use]
pub const fn wide(eight: u64) -> u64 {
    eight & TOPS
}

/// ASCII letters.
#[inline]
#[must_use]
pub const fn letters(eight: u64) -> u64 {
    between(eight & !TOPS | CASE, b'a', b'z') & !eight
}

/// ASCII capitals.
#[inline]
#[must_use]
pub const fn capitals(eight: u64) -> u64 {
    between(eight & !TOPS, b'A', b'Z') & !eight
}

/// ASCII letters and digits.
#[inline]
#[must_use]
pub const fn alphanumeric(eight: u64) -> u64 {
    letters(eight) | between(eight & !TOPS, b'0', b'9') & !eight
}

/// Spaces.
#[inline]
#[must_use]
pub const fn spaces(eight: u64) -> u64 {
    between(eight & !TOPS, b' ', b' ') & !eight
}

/// Eight bytes, zeros after the end of the text.
#[inline]
#[must_use]
pub fn load_eight(bytes: &[u8], at: usize) -> u64 {
    match bytes.get(at..).and_then(<[u8]>::first_chunk) {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => load_last(bytes, at),
    }
}

/// Less than eight bytes, at the end of the text.
fn load_last(bytes: &[u8], at: usize) -> u64 {
    let mut padded = [0; 8];
    padded.iter_mut().zip(bytes.get(at..).unwrap_or_default()).for_each(|(to, from)| *to = *from);
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
#[must_use]
pub const fn gathered(tops: u64) -> u64 {
    (tops >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, alphanumeric, borders, capitals, letters, spaces, wide};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bits_say_what_bytes_are(bytes in prop::collection::vec(any::<u8>(), 1..150), at in 0usize..100) {
            let at = at % bytes.len();
            let width = BLOCK.min(bytes.len() - at);
            let found = borders(&bytes, at, width, |eight| {
                [letters(eight), capitals(eight), alphanumeric(eight), wide(eight), spaces(eight)]
            });
            for i in 0..BLOCK {
                let byte = bytes.get(at + i).copied().filter(|_| i < width);
                let is = |test: fn(&u8) -> bool| byte.as_ref().is_some_and(test);
                let expected = [
                    is(u8::is_ascii_alphabetic),
                    is(u8::is_ascii_uppercase),
                    is(u8::is_ascii_alphanumeric),
                    is(|byte| !byte.is_ascii()),
                    is(|byte| *byte == b' '),
                ];
                prop_assert_eq!(found.map(|bits| bits >> i & 1 == 1), expected);
            }
        }
    }
}
