//! Verse: many short lines of similar length that together make sentences.
//!
//! Menus and lists of headlines have short lines too, but hardly any of them
//! ends in a comma, and text that was wrapped at a width goes on in lower case.

use super::{Free, MOST, count, length, ratio};
use crate::segment::{End, Line};

/// Lines, at least: a sonnet has fourteen.
const LINES: usize = 8;
/// Share of lines that end in a comma, semicolon, dash or sentence end, at least.
const STOPPED: f32 = 0.25;
/// Share of lines that end a sentence, at most.
const SENTENCES: f32 = 0.6;
/// Share of lines that do not start in lower case, at least.
const CAPITALS: f32 = 0.7;
/// Mean distance from the mean length, at most, as a share of it.
const SPREAD: f32 = 0.35;

/// Whether most of the page is verse.
pub(super) fn is_poem(page: &Free<'_>) -> bool {
    page.holds(LINES, MOST, is_verse) && has_verse(page)
}

/// Whether one run of lines of verse is most of the page.
fn has_verse(page: &Free<'_>) -> bool {
    let mut start = 0;
    page.lines.chunk_by(|a, b| is_verse(a) == is_verse(b)).any(|run| {
        let first = start;
        start += run.len();
        run.len() >= LINES
            && run.first().is_some_and(|line| is_verse(line))
            && page.is_most(first, first + run.len() - 1)
            && reads_as_verse(run)
    })
}

/// A line of verse by itself: a few words in a row, no figures, no signs.
fn is_verse(line: &Line) -> bool {
    let shape = &line.shape;
    let long = if shape.unspaced > 0 { 4..=30 } else { 10..=64 };
    long.contains(&shape.chars)
        && (2..=12).contains(&shape.words)
        && line.bullet.is_none()
        && shape.digits + shape.separators + shape.symbols + shape.camel == 0
}

fn reads_as_verse(run: &[&Line]) -> bool {
    let share = |is: fn(&Line) -> bool| {
        let lines: Vec<_> = run.iter().filter(|line| is(line)).collect();
        ratio(count(&lines), count(run))
    };
    let stopped = share(|line| line.shape.end == End::Comma || line.shape.end.is_sentence());
    let flows = share(|line| line.shape.capitalised * 2 <= line.shape.words + 1);
    stopped >= STOPPED
        && share(|line| line.shape.end == End::Comma) >= STOPPED / 3.0
        && share(|line| line.shape.end.is_sentence()) <= SENTENCES
        && share(|line| !line.shape.starts_lower) >= CAPITALS
        && flows >= 0.6
        && spread(run) <= SPREAD
}

/// Mean distance of the lengths from their mean, as a share of it.
fn spread(run: &[&Line]) -> f32 {
    let sum: u32 = run.iter().map(|line| length(line)).sum();
    let mean = sum / count(run).max(1);
    ratio(run.iter().map(|line| length(line).abs_diff(mean)).sum(), sum)
}
