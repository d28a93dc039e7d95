//! The output of records: lines of JSON, or a table, as its name says.
//!
//! One place for that choice, so that lines never come to stand under the name of a table.

use std::path::{Path, PathBuf};

use super::sink::{Options, Sink, WriteError};
#[cfg(feature = "parquet")]
use super::table::Table;
use crate::read::Input;

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
        // What cannot be read is told when its turn comes.
        let files = inputs.iter().filter_map(|input| input.path.as_deref());
        let columns = files.filter_map(crate::read::columns).collect();
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
        match self {
            Self::Lines(sink) => sink.finish().map(drop),
            #[cfg(feature = "parquet")]
            Self::Table(table) => table.finish(),
        }
    }
}

/// Whether an output of this name is a table.
#[must_use]
pub fn is_table(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet"))
}

/// The name is one of a table, compression endings aside.
pub(super) fn is_named_like_table(path: &Path) -> bool {
    let inner = ["gz", "zst"]
        .iter()
        .any(|packed| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(packed)));
    is_table(&if inner { path.with_extension("") } else { PathBuf::from(path) })
}
