//! OpenWeb, once Spot.IM: name and age above the text.

use super::marked::{Heads, Marked};

pub(super) const OPENWEB: Marked = Marked {
    name: "openweb",
    marks: &[
        "powered by openweb",
        "sort by best",
        "sort by newest",
        "sort by oldest",
        "show more comments",
        "start a conversation",
        "active conversations",
    ],
    heads: Heads::Dated,
    board: None,
};
