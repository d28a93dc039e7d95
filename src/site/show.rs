//! Profiles for people: the template of one site, and what two profiles differ in.

use std::collections::BTreeMap;
use std::io::Read;

use super::file::{ProfileError, Rows};
use super::name::domain_of;
use super::profile::LEAST_BELOW;
use super::repeats::{Repeats, Texts};
use super::row::Row;
use super::texts::Copies;
use super::{LEAST_STORIES, LineCount, PathCount, PathKey, SiteCount, SiteName};

/// What a site repeats, in the order of its pages.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// The site.
    pub site: SiteName,
    /// Its pages and stories.
    pub count: SiteCount,
    /// The lines that several stories share, but those of its sections, by where they stand on average.
    pub lines: Vec<LineCount>,
    /// What lives below its paths and has lines of its own, by the names of the paths.
    pub sections: Vec<Section>,
}

/// What the pages below a path repeat, beyond what their site does.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// The path, its pages and stories.
    pub path: PathCount,
    /// How many of the pages a line is on, and the line; in the order of the pages.
    pub lines: Vec<(u32, LineCount)>,
}

impl LineCount {
    /// Where the line stands on average, in thousandths of a page's lines.
    #[must_use]
    pub fn place(&self) -> u64 {
        self.places / self.pages.max(1)
    }
}

/// The templates of the sites with this domain or host.
///
/// # Errors
/// When the profile is broken.
pub fn template<R: Read>(rows: Rows<R>, site: &str) -> Result<Vec<Template>, ProfileError> {
    let site = asked(site);
    let mut list = Vec::new();
    let wanted = |name: &SiteName| *name.domain == *site || *name.host == *site;
    templates(rows, wanted, |found| list.push(found))?;
    Ok(list)
}

/// The host or domain that somebody asks for, as sites are named.
fn asked(site: &str) -> String {
    site.strip_prefix("www.").unwrap_or(site).to_lowercase()
}

/// Calls `found` with the template of each site that is wanted, in the order of the profile.
///
/// # Errors
/// When the profile is broken.
pub fn templates<R: Read>(
    rows: Rows<R>,
    wanted: impl Fn(&SiteName) -> bool,
    mut found: impl FnMut(Template),
) -> Result<(), ProfileError> {
    let mut open: Option<Open> = None;
    let mut close = |open: &mut Option<Open>| {
        if let Some(open) = open.take() {
            found(open.close());
        }
    };
    for row in rows {
        match (row?, &mut open) {
            (Row::Site(name, count), _) => {
                close(&mut open);
                open = wanted(&name).then(|| Open::new(name, count));
            }
            (Row::Path(key, path), Some(open)) => open.path(key, path),
            (Row::Line(_, line), Some(open)) => open.line(line),
            (Row::Path(..) | Row::Line(..) | Row::Text(..), _) => {}
        }
    }
    close(&mut open);
    Ok(())
}

/// A template while the rows of its site come in.
struct Open {
    template: Template,
    sections: BTreeMap<PathKey, Section>,
}

impl Open {
    fn new(site: SiteName, count: SiteCount) -> Self {
        let template = Template { site, count, lines: Vec::new(), sections: Vec::new() };
        Self { template, sections: BTreeMap::new() }
    }

    fn path(&mut self, key: PathKey, path: PathCount) {
        if path.count.stories() >= LEAST_BELOW {
            self.sections.insert(key, Section { path, lines: Vec::new() });
        }
    }

    fn line(&mut self, line: LineCount) {
        if line.stories() < LEAST_STORIES {
            return;
        }
        let below = |path| self.sections.get(&path).map(|section| section.path.count.pages);
        let owner = line.owner(self.template.count.pages, below);
        match owner.and_then(|(path, on)| Some((self.sections.get_mut(&path)?, on))) {
            Some((section, on)) => section.lines.push((on, line)),
            None => self.template.lines.push(line),
        }
    }

    fn close(self) -> Template {
        let place = |a: &LineCount, b: &LineCount| (a.place(), &a.text).cmp(&(b.place(), &b.text));
        let Self { mut template, sections } = self;
        template.lines.sort_by(place);
        template.sections =
            sections.into_values().filter(|section| !section.lines.is_empty()).collect();
        template.sections.sort_by(|a, b| a.path.name.cmp(&b.path.name));
        for section in &mut template.sections {
            section.lines.sort_by(|(_, a), (_, b)| place(a, b));
        }
        template
    }
}

/// How many pages of each host repeat another page of its domain, for the domain of this site.
///
/// # Errors
/// When the profile is broken.
pub fn repeating<R: Read>(
    rows: Rows<R>,
    site: &str,
) -> Result<BTreeMap<SiteName, u64>, ProfileError> {
    let site = asked(site);
    let domains = [site.as_str(), domain_of(&site)];
    let mut texts = Texts::default();
    let mut hosts: Vec<HostTexts> = Vec::new();
    let mut counts = BTreeMap::new();
    let mut wanted = false;
    for row in rows {
        match row? {
            Row::Site(name, count) => {
                let ended = hosts.last().is_some_and(|last| last.name.domain != name.domain);
                if ended {
                    let repeats = std::mem::take(&mut texts).repeats();
                    counts.extend(hosts.drain(..).map(|host| host.repeating(&repeats)));
                }
                wanted = domains.contains(&&*name.domain);
                if wanted {
                    texts.host(count.pages);
                    hosts.push(HostTexts { name, texts: Vec::new() });
                }
            }
            Row::Line(key, line) if wanted => texts.line(key, &line),
            Row::Text(key, text) if wanted => {
                if let Some(host) = hosts.last_mut() {
                    host.texts.push((key, text.copies.clone()));
                }
                texts.text(key, text);
            }
            Row::Path(..) | Row::Line(..) | Row::Text(..) => {}
        }
    }
    let repeats = texts.repeats();
    counts.extend(hosts.into_iter().map(|host| host.repeating(&repeats)));
    Ok(counts)
}

/// The texts of a host, and the pages that have them.
struct HostTexts {
    name: SiteName,
    texts: Vec<(u64, Copies)>,
}

impl HostTexts {
    /// How many of the pages repeat another one.
    fn repeating(self, repeats: &Repeats) -> (SiteName, u64) {
        let pages = self.texts.iter().map(|(key, copies)| repeats.pages(*key, copies)).sum();
        (self.name, pages)
    }
}

/// What two profiles say of one line that is a template's in one of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The site.
    pub site: SiteName,
    /// How the line begins.
    pub text: Box<str>,
    /// Stories beside the line in the first profile, and in the second.
    pub stories: [u64; 2],
}

/// Lines that are of a template in one profile and not in the other, by site.
///
/// # Errors
/// When a profile is broken.
pub fn compare<R: Read>(
    old: Rows<R>,
    new: Rows<R>,
    mut each: impl FnMut(Difference),
) -> Result<(), ProfileError> {
    let (mut old, mut new) = (Placed::new(old)?, Placed::new(new)?);
    loop {
        let order = match (&old.at, &new.at) {
            (None, None) => return Ok(()),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(old), Some(new)) => old.0.cmp(&new.0),
        };
        let left = if order.is_le() { old.take()? } else { None };
        let right = if order.is_ge() { new.take()? } else { None };
        let stories = [&left, &right].map(|side| side.as_ref().map_or(0, |(_, l)| l.stories()));
        let differs = stories.map(|count| count >= LEAST_STORIES);
        if let Some(((site, _), line)) = right.or(left).filter(|_| differs[0] != differs[1]) {
            each(Difference { site, text: line.text, stories });
        }
    }
}

/// A line and where it stands.
type PlacedLine = ((SiteName, u64), LineCount);

/// The lines of a profile, each with its place.
struct Placed<R: Read> {
    rows: Rows<R>,
    site: SiteName,
    at: Option<PlacedLine>,
}

impl<R: Read> Placed<R> {
    fn new(rows: Rows<R>) -> Result<Self, ProfileError> {
        let mut placed = Self { rows, site: SiteName::default(), at: None };
        placed.take()?;
        Ok(placed)
    }

    /// The line that it stands at; goes on to the next.
    fn take(&mut self) -> Result<Option<PlacedLine>, ProfileError> {
        let now = self.at.take();
        for row in self.rows.by_ref() {
            match row? {
                Row::Site(name, _) => self.site = name,
                Row::Line(key, line) => {
                    self.at = Some(((self.site.clone(), key), line));
                    break;
                }
                Row::Path(..) | Row::Text(..) => {}
            }
        }
        Ok(now)
    }
}
