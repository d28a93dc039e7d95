//! What a page says of a commenter beside the name: author of the article, moderator, guest.
//!
//! Separate from the words, because the role goes to the record as it is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the page prints beside a commenter's name.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum AuthorRole {
    /// Wrote what is commented on: `Author`, `OP`.
    Author,
    /// Keeps order: `Moderator`, `Admin`.
    Moderator,
    /// Works for the site: `Staff`, `Redaktion`.
    Staff,
    /// Has no account: `Guest`, `(not verified)`.
    Guest,
    /// Has an account: `Senior Member`.
    Member,
    /// Writes or likes a lot: `Top fan`.
    TopFan,
    /// The site knows who it is: `(verified owner)`.
    Verified,
    /// Pays: `Subscriber`.
    Supporter,
}
