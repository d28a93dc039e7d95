//! A number of bytes that people write with a suffix.
//!
//! A type of its own so that no size is ever taken for a count.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A number of bytes: `1048576`, `200MB`, `1GiB`.
///
/// `k M G T` with or without `B` are powers of 1000, with `iB` powers of 1024;
/// case does not matter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bytes(pub u64);

/// Suffixes and what they stand for, largest first so that display finds the widest that divides.
const UNITS: [(&str, u64); 8] = [
    ("TiB", 1 << 40),
    ("TB", 1_000_000_000_000),
    ("GiB", 1 << 30),
    ("GB", 1_000_000_000),
    ("MiB", 1 << 20),
    ("MB", 1_000_000),
    ("KiB", 1 << 10),
    ("kB", 1_000),
];

/// A text that is no number of bytes.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "{0:?} is no size: write a whole number with an optional suffix, like 500kB, 200MB or 1GiB"
)]
pub struct NoSize(String);

impl FromStr for Bytes {
    type Err = NoSize;

    fn from_str(text: &str) -> Result<Self, NoSize> {
        let wrong = || NoSize(text.to_owned());
        let digits =
            text.trim().len() - text.trim().trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, suffix) = text.trim().split_at_checked(digits).ok_or_else(wrong)?;
        let number: u64 = number.parse().map_err(|_| wrong())?;
        let factor = factor(suffix.trim()).ok_or_else(wrong)?;
        number.checked_mul(factor).map(Self).ok_or_else(wrong)
    }
}

/// What a suffix stands for.
fn factor(suffix: &str) -> Option<u64> {
    if suffix.is_empty() || suffix.eq_ignore_ascii_case("b") {
        return Some(1);
    }
    UNITS
        .iter()
        .find(|(name, _)| {
            // `M` alone is `MB`; the binary units are always written out.
            let short = name.strip_suffix('B').filter(|short| short.len() == 1);
            suffix.eq_ignore_ascii_case(name)
                || short.is_some_and(|short| suffix.eq_ignore_ascii_case(short))
        })
        .map(|(_, factor)| *factor)
}

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exact = UNITS.iter().find(|(_, factor)| self.0 > 0 && self.0.is_multiple_of(*factor));
        match exact {
            Some((name, factor)) => write!(f, "{}{name}", self.0 / factor),
            None => write!(f, "{}", self.0),
        }
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(BytesVisitor)
    }
}

/// Takes a plain number as well as a text with a suffix.
struct BytesVisitor;

impl Visitor<'_> for BytesVisitor {
    type Value = Bytes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number of bytes, like 1000000 or \"200MB\"")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Bytes, E> {
        u64::try_from(number).map(Bytes).map_err(|_| E::custom(NoSize(number.to_string())))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Bytes, E> {
        Ok(Bytes(number))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Bytes, E> {
        text.parse().map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::Bytes;
    use proptest::prelude::*;

    #[test]
    fn suffixes() {
        for (text, bytes) in [
            ("0", 0),
            ("17", 17),
            ("17b", 17),
            ("3k", 3_000),
            ("3KB", 3_000),
            ("3 KiB", 3_072),
            ("200MB", 200_000_000),
            ("1gib", 1 << 30),
        ] {
            assert_eq!(text.parse(), Ok(Bytes(bytes)), "{text}");
        }
        for text in ["", "MB", "-1", "1.5MB", "1Mi", "1XB", "99999999999TB", "\u{b2}"] {
            assert!(text.parse::<Bytes>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(bytes: u64, factor in 0usize..8) {
            let bytes = (bytes >> 24) / super::UNITS[factor].1 * super::UNITS[factor].1;
            prop_assert_eq!(Bytes(bytes).to_string().parse(), Ok(Bytes(bytes)));
        }
    }
}
