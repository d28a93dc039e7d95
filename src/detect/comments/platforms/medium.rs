//! Medium's responses: name and date above the text.

use super::marked::{Heads, Marked};

pub(super) const MEDIUM: Marked = Marked {
    name: "medium",
    marks: &[
        "what are your thoughts?",
        "write a response",
        "see all responses",
        "also publish to my profile",
    ],
    heads: Heads::Dated,
    board: None,
};
