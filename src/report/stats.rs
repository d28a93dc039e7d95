//! The counts of a run.
//!
//! Separate from their display: [`Stats::merge`] is commutative and
//! associative, so any split of a run over workers, shards or machines gives
//! the same figures, and this type is also the format of `--stats FILE`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sites::{SiteTally, Sites};
use crate::label::{ChromeKind, Label, Part};
use crate::read::site_key;
use crate::write::{Composed, Flag, Repaired, Unlabelled, chars_of};

/// Name under which the characters of pages without any visible line are counted as removed.
const BLANK: &str = "blank";

/// Counts over pages. All characters are Unicode characters of the input's texts, and
/// `chars_in = chars_text + chars_comments + chars_removed`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Stats {
    /// Pages cleaned.
    pub pages: u64,
    /// Characters read.
    pub chars_in: u64,
    /// Characters of lines that went to articles.
    pub chars_text: u64,
    /// Characters of lines that went to comments.
    pub chars_comments: u64,
    /// Characters of lines that were removed.
    pub chars_removed: u64,
    /// Comments found.
    pub comments: u64,
    /// What was removed, by kind of chrome; `blank` is white space of pages without any line.
    pub removed: BTreeMap<String, Tally>,
    /// Lines taken out of articles by each rule.
    pub rules: BTreeMap<String, Tally>,
    /// Pages by comment platform or site system.
    pub platforms: BTreeMap<String, u64>,
    /// Pages by flag.
    pub flags: BTreeMap<Flag, u64>,
    /// Pages that were not cleaned, by reason.
    pub unlabelled: BTreeMap<Unlabelled, u64>,
    /// Pages whose text had to be mended: by encoding, `bom`, `replaced`.
    pub repairs: BTreeMap<String, u64>,
    /// Records set aside, by reason.
    pub quarantined: BTreeMap<String, u64>,
    /// Sound records that hold no page, by kind: those of a WARC archive that are about others.
    pub skipped: BTreeMap<String, u64>,
    /// Pages and characters by site.
    pub sites: Sites,
}

/// Lines and their characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tally {
    /// Lines.
    pub lines: u64,
    /// Unicode characters, with line breaks and the blank lines after each line.
    pub chars: u64,
}

impl Stats {
    /// Counts one cleaned page.
    pub fn add_page(&mut self, composed: &Composed<'_, '_>) {
        let cleaned = composed.cleaned;
        let counts = composed.counts;
        self.pages += 1;
        self.chars_in += counts.input;
        self.chars_text += counts.text;
        self.chars_comments += counts.comments;
        self.chars_removed += counts.removed;
        self.comments += cleaned.thread.len() as u64;
        self.add_lines(composed);
        for platform in cleaned.platforms {
            *entry(&mut self.platforms, platform) += 1;
        }
        for flag in &composed.flags {
            *self.flags.entry(*flag).or_default() += 1;
        }
        if let Some(why) = cleaned.unlabelled {
            *self.unlabelled.entry(why).or_default() += 1;
        }
        self.add_repairs(Repaired::of(&cleaned.page.repairs));
        let (chars_in, chars_removed) = (counts.input, counts.removed);
        self.sites.add(&site_key(cleaned.page), SiteTally { pages: 1, chars_in, chars_removed });
    }

    /// Counts one record that was set aside. `reason` names the class of the error, without the
    /// particulars of the record, so that the list stays short.
    pub fn add_bad(&mut self, reason: &str) {
        *entry(&mut self.quarantined, reason) += 1;
    }

    /// Counts one sound record that holds no page.
    pub fn add_skipped(&mut self, kind: &str) {
        *entry(&mut self.skipped, kind) += 1;
    }

    /// Number of records that were set aside.
    #[must_use]
    pub fn bad(&self) -> u64 {
        self.quarantined.values().sum()
    }

    /// Adds the counts of another part of the run.
    pub fn merge(&mut self, other: Self) {
        self.pages += other.pages;
        self.chars_in += other.chars_in;
        self.chars_text += other.chars_text;
        self.chars_comments += other.chars_comments;
        self.chars_removed += other.chars_removed;
        self.comments += other.comments;
        for (ours, theirs) in [(&mut self.removed, other.removed), (&mut self.rules, other.rules)] {
            for (name, tally) in theirs {
                ours.entry(name).or_default().add(tally.lines, tally.chars);
            }
        }
        for (ours, theirs) in [
            (&mut self.platforms, other.platforms),
            (&mut self.repairs, other.repairs),
            (&mut self.quarantined, other.quarantined),
            (&mut self.skipped, other.skipped),
        ] {
            for (name, count) in theirs {
                *ours.entry(name).or_default() += count;
            }
        }
        for (flag, count) in other.flags {
            *self.flags.entry(flag).or_default() += count;
        }
        for (why, count) in other.unlabelled {
            *self.unlabelled.entry(why).or_default() += count;
        }
        self.sites.merge(other.sites);
    }

    fn add_lines(&mut self, composed: &Composed<'_, '_>) {
        let cleaned = composed.cleaned;
        // Summed up for the page first: many lines have few names.
        let mut kinds = [Tally::default(); ChromeKind::ALL.len()];
        let mut rules: Vec<(&str, u64)> = Vec::new();
        for (i, (line, label)) in cleaned.lines.iter().zip(cleaned.labels).enumerate() {
            if label.part() == Part::Article {
                continue;
            }
            let chars = chars_of(line, &cleaned.page.text);
            if let Label::Chrome(kind) = label
                && let Some(tally) = kinds.get_mut(*kind as usize)
            {
                tally.add(1, chars);
            }
            let rule = cleaned.reasons.get(i).and_then(|reason| reason.rule);
            rules.extend(rule.map(|rule| (rule, chars)));
        }
        for (kind, tally) in ChromeKind::ALL.into_iter().zip(kinds) {
            if tally.lines > 0 {
                entry(&mut self.removed, kind.name()).add(tally.lines, tally.chars);
            }
        }
        // By where the names are kept, which is cheaper to compare than what they are.
        rules.sort_unstable_by_key(|(rule, _)| rule.as_ptr());
        for lines in rules.chunk_by(|a, b| a.0 == b.0) {
            if let Some((rule, _)) = lines.first() {
                let chars = lines.iter().map(|(_, chars)| chars).sum();
                entry(&mut self.rules, rule).add(lines.len() as u64, chars);
            }
        }
        let chrome: u64 = kinds.iter().map(|tally| tally.chars).sum();
        let rest = composed.counts.removed.saturating_sub(chrome);
        if rest > 0 {
            entry(&mut self.removed, BLANK).add(0, rest);
        }
    }

    fn add_repairs(&mut self, repaired: Option<Repaired>) {
        let Some(repaired) = repaired else { return };
        if let Some(encoding) = &repaired.encoding {
            *entry(&mut self.repairs, encoding) += 1;
        }
        for (name, found) in [("bom", repaired.bom), ("replaced", repaired.replaced > 0)] {
            if found {
                *entry(&mut self.repairs, name) += 1;
            }
        }
    }
}

impl Tally {
    fn add(&mut self, lines: u64, chars: u64) {
        self.lines += lines;
        self.chars += chars;
    }
}

/// The entry of this name; the name is only copied the first time.
fn entry<'m, T: Default>(map: &'m mut BTreeMap<String, T>, name: &str) -> &'m mut T {
    if !map.contains_key(name) {
        map.insert(name.to_owned(), T::default());
    }
    map.entry(name.to_owned()).or_default()
}

#[cfg(test)]
mod tests {
    use super::{Stats, Tally};
    use crate::write::Flag;
    use crate::write::testing::Sample;
    use proptest::prelude::*;

    fn of(input: &str, letters: &str) -> Stats {
        let sample = Sample::text(input).labelled(letters);
        let mut stats = Stats::default();
        stats.add_page(&sample.cleaned().compose());
        stats
    }

    #[test]
    fn one_page_counted() {
        let stats = of("Title\n\nNav\n\u{a9} E\nAnn\nHi", "tnchb");
        assert_eq!((stats.pages, stats.comments), (1, 1));
        assert_eq!((stats.chars_text, stats.chars_comments, stats.chars_removed), (7, 6, 8));
        assert_eq!(stats.removed["nav"], Tally { lines: 1, chars: 4 });
        assert_eq!(stats.rules["site-copyright"], Tally { lines: 1, chars: 4 });
        assert_eq!(of(" \n", "").flags[&Flag::Blank], 1);
    }

    #[test]
    fn removed_kinds_add_up() {
        for stats in [of(" \n", ""), of("\n a\n\nb\nc", "pnc")] {
            let sum: u64 = stats.removed.values().map(|tally| tally.chars).sum();
            assert_eq!(sum, stats.chars_removed);
        }
    }

    #[test]
    fn json_reads_back() {
        let mut stats = of("Title\nNav", "tc");
        stats.add_bad("not JSON");
        let json = serde_json::to_string(&stats).unwrap();
        assert_eq!(serde_json::from_str::<Stats>(&json).unwrap(), stats);
        assert!(json.contains(r#""quarantined":{"not JSON":1}"#), "{json}");
    }

    fn stats() -> impl Strategy<Value = Stats> {
        let page = ("[a-c\n ]{0,20}", "[tpcnhbr]{0,9}", prop::option::of("[xy]"));
        prop::collection::vec(page, 0..4).prop_map(|pages| {
            let mut stats = Stats::default();
            for (input, letters, bad) in pages {
                stats.merge(of(&input, &letters));
                if let Some(reason) = bad {
                    stats.add_skipped(&reason);
                    stats.add_bad(&reason);
                }
            }
            stats
        })
    }

    fn sum(parts: &[&Stats]) -> Stats {
        let mut sum = Stats::default();
        for part in parts {
            sum.merge((*part).clone());
        }
        sum
    }

    proptest! {
        #[test]
        fn merging_knows_no_order_and_no_grouping(a in stats(), b in stats(), c in stats()) {
            prop_assert_eq!(sum(&[&a, &b]), sum(&[&b, &a]));
            prop_assert_eq!(sum(&[&sum(&[&a, &b]), &c]), sum(&[&a, &sum(&[&b, &c])]));
            prop_assert_eq!(sum(&[&a]), a);
        }
    }
}
