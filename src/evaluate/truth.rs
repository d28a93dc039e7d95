//! What gold says of each line of a page.
//!
//! Separate from the alignment, which says what training may learn: here a
//! line of which gold knows only half is no line to be right or wrong about
//! in the other half.

use serde::Serialize;

use crate::label::{Label, Part};
use crate::model::align::{Allowed, Gold, align};
use crate::model::chain::State;
use crate::segment::Line;
use crate::train::GoldPage;

/// What gold says of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    /// Chrome before the article.
    Head,
    /// The article.
    Article,
    /// Chrome after the start of the article.
    Chrome,
    /// The comment thread.
    Comment,
    /// Chrome or comments: outside of the article, on a page whose comments gold does not know.
    Outside,
    /// Headline or chrome: looks like a headline, on a page whose headline gold does not give.
    Headline,
}

impl Truth {
    /// The name used in tables and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Article => "article",
            Self::Chrome => "chrome",
            Self::Comment => "comment",
            Self::Outside => "outside",
            Self::Headline => "headline",
        }
    }

    /// Whether it is right to put the line into the part of this label; nothing when gold does not
    /// say. Gold gives no buttons, so those of the thread may well be chrome of the gold.
    #[must_use]
    pub const fn allows(self, label: Label) -> Option<bool> {
        let part = label.part();
        match self {
            Self::Head | Self::Chrome if matches!(label, Label::CommentControl) => None,
            Self::Head | Self::Chrome => Some(matches!(part, Part::Chrome)),
            Self::Article => Some(matches!(part, Part::Article)),
            Self::Comment => Some(matches!(part, Part::Comment)),
            Self::Outside => Some(!matches!(part, Part::Article)),
            Self::Headline => None,
        }
    }
}

/// What gold says of each line.
#[must_use]
pub fn truths(text: &str, lines: &[Line], gold: &GoldPage) -> Vec<Truth> {
    let comments = gold.comment_texts();
    let aligned = Gold {
        main: gold.article(),
        title: gold.title.as_deref(),
        comments: comments.iter().map(String::as_str).collect(),
    };
    let knows_comments = gold.comments.is_some();
    align(text, lines, &aligned).iter().map(|allowed| truth(*allowed, knows_comments)).collect()
}

fn truth(allowed: Allowed, knows_comments: bool) -> Truth {
    let is = |state: State| allowed.get(state as usize).copied().unwrap_or(false);
    match (is(State::Article), is(State::Comment), is(State::Head)) {
        (true, _, true) => Truth::Headline,
        (true, _, false) => Truth::Article,
        (false, true, _) => Truth::Comment,
        (false, false, _) if !knows_comments => Truth::Outside,
        (false, false, true) => Truth::Head,
        (false, false, false) => Truth::Chrome,
    }
}

#[cfg(test)]
mod tests {
    use super::{GoldPage, Truth, truths};
    use crate::label::{ChromeKind, Label};
    use crate::segment::segment;

    const PAGE: &str = "Home\nFerry season starts early this year\nThe old bridge will close on Monday for repairs.\nMore news";

    fn of(json: &str) -> Vec<Truth> {
        let mut gold: GoldPage = serde_json::from_str(json).unwrap();
        gold.main = Some("The old bridge will close on Monday for repairs.".to_owned());
        truths(PAGE, &segment(PAGE).lines, &gold)
    }

    #[test]
    fn gold_that_knows_less_says_less() {
        use Truth::{Article, Chrome, Head, Headline, Outside};

        let title =
            r#"{"text": "", "title": "Ferry Season Starts Early This Year", "comments": []}"#;
        assert_eq!(of(title), [Head, Article, Article, Chrome]);
        assert_eq!(of(r#"{"text": "", "comments": []}"#), [Head, Headline, Article, Chrome]);
        assert_eq!(of(r#"{"text": ""}"#), [Outside, Headline, Article, Outside]);
    }

    #[test]
    fn what_is_not_known_is_neither_right_nor_wrong() {
        let chrome = Label::Chrome(ChromeKind::Nav);
        assert_eq!(Truth::Outside.allows(Label::CommentBody), Some(true));
        assert_eq!(Truth::Outside.allows(Label::Paragraph), Some(false));
        assert_eq!(Truth::Headline.allows(Label::Title), None);
        assert_eq!(Truth::Head.allows(chrome), Some(true));
        assert_eq!(Truth::Chrome.allows(Label::CommentBody), Some(false));
        assert_eq!(Truth::Chrome.allows(Label::CommentControl), None);
        assert_eq!(Truth::Article.allows(Label::CommentControl), Some(false));
        assert_eq!(Truth::Comment.allows(chrome), Some(false));
    }
}
