//! Guard rails: shares of a run's text that no sound run removes.
//!
//! Separate from the counts, because what is too much is a matter of the
//! user's settings, while counts are facts and add up.

use std::fmt;

use serde::Serialize;

use super::Stats;

/// Shares from which a run is thought to have gone wrong, in percent; 100 for never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rails {
    /// Of all text, removed.
    pub run: u8,
    /// Of a site's text, removed.
    pub site: u8,
    /// Of all text, taken by one rule.
    pub rule: u8,
}

impl Default for Rails {
    /// 80 % of a run, 95 % of a site, 5 % by a rule. Of 6,500 labelled pages of 1,200 sites, 29 % of
    /// the text is removed, at most 48 % of a site's with 20 pages or more, and 1 % by the rule
    /// that takes most.
    fn default() -> Self {
        Self { run: 80, site: 95, rule: 5 }
    }
}

/// Pages without which a share of a whole run says nothing.
const LEAST_PAGES: u64 = 100;

/// Pages without which a share of a site says nothing.
const LEAST_SITE_PAGES: u64 = 20;

/// Alarms of one kind that are told; the worst come first.
const MOST_ALARMS: usize = 10;

/// A guard rail that was broken.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Alarm {
    /// What lost or took the text: `run`, `site`, `rule`.
    pub what: Culprit,
    /// The site or the rule; none for the run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The share, in percent, rounded down to tenths.
    pub percent: f64,
    /// The limit, in percent.
    pub limit: u8,
}

/// What a guard rail watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Culprit {
    /// All text of the run.
    Run,
    /// The text of a site.
    Site,
    /// What one rule takes of all text.
    Rule,
}

impl fmt::Display for Alarm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, name, percent, limit } = self;
        let name = name.as_deref().unwrap_or_default();
        match what {
            Culprit::Run => write!(f, "{percent:.1}% of all text was removed")?,
            Culprit::Site => write!(f, "{percent:.1}% of the text of {name} was removed")?,
            Culprit::Rule => write!(f, "rule {name} took {percent:.1}% of all text")?,
        }
        write!(f, ", more than {limit}%")
    }
}

impl Rails {
    /// The rails that a run broke: the run, then sites, then rules, the worst of each kind first.
    #[must_use]
    pub fn check(&self, stats: &Stats) -> Vec<Alarm> {
        let mut alarms = Vec::new();
        let enough = stats.pages >= LEAST_PAGES;
        if enough && let Some(percent) = above(self.run, stats.chars_removed, stats.chars_in) {
            alarms.push(Alarm { what: Culprit::Run, name: None, percent, limit: self.run });
        }
        let sites = stats.sites.iter().filter(|(_, site)| site.pages >= LEAST_SITE_PAGES);
        let sites = sites.filter_map(|(name, site)| {
            Some((name, above(self.site, site.chars_removed, site.chars_in)?))
        });
        alarms.extend(worst(Culprit::Site, self.site, sites));
        let rules = stats.rules.iter().filter(|_| enough);
        let rules = rules.filter_map(|(name, rule)| {
            Some((name.as_str(), above(self.rule, rule.chars, stats.chars_in)?))
        });
        alarms.extend(worst(Culprit::Rule, self.rule, rules));
        alarms
    }
}

/// The share in percent, in tenths, when it is above the limit.
fn above(limit: u8, part: u64, whole: u64) -> Option<f64> {
    let broken = u128::from(part) * 100 > u128::from(whole) * u128::from(limit);
    let tenths = u128::from(part) * 1000 / u128::from(whole.max(1));
    broken.then(|| f64::from(u32::try_from(tenths).unwrap_or(u32::MAX)) / 10.0)
}

fn worst<'n>(
    what: Culprit,
    limit: u8,
    found: impl Iterator<Item = (&'n str, f64)>,
) -> impl Iterator<Item = Alarm> {
    let mut found: Vec<_> = found.collect();
    // Of equals the first in the alphabet, which they come in.
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    found.into_iter().take(MOST_ALARMS).map(move |(name, percent)| Alarm {
        what,
        name: Some(name.to_owned()),
        percent,
        limit,
    })
}

#[cfg(test)]
mod tests {
    use super::super::{SiteTally, Stats, Tally};
    use super::Rails;

    fn stats(pages: u64, removed: u64) -> Stats {
        Stats { pages, chars_in: 1000, chars_removed: removed, ..Stats::default() }
    }

    fn told(stats: &Stats) -> Vec<String> {
        Rails::default().check(stats).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_run_at_the_limit_is_within_it() {
        assert!(told(&stats(100, 800)).is_empty());
        assert_eq!(told(&stats(100, 801)), ["80.1% of all text was removed, more than 80%"]);
        assert!(told(&stats(99, 1000)).is_empty(), "a few pages say nothing");
        assert!(told(&Stats::default()).is_empty());
        assert!(Rails { run: 100, site: 100, rule: 100 }.check(&stats(100, 1000)).is_empty());
    }

    #[test]
    fn sites_and_rules_are_named_and_the_worst_come_first() {
        let mut stats = stats(100, 500);
        for (site, pages, removed) in
            [("few.example", 19, 100), ("a.example", 20, 97), ("b.example", 50, 99)]
        {
            stats.sites.add(site, SiteTally { pages, chars_in: 100, chars_removed: removed });
        }
        stats.rules.insert("share-all".to_owned(), Tally { lines: 1, chars: 51 });
        stats.rules.insert("site-copyright".to_owned(), Tally { lines: 1, chars: 50 });
        assert_eq!(
            told(&stats),
            [
                "99.0% of the text of b.example was removed, more than 95%",
                "97.0% of the text of a.example was removed, more than 95%",
                "rule share-all took 5.1% of all text, more than 5%",
            ]
        );
    }

    #[test]
    fn no_more_alarms_than_can_be_read() {
        let mut stats = stats(100, 0);
        for n in 0..30 {
            stats.rules.insert(format!("rule-{n:02}"), Tally { lines: 1, chars: 60 });
        }
        assert_eq!(told(&stats).len(), super::MOST_ALARMS);
    }
}
