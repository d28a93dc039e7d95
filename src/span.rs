//! A half-open byte range into a page's original text.
//!
//! Every stage speaks of text by spans and none may change the text, so that a
//! decision can always be traced to, and undone in, what was read.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Half-open byte range `start..end` into the original text of one page.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub struct Span {
    /// First byte of the span.
    pub start: usize,
    /// One past the last byte of the span.
    pub end: usize,
}

impl Span {
    /// The span `start..end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span covers no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The text under the span; empty when the span does not fit `text`.
    ///
    /// A span only fails to fit when it is used with another page's text, and
    /// an empty answer keeps such a mistake from ending a run.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// The span as a standard range.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether `other` lies inside this span.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn a_span_that_does_not_fit_is_empty_text() {
        assert_eq!(Span::new(1, 3).of("abcd"), "bc");
        assert_eq!(Span::new(3, 9).of("abcd"), "");
        assert_eq!(Span::new(1, 2).of("\u{e9}"), "", "inside a character");
    }

    #[test]
    fn cover_and_contains_agree() {
        let (a, b) = (Span::new(2, 4), Span::new(8, 9));
        let both = a.cover(b);
        assert_eq!(both, Span::new(2, 9));
        assert!(both.contains(a) && both.contains(b) && !a.contains(both));
    }
}
