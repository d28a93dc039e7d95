//! One JSON object a line.
//!
//! A line is a record whatever it holds, so that what is no object is reported
//! by its number.

use memchr::memchr;

use super::json::{Objects, mostly_objects, objects};
use super::{Head, Kind, Pages, Sign};
use crate::read::blocks::{Block, Cut};
use crate::read::borders::Border;
use crate::read::encoding::BOM;
use crate::read::fields::FieldNames;
use crate::read::record;

/// One JSON object a line.
pub(super) struct Jsonl;

impl Kind for Jsonl {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn sign(&self, head: &Head<'_>) -> Option<Sign> {
        match objects(head) {
            Some(Objects::Lines) => Some(Sign::Content),
            Some(Objects::Spanning) => None,
            None if mostly_objects(head.text, head.whole) => Some(Sign::Content),
            None => head.is_named(&["jsonl", "ndjson", "jsonlines", "json"]).then_some(Sign::Name),
        }
    }

    /// A line that is not blank.
    fn next(&self, bytes: &[u8], from: usize, last: bool, _: &Cut) -> Border {
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

    fn resume(&self, bytes: &[u8], _: &Cut) -> Option<usize> {
        memchr(b'\n', bytes).map(|at| at + 1)
    }

    fn pages<'a>(&self, block: &'a Block, fields: &'a FieldNames) -> Pages<'a> {
        Box::new(record::pages(block, fields))
    }
}

fn is_blank(line: &[u8]) -> bool {
    line.strip_prefix(BOM).unwrap_or(line).trim_ascii().is_empty()
}
