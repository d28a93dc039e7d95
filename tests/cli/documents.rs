//! What the program says about itself.

use crate::place::Place;

#[test]
fn every_command_has_help_with_examples() {
    let place = Place::new();
    for command in [
        "clean",
        "explain",
        "report",
        "diff",
        "label",
        "rules list",
        "rules check",
        "rules test",
        "restore",
        "train",
        "eval",
        "schema",
        "completions",
        "man",
    ] {
        let help = place.well(&format!("{command} --help"));
        assert!(help.text().contains("Examples:"), "{command}");
        assert!(help.text().contains("presswash "), "{command}");
    }
    let help = place.well("--help");
    assert!(help.text().contains("Exit codes:") && help.text().contains("3  finished"));
    assert!(place.well("--version").text().starts_with("presswash "));
}

#[test]
fn the_help_tells_the_defaults_of_the_settings() {
    let place = Place::new();
    let words = |help: &str| help.split_whitespace().collect::<Vec<_>>().join(" ");
    let help = words(place.well("clean --help").text());
    for told in [
        "is malformed [default: 256MiB]",
        "100 for never [default: 80]",
        "[default: text, maintext, content, raw_text,",
        "that `scan` wrote [default: off]",
    ] {
        assert!(help.contains(told), "{told}: {help}");
    }
    let short = words(place.well("clean -h").text());
    assert!(short.contains("[default: 1MiB]") && !short.contains("maintext"), "{short}");
    assert!(words(place.well("train --help").text()).contains("0 for none [default: 100]"));
}

#[test]
fn the_schema_describes_the_record() {
    let schema = Place::new().well("schema");
    let schema: serde_json::Value = serde_json::from_slice(&schema.out).unwrap();
    assert!(schema["properties"]["presswash"].is_object(), "{schema}");
}

#[test]
fn completions_know_the_flags() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = place.well(&format!("completions {shell}"));
        assert!(script.text().contains("quarantine"), "{shell}");
    }
}

#[test]
fn manual_pages_are_printed_or_written() {
    let place = Place::new();
    assert!(place.well("man").text().contains(".TH presswash 1"));
    place.put("man/keep", "");
    place.well("man man");
    let page = place.get("man/presswash-clean.1");
    assert!(page.contains("quarantine") && page.contains("Examples"), "{page}");
    assert_eq!(place.run("man missing").code, Some(1));
}
