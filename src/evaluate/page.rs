//! One page against its gold: all measures, and what to look at when they are bad.

use super::article::ArticleScore;
use super::calibration::Scores;
use super::confusion::Confusion;
use super::thread::ThreadScore;
use super::truth::{Truth, truths};
use super::words::Bag;
use crate::label::Part;
use crate::page::Page;
use crate::pipeline::Washed;
use crate::train::GoldPage;

/// Characters of a line that are kept to be shown.
const SHOWN: usize = 80;

/// How the posts of a page count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// An article, with or without comments.
    #[default]
    Article,
    /// A discussion board: its posts are the content, whichever part they are put into.
    Forum,
}

/// What came of one page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageScore {
    /// Identifier of the page.
    pub id: String,
    /// Where it stands.
    pub at: String,
    /// Its values of the fields by which pages are grouped.
    pub by: Vec<Option<String>>,
    /// How its posts count.
    pub kind: Kind,
    /// The article, where gold gives it.
    pub article: Option<ArticleScore>,
    /// The comments, where gold tells of them; never of a board.
    pub thread: Option<ThreadScore>,
    /// The first line that should have been kept, shortened; not made safe for a terminal.
    pub lost: Option<String>,
    /// The first line that should not have been kept, shortened; not made safe for a terminal.
    pub wrong: Option<String>,
}

impl PageScore {
    /// Scores a page. Identifier, place and group are left to the caller.
    #[must_use]
    pub fn of(
        page: &Page,
        washed: &Washed<'_>,
        truths: &[Truth],
        gold: &GoldPage,
        kind: Kind,
    ) -> Self {
        let text = Bag::of(&washed.cleaned(page).compose().text);
        let comments = gold.comments.as_deref();
        let article = gold.main.as_deref().map(|main| match kind {
            Kind::Article => ArticleScore::of(&text, &Bag::of(main), &washed.thread, comments),
            Kind::Forum => ArticleScore::of_forum(&text, &Bag::of(main), &washed.thread),
        });
        let thread = comments
            .filter(|_| kind == Kind::Article)
            .map(|comments| ThreadScore::of(&washed.thread, comments));
        let wanted = if article.is_some() { Truth::Article } else { Truth::Comment };
        let (lost, wrong) = first_mistakes(page, washed, truths, wanted, kind);
        Self { kind, article, thread, lost, wrong, ..Self::default() }
    }

    /// F1 of the article's words; of the comments' words, where gold gives no article.
    #[must_use]
    pub fn f1(&self) -> Option<f64> {
        let comments = || self.thread.as_ref().and_then(|thread| thread.words);
        self.article.as_ref().map(|article| article.words).or_else(comments).map(|words| words.f1)
    }
}

/// What gold says of the lines of a page, and how they count in the figures on lines.
///
/// Only pages count there whose gold says which lines are article, so neither gold of comments
/// alone nor boards.
pub fn lines(
    page: &Page,
    washed: &Washed<'_>,
    gold: &GoldPage,
    kind: Kind,
    (confusion, scores): (&mut Confusion, &mut Scores),
) -> Vec<Truth> {
    let truths = truths(&page.text, &washed.lines, gold);
    if gold.main.is_none() || kind == Kind::Forum {
        return truths;
    }
    for (i, (line, (truth, label))) in
        washed.lines.iter().zip(truths.iter().zip(&washed.labels)).enumerate()
    {
        confusion.add(*truth, *label, line.content.of(&page.text).chars().count() as u64);
        if let Some(right) = truth.allows(*label) {
            scores.add(washed.reasons.get(i).map_or(0.0, |reason| reason.score), right);
        }
    }
    truths
}

/// The first line lost and the first kept wrongly.
fn first_mistakes(
    page: &Page,
    washed: &Washed<'_>,
    truths: &[Truth],
    wanted: Truth,
    kind: Kind,
) -> (Option<String>, Option<String>) {
    let kept = |part: Part| match (kind, wanted) {
        (Kind::Forum, _) => part != Part::Chrome,
        (Kind::Article, Truth::Comment) => part == Part::Comment,
        (Kind::Article, _) => part == Part::Article,
    };
    let first = |mistake: &dyn Fn(Truth, bool) -> bool| {
        let mut lines = washed.lines.iter().zip(truths.iter().zip(&washed.labels));
        lines
            .find(|(_, (truth, label))| mistake(**truth, kept(label.part())))
            .map(|(line, _)| shorten(line.content.of(&page.text)))
    };
    (
        first(&|truth, kept| truth == wanted && !kept),
        first(&|truth, kept| truth != wanted && truth != Truth::Headline && kept),
    )
}

/// The first characters of a text on one line; three dots stand for the rest.
fn shorten(text: &str) -> String {
    // No more than the start of the text is looked at: a line can be the whole page.
    let start: String = text.chars().take(4 * SHOWN).collect();
    let line = start.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(SHOWN).collect();
    if short.len() < line.len() || start.len() < text.len() { short + "..." } else { short }
}

#[cfg(test)]
mod tests {
    use super::{Kind, PageScore, lines, shorten};
    use crate::label::{ChromeKind, Label};
    use crate::page::Page;
    use crate::pipeline::Washed;
    use crate::segment::segment;
    use crate::train::GoldPage;

    const TEXT: &str = "Home\nThe old bridge will close on Monday for repairs.\nMore news of today\n\
        The ferry at Holmsted sails every hour until then.";
    const MAIN: &str = "The old bridge will close on Monday for repairs. The ferry at Holmsted sails \
        every hour until then.";

    /// The page, where menu and second paragraph are taken for chrome, the rest for article.
    fn score(gold: &str, kind: Kind) -> (PageScore, u64) {
        let page = Page { text: TEXT.to_owned(), ..Page::default() };
        let gold: GoldPage = serde_json::from_str(gold).unwrap();
        let chrome = Label::Chrome(ChromeKind::Nav);
        let washed = Washed {
            lines: segment(TEXT).lines,
            labels: vec![chrome, Label::Paragraph, Label::Paragraph, chrome],
            ..Washed::default()
        };
        let (mut confusion, mut scores) = Default::default();
        let truths = lines(&page, &washed, &gold, kind, (&mut confusion, &mut scores));
        let score = PageScore::of(&page, &washed, &truths, &gold, kind);
        (score, scores.calibration().lines)
    }

    #[test]
    fn mistakes_are_shown_by_their_first_lines() {
        let gold = serde_json::json!({"text": "", "main": MAIN, "comments": []}).to_string();
        let (page, lines) = score(&gold, Kind::Article);
        assert_eq!(
            page.lost.as_deref(),
            Some("The ferry at Holmsted sails every hour until then.")
        );
        assert_eq!(page.wrong.as_deref(), Some("More news of today"));
        let article = page.article.as_ref().unwrap();
        assert_eq!((article.lost, article.wrong, lines), (9, 4, 4));
        assert_eq!(page.f1(), Some(article.words.f1));
    }

    #[test]
    fn what_gold_does_not_give_is_not_scored() {
        let (page, lines) =
            score(r#"{"text": "", "comments": [{"text": "Well said."}]}"#, Kind::Article);
        assert!(page.article.is_none() && lines == 0);
        assert_eq!((page.f1(), page.thread.unwrap().counts.gold), (Some(0.0), 1));
        let gold = serde_json::json!({"text": "", "main": MAIN, "comments": []}).to_string();
        let (page, lines) = score(&gold, Kind::Forum);
        assert!(page.thread.is_none() && page.article.is_some() && lines == 0);
    }

    #[test]
    fn long_lines_are_cut() {
        assert_eq!(shorten("a\t b"), "a b");
        assert_eq!(shorten(&"\u{e9}".repeat(81)), "\u{e9}".repeat(80) + "...");
        assert_eq!(shorten(&"a ".repeat(10_000)).len(), 83);
    }
}
