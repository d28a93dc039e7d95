//! How much a run of heads with what stands between them looks like a thread.
//!
//! One place for the weights, so that a figure on pages with and without
//! threads can be traced to a term here.

use std::collections::BTreeSet;

use super::borders::Header;
use super::cue::{Cue, Kind};
use super::heads::Head;
use super::items::{Draft, Role};
use super::platforms::{self, Board, Strength};
use super::region::{GAP, Page};
use crate::segment::{End, Line, is_unspaced};

/// Score from which a run is a thread: four comments of a known platform, or two with a header and
/// reply links, pass; bylines and lists of posts stay below.
pub(super) const ACCEPT: f32 = 3.0;

/// Lines below the last comment in which its form may begin.
const FORM_REACH: usize = 12;

/// Lines below a comment in which the foot of a post may follow.
const FOOT_REACH: usize = 3;

/// Comments from which on their number is no chance; lists of three or four posts stand below many an article.
const LEAST_COUNTED: usize = 5;

/// People whose comments may end a page.
const LEAST_PEOPLE: usize = 3;

/// The score of a run; `header` tells whether a thread's header stands right above it.
pub(super) fn of(page: &Page<'_>, heads: &[Head], drafts: &[Draft], header: bool) -> f32 {
    let line = |at: usize| page.lines.get(at);
    let written = share(drafts, |draft| body(page, draft).any(|cue| cue.prose));
    let spoken = share(drafts, |draft| draft.with(Role::Body).filter_map(line).any(is_spoken));
    let controlled = share(drafts, |draft| has_button(page, draft));
    let empty = share(drafts, |draft| !draft.has(Role::Body));
    let named = ratio(heads.iter().filter(|head| head.author.is_some()).count(), heads.len());
    let strength = heads.iter().map(weight).sum::<f32>() * ratio(1, heads.len());
    let sure = strength >= 1.5;
    let mut score = strength + ratio(drafts.len().min(6), 4) + controlled * 1.5;
    let mut add = |holds: bool, weight: f32| {
        if holds {
            score += weight;
        }
    };
    add(header, 1.5);
    add(is_counted(page, drafts), 1.0);
    add(form_below(page, drafts), 1.0);
    // A board's marks stand on the page beside its heads.
    let posts = |head: &Head| platforms::board(head.platform) == Some(Board::Posts);
    add(heads.iter().all(posts), 1.0);
    add(heads.iter().any(|head| head.reply_to.is_some()), 0.5);
    add(nested(page, heads, drafts), 1.0);
    // Points beside each name are counted where readers vote.
    let voted = |head: &&Head| head.score.is_some() && head.stamped && head.author.is_some();
    add(heads.len() >= 4 && heads.iter().filter(voted).count() * 10 >= heads.len() * 8, 1.0);
    // A ticker has few authors.
    add(authors(page, heads) >= 5, 0.6);
    // Dates alone stand above the entries of a diary as well, which has nothing to comment above it.
    let article = page.told < drafts.first().map_or(0, |draft| draft.lines.start);
    add(!sure && !article && named < 0.5, -1.5);
    // Below an article and above nothing else: what an extractor for articles leaves of the comments.
    add(!header && article && ends_page(page, heads, drafts) && spoken >= 0.5, 1.3);
    // Comments whose names the extractor lost, or stand behind `by` as in a list of posts: day and hour, and what
    // somebody said.
    let stamped = ratio(heads.iter().filter(|head| head.stamped).count(), heads.len());
    add(header && drafts.len() >= 3 && stamped > 0.9 && spoken > 0.9, 0.6);
    // Headlines and teasers are no sentences; comments are.
    add(written < 0.5, -2.0);
    add(!sure && !header && spoken < 0.5, -1.5);
    // Dates alone open posts of a ticker as well.
    add(!sure && !header && named < 0.5, -1.5);
    score - empty * 2.0
}

/// Whether the page tells somewhere above or right below the thread how many comments there are: `10 Comments`.
fn is_counted(page: &Page<'_>, drafts: &[Draft]) -> bool {
    let (Some(first), Some(last)) = (drafts.first(), drafts.last()) else { return false };
    let near = first.lines.start.saturating_sub(GAP)..last.lines.end + FORM_REACH;
    let told = |cue: &Cue| match cue.kind {
        Kind::Header(Header::Counted(count)) => {
            (count as usize).abs_diff(drafts.len()) * 10 <= drafts.len()
        }
        _ => false,
    };
    drafts.len() >= LEAST_COUNTED && page.cues.iter().take(near.end).skip(near.start).any(told)
}

/// Different names in heads with a time of day, when nearly all heads have both.
fn authors(page: &Page<'_>, heads: &[Head]) -> usize {
    let timed = |head: &&Head| head.timed && !head.closes && head.author.is_some();
    if heads.iter().filter(timed).count() * 10 < heads.len() * 9 {
        return 0;
    }
    let names: BTreeSet<&str> =
        heads.iter().filter_map(|head| Some(head.author?.of(page.text))).collect();
    if names.len() * 2 >= heads.len() { names.len() } else { 0 }
}

/// Whether the page ends with comments of three people or more, each headed by a name that no headline is as short as,
/// a day and a time of day.
fn ends_page(page: &Page<'_>, heads: &[Head], drafts: &[Draft]) -> bool {
    let end = drafts.last().map_or(0, |draft| draft.lines.end);
    let name = |head: &Head| head.author.map(|name| name.of(page.text));
    let named = |head: &Head| head.stamped && !head.closes && name(head).is_some_and(is_short_name);
    let ends = page.cues.get(end..).is_some_and(|below| below.iter().all(Cue::is_control));
    if !ends || !heads.iter().all(named) {
        return false;
    }
    let names: BTreeSet<&str> = heads.iter().filter_map(name).collect();
    let like_title = |name: &&&str| {
        let mut words = name.split_whitespace();
        words.clone().count() > 2 && words.any(|word| word.starts_with(char::is_lowercase))
    };
    names.len() >= LEAST_PEOPLE && names.iter().filter(like_title).count() * 2 <= names.len()
}

fn is_short_name(name: &str) -> bool {
    name.split_whitespace().count() <= 3 && name.chars().filter(|c| is_unspaced(*c)).count() <= 8
}

fn weight(head: &Head) -> f32 {
    match head.strength {
        Strength::Strong => 2.0,
        Strength::Medium => 1.0,
        Strength::Weak => 0.3,
    }
}

fn body<'p>(page: &Page<'p>, draft: &'p Draft) -> impl Iterator<Item = &'p Cue> {
    let cues = page.cues;
    draft.with(Role::Body).filter_map(move |at| cues.get(at))
}

/// Whether a reply link, a vote or the like stands in the comment.
pub(super) fn has_button(page: &Page<'_>, draft: &Draft) -> bool {
    draft.with(Role::Control).any(|at| {
        page.cues.get(at).is_some_and(|cue| matches!(cue.kind, Kind::Button | Kind::Mark(_)))
    })
}

/// Whether a line holds or ends a sentence.
pub(super) fn is_spoken(line: &Line) -> bool {
    line.shape.end.is_sentence() || line.shape.sentences > 0
}

fn form_below(page: &Page<'_>, drafts: &[Draft]) -> bool {
    let end = drafts.last().map_or(0, |draft| draft.lines.end);
    let mut below = page.cues.iter().skip(end).take(FORM_REACH);
    below.any(|cue| cue.kind == Kind::Form)
}

/// Whether the comments are list items at three columns or more, as answers to answers are.
fn nested(page: &Page<'_>, heads: &[Head], drafts: &[Draft]) -> bool {
    let listed = heads.iter().filter(|head| head.bullet).count() * 10 >= heads.len() * 7;
    let columns: BTreeSet<u16> =
        drafts.iter().map(|draft| page.column(draft.lines.start)).collect();
    listed && columns.len() >= 3
}

/// Whether the run is a list of recent comments beside the page: nothing but first words, all cut off.
pub(super) fn is_widget(page: &Page<'_>, drafts: &[Draft]) -> bool {
    let cut = |draft: &Draft| {
        let mut body = draft.with(Role::Body);
        let (Some(only), None) = (body.next(), body.next()) else { return false };
        page.lines
            .get(only)
            .is_some_and(|line| line.shape.end == End::Ellipsis && line.shape.words <= 40)
    };
    drafts.len() >= 2 && share(drafts, cut) >= 0.7
}

/// Whether the run is a list of posts: they have what comments have, and at the foot what leads to the rest of each.
pub(super) fn is_listing(page: &Page<'_>, drafts: &[Draft]) -> bool {
    let has_foot = |draft: &Draft| {
        let first = page.feet.partition_point(|at| *at < draft.lines.start);
        // The number of its comments looks like the header of the next thread, before which a comment ends.
        page.feet.get(first).is_some_and(|at| *at < draft.lines.end + FOOT_REACH)
    };
    share(drafts, has_foot) >= 0.5
}

fn share(drafts: &[Draft], holds: impl Fn(&Draft) -> bool) -> f32 {
    ratio(drafts.iter().filter(|draft| holds(draft)).count(), drafts.len())
}

#[allow(clippy::cast_precision_loss, reason = "counts of comments on one page")]
fn ratio(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}
