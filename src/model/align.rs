//! Gold article and comments, aligned to the lines of a page's text.
//!
//! Gold sets give the article as text, not as lines. A line belongs to it when
//! its words stand there in the same order: long lines by their runs of three
//! words, short lines only where the long lines around them say they may stand.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::chain::{STATES, State};
use crate::segment::{Line, is_unspaced};

/// States that a line may have, by [`State`]; one true for a line whose gold is known.
pub type Allowed = [bool; STATES];

/// A page's gold.
#[derive(Clone, Debug, Default)]
pub struct Gold<'g> {
    /// The article.
    pub main: &'g str,
    /// The headline, where the gold set gives it apart from the article.
    pub title: Option<&'g str>,
    /// Author and text of each comment.
    pub comments: Vec<&'g str>,
}

/// Share of a long line's words that must stand in the gold.
const COVER: f32 = 0.7;
/// Words from which on a line is long enough to be found by itself.
const LONG: usize = 5;
/// Words by which a short line may stand beside its place between two long ones.
const SLACK: usize = 40;
/// Lines without any comment text that may stand between two comments of one thread.
const THREAD_GAP: usize = 20;
/// Lines before the first comment text that belong to its head.
const HEAD_LINES: usize = 3;

/// Gold that allows one state only.
#[must_use]
pub fn only(state: State) -> Allowed {
    State::ALL.map(|s| s == state)
}

/// The states that gold allows for each line.
#[must_use]
pub fn align(text: &str, lines: &[Line], gold: &Gold) -> Vec<Allowed> {
    let words: Vec<Vec<u64>> = lines.iter().map(|line| words(line.body.of(text))).collect();
    let main = Index::new(self::words(gold.main));
    let mut article = main.find(&words);
    let thread: Vec<u64> = gold.comments.iter().flat_map(|c| self::words(c)).collect();
    let comment = if thread.is_empty() {
        vec![false; lines.len()]
    } else {
        comment_lines(&words, &article, &Index::new(thread))
    };
    let title = gold.title.and_then(|title| title_line(&words, &article, &self::words(title)));
    if let Some(slot) = title.and_then(|i| article.get_mut(i)) {
        *slot = true;
    }
    let first = article.iter().position(|&a| a).unwrap_or(lines.len());
    (0..lines.len())
        .map(|i| {
            let at = |set: &[bool]| set.get(i).copied().unwrap_or(false);
            let state = match (at(&comment), at(&article)) {
                (true, _) => State::Comment,
                (_, true) => State::Article,
                _ if i < first => State::Head,
                _ => State::Chrome,
            };
            let mut allowed = only(state);
            // Without a gold title the headline may or may not count as article.
            let headline = gold.title.is_none()
                && state == State::Head
                && i + 10 >= first
                && lines.get(i).is_some_and(|l| l.shape.words >= 4 && l.shape.chars < 160);
            if headline && let Some(slot) = allowed.get_mut(State::Article as usize) {
                *slot = true;
            }
            allowed
        })
        .collect()
}

/// The headline: the last line with the title's words before the article's first line, else the first of all.
fn title_line(words: &[Vec<u64>], article: &[bool], title: &[u64]) -> Option<usize> {
    let first = article.iter().position(|&a| a).unwrap_or(words.len());
    let same = |line: &Vec<u64>| !title.is_empty() && line == title;
    let before = words.get(..first).unwrap_or_default();
    before.iter().rposition(same).or_else(|| words.iter().position(same))
}

fn comment_lines(words: &[Vec<u64>], article: &[bool], index: &Index) -> Vec<bool> {
    let mut out: Vec<bool> = words
        .iter()
        .zip(article)
        .map(|(line, &article)| !article && line.len() >= LONG && index.covers(line))
        .collect();
    let strong: Vec<usize> = out.iter().enumerate().filter(|(_, c)| **c).map(|(i, _)| i).collect();
    let mut fill = |from: usize, to: usize| {
        for i in from..to {
            if !article.get(i).copied().unwrap_or(true)
                && let Some(slot) = out.get_mut(i)
            {
                *slot = true;
            }
        }
    };
    for (n, &i) in strong.iter().enumerate() {
        let before = n.checked_sub(1).and_then(|p| strong.get(p)).map_or(0, |p| p + 1);
        let reach =
            if n > 0 && i - before <= THREAD_GAP { before } else { i.saturating_sub(HEAD_LINES) };
        fill(reach.max(before), i);
    }
    // Short comments after the last long one.
    if let Some(&last) = strong.last() {
        let tail = (last + 1..words.len().min(last + THREAD_GAP)).rev().find(|&i| {
            words.get(i).is_some_and(|w| w.len() >= 2 && index.stands(w, 0, usize::MAX))
        });
        if let Some(tail) = tail {
            fill(last + 1, tail + 1);
        }
    }
    out
}

/// A gold text by the places of its runs of three words.
struct Index {
    words: Vec<u64>,
    runs: HashMap<[u64; 3], Vec<u32>, FixedState>,
    singles: HashMap<u64, Vec<u32>, FixedState>,
}

impl Index {
    fn new(words: Vec<u64>) -> Self {
        let mut runs: HashMap<[u64; 3], Vec<u32>, FixedState> = HashMap::default();
        let mut singles: HashMap<u64, Vec<u32>, FixedState> = HashMap::default();
        for (at, run) in (0u32..).zip(words.windows(3)) {
            if let &[a, b, c] = run {
                runs.entry([a, b, c]).or_default().push(at);
            }
        }
        for (at, &word) in (0u32..).zip(&words) {
            singles.entry(word).or_default().push(at);
        }
        Self { words, runs, singles }
    }

    /// Which lines stand in the text, in its order.
    fn find(&self, lines: &[Vec<u64>]) -> Vec<bool> {
        let anchors: Vec<Option<usize>> = lines
            .iter()
            .map(|line| (line.len() >= LONG && self.covers(line)).then(|| self.anchor(line)))
            .collect();
        // The anchor of the next line that has one.
        let mut next: Vec<Option<usize>> = anchors.clone();
        let mut after = None;
        for slot in next.iter_mut().rev() {
            after = slot.or(after);
            *slot = after;
        }
        let mut found: Vec<bool> = anchors.iter().map(Option::is_some).collect();
        let mut before: Option<usize> = None;
        for (i, line) in lines.iter().enumerate() {
            if let Some(at) = anchors.get(i).copied().flatten() {
                before = Some(at + line.len());
                continue;
            }
            if line.is_empty() || line.len() >= LONG {
                continue;
            }
            let (low, high) = match (before, next.get(i).copied().flatten()) {
                (None, None) => (0, self.words.len()),
                (None, Some(after)) => (after.saturating_sub(SLACK), after),
                (Some(before), None) => (before.saturating_sub(2), before + SLACK),
                (Some(before), Some(after)) => (before.saturating_sub(2), after.max(before) + 2),
            };
            let fits = self.stands(line, low, high);
            if let Some(slot) = found.get_mut(i) {
                *slot = fits;
            }
        }
        found
    }

    /// Whether most words of a line lie in runs of three that the text has as well.
    #[allow(clippy::cast_precision_loss, reason = "a line has few words")]
    fn covers(&self, line: &[u64]) -> bool {
        let mut covered = vec![false; line.len()];
        for (i, run) in line.windows(3).enumerate() {
            if let &[a, b, c] = run
                && self.runs.contains_key(&[a, b, c])
            {
                covered.iter_mut().skip(i).take(3).for_each(|c| *c = true);
            }
        }
        covered.iter().filter(|c| **c).count() as f32 >= COVER * line.len() as f32
    }

    /// Where a covered line stands: the place of its first run of three that is found.
    fn anchor(&self, line: &[u64]) -> usize {
        line.windows(3)
            .enumerate()
            .find_map(|(i, run)| match run {
                &[a, b, c] => self
                    .runs
                    .get(&[a, b, c])
                    .and_then(|places| places.first())
                    .map(|&at| (at as usize).saturating_sub(i)),
                _ => None,
            })
            .unwrap_or(0)
    }

    /// Whether the words of a short line stand one after the other, from a place between these on.
    fn stands(&self, line: &[u64], low: usize, high: usize) -> bool {
        let places = |word| self.singles.get(word).map(Vec::as_slice).unwrap_or_default();
        // The word with the fewest places, since the first may stand everywhere.
        let rarest = line.iter().map(places).enumerate().min_by_key(|(_, places)| places.len());
        let Some((offset, places)) = rarest else { return false };
        let from = places.partition_point(|&at| (at as usize) < low + offset);
        places
            .iter()
            .skip(from)
            .filter_map(|&at| (at as usize).checked_sub(offset))
            .take_while(|&at| at <= high)
            .any(|at| self.words.get(at..at + line.len()).is_some_and(|words| words == line))
    }
}

/// Hashes of the words of a text, lower case; a character of a script without spaces is a word.
fn words(text: &str) -> Vec<u64> {
    let state = FixedState::default();
    let mut out = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        if is_unspaced(c) {
            flush(&mut word, &state, &mut out);
            out.push(state.hash_one(c));
        } else if c.is_alphanumeric() || c == '_' {
            word.extend(c.to_lowercase());
        } else {
            flush(&mut word, &state, &mut out);
        }
    }
    flush(&mut word, &state, &mut out);
    out
}

fn flush(word: &mut String, state: &FixedState, out: &mut Vec<u64>) {
    if !word.is_empty() {
        out.push(state.hash_one(word.as_str()));
        word.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::{Gold, State, align};
    use crate::segment::segment;

    #[test]
    fn lines_find_their_gold() {
        use State::{Article as A, Chrome as X, Comment as C, Head as H};

        let text = "Home\nPolitics\nBridge to close\nThe old bridge will close on Monday for repairs.\n\
            Politics\nDrivers are asked to use the ferry instead, the town said.\nMore news\nPolitics\n\
            3 comments\nAnna\n2 May\nWhat a shame, I loved to walk over that bridge.\nThanks!\nPrivacy";
        let gold = Gold {
            main: "The old bridge will close on Monday for repairs. Politics Drivers are asked to use \
                the ferry instead, the town said.",
            title: Some("Bridge to Close"),
            comments: vec!["Anna What a shame, I loved to walk over that bridge."],
        };
        let lines = segment(text).lines;
        let states: Vec<_> = align(text, &lines, &gold)
            .iter()
            .map(|a| State::ALL.into_iter().zip(a).find(|(_, a)| **a).unwrap().0)
            .collect();
        assert_eq!(states, [H, H, A, A, A, A, X, X, C, C, C, C, X, X]);
    }
}
