//! Comment threads in plain text: where they are, and which lines are heads, bodies, controls.
//!
//! What it sees: repeated heads (name, date, "says", "reply to") with prose
//! between them, below a thread's header or above its form; bulleted comments
//! without heads under a header or with likes. Why separate: threads are found
//! by their own repetition, not by phrases, and the thread builder needs the
//! parsed heads again. Example: `Anna K. says:` / `May 3, 2020 at 10:12 am`.

mod affix;
mod author;
mod borders;
mod broken;
mod byline;
mod collect;
mod controls;
mod cue;
mod cycle;
mod day;
mod entries;
mod foot;
mod forum;
mod glance;
mod headless;
mod heads;
mod items;
mod listing;
mod name;
mod numbering;
mod parse;
mod placeholder;
mod platforms;
mod posts;
mod questions;
mod region;
mod remarks;
mod role;
mod score;
mod shared;
mod tail;
mod testify;
mod traits;
mod words;

use std::ops::Range;

pub use heads::Head;
pub use placeholder::{Placeholder, is_nobody, placeholder};
pub use role::AuthorRole;

use super::Testimony;
use crate::dates::LineDate;
use crate::rules::Hit;
use crate::segment::Line;
use crate::span::Span;

/// Name under which this detector testifies.
pub const DETECTOR: &str = "comments";

/// Everything found about the threads of one page.
#[derive(Clone, Debug, Default)]
pub struct Comments {
    /// One proposal a line, in the order of lines, for lines in a region only.
    pub testimony: Vec<Testimony>,
    /// The regions, in order, without overlap.
    pub regions: Vec<Region>,
    /// All possible heads of the page, in order, also those in no region: the decoder may think otherwise.
    pub heads: Vec<Head>,
    /// The comments in the regions, in order, without overlap.
    pub items: Vec<Item>,
    /// What single lines say beside text: likes, edit remarks.
    pub marks: Vec<(u32, Mark)>,
    /// Whether the posts of a discussion board are the page; its first post is then in no region.
    pub forum: bool,
    /// Lines of a list of posts, which look like comments and are none; empty where there is no list.
    pub posts: Range<u32>,
    /// Whether these posts are most of the page.
    pub listing: bool,
}

/// Lines that hold one thread.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// Indices of its lines.
    pub lines: Range<u32>,
    /// How sure it is, 0 to 1.
    pub score: f32,
    /// The platform by its heads and marks; `generic` when none is known.
    pub platform: &'static str,
}

/// One comment as the page sets it: its head, its text, its controls.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Indices of its lines.
    pub lines: Range<u32>,
    /// Index into [`Comments::heads`]; none where the page prints no head.
    pub head: Option<u32>,
    /// Index into [`Comments::regions`].
    pub region: u32,
    /// Column at which it begins, for the nesting.
    pub column: u16,
}

/// What a line that is no text of a comment tells about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// `Liked by 2 people`.
    pub likes: Option<i64>,
    /// Dislikes, when they are told apart from likes.
    pub dislikes: Option<i64>,
    /// `12 points`.
    pub score: Option<i64>,
    /// When the comment was edited: `28 days ago`.
    pub edited: Option<Span>,
    /// Who edited it.
    pub edited_by: Option<Span>,
}

impl Comments {
    /// Moves all places in the text, as `place` says: they were found in a view of the page.
    pub fn place(&mut self, place: impl Fn(Span) -> Span) {
        for head in &mut self.heads {
            for span in [&mut head.author, &mut head.date, &mut head.reply_to, &mut head.inline] {
                *span = span.map(&place);
            }
        }
        for (_, mark) in &mut self.marks {
            for span in [&mut mark.edited, &mut mark.edited_by] {
                *span = span.map(&place);
            }
        }
    }
}

/// Finds the comment threads of a page. `lines` are the page's lines, `hits` those of the rules on them, `dates`
/// what [`dates::of_lines`](crate::dates::of_lines) finds in them, `known` the platforms that rules testify to.
#[must_use]
pub fn find(
    text: &str,
    lines: &[Line],
    hits: &[Hit],
    dates: &[LineDate],
    known: &[&str],
) -> Comments {
    let cues = cue::read(text, lines, hits, dates);
    let traits = traits::Traits::of(text, lines, &cues, known);
    let source = collect::Source { text, lines, cues: &cues, traits: &traits };
    let (heads, mut threads) = match questions::find(&source) {
        Some(found) => found,
        None => (heads::find(&source), Vec::new()),
    };
    let posts = listing::find(&source);
    let page = region::Page::new(text, lines, &cues, &heads, &posts.feet);
    if threads.is_empty() {
        threads = region::find(&page);
        headless::find(&page, &mut threads);
    }
    let forum = forum::settle(&page, &mut threads, traits.on_board());
    let listing = posts.most;
    let posts = heads::small(posts.lines.start)..heads::small(posts.lines.end);
    Comments { forum, posts, listing, ..testify::comments(&page, threads) }
}
