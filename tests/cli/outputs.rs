//! Where outputs go: names, links, and folders that are read as well.

use crate::place::{Place, pages};

#[test]
fn one_output_by_two_names_is_refused_before_its_folder_is_there() {
    let place = Place::new();
    place.put("in.jsonl", pages(2));
    for other in ["--audit ./new/x.jsonl", "--stats new/../new/x.jsonl"] {
        for how in ["--force", "--resume", ""] {
            let ran = place.run(&format!("clean in.jsonl -o new/x.jsonl {other} {how} --quiet"));
            assert_eq!(ran.code, Some(2), "{other} {how}: {}", ran.err);
            assert!(ran.err.contains("this would be the output of two things"), "{}", ran.err);
        }
    }
    assert_eq!(place.names(), ["in.jsonl"]);
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_stays_and_what_it_points_to_is_made() {
    let place = Place::new();
    place.put("in.jsonl", pages(2));
    std::fs::create_dir(place.path("disk")).unwrap();
    for how in ["", "--force", "--resume"] {
        let link = format!("link{how}.jsonl");
        let target = format!("disk/real{how}.jsonl");
        std::os::unix::fs::symlink(&target, place.path(&link)).unwrap();
        place.well(&format!("clean in.jsonl -o {link} {how} --quiet"));
        assert!(place.path(&link).is_symlink(), "{how}");
        assert_eq!(place.get(&target).lines().count(), 2, "{how}");
    }
}

#[test]
fn long_names_of_inputs_cost_nothing() {
    let place = Place::new();
    let long = format!("in/{}.txt", "\u{431}".repeat(120));
    let longest = format!("in/{}.txt", "\u{431}".repeat(125));
    place.put("in/a.txt", "The ferry is late.");
    place.put(&long, "The ferry is late again.");
    place.put(&longest, "The ferry is gone.");
    place.put(&longest.replace(".txt", ".json"), "{\"text\":");
    for how in ["", "--resume"] {
        let out = format!("out{how}");
        let ran = place.run(&format!("clean in -o {out}/ {how} --quarantine bad{how} --quiet"));
        assert_eq!(ran.code, Some(3), "{}", ran.err);
        assert!(place.exists(&format!("{out}/{}.jsonl", "\u{431}".repeat(120))));
        let outputs = std::fs::read_dir(place.path(&out)).unwrap().count();
        assert_eq!(outputs, if how.is_empty() { 4 } else { 5 }, "with the manifest");
        let set_aside = std::fs::read_dir(place.path(&format!("bad{how}"))).unwrap().count();
        assert_eq!(set_aside, 2);
    }
}

#[test]
fn a_folder_that_is_written_to_is_not_read() {
    let place = Place::new();
    place.put("in/a.jsonl", pages(3));
    for _ in 0..2 {
        let ran = place.well("clean in -o in/out/ --quarantine in/bad --force");
        assert!(!place.exists("in/out/out"), "{}", ran.err);
    }
    let again = place.well("clean in -o in/out/ --quarantine in/bad --force");
    assert!(again.err.contains("presswash: in/out: this run writes there, left alone"));
    let out = place.well("clean in -o out.jsonl");
    assert_eq!(place.get("out.jsonl").lines().count(), 6, "where it is not written to");
    let told =
        "in/out/a.jsonl: written by presswash, its first line is a cleaned record (clean -o)";
    assert_eq!(out.err.matches("written by presswash").count(), 1, "{}", out.err);
    assert!(out.err.contains(told), "{}", out.err);
}

#[test]
fn audits_and_lists_of_errors_are_told_for_what_they_are() {
    let place = Place::new();
    place.put("a.jsonl", format!("{}broken\n", pages(1)));
    let ran = place.run("clean a.jsonl -o out.jsonl --audit audit.jsonl --quarantine bad --quiet");
    assert_eq!(ran.code, Some(3));
    for (input, kind) in [
        ("audit.jsonl", "an audit row (clean --audit)"),
        ("bad/errors.jsonl", "a line of the errors in a quarantine (clean --quarantine)"),
    ] {
        let ran = place.run(&format!("clean {input} -o - --quiet"));
        let told = format!("presswash: {input}: written by presswash, its first line is {kind}\n");
        assert!(ran.err.starts_with(&told), "{}", ran.err);
        assert_eq!(ran.code, Some(3));
    }
}

#[test]
fn force_removes_what_an_unfinished_run_left_in_a_folder() {
    let place = Place::new();
    place.put("in/a.jsonl", pages(3));
    place.put("in/b.jsonl", pages(3));
    place.well("clean in -o out/ --resume --quiet");
    let manifest = place.get("out/presswash-manifest.jsonl");
    let rows: Vec<&str> = manifest.lines().collect();
    place.put("out/presswash-manifest.jsonl", rows[..rows.len() - 1].join("\n") + "\n");
    std::fs::rename(place.path("out/b.jsonl"), place.path("out/b.jsonl.part")).unwrap();
    assert_eq!(place.run("clean in -o out/ --quiet").code, Some(1));
    place.well("clean in -o out/ --force --quiet");
    assert!(!place.exists("out/b.jsonl.part") && place.exists("out/b.jsonl"));
}

#[test]
fn a_closed_output_ends_restore_well() {
    let place = Place::new();
    place.put("in.jsonl", pages(3_000));
    place.well("clean in.jsonl -o out.jsonl --audit audit.jsonl --quiet");
    let (code, told) =
        crate::clean::closed_early(&place, "restore out.jsonl --audit audit.jsonl -o -");
    assert_eq!((code, told.as_str()), (Some(0), ""));
}

#[test]
fn a_run_into_a_folder_is_restored_from_it() {
    let place = Place::new();
    place.put("in/a.jsonl", pages(3));
    place.put("in/b/a.jsonl", pages(2));
    place.well("clean in -o out/ --audit audit.jsonl --resume --quiet");
    let back = place.well("restore out --audit audit.jsonl -o -");
    assert_eq!(back.text(), pages(3) + &pages(2));
}

#[test]
fn texts_under_other_names_come_back() {
    let place = Place::new();
    let input = "{\"ID\":7,\"Text\":\"The ferry is late.\\nShare on Facebook\"}\n\
                 {\"id\":\"b\",\"text\":\"\",\"content\":\"The ferry is gone.\\nShare on Facebook\"}\n";
    place.put("in.jsonl", input);
    place.well("clean in.jsonl -o out.jsonl --audit audit.jsonl --quiet --max-rule 100");
    let cleaned = place.get("out.jsonl");
    assert!(cleaned.lines().all(|line| line.contains("The ferry is")), "{cleaned}");
    assert_eq!(place.well("restore out.jsonl --audit audit.jsonl -o -").text(), input);
}
