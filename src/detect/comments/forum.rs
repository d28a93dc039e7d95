//! Pages that are a discussion board: the posts are the page, and the first one is its text.
//!
//! Separate from the search for threads, because a board's posts are found
//! like comments; only what stands above them tells the two apart.

use super::cue::Kind;
use super::items::{Draft, Role};
use super::platforms::{self, Board, lobsters};
use super::questions;
use super::region::{Page, Thread};

/// Sentences above the first post: rules of the board, a greeting for guests. An article has more.
const PREFACE: usize = 3;

/// Words of a line of a post's head at most: with a name, a date and a number.
const FRAME_WORDS: u32 = 10;

/// Whether the page is a board. If so and the first post is set like its answers, it is taken out of the thread.
///
/// `on_board` tells that the page's platform is a board, even where its heads are set like any other's.
pub(super) fn settle(page: &Page<'_>, threads: &mut [Thread], on_board: bool) -> bool {
    let Some(thread) = threads.first_mut() else { return false };
    if thread.platform == questions::PLATFORM {
        return true;
    }
    let Some(first) = thread.drafts.first() else { return false };
    // Without a known platform, the number of the first post tells, or what its author wrote before.
    let head = first.head.and_then(|at| page.heads.get(at));
    let header =
        matches!(page.cues.get(thread.lines.start).map(|cue| &cue.kind), Some(Kind::Header(_)));
    let unknown = thread.platform == "generic" && !header;
    let numbered = unknown && head.is_some_and(|head| head.number == Some(1));
    let member = (thread.platform != "generic" || !header) && head.is_some_and(|head| head.member);
    let board = platforms::board(thread.platform)
        .or_else(|| (on_board || member || numbered).then_some(Board::Posts));
    match board {
        Some(Board::Answers) => {
            if thread.platform == lobsters::NAME {
                thread.text = lobsters::story(page, thread.lines.start).into_iter().collect();
            }
            true
        }
        Some(Board::Posts) if thread.drafts.len() >= 2 && !prefaced(page, first.lines.start) => {
            // A block about the author may stand above the first post and look like a head.
            let empty = |draft: &Draft| !draft.has(Role::Body);
            let blocks = thread.drafts.iter().take_while(|draft| empty(draft)).count();
            let taken = thread.drafts.drain(..(blocks + 1).min(thread.drafts.len()));
            let opening: Vec<Draft> = taken.collect();
            thread.text = opening.iter().flat_map(|post| post.with(Role::Body)).collect();
            thread.frame = opening.iter().flat_map(|post| frame(page, post)).collect();
            thread.lines.start = opening.last().map_or(thread.lines.start, |post| post.lines.end);
            true
        }
        _ => false,
    }
}

/// What a board prints around a post: date, number, buttons, its author's name, and below it what is no text.
fn frame(page: &Page<'_>, post: &Draft) -> Vec<usize> {
    let author = post.head.and_then(|head| page.heads.get(head)?.author);
    let is_printed = |at: &usize| {
        let (Some(cue), Some(line)) = (page.cues.get(*at), page.lines.get(*at)) else {
            return false;
        };
        match cue.kind {
            Kind::Name(_) => author.is_some_and(|name| line.body.contains(name)),
            // The subject of a post may stand there as well.
            Kind::Date | Kind::NameDate | Kind::Role => line.shape.words <= FRAME_WORDS,
            _ => cue.is_control(),
        }
    };
    let text = post.with(Role::Body);
    let (first, last) = text.fold((None, 0), |(first, _), at| (first.or(Some(at)), at));
    let Some(first) = first else { return Vec::new() };
    let above = (post.lines.start..first).filter(is_printed);
    above.chain(last + 1..post.lines.end).collect()
}

/// Whether an article stands above this line.
fn prefaced(page: &Page<'_>, start: usize) -> bool {
    let above = page.cues.iter().zip(page.lines).take(start);
    let sentences = above
        .filter(|(cue, line)| cue.prose && cue.kind == Kind::Text && line.shape.end.is_sentence());
    sentences.count() > PREFACE
}
