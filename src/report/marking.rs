//! Pages to be marked by hand: the lines, and what the program takes them for.
//!
//! Separate from the views of a report, which may be cut: gold holds the page
//! to the last character.

use serde::Serialize;

use crate::label::{Label, Part};
use crate::write::Cleaned;

/// A page to be marked.
#[derive(Debug, Serialize)]
pub struct MarkedPage {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    /// Where it was read.
    source: String,
    /// Its lines; together they are the page.
    lines: Vec<MarkedLine>,
    /// Names of the comments' authors that the program found, by comment.
    authors: Vec<Option<String>>,
}

/// A line: text, a guess at what it is, and the comment that it belongs to.
#[derive(Debug, Serialize)]
struct MarkedLine(String, Mark, Option<u32>);

/// What a line is, as far as gold tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Mark {
    Title,
    Article,
    /// The head of a comment: its author, its date.
    Head,
    /// What a commenter wrote.
    Comment,
    /// All else.
    Chrome,
}

impl MarkedPage {
    /// A page with what the program takes its lines for; with nothing but chrome when `blank`.
    #[must_use]
    pub fn of(cleaned: &Cleaned<'_>, blank: bool) -> Self {
        let page = cleaned.page;
        let line = |(i, line): (usize, &crate::segment::Line)| {
            let label = cleaned.labels.get(i).filter(|_| !blank);
            let comment = cleaned.line_to_comment.get(i).copied().flatten().filter(|_| !blank);
            MarkedLine(line.span.of(&page.text).to_owned(), mark(label), comment)
        };
        Self {
            id: page.id.clone(),
            url: page.url.clone(),
            source: page.origin.path.to_string(),
            lines: cleaned.lines.iter().enumerate().map(line).collect(),
            authors: cleaned.thread.iter().map(|comment| comment.author.clone()).collect(),
        }
    }
}

const fn mark(label: Option<&Label>) -> Mark {
    match label {
        Some(Label::Title) => Mark::Title,
        Some(Label::CommentHead) => Mark::Head,
        Some(Label::CommentBody) => Mark::Comment,
        Some(Label::CommentControl) | None => Mark::Chrome,
        Some(label) => match label.part() {
            Part::Article => Mark::Article,
            Part::Comment | Part::Chrome => Mark::Chrome,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::MarkedPage;
    use crate::write::testing::Sample;

    #[test]
    fn the_lines_are_the_page_with_guesses_or_without() {
        let page = "\nTitle\n\nText\nAnn\nHi\nReply";
        let sample = Sample::text(page).labelled("tphbr");
        let marks = |blank| {
            let json = serde_json::to_value(MarkedPage::of(&sample.cleaned(), blank)).unwrap();
            let lines = json["lines"].as_array().unwrap().clone();
            let whole: String = lines.iter().map(|line| line[0].as_str().unwrap()).collect();
            assert_eq!(whole, page);
            let marks = lines.iter().map(|line| line[1].as_str().unwrap().to_owned());
            marks.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(marks(false), "title article head comment chrome");
        assert_eq!(marks(true), "chrome chrome chrome chrome chrome");
    }
}
