//! The bytes of one input as they come, with the end and the error remembered.
//!
//! Apart from the cutting of records, so that a failing stream is no special
//! case there: it is a stream that ends early and has an error to show.

use std::fs::File;
use std::io::{self, Cursor, Read, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::blocks::ReadSettings;
use super::bounds::{Bounded, Bounds, Excess};
use super::compression::{Compression, Source};
use super::encoding;
use super::errors::ReadError;
use super::formats::{Advance, Folded, Unfold};
use super::utf16::Utf16Reader;
use crate::page::Origin;

/// Bytes kept of a record that is over a limit.
pub(super) const KEPT_BYTES: usize = 64 * 1024;

/// A source that is read piece by piece.
pub(super) struct Stream {
    reader: Box<dyn Read + Send>,
    compression: Compression,
    consumed: Arc<AtomicU64>,
    progress: Arc<AtomicU64>,
    bounds: Bounds,
    /// Bytes that came out.
    out: u64,
    ended: bool,
    error: Option<io::Error>,
}

impl Stream {
    pub(super) fn new(source: Source, bounds: Bounds) -> Self {
        let Source { reader, compression, consumed, progress, .. } = source;
        let reader = Box::new(Bounded::new(reader, bounds, Arc::clone(&consumed)));
        Self { reader, compression, consumed, progress, bounds, out: 0, ended: false, error: None }
    }

    /// Appends up to `bytes` bytes; fewer only at the end.
    pub(super) fn fill(&mut self, buffer: &mut Vec<u8>, bytes: usize) {
        if self.ended {
            return;
        }
        let before = buffer.len();
        let result = self.reader.by_ref().take(bytes as u64).read_to_end(buffer);
        let read = buffer.len() - before;
        self.out += read as u64;
        match result {
            Ok(_) => self.ended = read < bytes,
            Err(error) => {
                self.error = Some(error);
                self.ended = true;
            }
        }
    }

    /// Whether the bytes are stored as they come.
    pub(super) fn is_plain(&self) -> bool {
        self.compression == Compression::Plain
    }

    /// Whether nothing more will come.
    pub(super) const fn ended(&self) -> bool {
        self.ended
    }

    /// Whether all has come, without an error.
    pub(super) const fn is_whole(&self) -> bool {
        self.ended && self.error.is_none()
    }

    /// When `head`, which is all that was read so far, is UTF-16: goes back to its start,
    /// gives UTF-8 from now on, and tells the encoding. A byte order mark stays in the stream.
    pub(super) fn convert(&mut self, head: &mut Vec<u8>) -> Option<&'static str> {
        let (encoding, _) = encoding::utf16_of(head)?;
        let rest: Box<dyn Read + Send> = std::mem::replace(&mut self.reader, Box::new(io::empty()));
        let stored = Cursor::new(std::mem::take(head));
        // A stream that has failed must not be asked again.
        self.reader = if self.error.is_some() {
            Box::new(Utf16Reader::new(stored, encoding))
        } else {
            Box::new(Utf16Reader::new(stored.chain(rest), encoding))
        };
        (self.out, self.ended) = (0, false);
        Some(encoding.name())
    }

    /// Reads records that are unfolded from a file: the one at `path`, or where there is none, or
    /// an archive, from a copy of the stream, of which `head` is what was read so far.
    pub(super) fn unfold(
        &mut self,
        head: &mut Vec<u8>,
        path: Option<&Path>,
        unfold: Unfold,
        settings: &ReadSettings,
    ) -> io::Result<()> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        let decoders = settings.decoders.max(1);
        let folded = if let Some(path) = path.filter(|_| self.is_plain()) {
            let files = (0..decoders).map(|_| File::open(path)).collect::<io::Result<_>>()?;
            Folded { files, advance: self.count_anew(), exact: settings.exact }
        } else {
            let mut copy = tempfile::NamedTempFile::new()?;
            copy.write_all(head)?;
            io::copy(&mut self.reader, &mut copy)?;
            let files = (0..decoders).map(|_| copy.reopen()).collect::<io::Result<_>>()?;
            // Nothing is known of its columns when those of the output are settled.
            Folded { files, advance: Box::new(|_| {}), exact: false }
        };
        let reader = unfold(folded)?;
        self.reader = Box::new(Bounded::new(reader, self.bounds, Arc::clone(&self.consumed)));
        head.clear();
        // What fails from now on is the file's fault, not that of an archive around it.
        self.compression = Compression::Plain;
        (self.out, self.ended) = (0, false);
        Ok(())
    }

    /// Takes back what was counted as read, and counts what is told from now on.
    fn count_anew(&self) -> Advance {
        let (consumed, progress) = (Arc::clone(&self.consumed), Arc::clone(&self.progress));
        progress.fetch_sub(consumed.swap(0, Ordering::Relaxed), Ordering::Relaxed);
        Box::new(move |bytes| {
            consumed.fetch_add(bytes, Ordering::Relaxed);
            progress.fetch_add(bytes, Ordering::Relaxed);
        })
    }

    /// What ended the stream early, with what is left of the record that it cut off.
    pub(super) fn take_error(&mut self, origin: Origin, left: &mut Vec<u8>) -> Option<ReadError> {
        let source = self.error.take()?;
        let mut partial = std::mem::take(left);
        let compressed = self.consumed.load(Ordering::Relaxed);
        if let Some(excess) = source.get_ref().and_then(|inner| inner.downcast_ref::<Excess>()) {
            partial.truncate(KEPT_BYTES);
            return Some(ReadError::Excess {
                origin,
                excess: *excess,
                compression: self.compression,
                compressed,
                decompressed: self.out,
                head: partial,
            });
        }
        // Errors of the system have a number, errors of a decoder have none.
        if self.compression == Compression::Plain || source.raw_os_error().is_some() {
            return Some(ReadError::Io { origin, source, partial });
        }
        Some(ReadError::Decompress {
            origin,
            compression: self.compression,
            compressed,
            decompressed: self.out,
            source,
            partial,
        })
    }
}
