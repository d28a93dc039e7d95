//! Threads whose comments have no heads: bullets and indentation, likes and reply links.
//!
//! Separate from the runs of heads because here nothing names a comment; what
//! shows it is a list whose items are prose, below a thread's header or with
//! the marks of a comment platform under each item.

use std::collections::BTreeSet;
use std::ops::Range;

use super::borders::Header;
use super::cue::{Cue, Kind};
use super::cycle::is_written;
use super::heads::Head;
use super::items::{self, Draft, Role};
use super::platforms::slashdot;
use super::region::{Page, Thread};
use crate::segment::Bullet;

/// Heads that tell what usually stands above them.
const LEAST_HEADS: usize = 3;

/// Items of a numbered list that are comments by their number alone.
const LEAST_NUMBERED: usize = 8;
/// Most steps from one number to the next.
const LEFT_OUT: u32 = 4;

/// Adds the threads without heads to those found by heads.
pub(super) fn find(page: &Page<'_>, threads: &mut Vec<Thread>) {
    let mut headless = Vec::new();
    let mut at = 0;
    // The first of the threads above, which are in order, that does not end before `at`.
    let mut next = 0;
    while at < page.lines.len() {
        let limit = match threads.get(next).map(|thread| &thread.lines) {
            Some(lines) if lines.end <= at => {
                next += 1;
                continue;
            }
            Some(lines) if lines.start <= at => {
                at = lines.end;
                continue;
            }
            Some(lines) => lines.start,
            None => page.lines.len(),
        };
        let header = match page.cues.get(at).map(|cue| &cue.kind) {
            Some(Kind::Header(header)) => Some(*header),
            _ => None,
        };
        let found = match header {
            Some(header) => bulleted(page, at + 1, limit, Some(header)),
            None if page.listed(at) => bulleted(page, at, limit, None),
            None => None,
        };
        match found {
            Some((drafts, score, platform)) => {
                let start = if header.is_some() {
                    at
                } else {
                    drafts.first().map_or(at, |draft| draft.lines.start)
                };
                let end = drafts.last().map_or(at + 1, |draft| draft.lines.end);
                let (text, frame) = (Vec::new(), Vec::new());
                headless.push(Thread { lines: start..end, drafts, text, frame, score, platform });
                at = end;
            }
            // A list is looked at once, not again from each of its items.
            None if header.is_none() => at = list_end(page, at, limit).max(at + 1),
            None => at += 1,
        }
    }
    threads.append(&mut headless);
    threads.sort_by_key(|thread| thread.lines.start);
}

/// List items between the heads of a run that are comments whose heads an extractor dropped:
/// prose, set with the same mark at the same column as the heads.
pub(super) fn between(page: &Page<'_>, run: &Range<usize>) -> Vec<usize> {
    let Some(heads) = page.heads.get(run.clone()) else { return Vec::new() };
    let set = |at: usize| {
        let line = page.lines.get(at)?;
        let numbered = matches!(line.bullet?, Bullet::Number(_));
        Some((page.column(at), numbered))
    };
    let marks: BTreeSet<(u16, bool)> =
        heads.iter().filter_map(|head| set(head.first as usize)).collect();
    let (Some(first), Some(last)) = (heads.first(), heads.last()) else { return Vec::new() };
    let bulleted = heads.iter().filter(|head| head.bullet).count() * 2 >= heads.len();
    if marks.is_empty() || !bulleted {
        return Vec::new();
    }
    // Where comments end in buttons, an item that follows no button is a list within a comment.
    let below_button =
        |at: usize| at.checked_sub(1).and_then(|at| page.cues.get(at)).is_some_and(Cue::is_control);
    let buttons =
        heads.iter().filter(|head| below_button(head.first as usize)).count() * 2 > heads.len();
    let inside = first.last as usize + 1..last.first as usize;
    // Whole branches may have lost their heads where answers to answers are folded.
    let folded = !buttons && heads.iter().all(|head| head.platform == slashdot::NAME);
    let is_set = |mark: (u16, bool)| marks.contains(&mark) || folded && !mark.1;
    inside
        .filter(|&at| page.cues.get(at).is_some_and(|cue| cue.prose) && set(at).is_some_and(is_set))
        .filter(|&at| !buttons || below_button(at))
        .filter(|&at| !in_head(heads, at))
        .collect()
}

/// Whether a line is one of those of the heads, which are in the order of their lines and share none.
fn in_head(heads: &[Head], at: usize) -> bool {
    let above = heads.partition_point(|head| (head.first as usize) <= at).checked_sub(1);
    above.and_then(|above| heads.get(above)).is_some_and(|head| head.lines().contains(&at))
}

/// Lines between the heads of a run that stand for comments without a head: `This comment was deleted.`
///
/// They follow the buttons of the comment before; below a head such a line is that head's text.
pub(super) fn placeholders<'p>(
    page: &'p Page<'_>,
    run: &Range<usize>,
) -> impl Iterator<Item = usize> + 'p {
    let heads = page.heads.get(run.clone()).unwrap_or_default();
    let inside = match (heads.first(), heads.last()) {
        (Some(first), Some(last)) => first.last as usize + 1..last.first as usize,
        _ => 0..0,
    };
    let placeholder = |at: usize| page.cues.get(at).is_some_and(|cue| cue.placeholder);
    inside.filter(move |&at| {
        let above = at.checked_sub(1);
        placeholder(at)
            && above.is_some_and(|above| {
                placeholder(above) || page.cues.get(above).is_some_and(Cue::is_control)
            })
    })
}

/// Lines between the heads of a run at which a comment begins whose head an extractor dropped: those below the button
/// that stands above nearly every head.
///
/// Where it stands above the first one as well, it opens comments (`Copy link`) and any words may follow; else it closes
/// those above (`Reply`), and only prose is somebody's.
pub(super) fn below_buttons(page: &Page<'_>, run: &Range<usize>) -> Vec<usize> {
    let heads = page.heads.get(run.clone()).unwrap_or_default();
    let (Some(first), Some(last)) = (heads.first(), heads.last()) else { return Vec::new() };
    let button = |at: usize| {
        let is_button = page.cues.get(at).is_some_and(|cue| cue.kind == Kind::Button);
        page.lines.get(at).filter(|_| is_button).map(|line| line.body.of(page.text))
    };
    let above = |head: &Head| button((head.first as usize).checked_sub(1)?);
    let Some(usual) = heads.last().and_then(above) else { return Vec::new() };
    let usually = heads.iter().filter(|head| above(head) == Some(usual)).count();
    if heads.len() < LEAST_HEADS || usually * 10 < heads.len() * 8 {
        return Vec::new();
    }
    let opens = above(first) == Some(usual);
    let written = |at: usize| {
        let cue = page.cues.get(at)?;
        (is_written(cue) && !cue.placeholder && (opens || cue.prose)).then_some(at)
    };
    let inside = first.last as usize + 1..last.first as usize;
    let starts = inside.filter(|&at| button(at) == Some(usual)).filter_map(|at| written(at + 1));
    starts.filter(|&at| !in_head(heads, at)).collect()
}

/// End of the list that begins at `at`: the first line left of its first item that is no item.
fn list_end(page: &Page<'_>, at: usize, limit: usize) -> usize {
    let Some(first) = page.lines.get(at).filter(|_| page.listed(at)) else {
        return at + 1;
    };
    let mut end = at + 1;
    while end < limit {
        let (Some(line), Some(cue)) = (page.lines.get(end), page.cues.get(end)) else { break };
        let inside = if cue.listed {
            line.indent.saturating_add(1) >= first.indent
        } else {
            line.indent > first.indent
        };
        if !inside || cue.ends_thread() {
            break;
        }
        end += 1;
    }
    end
}

/// The items of a list whose numbers count up from the first comment, but for answers that a page numbers and an
/// extractor left out.
fn numbered(page: &Page<'_>, list: Range<usize>) -> Option<Vec<usize>> {
    let column = page.column(list.start);
    let number = |at: usize| match page.lines.get(at)?.bullet {
        Some(Bullet::Number(number)) if page.column(at) == column => Some(number),
        _ => None,
    };
    let items: Vec<usize> = list.filter(|&at| number(at).is_some()).collect();
    let numbers: Vec<_> = items.iter().filter_map(|&at| number(at)).collect();
    let counts_up = numbers
        .iter()
        .zip(numbers.iter().skip(1))
        .all(|(a, b)| (1..=LEFT_OUT).contains(&b.wrapping_sub(*a)));
    let begins = numbers.first().is_some_and(|first| (1..=LEFT_OUT).contains(first));
    (begins && counts_up && items.len() >= LEAST_NUMBERED).then_some(items)
}

type Found = (Vec<Draft>, f32, &'static str);

/// Reads a bulleted list from its first item near `at` as comments.
fn bulleted(page: &Page<'_>, at: usize, limit: usize, header: Option<Header>) -> Option<Found> {
    let first = (at..limit.min(at + 6)).find(|&i| {
        page.listed(i) && page.cues.get(i).is_some_and(|cue| cue.prose || cue.kind == Kind::Text)
    })?;
    let end = list_end(page, first, limit);
    // Without a header only their buttons and marks show that items are comments.
    let marks = |cue: &Cue| matches!(cue.kind, Kind::Button | Kind::Mark(_));
    let marked = || page.cues.get(first..end).is_some_and(|cues| cues.iter().any(marks));
    if header.is_none() && !marked() {
        return None;
    }
    let counted_up = header.and_then(|_| numbered(page, first..end));
    let listed = || (first..end).filter(|&i| page.listed(i)).collect();
    let is_numbered = counted_up.is_some();
    let starts: Vec<usize> = counted_up.unwrap_or_else(listed);
    let mut drafts: Vec<Draft> = starts
        .iter()
        .enumerate()
        .map(|(n, &start)| Draft::new(page, start..starts.get(n + 1).copied().unwrap_or(end), None))
        .filter(|draft| draft.has(Role::Body))
        .collect();
    items::learn_controls(page, &mut drafts);
    let prose = drafts
        .iter()
        .filter(|draft| {
            draft.with(Role::Body).any(|i| page.cues.get(i).is_some_and(|cue| cue.prose))
        })
        .count();
    let marked = drafts
        .iter()
        .filter(|draft| {
            draft.with(Role::Control).any(|i| {
                page.cues.get(i).is_some_and(|cue| matches!(cue.kind, Kind::Button | Kind::Mark(_)))
            })
        })
        .count();
    let liked = drafts
        .iter()
        .filter(|draft| {
            draft.with(Role::Control).any(|i| {
                page.cues.get(i).is_some_and(
                    |cue| matches!(&cue.kind, Kind::Mark(mark) if mark.likes.is_some()),
                )
            })
        })
        .count();
    let n = drafts.len();
    if n == 0 || prose * 10 < n * 6 {
        return None;
    }
    let counted =
        matches!(header, Some(Header::Counted(count)) if (1..=count as usize * 2 + 1).contains(&n));
    let half_marked = marked * 2 >= n;
    let accept = counted || is_numbered || header.is_some() && half_marked || n >= 2 && half_marked;
    let platform = if liked * 2 >= n && n >= 2 { "jetpack" } else { "generic" };
    accept.then_some((drafts, if half_marked { 0.85 } else { 0.7 }, platform))
}
