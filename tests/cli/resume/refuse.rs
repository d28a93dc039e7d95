//! What is not gone on with, and what is said then.

use std::fs;

use super::dumps::{SMALL, pages, undo_end};
use crate::place::Place;

const LINE: &str = "clean a.jsonl b.jsonl -o out.jsonl --resume --quiet";

/// A run that was killed before its end.
fn unfinished() -> Place {
    let place = Place::new();
    place.put("a.jsonl", pages("a", 300));
    place.put("b.jsonl", pages("b", 30));
    assert_eq!(place.run(&format!("{LINE} {SMALL}")).code, Some(3));
    undo_end(&place, "out.jsonl");
    place
}

fn refused(place: &Place, line: &str, expected: &str) {
    let ran = place.run(&format!("{line} --threads 2"));
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    let message = format!(
        "presswash: out.jsonl.manifest: the run that was begun is another one: {expected}; \
         undo that, or remove the manifest to start over\n"
    );
    assert_eq!(ran.err, message);
}

#[test]
fn other_settings_are_named() {
    let place = unfinished();
    place.put(
        "mine.toml",
        "disable = [\"share-bars-follow-us-start\"]\n[set]\nid = \"mine\"\nabout = \"Mine\"\n",
    );
    let small = format!("{LINE} --block-size 8kB");
    refused(&place, LINE, "block-size was 8000, is 1048576");
    refused(&place, &format!("{small} --mode recall"), "mode was \"balanced\", is \"recall\"");
    let audit = place.path("audit.jsonl");
    let audit = audit.to_str().unwrap();
    refused(
        &place,
        &format!("{small} --audit {audit}"),
        &format!("audit was not set, is \"{audit}\""),
    );
    refused(
        &place,
        &format!("{small} --text-field body --max-record 5MB"),
        "text-field was [\"text\",\"maintext\",\"content\",\"raw_text\",\"raw_content\",\"body\",\"article\",\"plaintext\"], \
         is [\"body\"]; max-record was 268435456, is 5000000",
    );
    let ran = place.run(&format!("{small} --rules mine.toml"));
    assert!(ran.err.contains("another one: rules was \""), "{}", ran.err);
    // Nothing that the output does not depend on.
    let ran = place.run(&format!("{small} --threads 1 --in-flight 3"));
    assert_eq!(ran.code, Some(3), "{}", ran.err);
}

#[test]
fn other_inputs_are_named() {
    let place = unfinished();
    let small = format!("{LINE} --block-size 8kB");
    let was = fs::metadata(place.path("b.jsonl")).unwrap().len();
    place.put("b.jsonl", pages("b", 31));
    let is = fs::metadata(place.path("b.jsonl")).unwrap().len();
    refused(&place, &small, &format!("input b.jsonl had {was} bytes, has {is}"));
    place.put("b.jsonl", pages("b", 30));
    refused(&place, &small, "input b.jsonl was modified");
    let less = small.replace(" b.jsonl", "");
    refused(&place, &less, "input b.jsonl is gone");
    place.put("c.jsonl", "");
    let other = small.replace(" b.jsonl", " c.jsonl");
    refused(&place, &other, "input c.jsonl is where b.jsonl was");
}

#[test]
fn streams_cannot_be_gone_on_with() {
    let place = Place::new();
    place.put("a.jsonl", pages("a", 3));
    for (line, expected) in [
        (
            "clean a.jsonl -o - --resume",
            "presswash: --resume needs outputs that are files: what went to a stream cannot be taken back\n",
        ),
        (
            "clean - -o out.jsonl --resume",
            "presswash: -: --resume needs inputs that are files: a stream cannot be read again\n",
        ),
        ("clean - -o out.jsonl --shard 1/2", "presswash: -: only files can be split into shards\n"),
    ] {
        let ran = place.run(line);
        assert_eq!((ran.code, ran.err.as_str()), (Some(2), expected), "{line}");
    }
    let ran = place.run("clean a.jsonl -o out.jsonl --shard 3/2");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("\"3/2\" is no shard"), "{}", ran.err);
    let ran = place.run("clean a.jsonl -o out.jsonl --threads 100000");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("not a whole number from 0 to 1024"), "{}", ran.err);
    assert_eq!(place.names(), ["a.jsonl"]);
}

#[test]
fn an_unfinished_run_is_not_overwritten_by_mistake() {
    let place = unfinished();
    let line = "clean a.jsonl b.jsonl -o out.jsonl --quiet";
    let ran = place.run(line);
    assert_eq!(ran.code, Some(1));
    assert_eq!(
        ran.err,
        "presswash: out.jsonl.manifest: a run that did not finish; \
         --resume goes on with it, --force starts over\n"
    );
    assert_eq!(place.run(&format!("{line} --force")).code, Some(3));
    assert_eq!(place.names(), ["a.jsonl", "b.jsonl", "out.jsonl"]);
}

#[test]
fn an_output_of_somebody_else_is_not_replaced() {
    let place = Place::new();
    place.put("a.jsonl", pages("a", 3));
    place.put("out.jsonl", "precious\n");
    let line = "clean a.jsonl -o out.jsonl --resume --quiet";
    let ran = place.run(line);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("out.jsonl exists (--force replaces it)"), "{}", ran.err);
    assert_eq!(place.names(), ["a.jsonl", "out.jsonl"]);
    place.well(&format!("{line} --force"));
    assert_eq!(place.get("out.jsonl").lines().count(), 3);
}

#[test]
fn a_file_put_in_the_place_of_an_unfinished_output_is_not_replaced() {
    let place = unfinished();
    place.put("out.jsonl", "precious\n");
    let line = format!("{LINE} {SMALL}");
    let ran = place.run(&line);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("out.jsonl exists (--force replaces it)"), "{}", ran.err);
    assert_eq!(place.get("out.jsonl"), "precious\n");
    assert_eq!(place.run(&format!("{line} --force")).code, Some(3));
    assert_eq!(place.get("out.jsonl").lines().count(), 330);
}
