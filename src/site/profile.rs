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

use super::file::{ProfileError, Row, RowSink, Rows};
use super::repeats::{Repeat, Repeats, Texts};
use super::{LineCount, SiteCount, SiteName, TextCount, text_key};
use crate::page::Page;
use crate::segment::Line;

/// Fewer different stories than this say nothing of a line: a story that was printed twice, and once more
/// with a correction, is no template.
pub const LEAST_STORIES: u64 = 3;

/// The templates of all sites of a dump; never changes.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    domains: HashMap<Box<str>, Domain, FixedState>,
    name: String,
}

#[derive(Clone, Debug, Default)]
struct Domain {
    /// The domain as a whole, when it has several hosts.
    all: Option<Known>,
    /// By host; few.
    hosts: Vec<(Box<str>, Known)>,
    repeats: Repeats,
}

/// What is known of one site.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pages: u64,
    stories: u64,
    lines: HashMap<u64, (u32, u32), FixedState>,
}

/// How often a line was seen on its site.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Repeated {
    /// Different stories that it stands beside.
    pub stories: u64,
    /// Share of the site's pages that it stands in, 0 to 1.
    pub share: f32,
}

impl Known {
    /// How often this line was seen; none for one that too few stories share.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "a share")]
    pub fn repeated(&self, key: u64) -> Option<Repeated> {
        let &(pages, stories) = self.lines.get(&key)?;
        let share = f64::from(pages) / self.pages.max(1) as f64;
        #[allow(clippy::cast_possible_truncation, reason = "a share")]
        Some(Repeated { stories: u64::from(stories), share: share as f32 })
    }

    /// Different stories of the site.
    #[must_use]
    pub const fn stories(&self) -> u64 {
        self.stories
    }

    fn keep(&mut self, key: u64, line: &LineCount) {
        let stories = line.stories();
        if stories >= LEAST_STORIES {
            let narrow = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
            self.lines.insert(key, (narrow(line.pages), narrow(stories)));
        }
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

    /// What is known of a site: of its host, and of all hosts of its domain.
    pub fn site(&self, name: &SiteName) -> impl Iterator<Item = &Known> {
        let domain = self.domains.get(&name.domain);
        let host = domain.and_then(|domain| {
            domain.hosts.iter().find(|(host, _)| *host == name.host).map(|(_, known)| known)
        });
        host.into_iter().chain(domain.and_then(|domain| domain.all.as_ref()))
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
    total: SiteCount,
    /// Those of its first host, which are the domain's unless a second one comes.
    first: Vec<(u64, LineCount)>,
    texts: Texts,
}

impl RowSink for Freezer {
    fn push(&mut self, row: Row) -> Result<(), ProfileError> {
        match row {
            Row::Site(name, count) => self.site(name, &count),
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
        self.total.add(count);
        self.sum.extend(self.first.drain(..));
        self.texts.host(count.pages);
        let known =
            Known { pages: count.pages, stories: count.stories(), lines: HashMap::default() };
        self.domain.hosts.push((name.host, known));
    }

    fn line(&mut self, key: u64, line: LineCount) {
        for number in [key, line.pages, line.stories()] {
            self.hash.update(&number.to_le_bytes());
        }
        if let Some((_, known)) = self.domain.hosts.last_mut() {
            known.keep(key, &line);
        }
        self.texts.line(key, &line);
        // Nobody is shown a frozen profile: the texts would be most of what a large site takes.
        let line = LineCount { text: Box::default(), ..line };
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
        let total = std::mem::take(&mut self.total);
        self.first.clear();
        if domain.hosts.len() > 1 {
            let mut all =
                Known { pages: total.pages, stories: total.stories(), lines: HashMap::default() };
            #[allow(clippy::iter_over_hash_type, reason = "from one table into another")]
            for (key, line) in self.sum.drain() {
                all.keep(key, &line);
            }
            domain.all = Some(all);
        }
        for (_, known) in &mut domain.hosts {
            known.lines.shrink_to_fit();
        }
        if !domain.hosts.is_empty() {
            self.domains.insert(std::mem::take(&mut self.name), domain);
        }
    }
}
