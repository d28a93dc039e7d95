//! Kinja, Gawker's system: name and `5/03/13 10:11am` above the text.

use super::marked::{Heads, Marked};

pub(super) const KINJA: Marked = Marked {
    name: "kinja",
    marks: &["see all replies", "view all replies", "show all replies"],
    heads: Heads::Dated,
    board: None,
};
