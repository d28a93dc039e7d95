//! The formats of inputs, a file each, and their list.
//!
//! A format says how an input that holds it starts, where its records end, and
//! how a record becomes a page. Everything else about reading (compression,
//! limits, blocks, parts, threads) knows formats only by this. To add one, write
//! its file and name it in the list below.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::str::FromStr;

use super::blocks::{Block, Cut};
use super::borders::Border;
use super::compression::without_ending;
use super::encoding::BOM;
use super::errors::Malformed;
use super::fields::FieldNames;
use crate::page::Page;

mod csv;
mod csv_rows;
pub(super) mod foreign;
mod json;
mod jsonl;
mod parquet;
#[cfg(feature = "parquet")]
mod parquet_numbers;
#[cfg(feature = "parquet")]
pub(super) mod parquet_rows;
#[cfg(feature = "parquet")]
mod parquet_text;
mod text;
mod warc;
mod warc_record;

/// Defines [`Format`] from the list of formats: documentation, name of the variant, its [`Kind`].
macro_rules! formats {
    ($($(#[$doc:meta])* $format:ident => $kind:expr,)*) => {
        /// How an input is divided into pages.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub enum Format {
            /// Told by the content.
            #[default]
            Auto,
            $($(#[$doc])* $format,)*
        }

        impl Format {
            /// Every format, in the order of documentation.
            pub const ALL: [Self; 1 + [$(Self::$format),*].len()] = [Self::Auto, $(Self::$format),*];

            /// What the format does; lines of JSON until the format is told.
            pub(super) const fn kind(self) -> &'static dyn Kind {
                match self {
                    Self::Auto => &jsonl::Jsonl,
                    $(Self::$format => &$kind,)*
                }
            }
        }
    };
}

formats! {
    /// One JSON object a line.
    Jsonl => jsonl::Jsonl,
    /// JSON objects that span lines, alone, one after the other or in a list.
    Json => json::Json,
    /// WARC archives of extracted text, as the WET files of Common Crawl.
    Warc => warc::Warc,
    /// A table with a header row, its values between commas, semicolons or bars.
    Csv => csv::Csv,
    /// A table with a header row, its values between tabs.
    Tsv => csv::Tsv,
    /// Parquet: the rows of the file are records.
    Parquet => parquet::Parquet,
    /// Plain text: the file is one page.
    Text => text::Text,
}

/// The pages of a block; a record that is no page is an error of its own.
pub(super) type Pages<'a> = Box<dyn Iterator<Item = Result<Page, Malformed>> + 'a>;

/// Told how many more bytes of a file have been read.
pub(super) type Advance = Box<dyn Fn(u64) + Send>;

/// A file that is no stream of records.
#[cfg_attr(not(feature = "parquet"), expect(dead_code, reason = "read by the feature only"))]
pub(super) struct Folded {
    /// The file, opened once for each thread that may decode it.
    pub(super) files: Vec<File>,
    pub(super) advance: Advance,
    /// Whether numbers that JSON has no word for are written as strings.
    pub(super) exact: bool,
}

/// Makes a stream of records of a file that is none.
pub(super) type Unfold = fn(Folded) -> io::Result<Box<dyn Read + Send>>;

/// What a format has to say. All of it is a pure function of the bytes.
pub(super) trait Kind: Sync {
    /// The name used on the command line and in the config file.
    fn name(&self) -> &'static str;

    /// Whether an input that starts like this holds the format.
    fn sign(&self, head: &Head<'_>) -> Option<Sign>;

    /// Whether an input is one record, to be read as a whole and decoded as a whole.
    fn is_whole(&self) -> bool {
        false
    }

    /// Whether a stream of UTF-16 becomes one of UTF-8 before records are cut.
    fn is_converted(&self) -> bool {
        !self.is_whole()
    }

    /// For a format that has to be read from a file, at any place of it: how.
    fn unfold(&self) -> Option<Unfold> {
        None
    }

    /// Bytes at the start that are no record but say how records are read; none when more are needed
    /// to tell. `last`: no bytes follow these.
    fn header(&self, _bytes: &[u8], _last: bool) -> Option<usize> {
        Some(0)
    }

    /// The first record at or after `from`. `last`: no bytes follow these.
    fn next(&self, bytes: &[u8], from: usize, last: bool, cut: &Cut) -> Border;

    /// Where reading goes on after a record that was given up in its middle.
    fn resume(&self, bytes: &[u8], cut: &Cut) -> Option<usize>;

    /// The pages of a block, in order.
    fn pages<'a>(&self, block: &'a Block, fields: &'a FieldNames) -> Pages<'a>;
}

/// What speaks for a format; the first that is found in the content of an input counts, else the first in its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// The content.
    Content,
    /// Only the name: the content could be anything.
    Name,
}

/// The start of an input.
pub(super) struct Head<'a> {
    /// In UTF-8, without byte order mark and white space before it.
    text: &'a [u8],
    /// Whether that is all there is.
    whole: bool,
    /// The input as it was named.
    name: &'a str,
}

impl<'a> Head<'a> {
    /// `head` as it was read, in UTF-8.
    pub(super) fn new(head: &'a [u8], whole: bool, name: &'a str) -> Self {
        let text = head.strip_prefix(BOM).unwrap_or(head).trim_ascii_start();
        Self { text, whole, name }
    }

    /// Whether the name has one of these endings, compression endings aside.
    fn is_named(&self, endings: &[&str]) -> bool {
        let ending = Path::new(without_ending(self.name)).extension();
        ending.is_some_and(|ending| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)))
    }

    /// The format of the input; text, when nothing speaks for another.
    pub(super) fn format(&self) -> Format {
        let mut by_name = None;
        for format in Format::ALL.into_iter().filter(|&format| format != Format::Auto) {
            match format.kind().sign(self) {
                Some(Sign::Content) => return format,
                Some(Sign::Name) => by_name = by_name.or(Some(format)),
                None => {}
            }
        }
        by_name.unwrap_or(Format::Text)
    }
}

impl Format {
    /// The name used on the command line and in the config file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            format => format.kind().name(),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A name that is no format.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("unknown format {name:?} (known: {known})", known = Format::ALL.map(Format::name).join(", "))]
pub struct UnknownFormat {
    name: String,
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.name() == name)
            .ok_or_else(|| UnknownFormat { name: name.to_owned() })
    }
}

#[cfg(test)]
mod tests;
