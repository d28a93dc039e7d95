//! One input document, and where it came from.
//!
//! A page keeps the record it was read from as raw bytes, with the place of
//! the text in it, so that every other field can be written out unchanged.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// One document of a dump.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Identifier from the record; made from the content or the file name when the record has none.
    pub id: String,
    /// Address of the page, when the record gives one.
    pub url: Option<String>,
    /// Headline, when the record gives one in a field of its own.
    pub title: Option<String>,
    /// When the page was fetched, as the record writes it; relative comment dates are resolved against it.
    pub crawled: Option<String>,
    /// The readers' comments, when the record gives them as a text in a field of its own.
    pub comments: Option<String>,
    /// The page as text, valid UTF-8. Every span of every stage points into this.
    pub text: String,
    /// The record that the text came from.
    pub envelope: Envelope,
    /// Where the record stands in the input.
    pub origin: Origin,
    /// What had to be mended to read the text.
    pub repairs: Repairs,
}

/// The JSON object that a page was read from, with its parts located.
///
/// For a page that was no JSON record (a text file) `raw` is empty and there
/// are no members.
#[derive(Clone, Debug, Default)]
pub struct Envelope {
    /// The object as it was read: valid UTF-8, one JSON object, on one line (line breaks
    /// between its tokens are spaces here).
    pub raw: String,
    /// Its top-level members, in order.
    pub members: Vec<Member>,
    /// The member that holds the text, and the place of the text's JSON string in `raw`.
    pub text: Option<TextSlot>,
}

/// A top-level member of a JSON object: byte ranges into [`Envelope::raw`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The key with its quotes.
    pub key: Range<usize>,
    /// The value as it is written.
    pub value: Range<usize>,
}

/// Where the page's text stands in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextSlot {
    /// Index into [`Envelope::members`].
    pub member: usize,
    /// The JSON string of the text, quotes included; inside the member's value when the field is nested.
    pub value: Range<usize>,
}

impl Envelope {
    /// The member with this key, as it is written (no escapes undone); the last one when a key is doubled.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<usize> {
        self.members.iter().rposition(|member| {
            self.raw.get(member.key.clone()).is_some_and(|quoted| quoted.trim_matches('"') == key)
        })
    }
}

/// Where a record stands in the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The input as it was named: a path, or `-`.
    pub path: Arc<str>,
    /// Number of the record in its file, from 1.
    pub record: u64,
    /// Byte offset of the record in its file, after decompression.
    pub offset: u64,
}

impl Default for Origin {
    fn default() -> Self {
        Self { path: Arc::from("-"), record: 1, offset: 0 }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: record {}, byte {}", self.path, self.record, self.offset)
    }
}

/// What had to be mended so that a page could be read. All zero for a clean page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repairs {
    /// The encoding that the bytes were decoded from, when it was not UTF-8.
    pub encoding: Option<&'static str>,
    /// Whether a byte order mark was taken off.
    pub bom: bool,
    /// Bytes or escapes that stood for no character and became U+FFFD.
    pub replaced: u32,
    /// Places where the record was no JSON and was put right: raw control characters in strings,
    /// backslashes that escape nothing, `NaN` as a number; characters written as two surrogates in UTF-8.
    pub mended: u32,
}

impl Repairs {
    /// Whether anything was mended.
    #[must_use]
    pub fn any(&self) -> bool {
        *self != Self::default()
    }
}
