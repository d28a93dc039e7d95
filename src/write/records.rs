//! The output of records: lines of JSON, or a table, as its name says; and the same read again.
//!
//! One place for that choice, so that lines never come to stand under the name of a table.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Cursor, Read, Seek as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::closed::Closed;
use super::sink::{Options, Sink, WriteError};
#[cfg(feature = "parquet")]
use super::table::{Table, columns_of, records as rows};
use crate::read::{self, Input, ReadError};

/// Bytes of lines that are decompressed at a time.
const LINES_BYTES: usize = 1 << 18;

/// How a Parquet file starts.
const TABLE: &[u8] = b"PAR1";

/// An open output of records.
#[derive(Debug)]
pub enum RecordSink {
    /// Lines of JSON.
    Lines(Box<Sink>),
    /// A Parquet file.
    #[cfg(feature = "parquet")]
    Table(Box<Table>),
}

impl RecordSink {
    /// Opens an output for what comes of these inputs: a table when its name ends in `.parquet`.
    ///
    /// # Errors
    /// [`WriteError::NoParquet`] for a table, when this program cannot write one; else as [`Sink::create`].
    pub fn create(path: &Path, inputs: &[Input], options: Options) -> Result<Self, WriteError> {
        if !is_table(path) {
            return Sink::create(path, options).map(|sink| Self::Lines(Box::new(sink)));
        }
        Self::table(path, inputs, options)
    }

    #[cfg(feature = "parquet")]
    fn table(path: &Path, inputs: &[Input], options: Options) -> Result<Self, WriteError> {
        let columns = inputs.iter().map(columns_of).collect();
        Table::create(path, columns, options).map(|table| Self::Table(Box::new(table)))
    }

    #[cfg(not(feature = "parquet"))]
    fn table(path: &Path, _: &[Input], _: Options) -> Result<Self, WriteError> {
        Err(WriteError::NoParquet { path: path.to_owned() })
    }

    /// Appends a block of records.
    ///
    /// # Errors
    /// As [`Sink::write_block`].
    pub fn write_block(&mut self, block: &[u8]) -> Result<(), WriteError> {
        match self {
            Self::Lines(sink) => sink.write_block(block),
            #[cfg(feature = "parquet")]
            Self::Table(table) => table.write_block(block),
        }
    }

    /// Ends the output and gives it its name.
    ///
    /// # Errors
    /// As [`Sink::finish`].
    pub fn finish(self) -> Result<(), WriteError> {
        self.close()?.finish()
    }

    /// Ends the output, which has no name yet.
    ///
    /// # Errors
    /// As [`Sink::close`].
    pub fn close(self) -> Result<Closed, WriteError> {
        match self {
            Self::Lines(sink) => sink.close(),
            #[cfg(feature = "parquet")]
            Self::Table(table) => table.close(),
        }
    }
}

/// Opens an output of records to read it again, whatever it is: lines of JSON, compressed or not, or
/// a table, which is told by its content and given as the lines that it was made of.
///
/// # Errors
/// When it cannot be opened, or is a table and this program cannot read one.
pub fn open_records(input: &Input) -> Result<Box<dyn Read + Send>, ReadError> {
    let source = read::open(input, &Arc::default())?;
    let failed = |source| ReadError::Open { path: Arc::clone(&input.name), source };
    let (head, rest) = peek(source.reader, TABLE.len()).map_err(failed)?;
    if head != TABLE {
        return Ok(Box::new(Cursor::new(head).chain(rest)));
    }
    let mut copy = tempfile::tempfile().map_err(failed)?;
    let file = match &input.path {
        Some(path) if source.compression == read::Compression::Plain => File::open(path),
        // Its end has to be read first.
        _ => io::copy(&mut Cursor::new(head).chain(rest), &mut copy)
            .and_then(|_| copy.rewind())
            .map(|()| copy),
    };
    file.and_then(rows).map_err(failed)
}

/// Makes a table of the lines in a file.
pub(super) fn make_table(path: &Path, lines: &Path, inputs: &[Input]) -> Result<(), WriteError> {
    let failed = |source| WriteError::new(lines, source);
    let options = Options { force: true, compression: None };
    let mut table = RecordSink::create(path, inputs, options)?;
    let stored = File::open(lines).map_err(failed)?;
    let stored = zstd::stream::read::Decoder::new(stored).map_err(failed)?;
    let mut reader = BufReader::with_capacity(LINES_BYTES, stored);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).map_err(failed)? > 0 {
        table.write_block(&line)?;
        line.clear();
    }
    table.finish()
}

/// Refuses a table where none can be written.
///
/// # Errors
/// [`WriteError::NoParquet`].
pub fn refuse_table(path: &Path) -> Result<(), WriteError> {
    if cfg!(feature = "parquet") || !is_table(path) {
        return Ok(());
    }
    Err(WriteError::NoParquet { path: path.to_owned() })
}

/// The first bytes of a stream, and what follows them.
fn peek(
    mut reader: Box<dyn Read + Send>,
    bytes: usize,
) -> io::Result<(Vec<u8>, Box<dyn Read + Send>)> {
    let mut head = Vec::new();
    reader.by_ref().take(bytes as u64).read_to_end(&mut head)?;
    Ok((head, reader))
}

#[cfg(not(feature = "parquet"))]
fn rows(_: File) -> io::Result<Box<dyn Read + Send>> {
    Err(io::Error::other("a Parquet file, and this program was built without the feature parquet"))
}

/// Whether an output of this name is a table.
#[must_use]
pub fn is_table(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"))
}

/// The name is one of a table, compression endings aside.
#[must_use]
pub fn is_named_like_table(path: &Path) -> bool {
    let inner = ["gz", "zst"]
        .iter()
        .any(|packed| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(packed)));
    is_table(&if inner { path.with_extension("") } else { PathBuf::from(path) })
}
