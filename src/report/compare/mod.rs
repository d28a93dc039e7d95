//! Two runs over the same pages: what became of which lines, by kind and by rule.
//!
//! Separate from the survey of one run: nothing is said here of what is right, only
//! of what changed, so that whoever takes up a new version, model or rule can see
//! all of it before.

mod page;
mod show;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

pub use page::Outcome;

use super::survey::{Least, clip};
use crate::write::WrittenError;
use page::{Moved, PageDifference};

/// Example lines of each change, of which those that differ are shown.
const EXAMPLES: usize = 3;
/// Pages that are named.
const PAGES: usize = 10;
/// Lines of a page that are named, and their characters.
const PAGE_LINES: usize = 4;
const LINE_CHARS: usize = 160;
/// Identifiers that are named of pages without a partner.
const NAMED: usize = 5;

/// What changed from one run to another.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Whether both runs have an audit: only then what is not article is compared line by line.
    audited: bool,
    pages: Pages,
    /// Characters of articles, of threads, removed, in the one run and in the other; of pages in both.
    chars: [[u64; 3]; 2],
    comments: [u64; 2],
    moves: BTreeMap<[String; 2], Move>,
    /// Lines that each rule took, in the one run and in the other, of pages where these differ.
    rules: BTreeMap<String, [u64; 2]>,
    most: Least<(Reverse<u64>, String), Changed>,
    alone: [Vec<String>; 2],
}

/// Pages by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Pages {
    /// Pages in both runs.
    pub both: u64,
    /// Those of them that changed.
    pub changed: u64,
    /// Those whose article changed.
    pub article: u64,
    /// Those whose thread changed.
    pub thread: u64,
    /// Those of which only the reasons changed: kinds of chrome, rules.
    pub reasons: u64,
    /// Those whose input was another.
    pub other_input: u64,
    /// Pages only the one run has, and only the other.
    pub alone: [u64; 2],
    /// Those of them that were given up because there was no room to wait for their partners.
    pub given_up: u64,
}

/// Lines that went from one label to another.
#[derive(Clone, Debug)]
struct Move {
    lines: u64,
    chars: u64,
    pages: u64,
    examples: Least<u64, Example>,
}

#[derive(Clone, Debug, Serialize)]
struct Example {
    page: String,
    text: String,
    rules: [Option<String>; 2],
}

/// A page that changed.
#[derive(Clone, Debug, Serialize)]
struct Changed {
    id: String,
    /// Characters of the article.
    article: [u64; 2],
    comments: [u64; 2],
    lines: Vec<ChangedLine>,
    /// Lines that are not named.
    more: usize,
}

#[derive(Clone, Debug, Serialize)]
struct ChangedLine {
    from: String,
    to: String,
    text: String,
}

impl Comparison {
    /// A comparison of nothing yet.
    #[must_use]
    pub fn new(audited: bool) -> Self {
        Self {
            audited,
            pages: Pages::default(),
            chars: [[0; 3]; 2],
            comments: [0; 2],
            moves: BTreeMap::new(),
            rules: BTreeMap::new(),
            most: Least::new(PAGES),
            alone: [Vec::new(), Vec::new()],
        }
    }

    /// Pages by what became of them.
    #[must_use]
    pub const fn pages(&self) -> Pages {
        self.pages
    }

    /// Whether the runs differ in anything that is compared.
    #[must_use]
    pub const fn any(&self) -> bool {
        let Pages { changed, alone: [a, b], .. } = self.pages;
        changed > 0 || a > 0 || b > 0
    }

    /// Compares the two outcomes of a page.
    ///
    /// # Errors
    /// When a record or a row is not what `clean` writes.
    pub fn add(&mut self, outcomes: [Outcome<'_>; 2]) -> Result<(), WrittenError> {
        self.pages.both += 1;
        let mut comments = [0; 2];
        for (side, outcome) in outcomes.iter().enumerate() {
            let info = &outcome.record.info;
            let count = outcome.record.comment_count()? as u64;
            let parts = [info.chars_text, info.chars_comments, info.chars_removed];
            if let Some(sums) = self.chars.get_mut(side) {
                sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
            }
            for list in [&mut self.comments, &mut comments] {
                list.iter_mut().skip(side).take(1).for_each(|sum| *sum += count);
            }
        }
        let found = PageDifference::of(outcomes)?;
        if found.any() {
            let id = outcomes[0].record.id()?;
            let article = outcomes.map(|outcome| outcome.record.info.chars_text);
            self.count(&found);
            self.count_moves(&id, &found.moved);
            self.name(&id, article, comments, &found);
        }
        Ok(())
    }

    /// Counts a page that only the run of this side (0, 1) has.
    pub fn add_alone(&mut self, side: usize, id: &str) {
        if let (Some(count), Some(named)) =
            (self.pages.alone.get_mut(side), self.alone.get_mut(side))
        {
            *count += 1;
            if named.len() < NAMED {
                named.push(clip(id, LINE_CHARS));
            }
        }
    }

    /// Notes that the page counted last was given up before all pages had come.
    pub const fn add_given_up(&mut self) {
        self.pages.given_up += 1;
    }

    fn count(&mut self, found: &PageDifference) {
        self.pages.changed += 1;
        self.pages.article += u64::from(found.article);
        self.pages.thread += u64::from(found.thread);
        self.pages.other_input += u64::from(found.other_input);
        let content = found.article || found.thread || found.other_input;
        self.pages.reasons += u64::from(!content);
        for (rule, lines) in &found.rules {
            let sums = self.rules.entry(rule.clone()).or_default();
            sums.iter_mut().zip(lines).for_each(|(sum, lines)| *sum += lines);
        }
    }

    fn count_moves(&mut self, id: &str, moved: &[Moved]) {
        let mut seen: Vec<&[String; 2]> = Vec::new();
        for line in moved.iter().filter(|line| line.is_relabelled()) {
            let found = self.moves.entry(line.labels.clone()).or_insert_with(Move::new);
            found.lines += 1;
            found.chars += line.chars;
            if !seen.contains(&&line.labels) {
                seen.push(&line.labels);
                found.pages += 1;
            }
            // By the hash of the line, so that one that stands on every page is shown once.
            let key = xxh3_64(line.text.as_bytes());
            if found.examples.admits(&key) {
                let (page, text) = (clip(id, LINE_CHARS), clip(&line.text, LINE_CHARS));
                found.examples.put(key, Example { page, text, rules: line.rules.clone() });
            }
        }
    }

    /// Keeps the page if it is among those that changed most.
    fn name(&mut self, id: &str, article: [u64; 2], comments: [u64; 2], found: &PageDifference) {
        let relabelled: Vec<&Moved> =
            found.moved.iter().filter(|line| line.is_relabelled()).collect();
        let chars: u64 = relabelled.iter().map(|line| line.chars).sum();
        let key = (Reverse(chars), id.to_owned());
        if !self.most.admits(&key) {
            return;
        }
        let named = relabelled.iter().take(PAGE_LINES).map(|line| {
            let [from, to] = line.labels.clone();
            ChangedLine { from, to, text: clip(&line.text, LINE_CHARS) }
        });
        let (lines, more) = (named.collect(), relabelled.len().saturating_sub(PAGE_LINES));
        self.most.put(key, Changed { id: clip(id, LINE_CHARS), article, comments, lines, more });
    }
}

impl Move {
    const fn new() -> Self {
        Self { lines: 0, chars: 0, pages: 0, examples: Least::new(EXAMPLES) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Comparison, Outcome, Pages};
    use crate::write::testing::Sample;
    use crate::write::{WrittenRecord, WrittenRow};

    fn add(comparison: &mut Comparison, letters: [&str; 2]) {
        let lines = letters.map(|letters| {
            let sample = Sample::text("Title\nText of it\n\u{a9} E").labelled(letters);
            (sample.record(), sample.audit())
        });
        let records = [0, 1].map(|i: usize| WrittenRecord::parse(&lines[i].0).unwrap());
        let rows = [0, 1].map(|i: usize| WrittenRow::parse(&lines[i].1).unwrap());
        let outcome = |i: usize| Outcome { record: &records[i], row: Some(&rows[i]) };
        comparison.add([outcome(0), outcome(1)]).unwrap();
    }

    #[test]
    fn pages_are_counted_by_what_changed() {
        let mut comparison = Comparison::new(true);
        add(&mut comparison, ["tpc", "tpc"]);
        assert!(!comparison.any());
        add(&mut comparison, ["tpc", "tnc"]);
        add(&mut comparison, ["tpc", "tpn"]);
        comparison.add_alone(1, "new");
        let expected = Pages {
            both: 3,
            changed: 2,
            article: 1,
            reasons: 1,
            alone: [0, 1],
            ..Pages::default()
        };
        assert_eq!(comparison.pages(), expected);
        let json = serde_json::to_value(&comparison).unwrap();
        assert_eq!(json["moves"][0]["to"], "chrome/nav");
        assert_eq!(json["rules"][0]["lines"], serde_json::json!([1, 0]));
    }

    #[test]
    fn a_change_on_the_terminal() {
        let mut comparison = Comparison::new(true);
        add(&mut comparison, ["tpc", "tnc"]);
        let shown = comparison.to_string();
        assert!(shown.contains("paragraph -> chrome/nav"), "{shown}");
        assert!(shown.contains("Text of it"), "{shown}");
    }
}
