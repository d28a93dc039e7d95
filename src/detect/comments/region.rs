//! Comment regions: runs of heads that repeat with prose between them.
//!
//! A head alone proves little (bylines, lists of posts and diaries show names
//! and dates too), so a run is judged as a whole: its marks, its header, the
//! form below, the controls in it and whether its bodies are somebody's words.

use std::ops::Range;

use super::borders::Header;
use super::cue::{Cue, Kind};
use super::cycle::is_written;
use super::heads::Head;
use super::items::{self, Draft, Habit};
use super::platforms::{self, Strength};
use super::{headless, score};
use crate::segment::{Bullet, Line};

/// A page as the finders of regions see it.
pub(super) struct Page<'p> {
    pub text: &'p str,
    pub lines: &'p [Line],
    pub cues: &'p [Cue],
    pub heads: &'p [Head],
    /// Lines at the feet of posts in a list.
    pub feet: &'p [usize],
    /// The first line of running text; the end of the page where there is none.
    pub told: usize,
    /// Whether list numbers are set flush right: a tenth item begins one column left of the ninth.
    flush_right: bool,
}

impl<'p> Page<'p> {
    pub(super) fn new(
        text: &'p str,
        lines: &'p [Line],
        cues: &'p [Cue],
        heads: &'p [Head],
        feet: &'p [usize],
    ) -> Self {
        let told =
            cues.iter().zip(lines).position(|(cue, line)| cue.prose && score::is_spoken(line));
        let told = told.unwrap_or(lines.len());
        Self { text, lines, cues, heads, feet, told, flush_right: numbers_flush_right(lines) }
    }

    /// Whether the line is an item of a list.
    pub(super) fn listed(&self, at: usize) -> bool {
        self.cues.get(at).is_some_and(|cue| cue.listed)
    }

    /// Column at which a line begins, bullet included: the depth at which a list nests it.
    pub(super) fn column(&self, at: usize) -> u16 {
        let Some(line) = self.lines.get(at) else { return 0 };
        match line.bullet {
            // Numbers may be set flush right; then their last digits stand in one column.
            Some(Bullet::Number(number)) if self.flush_right => {
                line.indent.saturating_add(u16::try_from(number.max(1).ilog10()).unwrap_or(0))
            }
            _ => line.indent,
        }
    }

    /// The nearest thread header in `lines`, which end where the first head or comment stands.
    ///
    /// Prose in between parts the header from what follows, unless the heads stand `below` their text.
    fn header_in(&self, lines: Range<usize>, below: bool) -> Option<(usize, Header)> {
        for at in lines.rev() {
            let cue = self.cues.get(at)?;
            match cue.kind {
                Kind::Header(header) => return Some((at, header)),
                Kind::Text if cue.prose && !below => return None,
                _ => {}
            }
        }
        None
    }
}

/// Whether a tenth item begins one column left of the ninth.
fn numbers_flush_right(lines: &[Line]) -> bool {
    let mut ninth = None;
    for line in lines {
        match (line.bullet, ninth) {
            (Some(Bullet::Number(9)), _) => ninth = Some(line.indent),
            (Some(Bullet::Number(10)), Some(indent))
                if line.indent.checked_add(1) == Some(indent) =>
            {
                return true;
            }
            _ => {}
        }
    }
    false
}

/// A found thread.
#[derive(Clone, Debug)]
pub(super) struct Thread {
    pub lines: Range<usize>,
    pub drafts: Vec<Draft>,
    /// Text of the page itself, above the thread: the first post of a board, an answer to a question.
    pub text: Vec<usize>,
    /// What stands around that text.
    pub frame: Vec<usize>,
    pub score: f32,
    pub platform: &'static str,
}

/// Lines between two heads beyond which they are of different threads.
pub(super) const GAP: usize = 120;
/// Lines between a thread's header and its first head.
pub(super) const HEADER_REACH: usize = 14;

/// Lines between what opens a thread and the head below its first text.
const OPENED: usize = 30;

/// Characters of a script without spaces that are more than a headline has.
const UNSPACED: u32 = 20;

/// Words below a byline from which on they are an article's.
const ARTICLE: u32 = 120;

/// The threads that heads show.
pub(super) fn find(page: &Page<'_>) -> Vec<Thread> {
    let mut threads: Vec<Thread> = Vec::new();
    for run in runs(page) {
        let free = threads.last().map_or(0, |thread| thread.lines.end);
        threads.extend(thread(page, run, free));
    }
    threads
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
    if a.cycle.is_some() && a.cycle == b.cycle {
        return false;
    }
    // What stands above a cycle and is set otherwise: the article's byline.
    if a.cycle.is_none() && b.cycle.is_some() && a.strength < Strength::Strong {
        return true;
    }
    // A header right above the second head opens another thread.
    if cues.iter().rev().take(HEADER_REACH).any(|cue| matches!(cue.kind, Kind::Header(_))) {
        return true;
    }
    // So does a whole form, or a form and a footer; a single line of one may belong to each comment.
    let forms = cues.iter().filter(|cue| cue.kind == Kind::Form).count();
    if forms >= 2 || forms == 1 && cues.iter().any(|cue| cue.kind == Kind::Foot) {
        return true;
    }
    let same = a.platform == b.platform && a.author.is_some() == b.author.is_some();
    let strong = a.strength == Strength::Strong && b.strength == Strength::Strong
        || a.bullet && b.bullet && a.strength.min(b.strength) >= Strength::Medium;
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

/// The heads of a run without the article's own byline: no thread's header stands above it, and what follows is far
/// longer than any comment. The first post of a board may well be.
fn without_article(page: &Page<'_>, run: Range<usize>, free: usize) -> Range<usize> {
    let Some([first, rest @ ..]) = page.heads.get(run.clone()) else { return run };
    let start = first.first as usize;
    let headed = page.header_in(free.max(start.saturating_sub(HEADER_REACH))..start, true);
    if headed.is_some() || platforms::board(first.platform).is_some() {
        return run;
    }
    let end = page.heads.get(run.end).map_or(page.lines.len(), |next| next.first as usize);
    let ends = |heads: &[Head]| {
        let next = heads.iter().skip(1).map(|head| head.first as usize);
        next.chain([end]).collect::<Vec<_>>()
    };
    let words = |head: &Head, end: usize| -> u32 {
        let lines = page.lines.get(head.last as usize + 1..end).unwrap_or_default();
        lines.iter().map(|line| line.shape.words).sum()
    };
    let article = words(first, rest.first().map_or(end, |next| next.first as usize));
    let longest = rest.iter().zip(ends(rest)).map(|(head, end)| words(head, end)).max();
    if article >= ARTICLE && longest.is_none_or(|longest| longest * 2 < article) {
        run.start + 1..run.end
    } else {
        run
    }
}

/// Judges a run of heads; the thread when it passes. Lines before `free` belong to the thread above.
fn thread(page: &Page<'_>, run: Range<usize>, free: usize) -> Option<Thread> {
    let run = alike(page, without_article(page, run, free));
    let heads = page.heads.get(run.clone())?;
    let (first, last) = (heads.first()?, heads.last()?);
    let start = first.first as usize;
    let below = closes(page, heads) || is_below(page, heads, free);
    let reach = if below { GAP / 2 } else { HEADER_REACH };
    let header = page.header_in(free.max(start.saturating_sub(reach))..start, below);
    let mut drafts = if below {
        closing(page, &run, closing_start(page, start, header, free)?)
    } else {
        opening(page, &run, last)
    };
    items::learn_controls(page, &mut drafts);
    items::read_levels(page, &mut drafts);
    let score = score::of(page, heads, &drafts, header.is_some());
    let refused = score::is_widget(page, &drafts) || score::is_listing(page, &drafts);
    if score < score::ACCEPT || refused {
        return None;
    }
    let start = header.map_or(drafts.first()?.lines.start, |(at, _)| at);
    Some(Thread {
        lines: start..drafts.last()?.lines.end,
        score: (0.6 + (score - score::ACCEPT) * 0.1).min(0.98),
        platform: platform(heads),
        text: Vec::new(),
        frame: Vec::new(),
        drafts,
    })
}

/// Comments whose heads stand above the text.
fn opening(page: &Page<'_>, run: &Range<usize>, last: &Head) -> Vec<Draft> {
    let mut starts: Vec<(usize, Option<usize>)> =
        run.clone().filter_map(|i| Some((page.heads.get(i)?.first as usize, Some(i)))).collect();
    starts.extend(headless::between(page, run).into_iter().map(|at| (at, None)));
    starts.extend(headless::placeholders(page, run).map(|at| (at, None)));
    starts.extend(headless::below_buttons(page, run).into_iter().map(|at| (at, None)));
    starts.sort_unstable();
    starts.dedup_by_key(|(start, _)| *start);
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
    heads.iter().all(|head| head.closes)
        || heads.len() >= 3 && first && items * 2 >= heads.len()
        || signs(page, heads)
}

/// Whether each head stands between a text and buttons, the last one too: `I agree.` / `Vera, May 3` / `Like Reply`.
fn signs(page: &Page<'_>, heads: &[Head]) -> bool {
    let control = |at: usize| page.cues.get(at).is_some_and(Cue::is_control);
    let written = |at: usize| page.cues.get(at).is_some_and(is_written);
    let below = |head: &Head| head.last as usize + 1;
    let Some(last) = heads.last().filter(|_| heads.len() > 1).map(below) else { return false };
    let after = (last..page.cues.len()).find(|&at| !control(at));
    heads.iter().all(|head| {
        control(below(head)) && (head.first as usize).checked_sub(1).is_some_and(written)
    }) && after.is_none_or(|at| !written(at))
}

/// The line that opens a thread whose first head stands at `start`: its header, else a link to its form.
fn opener(page: &Page<'_>, start: usize, free: usize) -> Option<usize> {
    let reach = free.max(start.saturating_sub(GAP / 2))..start;
    let form = |at: &usize| page.cues.get(*at).is_some_and(|cue| cue.kind == Kind::Form);
    let header = page.header_in(reach.clone(), true).map(|(at, _)| at);
    header.or_else(|| reach.rev().find(form))
}

/// Whether the heads of no particular platform stand below their texts: one stands above the first, and none below the
/// last.
fn is_below(page: &Page<'_>, heads: &[Head], free: usize) -> bool {
    let [first, _, .., last] = heads else { return false };
    let (start, end) = (first.first as usize, last.last as usize + 1);
    let cue = |at: usize| page.cues.get(at);
    let count = |holds: &dyn Fn(&Head) -> bool| heads.iter().filter(|head| holds(head)).count();
    let control = |at: usize| cue(at).is_some_and(Cue::is_control);
    // Dates alone, and how long ago it was, stand in lists of other texts; bullets show where items of lists begin.
    let named = count(&|head| {
        let platform = matches!(head.platform, "generic" | "drupal");
        let told = head.timed || !head.stamped;
        platform && head.author.is_some() && told && !head.bullet
    });
    // Buttons that end a comment stand above the next head, and its text below it.
    let others = heads.iter().skip(1);
    let above = others.filter(|head| control((head.first as usize).saturating_sub(1))).count();
    // The number of the next comment may have gone to a head.
    let hash = |at: usize| cue(at).is_some_and(Cue::is_hash);
    let below = count(&|head| control(head.last as usize + 1) || hash(head.last as usize));
    if named * 10 < heads.len() * 8 || above > below && above * 2 >= heads.len() - 1 {
        return false;
    }
    let opener = opener(page, start, free).filter(|opener| start - opener <= OPENED);
    let Some(opener) = opener else { return false };
    // Headlines are no sentences; comments are. Scripts without spaces may have no sign for the end of one.
    let tops = std::iter::once(opener + 1).chain(heads.iter().map(|head| head.last as usize + 1));
    let spoken = tops.zip(heads).filter(|(top, head)| {
        let lines = page.lines.get(*top..head.first as usize).unwrap_or_default();
        lines.iter().any(|line| score::is_spoken(line) || line.shape.unspaced >= UNSPACED)
    });
    if spoken.count() * 10 < heads.len() * 6 {
        return false;
    }
    let ends = |at: usize| {
        cue(at).is_none_or(|cue| cue.ends_thread() || matches!(cue.kind, Kind::Header(_)))
    };
    // `-` / `Vera` / `May 3, 2008`: a signature.
    let signed = count(&|head| {
        let line = (head.first as usize).checked_sub(1).and_then(|at| page.lines.get(at));
        let above = line.map_or("", |line| line.content.of(page.text));
        matches!(above, "-" | "\u{2013}" | "\u{2014}")
    });
    let mut opened = (opener + 1..start).filter_map(cue);
    if signed * 10 >= heads.len() * 8 {
        return opened.any(is_written);
    }
    let next = (end..page.cues.len()).find(|at| !control(*at)).unwrap_or(page.cues.len());
    // What stands below a thread is no sentence but may lead to others; what stands before it is rarely one.
    let leads = |at: usize| {
        let body = page.lines.get(at).map_or("", |line| line.content.of(page.text));
        body.starts_with(['\u{ab}', '\u{2190}', '\u{2039}'])
    };
    let chrome = |at: usize| ends(at) || leads(at) || cue(at).is_some_and(|cue| !cue.prose);
    let closed = chrome(next) && (below == heads.len() || chrome(next + 1));
    opened.any(|cue| cue.prose) && (ends(next) || closed)
}

/// The line at which the first comment begins: below the header, or the list item that its head signs.
fn closing_start(
    page: &Page<'_>,
    head: usize,
    header: Option<(usize, Header)>,
    free: usize,
) -> Option<usize> {
    let opens = |at: &usize| page.listed(*at);
    if let Some((at, _)) = header {
        return (at + 1..head).find(opens).or(Some(at + 1));
    }
    let item = (free.max(head.saturating_sub(GAP / 2))..head).rev().find(opens);
    item.or_else(|| Some(opener(page, head, free)? + 1))
}

/// Comments whose heads stand below the text; the first begins at `start`.
///
/// Where they are list items, each begins at its own bullet: what stands between two lists is no comment.
fn closing(page: &Page<'_>, run: &Range<usize>, start: usize) -> Vec<Draft> {
    let mut start = start;
    let mut drafts = Vec::new();
    let heads = page.heads.get(run.clone()).unwrap_or_default();
    let bullet =
        |from: usize, head: &Head| (from..head.first as usize).rev().find(|&at| page.listed(at));
    let ends = std::iter::once(start).chain(heads.iter().map(|head| head.last as usize + 1));
    let listed = heads.iter().zip(ends).filter(|(head, from)| bullet(*from, head).is_some());
    let listed = listed.count() * 10 >= heads.len() * 8;
    for (i, head) in run.clone().zip(heads) {
        let mut end = head.last as usize + 1;
        // The buttons of the last one; those of others stand above the text below them.
        if i + 1 == run.end {
            end += page
                .cues
                .get(end..)
                .map_or(0, |cues| cues.iter().take_while(|cue| cue.is_control()).count());
        }
        let from = if listed { bullet(start, head).unwrap_or(start) } else { start };
        drafts.push(Draft::new(page, from..end, Some(i)));
        start = end;
    }
    drafts
}

/// The platform that most heads belong to.
fn platform(heads: &[Head]) -> &'static str {
    // Few platforms: a list is faster than a map. Of equals the one that comes up last wins.
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    for head in heads.iter().rev() {
        match counts.iter_mut().find(|(name, _)| *name == head.platform) {
            Some((_, count)) => *count += 1,
            None => counts.push((head.platform, 1)),
        }
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or("generic", |(name, _)| name)
}
