//! One page as a reader looks at it: every line of the original, and what came out.
//!
//! Separate from the counts because only a few pages are kept whole, and each
//! only as far as a reader would read: a report has a size that no page may burst.

use serde::Serialize;

use super::facts::Facts;
use crate::label::Label;
use crate::segment::segment;
use crate::thread::{Comment, Votes};
use crate::write::{Flag, WrittenError, WrittenRecord, WrittenRow};

/// Bytes of a page's original that are shown, and as many of its article; of its comments half as many.
const SHOWN_BYTES: usize = 24_000;
/// Comments of a page that are shown.
const SHOWN_COMMENTS: usize = 150;
/// Characters of names, addresses and identifiers that are shown.
const SHOWN_NAME: usize = 200;

/// A page as it is shown.
#[derive(Clone, Debug, Serialize)]
pub struct PageView {
    pub id: String,
    /// Number of the record in the run, from 1.
    pub record: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    pub site: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub language: String,
    pub confidence: Option<f64>,
    pub flags: Vec<Flag>,
    pub platforms: Vec<String>,
    /// Characters read, of the article, of the thread, removed.
    pub chars: [u64; 4],
    /// The lines of the original, each with its line breaks; none without an audit.
    pub lines: Vec<LineView>,
    /// The article.
    pub text: String,
    pub comments: Vec<CommentView>,
    /// Whether more is there than is shown.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
}

/// A line of the original: text, index of its label in [`Label::all`], score, rule, detector where no rule spoke.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LineView(pub String, pub usize, pub f64, pub Option<String>, pub Option<String>);

/// A comment as it is shown.
#[derive(Clone, Debug, Serialize)]
pub struct CommentView {
    pub depth: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub votes: Option<Votes>,
    pub text: String,
}

impl PageView {
    /// The page of a record, with its original when there is an audit row.
    pub fn of(
        facts: &Facts,
        record: &WrittenRecord<'_>,
        row: Option<&WrittenRow<'_>>,
    ) -> Result<Self, WrittenError> {
        let info = &record.info;
        let (lines, lines_cut) = match row {
            Some(row) => lines(&row.original(record)?, row),
            None => (Vec::new(), false),
        };
        let text = record.text()?;
        let shown = text.get(..text.floor_char_boundary(SHOWN_BYTES)).unwrap_or_default();
        let (comments, comments_cut) = comments(record.comments()?);
        Ok(Self {
            id: clip(&facts.id, SHOWN_NAME),
            record: facts.number,
            url: record.url().map(|url| clip(&url, SHOWN_NAME)),
            site: clip(&facts.site, SHOWN_NAME),
            language: clip(&facts.language, SHOWN_NAME),
            confidence: info.confidence,
            flags: info.flags.clone(),
            platforms: info.platforms.iter().take(8).map(|name| clip(name, 40)).collect(),
            chars: [info.chars_in, info.chars_text, info.chars_comments, info.chars_removed],
            lines,
            cut: lines_cut || comments_cut || shown.len() < text.len(),
            text: shown.to_owned(),
            comments,
        })
    }
}

/// Lines of the original with what the audit says of each, and whether there are more.
fn lines(original: &str, row: &WrittenRow<'_>) -> (Vec<LineView>, bool) {
    let mut list = Vec::new();
    let (mut character, mut bytes) = (0, 0);
    let mut rules = row.rules().peekable();
    for line in segment(original).lines {
        let text = line.span.of(original);
        if bytes + text.len() > SHOWN_BYTES {
            let left = SHOWN_BYTES.saturating_sub(bytes);
            let text = text.get(..text.floor_char_boundary(left)).unwrap_or_default();
            list.extend(line_view(text, character, None, row));
            return (list, true);
        }
        while rules.next_if(|(start, ..)| *start < character).is_some() {}
        let rule = rules.peek().filter(|(start, ..)| *start == character).map(|(.., rule)| *rule);
        list.extend(line_view(text, character, rule, row));
        character += text.chars().count() as u64;
        bytes += text.len();
    }
    (list, false)
}

fn line_view(
    text: &str,
    character: u64,
    rule: Option<&str>,
    row: &WrittenRow<'_>,
) -> Option<LineView> {
    let stretch = row.stretch_at(character).filter(|_| !text.is_empty())?;
    let label = Label::all().position(|label| label == stretch.label)?;
    let detector = row.detector_at(character).map(|name| clip(name, SHOWN_NAME));
    let rule = rule.map(|rule| clip(rule, SHOWN_NAME));
    Some(LineView(text.to_owned(), label, stretch.score, rule, detector))
}

fn comments(all: Vec<Comment>) -> (Vec<CommentView>, bool) {
    let count = all.len();
    let mut list = Vec::new();
    let mut left = SHOWN_BYTES / 2;
    for comment in all.into_iter().take(SHOWN_COMMENTS) {
        let text = &comment.text;
        let shown = text.get(..text.floor_char_boundary(left)).unwrap_or_default();
        if shown.len() < text.len() && shown.is_empty() {
            break;
        }
        left -= shown.len();
        list.push(CommentView {
            depth: comment.depth,
            parent: comment.parent,
            author: comment.author.as_deref().map(|name| clip(name, SHOWN_NAME)),
            date: comment.date.or(comment.date_text).map(|date| clip(&date, 60)),
            votes: comment.votes,
            text: shown.to_owned(),
        });
    }
    let cut = list.len() < count || left == 0;
    (list, cut)
}

/// The first characters of a text; three dots stand for the rest.
pub fn clip(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::facts::Facts;
    use super::{LineView, PageView, SHOWN_BYTES, clip};
    use crate::label::{ChromeKind, Label};
    use crate::write::testing::Sample;
    use crate::write::{WrittenRecord, WrittenRow};

    fn view(sample: &Sample) -> PageView {
        let (record, row) = (sample.record(), sample.audit());
        let record = WrittenRecord::parse(&record).unwrap();
        let facts = Facts::of(1, &record).unwrap();
        PageView::of(&facts, &record, Some(&WrittenRow::parse(&row).unwrap())).unwrap()
    }

    #[test]
    fn the_lines_are_the_page() {
        let page = " \u{dc}ber\n\nNav\n\u{a9} E\nAnn\nHi";
        let view = view(&Sample::text(page).labelled("tnchb"));
        let whole: String = view.lines.iter().map(|line| line.0.as_str()).collect();
        assert_eq!(whole, page);
        let copyright = Label::Chrome(ChromeKind::Copyright);
        let at = Label::all().position(|label| label == copyright).unwrap();
        let rule = Some("site-copyright".to_owned());
        assert_eq!(view.lines[2], LineView("\u{a9} E\n".to_owned(), at, 0.97, rule, None));
        assert_eq!((view.text.as_str(), view.comments.len(), view.cut), ("\u{dc}ber", 1, false));
    }

    #[test]
    fn a_huge_page_is_cut_at_a_character() {
        let view = view(&Sample::text(&"\u{e9}\u{e9} \n".repeat(SHOWN_BYTES)));
        let bytes: usize = view.lines.iter().map(|line| line.0.len()).sum();
        assert!(view.cut && bytes <= SHOWN_BYTES && view.text.len() <= SHOWN_BYTES);
    }

    #[test]
    fn texts_are_clipped_at_characters() {
        assert_eq!(clip("\u{e9}\u{e9}\u{e9}", 2), "\u{e9}\u{e9}...");
        assert_eq!(clip("\u{e9}\u{e9}", 2), "\u{e9}\u{e9}");
    }
}
