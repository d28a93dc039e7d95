//! Platforms that are data: the lines that give them away, and how their heads are set.
//!
//! Separate from the platforms, whose files hold what differs. A platform with
//! a grammar of its own has code instead.

use super::{Board, Claim, Platform, Strength};
use crate::detect::comments::collect::Parts;
use crate::detect::comments::traits::Traits;

/// How a platform sets its heads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heads {
    /// Name and date above the text, on one line or two.
    Dated,
    /// The name alone above the text; an age may stand among the buttons below it.
    Named,
    /// `by Name on May 3, 2012` below the text.
    Signed,
}

/// A platform that is known by marks on its pages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marked {
    pub name: &'static str,
    /// See [`Platform::marks`].
    pub marks: &'static [&'static str],
    pub heads: Heads,
    pub board: Option<Board>,
}

impl Platform for Marked {
    fn name(&self) -> &'static str {
        self.name
    }

    fn marks(&self) -> &'static [&'static str] {
        self.marks
    }

    fn board(&self) -> Option<Board> {
        self.board
    }

    fn is_named(&self) -> bool {
        true
    }

    fn claim(&self, parts: &Parts, page: &Traits) -> Option<Claim> {
        // Those two print marks on every comment; what else stands on the page is chrome.
        if !page.on(self.name) || page.wpdiscuz || page.blogger || parts.verb {
            return None;
        }
        let date = parts.date.filter(|date| !date.partial);
        let exact = date.is_some_and(|date| date.time || date.relative);
        let sure =
            exact && (parts.framed || parts.crossed || parts.reply || parts.number.is_some());
        let strength = if sure || (exact || parts.number.is_some()) && self.board.is_some() {
            Strength::Strong
        } else {
            Strength::Medium
        };
        match (self.heads, parts.name, date) {
            (Heads::Signed, Some(_), Some(_)) if parts.by => Some(Claim::after(strength)),
            (Heads::Dated | Heads::Named, Some(_), Some(_)) if exact || parts.number.is_some() => {
                Some(Claim::before(strength))
            }
            (Heads::Named, Some(_), None) if parts.framed || parts.captioned => {
                Some(Claim { caption: parts.captioned, ..Claim::before(strength) })
            }
            _ => None,
        }
    }
}
