//! Settings files and flags.

use crate::place::{Place, pages};

#[test]
fn a_dumped_config_loads_back_to_itself() {
    let place = Place::new();
    place.put("mine.toml", "");
    let flags = "--threads 3 --text-field doc.body --text-field text --max-record 64MiB --rules mine.toml --disable-rule share-bar --color never --quiet";
    let dumped = place.well(&format!("clean --dump-config {flags}"));
    place.put("presswash.toml", &dumped.out);
    let again = place.well("clean --dump-config");
    assert_eq!(again.text(), dumped.text());
    for line in
        ["threads = 3", "max-record = \"64MiB\"", "\"doc.body\"", "share-bar", "quiet = true"]
    {
        assert!(dumped.text().contains(line), "{line} in {}", dumped.text());
    }
}

#[test]
fn later_layers_win() {
    let place = Place::new();
    place.put("user-config/presswash/presswash.toml", "threads = 2\nformat = 'text'\n");
    place.put("presswash.toml", "threads = 3\n");
    place.put("other.toml", "threads = 5\n");
    let dump = |flags: &str| place.well(&format!("clean --dump-config {flags}")).text().to_owned();
    assert!(dump("").contains("threads = 3") && dump("").contains("format = \"text\""));
    assert!(dump("--threads 4").contains("threads = 4"));
    assert!(dump("--config other.toml").contains("threads = 5"));
    assert!(dump("--config other.toml").contains("format = \"auto\""));
    assert!(dump("--no-config").contains("threads = 0"));
}

#[test]
fn an_unknown_key_is_an_error_with_file_and_line() {
    let place = Place::new();
    place.put("in.jsonl", pages(1));
    place.put("presswash.toml", "threads = 1\nthread = 2\n");
    let ran = place.run("clean in.jsonl -o out.jsonl");
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("presswash.toml:2: unknown field `thread`"), "{}", ran.err);
    place.well("clean in.jsonl -o out.jsonl --no-config");
    assert_eq!(place.run("clean in.jsonl -o o.jsonl --config missing.toml").code, Some(2));
}

#[test]
fn a_missing_file_is_told_with_the_settings_file_that_names_it() {
    let place = Place::new();
    place.put("in.jsonl", pages(1));
    for (settings, told, code) in [
        ("rules = [\n  'no.toml',\n]", "conf/p.toml:2: cannot read rule file conf/no.toml: ", 2),
        ("\nmodel = 'no.model'", "conf/p.toml:2: model conf/no.model: ", 1),
        (
            "sites = 'no'",
            "conf/p.toml:1: sites: neither auto nor off, and no profile: conf/no: ",
            1,
        ),
    ] {
        place.put("conf/p.toml", settings);
        let ran = place.run("clean in.jsonl -o out.jsonl --config conf/p.toml");
        assert_eq!(ran.code, Some(code), "{}", ran.err);
        assert!(ran.err.starts_with(&format!("presswash: {told}")), "{}", ran.err);
    }
    place.put("presswash.toml", "model = 'no.model'");
    let ran = place.run("clean in.jsonl -o out.jsonl --model other.model");
    assert!(ran.err.starts_with("presswash: model other.model: "), "{}", ran.err);
    place.well("clean --dump-config");
}

#[test]
fn settings_reach_the_run() {
    let place = Place::new();
    place.put("in.jsonl", "{\"key\":\"k1\",\"doc\":{\"body\":\"The text of the page.\"}}\n");
    place.put("presswash.toml", "text-field = ['doc.body']\nid-field = ['key']\nquiet = true\n");
    let ran = place.well("clean in.jsonl -o -");
    assert!(ran.text().contains("\"text\":\"The text of the page.\""), "{}", ran.text());
    assert!(ran.text().contains("\"id\":\"k1\""), "{}", ran.text());
    assert_eq!(ran.err, "");
}

#[test]
fn flags_that_would_do_nothing_are_refused() {
    let place = Place::new();
    place.put("page.txt", "The ferry is late.");
    for (line, expected) in [
        ("clean page.txt -o - --threads -1", "\"-1\" is not a whole number from 0 to 1024"),
        ("label page.txt -o page.html --sample 0", "--sample"),
        ("train page.txt -o new.model --epochs 0", "--epochs"),
        ("train page.txt -o new.model --model old.model", "--model"),
        ("rules list --model old.model", "--model"),
    ] {
        let ran = place.run(line);
        assert_eq!(ran.code, Some(2), "{line}: {}", ran.err);
        assert!(ran.err.contains(expected), "{line}: {}", ran.err);
    }
    for line in ["train page.txt -o new.model", "eval page.txt"] {
        let ran = place.run(line);
        assert!(ran.err.contains("record 1, byte 0: a text, where gold is wanted"), "{}", ran.err);
    }
    assert_eq!(place.names(), ["page.txt"]);
}
