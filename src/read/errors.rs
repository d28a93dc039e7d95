//! What can go wrong between an input and its pages.
//!
//! Two kinds, kept apart because they are handled apart: a [`ReadError`] comes
//! from the reader of one input, a [`Malformed`] from one record. Both carry
//! the bytes concerned, so that they can be put aside and nothing is lost.

use std::fmt;
use std::io;
use std::sync::Arc;

use super::bounds::Excess;
use super::compression::Compression;
use super::watch::Change;
use crate::page::Origin;

/// A failure of one input. What was read before it has been delivered.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The input could not be opened at all.
    #[error("{path}: cannot be opened: {source}")]
    Open {
        /// The input as it was named.
        path: Arc<str>,
        /// What the system said.
        source: io::Error,
    },
    /// The input is of a kind that is not read, known by its first bytes.
    #[error("{path}: {what}, which is not read here")]
    Unsupported {
        /// The input as it was named.
        path: Arc<str>,
        /// The kind: `a PDF document`.
        what: &'static str,
    },
    /// Compressed data is damaged or ends too early; the rest of the input is lost.
    #[error(
        "{origin}: {compression} data is damaged after {decompressed} bytes of content, \
         at compressed byte {compressed}: {source}; the rest of the input is lost"
    )]
    Decompress {
        /// The record that was cut off.
        origin: Origin,
        /// How the input is compressed.
        compression: Compression,
        /// Bytes of the input that the decoder had taken in.
        compressed: u64,
        /// Bytes that came out of the decoder.
        decompressed: u64,
        /// What the decoder said.
        source: io::Error,
        /// What there is of the record that was cut off.
        partial: Vec<u8>,
    },
    /// Reading failed midway; the rest of the input is lost.
    #[error("{origin}: cannot be read on: {source}; the rest of the input is lost")]
    Io {
        /// The record that was cut off.
        origin: Origin,
        /// What the system said.
        source: io::Error,
        /// What there is of the record that was cut off.
        partial: Vec<u8>,
    },
    /// A record is over the limit; it is passed over and reading goes on.
    #[error("{origin}: the record is longer than the limit of {limit} bytes and is passed over")]
    TooLong {
        /// The record.
        origin: Origin,
        /// The limit, in bytes.
        limit: usize,
        /// The first bytes of the record, 64 KiB at most.
        head: Vec<u8>,
    },
    /// The input is over a limit; the rest of it is left out.
    #[error("{origin}: the input {excess}{}; the rest of the input is left out", SoFar {
        compression: *compression, compressed: *compressed, decompressed: *decompressed
    })]
    Excess {
        /// The record that was cut off.
        origin: Origin,
        /// The limit.
        excess: Excess,
        /// How the input is compressed.
        compression: Compression,
        /// Bytes of the input that the decoder had taken in.
        compressed: u64,
        /// Bytes that came out of the decoder.
        decompressed: u64,
        /// The first bytes of the record that was cut off, 64 KiB at most.
        head: Vec<u8>,
    },
    /// The file was changed by something else while it was read.
    #[error("{path}: {change}")]
    Changed {
        /// The input as it was named.
        path: Arc<str>,
        /// What happened to it.
        change: Change,
    },
}

impl ReadError {
    /// What was read of the record concerned; may be cut anywhere.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        match self {
            Self::Open { .. } | Self::Unsupported { .. } | Self::Changed { .. } => &[],
            Self::Decompress { partial, .. } | Self::Io { partial, .. } => partial,
            Self::TooLong { head, .. } | Self::Excess { head, .. } => head,
        }
    }

    /// The record concerned; none when the input as a whole is.
    #[must_use]
    pub const fn origin(&self) -> Option<&Origin> {
        match self {
            Self::Open { .. } | Self::Unsupported { .. } | Self::Changed { .. } => None,
            Self::Decompress { origin, .. }
            | Self::Io { origin, .. }
            | Self::TooLong { origin, .. }
            | Self::Excess { origin, .. } => Some(origin),
        }
    }

    /// The kind of failure, without the particulars: few enough to be counted.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Open { .. }
            | Self::Unsupported { .. }
            | Self::Decompress { .. }
            | Self::Io { .. } => "input unreadable",
            Self::TooLong { .. } => "record too long",
            Self::Excess { .. } => "input over a limit",
            Self::Changed { .. } => "input changed",
        }
    }

    /// Whether the input ends here; after a record over the limit it goes on, and a changed file may
    /// have another error.
    #[must_use]
    pub const fn is_last(&self) -> bool {
        !matches!(self, Self::TooLong { .. } | Self::Changed { .. })
    }
}

/// How far a decoder had come; nothing for data that was not compressed.
struct SoFar {
    compression: Compression,
    compressed: u64,
    decompressed: u64,
}

impl fmt::Display for SoFar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { compression, compressed, decompressed } = self;
        match compression {
            Compression::Plain => Ok(()),
            _ => write!(f, ", {decompressed} bytes at byte {compressed} of the {compression} data"),
        }
    }
}

/// A record that is no page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{origin}: {reason}")]
pub struct Malformed {
    /// Where the record stands.
    pub origin: Origin,
    /// Why it is no page.
    pub reason: MalformedReason,
    /// The record's bytes as they were read.
    pub raw: Vec<u8>,
}

/// Why a record is no page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MalformedReason {
    /// The record is not JSON, and mending did not help.
    #[error("not JSON: {message}, at byte {at} of the record")]
    NotJson {
        /// What the JSON parser said.
        message: String,
        /// Where in the record, in bytes from 1.
        at: usize,
    },
    /// The record is JSON but no object.
    #[error("not a JSON object but {0}")]
    NotObject(&'static str),
    /// No field of the text's names is there.
    #[error("no text field (looked for {}; the record has {}); {}", Names(tried), Names(present), Remedy(list.as_deref()))]
    NoText {
        /// The names looked for, in order.
        tried: Vec<String>,
        /// The record's keys as they are written, in order.
        present: Vec<String>,
        /// The member that is a list of records with a text, as many an interface gives them.
        list: Option<Box<str>>,
    },
    /// The text field holds something else than a string.
    #[error("the text field {field} is {what}, not a string")]
    TextNotString {
        /// The field that is there.
        field: String,
        /// What it holds: `null`, `a number`.
        what: &'static str,
    },
    /// A part of an archive that is no WARC record, or has no length.
    #[error("{0}")]
    NotWarc(&'static str),
    /// A WARC record that is shorter or longer than it says: it was cut off, or its length is wrong.
    #[error("the Content-Length is {claimed} bytes, but {found} are there")]
    WarcLength {
        /// Bytes of the body by its head.
        claimed: usize,
        /// Bytes up to the next record, or to the end.
        found: usize,
    },
    /// A row of a table with too few or too many values.
    #[error("the row has {found} values, the header row {columns}")]
    Ragged {
        /// Values of the row.
        found: usize,
        /// Names in the header row.
        columns: usize,
    },
    /// A row of a table with a quote that is not closed before the end.
    #[error("a quoted value is not closed")]
    OpenQuote,
    /// Nothing is wrong with the record, but it is none that holds a page.
    #[error("{0}, which holds no extracted text")]
    NoPage(NoPage),
}

/// A sound record that holds no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoPage {
    /// About the archive.
    WarcInfo,
    /// What was asked of a site.
    WarcRequest,
    /// About another record.
    WarcMetadata,
    /// A page as HTML.
    WarcHtml,
    /// Content that is no text, or packed.
    WarcNoText,
    /// Any other type, like `revisit`.
    WarcOther,
}

impl NoPage {
    /// The kind of record, for counting.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::WarcInfo => "WARC warcinfo",
            Self::WarcRequest => "WARC request",
            Self::WarcMetadata => "WARC metadata",
            Self::WarcHtml => "WARC record of HTML",
            Self::WarcNoText => "WARC record of no plain text",
            Self::WarcOther => "WARC record of another type",
        }
    }

    /// What to tell when there is one: somebody may have expected a page.
    #[must_use]
    pub const fn advice(self) -> Option<&'static str> {
        match self {
            Self::WarcHtml => Some(
                "records of HTML are passed over: presswash reads extracted text, like the WET files of a crawl",
            ),
            _ => None,
        }
    }
}

impl fmt::Display for NoPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What to do where no text was found.
struct Remedy<'a>(Option<&'a str>);

impl fmt::Display for Remedy<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => f.write_str("name it by --text-field"),
            Some(list) => write!(f, "its records are in a list, give each by jq -c '.{list}[]'"),
        }
    }
}

/// At most this many names are listed in a message.
const NAMES_SHOWN: usize = 8;

/// Longest name shown whole, in characters.
const NAME_CHARS: usize = 40;

/// Names in a message: few, short, and without signs that could play with a terminal.
struct Names<'a>(&'a [String]);

impl fmt::Display for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("none");
        }
        for (index, name) in self.0.iter().take(NAMES_SHOWN).enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            for c in name.chars().take(NAME_CHARS) {
                write!(f, "{}", c.escape_debug())?;
            }
            if name.chars().nth(NAME_CHARS).is_some() {
                f.write_str("...")?;
            }
        }
        match self.0.len().saturating_sub(NAMES_SHOWN) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Malformed, MalformedReason};
    use crate::page::Origin;

    #[test]
    fn messages_say_where_and_why() {
        let origin = Origin { path: "dump.jsonl.gz".into(), record: 17, offset: 20411 };
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let reason = MalformedReason::NoText {
            tried: names(&["text", "maintext"]),
            present: names(&["id", "bo\u{1b}dy"]),
            list: None,
        };
        let malformed = Malformed { origin, reason, raw: Vec::new() };
        assert_eq!(
            malformed.to_string(),
            "dump.jsonl.gz: record 17, byte 20411: no text field \
             (looked for text, maintext; the record has id, bo\\u{1b}dy); name it by --text-field"
        );
    }

    #[test]
    fn long_lists_and_names_are_cut() {
        let present = (0..11).map(|n| format!("k{n}{}", "x".repeat(n * 10))).collect();
        let reason = MalformedReason::NoText { tried: Vec::new(), present, list: None };
        let message = reason.to_string();
        assert!(message.contains("looked for none"), "{message}");
        assert!(message.contains("... and 3 more)"), "{message}");
        assert!(!message.contains(&"x".repeat(50)), "{message}");
    }
}
