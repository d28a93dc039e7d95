//! `explain`: one page in the terminal.

use crate::place::{Place, pages};

fn dump() -> Place {
    let place = Place::new();
    let nasty =
        "{\"id\":\"nasty\",\"text\":\"A line with \\u001b[31mcolour\\u202e and a bell\\u0007.\"}\n";
    place.put("in.jsonl", format!("{}{nasty}", pages(2)));
    place
}

#[test]
fn lines_are_shown_with_number_and_label() {
    let place = dump();
    let shown = place.well("explain in.jsonl:2");
    assert!(shown.text().contains("in.jsonl: record 2"), "{}", shown.text());
    assert!(shown.text().contains("Bridge 1 reopens"));
    assert!(shown.text().lines().any(|l| l.trim_start().starts_with("2 ") && l.contains("weeks")));
    let ran = place.run("explain in.jsonl:9");
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("no page 9"), "{}", ran.err);
}

#[test]
fn a_page_comes_from_a_text_file_or_a_stream_too() {
    let place = dump();
    place.put("12:30", "A line.\n");
    assert!(place.well("explain 12:30").text().contains("A line."));
    let shown = place.pipe("explain -- -:2", pages(2));
    assert!(shown.text().contains("id p1"), "{} {}", shown.text(), shown.err);
    assert_eq!(place.run("explain missing.jsonl").code, Some(1));
}

#[test]
fn scraped_escapes_are_written_out() {
    let shown = dump().well("explain in.jsonl:3");
    assert!(!shown.text().contains(['\u{1b}', '\u{202e}', '\u{7}']));
    assert!(shown.text().contains("\\u{1b}[31mcolour\\u{202e}"), "{}", shown.text());
}

#[test]
fn colour_follows_the_flag_and_no_color() {
    let place = dump();
    let coloured = |line: &str| place.well(line).out.contains(&0x1b);
    assert!(!coloured("explain in.jsonl"), "not a terminal");
    assert!(coloured("explain in.jsonl --color always"));
    assert!(!coloured("explain in.jsonl --color never"));
    let mut quiet = place.command("explain in.jsonl");
    assert!(!quiet.env("NO_COLOR", "1").output().unwrap().stdout.contains(&0x1b));
}

#[test]
fn json_is_one_object_with_all_lines() {
    let shown = dump().well("explain in.jsonl:1 --json");
    let page: serde_json::Value = serde_json::from_slice(&shown.out).unwrap();
    assert_eq!(page["id"], "p0");
    assert_eq!(page["lines"].as_array().unwrap().len(), 3);
    assert!(page["lines"][0]["label"].is_string() && page["lines"][0]["span"].is_array());
}

#[test]
fn a_page_is_found_by_the_id_that_clean_writes() {
    let place = Place::new();
    place.put("in/a/page.txt", "A headline\n\nA paragraph of the page.\n");
    place.put("in/b/page.txt", "Another headline\n\nA paragraph of the page.\n");
    for (argument, id) in
        [("in", "b/page.txt"), ("in/b/page.txt", "page.txt"), ("in/*/page.txt", "b/page.txt")]
    {
        let cleaned = place.well(&format!("clean {argument} -o - --quiet"));
        let last: serde_json::Value =
            serde_json::from_str(cleaned.text().lines().last().unwrap()).unwrap();
        assert_eq!(last["id"], id, "{argument}");
        let shown = place.well(&format!("explain {argument} --id {id}"));
        assert!(shown.text().contains(&format!("id {id}\n")), "{}", shown.text());
        assert!(shown.text().contains("Another"), "{}", shown.text());
    }
    let many = place.run("explain in");
    assert_eq!(many.code, Some(2), "{}", many.err);
    assert!(many.err.contains("in is several files: name one"), "{}", many.err);
}
