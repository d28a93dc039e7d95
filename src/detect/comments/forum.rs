//! Pages that are a discussion board: the posts are the page, and the first one is its text.
//!
//! Separate from the search for threads, because a board's posts are found
//! like comments; only what stands above them tells the two apart.

use super::cue::Kind;
use super::items::{Draft, Role};
use super::platforms::{self, Board};
use super::region::{Page, Thread};

/// Sentences above the first post: rules of the board, a greeting for guests. An article has more.
const PREFACE: usize = 3;

/// What is known of a page that is a board.
pub(super) struct Forum {
    /// Drafts that were taken out of the thread: the first post, where it is set like its answers.
    pub opening: Vec<Draft>,
    /// How sure the thread is, 0 to 1.
    pub score: f32,
}

/// Whether the page is a board. If so and the first post is set like its answers, it is taken out of the thread.
///
/// `on_board` tells that the page's platform is a board, even where its heads are set like any other's.
pub(super) fn settle(page: &Page<'_>, threads: &mut [Thread], on_board: bool) -> Option<Forum> {
    let thread = threads.first_mut()?;
    let first = thread.drafts.first()?;
    let score = thread.score;
    // Without a known platform, the number of the first post tells, or what its author wrote before.
    let head = first.head.and_then(|at| page.heads.get(at));
    let numbered = head.is_some_and(|head| head.number == Some(1));
    let member = head.is_some_and(|head| head.member);
    let header =
        matches!(page.cues.get(thread.lines.start).map(|cue| &cue.kind), Some(Kind::Header(_)));
    let board = platforms::board(thread.platform)
        .or_else(|| (on_board || member || numbered && !header).then_some(Board::Posts));
    match board {
        Some(Board::Answers) => Some(Forum { opening: Vec::new(), score }),
        Some(Board::Posts) if thread.drafts.len() >= 2 && !prefaced(page, first.lines.start) => {
            // A block about the author may stand above the first post and look like a head.
            let empty = |draft: &Draft| !draft.has(Role::Body);
            let blocks = thread.drafts.iter().take_while(|draft| empty(draft)).count();
            let taken = thread.drafts.drain(..(blocks + 1).min(thread.drafts.len()));
            let opening: Vec<Draft> = taken.collect();
            thread.lines.start = opening.last().map_or(thread.lines.start, |post| post.lines.end);
            Some(Forum { opening, score })
        }
        _ => None,
    }
}

/// Whether an article stands above this line.
fn prefaced(page: &Page<'_>, start: usize) -> bool {
    let above = page.cues.iter().zip(page.lines).take(start);
    let sentences = above
        .filter(|(cue, line)| cue.prose && cue.kind == Kind::Text && line.shape.end.is_sentence());
    sentences.count() > PREFACE
}
