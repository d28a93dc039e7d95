//! Counts that have a sane upper bound.
//!
//! A slip of a finger must not make a program start a million threads.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{Error, Unexpected, Visitor};

/// Most worker threads.
pub const MOST_THREADS: usize = 1024;

/// Most blocks between reading and writing.
pub const MOST_IN_FLIGHT: usize = 4096;

/// A text that is no such count.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("{given:?} is not a whole number from {least} to {most}")]
pub struct NoCount {
    given: String,
    least: usize,
    most: usize,
}

/// A number of threads; 0 is one for each core.
///
/// # Errors
/// When it is no number, or over [`MOST_THREADS`].
pub fn threads(text: &str) -> Result<usize, NoCount> {
    count(text, 0, MOST_THREADS)
}

/// A number of blocks.
///
/// # Errors
/// When it is no number, or not from 1 to [`MOST_IN_FLIGHT`].
pub fn in_flight(text: &str) -> Result<usize, NoCount> {
    count(text, 1, MOST_IN_FLIGHT)
}

fn count(text: &str, least: usize, most: usize) -> Result<usize, NoCount> {
    let number = text.trim().parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| NoCount { given: text.to_owned(), least, most })
}

pub(super) fn read_threads<'de, D: Deserializer<'de>>(from: D) -> Result<Option<usize>, D::Error> {
    read(from, 0, MOST_THREADS)
}

pub(super) fn read_in_flight<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<usize>, D::Error> {
    read(from, 1, MOST_IN_FLIGHT)
}

pub(super) fn read_percent<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u8>, D::Error> {
    read(from, 0, 100)
}

/// A number without an upper bound of its own.
pub(super) fn read_any<'de, T: TryFrom<u64>, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<T>, D::Error> {
    read(from, 0, usize::MAX)
}

fn read<'de, T: TryFrom<u64>, D: Deserializer<'de>>(
    from: D,
    least: usize,
    most: usize,
) -> Result<Option<T>, D::Error> {
    from.deserialize_any(Count { least, most, of: PhantomData }).map(Some)
}

/// Takes whole numbers between two bounds, and says so of everything else.
struct Count<T> {
    least: usize,
    most: usize,
    of: PhantomData<T>,
}

impl<T: TryFrom<u64>> Visitor<'_> for Count<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { least, most, .. } = self;
        match *most {
            usize::MAX => write!(f, "a whole number from {least} on"),
            most => write!(f, "a whole number from {least} to {most}"),
        }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        let count = usize::try_from(number).ok();
        let count = count.filter(|count| (self.least..=self.most).contains(count));
        count
            .and_then(|count| T::try_from(count as u64).ok())
            .ok_or_else(|| E::invalid_value(Unexpected::Signed(number), &self))
    }
}

#[cfg(test)]
mod tests {
    use super::{in_flight, threads};

    #[test]
    fn bounds() {
        assert_eq!((threads("0"), threads("1024")), (Ok(0), Ok(1024)));
        for text in ["1025", "-1", "two", ""] {
            assert!(threads(text).is_err(), "{text}");
        }
        assert_eq!(
            in_flight("0").unwrap_err().to_string(),
            "\"0\" is not a whole number from 1 to 4096"
        );
    }
}
