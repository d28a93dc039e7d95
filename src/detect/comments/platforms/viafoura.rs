//! Viafoura: name and age above the text.

use super::marked::{Heads, Marked};

pub(super) const VIAFOURA: Marked = Marked {
    name: "viafoura",
    marks: &[
        "powered by viafoura",
        "viafoura",
        "trending conversations",
        "this discussion has ended",
        "thumb up thumb down",
    ],
    heads: Heads::Dated,
    board: None,
};
