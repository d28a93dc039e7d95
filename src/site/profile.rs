//! A frozen profile: what pass two asks of each line.
//!
//! Only lines that several stories of a site share are kept, so that the size
//! of a profile in memory is that of the templates of its sites and not that of
//! the dump. Of the texts only those remain that stand on several pages, or
//! resemble another one.

use std::io::Read;

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use xxhash_rust::xxh3::Xxh3;

use super::file::{ProfileError, Rows};
use super::paths::DEPTHS;
use super::repeats::{Repeat, Repeats, Texts};
use super::row::{Row, RowSink};
use super::{
    LineCount, LinePaths, PathCount, PathKey, SiteCount, SiteName, TextCount, paths_of, text_key,
};
use crate::page::Page;
use crate::segment::Line;

/// Fewer different stories than this say nothing of a line: a story that was printed twice, and once more
/// with a correction, is no template.
pub const LEAST_STORIES: u64 = 3;

/// Paths with fewer stories are no section of which anything could be known.
pub(super) const LEAST_BELOW: u64 = 4;

/// The templates of all sites of a dump; never changes.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    domains: HashMap<Box<str>, Domain, FixedState>,
    name: String,
}

#[derive(Clone, Debug, Default)]
struct Domain {
    /// The domain as a whole, when it has several hosts.
    all: Option<Table>,
    /// By host; few.
    hosts: Vec<(Box<str>, Host)>,
    repeats: Repeats,
}

/// The lines of a host, or of all hosts of a domain.
#[derive(Clone, Debug, Default)]
struct Table {
    pages: u64,
    lines: HashMap<u64, (u32, u32), FixedState>,
}

/// What is kept of one host.
#[derive(Clone, Debug, Default)]
struct Host {
    all: Table,
    /// What lives below its paths, where there is enough of it.
    paths: HashMap<PathKey, Below, FixedState>,
}

/// What is kept of the pages below a path.
#[derive(Clone, Debug, Default)]
struct Below {
    stories: u64,
    table: Table,
}

/// What is known of the site of one page.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'p> {
    /// Its host, and all hosts of its domain.
    sites: [Option<&'p Table>; 2],
    /// What lives below the paths that the page lives below, by their length.
    paths: [Option<&'p Table>; DEPTHS],
}

/// How often a line was seen on its site.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Repeated {
    /// Different stories that it stands beside.
    pub stories: u64,
    /// Share of the site's pages that it stands in, 0 to 1.
    pub share: f32,
}

impl Table {
    /// How often this line was seen; none for one that too few stories share.
    #[allow(clippy::cast_precision_loss, reason = "a share")]
    fn repeated(&self, key: u64) -> Option<Repeated> {
        let &(pages, stories) = self.lines.get(&key)?;
        let share = f64::from(pages) / self.pages.max(1) as f64;
        #[allow(clippy::cast_possible_truncation, reason = "a share")]
        Some(Repeated { stories: u64::from(stories), share: share as f32 })
    }

    fn keep(&mut self, key: u64, pages: u64, stories: u64) {
        if stories >= LEAST_STORIES {
            let narrow = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
            self.lines.insert(key, (narrow(pages), narrow(stories)));
        }
    }
}

impl Host {
    fn keep(&mut self, key: u64, line: &LineCount) {
        let stories = line.stories();
        if stories < LEAST_STORIES {
            return;
        }
        let below = |path| self.paths.get(&path).map(|below: &Below| below.table.pages);
        // A path is not the host: what stands there alone must be told from a columnist's standing headline.
        if line.owner(self.all.pages, below).is_none() {
            self.all.keep(key, line.pages, stories);
        }
        for &(path, pages) in line.paths.kept() {
            if let Some(below) = self.paths.get_mut(&path) {
                // Those beside the line are not told by path: they are as many as its share of the pages says.
                let pages = u64::from(pages);
                let part = below.stories * pages / below.table.pages.max(1);
                below.table.keep(key, pages, stories.min(part));
            }
        }
    }

    fn shrink(&mut self) {
        self.paths.retain(|_, below| !below.table.lines.is_empty());
        let below = self.paths.values_mut().map(|below| &mut below.table);
        for table in below.chain([&mut self.all]) {
            table.lines.shrink_to_fit();
        }
    }
}

impl Known<'_> {
    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sites.iter().chain(&self.paths).all(Option::is_none)
    }

    /// How often this line was seen on the host and on the domain; nothing where too few stories share it.
    pub fn repeated(&self, key: u64) -> impl Iterator<Item = Repeated> {
        self.sites.into_iter().flatten().filter_map(move |table| table.repeated(key))
    }

    /// How often it was seen below each path that the page lives below.
    #[must_use]
    pub fn below(&self, key: u64) -> [Option<Repeated>; DEPTHS] {
        self.paths.map(|table| table?.repeated(key))
    }

    /// Whether anything is known of what lives below the page's paths.
    #[must_use]
    pub fn has_paths(&self) -> bool {
        self.paths.iter().any(Option::is_some)
    }
}

impl Profile {
    /// Reads a profile and freezes it.
    ///
    /// # Errors
    /// When it is broken.
    pub fn freeze<R: Read>(rows: Rows<R>) -> Result<Self, ProfileError> {
        let mut freezer = Freezer::default();
        for row in rows {
            freezer.push(row?)?;
        }
        Ok(freezer.finish())
    }

    /// A name of the profile that changes whenever anything in it does.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The page of the same site that this one repeats; `lines` are its lines. None for the first of those that
    /// have the same text, and for a page that was not counted.
    #[must_use]
    pub fn repeat(&self, page: &Page, lines: &[Line]) -> Option<Repeat<'_>> {
        let name = SiteName::of(page)?;
        let repeats = self.domains.get(&name.domain).map(|domain| &domain.repeats)?;
        if repeats.is_empty() {
            return None;
        }
        let repeat = repeats.find(text_key(&page.text, lines)?)?;
        let is_first = repeat.exact && repeat.first.is_of(page);
        (!is_first).then_some(repeat)
    }

    /// What is known of the site of this page.
    #[must_use]
    pub fn site(&self, page: &Page) -> Known<'_> {
        let mut known = Known::default();
        let Some(name) = SiteName::of(page) else { return known };
        let Some(domain) = self.domains.get(&name.domain) else { return known };
        let host = domain.hosts.iter().find(|(host, _)| *host == name.host).map(|(_, host)| host);
        known.sites = [host.map(|host| &host.all), domain.all.as_ref()];
        if let Some(host) = host.filter(|host| !host.paths.is_empty()) {
            for (slot, path) in known.paths.iter_mut().zip(paths_of(page)) {
                *slot = host.paths.get(&path.key).map(|below| &below.table);
            }
        }
        known
    }
}

/// A profile while its rows come in.
#[derive(Default)]
pub struct Freezer {
    domains: HashMap<Box<str>, Domain, FixedState>,
    hash: Xxh3,
    name: Box<str>,
    domain: Domain,
    /// The lines of all hosts of the domain; empty while it has but one.
    sum: HashMap<u64, LineCount, FixedState>,
    /// Pages of all hosts of the domain.
    pages: u64,
    /// Those of its first host, which are the domain's unless a second one comes.
    first: Vec<(u64, LineCount)>,
    texts: Texts,
}

impl RowSink for Freezer {
    fn push(&mut self, row: Row) -> Result<(), ProfileError> {
        match row {
            Row::Site(name, count) => self.site(name, &count),
            Row::Path(key, path) => self.path(key, &path),
            Row::Line(key, line) => self.line(key, line),
            Row::Text(key, text) => self.text(key, text),
        }
        Ok(())
    }
}

impl Freezer {
    /// The profile of the rows that came.
    #[must_use]
    pub fn finish(mut self) -> Profile {
        self.end_domain();
        Profile { domains: self.domains, name: format!("{:016x}", self.hash.digest()) }
    }

    fn site(&mut self, name: SiteName, count: &SiteCount) {
        if name.domain != self.name {
            self.end_domain();
            self.name = name.domain;
        }
        self.hash.update(name.host.as_bytes());
        self.hash.update(&count.pages.to_le_bytes());
        self.pages += count.pages;
        self.sum.extend(self.first.drain(..));
        self.texts.host(count.pages);
        let mut host = Host::default();
        host.all.pages = count.pages;
        self.domain.hosts.push((name.host, host));
    }

    fn path(&mut self, key: PathKey, path: &PathCount) {
        let (pages, stories) = (path.count.pages, path.count.stories());
        self.hash.update(path.name.as_bytes());
        self.hash.update(&pages.to_le_bytes());
        if let Some((_, host)) = self.domain.hosts.last_mut()
            && stories >= LEAST_BELOW
        {
            let table = Table { pages, ..Table::default() };
            host.paths.insert(key, Below { stories, table });
        }
    }

    fn line(&mut self, key: u64, line: LineCount) {
        for number in [key, line.pages, line.stories()] {
            self.hash.update(&number.to_le_bytes());
        }
        for (path, pages) in line.paths.kept() {
            self.hash.update(&path.to_le_bytes());
            self.hash.update(&pages.to_le_bytes());
        }
        if let Some((_, host)) = self.domain.hosts.last_mut() {
            host.keep(key, &line);
        }
        self.texts.line(key, &line);
        // Nobody is shown a frozen profile: the texts would be most of what a large site takes.
        let line = LineCount { text: Box::default(), paths: LinePaths::default(), ..line };
        if self.domain.hosts.len() > 1 {
            self.sum.entry(key).or_default().add(line);
        } else {
            self.first.push((key, line));
        }
    }

    fn text(&mut self, key: u64, text: TextCount) {
        for number in [key, text.copies.pages, text.copies.firsts] {
            self.hash.update(&number.to_le_bytes());
        }
        let first = &text.copies.first;
        for name in [Some(&first.id), first.url.as_ref()].into_iter().flatten() {
            self.hash.update(name.as_bytes());
        }
        for lane in text.sketch.lanes() {
            self.hash.update(&lane.hash.to_le_bytes());
            self.hash.update(&lane.line.to_le_bytes());
        }
        self.texts.text(key, text);
    }

    fn end_domain(&mut self) {
        let mut domain = std::mem::take(&mut self.domain);
        domain.repeats = std::mem::take(&mut self.texts).repeats();
        let pages = std::mem::take(&mut self.pages);
        self.first.clear();
        if domain.hosts.len() > 1 {
            let mut all = Table { pages, ..Table::default() };
            #[allow(clippy::iter_over_hash_type, reason = "from one table into another")]
            for (key, line) in self.sum.drain() {
                all.keep(key, line.pages, line.stories());
            }
            domain.all = Some(all);
        }
        for (_, host) in &mut domain.hosts {
            host.shrink();
        }
        if !domain.hosts.is_empty() {
            self.domains.insert(std::mem::take(&mut self.name), domain);
        }
    }
}
