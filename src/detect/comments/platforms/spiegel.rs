//! Der Spiegel: number and subject, then name and date above the text.

use super::marked::{Heads, Marked};

pub(super) const SPIEGEL: Marked = Marked {
    name: "spiegel",
    marks: &[
        "beitrag melden antworten / zitieren",
        "antworten / zitieren",
        "diskutieren sie mit",
        "leser-kommentare lesen",
    ],
    heads: Heads::Dated,
    board: None,
};
