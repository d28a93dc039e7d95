//! `--mode`: the key, the flag, and what records say of it.

use serde_json::Value;

use crate::place::Place;

/// A paragraph, lines that may be article or not, and a menu.
const PAGE: &str = "Home\nSport\nWeather\n\nThe ferry to Holmsted is back in service\n\nThe ferry crossed the bay on \
    Monday for the first time since the storm, with forty passengers and a dog on board, the owner said.\n\n\
    Timetable for the summer\nA day on the islands\nPhotographs by readers\n\nThe next boat leaves at noon, and \
    tickets are sold on the quay as before, though no longer at the kiosk by the church.\n\nPrivacy\n";

fn record(place: &Place, flags: &str) -> Value {
    serde_json::from_slice(&place.well(&format!("clean page.txt -o - --quiet {flags}")).out)
        .unwrap()
}

#[test]
fn a_mode_moves_lines_into_the_article_or_out_of_it() {
    let place = Place::new();
    place.put("page.txt", PAGE);
    let kept = |mode: &str| {
        let record = record(&place, &format!("--mode {mode}"));
        record["presswash"]["chars_text"].as_u64().unwrap()
    };
    let (precision, balanced, recall) = (kept("precision"), kept("balanced"), kept("recall"));
    assert!(precision <= balanced && balanced <= recall, "{precision} {balanced} {recall}");
}

#[test]
fn records_name_the_mode_unless_it_is_the_usual_one() {
    let place = Place::new();
    place.put("page.txt", PAGE);
    assert_eq!(record(&place, "")["presswash"].get("mode"), None);
    assert_eq!(record(&place, "--mode recall")["presswash"]["mode"], "recall");
    place.put("presswash.toml", "mode = 'precision'\n");
    assert_eq!(record(&place, "")["presswash"]["mode"], "precision");
    assert_eq!(record(&place, "--mode balanced")["presswash"].get("mode"), None, "flags win");
    assert!(place.well("clean --dump-config").text().contains("mode = \"precision\""));
}

#[test]
fn explain_and_eval_take_modes_too() {
    let place = Place::new();
    place.put("page.txt", PAGE);
    let shown = place.well("explain page.txt --json --mode recall").out;
    let shown: Value = serde_json::from_slice(&shown).unwrap();
    assert_eq!(shown["mode"], "recall");
    assert!(shown["confidence"].as_f64().is_some_and(|share| (0.0..=1.0).contains(&share)));
    let gold = serde_json::json!({"id": "a", "text": PAGE, "main": PAGE, "comments": []});
    place.put("gold.jsonl", format!("{gold}\n"));
    place.well("eval gold.jsonl --quiet --mode precision");
    let wrong = place.run("clean page.txt -o - --mode careful");
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("careful"), "{}", wrong.err);
    place.put("presswash.toml", "mode = 'careful'\n");
    let wrong = place.run("clean page.txt -o -");
    assert!(wrong.err.contains("unknown mode \"careful\""), "{}", wrong.err);
}

#[test]
fn forms_and_confidence_stand_in_the_record() {
    let place = Place::new();
    place.put("page.txt", "The ferry is late again.");
    let short = record(&place, "");
    assert_eq!(short["presswash"]["flags"][0], "short");
    assert!(short["presswash"]["confidence"].is_number());
    place.put("page.txt", " \n");
    let blank = record(&place, "");
    assert_eq!(blank["presswash"]["confidence"], Value::Null);
    assert_eq!(blank["presswash"]["flags"], serde_json::json!(["blank"]));
}
