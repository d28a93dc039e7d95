//! Discourse as it is served to crawlers: name, date, `#12`, the text, `3 Likes`.

use super::Board;
use super::marked::{Heads, Marked};

pub(super) const DISCOURSE: Marked = Marked {
    name: "discourse",
    marks: &["powered by discourse, best viewed with javascript enabled", "powered by discourse"],
    heads: Heads::Dated,
    board: Some(Board::Posts),
};
