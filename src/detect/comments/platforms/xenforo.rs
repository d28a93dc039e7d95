//! XenForo: name, rank, counts, date and `#12` above the text.

use super::Board;
use super::marked::{Heads, Marked};

pub(super) const XENFORO: Marked = Marked {
    name: "xenforo",
    marks: &[
        "click to expand...",
        "reaction score",
        "well-known member",
        "forum software by xenforo",
        "you must log in or register to reply here.",
    ],
    heads: Heads::Dated,
    board: Some(Board::Posts),
};
