//! Lines that the page's site repeats, and lines that stand among them.
//!
//! What it sees: how often each line was counted on the site, by the profile of
//! the dump. Why separate: it is the only detector that knows of other pages.
//! Example: `Latest | Local | International` on each of two hundred pages.

use std::ops::Range;

use super::title::{self, Title};
use super::{DateShare, LineEvidence};
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
/// Words of a headline that the template shows by standing around it, and how sure it is then.
const HEADLINE_WORDS: u32 = 3;
const REMAINDER: f32 = 0.6;
/// Lines of the template between that headline and the text: a date, a button.
const BUTTONS: usize = 3;
/// Lines that are not of the template, from that headline on: a subtitle, a byline.
const STANDFIRST: usize = 4;
/// Weight from which on such a line is of the template, however few stand there: half of the pages have it.
const STANDING: f32 = 0.6;
/// Lines of a path's template that must stand together. A columnist's name, standing headline and motto are on all
/// pages below a path as well, and are of the article.
const BLOCK: usize = 4;
/// Lines at the article's side of such a block that are left to the article when the first of them has as many words
/// as a standing headline.
const EDGE: usize = 2;
const EDGE_WORDS: u32 = 3;

/// Notes how surely each line is of the site's template; `known` is what is known of the page's site, `title` the
/// headline that the words of the page tell, if any. Gives the headline that the template leaves, or that one.
pub fn find(
    text: &str,
    lines: &[Line],
    known: Known<'_>,
    title: Option<Title>,
    seen: &mut [LineEvidence],
) -> Option<Title> {
    let keys = keys(text, lines);
    let weight = |key: &Option<u64>| known.repeated((*key)?).map(weight).max_by(f32::total_cmp);
    let own: Vec<f32> = keys.iter().map(|key| weight(key).unwrap_or(0.0)).collect();
    let below = below(lines, &keys, &own, known);
    let page = Page { lines, own, below };
    let (weights, title) = match lines.iter().position(Line::is_running_text) {
        Some(first) => page.around(first, title, seen),
        None => (page.own, title),
    };
    for (line, weight) in seen.iter_mut().zip(weights) {
        line.site = weight;
    }
    title
}

/// A page, and the weights of its lines by themselves.
struct Page<'p> {
    lines: &'p [Line],
    own: Vec<f32>,
    /// Weights of lines that are not usual on the site but below the page's paths, by the length of the path.
    below: Vec<Vec<f32>>,
}

impl Page<'_> {
    /// The weights of all lines, and the headline, of a page whose running text begins at line `first`.
    fn around(
        &self,
        first: usize,
        title: Option<Title>,
        seen: &[LineEvidence],
    ) -> (Vec<f32>, Option<Title>) {
        let title = title.filter(|title| !self.is_amid(title.line as usize, first));
        // Words that come up again are the better sign, where there are enough of them.
        let likely = title.filter(|title| title.score >= title::LIKELY);
        let title = likely.or_else(|| self.remainder(first, seen)).or(title);
        let sure = title.filter(|title| title.score >= HEADLINE);
        let head = 0..sure.map_or(0, |title| (title.line as usize).min(first));
        let rest = first..self.lines.len();
        let mut weights = self.with_paths([head.clone(), rest.clone()]);
        let own = weights.clone();
        fill(self.lines, &own, head, EACH_SIDE, &mut weights);
        fill(self.lines, &own, rest, 1, &mut weights);
        // Just above the text stand names of columns and series: there only what is usual is of the template.
        for weight in weights.get_mut(first.saturating_sub(STANDFIRST)..first).unwrap_or_default() {
            if *weight < STANDING {
                *weight = 0.0;
            }
        }
        (weights, title)
    }

    /// Whether a line has the menu below it, above the text that begins at line `first`.
    fn is_amid(&self, line: usize, first: usize) -> bool {
        let below = self.own.get(line..first).unwrap_or_default();
        below.iter().filter(|weight| **weight >= TEMPLATE).count() >= MOST
    }

    /// The headline, where the template leaves little else above the text that begins at line `first`: the first
    /// of the few lines there that the site does not repeat.
    fn remainder(&self, first: usize, seen: &[LineEvidence]) -> Option<Title> {
        let weights = self.with_paths([0..first, first..first]);
        let is_template = |i: &usize| weights.get(*i).is_some_and(|weight| *weight >= TEMPLATE);
        let buttons = (0..first).rev().take_while(is_template).count();
        let end = first - buttons;
        let rest = (0..end).rev().take_while(|i| !is_template(i)).count();
        let menu = (0..end - rest).filter(is_template).count();
        if buttons > BUTTONS || rest > STANDFIRST || menu < MOST {
            return None;
        }
        let may_be_headline = |i: &usize| {
            self.lines.get(*i).is_some_and(|line| line.shape.words >= HEADLINE_WORDS)
                && seen.get(*i).is_some_and(|line| {
                    line.chrome.is_none() && line.cue.is_none() && line.date != DateShare::All
                })
        };
        let line = (end - rest..end).find(may_be_headline)?;
        Some(Title { line: u32::try_from(line).ok()?, score: REMAINDER })
    }

    /// The weights with those of lines that are usual below the page's paths, where several of them stand together
    /// outside of the article: in the head of the page and in the rest after the article begins.
    fn with_paths(&self, [head, rest]: [Range<usize>; 2]) -> Vec<f32> {
        let mut weights = self.own.clone();
        for seen in &self.below {
            for block in blocks(seen, head.clone()) {
                let is_last = block.end == head.end;
                let edge = if is_last { edge(self.lines, block.clone().rev()) } else { 0 };
                raise(&mut weights, seen, block.start..block.end - edge);
            }
            for block in blocks(seen, rest.clone()) {
                let text = block.start.checked_sub(1).and_then(|i| self.lines.get(i));
                let is_next = text.is_some_and(Line::is_running_text);
                let edge = if is_next { edge(self.lines, block.clone()) } else { 0 };
                raise(&mut weights, seen, block.start + edge..block.end);
            }
        }
        weights
    }
}

/// The weights of lines that are usual below the page's paths only; none where nothing is known of these.
fn below(lines: &[Line], keys: &[Option<u64>], own: &[f32], known: Known<'_>) -> Vec<Vec<f32>> {
    if !known.has_paths() {
        return Vec::new();
    }
    let mut below = vec![vec![0.0; lines.len()]; DEPTHS];
    for (i, (line, key)) in lines.iter().zip(keys).enumerate() {
        let Some(key) = key.filter(|_| is_short(line)) else { continue };
        if own.get(i).is_some_and(|own| *own >= TEMPLATE) {
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
    below
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
