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
    /// What dates mean that neither the page's numbers nor the day of the crawl settle.
    custom: Custom,
    crawled: Option<DateTime>,
}

/// What settles the order of day and month where the page's own dates do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Custom {
    /// A language in which the day stands first.
    DayFirst,
    /// Any other: English, or one that puts the year first and is read on sites of all kinds.
    Open,
    /// None, since a date of the page has the month first.
    Denied,
}

/// Languages whose numeric dates have the day first, if they do not have the year first.
///
/// English has both orders; so have, by its sites, Tagalog and the languages of East Asia.
const DAY_FIRST: &[&str] = &[
    "af", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fa",
    "fi", "fr", "gl", "gu", "he", "hi", "hr", "hy", "id", "is", "it", "ka", "kk", "kn", "lv", "mk",
    "ml", "mr", "ms", "nl", "no", "pa", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "ta",
    "te", "th", "tr", "uk", "ur", "vi",
];

impl Custom {
    fn of(language: Option<&str>, dates: &[DateMatch]) -> Self {
        if dates.iter().any(|date| date.shows == Order::MonthFirst) {
            Self::Denied
        } else if language.is_some_and(|code| DAY_FIRST.contains(&code)) {
            Self::DayFirst
        } else {
            Self::Open
        }
    }

    /// The order in a date that nothing else settles.
    fn order(self, date_text: &str) -> Order {
        match self {
            Self::DayFirst => Order::DayFirst,
            Self::Open if is_board_date(date_text) => Order::MonthFirst,
            Self::Open | Self::Denied => Order::Unknown,
        }
    }
}

/// Whether vBulletin prints it where nobody changed its settings: `03-11-2008, 08:15 PM`, the month first.
fn is_board_date(date_text: &str) -> bool {
    let form = b"00-00-0000, 00:00 ";
    let half = date_text.get(form.len()..);
    matches!(half, Some("AM" | "PM"))
        && date_text.bytes().zip(form).all(|(byte, wanted)| match wanted {
            b'0' => byte.is_ascii_digit(),
            _ => byte == *wanted,
        })
}

impl Calendar {
    /// The order of day and month from all heads of the page, and from its language where they do not tell.
    pub(super) fn of(
        text: &str,
        found: &Comments,
        language: Option<&str>,
        crawled: Option<&str>,
    ) -> Self {
        let matches: Vec<DateMatch> = found
            .heads
            .iter()
            .filter_map(|head| dates::find(&plain(head.date?.of(text))))
            .collect();
        Self {
            order: dates::order_of_page(matches.iter()),
            custom: Custom::of(language, &matches),
            crawled: crawled.and_then(dates::parse_crawled),
        }
    }

    /// The date in ISO 8601.
    pub(super) fn iso(&self, date_text: &str) -> Option<String> {
        let date_text = plain(date_text);
        let date = dates::find(&date_text)?;
        let custom = || date.iso(self.custom.order(date.span.of(&date_text)), self.crawled);
        date.iso(self.order, self.crawled).or_else(custom)
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
    use super::{Calendar, Chars, Custom, number};
    use crate::dates::{self, DateMatch, Order};

    /// The date that nothing but the language can settle, if there are no others than `known`.
    fn iso(date: &str, known: &[&str], language: &str, crawled: Option<&str>) -> Option<String> {
        let known: Vec<DateMatch> = known.iter().filter_map(|date| dates::find(date)).collect();
        let crawled = crawled.and_then(dates::parse_crawled);
        let custom = Custom::of(Some(language), &known);
        Calendar { order: Order::Unknown, custom, crawled }.iso(date)
    }

    #[test]
    fn the_language_settles_the_order_that_numbers_leave_open() {
        let day = Some("2022-05-04T08:31:00".to_owned());
        for language in ["es", "fr", "ar", "vi"] {
            assert_eq!(iso("04/05/2022 08:31", &[], language, None), day, "{language}");
        }
        for language in ["en", "ja", "xx"] {
            assert_eq!(iso("04/05/2022 08:31", &[], language, None), None, "{language}");
        }
        assert_eq!(iso("04/05/2022 08:31", &["04/13/2022"], "es", None), None);
        // The day of the crawl is the page's own.
        let crawled = Some("2022-04-20");
        let before = iso("04/05/2022 08:31", &[], "es", crawled);
        assert_eq!(before.as_deref(), Some("2022-04-05T08:31:00"));
    }

    #[test]
    fn a_board_as_it_comes_has_the_month_first() {
        let date = |date| iso(date, &[], "en", None);
        assert_eq!(date("03-11-2008, 08:15 PM").as_deref(), Some("2008-03-11T20:15:00"));
        assert_eq!((date("03-11-2008, 20:15"), date("3-11-2008, 8:15 PM")), (None, None));
        let spanish = iso("03-11-2008, 08:15 PM", &[], "es", None);
        assert_eq!(spanish.as_deref(), Some("2008-11-03T20:15:00"));
    }

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
