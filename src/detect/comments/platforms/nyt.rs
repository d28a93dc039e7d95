//! The New York Times: name, place and date above the text, `Recommend`, `Share`, `Flag` below it.

use super::marked::{Heads, Marked};

pub(super) const NYT: Marked = Marked {
    name: "nyt",
    marks: &[
        "times pick",
        "nyt pick",
        "reader picks",
        "nyt picks",
        "nyt replies",
        "comments are moderated for civility.",
    ],
    heads: Heads::Dated,
    board: None,
};
