//! How much may come out of one input, and in which portions.
//!
//! Apart from the decoders, which would go on for as long as there is data: a
//! few kilobytes can stand for terabytes of one character.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Content below this size is never too much: a small file of blanks does no harm.
const FREE_BYTES: u64 = 64 << 20;

/// Bytes asked of a decoder at a time. One that fails loses what it decoded for that call, so
/// always the same is asked: what is kept of damaged data depends on nothing else, and is all but
/// the last portion.
const PORTION: usize = 16 * 1024;

/// The limits of one input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Most bytes of content to a stored byte, from 64 MiB of content on; 0 for any.
    pub ratio: u64,
    /// Most bytes of content; 0 for any.
    pub bytes: u64,
}

impl Bounds {
    /// What is left of the bounds behind `offset` bytes of content.
    pub(super) fn after(self, offset: u64) -> Self {
        let left = self.bytes.saturating_sub(offset).max(1);
        Self { bytes: if self.bytes == 0 { 0 } else { left }, ..self }
    }
}

impl Default for Bounds {
    /// 500 bytes of content to a stored byte, any size. News text compresses to a third or, at
    /// best, a tenth; gzip can reach 1,032.
    fn default() -> Self {
        Self { ratio: 500, bytes: 0 }
    }
}

/// The limit that an input went over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Excess {
    /// It expands too much.
    #[error("grows to more than {0} times its size, as no text does")]
    Ratio(u64),
    /// It is too long.
    #[error("holds more than the limit of {0} bytes")]
    Bytes(u64),
}

/// Reads until a limit is reached; then there is an [`Excess`] in the error.
pub(super) struct Bounded<R> {
    inner: R,
    bounds: Bounds,
    /// Stored bytes that were taken in.
    consumed: Arc<AtomicU64>,
    /// Bytes that came out.
    out: u64,
    /// The last portion, and how much of it was handed on.
    portion: Vec<u8>,
    given: usize,
}

impl<R: Read> Bounded<R> {
    pub(super) fn new(inner: R, bounds: Bounds, consumed: Arc<AtomicU64>) -> Self {
        Self { inner, bounds, consumed, out: 0, portion: Vec::new(), given: 0 }
    }

    /// Bytes that may still be read.
    fn room(&self) -> Result<u64, Excess> {
        let Bounds { ratio, bytes } = self.bounds;
        let most = self.consumed.load(Ordering::Relaxed).saturating_mul(ratio);
        if ratio > 0 && self.out > FREE_BYTES.max(most) {
            return Err(Excess::Ratio(ratio));
        }
        Ok(if bytes > 0 { bytes.saturating_sub(self.out) } else { u64::MAX })
    }

    /// Reads the next portion, which is empty at the end only.
    fn refill(&mut self) -> io::Result<()> {
        let room = self.room().map_err(io::Error::other)?;
        self.given = 0;
        if room == 0 {
            self.portion.clear();
            // Whether the input ends here is only known by asking for more.
            return match self.inner.read(&mut [0])? {
                0 => Ok(()),
                _ => Err(io::Error::other(Excess::Bytes(self.bounds.bytes))),
            };
        }
        self.portion.resize(usize::try_from(room).unwrap_or(PORTION).min(PORTION), 0);
        let read = self.inner.read(&mut self.portion);
        self.portion.truncate(*read.as_ref().unwrap_or(&0));
        self.out += read? as u64;
        Ok(())
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given >= self.portion.len() {
            self.refill()?;
        }
        let read = self.portion.get(self.given..).unwrap_or_default().read(buffer)?;
        self.given += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read};
    use std::sync::Arc;
    use std::sync::atomic::AtomicU64;

    use super::{Bounded, Bounds, Excess, FREE_BYTES};

    fn read(content: u64, stored: u64, bounds: Bounds) -> (u64, Option<Excess>) {
        let consumed = Arc::new(AtomicU64::new(stored));
        let mut reader = Bounded::new(io::repeat(b' ').take(content), bounds, consumed);
        let (mut out, mut buffer) = (0, vec![0; 1 << 20]);
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return (out, None),
                Ok(read) => out += read as u64,
                Err(error) => return (out, error.downcast().ok()),
            }
        }
    }

    #[test]
    fn expansion_counts_from_a_size_on() {
        let bounds = Bounds { ratio: 10, bytes: 0 };
        assert_eq!(read(FREE_BYTES, 1, bounds), (FREE_BYTES, None));
        assert_eq!(read(2 * FREE_BYTES, FREE_BYTES, bounds).1, None);
        assert_eq!(read(2 * FREE_BYTES, 1, bounds).1, Some(Excess::Ratio(10)));
        assert_eq!(read(2 * FREE_BYTES, 1, Bounds { ratio: 0, ..bounds }).1, None);
    }

    #[test]
    fn a_size_is_kept_to_the_byte() {
        let bounds = Bounds { ratio: 0, bytes: 100 };
        assert_eq!(read(99, 1, bounds), (99, None));
        assert_eq!(read(100, 1, bounds), (100, None));
        assert_eq!(read(101, 1, bounds), (100, Some(Excess::Bytes(100))));
    }
}
