//! A disk that is full, and has room again.

use std::process::Command;

use super::dumps::{SMALL, assert_same, put_inputs};
use crate::place::{Place, Ran};

/// Runs with no file allowed to grow over so many blocks of 512 bytes: writing on fails as it
/// does on a full disk.
fn limited(place: &Place, blocks: usize, line: &str) -> Ran {
    let binary = env!("CARGO_BIN_EXE_presswash");
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec {binary} {line}");
    let mut command = Command::new("sh");
    Ran::from(command.current_dir(place.path("")).args(["-c", &script]).output().unwrap())
}

#[test]
fn a_run_that_filled_the_disk_goes_on_when_there_is_room() {
    let place = Place::new();
    put_inputs(&place, 900);
    for ending in ["", ".gz"] {
        let outputs = |folder: &str| {
            format!("-o {folder}/out.jsonl{ending} --audit {folder}/audit.jsonl{ending}")
        };
        let line = |folder: &str| format!("clean in {} {SMALL} --resume --quiet", outputs(folder));
        let (whole, out) = (line(&format!("whole{ending}")), line(&format!("out{ending}")));
        assert_eq!(place.run(&whole).code, Some(3));
        for blocks in [20, 60] {
            let ran = limited(&place, blocks, &out);
            assert_eq!(ran.code, Some(1), "{}", ran.err);
            assert!(ran.err.contains("File too large"), "{}", ran.err);
            assert!(ran.err.contains("the same command goes on from there"), "{}", ran.err);
        }
        assert_eq!(place.run(&out).code, Some(3));
        assert_same(&place, &format!("whole{ending}"), &format!("out{ending}"));
    }
}

#[test]
fn without_resume_a_full_disk_leaves_nothing() {
    let place = Place::new();
    place.put("a.jsonl", super::dumps::pages("a", 900));
    let ran = limited(&place, 20, "clean a.jsonl -o out.jsonl --quiet");
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.err.contains("out.jsonl: File too large"), "{}", ran.err);
    assert_eq!(place.names(), ["a.jsonl"]);
}
