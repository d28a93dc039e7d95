//! Pages that are a discussion board: the posts are the page, and the first one is its text.
//!
//! Separate from the search for threads, because a board's posts are found
//! like comments; only what stands above them tells the two apart.

use super::cue::Kind;
use super::platforms::{self, Board};
use super::region::{Page, Thread};

/// Sentences above the first post: rules of the board, a greeting for guests. An article has more.
const PREFACE: usize = 3;

/// Whether the page is a board. If so and the first post is set like its answers, it is taken out of the thread.
pub(super) fn settle(page: &Page<'_>, threads: &mut [Thread]) -> bool {
    let Some(thread) = threads.first_mut() else { return false };
    let Some(first) = thread.drafts.first() else { return false };
    // Without a known platform, the number of the first post tells.
    let numbered = first.head.and_then(|at| page.heads.get(at)?.number) == Some(1);
    let header =
        matches!(page.cues.get(thread.lines.start).map(|cue| &cue.kind), Some(Kind::Header(_)));
    let board =
        platforms::board(thread.platform).or_else(|| (numbered && !header).then_some(Board::Posts));
    match board {
        Some(Board::Answers) => true,
        Some(Board::Posts) if thread.drafts.len() >= 2 && !prefaced(page, first.lines.start) => {
            let post = thread.drafts.remove(0);
            thread.lines.start = post.lines.end;
            true
        }
        _ => false,
    }
}

/// Whether an article stands above this line.
fn prefaced(page: &Page<'_>, start: usize) -> bool {
    let above = page.cues.iter().zip(page.lines).take(start);
    let sentences = above
        .filter(|(cue, line)| cue.prose && cue.kind == Kind::Text && line.shape.end.is_sentence());
    sentences.count() > PREFACE
}
