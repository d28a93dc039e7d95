//! A page as the features look at it: sums and counts made once, asked for each line.
//!
//! The values that are read off it stand apart, in `row`: here is what one line
//! cannot know without the others.

mod row;

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

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
    /// Running totals before each line.
    sums: Vec<Sums>,
    /// Those of the page.
    total: Sums,
    /// Line of the last full prose line at or before, and of the next at or after.
    last_prose: Vec<u32>,
    next_prose: Vec<u32>,
    /// The block of each line.
    blocks: Vec<Block>,
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

/// Lines without a blank line between them.
#[derive(Clone, Copy, Default)]
struct Block {
    /// First and last of the lines.
    first: u32,
    last: u32,
    /// Their mean length.
    mean: u32,
}

/// No such line.
const FAR: u32 = u32::MAX;

impl<'p> PageView<'p> {
    pub(super) fn new(text: &'p str, lines: &'p [Line], evidence: &'p Evidence) -> Self {
        let prose: Vec<u8> = lines.iter().map(prose_degree).collect();
        let (last_prose, next_prose) = nearest(&prose);
        let keys = keys(text, lines);
        let (sums, total) = sums(lines, &prose, evidence);
        Self {
            text,
            lines,
            evidence,
            sums,
            total,
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
}

/// Whether a line is a paragraph of running text.
pub(super) fn is_running(line: &Line) -> bool {
    prose_degree(line) == 3
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

fn sums(lines: &[Line], prose: &[u8], evidence: &Evidence) -> (Vec<Sums>, Sums) {
    let mut sums = Vec::with_capacity(lines.len());
    let mut now = Sums::default();
    for (i, (line, &prose)) in lines.iter().zip(prose).enumerate() {
        sums.push(now);
        let length = line.shape.chars + line.shape.unspaced;
        now.chars += length;
        now.prose_chars += if prose >= 2 { length } else { 0 };
        now.full_prose += u32::from(prose == 3);
        let Some(seen) = evidence.lines.get(i) else { continue };
        now.chrome += u32::from(seen.chrome.is_some());
        let is_cue = |what| matches!(what, Label::CommentHead | Label::CommentControl);
        now.cues += u32::from(seen.cue.is_some_and(|cue| is_cue(cue.what)));
    }
    (sums, now)
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
fn blocks(lines: &[Line]) -> Vec<Block> {
    let mut out = Vec::with_capacity(lines.len());
    for group in lines.chunk_by(|a, b| a.block == b.block) {
        let (first, count) = (out.len() as u32, group.len() as u32);
        let chars: u32 = group.iter().map(|line| line.shape.chars + line.shape.unspaced).sum();
        let block = Block { first, last: first + count - 1, mean: chars / count };
        out.resize(out.len() + group.len(), block);
    }
    out
}

/// A hash of each line's letters and digits, case folded for ASCII; equal lines have equal keys.
fn keys(text: &str, lines: &[Line]) -> Vec<u64> {
    let state = FixedState::default();
    lines.iter().map(|line| state.hash_one(line.body.of(text).as_bytes())).collect()
}

fn repeats(keys: &[u64]) -> Vec<(u16, bool)> {
    // The keys are hashes; each different one has a place in `counts`.
    let mut places: HashTable<(u64, usize)> = HashTable::with_capacity(keys.len());
    let mut counts: Vec<u16> = Vec::with_capacity(keys.len());
    let place_of = |&key: &u64| {
        let next = counts.len();
        let entry = places.entry(key, |(other, _)| *other == key, |(other, _)| *other);
        let (_, place) = *entry.or_insert((key, next)).get();
        match counts.get_mut(place) {
            Some(count) => *count = count.saturating_add(1),
            None => counts.push(1),
        }
        (place, place == next)
    };
    let of_lines: Vec<(usize, bool)> = keys.iter().map(place_of).collect();
    let count = |place: usize| counts.get(place).copied().unwrap_or(1);
    of_lines.into_iter().map(|(place, first)| (count(place), first)).collect()
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
