//! Lobsters: points as the item of a list, `name 3 hours ago` below them.

use super::{Board, Claim, Platform, Strength};
use crate::detect::comments::collect::Parts;
use crate::detect::comments::cue::Kind;
use crate::detect::comments::region::Page;
use crate::detect::comments::traits::Traits;

/// Name in records.
pub(in crate::detect::comments) const NAME: &str = "lobsters";
/// Lines above the first comment among which the story stands.
const STORY: usize = 6;

/// The line of the story above a thread that begins at `start`: the one below its points.
///
/// Nothing but a link is discussed, so that its title is all the text there is.
pub(in crate::detect::comments) fn story(page: &Page<'_>, start: usize) -> Option<usize> {
    let voted = |at: &usize| {
        page.cues.get(*at).is_some_and(|cue| cue.listed && matches!(cue.kind, Kind::Number(_)))
    };
    let points = (start.saturating_sub(STORY)..start).find(voted)?;
    Some(points + 1).filter(|line| *line < start)
}

pub(super) struct Lobsters;

impl Platform for Lobsters {
    fn name(&self) -> &'static str {
        NAME
    }

    fn board(&self) -> Option<Board> {
        Some(Board::Answers)
    }

    fn claim(&self, parts: &Parts, _page: &Traits) -> Option<Claim> {
        let aged = parts.date.is_some_and(|date| date.relative);
        let voted = parts.bullet && parts.score.is_some() && parts.last == parts.first + 1;
        let signed = parts.one_line && parts.name.is_some() && !parts.by && !parts.verb;
        (aged && voted && signed).then(|| Claim::before(Strength::Strong))
    }
}
