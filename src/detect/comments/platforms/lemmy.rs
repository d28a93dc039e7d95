//! Lemmy: name, `fedilink`, `arrow-up` with points, age, each on a line of its own.

use super::Board;
use super::marked::{Heads, Marked};

pub(super) const LEMMY: Marked = Marked {
    name: "lemmy",
    marks: &["fedilink", "you must log in or # to comment."],
    heads: Heads::Dated,
    board: Some(Board::Answers),
};
