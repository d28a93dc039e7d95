//! Counts that are set aside on disk while a scan goes on.
//!
//! Separate from the profile file, because nobody reads these but the scan
//! itself: a row is its length and its bytes as `postcard` packs them, which takes a
//! fraction of the time of JSON in zstd. Parts of one size are added up once
//! there are enough of them, so that a dump of any size needs few open files,
//! and each row is written again as often as the number of parts has digits.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek as _, Write};

use super::Counts;
use super::file::{ProfileError, Row, RowSink};
use super::merge::add_up;

/// Parts of one size that are kept apart.
const PARTS: usize = 32;

/// Counts on disk, in temporary files that nothing else sees.
#[derive(Debug, Default)]
pub struct Spill {
    /// The parts by size: a part of a place holds what [`PARTS`] of the place before it did.
    sizes: Vec<Vec<File>>,
}

impl Spill {
    /// Whether nothing was set aside.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }

    /// Sets counts aside.
    ///
    /// # Errors
    /// When the disk for temporary files is full or fails.
    pub fn push(&mut self, counts: Counts) -> Result<(), ProfileError> {
        let mut part = part(|sink| counts.write(sink))?;
        for size in &mut self.sizes {
            size.push(part);
            if size.len() < PARTS {
                return Ok(());
            }
            let full = readers(std::mem::take(size));
            part = self::part(|sink| add_up(full, sink))?;
        }
        self.sizes.push(vec![part]);
        Ok(())
    }

    /// Adds up all that was set aside.
    ///
    /// # Errors
    /// When a part cannot be read, or `sink` fails.
    pub fn finish(self, sink: &mut dyn RowSink) -> Result<(), ProfileError> {
        add_up(readers(self.sizes.into_iter().flatten()), sink)
    }
}

/// A new part, filled by `fill` and set to its start.
fn part(
    fill: impl FnOnce(&mut dyn RowSink) -> Result<(), ProfileError>,
) -> Result<File, ProfileError> {
    let mut sink = Part { out: BufWriter::new(tempfile::tempfile()?), row: Vec::new() };
    fill(&mut sink)?;
    let mut file = sink.out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(file)
}

fn readers(files: impl IntoIterator<Item = File>) -> Vec<Parts> {
    let open = |file| Parts { input: BufReader::with_capacity(1 << 16, file), row: Vec::new() };
    files.into_iter().map(open).collect()
}

/// A part that is written.
struct Part {
    out: BufWriter<File>,
    row: Vec<u8>,
}

impl RowSink for Part {
    fn push(&mut self, row: Row) -> Result<(), ProfileError> {
        self.row = postcard::to_extend(&row, std::mem::take(&mut self.row)).map_err(broken)?;
        let len = u32::try_from(self.row.len()).map_err(io::Error::other)?;
        self.out.write_all(&len.to_le_bytes())?;
        self.out.write_all(&self.row)?;
        self.row.clear();
        Ok(())
    }
}

/// The rows of a part.
struct Parts {
    input: BufReader<File>,
    row: Vec<u8>,
}

impl Parts {
    fn row(&mut self) -> Result<Option<Row>, ProfileError> {
        let mut len = [0; 4];
        match self.input.read_exact(&mut len) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            read => read?,
        }
        self.row.resize(u32::from_le_bytes(len) as usize, 0);
        self.input.read_exact(&mut self.row)?;
        postcard::from_bytes(&self.row).map(Some).map_err(broken)
    }
}

impl Iterator for Parts {
    type Item = Result<Row, ProfileError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.row().transpose()
    }
}

/// Only a disk that loses what was written to it breaks a part.
fn broken(error: postcard::Error) -> ProfileError {
    ProfileError::Io(io::Error::new(io::ErrorKind::InvalidData, error))
}
