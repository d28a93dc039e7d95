//! JSON records to pages.
//!
//! The record is kept as it was read, with the place of its text, so that the
//! writer can copy everything else. Only the few fields that make a page are
//! decoded.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr2;
use serde_json::value::RawValue;
use xxhash_rust::xxh3::Xxh3;

use super::blocks::Block;
use super::encoding::{self, Decoded};
use super::errors::{Malformed, MalformedReason};
use super::fields::{FieldName, FieldNames};
use super::members::{Found, Lookup, scan};
use super::mend::{mend, unescape};
use crate::page::{Envelope, Member, Origin, Page, Repairs, TextSlot};

/// Member under which a record may give the readers' comments as one text.
const COMMENTS: &str = "comments";

/// The pages of a block of JSON records, in order.
pub(super) fn pages<'a>(
    block: &'a Block,
    fields: &'a FieldNames,
) -> impl Iterator<Item = Result<Page, Malformed>> + 'a {
    block.records().map(|(origin, bytes)| match page(bytes, block.encoding, fields) {
        Ok(page) => Ok(Page { origin, ..page }),
        Err(reason) => Err(Malformed { origin, reason, raw: bytes.to_vec() }),
    })
}

/// The page of one record; its origin is not set.
fn page(
    bytes: &[u8],
    converted_from: Option<&'static str>,
    fields: &FieldNames,
) -> Result<Page, MalformedReason> {
    let Decoded { text: json, mut repairs } = encoding::decode_utf8(bytes.trim_ascii());
    if converted_from.is_some() {
        repairs.encoding = converted_from;
        repairs.replaced = encoding::replacements(&json);
    }
    let (raw, members) = read_object(json, &mut repairs)?;
    let raw = on_one_line(raw);
    page_of(Envelope { raw, members, text: None }, repairs, fields)
}

/// The page of a record with its members located; its origin is not set.
pub(super) fn page_of(
    envelope: Envelope,
    repairs: Repairs,
    fields: &FieldNames,
) -> Result<Page, MalformedReason> {
    let Envelope { raw, members, .. } = envelope;
    let mut record = Record { raw: &raw, lookup: Lookup::new(&raw, members), repairs };
    let slot = record.text_slot(&fields.text).or_else(|reason| {
        record.lookup.ignore_case();
        record.text_slot(&fields.text).map_err(|_| reason)
    })?;
    let text = record.string(&slot.value).unwrap_or_default();
    let url = record.first(&fields.url, Values::Strings);
    let id = record.first(&fields.id, Values::StringsAndNumbers);
    let title = record.first(&fields.title, Values::Strings);
    let crawled = record.first(&fields.crawled, Values::StringsAndNumbers);
    let comments = record.first(&[FieldName::from(COMMENTS)], Values::Strings);
    let (members, repairs) = (record.lookup.into_members(), record.repairs);
    Ok(Page {
        id: id.unwrap_or_else(|| made_id(url.as_deref(), &text)),
        url,
        title,
        crawled,
        comments,
        text,
        envelope: Envelope { raw, members, text: Some(slot) },
        origin: Origin::default(),
        repairs,
    })
}

/// Builds the record of a page that did not come as JSON.
#[derive(Debug, Default)]
pub(super) struct Builder {
    envelope: Envelope,
}

impl Builder {
    /// Appends a member that is a string.
    pub(super) fn string(&mut self, key: &str, value: &str) {
        self.json(key, &quoted(value));
    }

    /// Appends the member that holds the page's text.
    pub(super) fn text(&mut self, key: &str, value: &str) {
        self.string(key, value);
        let member = self.envelope.members.len() - 1;
        let value = self.envelope.members.last().map(|member| member.value.clone());
        self.envelope.text = value.map(|value| TextSlot { member, value });
    }

    /// Appends a member, its value given as JSON on one line.
    pub(super) fn json(&mut self, key: &str, value: &str) {
        let Envelope { raw, members, .. } = &mut self.envelope;
        raw.push(if members.is_empty() { '{' } else { ',' });
        let mut push = |part: &str| {
            let start = raw.len();
            raw.push_str(part);
            start..raw.len()
        };
        let key = push(&quoted(key));
        push(":");
        let value = push(value);
        members.push(Member { key, value });
    }

    /// The record.
    pub(super) fn finish(mut self) -> Envelope {
        self.envelope.raw.push_str(if self.envelope.members.is_empty() { "{}" } else { "}" });
        self.envelope
    }
}

/// A text as a JSON string.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The record as valid JSON, mended where that helps, and its members.
fn read_object(
    json: Cow<'_, str>,
    repairs: &mut Repairs,
) -> Result<(String, Vec<Member>), MalformedReason> {
    let first = match scan(&json) {
        Ok(members) => return Ok((json.into_owned(), members)),
        Err(error) => error,
    };
    if let Some(what) = kind_of(&json).filter(|_| !json.starts_with('{')) {
        return Err(MalformedReason::NotObject(what));
    }
    if let Some((mended, places)) = mend(&json)
        && let Ok(members) = scan(&mended)
    {
        repairs.mended = repairs.mended.saturating_add(places);
        return Ok((mended, members));
    }
    // The parser's own place counts lines, which are not the lines of the file.
    let message = first.to_string();
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(what, _)| what);
    let line = first.line().saturating_sub(1);
    let before: usize = json.split_inclusive('\n').take(line).map(str::len).sum();
    Err(MalformedReason::NotJson { message: message.to_owned(), at: before + first.column() })
}

/// Line breaks between tokens become spaces, one for one, so that the record can be written
/// as a line of JSONL. There are none inside strings of valid JSON.
fn on_one_line(raw: String) -> String {
    if memchr2(b'\n', b'\r', raw.as_bytes()).is_some() {
        raw.replace(['\n', '\r'], " ")
    } else {
        raw
    }
}

/// What a JSON value is, by its first character; none when it is no JSON value.
fn kind_of(value: &str) -> Option<&'static str> {
    Some(match value.as_bytes().first()? {
        b'"' => "a string",
        b'{' => "an object",
        b'[' => "a list",
        b't' | b'f' if matches!(value, "true" | "false") => "a truth value",
        b'n' if value == "null" => "null",
        b'-' | b'0'..=b'9' if value.parse::<f64>().is_ok() => "a number",
        _ => return None,
    })
}

/// Which values of a field count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Values {
    Strings,
    StringsAndNumbers,
}

/// A valid record while its fields are looked up.
struct Record<'a> {
    raw: &'a str,
    lookup: Lookup<'a>,
    repairs: Repairs,
}

impl Record<'_> {
    /// The first of the names that holds a string, rather one that is not empty.
    fn text_slot(&mut self, names: &[FieldName]) -> Result<TextSlot, MalformedReason> {
        let (mut empty, mut other) = (None, None);
        for name in names {
            let Some(Found { member, value }) = self.lookup.find(&name.path) else { continue };
            let written = self.raw.get(value.clone()).unwrap_or_default();
            if written == "\"\"" {
                empty = empty.or(Some(TextSlot { member, value }));
                continue;
            }
            if written.starts_with('"') {
                return Ok(TextSlot { member, value });
            }
            other = other.or_else(|| Some((name, kind_of(written)?)));
        }
        if let Some(slot) = empty {
            return Ok(slot);
        }
        Err(match other {
            Some((name, what)) => MalformedReason::TextNotString { field: name.path.clone(), what },
            None => MalformedReason::NoText {
                tried: names.iter().map(|name| name.path.clone()).collect(),
                present: self.lookup.keys().map(str::to_owned).collect(),
                list: self.list(names),
            },
        })
    }

    /// The member that is a list whose first object has a text.
    fn list(&mut self, names: &[FieldName]) -> Option<Box<str>> {
        let keys: Vec<&str> = self.lookup.keys().collect();
        let list = keys.into_iter().find(|key| {
            let value = self.lookup.find(key).and_then(|found| self.raw.get(found.value));
            value.is_some_and(|value| holds_texts(value, names))
        });
        list.map(Box::from)
    }

    /// The value of the first of the names that has one that counts.
    fn first(&mut self, names: &[FieldName], values: Values) -> Option<String> {
        for name in names {
            let Some(found) = self.lookup.find(&name.path) else { continue };
            let written = self.raw.get(found.value.clone()).unwrap_or_default();
            let value = match kind_of(written) {
                Some("a number") if values == Values::StringsAndNumbers => Some(written.to_owned()),
                _ => self.string(&found.value),
            };
            if let Some(value) = value.filter(|value| !value.is_empty() && name.accept.takes(value))
            {
                return Some(value);
            }
        }
        None
    }

    /// The text of the JSON string at `range`; lone surrogates are replaced and counted.
    fn string(&mut self, range: &Range<usize>) -> Option<String> {
        let written = self.raw.get(range.clone())?;
        let inner = written.strip_prefix('"')?.strip_suffix('"')?;
        if let Ok(text) = serde_json::from_str(written) {
            return Some(text);
        }
        let (text, replaced) = unescape(inner);
        self.repairs.replaced = self.repairs.replaced.saturating_add(replaced);
        Some(text)
    }
}

/// Whether a value is a list whose first element is an object with a text.
fn holds_texts(value: &str, names: &[FieldName]) -> bool {
    let list: Vec<&RawValue> = serde_json::from_str(value).unwrap_or_default();
    let first = list.first().map_or("", |first| first.get());
    let members = scan(first).unwrap_or_default();
    let mut lookup = Lookup::new(first, members);
    names.iter().any(|name| lookup.find(&name.path).is_some())
}

/// The identifier of a page that has none: 16 hexadecimal digits of XXH3 over address,
/// line feed and text, so that it does not depend on the file that the page came in.
pub(super) fn made_id(url: Option<&str>, text: &str) -> String {
    let mut hash = Xxh3::new();
    hash.update(url.unwrap_or_default().as_bytes());
    hash.update(b"\n");
    hash.update(text.as_bytes());
    format!("{:016x}", hash.digest())
}

#[cfg(test)]
mod tests {
    use super::made_id;

    #[test]
    fn made_ids_tell_address_and_text_apart() {
        assert_eq!(made_id(None, "").len(), 16);
        assert_eq!(made_id(None, "a"), made_id(Some(""), "a"));
        assert_ne!(made_id(Some("a"), "b"), made_id(None, "a\nb"));
    }
}
