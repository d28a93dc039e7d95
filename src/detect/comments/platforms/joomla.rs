//! Joomla's JComments and Komento: `#12 Name 2012-05-03 16:05` above the text, `Quote` below it.

use super::marked::{Heads, Marked};

pub(super) const JOOMLA: Marked = Marked {
    name: "joomla",
    marks: &[
        "refresh comments list",
        "rss feed for comments to this post",
        "jcomments",
        "komento",
        "there are no comments posted here yet",
        "aktualisiere kommentarliste",
        "rss-feed dieser kommentare",
    ],
    heads: Heads::Dated,
    board: None,
};
