//! What is counted of a run: all of it adds up, in any order.

use std::collections::BTreeMap;

use super::facts::Doubt;
use super::least::{Least, Weigh};
use super::view::PageView;
use crate::label::{Label, Part};
use crate::write::{WrittenRecord, WrittenRow};

/// Example lines kept of each rule, of which those that differ are shown.
const EXAMPLES: usize = 8;

#[derive(Clone, Copy, Debug, Default)]
pub struct Totals {
    pub pages: u64,
    pub chars: [u64; 4],
    pub comments: u64,
    pub with_comments: u64,
    pub without_site: u64,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Count {
    pub chars: u64,
    pub pages: u64,
}

#[derive(Clone, Debug)]
pub struct RuleCount {
    pub lines: u64,
    pub chars: u64,
    pub pages: u64,
    pub examples: Least<(u64, u64, u64), Example>,
}

impl Default for RuleCount {
    fn default() -> Self {
        Self { lines: 0, chars: 0, pages: 0, examples: Least::new(EXAMPLES) }
    }
}

impl Weigh for RuleCount {}

/// A line that a rule took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    pub text: String,
    pub page: String,
    pub site: String,
    pub label: Label,
}

/// A page worth checking, and how many more have the same outcome.
#[derive(Clone, Debug)]
pub struct Doubtful {
    pub view: PageView,
    pub doubts: Vec<Doubt>,
    pub alike: u64,
}

impl Doubtful {
    /// Of pages that are alike the first of the run is shown.
    pub fn join(&mut self, other: Self) {
        self.alike += other.alike;
        if other.view.record < self.view.record {
            self.view = other.view;
        }
    }
}

/// Counts of one site.
#[derive(Clone, Debug, Default)]
pub struct SiteCount {
    pub pages: u64,
    pub chars: [u64; 4],
    pub doubtful: u64,
    /// Characters that each rule took here, by the hash of the rule's name.
    pub rules: BTreeMap<u64, u64>,
}

impl Weigh for SiteCount {
    fn weight(&self) -> usize {
        1 + self.rules.len()
    }
}

/// What one rule took of one page.
pub struct Taken<'r> {
    pub rule: &'r str,
    pub lines: u64,
    pub chars: u64,
    /// Where its lines start and end, with what they are.
    pub places: Vec<(u64, u64, Label)>,
}

/// What rules took of a page, in the order of their names. Without an audit row only lines are known.
pub fn taken<'r>(record: &'r WrittenRecord<'_>, row: Option<&'r WrittenRow<'_>>) -> Vec<Taken<'r>> {
    let Some(row) = row else {
        let rules = record.info.rules.iter();
        let plain = |(rule, lines): (&'r String, &u64)| Taken {
            rule: rule.as_str(),
            lines: *lines,
            chars: 0,
            places: Vec::new(),
        };
        return rules.map(plain).collect();
    };
    let mut by_rule: BTreeMap<&str, Vec<(u64, u64, Label)>> = BTreeMap::new();
    for (start, end, rule) in row.rules() {
        let label = row.stretch_at(start).map(|stretch| stretch.label);
        if let Some(label) = label.filter(|label| label.part() != Part::Article) {
            by_rule.entry(rule).or_default().push((start, end, label));
        }
    }
    let sum = |(rule, places): (&'r str, Vec<(u64, u64, Label)>)| Taken {
        rule,
        lines: places.len() as u64,
        chars: places.iter().map(|(start, end, _)| end.saturating_sub(*start)).sum(),
        places,
    };
    by_rule.into_iter().map(sum).collect()
}

impl Totals {
    pub fn add(&mut self, other: &Self) {
        self.pages += other.pages;
        self.comments += other.comments;
        self.with_comments += other.with_comments;
        self.without_site += other.without_site;
        for (ours, theirs) in self.chars.iter_mut().zip(other.chars) {
            *ours += theirs;
        }
    }
}

impl RuleCount {
    pub fn add(&mut self, other: Self) {
        self.lines += other.lines;
        self.chars += other.chars;
        self.pages += other.pages;
        self.examples.merge(other.examples, |_, _| ());
    }
}

impl SiteCount {
    pub fn add(&mut self, other: Self) {
        self.pages += other.pages;
        self.doubtful += other.doubtful;
        for (ours, theirs) in self.chars.iter_mut().zip(other.chars) {
            *ours += theirs;
        }
        for (rule, chars) in other.rules {
            *self.rules.entry(rule).or_default() += chars;
        }
    }
}
