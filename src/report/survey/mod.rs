//! What a run did, seen from its outputs: counts, and the pages worth looking at.
//!
//! A survey is made of cleaned records and audit rows, in one pass, in memory that
//! does not grow with the run. It is mergeable: any split of a run over workers
//! gives the same survey. Separate from [`super::Stats`], which is counted while
//! pages are cleaned and holds no text: a survey is for looking.
//!
//! - `least.rs`: the few of many, whatever order they come in;
//! - `facts.rs`: what is asked of every page, and what makes one doubtful;
//! - `counts.rs`: what is counted, all of which adds up;
//! - `view.rs`: a page as it is shown; `shown.rs`: those for which there is room;
//! - `spread.rs`: how figures are spread;
//! - `quarantine.rs`: what was set aside, by cause;
//! - `extras.rs`: what a report shows besides;
//! - `figures.rs`: the survey as the report shows it.

mod counts;
mod extras;
mod facts;
mod figures;
mod least;
mod quarantine;
mod shown;
mod spread;
mod view;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64;

pub use extras::Extras;
pub use figures::Figures;
pub use least::Least;
pub use quarantine::Quarantined;
pub(super) use view::clip;

use crate::label::Label;
use crate::write::{Flag, Info, WrittenError, WrittenRecord, WrittenRow};
use counts::{Count, Doubtful, Example, RuleCount, SiteCount, Taken, Totals, taken};
use facts::{Doubt, Facts, doubts, thousandths};
use least::ByHash;
use spread::{Bin, Spread};
use view::PageView;

/// Room for sites together with the rules that were at work on each.
const MOST_SITE_RULES: usize = 300_000;
/// Room for rules; there are fewer, but for an audit that was tampered with.
const MOST_RULES: usize = 10_000;
/// Room for platforms and for the programs that wrote the records.
const MOST_NAMES: usize = 500;
/// Characters of an example that are kept.
const EXAMPLE_CHARS: usize = 160;

const LENGTHS: [u64; 11] = [0, 1, 200, 500, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000];
const COMMENTS: [u64; 9] = [0, 1, 2, 4, 8, 16, 32, 64, 128];
const CONFIDENCES: [u64; 9] = [0, 500, 600, 700, 800, 850, 900, 950, 990];
const SHARES: [u64; 11] = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100];

/// How many pages are kept to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SurveySettings {
    /// Pages of the sample.
    pub sample: usize,
    /// Pages worth checking first.
    pub doubtful: usize,
}

impl Default for SurveySettings {
    fn default() -> Self {
        Self { sample: 40, doubtful: 40 }
    }
}

/// Counts over the pages of a run, and some of the pages.
#[derive(Clone, Debug)]
pub struct Survey {
    /// Whether every record had its audit row.
    audited: bool,
    totals: Totals,
    /// Characters and pages by label, in the order of [`Label::all`].
    labels: Vec<Count>,
    rules: ByHash<RuleCount>,
    sites: ByHash<SiteCount>,
    platforms: ByHash<u64>,
    /// Version, mode and profile of the programs that wrote the records.
    makers: ByHash<u64>,
    languages: BTreeMap<String, u64>,
    flags: BTreeMap<Flag, u64>,
    lengths: Spread,
    threads: Spread,
    confidences: Spread,
    removed: Spread,
    sample: Least<(u64, u64), PageView>,
    doubtful: Least<(Reverse<u64>, u64), Doubtful>,
}

impl Survey {
    /// A survey of nothing.
    #[must_use]
    pub fn new(settings: SurveySettings) -> Self {
        Self {
            audited: true,
            totals: Totals::default(),
            labels: vec![Count::default(); Label::all().count()],
            rules: ByHash::new(MOST_RULES),
            sites: ByHash::new(MOST_SITE_RULES),
            platforms: ByHash::new(MOST_NAMES),
            makers: ByHash::new(MOST_NAMES),
            languages: BTreeMap::new(),
            flags: BTreeMap::new(),
            lengths: Spread::new(&LENGTHS),
            threads: Spread::new(&COMMENTS),
            confidences: Spread::new(&CONFIDENCES),
            removed: Spread::new(&SHARES),
            sample: Least::new(settings.sample),
            doubtful: Least::new(settings.doubtful),
        }
    }

    /// Counts the record of this number (from 1), with its audit row when there is one.
    ///
    /// # Errors
    /// When the record or the row is not what `clean` writes, or they do not belong together.
    pub fn add(
        &mut self,
        number: u64,
        record: &WrittenRecord<'_>,
        row: Option<&WrittenRow<'_>>,
    ) -> Result<(), WrittenError> {
        let facts = Facts::of(number, record)?;
        let (weight, doubts) = doubts(&facts, record);
        self.audited &= row.is_some();
        self.count(&facts, &record.info);
        if let Some(row) = row {
            self.count_labels(row);
        }
        let taken = taken(record, row);
        self.count_rules(&taken, &facts, record, row)?;
        self.count_site(&taken, &facts, &record.info, !doubts.is_empty());
        let (hash, number) = (facts.hash, facts.number);
        if self.sample.admits(&(hash, number)) {
            self.sample.put((hash, number), PageView::of(&facts, record, row)?);
        }
        let key = (Reverse(weight), facts.content);
        if weight > 0 && self.doubtful.admits(&key) {
            let view = PageView::of(&facts, record, row)?;
            self.doubtful.add(key, Doubtful { view, doubts, alike: 1 }, Doubtful::join);
        }
        Ok(())
    }

    /// Adds the survey of another part of the run.
    pub fn merge(&mut self, other: Self) {
        self.audited &= other.audited;
        self.totals.add(&other.totals);
        for (ours, theirs) in self.labels.iter_mut().zip(other.labels) {
            ours.chars += theirs.chars;
            ours.pages += theirs.pages;
        }
        self.rules.merge(other.rules, RuleCount::add);
        self.sites.merge(other.sites, SiteCount::add);
        self.platforms.merge(other.platforms, |ours, theirs| *ours += theirs);
        self.makers.merge(other.makers, |ours, theirs| *ours += theirs);
        for (language, pages) in other.languages {
            *self.languages.entry(language).or_default() += pages;
        }
        for (flag, pages) in other.flags {
            *self.flags.entry(flag).or_default() += pages;
        }
        self.lengths.merge(&other.lengths);
        self.threads.merge(&other.threads);
        self.confidences.merge(&other.confidences);
        self.removed.merge(&other.removed);
        self.sample.merge(other.sample, |_, _| ());
        self.doubtful.merge(other.doubtful, Doubtful::join);
    }

    fn count(&mut self, facts: &Facts, info: &Info) {
        self.totals.add(&Totals {
            pages: 1,
            chars: chars_of(info),
            comments: facts.comments,
            with_comments: u64::from(facts.comments > 0),
            without_site: u64::from(facts.site.is_empty()),
        });
        for platform in &info.platforms {
            self.platforms.change(platform, |pages| *pages += 1);
        }
        self.makers.change(&maker(info), |pages| *pages += 1);
        *self.languages.entry(facts.language.clone()).or_default() += 1;
        for flag in &info.flags {
            *self.flags.entry(*flag).or_default() += 1;
        }
        self.lengths.add(info.chars_text);
        self.threads.add(facts.comments);
        if let Some(confidence) = info.confidence {
            self.confidences.add(thousandths(confidence));
        }
        self.removed.add(info.chars_removed * 100 / info.chars_in.max(1));
    }

    fn count_labels(&mut self, row: &WrittenRow<'_>) {
        for (label, count) in Label::all().zip(&mut self.labels) {
            let mine = row.stretches().iter().filter(|stretch| stretch.label == label);
            let chars: u64 = mine.map(|stretch| stretch.end.saturating_sub(stretch.start)).sum();
            count.chars += chars;
            count.pages += u64::from(chars > 0);
        }
    }

    fn count_rules(
        &mut self,
        taken: &[Taken<'_>],
        facts: &Facts,
        record: &WrittenRecord<'_>,
        row: Option<&WrittenRow<'_>>,
    ) -> Result<(), WrittenError> {
        let key = |start: u64| (facts.hash ^ xxh3_64(&start.to_le_bytes()), facts.number, start);
        // Few pages give an example, and the original has to be put together for it.
        let mut original: Option<String> = None;
        for Taken { rule, lines, chars, places } in taken {
            let mut wanted = Vec::new();
            self.rules.change(rule, |count| {
                count.lines += lines;
                count.chars += chars;
                count.pages += 1;
                wanted = places.iter().filter(|at| count.examples.admits(&key(at.0))).collect();
            });
            let Some(row) = row.filter(|_| !wanted.is_empty()) else { continue };
            let text = match original.take() {
                Some(text) => text,
                None => row.original(record)?,
            };
            for (start, end, label) in wanted {
                let example = Example {
                    text: clip(slice(&text, *start, *end).trim(), EXAMPLE_CHARS),
                    page: clip(&facts.id, EXAMPLE_CHARS),
                    site: clip(&facts.site, EXAMPLE_CHARS),
                    label: *label,
                };
                self.rules.change(rule, |count| count.examples.put(key(*start), example));
            }
            original = Some(text);
        }
        Ok(())
    }

    fn count_site(&mut self, taken: &[Taken<'_>], facts: &Facts, info: &Info, doubtful: bool) {
        if facts.site.is_empty() {
            return;
        }
        self.sites.change(&facts.site, |site| {
            site.pages += 1;
            site.doubtful += u64::from(doubtful);
            for (ours, chars) in site.chars.iter_mut().zip(chars_of(info)) {
                *ours += chars;
            }
            for rule in taken.iter().filter(|taken| taken.chars > 0) {
                *site.rules.entry(xxh3_64(rule.rule.as_bytes())).or_default() += rule.chars;
            }
        });
    }
}

fn chars_of(info: &Info) -> [u64; 4] {
    [info.chars_in, info.chars_text, info.chars_comments, info.chars_removed]
}

/// What wrote a record: version, mode, profile.
fn maker(info: &Info) -> String {
    let mode = info.mode.unwrap_or_default();
    match &info.profile {
        Some(profile) => format!("{}, {mode}, sites {profile}", info.version),
        None => format!("{}, {mode}", info.version),
    }
}

/// The characters from `start` to `end` of a text.
fn slice(text: &str, start: u64, end: u64) -> &str {
    let at = |character: u64| {
        let number = usize::try_from(character).unwrap_or(usize::MAX);
        text.char_indices().nth(number).map_or(text.len(), |(at, _)| at)
    };
    text.get(at(start)..at(end)).unwrap_or_default()
}
