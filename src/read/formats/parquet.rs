//! Parquet: the rows of a file as records.
//!
//! A row becomes a line of JSON when it is read, so that borders, limits, fields
//! and everything after them are those of JSONL. What a value is written as is
//! up to `arrow-json`; offsets of records are those in the lines. Without the
//! feature `parquet` such files are known, but refused.

use super::jsonl::Jsonl;
use super::{Head, Kind, Pages, Sign, Unfold};
use crate::read::blocks::{Block, Cut};
use crate::read::borders::Border;
use crate::read::fields::FieldNames;

/// How a file starts, and ends.
const MAGIC: &[u8] = b"PAR1";

/// Parquet files.
pub(super) struct Parquet;

impl Kind for Parquet {
    fn name(&self) -> &'static str {
        "parquet"
    }

    fn sign(&self, head: &Head<'_>) -> Option<Sign> {
        if head.text.is_empty() {
            return head.is_named(&["parquet"]).then_some(Sign::Name);
        }
        head.text.starts_with(MAGIC).then_some(Sign::Content)
    }

    /// All text is UTF-8.
    fn is_converted(&self) -> bool {
        false
    }

    fn unfold(&self) -> Option<Unfold> {
        #[cfg(feature = "parquet")]
        let unfold: Unfold = super::parquet_rows::lines;
        #[cfg(not(feature = "parquet"))]
        let unfold: Unfold = |_| {
            Err(std::io::Error::other(
                "a Parquet file, and this program was built without the feature parquet",
            ))
        };
        Some(unfold)
    }

    fn next(&self, bytes: &[u8], from: usize, last: bool, cut: &Cut) -> Border {
        Jsonl.next(bytes, from, last, cut)
    }

    fn resume(&self, bytes: &[u8], cut: &Cut) -> Option<usize> {
        Jsonl.resume(bytes, cut)
    }

    fn pages<'a>(&self, block: &'a Block, fields: &'a FieldNames) -> Pages<'a> {
        Jsonl.pages(block, fields)
    }
}
