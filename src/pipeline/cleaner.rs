//! One page to its labels: everything that looks at a page's text, put together.
//!
//! Immutable and shared by all workers; cleaning a page is a pure function of
//! the page and of what the cleaner was built from.

use crate::label::Label;
use crate::page::Page;
use crate::rules::RuleSet;
use crate::segment::{Line, segment};
use crate::thread::Comment;
use crate::write::{Cleaned, Flag, Reason};

/// Cleans pages.
#[derive(Debug)]
pub struct Cleaner {
    rules: RuleSet,
}

/// What was found out about one page; everything but the page itself.
#[derive(Clone, Debug, Default)]
pub struct Washed<'c> {
    /// The page's lines; their spans partition its text.
    pub lines: Vec<Line>,
    /// What each line is.
    pub labels: Vec<Label>,
    /// Why each line is what it is.
    pub reasons: Vec<Reason<'c>>,
    /// The comments, in the order of their ids.
    pub thread: Vec<Comment>,
    /// The comment that each line belongs to.
    pub line_to_comment: Vec<Option<u32>>,
    /// Comment platforms and site systems that were recognised.
    pub platforms: Vec<String>,
    /// Votes on the page as a whole.
    pub votes: Option<i64>,
    /// Flags that do not follow from the text.
    pub flags: Vec<Flag>,
}

impl Cleaner {
    /// A cleaner with these rules.
    #[must_use]
    pub const fn new(rules: RuleSet) -> Self {
        Self { rules }
    }

    /// The rules in use.
    #[must_use]
    pub const fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Cleans one page.
    #[must_use]
    pub fn clean(&self, page: &Page) -> Washed<'_> {
        let lines = segment(&page.text).lines;
        let labels = vec![Label::Paragraph; lines.len()];
        Washed { lines, labels, ..Washed::default() }
    }
}

impl Washed<'_> {
    /// This page in the form that can be written.
    #[must_use]
    pub fn cleaned<'p>(&'p self, page: &'p Page) -> Cleaned<'p> {
        Cleaned {
            page,
            lines: &self.lines,
            labels: &self.labels,
            reasons: &self.reasons,
            thread: &self.thread,
            line_to_comment: &self.line_to_comment,
            platforms: &self.platforms,
            votes: self.votes,
            flags: self.flags.clone(),
            version: env!("CARGO_PKG_VERSION"),
            profile: None,
        }
    }
}
