//! A part of an input: the records that start in a stretch of its bytes.
//!
//! Separate from the cutting of blocks, which knows of whole inputs only. A run
//! that goes on where another one ended reads the part from there on, a run
//! that is split over machines one part of each input; numbers and offsets of
//! records are those of the whole input.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::blocks::{Block, BlockReader, ReadSettings};
use super::borders::Border;
use super::errors::ReadError;
use super::inputs::Input;

/// Offsets of an input after decompression, half-open: records that start in it belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// First offset.
    pub from: u64,
    /// One past the last offset.
    pub to: u64,
}

impl Stretch {
    /// All of an input, however long.
    pub const ALL: Self = Self { from: 0, to: u64::MAX };

    /// Whether a record that starts here belongs to it.
    #[must_use]
    pub const fn holds(self, offset: u64) -> bool {
        self.from <= offset && offset < self.to
    }
}

/// The blocks of a part of an input, in order, and what went wrong, in its place.
///
/// What stands before the part is passed over: skipped in a plain file when the number of the
/// part's first record is known, else read and counted.
#[derive(Debug)]
pub struct PartReader {
    reader: BlockReader,
    stretch: Stretch,
    ended: bool,
}

impl PartReader {
    /// The part of what `reader` gives.
    #[must_use]
    pub const fn new(reader: BlockReader, stretch: Stretch) -> Self {
        Self { reader, stretch, ended: false }
    }

    /// Opens a part of an input. `first`, when it is known, is the number of the part's first record.
    ///
    /// # Errors
    /// As [`BlockReader::open`].
    pub fn open(
        input: Arc<Input>,
        settings: &ReadSettings,
        stretch: Stretch,
        first: Option<u64>,
        progress: &Arc<AtomicU64>,
    ) -> Result<Self, ReadError> {
        let mut reader = BlockReader::open(input, settings, progress)?;
        if let Some(record) = first {
            reader.seek(stretch.from, record, progress)?;
        }
        Ok(Self::new(reader, stretch))
    }

    /// What of an item belongs to the part.
    fn select(&mut self, item: Result<Block, ReadError>) -> Option<Result<Block, ReadError>> {
        match item {
            Ok(block) => {
                self.ended = block.offset >= self.stretch.to;
                self.trim(block).map(Ok)
            }
            // What ends the input is told even when it comes too early: our part is lost by it.
            Err(error) if error.is_last() => Some(Err(error)),
            Err(error) => {
                let offset = error.origin().map_or(self.stretch.from, |origin| origin.offset);
                self.ended = offset >= self.stretch.to;
                self.stretch.holds(offset).then_some(Err(error))
            }
        }
    }

    /// The records of a block that belong to the part.
    fn trim(&self, mut block: Block) -> Option<Block> {
        let end = block.offset + block.bytes.len() as u64;
        if self.stretch.holds(block.offset) && end <= self.stretch.to {
            return Some(block);
        }
        if end <= self.stretch.from || block.offset >= self.stretch.to {
            return None;
        }
        let (mut from, mut at, mut before, mut count) = (0, 0, 0, 0_u64);
        while let Border::Record { record, next } =
            block.format.kind().next(&block.bytes, at, true, &block.cut)
        {
            let start = block.offset + record.start as u64;
            if start >= self.stretch.to {
                break;
            }
            if start < self.stretch.from {
                before += 1;
            } else {
                if count == 0 {
                    from = record.start;
                }
                count += 1;
            }
            at = next;
        }
        if count == 0 {
            return None;
        }
        block.bytes.truncate(at);
        block.bytes.drain(..from);
        block.offset += from as u64;
        block.first_record += before;
        Some(block)
    }
}

impl Iterator for PartReader {
    type Item = Result<Block, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let item = self.reader.next()?;
            if let Some(item) = self.select(item) {
                return Some(item);
            }
        }
        None
    }
}
