//! Some bytes that are looked at by the same instruction: a vector where every machine has them, else a register.

#[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
pub use register::Lanes;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
pub use vector::Lanes;

/// Sixteen bytes.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
mod vector {
    use std::arch::x86_64::__m128i;
    use std::ops::BitOr;

    use pulp::bytemuck::cast;
    use pulp::core_arch::x86::Sse2;

    use crate::segment::borders::CASE;

    /// Bytes, or for each byte whether it is one of a class, by all its bits.
    #[derive(Clone, Copy)]
    pub struct Lanes {
        sse: Sse2,
        bytes: __m128i,
    }

    impl Lanes {
        /// How many bytes these are.
        pub const WIDTH: usize = 16;

        /// These bytes.
        #[inline]
        #[must_use]
        pub fn new(bytes: [u8; Self::WIDTH]) -> Self {
            let Some(sse) = Sse2::try_new() else { unreachable!("the program is built for it") };
            Self { sse, bytes: cast(bytes) }
        }

        #[inline]
        fn all(self, byte: u8) -> __m128i {
            self.sse._mm_set1_epi8(byte.cast_signed())
        }

        /// The bytes with the bits of `set`.
        #[inline]
        #[must_use]
        pub fn with(self, set: u8) -> Self {
            Self { bytes: self.sse._mm_or_si128(self.bytes, self.all(set)), ..self }
        }

        /// Those from `first` to `last`, both ASCII.
        #[inline]
        #[must_use]
        pub fn between(self, first: u8, last: u8) -> Self {
            // Bytes are compared as signed numbers: `first` becomes the least of them.
            let least = self.sse._mm_add_epi8(self.bytes, self.all(0x80 - first));
            let behind = self.all(0x80 + (last - first) + 1);
            Self { bytes: self.sse._mm_cmplt_epi8(least, behind), ..self }
        }

        /// Those that are no ASCII.
        #[inline]
        #[must_use]
        pub const fn wide(self) -> Self {
            // The top bit is what `bits` looks at.
            self
        }

        /// Those that go on with a character.
        #[inline]
        #[must_use]
        pub fn inner(self) -> Self {
            Self { bytes: self.sse._mm_cmplt_epi8(self.bytes, self.all(0xC0)), ..self }
        }

        /// The bytes with small letters in the place of ASCII capitals.
        #[inline]
        #[must_use]
        pub fn lowered(self) -> [u8; Self::WIDTH] {
            let case = self.sse._mm_and_si128(self.between(b'A', b'Z').bytes, self.all(CASE));
            cast(self.sse._mm_or_si128(self.bytes, case))
        }

        /// One bit a byte, the first lowest.
        #[inline]
        #[must_use]
        pub fn bits(self) -> u64 {
            u64::from(self.sse._mm_movemask_epi8(self.bytes).cast_unsigned())
        }
    }

    impl BitOr for Lanes {
        type Output = Self;

        #[inline]
        fn bitor(self, other: Self) -> Self {
            Self { bytes: self.sse._mm_or_si128(self.bytes, other.bytes), ..self }
        }
    }
}

/// Eight bytes.
#[cfg(any(test, not(all(target_arch = "x86_64", target_feature = "sse2"))))]
mod register {
    use std::ops::BitOr;

    use crate::segment::borders::{ONES, TOPS, gathered};

    /// Bytes, or for each byte whether it is one of a class, by its top bit.
    #[derive(Clone, Copy)]
    pub struct Lanes(u64);

    impl Lanes {
        /// How many bytes these are.
        pub const WIDTH: usize = 8;

        /// These bytes.
        #[inline]
        #[must_use]
        pub const fn new(bytes: [u8; Self::WIDTH]) -> Self {
            Self(u64::from_le_bytes(bytes))
        }

        /// The bytes with the bits of `set`.
        #[inline]
        #[must_use]
        pub const fn with(self, set: u8) -> Self {
            Self(self.0 | (ONES * set as u64))
        }

        /// Those from `first` to `last`, both ASCII.
        #[inline]
        #[must_use]
        pub const fn between(self, first: u8, last: u8) -> Self {
            // Seven bits a byte, so that sums stay in their bytes; the top bit then says whether a limit is reached.
            let seven = self.0 & !TOPS;
            let from = seven + ONES * (0x80 - first as u64);
            let behind = seven + ONES * (0x7f - last as u64);
            Self(from & !behind & !self.0 & TOPS)
        }

        /// Those that are no ASCII.
        #[inline]
        #[must_use]
        pub const fn wide(self) -> Self {
            Self(self.0 & TOPS)
        }

        /// Those that go on with a character.
        #[inline]
        #[must_use]
        pub const fn inner(self) -> Self {
            Self(self.0 & !(self.0 << 1) & TOPS)
        }

        /// The bytes with small letters in the place of ASCII capitals.
        #[inline]
        #[must_use]
        pub const fn lowered(self) -> [u8; Self::WIDTH] {
            // The bit that only small letters have is two below the top.
            (self.0 | self.between(b'A', b'Z').0 >> 2).to_le_bytes()
        }

        /// One bit a byte, the first lowest.
        #[inline]
        #[must_use]
        pub const fn bits(self) -> u64 {
            gathered(self.0)
        }
    }

    impl BitOr for Lanes {
        type Output = Self;

        #[inline]
        fn bitor(self, other: Self) -> Self {
            Self(self.0 | other.0)
        }
    }
}

#[cfg(test)]
mod tests {
    /// The classes of every byte, each beside others, by lanes of one kind.
    macro_rules! classes_are_those_of_single_bytes {
        ($name:ident, $lanes:ty) => {
            #[test]
            fn $name() {
                for byte in 0..=u8::MAX {
                    let mut bytes = [b'!'; <$lanes>::WIDTH];
                    bytes[3] = byte;
                    let lanes = <$lanes>::new(bytes);
                    let is = |class: $lanes| class.bits() == 1 << 3;
                    assert_eq!(is(lanes.between(b'a', b'z')), byte.is_ascii_lowercase());
                    assert_eq!(is(lanes.between(b' ', b' ')), byte == b' ');
                    let letter = lanes.with(0x20).between(b'a', b'z');
                    assert_eq!(is(letter), byte.is_ascii_alphabetic());
                    assert_eq!(is(lanes.wide()), !byte.is_ascii());
                    assert_eq!(is(lanes.inner()), (0x80..0xC0).contains(&byte));
                    let either = lanes.between(b'a', b'f') | lanes.between(b'0', b'9');
                    assert_eq!(is(either), matches!(byte, b'a'..=b'f' | b'0'..=b'9'));
                    assert_eq!(lanes.lowered(), bytes.map(|byte| byte.to_ascii_lowercase()));
                }
            }
        };
    }

    classes_are_those_of_single_bytes!(in_a_register, super::register::Lanes);
    #[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
    classes_are_those_of_single_bytes!(in_a_vector, super::vector::Lanes);
}
