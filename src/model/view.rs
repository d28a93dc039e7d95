//! A page as the features look at it: sums and counts made once, asked for each line.
//!
//! The values that are read off it stand apart, in `row`: here is what one line
//! cannot know without the others.

mod row;

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use crate::detect::Evidence;
use crate::label::Label;
use crate::segment::Line;

/// Lines of this many characters count as full prose when they also read like it.
const FULL_PROSE_CHARS: u32 = 100;

/// Sums over the lines of one page.
pub(super) struct PageView<'p> {
    text: &'p str,
    lines: &'p [Line],
    evidence: &'p Evidence,
    /// Degree of prose of each line, 0 to 3.
    prose: Vec<u8>,
    /// Prefix sums over the lines (one longer than the lines).
    sums: Vec<Sums>,
    /// Line of the last full prose line at or before, and of the next at or after.
    last_prose: Vec<u32>,
    next_prose: Vec<u32>,
    /// First and last line of the block of each line.
    blocks: Vec<(u32, u32)>,
    /// Times that the line's text stands in the page, and whether it is the first.
    repeats: Vec<(u16, bool)>,
    /// Value of [`Base::Title`](super::features::Base::Title) for each line.
    title: Vec<u8>,
    /// Lines of the run of short lines that the line stands in.
    short_run: Vec<u16>,
    /// Function words of a hundred words of full prose lines; 0 when there are none.
    prose_density: u32,
}

/// Running totals before a line.
#[derive(Clone, Copy, Default)]
struct Sums {
    prose_chars: u32,
    full_prose: u32,
    chars: u32,
    chrome: u32,
    cues: u32,
}

/// No such line.
const FAR: u32 = u32::MAX;

impl<'p> PageView<'p> {
    pub(super) fn new(text: &'p str, lines: &'p [Line], evidence: &'p Evidence) -> Self {
        let prose: Vec<u8> = lines.iter().map(prose_degree).collect();
        let (last_prose, next_prose) = nearest(&prose);
        let keys = keys(text, lines);
        Self {
            text,
            lines,
            evidence,
            sums: sums(lines, &prose, evidence),
            last_prose,
            next_prose,
            blocks: blocks(lines),
            repeats: repeats(&keys),
            title: titles(&keys, evidence),
            short_run: short_runs(lines),
            prose_density: prose_density(&prose, evidence),
            prose,
        }
    }

    /// Difference of a running total between two lines; the ends may lie outside the page.
    fn window(&self, from: usize, to: usize, field: fn(&Sums) -> u32) -> u32 {
        let at = |i: usize| self.sums.get(i.min(self.lines.len())).map_or(0, field);
        at(to).saturating_sub(at(from))
    }

    /// The same for `reach` lines to each side of `i`, without the line itself.
    fn around(&self, i: usize, reach: usize, field: fn(&Sums) -> u32) -> u32 {
        self.window(i.saturating_sub(reach), i + reach + 1, field).saturating_sub(self.window(
            i,
            i + 1,
            field,
        ))
    }
}

/// How much a line reads as prose: 3 a paragraph, 2 some sentence, 1 a short or unfinished one, 0 none.
fn prose_degree(line: &Line) -> u8 {
    let shape = &line.shape;
    let length = shape.chars + shape.unspaced;
    let unspaced = shape.unspaced * 2 > shape.letters;
    let flows =
        unspaced || shape.short_words * 12 >= shape.words || shape.capitalised * 3 < shape.words;
    let lists = shape.separators >= 3 || shape.capitalised * 5 > shape.words * 4 && !unspaced;
    let sentence = shape.end.is_sentence() || shape.sentences > 0;
    if !flows || lists || length < 40 {
        0
    } else if length >= FULL_PROSE_CHARS && (sentence || shape.commas >= 2 || length >= 300) {
        3
    } else if sentence && shape.words >= 6 {
        2
    } else {
        u8::from(shape.words >= 7)
    }
}

fn sums(lines: &[Line], prose: &[u8], evidence: &Evidence) -> Vec<Sums> {
    let mut sums = Vec::with_capacity(lines.len() + 1);
    let mut now = Sums::default();
    sums.push(now);
    for (i, (line, &prose)) in lines.iter().zip(prose).enumerate() {
        let length = line.shape.chars + line.shape.unspaced;
        let seen = evidence.lines.get(i).copied().unwrap_or_default();
        now.chars += length;
        now.prose_chars += if prose >= 2 { length } else { 0 };
        now.full_prose += u32::from(prose == 3);
        now.chrome += u32::from(seen.chrome.is_some());
        now.cues += u32::from(
            seen.cue
                .is_some_and(|cue| matches!(cue.what, Label::CommentHead | Label::CommentControl)),
        );
        sums.push(now);
    }
    sums
}

fn prose_density(prose: &[u8], evidence: &Evidence) -> u32 {
    let full = evidence.lines.iter().zip(prose).filter(|(_, degree)| **degree == 3);
    let (function, words) = full.fold((0, 0), |(function, words), (seen, _)| {
        let tongue = seen.tongue;
        let counted = tongue.function.map_or(0, |_| u32::from(tongue.words));
        (function + u32::from(tongue.function.unwrap_or(0)), words + counted)
    });
    function * 100 / words.max(1)
}

/// For each line the nearest full prose line at or before it, and at or after it.
#[allow(clippy::cast_possible_truncation, reason = "a page has fewer than 2^32 lines")]
fn nearest(prose: &[u8]) -> (Vec<u32>, Vec<u32>) {
    let mut last = vec![FAR; prose.len()];
    let mut next = last.clone();
    let mut seen = FAR;
    for (i, (slot, &degree)) in last.iter_mut().zip(prose).enumerate() {
        if degree == 3 {
            seen = i as u32;
        }
        *slot = seen;
    }
    seen = FAR;
    for (i, (slot, &degree)) in next.iter_mut().zip(prose).enumerate().rev() {
        if degree == 3 {
            seen = i as u32;
        }
        *slot = seen;
    }
    (last, next)
}

#[allow(clippy::cast_possible_truncation, reason = "a page has fewer than 2^32 lines")]
fn blocks(lines: &[Line]) -> Vec<(u32, u32)> {
    let mut out = Vec::with_capacity(lines.len());
    for group in lines.chunk_by(|a, b| a.block == b.block) {
        let first = out.len() as u32;
        let last = first + group.len() as u32 - 1;
        out.resize(out.len() + group.len(), (first, last));
    }
    out
}

/// A hash of each line's letters and digits, case folded for ASCII; equal lines have equal keys.
fn keys(text: &str, lines: &[Line]) -> Vec<u64> {
    let state = FixedState::default();
    lines
        .iter()
        .map(|line| {
            let body = line.body.of(text).as_bytes();
            state.hash_one(body)
        })
        .collect()
}

fn repeats(keys: &[u64]) -> Vec<(u16, bool)> {
    let mut seen: HashMap<u64, u16, FixedState> =
        HashMap::with_capacity_and_hasher(keys.len(), FixedState::default());
    let firsts: Vec<bool> = keys
        .iter()
        .map(|key| {
            let count = seen.entry(*key).or_insert(0);
            *count = count.saturating_add(1);
            *count == 1
        })
        .collect();
    keys.iter()
        .zip(firsts)
        .map(|(key, first)| (seen.get(key).copied().unwrap_or(1), first))
        .collect()
}

/// What is known of each line as a headline, as a value of [`Base::Title`](super::features::Base::Title).
fn titles(keys: &[u64], evidence: &Evidence) -> Vec<u8> {
    let mut out = vec![0; keys.len()];
    let Some(title) = evidence.title else { return out };
    let at = usize::try_from(title.line).unwrap_or(usize::MAX);
    let key = keys.get(at);
    for (i, (slot, this)) in out.iter_mut().zip(keys).enumerate() {
        if i == at {
            *slot = 1 + u8::from(title.score >= 0.55) + u8::from(title.score >= 0.8);
        } else if Some(this) == key {
            *slot = 4;
        }
    }
    out
}

/// Length of the run of short lines without sentence end around each line.
fn short_runs(lines: &[Line]) -> Vec<u16> {
    let short =
        |line: &Line| line.shape.chars + line.shape.unspaced < 50 && !line.shape.end.is_sentence();
    let mut out = Vec::with_capacity(lines.len());
    for group in lines.chunk_by(|a, b| short(a) == short(b)) {
        let run = if group.first().is_some_and(short) { group.len() } else { 0 };
        out.resize(out.len() + group.len(), u16::try_from(run).unwrap_or(u16::MAX));
    }
    out
}
