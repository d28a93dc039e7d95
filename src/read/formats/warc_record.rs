//! WARC records to pages.
//!
//! Separate from the finding of records: here one record is known to start with
//! a head, and the question is what it holds. A page is made of extracted text only.

use serde_json::{Map, Value};

use crate::page::{Origin, Page};
use crate::read::blocks::Block;
use crate::read::encoding::{self, Decoded};
use crate::read::errors::{Malformed, MalformedReason, NoPage};
use crate::read::record::{Builder, made_id};

/// The pages of a block of WARC records, in order.
pub(super) fn pages(block: &Block) -> impl Iterator<Item = Result<Page, Malformed>> + '_ {
    block.records().map(|(origin, bytes)| match page(bytes) {
        Ok(page) => Ok(Page { origin, ..page }),
        Err(reason) => Err(Malformed { origin, reason, raw: bytes.to_vec() }),
    })
}

/// The page of one record; its origin is not set.
fn page(bytes: &[u8]) -> Result<Page, MalformedReason> {
    let no_head = || MalformedReason::NotWarc("no head of a WARC record");
    let at = head_end(bytes).filter(|_| bytes.starts_with(b"WARC/")).ok_or_else(no_head)?;
    let (head, body) = bytes.split_at_checked(at).unwrap_or((bytes, &[]));
    let fields = Fields::parse(head);
    let claimed = fields
        .content_length()
        .ok_or(MalformedReason::NotWarc("the record has no Content-Length that is a number"))?;
    if claimed != body.len() {
        return Err(MalformedReason::WarcLength { claimed, found: body.len() });
    }
    let Decoded { text, repairs } = text_of(&fields, body)?;
    let text = text.into_owned();
    let url = fields.get("warc-target-uri");
    let url = url.map(|url| url.trim_matches(['<', '>'])).filter(|url| !url.is_empty());
    let id = fields.get("warc-record-id").filter(|id| !id.is_empty());
    let crawled = fields.get("warc-date").filter(|date| !date.is_empty());
    let mut record = Builder::default();
    for (key, value) in [("id", id), ("url", url), ("date", crawled)] {
        if let Some(value) = value {
            record.string(key, value);
        }
    }
    record.text("text", &text);
    record.json("warc", &fields.to_json());
    Ok(Page {
        id: id.map_or_else(|| made_id(url, &text), str::to_owned),
        url: url.map(str::to_owned),
        title: None,
        comments: None,
        crawled: crawled.map(str::to_owned),
        text,
        envelope: record.finish(),
        origin: Origin::default(),
        repairs,
    })
}

/// The text that a record holds, when it is one that was extracted.
fn text_of<'b>(fields: &Fields, body: &'b [u8]) -> Result<Decoded<'b>, MalformedReason> {
    let kind = fields.get("warc-type").unwrap_or_default();
    let media = media_type(fields.get("content-type").unwrap_or_default());
    match kind {
        "conversion" if matches!(media.as_str(), "" | "text/plain") => {
            Ok(encoding::decode_utf8(body))
        }
        "resource" if media == "text/plain" => Ok(encoding::decode_file(body)),
        "response" if media == "text/plain" => Ok(encoding::decode_file(body)),
        "response" if media == "application/http" => response(body),
        "conversion" | "resource" | "response" => Err(MalformedReason::NoPage(of_media(&media))),
        "warcinfo" => Err(MalformedReason::NoPage(NoPage::WarcInfo)),
        "request" => Err(MalformedReason::NoPage(NoPage::WarcRequest)),
        "metadata" => Err(MalformedReason::NoPage(NoPage::WarcMetadata)),
        _ => Err(MalformedReason::NoPage(NoPage::WarcOther)),
    }
}

/// The text of an answer over HTTP, when that is plain text, sent as it is.
fn response(body: &[u8]) -> Result<Decoded<'_>, MalformedReason> {
    let at = head_end(body).unwrap_or(body.len());
    let (head, content) = body.split_at_checked(at).unwrap_or((body, &[]));
    let fields = Fields::parse(head);
    let media = media_type(fields.get("content-type").unwrap_or_default());
    let coded = ["content-encoding", "transfer-encoding"];
    let is_coded = |name| fields.get(name).is_some_and(|coding| coding != "identity");
    if media != "text/plain" || coded.into_iter().any(is_coded) {
        return Err(MalformedReason::NoPage(of_media(&media)));
    }
    Ok(encoding::decode_file(content))
}

fn of_media(media: &str) -> NoPage {
    match media {
        "text/html" | "application/xhtml+xml" => NoPage::WarcHtml,
        _ => NoPage::WarcNoText,
    }
}

/// `text/html` of `Text/HTML; charset=utf-8`.
fn media_type(value: &str) -> String {
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Where the body starts: after the first blank line.
pub(super) fn head_end(bytes: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'\n', bytes).find_map(|at| match bytes.get(at + 1..)? {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    })
}

/// The fields of a head.
pub(super) struct Fields {
    /// The first line.
    version: String,
    /// Names and values, in order; continued lines are joined.
    list: Vec<(String, String)>,
}

impl Fields {
    /// Lines that are no fields are left out.
    pub(super) fn parse(head: &[u8]) -> Self {
        let Decoded { text, .. } = encoding::decode_utf8(head);
        let mut lines = text.lines();
        let version = lines.next().unwrap_or_default().trim().to_owned();
        let mut list: Vec<(String, String)> = Vec::new();
        for line in lines {
            match list.last_mut() {
                Some((_, value)) if line.starts_with([' ', '\t']) && !line.trim().is_empty() => {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                _ => list.extend(
                    line.split_once(':')
                        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())),
                ),
            }
        }
        Self { version, list }
    }

    /// The first field of this name, whatever its case.
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.list.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub(super) fn content_length(&self) -> Option<usize> {
        self.get("content-length")?.parse().ok()
    }

    /// All fields as a JSON object; one that stands several times is a list.
    fn to_json(&self) -> String {
        let mut object = Map::new();
        object.insert("version".to_owned(), self.version.as_str().into());
        for (name, value) in &self.list {
            let value = Value::from(value.as_str());
            match object.get_mut(name) {
                None => drop(object.insert(name.clone(), value)),
                Some(Value::Array(values)) => values.push(value),
                Some(first) => *first = Value::Array(vec![first.take(), value]),
            }
        }
        Value::Object(object).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::{MalformedReason, NoPage, page};

    fn record(kind: &str, fields: &str, body: &str) -> String {
        let fields = format!("WARC-Type: {kind}\r\n{fields}Content-Length: {}", body.len());
        format!("WARC/1.0\r\n{fields}\r\n\r\n{body}")
    }

    fn skipped(record: &str) -> Option<NoPage> {
        match page(record.as_bytes()) {
            Err(MalformedReason::NoPage(what)) => Some(what),
            _ => None,
        }
    }

    #[test]
    fn a_conversion_is_a_page_with_its_head() {
        let fields = "WARC-Target-URI: <http://a.example/>\r\nWARC-Date: 2021-05-19T04:03:02Z\r\n\
             warc-record-id: <urn:uuid:1>\r\nX: one\r\nX: two\r\n  more\r\nContent-Type: text/plain\r\n";
        let page = page(record("conversion", fields, "Rain.\n").as_bytes()).unwrap();
        assert_eq!((page.id.as_str(), page.text.as_str()), ("<urn:uuid:1>", "Rain.\n"));
        assert_eq!(page.url.as_deref(), Some("http://a.example/"));
        assert_eq!(page.crawled.as_deref(), Some("2021-05-19T04:03:02Z"));
        let raw: serde_json::Value = serde_json::from_str(&page.envelope.raw).unwrap();
        assert_eq!(raw["warc"]["X"], serde_json::json!(["one", "two more"]));
        assert_eq!(raw["warc"]["version"], "WARC/1.0");
    }

    #[test]
    fn records_without_extracted_text_are_no_pages() {
        assert_eq!(skipped(&record("warcinfo", "", "a: b")), Some(NoPage::WarcInfo));
        assert_eq!(skipped(&record("request", "", "GET /")), Some(NoPage::WarcRequest));
        let pdf = "Content-Type: application/pdf\r\n";
        assert_eq!(skipped(&record("conversion", pdf, "%PDF")), Some(NoPage::WarcNoText));
        let http = "Content-Type: application/http; msgtype=response\r\n";
        let answer = |fields: &str| format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\nSome text");
        let html = answer("Content-Type: text/html; charset=utf-8");
        assert_eq!(skipped(&record("response", http, &html)), Some(NoPage::WarcHtml));
        let packed = answer("Content-Type: text/plain\r\nContent-Encoding: gzip");
        assert_eq!(skipped(&record("response", http, &packed)), Some(NoPage::WarcNoText));
        let plain = record("response", http, &answer("Content-Type: text/plain"));
        assert_eq!(page(plain.as_bytes()).unwrap().text, "Some text");
    }

    #[test]
    fn what_is_broken_says_how() {
        let reason = |bytes: &str| page(bytes.as_bytes()).unwrap_err().to_string();
        assert!(reason("rubbish\n\nmore").contains("no head"));
        assert!(reason("WARC/1.0\r\nWARC-Type: conversion\r\n\r\n").contains("no Content-Length"));
        let cut = record("conversion", "", "A page.").replace(": 7", ": 70");
        assert!(reason(&cut).contains("70 bytes, but 7 are there"), "{}", reason(&cut));
    }
}
