//! Counts of lines and texts by site, which add up in any order.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::mem;

use super::file::ProfileError;
use super::row::{Row, RowSink};
use super::{LinePaths, PageCount, PathCount, PathKey, SiteName, Stories, TextCount};

/// Stories remembered of a line, and of a site. The error of a share that is told by them is at most
/// about one in three when a line has more stories than that.
pub(super) const LINE_STORIES: usize = 12;
pub(super) const SITE_STORIES: usize = 64;

/// What was counted of a dump, or of a part of it.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    sites: BTreeMap<SiteName, Tables>,
    /// Rows of all sites, lines that were not added up yet counted as often as they came.
    rows: usize,
}

#[derive(Clone, Debug, Default)]
struct Tables {
    count: SiteCount,
    paths: BTreeMap<PathKey, PathCount>,
    lines: Lines,
    texts: BTreeMap<u64, TextCount>,
}

/// The lines of a site. They are added up by sorting, once there are twice as many as at the last time: pages bring
/// theirs in order, and most lines stand on one page only.
#[derive(Clone, Debug, Default)]
struct Lines {
    all: Vec<(u64, LineCount)>,
    /// How many there were when they were added up.
    added_up: usize,
}

/// The counts of one site, in the order of their keys.
#[derive(Clone, Debug)]
pub struct SiteRows {
    /// The site.
    pub name: SiteName,
    /// Its pages.
    pub count: SiteCount,
    /// What lives below its paths.
    pub paths: Vec<(PathKey, PathCount)>,
    /// Its lines.
    pub lines: Vec<(u64, LineCount)>,
    /// Its texts.
    pub texts: Vec<(u64, TextCount)>,
}

/// What was counted of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SiteCount {
    /// Pages.
    pub pages: u64,
    /// Different stories on them, by their text.
    pub stories: Stories,
    /// Different stories on them, by their address.
    pub addresses: Stories,
}

/// What was counted of a line of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LineCount {
    /// Pages that it stands in.
    pub pages: u64,
    /// Sum of the places where it stands, in thousandths of each page's lines.
    pub places: u64,
    /// Different stories that it stands beside, by their text.
    pub stories: Stories,
    /// The same by their address: a page may have been fetched again and again.
    pub addresses: Stories,
    /// Pages by the path that they live below.
    pub paths: LinePaths,
    /// How it begins; of several spellings the first in the alphabet.
    pub text: Box<str>,
}

impl SiteCount {
    /// One page with this story and this address.
    fn one(story: &Stories, address: &Stories) -> Self {
        Self { pages: 1, stories: story.clone(), addresses: address.clone() }
    }

    /// Number of different stories.
    #[must_use]
    pub fn stories(&self) -> u64 {
        self.stories.count(SITE_STORIES).min(self.addresses.count(SITE_STORIES))
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.pages += other.pages;
        self.stories.merge(&other.stories, SITE_STORIES);
        self.addresses.merge(&other.addresses, SITE_STORIES);
    }
}

impl LineCount {
    /// The path that the line belongs to: it is usual there, and neither usual on its site of so many pages nor found
    /// elsewhere. Of several the longest. `below` knows how many pages live below a path.
    pub(super) fn owner(
        &self,
        pages: u64,
        below: impl Fn(PathKey) -> Option<u64>,
    ) -> Option<(PathKey, u32)> {
        let is_usual = |on: u64, of: u64| on * 2 >= of;
        if is_usual(self.pages, pages) {
            return None;
        }
        let owns = |&&(path, on): &&(PathKey, u32)| {
            u64::from(on) * 10 >= self.pages * 9
                && below(path).is_some_and(|all| is_usual(on.into(), all))
        };
        // The longest come last.
        self.paths.kept().iter().rfind(owns).copied()
    }

    /// Number of different stories.
    #[must_use]
    pub fn stories(&self) -> u64 {
        self.stories.count(LINE_STORIES).min(self.addresses.count(LINE_STORIES))
    }

    pub(super) fn add(&mut self, other: Self) {
        self.stories.merge(&other.stories, LINE_STORIES);
        self.addresses.merge(&other.addresses, LINE_STORIES);
        self.paths.merge(&other.paths);
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
        let (stories, addresses) = (Stories::one(page.story), Stories::one(page.address));
        let one = SiteCount::one(&stories, &addresses);
        site.count.add(&one);
        let before = site.rows();
        let paths = LinePaths::one(&page.paths);
        for path in page.paths {
            let count = PathCount { name: path.name, count: one.clone() };
            site.paths.entry(path.key).or_default().add(count);
        }
        if let Some(text) = page.text {
            site.add_text(text.key, TextCount::one(page.name, text));
        }
        site.lines.extend(page.lines.into_iter().map(|line| {
            let count = LineCount {
                pages: 1,
                places: u64::from(line.place),
                stories: stories.clone(),
                addresses: addresses.clone(),
                paths: paths.clone(),
                text: line.text,
            };
            (line.key, count)
        }));
        self.rows = self.rows + site.rows() - before;
    }

    /// Lines, texts and paths, each counted once a site but for lines that wait to be added up: what takes memory.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Hands the rows over, in order.
    ///
    /// # Errors
    /// Those of the sink.
    pub fn write(self, sink: &mut dyn RowSink) -> Result<(), ProfileError> {
        for site in self.into_sites() {
            sink.push(Row::Site(site.name, site.count))?;
            for (key, path) in site.paths {
                sink.push(Row::Path(key, path))?;
            }
            for (key, line) in site.lines {
                sink.push(Row::Line(key, line))?;
            }
            for (key, text) in site.texts {
                sink.push(Row::Text(key, text))?;
            }
        }
        Ok(())
    }

    /// The sites in order.
    pub fn into_sites(self) -> impl Iterator<Item = SiteRows> {
        self.sites.into_iter().map(|(name, Tables { count, paths, lines, texts })| SiteRows {
            name,
            count,
            paths: paths.into_iter().collect(),
            lines: lines.in_order(),
            texts: texts.into_iter().collect(),
        })
    }
}

impl Tables {
    fn rows(&self) -> usize {
        self.paths.len() + self.lines.all.len() + self.texts.len()
    }

    fn add_text(&mut self, key: u64, text: TextCount) {
        match self.texts.entry(key) {
            Entry::Occupied(mut known) => known.get_mut().add(text),
            Entry::Vacant(slot) => {
                slot.insert(text);
            }
        }
    }
}

impl Lines {
    /// Lines that are added up however few there are.
    const FEW: usize = 1 << 10;

    fn extend(&mut self, lines: impl Iterator<Item = (u64, LineCount)>) {
        self.all.extend(lines);
        if self.all.len() > (2 * self.added_up).max(Self::FEW) {
            self.add_up();
        }
    }

    fn add_up(&mut self) {
        self.all.sort_by_key(|(key, _)| *key);
        self.all.dedup_by(|(key, line), (kept, sum)| {
            let is_same = key == kept;
            if is_same {
                sum.add(mem::take(line));
            }
            is_same
        });
        self.added_up = self.all.len();
    }

    fn in_order(mut self) -> Vec<(u64, LineCount)> {
        self.add_up();
        self.all
    }
}
