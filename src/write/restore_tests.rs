//! There and back: what was cleaned is restored, and what does not belong together is refused.

use std::fs;

use proptest::prelude::*;
use serde_json::Value;

use super::{Input, RestoreError, restore, restore_files};
use crate::page::{Envelope, TextSlot};
use crate::write::testing::Sample;
use crate::write::{Compression, Options, Sink};

fn back(records: &str, audit: &str) -> Result<Vec<String>, RestoreError> {
    let mut lines = Vec::new();
    restore(records.as_bytes(), audit.as_bytes(), |line| {
        lines.push(String::from_utf8(line.to_vec()).unwrap());
        Ok(())
    })?;
    Ok(lines)
}

fn round(sample: &Sample) -> String {
    back(&sample.record(), &sample.audit()).unwrap().concat()
}

#[test]
fn fields_come_back_with_their_names_order_and_digits() {
    let cases = [
        ("text", r#"{"z":1.50,"id":7,"text":"A\nNav\n\nAnn\nYes","\u00e9":{"a":[1]}}"#),
        ("maintext", r#"{"maintext":"A\nNav","b":18446744073709551616,"text":"other"}"#),
        ("m.content", r#"{"id":"x","m":{"x":1,"content":"A\nNav","y":"text"},"b":1}"#),
        ("text", r#"{"b":1,"id":"","text":"A\nNav"}"#),
        ("text.0.b", r#"{"id":[1],"text":[{"b":"A\nNav"}],"presswash":0}"#),
        (
            "text",
            r#"{"id":null,"comments":12,"text":"old","b":1,"text":"A\nNav","id":"a","comments":{}}"#,
        ),
        ("a.b", r#"{"a":{"b":"no"},"a.b":"A\nNav"}"#),
        ("a.b", r#"{"a":{"b":""},"a.b":7,"a":{"b":"A\nNav"}}"#),
    ];
    for (path, raw) in cases {
        let sample = Sample::json(raw, path).labelled("pnhb");
        assert!(!sample.record().contains("Nav"), "{path}: cleaned");
        assert_eq!(round(&sample), format!("{raw}\n"), "{path}");
    }
}

#[test]
fn a_nested_text_comes_back_where_it_was_among_empty_ones() {
    for (raw, at) in [
        (r#"{"a":{"b.c":"@","b":{"c":""}}}"#, Some(0)),
        (r#"{"a":{"b":{"c":""},"b.c":"@","b":{"c":"no"}},"a.b":{"c":""}}"#, Some(1)),
        (r#"{"a.b":{"c":""},"a":{"b.c":"@"}}"#, None),
    ] {
        let place = raw.find('@').unwrap() - 1;
        let raw = raw.replace('@', "A\\nNav");
        let mut sample = Sample::json(r#"{"text":"A\nNav"}"#, "text").labelled("pn");
        let members = crate::write::members::members(&raw).unwrap();
        let member = members.iter().position(|m| m.value.contains(&place)).unwrap();
        let text = Some(TextSlot { member, value: place..place + r#""A\nNav""#.len() });
        sample.page.envelope = Envelope { raw: raw.clone(), members, text };
        let record: Value = serde_json::from_str(&sample.record()).unwrap();
        assert_eq!(record["presswash"]["text_nth"].as_u64(), at, "{raw}");
        assert_eq!(round(&sample), raw + "\n");
    }
}

#[test]
fn added_members_go_again() {
    let mut sample = Sample::json(r#"{"text":"A"}"#, "text");
    sample.page.url = Some("http://a.example/".to_owned());
    assert_eq!(round(&sample), "{\"text\":\"A\"}\n");
}

#[test]
fn other_tools_may_rewrite_records_meanwhile() {
    let sample =
        Sample::json(r#"{"id":"é","m":{"content":"A\nNav"},"b":1}"#, "m.content").labelled("pn");
    let record: Value = serde_json::from_str(&sample.record()).unwrap();
    let pretty = record.to_string().replace('é', "\\u00e9").replace("\":", "\" : ");
    let lines = back(&pretty, &sample.audit()).unwrap().concat();
    let value: Value = serde_json::from_str(&lines).unwrap();
    assert_eq!(
        value,
        serde_json::from_str::<Value>(r#"{"id":"é","m":{"content":"A\nNav"},"b":1}"#).unwrap()
    );
}

#[test]
fn what_does_not_belong_together_is_refused() {
    let one = Sample::json(r#"{"id":"1","text":"A\nNav"}"#, "text").labelled("pn");
    let two = Sample::json(r#"{"id":"2","text":"B\nNav"}"#, "text").labelled("pn");
    let (records, audit) = (one.record() + &two.record(), one.audit() + &two.audit());
    assert_eq!(back(&records, &audit).unwrap().len(), 2);
    let message = |records: &str, audit: &str| back(records, audit).unwrap_err().to_string();
    let swapped = message(&records, &(two.audit() + &one.audit()));
    assert!(
        swapped.starts_with("record 1 has id \"1\", but the audit row in its place has id \"2\"")
    );
    assert_eq!(
        message(&one.record(), &audit),
        "the cleaned file ends after 1 lines, the other file goes on"
    );
    assert_eq!(
        message(&records, &one.audit()),
        "the audit ends after 1 lines, the other file goes on"
    );
    let edited = one.record().replace("\"A\"", "\"C\"");
    assert!(message(&edited, &one.audit()).contains("was changed after cleaning"));
    let cut = one.record().replace("\"A\"", "\"\"");
    assert_eq!(message(&cut, &one.audit()), "record 1: the text is shorter than the audit says");
    assert!(message("{\"id\":\"1\"}", &one.audit()).contains("no \"presswash\""));
    assert!(message("nonsense", &one.audit()).starts_with("record 1: "));
    assert!(message(&one.record(), "[]").starts_with("audit row 1: "));
    let newer = one.record().replace("\"format\":1", "\"format\":9");
    assert!(message(&newer, &one.audit()).contains("format 9"));
}

#[test]
fn files_are_known_by_their_first_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let sample = Sample::json(r#"{"id":"1","text":"A\nNav"}"#, "text").labelled("pn");
    let at = |name: &str| folder.path().join(name);
    let file = |name: &str| [Input::file(at(name), name)];
    for compression in [Compression::Plain, Compression::Gzip, Compression::Zstd] {
        let options = Options { force: true, compression: Some(compression) };
        for (name, lines) in [("cleaned", sample.record()), ("audit", sample.audit())] {
            // Two compressed files after one another are a compressed file, too.
            let part = at("part");
            let mut whole = Vec::new();
            for line in [lines.as_str(), &lines.replace("\"1\"", "\"2\"")] {
                let mut sink = Sink::create(&part, options).unwrap();
                sink.write_block(line.as_bytes()).unwrap();
                sink.finish().unwrap();
                whole.extend(fs::read(&part).unwrap());
            }
            fs::write(at(name), whole).unwrap();
        }
        let sink = Sink::create(&at("back"), Options { force: true, compression: None }).unwrap();
        assert_eq!(
            restore_files(&file("cleaned"), &file("audit"), sink).unwrap(),
            2,
            "{compression:?}"
        );
        let back = fs::read_to_string(at("back")).unwrap();
        assert_eq!(
            back,
            "{\"id\":\"1\",\"text\":\"A\\nNav\"}\n{\"id\":\"2\",\"text\":\"A\\nNav\"}\n"
        );
    }
    let sink = Sink::create(&at("never"), Options::default()).unwrap();
    let missing = restore_files(&file("none"), &file("audit"), sink).unwrap_err();
    assert!(matches!(missing, RestoreError::Open { .. }));
    assert!(!at("never").exists());
}

proptest! {
    #[test]
    fn any_text_under_any_labels_comes_back(
        text in "(\\PC|[ \t\r\n\u{0}\"\\\\]|[a-c]{1,9}\n){0,80}",
        letters in "[tpcnhbr]{0,60}",
        made_up in prop::option::of("\\PC{0,30}"),
    ) {
        let text = serde_json::to_string(&text).unwrap();
        let raw = format!("{{\"a\":[],\"id\":\"x\",\"text\":{text},\"b\":0.10}}");
        let mut sample = Sample::json(&raw, "text").labelled(&letters);
        if let (Some(comment), Some(body)) = (sample.thread.last_mut(), made_up) {
            comment.text = body;
        }
        prop_assert_eq!(round(&sample), raw + "\n");
    }
}
