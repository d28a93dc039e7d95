//! Comment lines to a thread of records.
//!
//! Separate from the detector that finds threads, because it works on the
//! labels that the decoder settled on: a line the decoder keeps in the article
//! is no comment here, whatever was proposed.

mod body;
mod build;
#[cfg(test)]
mod cycle_tests;
mod fields;
mod nest;
#[cfg(test)]
mod platform_tests;
mod quote;
#[cfg(test)]
mod tests;

pub use crate::detect::comments::{AuthorRole, Placeholder};
pub use build::build;
pub(crate) use fields::Chars;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::span::Span;

/// The comments of one page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Thread {
    /// All comments, in the order of the page; a parent stands before its answers.
    pub comments: Vec<Comment>,
    /// For each line of the page, the comment that it belongs to.
    pub line_to_comment: Vec<Option<u32>>,
    /// Comment platforms, in the order of the page, each once.
    pub platforms: Vec<&'static str>,
    /// Votes on the page itself: `24 Points`.
    pub page_votes: Option<i64>,
}

/// One reader comment, as it is written to the record.
///
/// A field the page does not give is null; what is inferred says so.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Comment {
    /// Index of the comment in the list, from 0.
    pub id: u32,
    /// Index of the comment it answers.
    pub parent: Option<u32>,
    /// Number of ancestors.
    pub depth: u32,
    /// Where the comment comes from when it is not from the page's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(default)]
    pub from: Option<CommentFrom>,
    /// Where the parent comes from when neither the page's order nor a reply mark gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(default)]
    pub parent_from: Option<ParentFrom>,
    /// The number that the page gives the comment: 12 for `#12`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(default)]
    pub number: Option<u64>,
    /// Name of the author as the page writes it.
    pub author: Option<String>,
    /// Where the author's name comes from when the comment's own head does not give it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author_from: Option<AuthorFrom>,
    /// What the page says of the author beside the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(default)]
    pub role: Option<AuthorRole>,
    /// Calendar day, or day and time, in ISO 8601; null when it cannot be resolved.
    pub date: Option<String>,
    /// The date as the page writes it.
    pub date_text: Option<String>,
    /// Votes that the page shows for this comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub votes: Option<Votes>,
    /// What the commenter wrote; paragraphs are separated by line breaks.
    pub text: String,
    /// Whether the page cut the comment short (`Read more`).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[serde(default)]
    pub truncated: bool,
    /// What the text stands for, when the comment itself is not there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(default)]
    pub placeholder: Option<Placeholder>,
    /// Parts of the text that the commenter quotes, in order, without overlap.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[serde(default)]
    pub quotes: Vec<Quote>,
    /// The page's remark on an edit: `28 days ago`; empty when it only says that there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited: Option<String>,
    /// Start and end in the input's text, or in the field that it is from, in Unicode characters.
    pub span: [usize; 2],
    /// The same place in bytes, from the first line of the comment to its last.
    #[serde(skip)]
    pub bytes: Span,
}

/// Where a comment was found when not in the page's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CommentFrom {
    /// The input's `comments` was a text.
    Field,
}

/// Where an author's name was found when not in the comment's head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuthorFrom {
    /// A reply names it: `Reply to HSchmatz`.
    Reply,
    /// The edit mark names it: `Last edited 28 days ago by platon`.
    Edit,
}

/// Where a comment's parent was found when the page's order does not show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ParentFrom {
    /// The text opens with the name of an earlier commenter: `@Vera`.
    Address,
}

/// A part of a comment's text that somebody else wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// Start and end in the comment's text, in Unicode characters.
    pub span: [usize; 2],
    /// Name of the quoted author, when the quotation says it: `Vera wrote:`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(default)]
    pub author: Option<String>,
    /// Index of the quoted comment, when its text stands above word for word.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(default)]
    pub comment: Option<u32>,
}

/// Votes on a comment; only what the page shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Votes {
    /// Likes, upvotes, recommendations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likes: Option<i64>,
    /// Dislikes, downvotes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dislikes: Option<i64>,
    /// One figure for both: points, score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<i64>,
}
