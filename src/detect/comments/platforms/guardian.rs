//! The Guardian: name and date above the text, `Guardian Pick`, `Reply | Share | Report` around it.

use super::marked::{Heads, Marked};

pub(super) const GUARDIAN: Marked = Marked {
    name: "guardian",
    marks: &[
        "guardian pick",
        "guardian picks",
        "view more comments",
        "open for comments",
        "sign in or create your guardian account to join the discussion",
        "jump to comment",
    ],
    heads: Heads::Dated,
    board: None,
};
