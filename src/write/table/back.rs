//! Rows of a table back to the records that they were.
//!
//! For what reads cleaned files again: restore, the report, the comparison. What
//! the columns of our own tables hold is said by their metadata; a table that
//! another program wrote again, without it, gives what its columns say.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read};
use std::ops::Range;

use serde_json::Value;

use super::columns::{Mark, is_numeral};
use crate::page::Member;
use crate::read;
use crate::thread::Comment;
use crate::write::members::{key_name, members};
use crate::write::push_string;

/// The records of a Parquet file as lines of JSON, as they would have been written to a file of such.
///
/// # Errors
/// When it is no Parquet file, or cannot be read.
pub(crate) fn records(table: File) -> io::Result<Box<dyn Read + Send>> {
    let (schema, rows) = read::rows(table)?;
    let marked = |field: &arrow_schema::FieldRef| Some((field.name().clone(), Mark::of(field)?));
    let marks = schema.fields().iter().filter_map(marked).collect();
    let rows = BufReader::new(rows);
    Ok(Box::new(Records { rows, marks, row: String::new(), line: Vec::new(), at: 0 }))
}

struct Records {
    rows: BufReader<Box<dyn Read + Send>>,
    marks: HashMap<String, Mark>,
    row: String,
    /// The record of the row.
    line: Vec<u8>,
    /// Bytes of it that were taken.
    at: usize,
}

impl Records {
    /// Makes the record of the row that was read.
    fn turn(&mut self) -> io::Result<()> {
        let row = self.row.trim_end();
        self.line.clear();
        self.at = 0;
        self.line.push(b'{');
        let list = members(row)?;
        let id = self.whole_id(row, &list)?;
        for Member { key, value } in list {
            let key = row.get(key).unwrap_or_default();
            let value = row.get(value).unwrap_or_default();
            let name = key_name(key);
            let mark = self.marks.get(name.as_ref());
            match (mark, name.as_ref()) {
                (_, "id") if id.is_some() => {
                    put(&mut self.line, key, id.as_deref().unwrap_or_default());
                }
                (Some(_), _) if value == "null" => {}
                (Some(Mark::Json), _) => put(&mut self.line, key, &text(value)?),
                (Some(Mark::Ids), _) if is_numeral(&key_name(value)) => {
                    put(&mut self.line, key, &key_name(value));
                }
                // Whatever program wrote the table.
                (None, "presswash") if value.starts_with('"') => {
                    put(&mut self.line, key, &text(value)?);
                }
                (Some(Mark::Members), _) => put_all(&mut self.line, &text(value)?, id.is_some())?,
                (_, "comments") => put(&mut self.line, key, &comments(value)?),
                (_, "text") => {
                    put(&mut self.line, key, "");
                    push_string(&mut self.line, &text(value)?);
                }
                (Some(Mark::Found | Mark::Ids) | None, _) => put(&mut self.line, key, value),
            }
        }
        self.line.extend_from_slice(b"}\n");
        Ok(())
    }

    /// The identifier as it was, when its column does not tell it: then it is among the members without a
    /// column of their own, too.
    fn whole_id(&self, row: &str, list: &[Member]) -> io::Result<Option<String>> {
        for Member { key, value } in list {
            let key = key_name(row.get(key.clone()).unwrap_or_default());
            let value = row.get(value.clone()).unwrap_or_default();
            if self.marks.get(key.as_ref()) == Some(&Mark::Members) && value != "null" {
                let object = text(value)?;
                let part = |range: &Range<usize>| object.get(range.clone()).unwrap_or_default();
                let mut members = members(&object)?.into_iter();
                let found = members.find(|member| key_name(part(&member.key)) == "id");
                return Ok(found.map(|member| part(&member.value).to_owned()));
            }
        }
        Ok(None)
    }
}

impl Read for Records {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.line.len() {
            self.row.clear();
            if self.rows.read_line(&mut self.row)? == 0 {
                return Ok(0);
            }
            self.turn()?;
        }
        let read = { self.line.get(self.at..).unwrap_or_default() }.read(buffer)?;
        self.at += read;
        Ok(read)
    }
}

fn put(line: &mut Vec<u8>, key: &str, value: &str) {
    if line.len() > 1 {
        line.push(b',');
    }
    for part in [key, ":", value] {
        line.extend_from_slice(part.as_bytes());
    }
}

/// Puts the members of an object; its identifier only if it was not put before.
fn put_all(line: &mut Vec<u8>, object: &str, has_id: bool) -> io::Result<()> {
    for Member { key, value } in members(object)? {
        let part = |range| object.get(range).unwrap_or_default();
        let key = part(key);
        if !(has_id && key_name(key) == "id") {
            put(line, key, part(value));
        }
    }
    Ok(())
}

fn text(value: &str) -> io::Result<String> {
    Ok(serde_json::from_str(value)?)
}

/// A list of comments as it is in a record, where not every member is there.
fn comments(value: &str) -> io::Result<String> {
    let mut list: Value = serde_json::from_str(value)?;
    drop_nulls(&mut list);
    match serde_json::from_value::<Vec<Comment>>(list) {
        Ok(list) => Ok(serde_json::to_string(&list)?),
        // Not ours, which whoever reads it will tell.
        Err(_) => Ok(value.to_owned()),
    }
}

fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, value| !value.is_null());
            members.values_mut().for_each(drop_nulls);
        }
        Value::Array(values) => values.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}
