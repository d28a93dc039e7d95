//! Echo and JS-Kit: name above the text, `Monday, May 3, 2010, 4:05:11 PM` below it.

use super::marked::{Heads, Marked};

pub(super) const ECHO: Marked = Marked {
    name: "echo",
    marks: &[
        "echo 0 items",
        "powered by echo",
        "js-kit comments",
        "social networking by echo",
        "comments by js-kit",
        "js-kit echo",
    ],
    heads: Heads::Named,
    board: None,
};
