//! Guard rails: what is told of a run that loses too much, and how it ends.

use std::fmt::Write as _;

use crate::place::{Place, pages};

/// So many pages of a site with nothing but chrome.
fn chrome(site: &str, count: usize) -> String {
    (0..count).fold(String::new(), |mut all, i| {
        let text =
            "Skip to content\\nShare on Facebook\\nShare on Twitter\\nSign up for our newsletter";
        writeln!(all, "{{\"url\":\"https://{site}/{i}\",\"text\":\"{text}\"}}").unwrap();
        all
    })
}

const SITE: &str =
    "presswash: guard rail: 100.0% of the text of bad.example was removed, more than 95%\n";

#[test]
fn a_site_that_loses_all_is_told_and_ends_a_strict_run_with_its_own_code() {
    let place = Place::new();
    place.put("in.jsonl", format!("{}{}", pages(60), chrome("www.bad.example", 20)));
    let ran = place.well("clean in.jsonl -o out.jsonl --stats stats.json --quiet");
    assert_eq!(ran.err, SITE);
    let stats: serde_json::Value = serde_json::from_str(&place.get("stats.json")).unwrap();
    assert_eq!(
        stats["guard_rails"],
        serde_json::json!([{"what": "site", "name": "bad.example", "percent": 100.0, "limit": 95}])
    );
    assert_eq!(stats["sites"]["bad.example"]["pages"], 20);
    let kept = place.get("out.jsonl");
    let ran = place.run("clean in.jsonl -o out.jsonl --force --quiet --strict");
    assert_eq!((ran.code, ran.err.as_str()), (Some(4), SITE));
    assert_eq!(place.get("out.jsonl"), kept, "the output is whole and stays");
    let ran = place.well("clean in.jsonl -o out.jsonl --force --strict --max-removed-site 100");
    assert!(!ran.err.contains("guard rail"), "{}", ran.err);
}

#[test]
fn a_run_and_a_rule_that_take_too_much() {
    let place = Place::new();
    place.put("in.jsonl", chrome("a.example", 50) + &chrome("b.example", 50));
    let ran = place.run("clean in.jsonl -o out.jsonl --strict --quiet --max-removed-site 100");
    assert_eq!(ran.code, Some(4));
    let mut lines = ran.err.lines();
    let first = lines.next().unwrap();
    assert_eq!(first, "presswash: guard rail: 100.0% of all text was removed, more than 80%");
    assert!(lines.clone().count() >= 2, "{}", ran.err);
    assert!(
        lines.all(|line| line.starts_with("presswash: guard rail: rule ")
            && line.ends_with("% of all text, more than 5%")),
        "{}",
        ran.err
    );
    place.well("clean in.jsonl -o out.jsonl --force --strict --max-removed 100 --max-removed-site 100 --max-rule 100");
}

#[test]
fn settings_may_be_in_a_file_and_percents_end_at_100() {
    let place = Place::new();
    place.put("presswash.toml", "strict = true\nmax-removed-site = 99\n");
    place.put("in.jsonl", chrome("bad.example", 20));
    assert_eq!(place.run("clean in.jsonl -o out.jsonl").code, Some(4));
    let ran = place.run("clean in.jsonl -o out.jsonl --force --max-rule 101");
    assert_eq!(ran.code, Some(2), "{}", ran.err);
}
