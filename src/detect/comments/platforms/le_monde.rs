//! Le Monde and its like: name and date above the text, `Signaler`, `Rpondre` below it.

use super::marked::{Heads, Marked};

pub(super) const LE_MONDE: Marked = Marked {
    name: "le-monde",
    marks: &[
        "r\u{e9}agissez",
        "lire plus de contributions",
        "signaler un contenu inappropri\u{e9}",
        "vos r\u{e9}actions",
    ],
    heads: Heads::Dated,
    board: None,
};
