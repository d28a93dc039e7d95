//! Comment regions: runs of heads that repeat with prose between them.
//!
//! A head alone proves little (bylines, lists of posts and diaries show names
//! and dates too), so a run is judged as a whole: its marks, its header, the
//! form below, the controls in it and whether its bodies are somebody's words.

use std::ops::Range;

use super::borders::Header;
use super::cue::{Cue, Kind};
use super::headless;
use super::heads::Head;
use super::items::{self, Draft, Habit, Role};
use super::platforms::Strength;
use crate::segment::{Bullet, End, Line};

/// A page as the finders of regions see it.
pub(super) struct Page<'p> {
    pub text: &'p str,
    pub lines: &'p [Line],
    pub cues: &'p [Cue],
    pub heads: &'p [Head],
}

impl Page<'_> {
    /// Whether the line is an item of a list.
    pub(super) fn listed(&self, at: usize) -> bool {
        self.cues.get(at).is_some_and(|cue| cue.listed)
    }

    /// Column at which a line begins, bullet included: the depth at which a list nests it.
    pub(super) fn column(&self, at: usize) -> u16 {
        let Some(line) = self.lines.get(at) else { return 0 };
        match line.bullet {
            // Numbers may be set flush right; then their last digits stand in one column.
            Some(Bullet::Number(number)) if self.numbers_flush_right() => {
                line.indent.saturating_add(u16::try_from(number.max(1).ilog10()).unwrap_or(0))
            }
            _ => line.indent,
        }
    }

    /// Whether a tenth item begins one column left of the ninth.
    fn numbers_flush_right(&self) -> bool {
        let mut ninth = None;
        for line in self.lines {
            match (line.bullet, ninth) {
                (Some(Bullet::Number(9)), _) => ninth = Some(line.indent),
                (Some(Bullet::Number(10)), Some(indent)) if line.indent + 1 == indent => {
                    return true;
                }
                _ => {}
            }
        }
        false
    }

    /// The nearest thread header above `at` with no prose in between, at most `reach` lines away.
    fn header_above(&self, at: usize, reach: usize) -> Option<(usize, Header)> {
        for i in (at.saturating_sub(reach)..at).rev() {
            let cue = self.cues.get(i)?;
            if let Kind::Header(header) = cue.kind {
                return Some((i, header));
            }
            if cue.prose && cue.kind == Kind::Text {
                return None;
            }
        }
        None
    }
}

/// A found thread.
#[derive(Clone, Debug)]
pub(super) struct Thread {
    pub lines: Range<usize>,
    pub drafts: Vec<Draft>,
    pub score: f32,
    pub platform: &'static str,
}

/// Lines between two heads beyond which they are of different threads.
const GAP: usize = 120;
/// Lines between a thread's header and its first head.
const HEADER_REACH: usize = 14;
/// Score from which a run is a thread. Set on pages with and without threads so that bylines and
/// lists of posts stay below and two comments with a reply link and a header pass.
const ACCEPT: f32 = 3.0;

/// The threads that heads show.
pub(super) fn find(page: &Page<'_>) -> Vec<Thread> {
    runs(page).into_iter().filter_map(|run| thread(page, run)).collect()
}

/// Cuts the page's heads into runs that can be one thread.
fn runs(page: &Page<'_>) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut start = 0;
    for next in 1..=page.heads.len() {
        let apart = match (page.heads.get(next - 1), page.heads.get(next)) {
            (Some(a), Some(b)) => splits(page, a, b),
            _ => true,
        };
        if apart {
            runs.push(start..next);
            start = next;
        }
    }
    runs
}

/// Whether a thread ends between two heads.
fn splits(page: &Page<'_>, a: &Head, b: &Head) -> bool {
    let between = a.last as usize + 1..b.first as usize;
    if between.len() > GAP || a.closes != b.closes {
        return true;
    }
    let Some(cues) = page.cues.get(between) else { return true };
    // A header right above the second head opens another thread.
    if cues.iter().rev().take(HEADER_REACH).any(|cue| matches!(cue.kind, Kind::Header(_))) {
        return true;
    }
    let same = a.platform == b.platform && a.author.is_some() == b.author.is_some();
    let strong = a.strength == Strength::Strong && b.strength == Strength::Strong;
    if strong && same {
        return false;
    }
    cues.iter().any(Cue::ends_thread) || !same && a.strength != b.strength
}

/// The heads of a run that are set like most of them: bulleted or not.
///
/// A byline or a date above the thread is set otherwise and would be its first comment.
fn alike(page: &Page<'_>, run: Range<usize>) -> Range<usize> {
    let Some(heads) = page.heads.get(run.clone()) else { return run };
    let bulleted = heads.iter().filter(|head| head.bullet).count();
    if bulleted * 10 < heads.len() * 7 {
        return run;
    }
    let stray = heads.iter().take_while(|head| !head.bullet).count();
    run.start + stray..run.end
}

/// Judges a run of heads; the thread when it passes.
fn thread(page: &Page<'_>, run: Range<usize>) -> Option<Thread> {
    let run = alike(page, run);
    let heads = page.heads.get(run.clone())?;
    let (first, last) = (heads.first()?, heads.last()?);
    let header = page.header_above(first.first as usize, HEADER_REACH);
    let mut drafts = match closes(page, heads) {
        true => closing(page, &run, closing_start(page, first, header)?),
        false => opening(page, &run, last),
    };
    items::learn_controls(page, &mut drafts);
    let score = score(page, heads, &drafts, header.is_some());
    if score < ACCEPT || is_widget(page, &drafts) {
        return None;
    }
    let lines = header.map_or(drafts.first()?.lines.start, |(at, _)| at)..drafts.last()?.lines.end;
    Some(Thread {
        lines,
        score: (0.6 + (score - ACCEPT) * 0.1).min(0.98),
        platform: platform(heads),
        drafts,
    })
}

/// Comments whose heads stand above the text.
fn opening(page: &Page<'_>, run: &Range<usize>, last: &Head) -> Vec<Draft> {
    let mut starts: Vec<(usize, Option<usize>)> =
        run.clone().filter_map(|i| Some((page.heads.get(i)?.first as usize, Some(i)))).collect();
    starts.extend(headless::between(page, run).into_iter().map(|at| (at, None)));
    starts.sort_unstable();
    let mut drafts: Vec<Draft> = starts
        .iter()
        .zip(starts.iter().skip(1))
        .map(|(&(start, head), &(end, _))| Draft::new(page, start..end, head))
        .collect();
    items::learn_controls(page, &mut drafts);
    let from = last.last as usize + 1;
    let limit = page.heads.get(run.end).map_or(page.lines.len(), |next| next.first as usize);
    let habit = Habit::of(page, &drafts, last.first as usize);
    let end = items::tail_end(page, from, limit, habit);
    drafts.push(Draft::new(page, last.first as usize..end, Some(run.end - 1)));
    drafts
}

/// Whether the heads stand below the text: their platform says so, or list items open right below them.
fn closes(page: &Page<'_>, heads: &[Head]) -> bool {
    let opened = |at: usize| page.listed(at);
    let items = heads.iter().filter(|head| !head.bullet && opened(head.last as usize + 1)).count();
    let first = heads.first().is_some_and(|head| head.closes || !opened(head.first as usize));
    heads.iter().all(|head| head.closes) || heads.len() >= 3 && first && items * 2 >= heads.len()
}

/// The line at which the first comment begins: below the header, or the list item that its head signs.
fn closing_start(page: &Page<'_>, first: &Head, header: Option<(usize, Header)>) -> Option<usize> {
    let below = |at: usize| at..first.first as usize;
    let opens = |at: &usize| page.listed(*at);
    let item = below((first.first as usize).saturating_sub(GAP / 2)).rev().find(opens);
    header.map(|(at, _)| at + 1).map_or(item, |start| below(start).find(opens).or(Some(start)))
}

/// Comments whose heads stand below the text; the first begins at `start`.
fn closing(page: &Page<'_>, run: &Range<usize>, start: usize) -> Vec<Draft> {
    let mut start = start;
    let mut drafts = Vec::new();
    for i in run.clone() {
        let Some(head) = page.heads.get(i) else { break };
        let end = head.last as usize + 1;
        drafts.push(Draft::new(page, start..end, Some(i)));
        start = end;
    }
    drafts
}

/// Whether the run is a list of recent comments beside the page: nothing but first words, all cut off.
fn is_widget(page: &Page<'_>, drafts: &[Draft]) -> bool {
    let cut = |draft: &&Draft| {
        let mut body = draft.with(Role::Body);
        let (Some(only), None) = (body.next(), body.next()) else { return false };
        page.lines
            .get(only)
            .is_some_and(|line| line.shape.end == End::Ellipsis && line.shape.words <= 40)
    };
    drafts.len() >= 2 && drafts.iter().filter(cut).count() * 10 >= drafts.len() * 7
}

#[allow(clippy::cast_precision_loss, reason = "counts of comments on one page")]
fn score(page: &Page<'_>, heads: &[Head], drafts: &[Draft], header: bool) -> f32 {
    let n = drafts.len() as f32;
    let share = |count: usize| count as f32 / n;
    let marks = heads.iter().map(|head| match head.strength {
        Strength::Strong => 2.0,
        Strength::Medium => 1.0,
        Strength::Weak => 0.3,
    });
    let strength = marks.sum::<f32>() / heads.len() as f32;
    let written = share(
        drafts
            .iter()
            .filter(|draft| {
                draft.with(Role::Body).any(|at| page.cues.get(at).is_some_and(|cue| cue.prose))
            })
            .count(),
    );
    let controlled = share(
        drafts
            .iter()
            .filter(|draft| {
                draft.with(Role::Control).any(|at| {
                    page.cues
                        .get(at)
                        .is_some_and(|cue| matches!(cue.kind, Kind::Button | Kind::Mark(_)))
                })
            })
            .count(),
    );
    let empty = share(drafts.iter().filter(|draft| !draft.has(Role::Body)).count());
    let end = drafts.last().map_or(0, |draft| draft.lines.end);
    let form = page
        .cues
        .get(end..)
        .is_some_and(|cues| cues.iter().take(12).any(|cue| cue.kind == Kind::Form));
    let replies = heads.iter().any(|head| head.reply_to.is_some());
    let mut score = strength + n.min(6.0) * 0.25 + controlled * 1.5;
    score += if header { 1.5 } else { 0.0 };
    score += if form { 1.0 } else { 0.0 };
    score += if replies { 0.5 } else { 0.0 };
    score += if nested(page, drafts) { 1.0 } else { 0.0 };
    if written < 0.5 {
        score -= 2.0;
    }
    score - empty * 2.0
}

/// Whether comments begin at three columns or more, as answers to answers do.
fn nested(page: &Page<'_>, drafts: &[Draft]) -> bool {
    let columns: std::collections::BTreeSet<u16> =
        drafts.iter().map(|draft| page.column(draft.lines.start)).collect();
    columns.len() >= 3
}

/// The platform that most heads belong to.
fn platform(heads: &[Head]) -> &'static str {
    let count = |name: &str| heads.iter().filter(|head| head.platform == name).count();
    heads.iter().map(|head| head.platform).max_by_key(|name| count(name)).unwrap_or("generic")
}
