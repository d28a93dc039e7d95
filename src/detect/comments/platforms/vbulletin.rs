//! vBulletin: date, `#12`, name, rank, counts above the text.

use super::Board;
use super::marked::{Heads, Marked};

pub(super) const VBULLETIN: Marked = Marked {
    name: "vbulletin",
    marks: &[
        "thread tools",
        "display modes",
        "reply with quote",
        "switch to hybrid mode",
        "view forum posts",
    ],
    heads: Heads::Dated,
    board: Some(Board::Posts),
};
