//! `scan`, `profile` and `clean --sites`: profiles from the command line.

use serde_json::{Value, json};

use crate::place::Place;

/// What each page is about.
const THINGS: [&str; 12] = [
    "mill", "bridge", "school", "station", "chapel", "market", "quay", "library", "garden",
    "tower", "theatre", "forge",
];

/// Pages of one paper: the same line above and below each of them.
fn pages(from: usize, to: usize) -> String {
    let page = |(n, thing): (usize, &&str)| {
        let text = format!(
            "Bram Ostra Quellin\n\nThe river rose again on Monday, and the people of the lower town carried their chairs to the \
             {thing} on the hill, as they had done when the old wall broke.\n\nThe {thing} keeper lit the {thing} stove, a cook from the old {thing} \
             made soup for the whole {thing}, and until midnight the {thing} bell rang above the {thing} yard.\n\nNobody was hurt. The mayor said that the {thing} \
             would be open all night, and that a new wall would be built before the winter.\n\nTorvel Hanna Ostra"
        );
        let url = format!("https://www.ostra.example/{n}");
        json!({"id": format!("p{n}"), "url": url, "text": text}).to_string() + "\n"
    };
    THINGS.iter().enumerate().take(to).skip(from).map(page).collect()
}

fn records(out: &[u8]) -> Vec<Value> {
    out.split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect()
}

#[test]
fn a_scan_takes_out_what_the_site_repeats_and_names_the_profile() {
    let place = Place::new();
    place.put("in.jsonl", pages(0, 12));
    place.well("scan in.jsonl -o p.profile --quiet");
    let cleaned = records(&place.well("clean in.jsonl -o - --sites p.profile --quiet").out);
    for record in &cleaned {
        let text = record["text"].as_str().unwrap();
        assert!(text.starts_with("The river rose again"), "{text}");
        assert!(text.ends_with("before the winter."), "{text}");
        assert!(record["presswash"]["profile"].as_str().is_some_and(|name| name.len() == 16));
    }
    let auto = records(&place.well("clean in.jsonl -o - --sites auto --quiet").out);
    assert_eq!(auto, cleaned, "the same profile, made on the way");
    let off = records(&place.well("clean in.jsonl -o - --sites off --quiet").out);
    assert_eq!(off[0]["presswash"]["profile"], Value::Null);
}

#[test]
fn profiles_add_up_and_are_shown_and_compared() {
    let place = Place::new();
    place.put("a.jsonl", pages(0, 2));
    place.put("b.jsonl", pages(2, 9));
    place.put("all.jsonl", pages(0, 9));
    for name in ["a", "b", "all"] {
        place.well(&format!("scan {name}.jsonl -o {name}.profile --quiet"));
    }
    place.well("profile merge b.profile a.profile -o sum.profile");
    let bytes = |name: &str| std::fs::read(place.path(name)).unwrap();
    assert!(bytes("sum.profile") == bytes("all.profile"));
    let shown = place.well("profile show sum.profile ostra.example").text().to_owned();
    assert_eq!(
        shown.lines().next(),
        Some("ostra.example  9 pages, 9 stories"),
        "the site and its counts first"
    );
    assert!(shown.contains("at   0 %  on 100 %  Bram Ostra Quellin"), "{shown}");
    assert!(!shown.contains("Nobody was hurt"), "{shown}");
    let compared = place.well("profile diff a.profile all.profile").text().to_owned();
    assert!(compared.contains("+ ostra.example  2 -> 9  Torvel Hanna Ostra"), "{compared}");
    let nobody = place.run("profile show sum.profile other.example");
    assert_eq!(nobody.code, Some(2));
    assert!(nobody.err.contains("sum.profile: no page of other.example was counted"));
}

#[test]
fn pages_that_repeat_another_are_named_and_counted() {
    let place = Place::new();
    let mut input = pages(0, 4);
    let copy = |page: &str| page.replace("/2\"", "/2?print=1\"").replace("\"p2\"", "\"p2-print\"");
    let third = copy(input.lines().nth(2).unwrap());
    input.push_str(&third);
    place.put("in.jsonl", input);
    place.well("scan in.jsonl -o p.profile --quiet");
    let shown = place.well("profile show p.profile ostra.example").text().to_owned();
    assert_eq!(
        shown.lines().next(),
        Some("ostra.example  5 pages, 4 stories, 1 repeats another page")
    );
    let cleaned = place.well("clean in.jsonl -o - --sites p.profile --stats s.json").out;
    let named: Vec<Value> = records(&cleaned)
        .into_iter()
        .map(|record| json!([record["presswash"]["repeats"], record["presswash"]["flags"]]))
        .collect();
    let first = json!({"id": "p2", "url": "https://www.ostra.example/2", "exact": true});
    let plain = json!([null, []]);
    assert_eq!(named[..4], [plain.clone(), plain.clone(), plain.clone(), plain]);
    assert_eq!(named[4], json!([first, ["duplicate"]]));
    let stats: Value = serde_json::from_str(&place.get("s.json")).unwrap();
    assert_eq!(stats["flags"]["duplicate"], 1);
}

#[test]
fn outputs_that_exist_are_refused_before_anything_is_learned() {
    let place = Place::new();
    place.put("out.jsonl", "kept");
    let once = "can be read only once: nothing is learned of the sites";
    let wrong = place.pipe("clean - -o out.jsonl --sites auto", pages(0, 3));
    assert_eq!((wrong.code, place.get("out.jsonl").as_str()), (Some(1), "kept"));
    assert!(!wrong.err.contains(once), "{}", wrong.err);
    let well = place.pipe("clean - -o new.jsonl --sites auto", pages(0, 3));
    assert_eq!(well.code, Some(0));
    assert!(well.err.contains(once), "{}", well.err);
}

#[test]
fn a_scan_tells_what_it_could_not_count() {
    let place = Place::new();
    let whole = crate::place::gzip(pages(0, 12).as_bytes());
    place.put("cut.jsonl.gz", &whole[..whole.len() / 2]);
    let ran = place.run("scan cut.jsonl.gz -o cut.profile -v");
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("gzip data is damaged"), "{}", ran.err);
    assert!(ran.err.contains("presswash: reading cut.jsonl.gz"), "{}", ran.err);
    place.put("in.jsonl", pages(0, 3) + "{\"text\":\"The ferry is late.\"}\n");
    let ran = place.well("scan in.jsonl -o in.profile");
    assert!(
        ran.err.starts_with("3 pages counted in in.profile\n1 pages left out: "),
        "{}",
        ran.err
    );
    let ran = place.run("scan in.jsonl -o none.profile --text-field nope");
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("0 pages counted"), "{}", ran.err);
    let ran = place.run("clean in.jsonl -o - --sites auto --text-field nope");
    assert_eq!(ran.err.matches("record 1, byte 0: no text field").count(), 1, "{}", ran.err);
}

#[test]
fn stories_that_a_query_names_have_a_template() {
    let place = Place::new();
    place.put("in.jsonl", pages(0, 12).replace("ostra.example/", "ostra.example/story.php?id="));
    place.well("scan in.jsonl -o p.profile --quiet");
    let shown = place.well("profile show p.profile ostra.example").text().to_owned();
    assert!(shown.starts_with("ostra.example  12 pages, 12 stories\n"), "{shown}");
    assert!(shown.contains("Bram Ostra Quellin"), "{shown}");
}

#[test]
fn explain_sees_what_the_site_repeats() {
    let place = Place::new();
    place.put("in.jsonl", pages(0, 12));
    place.well("scan in.jsonl -o p.profile --quiet");
    let shown = |line: &str| place.well(line).text().to_owned();
    let with = shown("explain in.jsonl:1 --json --sites p.profile");
    assert_ne!(with, shown("explain in.jsonl:1 --json"));
    place.put("presswash.toml", "sites = \"p.profile\"\n");
    assert_eq!(with, shown("explain in.jsonl:1 --json"));
    assert_eq!(shown("explain in.jsonl:1 --json --sites off"), {
        shown("explain in.jsonl:1 --json --no-config")
    });
    let auto = place.well("explain in.jsonl:1 --sites auto");
    assert!(auto.err.contains("give it by --sites"), "{}", auto.err);
}

#[test]
fn profiles_that_were_put_together_as_files_are_refused() {
    let place = Place::new();
    for (name, to) in [("a", 3), ("b", 6)] {
        place.put("in.jsonl", pages(0, to));
        place.well(&format!("scan in.jsonl -o {name}.profile --quiet"));
    }
    let bytes = |name: &str| std::fs::read(place.path(name)).unwrap();
    place.put("both.profile", [bytes("a.profile"), bytes("b.profile")].concat());
    for line in ["clean in.jsonl -o - --sites both.profile", "profile merge both.profile -o sum"] {
        let ran = place.run(line);
        assert_eq!(ran.code, Some(1), "{line}: {}", ran.err);
        assert!(ran.err.contains("profile merge"), "{}", ran.err);
    }
}

#[test]
fn what_is_no_profile_is_refused() {
    let place = Place::new();
    place.put("in.jsonl", pages(0, 1));
    let wrong = place.run("clean in.jsonl -o - --sites in.jsonl");
    assert_eq!(wrong.code, Some(1));
    assert!(wrong.err.contains("in.jsonl"), "{}", wrong.err);
    assert!(!place.exists("out.jsonl"));
}
