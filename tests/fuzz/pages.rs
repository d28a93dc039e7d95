//! The whole cleaner on any text: verdicts partition the page, nothing is lost, restore is exact.

use presswash::label::Part;
use presswash::page::Page;
use presswash::pipeline::Cleaner;
use presswash::write::{Record, restore};

use super::dice::Dice;
use super::{cleaner, drive, segmenter};

const PHRASES: [&str; 24] = [
    "Skip to content",
    "Home | World | Sport",
    "Share on Facebook",
    "Bridge over the Arn to close for a year",
    "By Ida Holm",
    "May 19, 2021",
    "The old bridge over the Arn will close on Monday for at least a year, the town said on Friday.",
    "Drivers are asked to use the ferry, which leaves at six, at seven and, on Sundays only, at nine.",
    "You may also like",
    "Advertisement",
    "We use cookies to improve your experience.",
    "Accept all",
    "2 Comments",
    "Anna K. says:",
    "Reply",
    "I walk over that bridge to work every single morning.",
    "\u{a9} 2021 The Courier. All rights reserved.",
    "Tags: bridge, ferry",
    "Sign up for our newsletter",
    "1 2 3 Next",
    "WHAT HAPPENS NEXT",
    "* 200 g flour",
    "\u{43f}\u{43e}\u{434}\u{435}\u{43b}\u{438}\u{442}\u{44c}\u{441}\u{44f}",
    "Q: Why? A: Because it is old.",
];

fn text(dice: &mut Dice<'_>) -> String {
    if dice.byte().is_multiple_of(4) {
        return segmenter::text(dice);
    }
    let mut text = String::new();
    while !dice.is_over() {
        let phrase = *dice.of(&PHRASES);
        let joint = *dice.of(&["\n", "\n\n", "\r\n", " ", "\u{2028}", "\n  "]);
        text.extend([phrase, joint]);
    }
    text
}

/// Record and audit row of a page.
pub fn written(cleaner: &Cleaner, page: &Page) -> (Vec<u8>, Vec<u8>) {
    let washed = cleaner.clean(page);
    let cleaned = washed.cleaned(page);
    let composed = cleaned.compose();
    let (mut record, mut audit) = (Vec::new(), Vec::new());
    composed.write_record(&mut record);
    composed.write_audit(&mut audit);
    (record, audit)
}

fn harness(bytes: &[u8]) {
    let page = Page { id: "a".to_owned(), text: text(&mut Dice::new(bytes)), ..Page::default() };
    let washed = cleaner().clean(&page);
    assert_eq!(washed.labels.len(), washed.lines.len());
    let lines: String = washed.lines.iter().map(|line| line.span.of(&page.text)).collect();
    assert!(washed.lines.is_empty() || lines == page.text, "the lines are the page");
    let of = |part: Part| {
        let lines = washed.lines.iter().zip(&washed.labels);
        let of_part = lines.filter(|(_, label)| label.part() == part);
        of_part.map(|(line, _)| line.span.of(&page.text).chars().count() as u64).sum::<u64>()
    };
    let (record, audit) = written(cleaner(), &page);
    let info = serde_json::from_slice::<Record>(&record).unwrap().presswash;
    assert_eq!((info.chars_text, info.chars_comments), (of(Part::Article), of(Part::Comment)));
    assert_eq!(info.chars_in, page.text.chars().count() as u64);
    assert_eq!(info.chars_in, info.chars_text + info.chars_comments + info.chars_removed);
    assert!(washed.reasons.iter().all(|reason| (0.0..=1.0).contains(&reason.score)));
    let mut back = Vec::new();
    restore(record.as_slice(), audit.as_slice(), |line| {
        back.extend_from_slice(line);
        Ok(())
    })
    .unwrap();
    let back: serde_json::Value = serde_json::from_slice(&back).unwrap();
    assert_eq!(back["text"], page.text);
    assert_eq!(written(cleaner(), &page), (record, audit), "the same page gives the same bytes");
}

#[test]
fn pages() {
    drive("pages", harness);
}
