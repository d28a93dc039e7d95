//! Parquet in and out, and archives whose records are no pages.

use crate::place::{Place, pages};

/// The records of a table: texts, ids, threads.
#[cfg(feature = "parquet")]
fn records(place: &Place, name: &str) -> Vec<String> {
    let ran = place.run(&format!("clean {name} -o - --quiet"));
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let out = String::from_utf8(ran.out).unwrap();
    let record = |line: &str| {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        format!("{} {} {}", record["id"], record["url"], record["text"])
    };
    out.lines().map(record).collect()
}

#[cfg(feature = "parquet")]
#[test]
fn tables_go_in_and_out() {
    let place = Place::new();
    place.put("in.jsonl", pages(30));
    assert_eq!(place.run("clean in.jsonl -o a.parquet --threads 1").code, Some(0));
    assert_eq!(place.run("clean in.jsonl -o b.parquet --threads 2").code, Some(0));
    let bytes = |name: &str| std::fs::read(place.path(name)).unwrap();
    assert!(bytes("a.parquet") == bytes("b.parquet"), "the same for any number of threads");
    // What was cleaned stays as it is.
    place.run("clean in.jsonl -o lines.jsonl");
    assert_eq!(records(&place, "a.parquet"), records(&place, "lines.jsonl"));
    let piped = place.pipe("clean - -o - --quiet", bytes("a.parquet"));
    assert_eq!(piped.out, place.run("clean a.parquet -o - --quiet").out);
    // A mirror keeps tables as such.
    let ran = place.run("clean in.jsonl a.parquet -o all/");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(records(&place, "all/a.parquet"), records(&place, "all/in.jsonl"));
    let shards: Vec<_> = (1..=3)
        .flat_map(|n| {
            place.run(&format!("clean a.parquet b.parquet -o - --shard {n}/3 --quiet")).out
        })
        .collect();
    assert!(shards == place.run("clean a.parquet b.parquet -o - --quiet").out);
}

/// Records whose members differ, some of which a table has no column of its own for.
#[cfg(feature = "parquet")]
fn varied() -> String {
    let thread = "\\n\\n2 Comments\\n\\nAnna says:\\nMay 3, 2021 at 4:03 pm\\nWhat a pity, I wanted to go there.\\nReply\\n\\nJens says:\\nMay 4, 2021 at 4:03 pm\\nIt opens again next week, they told me.\\nReply";
    let tags = r#""tags":["a",{"b":1.50}],"deep":{"er":[null]}"#;
    (0..40).fold(pages(20), |all, n| {
        let late = if n % 3 == 0 { format!(r#","late":{n}"#) } else { String::new() };
        let body = format!("The bridge over the river reopened on Monday after {n} weeks.{thread}");
        all + &format!("{{\"n\":{n},{tags},\"text\":\"{body}\",\"comments\":\"{n}\"{late}}}\n")
    })
}

#[cfg(feature = "parquet")]
#[test]
fn whatever_reads_cleaned_files_reads_tables() {
    let place = Place::new();
    place.put("in.jsonl", varied());
    place.well("clean in.jsonl -o a.jsonl --audit audit.jsonl");
    place.well("clean in.jsonl -o a.parquet");
    let diff = place.well("diff a.jsonl a.parquet --audit-a audit.jsonl --audit-b audit.jsonl");
    assert!(diff.text().contains("60 in both, 0 changed"), "{}", diff.text());
    for (name, from) in [("lines", "a.jsonl"), ("table", "a.parquet")] {
        place.well(&format!("report {from} --audit audit.jsonl -o {name}.html"));
        place.well(&format!("restore {from} --audit audit.jsonl -o {name}.back"));
    }
    assert!(place.get("lines.html") == place.get("table.html"));
    let back = |name: &str| -> Vec<serde_json::Value> {
        place.get(name).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let whole = back("lines.back");
    let given: Vec<serde_json::Value> =
        varied().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(back("table.back"), whole, "every member, none that was not there");
    assert_eq!(whole, given);
    let table = std::fs::read(place.path("a.parquet")).unwrap();
    let piped = place.pipe("restore - --audit audit.jsonl -o -", table);
    assert_eq!(piped.text(), place.get("table.back"));
    let shown = |from: &str| {
        let shown = place.well(&format!("explain {from}:7"));
        // Behind the name of the file.
        shown.text().split_once('\n').unwrap().1.to_owned()
    };
    assert_eq!(shown("a.parquet"), shown("a.jsonl"));
    // What is no output of ours is told as such.
    place.put("foreign.jsonl", pages(1));
    let ran = place.run("restore foreign.jsonl --audit audit.jsonl -o -");
    assert_eq!(ran.code, Some(1), "{}", ran.err);
}

#[cfg(feature = "parquet")]
#[test]
fn a_broken_table_is_told_and_passed_over() {
    let place = Place::new();
    place.put("in.jsonl", pages(2000));
    assert_eq!(place.run("clean in.jsonl -o a.parquet").code, Some(0));
    let mut bytes = std::fs::read(place.path("a.parquet")).unwrap();
    place.put("cut.parquet", &bytes[..bytes.len() / 2]);
    let middle = bytes.len() / 4;
    bytes[middle..middle + 64].fill(0x55);
    place.put("damaged.parquet", &bytes);
    let ran = place.run("clean cut.parquet damaged.parquet in.jsonl -o out.jsonl");
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("cut.parquet"), "{}", ran.err);
    assert!(place.get("out.jsonl").lines().count() >= 2000, "the others are read");
}

#[cfg(feature = "parquet")]
#[test]
fn lines_never_stand_under_the_name_of_a_table() {
    let place = Place::new();
    place.put("in.jsonl", pages(3));
    for line in [
        "clean in.jsonl -o a.parquet.gz --resume",
        "clean in.jsonl -o a.parquet.gz",
        "clean in.jsonl -o - --audit a.parquet",
        "clean in.jsonl -o b.jsonl --audit a.parquet --resume",
    ] {
        let ran = place.run(line);
        assert!(matches!(ran.code, Some(1 | 2)), "{line}: {:?} {}", ran.code, ran.err);
        assert!(ran.err.contains("Parquet"), "{line}: {}", ran.err);
        assert_eq!(place.names(), ["in.jsonl"], "{line}");
    }
}

#[cfg(not(feature = "parquet"))]
#[test]
fn without_the_feature_tables_are_refused() {
    let place = Place::new();
    place.put("in.jsonl", pages(3));
    place.put("in.parquet", "PAR1 and more");
    for line in ["clean in.jsonl -o a.parquet", "clean in.parquet -o -"] {
        let ran = place.run(line);
        assert!(ran.err.contains("without the feature parquet"), "{line}: {}", ran.err);
        assert_ne!(ran.code, Some(0), "{line}");
    }
}

#[test]
fn records_of_an_archive_that_are_no_pages_are_counted() {
    let place = Place::new();
    let record = |kind: &str, media: &str, body: &str| {
        let fields = format!("WARC-Type: {kind}\r\nContent-Type: {media}");
        format!("WARC/1.0\r\n{fields}\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n", body.len())
    };
    let html = record("resource", "text/html", "<p>Rain</p>");
    let archive = [
        record("warcinfo", "application/warc-fields", "a: b"),
        html.clone(),
        record("conversion", "text/plain", "Rain again, the harbour says."),
        html,
    ];
    place.put("in.warc", archive.concat());
    let ran = place.run("clean in.warc -o out.jsonl --stats stats.json");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(ran.err.matches("reads extracted text").count(), 1, "once: {}", ran.err);
    assert_eq!(place.get("out.jsonl").lines().count(), 1);
    let stats: serde_json::Value = serde_json::from_str(&place.get("stats.json")).unwrap();
    assert_eq!(stats["skipped"]["WARC record of HTML"], 2);
}

#[test]
fn rubbish_behind_a_record_of_an_archive_is_set_aside_alone() {
    let place = Place::new();
    let record = |body: &str| {
        let fields = "WARC-Type: conversion\r\nContent-Type: text/plain";
        format!("WARC/1.0\r\n{fields}\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n", body.len())
    };
    let (first, second) = (record("Rain again, the harbour says."), record("And on Monday, too."));
    place.put("in.warc", format!("{first}rubbish\nand more\n{second}"));
    let ran = place.run("clean in.warc -o out.jsonl --quarantine bad");
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    let out = place.get("out.jsonl");
    assert_eq!(out.lines().count(), 2);
    assert!(out.contains("the harbour says") && out.contains("And on Monday"));
    // A line end more than there was, as after every record that is set aside.
    assert_eq!(place.get("bad/in.warc.bad"), "rubbish\nand more\n\n");
    let told = place.get("bad/errors.jsonl");
    assert!(told.contains(&format!("\"record\":2,\"offset\":{}", first.len())), "{told}");
}

#[cfg(feature = "parquet")]
#[test]
fn a_table_that_is_complete_is_left_alone() {
    let place = Place::new();
    place.put("in.jsonl", pages(30));
    let line = "clean in.jsonl -o out.parquet --audit audit.jsonl --resume";
    place.well(&format!("{line} --quiet"));
    let state = || {
        let table = place.path("out.parquet");
        (
            std::fs::metadata(&table).unwrap().modified().unwrap(),
            std::fs::read(&table).unwrap(),
            place.names(),
        )
    };
    let first = state();
    let again = place.well(line);
    assert_eq!(again.err, "presswash: complete already, nothing to do (out.parquet.manifest)\n");
    assert!(state() == first);
}

#[test]
fn a_file_in_the_place_of_another_is_told_for_what_it_is() {
    let place = Place::new();
    place.put("in.jsonl", format!("{}{{\n", pages(3)));
    let ran = place
        .run("clean in.jsonl -o out.jsonl --audit audit.jsonl --stats stats.json --quarantine bad");
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    let (record, row) = ("a cleaned record (clean -o)", "an audit row (clean --audit)");
    let audit_first = format!("record 1: this is {row}, where {record} is wanted");
    let record_first = format!("audit row 1: this is {record}, where {row} is wanted");
    for (line, code, told) in [
        ("diff audit.jsonl out.jsonl", 2, format!("A: {audit_first}")),
        ("diff out.jsonl audit.jsonl", 2, format!("B: {audit_first}")),
        (
            "diff out.jsonl bad/errors.jsonl",
            2,
            "B: record 1: this is a line of the errors in a quarantine".to_owned(),
        ),
        ("diff out.jsonl in.jsonl", 2, "B: record 1: no \"presswash\"".to_owned()),
        (
            "diff out.jsonl stats.json",
            2,
            "B: record 1: no line that presswash clean writes".to_owned(),
        ),
        (
            "diff out.jsonl out.jsonl --audit-a out.jsonl --audit-b audit.jsonl",
            2,
            format!("this is {record}, where {row}"),
        ),
        ("restore audit.jsonl --audit audit.jsonl -o -", 1, audit_first.clone()),
        ("restore out.jsonl --audit out.jsonl -o -", 1, record_first.clone()),
        ("report audit.jsonl -o report.html", 1, audit_first),
        ("report out.jsonl --audit out.jsonl -o report.html", 1, record_first),
    ] {
        let ran = place.run(line);
        assert_eq!(ran.code, Some(code), "{line}: {}", ran.err);
        assert!(ran.err.contains(&told), "{line}: {}", ran.err);
    }
}

#[test]
fn a_mirror_of_many_small_files_is_whole() {
    let place = Place::new();
    for n in 0..150 {
        place.put(&format!("in/{}/{n}.jsonl", n % 7), pages(1 + n % 3));
    }
    place.well("clean in -o out/ --quiet");
    place.well("clean in -o all.jsonl --quiet");
    let mut records = 0;
    for n in 0..150 {
        records += place.get(&format!("out/{}/{n}.jsonl", n % 7)).lines().count();
    }
    assert_eq!(records, place.get("all.jsonl").lines().count());
    for folder in 0..7 {
        let names = std::fs::read_dir(place.path(&format!("out/{folder}"))).unwrap();
        assert!(
            names.count() == (0..150).filter(|n| n % 7 == folder).count(),
            "no temporary file is left"
        );
    }
}
