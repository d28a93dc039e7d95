//! Hacker News and its like: `name 3 hours ago | parent | next [-]` above the text.

use super::Board;
use super::marked::{Heads, Marked};

pub(super) const HACKER_NEWS: Marked = Marked {
    name: "hacker-news",
    marks: &["hacker news new | past | comments | ask | show | jobs | submit"],
    heads: Heads::Dated,
    board: Some(Board::Answers),
};
