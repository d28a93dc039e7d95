//! Comments that an extractor left without dates: list items of a name, a text and a reply link.
//!
//! Separate from the heads on their own lines, because a name alone is none; what shows it is the link that ends
//! its item, again and again.

use super::affix::Affixes;
use super::collect::Source;
use super::cue::{Cue, Kind};
use super::cycle::is_written;
use super::heads::Head;
use super::platforms::Strength;
use super::words::words;

/// Items that make a thread.
const LEAST: usize = 3;
/// Lines of an item.
const LINES: usize = 80;

/// Adds the heads of such items to those of the page, in order.
pub(super) fn add(source: &Source<'_>, heads: &mut Vec<Head>) {
    let listed = |at: usize| source.cues.get(at).is_some_and(|cue| cue.listed);
    let named = |at: &usize| listed(*at) && source.cues.get(*at).is_some_and(Cue::is_name);
    let free = |at: &usize| {
        let after = heads.partition_point(|head| (head.first as usize) <= *at);
        let above = after.checked_sub(1).and_then(|above| heads.get(above));
        above.is_none_or(|head| (head.last as usize) < *at)
    };
    let items: Vec<(usize, bool)> = (0..source.cues.len())
        .filter(named)
        .filter(free)
        .map(|at| (at, is_answerable(source, at)))
        .collect();
    let answerable = |(_, answerable): &&(usize, bool)| *answerable;
    if items.iter().filter(answerable).count() >= LEAST {
        // The innermost answers have no link.
        let first = items.iter().position(|(_, answerable)| *answerable).unwrap_or(0);
        let last = items.iter().rposition(|(_, answerable)| *answerable).unwrap_or(0);
        let found = items.iter().enumerate().filter(|(i, (at, answerable))| {
            *answerable || (first..last).contains(i) && is_written_below(source, *at)
        });
        let found: Vec<Head> =
            found.filter_map(|(_, (at, _))| Some(head(*at, source.cues.get(*at)?))).collect();
        heads.extend(found);
        heads.sort_by_key(|head| head.first);
    }
}

/// Whether the item that begins at `at` has a text and ends in a reply link.
fn is_answerable(source: &Source<'_>, at: usize) -> bool {
    let mut written = false;
    for below in at + 1..at + LINES {
        let Some((cue, line)) = source.cues.get(below).zip(source.lines.get(below)) else {
            return false;
        };
        if cue.kind == Kind::Button {
            return written && words().reply.contains(&line.body.of(source.text).to_lowercase());
        }
        if cue.listed || !is_written(cue) {
            return false;
        }
        written = true;
    }
    false
}

/// Whether somebody's words stand below the item's first line, further right and parted from it.
fn is_written_below(source: &Source<'_>, at: usize) -> bool {
    let Some((own, below)) = source.lines.get(at).zip(source.lines.get(at + 1)) else {
        return false;
    };
    let written = source.cues.get(at + 1).is_some_and(|cue| is_written(cue) && !cue.listed);
    written && below.indent > own.indent && below.blank_before > 0
}

fn head(at: usize, cue: &Cue) -> Head {
    let Affixes { number, answers, score, role } = cue.affixes;
    Head {
        author: cue.name,
        reply_to: cue.reply_to,
        score,
        number,
        answers,
        role,
        bullet: true,
        ..Head::on(at..=at, "generic", Strength::Medium)
    }
}
