//! Some bytes of a text at once, as characters of its normal form.
//!
//! Apart because they are looked at as bits of one number: most of a line goes
//! through here, and a loop over its bytes would cost several times as much.

use crate::segment::borders::{Lanes, letters, spaces};

/// Some characters of a normal form that are those of the text but for case, byte for byte. What stands behind their
/// end is of no meaning, in the bytes as in the classes, which are bits, the first lowest.
#[derive(Clone, Copy)]
pub struct Run {
    bytes: [u8; Self::MOST],
    len: usize,
    letters: u64,
    spaces: u64,
    /// Characters at which a phrase may start, whatever stands before them.
    signs: u64,
}

impl Run {
    /// Bytes of the longest one.
    pub const MOST: usize = Lanes::WIDTH;

    /// How far the first `most` of these bytes of a text go into its normal form as they are, but for case: to the
    /// first that is no ASCII, a digit or a control character, or a space after a space. `spaced` is
    /// [`Self::last_space`] of what stands before.
    #[inline]
    pub fn of(bytes: [u8; Self::MOST], most: usize, spaced: u64) -> Self {
        let lanes = Lanes::new(bytes);
        let (letters, spaces) = (letters(lanes).bits(), spaces(lanes).bits());
        let visible = (lanes.between(b'!', b'/') | lanes.between(b':', b'~')).bits();
        let plain = visible | spaces & !(spaces << 1 | spaced);
        let len = (!plain).trailing_zeros() as usize;
        let signs = visible & !letters;
        Self { bytes: lanes.lowered(), len: len.min(most), letters, spaces, signs }
    }

    /// The first `count` characters of three bytes each, which stay as they are.
    #[inline]
    pub const fn of_three(bytes: [u8; Self::MOST], count: usize) -> Self {
        // Every third bit.
        const LEADS: u64 = 0o1111_1111;
        Self { bytes, len: 3 * count, letters: 0, spaces: 0, signs: LEADS }
    }

    /// The characters, and what stands behind them.
    #[inline]
    pub const fn bytes(&self) -> [u8; Self::MOST] {
        self.bytes
    }

    /// Their bytes.
    #[inline]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Where a word or a sign starts, one bit a byte. `word` is [`Self::last_letter`] of those before.
    #[inline]
    pub const fn starts(&self, word: u64) -> u64 {
        let first = self.letters & !(self.letters << 1 | word);
        (first | self.signs) & ((1 << self.len) - 1)
    }

    /// Whether the last one is a letter, one or zero.
    #[inline]
    pub const fn last_letter(&self) -> u64 {
        self.letters << 1 >> self.len & 1
    }

    /// Whether the last one is a space, one or zero.
    #[inline]
    pub const fn last_space(&self) -> u64 {
        self.spaces << 1 >> self.len & 1
    }
}
