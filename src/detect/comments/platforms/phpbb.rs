//! phpBB: `by name  Fri May 03, 2019 4:05 pm` above the text.

use super::Board;
use super::marked::{Heads, Marked};

pub(super) const PHPBB: Marked = Marked {
    name: "phpbb",
    marks: &[
        "powered by phpbb\u{ae} forum software \u{a9} phpbb limited",
        "board index",
        "return to board index",
        "powered by phpbb",
        "view previous topic :: view next topic",
        "phpbb",
    ],
    heads: Heads::Dated,
    board: Some(Board::Posts),
};
