//! Pages below a path of a host: sections, blogs, editions in several languages.
//!
//! What lives below a path may have a template of its own, which is on few pages
//! of the host. So a line remembers how often it stands below which path, but of few
//! paths only: of each length those with the smallest keys. Their counts are exact, and
//! those of parts of a dump add up in any order.

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use xxhash_rust::xxh3::xxh3_64;

use super::SiteCount;
use crate::page::Page;

/// Parts of the longest path that is counted: `blogs/anna`.
pub const DEPTHS: usize = 2;
/// Paths of each length that a line remembers. The template of a section is on the pages of one.
const LINE_PATHS: usize = 4;
/// Bytes of a path's part at most; what is longer is the name of a story.
const PART_BYTES: usize = 32;

/// The key of a path: a hash, and in the top bit its length, so that keys sort by length.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct PathKey(u32);

/// A path that a page lives below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// Its key.
    pub key: PathKey,
    /// As it stands in the address, without a slash before or after it.
    pub name: Box<str>,
}

/// The paths that a page lives below, the shortest first.
pub type PagePaths = SmallVec<[Path; DEPTHS]>;

/// What was counted of the pages below a path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathCount {
    /// The path.
    pub name: Box<str>,
    /// Its pages.
    pub count: SiteCount,
}

/// Pages of a line by path, in the order of their keys.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LinePaths(SmallVec<[(PathKey, u32); DEPTHS]>);

impl PathKey {
    fn of(name: &str, depth: usize) -> Self {
        let hash = (xxh3_64(name.as_bytes()) >> 33) as u32;
        Self(hash | u32::from(depth > 0) << 31)
    }

    /// 0 for a path of one part, 1 for one of two.
    #[must_use]
    pub const fn depth(self) -> usize {
        (self.0 >> 31) as usize
    }

    /// The key as a number, in the same order.
    pub(super) const fn number(self) -> u32 {
        self.0
    }

    pub(super) const fn numbered(number: u32) -> Self {
        Self(number)
    }

    pub(super) const fn to_le_bytes(self) -> [u8; 4] {
        self.0.to_le_bytes()
    }
}

/// The paths that a page lives below: the first parts of its address, down to one that is a number or a date, the name
/// of a file or of the page itself.
#[must_use]
pub fn paths_of(page: &Page) -> PagePaths {
    let url = page.url.as_deref().and_then(|url| url.split(['?', '#']).next()).unwrap_or_default();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest).trim_start_matches('/');
    let Some((_, path)) = rest.split_once('/') else { return PagePaths::new() };
    let path = path.trim_matches('/');
    let mut paths = PagePaths::new();
    // The last part is the page.
    for (depth, (end, _)) in path.match_indices('/').enumerate().take(DEPTHS) {
        let name = path.get(..end).unwrap_or_default();
        if !is_place(name.rsplit('/').next().unwrap_or_default()) {
            break;
        }
        paths.push(Path { key: PathKey::of(name, depth), name: name.into() });
    }
    paths
}

/// Whether a part of an address may be the name of a section.
fn is_place(part: &str) -> bool {
    part.len() <= PART_BYTES
        && part.contains(char::is_alphabetic)
        && !part.contains('.')
        && !part.starts_with(|c: char| c.is_ascii_digit())
}

impl PathCount {
    pub(super) fn add(&mut self, other: Self) {
        // Two paths with one key are one, under one name.
        if self.count.pages == 0 || other.name < self.name {
            self.name = other.name;
        }
        self.count.add(&other.count);
    }
}

impl LinePaths {
    /// Those of a line on one page.
    #[must_use]
    pub fn one(paths: &[Path]) -> Self {
        let mut one = Self::default();
        for path in paths {
            one.add(path.key, 1);
        }
        one
    }

    /// Adds the pages of another part.
    pub(super) fn merge(&mut self, other: &Self) {
        for &(path, pages) in &other.0 {
            self.add(path, pages);
        }
    }

    /// Counts further pages below a path; of the paths of its length the first few stay.
    fn add(&mut self, path: PathKey, pages: u32) {
        let at = match self.0.binary_search_by_key(&path, |(path, _)| *path) {
            Ok(at) => {
                if let Some((_, sum)) = self.0.get_mut(at) {
                    *sum = sum.saturating_add(pages);
                }
                return;
            }
            Err(at) => at,
        };
        self.0.insert(at, (path, pages));
        let of_length = |(other, _): &(PathKey, u32)| other.depth() == path.depth();
        if self.0.iter().filter(|other| of_length(other)).count() > LINE_PATHS
            && let Some(last) = self.0.iter().rposition(of_length)
        {
            self.0.remove(last);
        }
    }

    /// Paths and pages.
    #[must_use]
    pub fn kept(&self) -> &[(PathKey, u32)] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LinePaths, PathKey, paths_of};
    use crate::page::Page;

    #[test]
    fn paths_of_addresses() {
        for (url, expected) in [
            (
                "https://example.org/blogs/harbour/2011/05/a.html?x=/y/z",
                &["blogs", "blogs/harbour"][..],
            ),
            ("https://example.org/a/b/c/d/e", &["a", "a/b"]),
            ("https://example.com/~anna/a", &["~anna"]),
            ("//medium.example/@name/a-story/", &["@name"]),
            ("example.com/de/a", &["de"]),
            ("https://example.com//sport/a", &["sport"]),
            ("https://example.com/sport/2011/05/a", &["sport"]),
            ("https://example.com/2011/05/a", &[]),
            ("https://example.com/index.php/a", &[]),
            ("https://example.com/a-story/", &[]),
            ("https://example.com/a-story-with-a-name-that-says-it-all/print", &[]),
            ("https://example.com", &[]),
        ] {
            let page = Page { url: Some(url.to_owned()), ..Page::default() };
            let names: Vec<_> = paths_of(&page).into_iter().map(|path| path.name).collect();
            assert_eq!(names.iter().map(|name| &**name).collect::<Vec<_>>(), expected, "{url}");
        }
        assert!(paths_of(&Page::default()).is_empty());
    }

    proptest! {
        #[test]
        fn the_order_does_not_count(
            mut pages in prop::collection::vec((0u32..9, any::<bool>(), 1u32..4), 0..40),
            cut in 0usize..40,
        ) {
            let of = |pages: &[(u32, bool, u32)]| {
                let mut paths = LinePaths::default();
                for &(path, long, pages) in pages {
                    paths.add(PathKey(path | u32::from(long) << 31), pages);
                }
                paths
            };
            let (left, right) = pages.split_at(cut.min(pages.len()));
            let mut sum = of(right);
            sum.merge(&of(left));
            prop_assert_eq!(&sum, &of(&pages));
            for &(path, counted) in sum.kept() {
                let is_path = |(other, long, _): &&(u32, bool, u32)| {
                    PathKey(other | u32::from(*long) << 31) == path
                };
                let all: u32 = pages.iter().filter(is_path).map(|(_, _, pages)| pages).sum();
                prop_assert_eq!(counted, all, "exact");
            }
            pages.reverse();
            prop_assert_eq!(sum, of(&pages));
        }
    }
}
