//! Reddit: `[-]name 12 points 3 years ago` above the text, `permalink embed save` below it.

use super::Board;
use super::marked::{Heads, Marked};

pub(super) const REDDIT: Marked = Marked {
    name: "reddit-like",
    marks: &[
        "permalink embed save report reply",
        "permalinkembedsavereportreply",
        "permalinkembedsaveparentreportreply",
        "give award",
        "upvote downvote reply award share",
        "reply award share",
        "permalinkembedsavereportgive awardreply",
    ],
    heads: Heads::Dated,
    board: Some(Board::Answers),
};
