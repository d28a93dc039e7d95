//! Eight bytes of a text at once, as characters of its normal form.
//!
//! Apart because they are looked at as bits of one number: most of a line goes
//! through here, and a loop over its bytes would cost several times as much.

use crate::segment::borders::{CASES, ONES, TOPS, gathered};

/// Up to eight ASCII characters of a normal form. What stands behind their end is of no meaning, in the bytes as in
/// the classes, which are told by the top bit of each byte.
#[derive(Clone, Copy)]
pub struct Run {
    /// The characters, the first lowest.
    bytes: u64,
    len: u32,
    letters: u64,
    spaces: u64,
    /// The bits of the characters, without the rest.
    inside: u64,
}

impl Run {
    /// How far eight bytes of a text go into its normal form as they are, but for case: to the first that is no ASCII, a
    /// digit or a control character, or a space after a space. `spaced` is [`Self::last_space`] of what
    /// stands before.
    #[inline]
    pub fn of(eight: u64, spaced: u64) -> Self {
        let seven = eight & !TOPS;
        let visible = from(seven, b'!');
        let spaces = from(seven, b' ') & !visible;
        let digits = from(seven, b'0') & !from(seven, b'9' + 1);
        let double = spaces & (spaces << 8 | spaced);
        let plain = (spaces | visible) & !(eight | digits | double | from(seven, 0x7f)) & TOPS;
        let other = plain ^ TOPS;
        let letters = from(seven | CASES, b'a') & !from(seven | CASES, b'z' + 1);
        // The bit that only small letters have is two below the top.
        let capitals = letters & !(eight << 2) & TOPS;
        Self {
            bytes: eight | capitals >> 2,
            len: other.trailing_zeros() / 8,
            letters,
            spaces,
            inside: other.wrapping_sub(1) & !other,
        }
    }

    /// The characters, and what stands behind them.
    #[inline]
    pub const fn bytes(&self) -> [u8; 8] {
        self.bytes.to_le_bytes()
    }

    /// How many they are.
    #[inline]
    pub const fn len(&self) -> usize {
        self.len as usize
    }

    /// Where a word or a sign starts, one bit a character. `word` is [`Self::last_letter`] of those before.
    #[inline]
    pub const fn starts(&self, word: u64) -> u64 {
        let first = self.letters & !(self.letters << 8 | word);
        let signs = !(self.letters | self.spaces);
        gathered((first | signs) & self.inside & TOPS)
    }

    /// Whether the last one is a letter, by [`BEFORE`].
    #[inline]
    pub const fn last_letter(&self) -> u64 {
        self.last(self.letters)
    }

    /// Whether the last one is a space, by [`BEFORE`].
    #[inline]
    pub const fn last_space(&self) -> u64 {
        self.last(self.spaces)
    }

    /// Whether the last one is of a class, by [`BEFORE`]; its other bits are of no meaning.
    #[inline]
    const fn last(&self, class: u64) -> u64 {
        class.rotate_right(8 * self.len) >> 56
    }
}

/// The top bit of a byte that stands before eight others.
pub const BEFORE: u64 = 0x80;

/// The top bit of each byte that is at least `first`; all bytes are below 128.
#[inline]
const fn from(seven: u64, first: u8) -> u64 {
    seven.wrapping_add(ONES * (0x80 - first as u64))
}
