//! Hyvor Talk: name and age above the text.

use super::marked::{Heads, Marked};

pub(super) const HYVOR: Marked = Marked {
    name: "hyvor",
    marks: &["powered by hyvor talk", "hyvor talk"],
    heads: Heads::Dated,
    board: None,
};
