//! The comments of a page against its gold: which were found, and what of them is right.

use serde::Serialize;

use super::article::Mean;
use super::pairs::pair;
use super::same::{same_date, same_name};
use super::words::{Agreement, Bag, ratio, share};
use crate::thread::Comment;
use crate::train::{GoldComment, GoldParent};

/// How many of the found comments whose gold gives a field have it right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Right {
    /// Found comments whose gold gives the field.
    pub of: u64,
    /// Those that have it right.
    pub right: u64,
}

impl Right {
    fn add(&mut self, right: bool) {
        self.of += 1;
        self.right += u64::from(right);
    }

    const fn merge(&mut self, other: Self) {
        self.of += other.of;
        self.right += other.right;
    }
}

/// Counts of comments; they add up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ThreadCounts {
    /// Comments of the gold.
    pub gold: u64,
    /// Comments that were reported.
    pub reported: u64,
    /// Gold comments that were reported.
    pub found: u64,
    /// Authors: equal but for case, spaces and punctuation.
    pub author: Right,
    /// Dates: the same day, or the gold's words in the date as the page writes it.
    pub date: Right,
    /// Parents: the same gold comment, or none in both.
    pub parent: Right,
    /// Depths: the same number.
    pub depth: Right,
}

impl ThreadCounts {
    const fn merge(&mut self, other: &Self) {
        self.gold += other.gold;
        self.reported += other.reported;
        self.found += other.found;
        self.author.merge(other.author);
        self.date.merge(other.date);
        self.parent.merge(other.parent);
        self.depth.merge(other.depth);
    }

    fn compare(&mut self, gold: &GoldComment, got: &Comment, parent: Option<GoldParent>) {
        if let Some(author) = gold.author.as_deref().filter(|name| !name.is_empty()) {
            self.author.add(same_name(author, got.author.as_deref().unwrap_or_default()));
        }
        if let Some(date) = gold.date.as_deref().filter(|date| !date.is_empty()) {
            self.date.add(same_date(date, got.date.as_deref(), got.date_text.as_deref()));
        }
        if gold.parent != GoldParent::Unknown {
            self.parent.add(parent == Some(gold.parent));
        }
        if let Some(depth) = gold.depth {
            self.depth.add(depth == got.depth);
        }
    }
}

/// The comments of one page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ThreadScore {
    /// Comments and what is right of them.
    pub counts: ThreadCounts,
    /// Agreement of the words of all comments together, authors aside; none when gold has no comments.
    pub words: Option<Agreement>,
}

impl ThreadScore {
    /// Scores the comments of a page.
    #[must_use]
    pub fn of(reported: &[Comment], gold: &[GoldComment]) -> Self {
        let (gold_bags, got_bags): (Vec<Bag>, Vec<Bag>) = (
            gold.iter().map(|c| Bag::of(c.text.as_deref().unwrap_or_default())).collect(),
            reported.iter().map(|c| Bag::of(&c.text)).collect(),
        );
        let found = pair(&gold_bags, &got_bags);
        let mut counts = ThreadCounts {
            gold: gold.len() as u64,
            reported: reported.len() as u64,
            ..ThreadCounts::default()
        };
        let gold_of = gold_of(&found, reported.len());
        for (gold, got) in gold.iter().zip(&found) {
            let Some(got) = got.and_then(|j| reported.get(j)) else { continue };
            counts.found += 1;
            counts.compare(gold, got, parent(got, &gold_of));
        }
        let words = (!gold.is_empty()).then(|| all_words(reported, gold));
        Self { counts, words }
    }
}

/// The gold comment that each reported one was found as.
fn gold_of(found: &[Option<usize>], reported: usize) -> Vec<Option<u32>> {
    let mut out = vec![None; reported];
    for (i, got) in (0u32..).zip(found) {
        if let Some(slot) = got.and_then(|j| out.get_mut(j)) {
            *slot = Some(i);
        }
    }
    out
}

/// The parent of a reported comment among those of the gold; none when it is none of them.
fn parent(got: &Comment, gold_of: &[Option<u32>]) -> Option<GoldParent> {
    let Some(parent) = got.parent else { return Some(GoldParent::Top) };
    let place = usize::try_from(parent).ok()?;
    gold_of.get(place).copied().flatten().map(GoldParent::Comment)
}

fn all_words(reported: &[Comment], gold: &[GoldComment]) -> Agreement {
    let (mut got, mut wanted) = (Bag::default(), Bag::default());
    for comment in reported {
        got.add(&comment.text);
    }
    for comment in gold {
        wanted.add(comment.text.as_deref().unwrap_or_default());
    }
    Agreement::of(&got, &wanted)
}

/// A share with the number that it is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Share {
    /// Found comments whose gold gives the field.
    pub of: u64,
    /// Share of them that have it right.
    pub share: Option<f64>,
}

impl From<Right> for Share {
    fn from(right: Right) -> Self {
        Self { of: right.of, share: share(right.right, right.of) }
    }
}

/// The comments of many pages, counted over all comments together.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ThreadFigures {
    /// Pages whose gold tells of comments, or that there are none.
    pub pages: u64,
    /// Comments of the gold.
    pub gold: u64,
    /// Comments that were reported.
    pub reported: u64,
    /// Gold comments that were reported.
    pub found: u64,
    /// Share of the reported comments that are in the gold.
    pub precision: Option<f64>,
    /// Share of the gold comments that were found.
    pub recall: Option<f64>,
    /// Harmonic mean of the two.
    pub f1: Option<f64>,
    /// Pages whose gold has comments.
    pub pages_with_comments: u64,
    /// Mean F1 of the words of all comments of a page, over the pages whose gold has comments.
    pub words_f1: Option<f64>,
    /// Authors that are right.
    pub author: Share,
    /// Dates that are right.
    pub date: Share,
    /// Parents that are right.
    pub parent: Share,
    /// Depths that are right.
    pub depth: Share,
}

/// Sums over pages, which add up.
#[derive(Clone, Debug, Default)]
pub struct ThreadSums {
    pages: u64,
    counts: ThreadCounts,
    words: Mean,
}

impl ThreadSums {
    /// Adds a page.
    pub fn add(&mut self, page: &ThreadScore) {
        self.pages += 1;
        self.counts.merge(&page.counts);
        page.words.iter().for_each(|words| self.words.add(words.f1));
    }

    /// Adds the pages of other sums.
    pub fn merge(&mut self, other: &Self) {
        self.pages += other.pages;
        self.counts.merge(&other.counts);
        self.words.merge(other.words);
    }

    /// The figures.
    #[must_use]
    pub fn figures(&self) -> ThreadFigures {
        let ThreadCounts { gold, reported, found, author, date, parent, depth } = self.counts;
        // 2PR / (P + R), without the rounding.
        let f1 = (gold + reported > 0).then(|| ratio(2 * found, gold + reported));
        ThreadFigures {
            pages: self.pages,
            gold,
            reported,
            found,
            precision: share(found, reported),
            recall: share(found, gold),
            f1,
            pages_with_comments: self.words.of,
            words_f1: self.words.mean(),
            author: author.into(),
            date: date.into(),
            parent: parent.into(),
            depth: depth.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Comment, GoldComment, Right, ThreadScore, ThreadSums};

    fn gold(json: &str) -> Vec<GoldComment> {
        serde_json::from_str(json).unwrap()
    }

    fn got(author: &str, text: &str, parent: Option<u32>) -> Comment {
        Comment {
            author: Some(author.to_owned()),
            date: Some("2020-05-03".to_owned()),
            date_text: Some("3 May".to_owned()),
            text: text.to_owned(),
            parent,
            depth: u32::from(parent.is_some()),
            ..Comment::default()
        }
    }

    #[test]
    fn fields_count_where_the_gold_gives_them() {
        let gold = gold(
            r#"[{"author": "ann", "date": "May 3, 2020", "text": "One two three", "parent": null, "depth": 0},
                {"author": "Bob", "text": "Four five six", "parent": 0, "depth": 2},
                {"author": "", "date": null, "text": "Seven eight"},
                {"text": "Nine ten eleven", "parent": null}]"#,
        );
        // An advertisement, taken for a comment, is the parent of the last one.
        let reported = [
            got("Ann", "one two three", None),
            got("Advertisement", "buy", None),
            got("Rob", "four five six", Some(0)),
            got("X", "seven eight", None),
            got("Y", "nine ten eleven", Some(1)),
        ];
        let score = ThreadScore::of(&reported, &gold);
        let counts = score.counts;
        assert_eq!((counts.gold, counts.reported, counts.found), (4, 5, 4));
        assert_eq!(counts.author, Right { of: 2, right: 1 });
        assert_eq!(counts.date, Right { of: 1, right: 1 });
        assert_eq!(counts.parent, Right { of: 3, right: 2 });
        assert_eq!(counts.depth, Right { of: 2, right: 1 });
        let words = score.words.unwrap();
        assert!(
            (words.precision - 11.0 / 12.0).abs() < 1e-12 && (words.recall - 1.0).abs() < 1e-12
        );
    }

    #[test]
    fn figures_are_over_all_comments() {
        let mut sums = ThreadSums::default();
        sums.add(&ThreadScore::of(
            &[got("A", "b c", None)],
            &gold(r#"[{"text": "b c"}, {"text": "d"}]"#),
        ));
        let mut more = ThreadSums::default();
        more.add(&ThreadScore::of(&[got("A", "b c", None)], &[]));
        sums.merge(&more);
        let figures = sums.figures();
        assert_eq!((figures.pages, figures.pages_with_comments), (2, 1));
        assert_eq!(
            (figures.precision, figures.recall, figures.f1),
            (Some(0.5), Some(0.5), Some(0.5))
        );
        assert_eq!(figures.words_f1, Some(0.8));
        assert_eq!(ThreadSums::default().figures().f1, None);
    }
}
