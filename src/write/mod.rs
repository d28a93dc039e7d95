//! Cleaned pages to bytes: records, audit rows, restore, files.
//!
//! A worker renders a page to bytes with [`Cleaned::compose`]; the one writer
//! thread only moves bytes into a [`Sink`], so that the order of the output
//! never depends on how many workers there are.

mod string;
mod members;
mod info;
mod compose;
mod splice;
mod record;
mod pieces;
mod audit;
mod restore;
mod schema;
mod written;
mod atomic;
mod place;
mod closed;
mod sink;
mod part;
mod quarantine;
mod records;
#[cfg(feature = "parquet")]
mod table;
#[cfg(test)]
pub(crate) mod testing;

pub use atomic::abandon;
pub use closed::Closed;
pub use compose::{Composed, Counts, chars_of};
pub use info::{Flag, Id, Info, Record, Repaired, Repeats, Replaced, Unlabelled};
pub(crate) use part::open_after;
pub use part::{PartFile, part_of, put_in_place, with_ending};
pub use pieces::{AssembleError, Piece, assemble};
pub use place::{behind_link, fitting_name, real};
pub use quarantine::{Bad, Quarantine, error_lists};
pub use records::{RecordSink, is_named_like_table, is_table, open_records, refuse_table};
pub use restore::{RestoreError, restore, restore_files};
pub use schema::{FORMAT, SCHEMA_ID, schema};
pub use sink::{Compression, Options, Sink, WriteError, refuse_foreign};
pub use string::push_string;
pub use written::{Kind, Stretch, WrittenError, WrittenRecord, WrittenRow};

use crate::label::Label;
use crate::model::Mode;
use crate::page::Page;
use crate::segment::Line;
use crate::site::Repeat;
use crate::thread::Comment;

/// One page after cleaning: every line has a label.
///
/// Borrows everything from the worker that cleaned the page. The slices that
/// speak of lines have one entry a line, in order; a line that a slice is too
/// short for counts as removed, for no stated reason.
#[derive(Clone, Debug)]
pub struct Cleaned<'p> {
    /// The page as it was read.
    pub page: &'p Page,
    /// Its lines; their spans partition the page's text.
    pub lines: &'p [Line],
    /// What each line is.
    pub labels: &'p [Label],
    /// Why each line is what it is.
    pub reasons: &'p [Reason<'p>],
    /// The comments of the page, in the order of their ids.
    pub thread: &'p [Comment],
    /// The comment that each line belongs to.
    pub line_to_comment: &'p [Option<u32>],
    /// Comment platforms and site systems that were recognised.
    pub platforms: &'p [String],
    /// Votes on the page as a whole, when it shows them.
    pub votes: Option<i64>,
    /// Flags found by earlier stages; those that follow from the text are added here.
    pub flags: Vec<Flag>,
    /// Version of the program, for the record.
    pub version: &'p str,
    /// ISO 639-1 code of the page's language, when it is known.
    pub language: Option<&'static str>,
    /// Name of the site profile that was used, when one was.
    pub profile: Option<&'p str>,
    /// The page of the same site that this one repeats.
    pub repeats: Option<Repeat<'p>>,
    /// Which mistakes were avoided.
    pub mode: Mode,
    /// Why the page was not cleaned, when it was not.
    pub unlabelled: Option<Unlabelled>,
}

/// Why a line got its label.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reason<'p> {
    /// Id of the rule that took the line, when one did.
    pub rule: Option<&'p str>,
    /// Name of the detector whose word counted most; empty when none spoke.
    pub detector: &'static str,
    /// How sure the label is, 0 to 1.
    pub score: f32,
}

impl<'p> Cleaned<'p> {
    /// Joins the article and counts the parts, for the record, the audit and the report.
    #[must_use]
    pub fn compose(&self) -> Composed<'_, 'p> {
        Composed::new(self)
    }
}
