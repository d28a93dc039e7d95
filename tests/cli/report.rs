//! `report` and `label`: pages for the browser. What they look like in one is tested in `tests/browser`.

use serde_json::Value;

use crate::place::{Place, gzip, pages};

/// A run over so many pages, with its audit.
fn run(count: usize) -> Place {
    let place = Place::new();
    place.put("in.jsonl", pages(count));
    place.well("clean in.jsonl -o clean.jsonl --audit audit.jsonl --quiet");
    place
}

/// The data that a page carries.
fn data(page: &str) -> Value {
    let (_, rest) = page.split_once("id=\"data\">").unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn a_report_holds_the_figures_and_pages_of_the_run() {
    let place = run(60);
    place.well("report clean.jsonl --audit audit.jsonl -o report.html");
    let data = data(&place.get("report.html"));
    assert_eq!(data["pages"], 60);
    assert_eq!(data["sample"].as_array().unwrap().len(), 40);
    let share = &data["rules"][0];
    assert_eq!((&share["name"], &share["lines"]), (&"share-bars-share-on".into(), &60.into()));
    assert_eq!(share["examples"][0]["text"], "Share on Facebook");
    let reason = data["reasons"]["share-bars-share-on"]["reason"].as_str().unwrap();
    assert!(reason.contains("share button"), "{reason}");
    let whole: String = data["views"][0]["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line[0].as_str().unwrap())
        .collect();
    assert!(whole.starts_with("Bridge ") && whole.ends_with("Share on Facebook"), "{whole}");
}

#[test]
fn a_report_depends_on_neither_threads_nor_files() {
    let place = run(700);
    place.well("report clean.jsonl --audit audit.jsonl -o one.html --threads 1");
    place.well("report clean.jsonl --audit audit.jsonl -o four.html --threads 4");
    let (clean, audit) = (place.get("clean.jsonl"), place.get("audit.jsonl"));
    let cut = clean.len() / 2 + clean[clean.len() / 2..].find('\n').unwrap() + 1;
    place.put("part/1.jsonl", &clean[..cut]);
    place.put("part/2.jsonl.gz", gzip(&clean.as_bytes()[cut..]));
    place.put("audit.jsonl.gz", gzip(audit.as_bytes()));
    place.well("report part --audit audit.jsonl.gz -o parts.html");
    let one = place.get("one.html");
    assert!(one == place.get("four.html"), "threads");
    assert!(one == place.get("parts.html"), "files");
    assert_eq!(data(&one)["pages"], 700);
}

#[test]
fn a_report_has_a_size_that_no_run_bursts() {
    let place = Place::new();
    // The worst that a page can do: characters that take six bytes where they are escaped.
    let line = "<&> is what this line is made of, and it goes on like this for a while. ".repeat(5);
    let text = format!("{line}\\n\\n").repeat(60);
    let record =
        |n: usize| format!("{{\"id\":\"p{n}\",\"text\":\"{text}{}\"}}\n", "<".repeat(9000));
    place.put("in.jsonl", (0..150).map(record).collect::<String>());
    place.well("clean in.jsonl -o clean.jsonl --audit audit.jsonl --quiet");
    place.well("report clean.jsonl --audit audit.jsonl -o report.html --sample 150");
    let page = place.get("report.html");
    assert!(page.len() < 5_000_000, "{} bytes", page.len());
    assert!(data(&page)["left_out"].as_u64().unwrap() > 0);
}

#[test]
fn a_report_without_pages_or_without_an_audit_is_one() {
    let place = run(3);
    place.well("report clean.jsonl -o bare.html");
    let bare = data(&place.get("bare.html"));
    assert_eq!((&bare["audited"], &bare["pages"]), (&false.into(), &3.into()));
    assert_eq!(bare["rules"][0]["lines"], 3);
    place.put("empty.jsonl", "");
    place.well("report empty.jsonl -o empty.html");
    assert_eq!(data(&place.get("empty.html"))["pages"], 0);
}

#[test]
fn what_does_not_belong_together_leaves_no_report() {
    let place = run(3);
    let audit = place.get("audit.jsonl");
    let mut rows: Vec<&str> = audit.split_inclusive('\n').collect();
    place.put("short.jsonl", rows[..2].concat());
    rows.reverse();
    place.put("other.jsonl", rows.concat());
    let before = place.names();
    for (line, told) in [
        ("report clean.jsonl --audit short.jsonl -o r.html", "the audit ends after 2 records"),
        ("report clean.jsonl --audit other.jsonl -o r.html", "record 1 has id p0"),
        ("report in.jsonl -o r.html", "record 1: no \"presswash\""),
        ("report clean.jsonl -o clean.jsonl --force", "clean.jsonl"),
    ] {
        let ran = place.run(line);
        assert!(matches!(ran.code, Some(1 | 2)), "{line}: {}", ran.err);
        assert!(ran.err.contains(told), "{line}: {}", ran.err);
        assert_eq!(place.names(), before, "{line}");
    }
    place.well("report clean.jsonl -o r.html");
    assert_eq!(place.run("report clean.jsonl -o r.html").code, Some(1), "it exists");
    place.well("report clean.jsonl -o r.html --force");
}

#[test]
fn pages_to_label_are_drawn_by_their_ids_and_are_whole() {
    let place = Place::new();
    place.put("in.jsonl", pages(50));
    place.well("label in.jsonl --sample 10 -o ten.html");
    place.well("label in.jsonl --sample 4 -o four.html --blank");
    let ids = |name: &str| {
        let data = data(&place.get(name));
        let pages = data["pages"].as_array().unwrap().clone();
        pages.iter().map(|page| page["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(ids("ten.html").len(), 10);
    assert_eq!(ids("four.html"), ids("ten.html")[..4]);
    let marks = |name: &str| data(&place.get(name))["pages"][0]["lines"].clone();
    assert_eq!(marks("ten.html")[0][1], "title");
    assert!(marks("four.html").as_array().unwrap().iter().all(|line| line[1] == "chrome"));
    place.put("blank.jsonl", "{\"id\":\"a\",\"text\":\" \"}\n");
    let ran = place.run("label blank.jsonl -o none.html");
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(!place.exists("none.html"));
}
