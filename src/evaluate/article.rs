//! The article of a page against its gold: words kept, words lost, comments left in it.

use serde::Serialize;

use super::words::{Agreement, Bag, ratio};
use crate::thread::Comment;
use crate::train::GoldComment;

/// Comments from which on a page without a gold thread counts as one where a thread was made up.
const INVENTED: usize = 3;
/// Comments that a gold thread must have for the leak to be measured.
const THREAD: usize = 2;

/// The article of one page.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ArticleScore {
    /// Agreement of the words.
    #[serde(flatten)]
    pub words: Agreement,
    /// Words of the gold that the article lacks.
    pub lost: u64,
    /// Words of the article that are not in the gold.
    pub wrong: u64,
    /// Share of the words of the gold comments, beyond those of the gold article, that the article
    /// holds; only where gold has two comments or more.
    pub leak: Option<f64>,
    /// Whether three comments or more were reported; only where gold says that there are none.
    pub invented: Option<bool>,
}

impl ArticleScore {
    /// Scores an article; `text` and `main` are the words of what was kept and of the gold.
    #[must_use]
    pub fn of(text: &Bag, main: &Bag, reported: &[Comment], gold: Option<&[GoldComment]>) -> Self {
        let shared = text.shared(main);
        Self {
            words: Agreement::new(shared, text.total(), main.total()),
            lost: main.total() - shared,
            wrong: text.total() - shared,
            leak: gold.filter(|gold| gold.len() >= THREAD).map(|gold| leak(text, main, gold)),
            invented: gold.filter(|gold| gold.is_empty()).map(|_| reported.len() >= INVENTED),
        }
    }

    /// Scores a page of a discussion board: its posts are the content, as article or as comments.
    #[must_use]
    pub fn of_forum(text: &Bag, main: &Bag, reported: &[Comment]) -> Self {
        let mut all = text.clone();
        for comment in reported {
            all.add(comment.author.as_deref().unwrap_or_default());
            all.add(&comment.text);
        }
        Self::of(&all, main, reported, None)
    }
}

fn leak(text: &Bag, main: &Bag, gold: &[GoldComment]) -> f64 {
    let mut comments = Bag::default();
    for comment in gold {
        comments.add(comment.author.as_deref().unwrap_or_default());
        comments.add(comment.text.as_deref().unwrap_or_default());
    }
    let only = comments.without(main);
    ratio(text.without(main).shared(&only), only.total().max(1))
}

/// The articles of many pages: means over pages.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ArticleFigures {
    /// Pages whose gold gives the article.
    pub pages: u64,
    /// Mean precision.
    pub precision: Option<f64>,
    /// Mean recall.
    pub recall: Option<f64>,
    /// Mean F1.
    pub f1: Option<f64>,
    /// Pages whose leak was measured.
    pub leak_pages: u64,
    /// Mean leak.
    pub leak: Option<f64>,
    /// Pages whose gold says that there are no comments.
    pub false_pages: u64,
    /// Share of them where three comments or more were reported.
    #[serde(rename = "false")]
    pub invented: Option<f64>,
}

/// Sums over pages, which add up.
#[derive(Clone, Debug, Default)]
pub struct ArticleSums {
    precision: Mean,
    recall: Mean,
    f1: Mean,
    leak: Mean,
    invented: Mean,
}

impl ArticleSums {
    /// Adds a page.
    pub fn add(&mut self, page: &ArticleScore) {
        self.precision.add(page.words.precision);
        self.recall.add(page.words.recall);
        self.f1.add(page.words.f1);
        page.leak.iter().for_each(|&leak| self.leak.add(leak));
        page.invented.iter().for_each(|&made| self.invented.add(f64::from(u8::from(made))));
    }

    /// Adds the pages of other sums.
    pub fn merge(&mut self, other: &Self) {
        self.precision.merge(other.precision);
        self.recall.merge(other.recall);
        self.f1.merge(other.f1);
        self.leak.merge(other.leak);
        self.invented.merge(other.invented);
    }

    /// The means.
    #[must_use]
    pub fn figures(&self) -> ArticleFigures {
        ArticleFigures {
            pages: self.f1.of,
            precision: self.precision.mean(),
            recall: self.recall.mean(),
            f1: self.f1.mean(),
            leak_pages: self.leak.of,
            leak: self.leak.mean(),
            false_pages: self.invented.of,
            invented: self.invented.mean(),
        }
    }
}

/// A mean that is still being taken.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Mean {
    sum: f64,
    /// How many figures it is of.
    pub(super) of: u64,
}

impl Mean {
    pub(super) fn add(&mut self, figure: f64) {
        self.sum += figure;
        self.of += 1;
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.sum += other.sum;
        self.of += other.of;
    }

    #[allow(clippy::cast_precision_loss, reason = "pages are far fewer than 2^52")]
    pub(super) fn mean(self) -> Option<f64> {
        (self.of > 0).then(|| self.sum / self.of as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::{ArticleScore, ArticleSums, Bag, Comment, GoldComment};

    fn gold(text: &str) -> GoldComment {
        serde_json::from_value(serde_json::json!({"author": "Ann", "text": text})).unwrap()
    }

    #[test]
    fn the_leak_counts_words_beyond_the_article() {
        let main = Bag::of("the bridge is closed");
        let text = Bag::of("the bridge is closed what a shame");
        let comments = [gold("what a great shame"), gold("the bridge")];
        let score = ArticleScore::of(&text, &main, &[], Some(&comments));
        // Of ann, ann, what, a, great, shame three are left; the, bridge are the article's own.
        assert_eq!(score.leak, Some(0.5));
        assert_eq!((score.lost, score.wrong, score.invented), (0, 3, None));
        let one = ArticleScore::of(&text, &main, &[], Some(&comments[..1]));
        assert_eq!((one.leak, one.invented), (None, None), "a single comment says nothing");
    }

    #[test]
    fn a_thread_is_made_up_from_three_comments_on() {
        let bag = Bag::of("x");
        let three = vec![Comment::default(); 3];
        let invented = |got: &[Comment], gold| ArticleScore::of(&bag, &bag, got, gold).invented;
        assert_eq!(invented(&three, Some(&[])), Some(true));
        assert_eq!(invented(&three[..2], Some(&[])), Some(false));
        assert_eq!(invented(&three, None), None, "gold that does not know says nothing");
    }

    #[test]
    fn posts_of_a_forum_count_wherever_they_are() {
        let main = Bag::of("ann hello bob hi");
        let post =
            Comment { author: Some("Bob".to_owned()), text: "Hi".to_owned(), ..Comment::default() };
        let score = ArticleScore::of_forum(&Bag::of("Ann Hello"), &main, &[post]);
        assert_eq!((score.lost, score.wrong, score.leak, score.invented), (0, 0, None, None));
    }

    #[test]
    fn means_are_over_the_pages_that_say_something() {
        let (a, b) = (Bag::of("a b"), Bag::of("a"));
        let mut sums = ArticleSums::default();
        sums.add(&ArticleScore::of(&a, &a, &[], Some(&[])));
        let mut more = ArticleSums::default();
        more.add(&ArticleScore::of(&a, &b, &[], None));
        sums.merge(&more);
        let figures = sums.figures();
        assert_eq!((figures.pages, figures.false_pages, figures.leak), (2, 1, None));
        assert_eq!((figures.precision, figures.recall), (Some(0.75), Some(1.0)));
        assert_eq!(figures.invented, Some(0.0));
    }
}
