//! WARC archives of extracted text: the WET files of Common Crawl and their like.
//!
//! A record is found by its `Content-Length`, which is believed only when
//! another record, the end, or what closes a record follows; else the record ends where
//! the next line starts with `WARC/1.`, so that one broken record costs no other. Which
//! records are pages is in the file `warc_record.rs`.

use memchr::memmem;

use super::warc_record::{self, Fields};
use super::{Head, Kind, Pages, Sign};
use crate::read::blocks::{Block, Cut};
use crate::read::borders::Border;
use crate::read::fields::FieldNames;

/// How a record starts.
const MAGIC: &[u8] = b"WARC/1.";

/// How a record starts inside an archive.
const NEXT: &[u8] = b"\nWARC/1.";

/// What closes a record.
const END: &[u8] = b"\r\n\r\n";

/// Most bytes between records.
const BETWEEN: usize = END.len();

/// Bytes after a record's body that tell whether its length was right.
const AHEAD: usize = BETWEEN + MAGIC.len();

/// WARC archives.
pub(super) struct Warc;

impl Kind for Warc {
    fn name(&self) -> &'static str {
        "warc"
    }

    fn sign(&self, head: &Head<'_>) -> Option<Sign> {
        let named = head.is_named(&["warc", "wet"]).then_some(Sign::Name);
        if head.text.is_empty() {
            return named;
        }
        let line = head.text.strip_prefix(MAGIC)?.split(|byte| *byte == b'\n').next()?;
        // Prose may begin with the words, and goes on.
        let is_alone = line.trim_ascii_end().iter().all(u8::is_ascii_digit);
        is_alone.then_some(Sign::Content).or(named)
    }

    /// Each record has an encoding of its own.
    fn is_converted(&self) -> bool {
        false
    }

    fn next(&self, bytes: &[u8], from: usize, last: bool, cut: &Cut) -> Border {
        let rest = bytes.get(from..).unwrap_or_default();
        let blank = rest.iter().take_while(|&&byte| matches!(byte, b'\r' | b'\n')).count();
        let start = from + blank;
        let rest = rest.get(blank..).unwrap_or_default();
        if rest.is_empty() {
            return Border::End;
        }
        match length(rest, last, cut.max_record) {
            Some(len) => Border::Record { record: start..start + len, next: start + len },
            None => Border::Partial(start),
        }
    }

    fn resume(&self, bytes: &[u8], _: &Cut) -> Option<usize> {
        memmem::find(bytes, NEXT).map(|at| at + 1)
    }

    fn pages<'a>(&self, block: &'a Block, _: &'a FieldNames) -> Pages<'a> {
        Box::new(warc_record::pages(block))
    }
}

/// Bytes of the record that `rest` starts with; none when more are needed to tell.
///
/// Looks at no more than one byte over the limit, so that the answer does not depend on how much
/// of the archive is there.
fn length(rest: &[u8], last: bool, limit: usize) -> Option<usize> {
    let seen = rest.get(..limit.saturating_add(1)).unwrap_or(rest);
    let whole = last && seen.len() == rest.len();
    let next = |from: usize| {
        let after = seen.get(from..).unwrap_or_default();
        memmem::find(after, NEXT).map(|at| from + at + 1).or(whole.then_some(seen.len()))
    };
    if !seen.starts_with(MAGIC) {
        // Too little to tell that it is no record.
        return if MAGIC.starts_with(seen) && !whole { None } else { next(0) };
    }
    let Some(body) = warc_record::head_end(seen) else { return next(0) };
    if next(0).is_some_and(|next| next < body) {
        return next(0);
    }
    let claimed = Fields::parse(seen.get(..body).unwrap_or_default()).content_length();
    let end = claimed.and_then(|claimed| body.checked_add(claimed));
    let Some(end) = end.filter(|end| end.saturating_add(AHEAD) <= limit) else { return next(body) };
    match follows(seen, end) {
        Some(true) => Some(end),
        // What stands behind a record that was ended as it should be is no part of it.
        Some(false) if ends(seen, end) => Some(end),
        Some(false) => next(body),
        None if !whole => None,
        None if end <= seen.len() => Some(end),
        None => next(body),
    }
}

/// Whether the two line ends that close a record stand at `end`. Lone line feeds do not count: they
/// stand between the paragraphs of any text.
fn ends(bytes: &[u8], end: usize) -> bool {
    bytes.get(end..).is_some_and(|after| after.starts_with(END))
}

/// Whether another record follows at `end`; none when that cannot be told yet.
fn follows(bytes: &[u8], end: usize) -> Option<bool> {
    let after = bytes.get(end..)?;
    let blank =
        after.iter().take(BETWEEN).take_while(|&&byte| matches!(byte, b'\r' | b'\n')).count();
    let after = after.get(blank..)?;
    if after.starts_with(MAGIC) {
        Some(true)
    } else if MAGIC.starts_with(after) {
        None
    } else {
        Some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::{Cut, Head, Kind as _, Sign, Warc};
    use crate::read::borders::Border;

    fn lengths(bytes: &str, last: bool) -> Vec<usize> {
        let (mut at, mut found) = (0, Vec::new());
        let cut = Cut::default();
        while let Border::Record { record, next } = Warc.next(bytes.as_bytes(), at, last, &cut) {
            found.push(record.len());
            at = next;
        }
        found
    }

    fn record(length: &str, body: &str) -> String {
        format!("WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: {length}\r\n\r\n{body}")
    }

    #[test]
    fn prose_about_archives_is_none() {
        let sign = |text: &str, name: &str| Warc.sign(&Head::new(text.as_bytes(), true, name));
        assert_eq!(sign("WARC/1.0\r\nWARC-Type: warcinfo\r\n", "-"), Some(Sign::Content));
        assert_eq!(sign("WARC/1.1\nno end", "-"), Some(Sign::Content));
        let prose = "WARC/1.0 is a format that archives use.\n\nIt is old.";
        assert_eq!(sign(prose, "w.txt"), None);
        assert_eq!(sign(prose, "w.warc"), Some(Sign::Name));
    }

    #[test]
    fn a_length_is_believed_when_another_record_follows() {
        let one = record("12", "a\nWARC/1.0\r\n");
        let sizes = [one.len(), one.len()];
        assert_eq!(lengths(&format!("{one}\r\n\r\n{one}\r\n\r\n"), true), sizes);
        assert_eq!(lengths(&format!("{one}{one}"), true), sizes, "without line ends");
        let plain = one.replace("\r\n", "\n").replace("WARC/1.0\n\n", "WARC/1.0\n");
        assert_eq!(lengths(&plain.replace("12", "11"), true), [plain.len()], "LF only");
    }

    #[test]
    fn after_a_wrong_length_the_next_record_is_found() {
        for wrong in ["3", "99", "99999999999999999999", "-1", "x"] {
            let broken = record(wrong, "a body\r\n\r\n");
            let good = record("2", "ok");
            assert_eq!(
                lengths(&format!("{broken}{good}"), true),
                [broken.len(), good.len()],
                "{wrong}"
            );
        }
    }

    #[test]
    fn what_is_no_record_is_one_up_to_the_next() {
        let good = record("2", "ok");
        assert_eq!(lengths(&format!("rubbish\n{good}"), true), [8, good.len()]);
        assert_eq!(lengths(&format!("WARC/1.0\r\nno end\n{good}"), true), [17, good.len()]);
    }

    #[test]
    fn a_closed_record_is_parted_from_what_follows() {
        let good = record("2", "ok");
        for last in [true, false] {
            let found =
                lengths(&format!("{good}\r\n\r\nrubbish\nmore\n{good}\r\n\r\n{good}"), last);
            assert_eq!(found[..3], [good.len(), 13, good.len()]);
        }
        assert_eq!(lengths(&format!("{good}\r\n\r\nmore"), true), [good.len(), 4]);
        assert_eq!(lengths(&format!("{good}\r\n\r\nmore"), false), [good.len()]);
        // A length that is too small for a text with paragraphs.
        let short = record("2", "ok\n\nA paragraph\n\n");
        assert_eq!(lengths(&format!("{short}{good}"), true), [short.len(), good.len()]);
    }

    #[test]
    fn an_open_record_waits_for_what_follows() {
        let good = record("2", "ok");
        assert!(lengths(&good, false).is_empty());
        assert_eq!(lengths(&format!("{good}\r\n\r\nWARC/1."), false), [good.len()]);
        assert!(lengths(&format!("{good}\r\n\r\nWARC"), false).is_empty());
    }
}
