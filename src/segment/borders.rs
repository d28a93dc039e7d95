//! Word borders of 64 bytes at once, as bits.
//!
//! Where words end cannot be foreseen, so a loop over bytes is wrongly predicted at about every word. Several bytes at a
//! time are classed without a branch, and what runs over the words then runs over bits. Shared, because all that
//! looks at words looks for the same borders.

mod lanes;

pub use lanes::Lanes;

/// Bytes that are looked at together.
pub const BLOCK: usize = 64;

/// What small letters have and capitals have not.
const CASE: u8 = 0x20;

/// The lowest bit of each of eight bytes.
pub const ONES: u64 = 0x0101_0101_0101_0101;

/// The top bit of each of eight bytes.
pub const TOPS: u64 = ONES << 7;

/// What small letters have and capitals have not, in each of eight bytes.
pub const CASES: u64 = ONES * CASE as u64;

/// What the bytes of a block are, one bit a byte, the first lowest, for each of several classes. Bits behind the
/// `width` bytes from `at` on, at most [`BLOCK`], are zero.
///
/// `classes` says of the bytes of some lanes whether they are of a class.
#[inline]
#[must_use]
pub fn borders<const N: usize>(
    bytes: &[u8],
    at: usize,
    width: usize,
    classes: impl Fn(Lanes) -> [Lanes; N],
) -> [u64; N] {
    let block: [u8; BLOCK] = load(bytes, at);
    let mut found = [0; N];
    let mut add = |from: usize, half: &[u8]| {
        for (part, chunk) in half.as_chunks().0.iter().enumerate() {
            for (found, lanes) in found.iter_mut().zip(classes(Lanes::new(*chunk))) {
                *found |= lanes.bits() << (from + part * Lanes::WIDTH);
            }
        }
    };
    let (near, far) = block.split_at(BLOCK / 2);
    add(0, near);
    // Most lines are shorter.
    if width > near.len() {
        add(near.len(), far);
    }
    found.map(|bits| bits & inside(width))
}

/// The bits of the first `width` bytes of a block, of one at least.
#[inline]
#[must_use]
pub const fn inside(width: usize) -> u64 {
    u64::MAX >> (BLOCK.saturating_sub(width) & (BLOCK - 1))
}

/// Bytes that are no ASCII.
#[inline]
#[must_use]
pub fn wide(bytes: Lanes) -> Lanes {
    bytes.wide()
}

/// ASCII letters.
#[inline]
#[must_use]
pub fn letters(bytes: Lanes) -> Lanes {
    bytes.with(CASE).between(b'a', b'z')
}

/// ASCII capitals.
#[inline]
#[must_use]
pub fn capitals(bytes: Lanes) -> Lanes {
    bytes.between(b'A', b'Z')
}

/// ASCII letters and digits.
#[inline]
#[must_use]
pub fn alphanumeric(bytes: Lanes) -> Lanes {
    letters(bytes) | digits(bytes)
}

/// ASCII digits.
#[inline]
#[must_use]
pub fn digits(bytes: Lanes) -> Lanes {
    bytes.between(b'0', b'9')
}

/// Spaces.
#[inline]
#[must_use]
pub fn spaces(bytes: Lanes) -> Lanes {
    bytes.between(b' ', b' ')
}

/// Eight bytes, zeros after the end of the text.
#[inline]
#[must_use]
pub fn load_eight(bytes: &[u8], at: usize) -> u64 {
    match (bytes.get(at..).and_then(<[u8]>::first_chunk), bytes.last_chunk()) {
        (Some(eight), _) => u64::from_le_bytes(*eight),
        // The end of a text that is long enough is read with what stands before it.
        (None, Some(last)) => {
            let behind = (at + 8).saturating_sub(bytes.len()).min(8);
            u64::from_le_bytes(*last) >> (4 * behind) >> (4 * behind)
        }
        (None, None) => u64::from_le_bytes(load(bytes, at)),
    }
}

/// The top bits of eight bytes as one byte.
#[inline]
#[must_use]
pub const fn gathered(tops: u64) -> u64 {
    ((tops & TOPS) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

/// Some bytes, zeros after the end of the text.
#[inline]
#[must_use]
pub fn load<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    let rest = bytes.get(at..).unwrap_or_default();
    if let Some(chunk) = rest.first_chunk() {
        return *chunk;
    }
    let mut padded = [0; N];
    padded.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    padded
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
