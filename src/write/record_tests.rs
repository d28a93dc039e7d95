//! What records look like, byte for byte.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::model::Mode;
use crate::site::{PageName, Repeat};
use crate::write::testing::Sample;
use crate::write::{Cleaned, Flag, Id, Record, Unlabelled};

/// The account of a one-line page, with `more` behind its flags.
fn account(chars: usize, more: &str) -> String {
    format!(
        r#"{{"version":"0.0.0","format":1,"profile":null,"language":null,"confidence":1.0,"chars_in":{chars},"chars_text":{chars},"chars_comments":0,"chars_removed":0,"platforms":[],"rules":{{}},"flags":[]{more}}}"#
    )
}

fn own(text: &str, more: &str) -> String {
    let account = account(text.chars().count(), more);
    format!(r#""text":"{text}","comments":[],"presswash":{account}"#)
}

#[test]
fn a_text_file_gives_a_record_of_its_own() {
    let record = Sample::text("Hello.").record();
    assert_eq!(record, format!("{{\"id\":\"made\",{}}}\n", own("Hello.", "")));
}

#[test]
fn a_page_in_full() {
    let page = "Tram line opens\n\n\"It works\", they said.\n\nAnn K.\nWell said.\nReply\n\n\u{a9} 2024 Example\n";
    let mut sample = Sample::text(page).labelled("tphbrc");
    sample.platforms = vec!["wpdiscuz".to_owned()];
    let record: Value = serde_json::from_str(&sample.record()).unwrap();
    let expected = json!({
        "id": "made",
        "text": "Tram line opens\n\n\"It works\", they said.",
        "comments": [{
            "id": 0, "parent": null, "depth": 0, "author": "Ann K.", "date": null, "date_text": null,
            "text": "Well said.", "span": [41, 64]
        }],
        "presswash": {
            "version": "0.0.0", "format": 1, "profile": null, "language": null, "confidence": 0.994,
            "chars_in": 81, "chars_text": 41, "chars_comments": 25, "chars_removed": 15,
            "platforms": ["wpdiscuz"], "rules": {"site-copyright": 1}, "flags": []
        }
    });
    assert_eq!(record, expected);
}

#[test]
fn other_members_are_copied_as_they_are_written() {
    let raw = "{ \"n\" :1.50,\"id\":7 , \"text\": \"Hi\", \"\\u00e9\":{\"a\" : [1, 2]},\r\n\"z\":\"\\/\" }";
    let expected = format!(
        "{{\"n\":1.50,\"id\":7,{},\"\\u00e9\":{{\"a\" : [1, 2]}},\"z\":\"\\/\"}}\n",
        own("Hi", "")
    );
    assert_eq!(Sample::json(raw, "text").record(), expected);
}

#[test]
fn a_record_over_several_lines_becomes_one() {
    let raw = "{\n \"id\": \"a\",\n \"m\": [\n  1\n ],\n \"text\": \"Hi\"\n}";
    let expected = format!("{{\"id\":\"a\",\"m\":[   1  ],{}}}\n", own("Hi", ""));
    assert_eq!(Sample::json(raw, "text").record(), expected);
}

#[test]
fn a_text_of_another_name_is_renamed() {
    let record = Sample::json(r#"{"id":"a","maintext":"Hi","b":1}"#, "maintext").record();
    let own = own("Hi", r#","text_field":"maintext""#);
    assert_eq!(record, format!("{{\"id\":\"a\",{own},\"b\":1}}\n"));
}

#[test]
fn a_nested_text_comes_out_and_leaves_an_empty_string() {
    let record =
        Sample::json(r#"{"id":"a","m":{"x":1,"content":"Hi","y":2},"b":1}"#, "m.content").record();
    let own = own("Hi", r#","text_field":"m.content","added":["text"]"#);
    assert_eq!(
        record,
        format!("{{\"id\":\"a\",\"m\":{{\"x\":1,\"content\":\"\",\"y\":2}},{own},\"b\":1}}\n")
    );
}

#[test]
fn missing_id_and_address_come_first() {
    let mut sample = Sample::json(r#"{"text":"Hi","m":{"url":"http://a.example/"}}"#, "text");
    sample.page.url = Some("http://a.example/".to_owned());
    let own = own("Hi", r#","added":["id","url"]"#);
    let expected = format!(
        "{{\"id\":\"made\",\"url\":\"http://a.example/\",{own},\"m\":{{\"url\":\"http://a.example/\"}}}}\n"
    );
    assert_eq!(sample.record(), expected);
}

#[test]
fn what_is_in_the_way_is_moved_and_nothing_stands_twice() {
    let raw = r#"{"id":null,"comments":12,"text":"old","b":1,"presswash":{"v":1.0},"text":"Hi","id":"a","\u0063omments":[]}"#;
    let record = Sample::json(raw, "text").record();
    let replaced = r#","replaced":[{"at":0,"key":"id","value":null},{"at":1,"key":"comments","value":12},{"at":2,"key":"text","value":"old"},{"at":4,"key":"presswash","value":{"v":1.0}},{"at":7,"key":"comments","value":[]}]"#;
    assert_eq!(record, format!("{{\"b\":1,{},\"id\":\"a\"}}\n", own("Hi", replaced)));
}

#[test]
fn an_empty_id_is_none() {
    let record = Sample::json(r#"{"id":"","text":"Hi"}"#, "text").record();
    let more = r#","added":["id"],"replaced":[{"at":0,"key":"id","value":""}]"#;
    assert_eq!(record, format!("{{\"id\":\"made\",{}}}\n", own("Hi", more)));
}

#[test]
fn a_nested_text_inside_a_member_called_text() {
    let record = Sample::json(r#"{"id":"a","text":{"body":"Hi"}}"#, "text.body").record();
    let more = r#","text_field":"text.body","added":["text"],"replaced":[{"at":1,"key":"text","value":{"body":""}}]"#;
    assert_eq!(record, format!("{{\"id\":\"a\",{}}}\n", own("Hi", more)));
}

#[test]
fn a_record_reads_back_as_its_type() {
    let raw = r#"{"id":3,"url":"http://a.example/","text":"Hi\u0000\ud83d\ude00","lang":"en"}"#;
    let record: Record = serde_json::from_str(&Sample::json(raw, "text").record()).unwrap();
    assert_eq!(record.id, Id::Number(3.into()));
    assert_eq!(record.text, "Hi\0\u{1f600}");
    assert_eq!(record.other.get("lang"), Some(&json!("en")));
    assert_eq!(record.presswash.flags, [] as [Flag; 0]);
}

/// The wire format, declared a second time: a member that is renamed or added shows here.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "only the names and types matter")]
struct Wire {
    id: String,
    url: String,
    text: String,
    comments: Vec<WireComment>,
    presswash: WireInfo,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "only the names and types matter")]
struct WireComment {
    id: u32,
    parent: Option<u32>,
    depth: u32,
    author: Option<String>,
    date: Option<String>,
    date_text: Option<String>,
    text: String,
    span: [usize; 2],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "only the names and types matter")]
struct WireInfo {
    version: String,
    format: u32,
    profile: Option<String>,
    repeats: WireRepeats,
    mode: String,
    language: String,
    confidence: f64,
    chars_in: u64,
    chars_text: u64,
    chars_comments: u64,
    chars_removed: u64,
    platforms: Vec<String>,
    votes: i64,
    rules: std::collections::BTreeMap<String, u64>,
    flags: Vec<String>,
    unlabelled: String,
    repairs: WireRepairs,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "only the names and types matter")]
struct WireRepeats {
    id: String,
    url: String,
    exact: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "only the names and types matter")]
struct WireRepairs {
    encoding: String,
    bom: bool,
    replaced: u32,
}

#[test]
fn the_wire_format_is_what_is_declared_here() {
    let mut sample = Sample::text("Title\n\nAnn\nHello there\nFoot").labelled("thbc");
    sample.page.url = Some("http://a.example/".to_owned());
    sample.page.repairs.encoding = Some("windows-1252");
    sample.page.repairs.bom = true;
    let mut out = Vec::new();
    let unlabelled = Some(Unlabelled::Time);
    let first = PageName { id: "7".into(), url: Some("http://a.example/7".into()) };
    let repeats = Some(Repeat { first: &first, exact: true });
    let cleaned = sample.cleaned();
    let (votes, language, mode) = (Some(-3), Some("en"), Mode::Recall);
    let cleaned = Cleaned { votes, language, repeats, mode, unlabelled, ..cleaned };
    cleaned.compose().write_record(&mut out);
    let wire: Wire = serde_json::from_slice(&out).unwrap();
    assert_eq!((wire.presswash.mode.as_str(), wire.presswash.confidence > 0.9), ("recall", true));
    assert_eq!((wire.presswash.votes, wire.comments.len()), (-3, 1));
    assert_eq!(wire.presswash.flags, ["repaired", "duplicate"]);
    assert_eq!((wire.presswash.repeats.id.as_str(), wire.presswash.repeats.exact), ("7", true));
    assert_eq!(wire.presswash.unlabelled, "time");
}
