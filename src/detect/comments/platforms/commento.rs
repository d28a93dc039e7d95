//! Commento: name, `12 points`, age; markdown help beside the form.

use super::marked::{Heads, Marked};

pub(super) const COMMENTO: Marked = Marked {
    name: "commento",
    marks: &["powered by commento", "commento", "markdown help"],
    heads: Heads::Dated,
    board: None,
};
