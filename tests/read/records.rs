//! One record: its fields, its envelope, its repairs, and why it is no page.

use presswash::page::Repairs;
use presswash::read::{FieldNames, MalformedReason, ReadSettings};

use crate::{check_envelope, page, read, read_with};

#[test]
fn a_record_keeps_its_members_in_their_places() {
    let line =
        r#"{"tags": ["a"], "text": "Two\nlines.", "url": "https://example.org/1", "n": 1.50}"#;
    let page = page(format!("{line}\n"));
    check_envelope(&page);
    let envelope = &page.envelope;
    assert_eq!(envelope.raw, line);
    let values: Vec<_> = envelope.members.iter().map(|m| &line[m.value.clone()]).collect();
    assert_eq!(values, ["[\"a\"]", "\"Two\\nlines.\"", "\"https://example.org/1\"", "1.50"]);
    assert_eq!(envelope.find("text"), Some(1));
    assert_eq!(
        (page.text.as_str(), page.url.as_deref()),
        ("Two\nlines.", Some("https://example.org/1"))
    );
    assert!(!page.repairs.any());
}

#[test]
fn the_fields_of_known_corpora_are_recognised() {
    type Row<'a> = (&'a str, &'a str, Option<&'a str>, Option<&'a str>);
    // Record; then id (`-` for a made one), address, time of the crawl.
    let rows: [Row; 11] = [
        (
            r#"{"meta":{"url":"http://a.example/","timestamp":"2023-01-02T03:04:05Z","source":"cc"}}"#,
            "-",
            Some("http://a.example/"),
            Some("2023-01-02T03:04:05Z"),
        ),
        (
            r#"{"id":"x","source":"cc","created":"2020-01-01","added":"2021-01-01T00:00:00Z","metadata":{"url":"http://a.example/"}}"#,
            "x",
            Some("http://a.example/"),
            Some("2021-01-01T00:00:00Z"),
        ),
        (
            r#"{"url":"http://a.example/","timestamp":"2019-04-25T12:57:54Z"}"#,
            "-",
            Some("http://a.example/"),
            Some("2019-04-25T12:57:54Z"),
        ),
        (
            r#"{"id":"<urn:uuid:1>","url":"http://a.example/","date":"2013-05-18T05:48:54Z"}"#,
            "<urn:uuid:1>",
            Some("http://a.example/"),
            Some("2013-05-18T05:48:54Z"),
        ),
        (
            r#"{"id":"d/1","metadata":{"url":"http://a.example/","date":"2020-01-01T00:00:00Z"}}"#,
            "d/1",
            Some("http://a.example/"),
            Some("2020-01-01T00:00:00Z"),
        ),
        (
            r#"{"id":"x","source":"common-crawl","metadata":{"url":"http://a.example/","date_download":"2020-01-02"}}"#,
            "x",
            Some("http://a.example/"),
            Some("2020-01-02"),
        ),
        (
            r#"{"id":null,"source":"http://a.example/1","date":"2020-01-01","raw_text":"Glued."}"#,
            "-",
            Some("http://a.example/1"),
            None,
        ),
        (
            r#"{"date_download":"2020-01-02 03:04:05","url":"http://a.example/"}"#,
            "-",
            Some("http://a.example/"),
            Some("2020-01-02 03:04:05"),
        ),
        (
            r#"{"warc_headers":{"warc-record-id":"<w>","warc-target-uri":"http://a.example/","warc-date":"2022-02-02T02:02:02Z"}}"#,
            "<w>",
            Some("http://a.example/"),
            Some("2022-02-02T02:02:02Z"),
        ),
        (
            r#"{"metadata":{"WARC-Target-URI":"http://a.example/","WARC-Date":"2022-02-02T02:02:02Z"}}"#,
            "-",
            Some("http://a.example/"),
            Some("2022-02-02T02:02:02Z"),
        ),
        (
            r#"{"doc_id":12345678901234567890123,"url":"","timestamp":1556197074}"#,
            "12345678901234567890123",
            None,
            Some("1556197074"),
        ),
    ];
    for (record, id, url, crawled) in rows {
        let line = record.replacen('{', "{\"text\":\"A page.\",", 1);
        let page = page(line);
        assert_eq!(page.text, "A page.", "{record}");
        assert_eq!((page.url.as_deref(), page.crawled.as_deref()), (url, crawled), "{record}");
        if id == "-" {
            assert!(
                page.id.len() == 16 && page.id.bytes().all(|b| b.is_ascii_hexdigit()),
                "{record}"
            );
        } else {
            assert_eq!(page.id, id, "{record}");
        }
        check_envelope(&page);
    }
}

#[test]
fn the_text_is_the_first_name_that_holds_a_string() {
    assert_eq!(page(r#"{"raw_text": "glued", "text": "whole"}"#).text, "whole");
    assert_eq!(page(r#"{"text": null, "maintext": "news"}"#).text, "news");
    assert_eq!(page(r#"{"body": {"sections": []}, "plaintext": "news"}"#).text, "news");
    let named = page(r#"{"headline": "Rain", "title": "", "text": "news"}"#);
    assert_eq!(named.title.as_deref(), Some("Rain"));
    assert_eq!(page(r#"{"text": "", "content": "other"}"#).text, "other");
    assert_eq!(page(r#"{"text": "first", "text": "last"}"#).text, "last");
    assert_eq!(page(r#"{"te\u0078t": "escaped key"}"#).text, "escaped key");
}

#[test]
fn names_that_are_given_replace_the_defaults() {
    let fields = FieldNames {
        text: vec!["doc.body".into()],
        url: vec!["source".into()],
        ..FieldNames::default()
    };
    let line = r#"{"text": "no", "source": "wire", "doc": {"head": "x", "body": "yes \u00e9"}}"#;
    let mut outcome = read_with(line, &ReadSettings::default(), &fields);
    let page = outcome.pages.remove(0);
    assert_eq!((page.text.as_str(), page.url.as_deref()), ("yes \u{e9}", Some("wire")));
    let slot = page.envelope.text.clone().unwrap();
    assert_eq!((slot.member, &page.envelope.raw[slot.value]), (2, "\"yes \\u00e9\""));
    let other = read_with(r#"{"text": "no"}"#, &ReadSettings::default(), &fields);
    assert!(other.malformed[0].to_string().contains("looked for doc.body; the record has text"));
}

#[test]
fn strange_but_valid_text_is_left_alone() {
    let text = "a\u{a0}b\u{200b}c\u{202e}d\u{feff}e\0f\r\ng\u{2028}h\u{85}";
    for written in [
        serde_json::to_string(text).unwrap(),
        "\"a\u{a0}b\u{200b}c\u{202e}d\u{feff}e\\u0000f\\r\\ng\u{2028}h\u{85}\"".to_owned(),
    ] {
        let page = page(format!("{{\"text\": {written}}}\r\n"));
        assert_eq!(page.text, text);
        assert!(!page.repairs.any());
        check_envelope(&page);
    }
}

#[test]
fn lone_surrogates_cost_a_character_not_the_page() {
    let line = r#"{"text": "Rain \ud83d again \ud83c\udf27", "title": "\udc00"}"#;
    let page = page(line);
    assert_eq!(page.text, "Rain \u{fffd} again \u{1f327}");
    assert_eq!(page.title.as_deref(), Some("\u{fffd}"));
    assert_eq!(page.repairs, Repairs { replaced: 2, ..Repairs::default() });
    assert_eq!(page.envelope.raw, line);
    check_envelope(&page);
}

#[test]
fn almost_json_is_mended() {
    let page =
        page("{\"text\": \"One\ttwo\0three\u{1b}\", \"path\": \"C:\\dir\", \"score\": NaN}\n");
    assert_eq!(page.text, "One\ttwo\0three\u{1b}");
    assert_eq!(page.repairs, Repairs { mended: 5, ..Repairs::default() });
    assert_eq!(
        page.envelope.raw,
        "{\"text\": \"One\\ttwo\\u0000three\\u001b\", \"path\": \"C:\\\\dir\", \"score\": null}"
    );
    check_envelope(&page);
}

#[test]
fn legacy_bytes_in_a_line_are_decoded() {
    let text = "\u{412} \u{433}\u{43e}\u{440}\u{43e}\u{434}\u{435} \u{43f}\u{43e}\u{448}\u{451}\u{43b} \u{441}\u{43d}\u{435}\u{433}.";
    let line = format!("{{\"id\": 1, \"text\": \"{text}\"}}\n");
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&line);
    let mixed = [line.as_bytes(), &bytes].concat();
    let outcome = read(mixed);
    assert_eq!(outcome.pages[0].text, text);
    assert_eq!(outcome.pages[0].repairs, Repairs::default());
    assert_eq!(outcome.pages[1].text, text);
    assert_eq!(outcome.pages[1].repairs.encoding, Some("windows-1251"));
    check_envelope(&outcome.pages[1]);
}

#[test]
fn a_record_over_lines_becomes_one_line() {
    let pretty = "{\n  \"title\": \"T\",\r\n  \"text\": \"Body.\",\n  \"list\": [\n    1\n  ]\n}\n";
    let page = page(pretty);
    check_envelope(&page);
    assert_eq!((page.text.as_str(), page.title.as_deref()), ("Body.", Some("T")));
    let value: serde_json::Value = serde_json::from_str(&page.envelope.raw).unwrap();
    assert_eq!(value, serde_json::from_str::<serde_json::Value>(pretty).unwrap());
    let list = read("[\n{\"text\": \"a\"},\n{\"text\": \"b\"}\n]");
    let offsets: Vec<_> = list.pages.iter().map(|p| (p.origin.record, p.origin.offset)).collect();
    assert_eq!(offsets, [(1, 2), (2, 17)]);
}

#[test]
fn what_is_no_page_says_why_and_keeps_its_bytes() {
    let deep = format!("{{\"text\": {}1{}}}", "[".repeat(10_000), "]".repeat(10_000));
    let rows = [
        ("{\"text\": \"cut of", "not JSON: EOF while parsing a string, at byte 16 of the record"),
        ("{\"text\": \"a\"} x", "not JSON: trailing characters, at byte 15 of the record"),
        ("[1, 2]", "not a JSON object but a list"),
        ("\"text\"", "not a JSON object but a string"),
        ("null", "not a JSON object but null"),
        (
            "{}",
            "no text field (looked for text, maintext, content, raw_text, raw_content, body, article, plaintext; the record has none); name it by --text-field",
        ),
        ("{\"text\": null}", "the text field text is null, not a string"),
        ("{\"text\": [\"a\"]}", "the text field text is a list, not a string"),
        (deep.as_str(), "the text field text is a list, not a string"),
    ];
    let good = "{\"text\": \"good\"}";
    let lines: Vec<_> = rows.iter().flat_map(|(record, _)| [good, record]).collect();
    let outcome = read(lines.join("\n"));
    assert_eq!((outcome.pages.len(), outcome.malformed.len()), (rows.len(), rows.len()));
    for ((record, message), malformed) in rows.iter().zip(&outcome.malformed) {
        assert_eq!(malformed.reason.to_string(), *message);
        assert_eq!(malformed.raw, record.as_bytes());
    }
    assert_eq!(outcome.malformed[0].origin.to_string(), "-: record 2, byte 17");
    assert!(matches!(outcome.malformed[0].reason, MalformedReason::NotJson { at: 16, .. }));
}

#[test]
fn an_empty_text_gives_way_and_capitals_are_found_last() {
    assert_eq!(page(r#"{"content": null, "text": ""}"#).text, "");
    assert_eq!(page(r#"{"Text": "No.", "body": "The ferry."}"#).text, "The ferry.");
    let capitals = page(r#"{"TEXT": "The ferry.", "URL": "https://a.example/1", "Id": 3}"#);
    check_envelope(&capitals);
    assert_eq!((capitals.text.as_str(), capitals.id.as_str()), ("The ferry.", "3"));
    assert_eq!(capitals.url.as_deref(), Some("https://a.example/1"));
    assert_eq!(page(r#"{"text": "The ferry.", "URL": "https://a.example/1"}"#).url, None);
}

#[test]
fn a_list_of_records_in_a_record_is_told() {
    let outcome =
        read(r#"{"total": 2, "tags": ["a"], "articles": [{"title": "A", "content": "B"}]}"#);
    let message = outcome.malformed[0].reason.to_string();
    assert!(message.ends_with("give each by jq -c '.articles[]'"), "{message}");
}

#[test]
fn deep_nesting_beside_the_text_passes() {
    let page =
        page(format!("{{\"x\": {}{}, \"text\": \"a\"}}", "[".repeat(10_000), "]".repeat(10_000)));
    assert_eq!(page.text, "a");
}
