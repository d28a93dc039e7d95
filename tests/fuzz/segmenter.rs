//! Lines of any text: they partition it, and their parts lie inside each other.

use presswash::segment::{has_more_lines, segment};

use super::dice::Dice;
use super::drive;

/// Pieces that lines are made of: breaks of all kinds, blanks, bullets, scripts, words.
const PIECES: [&str; 40] = [
    "\n",
    "\r\n",
    "\r",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\n\n",
    "\u{b}",
    "\u{c}",
    "\0",
    " ",
    "\t",
    "\u{a0}",
    "\u{3000}",
    "\u{200b}",
    "\u{feff}",
    "\u{ad}",
    "* ",
    "- ",
    "12. ",
    "(3) ",
    "99999999999999999999. ",
    "\u{2022}",
    "o ",
    "#",
    "Mr. ",
    "U.S. ",
    "word",
    "The town. ",
    "\u{6e2f}\u{53e3}\u{3002}",
    "\u{e9}",
    "e\u{301}",
    "\u{1f468}\u{200d}\u{1f469}",
    "\u{5e9}\u{5dc}",
    "\u{202e}",
    ". ",
    "! ",
    "  ",
    "A",
    "\u{0130}\u{1e9e}",
];

pub fn text(dice: &mut Dice<'_>) -> String {
    if dice.byte().is_multiple_of(4) {
        return String::from_utf8_lossy(dice.rest()).into_owned();
    }
    let mut text = String::new();
    while !dice.is_over() && text.len() < 40_000 {
        let piece = *dice.of(&PIECES);
        let times = if dice.byte().is_multiple_of(16) { dice.below(3000) } else { 1 };
        (0..times).for_each(|_| text.push_str(piece));
    }
    text
}

fn harness(bytes: &[u8]) {
    let text = text(&mut Dice::new(bytes));
    let lines = segment(&text).lines;
    let mut end = 0;
    let mut block = 0;
    for line in &lines {
        assert_eq!(line.span.start, end);
        end = line.span.end;
        assert!(text.get(line.span.start..line.span.end).is_some());
        assert!(line.span.start <= line.content.start && line.content.end <= line.span.end);
        assert!(line.content.start <= line.body.start && line.body.end <= line.content.end);
        assert!(text.get(line.body.start..line.body.end).is_some());
        assert!(!text[line.content.start..line.content.end].trim().is_empty());
        assert!(line.block == block || line.block == block + 1);
        block = line.block;
    }
    assert!(lines.is_empty() || end == text.len());
    assert!(!has_more_lines(&text, lines.len()));
}

#[test]
fn segmenter() {
    drive("segmenter", harness);
}
