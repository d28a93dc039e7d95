//! Heise: subject, name, `(mehr als 1000 Beitrge seit 03.05.2001)` and a date with seconds.

use super::marked::{Heads, Marked};

pub(super) const HEISE: Marked = Marked {
    name: "heise",
    marks: &[
        "beitrag melden",
        "kommentare lesen",
        "thread - anzeigen",
        "ansicht umschalten",
        "neuen beitrag schreiben",
    ],
    heads: Heads::Dated,
    board: None,
};
