//! Named inputs to pages.
//!
//! The way in has two halves. One thread per input runs [`BlockReader`]:
//! decompression, encoding of the stream, record borders; what it hands on are
//! numbered [`Block`]s of whole records. Workers turn a block into pages with
//! [`parse`], which is a pure function of the block and the field names.
//!
//! ```
//! use std::sync::Arc;
//! use presswash::read::{BlockReader, FieldNames, Input, ReadSettings, parse};
//!
//! let dump: &[u8] = b"{\"id\": 7, \"text\": \"Rain again.\"}\n";
//! let input = Arc::new(Input::stdin());
//! let blocks = BlockReader::from_bytes(input, dump.to_vec(), &ReadSettings::default())?;
//! let fields = FieldNames::default();
//! for block in blocks {
//!     for page in parse(&block?, &fields) {
//!         assert_eq!(page?.text, "Rain again.");
//!     }
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#[cfg(feature = "parquet")]
mod ahead;
mod archive;
mod blocks;
mod borders;
mod bounds;
mod compression;
mod encoding;
mod errors;
mod fields;
mod formats;
mod inputs;
mod members;
mod mend;
mod part;
mod record;
mod site;
mod stream;
mod utf16;
mod watch;

pub use blocks::{Block, BlockReader, Cut, ReadSettings};
pub use bounds::{Bounds, Excess};
pub use compression::{Compression, Source, is_indivisible, open};
pub use errors::{Malformed, MalformedReason, NoPage, ReadError};
pub use fields::{Accept, FieldName, FieldNames};
pub use formats::Format;
pub use inputs::{Input, InputError, Listing, expand, list};
pub use part::{PartReader, Stretch};
pub use site::{site_key, site_of};
pub use watch::Change;

use crate::page::Page;

/// The columns of a Parquet file, `id` optional only where a row may lack one; none when it is no such file,
/// or cannot be read.
#[cfg(feature = "parquet")]
pub(crate) fn columns(path: &std::path::Path) -> Option<arrow_schema::SchemaRef> {
    // A pipe is read once, by whoever reads its records.
    path.is_file().then(|| formats::parquet_rows::schema(path).ok()).flatten()
}

/// The columns of a Parquet file, and its rows as lines of JSON in which every column is a member.
///
/// # Errors
/// When it is no Parquet file, or cannot be read.
#[cfg(feature = "parquet")]
pub(crate) fn rows(
    file: std::fs::File,
) -> std::io::Result<(arrow_schema::SchemaRef, Box<dyn std::io::Read + Send>)> {
    formats::parquet_rows::rows(file)
}

/// The pages of a block, in order; a record that is no page is an error of its own.
///
/// Pure: the same block and names give the same pages on any thread.
#[must_use]
pub fn parse<'a>(
    block: &'a Block,
    fields: &'a FieldNames,
) -> Box<dyn Iterator<Item = Result<Page, Malformed>> + 'a> {
    block.format.kind().pages(block, fields)
}
