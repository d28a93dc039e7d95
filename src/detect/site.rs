//! Lines that the page's site repeats, and lines that stand among them.
//!
//! What it sees: how often each line was counted on the site, by the profile of
//! the dump. Why separate: it is the only detector that knows of other pages.
//! Example: `Latest | Local | International` on each of two hundred pages.

use std::ops::Range;

use super::title::Title;
use crate::segment::Line;
use crate::site::{DEPTHS, Known, Repeated, line_key};

/// Share of a site's pages from which on a line counts in full. Sections have menus of their own, so it is no
/// larger; a column has its headline on every page of its author, so it is no smaller.
const USUAL: f32 = 0.5;
/// Weight from which on a line is taken for a part of the template when its neighbours are judged.
const TEMPLATE: f32 = 0.4;
/// Lines that a gap in a template has at most.
const GAP_LINES: usize = 8;
/// Lines of the template that must stand around a gap, among so many to each side.
const MOST: usize = 4;
const REACH: usize = 4;
/// Lines of the template that must stand on each side of a gap above the headline: a line above a headline has the
/// menu on one side, and a button on the other at times.
const EACH_SIDE: usize = 2;
/// What the gap gets of the weight of its surroundings.
const GAP: f32 = 0.8;
/// Headlines that are less sure than this, from 0 to 1, do not tell where the article begins.
const HEADLINE: f32 = 0.4;
/// Lines of a path's template that must stand together. A columnist's name, standing headline and motto are on all
/// pages below a path as well, and are of the article.
const BLOCK: usize = 4;
/// Lines at the article's side of such a block that are left to the article when the first of them has as many words
/// as a standing headline.
const EDGE: usize = 2;
const EDGE_WORDS: u32 = 3;

/// How surely each line is of the site's template, 0 to 1; `known` is what is known of the page's site, `title` the
/// headline, as far as one was found.
#[must_use]
pub fn weights(text: &str, lines: &[Line], known: Known<'_>, title: Option<Title>) -> Vec<f32> {
    let keys = keys(text, lines);
    let weight = |key: &Option<u64>| known.repeated((*key)?).map(weight).max_by(f32::total_cmp);
    let mut weights: Vec<f32> = keys.iter().map(|key| weight(key).unwrap_or(0.0)).collect();
    let Some(first) = lines.iter().position(Line::is_running_text) else { return weights };
    let title = title.filter(|title| title.score >= HEADLINE);
    let head = 0..title.map_or(0, |title| (title.line as usize).min(first));
    let rest = first..lines.len();
    if known.has_paths() {
        add_paths(lines, &keys, known, [head.clone(), rest.clone()], &mut weights);
    }
    let own = weights.clone();
    fill(lines, &own, head, EACH_SIDE, &mut weights);
    fill(lines, &own, rest, 1, &mut weights);
    weights
}

fn keys(text: &str, lines: &[Line]) -> Vec<Option<u64>> {
    let mut scratch = Vec::new();
    lines.iter().map(|line| line_key(line.body.of(text), &mut scratch)).collect()
}

/// Grows with the number of stories, because a few may share a line by chance, and with the share of pages.
fn weight(repeated: Repeated) -> f32 {
    #[allow(clippy::cast_precision_loss, reason = "small, or large enough not to matter")]
    let stories = repeated.stories as f32;
    (1.0 - 0.5 / (stories - 2.0)) * (repeated.share / USUAL).min(1.0)
}

/// Adds the weight of lines that are usual below the page's paths, where several of them stand together outside of
/// the article.
fn add_paths(
    lines: &[Line],
    keys: &[Option<u64>],
    known: Known<'_>,
    [head, rest]: [Range<usize>; 2],
    weights: &mut [f32],
) {
    let mut below = [(); DEPTHS].map(|()| vec![0.0; lines.len()]);
    for (i, (line, key)) in lines.iter().zip(keys).enumerate() {
        let Some(key) = key.filter(|_| is_short(line)) else { continue };
        if weights.get(i).is_some_and(|own| *own >= TEMPLATE) {
            continue;
        }
        for (slots, seen) in below.iter_mut().zip(known.below(key)) {
            if let (Some(slot), Some(seen)) = (slots.get_mut(i), seen)
                && seen.share >= USUAL
            {
                *slot = weight(seen);
            }
        }
    }
    for seen in &below {
        for block in blocks(seen, head.clone()) {
            let edge = if block.end == head.end { edge(lines, block.clone().rev()) } else { 0 };
            raise(weights, seen, block.start..block.end - edge);
        }
        for block in blocks(seen, rest.clone()) {
            let text = block.start.checked_sub(1).and_then(|i| lines.get(i));
            let is_next = text.is_some_and(Line::is_running_text);
            let edge = if is_next { edge(lines, block.clone()) } else { 0 };
            raise(weights, seen, block.start + edge..block.end);
        }
    }
}

/// The runs of lines in a part of the page that are long enough to be a block of a path's template.
fn blocks(seen: &[f32], part: Range<usize>) -> Vec<Range<usize>> {
    let is_seen = |i: &usize| seen.get(*i).is_some_and(|seen| *seen >= TEMPLATE);
    let lines: Vec<usize> = part.filter(is_seen).collect();
    let runs = lines.chunk_by(|a, b| a + 1 == *b).filter(|run| run.len() >= BLOCK);
    runs.filter_map(|run| Some(*run.first()?..run.last()? + 1)).collect()
}

fn raise(weights: &mut [f32], seen: &[f32], block: Range<usize>) {
    for i in block {
        if let (Some(slot), Some(seen)) = (weights.get_mut(i), seen.get(i)) {
            *slot = slot.max(*seen);
        }
    }
}

/// How many lines of a block are left to the article that they stand at.
fn edge(lines: &[Line], mut from: impl Iterator<Item = usize>) -> usize {
    let first = from.next().and_then(|i| lines.get(i));
    if first.is_some_and(|line| line.shape.words >= EDGE_WORDS) { EDGE } else { 0 }
}

/// Whether a line is neither running text nor a sentence.
fn is_short(line: &Line) -> bool {
    !line.is_running_text() && !line.shape.end.is_sentence()
}

/// Gives short lines between lines of the template a part of their weight: lists of the latest news, the date and
/// the weather differ from page to page, while what stands before and after them does not. Above the first running
/// text this ends at a sure headline, because headline, byline and date stand in just such a gap. `own` are the
/// weights without this; so many lines of the template must stand on `each_side`.
fn fill(lines: &[Line], own: &[f32], part: Range<usize>, each_side: usize, weights: &mut [f32]) {
    let is_template = |i: &usize| own.get(*i).is_some_and(|weight| *weight >= TEMPLATE);
    let template: Vec<usize> = part.clone().filter(is_template).collect();
    for pair in template.windows(2) {
        let &[above, below] = pair else { continue };
        let gap = above + 1..below;
        let sides = [
            above.saturating_sub(REACH - 1).max(part.start)..above + 1,
            below..(below + REACH).min(part.end),
        ];
        let sides = sides.map(|side| side.filter(is_template).collect::<Vec<_>>());
        let around = sides.iter().flatten().filter_map(|i| own.get(*i));
        if gap.is_empty()
            || gap.len() > GAP_LINES
            || sides.iter().any(|side| side.len() < each_side)
            || around.clone().count() < MOST
            || !lines.get(gap.clone()).unwrap_or_default().iter().all(is_short)
        {
            continue;
        }
        let weight = GAP * around.fold(1.0, |least: f32, weight| least.min(*weight));
        for slot in weights.get_mut(gap).unwrap_or_default() {
            *slot = slot.max(weight);
        }
    }
}
