//! Comments of one run of heads: where each begins and ends, and what its lines are.

use std::ops::Range;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::cue::Kind;
use super::cycle::is_written;
use super::heads::Head;
use super::region::Page;
use crate::span::Span;

/// A line's part in a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Head,
    Body,
    Control,
    /// The form for a new comment, inside a thread.
    Form,
}

/// One comment before it is counted into the page's list.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub lines: Range<usize>,
    /// Index into the page's heads.
    pub head: Option<usize>,
    pub column: u16,
    pub roles: Vec<Role>,
    /// A date below the text that belongs to the head above it.
    pub signed: Option<Span>,
}

impl Draft {
    pub(super) fn new(page: &Page<'_>, lines: Range<usize>, head: Option<usize>) -> Self {
        let column = page.column(lines.start);
        let mut draft =
            Self { roles: roles(page, &lines, head), lines, head, column, signed: None };
        draft.sign(page);
        draft
    }

    /// Takes a date at the end of the text, or the age among the buttons, into a head that has none.
    fn sign(&mut self, page: &Page<'_>) {
        let head = self.head.and_then(|at| page.heads.get(at));
        if head.is_none_or(|head| head.date.is_some()) {
            return;
        }
        let Some(last) = self.roles.iter().rposition(|role| *role == Role::Body) else { return };
        let cue = |at: usize| page.cues.get(self.lines.start + at);
        let date = cue(last).filter(|cue| cue.kind == Kind::Date).and_then(|cue| cue.date);
        if let Some(date) = date {
            self.signed = Some(date.span);
            if let Some(role) = self.roles.get_mut(last) {
                *role = Role::Head;
            }
            return;
        }
        let mut below = (last + 1..self.roles.len()).filter_map(cue);
        self.signed = below.find_map(|cue| Some(cue.date?.span));
    }

    /// Indices of the lines with this role.
    pub(super) fn with(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        self.lines.clone().zip(&self.roles).filter(move |&(_, r)| *r == role).map(|(at, _)| at)
    }

    pub(super) fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// First look at the lines of a comment: head, text, and what follows the text.
fn roles(page: &Page<'_>, lines: &Range<usize>, head: Option<usize>) -> Vec<Role> {
    let head = head.and_then(|at| page.heads.get(at));
    let mut roles = Vec::with_capacity(lines.len());
    let mut written = false;
    // Whether a reply link or the like has ended the text.
    let mut closed = false;
    for at in lines.clone() {
        let in_head =
            head.is_some_and(|head| (head.first as usize..=head.last as usize).contains(&at));
        let Some(cue) = page.cues.get(at) else { break };
        let role = if in_head {
            Role::Head
        } else {
            match &cue.kind {
                Kind::Button | Kind::Mark(_) => {
                    closed |= written;
                    Role::Control
                }
                Kind::Sign | Kind::Number(_) if !written && is_all(page, at, lines.end) => {
                    written = true;
                    Role::Body
                }
                Kind::Number(_) | Kind::Sign | Kind::Role => Role::Control,
                Kind::Form => Role::Form,
                Kind::Header(_) => Role::Control,
                Kind::ReplyTo if !written => Role::Control,
                _ if closed && !cue.prose => Role::Control,
                _ if written && is_profile(page, at, head) => {
                    closed = true;
                    Role::Control
                }
                _ => {
                    written = true;
                    Role::Body
                }
            }
        };
        roles.push(role);
    }
    roles
}

/// Whether the line is all that somebody said, in pictures or as `+1`.
fn is_all(page: &Page<'_>, at: usize, end: usize) -> bool {
    let picture = |c: char| matches!(c, '\u{2764}' | '\u{1f300}'..='\u{1faff}');
    let ends = at + 1 == end || page.cues.get(at + 1).is_some_and(|cue| !is_written(cue));
    let body = page.lines.get(at).map_or("", |line| line.body.of(page.text));
    // Votes may look the same, but stand beside a text.
    let silent = || (at + 1..end).all(|at| page.cues.get(at).is_none_or(|cue| !is_written(cue)));
    ends && body.chars().any(picture) || body == "+1" && silent()
}

/// Whether the line repeats the author's name above what the board says of the author: phpBB sets it below the text.
fn is_profile(page: &Page<'_>, at: usize, head: Option<&Head>) -> bool {
    let Some(author) = head.and_then(|head| head.author) else { return false };
    let Some(line) = page.lines.get(at).filter(|line| line.body.len() == author.len()) else {
        return false;
    };
    let below = page.cues.get(at + 1);
    below.is_some_and(|cue| matches!(cue.kind, Kind::Button | Kind::Role))
        && line.body.of(page.text) == author.of(page.text)
}

/// Where the page prints how deep each comment stands (`level 2`), that is its column.
pub(super) fn read_levels(page: &Page<'_>, drafts: &mut [Draft]) {
    let level = |draft: &Draft| {
        let above = draft.lines.start.checked_sub(1).and_then(|at| page.lines.get(at))?;
        let number = above.body.of(page.text).strip_prefix("level ")?;
        number.parse::<u16>().ok().filter(|level| *level < 100)
    };
    let levels: Vec<Option<u16>> = drafts.iter().map(level).collect();
    if levels.iter().flatten().count() * 10 < drafts.len() * 8 {
        return;
    }
    for (draft, level) in drafts.iter_mut().zip(levels) {
        draft.column = level.unwrap_or(1).saturating_mul(4);
    }
}

/// Short lines that many comments share are controls, whatever they say.
pub(super) fn learn_controls(page: &Page<'_>, drafts: &mut [Draft]) {
    const SHARE: usize = 3;
    if drafts.len() < 4 {
        return;
    }
    let mut seen: HashMap<u64, (usize, usize), FixedState> = HashMap::default();
    let mut most = 0;
    for (number, draft) in drafts.iter().enumerate() {
        for at in draft.with(Role::Body) {
            if let Some(key) = key(page, at) {
                let entry = seen.entry(key).or_insert((0, usize::MAX));
                if entry.1 != number {
                    *entry = (entry.0 + 1, number);
                    most = most.max(entry.0);
                }
            }
        }
    }
    let least = (drafts.len() / SHARE).max(3);
    if most < least {
        return;
    }
    for draft in drafts.iter_mut() {
        let lines = draft.lines.clone();
        for (at, role) in lines.zip(draft.roles.iter_mut()) {
            let shared = *role == Role::Body
                && key(page, at)
                    .and_then(|key| seen.get(&key))
                    .is_some_and(|&(count, _)| count >= least);
            if shared {
                *role = Role::Control;
            }
        }
    }
}

/// A hash of a short line with its digits made equal.
fn key(page: &Page<'_>, at: usize) -> Option<u64> {
    let line = page.lines.get(at)?;
    if line.body.len() > 70 {
        return None;
    }
    let body = line.body.of(page.text).bytes();
    let alike = body.map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
    // A polynomial over 2^64; the base is that over the golden ratio.
    Some(alike.fold(1, |hash: u64, byte| {
        hash.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(u64::from(byte))
    }))
}

/// What the complete comments of a run teach about the last one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Habit {
    /// Least indentation of any line of a comment.
    pub floor: u16,
    /// Whether comments end in a reply link or votes.
    pub closes: bool,
    /// Most lines of a comment's text.
    pub longest: usize,
    /// Whether a date stands at the foot of a comment.
    pub dated: bool,
}

impl Habit {
    pub(super) fn of(page: &Page<'_>, drafts: &[Draft], first: usize) -> Self {
        let floor = drafts
            .iter()
            .flat_map(|draft| draft.lines.clone())
            .filter_map(|at| page.lines.get(at).map(|line| line.indent))
            .min()
            .unwrap_or_else(|| page.lines.get(first).map_or(0, |line| line.indent));
        let closing = drafts
            .iter()
            .filter(|draft| draft.has(Role::Control) && draft.roles.last() == Some(&Role::Control))
            .count();
        let longest = drafts.iter().map(|draft| draft.with(Role::Body).count()).max().unwrap_or(0);
        let dated = drafts.iter().any(|draft| draft.signed.is_some());
        Self {
            floor,
            dated,
            closes: !drafts.is_empty() && closing * 10 >= drafts.len() * 6,
            longest,
        }
    }
}

/// End of the last comment of a run, whose lines begin at `from`; `limit` is never passed.
pub(super) fn tail_end(page: &Page<'_>, from: usize, limit: usize, habit: Habit) -> usize {
    let most = habit.longest * 3 + 12;
    let mut written = 0;
    let mut closed = false;
    let mut at = from;
    while at < limit {
        let (Some(cue), Some(line)) = (page.cues.get(at), page.lines.get(at)) else { break };
        if cue.ends_thread() || matches!(cue.kind, Kind::Header(_)) || line.indent < habit.floor {
            break;
        }
        if matches!(cue.kind, Kind::Button | Kind::Mark(_)) {
            closed |= written > 0;
        } else if cue.is_control() {
            if closed && !habit.closes {
                break;
            }
        } else if closed && cue.kind == Kind::Date && habit.dated && at > from {
            at += 1;
            break;
        } else if closed {
            break;
        } else {
            let signature = cue.kind == Kind::Date;
            let title =
                !cue.prose && !signature && written > 0 && !habit.closes && is_break(page, at);
            if title || written >= most {
                break;
            }
            written += 1;
        }
        at += 1;
    }
    at
}

/// Whether the text after a thread begins at this line: a line that is no prose, and no prose after it.
fn is_break(page: &Page<'_>, at: usize) -> bool {
    let next_plain = page.cues.get(at + 1).is_none_or(|next| !next.prose);
    let paragraph = page.lines.get(at).is_some_and(|line| line.blank_before > 0);
    next_plain || paragraph && page.lines.get(at).is_some_and(|line| line.shape.words >= 5)
}
