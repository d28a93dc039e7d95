//! `clean`: where output goes, and that it does not depend on how it was made.

use std::fs;
use std::io::Read as _;
use std::process::Stdio;

use crate::place::{Place, gunzip, gzip, pages};

#[test]
fn one_record_in_is_one_record_out() {
    let place = Place::new();
    place.put("in.jsonl", pages(3));
    let ran = place.well("clean in.jsonl -o out.jsonl");
    let out = place.get("out.jsonl");
    assert_eq!(out.lines().count(), 3);
    for (i, line) in out.lines().enumerate() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(record["id"], format!("p{i}"));
        assert_eq!(record["lang"], "en");
        assert!(record["text"].as_str().unwrap().contains("reopened on Monday"));
        assert!(record["presswash"]["chars_in"].as_u64().unwrap() > 0);
    }
    assert!(ran.err.contains("pages"), "a summary: {}", ran.err);
    assert!(ran.out.is_empty());
    assert_eq!(place.names(), ["in.jsonl", "out.jsonl"]);
}

#[test]
fn file_stream_and_compressed_file_give_the_same_bytes() {
    let place = Place::new();
    // One record without an identifier: what is made for it must not depend on the way in.
    let text = format!("{}{{\"text\":\"Nameless.\"}}\n", pages(200));
    place.put("in.jsonl", &text);
    place.put("in.jsonl.zst", zstd::encode_all(text.as_bytes(), 1).unwrap());
    place.put("in.jsonl.gz", gzip(text.as_bytes()));
    place.well("clean in.jsonl -o plain.jsonl");
    place.well("clean in.jsonl.gz -o from_gz.jsonl");
    place.well("clean in.jsonl.zst -o from_zst.jsonl");
    place.well("clean in.jsonl -o out.jsonl.gz");
    let stream = place.pipe("clean - -o -", text);
    assert_eq!(stream.code, Some(0), "{}", stream.err);
    let plain = place.get("plain.jsonl");
    assert!(place.get("from_gz.jsonl") == plain);
    assert!(place.get("from_zst.jsonl") == plain);
    assert!(stream.text() == plain);
    assert_eq!(gunzip(&fs::read(place.path("out.jsonl.gz")).unwrap()), plain.as_bytes());
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let place = Place::new();
    // Several blocks, so that there is an order to lose.
    place.put("in.jsonl", pages(30_000));
    place.put("more.jsonl", pages(7));
    let bytes = |threads: u32| {
        let line = format!(
            "clean in.jsonl more.jsonl -o o{threads}.jsonl --audit a{threads}.jsonl --threads {threads}"
        );
        place.well(&line);
        (place.get(&format!("o{threads}.jsonl")), place.get(&format!("a{threads}.jsonl")))
    };
    let one = bytes(1);
    assert_eq!(one.0.lines().count(), 30_007);
    assert!(one == bytes(2) && one == bytes(8));
}

#[test]
fn a_folder_mirrors_the_inputs() {
    let place = Place::new();
    place.put("in/a/page.txt", "A headline\n\nA paragraph of the page.\n");
    place.put("in/b.jsonl", pages(2));
    place.put("c.jsonl.gz", gzip(pages(1).as_bytes()));
    place.well("clean in c.jsonl.gz -o out/");
    assert_eq!(place.get("out/a/page.jsonl").lines().count(), 1);
    assert_eq!(place.get("out/b.jsonl").lines().count(), 2);
    let gz = fs::read(place.path("out/c.jsonl.gz")).unwrap();
    assert_eq!(gunzip(&gz).split(|b| *b == b'\n').count(), 2, "one line and its end");
    // The folder exists now: no slash needed, but the outputs are refused.
    assert_eq!(place.run("clean in -o out").code, Some(1));
    place.well("clean in -o out --force");
}

#[test]
fn inputs_whose_outputs_would_meet_are_refused() {
    let place = Place::new();
    place.put("a.jsonl", pages(1));
    place.put("x/a.jsonl", pages(1));
    let ran = place.run("clean a.jsonl x/a.jsonl -o out/");
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("would both be written to"), "{}", ran.err);
}

#[test]
fn an_existing_output_is_only_replaced_when_asked() {
    let place = Place::new();
    place.put("in.jsonl", pages(1));
    place.put("out.jsonl", "precious\n");
    let ran = place.run("clean in.jsonl -o out.jsonl");
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("out.jsonl") && ran.err.contains("--force"), "{}", ran.err);
    assert_eq!(place.get("out.jsonl"), "precious\n");
    place.well("clean in.jsonl -o out.jsonl --force");
    assert_ne!(place.get("out.jsonl"), "precious\n");
}

#[test]
fn no_two_outputs_and_no_input_share_a_file() {
    let place = Place::new();
    place.put("in.jsonl", pages(1));
    for line in [
        "clean in.jsonl -o ./in.jsonl --force",
        "clean in.jsonl -o o.jsonl --audit o.jsonl",
        "clean in.jsonl -o - --stats s.json --audit s.json",
        "clean in.jsonl -o - --audit -",
        "clean in.jsonl -o ./ --force",
    ] {
        let ran = place.run(line);
        assert_eq!(ran.code, Some(2), "{line}: {}", ran.err);
    }
    assert_eq!(place.get("in.jsonl"), pages(1));
    assert_eq!(place.names(), ["in.jsonl"]);
}

#[test]
fn the_headline_of_the_record_is_found_in_the_text() {
    let place = Place::new();
    // Nothing in the article says what this is the headline of, and a teaser below it has more of its words.
    let text = "Home\nValley\nSport\nLatest\nShould we really go on?\nFerry drivers on the old bridge, in pictures\nSport\nObituaries\n\n\
        The old bridge will close on Monday for at least a year, the town said, because its pillars have to be \
        replaced. Drivers are asked to use the ferry.\n\nThe ferry runs from six in the morning until ten at \
        night, and until midnight on Saturdays, as it did when the bridge was built in 1931.\n";
    let title = |title: &str| {
        let record = serde_json::json!({"id": "a", "title": title, "text": text});
        place.put("in.jsonl", record.to_string());
        place.well("clean in.jsonl -o o.jsonl --audit a.jsonl --force");
        let row: serde_json::Value = serde_json::from_str(&place.get("a.jsonl")).unwrap();
        let start = row["attributes"]["presswash__article__title"][0][0].as_u64();
        start.and_then(|start| text.get(usize::try_from(start).unwrap()..)?.lines().next())
    };
    let line = "Should we really go on?";
    for named in [
        line,
        "Should We Really Go On? | The Arn Valley Courier",
        "Should we \u{2014} really \u{2014} go on",
    ] {
        assert_eq!(title(named), Some(line), "{named}");
    }
    assert_ne!(title("Another page"), Some(line));
}

#[test]
fn audit_and_record_give_the_input_back() {
    let place = Place::new();
    place.put("in.jsonl", pages(50));
    place.well("clean in.jsonl -o out.jsonl.gz --audit audit.jsonl.gz --stats stats.json");
    place.well("restore out.jsonl.gz --audit audit.jsonl.gz -o again.jsonl");
    assert!(place.get("again.jsonl") == pages(50));
    let stats: serde_json::Value = serde_json::from_str(&place.get("stats.json")).unwrap();
    assert_eq!(stats["pages"], 50);
}

#[test]
fn quiet_is_quiet_and_summary_goes_to_stderr() {
    let place = Place::new();
    place.put("in.jsonl", pages(2));
    let ran = place.well("clean in.jsonl -o - --quiet");
    assert_eq!(ran.err, "");
    assert_eq!(ran.text().lines().count(), 2);
    let ran = place.well("clean in.jsonl -o - -v");
    assert!(ran.err.contains("reading in.jsonl"), "{}", ran.err);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let place = Place::new();
    place.put("in.jsonl", pages(30_000));
    let (code, told) = closed_early(&place, "clean in.jsonl -o - --quiet");
    assert_eq!((code, told.as_str()), (Some(0), ""));
}

#[test]
fn a_reader_that_has_seen_enough_costs_the_other_outputs_and_is_told() {
    let place = Place::new();
    place.put("in.jsonl", format!("{}{{\n{}", pages(1), pages(30_000)));
    for (outputs, lost) in [
        ("-o - --audit audit.jsonl --stats stats.json --quarantine bad", "audit.jsonl, stats.json"),
        ("-o out.jsonl --audit - --quarantine bad --force", "out.jsonl"),
    ] {
        let (code, told) =
            closed_early(&place, &format!("clean in.jsonl {outputs} --block-size 4kB --quiet"));
        assert_eq!(code, Some(141), "{told}");
        let told = told.lines().last().unwrap();
        assert!(told.ends_with(&format!("the run was given up without writing {lost}")), "{told}");
        assert_eq!(place.names(), ["bad", "in.jsonl"]);
        assert_eq!(place.get("bad/errors.jsonl").lines().count(), 1, "what was set aside is kept");
    }
}

/// Runs with a reader that closes standard output after a few bytes; the exit code, and what was told.
pub fn closed_early(place: &Place, line: &str) -> (Option<i32>, String) {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_presswash"))
        .current_dir(place.path(""))
        .args(line.split(' '))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut first).unwrap();
    drop(out);
    let ended = child.wait_with_output().unwrap();
    (ended.status.code(), String::from_utf8_lossy(&ended.stderr).into_owned())
}
