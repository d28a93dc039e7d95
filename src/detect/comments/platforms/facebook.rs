//! Facebook Comments: name above the text, `Like - Reply - 3y` below it.

use super::marked::{Heads, Marked};

pub(super) const FACEBOOK: Marked = Marked {
    name: "facebook-comments",
    marks: &[
        "facebook comments plugin",
        "also post on facebook",
        "kommentar-plug-in von facebook",
        "module de commentaires facebook",
    ],
    heads: Heads::Named,
    board: None,
};
