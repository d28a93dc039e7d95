//! Pages in, records out: every folder below `tests/cases`, through every way into the program.
//!
//! `PRESSWASH_BLESS=1 cargo test --test cases` (or `cargo bless`) rewrites the
//! expected records. What the truth files say is written by hand only.

#[path = "cases/runner/mod.rs"]
mod runner;

use std::env;
use std::fmt::Write as _;
use std::fs;

use presswash::write::Record;
use runner::{Case, Program, all, case_root, check, dump_pages};

/// Fewer cases than this mean that the runner looked in a wrong place.
const LEAST_CASES: usize = 120;

/// Packs the bytes of an input.
type Pack = fn(&[u8]) -> Vec<u8>;

/// Characters shown of a line that differs.
const SHOWN: usize = 160;

#[test]
fn each_case_gives_its_record_and_holds_to_its_truth() {
    let cases = cases();
    let program = Program::new(&cases, "", <[u8]>::to_vec);
    let records = clean(&program);
    let mut report = String::new();
    for (case, line) in cases.iter().zip(&records) {
        let record: Record = serde_json::from_str(line).unwrap();
        let mut wrong = check(&case.truth, &record);
        wrong.extend(differs_from_expected(case, line));
        for line in wrong {
            writeln!(report, "{}: {line}", case.name).unwrap();
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn every_page_of_the_sample_dump_is_a_case() {
    let cases = cases();
    for page in dump_pages() {
        let known = cases.iter().any(|case| case.truth.page.as_ref() == Some(&page));
        assert!(known, "no truth is written for {page} of tests/dump");
    }
    for case in cases {
        assert!(!case.truth.about.is_empty(), "{}: say what it is about", case.name);
    }
}

#[test]
fn compression_and_threads_change_nothing() {
    let cases = cases();
    let plain = clean(&Program::new(&cases, "", <[u8]>::to_vec));
    let ways: [(&str, Pack); 3] =
        [(".gz", Program::gzip), (".zst", Program::zstd), (".bz2", Program::bzip2)];
    for (ending, pack) in ways {
        let program = Program::new(&cases, ending, pack);
        assert_same(&cases, ending, &plain, &clean(&program));
    }
    let program = Program::new(&cases, "", <[u8]>::to_vec);
    for threads in [1, 2, 8] {
        let way = format!("--threads {threads}");
        let out = program.run(&format!("clean in -o - --quiet {way}"));
        assert_same(&cases, &way, &plain, &lines(&out));
    }
}

#[test]
fn standard_input_gives_the_same_records() {
    let records: Vec<Case> = cases().into_iter().filter(Case::is_record).collect();
    let program = Program::new(&records, "", <[u8]>::to_vec);
    let plain = clean(&program);
    let input = records.iter().flat_map(|case| case.input.clone()).collect();
    let streamed = lines(&program.pipe("clean - -o - --quiet", input));
    assert_same(&records, "standard input", &plain, &streamed);
}

#[test]
fn restore_gives_the_inputs_back() {
    let cases = cases();
    let program = Program::new(&cases, "", <[u8]>::to_vec);
    program.run("clean in -o out.jsonl.gz --audit audit.jsonl.zst --quiet");
    program.run("restore out.jsonl.gz --audit audit.jsonl.zst -o again.jsonl");
    let again = program.read("again.jsonl");
    assert_eq!(again.lines().count(), cases.len());
    for (case, line) in cases.iter().zip(again.lines()) {
        let again: serde_json::Value = serde_json::from_str(line).unwrap();
        if case.is_record() {
            // Members, their order and their values; the white space between them is not kept.
            let input: serde_json::Value = serde_json::from_slice(&case.input).unwrap();
            assert_eq!(again, input, "{}", case.name);
            let members = |record: &serde_json::Value| -> Vec<String> {
                record.as_object().unwrap().keys().cloned().collect()
            };
            assert_eq!(members(&again), members(&input), "{}", case.name);
        } else {
            let text = std::str::from_utf8(&case.input).unwrap();
            assert_eq!(again["text"].as_str(), Some(text), "{}", case.name);
        }
    }
}

fn cases() -> Vec<Case> {
    let cases = all();
    let found = cases.len();
    assert!(found >= LEAST_CASES, "only {found} cases in {}", case_root().display());
    cases
}

fn blessing() -> bool {
    env::var_os("PRESSWASH_BLESS").is_some_and(|value| value == "1")
}

/// The record of each case.
fn clean(program: &Program) -> Vec<String> {
    lines(&program.run("clean in -o - --quiet"))
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

fn differs_from_expected(case: &Case, line: &str) -> Option<String> {
    if blessing() {
        Program::bless(&case.expected(), &format!("{line}\n"));
        return None;
    }
    let Ok(expected) = fs::read_to_string(case.expected()) else {
        return Some("expected.jsonl is missing; see the head of tests/cases.rs".to_owned());
    };
    (expected.trim_end() != line).then(|| difference(expected.trim_end(), line))
}

fn assert_same(cases: &[Case], way: &str, plain: &[String], other: &[String]) {
    assert_eq!(plain.len(), cases.len());
    assert_eq!(other.len(), cases.len(), "{way}");
    for ((case, plain), other) in cases.iter().zip(plain).zip(other) {
        assert!(plain == other, "{}, {way}: {}", case.name, difference(plain, other));
    }
}

/// The first line of the text, or member of the record, that differs.
fn difference(expected: &str, got: &str) -> String {
    let broken = |record: &str| -> Vec<String> {
        let opened = record.replace(r"\n", "\n").replace(",\"", "\n,\"").replace("},{", "},\n{");
        opened.lines().map(str::to_owned).collect()
    };
    let (expected, got) = (broken(expected), broken(got));
    let at = expected.iter().zip(&got).take_while(|(a, b)| a == b).count();
    let shown = |lines: &[String]| -> String {
        lines.get(at).map_or("(end)".to_owned(), |line| line.chars().take(SHOWN).collect())
    };
    format!(
        "not the expected record, first difference:\n  - {}\n  + {}",
        shown(&expected),
        shown(&got)
    )
}
