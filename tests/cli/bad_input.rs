//! What the program does with input that it cannot read.

use crate::place::{Place, gzip, pages};

/// Three good records with a broken one as the second.
fn one_broken() -> (String, usize) {
    let good = pages(3);
    let first = good.find('\n').unwrap() + 1;
    let text = format!("{}{{\"id\": oops}}\n{}", &good[..first], &good[first..]);
    (text, first)
}

#[test]
fn a_malformed_record_is_told_set_aside_and_passed_over() {
    let place = Place::new();
    let (text, offset) = one_broken();
    place.put("in.jsonl", text);
    let ran = place.run("clean in.jsonl -o out.jsonl --quarantine bad");
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains(&format!("in.jsonl: record 2, byte {offset}")), "{}", ran.err);
    assert_eq!(place.get("out.jsonl").lines().count(), 3);
    assert_eq!(place.get("bad/in.jsonl.bad"), "{\"id\": oops}\n");
    assert!(place.get("bad/errors.jsonl").contains("\"record\":2"));
}

#[test]
fn a_missing_and_a_non_string_text_are_malformed() {
    let place = Place::new();
    place.put("in.jsonl", "{\"id\":1}\n{\"text\":7}\n[]\n{\"text\":\"A page.\"}\n");
    let ran = place.run("clean in.jsonl -o out.jsonl");
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert_eq!(place.get("out.jsonl").lines().count(), 1);
    for record in ["record 1", "record 2", "record 3"] {
        assert!(ran.err.contains(record), "{}", ran.err);
    }
}

#[test]
fn messages_are_counted_but_not_endless() {
    let place = Place::new();
    place.put("in.jsonl", "{\"text\":1}\n".repeat(500));
    let ran = place.run("clean in.jsonl -o out.jsonl");
    assert_eq!(ran.code, Some(3));
    assert_eq!(ran.err.matches("in.jsonl: record").count(), 20);
    assert!(ran.err.contains("further messages suppressed") && ran.err.contains("500"));
    let all = place.run("clean in.jsonl -o out.jsonl --force -v");
    assert_eq!(all.err.matches("in.jsonl: record").count(), 500);
}

#[test]
fn escapes_in_bad_records_do_not_reach_the_terminal() {
    let place = Place::new();
    place.put("in.jsonl", "{\"text\":\"a\",\u{1b}[31m}\n");
    let ran = place.run("clean in.jsonl -o out.jsonl");
    assert_eq!(ran.code, Some(3));
    assert!(!ran.err.contains('\u{1b}'), "{:?}", ran.err);
}

#[test]
fn a_truncated_archive_gives_what_it_holds_and_the_run_goes_on() {
    let place = Place::new();
    let whole = gzip(pages(5_000).as_bytes());
    place.put("broken.jsonl.gz", &whole[..whole.len() / 2]);
    place.put("good.jsonl", pages(2));
    let ran = place.run("clean broken.jsonl.gz good.jsonl -o out.jsonl");
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("broken.jsonl.gz"), "{}", ran.err);
    let out = place.get("out.jsonl");
    assert!(out.lines().count() > 2 && out.lines().count() < 5_002);
    assert!(out.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_does_not_end_the_run() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    place.put("in/a.jsonl", pages(1));
    symlink("nowhere", place.path("in/b.jsonl")).unwrap();
    place.put("in/c.jsonl", pages(1));
    let ran = place.run("clean in -o out.jsonl");
    assert_eq!(place.get("out.jsonl").lines().count(), 2);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("b.jsonl"), "{}", ran.err);
}

#[test]
fn a_record_that_is_too_long_is_malformed() {
    let place = Place::new();
    let long = format!("{{\"text\":\"{}\"}}\n", "long ".repeat(1000));
    place.put("in.jsonl", format!("{}{long}{}", pages(1), pages(1)));
    let ran = place.run("clean in.jsonl -o out.jsonl --max-record 1kB");
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert_eq!(place.get("out.jsonl").lines().count(), 2);
    place.well("clean in.jsonl -o out.jsonl --max-record 6kB --force");
}

#[test]
fn wrong_usage_and_missing_inputs() {
    let place = Place::new();
    place.put("in.jsonl", pages(1));
    for line in [
        "",
        "clean",
        "clean in.jsonl",
        "clean in.jsonl -o o --nope",
        "clean in.jsonl -o o --max-record 1XB",
    ] {
        assert_eq!(place.run(line).code, Some(2), "{line}");
    }
    assert_eq!(place.run("clean missing.jsonl -o out.jsonl").code, Some(1));
    assert!(!place.exists("out.jsonl"));
    assert_eq!(place.run("clean in.jsonl -o out.jsonl --rules missing.toml").code, Some(2));
    assert!(!place.exists("out.jsonl"));
}
