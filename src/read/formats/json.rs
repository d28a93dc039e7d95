//! JSON objects that span lines: alone, one after the other, or in a list.

use memchr::{memchr2, memmem};

use super::{Head, Kind, Pages, Sign};
use crate::read::blocks::{Block, Cut};
use crate::read::borders::{Border, ObjectEnd, object_end, string_end};
use crate::read::encoding::BOM;
use crate::read::fields::FieldNames;
use crate::read::record;

/// JSON objects that span lines.
pub(super) struct Json;

impl Kind for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn sign(&self, head: &Head<'_>) -> Option<Sign> {
        (objects(head) == Some(Objects::Spanning)).then_some(Sign::Content)
    }

    /// An object, from brace to brace, whatever lines it spans and whatever list it stands in.
    /// What is no object is a record up to the next line or object, so that it is reported.
    fn next(&self, bytes: &[u8], from: usize, last: bool, _: &Cut) -> Border {
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

    /// The start of a line that opens an object.
    fn resume(&self, bytes: &[u8], _: &Cut) -> Option<usize> {
        memmem::find(bytes, b"\n{").map(|at| at + 1)
    }

    fn pages<'a>(&self, block: &'a Block, fields: &'a FieldNames) -> Pages<'a> {
        Box::new(record::pages(block, fields))
    }
}

/// How objects stand in an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Objects {
    /// Each on a line of its own.
    Lines,
    /// Over several lines, or several in one.
    Spanning,
}

/// How the objects stand in an input that starts with one.
pub(super) fn objects(head: &Head<'_>) -> Option<Objects> {
    match head.text {
        [b'{', ..] if opens_object(head.text) => Some(by_lines(head.text, head.whole)),
        [b'[', rest @ ..] if opens_object(rest.trim_ascii_start()) => Some(Objects::Spanning),
        // A list of none.
        [b'[', rest @ ..] if head.whole && rest.trim_ascii() == b"]" => Some(Objects::Spanning),
        _ => None,
    }
}

/// Whether text starts like a JSON object: brace, then a key and a colon, or the other brace.
fn opens_object(text: &[u8]) -> bool {
    let Some(inner) = text.strip_prefix(b"{") else { return false };
    match inner.trim_ascii_start() {
        [] | [b'}', ..] => true,
        key @ [b'"', ..] => match string_end(key, 1) {
            None => true,
            Some(end) => {
                let after = key.get(end..).unwrap_or_default().trim_ascii_start();
                after.first().is_none_or(|&byte| byte == b':')
            }
        },
        _ => false,
    }
}

/// One object a line, or objects over lines, for text that starts with an object.
fn by_lines(text: &[u8], whole: bool) -> Objects {
    let mut lines = text.splitn(2, |&byte| byte == b'\n');
    let line = lines.next().unwrap_or_default().trim_ascii_end();
    let rest = lines.next();
    if rest.is_none() && !whole {
        return Objects::Lines; // a first line longer than the head
    }
    match object_end(line) {
        ObjectEnd::At(end) => match line.get(end..).unwrap_or_default().trim_ascii_start() {
            [b',' | b'{', ..] => Objects::Spanning,
            _ => Objects::Lines,
        },
        ObjectEnd::InString => Objects::Lines, // a cut record: strings do not span lines
        // An object that goes on in the next line, or a cut record before a whole one.
        ObjectEnd::Beyond => {
            let opens = matches!(line, [.., b'{' | b'[' | b':']);
            let next = rest.unwrap_or_default().trim_ascii_start();
            if !opens && next.first() == Some(&b'{') { Objects::Lines } else { Objects::Spanning }
        }
    }
}

/// Whether at least half of the whole lines are JSON objects, although the first is not.
pub(super) fn mostly_objects(text: &[u8], whole: bool) -> bool {
    let (mut objects, mut others) = (0_usize, 0_usize);
    let mut lines = text.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).peekable();
    while let Some(line) = lines.next() {
        let cut = lines.peek().is_none() && !whole;
        if line.is_empty() || cut {
            continue;
        }
        if opens_object(line) && object_end(line) == ObjectEnd::At(line.len()) {
            objects += 1;
        } else {
            others += 1;
        }
    }
    objects > 0 && objects >= others
}
