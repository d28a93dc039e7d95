//! Counts that have a sane upper bound.
//!
//! A slip of a finger must not make a program start a million threads.

use serde::{Deserialize, Deserializer, de};

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
    let number = i64::deserialize(from)?;
    threads(&number.to_string()).map(Some).map_err(de::Error::custom)
}

pub(super) fn read_in_flight<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<usize>, D::Error> {
    let number = i64::deserialize(from)?;
    in_flight(&number.to_string()).map(Some).map_err(de::Error::custom)
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
