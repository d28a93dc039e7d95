//! Where records begin and end.
//!
//! One definition for the reader, which cuts blocks and counts records, and
//! for the parser, which reads them: if the two disagreed, record numbers
//! would be wrong. An answer depends on the record's bytes alone, so a stream
//! may be cut into pieces anywhere.

use std::ops::Range;

use memchr::memchr2;

/// The next thing in a stretch of bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Border {
    /// A whole record, and where to look on.
    Record {
        /// The record's bytes, without the line end.
        record: Range<usize>,
        /// First byte after the record.
        next: usize,
    },
    /// The start of a record that needs more bytes.
    Partial(usize),
    /// Nothing but blanks.
    End,
}

/// Where an object ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ObjectEnd {
    /// One past its closing brace.
    At(usize),
    /// After the end of the bytes, which is inside a string.
    InString,
    /// After the end of the bytes, which is outside strings.
    Beyond,
}

/// The end of the object (or list) that `bytes` starts with; braces are counted, nothing is validated.
pub(super) fn object_end(bytes: &[u8]) -> ObjectEnd {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return ObjectEnd::At(at);
                }
            }
            b'"' => match string_end(bytes, at) {
                Some(end) => at = end,
                None => return ObjectEnd::InString,
            },
            _ => {}
        }
    }
    ObjectEnd::Beyond
}

/// One past the closing quote of the string whose content starts at `from`.
pub(super) fn string_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr2(b'"', b'\\', bytes.get(at..)?)?;
        match bytes.get(at) {
            Some(b'"') => return Some(at + 1),
            _ => at += 2,
        }
    }
}
