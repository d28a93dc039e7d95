//! Heise: `Name (mehr als 1000 Beitraege seit 03.05.2001)` and a date above the text.

use super::marked::{Heads, Marked};
use super::{Claim, Platform, Strength};
use crate::detect::comments::collect::Parts;
use crate::detect::comments::traits::Traits;

pub(super) struct Heise;

const MARKED: Marked = Marked {
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

impl Platform for Heise {
    fn name(&self) -> &'static str {
        MARKED.name
    }

    fn marks(&self) -> &'static [&'static str] {
        MARKED.marks
    }

    fn claim(&self, parts: &Parts, page: &Traits) -> Option<Claim> {
        let dated = parts.date.is_some_and(|date| date.time);
        if parts.member && dated && !parts.verb {
            return Some(Claim::before(Strength::Strong));
        }
        MARKED.claim(parts, page)
    }
}
