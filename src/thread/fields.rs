//! Values of a comment that are read from single lines: date, votes, edit remark.

use std::borrow::Cow;

use jiff::civil::DateTime;

use super::Votes;
use crate::dates::{self, DateMatch, Order};
use crate::detect::comments::{Comments, Head, Mark};
use crate::label::{ChromeKind, Label};
use crate::segment::Line;
use crate::span::Span;

/// What the page as a whole says about its dates.
pub(super) struct Calendar {
    order: Order,
    crawled: Option<DateTime>,
}

impl Calendar {
    /// The order of day and month from all heads of the page.
    pub(super) fn of(text: &str, found: &Comments, crawled: Option<&str>) -> Self {
        let matches: Vec<DateMatch> = found
            .heads
            .iter()
            .filter_map(|head| dates::find(&plain(head.date?.of(text))))
            .collect();
        Self {
            order: dates::order_of_page(matches.iter()),
            crawled: crawled.and_then(dates::parse_crawled),
        }
    }

    /// The date in ISO 8601.
    pub(super) fn iso(&self, date_text: &str) -> Option<String> {
        dates::find(&plain(date_text))?.iso(self.order, self.crawled)
    }
}

/// A date without the backslashes that Markdown sets before full stops: `14\. March 2025`.
fn plain(date: &str) -> Cow<'_, str> {
    if date.contains('\\') { Cow::Owned(date.replace('\\', "")) } else { Cow::Borrowed(date) }
}

/// Votes from the head and from the marks below the text; nothing when the page shows none.
pub(super) fn votes<'m>(
    head: Option<&Head>,
    marks: impl Iterator<Item = &'m Mark>,
) -> Option<Votes> {
    let mut votes = Votes {
        likes: head.and_then(|h| h.likes),
        dislikes: None,
        score: head.and_then(|h| h.score),
    };
    for mark in marks {
        votes.likes = votes.likes.or(mark.likes);
        votes.dislikes = votes.dislikes.or(mark.dislikes);
        votes.score = votes.score.or(mark.score);
    }
    (votes != Votes::default()).then_some(votes)
}

/// Votes on the page: the number of the first line that the decoder calls a voting widget.
pub(super) fn page_votes(text: &str, lines: &[Line], labels: &[Label]) -> Option<i64> {
    lines
        .iter()
        .zip(labels)
        .filter(|(_, label)| **label == Label::Chrome(ChromeKind::Vote))
        .find_map(|(line, _)| number(line.body.of(text)))
}

/// A number that a short line begins or ends with: `24 Points`, `Votes: 7`.
fn number(line: &str) -> Option<i64> {
    let mut words = line.split_whitespace();
    let first = words.next()?;
    let last = words.next_back().unwrap_or(first);
    [first, last].into_iter().find_map(|word| word.replace('\u{2212}', "-").parse().ok())
}

/// Running count of characters, for offsets that only grow.
pub(crate) struct Chars<'t> {
    text: &'t str,
    byte: usize,
    count: usize,
}

impl<'t> Chars<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, byte: 0, count: 0 }
    }

    /// Number of characters before the byte offset.
    pub(crate) fn at(&mut self, byte: usize) -> usize {
        if byte < self.byte {
            *self = Self::new(self.text);
        }
        self.count += Span::new(self.byte, byte).of(self.text).chars().count();
        self.byte = byte;
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::{Chars, number};

    #[test]
    fn characters_are_counted_once() {
        let mut chars = Chars::new("a\u{e9}b\u{4eca}c");
        assert_eq!((chars.at(3), chars.at(4), chars.at(7)), (2, 3, 4));
    }

    #[test]
    fn widget_numbers() {
        assert_eq!(
            (number("24 Points"), number("Votes: 7"), number("Upvote Downvote")),
            (Some(24), Some(7), None)
        );
    }
}
