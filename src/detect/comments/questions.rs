//! Pages of a question and its answers, as Stack Exchange prints them: every post is signed below its text, and
//! small remarks follow, each signed behind a dash. Question and answers are the page, the remarks its comments.
//!
//! Separate from the runs of heads because two kinds of signatures take turns here, and which post a remark is on
//! shows only from the order of both.

use std::ops::{Range, RangeInclusive};

use super::collect::Source;
use super::cue::{Cue, Kind};
use super::heads::Head;
use super::items::{Draft, Role};
use super::platforms::Strength;
use super::region::{GAP, Thread};
use super::remarks::{self, Deed, Signature, Signed};
use crate::span::Span;

/// The platform whose pages these are.
pub(super) const PLATFORM: &str = "stack-exchange";
/// How sure such a thread is: the platform is known, and its posts are signed.
const SCORE: f32 = 0.95;
/// Lines between the end of a text and its signature: links, and who edited it.
const LINKS: usize = 40;
/// Lines of the order of answers and the votes that stand above a text.
const VOTES: usize = 9;
/// Lines of a remark above its last.
const REMARK: usize = 12;
/// Most tags of a question.
const TAGS: usize = 5;

/// The threads of such a page and their heads.
pub(super) fn find(source: &Source<'_>) -> Option<(Vec<Head>, Vec<Thread>)> {
    if !source.traits.on(PLATFORM) {
        return None;
    }
    signed(source).or_else(|| unsigned(source))
}

/// The thread of a page whose posts are signed.
fn signed(source: &Source<'_>) -> Option<(Vec<Head>, Vec<Thread>)> {
    let signatures: Vec<Signature> = (0..source.lines.len())
        .filter_map(|at| remarks::signature(source, at))
        .filter(|signature| signature.deed != Deed::Edited)
        .collect();
    let answered =
        |signature: &&Signature| signature.deed == Deed::Answered && signature.name.is_some();
    let answers: Vec<&Signature> = signatures.iter().filter(answered).collect();
    let first = answers.first().map_or(usize::MAX, |answer| answer.first);
    let asked = signatures
        .iter()
        .rfind(|signature| signature.deed == Deed::Asked && signature.first < first);
    let (top, mut at) = if let Some(asked) = asked {
        (tags(source, text_end(source, asked.first, 0)), asked.last + 1)
    } else {
        let header = header(source, answers.first()?.first.checked_sub(1)?)?;
        (header, header + 1)
    };
    let mut page = Layout { source, heads: Vec::new(), drafts: Vec::new() };
    let mut threads = Vec::new();
    // What stands between the text of one post and that of the next.
    let mut start = top;
    let mut text = Vec::new();
    for answer in answers {
        let end = text_end(source, answer.first, at);
        let below = page.remarks(at..end);
        let answered = page.below_votes(below, end);
        threads.push(Thread { text, ..page.thread(start..answered) });
        text = (answered..end).collect();
        (start, at) = (end, answer.last + 1);
    }
    let end = page.remarks(at..source.lines.len().min(at + GAP));
    threads.push(Thread { text, ..page.thread(start..end) });
    if let Some(first) = threads.first_mut().filter(|_| asked.is_some()) {
        first.frame = votes(source, top);
    }
    Some((page.heads, threads))
}

/// The remarks of a page without its signatures, as an extractor leaves it that drops names: list items that end in
/// a date. Where an answer begins and ends, nothing tells.
fn unsigned(source: &Source<'_>) -> Option<(Vec<Head>, Vec<Thread>)> {
    let listed = |at: usize| source.cues.get(at).is_some_and(|cue| cue.listed);
    let mut page = Layout { source, heads: Vec::new(), drafts: Vec::new() };
    let mut threads: Vec<Thread> = Vec::new();
    let mut free = 0;
    for at in 0..source.lines.len() {
        let Some(remark) = remarks::remarked(source, at) else { continue };
        let nearest = (free.max(at.saturating_sub(REMARK))..=at).rev().find(|&at| listed(at));
        free = at + 1;
        let Some(first) = nearest else { continue };
        page.remark(first, &remark);
        let Some(draft) = page.drafts.pop() else { continue };
        if let Some(thread) = threads.last_mut().filter(|thread| thread.lines.end == first) {
            thread.lines.end = free;
            thread.drafts.push(draft);
            continue;
        }
        // Their number stands above the first.
        let count = first.checked_sub(1);
        let count = count.filter(|&at| source.cues.get(at).is_some_and(is_vote));
        let frame = count.into_iter().collect();
        threads.push(Thread { frame, ..thread(first..free, vec![draft]) });
    }
    (!threads.is_empty()).then_some((page.heads, threads))
}

fn thread(lines: Range<usize>, drafts: Vec<Draft>) -> Thread {
    let (text, frame) = (Vec::new(), Vec::new());
    Thread { lines, drafts, text, frame, score: SCORE, platform: PLATFORM }
}

/// The votes above the text of a question, which ends at `end`: numbers alone, right above prose.
fn votes(source: &Source<'_>, end: usize) -> Vec<usize> {
    let cue = |at: usize| source.cues.get(at);
    let vote = |at: usize| cue(at).is_some_and(|cue| matches!(cue.kind, Kind::Number(_)));
    let prose = |at: usize| cue(at).is_some_and(|cue| cue.prose);
    let above = end.saturating_sub(GAP)..end;
    above.filter(|&at| vote(at) && (prose(at + 1) || vote(at + 1) && prose(at + 2))).collect()
}

/// The nearest header of a thread at or above this line.
fn header(source: &Source<'_>, at: usize) -> Option<usize> {
    let header = |at: &usize| {
        let cue = source.cues.get(*at);
        cue.is_some_and(|cue| matches!(cue.kind, Kind::Header(_)))
            || remarks::is_header(source, *at)
    };
    (0..=at).rev().find(header)
}

/// The first line below a text that is signed at `signed`: its links, who edited it, or the signature.
fn text_end(source: &Source<'_>, signed: usize, from: usize) -> usize {
    let mut end = signed;
    for at in (from.max(signed.saturating_sub(LINKS))..signed).rev() {
        let Some(cue) = source.cues.get(at) else { break };
        if cue.kind == Kind::Button || remarks::signature(source, at).is_some() {
            end = at;
        } else if cue.prose && !remarks::is_esteem(source, at) {
            break;
        }
    }
    end
}

/// The first of the tags of a question, which end above `end`.
fn tags(source: &Source<'_>, end: usize) -> usize {
    let tag = |word: &str| {
        let sign = |c: char| matches!(c, '-' | '+' | '#' | '.');
        word.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase() || sign(c))
            && word.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '+' | '#'))
    };
    let body = |at: usize| source.lines.get(at).map_or("", |line| line.body.of(source.text));
    let mut first = end;
    for at in (end.saturating_sub(TAGS)..end).rev() {
        let line = body(at);
        let words = line.split(' ').count();
        // Several on a line are those that another line of the page names as well.
        let known = words == 1
            || at + 1 == end
                && (0..source.lines.len()).any(|other| other != at && body(other).contains(line));
        if line.is_empty() || words > TAGS || !line.split(' ').all(tag) || !known {
            break;
        }
        first = at;
    }
    first
}

/// The thread as far as it is read.
struct Layout<'s, 'p> {
    source: &'s Source<'p>,
    heads: Vec<Head>,
    drafts: Vec<Draft>,
}

impl Layout<'_, '_> {
    /// Adds the remarks among the lines; gives the line below the last one and the link that follows.
    fn remarks(&mut self, lines: Range<usize>) -> usize {
        let mut at = lines.start;
        while let Some(signed) = self.next(at, lines.end) {
            self.remark(at, &signed);
            at = signed.last + 1;
        }
        at + (at..lines.end).take_while(|&at| remarks::is_foot(self.source, at)).count()
    }

    /// The remarks that were added last as the thread of a post: they and all else on these lines.
    fn thread(&mut self, lines: Range<usize>) -> Thread {
        let mut drafts = std::mem::take(&mut self.drafts);
        if let Some(last) = drafts.last_mut().filter(|last| last.lines.end < lines.end) {
            last.roles.resize(lines.end - last.lines.start, Role::Control);
            last.lines.end = lines.end;
        }
        thread(lines, drafts)
    }

    /// The signature of the remark that begins at `at`.
    fn next(&self, at: usize, end: usize) -> Option<Signed> {
        let mut lines = (at..end).take_while(|&at| !remarks::is_end(self.source, at));
        // A name may stand above its dash.
        lines
            .find_map(|line| remarks::signed(self.source, line))
            .filter(|signed| signed.first >= at)
    }

    fn remark(&mut self, first: usize, signed: &Signed) {
        let end = if signed.inline.is_some() { signed.last + 1 } else { signed.first };
        let text = self.text_start(first, end);
        let score = self.score(first..text);
        let roles = (first..=signed.last).map(|at| match at {
            at if at < text => Role::Control,
            at if at < end => Role::Body,
            _ => Role::Head,
        });
        let head = Head {
            inline: signed.inline,
            ..head(signed.first..=signed.last, signed.name, signed.date, score)
        };
        self.add(first..signed.last + 1, roles.collect(), head);
    }

    /// The first line from `at` on that is no vote and no sign.
    fn text_start(&self, at: usize, end: usize) -> usize {
        let frame = |at: &usize| {
            let body = self.source.lines.get(*at).map_or("", |line| line.body.of(self.source.text));
            self.source.cues.get(*at).is_some_and(remarks::is_frame) || remarks::is_bracket(body)
        };
        at + (at..end).take_while(frame).count()
    }

    /// Where the text of an answer begins, whose lines begin at `at`: below the order of the answers, and the votes.
    fn below_votes(&self, at: usize, end: usize) -> usize {
        let cue = |at: usize| self.source.cues.get(at);
        let border = |at: &usize| remarks::is_border(self.source, *at);
        let headed = (at..end.min(at + VOTES)).rfind(border);
        let from = headed.map_or(at, |header| header + 1);
        let spoken = |at: &usize| {
            let line = self.source.lines.get(*at);
            line.is_none_or(|line| line.shape.end.is_sentence() || line.shape.sentences > 0)
        };
        let short = |at: &usize| headed.is_some() || !cue(*at).is_some_and(|cue| cue.prose);
        let above = (from..end.min(from + VOTES)).take_while(|at| !spoken(at) && short(at));
        let mut votes = above.filter(|&at| cue(at).is_some_and(is_vote));
        let vote = if headed.is_some() { votes.last() } else { votes.next() };
        self.text_start(vote.unwrap_or(from), end)
    }

    /// The votes that stand alone on one of the lines.
    fn score(&self, mut lines: Range<usize>) -> Option<i64> {
        lines.rfind(|&at| self.source.cues.get(at).is_some_and(is_vote)).and_then(|at| {
            match self.source.cues.get(at)?.kind {
                Kind::Number(score) => Some(score),
                _ => None,
            }
        })
    }

    fn add(&mut self, lines: Range<usize>, roles: Vec<Role>, head: Head) {
        if !roles.contains(&Role::Body) {
            return;
        }
        let head_at = Some(self.heads.len());
        self.heads.push(head);
        self.drafts.push(Draft { lines, head: head_at, column: 0, roles, signed: None });
    }
}

fn is_vote(cue: &Cue) -> bool {
    matches!(cue.kind, Kind::Number(_) | Kind::Button)
}

/// A head below its text.
fn head(
    lines: RangeInclusive<usize>,
    author: Option<Span>,
    date: Span,
    score: Option<i64>,
) -> Head {
    Head {
        author,
        date: Some(date),
        score,
        closes: true,
        timed: true,
        stamped: true,
        ..Head::on(lines, PLATFORM, Strength::Strong)
    }
}
