//! What a site repeats from page to page: counted over a dump, frozen, and asked for each line.
//!
//! Most chrome of a real dump is what its site prints on every page, in words
//! that no rule knows. A first pass counts in how many pages of a site each
//! line stands ([`Counts`]); the counts of parts of a dump add up to those of the
//! whole, in any order. What comes of it is a file ([`write_counts`], [`merge`])
//! and, read back, a [`Profile`] that never changes again. Repetition is
//! evidence and no verdict: which label a line gets is decided where all
//! evidence comes together.
//!
//! The same counts tell which pages repeat another one: `words.rs` and
//! `sketch.rs` are what is compared of a page, `texts.rs` what the counts keep
//! of it, `repeats.rs` compares.

mod count;
mod file;
mod merge;
mod name;
mod packed;
mod page;
mod paths;
mod profile;
mod repeats;
mod row;
mod show;
mod sketch;
mod spill;
mod stories;
mod texts;
mod words;

pub use count::{Counts, LineCount, SiteCount, SiteRows};
pub use file::{PackedFrame, ProfileError, RowWriter, Rows, write_counts};
pub use merge::merge;
pub use name::SiteName;
pub use page::{PageCount, line_key};
pub use paths::{DEPTHS, LinePaths, PagePaths, Path, PathCount, PathKey, paths_of};
pub use profile::{Freezer, Known, LEAST_STORIES, Profile, Repeated};
pub use repeats::Repeat;
pub use row::{Row, RowSink};
pub use show::{Difference, Section, Template, compare, repeating, template, templates};
pub use sketch::Sketch;
pub use spill::{Chunk, Chunks, Spill};
pub use stories::Stories;
pub use texts::{Copies, PageName, PageText, TextCount};
pub use words::text_key;
