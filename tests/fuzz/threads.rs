//! Threads from lines of all that comments are made of, in any order and at any column.

use presswash::page::Page;

use super::dice::Dice;
use super::{cleaner, drive};

const LINES: [&str; 58] = [
    "Anna K. says:",
    "Jens",
    "Maria_77",
    "By Ola Nordmann",
    "OLA",
    "\u{5c0f}\u{660e}",
    "Anna K. wrote on May 3, 2020:",
    "May 20, 2021 7:12 am",
    "20.05.2021 um 09:40",
    "2 days ago",
    "1h",
    "yesterday",
    "31/02/2021",
    "12:60",
    "2021-05-20T07:12:00Z",
    "Reply to Anna K.",
    "@Jens",
    "In reply to Jens",
    "Reply",
    "Report",
    "Like",
    "Share",
    "Liked by 2 people",
    "Like 3 Dislike 1",
    "+12",
    "-3",
    "99999999999999999999",
    "0",
    "5 Replies",
    "Read more",
    "Read more \u{bb}",
    "[deleted]",
    "Edited 28 days ago by Jens",
    "2 Comments",
    "Comments (999999999999)",
    "Newest Most Voted",
    "Inline Feedbacks",
    "View all comments",
    "Load more comments",
    "Leave a Reply",
    "Your email address will not be published.",
    "Name *",
    "Log in to comment",
    "Sign up for our newsletter",
    "\u{a9} 2021 The Courier",
    "I walk over that bridge to work every single morning, and the ferry is late.",
    "So do I.",
    "What? No!",
    "The town says that the ferry will start at six. It will not. We shall see in June.",
    "* ",
    "1. ",
    "9. ",
    "10. ",
    "-",
    "\u{2022} ",
    "o ",
    "> ",
    "#3",
];

const JOINTS: [&str; 10] =
    ["\n", "\n", "\n", "\n\n", " ", " | ", "\n    ", "\n\t\t", "\n  * ", "\n\n\n\n\n"];

fn text(dice: &mut Dice<'_>) -> String {
    let mut text = String::new();
    let mut indent = 0;
    while !dice.is_over() && text.len() < 20_000 {
        match dice.byte() % 24 {
            0 => indent = dice.below(30),
            1 => indent = if dice.byte() == 7 { 65_530 + dice.below(12) } else { 0 },
            2 => {
                // A piece of what was, so that lines repeat.
                let from = text.floor_char_boundary(dice.below(text.len() + 1));
                let to = text.floor_char_boundary((from + dice.below(400)).min(text.len()));
                let piece = text[from..to.max(from)].to_owned();
                text.push_str(&piece);
            }
            _ => {}
        }
        let piece = *dice.of(&LINES);
        text.push_str(piece);
        let joint = *dice.of(&JOINTS);
        text.push_str(joint);
        if joint.ends_with('\n') {
            text.extend(std::iter::repeat_n(' ', indent));
        }
    }
    text
}

fn harness(bytes: &[u8]) {
    let mut dice = Dice::new(bytes);
    let crawled = *dice.of(&[None, Some("2021-06-01T08:00:00Z"), Some("soon"), Some("1622534400")]);
    let crawled = crawled.map(str::to_owned);
    let page = Page { text: text(&mut dice), crawled, ..Page::default() };
    let washed = cleaner().clean(&page);
    let chars = page.text.chars().count();
    let mut end = 0;
    for (at, comment) in washed.thread.iter().enumerate() {
        assert_eq!(comment.id as usize, at);
        let depth = comment.parent.map_or(0, |parent| {
            assert!(parent < comment.id);
            washed.thread[parent as usize].depth + 1
        });
        assert_eq!(comment.depth, depth);
        assert!(comment.span[0] <= comment.span[1] && comment.span[1] <= chars);
        assert!(comment.span[0] >= end, "comments stand one after the other");
        end = comment.span[1];
        assert!(!comment.text.trim().is_empty());
        assert!(comment.author.as_deref().is_none_or(|author| page.text.contains(author)));
        assert!(comment.date_text.as_deref().is_none_or(|date| page.text.contains(date)));
    }
    for comment in washed.line_to_comment.iter().flatten() {
        assert!((*comment as usize) < washed.thread.len());
    }
}

#[test]
fn threads() {
    drive("threads", harness);
}
