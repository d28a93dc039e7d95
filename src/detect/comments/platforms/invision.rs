//! Invision Community: name, group, counts, `Posted May 3, 2019`.

use super::Board;
use super::marked::{Heads, Marked};

pub(super) const INVISION: Marked = Marked {
    name: "invision",
    marks: &["link to comment", "link to post", "share on other sites"],
    heads: Heads::Dated,
    board: Some(Board::Posts),
};
