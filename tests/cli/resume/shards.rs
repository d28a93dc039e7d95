//! A run split into shards: the parts are the whole.

use std::fs;

use serde_json::Value;

use super::dumps::{left, put_inputs, undo_end};
use crate::place::Place;

/// What a quarantine says of records; where their bytes lie depends on the shard.
fn places(list: &str) -> Vec<(Value, Value, Value)> {
    let row = |line: &str| serde_json::from_str::<Value>(line).unwrap();
    let place = |row: Value| (row["input"].clone(), row["record"].clone(), row["offset"].clone());
    list.lines().map(|line| place(row(line))).collect()
}

fn pages(stats: &str) -> u64 {
    serde_json::from_str::<Value>(stats).unwrap()["pages"].as_u64().unwrap()
}

#[test]
fn shards_one_after_the_other_are_the_unsharded_run() {
    let place = Place::new();
    put_inputs(&place, 150);
    let line = |folder: &str| {
        format!(
            "clean in -o {folder}/out.jsonl --audit {folder}/audit.jsonl --quarantine {folder}/bad \
             --stats {folder}/stats.json --quiet --threads 2 --block-size 3kB"
        )
    };
    assert_eq!(place.run(&line("whole")).code, Some(3));
    for of in 1..=5 {
        let mut joined = [String::new(), String::new(), String::new()];
        let mut count = 0;
        for number in 1..=of {
            let folder = format!("{number}-{of}");
            let ran = place.run(&format!("{} --shard {number}/{of}", line(&folder)));
            assert!(matches!(ran.code, Some(0 | 3)), "{}", ran.err);
            let errors = format!("bad/{number}-of-{of}/errors.jsonl");
            for (joined, name) in joined.iter_mut().zip(["out.jsonl", "audit.jsonl", &errors]) {
                *joined += &place.get(&format!("{folder}/{name}"));
            }
            count += pages(&place.get(&format!("{folder}/stats.json")));
        }
        assert!(joined[0] == place.get("whole/out.jsonl"), "{of}");
        assert!(joined[1] == place.get("whole/audit.jsonl"), "{of}");
        assert_eq!(places(&joined[2]), places(&place.get("whole/bad/errors.jsonl")), "{of}");
        assert_eq!(count, pages(&place.get("whole/stats.json")), "{of}");
    }
}

#[test]
fn a_plain_file_is_split_into_parts_of_about_one_size() {
    let place = Place::new();
    place.put("a.jsonl", crate::place::pages(400));
    for number in 1..=4 {
        place.well(&format!("clean a.jsonl -o {number}.jsonl --quiet --shard {number}/4"));
        let records = place.get(&format!("{number}.jsonl")).lines().count();
        assert!((90..=110).contains(&records), "{number}: {records}");
    }
}

#[test]
fn shards_of_a_mirror_share_its_folder() {
    let place = Place::new();
    put_inputs(&place, 60);
    assert_eq!(place.run("clean in -o whole/ --quiet").code, Some(3));
    for number in 1..=3 {
        let ran = place.run(&format!("clean in -o out/ --quiet --resume --shard {number}/3"));
        assert!(matches!(ran.code, Some(0 | 3)), "{}", ran.err);
        assert!(place.exists(&format!("out/presswash-manifest-{number}-of-3.jsonl")));
    }
    assert!(left(&place, "whole") == left(&place, "out"));
}

#[test]
fn a_shard_can_be_gone_on_with() {
    let place = Place::new();
    put_inputs(&place, 600);
    let line = "clean in -o out.jsonl --quiet --threads 2 --block-size 3kB --shard 2/3";
    assert!(matches!(place.run(line).code, Some(0 | 3)));
    let whole = place.get("out.jsonl");
    fs::remove_file(place.path("out.jsonl")).unwrap();
    let line = format!("{line} --resume");
    assert!(matches!(place.run(&line).code, Some(0 | 3)));
    undo_end(&place, "out.jsonl");
    assert!(matches!(place.run(&line).code, Some(0 | 3)));
    assert!(place.get("out.jsonl") == whole);
}

#[test]
fn shards_share_a_quarantine_and_none_loses_what_another_set_aside() {
    let place = Place::new();
    put_inputs(&place, 150);
    assert_eq!(place.run("clean in -o whole.jsonl --quarantine whole --quiet").code, Some(3));
    let names = |folder: &str| -> Vec<String> {
        let entries = fs::read_dir(place.path(folder)).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    let mut lists = String::new();
    let mut bytes = 0;
    for (number, how) in [(1, "--resume"), (2, ""), (3, "--force")] {
        let line =
            format!("clean in -o {number}.jsonl --quarantine bad --shard {number}/3 --quiet {how}");
        assert!(matches!(place.run(&line).code, Some(0 | 3)));
        let folder = format!("bad/{number}-of-3");
        lists += &place.get(&format!("{folder}/errors.jsonl"));
        let kept = names(&folder).into_iter().filter(|name| name != "errors.jsonl");
        bytes += kept
            .map(|name| fs::metadata(place.path(&format!("{folder}/{name}"))).unwrap().len())
            .sum::<u64>();
    }
    assert_eq!(names("bad").len(), 3);
    assert_eq!(places(&lists), places(&place.get("whole/errors.jsonl")));
    let whole = names("whole").into_iter().filter(|name| name != "errors.jsonl");
    let whole: u64 =
        whole.map(|name| fs::metadata(place.path(&format!("whole/{name}"))).unwrap().len()).sum();
    assert_eq!(bytes, whole);
    // The report takes them together.
    let records = lists.lines().count();
    place.well("report whole.jsonl --quarantine bad -o report.html --quiet");
    assert!(place.get("report.html").contains(&format!("\"quarantined\":{{\"records\":{records}")));
}
