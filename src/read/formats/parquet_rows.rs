//! The rows of a Parquet file as lines of JSON, batch by batch.
//!
//! Separate from the format because all that needs the crates for Parquet is here.

use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use arrow_array::RecordBatch;
use arrow_json::WriterBuilder;
use arrow_json::writer::LineDelimited;
use arrow_schema::SchemaRef;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::Advance;

/// Bytes of values, before compression, that a batch should hold.
const BATCH_BYTES: i64 = 4 << 20;

/// Most rows of a batch: more do not make it faster.
const BATCH_ROWS: i64 = 1024;

/// The rows of a file as lines; `advance` is told how many bytes of the file a batch stands for.
pub(super) fn lines(file: File, advance: Advance) -> io::Result<Box<dyn Read + Send>> {
    let stored = file.metadata()?.len();
    let builder = guarded(|| ParquetRecordBatchReaderBuilder::try_new(file))?;
    let groups = builder.metadata().row_groups();
    let rows: i64 = groups.iter().map(|group| group.num_rows().max(0)).sum();
    let bytes: i64 = groups.iter().map(|group| group.total_byte_size().max(0)).sum();
    let row = (bytes / rows.max(1)).max(1);
    let batch = usize::try_from((BATCH_BYTES / row).clamp(1, BATCH_ROWS)).unwrap_or(1);
    let batches = guarded(|| builder.with_batch_size(batch).build())?;
    let rows = u64::try_from(rows).unwrap_or_default();
    Ok(Box::new(Lines { batches, advance, stored, rows, passed: 0, out: Vec::new(), at: 0 }))
}

/// The columns of a file.
///
/// # Errors
/// When it is no Parquet file, or cannot be read.
pub(crate) fn schema(path: &Path) -> io::Result<SchemaRef> {
    let file = File::open(path)?;
    let builder = guarded(|| ParquetRecordBatchReaderBuilder::try_new(file))?;
    Ok(builder.schema().clone())
}

/// Runs code that reads what may be damaged, and may panic on it.
fn guarded<T, E: std::error::Error + Send + Sync + 'static>(
    read: impl FnOnce() -> Result<T, E>,
) -> io::Result<T> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(result) => result.map_err(io::Error::other),
        Err(_) => Err(io::Error::other("damaged Parquet data")),
    }
}

struct Lines {
    batches: ParquetRecordBatchReader,
    advance: Advance,
    /// Bytes of the file.
    stored: u64,
    /// Rows of the file.
    rows: u64,
    /// Rows that were read.
    passed: u64,
    /// The lines of the last batch.
    out: Vec<u8>,
    /// Bytes of them that were taken.
    at: usize,
}

impl Lines {
    fn turn_to(&mut self, batch: &RecordBatch) -> io::Result<()> {
        let before = self.bytes_passed();
        self.passed += batch.num_rows() as u64;
        (self.advance)(self.bytes_passed() - before);
        self.out.clear();
        self.at = 0;
        // A null is a value that is there.
        let builder = WriterBuilder::new().with_explicit_nulls(true);
        let mut writer = builder.build::<_, LineDelimited>(&mut self.out);
        writer.write(batch).and_then(|()| writer.finish()).map_err(io::Error::other)
    }

    fn bytes_passed(&self) -> u64 {
        let passed =
            u128::from(self.stored) * u128::from(self.passed) / u128::from(self.rows.max(1));
        u64::try_from(passed).unwrap_or(self.stored)
    }
}

impl Read for Lines {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.out.len() {
            let batches = &mut self.batches;
            match guarded(|| batches.next().transpose())? {
                Some(batch) => self.turn_to(&batch)?,
                None => return Ok(0),
            }
        }
        let read = { self.out.get(self.at..).unwrap_or_default() }.read(buffer)?;
        self.at += read;
        Ok(read)
    }
}
