//! The pages with the lowest figures, so that one can look at them.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::Serialize;

use super::article::ArticleScore;
use super::page::PageScore;
use super::thread::ThreadScore;

/// A page that is worth a look.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Worst {
    /// Identifier of the page.
    pub id: String,
    /// File, record and byte.
    pub at: String,
    /// Its values of the fields by which pages are grouped.
    pub by: BTreeMap<String, Option<String>>,
    /// F1 of the article's words; of the comments' words, where gold gives no article.
    pub f1: f64,
    /// The article, where gold gives it.
    pub article: Option<ArticleScore>,
    /// Comments of the gold, where it tells of them.
    pub comments_gold: Option<u64>,
    /// Comments that were reported, where gold tells of them.
    pub comments_reported: Option<u64>,
    /// Gold comments that were found.
    pub comments_found: Option<u64>,
    /// The first line that should have been kept, shortened, as it was scraped.
    pub first_lost: Option<String>,
    /// The first line that should not have been kept, shortened, as it was scraped.
    pub first_wrong: Option<String>,
}

/// Keeps the worst pages of a run.
#[derive(Clone, Debug)]
pub struct Keeper {
    most: usize,
    seen: u64,
    pages: Vec<(f64, u64, PageScore)>,
}

impl Keeper {
    /// Keeps so many.
    #[must_use]
    pub const fn new(most: usize) -> Self {
        Self { most, seen: 0, pages: Vec::new() }
    }

    /// Looks at a page; one without any figure is no candidate.
    pub fn add(&mut self, page: PageScore) {
        self.seen += 1;
        if self.most > 0
            && let Some(f1) = page.f1()
        {
            self.pages.push((f1, self.seen, page));
            if self.pages.len() / 2 > self.most {
                self.prune();
            }
        }
    }

    /// The worst pages, the worst first, of equals the earlier.
    #[must_use]
    pub fn worst(mut self, fields: &[String], known: &[bool]) -> Vec<Worst> {
        self.prune();
        let by = |page: &PageScore| {
            let fields = fields.iter().zip(&page.by).zip(known).filter(|(_, known)| **known);
            fields.map(|((name, value), _)| (name.clone(), value.clone())).collect()
        };
        self.pages
            .into_iter()
            .map(|(f1, _, page)| {
                let counts = |count: fn(&ThreadScore) -> u64| page.thread.as_ref().map(count);
                Worst {
                    by: by(&page),
                    f1,
                    comments_gold: counts(|thread| thread.counts.gold),
                    comments_reported: counts(|thread| thread.counts.reported),
                    comments_found: counts(|thread| thread.counts.found),
                    id: page.id,
                    at: page.at,
                    article: page.article,
                    first_lost: page.lost,
                    first_wrong: page.wrong,
                }
            })
            .collect()
    }

    fn prune(&mut self) {
        let order = |a: &(f64, u64, PageScore), b: &(f64, u64, PageScore)| -> Ordering {
            a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
        };
        self.pages.sort_unstable_by(order);
        self.pages.truncate(self.most);
    }
}

#[cfg(test)]
mod tests {
    use super::{Keeper, PageScore};
    use crate::evaluate::{Agreement, ArticleScore};

    #[test]
    fn the_worst_of_many_are_kept_in_order() {
        let mut keeper = Keeper::new(3);
        for i in 0..100u32 {
            let f1 = f64::from(i * 37 % 50) / 50.0;
            let words = Agreement { f1, ..Agreement::default() };
            let article = Some(ArticleScore { words, ..ArticleScore::default() });
            keeper.add(PageScore { id: i.to_string(), article, ..PageScore::default() });
        }
        keeper.add(PageScore::default());
        let worst = keeper.worst(&[], &[]);
        let ids: Vec<&str> = worst.iter().map(|page| page.id.as_str()).collect();
        assert_eq!(ids, ["0", "50", "23"]);
        let mut none = Keeper::new(0);
        none.add(PageScore { article: Some(ArticleScore::default()), ..PageScore::default() });
        assert!(none.worst(&[], &[]).is_empty());
    }
}
