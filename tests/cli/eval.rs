//! `eval`: gold in, figures out.

use serde_json::Value;

use crate::place::{Place, gzip};

const PROSE: &str = "The bridge over the river reopened on Monday after three weeks of work, the \
    town said, and buses will cross it again from Tuesday on.";

/// So many gold pages; all but the first hold a share button, the last has a name that is a trap.
fn gold(count: usize) -> String {
    let page = |i: usize| {
        let id = if i + 1 == count { "x\u{1b}[31m\ny".to_owned() } else { format!("p{i}") };
        let source = if i.is_multiple_of(2) { "even" } else { "odd" };
        let text = format!("{PROSE}{}", if i == 0 { "" } else { "\n\nShare on Facebook" });
        let page = serde_json::json!({
            "id": id, "source": source, "host": format!("h{i}"), "text": text, "main": PROSE, "comments": [],
        });
        format!("{page}\n")
    };
    (0..count).map(page).collect()
}

fn json(place: &Place, line: &str) -> Value {
    serde_json::from_slice(&place.well(line).out).unwrap()
}

#[test]
fn tables_are_shown_and_scraped_names_made_safe() {
    let place = Place::new();
    place.put("gold.jsonl", gold(4));
    let shown = place.well("eval gold.jsonl --quiet");
    let text = shown.text();
    for part in ["articles\nsource  pages", "even        2", "lines, by gold", "calibration error"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains('\u{1b}') && text.contains("x\\u{1b}[31m y  (odd)"), "{text}");
    assert!(!place.well("eval gold.jsonl --worst 0").text().contains("worst"));
}

#[test]
fn json_holds_everything_and_does_not_depend_on_threads() {
    let place = Place::new();
    place.put("gold.jsonl.gz", gzip(gold(30).as_bytes()));
    let figures = json(&place, "eval gold.jsonl.gz --json - --worst 30");
    let all = figures["groups"].as_array().unwrap().last().unwrap();
    assert_eq!((all["pages"].as_u64(), &all["by"]), (Some(30), &serde_json::json!({})));
    assert_eq!(all["article"]["recall"], 1.0);
    assert_eq!(all["article"]["false"], 0.0);
    assert_eq!(all["comments"]["f1"], Value::Null, "no comments in gold, none reported");
    assert_eq!(figures["confusion"]["article"]["paragraph"]["lines"], 30);
    assert_eq!(figures["calibration"]["lines"], 59);
    assert_eq!(figures["worst"].as_array().unwrap().len(), 30);
    let one = place.well("eval gold.jsonl.gz --json - --threads 1").out;
    assert_eq!(one, place.well("eval gold.jsonl.gz --json - --threads 2").out);
}

#[test]
fn sources_are_left_out_grouped_and_taken_for_boards() {
    let place = Place::new();
    place.put("gold.jsonl", gold(4));
    let pages = |flags: &str| {
        let figures = json(&place, &format!("eval gold.jsonl --json - {flags}"));
        let groups = figures["groups"].as_array().unwrap().clone();
        (groups.len(), groups.last().unwrap()["pages"].as_u64().unwrap())
    };
    assert_eq!(pages(""), (3, 4));
    assert_eq!(pages("--without odd"), (2, 2));
    assert_eq!(pages("--forum odd"), (3, 2), "all pages are without boards");
    assert_eq!(pages("--by host"), (5, 4));
    assert_eq!(pages("--by none"), (1, 4));
}

#[test]
fn comments_are_scored_alone_where_gold_gives_no_article() {
    let place = Place::new();
    let page = format!(
        "{PROSE}\n\n1 Comment\n\nAnna K. says:\nMay 20, 2021 at 7:12 am\n\
        What a relief, I walk over that bridge to work every single morning.\nReply\n"
    );
    let gold = serde_json::json!({"text": page, "thread": [{
        "author": "Anna K.", "date": "2021-05-20", "parent": null,
        "text": "What a relief, I walk over that bridge to work every single morning.",
    }]});
    place.put("gold.jsonl", format!("{gold}\n"));
    let figures = json(&place, "eval gold.jsonl --json -");
    let all = &figures["groups"][0];
    assert_eq!(all["article"]["pages"], 0);
    let comments = &all["comments"];
    assert_eq!((&comments["f1"], &comments["words_f1"]), (&1.0.into(), &1.0.into()));
    for field in ["author", "date", "parent"] {
        assert_eq!((&comments[field]["of"], &comments[field]["share"]), (&1.into(), &1.0.into()));
    }
    assert_eq!(comments["depth"]["of"], 0);
    assert!(place.well("eval gold.jsonl").text().starts_with("comments\n"));
}

#[test]
fn what_is_no_gold_ends_the_run() {
    let place = Place::new();
    let fails = |gold: &str, message: &str| {
        place.put("gold.jsonl", gold);
        let ran = place.run("eval gold.jsonl --json out.json");
        assert_eq!(ran.code, Some(1), "{}", ran.err);
        assert!(ran.err.contains(message), "{}", ran.err);
        assert!(!place.exists("out.json"));
    };
    fails("{\"text\": \"a\"}\n", "gold.jsonl: record 1, byte 0: neither `main` nor `comments`");
    fails("{\"text\": \"a\", \"main\": 7}\n", "record 1");
    fails("{\"text\": \"a\", \"main\": \"a\"}\n{\"te\n", "record 2");
    fails("", "no gold page");
    place.put("gold.jsonl", "{\"text\": \"a\", \"comments\": []}\n");
    let ran = place.run("train gold.jsonl -o my.model");
    assert_eq!(ran.code, Some(1), "training needs articles");
    assert!(ran.err.contains("record 1, byte 0: no field `main`"), "{}", ran.err);
}

#[test]
fn quiet_commands_say_nothing() {
    let place = Place::new();
    place.put("gold.jsonl", gold(2));
    let train = "train gold.jsonl --epochs 1 --made 0 -o";
    let told = place.well(&format!("{train} a.model")).err;
    assert!(told.contains("epoch 1 of 1") && told.contains("trained on "), "{told}");
    assert_eq!(place.well(&format!("{train} b.model --quiet")).err, "");
    assert_ne!(place.well("label gold.jsonl -o a.html").err, "");
    assert_eq!(place.well("label gold.jsonl -o b.html --quiet").err, "");
    let model = |name: &str| std::fs::read(place.path(name)).unwrap();
    assert!(model("a.model") == model("b.model"));
}

#[test]
fn figures_go_to_a_file_that_is_not_replaced() {
    let place = Place::new();
    place.put("gold.jsonl", gold(2));
    assert!(place.well("eval gold.jsonl --json out.json").text().contains("articles"));
    assert!(place.get("out.json").contains("\"groups\""));
    assert_eq!(place.run("eval gold.jsonl --json out.json").code, Some(1));
    place.well("eval gold.jsonl --json out.json --force");
    let ran = place.run("eval gold.jsonl --json gold.jsonl --force");
    assert_eq!(ran.code, Some(2), "the gold itself: {}", ran.err);
}
