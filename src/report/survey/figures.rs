//! The survey as the report shows it: sorted, cut to what a reader reads, of bounded size.
//!
//! Separate from counting: here shares are made, lists are ranked (equal ones by
//! name, so that no report differs from the next) and everything long is cut.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::value::RawValue;
use xxhash_rust::xxh3::xxh3_64;

use super::shown::Shown;
use super::view::clip;
use super::{Bin, Doubt, Extras, Quarantined, Survey};
use crate::label::Label;
use crate::report::{Alarm, SiteTally, Stats, Tally};
use crate::rules::RuleSet;
use crate::write::Flag;

/// Rules, sites and names that are shown.
const SHOWN_RULES: usize = 250;
const SHOWN_SITES: usize = 250;
const SHOWN_NAMES: usize = 60;
/// Example lines of a rule, sites of a rule, rules of a site that are shown.
const SHOWN_EXAMPLES: usize = 4;
const SHOWN_PARTS: usize = 4;

/// Everything that the report shows.
#[derive(Debug, Serialize)]
pub struct Figures {
    version: &'static str,
    makers: Vec<Named>,
    audited: bool,
    pages: u64,
    /// Characters read, of articles, of threads, removed.
    chars: [u64; 4],
    comments: u64,
    pages_with_comments: u64,
    alarms: Vec<Alarm>,
    labels: Vec<LabelFigures>,
    rules: Vec<RuleFigures>,
    rules_in_all: usize,
    sites: Vec<SiteFigures>,
    sites_in_all: usize,
    sites_partial: bool,
    pages_without_site: u64,
    platforms: Vec<Named>,
    languages: Vec<Named>,
    flags: Vec<Named>,
    lengths: Vec<Bin>,
    threads: Vec<Bin>,
    confidences: Vec<Bin>,
    removed: Vec<Bin>,
    quarantined: Option<Quarantined>,
    /// Why each rule takes its lines, of all rules that are named anywhere.
    reasons: BTreeMap<String, Reason>,
    views: Vec<Box<RawValue>>,
    /// Indexes into `views`: the sample, by the hash of the identifier.
    sample: Vec<usize>,
    /// The pages worth checking, the most doubtful first, with the number of pages that came out alike.
    doubtful: Vec<(usize, Vec<Doubt>, u64)>,
    /// Pages that did not fit.
    left_out: usize,
}

impl Figures {
    /// Pages of the run.
    #[must_use]
    pub const fn pages(&self) -> u64 {
        self.pages
    }
}

/// A name with its pages.
#[derive(Debug, Serialize)]
struct Named {
    name: String,
    pages: u64,
}

#[derive(Debug, Serialize)]
struct LabelFigures {
    name: &'static str,
    kind: Option<&'static str>,
    part: &'static str,
    chars: u64,
    pages: u64,
}

#[derive(Debug, Serialize)]
struct RuleFigures {
    name: String,
    lines: u64,
    chars: u64,
    pages: u64,
    sites: u64,
    /// The sites of which the rule takes the largest share: name, characters taken, characters of the site, pages.
    most_on: Vec<(String, u64, u64, u64)>,
    examples: Vec<ExampleFigures>,
}

#[derive(Debug, Serialize)]
struct ExampleFigures {
    text: String,
    page: String,
    site: String,
    label: String,
}

#[derive(Debug, Serialize)]
struct SiteFigures {
    name: String,
    pages: u64,
    chars: [u64; 4],
    doubtful: u64,
    /// The rules that took most here, with characters.
    rules: Vec<(String, u64)>,
    template: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Reason {
    /// One sentence of the rule file.
    #[serde(rename = "reason")]
    why: String,
    set: String,
    strength: String,
    label: String,
}

impl Survey {
    /// The sites that the report will show.
    #[must_use]
    pub fn shown_sites(&self) -> BTreeSet<String> {
        self.ranked_sites().into_iter().map(|(name, _)| name.to_owned()).collect()
    }

    /// The survey as it is shown; `rules` say why lines were taken.
    ///
    /// # Errors
    /// When a page cannot be written as JSON, which does not happen.
    pub fn figures(&self, extras: Extras, rules: &RuleSet) -> Result<Figures, serde_json::Error> {
        let names = self.rules.iter().map(|(hash, name, _)| (hash, name)).collect();
        let sites = self.site_figures(&names, &extras.templates);
        let shown = self.rule_figures();
        let Shown { views, sample, doubtful, left_out, .. } = self.views()?;
        Ok(Figures {
            version: env!("CARGO_PKG_VERSION"),
            makers: ranked(self.makers.iter().map(|(_, name, pages)| (name, *pages))),
            audited: self.audited && self.totals.pages > 0,
            pages: self.totals.pages,
            chars: self.totals.chars,
            comments: self.totals.comments,
            pages_with_comments: self.totals.with_comments,
            alarms: extras.rails.check(&self.stats()),
            labels: self.label_figures(),
            reasons: reasons(rules, names.values().copied()),
            rules: shown,
            rules_in_all: self.rules.iter().count(),
            sites,
            sites_in_all: self.sites.iter().count(),
            sites_partial: self.sites.is_partial(),
            pages_without_site: self.totals.without_site,
            platforms: ranked(self.platforms.iter().map(|(_, name, pages)| (name, *pages))),
            languages: ranked(self.languages.iter().map(|(name, pages)| (name.as_str(), *pages))),
            flags: ranked(self.flags.iter().map(|(flag, pages)| (Flag::name(*flag), *pages))),
            lengths: self.lengths.bins(),
            threads: self.threads.bins(),
            confidences: self.confidences.bins(),
            removed: self.removed.bins(),
            quarantined: extras.quarantined,
            views,
            sample,
            doubtful,
            left_out,
        })
    }

    /// The counts that guard rails look at.
    fn stats(&self) -> Stats {
        let [chars_in, chars_text, chars_comments, chars_removed] = self.totals.chars;
        let mut stats = Stats {
            pages: self.totals.pages,
            chars_in,
            chars_text,
            chars_comments,
            chars_removed,
            ..Stats::default()
        };
        for (_, name, rule) in self.rules.iter() {
            stats.rules.insert(name.to_owned(), Tally { lines: rule.lines, chars: rule.chars });
        }
        for (_, name, site) in self.sites.iter() {
            let [chars_in, .., chars_removed] = site.chars;
            stats.sites.add(name, SiteTally { pages: site.pages, chars_in, chars_removed });
        }
        stats
    }

    fn label_figures(&self) -> Vec<LabelFigures> {
        let shown = |(label, count): (Label, &super::Count)| LabelFigures {
            name: label.name(),
            kind: match label {
                Label::Chrome(kind) => Some(kind.name()),
                _ => None,
            },
            part: label.part().name(),
            chars: count.chars,
            pages: count.pages,
        };
        Label::all().zip(&self.labels).map(shown).collect()
    }

    fn rule_figures(&self) -> Vec<RuleFigures> {
        let mut list: Vec<_> = self.rules.iter().collect();
        list.sort_by(|a, b| (b.2.chars, b.2.lines, a.1).cmp(&(a.2.chars, a.2.lines, b.1)));
        list.truncate(SHOWN_RULES);
        let shown: BTreeSet<u64> = list.iter().map(|(hash, ..)| *hash).collect();
        let mut on = self.sites_of(&shown);
        let figures = list.into_iter().map(|(hash, name, rule)| {
            let mut on = on.remove(&hash).unwrap_or_default();
            let sites = on.len() as u64;
            on.sort_by(|a, b| {
                let share = |at: &(String, u64, u64, u64)| {
                    u128::from(at.1) * 1_000_000 / u128::from(at.2.max(1))
                };
                (share(b), &a.0).cmp(&(share(a), &b.0))
            });
            on.truncate(SHOWN_PARTS);
            RuleFigures {
                name: clip(name, 120),
                lines: rule.lines,
                chars: rule.chars,
                pages: rule.pages,
                sites,
                most_on: on,
                examples: examples(rule),
            }
        });
        figures.collect()
    }

    /// For each of these rules the sites on which it took something.
    fn sites_of(&self, rules: &BTreeSet<u64>) -> BTreeMap<u64, Vec<(String, u64, u64, u64)>> {
        let mut on: BTreeMap<u64, Vec<(String, u64, u64, u64)>> = BTreeMap::new();
        for (_, name, site) in self.sites.iter() {
            for (rule, chars) in site.rules.iter().filter(|(rule, _)| rules.contains(rule)) {
                let at = (clip(name, 120), *chars, site.chars[0], site.pages);
                on.entry(*rule).or_default().push(at);
            }
        }
        on
    }

    /// The sites with most pages, and of those left the ones with the largest share removed.
    fn ranked_sites(&self) -> Vec<(&str, &super::SiteCount)> {
        let mut list: Vec<_> = self.sites.iter().map(|(_, name, site)| (name, site)).collect();
        list.sort_by(|a, b| (b.1.pages, a.0).cmp(&(a.1.pages, b.0)));
        let mut rest = list.split_off(list.len().min(SHOWN_SITES / 2));
        let share = |site: &super::SiteCount| {
            u128::from(site.chars[3]) * 1_000_000 / u128::from(site.chars[0].max(1))
        };
        rest.sort_by(|a, b| (share(b.1), a.0).cmp(&(share(a.1), b.0)));
        list.extend(rest.into_iter().take(SHOWN_SITES - SHOWN_SITES / 2));
        list
    }

    fn site_figures(
        &self,
        names: &BTreeMap<u64, &str>,
        templates: &BTreeMap<String, Vec<String>>,
    ) -> Vec<SiteFigures> {
        let figures = self.ranked_sites().into_iter().map(|(name, site)| {
            let named = |(rule, chars): (&u64, &u64)| Some((clip(names.get(rule)?, 120), *chars));
            let mut rules: Vec<_> = site.rules.iter().filter_map(named).collect();
            rules.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
            rules.truncate(SHOWN_PARTS);
            SiteFigures {
                template: templates.get(name).cloned().unwrap_or_default(),
                name: clip(name, 120),
                pages: site.pages,
                chars: site.chars,
                doubtful: site.doubtful,
                rules,
            }
        });
        figures.collect()
    }

    /// Pages to show, each once: doubtful ones and sampled ones in turn, as long as there is room.
    fn views(&self) -> Result<Shown, serde_json::Error> {
        let mut shown = Shown::default();
        let (mut doubtful, mut sampled) = (self.doubtful.iter(), self.sample.iter());
        loop {
            let (doubt, drawn) = (doubtful.next(), sampled.next());
            if let Some((_, doubt)) = doubt
                && let Some(at) = shown.put(&doubt.view)?
            {
                shown.doubtful.push((at, doubt.doubts.clone(), doubt.alike));
            }
            if let Some((_, view)) = drawn
                && let Some(at) = shown.put(view)?
            {
                shown.sample.push(at);
            }
            if doubt.is_none() && drawn.is_none() {
                return Ok(shown);
            }
        }
    }
}

/// Example lines that differ.
fn examples(rule: &super::RuleCount) -> Vec<ExampleFigures> {
    let mut seen = BTreeSet::new();
    let fresh =
        rule.examples.iter().filter(|(_, example)| seen.insert(xxh3_64(example.text.as_bytes())));
    fresh
        .take(SHOWN_EXAMPLES)
        .map(|(_, example)| ExampleFigures {
            text: example.text.clone(),
            page: example.page.clone(),
            site: example.site.clone(),
            label: example.label.to_string(),
        })
        .collect()
}

/// Names by falling number of pages, equal ones in the order of names.
fn ranked<'n>(names: impl Iterator<Item = (&'n str, u64)>) -> Vec<Named> {
    let mut list: Vec<_> = names.collect();
    list.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    let shown = list.into_iter().take(SHOWN_NAMES);
    shown.map(|(name, pages)| Named { name: clip(name, 60), pages }).collect()
}

/// What the rule files say of the rules with these names.
fn reasons<'n>(rules: &RuleSet, names: impl Iterator<Item = &'n str>) -> BTreeMap<String, Reason> {
    let wanted: BTreeSet<&str> = names.collect();
    let known = rules.rules().filter(|(_, rule)| wanted.contains(rule.id.as_str()));
    known
        .map(|(_, rule)| {
            let reason = Reason {
                why: clip(&rule.reason, 200),
                set: clip(&rule.set, 60),
                strength: rule.strength.to_string(),
                label: rule.label.to_string(),
            };
            (rule.id.clone(), reason)
        })
        .collect()
}
