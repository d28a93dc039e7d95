//! SB Nation and Vox: `by Name on May 3, 2012 10:11 AM` below the text.

use super::marked::{Heads, Marked};

pub(super) const VOX: Marked = Marked {
    name: "vox",
    marks: &[
        "up reply actions",
        "reply actions",
        "0 recs",
        "1 recs",
        "comments for this post are closed",
    ],
    heads: Heads::Signed,
    board: None,
};
