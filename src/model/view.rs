//! A page as the features look at it: sums and counts made once, asked for each line.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::features::{Base, VALUES};
use crate::detect::{DateShare, Evidence, LineEvidence};
use crate::label::Label;
use crate::rules::Strength;
use crate::segment::{Bullet, End, Line, is_unspaced};

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
    /// Value of [`Base::Title`] for each line.
    title: Vec<u8>,
    /// Lines of the run of short lines that the line stands in.
    short_run: Vec<u16>,
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
            prose,
        }
    }

    /// The values of line `i`.
    #[allow(clippy::cast_possible_truncation, reason = "a page has fewer than 2^32 lines")]
    pub(super) fn row(&self, i: usize, line: &Line) -> [u8; VALUES] {
        let shape = &line.shape;
        let evidence = self.evidence.lines.get(i).copied().unwrap_or_default();
        let previous = i.checked_sub(1).and_then(|p| self.lines.get(p));
        let next = self.lines.get(i + 1);
        let (first, last) = self.blocks.get(i).copied().unwrap_or_default();
        let block_lines = last + 1 - first;
        let total = self.sums.last().copied().unwrap_or_default();
        let before = self.sums.get(i).copied().unwrap_or_default();
        let count = self.lines.len();
        let mut row = [0; VALUES];
        let mut set = |base: Base, value: u8| {
            if let Some(slot) = row.get_mut(base as usize) {
                *slot = value.min((base.size() - 1) as u8);
            }
        };
        let length = shape.chars + shape.unspaced;
        set(Base::Length, step(length, &[4, 10, 20, 32, 48, 70, 100, 150, 230, 380, 700]));
        set(Base::Words, step(shape.words, &[2, 3, 4, 6, 9, 14, 25]));
        set(Base::LineEnd, shape.end as u8);
        set(
            Base::Bulleted,
            match line.bullet {
                None => 0,
                Some(Bullet::Mark(_)) => 1,
                Some(Bullet::Number(_)) => 2,
            },
        );
        set(Base::Indent, step(u32::from(line.indent), &[1, 3, 5, 9, 17]));
        let indent_before = previous.map_or(line.indent, |p| p.indent);
        set(
            Base::IndentStep,
            1 + u8::from(line.indent > indent_before) - u8::from(line.indent < indent_before),
        );
        let blank_after = next.is_some_and(|n| n.blank_before > 0) || next.is_none();
        set(Base::Blanks, line.blank_before.min(3) as u8 * 2 + u8::from(blank_after));
        set(
            Base::Capitalised,
            share(shape.capitalised, shape.words, &[0.02, 0.15, 0.35, 0.6, 0.9]),
        );
        set(Base::Upper, share(shape.upper, shape.letters, &[0.001, 0.06, 0.2, 0.7]));
        set(
            Base::ShortWords,
            share(shape.short_words, shape.words, &[0.001, 0.08, 0.16, 0.24, 0.32, 0.42]),
        );
        set(Base::Digits, share(shape.digits, shape.chars, &[0.001, 0.03, 0.1, 0.25, 0.5]));
        set(Base::Separators, step(shape.separators, &[1, 2, 3, 6]));
        set(Base::Camel, step(shape.camel, &[1, 2, 4]));
        set(Base::Symbols, step(shape.symbols, &[1, 2, 4]));
        set(Base::Commas, step(shape.commas, &[1, 2, 4]));
        set(Base::Sentences, step(shape.sentences, &[1, 2, 3, 5]));
        set(
            Base::Start,
            if shape.starts_lower {
                1
            } else if shape.starts_quote {
                2
            } else {
                0
            },
        );
        set(
            Base::Script,
            if shape.unspaced * 2 > shape.letters {
                2
            } else {
                u8::from(first_letter(line.body.of(self.text)).is_some_and(|c| !is_latin(c)))
            },
        );
        set(Base::LinePlace, place(i as u32, count as u32));
        set(
            Base::ProsePlace,
            if total.prose_chars == 0 {
                11
            } else {
                place(before.prose_chars, total.prose_chars).min(10)
            },
        );
        set(Base::BlockLines, step(block_lines, &[2, 3, 5, 10, 25]));
        set(
            Base::BlockPlace,
            match (i as u32 == first, i as u32 == last) {
                (true, true) => 0,
                (true, false) => 1,
                (false, false) => 2,
                (false, true) => 3,
            },
        );
        let block_chars = self.window(first as usize, last as usize + 1, |s| s.chars);
        set(Base::BlockLength, step(block_chars / block_lines.max(1), &[12, 20, 32, 60, 110, 200]));
        set(Base::Prose, self.prose.get(i).copied().unwrap_or(0));
        set(
            Base::ProseNear,
            step(self.around(i, 3, |s| s.prose_chars), &[1, 80, 200, 450, 900, 1800]),
        );
        set(
            Base::ProseFar,
            step(self.around(i, 10, |s| s.prose_chars), &[1, 150, 400, 900, 2000, 4000]),
        );
        let since = self.last_prose.get(i).copied().unwrap_or(FAR);
        let until = self.next_prose.get(i).copied().unwrap_or(FAR);
        set(Base::SinceProse, distance(since, i as u32));
        set(Base::UntilProse, distance(until, i as u32));
        let (times, is_first) = self.repeats.get(i).copied().unwrap_or((1, true));
        set(
            Base::Repeats,
            match (times, is_first) {
                (0 | 1, _) => 0,
                (_, true) => 1,
                (2, false) => 2,
                _ => 3,
            },
        );
        set(Base::Title, self.title.get(i).copied().unwrap_or(0));
        set(Base::PageLength, step(total.chars / (count as u32).max(1), &[18, 28, 42, 65, 120]));
        set(Base::PageProse, step(total.full_prose, &[1, 3, 7, 15, 30]));
        set(
            Base::Chrome,
            evidence.chrome.map_or(0, |chrome| {
                1 + chrome.what as u8 * 2 + u8::from(chrome.strength == Strength::Sure)
            }),
        );
        set(
            Base::Cue,
            evidence.cue.map_or(0, |cue| {
                1 + label_number(cue.what) * 2 + u8::from(cue.strength == Strength::Sure)
            }),
        );
        set(Base::ChromeNear, step(self.around(i, 3, |s| s.chrome), &[1, 2, 3, 5]));
        set(Base::ChromeFar, step(self.around(i, 10, |s| s.chrome), &[1, 3, 5, 8, 13]));
        set(Base::Comment, comment_value(&evidence));
        set(Base::CommentPlace, self.comment_place(i as u32));
        set(
            Base::Date,
            match evidence.date {
                DateShare::None => 0,
                DateShare::Some => 1,
                DateShare::All => 2,
            },
        );
        set(Base::Address, u8::from(has_address(line.body.of(self.text))));
        set(Base::Name, u8::from(looks_like_name(line)));
        set(Base::CuesAhead, step(self.window(i + 1, i + 13, |s| s.cues), &[1, 2, 4, 7]));
        set(
            Base::CuesBehind,
            step(self.window(i.saturating_sub(12), i, |s| s.cues), &[1, 2, 4, 7]),
        );
        set(
            Base::ShortRun,
            step(u32::from(self.short_run.get(i).copied().unwrap_or(0)), &[1, 3, 6, 12, 25]),
        );
        row
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

    /// 0: the page has no comment region; 1: before, 2: inside, 3: within five lines after, 4: later.
    fn comment_place(&self, i: u32) -> u8 {
        let regions = &self.evidence.regions;
        if regions.is_empty() {
            return 0;
        }
        if regions.iter().any(|r| r.contains(&i)) {
            return 2;
        }
        match regions.iter().rev().find(|r| r.end <= i) {
            None => 1,
            Some(r) if i < r.end + 5 => 3,
            Some(_) => 4,
        }
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

/// What is known of each line as a headline, as a value of [`Base::Title`].
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

fn comment_value(evidence: &LineEvidence) -> u8 {
    let Some((label, score)) = evidence.comment else { return 0 };
    let sort = match label {
        Label::CommentHead => 0,
        Label::CommentBody => 1,
        Label::CommentControl => 2,
        _ => 3,
    };
    1 + sort * 2 + u8::from(score >= 0.5)
}

/// Number of a label that is no chrome, in the order of the enum.
fn label_number(label: Label) -> u8 {
    match label {
        Label::Title => 0,
        Label::Byline => 1,
        Label::Dateline => 2,
        Label::Heading => 3,
        Label::Paragraph => 4,
        Label::List => 5,
        Label::Caption => 6,
        Label::CommentHead => 7,
        Label::CommentBody => 8,
        Label::CommentControl | Label::Chrome(_) => 9,
    }
}

fn has_address(line: &str) -> bool {
    let bytes = line.as_bytes();
    memchr::memchr2(b'@', b'/', bytes).is_some()
        && (line.contains("://") || line.contains("www.") || line.contains('@'))
}

/// A few capitalised words without digits and sentence end.
fn looks_like_name(line: &Line) -> bool {
    let shape = &line.shape;
    (1..=4).contains(&shape.words)
        && shape.capitalised == shape.words
        && shape.digits == 0
        && shape.separators == 0
        && shape.chars <= 40
        && shape.end == End::Open
}

fn first_letter(line: &str) -> Option<char> {
    line.chars().find(|c| c.is_alphabetic())
}

fn is_latin(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '\u{aa}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
        && !is_unspaced(c)
}

/// Number of thresholds that `value` reaches.
fn step(value: u32, thresholds: &[u32]) -> u8 {
    thresholds.iter().map(|&t| u8::from(value >= t)).sum()
}

#[allow(clippy::cast_precision_loss, reason = "counts of one line are far below 2^23")]
fn share(part: u32, whole: u32, thresholds: &[f32]) -> u8 {
    let share = if whole == 0 { 0.0 } else { part as f32 / whole as f32 };
    thresholds.iter().map(|&t| u8::from(share >= t)).sum()
}

/// Twelve places in a whole; the first and the last two are narrow, because heads and feet are.
fn place(at: u32, whole: u32) -> u8 {
    let permille = u64::from(at) * 1000 / u64::from(whole.max(1));
    step(
        u32::try_from(permille).unwrap_or(1000),
        &[20, 50, 100, 200, 300, 450, 600, 700, 800, 900, 960],
    )
}

/// Distance to a line, in nine steps; 8 for none.
fn distance(line: u32, i: u32) -> u8 {
    if line == FAR { 8 } else { step(line.abs_diff(i), &[1, 2, 3, 5, 8, 14, 30]) }
}
