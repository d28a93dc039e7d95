//! The rows of a Parquet file as lines of JSON, batch by batch.
//!
//! Separate from the format because all that needs the crates for Parquet is here.

use std::fs::File;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_json::WriterBuilder;
use arrow_json::writer::LineDelimited;
use arrow_schema::{Schema, SchemaRef};
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::statistics::Statistics;

use super::parquet_text::{Texts, marked, typed};
use super::{Advance, Folded};
use crate::read::ahead::Ahead;

/// Bytes of values, before compression, that a batch should hold.
const BATCH_BYTES: i64 = 4 << 20;

/// Most rows of a batch: more do not make it faster.
const BATCH_ROWS: i64 = 1024;

/// The rows of a file as lines, row groups decoded side by side where there are several decoders.
pub(super) fn lines(of: Folded) -> io::Result<Box<dyn Read + Send>> {
    let first = of.files.first().ok_or_else(|| io::Error::other("no file"))?;
    let plan = Plan::of(first, of.exact)?;
    planned(plan, of)
}

fn planned(plan: Plan, of: Folded) -> io::Result<Box<dyn Read + Send>> {
    let Folded { files, advance, .. } = of;
    let stored = files.first().map(File::metadata).transpose()?.map_or(0, |of| of.len());
    let (rows, count) = (rows_of(&plan.head), plan.head.metadata().num_row_groups());
    let parts: Parts = if count > 1 && files.len() > 1 {
        let decode =
            move |file: &mut File, group, give: &mut dyn FnMut(io::Result<Part>) -> bool| {
                plan.group(file, group).all(give);
            };
        Box::new(Ahead::new(count, files, decode)?)
    } else {
        let mut files = files.into_iter();
        let file = files.next().ok_or_else(|| io::Error::other("no file"))?;
        Box::new((0..count).flat_map(move |group| plan.group(&file, group)))
    };
    let rows = u64::try_from(rows).unwrap_or_default();
    Ok(Box::new(Lines { parts, advance, stored, rows, passed: 0, out: Vec::new(), at: 0 }))
}

/// The columns of a file; those of bytes that are text are columns of text. Identifiers of which no row
/// lacks one are not optional, whatever the file says: most programs call every column optional.
///
/// # Errors
/// When it is no Parquet file, or cannot be read.
pub(crate) fn schema(path: &Path) -> io::Result<SchemaRef> {
    let plan = Plan::of(&File::open(path)?, false)?;
    let columns = plan.schema();
    if !has_every_id(plan.head.metadata()).unwrap_or(false) {
        return Ok(columns);
    }
    let fields = columns.fields().iter().map(|field| match field.name().as_str() {
        "id" => Arc::new(field.as_ref().clone().with_nullable(false)),
        _ => Arc::clone(field),
    });
    Ok(Arc::new(Schema::new(fields.collect::<Vec<_>>())))
}

/// Whether every row has an identifier, by the file's statistics; none when they do not say.
fn has_every_id(head: &ParquetMetaData) -> Option<bool> {
    let columns = head.file_metadata().schema_descr().columns();
    let at = columns.iter().position(|column| column.path().parts() == ["id"])?;
    let nulls = |group: &RowGroupMetaData| {
        group.column(at).statistics().and_then(Statistics::null_count_opt)
    };
    Some(head.row_groups().iter().all(|group| nulls(group) == Some(0)))
}

fn rows_of(head: &ArrowReaderMetadata) -> i64 {
    head.metadata().row_groups().iter().map(|group| group.num_rows().max(0)).sum()
}

/// Rows of a batch.
fn batch_rows(head: &ArrowReaderMetadata) -> usize {
    let groups = head.metadata().row_groups();
    let bytes: i64 = groups.iter().map(|group| group.total_byte_size().max(0)).sum();
    let row = (bytes / rows_of(head).max(1)).max(1);
    usize::try_from((BATCH_BYTES / row).clamp(1, BATCH_ROWS)).unwrap_or(1)
}

/// The columns of a file, and its rows as lines.
///
/// # Errors
/// As [`schema`].
pub(crate) fn rows(file: File) -> io::Result<(SchemaRef, Box<dyn Read + Send>)> {
    let plan = Plan::of(&file, false)?;
    let folded = Folded { files: vec![file], advance: Box::new(|_| {}), exact: false };
    Ok((plan.schema(), planned(plan, folded)?))
}

fn head(file: &File) -> io::Result<ArrowReaderMetadata> {
    guarded(|| ArrowReaderMetadata::load(file, <_>::default()))
}

/// Runs code that reads what may be damaged, and may panic on it.
pub(super) fn guarded<T, E: std::error::Error + Send + Sync + 'static>(
    read: impl FnOnce() -> Result<T, E>,
) -> io::Result<T> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(result) => result.map_err(io::Error::other),
        Err(_) => Err(io::Error::other("damaged Parquet data")),
    }
}

/// How a file is read.
#[derive(Clone)]
struct Plan {
    head: ArrowReaderMetadata,
    /// The columns, with those marked that are text.
    columns: SchemaRef,
    /// Rows of a batch.
    batch: usize,
    /// Whether numbers that JSON has no word for are written as strings.
    exact: bool,
}

/// Rows as lines.
struct Part {
    rows: u64,
    lines: Vec<u8>,
}

type Parts = Box<dyn Iterator<Item = io::Result<Part>> + Send>;

impl Plan {
    fn of(file: &File, exact: bool) -> io::Result<Self> {
        let head = head(file)?;
        let batch = batch_rows(&head);
        let columns = marked(file, &head, batch);
        Ok(Self { head, columns, batch, exact })
    }

    /// The columns; those that are marked are columns of text.
    fn schema(&self) -> SchemaRef {
        typed(&self.columns)
    }

    /// The rows of a group; the first error is the last item. A batch never goes over the end of its
    /// group, so that of a damaged file the same rows come out however many decoders there are.
    fn group(&self, file: &File, group: usize) -> impl Iterator<Item = io::Result<Part>> + use<> {
        let (head, batch, exact) = (self.head.clone(), self.batch, self.exact);
        let columns = Arc::clone(&self.columns);
        let open = |file| {
            let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, head);
            guarded(|| builder.with_row_groups(vec![group]).with_batch_size(batch).build())
        };
        let mut batches = Some(file.try_clone().and_then(open));
        std::iter::from_fn(move || match batches.take()? {
            Ok(mut reader) => match next(&mut reader)? {
                Ok(batch) => {
                    batches = Some(Ok(reader));
                    Some(render(batch, &columns, exact))
                }
                Err(error) => Some(Err(error)),
            },
            Err(error) => Some(Err(error)),
        })
    }
}

pub(super) fn next(batches: &mut ParquetRecordBatchReader) -> Option<io::Result<RecordBatch>> {
    guarded(|| batches.next().transpose()).transpose()
}

fn render(batch: RecordBatch, columns: &SchemaRef, exact: bool) -> io::Result<Part> {
    let batch = batch.with_schema(Arc::clone(columns)).map_err(io::Error::other)?;
    // A null is a value that is there.
    let builder = WriterBuilder::new().with_explicit_nulls(true);
    let builder = builder.with_encoder_factory(Arc::new(Texts { exact }));
    let mut lines = Vec::new();
    let mut writer = builder.build::<_, LineDelimited>(&mut lines);
    writer.write(&batch).and_then(|()| writer.finish()).map_err(io::Error::other)?;
    Ok(Part { rows: batch.num_rows() as u64, lines })
}

struct Lines {
    parts: Parts,
    advance: Advance,
    /// Bytes of the file.
    stored: u64,
    /// Rows of the file.
    rows: u64,
    /// Rows that were read.
    passed: u64,
    /// The lines of the last part.
    out: Vec<u8>,
    /// Bytes of them that were taken.
    at: usize,
}

impl Lines {
    fn turn_to(&mut self, part: Part) {
        let before = self.bytes_passed();
        self.passed += part.rows;
        (self.advance)(self.bytes_passed() - before);
        self.out = part.lines;
        self.at = 0;
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
            match self.parts.next().transpose()? {
                Some(part) => self.turn_to(part),
                None => return Ok(0),
            }
        }
        let read = { self.out.get(self.at..).unwrap_or_default() }.read(buffer)?;
        self.at += read;
        Ok(read)
    }
}

#[cfg(test)]
#[path = "parquet_tests.rs"]
mod tests;
