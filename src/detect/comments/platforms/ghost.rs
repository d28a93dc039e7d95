//! Ghost: name and age above the text, `Member discussion` above the thread.

use super::marked::{Heads, Marked};

pub(super) const GHOST: Marked = Marked {
    name: "ghost",
    marks: &["member discussion", "start the conversation"],
    heads: Heads::Dated,
    board: None,
};
