//! Livefyre: `Name 5pts` above the text, `Like` and `Reply` below it.

use super::marked::{Heads, Marked};

pub(super) const LIVEFYRE: Marked = Marked {
    name: "livefyre",
    marks: &[
        "powered by livefyre",
        "livefyre",
        "+ follow conversation",
        "newest | oldest",
        "newest | oldest | top comments",
        "newest | oldest | hottest",
        "1 person listening",
    ],
    heads: Heads::Dated,
    board: None,
};
