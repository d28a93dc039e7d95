//! Which pages are written as they came: those that cost too much, and those that are no text.
//!
//! Two kinds of limit. Size and lines are counted on the page, so that the same
//! page is cleaned or not on every machine. The clock is for what nobody
//! foresaw; it is looked at between the stages only, and a page that meets it
//! may come out differently on another machine.

use std::time::{Duration, Instant};

use super::html::is_html;
use crate::page::Page;
use crate::segment;
use crate::write::Unlabelled;

/// Limits of one page. A page over one of them is written as it came, with the flag `unlabelled`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageLimits {
    /// Most bytes of text, in UTF-8.
    pub bytes: usize,
    /// Most lines that are not blank.
    pub lines: usize,
    /// Longest time from one stage to the start of the next, counted from the first; none for any.
    pub time: Option<Duration>,
}

impl Default for PageLimits {
    /// 16 MiB and 200,000 lines, a thousand times what a news page has; no clock.
    fn default() -> Self {
        Self { bytes: 16 << 20, lines: 200_000, time: None }
    }
}

/// Why a page is written as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Uncleaned {
    /// Too long.
    #[error("its text of {bytes} bytes is over the limit of {limit}")]
    Bytes {
        /// Length of the text.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Too many lines.
    #[error("it has more lines than the limit of {0}")]
    Lines(usize),
    /// Too slow.
    #[error("cleaning it took longer than the limit of {} s", .0.as_secs_f64())]
    Time(Duration),
    /// Not yet the text that a reader sees.
    #[error("its text is HTML; let an extractor render it first")]
    Html,
}

impl From<Uncleaned> for Unlabelled {
    fn from(why: Uncleaned) -> Self {
        match why {
            Uncleaned::Bytes { .. } => Self::Size,
            Uncleaned::Lines(_) => Self::Lines,
            Uncleaned::Time(_) => Self::Time,
            Uncleaned::Html => Self::Html,
        }
    }
}

/// The limits at work on one page.
pub(super) struct Budget {
    limits: PageLimits,
    /// Not asked for where there is no limit of time.
    begun: Option<Instant>,
}

impl Budget {
    /// Looks at a page before any work is done on it.
    pub(super) fn of(page: &Page, limits: PageLimits) -> Result<Self, Uncleaned> {
        let bytes = page.text.len();
        if bytes > limits.bytes {
            return Err(Uncleaned::Bytes { bytes, limit: limits.bytes });
        }
        // Lines hold a byte and a line break at least, so most pages need no count.
        if bytes.div_ceil(2) > limits.lines && segment::has_more_lines(&page.text, limits.lines) {
            return Err(Uncleaned::Lines(limits.lines));
        }
        Ok(Self { limits, begun: limits.time.map(|_| Instant::now()) })
    }

    /// The same for a page that is to be cleaned, which has to be text.
    pub(super) fn of_page(page: &Page, limits: PageLimits) -> Result<Self, Uncleaned> {
        let budget = Self::of(page, limits)?;
        if is_html(&page.text) { Err(Uncleaned::Html) } else { Ok(budget) }
    }

    /// Looks at the lines, of which glued pages have more than they have line breaks.
    pub(super) const fn lines(&self, lines: usize) -> Result<(), Uncleaned> {
        if lines > self.limits.lines { Err(Uncleaned::Lines(self.limits.lines)) } else { Ok(()) }
    }

    /// Looks at the clock, between two stages.
    pub(super) fn clock(&self) -> Result<(), Uncleaned> {
        match (self.limits.time, self.begun) {
            (Some(time), Some(begun)) if begun.elapsed() > time => Err(Uncleaned::Time(time)),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Budget, PageLimits, Uncleaned};
    use crate::page::Page;
    use crate::pipeline::Cleaner;
    use crate::write::{Flag, Unlabelled};

    #[test]
    fn a_page_at_the_limit_is_within_it() {
        let limits = PageLimits { bytes: 12, lines: 3, time: None };
        let of = |text: &str| {
            let page = Page { text: text.to_owned(), ..Page::default() };
            Budget::of(&page, limits).map(drop)
        };
        assert_eq!(of("a\n\n\nb\n\n\nc\n"), Ok(()));
        assert_eq!(of("a\nb\nc\nd\n"), Err(Uncleaned::Lines(3)));
        assert_eq!(of("a line of 13."), Err(Uncleaned::Bytes { bytes: 13, limit: 12 }));
    }

    #[test]
    fn a_page_that_meets_the_clock_is_left_as_it_is() {
        let limits = PageLimits { time: Some(Duration::ZERO), ..PageLimits::default() };
        let cleaner = Cleaner::shipped().unwrap().within(limits);
        let page = Page { text: "Skip to content\nA page.".to_owned(), ..Page::default() };
        let washed = cleaner.clean(&page);
        assert_eq!(washed.uncleaned, Some(Uncleaned::Time(Duration::ZERO)));
        let cleaned = washed.cleaned(&page);
        let composed = cleaned.compose();
        assert_eq!((composed.text.as_str(), composed.confidence), (page.text.as_str(), None));
        assert_eq!(composed.flags, [Flag::Unlabelled]);
        assert_eq!(cleaned.unlabelled, Some(Unlabelled::Time));
    }

    #[test]
    fn the_clock_is_only_asked_where_there_is_a_limit() {
        let page = Page { text: "A page.".to_owned(), ..Page::default() };
        let budget = |time| Budget::of(&page, PageLimits { time, ..PageLimits::default() });
        assert_eq!(budget(None).unwrap().clock(), Ok(()));
        let late = budget(Some(Duration::ZERO)).unwrap();
        std::thread::sleep(Duration::from_millis(2));
        assert_eq!(late.clock(), Err(Uncleaned::Time(Duration::ZERO)));
    }
}
