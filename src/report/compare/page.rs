//! What differs between two outcomes of one page.

use std::collections::BTreeMap;

use crate::segment::segment;
use crate::write::{WrittenError, WrittenRecord, WrittenRow};

/// What stands for the label of a line of which only the article is known.
const ARTICLE: &str = "article";
const ELSEWHERE: &str = "elsewhere";

/// A record with its audit row, when there is one.
#[derive(Clone, Copy, Debug)]
pub struct Outcome<'t> {
    /// The record.
    pub record: &'t WrittenRecord<'t>,
    /// Its audit row.
    pub row: Option<&'t WrittenRow<'t>>,
}

/// A line that two runs took for different things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// What the first run took it for, and what the second did.
    pub labels: [String; 2],
    /// The rules that spoke for that.
    pub rules: [Option<String>; 2],
    /// Its characters.
    pub chars: u64,
    /// The line.
    pub text: String,
}

impl Moved {
    /// Whether the line is another thing; otherwise only another rule speaks for it.
    pub fn is_relabelled(&self) -> bool {
        self.labels[0] != self.labels[1]
    }
}

/// How two outcomes of a page differ.
#[derive(Clone, Debug, Default)]
pub struct PageDifference {
    /// The two are not outcomes of the same page.
    pub other_input: bool,
    /// The article differs.
    pub article: bool,
    /// The thread differs.
    pub thread: bool,
    /// Lines that differ, in the order of the page.
    pub moved: Vec<Moved>,
    /// Lines that each rule took, in the one run and in the other, where these differ.
    pub rules: BTreeMap<String, [u64; 2]>,
}

impl PageDifference {
    /// Compares two outcomes.
    pub fn of(outcomes: [Outcome<'_>; 2]) -> Result<Self, WrittenError> {
        let [a, b] = outcomes;
        let [(text_a, thread_a), (text_b, thread_b)] =
            [a.record.content()?, b.record.content()?].map(|[text, thread]| (text, thread));
        let mut found = Self {
            other_input: a.record.info.chars_in != b.record.info.chars_in,
            article: text_a != text_b,
            thread: thread_a != thread_b,
            ..Self::default()
        };
        if let (Some(row_a), Some(row_b)) = (a.row, b.row) {
            if row_a.same_page(row_b) && !same_runs(row_a, row_b) {
                found.moved = moved(&row_a.original(a.record)?, [row_a, row_b]);
            }
            found.other_input |= !row_a.same_page(row_b);
        }
        if found.moved.is_empty() && found.article {
            found.moved = kept_and_lost([&a.record.text()?, &b.record.text()?]);
        }
        found.count_rules(&a.record.info.rules, &b.record.info.rules);
        Ok(found)
    }

    /// Whether anything differs.
    pub fn any(&self) -> bool {
        self.other_input
            || self.article
            || self.thread
            || !self.moved.is_empty()
            || !self.rules.is_empty()
    }

    fn count_rules(&mut self, a: &BTreeMap<String, u64>, b: &BTreeMap<String, u64>) {
        for name in a.keys().chain(b.keys()) {
            let lines = [a, b].map(|rules| rules.get(name).copied().unwrap_or(0));
            if lines[0] != lines[1] {
                self.rules.insert(name.clone(), lines);
            }
        }
    }
}

/// Whether two rows say the same of every character, scores aside, by the same rules.
fn same_runs(a: &WrittenRow<'_>, b: &WrittenRow<'_>) -> bool {
    let runs = |row: &WrittenRow<'_>| {
        let mut runs = Vec::new();
        for stretch in row.stretches() {
            match runs.last_mut() {
                Some((label, end)) if *label == stretch.label => *end = stretch.end,
                _ => runs.push((stretch.label, stretch.end)),
            }
        }
        runs
    };
    runs(a) == runs(b) && a.rules().eq(b.rules())
}

/// The lines of a page that two rows say different things of.
fn moved(page: &str, rows: [&WrittenRow<'_>; 2]) -> Vec<Moved> {
    let rules = rows
        .map(|row| row.rules().map(|(start, _, rule)| (start, rule)).collect::<BTreeMap<_, _>>());
    let mut list = Vec::new();
    let mut start = 0;
    for line in segment(page).lines {
        let chars = line.span.of(page).chars().count() as u64;
        let labels = rows.map(|row| {
            row.stretch_at(start)
                .map_or_else(|| "none".to_owned(), |stretch| stretch.label.to_string())
        });
        let by = [0, 1].map(|side: usize| {
            let rule = rules.get(side).and_then(|rules| rules.get(&start));
            rule.map(|rule| (*rule).to_owned())
        });
        if labels[0] != labels[1] || by[0] != by[1] {
            let text = line.content.of(page).to_owned();
            list.push(Moved { labels, rules: by, chars, text });
        }
        start += chars;
    }
    list
}

/// Lines that only one of two articles has; of lines that stand there several times, those that are more.
fn kept_and_lost(articles: [&str; 2]) -> Vec<Moved> {
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for (article, sign) in articles.iter().zip([-1, 1]) {
        for line in lines(article) {
            *counts.entry(line).or_default() += sign;
        }
    }
    let mut list = Vec::new();
    for (article, sign) in articles.iter().zip([-1, 1]) {
        for line in lines(article) {
            let Some(left) = counts.get_mut(line).filter(|left| **left * sign > 0) else {
                continue;
            };
            *left -= sign;
            let [from, to] = if sign < 0 { [ARTICLE, ELSEWHERE] } else { [ELSEWHERE, ARTICLE] };
            list.push(Moved {
                labels: [from.to_owned(), to.to_owned()],
                rules: [None, None],
                chars: line.chars().count() as u64,
                text: line.to_owned(),
            });
        }
    }
    list
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').filter(|line| !line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Outcome, PageDifference, kept_and_lost};
    use crate::write::testing::Sample;
    use crate::write::{WrittenRecord, WrittenRow};

    fn difference(letters: [&str; 2], audited: bool) -> PageDifference {
        let lines = letters.map(|letters| {
            let sample = Sample::text("Title\nText of it\n\u{a9} E\nAnn\nHi").labelled(letters);
            (sample.record(), sample.audit())
        });
        let records = [0, 1].map(|i: usize| WrittenRecord::parse(&lines[i].0).unwrap());
        let rows = [0, 1].map(|i: usize| WrittenRow::parse(&lines[i].1).unwrap());
        let outcome = |i: usize| Outcome { record: &records[i], row: audited.then_some(&rows[i]) };
        PageDifference::of([outcome(0), outcome(1)]).unwrap()
    }

    #[test]
    fn equal_outcomes_do_not_differ() {
        assert!(!difference(["tpchb", "tpchb"], true).any());
        assert!(!difference(["tpchb", "tpchb"], false).any());
    }

    #[test]
    fn with_an_audit_every_line_is_compared() {
        let found = difference(["tpchb", "tnnhb"], true);
        let told: Vec<_> =
            found.moved.iter().map(|m| (m.text.as_str(), m.labels.join(" "))).collect();
        let expected = [
            ("Text of it", "paragraph chrome/nav".to_owned()),
            ("\u{a9} E", "chrome/copyright chrome/nav".to_owned()),
        ];
        assert_eq!(told, expected);
        assert!(found.article && !found.thread && !found.other_input);
        assert_eq!(found.rules["site-copyright"], [1, 0]);
    }

    #[test]
    fn without_one_the_articles_are() {
        let found = difference(["tpchb", "tncpp"], false);
        let told: Vec<_> =
            found.moved.iter().map(|m| (m.text.as_str(), m.labels.join(" "))).collect();
        let expected = [
            ("Text of it", "article elsewhere".to_owned()),
            ("Ann", "elsewhere article".to_owned()),
            ("Hi", "elsewhere article".to_owned()),
        ];
        assert_eq!(told, expected);
        assert!(found.article && found.thread);
    }

    #[test]
    fn lines_that_stand_more_often_are_those_that_are_more() {
        let told = |a, b| kept_and_lost([a, b]).len();
        assert_eq!((told("x\nx\n\ny", "x\ny"), told("x", "x"), told("", "x\nx")), (1, 0, 2));
    }
}
