//! Figures of groups of pages, and of all of them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::article::{ArticleFigures, ArticleSums};
use super::page::{Kind, PageScore};
use super::thread::{ThreadFigures, ThreadSums};

/// Pages with the same values of some fields.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Group {
    /// The fields and their values, null for pages without the field; a field that is not named
    /// may have any value.
    pub by: BTreeMap<String, Option<String>>,
    /// Number of pages.
    pub pages: u64,
    /// Their articles.
    pub article: ArticleFigures,
    /// Their comments.
    pub comments: ThreadFigures,
}

/// Sums over pages.
#[derive(Clone, Debug, Default)]
struct Sums {
    pages: u64,
    article: ArticleSums,
    thread: ThreadSums,
}

impl Sums {
    fn add(&mut self, page: &PageScore) {
        self.pages += 1;
        page.article.iter().for_each(|article| self.article.add(article));
        page.thread.iter().for_each(|thread| self.thread.add(thread));
    }

    fn merge(&mut self, other: &Self) {
        self.pages += other.pages;
        self.article.merge(&other.article);
        self.thread.merge(&other.thread);
    }
}

/// Values of the fields.
type Key = Vec<Option<String>>;

/// Pages by their values of some fields.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    /// Sums of each group, and those of its pages that are no boards.
    sums: BTreeMap<Key, (Sums, Sums)>,
}

impl Groups {
    /// Adds a page.
    pub fn add(&mut self, page: &PageScore) {
        let (all, articles) = self.sums.entry(page.by.clone()).or_default();
        all.add(page);
        if page.kind == Kind::Article {
            articles.add(page);
        }
    }

    /// Whether any page has each of the fields.
    #[must_use]
    pub fn known(&self, fields: usize) -> Vec<bool> {
        let has = |i: usize| self.sums.keys().any(|key| key.get(i).is_some_and(Option::is_some));
        (0..fields).map(has).collect()
    }

    /// Groups of the values of all fields, then of all but the first, and so on; all pages come
    /// last. Those over several groups are without boards.
    #[must_use]
    pub fn figures(&self, fields: &[String]) -> Vec<Group> {
        let known = self.known(fields.len());
        let names: Vec<&String> =
            fields.iter().zip(&known).filter(|(_, known)| **known).map(|(name, _)| name).collect();
        let mut groups = Vec::new();
        let mut level: BTreeMap<Key, (Sums, u64)> = BTreeMap::new();
        for (key, (all, articles)) in &self.sums {
            let key: Key = key
                .iter()
                .zip(&known)
                .filter(|(_, k)| **k)
                .map(|(value, _)| value.clone())
                .collect();
            if !key.is_empty() {
                groups.push(group(&names, &key, all));
            }
            level.insert(key, (articles.clone(), 1));
        }
        for left in (0..names.len()).rev() {
            level = coarser(&level);
            // A group of one group says nothing new.
            let more = level.iter().filter(|(_, (_, of))| left > 0 && *of > 1);
            groups.extend(more.map(|(key, (sums, _))| group(&names, key, sums)));
        }
        let all = level.into_values().next().unwrap_or_default().0;
        groups.push(group(&names, &[], &all));
        groups
    }
}

/// The groups without their first field, and of how many groups each is.
fn coarser(level: &BTreeMap<Key, (Sums, u64)>) -> BTreeMap<Key, (Sums, u64)> {
    let mut out: BTreeMap<Key, (Sums, u64)> = BTreeMap::new();
    for (key, (sums, _)) in level {
        let rest = key.get(1..).unwrap_or_default().to_vec();
        let (own, of) = out.entry(rest).or_default();
        own.merge(sums);
        *of += u64::from(sums.pages > 0);
    }
    out
}

/// `key` are the values of the last fields.
fn group(names: &[&String], key: &[Option<String>], sums: &Sums) -> Group {
    let skipped = names.len() - key.len().min(names.len());
    let named = names.iter().skip(skipped).map(|name| (*name).clone());
    Group {
        by: named.zip(key.iter().cloned()).collect(),
        pages: sums.pages,
        article: sums.article.figures(),
        comments: sums.thread.figures(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Groups, Kind, PageScore};
    use crate::evaluate::ArticleScore;

    fn page(source: &str, variant: &str, kind: Kind) -> PageScore {
        let value = |name: &str| (!name.is_empty()).then(|| name.to_owned());
        PageScore {
            by: vec![value(source), value(variant)],
            kind,
            article: Some(ArticleScore::default()),
            ..PageScore::default()
        }
    }

    fn shown(pages: &[PageScore]) -> Vec<String> {
        let mut groups = Groups::default();
        for page in pages {
            groups.add(page);
        }
        let fields = ["source".to_owned(), "variant".to_owned()];
        let by = |name, group: &super::Group| match group.by.get(name) {
            Some(value) => value.clone().unwrap_or_else(|| "-".to_owned()),
            None => "all".to_owned(),
        };
        let groups = groups.figures(&fields);
        groups
            .iter()
            .map(|g| format!("{} {} {}", by("source", g), by("variant", g), g.pages))
            .collect()
    }

    #[test]
    fn groups_go_from_fine_to_coarse() {
        let pages = [
            page("b", "wet", Kind::Article),
            page("a", "wet", Kind::Article),
            page("a", "bs4", Kind::Article),
            page("board", "wet", Kind::Forum),
        ];
        let expected = ["a bs4 1", "a wet 1", "b wet 1", "board wet 1", "all wet 2", "all all 3"];
        assert_eq!(shown(&pages), expected, "bs4 is one group, boards are not in the last two");
    }

    #[test]
    fn fields_that_no_page_has_are_left_out() {
        let (a, none) = (page("a", "", Kind::Article), page("", "", Kind::Article));
        assert_eq!(shown(&[a, none.clone()]), ["- all 1", "a all 1", "all all 2"]);
        assert_eq!(shown(&[none]), ["all all 1"]);
        assert_eq!(shown(&[]), ["all all 0"]);
    }
}
