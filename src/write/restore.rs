//! Cleaned records and audit rows back to the records that were read.
//!
//! Separate because it must trust nothing but the two files: it runs long
//! after the run that wrote them, on records that may have been edited since.
//!
//! What comes back: every member of the input, in its place, with its value as
//! it was written; the text exactly, character for character. What cannot come
//! back: white space between JSON tokens, how the text's own characters were
//! escaped, and whatever the reader had to mend before there was a text (a
//! byte order mark, bytes or lone surrogates that became U+FFFD); the row's
//! `repairs` say so.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader, Read};
use std::ops::Range;

use serde::Deserialize;
use serde_json::Value;

use super::audit::{Row, hash};
use super::members::{emptied, key_name, members};
use super::pieces::{AssembleError, assemble};
use super::record::Object;
use super::schema::FORMAT;
use super::written::Kind;
use super::{Info, Sink, WriteError, open_records, push_string};
use crate::page::Member;
use crate::read::{Input, ReadError};

/// Why restoring stopped. `line` counts records from 1.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// One of the two files cannot be opened.
    #[error(transparent)]
    Open(#[from] ReadError),
    /// Reading or writing failed on the way.
    #[error("record {line}: {source}")]
    Io {
        /// Which record.
        line: u64,
        /// What the system says.
        source: io::Error,
    },
    /// A line is not what `clean` writes.
    #[error("{what} {line}: no line that presswash clean writes: {source}")]
    Json {
        /// `record` or `audit row`.
        what: &'static str,
        /// Which one.
        line: u64,
        /// What the JSON parser says.
        source: serde_json::Error,
    },
    /// A line is of another file.
    #[error("{what} {line}: this is {found}, where {wanted} is wanted")]
    Other {
        /// `record` or `audit row`.
        what: &'static str,
        /// Which one.
        line: u64,
        /// What it is.
        found: Kind,
        /// What it should be.
        wanted: Kind,
    },
    /// The record lacks a member that `clean` writes.
    #[error("record {line} has no {member:?}: it was not written by presswash clean")]
    Missing {
        /// Which record.
        line: u64,
        /// The member.
        member: String,
    },
    /// A newer program wrote the file.
    #[error("record {line} has format {format}, but this program reads formats up to {FORMAT}")]
    Format {
        /// Which record.
        line: u64,
        /// Its format.
        format: u32,
    },
    /// The audit row belongs to another record.
    #[error(
        "record {line} has id {record}, but the audit row in its place has id {audit}; \
         restore needs all records, in the order of the audit"
    )]
    Id {
        /// Which record.
        line: u64,
        /// The record's id, as JSON.
        record: String,
        /// The row's id, as JSON.
        audit: String,
    },
    /// The pieces ask for more than the record holds.
    #[error("record {line}: {source}")]
    Assemble {
        /// Which record.
        line: u64,
        /// What does not fit.
        source: AssembleError,
    },
    /// The pieces fit, but give another text.
    #[error(
        "record {line}: the restored text is not the original; the record was changed after cleaning"
    )]
    Changed {
        /// Which record.
        line: u64,
    },
    /// One of the two files ends before the other.
    #[error("{what} ends after {lines} lines, the other file goes on")]
    Short {
        /// `the cleaned file` or `the audit`.
        what: &'static str,
        /// How many lines it has.
        lines: u64,
    },
    /// The output cannot be written.
    #[error("{0}")]
    Write(#[from] WriteError),
}

/// Restores files, those that follow each other as one; archives and tables are known by their first bytes.
/// Returns the number of records.
///
/// # Errors
/// When a file cannot be read, or the two do not belong together; the sink is then dropped unfinished.
pub fn restore_files(
    cleaned: &[Input],
    audit: &[Input],
    mut sink: Sink,
) -> Result<u64, RestoreError> {
    let count = restore(open(cleaned)?, open(audit)?, |line| Ok(sink.write_block(line)?))?;
    sink.finish()?;
    Ok(count)
}

/// Restores records one by one and hands each, as a line of JSON, to `put`. Returns their number.
///
/// # Errors
/// At the first record that does not fit its audit row, or when reading or `put` fails.
pub fn restore(
    mut cleaned: impl BufRead,
    mut audit: impl BufRead,
    mut put: impl FnMut(&[u8]) -> Result<(), RestoreError>,
) -> Result<u64, RestoreError> {
    let (mut record, mut row, mut out) = (String::new(), String::new(), Vec::new());
    let mut line = 0;
    loop {
        let more = next_line(&mut cleaned, &mut record, line + 1)?;
        let more_audit = next_line(&mut audit, &mut row, line + 1)?;
        match (more, more_audit) {
            (false, false) => return Ok(line),
            (false, true) => {
                return Err(RestoreError::Short { what: "the cleaned file", lines: line });
            }
            (true, false) => return Err(RestoreError::Short { what: "the audit", lines: line }),
            (true, true) => line += 1,
        }
        out.clear();
        restore_record(&record, &row, line, &mut out)
            .map_err(|error| misplaced(&record, &row, line).unwrap_or(error))?;
        put(&out)?;
    }
}

/// Why a record could not be restored, when it or its audit row is of another file.
fn misplaced(record: &str, row: &str, line: u64) -> Option<RestoreError> {
    let lines = [("record", record, Kind::Record), ("audit row", row, Kind::Row)];
    lines.into_iter().find_map(|(what, text, wanted)| {
        let found = Kind::of(text.trim()).filter(|found| *found != wanted)?;
        Some(RestoreError::Other { what, line, found, wanted })
    })
}

/// The next line that is not blank.
fn next_line(input: &mut impl BufRead, into: &mut String, line: u64) -> Result<bool, RestoreError> {
    loop {
        into.clear();
        if input.read_line(into).map_err(|source| RestoreError::Io { line, source })? == 0 {
            return Ok(false);
        }
        if !into.trim().is_empty() {
            return Ok(true);
        }
    }
}

fn open(inputs: &[Input]) -> Result<impl BufRead, RestoreError> {
    let mut left = VecDeque::from(inputs.to_vec());
    let open = match left.pop_front() {
        Some(first) => open_records(&first)?,
        None => Box::new(io::empty()),
    };
    Ok(BufReader::new(Files { open, left }))
}

/// Files one after the other, each opened when the one before it ends: there may be more than can be open.
struct Files {
    open: Box<dyn Read + Send>,
    left: VecDeque<Input>,
}

impl Read for Files {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.open.read(into)?;
            if read > 0 || into.is_empty() {
                return Ok(read);
            }
            let Some(next) = self.left.pop_front() else { return Ok(0) };
            // A last line without its end would run into the next file's.
            let records = open_records(&next).map_err(io::Error::other)?;
            self.open = Box::new(io::Cursor::new(b"\n").chain(records));
        }
    }
}

fn restore_record(raw: &str, row: &str, line: u64, out: &mut Vec<u8>) -> Result<(), RestoreError> {
    let raw = raw.trim();
    let json = |what| move |source| RestoreError::Json { what, line, source };
    let row: Row<'_> = serde_json::from_str(row).map_err(json("audit row"))?;
    let list = members(raw).map_err(json("record"))?;
    let record = Cleaned { raw, line, members: &list };
    let id = row.id.get();
    record.check_id(id)?;
    let info: Info = record.decode("presswash")?;
    let format = info.format.max(row.presswash.format);
    if format > FORMAT {
        return Err(RestoreError::Format { line, format });
    }
    let text: String = record.decode("text")?;
    let comments: Vec<Body> = record.decode("comments")?;
    let original = assemble(&row.presswash.pieces, &text, &comments)
        .map_err(|source| RestoreError::Assemble { line, source })?;
    if hash(&original) != row.presswash.hash {
        return Err(RestoreError::Changed { line });
    }
    record.write(&info, id, &original, out)
}

/// What restore needs of a comment.
#[derive(Deserialize)]
struct Body {
    text: String,
}

impl AsRef<str> for Body {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

/// A cleaned record with its members located.
struct Cleaned<'r> {
    raw: &'r str,
    line: u64,
    members: &'r [Member],
}

impl<'r> Cleaned<'r> {
    fn part(&self, range: &Range<usize>) -> &'r str {
        self.raw.get(range.clone()).unwrap_or_default()
    }

    fn find(&self, name: &str) -> Result<&'r str, RestoreError> {
        let found = self.members.iter().find(|member| key_name(self.part(&member.key)) == name);
        found.map(|member| self.part(&member.value)).ok_or_else(|| self.missing(name))
    }

    fn missing(&self, member: &str) -> RestoreError {
        RestoreError::Missing { line: self.line, member: member.to_owned() }
    }

    fn decode<T: for<'de> Deserialize<'de>>(&self, name: &str) -> Result<T, RestoreError> {
        let line = self.line;
        serde_json::from_str(self.find(name)?).map_err(|source| RestoreError::Json {
            what: "record",
            line,
            source,
        })
    }

    fn check_id(&self, audit: &str) -> Result<(), RestoreError> {
        let record = self.find("id")?;
        // Other tools may write the same id with other escapes.
        let value = |raw: &str| serde_json::from_str::<Value>(raw).ok();
        if record == audit || value(record) == value(audit) {
            return Ok(());
        }
        // In a table numbers may stand as strings, which its columns say, but not when another tool wrote it.
        if value(record) == Some(Value::String(audit.to_owned())) {
            return Ok(());
        }
        let (record, audit) = (record.to_owned(), audit.to_owned());
        Err(RestoreError::Id { line: self.line, record, audit })
    }

    /// Writes the input's record: added members left out, moved ones put back, the text as it was.
    fn write(
        &self,
        info: &Info,
        id: &str,
        original: &str,
        out: &mut Vec<u8>,
    ) -> Result<(), RestoreError> {
        let added = |name: &str| info.added.iter().any(|added| added == name);
        let mut text = Vec::with_capacity(original.len() + 2);
        push_string(&mut text, original);
        let text = String::from_utf8_lossy(&text);
        let nested = added("text").then_some(info.text_field.as_deref()).flatten();
        let mut list: Vec<(String, &str)> = Vec::with_capacity(self.members.len());
        for member in self.members {
            let (key, value) = (self.part(&member.key), self.part(&member.value));
            match key_name(key).as_ref() {
                "comments" | "presswash" => {}
                name if added(name) => {}
                "text" => {
                    let name = info.text_field.as_deref().unwrap_or("text");
                    list.push((quoted(name), text.as_ref()));
                }
                "id" => list.push((key.to_owned(), id)),
                _ => list.push((key.to_owned(), value)),
            }
        }
        for moved in &info.replaced {
            list.insert(moved.at.min(list.len()), (quoted(&moved.key), moved.value.get()));
        }
        let start = out.len();
        let mut object = Object::open(out);
        for (key, value) in &list {
            object.key(key);
            object.out.extend_from_slice(value.as_bytes());
        }
        out.push(b'}');
        if let Some(path) = nested {
            self.fill_nested(path, info.text_nth, &text, start, out)?;
        }
        out.push(b'\n');
        Ok(())
    }

    /// Puts the text into its place inside another member.
    fn fill_nested(
        &self,
        path: &str,
        nth: Option<usize>,
        text: &str,
        start: usize,
        out: &mut Vec<u8>,
    ) -> Result<(), RestoreError> {
        let written = out.get(start..).and_then(|bytes| std::str::from_utf8(bytes).ok());
        let places = written.map(|raw| emptied(raw, path)).unwrap_or_default();
        let place = nth.map_or(places.last(), |nth| places.get(nth));
        let place = place.ok_or_else(|| self.missing(path))?;
        out.splice(start + place.start..start + place.end, text.bytes());
        Ok(())
    }
}

fn quoted(name: &str) -> String {
    let mut out = Vec::with_capacity(name.len() + 2);
    push_string(&mut out, name);
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
#[path = "restore_tests.rs"]
mod tests;
