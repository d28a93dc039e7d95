//! What of a page is a post when the page is a discussion board.
//!
//! Separate from the platforms, because the first post of some is set like
//! its answers and that of others is not.

/// How a board prints its first post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::detect::comments) enum Board {
    /// Like every other post, with a head of its own: phpBB, Discourse.
    Posts,
    /// Otherwise, so that only answers have such heads: Reddit, Hacker News, Lemmy.
    Answers,
}
