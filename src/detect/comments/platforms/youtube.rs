//! YouTube: `@handle` and age above the text.

use super::marked::{Heads, Marked};

pub(super) const YOUTUBE: Marked = Marked {
    name: "youtube",
    marks: &["highlighted reply", "sort comments", "pinned by", "highlighted comment"],
    heads: Heads::Dated,
    board: None,
};
