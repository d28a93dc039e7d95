//! IntenseDebate: `Name - 512 weeks ago` above the text, `0 Vote up Vote down` around it.

use super::marked::{Heads, Marked};

pub(super) const INTENSE_DEBATE: Marked = Marked {
    name: "intense-debate",
    marks: &[
        "vote up vote down",
        "comments by intensedebate",
        "0 vote up vote down",
        "+1 vote up vote down",
        "+2 vote up vote down",
        "powered by intensedebate",
        "intensedebate",
    ],
    heads: Heads::Dated,
    board: None,
};
