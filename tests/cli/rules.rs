//! `rules`: listing, checking and trying out.

use crate::place::{Place, pages};

const MINE: &str = r#"
[set]
id = "mine"
about = "Rules of this test."

[[rule]]
id = "hotline"
label = "chrome"
kind = "support"
reason = "The paper's own hotline"
where = "line"
strength = "sure"
langs = ["en"]
phrases = ["call the zebra hotline"]
hits = ["Call the zebra hotline!"]
misses = ["They call the zebra hotline every day."]
"#;

#[test]
fn the_list_has_a_line_for_each_rule_and_heeds_the_flags() {
    let place = Place::new();
    place.put("mine.toml", MINE);
    let count = |flags: &str| place.well(&format!("rules list {flags}")).text().lines().count();
    let all = count("");
    assert!(all > 0);
    assert_eq!(count("--rules mine.toml"), all + 1);
    assert_eq!(count("--rules mine.toml --disable-rule hotline"), all);
    let mine = place.well("rules list --rules mine.toml");
    let line = mine.text().lines().find(|line| line.starts_with("hotline\t")).unwrap();
    let columns: Vec<_> = line.split('\t').collect();
    assert_eq!(columns[1..6], ["chrome/support", "sure", "line", "en", "mine"]);
}

#[test]
fn a_faulty_rule_file_is_told_with_file_and_line() {
    let place = Place::new();
    place.put("mine.toml", MINE);
    place.put("bad.toml", MINE.replace("strength", "strenght"));
    place.put("in.jsonl", pages(1));
    place.well("rules check mine.toml");
    let ran = place.run("rules check bad.toml");
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.text().contains("bad.toml:12:"), "{}", ran.text());
    let ran = place.run("clean in.jsonl -o out.jsonl --rules bad.toml");
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("bad.toml:12:"), "{}", ran.err);
    assert!(!place.exists("out.jsonl"));
}

#[test]
fn a_line_is_tried_against_the_rules() {
    let place = Place::new();
    place.put("mine.toml", MINE);
    let test = |text: &str| {
        let mut command = place.command("rules test --rules mine.toml");
        String::from_utf8(command.arg(text).output().unwrap().stdout).unwrap()
    };
    let hit = test("Call the Zebra hotline");
    assert!(hit.contains("hotline (mine): sure chrome/support"), "{hit}");
    assert!(test("The minister spoke for an hour.").contains("no rule"));
}
