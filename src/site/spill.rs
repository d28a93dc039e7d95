//! Counts that are set aside while a scan goes on, in memory while they are small and on disk then.
//!
//! Parts of one size are added up once there are enough of them, by whoever
//! brings the last of them: so a dump of any size needs few open files, all workers
//! share the work, and each row is written again as often as the number of parts has
//! digits.

use std::io::{Seek as _, Write as _};
use std::mem;
use std::sync::{Mutex, PoisonError};

use tempfile::SpooledTempFile;

use super::Counts;
use super::file::{FRAME_ROWS, Frame, PackedFrame, ProfileError};
use super::merge::Sum;
use super::packed::{Packed, PackedRows};
use super::row::Row;

/// Parts of one size that are kept apart.
const PARTS: usize = 32;
/// Largest part that is kept in memory; the counts of a block take less.
const IN_MEMORY: usize = 4 << 20;
/// Bytes that are written at once.
const BUFFER: usize = 1 << 16;

/// The counts of parts of a dump, in temporary files that nothing else sees.
#[derive(Debug, Default)]
pub struct Spill {
    /// The parts by size: a part of a place holds what [`PARTS`] of the place before it did.
    sizes: Mutex<Vec<Vec<SpooledTempFile>>>,
}

/// Rows that follow each other in a profile.
#[derive(Debug)]
pub struct Chunk(Packed);

/// The rows of a profile, a frame of its file at a time.
pub struct Chunks {
    sum: Sum<PackedRows<SpooledTempFile>>,
}

impl Spill {
    /// Sets the counts of a part aside.
    ///
    /// # Errors
    /// When the disk for temporary files is full or fails.
    pub fn push(&self, counts: Counts) -> Result<(), ProfileError> {
        let mut rows = Packed::default();
        counts.write(&mut rows)?;
        let mut part = SpooledTempFile::new(IN_MEMORY);
        part.write_all(&rows.0)?;
        for size in 0.. {
            let Some(full) = self.keep(part, size) else { break };
            part = add_up(full)?;
        }
        Ok(())
    }

    /// Keeps a part, unless there are enough of its size now to be added up.
    fn keep(&self, part: SpooledTempFile, size: usize) -> Option<Vec<SpooledTempFile>> {
        let mut sizes = self.sizes.lock().unwrap_or_else(PoisonError::into_inner);
        if sizes.len() <= size {
            sizes.push(Vec::new());
        }
        let parts = sizes.get_mut(size)?;
        parts.push(part);
        (parts.len() >= PARTS).then(|| mem::take(parts))
    }

    /// The sum of all that was set aside.
    ///
    /// # Errors
    /// When a part cannot be read.
    pub fn finish(self) -> Result<Chunks, ProfileError> {
        let sizes = self.sizes.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(Chunks { sum: sum(sizes.into_iter().flatten())? })
    }
}

impl Chunk {
    /// The rows.
    pub fn rows(&self) -> impl Iterator<Item = Result<Row, ProfileError>> {
        PackedRows::new(self.0.0.as_slice())
    }

    /// The rows as they stand in a file.
    ///
    /// # Errors
    /// When a row is broken.
    pub fn pack(&self) -> Result<PackedFrame, ProfileError> {
        let mut frame = Frame::default();
        for row in self.rows() {
            frame.push(row?)?;
        }
        frame.pack()
    }
}

impl Chunks {
    fn chunk(&mut self) -> Result<Option<Chunk>, ProfileError> {
        let mut rows = Packed::default();
        for _ in 0..FRAME_ROWS {
            if !self.sum.next(&mut rows)? {
                break;
            }
        }
        Ok((!rows.0.is_empty()).then_some(Chunk(rows)))
    }
}

impl Iterator for Chunks {
    type Item = Result<Chunk, ProfileError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.chunk().transpose()
    }
}

fn add_up(parts: Vec<SpooledTempFile>) -> Result<SpooledTempFile, ProfileError> {
    let mut sum = sum(parts)?;
    let (mut file, mut rows) = (SpooledTempFile::new(IN_MEMORY), Packed::default());
    while sum.next(&mut rows)? {
        if rows.0.len() >= BUFFER {
            file.write_all(&rows.0)?;
            rows.0.clear();
        }
    }
    file.write_all(&rows.0)?;
    Ok(file)
}

fn sum(
    parts: impl IntoIterator<Item = SpooledTempFile>,
) -> Result<Sum<PackedRows<SpooledTempFile>>, ProfileError> {
    let mut rows = Vec::new();
    for mut part in parts {
        part.rewind()?;
        rows.push(PackedRows::new(part));
    }
    Sum::of(rows)
}
