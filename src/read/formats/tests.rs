//! What all formats hold to, and how they are told apart.

use super::{Format, Head};
use crate::read::blocks::Cut;
use crate::read::borders::Border;

fn of(head: &[u8], whole: bool, name: &str) -> Format {
    Head::new(head, whole, name).format()
}

#[test]
fn content_decides() {
    let of = |head: &str| of(head.as_bytes(), true, "-");
    for jsonl in [
        "{\"text\": \"a\"}\n{\"text\": \"b\"}\n",
        "\u{feff}\n {\"a\":1}",
        "{}",
        "{\"cut\": \"of\n{\"a\":1}",
        "{\"cut\": 1,\n{\"a\":1}",
        "not json\n{\"a\":1}\n{\"a\":2}\n",
        "{\"a\":1} trailing\n",
    ] {
        assert_eq!(of(jsonl), Format::Jsonl, "{jsonl:?}");
    }
    for json in [
        "{\n  \"text\": \"a\"\n}\n",
        "[{\"a\": 1}]",
        "[\n {\n \"a\": 1}]",
        "[]",
        "[\n\n]\n",
        "{\"a\": 1}, {\"a\": 2}",
        "{\"a\": 1}{\"a\": 2}",
        "{\"list\": [\n{\"a\": 1}\n]}",
        "{\"a\": 1,\n\"b\": 2}",
    ] {
        assert_eq!(of(json), Format::Json, "{json:?}");
    }
    for text in
        ["", "plain", "{curly} start", "[1] a note", "{\"quoted\" word}", "word\nword\n{\"a\":1}"]
    {
        assert_eq!(of(text), Format::Text, "{text:?}");
    }
}

#[test]
fn a_line_longer_than_the_head_is_a_line() {
    assert_eq!(of(b"{\"text\": \"a long", false, "-"), Format::Jsonl);
    assert_eq!(of(b"{\"text\": {\"a\": 1, ", false, "-"), Format::Jsonl);
}

#[test]
fn the_name_decides_what_the_content_leaves_open() {
    assert_eq!(of(b"rubbish", true, "a/dump.jsonl.gz"), Format::Jsonl);
    assert_eq!(of(b"", true, "dump.NDJSON"), Format::Jsonl);
    assert_eq!(of(b"rubbish", true, "json"), Format::Text);
    assert_eq!(of(b"{\"a\": 1}", true, "page.txt"), Format::Jsonl);
    for (name, format) in [
        ("a.csv", Format::Csv),
        ("a.tsv", Format::Tsv),
        ("a.warc.gz", Format::Warc),
        ("a.parquet", Format::Parquet),
        ("a.txt", Format::Text),
    ] {
        assert_eq!(of(b"", true, name), format, "an empty file is of the format it is named after");
    }
}

#[test]
fn names_round_trip() {
    for format in Format::ALL {
        assert_eq!(format.name().parse(), Ok(format));
    }
    assert!("docx".parse::<Format>().is_err());
}

fn records(bytes: &str, format: Format) -> Vec<&str> {
    let mut at = 0;
    let mut found = Vec::new();
    while let Border::Record { record, next } =
        format.kind().next(bytes.as_bytes(), at, true, &Cut::default())
    {
        found.push(&bytes[record]);
        at = next;
    }
    found
}

#[test]
fn lines_without_the_blank_ones() {
    assert_eq!(records("\n{}\r\n \t\r\n\n{1}", Format::Jsonl), ["{}\r", "{1}"]);
    assert!(records("\u{feff}\r\n", Format::Jsonl).is_empty());
    assert!(records("[\n]\n", Format::Json).is_empty());
}

#[test]
fn objects_of_lists_sequences_and_many_lines() {
    let list = "[\n  {\"a\": \"}\\\"\",\n \"b\": [{}]},\n  {\"c\": 1}\n]\n";
    assert_eq!(records(list, Format::Json), ["{\"a\": \"}\\\"\",\n \"b\": [{}]}", "{\"c\": 1}"]);
    assert_eq!(records("{}{}\u{1e}{}", Format::Json), ["{}", "{}", "{}"]);
}

#[test]
fn what_is_no_object_is_reported_and_passed() {
    assert_eq!(records("[null, {}, 3\n{}", Format::Json), ["null, ", "{}", "3", "{}"]);
    assert_eq!(records("{\"a\": ", Format::Json), ["{\"a\": "]);
}

#[test]
fn an_open_record_waits_for_more() {
    assert_eq!(Format::Jsonl.kind().next(b"{}\n{", 3, false, &Cut::default()), Border::Partial(3));
    assert_eq!(Format::Json.kind().next(b"{}\n{", 2, false, &Cut::default()), Border::Partial(3));
    assert_eq!(Format::Json.kind().next(b"{\"\\", 0, false, &Cut::default()), Border::Partial(0));
    assert_eq!(Format::Jsonl.kind().next(b"{}\n", 3, false, &Cut::default()), Border::End);
}
