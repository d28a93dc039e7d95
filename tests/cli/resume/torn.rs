//! Manifests and outputs as crashes leave them.

use std::fs::{self, File};
use std::io::Write as _;

use super::dumps::{SMALL, assert_same, put_inputs, undo_end};
use crate::place::Place;

const OUTPUTS: &str = "-o out/out.jsonl --audit out/audit.jsonl --quarantine out/bad";

fn append(place: &Place, name: &str, bytes: &[u8]) {
    let mut file = File::options().append(true).open(place.path(name)).unwrap();
    file.write_all(bytes).unwrap();
}

/// A run over small inputs, complete, and the same in `whole/`.
fn complete() -> (Place, String) {
    let place = Place::new();
    put_inputs(&place, 1200);
    let line = format!("clean in {OUTPUTS} --resume --quiet {SMALL}");
    assert_eq!(place.run(&line.replace("out/", "whole/")).code, Some(3));
    assert_eq!(place.run(&line).code, Some(3));
    (place, line)
}

#[test]
fn what_follows_the_last_whole_row_does_not_count() {
    let (place, line) = complete();
    let last = place.get("out/out.jsonl.manifest").lines().last().unwrap().to_owned() + "\n";
    let lengths = [0, 1, 20, last.len() / 2, last.len() - 2, last.len() - 1];
    for tail in lengths.map(|length| last.as_bytes()[..length].to_vec()).into_iter().chain([
        last.replace("\"next\"", "\"text\"").into_bytes(),
        b"\0\0\0\0\0\0".to_vec(),
        [last.as_bytes()[..30].to_vec(), b"\n".to_vec(), last.clone().into_bytes()].concat(),
    ]) {
        undo_end(&place, "out/out.jsonl");
        append(&place, "out/out.jsonl.manifest", &tail);
        append(&place, "out/out.jsonl.part", b"{\"half a rec");
        append(&place, "out/bad/errors.jsonl", b"half a row");
        assert_eq!(place.run(&line).code, Some(3));
        assert_same(&place, "whole", "out");
    }
}

#[test]
fn a_run_that_has_only_its_names_to_give_gives_them() {
    let (place, line) = complete();
    for name in ["out/out.jsonl", "out/audit.jsonl"] {
        fs::rename(place.path(name), place.path(&format!("{name}.part"))).unwrap();
        place.well(&line);
        assert_same(&place, "whole", "out");
    }
}

#[test]
fn a_mirrored_output_that_has_only_its_name_to_get_gets_it() {
    let place = Place::new();
    for (name, text) in [("a", "The ferry stays in port."), ("b", "The bridge is open again.")] {
        let record = format!("{{\"id\":\"{name}\",\"text\":\"{text}\"}}\n");
        fs::create_dir_all(place.path("in")).unwrap();
        fs::write(place.path(&format!("in/{name}.jsonl")), record).unwrap();
    }
    let line = "clean in -o out/ --resume --quiet";
    place.well(line);
    let whole = ["out/a.jsonl", "out/b.jsonl"].map(|name| place.get(name));
    // As a kill leaves it right after the row that calls the first output complete.
    let manifest = "out/presswash-manifest.jsonl";
    let rows: String = place.get(manifest).split_inclusive('\n').take(2).collect();
    assert!(rows.contains(r#""next":{"input":1,"#), "{rows}");
    fs::write(place.path(manifest), rows).unwrap();
    fs::rename(place.path("out/a.jsonl"), place.path("out/a.jsonl.part")).unwrap();
    fs::remove_file(place.path("out/b.jsonl")).unwrap();
    place.well(line);
    assert_eq!(["out/a.jsonl", "out/b.jsonl"].map(|name| place.get(name)), whole);
    assert!(!place.path("out/a.jsonl.part").exists());
}

#[test]
fn a_complete_run_is_left_alone() {
    let (place, line) = complete();
    let time = |name: &str| fs::metadata(place.path(name)).unwrap().modified().unwrap();
    let before = (time("out/out.jsonl"), time("out/out.jsonl.manifest"));
    let ran = place.well(&line.replace("--quiet", ""));
    assert_eq!(ran.err, "presswash: complete already, nothing to do (out/out.jsonl.manifest)\n");
    assert_eq!(before, (time("out/out.jsonl"), time("out/out.jsonl.manifest")));
    fs::remove_file(place.path("out/out.jsonl")).unwrap();
    let ran = place.run(&line);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.err.contains("out/out.jsonl: complete, says out/out.jsonl.manifest"),
        "{}",
        ran.err
    );
}

#[test]
fn outputs_that_lost_bytes_are_not_gone_on_with() {
    let (place, line) = complete();
    let rows = undo_end(&place, "out/out.jsonl").len();
    File::options().write(true).open(place.path("out/out.jsonl.part")).unwrap().set_len(3).unwrap();
    let ran = place.run(&line);
    if rows > 1 {
        assert_eq!(ran.code, Some(1));
        assert!(ran.err.contains("out.jsonl.part: holds 3 bytes where"), "{}", ran.err);
    }
    place.put("out/out.jsonl.manifest", "no manifest\n");
    let ran = place.run(&line);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("this is no manifest, or it is damaged"), "{}", ran.err);
}
