//! Where records begin and end.
//!
//! One definition for the reader, which cuts blocks and counts records, and
//! for the parser, which reads them: if the two disagreed, record numbers
//! would be wrong. An answer depends on the record's bytes alone, so a stream
//! may be cut into pieces anywhere.

use std::ops::Range;

use memchr::memmem;
use memchr::{memchr, memchr2};

use super::encoding::BOM;
use super::format::Format;

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

/// The first record at or after `from`. `last`: no bytes follow these.
pub(super) fn next(bytes: &[u8], from: usize, format: Format, last: bool) -> Border {
    match format {
        Format::Json => next_object(bytes, from, last),
        Format::Auto | Format::Jsonl | Format::Text => next_line(bytes, from, last),
    }
}

/// Where reading goes on after a record that was given up in its middle: the
/// start of a line, for objects of a line that opens one.
pub(super) fn resume(bytes: &[u8], format: Format) -> Option<usize> {
    let at = match format {
        Format::Json => memmem::find(bytes, b"\n{"),
        Format::Auto | Format::Jsonl | Format::Text => memchr(b'\n', bytes),
    };
    at.map(|at| at + 1)
}

/// A line that is not blank.
fn next_line(bytes: &[u8], from: usize, last: bool) -> Border {
    let mut at = from;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        if rest.is_empty() {
            return Border::End;
        }
        let (len, next) = match memchr(b'\n', rest) {
            Some(len) => (len, at + len + 1),
            None if last => (rest.len(), bytes.len()),
            None => return Border::Partial(at),
        };
        if !is_blank(rest.get(..len).unwrap_or_default()) {
            return Border::Record { record: at..at + len, next };
        }
        at = next;
    }
}

fn is_blank(line: &[u8]) -> bool {
    line.strip_prefix(BOM).unwrap_or(line).trim_ascii().is_empty()
}

/// An object, from brace to brace, whatever lines it spans and whatever list it stands in.
/// What is no object is a record up to the next line or object, so that it is reported.
fn next_object(bytes: &[u8], from: usize, last: bool) -> Border {
    let mut at = from;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let len = match rest {
            [] => return Border::End,
            // Between objects; 0x1e is the separator of JSON text sequences.
            [b' ' | b'\t' | b'\r' | b'\n' | b',' | b'[' | b']' | 0x1e, ..] => {
                at += 1;
                continue;
            }
            [0xef, 0xbb, 0xbf, ..] => {
                at += BOM.len();
                continue;
            }
            [b'{', ..] => match object_end(rest) {
                ObjectEnd::At(len) => Some(len),
                ObjectEnd::Beyond | ObjectEnd::InString => None,
            },
            _ => memchr2(b'\n', b'{', rest),
        };
        return match len {
            Some(len) => Border::Record { record: at..at + len, next: at + len },
            None if last => Border::Record { record: at..bytes.len(), next: bytes.len() },
            None => Border::Partial(at),
        };
    }
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

#[cfg(test)]
mod tests {
    use super::{Border, next};
    use crate::read::format::Format;

    fn records(bytes: &str, format: Format) -> Vec<&str> {
        let mut at = 0;
        let mut found = Vec::new();
        while let Border::Record { record, next } = next(bytes.as_bytes(), at, format, true) {
            found.push(&bytes[record]);
            at = next;
        }
        found
    }

    #[test]
    fn lines_without_the_blank_ones() {
        assert_eq!(records("\n{}\r\n \t\r\n\n{1}", Format::Jsonl), ["{}\r", "{1}"]);
        assert!(records("\u{feff}\r\n", Format::Jsonl).is_empty());
    }

    #[test]
    fn objects_of_lists_sequences_and_many_lines() {
        let list = "[\n  {\"a\": \"}\\\"\",\n \"b\": [{}]},\n  {\"c\": 1}\n]\n";
        assert_eq!(
            records(list, Format::Json),
            ["{\"a\": \"}\\\"\",\n \"b\": [{}]}", "{\"c\": 1}"]
        );
        assert_eq!(records("{}{}\u{1e}{}", Format::Json), ["{}", "{}", "{}"]);
    }

    #[test]
    fn what_is_no_object_is_reported_and_passed() {
        assert_eq!(records("[null, {}, 3\n{}", Format::Json), ["null, ", "{}", "3", "{}"]);
        assert_eq!(records("{\"a\": ", Format::Json), ["{\"a\": "]);
    }

    #[test]
    fn an_open_record_waits_for_more() {
        assert_eq!(next(b"{}\n{", 3, Format::Jsonl, false), Border::Partial(3));
        assert_eq!(next(b"{}\n{", 2, Format::Json, false), Border::Partial(3));
        assert_eq!(next(b"{\"\\", 0, Format::Json, false), Border::Partial(0));
        assert_eq!(next(b"{}\n", 3, Format::Jsonl, false), Border::End);
    }
}
