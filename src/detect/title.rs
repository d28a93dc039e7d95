//! Which line is the headline.
//!
//! What it sees: lines before running text that are shaped like a headline and
//! whose longer words come up again in the page's running text. Why: no rule
//! can know a headline, and menu entries, teasers and section names share few
//! words with the article. Example: `Bridge over the Arn to close` above
//! `The old bridge over the Arn will close on Monday ...`.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashSet;

use crate::segment::{End, Line, is_unspaced};

/// A headline, found or guessed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Title {
    /// Index of the line.
    pub line: u32,
    /// How sure it is, 0 to 1.
    pub score: f32,
}

/// Running text is looked for in this many lines after a headline.
const REACH: usize = 15;
/// Words of a headline from which on it counts: menu entries are shorter.
const WORDS: std::ops::RangeInclusive<u32> = 3..=32;
/// Characters of the longest headline.
const CHARS: u32 = 200;
/// Letters of a word that is worth comparing; shorter ones are function words in most languages.
const LONG_WORD: usize = 4;
/// What each line between the headline and the running text costs.
const STEP: f32 = 0.02;
/// What each paragraph of running text before the headline costs: the first article of a page is the page's.
const LATE: f32 = 0.08;
/// What a headline gains that the page shows more than once.
const REPEATED: f32 = 0.15;
/// Headlines below this share of known words are not named.
const LEAST: f32 = 0.3;

/// The most likely headline of a page; none when no line looks like one.
#[must_use]
pub fn find(text: &str, lines: &[Line]) -> Option<Title> {
    let running: Vec<bool> = lines.iter().map(is_running).collect();
    let first = running.iter().position(|&r| r)?;
    let candidates = candidates(lines, &running);
    if candidates.is_empty() {
        return None;
    }
    let known = known_words(text, lines, &running, first);
    let mut best: Option<Title> = None;
    for (i, distance) in candidates {
        let Some(line) = lines.get(i) else { continue };
        let words = long_words(line.body.of(text));
        if words.is_empty() {
            continue;
        }
        let paragraphs = running.iter().take(i).filter(|r| **r).count();
        let score = share(&words, &known) - STEP * to_float(distance) - LATE * to_float(paragraphs)
            + if is_repeated(text, lines, i) { REPEATED } else { 0.0 };
        if score >= LEAST && best.is_none_or(|b| score > b.score) {
            best = u32::try_from(i).ok().map(|line| Title { line, score: score.min(1.0) });
        }
    }
    best
}

/// A paragraph of running text.
fn is_running(line: &Line) -> bool {
    let shape = &line.shape;
    shape.chars + shape.unspaced >= 100 && (shape.end.is_sentence() || shape.sentences > 0)
}

/// Lines shaped like a headline, with the number of lines to the running text after them.
fn candidates(lines: &[Line], running: &[bool]) -> Vec<(usize, usize)> {
    let mut next = None;
    let mut out = Vec::new();
    for (i, line) in lines.iter().enumerate().rev() {
        if running.get(i).copied().unwrap_or(false) {
            next = Some(i);
        } else if let Some(next) = next
            && next - i <= REACH
            && is_headline(line)
        {
            out.push((i, next - i));
        }
    }
    out.reverse();
    out
}

fn is_headline(line: &Line) -> bool {
    let shape = &line.shape;
    WORDS.contains(&shape.words)
        && shape.chars <= CHARS
        && shape.chars + shape.unspaced >= 15
        && line.bullet.is_none()
        && shape.separators <= 1
        && shape.sentences <= 1
        && !matches!(shape.end, End::Stop | End::Comma | End::Colon)
}

/// Hashes of the longer words of the running text.
fn known_words(
    text: &str,
    lines: &[Line],
    running: &[bool],
    first: usize,
) -> HashSet<u64, FixedState> {
    let mut known = HashSet::default();
    for (line, _) in lines.iter().zip(running).skip(first).filter(|(_, r)| **r) {
        known.extend(long_words(line.body.of(text)));
    }
    known
}

/// Hashes of the words of at least [`LONG_WORD`] letters, lower case, cut to their first six letters so that
/// endings do not matter; pairs of characters for scripts without spaces.
fn long_words(line: &str) -> Vec<u64> {
    let state = FixedState::default();
    let mut out = Vec::new();
    let mut word = String::new();
    let mut letters = 0;
    let mut previous = None;
    for c in line.chars().chain([' ']) {
        if is_unspaced(c) {
            if let Some(before) = previous.replace(c) {
                out.push(state.hash_one((before, c)));
            }
        } else if c.is_alphanumeric() {
            previous = None;
            letters += 1;
            if letters <= 6 {
                word.extend(c.to_lowercase());
            }
        } else {
            previous = None;
            if letters >= LONG_WORD {
                out.push(state.hash_one(word.as_str()));
            }
            word.clear();
            letters = 0;
        }
    }
    out
}

fn share(words: &[u64], known: &HashSet<u64, FixedState>) -> f32 {
    to_float(words.iter().filter(|word| known.contains(*word)).count()) / to_float(words.len())
}

fn is_repeated(text: &str, lines: &[Line], i: usize) -> bool {
    let this = lines.get(i).map_or("", |line| line.body.of(text));
    lines.iter().enumerate().any(|(j, line)| j != i && line.body.of(text) == this)
}

#[allow(clippy::cast_precision_loss, reason = "counts of one page are far below 2^23")]
fn to_float(count: usize) -> f32 {
    count as f32
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::segment::segment;

    fn found(text: &str) -> Option<String> {
        let lines = segment(text).lines;
        find(text, &lines).map(|t| lines[t.line as usize].body.of(text).to_owned())
    }

    #[test]
    fn the_line_that_shares_words_with_the_article() {
        let text = "Latest news, local news, weather\nRead our guide to summer festivals\n\
            Bridge over the Arn to close for a year\nBy Ida Holm\n\n\
            The old bridge over the Arn will close on Monday for at least a year, the town said, because its \
            pillars have to be replaced. Drivers are asked to use the ferry.";
        assert_eq!(found(text).as_deref(), Some("Bridge over the Arn to close for a year"));
    }

    #[test]
    fn no_headline_without_running_text() {
        assert_eq!(found("Bridge over the Arn to close\nWeather\nSport"), None);
        assert_eq!(found(""), None);
    }

    #[test]
    fn scripts_without_spaces_are_compared_by_pairs() {
        let text = "\u{9996}\u{9875}\u{65b0}\u{95fb}\u{4f53}\u{80b2}\u{8d22}\u{7ecf}\u{79d1}\u{6280}\n\
            \u{5e02}\u{653f}\u{5e9c}\u{5ba3}\u{5e03}\u{65b0}\u{5efa}\u{5927}\u{6865}\n".to_owned()
            + &"\u{5e02}\u{653f}\u{5e9c}\u{5468}\u{4e00}\u{5ba3}\u{5e03}\u{ff0c}\u{65b0}\u{5efa}\u{5927}\u{6865}\u{5c06}\u{5f00}\u{5de5}\u{3002}".repeat(5);
        assert_eq!(
            found(&text).as_deref(),
            Some("\u{5e02}\u{653f}\u{5e9c}\u{5ba3}\u{5e03}\u{65b0}\u{5efa}\u{5927}\u{6865}")
        );
    }
}
