//! Der Standard: name and date above the text; answers are `Postings`.

use super::marked::{Heads, Marked};

pub(super) const STANDARD: Marked = Marked {
    name: "standard",
    marks: &[
        "posting melden",
        "alle postings",
        "neueste postings",
        "postings aufklappen",
        "die kommentare im forum geben nicht notwendigerweise",
    ],
    heads: Heads::Dated,
    board: None,
};
