//! Counts of lines by site, which add up in any order.

use std::collections::BTreeMap;

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::{PageCount, SiteName, Stories};

/// Stories remembered of a line, and of a site. The error of a share that is told by them is at most
/// about one in three when a line has more stories than that.
pub(super) const LINE_STORIES: usize = 12;
pub(super) const SITE_STORIES: usize = 64;

/// What was counted of a dump, or of a part of it.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    sites: BTreeMap<SiteName, Lines>,
    /// Lines of all sites.
    lines: usize,
}

#[derive(Clone, Debug, Default)]
struct Lines {
    count: SiteCount,
    lines: HashMap<u64, LineCount, FixedState>,
}

/// What was counted of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SiteCount {
    /// Pages.
    pub pages: u64,
    /// Different stories on them.
    pub stories: Stories,
}

/// What was counted of a line of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LineCount {
    /// Pages that it stands in.
    pub pages: u64,
    /// Sum of the places where it stands, in thousandths of each page's lines.
    pub places: u64,
    /// Different stories that it stands beside.
    pub stories: Stories,
    /// How it begins; of several spellings the first in the alphabet.
    pub text: Box<str>,
}

impl SiteCount {
    /// Number of different stories.
    #[must_use]
    pub fn stories(&self) -> u64 {
        self.stories.count(SITE_STORIES)
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.pages += other.pages;
        self.stories.merge(&other.stories, SITE_STORIES);
    }
}

impl LineCount {
    /// Number of different stories.
    #[must_use]
    pub fn stories(&self) -> u64 {
        self.stories.count(LINE_STORIES)
    }

    pub(super) fn add(&mut self, other: Self) {
        self.stories.merge(&other.stories, LINE_STORIES);
        if self.pages == 0 || other.text < self.text {
            self.text = other.text;
        }
        self.pages += other.pages;
        self.places += other.places;
    }
}

impl Counts {
    /// Counts one more page.
    pub fn add_page(&mut self, page: PageCount) {
        let site = self.sites.entry(page.site).or_default();
        let stories = Stories::one(page.story);
        site.count.add(&SiteCount { pages: 1, stories: stories.clone() });
        let before = site.lines.len();
        for line in page.lines {
            site.lines.entry(line.key).or_default().add(LineCount {
                pages: 1,
                places: u64::from(line.place),
                stories: stories.clone(),
                text: line.text,
            });
        }
        self.lines += site.lines.len() - before;
    }

    /// Adds the counts of another part.
    pub fn merge(&mut self, other: Self) {
        for (name, theirs) in other.sites {
            let ours = self.sites.entry(name).or_default();
            ours.count.add(&theirs.count);
            let before = ours.lines.len();
            #[allow(clippy::iter_over_hash_type, reason = "sums know no order")]
            for (key, line) in theirs.lines {
                ours.lines.entry(key).or_default().add(line);
            }
            self.lines += ours.lines.len() - before;
        }
    }

    /// Different lines, each counted once a site.
    #[must_use]
    pub const fn lines(&self) -> usize {
        self.lines
    }

    /// The sites in order, each with its lines in the order of their keys.
    pub fn into_sites(self) -> impl Iterator<Item = (SiteName, SiteCount, Vec<(u64, LineCount)>)> {
        self.sites.into_iter().map(|(name, Lines { count, lines })| {
            let mut lines: Vec<(u64, LineCount)> = lines.into_iter().collect();
            lines.sort_unstable_by_key(|(key, _)| *key);
            (name, count, lines)
        })
    }
}
