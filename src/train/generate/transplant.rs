//! A real page with something made put in: a thread below the article, or blocks of chrome.

use std::ops::Range;

use super::Made;
use super::dress::{blocks, made_thread};
use super::fill::Filler;
use super::render::{Rendering, render, write};
use super::tree::Part;
use crate::model::align::{Allowed, only};
use crate::model::chain::State;
use crate::segment::{Break, Line};

/// Pages without a thread of their own that get one, in percent; the others get chrome.
const THREADS: usize = 65;
/// Threads that stand directly below the article, in percent; the others further down.
const BELOW: usize = 75;

/// Lines within which the end of a block is looked for.
const NEAR: usize = 12;

/// A gold page and the gold of its lines.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its lines.
    pub lines: &'a [Line],
    /// States that gold allows for each line.
    pub allowed: &'a [Allowed],
}

impl Source<'_> {
    fn is(&self, line: usize, state: State) -> bool {
        self.allowed.get(line).and_then(|a| a.get(state as usize)).copied().unwrap_or(false)
    }

    /// The first place from `line` on where something may be put before a line: between two
    /// blocks, where a block ends soon.
    fn gap(&self, line: usize) -> usize {
        let count = self.lines.len();
        let breaks = |i: usize| self.lines.get(i).map(|l| l.break_before);
        let block = (line..count.min(line + NEAR)).find(|&i| breaks(i) == Some(Break::Paragraph));
        let any = || (line..count).find(|&i| breaks(i) != Some(Break::Glued));
        block.or_else(any).unwrap_or(count)
    }
}

/// Puts something into a page; none when the page has no article.
pub fn transplant(source: &Source, filler: &mut Filler) -> Option<Made> {
    let count = source.lines.len();
    let last = (0..count).rev().find(|&i| source.is(i, State::Article))?;
    let first = (0..count).find(|&i| source.is(i, State::Article) && !source.is(i, State::Head))?;
    let has_thread = (0..count).any(|i| source.is(i, State::Comment));
    let rendering = Rendering::of(source.text);
    let mut pieces: Vec<(usize, Vec<super::tree::Node>)> = Vec::new();
    let mut comments = Vec::new();
    if !has_thread && filler.random.chance(THREADS) {
        let (nodes, done) = made_thread(filler);
        comments = done;
        let foot = (count - last - 1).min(if filler.random.chance(BELOW) { 1 } else { 40 });
        pieces.push((last + 1 + filler.random.below(foot), nodes));
        if filler.random.chance(30) {
            pieces.push((last + 1, blocks(filler, "after", Part::Chrome, 1, 2)));
        }
    } else {
        let at = first + 1 + filler.random.below((last - first).max(1));
        pieces.push(match filler.random.below(4) {
            0 => (at, blocks(filler, "inside", Part::Chrome, 1, 2)),
            1 => (at, blocks(filler, "inlays", Part::Article, 1, 1)),
            2 => (last + 1, blocks(filler, "after", Part::Chrome, 1, 3)),
            _ => (last + 1, blocks(filler, "side", Part::Chrome, 1, 4)),
        });
    }
    pieces.sort_by_key(|(at, _)| *at);
    let mut out = Writer { made: Made { comments, ..Made::default() }, source };
    let mut from = 0;
    for (at, nodes) in pieces {
        let at = source.gap(at);
        out.copy(from..at);
        let indent =
            if rendering == Rendering::Nodes { 0 } else { indent(source, at.saturating_sub(1)) };
        out.insert(&write(&render(&nodes, rendering, indent)));
        from = at;
    }
    out.copy(from..count);
    Some(out.made)
}

/// The indentation of a line, which what stands below it mostly has.
fn indent(source: &Source, line: usize) -> usize {
    source.lines.get(line).map_or(0, |line| usize::from(line.indent))
}

struct Writer<'a> {
    made: Made,
    source: &'a Source<'a>,
}

impl Writer<'_> {
    /// Lines of the page as they are, with their gold.
    fn copy(&mut self, lines: Range<usize>) {
        for i in lines {
            let (Some(line), Some(allowed)) =
                (self.source.lines.get(i), self.source.allowed.get(i))
            else {
                continue;
            };
            let start = self.made.text.len();
            self.made.text.push_str(line.span.of(self.source.text));
            self.made.states.push((start..self.made.text.len(), *allowed));
        }
    }

    fn insert(&mut self, (text, places): &(String, Vec<(Range<usize>, Part)>)) {
        if !self.made.text.is_empty() && !self.made.text.ends_with('\n') {
            self.made.text.push('\n');
            let end = self.made.text.len();
            if let Some((range, _)) = self.made.states.last_mut() {
                range.end = end;
            }
        }
        let base = self.made.text.len();
        self.made.text.push_str(text);
        self.made.states.extend(places.iter().map(|(range, part)| {
            let state = match part {
                Part::Comment => State::Comment,
                Part::Article => State::Article,
                Part::Chrome => State::Chrome,
            };
            (base + range.start..base + range.end, only(state))
        }));
    }
}
